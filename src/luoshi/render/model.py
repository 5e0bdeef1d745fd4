"""A paper before it has a format: title, lines of text and tables whose cells may be merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import product


class Align(StrEnum):
    """Where text stands in a cell."""

    LEFT = "left"
    CENTRE = "centre"


class Orientation(StrEnum):
    """How an A4 sheet lies."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` is a share in millimetres; a format scales all of them together to what its page holds. ``verbatim``
    where a spreadsheet keeps what is typed as it is, and makes no date or formula of it. ``filled``: what somebody
    fills in, tinted in a spreadsheet and open where the rest of it is locked; ``hidden``: for programs alone, out of
    sight in a spreadsheet.
    """

    heading: str
    width: float
    align: Align = Align.LEFT
    verbatim: bool = False
    filled: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` may hold line ends. ``rows`` and ``columns`` are how many the cell covers, its own included; ``choices``
    what a spreadsheet offers to fill in.
    """

    text: str = ""
    rows: int = 1
    columns: int = 1
    choices: tuple[str, ...] = ()


Row = tuple[Cell | None, ...]
"""One place a column; ``None`` is a place that a merged cell above or before it covers."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the grid with the cell that covers it, and where that cell begins."""

    cell: Cell
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a line of their own that goes through the whole width; no line where ``title`` is empty."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row. Raises ``ValueError`` where rows do not fit the columns or merged cells overlap."""

    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    caption: str = ""

    def __post_init__(self) -> None:
        for section in self.sections:
            self.grid(section)

    def grid(self, section: Section) -> list[list[Place]]:
        """For each row and column of a section, the cell that covers the place."""
        width = len(self.columns)
        covering: dict[tuple[int, int], Place] = {}
        for index, row in enumerate(section.rows):
            if len(row) != width:
                raise ValueError(f"row {index} has {len(row)} places for {width} columns")
            for column, cell in enumerate(row):
                if (cell is None) != ((index, column) in covering):
                    raise ValueError(f"row {index}, column {column}: a merged cell and the row disagree")
                if cell is not None:
                    for place in product(range(index, index + cell.rows), range(column, column + cell.columns)):
                        covering[place] = Place(cell, index, column)
        if len(covering) != len(section.rows) * width:
            raise ValueError("a merged cell goes beyond its section")
        return [[covering[index, column] for column in range(width)] for index in range(len(section.rows))]

    def spread(self, section: Section) -> Iterator[tuple[str, ...]]:
        """The texts of each row, with the text of a merged cell in every place that it covers."""
        for row in self.grid(section):
            yield tuple(place.cell.text for place in row)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: ``lines`` stand under the title, ``remarks`` behind the tables.

    ``dated`` goes into the properties of a file; it comes from what the paper is about, never from the clock, so that
    the same paper is the same file. ``locked``: a spreadsheet lets only ``filled`` columns be typed into, without a
    password: against slips, not against anybody.
    """

    title: str
    tables: tuple[Table, ...]
    lines: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    orientation: Orientation = Orientation.LANDSCAPE
    language: str = "zh-CN"
    dated: datetime = datetime(2000, 1, 1)
    locked: bool = False
