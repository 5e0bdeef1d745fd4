"""The two pages of a round, each with a form that may be bound to what was typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from luoshi.kernel.errors import LuoshiError
from luoshi.programme.queries import facts
from luoshi.programme.queries.consulting import consulting_desk, unit_desk
from luoshi.web.desk.consulting.forms import Opening, Table
from luoshi.web.desk.programmes.filters import number
from luoshi.web.seats import my_seat


def office_page(request: HttpRequest, programme_id: int, status: int = 200, **bound: Any) -> HttpResponse:
    """The round as the office works on it."""
    seat = my_seat(request)
    desk = consulting_desk(seat.actor, programme_id, number(request.GET.get("round", "")))
    context = {
        "desk": desk,
        "programme": desk.programme,
        "today": seat.today,
        "opening": Opening(initial={"edit": desk.edit}),
        "table": Table(),
        **bound,
    }
    return render(request, "web/desk/consulting/office.html", context, status=status)


def unit_page(
    request: HttpRequest, programme_id: int, unit_id: int | None, status: int = 200, **bound: Any
) -> HttpResponse:
    """What a body is asked, and what it has said."""
    seat = my_seat(request)
    desk = unit_desk(seat.actor, programme_id, seat.today, unit_id)
    context: dict[str, Any] = {"desk": desk, "today": seat.today, **bound}
    context["programme"] = desk.programme if desk else facts.line_of(facts.programme(seat.actor, programme_id))
    context["for_other"] = desk is not None and desk.unit_id not in seat.actor.liaison_ids
    return render(request, "web/desk/consulting/unit.html", context, status=status)


def words(error: LuoshiError) -> str:
    """What was wrong, in the language of the page."""
    return error.in_words(get_language() or "")
