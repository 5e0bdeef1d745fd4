"""Gaps of a list: their classes saved at once, and gaps sent out as questions after a look at them."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST

from luoshi.assessment.actions.gaps import judge_gaps, send_gaps
from luoshi.assessment.queries.sending import sending
from luoshi.assessment.queries.standing import Target
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.web.desk.forecast.forms import Due, chosen_gaps, given_classes
from luoshi.web.desk.forecast.pages import Said, forecast_page
from luoshi.web.desk.forecast.places import address, back, ending, target_of
from luoshi.web.errors import status_of
from luoshi.web.seats import my_seat


@require_POST
def judge(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """Save how likely each gap of the list is to be closed."""
    target = target_of(request, adoption_id)
    _judged(request, adoption_id)
    return back(target, "next")


@require_POST
def send(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """Look at what will be asked of whom, then send it; classes chosen beside it are saved, so that none is lost."""
    target, form = target_of(request, adoption_id), Due(my_seat(request).today, request.POST)
    chosen = tuple(chosen_gaps(request.POST))
    if request.POST.get("step") != "send":
        _judged(request, adoption_id)
    try:
        if not form.is_valid():
            return forecast_page(request, target, Said(due=form, chosen=chosen), 422)
        if request.POST.get("step") == "send":
            return _sent(request, target, chosen, form.cleaned_data["due"])
        return _look(request, target, chosen, form.cleaned_data["due"])
    except (Invalid, Conflict) as error:
        if error.code == "question-due":
            form.say(error)
            return forecast_page(request, target, Said(due=form, chosen=chosen), 422)
        wrong = error.in_words(get_language() or "")
        return forecast_page(request, target, Said(chosen=chosen, wrong=wrong), status_of(error) or 422)


def _judged(request: HttpRequest, adoption_id: int) -> None:
    given = list(given_classes(request.POST.dict()))
    changed = judge_gaps(actor=my_seat(request).actor, adoption_id=adoption_id, chances=given)
    if changed or (request.resolver_match and request.resolver_match.url_name == "forecast-judge"):
        words = ngettext("%(n)d gap is judged anew.", "%(n)d gaps are judged anew.", changed) % {"n": changed}
        messages.success(request, words)


def _look(request: HttpRequest, target: Target, chosen: tuple[int, ...], due: date, wrong: str = "") -> HttpResponse:
    seat = my_seat(request)
    found = sending(seat.actor, target.adoption_id, chosen, due, seat.today)
    if not (found.askings or found.stuck or found.passed):
        return forecast_page(request, target, Said(wrong=gettext("Choose at least one gap.")), 422)
    context = {
        "found": found,
        "here": address(target),
        "ending": ending(target),
        "adoption_id": target.adoption_id,
        "due": due,
        "today": seat.today,
        "wrong": wrong,
        "asked": sum(len(asking.preview.asked) for asking in found.askings),
        "spared": sum(asking.preview.spared for asking in found.askings),
    }
    return render(request, "web/desk/forecast/send.html", context, status=409 if wrong else 200)


def _sent(request: HttpRequest, target: Target, chosen: tuple[int, ...], due: date) -> HttpResponse:
    seat = my_seat(request)
    try:
        done = send_gaps(
            actor=seat.actor,
            adoption_id=target.adoption_id,
            gap_ids=chosen,
            due=due,
            today=seat.today,
            confirmed=bool(request.POST.get("confirmed")),
            mark=request.POST.get("mark", ""),
        )
    except Conflict as error:
        return _look(request, target, chosen, due, error.in_words(get_language() or ""))
    words = ngettext("%(n)d question is sent", "%(n)d questions are sent", done.questions) % {"n": done.questions}
    asked = ngettext("%(n)d unit is asked", "%(n)d units are asked", done.asked) % {"n": done.asked}
    messages.success(request, gettext("%(first)s, %(second)s.") % {"first": words, "second": asked})
    return back(target, "next")
