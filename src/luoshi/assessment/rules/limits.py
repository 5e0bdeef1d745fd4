"""Between which points a rule can give: the full mark of a row, and what a row that is not marked may still bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from luoshi.assessment.rules.framework import Row, RowKind
from luoshi.assessment.rules.grammar import (
    AllOrNothing,
    Best,
    Choice,
    Deduct,
    Discretion,
    Formula,
    Increment,
    LevelAndImprovement,
    PeerMean,
    PerKind,
    Proportional,
    Rank,
    Rule,
    Steps,
    Sum,
    Unread,
    Weighted,
    ZeroIf,
)


class Limits(NamedTuple):
    """The least and the most; None where there is no end or it is not known."""

    least: Fraction | None
    most: Fraction | None


NONE = Limits(None, None)
NOTHING = Limits(Fraction(0), Fraction(0))


def limits(rule: Rule, own: Decimal | None) -> Limits:
    """Those of a rule; ``own`` are the points of its row."""
    found: Limits = _LIMITS[type(rule)](rule, own)
    return found


def row_limits(row: Row) -> Limits:
    """Those of a marked row, with the points of the row around those of its rule."""
    found = limits(row.rule, row.points) if row.rule is not None else Limits(Fraction(0), _exact(row.points))
    if row.kind in (RowKind.VETO, RowKind.PASS_FAIL):
        return NOTHING
    if row.kind is RowKind.PENALTY:
        ends = [end for end in (found.least if row.rule else None, _negative(row.points)) if end is not None]
        return Limits(max(ends, default=None), Fraction(0))
    most = [end for end in (found.most, _exact(row.points)) if end is not None]
    return Limits(Fraction(0), max(min(most), Fraction(0)) if most else None)


def _exact(points: Decimal | None) -> Fraction | None:
    return None if points is None else Fraction(points)


def _negative(points: Decimal | None) -> Fraction | None:
    return None if points is None else -Fraction(points)


def _span(ends: Iterable[Decimal]) -> Limits:
    exact = [Fraction(end) for end in ends]
    return Limits(min(exact), max(exact)) if exact else NOTHING


def _times(found: Limits, share: Fraction | None) -> Limits:
    if share is None:
        return NONE
    least = None if found.least is None else found.least * share
    return Limits(least, None if found.most is None else found.most * share)


def _together(all_limits: Iterable[Limits]) -> Limits:
    least: Fraction | None = Fraction(0)
    most: Fraction | None = Fraction(0)
    for found in all_limits:
        least = None if least is None or found.least is None else least + found.least
        most = None if most is None or found.most is None else most + found.most
    return Limits(least, most)


def within(found: Limits, floor: Decimal | None, cap: Decimal | None) -> Limits:
    """Limits between a floor and a cap."""
    least, most = found
    if floor is not None:
        least = Fraction(floor) if least is None else max(least, Fraction(floor))
        most = None if most is None else max(most, Fraction(floor))
    if cap is not None:
        most = Fraction(cap) if most is None else min(most, Fraction(cap))
        least = None if least is None else min(least, Fraction(cap))
    return Limits(least, most)


# --- of each rule ------------------------------------------------------------------------------------------------


def _stated(rule: AllOrNothing | Proportional, own: Decimal | None) -> Limits:
    return Limits(Fraction(0), _exact(own if rule.points is None else rule.points))


def _choice(rule: Choice, own: Decimal | None) -> Limits:
    ends = [option.points for option in rule.options] + [o.least for o in rule.options if o.least is not None]
    return _times(_span(ends), _exact(own)) if rule.shares else _span(ends)


def _discretion(rule: Discretion, _own: Decimal | None) -> Limits:
    return _span((rule.low, rule.high))


def _unread(_rule: Unread, own: Decimal | None) -> Limits:
    return Limits(Fraction(0), _exact(own))


def _deduct(rule: Deduct, own: Decimal | None) -> Limits:
    full = own if rule.points is None else rule.points
    if full is None:
        return Limits(_exact(rule.floor), None)
    taken = _together(
        Limits(None if per.most is None else -Fraction(per.most), Fraction(0)) for per in rule.each if not per.adds
    )
    least = None if taken.least is None else Fraction(full) + taken.least
    return within(Limits(least, Fraction(full)), rule.floor, None)


def _per_kind(rule: PerKind, _own: Decimal | None) -> Limits:
    base = Fraction(rule.base)
    kinds = _together(
        Limits(None if kind.cap is None else -Fraction(kind.cap), Fraction(0))
        if kind.each < 0
        else Limits(Fraction(0), None if kind.cap is None else Fraction(kind.cap))
        for kind in rule.kinds
        if kind.each
    )
    most = None if kinds.most is None else max(base, Fraction(0)) + kinds.most
    least = None if kinds.least is None else min(base, Fraction(0)) + kinds.least
    return within(Limits(least, most), rule.floor, rule.cap)


def _steps(rule: Steps, own: Decimal | None) -> Limits:
    ends = [band.points for band in rule.bands]
    found = _span(ends if rule.otherwise is None else [*ends, rule.otherwise])
    return _times(found, _exact(own)) if rule.shares else found


def _increment(rule: Increment, own: Decimal | None) -> Limits:
    base = Fraction(rule.base)
    other = base if rule.otherwise is None else Fraction(rule.otherwise)
    least = min(base, other) if rule.each >= 0 else None
    most = max(base, other) if rule.each <= 0 else None
    return within(Limits(least, most), rule.floor, own if rule.cap is None else rule.cap)


def _inner(rule: PeerMean | Formula, own: Decimal | None) -> Limits:
    return limits(rule.inner, own)


def _rank(rule: Rank, _own: Decimal | None) -> Limits:
    return _span(rule.places if rule.otherwise is None else (*rule.places, rule.otherwise))


def _level_and_improvement(rule: LevelAndImprovement, own: Decimal | None) -> Limits:
    level = _times(limits(rule.level, own), Fraction(rule.level_share))
    return _together((level, _times(limits(rule.improvement, own), Fraction(rule.improvement_share))))


def _sum(rule: Sum, _own: Decimal | None) -> Limits:
    return within(_together(limits(part.rule, None) for part in rule.parts), rule.floor, rule.cap)


def _best(rule: Best, own: Decimal | None) -> Limits:
    parts = [limits(part.rule, own) for part in rule.parts]
    least = [found.least for found in parts if found.least is not None]
    most = [found.most for found in parts if found.most is not None]
    return Limits(max(least, default=None), max(most) if len(most) == len(parts) else None)


def _weighted(rule: Weighted, own: Decimal | None) -> Limits:
    return _together(_times(limits(part.rule, own), Fraction(part.weight)) for part in rule.parts)


def _zero_if(rule: ZeroIf, own: Decimal | None) -> Limits:
    least, most = limits(rule.inner, own)
    return Limits(None if least is None else min(least, Fraction(0)), None if most is None else max(most, Fraction(0)))


_LIMITS: dict[type, Callable[[Any, Decimal | None], Limits]] = {
    AllOrNothing: _stated,
    Proportional: _stated,
    Choice: _choice,
    Discretion: _discretion,
    Unread: _unread,
    Deduct: _deduct,
    PerKind: _per_kind,
    Steps: _steps,
    Increment: _increment,
    PeerMean: _inner,
    Formula: _inner,
    Rank: _rank,
    LevelAndImprovement: _level_and_improvement,
    Sum: _sum,
    Best: _best,
    Weighted: _weighted,
    ZeroIf: _zero_if,
}
