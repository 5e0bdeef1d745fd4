"""Every rule by its kind, and the rules that are made of other rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from luoshi.assessment.rules import formula
from luoshi.assessment.rules.grammar import (
    AllOrNothing,
    Best,
    Choice,
    Deduct,
    Discretion,
    Formula,
    Increment,
    LevelAndImprovement,
    Part,
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
from luoshi.assessment.rules.judging import figures, given
from luoshi.assessment.rules.judging.model import NO_FIGURE, NOT_MARKED, At, Cohort, Judged, shown, unknown
from luoshi.assessment.rules.limits import limits
from luoshi.assessment.rules.marks import NOTHING, Observation
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

_BY_HAND = (Choice, Discretion, Unread)  # the scorer's points are what they judge


def judge(rule: Rule, seen: Observation, own: Decimal | None, cohorts: Mapping[str, Cohort] | None = None) -> Judged:
    """What the rule of a row gives; ``own`` are the points of the row, ``cohorts`` the figures of all by path."""
    return judged(rule, seen, At(own, _exact(seen.value), "", cohorts or {}))


def judged(rule: Rule, seen: Observation, at: At) -> Judged:
    """The same anywhere inside a row. Points by hand stand where the rule has nothing to judge by."""
    found: Judged = _JUDGES[type(rule)](rule, seen, at)
    if seen.points is None or isinstance(rule, _BY_HAND):
        return found
    if found.points is not None:
        if found.points == seen.points:
            return found
        params = {"why": found.reason, "points": shown(seen.points)}
        return found._replace(reason=Phrase(_("{why} (the scorer wrote {points}; the rule counts)"), params))
    least, most = limits(rule, at.own)
    if (least is not None and seen.points < least) or (most is not None and seen.points > most):
        return given.outside(seen.points, "–" if least is None else shown(least), "–" if most is None else shown(most))
    return Judged(Fraction(seen.points), Phrase(_("given by the scorer")), found.parts, found.met)


def cohort_figures(rule: Rule, seen: Observation, value: Fraction | None, path: str = "") -> Iterator[tuple[str, Any]]:
    """The path and the figure (a fraction or None) of every rule inside that looks at peers."""
    if isinstance(rule, PeerMean | Rank):
        yield path, value
    elif isinstance(rule, Formula):
        result = _result(rule, seen, value)
        yield from cohort_figures(rule.inner, seen, result if isinstance(result, Fraction) else None, f"{path}/inner")
    elif isinstance(rule, ZeroIf):
        yield from cohort_figures(rule.inner, seen, value, f"{path}/inner")
    elif isinstance(rule, Sum | Best | Weighted):
        for part in rule.parts:
            inside = seen.parts.get(part.key, NOTHING)
            yield from cohort_figures(part.rule, inside, _exact(inside.value), f"{path}/{part.key}")


def looks_at_peers(rule: Rule) -> bool:
    """Whether the points of a row depend on the figures of others."""
    return any(True for _found in cohort_figures(rule, NOTHING, None))


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


# --- on a figure that is made first ------------------------------------------------------------------------------


def _peer_mean(rule: PeerMean, seen: Observation, at: At) -> Judged:
    if at.value is None:
        return unknown(NO_FIGURE)
    mean = _mean(seen, at.cohorts.get(at.path))
    if mean is None:
        return unknown(Phrase(_("there are no others to compare with")))
    if mean == 0:
        return unknown(Phrase(_("the mean of all is zero")))
    inner = judged(rule.inner, seen, at._replace(value=at.value / mean, path=f"{at.path}/inner"))
    params = {"figure": shown(at.value), "mean": shown(mean), "why": inner.reason}
    return inner._replace(reason=Phrase(_("{figure} against a mean of {mean}: {why}"), params))


def _mean(seen: Observation, cohort: Cohort | None) -> Fraction | None:
    if seen.peers_mean is not None:
        return Fraction(seen.peers_mean)
    return None if cohort is None or len(cohort.figures) < 2 else cohort.total / len(cohort.figures)


def _formula(rule: Formula, seen: Observation, at: At) -> Judged:
    result = _result(rule, seen, at.value)
    there = at._replace(value=None if isinstance(result, Phrase) else result, path=f"{at.path}/inner")
    inner = judged(rule.inner, seen, there)
    if isinstance(result, Phrase):  # then only the scorer's own word counts
        return unknown(result) if inner.points is None and inner.met is None else inner
    params = {"formula": rule.expression, "result": shown(result), "why": inner.reason}
    return inner._replace(reason=Phrase(_("{formula} = {result}: {why}"), params))


def _result(rule: Formula, seen: Observation, value: Fraction | None) -> Fraction | Phrase:
    """What a formula comes to, or why it cannot be computed; a figure without inputs was computed elsewhere."""
    if not seen.inputs:
        return NO_FIGURE if value is None else value
    inputs = {
        name: tuple(map(Fraction, figure)) if isinstance(figure, tuple) else Fraction(figure)
        for name, figure in seen.inputs.items()
    }
    try:
        return formula.computed(formula.parsed(rule.expression), inputs)
    except formula.Wrong as wrong:
        return wrong.why


def _level_and_improvement(rule: LevelAndImprovement, seen: Observation, at: At) -> Judged:
    alone = replace(seen, points=None)
    level = judged(rule.level, alone, at)
    if at.value is None or seen.earlier is None:
        return unknown(Phrase(_("the earlier figure is not given")) if at.value is not None else NO_FIGURE)
    change = at.value - Fraction(seen.earlier)
    if rule.relative and seen.earlier == 0:
        return unknown(Phrase(_("a change from zero has no percentage")))
    change = change / abs(Fraction(seen.earlier)) * 100 if rule.relative else change
    improvement = judged(rule.improvement, alone, at._replace(value=change))
    parts = ((_LEVEL, level), (_IMPROVEMENT, improvement))
    if level.points is None or improvement.points is None:
        return unknown(level.reason if level.points is None else improvement.reason, parts)
    points = level.points * Fraction(rule.level_share) + improvement.points * Fraction(rule.improvement_share)
    params = {"level": shown(rule.level_share * 100), "improvement": shown(rule.improvement_share * 100)}
    return Judged(points, Phrase(_("{level}% of the level and {improvement}% of the improvement"), params), parts)


_LEVEL, _IMPROVEMENT = "现状", "提升"  # words of the tables


# --- of parts ----------------------------------------------------------------------------------------------------


def part_at(part: Part, seen: Observation, at: At, *, owned: bool) -> tuple[Observation, At]:
    """What was seen of a part, and where it is judged."""
    inside = seen.parts.get(part.key, NOTHING)
    return inside, At(at.own if owned else None, _exact(inside.value), f"{at.path}/{part.key}", at.cohorts)


def _parts(rule: Sum | Best | Weighted, seen: Observation, at: At) -> tuple[tuple[str, Judged], ...]:
    owned = not isinstance(rule, Sum)
    return tuple((part.label, judged(part.rule, *part_at(part, seen, at, owned=owned))) for part in rule.parts)


def _all_met(parts: tuple[tuple[str, Judged], ...]) -> bool | None:
    met = [part.met for _label, part in parts]
    return False if False in met else None if None in met else True


def _points(parts: tuple[tuple[str, Judged], ...]) -> list[Fraction] | None:
    points = [part.points for _label, part in parts if part.points is not None]
    return points if len(points) == len(parts) else None


_INCOMPLETE = Phrase(_("not every part is marked"))


def _sum(rule: Sum, seen: Observation, at: At) -> Judged:
    parts = _parts(rule, seen, at)
    points = _points(parts)
    if points is None:
        return Judged(None, _INCOMPLETE, parts, _all_met(parts))
    raw = sum(points, Fraction(0))
    total = max(raw, Fraction(rule.floor))
    total = total if rule.cap is None else min(total, Fraction(rule.cap))
    params = {"raw": shown(raw), "points": shown(total)}
    message = (
        _("its parts add up to {raw}") if raw == total else _("its parts add up to {raw}, but it ends at {points}")
    )
    return Judged(total, Phrase(message, params), parts, _all_met(parts))


def _best(rule: Best, seen: Observation, at: At) -> Judged:
    """The highest of the alternatives; one that is not marked matters only where it could be higher."""
    parts = _parts(rule, seen, at)
    met = True if any(part.met for _label, part in parts) else _all_met(parts)
    known = [(part.points, label) for label, part in parts if part.points is not None]
    if not known:
        return Judged(None, NOT_MARKED, parts, met)
    best, label = max(known, key=lambda pair: pair[0])
    for part, (_label, found) in zip(rule.parts, parts, strict=True):
        most = limits(part.rule, at.own).most
        if found.points is None and (most is None or most > best):
            return Judged(None, _INCOMPLETE, parts, met)
    return Judged(best, Phrase(_("the highest counts: {label}"), {"label": label}), parts, met)


def _weighted(rule: Weighted, seen: Observation, at: At) -> Judged:
    parts = _parts(rule, seen, at)
    points = _points(parts)
    if points is None:
        return Judged(None, _INCOMPLETE, parts, _all_met(parts))
    total = sum((Fraction(p.weight) * found for p, found in zip(rule.parts, points, strict=True)), Fraction(0))
    weights = ", ".join(f"{part.label} {shown(part.weight * 100)}%" for part in rule.parts)
    return Judged(total, Phrase(_("weighted: {weights}"), {"weights": weights}), parts, _all_met(parts))


def _zero_if(rule: ZeroIf, seen: Observation, at: At) -> Judged:
    if seen.worsened is None:
        return unknown(Phrase(_("it is not said whether it got worse ({label})"), {"label": rule.label}))
    if seen.worsened:
        return Judged(
            Fraction(0), Phrase(_("nothing, because it got worse ({label})"), {"label": rule.label}), (), False
        )
    return judged(rule.inner, seen, at._replace(path=f"{at.path}/inner"))


_JUDGES: dict[type, Callable[[Any, Observation, At], Judged]] = {
    AllOrNothing: given.all_or_nothing,
    Choice: given.choice,
    Discretion: given.discretion,
    Unread: given.unread,
    Deduct: given.deduct,
    PerKind: given.per_kind,
    Steps: figures.steps,
    Proportional: figures.proportional,
    Increment: figures.increment,
    Rank: figures.rank,
    PeerMean: _peer_mean,
    Formula: _formula,
    LevelAndImprovement: _level_and_improvement,
    Sum: _sum,
    Best: _best,
    Weighted: _weighted,
    ZeroIf: _zero_if,
}
