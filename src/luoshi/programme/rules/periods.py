"""The times at which an obligation is to be met: once, or every period of a rhythm. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.rules.days import next_due
from luoshi.programme.rules.lights import Terms

ONCE = "once"
MOST = 60  # periods of one obligation that are opened at once
WITHOUT_END = timedelta(days=366)  # how far ahead periods are opened where a programme has no end
AHEAD = timedelta(days=31)  # more periods are opened once the last one ends within this time
DAY = timedelta(days=1)


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
    if not has_rhythm(terms):
        due = terms.due or terms.phase_end or (terms.programme_end if terms.every != "continuous" else None)
        return (Period(ONCE, terms.start or terms.phase_start, due),)
    start = max(start, terms.start or start)
    last = end or terms.due or terms.programme_end or start + WITHOUT_END
    found: list[Period] = []
    for period, due in _endless(terms, start):
        if found and (due > last or len(found) >= MOST):
            break
        found.append(period)
    return tuple(found)


def has_rhythm(terms: Terms) -> bool:
    """Whether it is to be met again and again, each time by a day."""
    return bool(terms.every) and terms.every != "continuous"


def upcoming(terms: Terms, names: Collection[str], last: date) -> Period | None:
    """The first period after ``last``, the day by which the last of ``names`` was due; None where it ends."""
    if not has_rhythm(terms):
        return None
    end = terms.due or terms.programme_end
    for period, due in _endless(terms, last + DAY):
        if end is not None and due > end:
            return None
        if period.name not in names:
            return period
    return None


def continued(terms: Terms, names: Collection[str], last: date, today: date) -> tuple[Period, ...]:
    """The periods that are to be opened on a day behind those that there are: none while the last one is far, else all
    that have passed and those ahead as ``periods`` gives them. Arguments as of ``upcoming``.
    """
    found: list[Period] = []
    ahead = 0
    known = set(names)
    following = upcoming(terms, known, last) if last - AHEAD < today else None
    while following is not None and following.due is not None:
        if found and (following.due > today + WITHOUT_END or ahead >= MOST):
            break
        found.append(following)
        known.add(following.name)
        ahead += following.due >= today
        following = upcoming(terms, known, following.due)
    return tuple(found)


def _endless(terms: Terms, start: date) -> Iterator[tuple[Period, date]]:
    """Every period from a day on, and its last day."""
    opens = start
    while True:
        due = next_due(terms.every, opens, interval=terms.interval, month=terms.month, day=terms.day)
        yield Period(period_name(terms.every, terms.interval, due), opens, due), due
        opens = due + DAY


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
