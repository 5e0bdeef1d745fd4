"""The forecast as anybody would write it: every outcome of every event, in exact fractions. Slow, and obvious."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from math import floor

from luoshi.assessment.rules.forecast.state import Gap, Id, State

Name = tuple[str, Id]


def name_of(gap: Gap) -> Name:
    return ("gap", gap.id) if gap.event is None else ("event", gap.event)


def chances_of(state: State) -> dict[Name, Fraction]:
    chances: dict[Name, Fraction] = {}
    for row in state.rows:
        for gap in row.gaps:
            chances[name_of(gap)] = Fraction(gap.chance or chances.get(name_of(gap), 0))
    return chances


def rounded(value: Decimal | None, resolution: Decimal) -> Fraction:
    if value is None:
        return Fraction(0)
    steps = Fraction(value) / Fraction(resolution)
    sign = -1 if steps < 0 else 1
    return sign * floor(abs(steps) + Fraction(1, 2)) * Fraction(resolution)


def total(state: State, secured: Collection[Name]) -> Fraction:
    whole = Fraction(0)
    for row in state.rows:
        gains = (rounded(gap.gain, state.resolution) for gap in row.gaps if name_of(gap) in secured)
        sum_ = rounded(row.mark, state.resolution) + sum(gains)
        whole += sum_ if row.points is None else min(sum_, max(Fraction(0), rounded(row.points, state.resolution)))
    return whole


def spread(state: State, sure: Collection[Name] = ()) -> dict[Fraction, Fraction]:
    """The chance of each total that can occur, ``sure`` events secured."""
    chances = chances_of(state)
    found: defaultdict[Fraction, Fraction] = defaultdict(Fraction)
    for outcome in product((False, True), repeat=len(chances)):
        chance = Fraction(1)
        for name, comes in zip(chances, outcome, strict=True):
            likely = Fraction(1) if name in sure else chances[name]
            chance *= likely if comes else 1 - likely
        if chance:
            secured = {name for name, comes in zip(chances, outcome, strict=True) if comes}
            found[total(state, secured)] += chance
    return dict(sorted(found.items()))


def chance(state: State, sure: Collection[Name] = ()) -> Fraction:
    enough = (part for whole, part in spread(state, sure).items() if whole >= Fraction(state.threshold))
    return sum(enough, Fraction(0))


def quantile(state: State, share: Fraction) -> Fraction:
    held = Fraction(0)
    for whole, part in spread(state).items():
        held += part
        if held >= share:
            return whole
    raise AssertionError("the chances do not add up")


def asked(state: State, names: Collection[Name]) -> set[Name]:
    """Who has to be asked for some events: organisations by name; a gap or an event that names none is one."""
    gaps = [gap for row in state.rows for gap in row.gaps if name_of(gap) in names]
    named = {("organisation", one) for gap in gaps for one in gap.asks or ()}
    return named | {name_of(gap) for gap in gaps if gap.asks is None}


def sets(state: State) -> Iterator[tuple[Name, ...]]:
    names = list(chances_of(state))
    for size in range(len(names) + 1):
        yield from combinations(names, size)


def smallest(state: State, wanted: Fraction) -> tuple[int, int] | None:
    """How many are asked for how many events in the best set that reaches ``wanted``; None where none does."""
    sizes = ((len(asked(state, names)), len(names)) for names in sets(state) if chance(state, names) >= wanted)
    return min(sizes, default=None)
