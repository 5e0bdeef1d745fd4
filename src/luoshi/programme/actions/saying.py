"""The sentences and quantities of a commitment after its words have changed: what stayed keeps its row, and with it the
ticks of the office and the figures that bodies have reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from luoshi.kernel.quantities import scaled
from luoshi.programme.actions.wordings import Amending, Named
from luoshi.programme.models import Allocation, Commitment, Handling, Measure, Metric, Target
from luoshi.programme.rules.comparing import likeness, normal
from luoshi.programme.rules.decomposition import Body, Sentence, proposed

NEAR = 0.6  # a sentence that is this like the one that went is the same one, reworded

Words = tuple[str, bool, int | None]  # its words, whether it states a purpose, its passage


def renew_measures(
    amending: Amending, commitment: Commitment, old: Sequence[Mapping[str, Any]], new: Sequence[Words]
) -> None:
    """Sentences as the new words have them. One that stayed keeps its row with its ticks, and what the office made of
    its words; one that was reworded keeps its ticks; one that the office added itself stays at the end.
    """
    rows = list(commitment.measures.select_related("passage").order_by("order"))
    written = {row.pk: normal(row.passage.text if row.passage else row.text) for row in rows}
    known = {normal(measure["text"]) for measure in old}
    own = [row for row in rows if row.passage_id is None and normal(row.text) not in known]
    left = [row for row in rows if row not in own]
    kept: dict[int, Measure] = {}
    for at, (text, _principle, _passage) in enumerate(new):
        same = next((row for row in left if normal(text) in {written[row.pk], normal(row.text)}), None)
        if same is not None:
            left.remove(same)
            kept[at] = same
    for at, (text, _principle, _passage) in enumerate(new):
        if at not in kept and left:
            near = max(left, key=lambda row: likeness(row.text, text))
            if likeness(near.text, text) >= NEAR:
                left.remove(near)
                near.text = text
                kept[at] = near
    Measure.objects.filter(pk__in=[row.pk for row in left]).delete()
    _write(amending, commitment, [(kept.get(at), sentence) for at, sentence in enumerate(new)], own)


def _write(
    amending: Amending,
    commitment: Commitment,
    sentences: Sequence[tuple[Measure | None, Words]],
    own: Sequence[Measure],
) -> None:
    made = []
    for order, (row, (text, principle, passage_id)) in enumerate(sentences, start=1):
        if row is None:
            made.append(
                Measure(
                    jurisdiction_id=amending.tenant,
                    commitment=commitment,
                    order=order,
                    text=text,
                    principle=principle,
                    passage_id=passage_id,
                )
            )
        else:
            row.order, row.passage_id = order, passage_id or row.passage_id
            row.save(update_fields=["order", "passage", "text"])
    Measure.objects.bulk_create(made)
    for order, row in enumerate(own, start=len(sentences) + 1):
        Measure.objects.filter(pk=row.pk).update(order=order)


def tick(amending: Amending, commitment: Commitment, old: Iterable[Named], new: Iterable[Named]) -> None:
    """Ticks after the parties or the sentences have changed: none for a body that is not named any more, and for one
    that is newly named, or a sentence that is new, those that the grid would propose.
    """
    before = {(one.unit_id, one.group_id) for one in old}
    after = {(one.unit_id, one.group_id): Body(one.unit_id, one.group_id, one.written) for one in new}
    ticks = Allocation.objects.filter(measure__commitment=commitment)
    ticked = set(ticks.values_list("measure_id", flat=True))
    for unit_id, group_id in before - set(after):
        (ticks.filter(unit_id=unit_id) if unit_id else ticks.filter(group_id=group_id or 0)).delete()
    sentences = [Sentence(row.pk, row.text, not row.principle) for row in commitment.measures.order_by("order")]
    have = set(ticks.values_list("measure_id", "unit_id", "group_id"))
    Allocation.objects.bulk_create(
        Allocation(
            jurisdiction_id=amending.tenant,
            measure_id=one.sentence_id,
            unit_id=one.body.unit_id,
            group_id=one.body.group_id,
            ground=one.ground,
        )
        for one in proposed(sentences, list(after.values()), amending.programme.title)
        if ((one.body.unit_id, one.body.group_id) not in before or one.sentence_id not in ticked)
        and (one.sentence_id, one.body.unit_id, one.body.group_id) not in have
    )


def renew_targets(
    amending: Amending,
    commitment: Commitment,
    old: Sequence[Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]],
) -> None:
    """Quantities as the new words have them. One with the same metric is the same one with another figure, so that what
    was reported stays with it; one that went stays where somebody has reported a figure for it.
    """
    rows = {(row.metric.name, row.metric.unit_of_measure): row for row in commitment.targets.select_related("metric")}
    wanted = {(target["metric"], target["unit"]): target for target in new}
    gone = {(target["metric"], target["unit"]) for target in old} - set(wanted)
    last = amending.programme.targets.count()
    fresh = [key for key in wanted if key not in rows]
    for key, target in wanted.items():
        near = rows.get(key) or _reworded(rows, gone, key, fresh)
        values = _values(target)
        if near is not None:
            Target.objects.filter(pk=near.pk).update(**values)
            continue
        metric, _made = Metric.objects.get_or_create(
            jurisdiction_id=amending.tenant, programme=amending.programme, name=key[0], unit_of_measure=key[1]
        )
        last += 1
        Target.objects.create(
            jurisdiction_id=amending.tenant,
            programme=amending.programme,
            commitment=commitment,
            metric=metric,
            order=last,
            **values,
        )
    for key in gone:
        row = rows.get(key)
        if row is not None and not Handling.objects.filter(target=row).exists():
            row.delete()


def _reworded(
    rows: Mapping[tuple[str, str], Target],
    gone: set[tuple[str, str]],
    key: tuple[str, str],
    fresh: Sequence[tuple[str, str]],
) -> Target | None:
    """The one quantity that went, where one came in the same unit of measure: the same, otherwise worded."""
    leaving = [one for one in gone if one[1] == key[1] and one in rows]
    coming = [one for one in fresh if one[1] == key[1]]
    if len(leaving) != 1 or len(coming) != 1:
        return None
    gone.discard(leaving[0])
    row = rows[leaving[0]]
    metric = row.metric
    if not metric.targets.exclude(pk=row.pk).exists():
        Metric.objects.filter(pk=metric.pk).update(name=key[0])
    return row


def _values(target: Mapping[str, Any]) -> dict[str, Any]:
    most = target["value_max"]
    return {
        "text": target["text"][:500],
        "comparator": target["comparator"],
        "scaled": scaled(Decimal(target["value"]), target["text"]),
        "scaled_max": None if most is None else scaled(Decimal(most), target["text"]),
    }
