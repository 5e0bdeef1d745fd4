"""One gap: what it is, pursued no more, taken up again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.assessment.actions.gaps import drop_gap, edit_gap, reopen_gap
from luoshi.assessment.queries import gap_lines
from luoshi.assessment.queries.gap_lines import GapSheet
from luoshi.assessment.rules.gaps import COUNTED
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.web.desk.forecast.forms import Dropped, OfGap
from luoshi.web.desk.forecast.places import address, back
from luoshi.web.errors import status_of
from luoshi.web.seats import my_seat


@require_http_methods(["GET", "HEAD", "POST"])
def gap(request: HttpRequest, gap_id: int) -> HttpResponse:
    """The form of a gap; ``q`` searches for another commitment that may close it."""
    seat, text = my_seat(request), request.GET.get("q", "")[:100]
    found = gap_lines.gap(seat.actor, gap_id, text)
    if request.method != "POST":
        return _page(request, found, OfGap(found))
    form = OfGap(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        edit_gap(actor=seat.actor, gap_id=gap_id, **form.said())
    except (Invalid, Conflict) as error:
        form.say(error)
        return _page(request, found, form, status=status_of(error) or 422)
    messages.success(request, gettext("Saved."))
    return back(found.target, "next")


@require_POST
def drop(request: HttpRequest, gap_id: int) -> HttpResponse:
    """Pursue it no more, with a reason."""
    seat, form = my_seat(request), Dropped(request.POST)
    found = gap_lines.gap(seat.actor, gap_id)
    if not form.is_valid():
        return _page(request, found, OfGap(found), form, 422)
    try:
        drop_gap(actor=seat.actor, gap_id=gap_id, reason=form.cleaned_data["reason"], today=seat.today)
    except (Invalid, Conflict) as error:
        form.say(error)
        return _page(request, found, OfGap(found), form, status_of(error) or 422)
    messages.success(request, gettext("The gap is pursued no more; it can be taken up again."))
    return back(found.target, "next")


@require_POST
def reopen(request: HttpRequest, gap_id: int) -> HttpResponse:
    """Take it up again."""
    seat = my_seat(request)
    found = gap_lines.gap(seat.actor, gap_id)
    reopen_gap(actor=seat.actor, gap_id=gap_id, today=seat.today)
    messages.success(request, gettext("The gap is taken up again."))
    return back(found.target, "next")


def _page(
    request: HttpRequest, found: GapSheet, form: OfGap, reason: Dropped | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "sheet": found,
        "form": form,
        "reason": reason or Dropped(),
        "here": address(found.target),
        "q": request.GET.get("q", "")[:100],
        "counted": found.line.state in COUNTED,
    }
    return render(request, "web/desk/forecast/gap.html", context, status=status)
