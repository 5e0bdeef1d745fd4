"""A report that comes after another one: the same once more is told kindly, other words are shown and not lost."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.programme.actions import scaled_figure
from luoshi.reporting import queries
from luoshi.reporting.queries import SentAgain, Writing
from luoshi.reporting.rules import ReportState
from luoshi.web.desk.reports import forms
from luoshi.web.desk.reports.evidence_forms import Evidence
from luoshi.web.desk.reports.pages import report_page
from luoshi.web.desk.reports.sent import Sent
from luoshi.web.numbers import wholes
from luoshi.web.seats import my_seat

CODES = frozenset({"stale", "state-forbids"})  # of errors that say that something happened meanwhile
TWICE = _("This had been sent already; it is there once.")
MEANWHILE = _(
    "Meanwhile something else was done here, and what you typed was not sent. Look at what stands below, then decide."
)


def another_first(
    request: HttpRequest, asked: Writing, form: forms.Report, evidence: Evidence | None, error: Conflict | None
) -> HttpResponse:
    """The answer to a form that was written before something else was done; ``error`` is what the verb said of it."""
    if error is not None and error.code not in CODES:
        form.say(error)
    elif _the_same(request, asked, evidence):
        return told_twice(request, asked.id)
    else:
        form.add_error(None, gettext(MEANWHILE))
    return report_page(request, asked.id, form=form, evidence=evidence, status=409)


def told_twice(request: HttpRequest, request_id: int) -> HttpResponse:
    """To the inbox, where it is told that what was sent is there."""
    messages.success(request, gettext(TWICE), extra_tags=f"report-{request_id}")
    return redirect("inbox")


def _the_same(request: HttpRequest, asked: Writing, evidence: Evidence | None) -> bool:
    """Whether what was sent is there word for word; what cannot be read is not."""
    read = Sent.read(request.POST)
    if read is None or (evidence is not None and not evidence.is_valid()):
        return False
    said, given = read.said, evidence.cleaned_data if evidence is not None else {}
    try:
        scaled = scaled_figure(said.figure) if said.figure.strip() else None
    except Invalid:
        return False
    sent = SentAgain(
        state=(ReportState.UNDER_WAY if asked.question else said.state).value,
        text=said.text,
        figure=said.figure,
        scaled=scaled,
        target_id=said.target_id,
        reachable=said.reachable,
        signed=said.signed,
        evidence_ids=frozenset(wholes(request.POST.getlist("use"))),
        url=given.get("address", "").strip(),
        words=given.get("words", "").strip(),
        upload_key=given["upload"] if any(given.get(name) for name in ("file", "sent", "masking", "sure")) else "",
    )
    return queries.is_there(my_seat(request).actor, asked.id, sent)
