"""The page of a row: marking it, and saying what proves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.assessment.actions import proving
from luoshi.assessment.actions.marking import Marked, Said, mark
from luoshi.assessment.queries.offers import offered_file
from luoshi.assessment.queries.row_sheets import RowForm, RowSheet, next_to_mark, row_form, row_sheet, subject_row
from luoshi.assessment.rules.comparing import said
from luoshi.assessment.rules.rolling import ROOT
from luoshi.files.queries import open_blob
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed
from luoshi.kernel.wording import _
from luoshi.web.desk.assessment.forms import Passage, Reasoned, Spoken
from luoshi.web.desk.assessment.mark_forms import MarkForm
from luoshi.web.desk.assessment.reading import whole
from luoshi.web.desk.uploads import serving
from luoshi.web.errors import status_of
from luoshi.web.seats import my_seat


@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, subject_id: int, row_id: int) -> HttpResponse:
    """A row with its form, and taking its mark in; then on to the next row without one."""
    seat = my_seat(request)
    if request.method != "POST":
        return _page(request, row_sheet(seat.actor, subject_id, row_id))
    asked = row_form(seat.actor, subject_id, row_id)
    form, error = MarkForm(asked, request.POST), None
    if form.is_valid():
        try:
            return _onward(request, asked, _mark(request, asked, form))
        except (Invalid, Conflict) as caught:
            error = caught
    sheet = row_sheet(seat.actor, subject_id, row_id)
    if not sheet.may_mark and error is None:
        raise NotAllowed("mark-not-yours", _("This row is marked by others in this round."))
    again = MarkForm(sheet, request.POST)
    if isinstance(error, Conflict):
        return _page(request, sheet, status_of(error) or 409, form=again, wrong=error)
    if again.is_valid() and error is not None:
        again.say(error)
    return _page(request, sheet, 422, form=again)


def _mark(request: HttpRequest, asked: RowForm, form: MarkForm) -> Marked:
    seat, data = my_seat(request), form.cleaned_data
    return mark(
        actor=seat.actor,
        subject_id=asked.subject.pk,
        row_id=asked.row_id,
        said=Said(form.seen, data["reason"], form.looked_at),
        today=seat.today,
        number=data["number"],
    )


def _onward(request: HttpRequest, asked: RowForm, made: Marked) -> HttpResponse:
    """What it came to, and the next row that has no mark; none is looked for where nothing lacks any more."""
    words = gettext("Kept: %(code)s %(said)s") % {
        "code": asked.compiled.row.code,
        "said": said(made.outcome).words(get_language() or ""),
    }
    messages.success(request, words)
    done = "stay" in request.POST or not made.totals[ROOT].missing
    following = None if done else next_to_mark(my_seat(request).actor, asked.subject, asked.row_id)
    if following is None:
        return redirect("assessment-subject", asked.subject.pk)
    return redirect("assessment-row", asked.subject.pk, following)


def _page(request: HttpRequest, sheet: RowSheet, status: int = 200, **said: object) -> HttpResponse:
    """The page of a row; ``said`` are forms that could not be taken (``form``, ``back``, ``proof``), and what the row
    as it stands now does not take (``wrong``).
    """
    context = {
        "sheet": sheet,
        "form": said.get("form") or MarkForm(sheet),
        "back": said.get("back") or Reasoned(auto_id="back_%s"),
        "proof": said.get("proof"),
        "wrong": said.get("wrong"),
        "passage": Passage(),
    }
    return render(request, "web/desk/assessment/row.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Beside:
    """A small form beside a row: what it says goes to ``verb`` with ``given``; ``name`` is its place on the page."""

    subject_id: int
    row_id: int
    name: str
    form: Spoken
    verb: Callable[..., object]
    given: Mapping[str, object]


def _sent(request: HttpRequest, beside: Beside, done: str) -> HttpResponse:
    """Do what a form beside a row asks, and say so; where it cannot be done, the page of the row says why."""
    actor, form = my_seat(request).actor, beside.form
    at = {"subject_id": beside.subject_id, "row_id": beside.row_id}
    said: dict[str, object] = {beside.name: form}
    status = 422
    if form.is_valid():
        try:
            beside.verb(actor=actor, **at, **form.cleaned_data, **beside.given)
        except Invalid as error:
            form.say(error)
        except Conflict as error:
            said, status = {"wrong": error}, status_of(error) or 409
        else:
            messages.success(request, done)
            return redirect("assessment-row", beside.subject_id, beside.row_id)
    return _page(request, row_sheet(actor, **at), status, **said)


@require_POST
def take_back(request: HttpRequest, subject_id: int, row_id: int) -> HttpResponse:
    """Take a mark back, with a reason: the row is unknown again."""
    form = Reasoned(request.POST, auto_id="back_%s")
    given = {"today": my_seat(request).today, "number": whole(request.POST.get("number"))}
    beside = Beside(subject_id, row_id, "back", form, _take_back, given)
    return _sent(request, beside, gettext("Taken back: the row has no mark now."))


def _take_back(*, reason: str, **given: Any) -> Marked:
    return mark(said=Said(None, reason), **given)


@require_POST
def prove(request: HttpRequest, subject_id: int, row_id: int) -> HttpResponse:
    """Say that a piece of evidence proves the row."""
    given = {"today": my_seat(request).today, "evidence_version_id": whole(request.POST.get("evidence")) or 0}
    beside = Beside(subject_id, row_id, "proof", Passage(request.POST), proving.prove, given)
    return _sent(request, beside, gettext("It stands among what proves the row."))


@require_POST
def withdraw_proof(request: HttpRequest, subject_id: int, row_id: int, proof_id: int) -> HttpResponse:
    """Take back that something proves the row, with a reason."""
    beside = Beside(subject_id, row_id, "proof", Reasoned(request.POST), proving.withdraw_proof, {"proof_id": proof_id})
    return _sent(request, beside, gettext("Taken back: it proves the row no more."))


@require_safe
def evidence_file(request: HttpRequest, subject_id: int, row_id: int, version_id: int) -> HttpResponseBase:
    """The bytes of evidence that is offered to the row, for whoever judges it."""
    actor = my_seat(request).actor
    subject, _table, compiled = subject_row(actor, subject_id, row_id)
    blob_id, name = offered_file(actor, subject, compiled.row.code, version_id)
    opened = open_blob(actor, blob_id)
    return serving.shown(opened) if opened.media_type in serving.SHOWN else serving.saved(opened, name)
