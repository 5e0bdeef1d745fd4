"""What asking costs (基层负担): sums over requests, and what is warned of before one is sent. Pure.

Source: 《整治形式主义为基层减负若干规定》(2024-08-06): in general no demand to 报送贯彻落实情况, no
frequent demands to fill forms, the same material at most once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

FEW_DAYS = 2
_WORDINGS = (
    (
        re.compile(r"报送.{0,6}(贯彻)?落实情况"),
        _("“{words}”: papers on how something is carried out are in general not asked for."),
    ),
    (
        re.compile(r"(上午|当天|当日|今日|下班前).{0,6}(报|发|交)"),
        _("“{words}”: a day of its own is too short to be asked for."),
    ),
    (
        re.compile(r"(工作)?(照片|截图|签到|打卡).{0,4}(不少于|至少|\d+张)"),
        _("“{words}”: pictures and traces are not the measure of work."),
    ),
    (
        re.compile(r"(制定|出台|印发).{0,4}(实施)?(方案|细则).{0,6}(报|备)"),
        _("“{words}”: matching papers are in general not asked for."),
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it cost its unit. ``fields`` were to be filled, ``characters`` were written, ``days`` were given
    (0 where it was asked on its day or after it, None: no day was named); ``answered`` where a report is there,
    ``reused`` where it needed no typing. ``spared`` where the unit was never asked, for what it had reported answers
    it: its fields and days count for nothing.
    """

    fields: int
    characters: int
    days: int | None
    answered: bool
    reused: bool
    spared: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """What some requests cost together. ``days`` and ``least`` are None where no day was named. ``spared`` requests are
    not among ``requests``: they reached nobody.
    """

    requests: int
    fields: int
    characters: int
    days: float | None
    least: int | None
    answered: int
    reused: int
    spared: int

    @property
    def share(self) -> int | None:
        """Per cent of the answers that needed no typing; None where nothing was answered: unknown is not nought."""
        return round(100 * self.reused / self.answered) if self.answered else None


def cost_of(asked: Iterable[Asked]) -> Cost:
    """The sums; ``days`` at the median."""
    rows = list(asked)
    reached = [row for row in rows if not row.spared]
    days = [row.days for row in reached if row.days is not None]
    return Cost(
        requests=len(reached),
        fields=sum(row.fields for row in reached),
        characters=sum(row.characters for row in rows),
        days=median(days) if days else None,
        least=min(days, default=None),
        answered=sum(row.answered for row in rows),
        reused=sum(row.reused for row in rows),
        spared=len(rows) - len(reached),
    )


def warnings(text: str, *, today: date, due: date) -> tuple[Phrase, ...]:
    """What speaks against a request before it is sent: its day, and its wording."""
    found = []
    days = (due - today).days
    if days <= 0:
        found.append(Phrase(_("It is due on the day on which it is sent.")))
    elif days < FEW_DAYS:
        found.append(Phrase(_("It gives {days} day."), {"days": days}))
    for pattern, message in _WORDINGS:
        said = pattern.search(text)
        if said is not None:
            found.append(Phrase(message, {"words": said.group()}))
    return tuple(found)
