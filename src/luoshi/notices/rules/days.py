"""Which days are worked on: weekends, the public holidays of the State Council's yearly notice
(国务院办公厅关于部分节假日安排的通知) with the weekends that are worked for them, and what a county
says otherwise. Pure.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _

Works = Callable[[date], bool]
"""Whether a day is a working day."""

SATURDAY = 5
MONTH = 31
LONGEST_NAME = 40
MOST_DAYS = 1000
LISTED = frozenset(day.year for day in holidays)
"""The years of which the library knows the notice: the one of a year is published in the November before it."""
STATUTORY = (
    ((1, 1), (1, 4), 1),  # 元旦
    ((1, 20), (2, 28), 4),  # 春节
    ((4, 2), (4, 8), 1),  # 清明
    ((4, 29), (5, 7), 2),  # 劳动节
    ((5, 25), (6, 28), 1),  # 端午
    ((9, 5), (10, 10), 1),  # 中秋
    ((9, 29), (10, 9), 3),  # 国庆
)
"""The public holidays of a year since 2025 (全国年节及纪念日放假办法): between which days each of them lies with what
is moved to it, and of how many days it is at least. A list that names so many names the year's holidays.
"""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of a county. ``changed`` is what it says of single days (True: worked), and goes before all else."""

    changed: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """Whether a day is a working day; where its year is not known, every day from Monday to Friday is."""
        if day in self.changed:
            return self.changed[day]
        if day.year in LISTED:
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < SATURDAY

    def on_or_after(self, day: date) -> date:
        """The day itself, or the first working day after it; the day itself where none is found within a month."""
        later = (day + timedelta(days=n) for n in range(MONTH))
        return next((one for one in later if self.works(one)), day)

    def knows(self, year: int) -> bool:
        """Whether the holidays of a year are known: listed, or told by the county. A day of its own (县庆) says nothing
        of the others: its list must have every public holiday of the year.
        """
        if year in LISTED:
            return True
        off = {(day.month, day.day) for day, works in self.changed.items() if day.year == year and not works}
        return all(sum(first <= day <= last for day in off) >= least for first, last, least in STATUTORY)

    def unknown(self, first: date, last: date) -> tuple[int, ...]:
        """The years between two days whose holidays are not known."""
        return tuple(year for year in range(first.year, last.year + 1) if not self.knows(year))


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a county's list: a day, whether it is worked, and why (元旦, 县庆)."""

    day: date
    works: bool
    name: str


WORDS = {"off": False, "休": False, "放假": False, "working": True, "班": True, "上班": True}
"""What a list may say of a day."""


def days_from(text: str) -> tuple[Listed, ...]:
    """The days of a list in CSV: day (2027-01-01), ``off`` or ``working`` (休、班), name; a first line of headings may
    stand above. Raises ``Invalid`` (``days-unreadable``) with the line where one cannot be read or a day stands twice.
    """
    found: dict[date, Listed] = {}
    for number, row in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        cells = [cell.strip() for cell in next(csv.reader([row]), [])]
        if not any(cells) or (number == 1 and not cells[0][:1].isdigit()):
            continue
        one = _line(cells)
        if one is None or one.day in found or len(found) >= MOST_DAYS:
            raise Invalid(
                "days-unreadable",
                _("Line {line} of the list of days cannot be read."),
                _("Write a day once, as: 2027-01-01,off,New Year."),
                line=number,
            )
        found[one.day] = one
    return tuple(found.values())


def _line(cells: list[str]) -> Listed | None:
    try:
        day = date.fromisoformat(cells[0])
    except ValueError:
        return None
    works = WORDS.get(cells[1].lower()) if len(cells) > 1 else None
    name = cells[2] if len(cells) > 2 else ""
    return None if works is None or len(name) > LONGEST_NAME else Listed(day, works, name)
