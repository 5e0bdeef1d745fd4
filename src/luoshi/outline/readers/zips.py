"""Archives that hold documents: what is inside, and reading a part of it within limits."""

from __future__ import annotations

import io
import zipfile
import zlib

from luoshi.outline.readers.notes import refuse

MAX_ENTRIES = 10_000
MAX_PART = 32 * 1024 * 1024
MAX_TOTAL = 256 * 1024 * 1024
MAX_RATIO = 400  # text in XML packs 10 to 30 times; 400 is no document
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)
_INSIDE = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("OFD.xml", "ofd"),
    ("ppt/", "pptx"),
    ("content.xml", "odt"),
    ("META-INF/container.xml", "epub"),
)


class Package:
    """The parts of an archive. Sizes are judged by the directory first, and counted again while reading."""

    def __init__(self, data: bytes) -> None:
        """Open an archive. Raises ``file-damaged``, ``file-encrypted`` or ``file-inflates``."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _BROKEN as broken:
            raise refuse("file-damaged", format="zip") from broken
        total = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES or total > MAX_TOTAL:
            raise refuse("file-inflates")
        if any(entry.flag_bits & 1 for entry in entries):
            raise refuse("file-encrypted")
        self._entries = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, with ``/`` between folders."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises ``file-damaged`` where it is missing or broken, ``file-inflates`` for a bomb."""
        entry = self._entries.get(name)
        if entry is None:
            raise refuse("file-damaged", format="zip")
        limit = min(MAX_PART, 1024 * 1024 + entry.compress_size * MAX_RATIO)
        if entry.file_size > limit:
            raise refuse("file-inflates")
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(limit + 1)
        except (*_BROKEN, RuntimeError) as broken:
            raise refuse("file-damaged", format="zip") from broken
        if len(data) > limit:
            raise refuse("file-inflates")
        return data


def kind_of(data: bytes) -> str:
    """The kind of document that an archive is: ``docx``, ``xlsx`` or ``ofd``; raises ``file-kind`` for any other."""
    names = Package(data).names
    for mark, kind in _INSIDE:
        if any(name.startswith(mark) if mark.endswith("/") else name.lower() == mark.lower() for name in names):
            if kind in ("docx", "xlsx", "ofd"):
                return kind
            raise refuse("file-kind", format=kind)
    raise refuse("file-kind", format="zip")
