"""A state as whole steps: what is proved already, and the events that may add to it.

Most rows add up: whatever is secured counts in full. Only in a row whose gains together overshoot its points does one
event take from another; such a row is *bent*, and the events that meet in it are looked at together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from luoshi.assessment.rules.forecast.state import Gap, Id, Row, Scale, State
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _

MOST_STEPS = 1_000_000  # that all gaps together add
MOST_WORK = 20_000_000  # steps, each counted once for every event that passes over it: some seconds


@dataclass(slots=True)
class Event:
    """Something that is secured or not, as a whole: one gap, or all gaps that name the same event.

    ``straight`` is what it adds, in steps, in rows that add up; ``gain`` what it adds to the marks if it comes alone.
    ``chance`` is ``None`` until a gap gives one; ``valued`` tells whether any of its gains is known.
    """

    id: Id
    chance: Decimal | None = None
    straight: int = 0
    gain: int = 0
    valued: bool = False
    gaps: list[Id] = field(default_factory=list)
    rows: list[Id] = field(default_factory=list)
    asks: set[tuple[str, Id]] = field(default_factory=set)

    @property
    def likely(self) -> float:
        """The chance to reckon with: what nobody has judged is not reckoned with."""
        return float(self.chance or 0)


@dataclass(frozen=True, slots=True)
class BentRow:
    """A row whose gains overshoot: at most ``room`` steps, of ``gains`` by the index of the event."""

    room: int
    gains: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """``proved`` and ``threshold`` in steps; ``proved`` counts no gap."""

    scale: Scale
    proved: int
    threshold: int
    events: tuple[Event, ...]
    bent: tuple[BentRow, ...]

    @property
    def needed(self) -> int:
        """Steps to the threshold, below nought where it is passed."""
        return self.threshold - self.proved

    @property
    def span(self) -> int:
        """The most steps that all gaps together add."""
        return sum(event.straight for event in self.events) + sum(row.room for row in self.bent)


def problem_of(state: State) -> Problem:
    """Raises ``Invalid`` where an id stands twice, gaps of one event differ, or there is too much to be summed."""
    scale = Scale(state.resolution)
    _require_single("rows", (row.id for row in state.rows))
    _require_single("open", (gap.id for row in state.rows for gap in row.gaps))
    _require_single("vetoes", (veto.id for veto in state.vetoes))
    events, numbers = _events(state.rows)
    proved = 0
    bent: list[BentRow] = []
    for row in state.rows:
        mark, cap = _steps(scale, row.mark), None if row.points is None else max(0, scale.steps(row.points))
        mark = mark if cap is None else min(mark, cap)
        proved += mark
        gains: Counter[int] = Counter()
        for gap in row.gaps:
            gains[numbers[gap.id]] += _steps(scale, gap.gain)
        _put(events, bent, gains, None if cap is None else cap - mark)
    problem = Problem(scale, proved, scale.at_least(state.threshold), tuple(events), tuple(bent))
    _require_bounded(problem)
    return problem


def _put(events: list[Event], bent: list[BentRow], gains: Mapping[int, int], room: int | None) -> None:
    """Add what a row can still gain to its events, or to the bent rows."""
    held = {index: gain if room is None else min(gain, room) for index, gain in gains.items()}
    straight = room is None or sum(held.values()) <= room
    for index, gain in held.items():
        events[index].gain += gain
        if straight:
            events[index].straight += gain
    if room is not None and not straight:
        bent.append(BentRow(room, {index: gain for index, gain in held.items() if gain}))


def _events(rows: Iterable[Row]) -> tuple[list[Event], dict[Id, int]]:
    """The events in the order of their first gap, and the index of the event of each gap."""
    found: dict[tuple[str, Id], int] = {}
    numbers: dict[Id, int] = {}
    events: list[Event] = []
    for row in rows:
        for gap in row.gaps:
            key = ("gap", gap.id) if gap.event is None else ("event", gap.event)
            index = found.setdefault(key, len(events))
            if index == len(events):
                events.append(Event(gap.id))
            numbers[gap.id] = index
            _join(events[index], row, gap)
    return events, numbers


def _join(event: Event, row: Row, gap: Gap) -> None:
    if event.gaps and gap.event is not None:
        event.id = gap.event  # an event of a single gap is called as its gap is
    if None not in (event.chance, gap.chance) and event.chance != gap.chance:
        raise Invalid(
            "forecast-event-differs",
            _("Gaps of the event “{event}” differ in their chance: {one} and {other}."),
            _("One event has one chance: give the same to all its gaps."),
            event=gap.event,
            one=event.chance,
            other=gap.chance,
        )
    event.chance = gap.chance if event.chance is None else event.chance
    event.valued |= gap.gain is not None
    event.gaps.append(gap.id)
    if row.id not in event.rows:
        event.rows.append(row.id)
    if gap.asks is not None:
        event.asks.update(("organisation", name) for name in gap.asks)
    elif gap.event is not None:
        event.asks.add(("event", gap.event))
    else:
        event.asks.add(("gap", gap.id))


def _steps(scale: Scale, value: Decimal | None) -> int:
    return 0 if value is None else scale.steps(value)


def _require_single(where: str, ids: Iterable[Id]) -> None:
    for name, times in Counter(ids).items():
        if times > 1:
            raise Invalid(
                "forecast-id-twice",
                _("The id “{id}” stands {times} times in {where}."),
                _("Give each an id of its own."),
                id=name,
                times=times,
                where=where,
            )


def _require_bounded(problem: Problem) -> None:
    gaps = sum(event.gain > 0 for event in problem.events)
    most = min(MOST_STEPS, MOST_WORK // max(1, gaps))
    if problem.span > most:
        raise Invalid(
            "forecast-too-fine",
            _("{gaps} open gaps make {steps} steps of {resolution} points: too many to be summed (at most {most})."),
            _("Choose a coarser resolution or put small gaps together."),
            gaps=gaps,
            steps=f"{problem.span:,}",
            resolution=problem.scale.resolution,
            most=f"{most:,}",
        )
