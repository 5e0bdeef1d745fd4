"""Pages of obligations and what is done on them: each view calls one verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.programme import actions, queries
from luoshi.reporting import actions as reporting
from luoshi.reporting.rules import ReportState
from luoshi.web.desk.obligations import forms
from luoshi.web.desk.obligations.pages import names, obligation_page
from luoshi.web.desk.obligations.sending import send
from luoshi.web.seats import my_seat

SAID_OF_TIME = {
    "answer": _("The answer is with the office."),
    "extend": _("More time was asked for; the day stands until it is granted."),
    "return": _("It was returned."),
    "confirm": _("It is confirmed as done."),
    "reopen": _("It is open again."),
    "urge": _("It was urged."),
}
SAID = {
    "object": _("The objection is with the office; the task stands until it is decided."),
    "raise": _("The difficulty is with the office."),
    "withdraw": _("The obligation is withdrawn."),
    "reinstate": _("The obligation stands again."),
    "urge-all": _("They were urged."),
}
ADD, REWORD, UP, DOWN, DROP = "add", "reword", "up", "down", "withdraw"


@require_safe
def obligation(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """What a body owes, its history, and what may be done about it."""
    return obligation_page(request, obligation_id)


@require_POST
def time(request: HttpRequest, obligation_id: int, time_id: int, verb: str) -> HttpResponse:
    """One verb about one time at which it is to be met."""
    if verb not in SAID_OF_TIME:
        raise Http404
    seat = my_seat(request)
    common: dict[str, Any] = {"actor": seat.actor, "occurrence_id": time_id, "today": seat.today}
    form = _time_form(request, obligation_id, time_id, verb)

    def do() -> None:
        seen, text = form.cleaned_data["seen"], form.cleaned_data.get("text", "")
        if isinstance(form, forms.Answer):
            values = form.cleaned_data
            said = reporting.Said(
                ReportState.COMPLETED, text, values.get("figure", ""), values.get("target"), form.said_reachable
            )
            reporting.answer_occurrence(**common, said=said, seen=seen)
        elif verb == "extend":
            actions.ask_extension(**common, wanted=form.cleaned_data["day"], reason=text)
        elif verb == "urge":
            actions.urge(**common)
        elif verb == "confirm":
            reporting.confirm_occurrence(**common, seen=seen)
        else:
            {"return": reporting.return_occurrence, "reopen": actions.reopen}[verb](**common, reason=text, seen=seen)

    return send(request, obligation_page, ("obligation", obligation_id), form, do, SAID_OF_TIME[verb])


def _time_form(request: HttpRequest, obligation_id: int, time_id: int, verb: str) -> forms.Deed:
    key = f"{verb}-{time_id}"
    if verb == "answer":
        seat = my_seat(request)
        sheet = queries.obligation(seat.actor, obligation_id, seat.today)
        return forms.Answer(key, request.POST, quantities=sheet.quantities)
    kinds: dict[str, type[forms.Deed]] = {"extend": forms.Extension, "urge": forms.Deed, "confirm": forms.Deed}
    return kinds.get(verb, forms.Reason)(key, request.POST)


@require_POST
def do(request: HttpRequest, obligation_id: int, verb: str) -> HttpResponse:
    """One verb about the obligation itself."""
    if verb not in SAID:
        raise Http404
    seat = my_seat(request)
    common: dict[str, Any] = {"actor": seat.actor, "obligation_id": obligation_id, "today": seat.today}
    where = ("obligation", obligation_id)
    if verb == "raise":
        asked = forms.Difficulty(verb, request.POST, units=names(request))
        return send(request, obligation_page, where, asked, lambda: _raise(common, asked), SAID[verb])
    if verb == "urge-all":
        empty = forms.Deed(verb, request.POST)
        return send(request, obligation_page, where, empty, lambda: actions.urge_all(**common), SAID[verb])
    form = forms.Reason(verb, request.POST)
    verbs: dict[str, Callable[..., object]] = {
        "object": actions.object_,
        "withdraw": actions.withdraw_obligation,
        "reinstate": actions.reinstate_obligation,
    }

    def done() -> None:
        verbs[verb](**common, reason=form.cleaned_data["text"])

    return send(request, obligation_page, where, form, done, SAID[verb])


def _raise(common: dict[str, Any], form: forms.Difficulty) -> None:
    values = form.cleaned_data
    actions.raise_difficulty(
        **common,
        text=values["text"],
        wanted=values["day"],
        needed_from=values["needed_from"],
        needed_words=values["needed_words"],
    )


@require_POST
def add_measure(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """One more measure of the body's own."""
    seat = my_seat(request)
    form = forms.OwnMeasure("measure-new", request.POST)

    def done() -> None:
        values = form.cleaned_data
        actions.add_measure(
            actor=seat.actor, obligation_id=obligation_id, text=values["text"], due=values["day"], today=seat.today
        )

    return send(request, obligation_page, ("obligation", obligation_id), form, done, _("The measure is kept."))


@require_POST
def change_measure(request: HttpRequest, obligation_id: int, measure_id: int) -> HttpResponse:
    """Reword, move or withdraw a measure: which, the button says."""
    seat = my_seat(request)
    form = forms.OwnMeasure(f"measure-{measure_id}", request.POST)
    common: dict[str, Any] = {"actor": seat.actor, "measure_id": measure_id}

    def done() -> None:
        values, verb = form.cleaned_data, request.POST.get("do", REWORD)
        if verb in (UP, DOWN):
            actions.move_measure(**common, up=verb == UP)
        elif verb == DROP:
            actions.withdraw_measure(**common, today=seat.today)
        else:
            said: dict[str, Any] = {"text": values["text"], "due": values["day"], "seen": values["before"]}
            actions.reword_measure(**common, **said, today=seat.today)

    return send(request, obligation_page, ("obligation", obligation_id), form, done, _("The measures are kept."))
