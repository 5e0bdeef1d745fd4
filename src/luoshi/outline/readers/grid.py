"""A workbook or a CSV as rows of text, each with the number that a spreadsheet shows beside it: for tables that come
back filled in, where every cell is answered for. What reads as prose goes through ``open``.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from luoshi.outline.readers import sniff
from luoshi.outline.readers.apart import ask
from luoshi.outline.readers.notes import MAX_FILE_BYTES, refuse, too_long
from luoshi.outline.readers.ole import kind_of as ole_kind
from luoshi.outline.readers.zips import Package
from luoshi.outline.readers.zips import kind_of as zip_kind

MOST_ROWS, MOST_COLUMNS, LONGEST = 5000, 60, 2000


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its number in the spreadsheet, counted from 1, and the texts of its cells."""

    number: int
    cells: tuple[str, ...]


def read_grid(data: bytes, name: str = "") -> tuple[Line, ...]:
    """The rows of the first visible sheet that holds something, or of a CSV; empty rows are left out.

    A text that a spreadsheet was kept from running as a formula (``'=1+1``) loses the ``'``. Raises
    ``UnreadableFile``, and nothing else, whatever the bytes are.
    """
    if len(data) > MAX_FILE_BYTES:
        raise refuse("file-too-large", limit=MAX_FILE_BYTES // 1024 // 1024)
    kind = sniff.kind_of(data, name)
    if kind == "zip":
        kind = zip_kind(data)
    elif kind == "ole":
        kind = ole_kind(data)
    if kind in ("xlsx", "xls"):
        found = _workbook(data)
    elif kind == "txt":
        found = _separated(data)
    else:
        raise refuse("file-kind", format=kind)
    lines = [Line(number, tuple(map(_plain, cells[:MOST_COLUMNS]))) for number, cells in found if any(cells)]
    if len(lines) > MOST_ROWS:
        raise too_long()
    return tuple(lines)


def _workbook(data: bytes) -> list[tuple[int, list[str]]]:
    if data[:2] == b"PK":
        Package(data)  # judges sizes before anything is unpacked
    for sheet in ask("sheets", data, "xlsx"):
        if not sheet["hidden"] and any(any(row) for row in sheet["rows"]):
            return [(sheet["top"] + at, row) for at, row in enumerate(sheet["rows"], start=1)]
    return []


def _separated(data: bytes) -> list[tuple[int, list[str]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise refuse("file-damaged", format="csv")
    first = text.partition("\n")[0]
    separator = max(",\t;", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as broken:
        raise refuse("file-damaged", format="csv") from broken
    return list(enumerate(rows, start=1))


def _plain(text: str) -> str:
    text = text.strip()
    if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]
    return text[:LONGEST]
