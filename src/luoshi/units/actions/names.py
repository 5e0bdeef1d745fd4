"""Other names of bodies and groups: each means one thing."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Group, GroupName, Unit, UnitName
from luoshi.units.policy import Verb, require
from luoshi.units.rules import kept_name


def remember_name(*, actor: Actor, written: str, unit_id: int | None = None, group_id: int | None = None) -> None:
    """Keep a name that a paper writes as another name of a body or of a group, so that it is asked about once.

    A name that it has already is kept as it is. Raises ``Conflict`` (``unit-exists``, ``group-exists``) where another
    one has the name, ``Invalid`` (``name-length``), ``NotFound``.
    """
    require(actor, Verb.EDIT)
    if (unit_id is None) == (group_id is None):
        raise Invalid("name-means-nothing", _("Choose the unit or the group that the name means."))
    name, tenant = kept_name(written), actor.jurisdiction_id
    with transaction.atomic():
        holder: Unit | Group | None = (
            Unit.objects.filter(jurisdiction_id=tenant, pk=unit_id).first()
            if unit_id is not None
            else Group.objects.filter(jurisdiction_id=tenant, pk=group_id or 0).first()
        )
        if holder is None:
            raise NotFound("unit-not-found", _("There is no such unit."))
        if name == holder.name or holder.names.filter(name=name).exists():
            return
        require_free(tenant, {name}, unit_id=unit_id or 0, group_id=group_id or 0)
        if isinstance(holder, Unit):
            add_names(holder, {name})
        else:
            GroupName.objects.create(jurisdiction_id=tenant, group=holder, name=name)
        record(
            actor=actor,
            verb="units.remember_name",
            subject_kind="unit" if unit_id is not None else "group",
            subject_id=holder.pk,
            new={"name": name},
        )


def require_free(tenant: int, names: Iterable[str], unit_id: int = 0, group_id: int = 0) -> None:
    """Raise ``Conflict`` where a standing body other than ``unit_id`` has one of the names (for a body), or another
    group than ``group_id`` has (for a group). What only a body that has ended was called is free.
    """
    wanted = set(names)
    if group_id:
        owned = Group.objects.filter(jurisdiction_id=tenant, name__in=wanted).exclude(pk=group_id)
        lent = GroupName.objects.filter(jurisdiction_id=tenant, name__in=wanted).exclude(group_id=group_id)
        held = [(name, name) for name in owned.values_list("name", flat=True)]
        held += lent.values_list("name", "group__name")
        words, code = _("{name} is the name of the group {holder} already."), "group-exists"
    else:
        bodies = Unit.objects.filter(jurisdiction_id=tenant, name__in=wanted, valid_to__isnull=True)
        aliases = UnitName.objects.filter(jurisdiction_id=tenant, name__in=wanted, unit__valid_to__isnull=True)
        held = [(name, name) for name in bodies.exclude(pk=unit_id).values_list("name", flat=True)]
        held += aliases.exclude(unit_id=unit_id).values_list("name", "unit__name")
        words, code = _("{name} is the name of {holder} already."), "unit-exists"
    if held:
        name, holder = min(held)
        raise Conflict(code, words, name=name, holder=holder)


def add_names(unit: Unit, names: Iterable[str]) -> None:
    """Give a body more names; a body that has ended gives them up."""
    wanted = sorted(set(names))
    ended = UnitName.objects.filter(jurisdiction_id=unit.jurisdiction_id, name__in=wanted, unit__valid_to__isnull=False)
    ended.exclude(unit=unit).delete()
    UnitName.objects.bulk_create(
        UnitName(jurisdiction_id=unit.jurisdiction_id, unit=unit, name=name) for name in wanted
    )


def set_names(unit: Unit, names: Iterable[str]) -> None:
    """The other names of a body are these."""
    wanted, kept = set(names), set(unit.names.values_list("name", flat=True))
    unit.names.filter(name__in=kept - wanted).delete()
    add_names(unit, wanted - kept)


def stale() -> Conflict:
    """Somebody else has changed it since the form was opened."""
    return Conflict("stale", _("Somebody has changed this meanwhile. Look at it as it is now and decide again."))
