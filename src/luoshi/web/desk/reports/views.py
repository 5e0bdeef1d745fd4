"""The report of one request: written, kept, sent, approved and judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.kernel.errors import Conflict, Invalid, LuoshiError
from luoshi.reporting import actions, queries
from luoshi.reporting.rules import ReportState
from luoshi.web.addresses import back
from luoshi.web.desk.reports import forms
from luoshi.web.desk.reports.again import Again
from luoshi.web.desk.reports.late import CODES, told_twice
from luoshi.web.desk.reports.pages import report_page
from luoshi.web.desk.reports.sending import WITH_APPROVER, save, send
from luoshi.web.numbers import wholes
from luoshi.web.seats import my_seat

SAID = {
    "no-change": _("Reported: no change."),
    "reuse": _("Reported with what was there."),
    "approve": _("Approved and reported."),
    "send-back": _("Sent back to the liaison."),
    "take-back": _("Taken back; it can be written again."),
    "accept": _("Accepted."),
    "return": _("Returned with its reason."),
    "remark": _("The remark stands beside its line."),
    "bring": _("It goes with the report."),
    "leave": _("It does not go with the report any more."),
}
TAPS = ("no-change", "reuse")  # reports of one tap; 0 where they wait for the unit's approver
FORMS = {"report": send, "save": save}


@require_safe
def report(request: HttpRequest, request_id: int) -> HttpResponse:
    """What is asked, what is known, and the report."""
    return report_page(request, request_id)


@require_http_methods(["GET", "HEAD", "POST"])
def of_occurrence(request: HttpRequest, occurrence_id: int) -> HttpResponse:
    """Lead to the request that asks for an occurrence. Who looks where nobody asks is led to the obligation; who
    presses there that it is to be reported on opens the report.
    """
    seat = my_seat(request)
    if request.method == "POST":
        return redirect("report", actions.request_for(actor=seat.actor, occurrence_id=occurrence_id, today=seat.today))
    found, obligation_id = queries.request_about(seat.actor, occurrence_id)
    if found is not None:
        return redirect("report", found)
    return redirect(f"{reverse('obligation', args=[obligation_id])}#time-{occurrence_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, request_id: int, verb: str) -> HttpResponse:
    """One verb about a request; the address of a form that came back, opened anew, is the page itself."""
    if request.method != "POST":
        return redirect("report", request_id)
    if verb in FORMS:
        return FORMS[verb](request, request_id)
    if verb not in SAID:
        raise Http404
    try:
        given = _verbs(request, request_id)[verb]()
    except LuoshiError as error:
        if not isinstance(error, (Invalid, Conflict)):
            raise
        if error.code in CODES and _twice(request, request_id, verb):
            return told_twice(request, request_id)
        if error.code == "draft-waits":
            return report_page(request, request_id, dropping=verb, status=409)
        return _refused(request, request_id, verb, error)
    messages.success(request, gettext(WITH_APPROVER if verb in TAPS and given == 0 else SAID[verb]))
    return back(request) if request.POST.get("next") else redirect("report", request_id)


def _refused(request: HttpRequest, request_id: int, verb: str, error: LuoshiError) -> HttpResponse:
    """The page with what was typed for a verb, and why it was not done."""
    status = 409 if isinstance(error, Conflict) else 422
    if verb == "reuse":
        again = Again(forms.number(request.POST, "version") or 0, request.POST)
        again.is_valid()
        again.say(error)
        return report_page(request, request_id, again=again, status=status)
    reason = forms.Reason(request.POST, verb=verb)
    reason.is_valid()
    reason.say(error)
    return report_page(request, request_id, reason=reason, status=status)


def _twice(request: HttpRequest, request_id: int, verb: str) -> bool:
    """Whether a report of one tap is there already."""
    if verb not in TAPS:
        return False
    version = forms.number(request.POST, "version") or 0
    return queries.was_given(my_seat(request).actor, request_id, None if verb == "no-change" else version)


def _verbs(request: HttpRequest, request_id: int) -> dict[str, Callable[[], object]]:
    seat, seen = my_seat(request), forms.number(request.POST, "seen")
    at: dict[str, Any] = {"actor": seat.actor, "request_id": request_id}
    posted = request.POST
    reason, which = forms.typed(posted, "reason"), forms.number(posted, "evidence") or 0
    version, draft_seen = forms.number(posted, "version") or 0, forms.number(posted, "draft_seen")
    shown = frozenset(wholes(posted.getlist("evidence_seen")))
    dropping = actions.Dropped(draft_seen, shown) if draft_seen is not None else None
    tap = {**at, "today": seat.today, "seen": seen, "dropping": dropping}
    signed = forms.typed(posted, "signed")
    stands = {one.value: one for one in ReportState}.get(posted.get("state", ""))
    return {
        "no-change": lambda: actions.no_change(**tap),
        "reuse": lambda: actions.reuse(**tap, version_id=version, state=stands, signed=signed),
        "approve": lambda: actions.approve(**at, today=seat.today, seen=seen),
        "send-back": lambda: actions.send_back(**at, reason=reason, seen=seen),
        "take-back": lambda: actions.take_back(**at, seen=seen),
        "accept": lambda: actions.accept(**at, today=seat.today, seen=seen),
        "return": lambda: actions.return_(**at, reason=reason, today=seat.today, seen=seen),
        "remark": lambda: actions.remark(**at, line=posted.get("line", ""), text=reason, today=seat.today, seen=seen),
        "bring": lambda: actions.bring(**at, evidence_ids=[which]),
        "leave": lambda: actions.leave(**at, evidence_id=which),
    }
