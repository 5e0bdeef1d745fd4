"""Who may see and change accounts: one table, and which roles each may hand out."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from luoshi.kernel.errors import NotAllowed
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import HELD, Actor, Role


class Verb(StrEnum):
    """What may be done about accounts. ``OPEN``: a new one; ``RESTORE``: let a closed one sign in again."""

    SEE = "see"
    OPEN = "open"
    EDIT = "edit"
    RENEW = "renew"  # a new start password
    GRANT = "grant"  # roles, and handing them over
    CLOSE = "close"
    RESTORE = "restore"


class AccountState(StrEnum):
    """Whether an account may sign in."""

    ACTIVE = "active"
    CLOSED = "closed"


_KEEPERS = frozenset({Role.OFFICE, Role.MANAGER})
MAY: dict[Verb, frozenset[Role]] = {
    Verb.SEE: _KEEPERS | {Role.AUDITOR},
    Verb.OPEN: _KEEPERS,
    Verb.EDIT: _KEEPERS,
    Verb.RENEW: _KEEPERS,
    Verb.GRANT: _KEEPERS,
    Verb.CLOSE: _KEEPERS,
    Verb.RESTORE: _KEEPERS,
}
_BOTH = frozenset(AccountState)
_ACTIVE = frozenset({AccountState.ACTIVE})
IN: dict[Verb, frozenset[AccountState]] = {
    Verb.SEE: _BOTH,
    Verb.OPEN: frozenset(),
    Verb.EDIT: _BOTH,
    Verb.RENEW: _ACTIVE,
    Verb.GRANT: _ACTIVE,
    Verb.CLOSE: _ACTIVE,
    Verb.RESTORE: frozenset({AccountState.CLOSED}),
}
# The office staffs the bodies that it works with; offices, managers and auditors are the manager's matter.
HANDS_OUT: dict[Role, frozenset[Role]] = {
    Role.MANAGER: frozenset(HELD),
    Role.OFFICE: frozenset({Role.LEADER, Role.APPROVER, Role.LIAISON, Role.INSPECTOR}),
}


def allowed(actor: Actor, verb: Verb, state: AccountState | None = None) -> bool:
    """Whether the actor may, to an account in a state; without a state, whether the actor ever may."""
    return actor.has(*MAY[verb]) and (state is None or state in IN[verb])


def require(actor: Actor, verb: Verb, state: AccountState | None = None) -> None:
    """Raise ``NotAllowed`` where the actor may not."""
    if not allowed(actor, verb, state):
        raise NotAllowed("accounts-not-allowed", _("Only the system manager and the programme office keep accounts."))


def grantable(actor: Actor) -> frozenset[Role]:
    """The roles that the actor may hand out and take away."""
    return frozenset().union(*(HANDS_OUT.get(role, frozenset()) for role in actor.roles))


def require_over(actor: Actor, account_id: int | None, roles: Iterable[Role]) -> None:
    """Raise ``NotAllowed`` (``roles-not-yours``) where an account with these roles, or these roles themselves, are not
    the actor's to change: nobody changes the own ones, and the office none above it.
    """
    own = actor.account_id is not None and actor.account_id == account_id
    if own or not frozenset(roles) <= grantable(actor):
        raise NotAllowed(
            "roles-not-yours",
            _(
                "These roles are not yours to change: nobody changes the own ones, and only the system manager those of"
                " offices, managers and auditors."
            ),
        )
