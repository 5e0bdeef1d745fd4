"""Rows by rounds: how much of its points each row got in each round, the value written in every cell.

In a page a heat map is a table: it can be read aloud, followed by keys, searched and copied, on a phone as on a desk.
A paper gets the same as SVG, so many rows a drawing as an A4 page holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from luoshi.render.charts.drawing import Drawing, Form
from luoshi.render.charts.figures import Number, fact, joined, known

ROWS_A_DRAWING = 40
CELL = 22.0  # user units that a row of a drawing is high
STEPS = 5  # shades between nothing and all


@dataclass(frozen=True, slots=True)
class HeatWords:
    """Names of what is shown; ``unknown`` is written where a cell says nothing itself."""

    title: str
    row: str
    unknown: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """``share`` of a row's points, 0 to 1, ``None`` where nobody knows; ``text`` is the value as written.

    A penalty has a share under zero, a bonus one above 1. ``reason`` opens on pointing at it.
    """

    share: Number | None = None
    text: str = ""
    reason: str = ""
    link: str = ""

    @property
    def level(self) -> str:
        """``0`` for nothing to ``5`` for all, ``minus`` for a penalty, ``unknown`` for neither."""
        share = known(self.share)
        if share is None:
            return "unknown"
        if share < 0:
            return "minus"
        return str(ceil(min(share, 1.0) * STEPS - 1e-9))


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of the framework with a cell for each round; a cell that is not there is unknown."""

    code: str
    name: str
    cells: tuple[HeatCell, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Rows in the order of the framework, rounds in the order of their days."""

    rounds: tuple[str, ...]
    rows: Sequence[HeatRow]
    words: HeatWords


@dataclass(frozen=True, slots=True)
class HeatTable:
    """What a page shows: a row has a cell for each round, and a cell always has a text."""

    key: str
    title: str
    row: str
    rounds: tuple[str, ...]
    rows: tuple[HeatRow, ...]


def chart(heatmap: HeatMap, key: str = "heatmap") -> HeatTable:
    """What a page shows; ``key`` is the table's own on its page."""
    words = heatmap.words
    rows = tuple(
        HeatRow(row.code, row.name, tuple(_cell(row, index, words) for index in range(len(heatmap.rounds))), row.link)
        for row in heatmap.rows
    )
    return HeatTable(key, words.title, words.row, heatmap.rounds, rows)


def papers(heatmap: HeatMap, key: str = "heatmap") -> tuple[str, ...]:
    """Drawings that stand alone, 40 rows each; the rounds stand over each of them."""
    table = chart(heatmap, key)
    starts = range(0, max(len(table.rows), 1), ROWS_A_DRAWING)
    return tuple(
        _drawn(table, table.rows[start : start + ROWS_A_DRAWING], Drawing(f"{key}-{start}", Form.PAPER))
        for start in starts
    )


def _cell(row: HeatRow, index: int, words: HeatWords) -> HeatCell:
    cell = row.cells[index] if index < len(row.cells) else HeatCell()
    return cell if cell.text else HeatCell(cell.share, words.unknown, cell.reason, cell.link)


def _drawn(table: HeatTable, rows: Sequence[HeatRow], pen: Drawing) -> str:
    wide = pen.form.width
    left = _left(table, pen)
    column = (wide - left) / max(len(table.rounds), 1)
    line = pen.form.em + 1
    pen.words("strong", 0, line, table.row, room=left - 8)
    for index, name in enumerate(table.rounds):
        pen.words("strong", left + (index + 0.5) * column, line, name, anchor="middle", room=column - 4)
    top = line + 6
    for place, row in enumerate(rows):
        y = top + place * CELL
        base = y + CELL / 2 + pen.form.em * 0.36
        pen.words("", 0, base, _name(row), room=left - 8)
        for index, cell in enumerate(row.cells):
            x = left + index * column
            pen.rect(f"heat-{cell.level}", x + 1, y + 1, column - 2, CELL - 2, cell.reason)
            pen.words("", x + column / 2, base, cell.text, anchor="middle", room=column - 6)
    told = (fact(_name(row), " / ".join(cell.text for cell in row.cells)) for row in rows)
    return pen.svg(table.title, joined(told))


def _left(table: HeatTable, pen: Drawing) -> float:
    """Where the cells begin: names give way before values are cut, but keep a quarter of the width."""
    wide = pen.form.width
    if not table.rounds:
        return wide
    texts = [*table.rounds, *(cell.text for row in table.rows for cell in row.cells)]
    column = max(pen.wide(text) for text in texts) + 8
    return max(wide * 0.25, min(wide * 0.45, wide - column * len(table.rounds)))


def _name(row: HeatRow) -> str:
    return f"{row.code} {row.name}".strip()
