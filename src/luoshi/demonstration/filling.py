"""The rows of a large fictional programme, written in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from luoshi.demonstration.inventing import AREAS, Item, Stage
from luoshi.kernel.quantities import SCALE
from luoshi.programme.models import (
    Assignment,
    Commitment,
    Measure,
    Metric,
    Phase,
    Programme,
    Revision,
    Target,
)
from luoshi.programme.rules import CommitmentKind, UnitRole

BATCH = 500


@dataclass(frozen=True, slots=True)
class Ground:
    """What every row stands on."""

    tenant: int
    programme: Programme
    account_id: int | None
    unit_ids: tuple[int, ...]
    unit_names: tuple[str, ...]
    group_id: int | None
    group_name: str
    group: frozenset[int]  # places of its members among the bodies
    today: date
    issued_on: date
    random: Random


def write_commitments(ground: Ground, stages: Sequence[Stage], items: Sequence[Item]) -> list[Commitment]:
    """Phases, areas, commitments with their words, bodies, sentences and quantities; gives the commitments."""
    own = {"jurisdiction_id": ground.tenant, "programme": ground.programme}
    phases = Phase.objects.bulk_create(
        Phase(**own, order=order, name=stage.name, start=stage.start, end=stage.end)
        for order, stage in enumerate(stages, start=1)
    )
    used = AREAS[: max(item.area for item in items) + 1]
    areas = Commitment.objects.bulk_create(
        Commitment(**own, kind=CommitmentKind.AREA.value, order=order, number=f"{order}.", title=title)
        for order, title in enumerate(used, start=1)
    )
    made = Commitment.objects.bulk_create(
        (
            Commitment(
                **own,
                parent=areas[item.area] if item.kind is CommitmentKind.TASK else None,
                phase=None if item.phase is None else phases[item.phase],
                kind=item.kind.value,
                order=len(areas) + place,
                number=f"{place}.",
                title=item.title,
            )
            for place, item in enumerate(items, start=1)
        ),
        batch_size=BATCH,
    )
    Revision.objects.bulk_create(
        Revision(jurisdiction_id=ground.tenant, commitment=area, text=area.title) for area in areas
    )
    _write_words(ground, items, made)
    return list(made)


def _write_words(ground: Ground, items: Sequence[Item], made: Sequence[Commitment]) -> None:
    pairs = list(zip(items, made, strict=True))
    revisions = Revision.objects.bulk_create(
        (
            Revision(
                jurisdiction_id=ground.tenant,
                commitment=row,
                text=item.text,
                due=item.due,
                due_kind="by" if item.due else "none",
                due_text=item.due.isoformat() if item.due else "",
                every=item.every,
                rhythm_text=item.every,
            )
            for item, row in pairs
        ),
        batch_size=BATCH,
    )
    Assignment.objects.bulk_create(
        (row for item, revision in zip(items, revisions, strict=True) for row in _assigned(ground, item, revision)),
        batch_size=BATCH,
    )
    Measure.objects.bulk_create(
        (
            Measure(jurisdiction_id=ground.tenant, commitment=row, order=order, text=f"{text}。", principle=order == 3)
            for item, row in pairs
            for order, text in enumerate(item.text.rstrip("。").split("。"), start=1)
        ),
        batch_size=BATCH,
    )
    metrics = {
        unit: Metric.objects.create(
            jurisdiction_id=ground.tenant, programme=ground.programme, name=f"完成数量（{unit}）", unit_of_measure=unit
        )
        for unit in sorted({item.unit for item in items if item.wanted})
    }
    Target.objects.bulk_create(
        (
            Target(
                jurisdiction_id=ground.tenant,
                programme=ground.programme,
                commitment=row,
                metric=metrics[item.unit],
                order=order,
                text=f"{item.wanted}{item.unit}",
                comparator=">=",
                scaled=(item.wanted or 0) * SCALE,
            )
            for order, (item, row) in enumerate(pairs, start=1)
            if item.wanted
        ),
        batch_size=BATCH,
    )


def _assigned(ground: Ground, item: Item, revision: Revision) -> Iterator[Assignment]:
    named = [place for place in item.bodies if not (item.grouped and place in ground.group)]
    for order, place in enumerate(named, start=1):
        yield Assignment(
            jurisdiction_id=ground.tenant,
            revision=revision,
            unit_id=ground.unit_ids[place],
            role=role_of(item, place).value,
            order=order,
            written=ground.unit_names[place],
        )
    if item.grouped:
        yield Assignment(
            jurisdiction_id=ground.tenant,
            revision=revision,
            group_id=ground.group_id,
            role=UnitRole.RESPONSIBLE.value,
            order=len(named) + 1,
            written=ground.group_name,
        )


def role_of(item: Item, place: int) -> UnitRole:
    """What a body does for a commitment: the first one leads, the later ones support; a group is responsible."""
    if item.grouped:
        return UnitRole.RESPONSIBLE
    at = item.bodies.index(place)
    return UnitRole.LEAD if at == 0 else UnitRole.SUPPORT if at > 3 else UnitRole.RESPONSIBLE
