"""Old office files (OLE containers): what is inside, told by the names of their streams."""

from __future__ import annotations

import struct

from luoshi.outline.readers.notes import refuse

_ENTRY = 128  # bytes of an entry of the directory; its name is at its beginning
_LOCKED = 0x0100
_SMALL = 4096
_STREAMS = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)


def kind_of(data: bytes) -> str:
    """``doc`` or ``xls``. Raises ``file-encrypted``, ``file-kind`` for other contents, ``file-damaged`` for none."""
    for name, kind in _STREAMS:
        at = _entry(data, name)
        if at is None:
            continue
        if kind == "locked" or (kind == "doc" and _is_locked(data, at)):
            raise refuse("file-encrypted")
        if kind in ("doc", "xls"):
            return kind
        raise refuse("file-kind", format=kind)
    raise refuse("file-damaged", format="doc")


def _entry(data: bytes, name: str) -> int | None:
    """Where the directory's entry of a stream stands."""
    words = name.encode("utf-16-le") + b"\0\0"
    at = data.find(words)
    while at >= 0:
        if at % _ENTRY == 0 and data[at + 64 : at + 66] == struct.pack("<H", len(words)):
            return at
        at = data.find(words, at + 1)
    return None


def _is_locked(data: bytes, entry: int) -> bool:
    """Whether the head of a Word document says that it is encrypted."""
    if len(data) < entry + _ENTRY:
        raise refuse("file-damaged", format="doc")
    shift = struct.unpack_from("<H", data, 30)[0]
    sector, size = struct.unpack_from("<II", data, entry + 116)
    if size < _SMALL:
        return False  # stands among the small streams, where LibreOffice will look
    head = (sector + 1) << min(shift, 12)
    if len(data) < head + 12:
        raise refuse("file-damaged", format="doc")
    return bool(struct.unpack_from("<H", data, head + 10)[0] & _LOCKED)
