"""Points that do not add up: rows under their parent, sub-items under their row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from luoshi.assessment.rules.framework import Row, RowKind
from luoshi.assessment.rules.grammar import ZERO, Deduct, PerKind, Rule, Sum, Unread
from luoshi.assessment.rules.limits import limits
from luoshi.assessment.rules.lint.findings import Finding, found
from luoshi.assessment.rules.numbers import plain

# where these are doubtful the most that a rule gives is not known either
_UNSURE = {
    "partly-read", "not-read", "cut-off", "start-unsaid", "points-unsaid", "limit-unsaid", "sum-or-highest",
    "steps-uneven", "too-long", "item-without-points", "discretion-beside",
}  # fmt: skip


def known(rows: Iterable[Row]) -> Decimal | None:
    """The points of rows together, a group without points of its own by those under it; None where some are unknown."""
    total = ZERO
    for row in rows:
        points = row.points if row.points is not None or row.one_of else known(_base(row)) if _base(row) else None
        if points is None:
            return None
        total += points
    return total


def _base(row: Row) -> list[Row]:
    return [child for child in row.children if child.kind is RowKind.BASE]


def sums(row: Row) -> Iterator[Finding]:
    """Whether the parts of a row come to its points."""
    if row.kind is not RowKind.BASE or row.points is None:
        return
    if row.one_of:
        for child in row.children:
            total = known([replace(child, points=None)])
            if total is not None and total != row.points and child.points is None:
                said, points = plain(total), plain(row.points)
                yield found("sum-differs", child.code, child.title, title=child.title, sum=said, points=points)
        return
    if row.children:
        total = known(_base(row)) if _base(row) else None
        if total is not None and total != row.points and not _one_for_each(row):
            yield found("sum-differs", row.code, row.title, title=row.title, sum=plain(total), points=plain(row.points))
        return
    if row.rule is None or any(doubt.code in _UNSURE for doubt in row.doubts):
        return
    if _mixed(row.rule) and "扣完" not in row.sentence:
        yield found("sum-and-deduction", row.code, row.sentence, title=row.title)
    most = _most(row.rule, row.points)
    if most is not None and most != Fraction(row.points):
        code = "sum-differs" if isinstance(row.rule, Sum) else "most-differs"
        told = plain(Decimal(most.numerator) / Decimal(most.denominator))
        yield found(code, row.code, row.sentence, title=row.title, sum=told, points=plain(row.points))


def _one_for_each(row: Row) -> bool:
    """Whether the groups under a heading are each for one body (个性指标60分: 甲局60分、乙局60分)."""
    return len(row.children) > 1 and all(child.children and child.points == row.points for child in row.children)


def _most(rule: Rule, own: Decimal) -> Fraction | None:
    """The most that a rule gives; None where it has no end of its own or is not known."""
    if isinstance(rule, Unread | Deduct):
        return None if isinstance(rule, Unread) or rule.points is None else Fraction(rule.points)
    if isinstance(rule, PerKind) and rule.cap is None:
        return None
    if isinstance(rule, Sum) and any(isinstance(part.rule, PerKind) and part.rule.cap is None for part in rule.parts):
        return None
    return limits(rule, own).most


def _mixed(rule: Rule) -> bool:
    """Whether a list of sub-items holds points that add up and deductions from nothing that it names."""
    if not isinstance(rule, Sum):
        return False
    takes = [isinstance(part.rule, Deduct) and part.rule.points == ZERO for part in rule.parts]
    return any(takes) and not all(takes)
