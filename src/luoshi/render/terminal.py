"""A paper as text on a terminal, or in a pipe."""

from __future__ import annotations

from io import StringIO
from math import ceil
from typing import TextIO

from rich import box
from rich.console import Console, JustifyMethod
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from luoshi.render.measure import printable, width_of, wrap
from luoshi.render.model import Align, Paper, Section, Table

PIPED_WIDTH = 120  # columns, where there is no terminal to ask
NARROW = 70  # columns; below, a table becomes a list of its rows
LONG_TABLE = 60  # rows; a table under this gets a line between its rows


def show(paper: Paper, stream: TextIO, width: int | None = None) -> None:
    """Write the paper to a stream: in colour on a terminal unless NO_COLOR is set, else as plain text.

    ``width`` is in terminal columns, two for a Chinese character; the terminal is asked where it is not given.
    """
    if width is None and not stream.isatty():
        stream.write(write(paper).decode("utf-8"))
        return
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)
    console.print(Text(printable(paper.title), style="bold"))
    for line in paper.lines:
        console.print(Text(printable(line)))
    for table in paper.tables:
        console.print()
        if table.caption:
            console.print(Text(printable(table.caption), style="bold"))
        for section in table.sections:
            if section.title:
                console.print(Text(printable(section.title), style="underline"))
            if console.width < NARROW:
                _rows_as_list(console, table, section)
            else:
                console.print(_grid(table, section, console.width))
    if paper.remarks:
        console.print()
    for remark in paper.remarks:
        console.print(Text(printable(remark), style="dim"))


def write(paper: Paper, width: int = PIPED_WIDTH) -> bytes:
    """The plain text in UTF-8, lines at most ``width`` columns wide and without blanks at their ends."""
    out = StringIO()
    show(paper, out, width)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines()).encode("utf-8")


def _grid(table: Table, section: Section, width: int) -> RichTable:
    grid = RichTable(
        box=box.SIMPLE_HEAD if len(section.rows) > LONG_TABLE else box.HORIZONTALS,
        show_lines=len(section.rows) <= LONG_TABLE,
        pad_edge=False,
        header_style="bold",
    )
    widths = _widths(table, section, width)
    for column, share in zip(table.columns, widths, strict=True):
        justify: JustifyMethod = "center" if column.align is Align.CENTRE else "left"
        grid.add_column(Text(column.heading), width=share, justify=justify, overflow="fold")
    for row in section.rows:
        texts = (wrap(printable(cell.text), share / 2) if cell else "" for cell, share in zip(row, widths, strict=True))
        grid.add_row(*(Text(text) for text in texts))
    return grid


def _widths(table: Table, section: Section, width: int) -> list[int]:
    """Terminal columns for each column: what its longest line needs, the rest shared out by the columns' own widths."""
    free = width - 2 - 3 * (len(table.columns) - 1)  # the margins and the gaps of the box
    needs = [
        max(ceil(2 * width_of(line)) for text in texts for line in text.split("\n"))
        for texts in zip([column.heading for column in table.columns], *table.spread(section), strict=True)
    ]
    widths = [0] * len(needs)
    waiting = set(range(len(needs)))
    while waiting:
        shares = sum(table.columns[index].width for index in waiting)
        fair = {index: int(free * table.columns[index].width / shares) for index in waiting}
        modest = {index for index in waiting if needs[index] <= fair[index]}
        for index in modest or waiting:
            widths[index] = min(needs[index], fair[index])
        free -= sum(widths[index] for index in modest)
        waiting = waiting - modest if modest else set()
    return [max(4, share) for share in widths]


def _rows_as_list(console: Console, table: Table, section: Section) -> None:
    for row in section.rows:
        said = [(column.heading, cell.text) for column, cell in zip(table.columns, row, strict=True) if cell]
        for number, (heading, text) in enumerate((heading, text) for heading, text in said if text):
            line = Text.assemble((f"{heading} ", "dim"), printable(text))
            console.print(line if number == 0 else Padding(line, (0, 0, 0, 2)))
        console.print()
