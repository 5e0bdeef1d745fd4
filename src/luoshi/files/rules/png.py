"""PNG without metadata (ISO/IEC 15948: a signature, then chunks with length, type, data and check sum).

Kept are the chunks without which the picture cannot be drawn, and those that tell its colours and the form of its dots.
Texts, Exif, times, makers' own chunks and the frames of an animation are left out: what is kept stands still.
"""

from __future__ import annotations

import zlib

from luoshi.files.rules.broken import Broken

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"iCCP", b"sBIT", b"pHYs"})
NEEDED = frozenset({b"IHDR", b"IDAT"})


def stripped(content: bytes) -> bytes:
    """The picture alone. Raises ``Broken``."""
    kept, seen, at = [SIGNATURE], set(), len(SIGNATURE)
    while True:
        length = int.from_bytes(content[at : at + 4], "big")
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content) or len(kind) != 4:
            raise Broken("a chunk is cut off")
        if zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end], "big"):
            raise Broken("a check sum is wrong")
        if kind in KEPT:
            kept.append(content[at:end])
        seen.add(kind)
        if kind == b"IEND":
            break
        at = end
    if not seen >= NEEDED or content[12:16] != b"IHDR":
        raise Broken("nothing is drawn")
    return b"".join(kept)
