"""Whether a score passes, with every reason: vetoes, rows that may not be zero, groups, the pass mark; grade,
conversion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from luoshi.assessment.rules.framework import Framework, Grade, GroupMinimum, PassMark, Row, RowKind, leaves, walk
from luoshi.assessment.rules.grammar import Interval
from luoshi.assessment.rules.judging.joined import judge
from luoshi.assessment.rules.judging.model import Judged, between, shown
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.numbers import from_millionths, plain
from luoshi.assessment.rules.rolling import Total
from luoshi.assessment.rules.rows import POINTLESS, RowOutcome
from luoshi.assessment.rules.scoring import Score
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.quantities import SCALE
from luoshi.kernel.wording import _


class Passing(StrEnum):
    """Whether it passes."""

    PASSES = "passes"
    FAILS = "fails"
    OPEN = "open"  # cannot be said yet


PASSING_WORDS = {
    Passing.PASSES: _("passes"),
    Passing.FAILS: _("does not pass"),
    Passing.OPEN: _("cannot be said yet"),
}


class Ground(NamedTuple):
    """One thing that the verdict rests on: met, not met, or open (None), and why; ``codes`` are the rows concerned."""

    met: bool | None
    reason: Phrase
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it passes and on what grounds; the grade (empty: none, or not to be said) and the total converted for
    another review (None: there is none, or it cannot be said).
    """

    passing: Passing
    grounds: tuple[Ground, ...]
    grade: str = ""
    converted: Decimal | None = None
    conversion: Phrase | None = None

    @property
    def failed(self) -> tuple[Ground, ...]:
        """The grounds on which it does not pass."""
        return tuple(ground for ground in self.grounds if ground.met is False)


def verdict(score: Score) -> Verdict:
    """The verdict of a score. Without a pass mark it rests on vetoes, rows and groups alone."""
    framework = score.table.framework
    total = score.total
    grounds = tuple(_grounds(score, total))
    met = [ground.met for ground in grounds]
    passing = Passing.FAILS if False in met else Passing.OPEN if None in met else Passing.PASSES
    converted = _converted(framework, total)
    return Verdict(
        passing if grounds else Passing.OPEN,
        grounds,
        _grade(score, total, grounds),
        None if converted is None or converted.points is None else _rounded(converted.points, framework.places),
        None if converted is None else converted.reason,
    )


def _rounded(points: Fraction, places: int) -> Decimal:
    unit = 10**places
    doubled = (2 * abs(points.numerator) * unit + points.denominator) // (2 * points.denominator)
    return Decimal(doubled if points >= 0 else -doubled).scaleb(-places)


def _grounds(score: Score, total: Total) -> Iterator[Ground]:
    framework = score.table.framework
    for row in (compiled.row for compiled in score.table.rows.values()):
        alone = row.kind in POINTLESS or row.never_zero
        found = _of_row(row, score.outcomes[row.code]) if alone else None
        if found is not None:
            yield found
    for group in framework.groups:
        yield _group(score, group)
    if framework.pass_mark is not None:
        yield _mark(total, framework.pass_mark)


def _of_row(row: Row, outcome: RowOutcome) -> Ground | None:
    if not outcome.applies:
        return None
    params = {"code": row.code, "title": row.title, "why": outcome.reason}
    if row.kind is RowKind.VETO:
        met = None if outcome.struck is None else not outcome.struck
        return Ground(met, Phrase(_VETO[met], params), (row.code,))
    if row.kind is RowKind.PASS_FAIL:
        return Ground(outcome.met, Phrase(_PASS_FAIL[outcome.met], params), (row.code,))
    if row.never_zero:
        met = None if outcome.scaled is None else outcome.scaled != 0
        return Ground(met, Phrase(_ZERO[met], params), (row.code,))
    return None


_VETO = {
    True: _("veto {code} {title} does not strike: {why}"),
    False: _("veto {code} {title} strikes: {why}"),
    None: _("veto {code} {title} is open: {why}"),
}
_PASS_FAIL = {
    True: _("{code} {title} is met: {why}"),
    False: _("{code} {title} is not met: {why}"),
    None: _("{code} {title} is open: {why}"),
}
_ZERO = {
    True: _("{code} {title} may not be zero and is not"),
    False: _("{code} {title} may not be zero and is: {why}"),
    None: _("{code} {title} may not be zero and is open: {why}"),
}


# --- groups and the mark -----------------------------------------------------------------------------------------


def _group(score: Score, group: GroupMinimum) -> Ground:
    rows = tuple(row for code in group.codes for row in _leaves_under(score.table.framework, code))
    sets = [(row,) for row in rows] if group.each else [rows]
    met = [_reaches(score, each, group) for each in sets]
    all_met = False if False in met else None if None in met else True
    known = sum(score.outcomes[row.code].scaled or 0 for row in rows)
    params = {
        "label": group.label or "、".join(group.codes),
        "known": plain(from_millionths(known)),
        "percent": plain(group.share * 100),
    }
    return Ground(all_met, Phrase((_EACH if group.each else _GROUP)[all_met], params), tuple(r.code for r in rows))


