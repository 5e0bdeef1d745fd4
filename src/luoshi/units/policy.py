"""Who may see and change bodies and groups: one table, role × verb × state of the body."""

from __future__ import annotations

from enum import StrEnum

from luoshi.kernel.errors import Conflict, NotAllowed
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import HELD, Actor, Role
from luoshi.units.rules import State


class Verb(StrEnum):
    """What may be done to bodies and groups. ``EDIT`` covers groups, names and the table too."""

    SEE = "see"
    EDIT = "edit"
    MERGE = "merge"
    WITHDRAW = "withdraw"


_KEEPERS = frozenset({Role.OFFICE, Role.MANAGER})
MAY: dict[Verb, frozenset[Role]] = {
    Verb.SEE: frozenset(HELD),
    Verb.EDIT: _KEEPERS,
    Verb.MERGE: _KEEPERS,
    Verb.WITHDRAW: _KEEPERS,
}
_ANY = frozenset(State)
IN: dict[Verb, frozenset[State]] = {
    Verb.SEE: _ANY,
    Verb.EDIT: _ANY,
    Verb.MERGE: _ANY - {State.ENDED},
    Verb.WITHDRAW: _ANY - {State.ENDED},
}


def allowed(actor: Actor, verb: Verb, state: State | None = None) -> bool:
    """Whether the actor may, to a body in a state; without a state, whether the actor ever may."""
    return actor.has(*MAY[verb]) and (state is None or state in IN[verb])


def require(actor: Actor, verb: Verb, state: State | None = None) -> None:
    """Raise ``NotAllowed`` where the actor may not, ``Conflict`` (``unit-ended``) where the body has ended."""
    if not allowed(actor, verb):
        raise NotAllowed("units-not-allowed", _("Only the programme office and the system manager change units."))
    if not allowed(actor, verb, state):
        raise Conflict("unit-ended", _("This unit has ended already."))
