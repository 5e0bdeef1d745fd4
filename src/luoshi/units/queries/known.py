"""Questions about bodies, groups, and for whom an account works."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.models import Account
from luoshi.tenancy.prepared import Prepared
from luoshi.tenancy.queries import today
from luoshi.tenancy.rules import Actor, Role, seated
from luoshi.units.models import Group, GroupMember, GroupName, Membership, Unit, UnitName, UnitSuccession
from luoshi.units.rules import Directory, Known, UnitKind


@dataclass(frozen=True, slots=True)
class Seat:
    """Who is signed in, for whom, and on which day: what every page begins with."""

    actor: Actor
    name: str
    post: str
    unit_id: int | None
    unit_name: str
    role: Role | None
    jurisdiction_name: str
    demonstration: bool
    today: date


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A body as lists show it."""

    id: int
    name: str
    kind: UnitKind
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group with its present members, in their order."""

    id: int
    name: str
    members: tuple[UnitFacts, ...]
    confirmed: bool


def seat(account: Account) -> Seat:
    """The seat of a signed-in account: its memberships in one query; the first of them names body and role. Whoever
    speaks for a body speaks for those that have become part of it, too: what they owed is still owed.
    """
    memberships = _MEMBERSHIPS.all(account.pk)
    first = memberships[0] if memberships else None
    county = first.unit.jurisdiction if first else account.jurisdiction
    held = [
        (Role(row.role), unit_id)
        for row in memberships
        for unit_id in (row.unit_id, row.before)  # type: ignore[attr-defined] # annotated
        if unit_id is not None
    ]
    actor = seated(account.pk, account.jurisdiction_id, account.name, held)
    return Seat(
        actor=actor,
        name=account.name,
        post=account.post,
        unit_id=first.unit_id if first else None,
        unit_name=first.unit.name if first else "",
        role=Role(first.role) if first else None,
        jurisdiction_name=county.name,
        demonstration=county.demonstration,
        today=today(county),
    )


def _memberships(account_id: int) -> QuerySet[Membership]:
    rows = Membership.objects.filter(account=account_id).select_related("unit__jurisdiction")
    county = (f"unit__jurisdiction__{name}" for name in ("name", "demonstration", "frozen_day"))
    rows = rows.only("account_id", "role", "unit__name", *county)
    return rows.annotate(before=F("unit__precessions__predecessor")).order_by("pk", "before")


_MEMBERSHIPS = Prepared(_memberships)


def _current(day: date | None) -> Q:
    if day is None:
        return Q(valid_to__isnull=True)
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def visible(actor: Actor) -> QuerySet[Unit]:
    """The bodies that the actor may know of: those of the own jurisdiction."""
    return Unit.objects.filter(jurisdiction_id=actor.jurisdiction_id)


def unit(actor: Actor, unit_id: int) -> Unit:
    """A body. Raises ``NotFound`` where there is none, or it belongs to another jurisdiction."""
    found = visible(actor).filter(pk=unit_id).first()
    if found is None:
        raise NotFound("unit-not-found", _("There is no such unit."))
    return found


def units(actor: Actor, day: date | None = None) -> tuple[UnitFacts, ...]:
    """The bodies that stand (on a day), in order, with their other names."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for unit_id, name in UnitName.objects.filter(jurisdiction_id=actor.jurisdiction_id).values_list("unit_id", "name"):
        aliases[unit_id].append(name)
    rows = visible(actor).filter(_current(day)).values_list("pk", "name", "kind")
    return tuple(UnitFacts(pk, name, UnitKind(kind), tuple(aliases[pk])) for pk, name, kind in rows)


def successors(actor: Actor) -> dict[int, int]:
    """The body that stands, by each one that has become part of it."""
    rows = UnitSuccession.objects.filter(jurisdiction_id=actor.jurisdiction_id, successor__valid_to__isnull=True)
    return dict(rows.order_by("since", "pk").values_list("predecessor_id", "successor_id"))


def groups(actor: Actor, day: date | None = None) -> tuple[GroupFacts, ...]:
    """The groups with the members that they have (on a day)."""
    members: dict[int, list[UnitFacts]] = defaultdict(list)
    rows = GroupMember.objects.filter(_current(day), jurisdiction_id=actor.jurisdiction_id).select_related("unit")
    for row in rows.order_by("unit__order", "unit_id"):
        members[row.group_id].append(UnitFacts(row.unit_id, row.unit.name, UnitKind(row.unit.kind)))
    found = Group.objects.filter(jurisdiction_id=actor.jurisdiction_id)
    return tuple(GroupFacts(group.pk, group.name, tuple(members[group.pk]), group.confirmed) for group in found)


def unit_directory(actor: Actor) -> Directory:
    """The bodies for the matcher."""
    return Directory(Known(facts.id, facts.name, facts.aliases) for facts in units(actor))


def group_directory(actor: Actor) -> Directory:
    """The groups for the matcher."""
    aliases: dict[int, list[str]] = defaultdict(list)
    rows = GroupName.objects.filter(jurisdiction_id=actor.jurisdiction_id).values_list("group_id", "name")
    for group_id, name in rows:
        aliases[group_id].append(name)
    found = Group.objects.filter(jurisdiction_id=actor.jurisdiction_id).values_list("pk", "name")
    return Directory(Known(pk, name, tuple(aliases[pk])) for pk, name in found)
