"""Days from which and to which a body stands."""

from __future__ import annotations

import re
from datetime import date

from luoshi.kernel.dates import is_day
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_WRITTEN = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def day_of(text: str) -> date | None:
    """The day that a cell or a field says (2022-11-30, 2022/11/30, 2022年11月30日); None for an empty one.

    Raises ``Invalid`` (``day-unreadable``, ``day-out-of-range``).
    """
    text = text.strip()
    if not text:
        return None
    found = _WRITTEN.fullmatch(text)
    parts = tuple(int(part) for part in found.groups()) if found else (0, 0, 0)
    if not is_day(*parts):
        raise Invalid("day-unreadable", _("“{text}” is no day. Write 2022-11-30."), text=text[:40])
    day = date(*parts)
    if not EARLIEST <= day <= LATEST:
        raise Invalid("day-out-of-range", _("{day} lies outside the years 1900 to 2199."), day=day.isoformat())
    return day


def require_days(valid_from: date | None, valid_to: date | None) -> None:
    """Raise ``Invalid`` (``days-reversed``, ``day-out-of-range``) where the days cannot be a body's."""
    for day in (valid_from, valid_to):
        if day is not None and not EARLIEST <= day <= LATEST:
            raise Invalid("day-out-of-range", _("{day} lies outside the years 1900 to 2199."), day=day.isoformat())
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        raise Invalid("days-reversed", _("The last day lies before the first one."))
