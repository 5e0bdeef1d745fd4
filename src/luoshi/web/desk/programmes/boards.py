"""The board as its page sets it: one list of columns, and for every row a cell under each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme import queries
from luoshi.programme.rules import CommitmentKind
from luoshi.units.queries import Seat
from luoshi.web.desk.programmes.filters import number
from luoshi.web.svg import Stage, Timeline, timeline_of


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
    """A place of the board; ``cell`` is None where the body owes nothing in the row."""

    head: Head
    cell: queries.Cell | None


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
        found = {square.cell.light.code.value for line in self.lines for square in line.squares if square.cell}
        return tuple(code for code in ("late", "due-soon", "unknown", "not-due") if code in found)


@dataclass(frozen=True, slots=True)
class Drawer:
    """What stands behind a cell: the bodies' name and what they owe in that row."""

    programme_id: int
    row: queries.Row
    head: Head
    owed: tuple[queries.CommitmentLine, ...]
    cell: queries.Cell | None


def sheet(board: queries.Board, opened: str) -> BoardSheet:
    """The board with one group opened (its key), or none."""
    heads = tuple(_heads(board, opened))
    lines = tuple(Line(row, tuple(Square(head, _cell(row, head)) for head in heads)) for row in board.rows)
    stages = [Stage(phase.name, phase.start, phase.end) for phase in board.phases if phase.start and phase.end]
    return BoardSheet(board, heads, lines, timeline_of(stages, board.today))


def drawer(seat: Seat, programme_id: int, query: Mapping[str, str]) -> Drawer:
    """What stands behind a cell of the board. Raises ``NotFound`` where there is no such row or column."""
    board = queries.board(seat.actor, programme_id, seat.today)
    row = next((row for row in board.rows if row.commitment_id == number(query.get("row", ""))), None)
    heads = (head for group in ("", *_group_keys(board)) for head in _heads(board, group))
    head = next((head for head in heads if head.key == query.get("at")), None)
    if row is None or head is None:
        raise NotFound("cell-not-found", _("There is no such place on the board."), _("Reload the page."))
    owed = queries.commitments(
        seat.actor,
        programme_id,
        seat.today,
        kind=CommitmentKind.TASK,
        unit_id=None if head.members else head.id,
        group_id=head.id if head.members else None,
    )
    here = tuple(line for line in owed if row.commitment_id in (line.id, line.parent_id))
    return Drawer(programme_id, row, head, here, _cell(row, head))


def _group_keys(board: queries.Board) -> list[str]:
    return [f"group-{group.group_id}" for group in board.group_columns]


def _heads(board: queries.Board, opened: str) -> Iterator[Head]:
    for column in board.columns:
        yield Head(f"unit-{column.unit_id}", column.name, column.short, column.tasks)
    for group in board.group_columns:
        key = f"group-{group.group_id}"
        yield Head(key, group.name, group.name, group.members, members=group.members, open=key == opened)
        if key == opened:
            for column in group.units:
                yield Head(f"unit-{column.unit_id}", column.name, column.short, column.tasks, within=group.group_id)


def _cell(row: queries.Row, head: Head) -> queries.Cell | None:
    return row.group_cells.get(head.id) if head.members else row.cells.get(head.id)
