"""The rows of a programme, written for ``programme.actions`` within its transaction.

Reads a proposal whose names have become parties; writes phases, schemes of sites, commitments with their revisions,
assignments, measures with the ticks proposed for them, metrics and targets, in bulk. Nobody owes anything until the
programme is issued.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from luoshi.kernel.quantities import scaled
from luoshi.outline.model import Span
from luoshi.outline.model import Target as Quantity
from luoshi.plans.rules import PassageKind
from luoshi.programme.drafting.parties import Party, chosen
from luoshi.programme.drafting.proposal import Item, Proposal
from luoshi.programme.models import (
    Allocation,
    Assignment,
    Commitment,
    Measure,
    Metric,
    Phase,
    Programme,
    Revision,
    SiteCategory,
    SiteScheme,
    Target,
)
from luoshi.programme.rules import CommitmentKind
from luoshi.programme.rules.decomposition import Body, Sentence, kept_purposes, proposed
from luoshi.programme.rules.restricting import touched
from luoshi.tenancy.rules import Actor

BATCH = 500
PASSAGE_OF = {
    CommitmentKind.AREA: PassageKind.TASK,
    CommitmentKind.TASK: PassageKind.TASK,
    CommitmentKind.DUTY: PassageKind.DUTY,
    CommitmentKind.SAFEGUARD: PassageKind.SAFEGUARD,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What every step of acceptance needs."""

    actor: Actor
    programme: Programme
    passages: Mapping[tuple[PassageKind, int, int], int]
    parties: Mapping[str, Party]

    def passage(self, kind: PassageKind, span: Span) -> int | None:
        """The kept passage of a place."""
        return self.passages.get((kind, span.start, span.end))

    @property
    def tenant(self) -> int:
        """The jurisdiction of every row."""
        return self.actor.jurisdiction_id


def places(proposal: Proposal) -> Iterator[tuple[PassageKind, int, int]]:
    """The places of the text that the rows will point at."""
    for phase in proposal.phases:
        yield PassageKind.PHASE, *phase.span
    for item in proposal.items:
        yield PASSAGE_OF[item.kind], *item.span
        for measure in item.measures:
            yield PassageKind.MEASURE, *measure.span
        for target in item.targets:
            yield PassageKind.TARGET, *target.span
    for structure in proposal.structures:
        yield PassageKind.STRUCTURE, *structure.span
    for target in proposal.targets:
        yield PassageKind.TARGET, *target.span


def write(draft: Draft, proposal: Proposal) -> None:
    """Write all rows."""
    phases = [
        Phase(
            jurisdiction_id=draft.tenant,
            programme=draft.programme,
            order=order,
            name=phase.name,
            start=phase.start,
            end=phase.end,
            passage_id=draft.passage(PassageKind.PHASE, phase.span),
        )
        for order, phase in enumerate(proposal.phases, start=1)
    ]
    Phase.objects.bulk_create(phases)
    _write_schemes(draft, proposal)
    commitments = _write_commitments(draft, proposal.items, phases)
    revisions = _write_revisions(draft, proposal.items, commitments)
    Assignment.objects.bulk_create(_assignments(draft, proposal.items, revisions), batch_size=BATCH)
    measures = Measure.objects.bulk_create(_measures(draft, proposal.items, commitments), batch_size=BATCH)
    Allocation.objects.bulk_create(ticks(draft, proposal.items, commitments, measures), batch_size=BATCH)
    _write_targets(draft, proposal, commitments)


def _write_schemes(draft: Draft, proposal: Proposal) -> None:
    for order, structure in enumerate(proposal.structures, start=1):
        scheme = SiteScheme.objects.create(
            jurisdiction_id=draft.tenant,
            programme=draft.programme,
            order=order,
            name=structure.name[:200],
            total=structure.total,
            unit=structure.unit[:20],
            passage_id=draft.passage(PassageKind.STRUCTURE, structure.span),
        )
        least, most = structure.min_each, structure.max_each
        if least is not None and most is not None and most < least:
            least, most = most, least
        SiteCategory.objects.bulk_create(
            SiteCategory(
                jurisdiction_id=draft.tenant,
                scheme=scheme,
                order=place,
                name=name,
                quota_min=least,
                quota_max=most,
            )
            for place, name in enumerate(dict.fromkeys(name[:120] for name in structure.categories), start=1)
        )


