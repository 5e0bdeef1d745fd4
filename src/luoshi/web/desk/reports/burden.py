"""What asking costs: of one programme, of all that ask the units of the county, and of one's own unit."""

from __future__ import annotations

import re
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.documents.burden_table import burden_table
from luoshi.reporting import actions, queries
from luoshi.web.papers import paper_file
from luoshi.web.seats import my_seat

_MONTH = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])", re.ASCII)


@require_safe
def of_programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What the programme costs the units that it asks: in all months, or in one."""
    seat = my_seat(request)
    actions.open_requests(actor=seat.actor, today=seat.today, programme_id=programme_id)
    found = queries.burden(seat.actor, programme_id, seat.today, request.GET.get("month", ""))
    context = {
        "burden": found,
        "most": max((unit.chosen.requests for unit in found.units), default=0),
        "most_of_months": max((one.cost.requests for one in found.months), default=0),
    }
    return render(request, "web/desk/reports/burden.html", context)


@require_safe
def file(request: HttpRequest, programme_id: int, form: str) -> HttpResponse:
    """基层减负台账 as a file."""
    seat = my_seat(request)
    return paper_file(burden_table(queries.burden(seat.actor, programme_id, seat.today), seat.today), form).response()


@require_safe
def of_county(request: HttpRequest) -> HttpResponse:
    """What all programmes together ask of each unit in a month."""
    seat = my_seat(request)
    actions.open_requests(actor=seat.actor, today=seat.today)
    found = queries.county_burden(seat.actor, _month(request, seat.today), seat.today)
    context = {"burden": found, "most": max((unit.cost.requests for unit in found.units), default=0)}
    return render(request, "web/desk/reports/burden_of_county.html", context)


@require_safe
def of_unit(request: HttpRequest) -> HttpResponse:
    """What one's own unit is asked, in a month and in every month before."""
    seat = my_seat(request)
    actions.open_requests(actor=seat.actor, today=seat.today, unit_ids=seat.actor.liaison_ids)
    month = _month(request, seat.today)
    context = {"units": queries.own_burden(seat.actor, month, seat.today), "month": f"{month:%Y-%m}"}
    return render(request, "web/desk/reports/burden_of_unit.html", context)


def _month(request: HttpRequest, today: date) -> date:
    """The first day of the month that is asked for; of this month where none is, or no month is written."""
    text = request.GET.get("month", "")
    return date.fromisoformat(f"{text}-01") if _MONTH.fullmatch(text) else today.replace(day=1)
