"""The demonstration's plan on a day: the self-check is seven days later, and the rest follows from it."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import resources

LEAD = timedelta(days=7)


def _month(day: date, months: int) -> date:
    """The first day of the month that lies some months away."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月"


def plan_text(today: date) -> str:
    """The text of the plan for a site that is created on ``today``.

    The third phase is the month before the self-check, its own and the next one; two phases lie before it (seven and
    three months), one after it (six months).
    """
    self_check = today + LEAD
    middle = _month(self_check, 0)
    starts = {1: _month(middle, -11), 2: _month(middle, -4), 3: _month(middle, -1), 4: _month(middle, 2)}
    ends = {1: _month(middle, -5), 2: _month(middle, -2), 3: _month(middle, 1), 4: _month(middle, 7)}
    issued = starts[2] + timedelta(days=4)
    apply_by = _month(middle, 3)
    words = {f"phase{n}_start": _words(day) for n, day in starts.items()}
    words |= {f"phase{n}_end": _words(day) for n, day in ends.items()}
    return template().format(
        issue_year=issued.year,
        issue_date=f"{issued.year}年{issued.month}月{issued.day}日",
        final_year=ends[4].year,
        self_check=f"{self_check.year}年{self_check.month}月{self_check.day}日",
        apply=f"{apply_by.year}年{apply_by.month}月20日",
        **words,
    )


def issued_on(today: date) -> date:
    """The day on which the demonstration's programme was issued to its bodies, after they had been asked."""
    return _month(today + LEAD, -1) + timedelta(days=10)


def template() -> str:
    """The plan with places for its dates, as it ships with the package."""
    return resources.files("luoshi.demonstration").joinpath("plans/county.txt").read_text(encoding="utf-8")
