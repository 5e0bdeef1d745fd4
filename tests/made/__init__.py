"""Makers of files for tests: ``made(text, kind)`` turns any plain text of a plan into a file that says the same.

The files are awkward on purpose, as real ones are: the docx numbers its paragraphs automatically and holds tracked
changes and content controls, the PDF and the OFD are set on pages with page numbers, the page has menus and scripts
round its text. Lines of cells parted by tabs become real tables with merged cells.
"""

from __future__ import annotations

from collections.abc import Callable

from made.docx import docx_of
from made.html import html_of
from made.ofd import ofd_of
from made.parts import parts_of
from made.pdf import pdf_of

KINDS: dict[str, Callable[..., bytes]] = {"docx": docx_of, "html": html_of, "ofd": ofd_of, "pdf": pdf_of}

__all__ = ["KINDS", "made"]


def made(text: str, kind: str) -> bytes:
    """The bytes of a ``docx``, ``pdf``, ``ofd`` or ``html`` file that says what a plain text says."""
    return KINDS[kind](parts_of(text))
