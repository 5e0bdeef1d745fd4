"""Rules compiled once into functions of one whole number, for marks that are no more than that.

What the number means depends on the rule: 1 or 0 for met or not, a figure, a count or the scorer's points in
millionths. The functions give exactly what ``rows.row_outcome`` gives for the same observation, without making a
reason.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.grammar import (
    AllOrNothing,
    Band,
    Comparison,
    Deduct,
    Discretion,
    Increment,
    Interval,
    PerKind,
    Proportional,
    Rounding,
    Steps,
    Unread,
)
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.numbers import from_millionths, half_up
from luoshi.assessment.rules.rows import LARGEST_SCALED, CompiledRow, row_outcome
from luoshi.kernel.quantities import SCALE

Plain: TypeAlias = Callable[[int], int | None]


class Means(StrEnum):
    """What the plain number of a mark is."""

    MET = "met"  # 1 or 0
    VALUE = "value"  # the figure in millionths
    COUNT = "count"  # of the rule's only key, in millionths
    POINTS = "points"  # given by the scorer, in millionths


_OF_VALUES = (Steps, Proportional, Increment)


def means(row: CompiledRow) -> Means:
    """What the plain number of a row's mark means."""
    rule = row.rule
    if isinstance(rule, AllOrNothing):
        return Means.MET if rule.test is None else Means.VALUE
    if isinstance(rule, _OF_VALUES) or row.peers:
        return Means.VALUE
    single = (isinstance(rule, Deduct) and len(rule.each) == 1) or (isinstance(rule, PerKind) and len(rule.kinds) == 1)
    return Means.COUNT if single else Means.POINTS


def observation(row: CompiledRow, number: int) -> Observation:
    """The observation that a plain number stands for."""
    meaning = means(row)
    if meaning is Means.MET:
        return Observation(met=bool(number))
    exact = from_millionths(number)
    if meaning is Means.COUNT:
        keyed = row.rule.each if isinstance(row.rule, Deduct) else getattr(row.rule, "kinds", ())
        return Observation(counts={keyed[0].key: exact})
    return Observation(value=exact) if meaning is Means.VALUE else Observation(points=exact)


def plain_of(row: CompiledRow) -> Plain:
    """The function of one row; rules for which there is no short way are judged as always, without cohorts."""
    make = _MAKERS.get(type(row.rule))
    if row.row.kind in (RowKind.BASE, RowKind.BONUS, RowKind.PENALTY) and make is not None:
        made = make(row.rule, row)
        if made is not None:
            return made
    return lambda number: row_outcome(row, observation(row, number)).scaled


def _points(rule: Any, row: CompiledRow) -> Decimal | None:
    stated: Decimal | None = rule.points
    return row.row.points if stated is None else stated


def _all_or_nothing(rule: AllOrNothing, row: CompiledRow) -> Plain | None:
    if rule.test is not None:
        ends = [rule.test.target] if isinstance(rule.test, Comparison) else _ends((rule.test,))
        return _between(row, ends)
    met, not_met = (row_outcome(row, Observation(met=each)).scaled for each in (True, False))
    return lambda number: met if number else not_met


def _steps(rule: Steps, row: CompiledRow) -> Plain:
    return _between(row, _ends(rule.bands))


def _ends(listed: Iterable[Interval | Band]) -> list[Decimal]:
    return [end for each in listed for end in (each.low, each.high) if end is not None]


def _between(row: CompiledRow, ends: Iterable[Decimal]) -> Plain:
    """A rule that changes at these ends only: judged once at each and once between every two."""

    def at(figure: int) -> int | None:
        return row_outcome(row, Observation(value=from_millionths(figure))).scaled

    edges = sorted({int(end * SCALE) for end in ends})
    if not edges:
        only = at(0)
        return lambda _number: only
    on = [at(edge) for edge in edges]
    before = [at(edges[0] - 1), *(at(edge + 1) for edge in edges)]
    count = len(edges)

    def points(number: int) -> int | None:
        place = bisect_left(edges, number)
        return on[place] if place < count and edges[place] == number else before[place]

    return points


