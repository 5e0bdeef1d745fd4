"""Pages of a round of asking and the verbs that change it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.programme import actions
from luoshi.programme.policy import Verb, allowed
from luoshi.programme.queries.consulting import comment_line
from luoshi.web.desk.consulting.forms import Opening, Said, Verdict
from luoshi.web.desk.consulting.pages import office_page, unit_page, words
from luoshi.web.desk.programmes.filters import number
from luoshi.web.seats import my_seat


@require_safe
def consulting(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The office's round, or the page of a body."""
    unit_id = number(request.GET.get("unit", ""))
    if unit_id is None and allowed(my_seat(request).actor, Verb.SEE_DRAFT):
        return office_page(request, programme_id)
    return unit_page(request, programme_id, unit_id)


@require_POST
def open_round(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Ask every body that the draft names."""
    seat, form = my_seat(request), Opening(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.open_consultation(
                actor=seat.actor,
                programme_id=programme_id,
                today=seat.today,
                answers_by=said["answers_by"],
                seen=said["edit"],
            )
        except Invalid as error:
            form.add_error("answers_by", words(error))
        else:
            messages.success(request, gettext("The units are asked; the draft is closed until the asking ends."))
            return redirect("consulting", programme_id)
    return office_page(request, programme_id, status=422, opening=form)


@require_POST
def close_round(request: HttpRequest, programme_id: int) -> HttpResponse:
    """End the asking."""
    seat = my_seat(request)
    seen = number(request.POST.get("edit", ""))
    actions.close_consultation(actor=seat.actor, programme_id=programme_id, today=seat.today, seen=seen)
    messages.success(request, gettext("The asking is closed; the draft can be worked on again."))
    return redirect("consulting", programme_id)


@require_POST
def comment(request: HttpRequest, programme_id: int) -> HttpResponse:
    """A comment of a body, written by itself or entered by the office."""
    seat, form = my_seat(request), Said(request.POST)
    if not form.is_valid():
        raise Invalid("comment-unclear", _("It is not clear what the comment is about."), _("Reload the page."))
    unit_id, about = form.cleaned_data["unit"], form.cleaned_data["about"]
    verb = actions.comment if unit_id in seat.actor.liaison_ids else actions.enter_for_unit
    try:
        verb(
            actor=seat.actor,
            programme_id=programme_id,
            unit_id=unit_id,
            commitment_id=about,
            text=form.cleaned_data["text"],
            today=seat.today,
        )
    except Invalid as error:
        wrong = {"about": about or 0, "text": form.cleaned_data["text"], "words": words(error)}
        return unit_page(request, programme_id, unit_id, status=422, wrong=wrong)
    return _to_unit(programme_id, unit_id, f"item-{about or 0}")


@require_POST
def nothing(request: HttpRequest, programme_id: int) -> HttpResponse:
    """A body has no comment."""
    seat, unit_id = my_seat(request), number(request.POST.get("unit", "")) or 0
    actions.no_comment(actor=seat.actor, programme_id=programme_id, unit_id=unit_id, today=seat.today)
    messages.success(request, gettext("Kept: no comment. A comment written later takes it back."))
    return _to_unit(programme_id, unit_id)


@require_POST
def withdraw(request: HttpRequest, programme_id: int, comment_id: int) -> HttpResponse:
    """Take a comment back."""
    seat, unit_id = my_seat(request), number(request.POST.get("unit", "")) or 0
    actions.withdraw_comment(actor=seat.actor, comment_id=comment_id)
    return _to_unit(programme_id, unit_id)


@require_POST
def decide(request: HttpRequest, programme_id: int, comment_id: int) -> HttpResponse:
    """Adopt a comment or not; with htmx, the comment alone comes back."""
    seat, form, status, wrong = my_seat(request), Verdict(request.POST), 200, {}
    if not form.is_valid():
        raise Invalid("verdict-missing", _("Choose whether the comment is adopted."))
    said = form.cleaned_data
    try:
        actions.decide(
            actor=seat.actor,
            comment_id=comment_id,
            verdict=form.verdict,
            reason=said["reason"],
            today=seat.today,
            seen=said["edit"],
        )
    except Invalid as error:
        status, wrong = 422, {"id": comment_id, "reason": said["reason"], "words": words(error)}
    if request.headers.get("HX-Request") != "true":
        there = redirect(reverse("consulting", args=[programme_id]) + f"#comment-{comment_id}")
        return office_page(request, programme_id, status=422, wrong=wrong) if wrong else there
    return _one(request, comment_id, wrong, status)


def _one(request: HttpRequest, comment_id: int, wrong: dict[str, object], status: int) -> HttpResponse:
    one, desk = comment_line(my_seat(request).actor, comment_id)
    context = {"one": one, "desk": desk, "programme": desk.programme, "wrong": wrong, "alone": True}
    return render(
        request, "web/desk/consulting/comment.html", {**context, "today": my_seat(request).today}, status=status
    )


def _to_unit(programme_id: int, unit_id: int, place: str = "") -> HttpResponseRedirect:
    query = urlencode({"unit": unit_id})
    return HttpResponseRedirect(
        f"{reverse('consulting', args=[programme_id])}?{query}" + (f"#{place}" if place else "")
    )
