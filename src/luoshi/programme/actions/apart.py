"""A sentence that is answered apart becomes a commitment of its own; commitments fold into one again."""

from __future__ import annotations

from datetime import date

from luoshi.kernel.errors import Conflict
from luoshi.kernel.wording import _
from luoshi.programme.actions.stepping import Work, step
from luoshi.programme.models import Allocation, Assignment, Commitment, Lineage, Measure, Revision, Target
from luoshi.programme.rules import LineageKind, UnitRole
from luoshi.tenancy.rules import Actor

TITLE = 300
_COPIED = (
    "due_kind",
    "due_text",
    "due",
    "start",
    "rhythm_text",
    "every",
    "interval",
    "month",
    "day",
    "confidence",
)


def answer_apart(*, actor: Actor, commitment_id: int, measure_id: int, seen: int | None = None) -> int:
    """Take a sentence out into a commitment of its own, with the bodies that are ticked for it; gives its id.

    A body that has no other sentence goes with it. Raises ``Conflict`` (``only-sentence``) where nothing would stay.
    """
    with step(actor, "answer_apart", commitment_id, seen) as work:
        measure = work.measure(measure_id)
        if not Measure.objects.filter(commitment=work.commitment).exclude(pk=measure_id).exists():
            raise Conflict("only-sentence", _("This is the only sentence: it is answered by itself already."))
        made = _beside(work, measure)
        work.made.append(made.pk)
        _move_bodies(work, measure, made)
        _move_targets(work, measure, made)
        measure.commitment, measure.order = made, 1
        measure.save(update_fields=["commitment", "order"])
        Lineage.objects.create(
            jurisdiction_id=work.tenant, source=work.commitment, target=made, kind=LineageKind.SPLIT.value
        )
    return made.pk


def _beside(work: Work, measure: Measure) -> Commitment:
    """The new commitment: of the same kind, area and phase, right after its source, with the same days."""
    source, says = work.commitment, work.revision
    made = Commitment.objects.create(
        jurisdiction_id=work.tenant,
        programme=work.programme,
        parent_id=source.parent_id,
        phase_id=source.phase_id,
        kind=source.kind,
        origin=source.origin,
        order=source.order,
        number=_number(source),
        title=measure.text.rstrip("。；;")[:TITLE],
        restricted=source.restricted,
    )
    Revision.objects.create(
        jurisdiction_id=work.tenant,
        commitment=made,
        text=measure.text,
        passage_id=measure.passage_id,
        **{name: getattr(says, name) for name in _COPIED},
    )
    return made


def _number(source: Commitment) -> str:
    if not source.number:
        return ""
    count = source.descendants.filter(kind=LineageKind.SPLIT.value).count() + 1
    return f"{source.number[:50]}-{count}"


def _move_bodies(work: Work, measure: Measure, made: Commitment) -> None:
    ticked = set(Allocation.objects.filter(measure=measure).values_list("unit_id", "group_id"))
    rest = Allocation.objects.filter(measure__commitment=work.commitment).exclude(measure=measure)
    busy = set(rest.values_list("unit_id", "group_id"))
    says = Revision.objects.get(commitment=made, current=True)
    for row in Assignment.objects.filter(revision=work.revision).order_by("order"):
        pair = (row.unit_id, row.group_id)
        if pair not in ticked:
            continue
        Assignment.objects.create(
            jurisdiction_id=work.tenant,
            revision=says,
            unit_id=row.unit_id,
            group_id=row.group_id,
            role=row.role,
            order=row.order,
            written=row.written,
        )
        if pair not in busy:
            row.delete()


def _move_targets(work: Work, measure: Measure, made: Commitment) -> None:
    """A quantity that stands in the sentence goes with it."""
    place = measure.passage
    if place is not None:
        own = Target.objects.filter(commitment=work.commitment, passage__version_id=place.version_id)
        own.filter(passage__start__gte=place.start, passage__end__lte=place.end).update(commitment=made)


def fold_back(*, actor: Actor, commitment_id: int, today: date, seen: int | None = None) -> int:
    """Put a sentence that is answered apart back to where it came from; gives the id of that commitment.

    Raises ``Conflict`` (``not-apart``) where it did not come out of another one that still stands.
    """
    lineage = Lineage.objects.filter(
        target_id=commitment_id,
        kind=LineageKind.SPLIT.value,
        source__withdrawn_on__isnull=True,
        jurisdiction_id=actor.jurisdiction_id,
    ).first()
    if lineage is None:
        raise Conflict("not-apart", _("This commitment did not come out of another one."))
    merge_commitments(actor=actor, commitment_id=commitment_id, into_id=lineage.source_id, today=today, seen=seen)
    return lineage.source_id


def merge_commitments(*, actor: Actor, commitment_id: int, into_id: int, today: date, seen: int | None = None) -> None:
    """Fold a commitment into another of the same programme: sentences, bodies and quantities go over, and it is
    withdrawn. One body leads still: the other's, where it has one.
    """
    with step(actor, "merge_commitments", commitment_id, seen, also=(into_id,)) as work:
        into = work.sibling(into_id)
        _unite_bodies(work, into)
        Measure.objects.filter(commitment=work.commitment).update(commitment=into)
        Target.objects.filter(commitment=work.commitment).update(commitment=into)
        _in_order(into)
        Commitment.objects.filter(pk=work.commitment.pk).update(withdrawn_on=today)
        Lineage.objects.create(
            jurisdiction_id=work.tenant, source=work.commitment, target=into, kind=LineageKind.MERGE.value
        )


def _unite_bodies(work: Work, into: Commitment) -> None:
    says = Revision.objects.get(commitment=into, current=True)
    there = {(row.unit_id, row.group_id): row for row in Assignment.objects.filter(revision=says)}
    led = any(row.role == UnitRole.LEAD.value for row in there.values())
    order = max((row.order for row in there.values()), default=0)
    for row in Assignment.objects.filter(revision=work.revision).order_by("order"):
        if (row.unit_id, row.group_id) in there:
            row.delete()
            continue
        order += 1
        row.revision, row.order = says, order
        if row.role == UnitRole.LEAD.value and led:
            row.role = UnitRole.RESPONSIBLE.value
        row.save(update_fields=["revision", "order", "role"])


def _in_order(into: Commitment) -> None:
    """Sentences in the order of the plan, those that are not from it last."""
    rows = list(Measure.objects.filter(commitment=into).select_related("passage").order_by("order", "pk"))
    rows.sort(key=lambda row: (row.passage is None, row.passage.start if row.passage else 0))
    for order, row in enumerate(rows, start=1):
        row.order = order
    Measure.objects.bulk_update(rows, ["order"])
