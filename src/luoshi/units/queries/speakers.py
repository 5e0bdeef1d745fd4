"""Who speaks for which body: whom a message reaches, and whom an office calls."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from luoshi.tenancy.rules import SPEAKERS, Role
from luoshi.units.models import Membership


@dataclass(frozen=True, slots=True)
class Speaker:
    """An account that speaks for a body, or for one that has become part of its own."""

    account_id: int
    role: Role
    unit_id: int
    name: str
    post: str
    contact: str


def speakers(jurisdiction_id: int, account_id: int | None = None) -> tuple[Speaker, ...]:
    """Everybody who may sign in and speaks for a body, of one account or of all, in one query."""
    rows = Membership.objects.filter(
        jurisdiction_id=jurisdiction_id, role__in=[role.value for role in SPEAKERS], account__is_active=True
    )
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    fields = ("account_id", "role", "unit_id", "account__name", "account__post", "account__contact")
    rows = rows.annotate(before=F("unit__precessions__predecessor")).order_by("pk", "before")
    found: dict[Speaker, None] = {}
    for account, role, unit_id, *kept, before in rows.values_list(*fields, "before"):
        for body in (unit_id, before):
            if body is not None:
                found[Speaker(account, Role(role), body, *kept)] = None
    return tuple(found)
