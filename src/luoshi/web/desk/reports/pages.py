"""The page of a report, put together: as it stands, or with a form that came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.reporting import queries
from luoshi.reporting.queries import Drafted
from luoshi.web.desk.reports import forms
from luoshi.web.desk.reports.again import Again, cards
from luoshi.web.desk.reports.evidence_forms import Evidence, caption_of
from luoshi.web.desk.reports.waiting import form_of
from luoshi.web.seats import my_seat

AGAIN = ("version", "state", "signed", "next")  # fields of a report of one tap
UNFOLDED = ("file", "address", "channel")  # fields of evidence that are always in view
REASONED = ("send-back", "return", "remark")


def report_page(
    request: HttpRequest,
    request_id: int,
    *,
    form: forms.Report | None = None,
    evidence: Evidence | None = None,
    reason: forms.Reason | None = None,
    again: Again | None = None,
    dropping: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of one request; ``dropping`` is a report of one tap that would drop its draft: it asks first."""
    seat = my_seat(request)
    sheet = queries.sheet(seat.actor, request_id, seat.today)
    if form is not None and status == 409:
        form.renew(sheet.edit, sheet.draft.edit)
    if evidence is None and form is None and sheet.writes:
        evidence = form_of(request, caption_of(sheet, seat.today))
    typed = forms.typed(form.data, "text").strip() if form is not None else ""
    captioned = evidence is not None and any(evidence[name].errors for name in ("taken_on", "taken_at", "event"))
    proof = evidence or Evidence.beside(sheet, seat.today)
    if sheet.restricted:
        proof.narrow()
    words = request.GET.get("proof")
    searched = words is not None and sheet.writes
    context = {
        "words": words,
        "found": queries.to_use(seat.actor, sheet, words or "") if searched else None,
        "captioned": captioned,
        "sheet": sheet,
        "waiting": [
            file
            for file in queries.waiting_for_report(seat.actor, request_id)
            if evidence is None or file.key != evidence["upload"].value()
        ],
        "form": form or forms.Report(sheet),
        "typed": typed,
        "other": form is not None and status == 409 and _another(sheet.draft, form.data),
        "dropping": dropping,
        "again": {name: request.POST.get(name, "") for name in AGAIN} if dropping else {},
        "evidence_form": proof,
        "detailed": evidence is not None and not captioned and bool(set(evidence.errors) - {*UNFOLDED}),
        "earlier": cards(sheet, again),
        "refused": again or reason,
        "reasons": {
            verb.replace("-", "_"): reason if reason is not None and reason.verb == verb else forms.Reason(verb=verb)
            for verb in REASONED
        },
        "today": seat.today,
    }
    return render(request, "web/desk/reports/report.html", context, status=status)


def _another(draft: Drafted, data: Mapping[str, Any]) -> bool:
    """Whether a draft holds something else than what was typed; what it leaves empty is nothing else."""
    sent = forms.written(data)
    typed = (
        (draft.state, sent.state),
        (draft.text, sent.text),
        (draft.figure, sent.figure),
        (draft.signed, sent.signed),
    )
    other = any(kept.strip() not in ("", said.strip()) for kept, said in typed)
    return other or draft.reachable not in (None, sent.reachable)
