"""The evidence that comes with a report: what is new is given, what was there is used again."""

from __future__ import annotations

from django.http import HttpRequest

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.reporting import actions
from luoshi.reporting.queries import Writing
from luoshi.web.desk.reports import forms
from luoshi.web.desk.reports.taking import take
from luoshi.web.seats import my_seat


def bring(request: HttpRequest, asked: Writing, form: forms.Evidence) -> bool:
    """Give what the form holds and bring it, with what is ticked, to the draft. False where the form says why not."""
    seat = my_seat(request)
    used = [int(pk) for pk in request.POST.getlist("use") if pk.isdecimal()]
    if not form.is_valid():
        return False
    try:
        if form.holds:
            taken = take(seat.actor, form.cleaned_data)
            given = form.given(seat.today, taken)
            used.append(actions.give(actor=seat.actor, unit_id=asked.unit_id, given=given, today=seat.today))
        if used:
            form.brought = True
            actions.bring(actor=seat.actor, request_id=asked.id, evidence_ids=used)
    except (Invalid, Conflict) as error:
        form.say(error)
        return False
    return True
