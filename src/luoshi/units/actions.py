"""Bodies, groups and memberships: the only place that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy import actions as tenancy
from luoshi.tenancy.models import Account
from luoshi.tenancy.rules import Actor, Role, seated, site_actor
from luoshi.units.models import Group, GroupMember, GroupName, Membership, Unit, UnitName
from luoshi.units.policy import Verb, require
from luoshi.units.rules import UnitKind, kept_name


def create_unit(
    *,
    actor: Actor,
    name: str,
    kind: UnitKind,
    aliases: Sequence[str] = (),
    valid_from: date | None = None,
    reason: str = "",
) -> int:
    """A new body at the end of the order; gives its id.

    ``reason`` goes to the journal (``named-by-plan`` for a body that only a plan names so far). Raises ``Conflict``
    where a standing body, or an alias, has one of the names already.
    """
    require(actor, Verb.EDIT)
    with transaction.atomic():
        last = Unit.objects.filter(jurisdiction_id=actor.jurisdiction_id).aggregate(last=Max("order"))["last"] or 0
        try:
            with transaction.atomic():
                unit = Unit.objects.create(
                    jurisdiction_id=actor.jurisdiction_id,
                    name=kept_name(name),
                    kind=kind.value,
                    order=last + 1,
                    valid_from=valid_from,
                )
                UnitName.objects.bulk_create(
                    UnitName(jurisdiction_id=actor.jurisdiction_id, unit=unit, name=kept_name(alias))
                    for alias in aliases
                )
        except IntegrityError as error:
            raise Conflict("unit-exists", _("There is a unit called {name} already."), name=name) from error
        record(
            actor=actor,
            verb="units.create_unit",
            subject_kind="unit",
            subject_id=unit.pk,
            new={"name": unit.name, "kind": kind.value, "aliases": list(aliases), "reason": reason},
        )
    return unit.pk


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
        known = set(
            Unit.objects.filter(jurisdiction_id=actor.jurisdiction_id, pk__in=wanted).values_list("pk", flat=True)
        )
        if known != set(wanted):
            raise NotFound("unit-not-found", _("There is no such unit."))
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


def join(*, actor: Actor, account_id: int, unit_id: int, role: Role) -> None:
    """Make an account work for a body. Raises ``NotFound`` where either is not of the actor's jurisdiction."""
    require(actor, Verb.EDIT)
    tenant = actor.jurisdiction_id
    with transaction.atomic():
        both = (
            Account.objects.filter(jurisdiction_id=tenant, pk=account_id).exists()
            and Unit.objects.filter(jurisdiction_id=tenant, pk=unit_id).exists()
        )
        if not both:
            raise NotFound("account-not-found", _("There is no such account or unit."))
        _row, created = Membership.objects.get_or_create(
            jurisdiction_id=tenant, account_id=account_id, unit_id=unit_id, role=role.value
        )
        if created:
            record(
                actor=actor,
                verb="units.join",
                subject_kind="account",
                subject_id=account_id,
                new={"unit": unit_id, "role": role.value},
            )


def found_office(
    *, jurisdiction: str, office: str, sign_in_name: str, name: str, password: str, post: str = ""
) -> Actor:
    """A new jurisdiction with the body that runs its programmes and that body's first account; all of it or nothing.

    The account is office and system manager. Raises ``Invalid`` or ``Conflict`` for names and a password that will
    not do.
    """
    with transaction.atomic():
        county = tenancy.create_jurisdiction(name=jurisdiction)
        site = site_actor(county.pk)
        unit_id = create_unit(actor=site, name=office, kind=UnitKind.GOVERNMENT)
        account = tenancy.create_account(
            jurisdiction_id=county.pk, sign_in_name=sign_in_name, name=name, post=post, password=password
        )
        roles = (Role.OFFICE, Role.MANAGER)
        for role in roles:
            join(actor=site, account_id=account.pk, unit_id=unit_id, role=role)
        record(
            actor=site,
            verb="units.found_office",
            subject_kind="account",
            subject_id=account.pk,
            new={"jurisdiction": county.name, "office": office, "sign_in_name": sign_in_name},
        )
    return seated(account.pk, county.pk, account.name, ((role, unit_id) for role in roles))
