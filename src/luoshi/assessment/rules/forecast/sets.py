"""The smallest set of events that, once secured, reaches a wanted chance: fewest organisations to be asked first.

Up to fifteen open events every set is looked at. Beyond, a set is grown by what brings most and then thinned out; it
reaches the chance, but a smaller one may exist, so it is labelled as greedy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import compress
from math import fsum

from luoshi.assessment.rules.forecast.distribution import Part, Single, Walk, parts_of, spread_of, walk
from luoshi.assessment.rules.forecast.problem import Event, Problem, problem_of
from luoshi.assessment.rules.forecast.state import Id, State
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _

ENUMERATED = 15  # open events
QUICK_WORK = 500_000  # steps counted once for every event; above, events are ranked once only
SHARE = 4  # of what is still wanted, taken between two rankings
HAIR = 1e-12


class Method(StrEnum):
    """How a set was found."""

    ENUMERATION = "enumeration"
    GREEDY = "greedy"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One event to be secured. ``asks`` is empty where the state names no organisation."""

    id: Id
    gaps: tuple[Id, ...]
    rows: tuple[Id, ...]
    gain: Decimal
    asks: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class SmallestSet:
    """``chance`` is that of the threshold with the set secured, vetoes apart.

    Where even all events do not reach what is wanted, ``reached`` is false and the set holds every event that helps.
    """

    wanted: Decimal
    reached: bool
    chance: float
    organisations: int
    events: tuple[Chosen, ...]
    method: Method


def smallest_set(state: State, wanted: Decimal) -> SmallestSet:
    """Fewest organisations, then fewest events, then the highest chance, then the order of the state.

    Raises ``Invalid`` where ``wanted`` is not from 0 to 1, and what ``forecast`` raises.
    """
    if not 0 <= wanted <= 1:
        raise Invalid(
            "forecast-wanted",
            _("A wanted chance is from 0 to 1, not {wanted}."),
            _("Write 0.8 for four in five."),
            wanted=wanted,
        )
    problem = problem_of(state)
    parts = parts_of(problem)
    helping = [index for index, event in enumerate(problem.events) if event.gain and event.likely < 1]
    exact = len(helping) <= ENUMERATED
    search = _Search(problem, parts, float(wanted) - HAIR)
    chosen, reached = helping, search.chance(helping) >= search.wanted
    if search.chance(()) >= search.wanted:
        chosen = []
    elif reached:
        chosen = _enumerated(problem, helping, search.wanted) if exact else search.grown(helping)
    return SmallestSet(
        wanted,
        reached,
        search.chance(chosen),
        len(_asked(problem.events, chosen)),
        tuple(_told(problem, index) for index in sorted(chosen)),
        Method.ENUMERATION if exact or not chosen or not reached else Method.GREEDY,
    )


def _told(problem: Problem, index: int) -> Chosen:
    event = problem.events[index]
    names = sorted((name for kind, name in event.asks if kind == "organisation"), key=str)
    return Chosen(event.id, tuple(event.gaps), tuple(event.rows), problem.scale.points(event.gain), tuple(names))


def _asked(events: Sequence[Event], chosen: Iterable[int]) -> set[tuple[str, Id]]:
    return set().union(*(events[index].asks for index in chosen))


def _enumerated(problem: Problem, helping: Sequence[int], wanted: float) -> list[int]:
    """The best of all sets. Sets are numbers: bit ``i`` is the ``i``-th event of ``helping``."""
    chances = _chances_of_sets(problem, helping)
    names = {name: 1 << bit for bit, name in enumerate(sorted(_asked(problem.events, helping), key=str))}
    asked = [0]
    for index in helping:
        mask = sum(names[name] for name in problem.events[index].asks)
        asked += [held | mask for held in asked]
    sizes = [(mask.bit_count(), number.bit_count()) for number, mask in enumerate(asked)]
    good = [number for number, chance in enumerate(chances) if chance >= wanted]
    least = min(sizes[number] for number in good)
    tied = [number for number in good if sizes[number] == least]
    best = min(tied, key=lambda number: (-round(chances[number], 12), _members(helping, number)))
    return _members(helping, best)


def _members(helping: Sequence[int], number: int) -> list[int]:
    return list(compress(helping, (number >> bit & 1 for bit in range(len(helping)))))


