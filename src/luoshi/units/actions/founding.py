"""Setting up a site's first office."""

from __future__ import annotations

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.tenancy import actions as tenancy
from luoshi.tenancy.rules import Actor, Role, seated, site_actor
from luoshi.units.actions.accounts import join
from luoshi.units.actions.bodies import create_unit
from luoshi.units.rules import UnitKind


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
