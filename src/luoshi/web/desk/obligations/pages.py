"""The pages of an obligation and of a petition, put together: as they stand, or with a form that came back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.programme import queries
from luoshi.reporting import queries as reporting
from luoshi.web.desk.obligations import deeds, forms
from luoshi.web.seats import my_seat


def obligation_page(
    request: HttpRequest, obligation_id: int, failed: forms.Deed | None = None, status: int = 200
) -> HttpResponse:
    """The page of an obligation."""
    seat = my_seat(request)
    sheet = queries.obligation(seat.actor, obligation_id, seat.today)
    acts = deeds.Acts(failed)
    new, new_open = deeds.new_measure(failed)
    acts.used = new_open
    measures = deeds.measures(sheet, failed)
    acts.used = acts.used or any(again for _pk, _form, again in measures)
    bodies = names(request, sheet.unit_id) if "raise" in sheet.verbs or sheet.difficult else ()
    reports = reporting.reported(seat.actor, sheet.with_supporters)
    supporters = deeds.supporters(acts, sheet, seat.today, reports.waiting)
    context = {
        "sheet": sheet,
        **deeds.own_times(acts, sheet, seat.today, reports.waiting),
        "reports": reports.lines,
        "supporters": supporters,
        "may_urge": any(act.key == "urge" for row in supporters for one in row.times for act in one.acts),
        "acts": deeds.of_obligation(acts, sheet, bodies),
        "petitions": [(line, deeds.of_petition(acts, line, bodies)) for line in sheet.petitions if line.verbs],
        "measures": list(zip(sheet.own, measures, strict=True)),
        "new_measure": new,
        "new_open": new_open,
        "unsent": acts.unsent,
        "today": seat.today,
    }
    return render(request, "web/desk/obligations/obligation.html", context, status=status)


def petition_page(
    request: HttpRequest, petition_id: int, failed: forms.Deed | None = None, status: int = 200
) -> HttpResponse:
    """The page of a petition."""
    seat = my_seat(request)
    sheet = queries.petition(seat.actor, petition_id)
    acts = deeds.Acts(failed)
    bodies = names(request) if "assign" in sheet.verbs else ()
    context = {
        "sheet": sheet,
        "acts": deeds.of_petition(acts, sheet, bodies),
        "unsent": acts.unsent,
        "today": seat.today,
    }
    return render(request, "web/desk/obligations/petition.html", context, status=status)


def names(request: HttpRequest, without: int = 0) -> deeds.Units:
    """The bodies of the county that a form offers: all but one."""
    seat = my_seat(request)
    return deeds.choices(queries.obligation_bodies(seat.actor), without)
