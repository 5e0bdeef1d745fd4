"""Who acts: roles, and the actor as a value that every policy can judge without a database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from luoshi.kernel.wording import _


class Role(StrEnum):
    """What an account may be for a body."""

    OFFICE = "office"  # runs programmes: reads plans, accepts, issues, judges
    LEADER = "leader"  # reads everything, gives it two minutes
    APPROVER = "approver"  # signs for a body
    LIAISON = "liaison"  # answers for a body
    INSPECTOR = "inspector"
    MANAGER = "manager"  # accounts and units, no content
    AUDITOR = "auditor"  # reads everything and the journal


ROLE_WORDS = {
    Role.OFFICE: _("Programme office"),
    Role.LEADER: _("Leader"),
    Role.APPROVER: _("Unit approver"),
    Role.LIAISON: _("Liaison"),
    Role.INSPECTOR: _("Inspector"),
    Role.MANAGER: _("System manager"),
    Role.AUDITOR: _("Auditor"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for whom. ``account_id`` is None for the site itself (installing, the demonstration)."""

    account_id: int | None
    jurisdiction_id: int
    name: str = ""
    roles: frozenset[Role] = frozenset()
    unit_ids: frozenset[int] = frozenset()

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds one of the roles."""
        return not self.roles.isdisjoint(roles)


def site_actor(jurisdiction_id: int) -> Actor:
    """The site itself, which may do whatever its own set-up needs."""
    return Actor(account_id=None, jurisdiction_id=jurisdiction_id, roles=frozenset(Role))
