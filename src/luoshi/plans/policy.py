"""Who may read, correct and accept plans."""

from __future__ import annotations

from enum import StrEnum

from luoshi.kernel.errors import NotAllowed
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor, Role


class Verb(StrEnum):
    """What may be done to a plan's reading."""

    SEE = "see"
    UPLOAD = "upload"
    CORRECT = "correct"
    ACCEPT = "accept"


READERS = frozenset({Role.OFFICE, Role.LEADER, Role.INSPECTOR, Role.AUDITOR})
OFFICE = frozenset({Role.OFFICE})

MAY: dict[Verb, frozenset[Role]] = {
    Verb.SEE: READERS,
    Verb.UPLOAD: OFFICE,
    Verb.CORRECT: OFFICE,
    Verb.ACCEPT: OFFICE,
}


def allowed(actor: Actor, verb: Verb) -> bool:
    """Whether the actor may."""
    return actor.has(*MAY[verb])


def require(actor: Actor, verb: Verb) -> None:
    """Raise ``NotAllowed`` where the actor may not."""
    if not allowed(actor, verb):
        raise NotAllowed("plans-not-allowed", _("Only the programme office uploads, corrects and accepts plans."))
