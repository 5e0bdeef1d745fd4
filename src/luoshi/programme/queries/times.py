"""A programme along the line of time: by phase, and by the days on which anything is due."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from luoshi.programme.queries.choosing import Choice
from luoshi.programme.queries.facts import PhaseFacts, ProgrammeLine
from luoshi.programme.queries.scenes import scene
from luoshi.programme.queries.tallies import DayTally, in_order
from luoshi.programme.rules import CommitmentKind, LightCode
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """What is owed in a phase; None gathers what the plan puts into none."""

    phase: PhaseFacts | None
    tasks: int
    duties: int
    lights: tuple[tuple[LightCode, int], ...]

    @property
    def owed(self) -> int:
        """All of it."""
        return self.tasks + self.duties


@dataclass(frozen=True, slots=True)
class MonthLine:
    """What is due in a month, with its days."""

    first: date
    due: int
    dealt: int
    days: tuple[DayTally, ...]

    @property
    def last(self) -> date:
        """The last day of it on which anything is due."""
        return self.days[-1].day


@dataclass(frozen=True, slots=True)
class Course:
    """A programme along the line of time."""

    programme: ProgrammeLine
    phases: tuple[PhaseFacts, ...]
    lines: tuple[PhaseLine, ...]
    months: tuple[MonthLine, ...]


def course(actor: Actor, programme_id: int, today: date, choice: Choice | None = None) -> Course:
    """Phases with what is owed in them, and every day on which anything is due. Raises ``NotFound`` for strangers."""
    found = scene(actor, programme_id, today, choice or Choice())
    tasks: Counter[int | None] = Counter()
    duties: Counter[int | None] = Counter()
    lights: dict[int | None, Counter[LightCode]] = defaultdict(Counter)
    for phase_id, kind, light, count in found.source.phases():
        (tasks if kind is CommitmentKind.TASK else duties)[phase_id] += count
        lights[phase_id][light] += count
    everything: list[PhaseFacts | None] = [*found.phases, None]
    lines = tuple(
        PhaseLine(phase, tasks[pk], duties[pk], in_order(lights[pk]))
        for phase in everything
        if (pk := phase.id if phase else None) in lights or phase is not None
    )
    return Course(found.programme, found.phases, lines, _months(found.source.days()))


def _months(days: tuple[DayTally, ...]) -> tuple[MonthLine, ...]:
    found: dict[date, list[DayTally]] = defaultdict(list)
    for tally in days:
        found[tally.day.replace(day=1)].append(tally)
    return tuple(
        MonthLine(
            first,
            sum(one.due for one in some),
            sum(one.answered + one.confirmed for one in some),
            tuple(some),
        )
        for first, some in sorted(found.items())
    )
