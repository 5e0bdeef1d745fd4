"""Events that meet in bent rows: their joint distribution, walked event by event.

What has to be remembered on the way is only how full each row is that is not finished, so the number of cases is
bounded by the room of those rows, not by the number of subsets of events.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import add, mul

from luoshi.assessment.rules.forecast.problem import BentRow, Event
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _

MOST_CASES = 100_000  # on one walk, about a second

Case = tuple[int, tuple[int, ...]]
"""Steps that are certain by now, and how full each row is (nought for a finished one)."""
Worth = tuple[float, float]
"""Without an event, and with it secured."""


class Entangled:
    """A group of events that depend on each other in what they bring. ``members`` are indices of events.

    Raises ``Invalid`` (``forecast-too-entangled``) where there are too many cases.
    """

    def __init__(self, events: Sequence[Event], members: Sequence[int], rows: Sequence[BentRow]) -> None:
        self.members = _walk(members, rows)
        self._straight = [events[index].straight for index in self.members]
        last = [max(self.members.index(index) for index in row.gains) for row in rows]
        self._ends = [{number for number, end in enumerate(last) if end == place} for place in range(len(members))]
        self._open = [tuple(int(number not in ends) for number in range(len(rows))) for ends in self._ends]
        self._gains = [tuple(row.gains.get(index, 0) for row in rows) for index in self.members]
        self._rooms = tuple(row.room for row in rows)
        self.span = sum(self._straight) + sum(row.room for row in rows)
        self._moves: list[list[tuple[int, int]]] = []
        """For each event, where each case before it leads: without the event, and with it."""
        self._steps = self._explored()

    def pmf(self, chances: Mapping[int, float]) -> dict[int, float]:
        """The chance of each number of steps that the group adds."""
        return dict(zip(self._steps, self._layers(chances)[-1], strict=True))

    def worth(self, chances: Mapping[int, float], worth: Mapping[int, float]) -> dict[int, Worth]:
        """For each event, what is expected of ``worth`` (by the steps of the group) without that event and with it."""
        layers = self._layers(chances)
        values = [worth[steps] for steps in self._steps]
        found: dict[int, Worth] = {}
        for place in reversed(range(len(self.members))):
            index, moves, before = self.members[place], self._moves[place], layers[place]
            without, secured = ([values[move[side]] for move in moves] for side in (0, 1))
            found[index] = sum(map(mul, before, without)), sum(map(mul, before, secured))
            chance = chances[index]
            values = [(1 - chance) * low + chance * high for low, high in zip(without, secured, strict=True)]
        return found

    def _layers(self, chances: Mapping[int, float]) -> list[list[float]]:
        """The chance of each case before the first event, after the first, … after the last."""
        layers = [[1.0]]
        for place, index in enumerate(self.members):
            chance, moves = chances[index], self._moves[place]
            after = [0.0] * (1 + max(map(max, moves)))
            for weight, (stays, comes) in zip(layers[-1], moves, strict=True):
                after[stays] += weight * (1 - chance)
                after[comes] += weight * chance
            layers.append(after)
        return layers

    def _explored(self) -> list[int]:
        """Finds all cases and moves; gives the steps of each case at the end, each number once."""
        cases: list[Case] = [(0, (0,) * len(self._rooms))]
        kept = 0
        for place in range(len(self.members)):
            after: dict[Case, int] = {}
            moves = []
            for case in cases:
                new = (self._next(case, place, comes=flag) for flag in (False, True))
                stays, comes = (after.setdefault(each, len(after)) for each in new)
                moves.append((stays, comes))
            kept += len(moves)
            if kept > MOST_CASES:
                raise _too_entangled(len(self.members), len(self._rooms))
            self._moves.append(moves)
            cases = list(after)
        return [steps for steps, _full in cases]

    def _next(self, case: Case, place: int, *, comes: bool) -> Case:
        steps, full = case
        if comes:
            steps += self._straight[place]
            full = tuple(map(min, self._rooms, map(add, full, self._gains[place])))
        if ends := self._ends[place]:
            steps += sum(full[number] for number in ends)
            full = tuple(map(mul, full, self._open[place]))
        return steps, full


def _walk(members: Sequence[int], rows: Sequence[BentRow]) -> list[int]:
    """An order that finishes rows early: always the row next that has the fewest events left, begun ones first."""
    order: list[int] = []
    seen: set[int] = set()
    waiting = list(rows)
    while waiting:
        row = min(waiting, key=lambda row: (not seen & row.gains.keys(), len(row.gains.keys() - seen)))
        waiting.remove(row)
        order += [index for index in members if index in row.gains and index not in seen]
        seen |= row.gains.keys()
    return order


def _too_entangled(events: int, rows: int) -> Invalid:
    return Invalid(
        "forecast-too-entangled",
        _("{events} events meet in {rows} rows whose gains overshoot their points: too many cases to be counted."),
        _("Lower the gains of those rows to what their points allow, or choose a coarser resolution."),
        events=events,
        rows=rows,
    )
