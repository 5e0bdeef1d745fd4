"""All reports that were given, found again: of a programme, and a unit's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.reporting import queries
from luoshi.reporting.queries import GivenChoice
from luoshi.reporting.rules import GivenState
from luoshi.web.desk.programmes.filters import number
from luoshi.web.seats import my_seat

LONGEST = 60  # characters of the words that are searched


@dataclass(frozen=True, slots=True)
class Search:
    """What an address asks for; what no page ever writes into one is passed over."""

    choice: GivenChoice
    page: int

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Search:
        """The choice that an address carries."""
        state = query.get("state", "")
        choice = GivenChoice(
            month=_month(query.get("month", "")),
            unit_id=number(query.get("unit", "")),
            state=GivenState(state) if state in set(GivenState) else None,
            words=" ".join(query.get("q", "").replace("\x00", "").split())[:LONGEST],
        )
        return cls(choice, number(query.get("page", "")) or 1)

    @property
    def narrowed(self) -> bool:
        """Whether anything is chosen."""
        return self.choice != GivenChoice()

    @property
    def before_page(self) -> str:
        """The choice as an address carries it, before the number of a page."""
        chosen = self.choice
        month = f"{chosen.month:%Y-%m}" if chosen.month else ""
        told = {"q": chosen.words, "month": month, "unit": chosen.unit_id or "", "state": chosen.state or ""}
        kept = urlencode({key: str(value) for key, value in told.items() if value})
        return f"{kept}&" if kept else ""


@require_safe
def of_programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What all units reported to a programme."""
    search = Search.of(request.GET)
    found = queries.given_in(my_seat(request).actor, programme_id, search.choice, search.page)
    return render(request, "web/desk/reports/given_in.html", _context(found, search))


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What the units of whoever looks reported."""
    search = Search.of(request.GET)
    found = queries.given_by(my_seat(request).actor, search.choice, search.page)
    return render(request, "web/desk/reports/given_by.html", _context(found, search))


def _context(found: queries.GivenReports, search: Search) -> dict[str, object]:
    return {"found": found, "search": search, "states": tuple(GivenState), "several": len(found.units) > 1}


def _month(text: str) -> date | None:
    """The first day of a month of an address (2026-11), or nothing."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == len("2026-11") else None
    except ValueError:
        return None
