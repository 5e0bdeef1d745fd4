"""The page of a petition and what is decided on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.programme import actions
from luoshi.web.desk.obligations import forms
from luoshi.web.desk.obligations.pages import names, petition_page
from luoshi.web.desk.obligations.sending import send
from luoshi.web.seats import my_seat

SAID = {
    "grant": _("It is granted."),
    "refuse": _("Not agreed; the reason is kept."),
    "assign": _("The unit is asked to answer."),
    "meet": _("A joint meeting is called."),
    "pass-up": _("It is passed up."),
    "answer": _("The difficulty is answered."),
    "withdraw": _("It is taken back."),
}
PLAIN: dict[str, Callable[..., None]] = {
    "meet": actions.meet,
    "pass-up": actions.pass_up,
    "answer": actions.answer_difficulty,
    "withdraw": actions.take_back,
}


@require_safe
def petition(request: HttpRequest, petition_id: int) -> HttpResponse:
    """What was asked, its steps, and what may be decided."""
    return petition_page(request, petition_id)


@require_POST
def decide(request: HttpRequest, petition_id: int, verb: str) -> HttpResponse:
    """One verb about a petition."""
    if verb not in SAID:
        raise Http404
    seat = my_seat(request)
    form = _form(request, petition_id, verb)
    common = {"actor": seat.actor, "petition_id": petition_id, "today": seat.today}

    def do() -> None:
        _decide(verb, form.cleaned_data, {**common, "seen": form.cleaned_data["seen"]})

    return send(request, petition_page, ("request", petition_id), form, do, SAID[verb])


def _decide(verb: str, values: dict[str, Any], common: dict[str, Any]) -> None:
    text = values["text"]
    if verb == "grant":
        actions.grant(**common, text=text, due=values.get("day"))
    elif verb == "refuse":
        actions.refuse(**common, reason=text)
    elif verb == "assign":
        actions.assign(**common, unit_id=values["unit"], text=text)
    else:
        PLAIN[verb](**common, text=text)


def _form(request: HttpRequest, petition_id: int, verb: str) -> forms.Deed:
    key = f"{verb}-request-{petition_id}"
    if verb == "assign":
        return forms.Assign(key, request.POST, units=names(request))
    if verb == "grant" and "day" in request.POST:
        return forms.Grant(key, request.POST)
    return forms.Words(key, request.POST)
