"""The forecast of a state: points first, then the middle and the band, the chance, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from math import fsum, prod

from luoshi.assessment.rules.forecast.distribution import parts_of, walk
from luoshi.assessment.rules.forecast.problem import Problem, problem_of
from luoshi.assessment.rules.forecast.state import Id, Lack, Rounded, Row, Scale, State, Veto, capped, lacks, rounded

LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95
HAIR = 1e-12  # sums of floats that should meet a quantile exactly may stay this far below it


@dataclass(frozen=True, slots=True)
class Step:
    """What securing one event brings: ``gain`` points to the marks, ``raises`` to the chance.

    ``id`` is that of the gap, or of the event where several ``gaps`` are one.
    """

    id: Id
    gain: Decimal
    raises: float
    gaps: tuple[Id, ...]
    rows: tuple[Id, ...]


@dataclass(frozen=True)
class Forecast:
    """Points are decimals at the resolution, chances floats from 0 to 1, exact but for their rounding.

    ``proved`` is what the marks come to, ``most`` what they come to with every gap secured. ``spread`` is the chance of
    each total that can occur, the lowest first. ``strikes`` is the chance that at least one veto strikes, ``None``
    where a veto has no chance given. ``lacks`` names what is unknown: an unknown mark proves nothing, unknown points
    are no bound, an unknown gain or chance secures nothing.
    """

    state: State
    proved: Decimal
    most: Decimal
    spread: tuple[tuple[Decimal, float], ...]
    chance: float
    strikes: float | None
    next: tuple[Step, ...]
    lacks: tuple[Lack, ...]
    rounded: tuple[Rounded, ...]
    capped: tuple[Row, ...]

    @property
    def short(self) -> Decimal:
        """Points that are missing to the threshold; 0 where it is reached."""
        return max(self.state.threshold - self.proved, Decimal(0))

    @property
    def chance_with_vetoes(self) -> float | None:
        """The chance that the threshold is reached and no veto strikes; ``None`` where a veto has no chance given."""
        return None if self.strikes is None else self.chance * (1 - self.strikes)

    @cached_property
    def median(self) -> Decimal:
        """The smallest total that is not exceeded with a chance of at least one half."""
        return self.quantile(MIDDLE)

    @cached_property
    def band(self) -> tuple[Decimal, Decimal]:
        """The same with 5 % and with 95 %."""
        return self.quantile(LOW), self.quantile(HIGH)

    def quantile(self, share: float) -> Decimal:
        """The smallest total that is not exceeded with a chance of at least ``share``."""
        sums = accumulate(chance for _total, chance in self.spread)
        reached = (total for (total, _chance), held in zip(self.spread, sums, strict=True) if held >= share - HAIR)
        return next(reached, self.spread[-1][0])


def forecast(state: State) -> Forecast:
    """The forecast of a state; raises ``Invalid`` where the state contradicts itself or is too much to be summed."""
    problem = problem_of(state)
    parts = parts_of(problem)
    chances = {index: event.likely for index, event in enumerate(problem.events)}
    walked = walk(parts, chances, problem.needed)
    chance = min(1.0, fsum(walked.spread[max(0, problem.needed) :]))
    return Forecast(
        state=state,
        proved=problem.scale.points(problem.proved),
        most=problem.scale.points(problem.proved + problem.span),
        spread=_spread(walked.spread, problem),
        chance=chance,
        strikes=strikes(state.vetoes),
        next=_steps(problem, {index: secured - chance for index, (_, secured) in walked.worths.items()}),
        lacks=lacks(state),
        rounded=rounded(state),
        capped=capped(state),
    )


def strikes(vetoes: Sequence[Veto]) -> float | None:
    """The chance that at least one of independent vetoes strikes; ``None`` where one has no chance given."""
    known = [float(1 - veto.chance) for veto in vetoes if veto.chance is not None]
    return None if len(known) < len(vetoes) else 1 - prod(known)


def _spread(gained: Sequence[float], problem: Problem) -> tuple[tuple[Decimal, float], ...]:
    scale: Scale = problem.scale
    return tuple((scale.points(problem.proved + steps), chance) for steps, chance in enumerate(gained) if chance)


def _steps(problem: Problem, worths: Mapping[int, float]) -> tuple[Step, ...]:
    """Largest first; what raises the chance by the same is sorted by its points, then as the state has it. Events that
    add nothing are last, events whose gain is unknown are none.
    """
    raises = {index: max(0.0, worths.get(index, 0.0)) for index, event in enumerate(problem.events) if event.valued}
    order = sorted(raises, key=lambda index: (-round(raises[index], 12), -problem.events[index].gain, index))
    events = ((problem.events[index], raises[index]) for index in order)
    return tuple(
        Step(event.id, problem.scale.points(event.gain), value, tuple(event.gaps), tuple(event.rows))
        for event, value in events
    )
