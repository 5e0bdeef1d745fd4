"""A report that is sent, or kept as a draft, from its form: whatever hinders it, what was typed stays in the form."""

from __future__ import annotations

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.reporting import actions, queries
from luoshi.reporting.queries import Writing
from luoshi.web.desk.reports import forms
from luoshi.web.desk.reports.bringing import bring
from luoshi.web.desk.reports.evidence_forms import Evidence
from luoshi.web.desk.reports.late import another_first
from luoshi.web.desk.reports.pages import report_page
from luoshi.web.desk.reports.sent import Sent
from luoshi.web.errors import SOON, status_of
from luoshi.web.seats import my_seat
from luoshi.web.trouble import known
from luoshi.web.uploads import too_large

REPORTED = _("Reported.")
WITH_APPROVER = _("It is with your unit's approver.")
KEPT = _("The draft is kept.")


@require_POST
def draft(request: HttpRequest, request_id: int) -> JsonResponse:
    """Keep what is being written, for the script: ``{"edit": 3}``, or ``{"error": …, "code": …}`` in words."""
    try:
        edit = actions.save_draft(
            actor=my_seat(request).actor,
            request_id=request_id,
            written=forms.written(request.POST),
            seen=forms.number(request.POST, "draft_seen"),
        )
    except (Invalid, Conflict, OperationalError) as raised:
        error = known(raised)
        status = status_of(error) or 400
        told = {"error": error.in_words(get_language() or ""), "code": error.code}
        return JsonResponse(told, status=status, headers={"Retry-After": str(SOON)} if status == 503 else {})
    return JsonResponse({"edit": edit})


def save(request: HttpRequest, request_id: int) -> HttpResponse:
    """Keep the draft by the button of the form: what cannot be kept comes back in the form."""
    seat = my_seat(request)
    _asked, form = _form(request, request_id)
    written, seen = forms.written(request.POST), forms.number(request.POST, "draft_seen")
    try:
        actions.save_draft(actor=seat.actor, request_id=request_id, written=written, seen=seen)
    except (Invalid, Conflict, OperationalError) as raised:
        return hindered(request, request_id, form, raised)
    messages.success(request, gettext(KEPT), extra_tags=f"report-{request_id}")
    return redirect("report", request_id)


def send(request: HttpRequest, request_id: int) -> HttpResponse:
    """Report, with the evidence that the form brings; what of it was kept stays in the draft if the report fails.

    What was asked is not asked for before: the verb judges what was sent, and most of it is taken.
    """
    brings = too_large(request) or Evidence.there(request.POST, request.FILES)
    evidence = Evidence(request.POST, request.FILES) if brings else None
    try:
        if evidence is not None:
            asked, form = _form(request, request_id)
            if forms.number(request.POST, "seen") not in (None, asked.edit):
                return another_first(request, asked, form, evidence, None)
            if not bring(request, asked, evidence):
                return report_page(request, request_id, form=form, evidence=evidence, status=422)
            evidence = None  # it is with the draft, and would be given twice if it stood in the form again
        return _sent(request, request_id)
    except Conflict as error:
        return another_first(request, *_form(request, request_id), evidence, error)
    except (Invalid, OperationalError) as raised:
        return hindered(request, request_id, _form(request, request_id)[1], raised, evidence)


def _form(request: HttpRequest, request_id: int) -> tuple[Writing, forms.Report]:
    """What is asked, and its form with what was typed."""
    seat = my_seat(request)
    asked = queries.writing(seat.actor, request_id, seat.today)
    return asked, forms.Report(asked, request.POST)


def _sent(request: HttpRequest, request_id: int) -> HttpResponse:
    seat, sent = my_seat(request), Sent.read(request.POST)
    if sent is None:
        form = _form(request, request_id)[1]
        form.is_valid()
        return report_page(request, request_id, form=form, status=422)
    given = actions.report(
        actor=seat.actor,
        request_id=request_id,
        said=sent.said,
        today=seat.today,
        seen=sent.seen,
        draft_seen=sent.draft_seen,
    )
    messages.success(request, gettext(REPORTED if given else WITH_APPROVER), extra_tags=f"report-{request_id}")
    return redirect("inbox")


def hindered(
    request: HttpRequest,
    request_id: int,
    form: forms.Report,
    raised: Exception,
    evidence: Evidence | None = None,
) -> HttpResponse:
    """The page with what was typed and why it was not taken. Raises anew what we have no words for."""
    error = known(raised)
    form.is_valid()
    form.say(error)
    response = report_page(request, request_id, form=form, evidence=evidence, status=status_of(error) or 400)
    if response.status_code == 503:
        response["Retry-After"] = str(SOON)
    return response
