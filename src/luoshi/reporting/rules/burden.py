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

from luoshi.kernel.phrases import Day, Phrase
from luoshi.kernel.wording import _

FEW_DAYS = 2
_WORDINGS = (
    (
        re.compile(
            r"(报送|上报|报告|反馈|填报|提交|报|交)[^，。；！？\n]{0,8}(落实|执行)(的)?情况"
            r"|(落实|执行)(的)?情况[^，。；！？\n]{0,16}(报送|上报|书面报告|反馈|报[我县市区办本至给来]|报$)"
        ),
        _("“{words}”: papers on how something is carried out are in general not asked for."),
    ),
    (
        re.compile(r"(上午|当天|当日|今日|下班前).{0,6}(报|发|交)|(每[天日]|逐日)[^，。；\n]{0,4}(报送|上报|报进)"),
        _("“{words}”: a day of its own is too short to be asked for."),
    ),
    (
        re.compile(
            r"(工作)?(照片|截图|签到|打卡).{0,4}(不少于|至少|\d+张)"
            r"|(拍照|拍摄照片|截图|打卡|照片)(并|后|、|及|和)?(上传|上报|报送|留痕|签到|提供照片)"
            r"|(上传|附|提供|报送|上报)[^，。；\n]{0,6}(照片|截图)(?!墙)"
            r"|(每[天日周]|按时|定期|坚持|必须|须|要求)[^，。；\n]{0,4}(打卡|拍照|签到)"
        ),
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
    ``reused`` where an earlier answer was given again, ``unchanged`` where it said no change and nothing more.
    ``spared`` where the unit was never asked, for what it had reported answers
    it: its fields and days count for nothing.
    """

    fields: int
    characters: int
    days: int | None
    answered: bool
    reused: bool
    spared: bool = False
    unchanged: bool = False


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
    unchanged: int = 0

    @property
    def share(self) -> int | None:
        """Per cent of the answers that were given by reuse; None where nothing was answered: unknown is not nought."""
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
        unchanged=sum(row.unchanged for row in rows),
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


def rhythm_warnings(
    day: int, *, requests: int = 0, units: int = 0, due: date | None = None, days: int = 0
) -> tuple[Phrase, ...]:
    """What speaks against a day of the month (1 to 28) by which units report: that it is too near the first, from which
    every month is asked about, or too near today for the ``requests`` that it asks at once by ``due``.
    """
    found = []
    if due is not None and days < FEW_DAYS:
        said = {"requests": requests, "units": units, "day": Day(due), "days": days}
        on_its_day = _("{requests} requests of {units} units would be due on {day}, the day on which they are asked.")
        soon = _("{requests} requests of {units} units would be due on {day}: it gives {days} day.")
        found.append(Phrase(on_its_day if days <= 0 else soon, said))
    if day - 1 < FEW_DAYS:
        on_first = _("Every month would be due on its first day, the day on which it is asked.")
        found.append(Phrase(on_first) if day <= 1 else Phrase(_("Every month it would give {days} day."), {"days": 1}))
    return tuple(found)
