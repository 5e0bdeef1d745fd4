"""The page of a body."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.programme import queries
from luoshi.web.seats import my_seat


@require_safe
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """All that a body owes, over every programme, what is due first above."""
    seat = my_seat(request)
    sheet = queries.unit(seat.actor, unit_id, seat.today)
    return render(request, "web/desk/units/unit.html", {"sheet": sheet, "today": seat.today})
