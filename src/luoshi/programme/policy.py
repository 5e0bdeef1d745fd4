"""Who may see a programme, make one, and do what the table of states knows.

A verb of a thing needs a party: in what relation the actor stands to it. The office is whoever holds that role for the
body that runs the programme; a body speaks through its liaisons and approvers; nobody else changes anything here. Which
party may do what in which state stands in ``rules.MOVES``; both together are the whole policy of the room.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Q, QuerySet

from luoshi.kernel.errors import NotAllowed
from luoshi.kernel.wording import _
from luoshi.programme.models import Programme
from luoshi.programme.rules import CommentSource, Noun, Party, ProgrammeState, led_to, move
from luoshi.tenancy.rules import Actor, Role


class Verb(StrEnum):
    """What may be done to programmes as such."""

    SEE = "see"
    SEE_DRAFT = "see-draft"
    CREATE = "create"


# A task table is circulated to every body that it names, so everybody who works in a programme sees all of it; a draft
# is the office's own until bodies are asked about it.
MAY: dict[Verb, frozenset[Role]] = {
    Verb.SEE: frozenset(Role) - {Role.MANAGER, Role.PUBLIC},
    Verb.SEE_DRAFT: frozenset({Role.OFFICE, Role.LEADER, Role.AUDITOR}),
    Verb.CREATE: frozenset({Role.OFFICE}),
}


RUNNING = (ProgrammeState.ISSUED.value, ProgrammeState.CLOSED.value)


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
    own = Programme.objects.filter(jurisdiction_id=actor.jurisdiction_id)
    if allowed(actor, Verb.SEE_DRAFT):
        return own
    asked = Q(
        state=ProgrammeState.CONSULTING.value,
        consultations__closed_on__isnull=True,  # in the round that is open, not in one of an earlier draft
        consultations__units__unit_id__in=actor.unit_ids,
    )
    running = Q(state__in=RUNNING)
    return own.filter(Q(pk__in=own.filter(asked).values("pk")) | running)


def sees(actor: Actor, programme: Programme) -> bool:
    """Whether a programme that is loaded is among those that are ``visible``; asked of the database only where a round
    of opinions decides it.
    """
    if programme.jurisdiction_id != actor.jurisdiction_id or not allowed(actor, Verb.SEE):
        return False
    if allowed(actor, Verb.SEE_DRAFT) or programme.state in RUNNING:
        return True
    return visible(actor).filter(pk=programme.pk).exists()


def runs(actor: Actor, programme: Programme) -> bool:
    """Whether the actor is of the office that runs the programme; one without an office is any office's."""
    if actor.account_id is None:
        return True
    return actor.has(Role.OFFICE) and (programme.office_id is None or programme.office_id in actor.office_ids)


def parties(
    actor: Actor,
    programme: Programme,
    *,
    owner: int | None = None,
    lead: int | None = None,
    assigned: int | None = None,
    consulted: int | None = None,
    host: int | None = None,
) -> frozenset[Party]:
    """In what relations the actor stands to a thing, given the bodies (ids) that it concerns.

    Nobody judges an answer of the own: whoever speaks for the owner is no lead towards it, though they speak for the
    lead too.
    """
    found = {Party.OFFICE} if runs(actor, programme) else set()
    bodies = {Party.OWNER: owner, Party.ASSIGNED: assigned, Party.CONSULTED: consulted, Party.HOST: host}
    if owner not in actor.liaison_ids:
        bodies[Party.LEAD] = lead
    found |= {party for party, unit_id in bodies.items() if unit_id is not None and unit_id in actor.liaison_ids}
    return frozenset(found)


READERS = frozenset({Role.LEADER, Role.AUDITOR, Role.INSPECTOR})
"""Who reads what bodies answer and ask without being a party to it."""


def require_reading(actor: Actor, mine: Iterable[Party]) -> None:
    """Raise ``NotAllowed`` for those whom an obligation does not concern: what a body answers and asks is read by it,
    its lead and the office, and by those who oversee the whole.
    """
    if not frozenset(mine) and not actor.has(*READERS):
        raise NotAllowed("obligation-not-yours", _("This is between another unit and the office."))


def takes_back(mine: Iterable[Party], source: CommentSource) -> bool:
    """Whether somebody may take back a comment that came so: the office only what it entered on behalf of a body."""
    return Party.CONSULTED in mine or (Party.OFFICE in mine and source is CommentSource.OFFICE)


def require_own_comment(mine: Iterable[Party], source: CommentSource) -> None:
    """Raise ``NotAllowed`` (``comment-not-yours``) where somebody may not take a comment back."""
    if not takes_back(frozenset(mine), source):
        raise NotAllowed(
            "comment-not-yours",
            _("This is the unit's own comment: only the unit takes it back."),
            _("Decide on it instead, with a reason."),
        )


def require_office(actor: Actor, programme: Programme) -> None:
    """Raise ``NotAllowed`` (``withdrawn-by-office``) for anybody but the office: what it withdrew it alone restores."""
    if Party.OFFICE not in parties(actor, programme):
        raise NotAllowed(
            "withdrawn-by-office",
            _("The office has withdrawn this picture."),
            _("Ask the office if it is to be shown again."),
        )


def require_move(noun: Noun, verb: str, state: str, mine: Iterable[Party]) -> str:
    """The state that the verb leads to. Raises ``NotAllowed`` where none of the parties may, ``Conflict``
    (``state-forbids``) where the state does not take it.
    """
    if frozenset(mine).isdisjoint(move(noun, verb).who):
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))
    return led_to(noun, verb, state)
