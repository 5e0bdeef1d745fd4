"""A commitment says something else from now on: a new revision on the same commitment, and what follows for its bodies.

What bodies have reported stays with their obligations; the words of before stay readable as the revision of before.
"""

from __future__ import annotations

from collections.abc import Iterable

from luoshi.programme.actions.following import move_days, renew_parties
from luoshi.programme.actions.lighting import relight
from luoshi.programme.actions.saying import tick
from luoshi.programme.actions.wordings import Amending, Named, Wording, current
from luoshi.programme.models import Assignment, Commitment, Revision

TITLE = 300
# the parts of a wording that stand in the row of a revision
SAID = ("text", "due_kind", "due_text", "due", "start", "rhythm_text", "every", "interval", "month", "day")


def revise(amending: Amending, commitment: Commitment, wording: Wording, reason: str) -> Revision:
    """Let a commitment say something else; the old revision stays. Within the verb, and journal line, that calls it."""
    old, before = current(commitment)
    commitment.revisions.filter(pk=old.pk).update(current=False)
    row = write_revision(amending, commitment, wording, number=old.number + 1, reason=reason)
    commitment.number, commitment.title = wording.number[:60], wording.title[:TITLE]
    commitment.save(update_fields=["number", "title"])
    tick(amending, commitment, before.named, wording.named)
    if amending.runs:
        renew_parties(amending, commitment, before.named, wording.named, reason)
        if amending.terms(old, commitment) != amending.terms(row, commitment):
            move_days(amending, commitment, row)
        relight(today=amending.today, obligation_ids=commitment.obligations.values_list("pk", flat=True))
    return row


def write_revision(
    amending: Amending, commitment: Commitment, wording: Wording, *, number: int = 1, reason: str = ""
) -> Revision:
    """The rows of a revision: itself, and whom it names."""
    row = Revision.objects.create(
        jurisdiction_id=amending.tenant,
        commitment=commitment,
        number=number,
        text=wording.text,
        passage_id=wording.passage_id,
        due_kind=wording.due_kind,
        due_text=wording.due_text[:200],
        due=wording.due,
        start=wording.start,
        rhythm_text=wording.rhythm_text[:200],
        every=wording.every,
        interval=wording.interval,
        month=wording.month,
        day=wording.day,
        confidence=wording.confidence,
        reason=reason[:300],
        made_by_id=amending.actor.account_id,
    )
    Assignment.objects.bulk_create(_assignments(amending, row, wording.named))
    return row


def _assignments(amending: Amending, row: Revision, named: Iterable[Named]) -> Iterable[Assignment]:
    for order, one in enumerate(named, start=1):
        yield Assignment(
            jurisdiction_id=amending.tenant,
            revision=row,
            unit_id=one.unit_id,
            group_id=one.group_id,
            role=one.role.value,
            order=order,
            written=one.written[:120],
        )


def rewrite(amending: Amending, commitment: Commitment, wording: Wording) -> None:
    """Let a draft's commitment say something else in place: nobody owes it yet, and undo knows what it was."""
    row, before = current(commitment)
    named = {name: getattr(wording, name) for name in SAID}
    Revision.objects.filter(pk=row.pk).update(**{**named, "due_text": wording.due_text[:200]})
    if before.named != wording.named:
        row.assignments.all().delete()
        Assignment.objects.bulk_create(_assignments(amending, row, wording.named))
    commitment.number, commitment.title = wording.number[:60], wording.title[:TITLE]
    commitment.save(update_fields=["number", "title"])
    tick(amending, commitment, before.named, wording.named)
