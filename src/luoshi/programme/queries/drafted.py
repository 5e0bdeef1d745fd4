"""A draft as the grid counts it: every commitment with its bodies and ticks, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import BigIntegerField, Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from luoshi.programme.models import Assignment, Lineage, Measure, Programme, Revision
from luoshi.programme.rules import CommitmentKind, LineageKind, UnitRole
from luoshi.programme.rules.issue_faults import Drafted, Fault, Pair, Standing, faults
from luoshi.programme.rules.owing import owing
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries


class Named(NamedTuple):
    """A body or a group at a commitment; a tuple, for a large draft has ten thousand of them."""

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
    names: Mapping[int, str]
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
        .annotate(apart=Exists(_apart()), sentences=_count(), tracked=_count(principle=False))
        .order_by("commitment__order", "commitment_id")
    )
    named = _named(found)
    names, groups, gone = _bodies(actor, today)
    drafted = _drafted(found, revisions, named)
    expanded = {one.id: [*one.unit_ids] for one in groups.values()}
    owed: dict[int, int] = defaultdict(int)
    by_commitment: dict[int, int] = {}
    of_tasks = everything = 0
    for one in drafted:
        pairs = named.get(one.id, ())
        whole = owing((n[:3] for n in pairs), expanded)
        idle = [n for n in pairs if n.pair not in one.busy]
        ticked = owing((n[:3] for n in pairs if n not in idle), expanded) if idle else whole
        for unit_id in ticked:
            owed[unit_id] += 1
        by_commitment[one.id] = len(ticked)
        if one.kind is CommitmentKind.TASK:
            of_tasks += len(ticked)
            everything += one.sentences * len(whole)
    standing = {one.id: Standing(len(one.unit_ids), one.confirmed) for one in groups.values()}
    return Counted(
        revisions=revisions,
        named=named,
        names=names,
        groups=groups,
        apart=frozenset(row.commitment_id for row in revisions if getattr(row, "apart", False)),
        faults=faults(drafted, standing, gone),
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


def _count(**only: bool) -> Coalesce:
    """How many sentences a commitment has."""
    rows = Measure.objects.filter(commitment=OuterRef("commitment_id"), **only).order_by().values("commitment")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def _bodies(actor: Actor, today: date) -> tuple[dict[int, str], dict[int, Members], set[int]]:
    """The bodies of the county by name, its groups with those that are in them on a day, and the bodies that have ended
    by then, in one query. A group in which nobody ever was is not among them.
    """
    names: dict[int, str] = {}
    gone: set[int] = set()
    found: dict[int, Members] = {}
    rows = unit_queries.visible(actor).order_by("order", "pk")
    for pk, name, ended, group_id, group, confirmed, first, last in rows.values_list(
        "pk",
        "name",
        "valid_to",
        "in_groups__group_id",
        "in_groups__group__name",
        "in_groups__group__confirmed",
        "in_groups__valid_from",
        "in_groups__valid_to",
    ):
        if ended is None:
            names[pk] = name
        elif ended < today:
            gone.add(pk)
        if group_id is None:
            continue
        before = found.get(group_id) or Members(group_id, group, (), confirmed)
        stands = (first is None or first <= today) and (last is None or last >= today)
        found[group_id] = replace(before, unit_ids=(*before.unit_ids, pk)) if stands else before
    return names, found, gone


def _named(found: Programme) -> dict[int, tuple[Named, ...]]:
    rows = Assignment.objects.filter(
        revision__current=True,
        revision__commitment__programme=found,
        revision__commitment__withdrawn_on__isnull=True,
    )
    fields = ("revision__commitment_id", "unit_id", "group_id", "role", "written")
    named: dict[int, list[Named]] = defaultdict(list)
    roles = {role.value: role for role in UnitRole}
    for commitment_id, unit_id, group_id, role, written in rows.order_by("revision_id", "order").values_list(*fields):
        named[commitment_id].append(Named(unit_id, group_id, roles[role], written))
    return {commitment_id: tuple(pairs) for commitment_id, pairs in named.items()}


def _drafted(
    found: Programme, revisions: tuple[Revision, ...], named: Mapping[int, tuple[Named, ...]]
) -> list[Drafted]:
    bare, busy = _ticks(found)
    return [
        Drafted(
            id=row.commitment_id,
            kind=CommitmentKind(row.commitment.kind),
            sentences=getattr(row, "sentences", 0),
            tracked=getattr(row, "tracked", 0),
            bare=tuple(sorted(bare[row.commitment_id])),
            bodies={one.pair: one.role for one in named.get(row.commitment_id, ())},
            busy=frozenset(busy[row.commitment_id]),
        )
        for row in revisions
    ]


def _ticks(found: Programme) -> tuple[dict[int, list[int]], dict[int, set[Pair]]]:
    """By commitment, the tracked sentences that are nobody's, and the bodies that have a tracked sentence."""
    tracked = Measure.objects.filter(commitment__programme=found, principle=False).order_by()
    held = tracked.filter(allocations__isnull=False).values_list(
        "commitment_id", "allocations__unit_id", "allocations__group_id", Value(0)
    )
    nobody = Value(None, output_field=BigIntegerField())
    rows = held.distinct().union(
        tracked.filter(allocations__isnull=True).values_list("commitment_id", nobody, nobody, "pk"), all=True
    )
    bare: dict[int, list[int]] = defaultdict(list)
    busy: dict[int, set[Pair]] = defaultdict(set)
    for commitment_id, unit_id, group_id, measure_id in rows:
        if measure_id:
            bare[commitment_id].append(measure_id)
        else:
            busy[commitment_id].add((unit_id, group_id))
    return bare, busy
