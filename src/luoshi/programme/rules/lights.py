"""Lights and what the dates of a duty alone can say, with the reason in words.

Where nobody has been asked yet (a draft) nothing can be done or behind: a day is near, has passed, is far, or is not
there. *Unknown* is said where the dates say nothing, and never stands for "fine". What bodies have answered is judged
in ``rules.standing``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luoshi.kernel.phrases import Day, Phrase
from luoshi.kernel.wording import _
from luoshi.programme.rules.days import next_due
from luoshi.programme.rules.kinds import LightCode

DUE_SOON_DAYS = 10


@dataclass(frozen=True, slots=True)
class Light:
    """A code and why; ``until`` is the last day on which the code holds if nothing is done (None: for ever, or not
    asked).
    """

    code: LightCode
    reason: Phrase
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a programme calls near (days) and behind (per cent that done may lag after time used)."""

    soon_days: int = DUE_SOON_DAYS
    margin_percent: int = 10


@dataclass(frozen=True, slots=True)
class Terms:
    """What a commitment's dates are: its own first and last day, rhythm, phase, and the end of the programme."""

    due: date | None = None
    every: str = ""
    interval: int = 1
    month: int | None = None
    day: int | None = None
    phase_name: str = ""
    phase_start: date | None = None
    phase_end: date | None = None
    programme_end: date | None = None
    start: date | None = None


WORST_FIRST = (
    LightCode.LATE,
    LightCode.BEHIND,
    LightCode.DUE_SOON,
    LightCode.UNKNOWN,
    LightCode.NOT_DUE,
    LightCode.ON_TIME,
    LightCode.DONE,
)


def worst(lights: Iterable[Light]) -> Light | None:
    """The light that asks for most; None where there is none."""
    return min(lights, key=lambda light: WORST_FIRST.index(light.code), default=None)


def light_of(terms: Terms, today: date, soon: int = DUE_SOON_DAYS) -> Light:
    """The light of a duty on a day; ``soon`` is how many days ahead a day counts as near."""
    if terms.due is not None:
        return by_day(terms.due, today, soon)
    if terms.every == "continuous":
        return Light(LightCode.NOT_DUE, Phrase(_("Goes on all the time; no day of it can pass")))
    if terms.every:
        due = next_due(terms.every, today, interval=terms.interval, month=terms.month, day=terms.day)
        return by_day(due, today, soon)
    if terms.phase_end is not None or terms.phase_start is not None:
        return _by_phase(terms, today)
    if terms.programme_end is not None:
        return _by_programme(terms.programme_end, today)
    return Light(LightCode.UNKNOWN, Phrase(_("The plan names no day for it")))


def by_day(due: date, today: date, soon: int) -> Light:
    """The light of one day: passed, near or far."""
    days = (due - today).days
    params = {"days": abs(days), "day": Day(due)}
    if days < -1:
        return Light(LightCode.LATE, Phrase(_("{days} days past its day, {day}"), params))
    if days == -1:
        return Light(LightCode.LATE, Phrase(_("Its day was yesterday, {day}"), params))
    if days == 0:
        return Light(LightCode.DUE_SOON, Phrase(_("Due today"), params))
    if days == 1:
        return Light(LightCode.DUE_SOON, Phrase(_("Due tomorrow, {day}"), params))
    if days <= soon:
        return Light(LightCode.DUE_SOON, Phrase(_("{days} days left, due {day}"), params))
    return Light(LightCode.NOT_DUE, Phrase(_("{days} days left, due {day}"), params))


def _by_phase(terms: Terms, today: date) -> Light:
    params: dict[str, object] = {"phase": terms.phase_name}
    if terms.phase_start is not None and today < terms.phase_start:
        params["day"] = Day(terms.phase_start)
        return Light(LightCode.NOT_DUE, Phrase(_("No day of its own; its phase {phase} begins {day}"), params))
    if terms.phase_end is None:
        return Light(LightCode.UNKNOWN, Phrase(_("No day of its own; its phase {phase} has no end"), params))
    params["day"] = Day(terms.phase_end)
    if today > terms.phase_end:
        reason = Phrase(_("Its phase {phase} ended {day}; nothing has been reported"), params)
        return Light(LightCode.UNKNOWN, reason)
    return Light(LightCode.NOT_DUE, Phrase(_("No day of its own; its phase {phase} runs until {day}"), params))


def _by_programme(end: date, today: date) -> Light:
    params = {"day": Day(end)}
    if today > end:
        return Light(LightCode.UNKNOWN, Phrase(_("The programme ended {day}; nothing has been reported"), params))
    return Light(LightCode.NOT_DUE, Phrase(_("No day of its own; the programme runs until {day}"), params))