def _write_commitments(draft: Draft, items: Sequence[Item], phases: Sequence[Phase]) -> list[Commitment]:
    made = [
        Commitment(
            jurisdiction_id=draft.tenant,
            programme=draft.programme,
            phase=None if item.phase is None else phases[item.phase],
            kind=item.kind.value,
            order=order,
            number=item.number[:60],
            title=item.title,
            restricted=touched(item.text) is not None,
        )
        for order, item in enumerate(items, start=1)
    ]
    Commitment.objects.bulk_create([row for row in made if row.kind == CommitmentKind.AREA.value], batch_size=BATCH)
    for row, item in zip(made, items, strict=True):
        row.parent = None if item.parent is None else made[item.parent]
    Commitment.objects.bulk_create([row for row in made if row.kind != CommitmentKind.AREA.value], batch_size=BATCH)
    return made


def _write_revisions(draft: Draft, items: Sequence[Item], commitments: Sequence[Commitment]) -> list[Revision]:
    made = []
    for item, commitment in zip(items, commitments, strict=True):
        rhythm = item.rhythm
        made.append(
            Revision(
                jurisdiction_id=draft.tenant,
                commitment=commitment,
                text=item.text,
                passage_id=draft.passage(PASSAGE_OF[item.kind], item.span),
                due_kind=item.due.kind.value,
                due_text=item.due.text[:200],
                due=item.due.due,
                start=item.due.start,
                rhythm_text=rhythm.text[:200] if rhythm else "",
                every=rhythm.every.value if rhythm else "",
                interval=min(max(rhythm.interval, 1), 1000) if rhythm else 1,
                month=rhythm.month if rhythm else None,
                day=rhythm.day if rhythm else None,
                confidence=round(min(max(item.confidence, 0), 1) * 100),
            )
        )
    return list(Revision.objects.bulk_create(made, batch_size=BATCH))


def _assignments(draft: Draft, items: Sequence[Item], revisions: Sequence[Revision]) -> Iterator[Assignment]:
    for item, revision in zip(items, revisions, strict=True):
        for order, (party, role, written) in enumerate(chosen(draft.parties, item.units), start=1):
            yield Assignment(
                jurisdiction_id=draft.tenant,
                revision=revision,
                unit_id=party.unit_id,
                group_id=party.group_id,
                role=role.value,
                order=order,
                written=written[:120],
            )


def _measures(draft: Draft, items: Sequence[Item], commitments: Sequence[Commitment]) -> Iterator[Measure]:
    for item, commitment in zip(items, commitments, strict=True):
        purposes = kept_purposes([measure.principle for measure in item.measures], named=bool(item.units))
        for order, (measure, purpose) in enumerate(zip(item.measures, purposes, strict=True), start=1):
            yield Measure(
                jurisdiction_id=draft.tenant,
                commitment=commitment,
                order=order,
                text=measure.text,
                principle=purpose,
                passage_id=draft.passage(PassageKind.MEASURE, measure.span),
            )


def ticks(
    draft: Draft, items: Sequence[Item], commitments: Sequence[Commitment], measures: Sequence[Measure]
) -> Iterator[Allocation]:
    """The ticks that the grid begins with."""
    own: dict[int, list[Sentence]] = {commitment.pk: [] for commitment in commitments}
    for row in measures:
        own[row.commitment_id].append(Sentence(row.pk, row.text, not row.principle))
    for item, commitment in zip(items, commitments, strict=True):
        bodies = [Body(party.unit_id, party.group_id, name) for party, _role, name in chosen(draft.parties, item.units)]
        for tick in proposed(own[commitment.pk], bodies, draft.programme.title):
            yield Allocation(
                jurisdiction_id=draft.tenant,
                measure_id=tick.sentence_id,
                unit_id=tick.body.unit_id,
                group_id=tick.body.group_id,
                ground=tick.ground,
            )


def _write_targets(draft: Draft, proposal: Proposal, commitments: Sequence[Commitment]) -> None:
    wanted: list[tuple[Commitment | None, Quantity]] = [
        (commitment, target)
        for item, commitment in zip(proposal.items, commitments, strict=True)
        for target in item.targets
    ]
    wanted += [(None, target) for target in proposal.targets]
    metrics: dict[tuple[str, str], Metric] = {}
    rows = []
    for order, (commitment, target) in enumerate(wanted, start=1):
        key = ((target.subject or target.text)[:200], target.unit[:40])
        if key not in metrics:
            metrics[key] = Metric.objects.create(
                jurisdiction_id=draft.tenant, programme=draft.programme, name=key[0], unit_of_measure=key[1]
            )
        rows.append(
            Target(
                jurisdiction_id=draft.tenant,
                programme=draft.programme,
                commitment=commitment,
                metric=metrics[key],
                order=order,
                text=target.text[:500],
                comparator=target.comparator.value,
                scaled=scaled(target.value, target.text),
                scaled_max=None if target.value_max is None else scaled(target.value_max, target.text),
                passage_id=draft.passage(PassageKind.TARGET, target.span),
            )
        )
    Target.objects.bulk_create(rows, batch_size=BATCH)