_GROUP = {
    True: _("{label}: {known} points reach {percent}%"),
    False: _("{label}: {percent}% cannot be reached"),
    None: _("{label}: {known} points so far, whether {percent}% are reached is open"),
}
_EACH = {
    True: _("{label}: every row reaches {percent}%"),
    False: _("{label}: not every row reaches {percent}%"),
    None: _("{label}: whether every row reaches {percent}% is open"),
}


def _leaves_under(framework: Framework, code: str) -> list[Row]:
    return [leaf for row in walk(framework.rows) if row.code == code for leaf in leaves((row,))]


def _reaches(score: Score, rows: tuple[Row, ...], group: GroupMinimum) -> bool | None:
    """Whether rows reach their share of the full marks of those that apply."""
    outcomes = [score.outcomes[row.code] for row in rows if score.outcomes[row.code].applies]
    full = [score.table.rows[one.code].most for one in outcomes]
    if None in full:
        return None
    needed = group.share * sum(most for most in full if most is not None)
    least = sum(one.least or 0 for one in outcomes)
    most = sum(one.most or 0 for one in outcomes)
    if least > needed or (group.closed and least == needed):
        return True
    return False if most < needed or (most == needed and not group.closed) else None


def _mark(total: Total, mark: PassMark) -> Ground:
    needed = mark.points * SCALE
    params = {"mark": plain(mark.points), "known": plain(from_millionths(total.known))}
    if total.least is not None and (total.least > needed or (mark.closed and total.least == needed)):
        return Ground(True, Phrase(_("the total reaches the pass mark of {mark}"), params))
    if total.most is not None:
        params["most"] = plain(from_millionths(total.most))
        if total.most < needed or (mark.closed is False and total.most == needed):
            return Ground(False, Phrase(_("at most {most} points, the pass mark is {mark}"), params))
    return Ground(None, Phrase(_open_mark(total, mark), params))


def _open_mark(total: Total, mark: PassMark) -> str:
    if total.unclear:
        return _("rows do not apply, and the table does not say what becomes of their points")
    if total.points == mark.points:
        return _("the total is {mark} exactly, and the table does not say whether that passes")
    return _("{known} points so far, the pass mark is {mark}: what is not marked decides")


# --- grade and conversion ----------------------------------------------------------------------------------------


def _grade(score: Score, total: Total, grounds: tuple[Ground, ...]) -> str:
    framework = score.table.framework
    rows = score.table.rows
    vetoes = [one.met for one in grounds if one.codes and rows[one.codes[0]].row.kind is RowKind.VETO]
    if framework.veto_grade and False in vetoes:
        return framework.veto_grade
    if framework.veto_grade and None in vetoes:
        return ""
    if framework.grades_by_count:
        return _counted_grade(score)
    return _banded(framework.grades, total)


def _banded(grades: tuple[Grade, ...], total: Total) -> str:
    """The grade in which the total lies wherever it may still end; empty where it lies in none, or in several."""
    found: set[str] = set()
    for end in (total.least, total.most):
        if end is None:
            return ""
        value = Fraction(end, SCALE)
        inside = {grade.name for grade in grades if _inside(grade, value) is not False}
        if len(inside) != 1 or any(_inside(grade, value) is None for grade in grades):
            return ""
        found |= inside
    return found.pop() if len(found) == 1 else ""


def _inside(grade: Grade, value: Fraction) -> bool | None:
    return between(Interval(grade.low, grade.low_closed, grade.high, grade.high_closed), value)


def _counted_grade(score: Score) -> str:
    rows = [row for row in leaves(score.table.framework.rows) if row.kind is RowKind.PASS_FAIL]
    found = [score.outcomes[row.code].met for row in rows if score.outcomes[row.code].applies]
    met, failed, unsaid = found.count(True), found.count(False), found.count(None)
    ends = {
        _by_count(score.table.framework, met, failed + unsaid),
        _by_count(score.table.framework, met + unsaid, failed),
    }
    return ends.pop() if len(ends) == 1 else ""


def _by_count(framework: Framework, met: int, failed: int) -> str:
    for grade in framework.grades_by_count:
        if met >= grade.met and (grade.not_met is None or failed <= grade.not_met):
            return grade.name
    return ""


def _converted(framework: Framework, total: Total) -> Judged | None:
    """The total as the figure of the conversion's rule; only a total that is settled is converted."""
    if framework.conversion is None:
        return None
    if total.points is None:
        return Judged(
            None,
            Phrase(_("the total is not settled yet: {known} so far"), {"known": shown(Fraction(total.known, SCALE))}),
        )
    return judge(framework.conversion.rule, Observation(value=total.points), None)
