"""Groups, their names and their dated members: the only place that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor
from luoshi.units.actions.names import require_free, stale
from luoshi.units.models import Group, GroupMember, GroupName, Unit
from luoshi.units.policy import Verb, require
from luoshi.units.rules import kept_name


def create_group(
    *,
    actor: Actor,
    name: str,
    unit_ids: Iterable[int] = (),
    aliases: Sequence[str] = (),
    confirmed: bool = False,
    valid_from: date | None = None,
) -> int:
    """A new group with its members; gives its id. Raises ``Conflict`` for a name that is taken, ``NotFound`` for
    members that are no bodies of the actor's jurisdiction.
    """
    require(actor, Verb.EDIT)
    wanted = list(dict.fromkeys(unit_ids))
    with transaction.atomic():
        _require_units(actor, wanted)
        last = Group.objects.filter(jurisdiction_id=actor.jurisdiction_id).aggregate(last=Max("order"))["last"] or 0
        tenant = actor.jurisdiction_id
        try:
            with transaction.atomic():
                group = Group.objects.create(
                    jurisdiction_id=tenant, name=kept_name(name), order=last + 1, confirmed=confirmed
                )
                GroupName.objects.bulk_create(
                    GroupName(jurisdiction_id=tenant, group=group, name=kept_name(alias)) for alias in aliases
                )
        except IntegrityError as error:
            raise Conflict("group-exists", _("There is a group called {name} already."), name=name) from error
        GroupMember.objects.bulk_create(
            GroupMember(jurisdiction_id=tenant, group=group, unit_id=unit_id, valid_from=valid_from)
            for unit_id in wanted
        )
        record(
            actor=actor,
            verb="units.create_group",
            subject_kind="group",
            subject_id=group.pk,
            new={"name": group.name, "units": wanted, "confirmed": confirmed},
        )
    return group.pk


def edit_group(
    *,
    actor: Actor,
    group_id: int,
    edit: int,
    name: str,
    aliases: Sequence[str],
    unit_ids: Iterable[int],
    day: date,
    confirmed: bool,
) -> None:
    """Change name, other names and members of a group; whoever leaves, leaves on the day before ``day``.

    ``confirmed`` where the office has looked at the members. Raises ``Conflict`` (``stale``, ``group-exists``) and
    ``NotFound``.
    """
    require(actor, Verb.EDIT)
    wanted, tenant = set(unit_ids), actor.jurisdiction_id
    with transaction.atomic():
        group = Group.objects.filter(jurisdiction_id=tenant, pk=group_id).first()
        if group is None:
            raise NotFound("group-not-found", _("There is no such group."))
        _require_units(actor, wanted)
        present = set(group.members.filter(valid_to__isnull=True).values_list("unit_id", flat=True))
        others = {kept_name(alias) for alias in aliases} - {kept_name(name)}
        old = {"name": group.name, "units": sorted(present), "confirmed": group.confirmed}
        try:
            with transaction.atomic():
                changed = Group.objects.filter(pk=group_id, edit=edit).update(
                    name=kept_name(name), confirmed=confirmed, edit=F("edit") + 1
                )
                if not changed:
                    raise stale()
                _rename(group, others)
        except IntegrityError as error:
            raise Conflict("group-exists", _("There is a group called {name} already."), name=name) from error
        leave_group(group, present - wanted, day)
        enter(group, wanted - present, day)
        record(
            actor=actor,
            verb="units.edit_group",
            subject_kind="group",
            subject_id=group_id,
            old=old,
            new={"name": name, "aliases": sorted(others), "units": sorted(wanted), "confirmed": confirmed},
        )


def _rename(group: Group, others: set[str]) -> None:
    require_free(group.jurisdiction_id, others, group_id=group.pk)
    kept = set(group.names.values_list("name", flat=True))
    group.names.filter(name__in=kept - others).delete()
    GroupName.objects.bulk_create(
        GroupName(jurisdiction_id=group.jurisdiction_id, group=group, name=name) for name in sorted(others - kept)
    )


def leave_group(group: Group, unit_ids: set[int], day: date) -> None:
    """Bodies leave a group on the day before."""
    rows = group.members.filter(unit_id__in=unit_ids, valid_to__isnull=True)
    rows.filter(valid_from__gte=day).delete()  # never were members for a whole day
    rows.update(valid_to=day - timedelta(days=1))


def enter(group: Group, unit_ids: set[int], day: date) -> None:
    """Bodies enter a group on a day."""
    GroupMember.objects.bulk_create(
        GroupMember(jurisdiction_id=group.jurisdiction_id, group=group, unit_id=unit_id, valid_from=day)
        for unit_id in sorted(unit_ids)
    )


def _require_units(actor: Actor, wanted: Iterable[int]) -> None:
    ids = set(wanted)
    known = set(Unit.objects.filter(jurisdiction_id=actor.jurisdiction_id, pk__in=ids).values_list("pk", flat=True))
    if known != ids:
        raise NotFound("unit-not-found", _("There is no such unit."))
