"""Amendments: a newer version of the plan against the programme, accepted or not change by change.

Opening accepts the new reading and keeps every difference; each decision is carried out at once; closing, once all are
decided, lets the programme stand on the new version. The old version stays readable.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate
from luoshi.outline.exchange import plan_from_dict
from luoshi.plans import actions as plan_actions
from luoshi.plans import queries as plan_queries
from luoshi.plans.models import Version
from luoshi.programme.actions.applying import Application, carry_out
from luoshi.programme.actions.arranging import arrange
from luoshi.programme.actions.programmes import count_edit, held
from luoshi.programme.actions.stages import Schedule, is_phase, moves_days
from luoshi.programme.actions.wordings import Amending
from luoshi.programme.drafting.items import items_of, stages_of
from luoshi.programme.drafting.proposal import Proposal, propose
from luoshi.programme.drafting.rows import places
from luoshi.programme.models import Amendment, Change, Commitment, Programme
from luoshi.programme.policy import parties, require_move
from luoshi.programme.queries.standing_for import commitments_of
from luoshi.programme.rules import ChangeDecision, ChangeKind, Noun, ProgrammeState
from luoshi.programme.rules.comparing import compare
from luoshi.programme.rules.texts import require_reason
from luoshi.tenancy.rules import Actor

# A draft is the grid's to change; what was issued is amended.
NOTE = _("Amendment of {day}")  # what the issue to those who owe something new says of itself
VERBS = {ProgrammeState.DRAFT.value: "decompose"}


def amendable(actor: Actor, programme_id: int) -> Programme:
    """The programme, locked, where the actor may amend it in the state that it is in."""
    programme = held(actor, programme_id)
    verb = VERBS.get(programme.state, "amend")
    require_move(Noun.PROGRAMME, verb, programme.state, parties(actor, programme))
    return programme


def open_amendment(
    *,
    actor: Actor,
    programme_id: int,
    version_id: int,
    today: date,
    despite_errors: bool = False,
    reason: str = "",
) -> int:
    """Accept a newer version of the plan and compare it with the programme's; gives the id of the amendment.

    Raises what ``plans.actions.accept`` raises, ``Conflict`` (``amendment-open``) while another is undecided, and
    ``Invalid`` (``version-of-other-plan``, ``version-older``) where the version cannot follow.
    """
    with transaction.atomic():
        programme = amendable(actor, programme_id)
        if programme.amendments.filter(closed_on__isnull=True).exists():
            raise Conflict(
                "amendment-open",
                _("Another amendment of this programme is not yet decided."),
                _("Decide its changes and close it first."),
            )
        old = programme.version
        new = plan_queries.version(actor, version_id)
        _require_next(old, new)
        assert old is not None  # noqa: S101 - judged above
        new = plan_actions.accept(actor=actor, version_id=new.pk, despite_errors=despite_errors, reason=reason)
        proposal = proposed(new)
        plan_actions.keep_passages(actor=actor, found=new, places=places(proposal))
        amendment = Amendment.objects.create(
            jurisdiction_id=actor.jurisdiction_id,
            programme=programme,
            old=old,
            new=new,
            opened_on=today,
            account_id=actor.account_id,
        )
        counts = _keep_changes(actor, amendment, proposal, today)
        record(
            actor=actor,
            verb="programme.open_amendment",
            subject_kind="programme",
            subject_id=programme.pk,
            old={"version": old.pk},
            new={"version": new.pk, "amendment": amendment.pk, "changes": counts, "reason": reason},
        )
    return amendment.pk


def _require_next(old: Version | None, new: Version) -> None:
    if old is None or old.plan_id != new.plan_id:
        raise Invalid(
            "version-of-other-plan",
            _("This is not a version of the plan that the programme stands on."),
            _("Upload the new text as the next version of that plan."),
        )
    if new.number <= old.number:
        raise Invalid(
            "version-older",
            _("The programme stands on version {number} already; this one is not newer."),
            _("Choose a newer version."),
            number=old.number,
        )


def proposed(version: Version) -> Proposal:
    """What a version proposes, corrections included."""
    return propose(plan_from_dict(plan_queries.corrected(version)))


def _keep_changes(actor: Actor, amendment: Amendment, proposal: Proposal, today: date) -> dict[str, int]:
    before = proposed(amendment.old)
    old = items_of(before)
    standing = commitments_of(amendment.programme, amendment.old, old)
    counts: dict[str, int] = {}
    rows = []
    phases = compare(stages_of(before), stages_of(proposal))
    for order, found in enumerate([*phases, *compare(old, items_of(proposal))], start=1):
        same = found.kind is ChangeKind.UNCHANGED
        counts[found.kind.value] = counts.get(found.kind.value, 0) + 1
        rows.append(
            Change(
                jurisdiction_id=actor.jurisdiction_id,
                amendment=amendment,
                order=order,
                kind=found.kind.value,
                commitment_id=None if found.old is None else standing.get(found.old["index"]),
                old_item=None if found.old is None else dict(found.old),
                new_item=None if found.new is None else {**found.new, "what": [what.value for what in found.what]},
                decision=(ChangeDecision.ACCEPTED if same else ChangeDecision.OPEN).value,
                decided_on=today if same else None,
            )
        )
    Change.objects.bulk_create(rows, batch_size=200)
    return counts


# --- deciding ---------------------------------------------------------------------------------------------------


def decide(
    *,
    actor: Actor,
    change_id: int,
    decision: ChangeDecision,
    today: date,
    reason: str = "",
    seen: int | None = None,
) -> None:
    """Accept a change and carry it out, or keep the programme as it is in this.

    ``seen`` is the edit number of the commitment that the person saw. Raises ``Conflict`` (``stale``) where it changed
    since, (``already-decided``) where the change was carried out, ``NotFound`` for strangers.
    """
    with transaction.atomic():
        found = Change.objects.filter(pk=change_id, jurisdiction_id=actor.jurisdiction_id).first()
        if found is None:
            raise _no_change()
        _decide(actor, found.amendment_id, [found.pk], decision, today, reason, {found.pk: seen})


def decide_all(
    *, actor: Actor, amendment_id: int, kind: ChangeKind, decision: ChangeDecision, today: date, reason: str = ""
) -> int:
    """The same decision on all changes of a kind that are still open; gives how many there were."""
    with transaction.atomic():
        rows = Change.objects.filter(
            amendment_id=amendment_id,
            jurisdiction_id=actor.jurisdiction_id,
            kind=kind.value,
            decision=ChangeDecision.OPEN.value,
        )
        ids = list(rows.order_by("order").values_list("pk", flat=True))
        _decide(actor, amendment_id, ids, decision, today, reason, {})
    return len(ids)


def _no_change() -> NotFound:
    return NotFound("change-not-found", _("There is no such change."))


def _open(actor: Actor, amendment_id: int) -> tuple[Amendment, Programme]:
    amendment = Amendment.objects.filter(pk=amendment_id, jurisdiction_id=actor.jurisdiction_id).first()
    if amendment is None:
        raise NotFound("amendment-not-found", _("There is no such amendment."))
    programme = amendable(actor, amendment.programme_id)
    if amendment.closed_on is not None:
        raise Conflict("amendment-closed", _("This amendment is closed; its decisions stand."))
    return amendment, programme


def _decide(
    actor: Actor,
    amendment_id: int,
    change_ids: list[int],
    decision: ChangeDecision,
    today: date,
    reason: str,
    seen: dict[int, int | None],
) -> None:
    amendment, programme = _open(actor, amendment_id)
    if decision is ChangeDecision.OPEN:
        raise Invalid("decision-unknown", _("Accept the change, or keep the programme as it is."))
    note = translate(NOTE, DEFAULT_LANGUAGE, {"day": amendment.opened_on.isoformat()})
    work = Amending(actor, programme, today, note=note, issue=amendment.issue)
    application = Application(work, amendment, proposed(amendment.new))
    rows = list(amendment.changes.select_related("commitment").order_by("order"))
    chosen = [change for change in rows if change.pk in change_ids]
    accepted = decision is ChangeDecision.ACCEPTED
    schedule = Schedule(work) if accepted and work.runs and any(map(moves_days, chosen)) else None
    for change in sorted(chosen, key=_late):
        _settle(application, change, decision, reason, seen.get(change.pk))
    if accepted:
        arrange(programme, rows)
    if schedule:
        schedule.follow()
    if work.issue is not None and work.issue.pk != amendment.issue_id:
        amendment.issue = work.issue
        amendment.save(update_fields=["issue"])
    count_edit(programme, None)


def _late(change: Change) -> bool:
    """A phase that goes is emptied first."""
    return change.kind == ChangeKind.REMOVED.value and is_phase(change)


def _settle(application: Application, change: Change, decision: ChangeDecision, reason: str, seen: int | None) -> None:
    if change.decision == ChangeDecision.ACCEPTED.value:
        raise Conflict("already-decided", _("This change has been carried out already."))
    work, reason = application.amending, require_reason(reason) if reason.strip() else ""
    if change.commitment is not None:
        count_edit(change.commitment, seen)
    old = _told(change.commitment)
    if decision is ChangeDecision.ACCEPTED:
        carry_out(application, change, reason)
    change.decision, change.reason = decision.value, reason
    change.account_id, change.decided_on = work.actor.account_id, work.today
    change.save(update_fields=["decision", "reason", "account", "decided_on", "commitment"])
    record(
        actor=work.actor,
        verb="programme.decide_change",
        subject_kind="commitment" if change.commitment_id else "amendment",
        subject_id=change.commitment_id or change.amendment_id,
        old={"item": change.old_item, **old},
        new={
            "item": change.new_item,
            **_told(change.commitment),
            "change": change.pk,
            "kind": change.kind,
            "decision": decision.value,
            "reason": reason,
        },
    )


def _told(commitment: Commitment | None) -> dict[str, object]:
    if commitment is None:
        return {}
    row = commitment.revisions.filter(current=True).first()
    called = {"number": commitment.number, "title": commitment.title}
    return {"revision": row.number, "text": row.text, "called": called} if row else {}


def close_amendment(*, actor: Actor, amendment_id: int, today: date) -> None:
    """Let the programme stand on the new version. Raises ``Conflict`` (``changes-open``) while one is undecided."""
    with transaction.atomic():
        amendment, programme = _open(actor, amendment_id)
        left = amendment.changes.filter(decision=ChangeDecision.OPEN.value).count()
        if left:
            raise Conflict(
                "changes-open", _("{count} changes are not decided yet."), _("Accept or keep each of them."), count=left
            )
        amendment.closed_on = today
        amendment.save(update_fields=["closed_on"])
        programme.version = amendment.new
        programme.save(update_fields=["version"])
        count_edit(programme, None)
        record(
            actor=actor,
            verb="programme.close_amendment",
            subject_kind="programme",
            subject_id=programme.pk,
            old={"version": amendment.old_id},
            new={"version": amendment.new_id, "amendment": amendment.pk},
        )
