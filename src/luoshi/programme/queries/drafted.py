"""A draft as the grid counts it: every commitment with its bodies and ticks, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from luoshi.programme.models import Allocation, Assignment, Lineage, Measure, Programme, Revision
from luoshi.programme.rules import CommitmentKind, LineageKind, UnitRole
from luoshi.programme.rules.issue_faults import Drafted, Fault, Pair, Standing, faults
from luoshi.programme.rules.owing import owing
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries


@dataclass(frozen=True, slots=True)
class Named:
    """A body or a group at a commitment."""

    unit_id: int | None
    group_id: int | None
    role: UnitRole
    written: str

    @property
    def pair(self) -> Pair:
        """The body or the group."""
        return (self.unit_id, self.group_id)


@dataclass(frozen=True, slots=True)
class Members:
    """A group on a day: its name, its members, whether the office has confirmed them."""

    id: int
    name: str
    unit_ids: tuple[int, ...]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """A draft in figures.

    ``apart`` are the commitments that came out of another by a split; ``owed`` are the obligations of each body if it
    were issued now: once for a commitment, however many of its sentences are ticked. ``everything`` is what all
    sentences of the tasks for all their bodies would be.
    """

    revisions: tuple[Revision, ...]
    named: Mapping[int, tuple[Named, ...]]
    groups: Mapping[int, Members]
    apart: frozenset[int]
    faults: tuple[Fault, ...]
    owed: Mapping[int, int]
    owed_by_commitment: Mapping[int, int]
    obligations: int
    of_tasks: int
    everything: int


def counted(actor: Actor, found: Programme, today: date) -> Counted:
    """The figures of a draft as its groups stand on a day."""
    revisions = tuple(
        Revision.objects.filter(current=True, commitment__programme=found, commitment__withdrawn_on__isnull=True)
        .select_related("commitment")
        .defer("text", "reason")
        .annotate(apart=Exists(_apart()))
        .order_by("commitment__order", "commitment_id")
    )
    named = _named(found)
    groups = members_of(actor, today)
    drafted = _drafted(found, revisions, named)
    expanded = {one.id: [*one.unit_ids] for one in groups.values()}
    owed: dict[int, int] = defaultdict(int)
    by_commitment: dict[int, int] = {}
    of_tasks = everything = 0
    for one in drafted:
        pairs = named.get(one.id, ())
        ticked = owing(((n.unit_id, n.group_id, n.role) for n in pairs if n.pair in one.busy), expanded)
        for unit_id in ticked:
            owed[unit_id] += 1
        by_commitment[one.id] = len(ticked)
        if one.kind is CommitmentKind.TASK:
            of_tasks += len(ticked)
            everything += len(one.sentences) * len(owing(((n.unit_id, n.group_id, n.role) for n in pairs), expanded))
    standing = {one.id: Standing(len(one.unit_ids), one.confirmed) for one in groups.values()}
    return Counted(
        revisions=revisions,
        named=named,
        groups=groups,
        apart=frozenset(row.commitment_id for row in revisions if row.apart),
        faults=faults(drafted, standing),
        owed=owed,
        owed_by_commitment=by_commitment,
        obligations=sum(owed.values()),
        of_tasks=of_tasks,
        everything=everything,
    )


def _apart() -> QuerySet[Lineage]:
    """The split by which a commitment came out of one that still stands."""
    rows = Lineage.objects.filter(kind=LineageKind.SPLIT.value, source__withdrawn_on__isnull=True)
    return rows.filter(target=OuterRef("commitment_id"))


def members_of(actor: Actor, today: date) -> dict[int, Members]:
    """The groups of the county with the members that they have on a day."""
    return {
        group.id: Members(group.id, group.name, tuple(unit.id for unit in group.members), group.confirmed)
        for group in unit_queries.groups(actor, today)
    }


def _named(found: Programme) -> dict[int, tuple[Named, ...]]:
    rows = Assignment.objects.filter(
        revision__current=True,
        revision__commitment__programme=found,
        revision__commitment__withdrawn_on__isnull=True,
    )
    fields = ("revision__commitment_id", "unit_id", "group_id", "role", "written")
    named: dict[int, list[Named]] = defaultdict(list)
    for commitment_id, unit_id, group_id, role, written in rows.order_by("revision_id", "order").values_list(*fields):
        named[commitment_id].append(Named(unit_id, group_id, UnitRole(role), written))
    return {commitment_id: tuple(pairs) for commitment_id, pairs in named.items()}


def _drafted(
    found: Programme, revisions: tuple[Revision, ...], named: Mapping[int, tuple[Named, ...]]
) -> list[Drafted]:
    ticks = Allocation.objects.filter(measure=OuterRef("pk"))
    rows = Measure.objects.filter(commitment__programme=found)
    sentences: dict[int, dict[int, bool]] = defaultdict(dict)
    held: dict[int, set[int]] = defaultdict(set)
    for pk, commitment_id, principle, ticked in rows.order_by().values_list(
        "pk", "commitment_id", "principle", Exists(ticks)
    ):
        sentences[commitment_id][pk] = not principle
        if ticked:
            held[commitment_id].add(pk)
    busy: dict[int, set[Pair]] = defaultdict(set)
    tracked = Allocation.objects.filter(measure__commitment__programme=found, measure__principle=False)
    for commitment_id, unit_id, group_id in tracked.values_list(
        "measure__commitment_id", "unit_id", "group_id"
    ).distinct():
        busy[commitment_id].add((unit_id, group_id))
    return [
        Drafted(
            id=row.commitment_id,
            kind=CommitmentKind(row.commitment.kind),
            sentences=dict(sorted(sentences[row.commitment_id].items())),
            bodies={one.pair: one.role for one in named.get(row.commitment_id, ())},
            held=frozenset(held[row.commitment_id]),
            busy=frozenset(busy[row.commitment_id]),
        )
        for row in revisions
    ]
