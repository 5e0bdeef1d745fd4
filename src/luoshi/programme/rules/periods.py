"""The times at which an obligation is to be met: once, or every period of a rhythm. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.rules.days import next_due
from luoshi.programme.rules.lights import Terms

ONCE = "once"
MOST = 60  # periods of one obligation that are opened at once
WITHOUT_END = timedelta(days=366)  # how far ahead periods are opened where a programme has no end


@dataclass(frozen=True, slots=True)
class Period:
    """One time: ``name`` is ``once`` or tells the period (2026, 2026-H2, 2026-Q4, 2026-11, or its last day)."""

    name: str
    opens_on: date | None
    due: date | None


def periods(terms: Terms, start: date, end: date | None = None) -> tuple[Period, ...]:
    """The times from ``start`` until ``end`` (or the end of the programme), at most ``MOST``; at least one.

    What goes on all the time, and what names no rhythm, is met once: by its own day, else by the end of its phase.
    """
    if not terms.every or terms.every == "continuous":
        due = terms.due or terms.phase_end or (terms.programme_end if terms.every != "continuous" else None)
        return (Period(ONCE, terms.phase_start, due),)
    last = end or terms.due or terms.programme_end or start + WITHOUT_END
    found: list[Period] = []
    opens = start
    while len(found) < MOST:
        due = next_due(terms.every, opens, interval=terms.interval, month=terms.month, day=terms.day)
        if due > last and found:
            break
        found.append(Period(period_name(terms.every, terms.interval, due), opens, due))
        opens = due + timedelta(days=1)
    return tuple(found)


def period_name(every: str, interval: int, due: date) -> str:
    """The name of the period that is due on a day."""
    if interval == 1:
        if every == "month":
            return f"{due.year}-{due.month:02}"
        if every == "quarter":
            return f"{due.year}-Q{(due.month + 2) // 3}"
        if every == "half-year":
            return f"{due.year}-H{1 if due.month <= 6 else 2}"
        if every == "year":
            return str(due.year)
    return due.isoformat()


def period_words(name: str) -> Phrase:
    """A period's name in words: 2026年10月, 2026年第4季度, 2026年下半年."""
    year, _dash, rest = name.partition("-")
    if name == ONCE:
        return Phrase(_("Once"))
    if not rest:
        return Phrase(_("the year {year}"), {"year": year})
    if rest.startswith("Q"):
        return Phrase(_("quarter {number} of {year}"), {"year": year, "number": rest[1:]})
    if rest.startswith("H"):
        half = _("the first half of {year}") if rest == "H1" else _("the second half of {year}")
        return Phrase(half, {"year": year})
    if "-" in rest:
        return Phrase("{day}", {"day": name})
    return Phrase(_("{year}-{month:02}"), {"year": year, "month": int(rest)})
