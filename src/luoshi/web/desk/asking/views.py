"""A question: composed, shown with each unit's fate before it is sent, followed, withdrawn."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.reporting import actions, queries
from luoshi.reporting.queries import Composing
from luoshi.reporting.rules import Fate
from luoshi.web.addresses import page_of
from luoshi.web.desk.asking.forms import Question, insisted
from luoshi.web.desk.reports.forms import Reason
from luoshi.web.seats import my_seat


@require_safe
def sent(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The questions that were sent, and what became of them."""
    seat = my_seat(request)
    context = {"list": queries.questions(seat.actor, programme_id, page_of(request)), "today": seat.today}
    return render(request, "web/desk/asking/sent.html", context)


@require_safe
def choose(request: HttpRequest, programme_id: int) -> HttpResponse:
    """About which commitment something is asked."""
    text = request.GET.get("q", "")[:100]
    title, found = queries.choices(my_seat(request).actor, programme_id, text, page_of(request))
    context = {
        "programme_id": programme_id,
        "programme_title": title,
        "choices": found,
        "q": text,
        "query": f"{urlencode({'q': text})}&" if text else "",
    }
    return render(request, "web/desk/asking/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Compose a question, look at what becomes of it, send it."""
    seat = my_seat(request)
    about = queries.composing(seat.actor, commitment_id)
    if request.method != "POST":
        return _form(request, about, Question(about, seat.today))
    form = Question(about, seat.today, request.POST)
    step = request.POST.get("step", "")
    if not form.is_valid() or step == "edit":
        return _form(request, about, form)
    try:
        return _send(request, about, form) if step == "send" else _preview(request, about, form)
    except Invalid as error:
        form.say(error)
        return _form(request, about, form)


def _form(request: HttpRequest, about: Composing, form: Question) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "web/desk/asking/compose.html", {"about": about, "form": form}, status=status)


def _preview(request: HttpRequest, about: Composing, form: Question, wrong: str = "") -> HttpResponse:
    seat = my_seat(request)
    again = insisted(request.POST)
    found = queries.preview(seat.actor, form.composed(), seat.today, again)
    context = {
        "about": about,
        "form": form,
        "preview": found,
        "wrong": wrong,
        "there": [one for one in found.units if one.fate is Fate.KNOWN],
        "coming": [one for one in found.units if one.fate is Fate.RUNNING],
        "insisted": again,
        "rest": [one for one in found.units if one.fate is Fate.ASK],
        "today": seat.today,
    }
    return render(request, "web/desk/asking/preview.html", context, status=409 if wrong else 200)


def _send(request: HttpRequest, about: Composing, form: Question) -> HttpResponse:
    seat = my_seat(request)
    try:
        done = actions.ask(
            actor=seat.actor,
            composed=form.composed(),
            today=seat.today,
            all_the_same=insisted(request.POST),
            confirmed=bool(request.POST.get("confirmed")),
            mark=request.POST.get("mark", ""),
        )
    except Conflict as error:
        return _preview(request, about, form, error.in_words(get_language() or ""))
    words = ngettext("Asked: %(n)d unit.", "Asked: %(n)d units.", done.asked) % {"n": done.asked}
    if done.known + done.joined:
        spared = done.known + done.joined
        words += " " + ngettext("Not asked: %(n)d unit.", "Not asked: %(n)d units.", spared) % {"n": spared}
    messages.success(request, words)
    return redirect("question", done.question_id)


@require_safe
def one(request: HttpRequest, question_id: int) -> HttpResponse:
    """A question and what every unit answered."""
    return _page(request, question_id, Reason())


def _page(request: HttpRequest, question_id: int, reason: Reason) -> HttpResponse:
    seat = my_seat(request)
    context = {"sheet": queries.question(seat.actor, question_id), "reason": reason, "today": seat.today}
    return render(request, "web/desk/asking/question.html", context, status=422 if reason.errors else 200)


@require_POST
def withdraw(request: HttpRequest, question_id: int) -> HttpResponse:
    """Withdraw it, with a reason."""
    seat, form = my_seat(request), Reason(request.POST)
    form.is_valid()
    try:
        actions.withdraw_question(
            actor=seat.actor, question_id=question_id, reason=request.POST.get("reason", ""), today=seat.today
        )
    except (Invalid, Conflict) as error:
        form.say(error)
        return _page(request, question_id, form)
    messages.success(request, gettext("It is withdrawn: nobody finds it in an inbox; what was answered stays."))
    return redirect("question", question_id)
