"""The office amends one commitment of an issued programme itself, in the columns of the task table."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from luoshi.kernel.errors import Conflict
from luoshi.programme.actions.restating import amend_commitment
from luoshi.programme.queries import tables
from luoshi.programme.rules.tables import HEADINGS, Judged
from luoshi.web.desk.tables.forms import OwnAmendment
from luoshi.web.seats import my_seat

CELLS = ("title", "text", "lead", "responsible", "support", "due", "rhythm")
FIELD_OF = {HEADINGS[code][0]: code for code in CELLS}


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """The form of one commitment; sent, it says something else from now on."""
    sheet = tables.own(my_seat(request).actor, commitment_id)
    start = {**sheet.line.cells, "edit": sheet.line.edit}
    form = OwnAmendment(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid() and _amended(request, commitment_id, form):
        messages.success(request, gettext("Amended; what was said before stays in the history."))
        return redirect("commitment-history", commitment_id)
    return render(
        request, "web/desk/tables/amend.html", {"sheet": sheet, "form": form}, status=422 if form.is_bound else 200
    )


def _amended(request: HttpRequest, commitment_id: int, form: OwnAmendment) -> bool:
    seat, said = my_seat(request), form.cleaned_data
    judged: Judged = tables.judged_own(seat.actor, commitment_id, {code: said[code] for code in CELLS}, seat.today)
    for fault in judged.faults:
        form.add_error(FIELD_OF.get(fault.column), fault.reason.words(get_language() or ""))
    if judged.faults:
        return False
    if not judged.changes:
        form.add_error(None, gettext("Nothing would change."))
        return False
    try:
        amend_commitment(
            actor=seat.actor,
            commitment_id=commitment_id,
            told=judged.told,
            reason=said["reason"],
            today=seat.today,
            seen=said["edit"],
        )
    except Conflict as error:
        form.add_error(None, error.in_words(get_language() or ""))
        return False
    return True
