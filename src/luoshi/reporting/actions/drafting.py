"""Writing a report: the draft saves itself and survives a lost network, a closed tab and an ended session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from luoshi.files.rules.clean import require_clean, require_clean_fields
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import _
from luoshi.programme.models import Target
from luoshi.reporting.actions.asked import request_of
from luoshi.reporting.actions.freezing import require_taken
from luoshi.reporting.actions.said import TYPED
from luoshi.reporting.models import Draft, DraftEvidence, Evidence, Request
from luoshi.reporting.policy import require_move
from luoshi.reporting.rules import ReportState
from luoshi.reporting.rules.reports import SIGNED_LIMIT
from luoshi.tenancy.group_commit import together
from luoshi.tenancy.rules import Actor

# characters of the fields of a draft: the text may be longer than that of a report, so that nothing typed is cut
LONGEST = {"text": 2000, "figure": 40, "signed": SIGNED_LIMIT}
LONGEST_PASSAGE = 500  # characters of the words that prove a point


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the fields of a report that is being written, as it was typed."""

    state: str = ""
    text: str = ""
    figure: str = ""
    target_id: int | None = None
    reachable: bool | None = None
    signed: str = ""


def save_draft(*, actor: Actor, request_id: int, written: Written, seen: int | None = None) -> int:
    """Keep what is being written and give the number of the saving; evidence is brought by ``bring``.

    A draft is nobody's word yet, so it has no journal line. Raises ``Invalid`` (``personal-words``, ``draft-too-long``)
    and ``Conflict`` (``stale``) where another tab saved since ``seen``.
    """
    require_clean_fields(written, TYPED)
    for name, most in LONGEST.items():
        if len(getattr(written, name)) > most:
            words = _("This is too long: at most {most} characters.")
            raise Invalid("draft-too-long", words, most=most, field=name)
    if written.state and written.state not in {one.value for one in ReportState}:
        raise Invalid("report-state", _("Say how it stands: no change, under way or completed."))

    def kept() -> int:
        row, mine = request_of(actor, request_id)
        require_move("save", row.state, mine)
        draft = draft_of(row)
        if seen is not None and draft.edit != seen:
            raise Conflict(
                "stale",
                _("This was saved in another window meanwhile."),
                _("Reload the page; what you typed here is still in the field below."),
            )
        targets = Target.objects.filter(commitment_id=row.occurrence.obligation.commitment_id)
        draft.state, draft.text, draft.figure = written.state, written.text, written.figure.strip()
        draft.target = targets.filter(pk=written.target_id).first() if written.target_id else None
        draft.reachable, draft.signed = written.reachable, written.signed.strip()
        draft.account_id, draft.edit = actor.account_id, draft.edit + 1
        draft.save()
        return draft.edit

    return together(kept)


def draft_of(row: Request) -> Draft:
    """The draft of a request; a new one is filled with nothing."""
    found, _made = Draft.objects.get_or_create(request=row, defaults={"jurisdiction_id": row.jurisdiction_id})
    return found


def bring(
    *, actor: Actor, request_id: int, evidence_ids: Iterable[int], passages: Mapping[int, str] | None = None
) -> None:
    """Bring evidence of the unit to the draft; what is there already stays once. ``passages`` are the words in it (by
    its id) that prove the point here, where they are others than those of its latest version; what was said before of
    the same evidence is kept beside them. Raises ``Invalid`` (``passage-too-long``, and ``evidence-not-taken`` for what
    a restricted commitment does not take).
    """
    for words in (passages or {}).values():
        require_clean(words)
    with transaction.atomic():
        row, mine = request_of(actor, request_id)
        require_move("save", row.state, mine)
        draft = draft_of(row)
        own = Evidence.objects.filter(
            pk__in=list(evidence_ids), unit_id=row.unit_id, jurisdiction_id=row.jurisdiction_id, withdrawn_on=None
        ).prefetch_related("versions__blob")
        require_taken(row, own)
        for one in own:
            brought, made = DraftEvidence.objects.get_or_create(
                draft=draft, evidence=one, defaults={"jurisdiction_id": row.jurisdiction_id}
            )
            _prove(brought, (passages or {}).get(one.pk, "").strip(), new=made)


def _prove(brought: DraftEvidence, words: str, *, new: bool) -> None:
    """Keep the words that prove the point here."""
    latest = brought.evidence.versions.order_by("-number").first()
    before = brought.passage or (latest.passage if latest else "")
    if not words or words in before:
        return
    brought.passage = words if new or not before else f"{before}\n{words}"
    if len(brought.passage) > LONGEST_PASSAGE:
        raise Invalid("passage-too-long", _("This is too long: at most {most} characters."), most=LONGEST_PASSAGE)
    brought.save(update_fields=["passage"])


def leave(*, actor: Actor, request_id: int, evidence_id: int) -> None:
    """Take evidence out of the draft; the evidence itself stays."""
    with transaction.atomic():
        row, mine = request_of(actor, request_id)
        require_move("save", row.state, mine)
        DraftEvidence.objects.filter(draft__request=row, evidence_id=evidence_id).delete()
