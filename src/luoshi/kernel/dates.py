"""Calendar arithmetic for plans: last days, and days written with the precision that a paper gives them."""

from __future__ import annotations

import calendar


def last_day(year: int, month: int) -> int:
    """The number of days of a month."""
    return calendar.monthrange(year, month)[1]


def is_day(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= last_day(year, month)


def is_written_day(text: str) -> bool:
    """Whether ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` names a time that there is."""
    parts = text.split("-")
    if not (1 <= len(parts) <= 3 and all(part.isascii() and part.isdecimal() for part in parts) and len(parts[0]) == 4):
        return False
    year, month, day = (int(part) for part in [*parts, "1", "1"][:3])
    return is_day(year, month, day)