def _settling(row: CompiledRow, floor: Decimal | None, cap: Decimal | None) -> Callable[[int, int], int | None]:
    """A function that holds a quotient (of millionths) between floor and cap, rounds it and holds it in the row."""
    quantum, least, most = row.quantum, row.least, row.most
    low = None if floor is None else half_up(Fraction(floor) * SCALE, quantum)
    high = None if cap is None else half_up(Fraction(cap) * SCALE, quantum)

    def settle(number: int, by: int) -> int | None:
        if number >= 0:
            points = (2 * number + by * quantum) // (2 * by * quantum) * quantum
        else:
            points = -((by * quantum - 2 * number) // (2 * by * quantum) * quantum)
        if low is not None and points < low:
            points = low
        if high is not None and points > high:
            points = high
        if least is not None and points < least:
            return least
        if most is not None and points > most:
            return most
        return points if -LARGEST_SCALED <= points <= LARGEST_SCALED else None

    return settle


def _proportional(rule: Proportional, row: CompiledRow) -> Plain | None:
    full = _points(rule, row)
    if full is None or rule.threshold is not None:
        return None
    settle = _settling(row, None, None)
    zero, whole, points = int(rule.zero * SCALE), int((rule.full - rule.zero) * SCALE), int(full * SCALE)
    if whole < 0:
        zero, whole, side = -zero, -whole, -1
    else:
        side = 1
    all_of_it, nothing = settle(points, 1), settle(0, 1)

    def share(number: int) -> int | None:
        earned = number * side - zero
        if earned <= 0:
            return nothing
        return all_of_it if earned >= whole else settle(earned * points, whole)

    return share


def _increment(rule: Increment, row: CompiledRow) -> Plain:
    settle = _settling(row, rule.floor, rule.cap)
    side = 1 if rule.up else -1
    start, step, base, each = (int(x * SCALE) for x in (rule.start * side, rule.step, rule.base, rule.each))
    short = settle(base if rule.otherwise is None else int(rule.otherwise * SCALE), 1)
    rounding = rule.rounding

    def points(number: int) -> int | None:
        beyond = number * side - start
        if beyond < 0:
            return short
        if rounding is Rounding.SHARE:
            return settle(base * step + beyond * each, step)
        steps = beyond // step if rounding is Rounding.WHOLE else -(-beyond // step)
        return settle(base + steps * each, 1)

    return points


def _deduct(rule: Deduct, row: CompiledRow) -> Plain | None:
    full = _points(rule, row)
    if full is None or len(rule.each) != 1:
        return None
    per = rule.each[0]
    settle = _settling(row, rule.floor, full)
    whole, each = int(full * SCALE), int(per.points * SCALE)
    most = None if per.most is None else int(per.most * SCALE) * SCALE
    side = 1 if per.adds else -1

    def points(count: int) -> int | None:
        if count < 0:
            return None
        change = count * each
        if most is not None and change > most:
            change = most
        return settle(whole * SCALE + side * change, SCALE)

    return points


def _discretion(rule: Discretion, row: CompiledRow) -> Plain:
    settle = _settling(row, None, None)
    low, high = int(rule.low * SCALE), int(rule.high * SCALE)
    step = 1 if rule.step is None else int(rule.step * SCALE)
    return lambda points: settle(points, 1) if low <= points <= high and (points - low) % step == 0 else None


def _unread(_rule: Unread, row: CompiledRow) -> Plain:
    settle = _settling(row, None, None)
    if row.row.points is None:
        return lambda points: settle(points, 1)
    high = int(row.row.points * SCALE)
    return lambda points: settle(points, 1) if 0 <= points <= high else None


_MAKERS: dict[type, Callable[[Any, CompiledRow], Plain | None]] = {
    AllOrNothing: _all_or_nothing,
    Steps: _steps,
    Proportional: _proportional,
    Increment: _increment,
    Deduct: _deduct,
    Discretion: _discretion,
    Unread: _unread,
}
