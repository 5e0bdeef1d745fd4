"""Which commitment stands for which item of a version of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from luoshi.plans.models import Version
from luoshi.programme.models import Change, Lineage, Programme, Revision
from luoshi.programme.rules import ChangeDecision


def commitments_of(programme: Programme, version: Version, items: Iterable[Mapping[str, Any]]) -> dict[int, int]:
    """The id of the commitment that stands for each item, by the item's index.

    The amendment that brought the version knows it of every item; where there was none, the passages of the revisions
    do. Of one that was merged away, or split, it is what came out of it first; what cannot be told is left out.
    """
    told = dict(_by_amendment(programme, version))
    if not told:
        told = dict(_by_passage(programme, version))
    heirs = _heirs(programme)
    found = {}
    for item in items:
        commitment_id = told.get((item["start"], item["end"]))
        while commitment_id in heirs:
            commitment_id = heirs[commitment_id]
        if commitment_id is not None:
            found[int(item["index"])] = commitment_id
    return found


def _by_amendment(programme: Programme, version: Version) -> Iterable[tuple[tuple[int, int], int]]:
    rows = Change.objects.filter(
        amendment__programme=programme, amendment__new=version, commitment__isnull=False, new_item__isnull=False
    ).exclude(decision=ChangeDecision.OPEN.value)
    for commitment_id, item in rows.values_list("commitment_id", "new_item"):
        if item and commitment_id:
            yield (item["start"], item["end"]), commitment_id


def _by_passage(programme: Programme, version: Version) -> Iterable[tuple[tuple[int, int], int]]:
    rows = Revision.objects.filter(commitment__programme=programme, passage__version=version).order_by("-number")
    for start, end, commitment_id in rows.values_list("passage__start", "passage__end", "commitment_id"):
        yield (start, end), commitment_id


def _heirs(programme: Programme) -> dict[int, int]:
    """What came out of commitments that were withdrawn when they were split or merged."""
    rows = Lineage.objects.filter(
        source__programme=programme, source__withdrawn_on__isnull=False, target__withdrawn_on__isnull=True
    )
    found: dict[int, int] = {}
    for source, target in rows.order_by("id").values_list("source_id", "target_id"):
        found.setdefault(source, target)
    return found
