"""Who may see and change bodies and groups."""

from __future__ import annotations

from enum import StrEnum

from luoshi.kernel.errors import NotAllowed
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import HELD, Actor, Role


class Verb(StrEnum):
    """What may be done to bodies."""

    SEE = "see"
    EDIT = "edit"


MAY: dict[Verb, frozenset[Role]] = {
    Verb.SEE: frozenset(HELD),
    Verb.EDIT: frozenset({Role.OFFICE, Role.MANAGER}),
}


def allowed(actor: Actor, verb: Verb) -> bool:
    """Whether the actor may."""
    return actor.has(*MAY[verb])


def require(actor: Actor, verb: Verb) -> None:
    """Raise ``NotAllowed`` where the actor may not."""
    if not allowed(actor, verb):
        raise NotAllowed("units-not-allowed", _("Only the programme office and the system manager change units."))
