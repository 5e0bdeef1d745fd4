"""The points of one row: its rule judged, rounded once to the framework's places, held within the row's limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from luoshi.assessment.rules.framework import Row, RowKind
from luoshi.assessment.rules.grammar import AllOrNothing, Rule, Unread
from luoshi.assessment.rules.judging.joined import judge, looks_at_peers
from luoshi.assessment.rules.judging.model import NOT_MARKED, Cohort, Judged, shown
from luoshi.assessment.rules.limits import row_limits
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.numbers import from_millionths, half_up
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.quantities import LARGEST, SCALE
from luoshi.kernel.wording import _

POINTLESS = (RowKind.VETO, RowKind.PASS_FAIL)
LARGEST_SCALED = LARGEST * SCALE
_UNREAD, _MET = Unread(), AllOrNothing()


@dataclass(frozen=True, slots=True)
class CompiledRow:
    """A marked row made ready: its rule, its limits in millionths (None: without end or not known), its ancestors'
    codes from the nearest up, and the quantum to which its points are rounded.
    """

    row: Row
    index: int
    rule: Rule
    least: int | None
    most: int | None
    above: tuple[str, ...]
    quantum: int
    peers: bool

    def settled(self, points: Fraction) -> int:
        """Exact points as millionths: rounded half up, then held within the limits of the row."""
        rounded = half_up(points * SCALE, self.quantum)
        if self.least is not None and rounded < self.least:
            return self.least
        return self.most if self.most is not None and rounded > self.most else rounded


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What a row came to. ``scaled`` are its points in millionths (None: unknown), ``least`` and ``most`` what they are
    or may still become; ``met`` of a pass-or-fail row, ``struck`` of a veto. ``elsewhere``: it stands in the part of
    another body, and does not apply to this one.
    """

    code: str
    scaled: int | None
    least: int | None
    most: int | None
    reason: Phrase
    parts: tuple[tuple[str, Judged], ...] = ()
    applies: bool = True
    met: bool | None = None
    struck: bool | None = None
    elsewhere: bool = False

    @property
    def points(self) -> Decimal | None:
        """Its points; None where they are unknown."""
        return None if self.scaled is None else from_millionths(self.scaled)

    @property
    def unknown(self) -> bool:
        """Whether what it needs is missing: points, or whether it is met or struck."""
        return self.applies and self.scaled is None and self.met is None and self.struck is None


def compiled_row(row: Row, index: int, above: tuple[str, ...], places: int) -> CompiledRow:
    """A row made ready. A row without a rule takes the scorer's points, or whether it is met."""
    rule = row.rule if row.rule is not None else _MET if row.kind in POINTLESS else _UNREAD
    least, most = (None if end is None else half_up(end * SCALE, 1) for end in row_limits(row))
    return CompiledRow(row, index, rule, least, most, above, 10 ** (6 - places), looks_at_peers(rule))


def row_outcome(row: CompiledRow, seen: Observation | None, cohorts: Mapping[str, Cohort] | None = None) -> RowOutcome:
    """What a row comes to for what was seen of it (None: nothing yet)."""
    if seen is None:
        return _open(row, NOT_MARKED)
    if not seen.applies:
        return _not_applying(row)
    if row.row.kind is RowKind.VETO and seen.struck is not None:
        reason = Phrase(_("the veto strikes")) if seen.struck else Phrase(_("the veto does not strike"))
        return _open(row, reason, struck=seen.struck)
    found = judge(row.rule, seen, row.row.points, cohorts)
    if row.row.kind is RowKind.VETO:
        return _open(row, found.reason, found.parts, struck=found.met)
    if row.row.kind is RowKind.PASS_FAIL:
        return _open(row, found.reason, found.parts, met=seen.met if found.met is None else found.met)
    return _pointed(row, found)


def _pointed(row: CompiledRow, found: Judged) -> RowOutcome:
    if found.points is None:
        return _open(row, found.reason, found.parts)
    scaled, exact, reason = row.settled(found.points), found.points * SCALE, found.reason
    if abs(scaled) > LARGEST_SCALED:
        return _open(row, Phrase(_("the points are out of bounds")), found.parts)
    if scaled != exact:
        params = {"why": reason, "exact": shown(found.points), "points": shown(from_millionths(scaled))}
        within = abs(scaled - exact) < row.quantum
        reason = Phrase(
            _("{why}; {exact} rounded to {points}") if within else _("{why}; {exact}, but the row ends at {points}"),
            params,
        )
    return RowOutcome(row.row.code, scaled, scaled, scaled, reason, found.parts, met=found.met)


def _open(
    row: CompiledRow,
    reason: Phrase,
    parts: tuple[tuple[str, Judged], ...] = (),
    *,
    met: bool | None = None,
    struck: bool | None = None,
) -> RowOutcome:
    return RowOutcome(row.row.code, None, row.least, row.most, reason, parts, met=met, struck=struck)


def _not_applying(row: CompiledRow) -> RowOutcome:
    if not row.row.may_not_apply:
        return _open(row, Phrase(_("the table does not say that this row may not apply")))
    return RowOutcome(row.row.code, None, 0, 0, Phrase(_("does not apply")), applies=False)


def elsewhere(row: CompiledRow) -> RowOutcome:
    """A row in the part of another body."""
    reason = Phrase(_("stands in the part of another body"))
    return RowOutcome(row.row.code, None, 0, 0, reason, applies=False, elsewhere=True)
