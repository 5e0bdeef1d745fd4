"""Small pictures made byte by byte, with the notes that a camera writes beside them."""

from __future__ import annotations

import struct
import zlib

PLACE = b"GPS-29.9999-108.1234"  # what must not be kept
SCAN = b"\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def exif(upright: int = 1) -> bytes:
    """Exif with an orientation, and a place behind it."""
    head = b"II*\x00" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, upright, 0, 0)
    return b"Exif\x00\x00" + head + PLACE


def jpeg(upright: int = 1, salt: bytes = b"", tail: bytes = b"") -> bytes:
    """A JPEG of eight dots a side with notes of every kind; ``salt`` makes it another picture."""
    frame = b"\x08\x00\x08\x00\x08\x01\x01\x11\x00"
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            segment(0xE1, exif(upright)),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + PLACE),
            segment(0xE2, b"ICC_PROFILE\x00\x01\x01colours"),
            segment(0xE2, b"MPF\x00" + PLACE),
            segment(0xED, b"Photoshop 3.0\x00" + PLACE),
            segment(0xFE, PLACE),
            segment(0xDB, b"\x00" + b"\x01" * 64),
            segment(0xC0, frame),
            segment(0xC4, b"\x00" + b"\x01" + b"\x00" * 15 + b"\x00" + salt),
            b"\xff" + SCAN,
            b"\xff\xd9",
            tail,
        )
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def png(dots: int = 1) -> bytes:
    """A grey PNG of some dots in a row with texts, Exif and a time."""
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", dots, 1, 8, 0, 0, 0, 0)),
            chunk(b"tEXt", b"Comment\x00" + PLACE),
            chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + PLACE),
            chunk(b"zTXt", b"Comment\x00\x00" + PLACE),
            chunk(b"eXIf", exif()[6:]),
            chunk(b"tIME", b"\x07\xea\x0b\x17\x08\x00\x00"),
            chunk(b"IDAT", zlib.compress(b"\x00" + b"\x80" * dots)),
            chunk(b"IEND", b""),
        )
    )


def riff(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)


def webp(*more: bytes) -> bytes:
    """A WebP with Exif and XMP; the picture itself is a stub, since nothing here draws it."""
    head = bytes((0x08 | 0x04 | 0x20, 0, 0, 0)) + b"\x00" * 6
    parts = (riff(b"VP8X", head), riff(b"VP8 ", b"\x30\x01\x00"), *more)
    inside = b"WEBP" + b"".join(parts) + riff(b"EXIF", exif()[6:]) + riff(b"XMP ", PLACE)
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside
