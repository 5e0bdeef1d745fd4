"""The exact distribution of what is gained, and what each event is worth: convolution forward, expectation backward.

Every event is a step from a distribution before it to one after it. Walking forward gives how likely each number of
steps is before the event; walking backward gives how likely the threshold is reached from each number after it. The
product of the two is the chance with the event secured. Only sums and products of numbers that are not negative occur,
so nothing is lost to cancellation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from luoshi.assessment.rules.forecast.entangled import Entangled, Worth
from luoshi.assessment.rules.forecast.problem import BentRow, Problem

BLOCK = 1_000_000  # steps kept at a time on the way back


@dataclass(frozen=True, slots=True)
class Single:
    """An event that depends on no other."""

    index: int
    span: int

    def pmf(self, chances: Mapping[int, float]) -> dict[int, float]:
        """The chance of each number of steps that the event adds."""
        chance = chances[self.index]
        return {0: 1 - chance, self.span: chance}

    def worth(self, _chances: Mapping[int, float], worth: Mapping[int, float]) -> dict[int, Worth]:
        """What is expected of ``worth`` (by the steps gained) without the event and with it."""
        return {self.index: (worth[0], worth[self.span])}


Part = Single | Entangled


def parts_of(problem: Problem) -> list[Part]:
    """The events in groups that do not depend on each other, those that add little first; none that adds nothing."""
    group = list(range(len(problem.events)))

    def top(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for row in problem.bent:
        first, *others = row.gains
        for other in others:
            group[top(other)] = top(first)
    rows: dict[int, list[BentRow]] = {}
    for row in problem.bent:
        rows.setdefault(top(next(iter(row.gains))), []).append(row)
    members: dict[int, list[int]] = {}
    for index in range(len(group)):
        members.setdefault(top(index), []).append(index)
    parts: list[Part] = [
        Entangled(problem.events, held, rows[head]) if head in rows else Single(head, problem.events[head].straight)
        for head, held in members.items()
    ]
    return sorted((part for part in parts if part.span), key=lambda part: part.span)


@dataclass(frozen=True, slots=True)
class Walk:
    """``spread`` is the chance of each number of steps gained, from nought to all; ``worths`` the chance that enough
    are gained without an event and with it secured, by the index of the event.
    """

    spread: list[float]
    worths: dict[int, Worth]


def walk(parts: Sequence[Part], chances: Mapping[int, float], needed: int) -> Walk:
    """Forward for the distribution, backward for what each event is worth for gaining at least ``needed`` steps."""
    pmfs = [part.pmf(chances) for part in parts]
    path = _Path(parts, pmfs)
    reached = [float(steps >= needed) for steps in range(len(path.end))]
    found: dict[int, Worth] = {}
    for number, before in path.back():
        part, pmf = parts[number], pmfs[number]
        values = {steps: sum(map(mul, before, reached[steps:])) for steps in {0, *pmf, part.span}}
        found |= part.worth(chances, values)
        reached = _expected(reached, pmf, len(before))
    return Walk(path.end, found)


def spread_of(parts: Sequence[Part], chances: Mapping[int, float]) -> list[float]:
    """The chance of each number of steps gained, from nought to all."""
    spread = [1.0]
    for part in parts:
        spread = _after(spread, part.pmf(chances), part.span)
    return spread


class _Path:
    """The distributions before each part. Only the last block is kept; the others are made again on the way back."""

    def __init__(self, parts: Sequence[Part], pmfs: Sequence[Mapping[int, float]]) -> None:
        self._parts, self._pmfs = parts, pmfs
        self._starts: list[tuple[int, list[float]]] = []
        self._block: list[list[float]] = []
        self.end, kept = [1.0], BLOCK
        for number, (part, pmf) in enumerate(zip(parts, pmfs, strict=True)):
            if kept >= BLOCK:
                self._starts.append((number, self.end))
                self._block, kept = [], 0
            self._block.append(self.end)
            kept += len(self.end)
            self.end = _after(self.end, pmf, part.span)

    def back(self) -> Iterator[tuple[int, list[float]]]:
        """The index of each part and the distribution before it, from the last part to the first."""
        end, block = len(self._parts), self._block
        for start, first in reversed(self._starts):
            block = block if end == len(self._parts) else self._again(start, first, end)
            yield from ((number, block[number - start]) for number in reversed(range(start, end)))
            end = start

    def _again(self, start: int, first: list[float], end: int) -> list[list[float]]:
        block = [first]
        for number in range(start, end - 1):
            block.append(_after(block[-1], self._pmfs[number], self._parts[number].span))
        return block


def _after(spread: list[float], pmf: Mapping[int, float], span: int) -> list[float]:
    length = len(spread)
    if pmf.keys() == {0, span}:  # the usual case, in one pass
        stays, comes, none = pmf[0], pmf[span], [0.0] * span
        return [stays * held + comes * added for held, added in zip(spread + none, none + spread, strict=True)]
    new = [0.0] * (length + span)
    for steps, chance in pmf.items():
        place = slice(steps, steps + length)
        new[place] = [held + chance * weight for held, weight in zip(new[place], spread, strict=True)]
    return new


def _expected(reached: list[float], pmf: Mapping[int, float], length: int) -> list[float]:
    if len(pmf) == 2 and 0 in pmf:
        span = max(pmf)
        stays, comes, later = pmf[0], pmf[span], reached[span : span + length]
        return [stays * held + comes * added for held, added in zip(reached[:length], later, strict=True)]
    new = [0.0] * length
    for steps, chance in pmf.items():
        new = [held + chance * value for held, value in zip(new, reached[steps : steps + length], strict=True)]
    return new
