"""The settings of a programme, and its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import _
from luoshi.programme import actions, queries
from luoshi.web.desk.settings.forms import Ending, SettingsForm
from luoshi.web.desk.settings.pages import settings_page
from luoshi.web.errors import status_of
from luoshi.web.seats import my_seat


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What the office set; sent, it is set anew."""
    if request.method != "POST":
        return settings_page(request, programme_id)
    seat = my_seat(request)
    form, status = SettingsForm(queries.settings(seat.actor, programme_id), request.POST), 422
    if form.is_valid():
        try:
            actions.set_programme(
                actor=seat.actor,
                programme_id=programme_id,
                settings=form.settings(),
                today=seat.today,
                seen=form.cleaned_data["seen"],
            )
        except (Invalid, Conflict) as error:
            form.say(error)
            status = status_of(error) or 422
        else:
            messages.success(request, gettext("Saved."))
            return redirect("programme-settings", programme_id)
    return settings_page(request, programme_id, form=form, status=status)


@require_POST
def end(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Close the programme, or open it again."""
    seat, form = my_seat(request), Ending(request.POST, auto_id="end_%s")
    form.is_valid()
    reason, seen = form.cleaned_data.get("reason", ""), form.cleaned_data.get("seen")
    given: dict[str, Any] = {"actor": seat.actor, "programme_id": programme_id, "reason": reason, "seen": seen}
    try:
        if request.POST.get("verb") == "close":
            actions.close_programme(**given)
        elif request.POST.get("verb") == "reopen":
            actions.reopen_programme(today=seat.today, **given)
        else:
            raise Invalid("verb-unknown", _("Choose what is to be done."))
    except Invalid as error:
        form.say(error)
        return settings_page(request, programme_id, ending=form, status=422)
    return redirect("programme-settings", programme_id)
