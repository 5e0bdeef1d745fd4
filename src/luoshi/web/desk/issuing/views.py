"""The page on which a draft is issued, and the receipts after it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.documents.receipt_table import receipt_table
from luoshi.kernel.errors import Conflict
from luoshi.programme import actions
from luoshi.programme.queries import issuing
from luoshi.programme.rules import ProgrammeState
from luoshi.web.papers import paper_file
from luoshi.web.seats import my_seat

ISSUED = (ProgrammeState.ISSUED, ProgrammeState.CLOSED)


class Confirmation(forms.Form):
    """A line that goes with the issue, and the edit of the draft that was looked at."""

    note = forms.CharField(
        label=_("A line to go with it"),
        required=False,
        max_length=300,
        help_text=_("stands above the receipt: whom to call, which paper it goes back to"),
        error_messages={"max_length": _("At most %(limit_value)d characters.")},
    )
    edit = forms.IntegerField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Before the issue what it would make and what stands in the way; afterwards who has received it."""
    seat = my_seat(request)
    if request.method == "POST":
        return _issued(request, programme_id)
    if issuing.state_of(seat.actor, programme_id) in ISSUED:
        received = issuing.receipts(seat.actor, programme_id)
        context = {"receipts": received, "programme": received.programme, "today": seat.today}
        return render(request, "web/desk/issuing/receipts.html", context)
    return _before(request, programme_id)


def _issued(request: HttpRequest, programme_id: int) -> HttpResponse:
    seat, form = my_seat(request), Confirmation(request.POST)
    if not form.is_valid():
        return _before(request, programme_id, form, status=422)
    said = form.cleaned_data
    note = said["note"].strip()
    try:
        actions.issue(actor=seat.actor, programme_id=programme_id, today=seat.today, seen=said["edit"], note=note)
    except Conflict as error:
        return _not_issued(request, programme_id, note, error)
    messages.success(request, gettext("Issued. Each unit receives it once for all that it owes."))
    return redirect("issue", programme_id)


def _not_issued(request: HttpRequest, programme_id: int, note: str, error: Conflict) -> HttpResponse:
    """The draft as it stands now with why it was not issued and the note kept; the receipts where it is issued."""
    words = error.in_words(get_language() or "")
    if issuing.state_of(my_seat(request).actor, programme_id) in ISSUED:
        messages.info(request, words)
        return redirect("issue", programme_id)
    return _before(request, programme_id, status=409, note=note, wrong=words)


def _before(
    request: HttpRequest,
    programme_id: int,
    form: Confirmation | None = None,
    status: int = 200,
    note: str = "",
    wrong: str = "",
) -> HttpResponse:
    seat = my_seat(request)
    desk = issuing.issue_desk(seat.actor, programme_id, seat.today)
    context = {
        "desk": desk,
        "programme": desk.programme,
        "form": form or Confirmation(initial={"edit": desk.edit, "note": note}),
        "wrong": wrong,
        "today": seat.today,
    }
    return render(request, "web/desk/issuing/issue.html", context, status=status)


@require_safe
def receipts(request: HttpRequest, programme_id: int, form: str) -> HttpResponse:
    """签收情况表."""
    found = issuing.receipts(my_seat(request).actor, programme_id)
    return paper_file(receipt_table(found), form).response()
