"""Issuing (下发): groups are expanded and frozen, every body owes what is its own, and is asked to receive it once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict
from luoshi.kernel.wording import _
from luoshi.programme.actions.lighting import relight
from luoshi.programme.actions.programmes import count_edit, moved
from luoshi.programme.models import (
    Assignment,
    Comment,
    Commitment,
    Issue,
    Obligation,
    Occurrence,
    Programme,
    Receipt,
    Revision,
)
from luoshi.programme.queries.drafted import counted
from luoshi.programme.queries.facts import last_of, phases_of, terms_of
from luoshi.programme.rules import CommentVerdict, UnitRole
from luoshi.programme.rules.owing import Named, owing
from luoshi.programme.rules.periods import periods
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries

BATCH = 500


def issue(*, actor: Actor, programme_id: int, today: date, seen: int | None = None, note: str = "") -> int:
    """Issue a draft to all bodies that it names; gives the id of the issue.

    Groups are expanded as they stand on ``today``. Raises ``Conflict`` where the state forbids it, comments are
    undecided (``comments-open``), faults of the grid stand (``draft-faulty``) or the draft was changed since ``seen``,
    ``NotAllowed`` for anybody but its office.
    """
    with transaction.atomic():
        programme, state = moved(actor, programme_id, "issue")
        _require_decided(programme)
        _require_whole(actor, programme, today)
        count_edit(programme, seen)
        programme.state = state
        programme.save(update_fields=["state"])
        made = send(actor, programme, programme.commitments.filter(withdrawn_on__isnull=True), today, note)
        record(
            actor=actor,
            verb="programme.issue",
            subject_kind="programme",
            subject_id=programme.pk,
            old={"state": "draft"},
            new={"state": state, "issue": made.number, "bodies": made.receipts.count(), "note": note},
        )
    return made.pk


def _require_decided(programme: Programme) -> None:
    left = Comment.objects.filter(asked__consultation__programme=programme, verdict=CommentVerdict.OPEN.value).count()
    if left:
        raise Conflict(
            "comments-open",
            _("Comments of units are still undecided: {count}."),
            _("Decide on each of them first."),
            count=left,
        )


def _require_whole(actor: Actor, programme: Programme, today: date) -> None:
    hard = sum(fault.hard for fault in counted(actor, programme, today).faults)
    if hard:
        raise Conflict(
            "draft-faulty",
            _("The draft cannot be issued yet: {count} places in the grid are incomplete."),
            _("The issue page names each of them."),
            count=hard,
        )


def send(actor: Actor, programme: Programme, commitments: Iterable[Commitment], today: date, note: str) -> Issue:
    """One issue of some commitments: obligations with their occurrences, and a receipt for each body. A body that owes
    one of them already is left as it is. Within the transaction, and the journal line, of the verb that calls it.
    """
    number = programme.issues.count() + 1
    made = Issue.objects.create(
        jurisdiction_id=actor.jurisdiction_id,
        programme=programme,
        number=number,
        issued_on=today,
        note=note,
        account_id=actor.account_id,
    )
    owed = _owed(actor, list(commitments), made, today)
    Obligation.objects.bulk_create(owed, batch_size=BATCH)
    open_occurrences(programme, owed, today)
    Receipt.objects.bulk_create(
        (
            Receipt(jurisdiction_id=actor.jurisdiction_id, issue=made, unit_id=unit_id)
            for unit_id in dict.fromkeys(row.unit_id for row in owed)
        ),
        batch_size=BATCH,
    )
    return made


def _owed(actor: Actor, commitments: list[Commitment], made: Issue, today: date) -> list[Obligation]:
    members = {group.id: [unit.id for unit in group.members] for group in unit_queries.groups(actor, today)}
    before = set(Obligation.objects.filter(commitment__in=commitments).values_list("commitment_id", "unit_id"))
    named: dict[int, list[Named]] = {commitment.pk: [] for commitment in commitments}
    rows = Assignment.objects.filter(revision__current=True, revision__commitment__in=commitments)
    for row in rows.select_related("revision").order_by("revision_id", "order"):
        named[row.revision.commitment_id].append((row.unit_id, row.group_id, UnitRole(row.role)))
    return [
        Obligation(
            jurisdiction_id=actor.jurisdiction_id,
            commitment=commitment,
            unit_id=unit_id,
            group_id=group_id,
            role=role.value,
            issue=made,
            issued_on=today,
        )
        for commitment in commitments
        for unit_id, (role, group_id) in owing(named[commitment.pk], members).items()
        if (commitment.pk, unit_id) not in before
    ]


def open_occurrences(programme: Programme, obligations: Iterable[Obligation], today: date) -> None:
    """The times of new obligations, and their lights on ``today``."""
    phases = phases_of(programme)
    by_id, end = {phase.id: phase for phase in phases}, last_of(phases)
    rows = Revision.objects.filter(current=True, commitment__programme=programme).select_related("commitment")
    terms = {row.commitment_id: terms_of(row, by_id.get(row.commitment.phase_id or 0), end) for row in rows}
    made: list[Occurrence] = []
    owed = list(obligations)
    for obligation in owed:
        own = terms[obligation.commitment_id]
        made += (
            Occurrence(
                jurisdiction_id=obligation.jurisdiction_id,
                obligation=obligation,
                period=period.name,
                opens_on=period.opens_on,
                due=period.due,
                first_due=period.due,
            )
            for period in periods(own, today)
        )
    Occurrence.objects.bulk_create(made, batch_size=BATCH)
    relight(today=today, obligation_ids=[obligation.pk for obligation in owed])
