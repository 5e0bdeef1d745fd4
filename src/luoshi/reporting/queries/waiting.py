"""Files that wait in quarantine for what their sender does about them, told where they were sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from luoshi.files import queries as files
from luoshi.files.queries import UploadSheet
from luoshi.files.rules.waiting import why_waits
from luoshi.kernel.phrases import Phrase
from luoshi.reporting.policy import readable_evidence, visible
from luoshi.reporting.rules.sendings import evidence_key, report_key, use_of
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file of the actor that waits. ``why`` says what was found or is asked; ``expires_at`` is when it is removed if
    nothing is done. ``request_id`` or ``evidence_id`` is for what it was sent, with its ``title``, where that is known.
    """

    key: str
    name: str
    size: int
    expires_at: datetime
    why: Phrase
    request_id: int | None = None
    evidence_id: int | None = None
    title: str = ""


def waiting(actor: Actor) -> tuple[WaitingFile, ...]:
    """All files that the actor sent as evidence and that wait, oldest first."""
    found = [sheet for sheet in files.waiting(actor) if use_of(sheet.key) is not None]
    return _told(actor, found) if found else ()


def waiting_for_report(actor: Actor, request_id: int) -> tuple[WaitingFile, ...]:
    """Those that the actor sent to the report of a request."""
    return _told(actor, files.waiting(actor, begins=report_key(request_id)))


def waiting_for_evidence(actor: Actor, evidence_id: int) -> tuple[WaitingFile, ...]:
    """Those that the actor sent as a new version of a piece of evidence."""
    return _told(actor, files.waiting(actor, begins=evidence_key(evidence_id)))


def _told(actor: Actor, sheets: Iterable[UploadSheet]) -> tuple[WaitingFile, ...]:
    uses = [(sheet, use) for sheet in sheets if (use := use_of(sheet.key)) is not None]
    requests = {use.request_id for _sheet, use in uses if use.request_id is not None}
    proofs = {use.evidence_id for _sheet, use in uses if use.evidence_id is not None}
    path = "occurrence__obligation__commitment__title"
    asked = dict(visible(actor).filter(pk__in=requests).values_list("pk", path)) if requests else {}
    own = readable_evidence(actor).filter(pk__in=proofs).order_by("versions__number")
    given = dict(own.values_list("pk", "versions__title")) if proofs else {}
    return tuple(
        WaitingFile(
            key=sheet.key,
            name=sheet.name,
            size=sheet.size,
            expires_at=sheet.expires_at,
            why=_why(sheet),
            request_id=use.request_id if use.request_id in asked else None,
            evidence_id=use.evidence_id if use.evidence_id in given else None,
            title=asked.get(use.request_id or 0, "") or given.get(use.evidence_id or 0, ""),
        )
        for sheet, use in uses
    )


def _why(sheet: UploadSheet) -> Phrase:
    error = why_waits(sheet.looked, maskable=sheet.may_mask)
    return Phrase(error.message, error.params)
