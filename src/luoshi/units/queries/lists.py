"""Bodies and groups as the pages that keep them show them, each in a constant number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Group, GroupMember, GroupName, Membership, Unit, UnitName, UnitSuccession
from luoshi.units.rules import State, UnitKind, in_tree, proposed_kinds, state_of


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A body in the tree. ``followed_by`` names what it became part of; ``accounts`` counts those that work for it."""

    id: int
    name: str
    kind: UnitKind
    depth: int
    parent_id: int | None
    parent_name: str
    order: int
    valid_from: date | None
    valid_to: date | None
    state: State
    edit: int
    aliases: tuple[str, ...]
    groups: tuple[str, ...]
    accounts: int
    followed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in the list."""

    id: int
    name: str
    aliases: tuple[str, ...]
    members: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that may be of a group: ``member`` now, ``proposed`` by what the group's name says."""

    id: int
    name: str
    kind: UnitKind
    member: bool
    proposed: bool
    since: date | None


@dataclass(frozen=True, slots=True)
class GroupSheet:
    """A group with every standing body; ``fresh`` while nobody has ever said who belongs to it."""

    id: int
    name: str
    aliases: tuple[str, ...]
    confirmed: bool
    edit: int
    candidates: tuple[Candidate, ...]

    @property
    def fresh(self) -> bool:
        """Whether it waits for its first members; the proposed ones are then ticked."""
        return not self.confirmed and not any(one.member for one in self.candidates)


def unit_lines(actor: Actor, today: date) -> tuple[UnitLine, ...]:
    """Every body that ever stood, as a tree is read, in six queries."""
    tenant = actor.jurisdiction_id
    rows = {unit.pk: unit for unit in Unit.objects.filter(jurisdiction_id=tenant)}
    aliases = _gathered(UnitName.objects.filter(jurisdiction_id=tenant).order_by("pk").values_list("unit_id", "name"))
    open_members = GroupMember.objects.filter(jurisdiction_id=tenant, valid_to__isnull=True).order_by("group__order")
    groups = _gathered(open_members.values_list("unit_id", "group__name"))
    people = set(Membership.objects.filter(jurisdiction_id=tenant).values_list("unit_id", "account_id"))
    accounts = Counter(unit_id for unit_id, _account in people)
    later = _gathered(
        UnitSuccession.objects.filter(jurisdiction_id=tenant).values_list("predecessor_id", "successor__name")
    )
    lines = []
    for placed in in_tree((unit.pk, unit.parent_id) for unit in rows.values()):
        unit = rows[placed.id]
        lines.append(
            UnitLine(
                id=unit.pk,
                name=unit.name,
                kind=UnitKind(unit.kind),
                depth=placed.depth,
                parent_id=unit.parent_id,
                parent_name=rows[unit.parent_id].name if unit.parent_id in rows else "",
                order=unit.order,
                valid_from=unit.valid_from,
                valid_to=unit.valid_to,
                state=state_of(unit.valid_from, unit.valid_to, today),
                edit=unit.edit,
                aliases=aliases[unit.pk],
                groups=groups[unit.pk],
                accounts=accounts[unit.pk],
                followed_by=later[unit.pk],
            )
        )
    return tuple(lines)


def group_lines(actor: Actor) -> tuple[GroupLine, ...]:
    """Every group, in order, in three queries."""
    tenant = actor.jurisdiction_id
    aliases = _gathered(GroupName.objects.filter(jurisdiction_id=tenant).order_by("pk").values_list("group_id", "name"))
    members = Counter(
        GroupMember.objects.filter(jurisdiction_id=tenant, valid_to__isnull=True).values_list("group_id", flat=True)
    )
    return tuple(
        GroupLine(group.pk, group.name, aliases[group.pk], members[group.pk], group.confirmed)
        for group in Group.objects.filter(jurisdiction_id=tenant)
    )


def group_sheet(actor: Actor, group_id: int, today: date) -> GroupSheet:
    """A group with all who may belong to it, in four queries. Raises ``NotFound``."""
    tenant = actor.jurisdiction_id
    group = Group.objects.filter(jurisdiction_id=tenant, pk=group_id).first()
    if group is None:
        raise NotFound("group-not-found", _("There is no such group."))
    present = dict(group.members.filter(valid_to__isnull=True).values_list("unit_id", "valid_from"))
    names = tuple(group.names.order_by("pk").values_list("name", flat=True))
    kinds = proposed_kinds(group.name)
    candidates = tuple(
        Candidate(unit.pk, unit.name, UnitKind(unit.kind), unit.pk in present, unit.kind in kinds, present.get(unit.pk))
        for unit in Unit.objects.filter(jurisdiction_id=tenant)
        if unit.pk in present or state_of(unit.valid_from, unit.valid_to, today) is not State.ENDED
    )
    return GroupSheet(group.pk, group.name, names, group.confirmed, group.edit, candidates)


def _gathered(pairs: Iterable[tuple[int, str]]) -> defaultdict[int, tuple[str, ...]]:
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for key, name in pairs:
        found[key] += (name,)
    return found
