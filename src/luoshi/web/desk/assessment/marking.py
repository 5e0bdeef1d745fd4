"""The page of a row: marking it, and saying what proves it."""

from __future__ import annotations

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
from luoshi.web.desk.assessment.forms import Passage, Reasoned
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
    if again.is_valid() and error is not None:
        again.say(error)
    return _page(request, sheet, again, status=422 if error is None else status_of(error) or 422)


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


def _page(
    request: HttpRequest,
    sheet: RowSheet,
    form: MarkForm | None = None,
    *,
    back: Reasoned | None = None,
    proof: Passage | Reasoned | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "sheet": sheet,
        "form": form or MarkForm(sheet),
        "back": back or Reasoned(auto_id="back_%s"),
        "proof": proof,
        "passage": Passage(),
    }
    return render(request, "web/desk/assessment/row.html", context, status=status)


@require_POST
def take_back(request: HttpRequest, subject_id: int, row_id: int) -> HttpResponse:
    """Take a mark back, with a reason: the row is unknown again."""
    seat, form = my_seat(request), Reasoned(request.POST, auto_id="back_%s")
    form.is_valid()
    told = Said(None, request.POST.get("reason", ""))
    try:
        mark(
            actor=seat.actor,
            subject_id=subject_id,
            row_id=row_id,
            said=told,
            today=seat.today,
            number=whole(request.POST.get("number")),
        )
    except Invalid as error:
        form.say(error)
        return _page(request, row_sheet(seat.actor, subject_id, row_id), back=form, status=422)
    messages.success(request, gettext("Taken back: the row has no mark now."))
    return redirect("assessment-row", subject_id, row_id)


@require_POST
def prove(request: HttpRequest, subject_id: int, row_id: int) -> HttpResponse:
    """Say that a piece of evidence proves the row."""
    seat, form = my_seat(request), Passage(request.POST)
    form.is_valid()
    try:
        proving.prove(
            actor=seat.actor,
            subject_id=subject_id,
            row_id=row_id,
            evidence_version_id=whole(request.POST.get("evidence")) or 0,
            passage=request.POST.get("passage", ""),
            today=seat.today,
        )
    except Invalid as error:
        form.say(error)
        return _page(request, row_sheet(seat.actor, subject_id, row_id), proof=form, status=422)
    messages.success(request, gettext("It stands among what proves the row."))
    return redirect("assessment-row", subject_id, row_id)


@require_POST
def withdraw_proof(request: HttpRequest, subject_id: int, row_id: int, proof_id: int) -> HttpResponse:
    """Take back that something proves the row, with a reason."""
    seat, form = my_seat(request), Reasoned(request.POST)
    form.is_valid()
    try:
        proving.withdraw_proof(
            actor=seat.actor,
            subject_id=subject_id,
            row_id=row_id,
            proof_id=proof_id,
            reason=request.POST.get("reason", ""),
        )
    except Invalid as error:
        form.say(error)
        return _page(request, row_sheet(seat.actor, subject_id, row_id), proof=form, status=422)
    messages.success(request, gettext("Taken back: it proves the row no more."))
    return redirect("assessment-row", subject_id, row_id)


@require_safe
def evidence_file(request: HttpRequest, subject_id: int, row_id: int, version_id: int) -> HttpResponseBase:
    """The bytes of evidence that is offered to the row, for whoever judges it."""
    actor = my_seat(request).actor
    subject, _table, compiled = subject_row(actor, subject_id, row_id)
    blob_id, name = offered_file(actor, subject, compiled.row.code, version_id)
    opened = open_blob(actor, blob_id)
    return serving.shown(opened) if opened.media_type in serving.SHOWN else serving.saved(opened, name)
