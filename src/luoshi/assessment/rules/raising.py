"""What would raise a row, and by how much: each way is a changed observation, judged like the real one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.grammar import (
    AllOrNothing,
    Best,
    Choice,
    Comparison,
    Deduct,
    Discretion,
    Formula,
    Increment,
    LevelAndImprovement,
    Operator,
    PeerMean,
    PerKind,
    Proportional,
    Rank,
    Rule,
    Steps,
    Sum,
    Test,
    Unread,
    Weighted,
    ZeroIf,
)
from luoshi.assessment.rules.judging.figures import counted_steps
from luoshi.assessment.rules.judging.joined import part_at
from luoshi.assessment.rules.judging.model import At, Cohort, ends_text, shown
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.numbers import DECIMALS, from_millionths, kept
from luoshi.assessment.rules.rows import POINTLESS, CompiledRow, RowOutcome, row_outcome
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.quantities import SCALE
from luoshi.kernel.wording import _

FINEST = Decimal(1).scaleb(-DECIMALS)
MOST_WAYS = 12
Way = tuple[Phrase, Observation]


class Raise(NamedTuple):
    """A way to more points: what to do, and how many points it brings (None: it decides the verdict, not points)."""

    how: Phrase
    gain: Decimal | None


def raises(
    row: CompiledRow, seen: Observation | None, outcome: RowOutcome, cohorts: Mapping[str, Cohort] | None = None
) -> tuple[Raise, ...]:
    """What would raise a row, the greatest gain first; each way alone, everything else as it is."""
    if not outcome.applies:
        return ()
    if row.row.kind in POINTLESS:
        return _pointless(outcome)
    if outcome.scaled is None or seen is None:
        if row.row.kind is RowKind.PENALTY:
            return ()
        gain = None if outcome.most is None else from_millionths(outcome.most)
        return (Raise(Phrase(_("mark it: it is not known, not zero")), gain),)
    found: dict[int, Raise] = {}
    at = At(row.row.points, None if seen.value is None else Fraction(seen.value), "", cohorts or {})
    for how, changed in _ways(row.rule, replace(seen, points=None), at):
        points = row_outcome(row, changed, cohorts).scaled
        if points is not None and points > outcome.scaled and points not in found:
            found[points] = Raise(how, from_millionths(points - outcome.scaled))
    if not found and row.most is not None and outcome.scaled < row.most:
        gain = from_millionths(row.most - outcome.scaled)
        return (Raise(Phrase(_("full marks of the row")), gain),)
    best = sorted(found.items(), key=lambda pair: -pair[0])
    return tuple(way for _points, way in best[:MOST_WAYS])


def _pointless(outcome: RowOutcome) -> tuple[Raise, ...]:
    if outcome.struck or outcome.met is False:
        return (Raise(Phrase(_("as it stands nothing passes: {why}"), {"why": outcome.reason}), None),)
    if outcome.unknown:
        return (Raise(Phrase(_("mark it: it is not known whether it is met")), None),)
    return ()


def _ways(rule: Rule, seen: Observation, at: At) -> Iterator[Way]:
    """The ways of a rule; not all of them raise."""
    ways: Iterable[Way] = _WAYS[type(rule)](rule, seen, at)
    yield from ways


# --- by the scorer and by counting -------------------------------------------------------------------------------


def _all_or_nothing(rule: AllOrNothing, seen: Observation, _at: At) -> Iterator[Way]:
    if rule.test is None or seen.value is None:
        yield Phrase(_("meet it")), replace(seen, met=True)
    if rule.test is not None:
        for figure in _passing(rule.test):
            yield Phrase(_("reach {ends}"), {"ends": ends_text(rule.test)}), replace(seen, value=figure, inputs={})


def _choice(rule: Choice, seen: Observation, at: At) -> Iterator[Way]:
    share = at.own if rule.shares and at.own is not None else Decimal(1)
    for option in rule.options:
        points = option.points * share
        how = Phrase(_("level “{name}”"), {"name": option.label})
        yield how, replace(seen, choice=option.key, points=points)


def _discretion(rule: Discretion, seen: Observation, _at: At) -> Iterator[Way]:
    yield Phrase(_("the scorer gives up to {points}"), {"points": shown(rule.high)}), replace(seen, points=rule.high)


def _unread(_rule: Unread, seen: Observation, at: At) -> Iterator[Way]:
    if at.own is not None:
        yield Phrase(_("the scorer gives up to {points}"), {"points": shown(at.own)}), replace(seen, points=at.own)


def _deduct(rule: Deduct, seen: Observation, _at: At) -> Iterator[Way]:
    clean = {per.key: seen.counts.get(per.key, Decimal(0)) if per.adds else Decimal(0) for per in rule.each}
    yield Phrase(_("nothing to be taken off")), replace(seen, counts=clean, exempted={})
    for per in rule.each:
        count = seen.counts.get(per.key, Decimal(0))
        if per.adds:
            how = Phrase(_("one more of “{label}”"), {"label": per.label})
            yield how, replace(seen, counts={**seen.counts, per.key: count + 1})
            continue
        none = {**seen.counts, per.key: Decimal(0)}
        yield Phrase(_("none of “{label}”"), {"label": per.label}), replace(seen, counts=none, exempted={})
        if count - seen.exempted.get(per.key, Decimal(0)) >= 1:
            how = Phrase(_("one less of “{label}”"), {"label": per.label})
            yield how, replace(seen, counts={**seen.counts, per.key: count - 1})


def _per_kind(rule: PerKind, seen: Observation, _at: At) -> Iterator[Way]:
    quotas = {kind.key: max(seen.counts.get(kind.key, Decimal(0)), kind.quota) for kind in rule.kinds}
    yield Phrase(_("reach every quota")), replace(seen, counts=quotas)
    for kind in rule.kinds:
        count = seen.counts.get(kind.key, Decimal(0))
        if kind.each > 0:
            how = Phrase(_("one more of “{label}”"), {"label": kind.label})
            yield how, replace(seen, counts={**seen.counts, kind.key: count + 1})
        elif count >= 1:
            how = Phrase(_("one less of “{label}”"), {"label": kind.label})
            yield how, replace(seen, counts={**seen.counts, kind.key: count - 1})


# --- by a figure -------------------------------------------------------------------------------------------------


def _passing(test: Test) -> Iterator[Decimal]:
    """Figures that pass a test, at its ends or just beyond them."""
    if isinstance(test, Comparison):
        beyond = {Operator.MORE: FINEST, Operator.LESS: -FINEST}.get(test.operator, Decimal(0))
        yield test.target + beyond
        return
    yield from _at_ends(test.low, test.low_closed, test.high, test.high_closed)


def _at_ends(
    low: Decimal | None, low_closed: bool | None, high: Decimal | None, high_closed: bool | None
) -> Iterator[Decimal]:
    if low is not None:
        yield low if low_closed else low + FINEST
    if high is not None:
        yield high if high_closed else high - FINEST


def _to(figure: Fraction | Decimal, seen: Observation, *, up: bool) -> Observation | None:
    """The observation with another figure, rounded to what can be kept towards the better side."""
    if isinstance(figure, Fraction):
        figure = from_millionths((ceil if up else floor)(figure * SCALE))
    return replace(seen, value=figure, inputs={}) if kept(figure) else None


def _steps(rule: Steps, seen: Observation, _at: At) -> Iterator[Way]:
    for band in rule.bands:
        how = Phrase(_("reach {ends}"), {"ends": ends_text(band, rule.unit)})
        for figure in _at_ends(band.low, band.low_closed, band.high, band.high_closed):
            yield how, replace(seen, value=figure, inputs={})


def _proportional(rule: Proportional, seen: Observation, _at: At) -> Iterator[Way]:
    how = Phrase(_("reach {figure}"), {"figure": f"{shown(rule.full)}{rule.unit}"})
    yield how, replace(seen, value=rule.full, inputs={})


def _increment(rule: Increment, seen: Observation, at: At) -> Iterator[Way]:
    side = 1 if rule.up else -1
    start, step = Fraction(rule.start), Fraction(rule.step)
    targets = [start, start - side * FINEST_EXACT]
    if at.value is not None:
        steps = counted_steps(rule, max(Fraction(0), (at.value - start) * side))
        more = -1 if rule.each < 0 else 1
        targets.append(start + side * step * max(steps + more, Fraction(0)))
    if rule.cap is not None and rule.each:
        needed = (Fraction(rule.cap) - Fraction(rule.base)) / Fraction(rule.each)
        targets.append(start + side * step * max(Fraction(-(-needed // 1)), Fraction(0)))
    for target in targets:
        changed = _to(target, seen, up=rule.up)
        if changed is not None:
            yield Phrase(_("reach {figure}"), {"figure": f"{shown(target)}{rule.unit}"}), changed


FINEST_EXACT = Fraction(1, SCALE)


def _rank(rule: Rank, seen: Observation, _at: At) -> Iterator[Way]:
    for place in range(1, len(rule.places) + 1):
        yield Phrase(_("place {place}"), {"place": place}), replace(seen, place=place)


def _peer_mean(rule: PeerMean, seen: Observation, at: At) -> Iterator[Way]:
    cohort = at.cohorts.get(at.path)
    mean = Fraction(seen.peers_mean) if seen.peers_mean is not None else None
    if mean is None and cohort is not None and cohort.figures:
        mean = cohort.total / len(cohort.figures)
    if not mean or at.value is None or not kept(fixed := from_millionths(int(mean * SCALE))) or not fixed:
        return
    mean = Fraction(fixed)
    ratio = at._replace(value=at.value / mean, path=f"{at.path}/inner")
    for how, changed in _ways(rule.inner, seen, ratio):
        if changed.value is not None:
            target = Fraction(changed.value) * mean
            moved = _to(target, seen, up=target > at.value)
            if moved is not None:
                params = {"how": how, "mean": shown(mean), "figure": shown(target)}
                yield Phrase(_("{how} of the mean of {mean}: {figure}"), params), replace(moved, peers_mean=fixed)


def _level_and_improvement(rule: LevelAndImprovement, seen: Observation, at: At) -> Iterator[Way]:
    yield from _ways(rule.level, seen, at)
    if seen.earlier is None or rule.relative:
        return
    change = None if at.value is None else at.value - Fraction(seen.earlier)
    for how, changed in _ways(rule.improvement, seen, at._replace(value=change)):
        if changed.value is not None and kept(changed.value + seen.earlier):
            yield Phrase(_("improve: {how}"), {"how": how}), replace(changed, value=changed.value + seen.earlier)


# --- inside ------------------------------------------------------------------------------------------------------


def _formula(rule: Formula, seen: Observation, at: At) -> Iterator[Way]:
    inside = at._replace(path=f"{at.path}/inner")
    for how, changed in _ways(rule.inner, seen, inside):
        yield Phrase(_("{formula}: {how}"), {"formula": rule.expression, "how": how}), changed


def _zero_if(rule: ZeroIf, seen: Observation, at: At) -> Iterator[Way]:
    if seen.worsened:
        yield Phrase(_("had it not got worse ({label})"), {"label": rule.label}), replace(seen, worsened=False)
    yield from _ways(rule.inner, seen, at._replace(path=f"{at.path}/inner"))


def _parts(rule: Sum | Best | Weighted, seen: Observation, at: At) -> Iterator[Way]:
    for part in rule.parts:
        inside, there = part_at(part, seen, at, owned=not isinstance(rule, Sum))
        for how, changed in _ways(part.rule, replace(inside, points=None), there):
            parts = {**seen.parts, part.key: changed}
            yield Phrase(_("{label}: {how}"), {"label": part.label, "how": how}), replace(seen, parts=parts)


_WAYS: dict[type, Callable[[Any, Observation, At], Iterator[Way]]] = {
    AllOrNothing: _all_or_nothing,
    Choice: _choice,
    Discretion: _discretion,
    Unread: _unread,
    Deduct: _deduct,
    PerKind: _per_kind,
    Steps: _steps,
    Proportional: _proportional,
    Increment: _increment,
    Rank: _rank,
    PeerMean: _peer_mean,
    Formula: _formula,
    LevelAndImprovement: _level_and_improvement,
    Sum: _parts,
    Best: _parts,
    Weighted: _parts,
    ZeroIf: _zero_if,
}
