"""Evidence: given to a report, kept in the unit's own list, renewed, withdrawn, and let serve a site."""

from __future__ import annotations

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.files.queries import open_blob
from luoshi.files.queries import preview as look_into
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.reporting import actions, queries
from luoshi.web.addresses import page_of
from luoshi.web.desk.reports import forms
from luoshi.web.desk.reports.bringing import bring, read
from luoshi.web.desk.reports.evidence_forms import Evidence
from luoshi.web.desk.reports.pages import report_page
from luoshi.web.desk.reports.sending import hindered
from luoshi.web.desk.reports.waiting import WITHDRAW, form_of, withdraw_file
from luoshi.web.desk.uploads import serving
from luoshi.web.errors import status_of
from luoshi.web.seats import my_seat
from luoshi.web.trouble import known


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, request_id: int) -> HttpResponse:
    """Give evidence and bring it to the report that is being written; what is typed there is kept first."""
    if request.method != "POST":
        return redirect("report", request_id)
    seat = my_seat(request)
    asked = queries.writing(seat.actor, request_id, seat.today)
    form = Evidence(request.POST, request.FILES)
    report = forms.Report(asked, request.POST)
    withdraws = WITHDRAW in request.POST
    if withdraws:
        withdraw_file(request)
    written, seen = forms.written(request.POST), forms.number(request.POST, "draft_seen")
    try:
        if not request.POST.get("alone"):  # what is typed was kept already
            actions.save_draft(actor=seat.actor, request_id=request_id, written=written, seen=seen)
        brought = withdraws or bring(request, asked, form)
    except (Invalid, Conflict, OperationalError) as raised:
        return hindered(request, request_id, report, raised, None if withdraws else form)
    if not brought:
        return report_page(request, request_id, evidence=form, status=422)
    if not withdraws:
        messages.success(request, gettext("It goes with the report."), extra_tags=f"report-{request_id}")
    return redirect("report", request_id)


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """All that the actor's units have given."""
    seat = my_seat(request)
    context = {
        "list": queries.library(seat.actor, page_of(request)),
        "waiting": queries.waiting(seat.actor),
        "today": seat.today,
    }
    return render(request, "web/desk/reports/library.html", context)


@require_safe
def one(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """A piece of evidence: its versions and what they serve."""
    sheet = queries.evidence(my_seat(request).actor, evidence_id)
    form = form_of(request, Evidence.of(sheet.latest).initial) if sheet.mine else None
    return _page(request, evidence_id, form=form, status=200)


def _page(
    request: HttpRequest,
    evidence_id: int,
    *,
    form: Evidence | None = None,
    reason: forms.Reason | None = None,
    status: int = 422,
) -> HttpResponse:
    seat = my_seat(request)
    sheet = queries.evidence(seat.actor, evidence_id)
    newer = form is not None and form.code == "stale"
    from_version = None if newer else forms.number(request.POST, "from_version")
    context = {
        "sheet": sheet,
        "form": form or Evidence.of(sheet.latest),
        "reason": reason or forms.Reason(),
        "renewing": form is not None,
        "newer": newer,
        "from_version": from_version or sheet.latest.number,
        "today": seat.today,
        "waiting": [
            file
            for file in queries.waiting_for_evidence(seat.actor, evidence_id)
            if form is None or file.key != form["upload"].value()
        ],
    }
    return render(request, "web/desk/reports/evidence.html", context, status=status if form or reason else 200)


@require_POST
def renew(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """A new version."""
    seat, form = my_seat(request), Evidence(request.POST, request.FILES)
    if WITHDRAW in request.POST:
        withdraw_file(request)
        return _page(request, evidence_id, form=form.without_file(evidence_id), status=200)
    if not form.is_valid():
        return _page(request, evidence_id, form=form)
    stood = Evidence.of(queries.evidence(seat.actor, evidence_id).latest).initial
    try:
        given = read(request, form, stood)
        seen = forms.number(request.POST, "from_version")
        actions.renew(actor=seat.actor, evidence_id=evidence_id, given=given, today=seat.today, seen=seen)
    except (Invalid, Conflict, OperationalError) as raised:
        error = known(raised)
        form.say(error)
        return _page(request, evidence_id, form=form, status=status_of(error) or 400)
    messages.success(request, gettext("The new version is kept; answers that were given keep the old one."))
    return redirect("evidence", evidence_id)


@require_POST
def withdraw(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Withdraw it, with a reason."""
    seat, form = my_seat(request), forms.Reason(request.POST)
    form.is_valid()
    try:
        actions.withdraw(
            actor=seat.actor, evidence_id=evidence_id, reason=forms.typed(request.POST, "reason"), today=seat.today
        )
    except (Invalid, Conflict) as error:
        form.say(error)
        return _page(request, evidence_id, reason=form)
    messages.success(request, gettext("It is withdrawn; where it was used it stays readable."))
    return redirect("evidence", evidence_id)


@require_POST
def serve_site(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Let it serve a site of the unit."""
    seat, site_id = my_seat(request), forms.number(request.POST, "site") or 0
    actions.serve_site(actor=seat.actor, evidence_id=evidence_id, site_id=site_id, today=seat.today)
    messages.success(request, gettext("It serves the site now."))
    return redirect("evidence", evidence_id)


@require_safe
def file(request: HttpRequest, version_id: int) -> HttpResponseBase:
    """The bytes of a version: pictures are shown, everything else is saved; nothing in it runs."""
    actor = my_seat(request).actor
    blob_id, name = queries.blob_of(actor, version_id)
    opened = open_blob(actor, blob_id)
    return serving.shown(opened) if opened.media_type in serving.SHOWN else serving.saved(opened, name)


@require_safe
def preview(request: HttpRequest, version_id: int) -> HttpResponseBase:
    """A look into a version: the picture, or the text of the file."""
    actor = my_seat(request).actor
    blob_id, name = queries.blob_of(actor, version_id)
    found = look_into(actor, blob_id, name)
    return serving.shown(open_blob(actor, blob_id)) if found.picture else serving.text(found)
