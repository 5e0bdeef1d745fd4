"""Figures that do not fit: steps with gaps or overlaps, ends that nobody states, deductions larger than their row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from luoshi.assessment.rules.checking import inner_rules
from luoshi.assessment.rules.framework import Framework, Row, RowKind
from luoshi.assessment.rules.grammar import ZERO, Deduct, Increment, Rule, Steps
from luoshi.assessment.rules.lint.findings import Finding, found
from luoshi.assessment.rules.numbers import plain
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

# of these there is nothing between one and the next
WHOLE = frozenset("次个起件例项处人天日篇条份户家名所期场宗批村间台套本册年月幅座辆班类种") | {"人次"}
_GRADES = Phrase(_("the grades"))


@dataclass(frozen=True, slots=True)
class End:
    """A step between two ends, whatever it earns."""

    low: Decimal | None
    low_closed: bool | None
    high: Decimal | None
    high_closed: bool | None


def inside(rule: Rule) -> Iterator[Rule]:
    """A rule and all those in it."""
    yield rule
    for _path, inner in inner_rules(rule):
        yield from inside(inner)


def deductions(row: Row) -> Iterator[Finding]:
    """Single deductions that take more than there is."""
    if row.kind is not RowKind.BASE or row.rule is None or row.points is None:
        return
    for rule in inside(row.rule):
        largest = ZERO
        own = row.points
        if isinstance(rule, Deduct):
            largest = max((per.points for per in rule.each if not per.adds), default=ZERO)
            own = rule.points or row.points
        elif isinstance(rule, Increment) and rule.each < 0:
            largest, own = -rule.each, rule.base or row.points
        if largest > own:
            yield found(
                "deduction-exceeds", row.code, row.sentence, title=row.title, points=plain(largest), own=plain(own)
            )


def steps(row: Row) -> Iterator[Finding]:
    """Gaps, overlaps and unstated ends of the steps of a row."""
    for rule in inside(row.rule) if row.rule is not None else ():
        if isinstance(rule, Steps):
            ends = [End(band.low, band.low_closed, band.high, band.high_closed) for band in rule.bands]
            yield from _fitted(ends, rule.unit, row.code, row.sentence, row.title)


def grades(framework: Framework) -> Iterator[Finding]:
    """The same of the grades of the total."""
    ends = [End(grade.low, grade.low_closed, grade.high, grade.high_closed) for grade in framework.grades]
    yield from _fitted(ends, "", "", "", _GRADES)


def _fitted(ends: Sequence[End], unit: str, code: str, sentence: str, title: object) -> Iterator[Finding]:
    wide = sorted((end for end in ends if end.low is None or end.low != end.high), key=_by_low)
    for at, lower in enumerate(wide):
        for upper in wide[at + 1 :]:
            if both := _both(lower, upper):
                low, high = both
                yield found("bands-overlap", code, sentence, title=title, low=_told(low), high=_told(high))
    for lower, upper in pairwise(wide):
        if lower.high is None or upper.low is None:
            continue
        if lower.high < upper.low and not _next(lower.high, upper.low, unit, ends):
            yield found("bands-gap", code, sentence, title=title, low=plain(lower.high), high=plain(upper.low))
        elif lower.high == upper.low and (
            None in (lower.high_closed, upper.low_closed) or lower.high_closed is upper.low_closed
        ):
            yield found("ends-unsaid", code, sentence, title=title, number=plain(lower.high))


def _by_low(end: End) -> tuple[bool, Decimal]:
    return end.low is not None, end.low if end.low is not None else ZERO


def _both(one: End, other: End) -> tuple[Decimal | None, Decimal | None] | None:
    """What two steps share, where it is more than an end."""
    lows = [end for end in (one.low, other.low) if end is not None]
    highs = [end for end in (one.high, other.high) if end is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low >= high:
        return None
    return low, high


def _next(low: Decimal, high: Decimal, unit: str, ends: Sequence[End]) -> bool:
    """Whether there is nothing between two ends: 3次 and 4次, or a figure that a step of its own holds."""
    whole = unit in WHOLE and high - low <= 1 and low == low.to_integral_value() and high == high.to_integral_value()
    return whole or any(
        end.low == end.high and end.low is not None and low <= end.low <= high for end in ends if unit in WHOLE
    )


def _told(end: Decimal | None) -> str:
    return "∞" if end is None else plain(end)
