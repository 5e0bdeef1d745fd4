"""Days: what ``2022-10`` begins and ends with, and the next day on which a rhythm asks for something."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

MONTHS_OF = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


def first_day(text: str | None) -> date | None:
    """The first day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None for anything else."""
    parts = _parts(text)
    return parts and date(parts[0], parts[1] or 1, parts[2] or 1)


def last_day(text: str | None) -> date | None:
    """The last day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None for anything else."""
    parts = _parts(text)
    if not parts:
        return None
    year, month, day = parts
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(text: str | None) -> tuple[int, int, int] | None:
    try:
        numbers = [int(part) for part in (text or "").split("-")]
        year, month, day = [*numbers, 0, 0][:3]
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return year, month, day


def next_due(every: str, today: date, *, interval: int = 1, month: int | None = None, day: int | None = None) -> date:
    """The last day of the period in which ``today`` lies, or of the next one where that day has passed.

    ``every`` is a unit of ``outline.model.Every`` other than continuous. Several months (``interval``) are counted
    from January; several days, weeks, thirds of a month or years from the one in which ``today`` lies. ``month`` and
    ``day`` name the day within the period where the plan does (每月28日, 每年11月底前).
    """
    more = max(1, interval) - 1
    if every == "day":
        return today + timedelta(days=more)
    if every == "week":
        return today + timedelta(days=6 - today.weekday() + 7 * more)
    if every == "ten-days":
        due = _third(today)
        for _step in range(more):
            due = _third(due + timedelta(days=1))
        return due
    asked = MONTHS_OF[every] * (more + 1)
    months, years = min(12, asked), max(0, asked // 12 - 1)
    due = _in_period(today, months, month, day)
    if due < today:
        due = _in_period(_after(today, months), months, month, day)
    year = due.year + years
    return due.replace(year=year, day=min(due.day, _length(year, due.month)))


def _third(today: date) -> date:
    """The last day of the third of a month (旬) in which a day lies."""
    return today.replace(day=10 if today.day <= 10 else 20 if today.day <= 20 else _length(today.year, today.month))


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _in_period(today: date, months: int, month: int | None, day: int | None) -> date:
    last = ((today.month - 1) // months + 1) * months
    chosen = min(12, month if month and months == 12 else last)
    length = _length(today.year, chosen)
    return date(today.year, chosen, min(day or length, length))


def _after(today: date, months: int) -> date:
    last = min(12, ((today.month - 1) // months + 1) * months)
    return date(today.year + (last == 12), last % 12 + 1, 1)
