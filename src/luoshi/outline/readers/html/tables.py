"""Tables of a page: which of them hold data, and their grids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from luoshi.outline.readers.draft import Cell
from luoshi.outline.readers.notes import MAX_CELLS, too_long

Element = etree._Element

_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_WIDEST = 100
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Words(Protocol):
    """What gives the words of a cell."""

    def words(self, element: Element) -> str:
        """The words below an element, lines joined by ``\\n``."""


def is_of_data(table: Element) -> bool:
    """Whether a table holds data: at least two rows of two cells. Old pages also use tables to set a page out."""
    if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
        return False
    rows = list(_rows(table))
    if len(rows) < 2 or max(len(_cells(row)) for row in rows) < 2:
        return False
    return next(table.iterdescendants(*_HEADINGS), None) is None


def grid(table: Element, reader: Words) -> list[list[Cell]]:
    """The cells of a table as a rectangle; a cell that spans is the same object in each place that it covers."""
    rows: list[list[Cell]] = []
    below: dict[int, tuple[Cell, int]] = {}  # column → a cell from above and the rows that it still covers
    cells = 0
    for row in _rows(table):
        places, below = _row(row, below, reader)
        rows.append(places)
        cells += len(places)
        if cells > MAX_CELLS:
            raise too_long()
    width = max(map(len, rows), default=0)
    return [row + [Cell() for _ in range(width - len(row))] for row in rows]


def _row(
    row: Element, above: dict[int, tuple[Cell, int]], reader: Words
) -> tuple[list[Cell], dict[int, tuple[Cell, int]]]:
    places: list[Cell] = []
    below: dict[int, tuple[Cell, int]] = {}

    def take_from_above() -> None:
        while len(places) in above:
            cell, rows = above[len(places)]
            if rows > 1:
                below[len(places)] = (cell, rows - 1)
            places.append(cell)

    for element in _cells(row):
        take_from_above()
        cell = Cell(reader.words(element))
        rows = _span(element.get("rowspan"), 65_534) or 65_534  # 0 means: all rows that follow
        for _ in range(min(_span(element.get("colspan"), _WIDEST) or 1, 2 * _WIDEST - len(places))):
            if rows > 1:
                below[len(places)] = (cell, rows - 1)
            places.append(cell)
    take_from_above()
    return places, below


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        if element.tag == "tr":
            yield element
        elif element.tag in _GROUPS:
            yield from (row for row in element if row.tag == "tr")


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _span(text: str | None, most: int) -> int:
    text = (text or "1").strip()
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 10 else 1