def _chances_of_sets(problem: Problem, helping: Sequence[int]) -> list[float]:
    """The chance of the threshold for each set that is secured, the others left to their chances."""
    events = problem.events
    sure = [index for index, event in enumerate(events) if event.likely == 1]
    totals = _sums(sum(events[index].straight for index in sure), [events[index].straight for index in helping])
    for row in problem.bent:
        held = sum(row.gains.get(index, 0) for index in sure)
        sums = _sums(held, [row.gains.get(index, 0) for index in helping])
        totals = [total + min(row.room, gained) for total, gained in zip(totals, sums, strict=True)]
    values = [float(total >= problem.needed) for total in totals]
    for index in helping:  # each turn takes the lowest bit and puts it on top, so that all are back at the end
        chance, without, secured = events[index].likely, values[0::2], values[1::2]
        values = [(1 - chance) * low + chance * high for low, high in zip(without, secured, strict=True)] + secured
    return values


def _sums(start: int, gains: Iterable[int]) -> list[int]:
    """The sum of ``start`` and of each subset of ``gains``."""
    sums = [start]
    for gain in gains:
        sums += [held + gain for held in sums]
    return sums


class _Search:
    """Growing a set by what brings most."""

    def __init__(self, problem: Problem, parts: Sequence[Part], wanted: float) -> None:
        self.problem, self.parts, self.wanted = problem, parts, wanted
        self._likely = {index: event.likely for index, event in enumerate(problem.events)}
        self._quick = problem.span * len(problem.events) <= QUICK_WORK

    def chance(self, secured: Iterable[int]) -> float:
        """The chance of the threshold with some events secured."""
        parts, chances, needed = self._left(secured)
        return min(1.0, fsum(spread_of(parts, chances)[max(0, needed) :]))

    def grown(self, helping: Sequence[int]) -> list[int]:
        """A set that reaches what is wanted; all of ``helping`` together must."""
        chosen: list[int] = []
        left = list(helping)
        chance, ranked = self._ranked(chosen, left)
        enough = self._enough(ranked)
        if not self._quick:
            return ranked[:enough]
        while chance < self.wanted and left:
            chosen += ranked[: max(1, (enough - len(chosen)) // SHARE)]
            left = [index for index in left if index not in chosen]
            chance, ranked = self._ranked(chosen, left)
        return self._thinned(chosen)

    def _enough(self, ranked: Sequence[int]) -> int:
        """How many of a ranking, from its first, reach what is wanted."""
        low, high = 0, len(ranked)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.chance(ranked[:middle]) >= self.wanted else (middle + 1, high)
        return low

    def _left(self, secured: Iterable[int]) -> tuple[list[Part], Mapping[int, float], int]:
        """What is open with some events secured: a secured event that stands alone is only a shift."""
        sure = set(secured)
        single = {part.index: part.span for part in self.parts if isinstance(part, Single) and part.index in sure}
        parts = [part for part in self.parts if not (isinstance(part, Single) and part.index in single)]
        chances = {**self._likely, **dict.fromkeys(sure, 1.0)}
        return parts, chances, self.problem.needed - sum(single.values())

    def _ranked(self, chosen: Sequence[int], left: Iterable[int]) -> tuple[float, list[int]]:
        """The chance with ``chosen`` secured, and the others in their order: what needs no further organisation first,
        then by what an event brings for each organisation that it needs.
        """
        parts, chances, needed = self._left(chosen)
        walked = walk(parts, chances, needed)
        asked = _asked(self.problem.events, chosen)

        def key(index: int) -> tuple[bool, float, float, int]:
            event = self.problem.events[index]
            more, (without, secured) = len(event.asks - asked), walked.worths[index]
            brings = (1 - event.likely) * (secured - without)
            return more > 0, -_nine_figures(brings / max(1, more)), -event.gain * (1 - event.likely), index

        return fsum(walked.spread[max(0, needed) :]), sorted(left, key=key)

    def _thinned(self, chosen: Sequence[int]) -> list[int]:
        """The same without what is not needed, the least useful first out."""
        kept = list(chosen)
        while kept:
            walked: Walk = walk(self.parts, {**self._likely, **dict.fromkeys(kept, 1.0)}, self.problem.needed)
            dropped = {index: self._without(index, walked) for index in kept}
            best = max(kept, key=lambda index: (dropped[index], -index))
            if dropped[best] < self.wanted:
                break
            kept.remove(best)
        return kept

    def _without(self, index: int, walked: Walk) -> float:
        without, secured = walked.worths[index]
        return (1 - self._likely[index]) * without + self._likely[index] * secured


def _nine_figures(value: float) -> float:
    """So that what is equal but for rounding is sorted by the next criterion."""
    return float(f"{value:.9g}")
