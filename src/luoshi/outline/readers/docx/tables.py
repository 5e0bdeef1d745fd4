"""A table of a Word document as a rectangular grid of cells."""

from __future__ import annotations

from collections.abc import Callable

from luoshi.outline.readers.docx.names import TC, TR, Element, W, child, number, unwrapped, value
from luoshi.outline.readers.draft import Cell
from luoshi.outline.readers.notes import MAX_CELLS, too_long

_ROWS, _CELLS = frozenset({TR}), frozenset({TC})
_WIDEST = 63  # columns that a word processor allows


def grid(table: Element, words_of: Callable[[Element, Cell], None]) -> list[list[Cell]]:
    """The cells of a table: a cell that spans columns or rows is the same object in each place.

    ``words_of`` fills a cell with its words and is called in the order of the paper, because numbers are counted there.
    """
    rows: list[list[Cell]] = []
    cells = 0
    for row in unwrapped(table, _ROWS):
        properties = child(row, W + "trPr")
        if child(properties, W + "del") is not None:
            continue
        above = rows[-1] if rows else []
        rows.append(_row(row, properties, above, words_of))
        cells += len(rows[-1])
        if cells > MAX_CELLS:
            raise too_long()
    width = max(map(len, rows), default=0)
    return [row + [Cell() for _ in range(width - len(row))] for row in rows]


def _row(
    row: Element, properties: Element | None, above: list[Cell], words_of: Callable[[Element, Cell], None]
) -> list[Cell]:
    places = [Cell() for _ in range(min(number(value(properties, W + "gridBefore")), _WIDEST))]
    for element in unwrapped(row, _CELLS):
        said = child(element, W + "tcPr")
        if child(said, W + "cellDel") is not None:
            continue
        span = min(max(number(value(said, W + "gridSpan"), 1), 1), _WIDEST)
        at = len(places)
        down, across = _merged(said, "vMerge"), _merged(said, "hMerge")
        if across == "continue" and places:
            cell = places[-1]
        elif down == "continue" and at < len(above):
            cell = above[at]
        else:
            cell = Cell()
            words_of(element, cell)
        places.extend([cell] * span)
    return places[: 2 * _WIDEST]


def _merged(properties: Element | None, name: str) -> str | None:
    """``restart`` or ``continue`` where a cell is part of a merged one."""
    found = child(properties, W + name)
    return None if found is None else found.get(W + "val") or "continue"
