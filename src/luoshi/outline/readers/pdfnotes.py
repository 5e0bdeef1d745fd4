"""What a PDF holds beside the words of its pages: notes, fields of forms, properties, files that were put in. Only ever
run in the child process of ``apart``, as ``pdfium`` is."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdfium2.raw as c

_MAX_NOTES = 5_000  # of a page
_MAX_BYTES = 200_000  # of one text
_SAID = (b"Contents", b"V", b"DV", b"TU", b"T", b"Subj", b"RC")
_PROPERTIES = (b"Title", b"Author", b"Subject", b"Keywords")


def noted(page: Any) -> tuple[str, ...]:
    """The texts of the notes of a page and of the fields of forms on it, line by line."""
    told: list[str] = []
    for note in _notes(page):
        for key in _SAID:
            said = _text(partial(c.FPDFAnnot_GetStringValue, note, key))
            told.extend(line for line in said.splitlines() if line.strip())
    return tuple(told)


def properties(document: Any) -> tuple[str, ...]:
    """What the document says of itself."""
    told = [_text(partial(c.FPDF_GetMetaText, document, key)) for key in _PROPERTIES]
    return tuple(text for text in told if text.strip())


def holds_files(document: Any, page: Any) -> bool:
    """Whether files were put into the document, or are pinned to a page of it."""
    return c.FPDFDoc_GetAttachmentCount(document) > 0 or any(
        c.FPDFAnnot_GetSubtype(note) == c.FPDF_ANNOT_FILEATTACHMENT for note in _notes(page)
    )


def _notes(page: Any) -> Iterator[Any]:
    for at in range(min(max(0, c.FPDFPage_GetAnnotCount(page)), _MAX_NOTES)):
        note = c.FPDFPage_GetAnnot(page, at)
        if note:
            yield note
            c.FPDFPage_CloseAnnot(note)


def _text(ask: Callable[[Any, int], int]) -> str:
    """A text that is asked for twice: how many bytes it has, and what it is."""
    size = ask(None, 0)
    if not 2 < size <= _MAX_BYTES:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    ask(buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
