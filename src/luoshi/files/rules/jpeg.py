"""JPEG without metadata (ITU-T T.81, annex B: a file is a row of segments, each with its marker and its length).

Kept are the segments that a decoder needs, the JFIF head, the colour profile (APP2 ``ICC_PROFILE``) and Adobe's note of
the colour transform (APP14). Left out are comments, every other APPn (Exif and XMP in APP1, IPTC in APP13, makers' own)
and whatever follows the end of the picture, where telephones put a second picture or a film. The one fact of Exif that
a viewer needs, which side is up, is written anew.
"""

from __future__ import annotations

import re
import struct

from luoshi.files.rules.broken import Broken

SIGNATURE = b"\xff\xd8\xff"
END, SCAN, JFIF_MARKER, EXIF_MARKER = 0xD9, 0xDA, 0xE0, 0xE1
EXIF = b"Exif\x00\x00"
KEPT_NOTES = {JFIF_MARKER: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
DRAWN = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xE0)})  # tables, frames, scans
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
BARE = frozenset({*range(0xC0), *range(0xD0, 0xD9)})  # markers without a length, or none at all
NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # a zero or a restart after FF belongs to the scan
ORIENTATION = 0x0112


def stripped(content: bytes) -> bytes:
    """The picture alone. Raises ``Broken``."""
    kept: list[bytes] = []
    seen: set[int] = set()
    upright, at = 1, 2
    while True:
        at = _past_filling(content, at)
        marker = content[at + 1]
        if marker == END:
            break
        end = _end_of(content, at)
        body = content[at + 4 : end]
        if marker == SCAN:
            end = _end_of_scan(content, end)
        if marker == EXIF_MARKER and body.startswith(EXIF):
            upright = orientation(body[len(EXIF) :]) or upright
        if marker in DRAWN or _needed(marker, body):
            kept.append(content[at:end])
            seen.add(marker)
        at = end
    if not seen & FRAMES or SCAN not in seen:
        raise Broken("nothing is drawn")
    return b"".join((b"\xff\xd8", _told(upright), *kept, b"\xff\xd9"))


def _past_filling(content: bytes, at: int) -> int:
    if content[at] != 0xFF:
        raise Broken("no marker")
    while content[at + 1] == 0xFF:
        at += 1
    return at


def _end_of(content: bytes, at: int) -> int:
    """Where the segment at a place ends."""
    length = int.from_bytes(content[at + 2 : at + 4], "big")
    if content[at + 1] in BARE or length < 2 or at + 2 + length + 2 > len(content):
        raise Broken("no segment")
    return at + 2 + length


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the data behind the head of a scan end: at the next marker."""
    found = NEXT_MARKER.search(content, at)
    if found is None:
        raise Broken("the scan does not end")
    return found.start()


def _needed(marker: int, body: bytes) -> bool:
    """Whether a note is one that a decoder reads; a JFIF head with a small picture in it is not kept."""
    start = KEPT_NOTES.get(marker)
    return start is not None and body.startswith(start) and (marker != JFIF_MARKER or len(body) == 14)


def orientation(tiff: bytes) -> int | None:
    """Which side is up, 1 to 8, as Exif tells it; None where it does not, or tells it in a form that is none."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None:
        return None
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, number, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if tag == ORIENTATION:
                return value if (kind, number) == (3, 1) and 1 <= value <= 8 else None
    except struct.error:
        return None
    return None


def _told(upright: int) -> bytes:
    """Exif with the one fact which side is up; nothing where the picture stands as it is."""
    if upright == 1:
        return b""
    body = EXIF + b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, upright, 0, 0)
    return bytes((0xFF, EXIF_MARKER)) + (len(body) + 2).to_bytes(2, "big") + body
