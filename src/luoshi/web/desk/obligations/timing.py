"""The times of an obligation as a page shows them: what is on now in full, the rest folded. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luoshi.programme.queries import ObligationSheet, Supporter, ThreadLine, TimeLine
from luoshi.programme.rules import OccurrenceState


@dataclass(frozen=True, slots=True)
class Times:
    """``now`` is what runs, was returned or waits for a word; ``later`` has not begun; ``done`` is confirmed."""

    now: tuple[TimeLine, ...]
    later: tuple[TimeLine, ...]
    done: tuple[TimeLine, ...]


def parted(times: Iterable[TimeLine], today: date) -> Times:
    """The times by what they ask for on a day. Where nothing is on now, the next one that comes is."""
    now: list[TimeLine] = []
    later: list[TimeLine] = []
    done: list[TimeLine] = []
    for time in times:
        if time.state is OccurrenceState.CONFIRMED:
            done.append(time)
        elif time.state is OccurrenceState.OPEN and time.opens_on is not None and time.opens_on > today:
            later.append(time)
        else:
            now.append(time)
    if not now and later:
        now.append(later.pop(0))
    return Times(tuple(now), tuple(later), tuple(done))


def gathered(supporters: Iterable[Supporter], period: str) -> str:
    """What the supporters last answered for a period, one line each: where the lead's one summary begins."""
    said = (
        f"{one.unit_name}：{' '.join(answer.text.split())}"
        for one in supporters
        for time, answer in one.times
        if answer is not None and time.period == period and time.state is not OccurrenceState.RETURNED
    )
    return "\n".join(said)


def last_word(sheet: ObligationSheet, time: TimeLine) -> ThreadLine | None:
    """What is to be judged (the answer), or why it was returned; None where nothing was said about the time."""
    key = {OccurrenceState.ANSWERED: "answer", OccurrenceState.RETURNED: "return"}.get(time.state)
    said = (line for line in reversed(sheet.thread) if line.key == key and line.period == time.period)
    return next(said, None)


def too_late(sheet: ObligationSheet, time: TimeLine, today: date) -> bool:
    """Whether the body could ask for more time had its day not come."""
    return sheet.mine and "extend" in time.verbs and time.due is not None and time.due <= today
