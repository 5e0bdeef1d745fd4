"""The page of a reading, for every view that ends on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.plans import policy, queries
from luoshi.web.desk.plans.sheets import sheet
from luoshi.web.portal.forms import PlanFile
from luoshi.web.seats import my_seat


def reading_page(
    request: HttpRequest, version_id: int, form: PlanFile | None = None, status: int = 200
) -> HttpResponse:
    """The source beside what was found, with a place for a newer file; ``form`` where one was refused."""
    seat = my_seat(request)
    shown = sheet(seat, version_id)
    context = {
        "reading": shown.reading,
        "desk": shown.desk,
        "form": form or PlanFile(),
        "versions": queries.versions(seat.actor, shown.desk.stored.plan_id),
        "may_upload": policy.allowed(seat.actor, policy.Verb.UPLOAD),
    }
    return render(request, "web/desk/plans/reading.html", context, status=status)
