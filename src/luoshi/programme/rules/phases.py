"""Phases of a programme: what is refused, what is only told. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase as its dates tell it; days inclusive, None where none is given."""

    name: str
    start: date | None
    end: date | None


def require_range(start: date | None, end: date | None) -> None:
    """Raise ``Invalid`` (``phase-range``) for a phase that ends before it begins, ``phase-year`` for a day that no
    programme has.
    """
    if any(day is not None and not EARLIEST <= day <= LATEST for day in (start, end)):
        raise Invalid("phase-year", _("A day lies between {first} and {last}."), first=EARLIEST, last=LATEST)
    if start is not None and end is not None and end < start:
        raise Invalid("phase-range", _("The phase ends before it begins."), _("Correct one of the two days."))


def oddities(phases: Sequence[Stretch]) -> tuple[Phrase, ...]:
    """What is odd in the phases in their order: dates that overlap, a gap between two, an order against the dates."""
    found = []
    for before, after in pairwise(phases):
        names = {"before": before.name, "after": after.name}
        if before.start and after.start and after.start < before.start:
            found.append(Phrase(_("“{after}” begins before “{before}”, which stands above it."), names))
        elif before.end and after.start and after.start <= before.end:
            found.append(Phrase(_("“{before}” and “{after}” overlap."), names))
        elif before.end and after.start and after.start > before.end + timedelta(days=1):
            found.append(Phrase(_("Days between “{before}” and “{after}” belong to no phase."), names))
    return tuple(found)
