"""Whether what somebody sends is there already, word for word: a form that was sent twice is one report."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.files.policy import visible as visible_uploads
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.reporting.models import AnswerVersion, Draft, EvidenceVersion, Request, Response
from luoshi.reporting.policy import seen
from luoshi.reporting.rules import ReportState, RequestState
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class SentAgain:
    """What a form of a report holds, as far as it can be compared. ``figure`` as it was typed, ``scaled`` the same in
    millionths (None: none). ``evidence_ids`` is evidence that is used again; ``url``, ``words`` and ``upload_key`` what
    comes with the form itself, the key only where a file does.
    """

    state: str
    text: str = ""
    figure: str = ""
    scaled: int | None = None
    target_id: int | None = None
    reachable: bool | None = None
    signed: str = ""
    evidence_ids: frozenset[int] = frozenset()
    url: str = ""
    words: str = ""
    upload_key: str = ""


def is_there(actor: Actor, request_id: int, sent: SentAgain) -> bool:
    """Whether the last report of a request, or what waits there for the unit's approver, says the same; a report that
    was returned does not count. Raises ``NotFound``.
    """
    row = _request(actor, request_id)
    if row.state == RequestState.WAITING.value:
        draft = Draft.objects.filter(request=row).first()
        return draft is not None and _drafted(actor, draft, sent)
    rows = Response.objects.filter(request=row).select_related("version", "handling").order_by("-pk")
    last = rows.first()
    return last is not None and last.returned_on is None and _given(actor, last, sent)


def was_given(actor: Actor, request_id: int, version_id: int | None) -> bool:
    """Whether the last report of a request, or what waits there for the unit's approver, is this version of an answer;
    None: whether it says "no change". Raises ``NotFound``.
    """
    row = _request(actor, request_id)
    if row.state == RequestState.WAITING.value:
        draft = Draft.objects.filter(request=row).first()
        if draft is None or not draft.reused:
            return False
        if version_id is None:
            return draft.state == ReportState.NO_CHANGE.value
        return AnswerVersion.objects.filter(pk=version_id, text=draft.text).exists()
    last = Response.objects.filter(request=row).select_related("version").order_by("-pk").first()
    if last is None or last.returned_on is not None:
        return False
    if version_id is None:
        return last.version.state == ReportState.NO_CHANGE.value
    return last.reused and AnswerVersion.objects.filter(pk=version_id, text=last.version.text).exists()


def _request(actor: Actor, request_id: int) -> Request:
    path = "occurrence__obligation__commitment__programme"
    row = seen(actor, Request.objects.filter(pk=request_id).select_related(path).order_by().first())
    if row is None:
        raise NotFound("request-not-found", _("There is no such request."))
    return row


def _drafted(actor: Actor, draft: Draft, sent: SentAgain) -> bool:
    kept = (draft.state, draft.text, draft.figure, draft.target_id, draft.reachable, draft.signed)
    said = (sent.state, sent.text, sent.figure, sent.target_id, sent.reachable, sent.signed)
    evidence = draft.evidence.values_list("evidence_id", flat=True)
    return kept == said and _brought(actor, list(evidence), sent)


def _given(actor: Actor, last: Response, sent: SentAgain) -> bool:
    version = last.version
    kept = (version.state, version.text, version.reachable, last.signed)
    target = last.handling.target_id if last.handling is not None else None
    if kept != (sent.state, sent.text, sent.reachable, sent.signed) or sent.target_id not in (None, target):
        return False
    return _figure(version) == sent.scaled and _brought(
        actor, list(version.evidence_uses.values_list("evidence_version__evidence_id", flat=True)), sent
    )


def _figure(version: AnswerVersion) -> int | None:
    value = version.values.first()
    return value.scaled if value is not None else None


def _brought(actor: Actor, evidence_ids: list[int], sent: SentAgain) -> bool:
    """Whether all that comes with the form is among these pieces of evidence."""
    if not sent.evidence_ids <= set(evidence_ids):
        return False
    rows = EvidenceVersion.objects.filter(evidence_id__in=evidence_ids)
    if sent.upload_key:
        blob = visible_uploads(actor).filter(key=sent.upload_key).values_list("blob_id", flat=True).first()
        return blob is not None and rows.filter(blob_id=blob).exists()
    if sent.url:
        return rows.filter(url=sent.url).exists()
    return not sent.words or rows.filter(text=sent.words).exists()
