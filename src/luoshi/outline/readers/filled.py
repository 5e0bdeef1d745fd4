"""Tables that come back filled in, of any office format: what their cells say and the words around them.

A merged cell says the same in each place that it covers. For tables of one known form, whose every row is answered for.
"""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.outline.readers import sniff
from luoshi.outline.readers.apart import Child, ask
from luoshi.outline.readers.grid import LONGEST, MOST_COLUMNS, MOST_ROWS, Line, read_grid
from luoshi.outline.readers.notes import MAX_FILE_BYTES, refuse, too_long
from luoshi.outline.readers.ole import kind_of as ole_kind
from luoshi.outline.readers.open import read_source
from luoshi.outline.readers.zips import Package
from luoshi.outline.readers.zips import kind_of as zip_kind


@dataclass(frozen=True, slots=True)
class Filled:
    """One table: its rows, numbered as a spreadsheet numbers them (in a text, from 1 in each table), and the words of
    the file around it.
    """

    lines: tuple[Line, ...]
    words: str


def read_filled(data: bytes, name: str = "", child: Child | None = None) -> tuple[Filled, ...]:
    """The tables of a file: each visible sheet of a workbook, each table of a text, a CSV. ``child`` reads many
    workbooks (its task is ``sheets``); without it each has a process of its own.

    Raises ``UnreadableFile``, and nothing else, whatever the bytes are.
    """
    if len(data) > MAX_FILE_BYTES:
        raise refuse("file-too-large", limit=MAX_FILE_BYTES // 1024 // 1024)
    kind = sniff.kind_of(data, name)
    if kind == "zip":
        kind = zip_kind(data)
    elif kind == "ole":
        kind = ole_kind(data)
    if kind in ("xlsx", "xls"):
        return _workbook(data, child)
    if kind == "txt":
        lines = read_grid(data, name)
        return (Filled(lines, _words(lines)),)
    if kind in ("docx", "doc", "rtf"):
        return _text(data, name)
    raise refuse("file-kind", format=kind)


def _workbook(data: bytes, child: Child | None) -> tuple[Filled, ...]:
    if data[:2] == b"PK":
        Package(data)  # judges sizes before anything is unpacked
    found = []
    for sheet in child.ask(data, "xlsx") if child else ask("sheets", data, "xlsx"):
        rows = [[text.strip()[:LONGEST] for text in row[:MOST_COLUMNS]] for row in sheet["rows"]]
        if sheet["hidden"] or not any(any(row) for row in rows):
            continue
        for top, left, bottom, right in sheet["merged"]:
            if top < len(rows) and left < len(rows[top]):
                for row in rows[top : bottom + 1]:
                    row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
        lines = tuple(Line(sheet["top"] + at, tuple(row)) for at, row in enumerate(rows, start=1) if any(row))
        if len(lines) > MOST_ROWS:
            raise too_long()
        found.append(Filled(lines, _words(lines)))
    return tuple(found)


def _words(lines: tuple[Line, ...]) -> str:
    return "\n".join("\t".join(dict.fromkeys(line.cells)) for line in lines)


def _text(data: bytes, name: str) -> tuple[Filled, ...]:
    source = read_source(data, name=name)
    found = []
    for table in source.tables:
        rows = [tuple(source.cut(span).strip()[:LONGEST] for span in row[:MOST_COLUMNS]) for row in table.rows]
        if len(rows) > MOST_ROWS:
            raise too_long()
        found.append(Filled(tuple(Line(at, row) for at, row in enumerate(rows, start=1) if any(row)), source.text))
    return tuple(found)
