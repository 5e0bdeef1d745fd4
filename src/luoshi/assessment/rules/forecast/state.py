"""What a forecast starts from: rows with their marks, gaps that may still be closed, vetoes that may strike.

Values are as the office gave them; ``None`` is unknown, which is never nought.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

Id = str | int


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing that brings ``gain`` points to its row (0 or more) when it is secured.

    ``chance`` is from 0 to 1. Gaps that name the same ``event`` are secured together or not at all. ``asks`` names the
    organisations that have to be asked; ``None`` counts as one organisation that no other gap asks.
    """

    id: Id
    gain: Decimal | None
    chance: Decimal | None
    event: Id | None = None
    asks: tuple[Id, ...] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table of indicators.

    What it comes to is its mark and the gains secured, at most ``points`` (at most 0 where ``points`` is below 0, a
    row of penalties).
    """

    id: Id
    points: Decimal | None
    mark: Decimal | None
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Veto:
    """Something that undoes the whole result; ``chance`` is that it strikes, whatever else happens."""

    id: Id
    chance: Decimal | None


@dataclass(frozen=True, slots=True)
class State:
    """A table on one day. ``threshold`` is in points; ``resolution`` is the step in which points are counted."""

    threshold: Decimal
    resolution: Decimal
    rows: tuple[Row, ...]
    vetoes: tuple[Veto, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """Points as whole steps of the resolution."""

    resolution: Decimal

    def steps(self, points: Decimal) -> int:
        """The nearest step; a half goes away from nought (四舍五入)."""
        return int((points / self.resolution).to_integral_value(ROUND_HALF_UP))

    def at_least(self, points: Decimal) -> int:
        """The first step that is not below the points: a threshold is never rounded down."""
        return int((points / self.resolution).to_integral_value(ROUND_CEILING))

    def points(self, steps: int) -> Decimal:
        """Points without needless noughts behind the sign."""
        value = steps * self.resolution
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


@dataclass(frozen=True, slots=True)
class Rounded:
    """A value that was not a whole number of steps. ``field`` is ``points``, ``mark`` or ``gain``."""

    id: Id
    field: str
    given: Decimal
    taken: Decimal


@dataclass(frozen=True, slots=True)
class Lack:
    """What a row, a gap or a veto does not say. ``field`` is ``points``, ``mark``, ``gain`` or ``chance``."""

    id: Id
    kind: str
    field: str


def lacks(state: State) -> tuple[Lack, ...]:
    """Everything that is unknown, in the order of the state."""
    found: list[Lack] = []
    for row in state.rows:
        found += _of(row.id, "row", points=row.points, mark=row.mark)
        for gap in row.gaps:
            found += _of(gap.id, "gap", gain=gap.gain, chance=gap.chance)
    for veto in state.vetoes:
        found += _of(veto.id, "veto", chance=veto.chance)
    return tuple(found)


def _of(owner: Id, kind: str, **fields: Decimal | None) -> Iterable[Lack]:
    return [Lack(owner, kind, name) for name, value in fields.items() if value is None]


def rounded(state: State) -> tuple[Rounded, ...]:
    """The values that the resolution changes, in the order of the state."""
    scale = Scale(state.resolution)
    given: list[tuple[Id, str, Decimal | None]] = []
    for row in state.rows:
        given += [(row.id, "points", row.points), (row.id, "mark", row.mark)]
        given += [(gap.id, "gain", gap.gain) for gap in row.gaps]
    known = ((owner, field, value) for owner, field, value in given if value is not None)
    taken = ((owner, field, value, scale.points(scale.steps(value))) for owner, field, value in known)
    return tuple(Rounded(owner, field, value, new) for owner, field, value, new in taken if value != new)


def capped(state: State) -> tuple[Row, ...]:
    """Rows whose mark is above their points; they count as their points."""
    return tuple(
        row
        for row in state.rows
        if row.mark is not None and row.points is not None and row.mark > max(row.points, Decimal(0))
    )
