"""Who may see a programme, and make one."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import QuerySet

from luoshi.kernel.errors import NotAllowed
from luoshi.kernel.wording import _
from luoshi.programme.models import Programme
from luoshi.tenancy.rules import Actor, Role


class Verb(StrEnum):
    """What may be done to a programme."""

    SEE = "see"
    CREATE = "create"


# A task table is circulated to every body that it names, so everybody who works in a programme sees all of it.
MAY: dict[Verb, frozenset[Role]] = {
    Verb.SEE: frozenset(Role) - {Role.MANAGER},
    Verb.CREATE: frozenset({Role.OFFICE}),
}


def allowed(actor: Actor, verb: Verb) -> bool:
    """Whether the actor may."""
    return actor.has(*MAY[verb])


def require(actor: Actor, verb: Verb) -> None:
    """Raise ``NotAllowed`` where the actor may not."""
    if not allowed(actor, verb):
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))


def visible(actor: Actor) -> QuerySet[Programme]:
    """The programmes that the actor may know of."""
    if not allowed(actor, Verb.SEE):
        return Programme.objects.none()
    return Programme.objects.filter(jurisdiction_id=actor.jurisdiction_id)
