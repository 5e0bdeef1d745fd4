"""The board as its page sets it: one list of columns, and for every row a cell under each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from luoshi.programme import queries
from luoshi.programme.rules import WORST_FIRST, LightCode
from luoshi.web.desk.programmes.filters import Filter, number
from luoshi.web.lights import Lights
from luoshi.web.svg import Stage, Timeline, timeline_of

LINK = 'data-light="{}" href="{}{}" hx-get="{}{}" aria-label="{}" title="{}"'


@dataclass(frozen=True, slots=True)
class Head:
    """A column: ``key`` is unit-7 or group-2; a group has ``members``, a body of an opened group is ``within`` it."""

    key: str
    name: str
    short: str
    count: int
    members: int = 0
    open: bool = False
    within: int = 0

    @property
    def id(self) -> int:
        """The id of the body or the group."""
        return int(self.key.split("-")[1])


@dataclass(frozen=True, slots=True)
class Square:
    """A place of the board, its words made once: there are thousands of them. ``link`` are the attributes of its link;
    of a group ``marks`` tells how many of its bodies stand at which light.
    """

    head: Head
    sort: str  # group, within, or nothing: how it is set
    link: str = ""
    shape: str = ""
    marks: str = ""
    count: int = 0
    difficulties: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the board with its squares."""

    row: queries.Row
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class BoardSheet:
    """All that the page shows."""

    board: queries.Board
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    timeline: Timeline | None

    @property
    def lights(self) -> tuple[str, ...]:
        """The lights that stand in it, what asks for most first."""
        found = {code.value for line in self.lines for code in line_lights(line)}
        return tuple(code.value for code in WORST_FIRST if code.value in found)


def line_lights(line: Line) -> Iterator[LightCode]:
    """The lights that stand in a row."""
    for cell in (*line.row.cells.values(), *line.row.group_cells.values()):
        yield cell.light


def sheet(board: queries.Board, chosen: Filter, lights: Lights) -> BoardSheet:
    """The board with one group opened, or none."""
    heads = tuple(_heads(board, chosen.opened))
    base = f"{chosen.query}&" if chosen.query else "?"
    drawer = reverse("board-cell", args=[board.programme.id])
    lines = tuple(
        Line(
            row,
            tuple(_square(row, head, f"{base}row={row.commitment_id}&at={head.key}", drawer, lights) for head in heads),
        )
        for row in board.rows
    )
    return BoardSheet(board, heads, lines, timeline_of(stages(board.phases), board.today))


def stages(phases: tuple[queries.PhaseBar, ...] | tuple[queries.PhaseFacts, ...]) -> list[Stage]:
    """The phases that have both their days."""
    return [Stage(phase.name, phase.start, phase.end) for phase in phases if phase.start and phase.end]


def column(key: str) -> tuple[str, int | None]:
    """What a column's key names: unit-7 is the body 7."""
    sort, _dash, pk = key.partition("-")
    return sort, number(pk)


def _heads(board: queries.Board, opened: str) -> Iterator[Head]:
    for one in board.columns:
        yield Head(f"unit-{one.unit_id}", one.name, one.short, one.tasks)
    for group in board.group_columns:
        key = f"group-{group.group_id}"
        yield Head(key, group.name, group.name, group.members, members=group.members, open=key == opened)
        if key == opened:
            for one in group.units:
                yield Head(f"unit-{one.unit_id}", one.name, one.short, one.tasks, within=group.group_id)


def _square(row: queries.Row, head: Head, query: str, drawer: str, lights: Lights) -> Square:
    sort = "group" if head.members else "within" if head.within else ""
    cell = row.group_cells.get(head.id) if head.members else row.cells.get(head.id)
    if cell is None:
        return Square(head, sort)
    shape, word = lights.of(cell.light)
    told = [head.name, str(cell.count), word]
    if cell.lights:
        told = [head.name, *(f"{lights.of(code)[1]} {count}" for code, count in cell.lights)]
    if cell.difficulties:
        told.append(gettext("difficulties: %(n)d") % {"n": cell.difficulties})
    label = " · ".join(told)
    return Square(
        head=head,
        sort=sort,
        link=format_html(LINK, cell.light.value, drawer, query, drawer, query, label, label),
        shape=shape,
        marks=" ".join(f"{count}{lights.of(code)[0]}" for code, count in cell.lights),
        count=cell.count,
        difficulties=cell.difficulties,
    )
