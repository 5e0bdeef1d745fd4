"""Bodies: making, changing, merging and withdrawing them. The only place that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor
from luoshi.units.actions.names import add_names, require_free, set_names, stale
from luoshi.units.models import GroupMember, Membership, Unit, UnitName, UnitSuccession
from luoshi.units.policy import Verb, require
from luoshi.units.rules import UnitKind, cycle, kept_name, kind_of, require_days, state_of


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What a body is to be; every field is written."""

    name: str
    kind: UnitKind
    parent_id: int | None = None
    order: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()

    def told(self) -> dict[str, object]:
        """For the journal."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "parent": self.parent_id,
            "order": self.order,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "aliases": sorted(self.aliases),
        }


def create_unit(
    *,
    actor: Actor,
    name: str,
    kind: UnitKind | None = None,
    aliases: Sequence[str] = (),
    parent_id: int | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    reason: str = "",
) -> int:
    """A new body at the end of the order; gives its id. Without a kind it gets the one that its
    name tells.

    ``reason`` goes to the journal (``named-by-plan`` for a body that only a plan names so far). Raises ``Conflict``
    (``unit-exists``) where another body has one of the names already, ``NotFound`` for a parent of elsewhere,
    ``Invalid`` for a name or days that will not do.
    """
    require(actor, Verb.EDIT)
    require_days(valid_from, valid_to)
    tenant = actor.jurisdiction_id
    kept = kept_name(name)
    others = {kept_name(alias) for alias in aliases} - {kept}
    with transaction.atomic():
        _parents(tenant, None, parent_id)
        require_free(tenant, {kept, *others})
        last = Unit.objects.filter(jurisdiction_id=tenant).aggregate(last=Max("order"))["last"] or 0
        try:
            with transaction.atomic():
                unit = Unit.objects.create(
                    jurisdiction_id=tenant,
                    name=kept,
                    kind=(kind or kind_of(kept)).value,
                    parent_id=parent_id,
                    order=last + 1,
                    valid_from=valid_from,
                    valid_to=valid_to,
                )
                add_names(unit, others)
        except IntegrityError as error:
            raise Conflict("unit-exists", _("There is a unit called {name} already."), name=name) from error
        record(
            actor=actor,
            verb="units.create_unit",
            subject_kind="unit",
            subject_id=unit.pk,
            new={"name": kept, "kind": unit.kind, "aliases": sorted(others), "parent": parent_id, "reason": reason},
        )
    return unit.pk


def edit_unit(*, actor: Actor, unit_id: int, edit: int, change: UnitChange) -> None:
    """Change a body; a name that it had becomes one of its other names. Giving it no last day lets it stand again: then
    nobody speaks for it but its own people.

    Raises ``Conflict`` (``stale``, ``unit-exists``), ``Invalid`` (``unit-cycle``, ``days-reversed``), ``NotFound``.
    """
    require(actor, Verb.EDIT)
    require_days(change.valid_from, change.valid_to)
    tenant, name = actor.jurisdiction_id, kept_name(change.name)
    with transaction.atomic():
        unit = _unit(actor, unit_id)
        old = _as_it_is(unit)
        others = {kept_name(alias) for alias in change.aliases} - {name}
        if unit.name != name:
            others.add(unit.name)
        _parents(tenant, unit_id, change.parent_id)
        require_free(tenant, {name, *others}, unit_id=unit_id)
        try:
            with transaction.atomic():
                changed = Unit.objects.filter(pk=unit_id, edit=edit).update(
                    name=name,
                    kind=change.kind.value,
                    parent_id=change.parent_id,
                    order=change.order,
                    valid_from=change.valid_from,
                    valid_to=change.valid_to,
                    edit=F("edit") + 1,
                )
                if not changed:
                    raise stale()
                set_names(unit, others)
                unfollowed(tenant)
        except IntegrityError as error:
            raise Conflict("unit-exists", _("There is a unit called {name} already."), name=name) from error
        record(
            actor=actor,
            verb="units.edit_unit",
            subject_kind="unit",
            subject_id=unit_id,
            old=old.told(),
            new={**change.told(), "name": name, "aliases": sorted(others)},
        )


def withdraw_unit(*, actor: Actor, unit_id: int, edit: int, last_day: date, reason: str, today: date) -> None:
    """End a body on its last day, with a reason; it leaves its groups. ``edit_unit`` without a last day undoes it.

    Raises ``Invalid`` (``reason-missing``, ``days-reversed``), ``Conflict`` (``unit-ended``, ``unit-has-children``,
    ``stale``).
    """
    require(actor, Verb.WITHDRAW)
    if not reason.strip():
        raise Invalid("reason-missing", _("Say why the unit is withdrawn."))
    with transaction.atomic():
        unit = _unit(actor, unit_id)
        require(actor, Verb.WITHDRAW, state_of(unit.valid_from, unit.valid_to, today))
        if unit.children.filter(valid_to__isnull=True).exists():
            raise Conflict("unit-has-children", _("Units stand beneath it. Give them another parent first."))
        _end(unit, edit, last_day)
        record(
            actor=actor,
            verb="units.withdraw_unit",
            subject_kind="unit",
            subject_id=unit_id,
            old={"valid_to": None},
            new={"valid_to": last_day.isoformat(), "reason": reason.strip()},
        )


def merge_units(
    *, actor: Actor, unit_ids: Iterable[int], into_id: int, since: date, today: date, reason: str = ""
) -> None:
    """Bodies become part of another one since a day: they end the day before, and their names, the bodies beneath them,
    their places in groups and their accounts' roles go over to it. What they were is kept.

    Raises ``Invalid`` (``merge-itself``, ``days-reversed``), ``Conflict`` (``unit-ended``), ``NotFound``.
    """
    require(actor, Verb.MERGE)
    merged = sorted(set(unit_ids))
    if not merged or into_id in merged:
        raise Invalid("merge-itself", _("Choose another unit that it becomes part of."))
    with transaction.atomic():
        successor = _unit(actor, into_id)
        require(actor, Verb.MERGE, state_of(successor.valid_from, successor.valid_to, today))
        for unit_id in merged:
            unit = _unit(actor, unit_id)
            require(actor, Verb.MERGE, state_of(unit.valid_from, unit.valid_to, today))
            _hand_down(unit, successor, since)
            _end(unit, unit.edit, since - timedelta(days=1))
            before = UnitSuccession.objects.filter(successor=unit).values_list("predecessor_id", flat=True)
            UnitSuccession.objects.bulk_create(
                UnitSuccession(
                    jurisdiction_id=actor.jurisdiction_id,
                    predecessor_id=one,
                    successor=successor,
                    since=since,
                    reason=reason.strip(),
                )
                for one in (unit.pk, *before)  # what had become part of it becomes part of the successor
            )
        record(
            actor=actor,
            verb="units.merge_units",
            subject_kind="unit",
            subject_id=into_id,
            new={"units": merged, "since": since.isoformat(), "reason": reason.strip()},
        )


def _hand_down(unit: Unit, successor: Unit, since: date) -> None:
    tenant = unit.jurisdiction_id
    parents = dict(Unit.objects.filter(jurisdiction_id=tenant).values_list("pk", "parent_id"))
    if cycle({**parents, unit.pk: successor.pk}, unit.pk):  # it stood beneath the one that ends
        Unit.objects.filter(pk=successor.pk).update(parent_id=unit.parent_id)
    Unit.objects.filter(parent=unit).exclude(pk=successor.pk).update(parent=successor)
    names = {unit.name, *unit.names.values_list("name", flat=True)} - {successor.name}
    unit.names.all().delete()
    add_names(successor, names - set(successor.names.values_list("name", flat=True)))
    inside = set(GroupMember.objects.filter(unit=successor, valid_to__isnull=True).values_list("group_id", flat=True))
    GroupMember.objects.bulk_create(
        GroupMember(jurisdiction_id=tenant, group_id=group_id, unit=successor, valid_from=since)
        for group_id in unit.in_groups.filter(valid_to__isnull=True).values_list("group_id", flat=True)
        if group_id not in inside
    )
    Membership.objects.bulk_create(
        [
            Membership(jurisdiction_id=tenant, account_id=account_id, unit=successor, role=role)
            for account_id, role in unit.memberships.values_list("account_id", "role")
        ],
        ignore_conflicts=True,
    )
    unit.memberships.all().delete()


def _end(unit: Unit, edit: int, last_day: date) -> None:
    require_days(unit.valid_from, last_day)
    if not Unit.objects.filter(pk=unit.pk, edit=edit).update(valid_to=last_day, edit=F("edit") + 1):
        raise stale()
    rows = GroupMember.objects.filter(unit=unit, valid_to__isnull=True)
    rows.filter(valid_from__gt=last_day).delete()
    rows.update(valid_to=last_day)


def unfollowed(tenant: int) -> None:
    """A body that stands again is followed by none. Within the transaction of the verb that calls it."""
    UnitSuccession.objects.filter(jurisdiction_id=tenant, predecessor__valid_to__isnull=True).delete()


def _unit(actor: Actor, unit_id: int) -> Unit:
    found = Unit.objects.filter(jurisdiction_id=actor.jurisdiction_id, pk=unit_id).first()
    if found is None:
        raise NotFound("unit-not-found", _("There is no such unit."))
    return found


def _as_it_is(unit: Unit) -> UnitChange:
    return UnitChange(
        unit.name,
        UnitKind(unit.kind),
        unit.parent_id,
        unit.order,
        unit.valid_from,
        unit.valid_to,
        tuple(UnitName.objects.filter(unit=unit).values_list("name", flat=True)),
    )


def _parents(tenant: int, unit_id: int | None, parent_id: int | None) -> None:
    """Raise ``NotFound`` for a parent of elsewhere, ``Invalid`` (``unit-cycle``) for one beneath the body itself."""
    if parent_id is None:
        return
    parents = dict(Unit.objects.filter(jurisdiction_id=tenant).values_list("pk", "parent_id"))
    if parent_id not in parents:
        raise NotFound("unit-not-found", _("There is no such unit."))
    if unit_id is not None and cycle({**parents, unit_id: parent_id}, unit_id):
        raise Invalid("unit-cycle", _("The parent stands beneath this unit itself. Choose another."))
