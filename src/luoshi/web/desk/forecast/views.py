"""The forecast of a subject: read, renewed from marks, set, kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.assessment.actions.forecasting import keep_forecast, set_forecast, set_risk
from luoshi.assessment.actions.gaps import renew_gaps
from luoshi.assessment.queries.forecasting import sheet
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.web.desk.forecast.forms import For, OfVeto
from luoshi.web.desk.forecast.pages import Said, forecast_page
from luoshi.web.desk.forecast.places import back, target_of
from luoshi.web.errors import status_of
from luoshi.web.seats import my_seat


@require_safe
def forecast(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """Points first; chances for the office alone."""
    return forecast_page(request, target_of(request, adoption_id))


@require_POST
def renew(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """Bring the gaps up to the marks."""
    seat, target = my_seat(request), target_of(request, adoption_id)
    done = renew_gaps(actor=seat.actor, target=target, today=seat.today)
    words = ngettext("%(n)d gap is new", "%(n)d gaps are new", done.added) % {"n": done.added}
    secured = ngettext("%(n)d is secured by marks", "%(n)d are secured by marks", done.secured) % {"n": done.secured}
    messages.success(request, gettext("%(first)s, %(second)s.") % {"first": words, "second": secured})
    return back(target, "next")


@require_POST
def settings(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """What it is forecast for."""
    seat, target = my_seat(request), target_of(request, adoption_id)
    form = For(sheet(seat.actor, target).settings, request.POST)
    if form.is_valid():
        try:
            set_forecast(
                actor=seat.actor, adoption_id=adoption_id, wanted=form.wanted(), seen=form.cleaned_data["seen"]
            )
        except (Invalid, Conflict) as error:
            form.say(error)
            return forecast_page(request, target, Said(settings=form), status_of(error) or 422)
        messages.success(request, gettext("Saved."))
        return back(target)
    return forecast_page(request, target, Said(settings=form), 422)


@require_POST
def veto(request: HttpRequest, adoption_id: int, row_id: int) -> HttpResponse:
    """How likely a veto is to strike."""
    seat, target = my_seat(request), target_of(request, adoption_id)
    form = OfVeto(request.POST, auto_id=f"id_{row_id}_%s", use_required_attribute=False)
    if form.is_valid():
        said = form.cleaned_data
        try:
            set_risk(
                actor=seat.actor,
                adoption_id=adoption_id,
                row_id=row_id,
                percent=said["percent"],
                reason=said["reason"],
            )
        except Invalid as error:
            form.say(error)
        else:
            messages.success(request, gettext("Saved."))
            return back(target, "vetoes")
    return forecast_page(request, target, Said(veto=form, veto_id=row_id), 422)


@require_POST
def keep(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """Keep it as it is now."""
    seat, target = my_seat(request), target_of(request, adoption_id)
    keep_forecast(actor=seat.actor, target=target, today=seat.today)
    messages.success(request, gettext("The forecast of today is kept with all that went into it."))
    return back(target, "kept")
