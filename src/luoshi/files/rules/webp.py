"""WebP without metadata (RIFF: chunks with a four-letter name, a little-endian length and data filled up to even).

Kept are the picture, its transparency and its colour profile. Exif, XMP and unknown chunks are left out, and the flags
that announce them are taken back. An animation is refused: what is kept stands still.
"""

from __future__ import annotations

from luoshi.files.rules.broken import Broken

DRAWN = frozenset({b"VP8 ", b"VP8L"})
KEPT = DRAWN | {b"VP8X", b"ALPH", b"ICCP"}
MOVING = frozenset({b"ANIM", b"ANMF"})
ANNOUNCED = 0x08 | 0x04 | 0x02  # the flags of Exif, XMP and animation in VP8X


def stripped(content: bytes) -> bytes:
    """The picture alone. Raises ``Broken``."""
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise Broken("the file is cut off")
    kept, seen, at = [], set(), 12
    while at < end:
        kind, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + length]
        if at + 8 + length > end:
            raise Broken("a chunk is cut off")
        if kind in MOVING:
            raise Broken("it moves")
        if kind in KEPT:
            kept.append(_chunk(kind, _silent(body) if kind == b"VP8X" else body))
            seen.add(kind)
        at += 8 + length + length % 2
    if not seen & DRAWN:
        raise Broken("nothing is drawn")
    inside = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)


def _silent(head: bytes) -> bytes:
    """The head of an extended file, announcing no metadata."""
    if len(head) != 10:
        raise Broken("the head has another length")
    return bytes((head[0] & ~ANNOUNCED & 0xFF,)) + head[1:]
