"""A file as sheets of lines: every cell's text, which cells are one merged cell, and the row's number in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from luoshi.outline.model import Source
from luoshi.outline.readers import read_source, sniff
from luoshi.outline.readers.apart import ask
from luoshi.outline.readers.draft import DIRECTION, UNSEEN
from luoshi.outline.readers.notes import MAX_FILE_BYTES, refuse, too_long
from luoshi.outline.readers.ole import kind_of as ole_kind
from luoshi.outline.readers.plaintext import decode
from luoshi.outline.readers.zips import Package
from luoshi.outline.readers.zips import kind_of as zip_kind

MOST_ROWS = 30_000
WIDEST = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its number in the file, counted from 1, the texts of its cells, and for each cell a number that is the
    same in every place that one merged cell covers. ``words`` marks a paragraph outside a table.
    """

    number: int
    cells: tuple[str, ...]
    joined: tuple[int, ...]
    words: bool = False

    @property
    def told(self) -> list[str]:
        """The texts of the different cells that hold something, from left to right."""
        return list({at: text for at, text in zip(self.joined, self.cells, strict=True) if text}.values())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, a CSV or all tables of a paper in order. ``flat`` where the file cannot say that cells are merged,
    ``wider`` the number of the first row with cells beyond the widest that is read (0: none has).
    """

    name: str
    lines: tuple[Line, ...]
    flat: bool = False
    wider: int = 0


def sheets_of(data: bytes, name: str = "") -> tuple[Sheet, ...]:
    """The visible sheets of a file. Raises ``UnreadableFile``, and nothing else, whatever the bytes are."""
    if len(data) > MAX_FILE_BYTES:
        raise refuse("file-too-large", limit=MAX_FILE_BYTES // 1024 // 1024)
    kind = sniff.kind_of(data, name)
    if kind == "zip":
        kind = zip_kind(data)
    elif kind == "ole":
        kind = ole_kind(data)
    if kind in ("xlsx", "xls"):
        sheets = _workbook(data)
    elif kind == "txt":
        sheets = (_separated(data),)
    else:
        sheets = (_paper(read_source(data, name=name)),)
    if sum(len(sheet.lines) for sheet in sheets) > MOST_ROWS:
        raise too_long()
    return sheets


def _workbook(data: bytes) -> tuple[Sheet, ...]:
    if data[:2] == b"PK":
        Package(data)  # judges sizes before anything is unpacked
    shown = [sheet for sheet in ask("sheets", data, "xlsx") if not sheet["hidden"]]
    return tuple(_sheet(sheet) for sheet in shown if any(any(row) for row in sheet["rows"]))


def _sheet(sheet: dict[str, Any]) -> Sheet:
    texts = [[_clean(text) for text in row[:WIDEST]] for row in sheet["rows"]]
    numbers = count()
    joined = [[next(numbers) for _ in row] for row in texts]
    for top, left, bottom, right in sheet["merged"]:
        if top >= len(texts) or left >= len(texts[top]):
            continue
        for row in range(top, min(bottom + 1, len(texts))):
            for column in range(left, min(right + 1, len(texts[row]))):
                texts[row][column], joined[row][column] = texts[top][left], joined[top][left]
    first = sheet["top"] + 1
    rows = zip(texts, joined, strict=True)
    lines = (Line(first + at, tuple(row), tuple(ids)) for at, (row, ids) in enumerate(rows) if any(row))
    return Sheet(sheet["name"], tuple(lines), flat=not sheet["merged"], wider=_wider(sheet["rows"], first))


def _wider(rows: Iterable[Sequence[str]], first: int = 1) -> int:
    return next((number for number, row in enumerate(rows, start=first) if any(map(_clean, row[WIDEST:]))), 0)


def _separated(data: bytes) -> Sheet:
    text, _doubts = decode(data)
    first = text.lstrip().partition("\n")[0]
    separator = max(",\t;|", key=first.count)
    if not first.count(separator):
        separator = max(",\t;|", key=text.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as broken:
        raise refuse("file-damaged", format="csv") from broken
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = tuple(_clean(text) for text in row[:WIDEST])
        if any(cells):
            lines.append(Line(number, cells, tuple(range(len(cells)))))
    return Sheet("", tuple(lines), flat=True, wider=_wider(rows))


def _paper(source: Source) -> Sheet:
    """Paragraphs and tables of a paper in order; a paragraph is a line of one cell."""
    parts = sorted([(block.span, None) for block in source.blocks] + [(t.span, t) for t in source.tables],
                   key=lambda part: part[0])  # fmt: skip
    lines: list[Line] = []
    for span, table in parts:
        if table is None:
            lines.append(Line(len(lines) + 1, (_clean(source.cut(span)),), (0,), words=True))
            continue
        for row in table.rows:
            cells = tuple(_clean(source.cut(cell)) for cell in row[:WIDEST])
            lines.append(Line(len(lines) + 1, cells, _joined(row[:WIDEST])))
    return Sheet("", tuple(line for line in lines if any(line.cells)))


def _joined(row: tuple[Any, ...]) -> tuple[int, ...]:
    """Where each cell begins in the text; an empty place has a number of its own."""
    return tuple(cell.start if cell.end > cell.start else -at - 1 for at, cell in enumerate(row))


def _clean(text: str) -> str:
    text = UNSEEN.sub("", DIRECTION.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")))
    text = text.strip(" \t\n\u3000\xa0")
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
