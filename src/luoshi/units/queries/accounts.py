"""Accounts with what they are for which body."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.models import Account
from luoshi.tenancy.policy import AccountState, Verb, require
from luoshi.tenancy.rules import Actor, Role
from luoshi.units.models import Membership


@dataclass(frozen=True, slots=True)
class Held:
    """A role that an account holds for a body."""

    role: Role
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account with its roles, in the order in which it got them."""

    id: int
    sign_in_name: str
    name: str
    post: str
    contact: str
    state: AccountState
    must_change: bool
    edit: int
    held: tuple[Held, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """All that it is, for whichever body."""
        return frozenset(one.role for one in self.held)


def accounts(actor: Actor) -> tuple[AccountLine, ...]:
    """Every account of the jurisdiction by name, in two queries. Raises ``NotAllowed``."""
    require(actor, Verb.SEE)
    held: defaultdict[int, tuple[Held, ...]] = defaultdict(tuple)
    rows = Membership.objects.filter(jurisdiction_id=actor.jurisdiction_id).order_by("pk")
    for account_id, role, unit_id, unit in rows.values_list("account_id", "role", "unit_id", "unit__name"):
        held[account_id] += (Held(Role(role), unit_id, unit),)
    found = Account.objects.filter(jurisdiction_id=actor.jurisdiction_id).order_by("-is_active", "sign_in_name")
    return tuple(
        AccountLine(
            id=account.pk,
            sign_in_name=account.sign_in_name,
            name=account.name,
            post=account.post,
            contact=account.contact,
            state=AccountState.ACTIVE if account.is_active else AccountState.CLOSED,
            must_change=account.must_change,
            edit=account.edit,
            held=held[account.pk],
        )
        for account in found
    )


def account_line(actor: Actor, account_id: int) -> AccountLine:
    """One of them. Raises ``NotFound``, ``NotAllowed``."""
    for line in accounts(actor):
        if line.id == account_id:
            return line
    raise NotFound("account-not-found", _("There is no such account."))
