"""A programme in figures: counted in the database where it is issued, over its draft where it is not."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, IntegerField, Model, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from luoshi.programme.models import Assignment, Commitment, Obligation, Programme
from luoshi.programme.queries.facts import Loaded
from luoshi.programme.queries.scenes import Scene
from luoshi.programme.rules import CommitmentKind, LightCode

_KINDS = {
    "tasks": CommitmentKind.TASK,
    "duties": CommitmentKind.DUTY,
    "safeguards": CommitmentKind.SAFEGUARD,
}


@dataclass(frozen=True, slots=True)
class Totals:
    """The programme in figures, whatever a page is narrowed to; a task in no area counts as one.

    Assignments are as the plan writes them at its tasks;
    obligations are the same after groups have been expanded; ``bodies`` owe anything at all, ``named_bodies`` are named
    at a task themselves. ``late`` and ``soon`` count the commitments in which anybody is late or near a day.
    """

    areas: int
    tasks: int
    assignments: int
    obligations: int
    bodies: int
    named_bodies: int
    phases: int
    duties: int
    safeguards: int
    late: int
    soon: int
    sites: int | None = None


def totals(scene: Scene) -> Totals:
    """The figures of a programme."""
    programme_id = scene.programme.id
    assigned = Assignment.objects.filter(
        revision__current=True,
        revision__commitment__programme_id=programme_id,
        revision__commitment__kind=CommitmentKind.TASK.value,
        revision__commitment__withdrawn_on__isnull=True,
    )
    standing = Commitment.objects.filter(programme_id=programme_id, withdrawn_on__isnull=True)
    counts = {name: _number(standing.filter(kind=kind.value), "pk") for name, kind in _KINDS.items()}
    rows = standing.filter(parent__isnull=True, kind__in=(CommitmentKind.AREA.value, CommitmentKind.TASK.value))
    counts["areas"] = _number(rows, "pk")
    counts["assignments"] = _number(assigned, "pk")
    counts["named_bodies"] = _number(assigned.filter(unit__isnull=False), "unit")
    found = Programme.objects.filter(pk=programme_id).annotate(**counts).values(*counts).get()
    owed = _issued(programme_id) if scene.loaded is None else _foreseen(scene.loaded)
    return Totals(phases=len(scene.phases), **(owed | found))


def _issued(programme_id: int) -> dict[str, int]:
    """What is owed, in one pass over the obligations."""
    owed = Obligation.objects.filter(commitment__programme_id=programme_id, withdrawn_on__isnull=True)
    return owed.aggregate(
        obligations=Count("pk", filter=Q(commitment__kind=CommitmentKind.TASK.value)),
        bodies=Count("unit", distinct=True),
        late=Count("commitment", filter=Q(light=LightCode.LATE.value), distinct=True),
        soon=Count("commitment", filter=Q(light=LightCode.DUE_SOON.value), distinct=True),
    )


def _number(rows: QuerySet[Model], of: str) -> Coalesce:
    """How many different ones there are, as a part of another question."""
    counted = rows.order_by().annotate(whole=Value(1)).values("whole").annotate(number=Count(of, distinct=True))
    return Coalesce(Subquery(counted.values("number")), 0, output_field=IntegerField())


def _foreseen(loaded: Loaded) -> dict[str, int]:
    """What would be owed if a draft were issued."""
    tasks = loaded.of_kind(CommitmentKind.TASK)
    codes = [item.light.code for item in loaded.commitments if item.kind is not CommitmentKind.AREA]
    return {
        "obligations": sum(len(loaded.obligations.get(task.id, ())) for task in tasks),
        "bodies": len({tie.unit_id for ties in loaded.obligations.values() for tie in ties}),
        "late": codes.count(LightCode.LATE),
        "soon": codes.count(LightCode.DUE_SOON),
    }
