"""The report of one request: written, kept, sent, approved and judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.kernel.errors import Conflict, Invalid, LuoshiError
from luoshi.reporting import actions, queries
from luoshi.web.addresses import back
from luoshi.web.desk.reports import forms
from luoshi.web.desk.reports.bringing import bring
from luoshi.web.desk.reports.pages import report_page
from luoshi.web.seats import my_seat
from luoshi.web.uploads import too_large

SAID = {
    "report": _("Reported."),
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
    "save": _("The draft is kept."),
}


@require_safe
def report(request: HttpRequest, request_id: int) -> HttpResponse:
    """What is asked, what is known, and the report."""
    return report_page(request, request_id)


@require_safe
def of_occurrence(request: HttpRequest, occurrence_id: int) -> HttpResponse:
    """Lead to the request that asks for an occurrence."""
    seat = my_seat(request)
    return redirect("report", actions.request_for(actor=seat.actor, occurrence_id=occurrence_id, today=seat.today))


@require_POST
def draft(request: HttpRequest, request_id: int) -> JsonResponse:
    """Keep what is being written, for the script: ``{"edit": 3}``, or ``{"error": …}`` in words."""
    written, seen = forms.written(request.POST), _number(request, "draft_seen")
    try:
        edit = actions.save_draft(actor=my_seat(request).actor, request_id=request_id, written=written, seen=seen)
    except (Invalid, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 422
        return JsonResponse({"error": error.in_words(get_language() or ""), "code": error.code}, status=status)
    return JsonResponse({"edit": edit})


@require_POST
def unchanged(request: HttpRequest) -> HttpResponse:
    """Report "no change" to every request of a list that takes it."""
    seat, done = my_seat(request), 0
    for pk in request.POST.getlist("request")[:200]:
        try:
            actions.no_change(actor=seat.actor, request_id=int(pk), today=seat.today)
        except (Invalid, Conflict, ValueError):
            continue
        done += 1
    words = ngettext("Reported: no change in %(n)d item.", "Reported: no change in %(n)d items.", done)
    messages.success(request, words % {"n": done})
    return redirect("inbox")


@require_POST
def do(request: HttpRequest, request_id: int, verb: str) -> HttpResponse:
    """One verb about a request."""
    if verb not in SAID:
        raise Http404
    if verb == "report":
        return _report(request, request_id)
    reason = forms.Reason(request.POST)
    try:
        _verbs(request, request_id)[verb]()
    except LuoshiError as error:
        if not isinstance(error, (Invalid, Conflict)):
            raise
        reason.is_valid()
        reason.say(error)
        return report_page(request, request_id, reason=reason, status=409 if isinstance(error, Conflict) else 422)
    messages.success(request, gettext(SAID[verb]))
    return back(request) if request.POST.get("next") else redirect("report", request_id)


def _verbs(request: HttpRequest, request_id: int) -> dict[str, Callable[[], object]]:
    seat, seen = my_seat(request), _number(request, "seen")
    at: dict[str, Any] = {"actor": seat.actor, "request_id": request_id}
    posted = request.POST
    reason, which = posted.get("reason", ""), _number(request, "evidence") or 0
    return {
        "no-change": lambda: actions.no_change(**at, today=seat.today, seen=seen),
        "reuse": lambda: actions.reuse(**at, version_id=_number(request, "version") or 0, today=seat.today, seen=seen),
        "approve": lambda: actions.approve(**at, today=seat.today, seen=seen),
        "send-back": lambda: actions.send_back(**at, reason=reason, seen=seen),
        "take-back": lambda: actions.take_back(**at, seen=seen),
        "accept": lambda: actions.accept(**at, today=seat.today, seen=seen),
        "return": lambda: actions.return_(**at, reason=reason, today=seat.today, seen=seen),
        "remark": lambda: actions.remark(**at, line=posted.get("line", ""), text=reason, today=seat.today),
        "bring": lambda: actions.bring(**at, evidence_ids=[which]),
        "leave": lambda: actions.leave(**at, evidence_id=which),
        "save": lambda: actions.save_draft(**at, written=forms.written(posted), seen=_number(request, "draft_seen")),
    }


def _report(request: HttpRequest, request_id: int) -> HttpResponse:
    """Report, with the evidence that the form brings; what of it was kept stays in the draft if the report fails."""
    seat, sent = my_seat(request), forms.Sent(request.POST)
    if too_large(request) or forms.Evidence.there(request.POST, request.FILES):
        asked, evidence = queries.writing(seat.actor, request_id), forms.Evidence(request.POST, request.FILES)
        if not bring(request, asked, evidence):
            form = forms.Report(asked, request.POST)
            return report_page(request, request_id, form=form, evidence=evidence, status=422)
    if not sent.is_valid():
        return _not_taken(request, request_id)
    try:
        at = {"request_id": request_id, "today": seat.today, "seen": sent.cleaned_data["seen"]}
        given = actions.report(actor=seat.actor, said=sent.said(), **at)
    except (Invalid, Conflict) as error:
        return _not_taken(request, request_id, error)
    messages.success(request, gettext(SAID["report"] if given else _("It is with your unit's approver.")))
    return redirect("inbox")


def _not_taken(request: HttpRequest, request_id: int, error: Invalid | Conflict | None = None) -> HttpResponse:
    """The page with what was typed, and why it was not taken: what a field may hold, or what the verb said."""
    form = forms.Report(queries.writing(my_seat(request).actor, request_id), request.POST)
    form.is_valid()
    if error is not None:
        form.say(error)
    return report_page(request, request_id, form=form, status=409 if isinstance(error, Conflict) else 422)


def _number(request: HttpRequest, name: str) -> int | None:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 19 else None
