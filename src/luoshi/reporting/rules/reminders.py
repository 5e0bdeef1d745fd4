"""When a unit is reminded of what it is asked: by working days before the day, on it and after it. Pure.

Nothing is sent on a quiet day. A reminder that counts before the day, or of the day itself where that is quiet, comes
on the working day before; one of what is overdue on the working day after.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _

Works = Callable[[date], bool]

FURTHEST = 60  # working days; nobody needs to hear of a day that is a quarter away, nor of one that is long past
MOST = 6  # days of one list
_SPAN = timedelta(days=4 * FURTHEST)  # no calendar has so few working days that these would not hold sixty


class Stage(StrEnum):
    """Which reminder it is."""

    BEFORE = "before"
    TODAY = "today"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Reminders:
    """The reminders of a programme. ``before`` and ``after`` are working days from the day; after the last of ``after``
    it goes on ``every`` so many (0: not at all), until ``FURTHEST``.
    """

    on: bool = True
    before: tuple[int, ...] = (3, 1)
    on_day: bool = True
    after: tuple[int, ...] = (1, 3, 5)
    every: int = 5

    @property
    def soon(self) -> int:
        """How many working days before its day something is soon."""
        return max((*self.before, int(self.on_day)), default=0)


USUAL = Reminders()


@dataclass(slots=True)
class Counts:
    """How many reports wait: overdue, due today, due soon, and of those how many for the unit's own approver."""

    overdue: int = 0
    today: int = 0
    soon: int = 0
    approving: int = 0

    @property
    def total(self) -> int:
        """All that presses."""
        return self.overdue + self.today + self.soon

    def add(self, stage: Stage, count: int, *, approving: bool) -> None:
        """Count so many that stand at a stage."""
        name = {Stage.OVERDUE: "overdue", Stage.TODAY: "today", Stage.BEFORE: "soon"}[stage]
        setattr(self, name, getattr(self, name) + count)
        self.approving += count if approving else 0


def stands(due: date | None, today: date, rule: Reminders, works: Works) -> Stage | None:
    """Whether something that is due on a day presses on another: overdue, due that day, or soon. None where it does
    not, or names no day.
    """
    if due is None:
        return None
    if due <= today:
        return Stage.OVERDUE if due < today else Stage.TODAY
    return Stage.BEFORE if due - today <= _SPAN and between(today, due, works) <= rule.soon else None


def reminder(due: date | None, today: date, rule: Reminders, works: Works) -> Stage | None:
    """The reminder that is sent on a day, about something that is open and due on another; None for most days."""
    if due is None or not rule.on or not works(today) or abs(due - today) > _SPAN:
        return None
    if today == due:
        return Stage.TODAY if rule.on_day else None
    if today < due:
        left = between(today, due, works)
        if left == 1 and rule.on_day and not works(due):
            return Stage.TODAY  # its own day is quiet: this is the last working day before it
        return Stage.BEFORE if left in rule.before else None
    return Stage.OVERDUE if _again(between(due + timedelta(days=1), today + timedelta(days=1), works), rule) else None


def _again(late: int, rule: Reminders) -> bool:
    """Whether something that is so many working days late is reminded of."""
    last = max(rule.after, default=0)
    if late > FURTHEST or late <= last:
        return late <= FURTHEST and late in rule.after
    return rule.every > 0 and (late - last) % rule.every == 0


def between(first: date, end: date, works: Works) -> int:
    """The working days from ``first`` on, without ``end``."""
    return sum(works(first + timedelta(days=n)) for n in range((end - first).days))


def days_of(text: str) -> tuple[int, ...]:
    """A list of working days as it is typed: ``3、1``. Raises ``Invalid`` (``reminder-days``) for what is none."""
    parts = [part for part in re.split(r"[\s,，、;；]+", text.strip()) if part]
    days = sorted({int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) < 4})
    if len(days) != len(set(parts)) or len(days) > MOST or any(not 1 <= day <= FURTHEST for day in days):
        raise Invalid(
            "reminder-days",
            _("Write at most {most} numbers of working days from 1 to {furthest}, such as: 3, 1."),
            most=MOST,
            furthest=FURTHEST,
        )
    return tuple(days)


def written(days: Iterable[int]) -> str:
    """A list of working days as it is kept."""
    return ",".join(str(day) for day in sorted(set(days)))
