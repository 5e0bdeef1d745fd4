"""What makes a framework impossible to score: said with its path. (What makes it doubtful is for a lint to say.)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from luoshi.assessment.rules import formula
from luoshi.assessment.rules.framework import Framework, Row, RowKind, walk
from luoshi.assessment.rules.grammar import (
    AllOrNothing,
    Band,
    Best,
    Choice,
    Deduct,
    Discretion,
    Formula,
    Increment,
    Interval,
    LevelAndImprovement,
    PeerMean,
    PerKind,
    Proportional,
    Rule,
    Steps,
    Sum,
    Weighted,
    ZeroIf,
)
from luoshi.assessment.rules.limits import limits
from luoshi.assessment.rules.numbers import MAX_PLACES
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

MOST_ROWS, DEEPEST_ROW = 20_000, 12
_OF_FIGURES = (Steps, Proportional, Increment, AllOrNothing)


class Problem(NamedTuple):
    """What is wrong and where: ``rows[3].rule.bands[1].low``."""

    path: str
    what: Phrase


_MISSING = Phrase(_("is missing"))
_NEGATIVE = Phrase(_("must not be negative"))
_SHARE = Phrase(_("must lie between 0 and 1"))
_OWN = Phrase(_("must be stated: there is no row whose points could be meant"))


def problems(framework: Framework) -> Iterator[Problem]:
    """Everything that keeps the framework from being scored; none for a sound one."""
    if not 0 <= framework.places <= MAX_PLACES:
        yield Problem("places", Phrase(_("must lie between 0 and {most}"), {"most": MAX_PLACES}))
    if not framework.title.strip():
        yield Problem("title", _MISSING)
    seen: set[str] = set()
    for place, row in enumerate(framework.rows):
        yield from _row(row, f"rows[{place}]", 1, seen)
    if len(seen) > MOST_ROWS:
        yield Problem("rows", Phrase(_("has more than {most} items"), {"most": MOST_ROWS}))
    yield from _around(framework)


def rule_problems(rule: Rule, path: str = "rule", *, owned: bool = True) -> Iterator[Problem]:
    """Those of one rule; ``owned``: the points of a row are there to be meant."""
    check = _CHECKS.get(type(rule))
    if check is not None:
        yield from check(rule, path)
    if not owned and _means_own(rule):
        yield Problem(f"{path}.points", _OWN)
    for name, inner in inner_rules(rule):
        yield from rule_problems(inner, f"{path}.{name}", owned=owned and not isinstance(rule, Sum))


def inner_rules(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """The rules inside a rule, each with the path to it."""
    if isinstance(rule, Sum | Best | Weighted):
        for place, part in enumerate(rule.parts):
            yield f"parts[{place}].rule", part.rule
    elif isinstance(rule, PeerMean | Formula | ZeroIf):
        yield "inner", rule.inner
    elif isinstance(rule, LevelAndImprovement):
        yield "level", rule.level
        yield "improvement", rule.improvement


def _means_own(rule: Rule) -> bool:
    if isinstance(rule, AllOrNothing | Proportional | Deduct):
        return rule.points is None
    return isinstance(rule, Steps | Choice) and rule.shares


# --- rows --------------------------------------------------------------------------------------------------------


def _row(row: Row, path: str, depth: int, seen: set[str]) -> Iterator[Problem]:
    if not row.code.strip():
        yield Problem(f"{path}.code", _MISSING)
    elif row.code in seen:
        yield Problem(f"{path}.code", Phrase(_("“{name}” is there twice"), {"name": row.code}))
    seen.add(row.code)
    if row.points is not None and row.points < 0:
        yield Problem(f"{path}.points", _NEGATIVE)
    if row.children and row.rule is not None:
        yield Problem(f"{path}.rule", Phrase(_("a row with rows under it has no rule of its own")))
    if row.one_of and not (row.children and all(child.children for child in row.children)):
        yield Problem(f"{path}.one_of", Phrase(_("needs rows under it that have rows under them: one for each body")))
    if depth > DEEPEST_ROW:
        yield Problem(path, Phrase(_("is nested too deeply")))
        return
    if row.rule is not None:
        yield from rule_problems(row.rule, f"{path}.rule")
        if row.kind is RowKind.PENALTY and (limits(row.rule, row.points).most or 0) > 0:
            yield Problem(f"{path}.rule", Phrase(_("gives points although its row only takes off")))
    for place, child in enumerate(row.children):
        yield from _row(child, f"{path}.children[{place}]", depth + 1, seen)


def _around(framework: Framework) -> Iterator[Problem]:
    codes = {row.code for row in walk(framework.rows)}
    for place, group in enumerate(framework.groups):
        for number, code in enumerate(group.codes):
            if code not in codes:
                yield Problem(f"groups[{place}].codes[{number}]", Phrase(_("there is no row “{name}”"), {"name": code}))
        if not 0 <= group.share <= 1:
            yield Problem(f"groups[{place}].share", _SHARE)
    for place, grade in enumerate(framework.grades):
        yield from _ends(grade.low, grade.high, f"grades[{place}]")
    if framework.scorers:
        yield from _keys("scorers", framework.scorers)
        if sum(scorer.weight for scorer in framework.scorers) != 1 or any(s.weight < 0 for s in framework.scorers):
            yield Problem("scorers", Phrase(_("the weights must add up to 1")))
    if framework.conversion is not None:
        if not isinstance(framework.conversion.rule, _OF_FIGURES):
            yield Problem("conversion.rule", Phrase(_("must judge a figure: the total")))
        yield from rule_problems(framework.conversion.rule, "conversion.rule", owned=False)
    for name, cap in (("bonus_cap", framework.bonus_cap), ("penalty_cap", framework.penalty_cap)):
        if cap is not None and cap < 0:
            yield Problem(name, _NEGATIVE)


# --- rules -------------------------------------------------------------------------------------------------------


def _keys(path: str, keyed: Iterable[Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, item in enumerate(keyed):
        if not item.key.strip():
            yield Problem(f"{path}[{place}].key", _MISSING)
        elif item.key in seen:
            yield Problem(f"{path}[{place}].key", Phrase(_("“{name}” is there twice"), {"name": item.key}))
        seen.add(item.key)
    if not seen:
        yield Problem(path, Phrase(_("is empty")))


def _ends(low: Decimal | None, high: Decimal | None, path: str) -> Iterator[Problem]:
    if low is not None and high is not None and low > high:
        yield Problem(f"{path}.low", Phrase(_("lies above the high end")))


def _all_or_nothing(rule: AllOrNothing, path: str) -> Iterator[Problem]:
    if isinstance(rule.test, Interval):
        yield from _ends(rule.test.low, rule.test.high, f"{path}.test")
    yield from _not_negative(rule.points, f"{path}.points")


def _not_negative(number: Decimal | None, path: str) -> Iterator[Problem]:
    if number is not None and number < 0:
        yield Problem(path, _NEGATIVE)


def _choice(rule: Choice, path: str) -> Iterator[Problem]:
    yield from _keys(f"{path}.options", rule.options)
    for place, option in enumerate(rule.options):
        yield from _ends(option.least, option.points, f"{path}.options[{place}]")


def _discretion(rule: Discretion, path: str) -> Iterator[Problem]:
    yield from _ends(rule.low, rule.high, path)
    if rule.step is not None and rule.step <= 0:
        yield Problem(f"{path}.step", Phrase(_("must be above zero")))


def _deduct(rule: Deduct, path: str) -> Iterator[Problem]:
    yield from _keys(f"{path}.each", rule.each)
    yield from _not_negative(rule.points, f"{path}.points")
    for place, per in enumerate(rule.each):
        yield from _not_negative(per.points, f"{path}.each[{place}].points")
        yield from _not_negative(per.most, f"{path}.each[{place}].most")


def _per_kind(rule: PerKind, path: str) -> Iterator[Problem]:
    yield from _keys(f"{path}.kinds", rule.kinds)
    for place, kind in enumerate(rule.kinds):
        yield from _not_negative(kind.cap, f"{path}.kinds[{place}].cap")
        yield from _not_negative(kind.quota, f"{path}.kinds[{place}].quota")
    yield from _ends(rule.floor, rule.cap, path)


def _steps(rule: Steps, path: str) -> Iterator[Problem]:
    if not rule.bands:
        yield Problem(f"{path}.bands", Phrase(_("is empty")))
    for place, band in enumerate(rule.bands):
        yield from _band(band, f"{path}.bands[{place}]", shares=rule.shares)
    if rule.shares and rule.otherwise is not None and not 0 <= rule.otherwise <= 1:
        yield Problem(f"{path}.otherwise", _SHARE)


def _band(band: Band, path: str, *, shares: bool) -> Iterator[Problem]:
    yield from _ends(band.low, band.high, path)
    if shares and not 0 <= band.points <= 1:
        yield Problem(f"{path}.points", _SHARE)


def _proportional(rule: Proportional, path: str) -> Iterator[Problem]:
    yield from _not_negative(rule.points, f"{path}.points")
    if rule.full == rule.zero:
        yield Problem(f"{path}.full", Phrase(_("must differ from the figure that earns nothing")))


def _increment(rule: Increment, path: str) -> Iterator[Problem]:
    if rule.step <= 0:
        yield Problem(f"{path}.step", Phrase(_("must be above zero")))
    yield from _ends(rule.floor, rule.cap, path)


def _formula(rule: Formula, path: str) -> Iterator[Problem]:
    try:
        formula.parsed(rule.expression)
    except formula.Wrong as wrong:
        yield Problem(f"{path}.expression", wrong.why)


def _level_and_improvement(rule: LevelAndImprovement, path: str) -> Iterator[Problem]:
    for name, share in (("level_share", rule.level_share), ("improvement_share", rule.improvement_share)):
        if not 0 <= share <= 1:
            yield Problem(f"{path}.{name}", _SHARE)
    for name, inner in (("level", rule.level), ("improvement", rule.improvement)):
        if not isinstance(inner, _OF_FIGURES):
            yield Problem(f"{path}.{name}", Phrase(_("must judge a figure")))


def _parts(rule: Sum | Best | Weighted, path: str) -> Iterator[Problem]:
    yield from _keys(f"{path}.parts", rule.parts)
    if isinstance(rule, Sum):
        yield from _ends(rule.floor, rule.cap, path)
    for place, part in enumerate(rule.parts):
        if not 0 <= part.weight <= 1:
            yield Problem(f"{path}.parts[{place}].weight", _SHARE)


def _inner_figure(rule: PeerMean, path: str) -> Iterator[Problem]:
    if not isinstance(rule.inner, _OF_FIGURES):
        yield Problem(f"{path}.inner", Phrase(_("must judge a figure")))


_CHECKS: dict[type, Callable[[Any, str], Iterator[Problem]]] = {
    AllOrNothing: _all_or_nothing,
    Choice: _choice,
    Discretion: _discretion,
    Deduct: _deduct,
    PerKind: _per_kind,
    Steps: _steps,
    Proportional: _proportional,
    Increment: _increment,
    Formula: _formula,
    LevelAndImprovement: _level_and_improvement,
    PeerMean: _inner_figure,
    Sum: _parts,
    Best: _parts,
    Weighted: _parts,
}
