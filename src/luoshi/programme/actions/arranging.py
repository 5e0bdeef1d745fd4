"""The order of a programme's commitments, and under which area they stand, after changes were accepted."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.programme.models import Change, Commitment, Programme
from luoshi.programme.rules import ChangeDecision


def arrange(programme: Programme, changes: Sequence[Change]) -> None:
    """Commitments whose place was accepted stand in the order of the new version; every other one goes with the one
    that it stood behind.
    """
    rows = list(programme.commitments.order_by("order", "id"))
    taken = [
        change
        for change in changes
        if change.decision == ChangeDecision.ACCEPTED.value and change.new_item and change.commitment_id
    ]
    taken.sort(key=lambda change: (change.new_item or {})["index"])
    ids = list(dict.fromkeys(change.commitment_id for change in taken))
    known = {row.pk: row for row in rows}
    placed = set(ids)
    behind: dict[int | None, list[int]] = {}
    last: int | None = None
    for row in rows:
        if row.pk in placed:
            last = row.pk
        else:
            behind.setdefault(last, []).append(row.pk)
    order = list(behind.get(None, ()))
    for pk in ids:
        order += [pk, *behind.get(pk, ())]  # type: ignore[list-item]
    _gather(taken, known)
    for at, pk in enumerate(order, start=1):
        known[pk].order = at
    Commitment.objects.bulk_update(rows, ["order", "parent", "phase"], batch_size=200)


def _gather(taken: Sequence[Change], known: dict[int, Commitment]) -> None:
    """Areas by their titles: a task stands under the area that the new version puts it under, where that is there."""
    areas = {row.title: row for row in known.values() if row.kind == "area" and row.withdrawn_on is None}
    phases = {phase.name: phase for phase in (next(iter(known.values())).programme.phases.all() if known else ())}
    for change in taken:
        item, row = change.new_item or {}, known[change.commitment_id or 0]
        if item["within"] in areas:
            row.parent = areas[item["within"]]
        elif not item["within"]:
            row.parent = None
        if item["phase"] in phases:
            row.phase = phases[item["phase"]]
