"""Workbooks: every visible sheet a table, with the title above it and the notes below it as paragraphs."""

from __future__ import annotations

import re
from typing import Any

from luoshi.outline.model import Source
from luoshi.outline.readers.apart import ask
from luoshi.outline.readers.draft import Cell, Draft
from luoshi.outline.readers.zips import Package

_NAMELESS = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_WIDEST = 200


def read(data: bytes) -> Source:
    """Bytes of an xlsx or xls → its source. Raises ``UnreadableFile``."""
    if data[:2] == b"PK":
        Package(data)  # judges sizes before anything is unpacked
    draft = Draft()
    sheets = [sheet for sheet in ask("sheets", data, "xlsx") if any(any(row) for row in sheet["rows"])]
    shown = [sheet for sheet in sheets if not sheet["hidden"]]
    repeated = 0
    for sheet in shown:
        if len(shown) > 1 and not _NAMELESS.fullmatch(sheet["name"].strip()):
            draft.paragraph(sheet["name"])
        repeated += _write(_grid(sheet), draft)
    for sheet in sheets:
        if sheet["hidden"]:
            draft.say("hidden-sheet", name=sheet["name"])
    if repeated:
        draft.say("repeated-header", count=repeated)
    return draft.finish("xlsx")


def _grid(sheet: dict[str, Any]) -> list[list[Cell]]:
    """The cells of a sheet; a merged cell is the same object in each place."""
    grid = [[Cell(text.strip()) for text in row[:_WIDEST]] for row in sheet["rows"]]
    for top, left, bottom, right in sheet["merged"]:
        if top >= len(grid) or left >= len(grid[top]):
            continue
        cell = grid[top][left]
        for row in grid[top : bottom + 1]:
            row[left : right + 1] = [cell] * len(row[left : right + 1])
    return [row for row in grid if any(cell.text for cell in row)]


def _write(grid: list[list[Cell]], draft: Draft) -> int:
    """Write a sheet and give the number of repeated headers: rows of one text before and after the table are words."""
    first = next((at for at, row in enumerate(grid) if len(_told(row)) > 1), len(grid))
    last = next((at for at in range(len(grid) - 1, first, -1) if len(_told(grid[at])) > 1), first)
    for row in grid[:first]:
        draft.paragraph(_told(row)[0].text, centred=row[0] is row[-1] and len(row) > 1)
    width = max((at + 1 for row in grid[first : last + 1] for at, cell in enumerate(row) if cell.text), default=0)
    repeated = draft.table([row[:width] for row in grid[first : last + 1]])
    for row in grid[last + 1 :]:
        draft.paragraph(_told(row)[0].text)
    return repeated


def _told(row: list[Cell]) -> list[Cell]:
    """The different cells of a row that hold something."""
    return list(dict.fromkeys(cell for cell in row if cell.text))
