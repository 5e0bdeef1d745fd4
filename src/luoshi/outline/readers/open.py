"""``read_source``: a file in, what it says out. Tells the kind by the content and calls that kind's reader."""

from __future__ import annotations

import importlib
import os
import stat
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from luoshi.kernel.errors import UnreadableFile
from luoshi.outline.model import Source
from luoshi.outline.readers import sniff
from luoshi.outline.readers.notes import MAX_FILE_BYTES, note, refuse

# The readers are imported when a file of their kind comes, so that a text is read without lxml or pdfium.
READERS = {
    kind: f"luoshi.outline.readers.{module}"
    for kind, module in {
        "txt": "plaintext",
        "html": "html",
        "zip": "zips",
        "docx": "docx",
        "xlsx": "sheets",
        "ofd": "ofd",
        "pdf": "pdf",
        "ole": "ole",
        "xls": "sheets",
        "doc": "legacy",
        "rtf": "legacy",
    }.items()
}
CONTAINERS = ("zip", "ole")  # their readers only tell what is inside


def read_source(file: str | PathLike[str] | bytes, *, name: str | None = None) -> Source:
    """Read a file as a person sees it.

    ``file`` is a path or the bytes of a file (``name`` is then only used to say that its ending is wrong). Raises
    ``UnreadableFile``, and nothing else, whatever the bytes are.
    """
    if isinstance(file, bytes):
        data, called = file, name or ""
    else:
        called = name or os.path.basename(os.fspath(file))  # noqa: PTH119  Path refuses what is no text
        data = _load(file, called)
    if len(data) > MAX_FILE_BYTES:
        raise refuse("file-too-large", limit=MAX_FILE_BYTES // 1024 // 1024)
    kind = sniff.kind_of(data, called)
    try:
        if kind in CONTAINERS:
            kind = _reader(kind).kind_of(data)
        source: Source = _reader(kind).read(data)
    except UnreadableFile:
        raise
    except Exception as broken:
        # Whatever a hostile file makes a parser raise, its reader gets one clear sentence.
        raise refuse("file-damaged", format=kind) from broken
    if sniff.fits(source.kind, called):
        return source
    wrong = note("wrong-extension", name=called, format=source.kind)
    return replace(source, diagnostics=(wrong, *source.diagnostics))


def _reader(kind: str) -> Any:
    return importlib.import_module(READERS[kind])


def _load(file: str | PathLike[str], called: str) -> bytes:
    """The bytes of a path, at most one more than are allowed."""
    try:
        found = os.stat(file)  # noqa: PTH116
        if stat.S_ISDIR(found.st_mode):
            raise refuse("file-is-folder", name=called)
        if not stat.S_ISREG(found.st_mode):
            raise refuse("file-not-regular", name=called)
        with Path(file).open("rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise refuse("file-missing", name=called) from None
    except PermissionError:
        raise refuse("file-not-allowed", name=called) from None
    except OSError:
        raise refuse("file-not-opened", name=called) from None
