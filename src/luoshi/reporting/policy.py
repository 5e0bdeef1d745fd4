"""Who may see what is asked and answered, and in what relation somebody stands to a request.

A request is between a unit and whoever judges it: the office of the programme, and the lead towards its supporters.
Evidence belongs to the unit that gave it; whoever may read an answer may read the evidence that it brings.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from luoshi.kernel.errors import NotAllowed, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Commitment, Obligation, Programme
from luoshi.programme.policy import READERS, parties, runs, sees
from luoshi.programme.policy import visible as visible_programmes
from luoshi.programme.queries.relations import lead_over, leads_of
from luoshi.programme.rules import ProgrammeState, UnitRole
from luoshi.reporting.models import Evidence, Question, Request
from luoshi.reporting.rules import Station, led_to, move, stations
from luoshi.tenancy.rules import Actor, Role


def visible(actor: Actor) -> QuerySet[Request]:
    """The requests that the actor may know of."""
    return Request.objects.filter(
        jurisdiction_id=actor.jurisdiction_id,
        occurrence__obligation__commitment__programme__in=visible_programmes(actor),
    )


def seen(actor: Actor, row: Request | None) -> Request | None:
    """A row, with all above it loaded, if the actor may know of it: what ``visible`` says of one."""
    ours = row is not None and row.jurisdiction_id == actor.jurisdiction_id
    return row if row and ours and sees(actor, row.occurrence.obligation.commitment.programme) else None


def stations_of(actor: Actor, row: Request) -> frozenset[Station]:
    """In what relations the actor stands to a request whose obligation, commitment and programme are loaded."""
    owed = row.occurrence.obligation
    mine = parties(actor, owed.commitment.programme, owner=owed.unit_id, lead=lead_over(actor, owed))
    return stations(mine, approver=actor.has(Role.APPROVER))


def _led(actor: Actor) -> QuerySet[Obligation, int]:
    """The commitments (ids) that a unit of the actor leads now: who was freed of it leads nobody any more."""
    rows = Obligation.objects.filter(
        jurisdiction_id=actor.jurisdiction_id,
        unit_id__in=actor.liaison_ids,
        role=UnitRole.LEAD.value,
        withdrawn_on__isnull=True,
    )
    return rows.values_list("commitment_id", flat=True)


def _supported(actor: Actor, owed: str = "") -> Q:
    """Obligations (at the end of the path ``owed``) of those who support what the actor leads; a lead has no word about
    who is responsible beside it.
    """
    return Q(**{f"{owed}commitment__in": _led(actor), f"{owed}role": UnitRole.SUPPORT.value})


def readable(actor: Actor) -> QuerySet[Request]:
    """The requests that concern the actor: of its own units, of those who support what it leads, of the programmes that
    its office runs; all for those who oversee the whole.
    """
    rows = visible(actor)
    if actor.account_id is None or actor.has(*READERS):
        return rows
    owed = "occurrence__obligation"
    mine = Q(unit_id__in=actor.liaison_ids) | _supported(actor, f"{owed}__")
    if actor.has(Role.OFFICE):
        programme = f"{owed}__commitment__programme__office"
        mine |= Q(**{f"{programme}_id": None}) | Q(**{f"{programme}_id__in": actor.office_ids})
    return rows.filter(mine)


def supported(actor: Actor) -> QuerySet[Request]:
    """The requests to those who support what the actor's bodies lead, in programmes that run: it judges what they
    report. Nobody judges a report of the own.
    """
    owed = "occurrence__obligation"
    towards = {
        "jurisdiction_id": actor.jurisdiction_id,
        f"{owed}__commitment__programme__state": ProgrammeState.ISSUED.value,
        f"{owed}__commitment__in": _led(actor),
        f"{owed}__role": UnitRole.SUPPORT.value,
        f"{owed}__withdrawn_on__isnull": True,
    }
    return visible(actor).filter(**towards).exclude(unit_id__in=actor.liaison_ids)


def require_reading(actor: Actor, mine: Iterable[Station]) -> None:
    """Raise ``NotAllowed`` for those whom a request does not concern."""
    if not frozenset(mine) and not actor.has(*READERS):
        raise NotAllowed("request-not-yours", _("This is between another unit and the office."))


def require_move(verb: str, state: str, mine: Iterable[Station]) -> str:
    """The state that the verb leads to. Raises ``NotAllowed`` where the actor may not, ``Conflict``
    (``state-forbids``) where the state does not take it.
    """
    if move(verb).who not in frozenset(mine):
        raise NotAllowed("report-not-allowed", _("This is for the unit that was asked, or for whoever judges it."))
    return led_to(verb, state)


def require_office(actor: Actor, programme: Programme) -> None:
    """Raise ``NotAllowed`` for whoever does not run the programme."""
    if not runs(actor, programme):
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))


def require_speaking(actor: Actor, unit_id: int) -> None:
    """Raise ``NotFound`` for whoever does not answer for the unit: a stranger learns nothing of it."""
    if actor.account_id is not None and unit_id not in actor.liaison_ids:
        raise NotFound("evidence-not-found", _("There is no such evidence."))


def readable_evidence(actor: Actor) -> QuerySet[Evidence]:
    """The evidence that the actor may read: of its own units, and what served an answer or a site that it may read."""
    rows = Evidence.objects.filter(jurisdiction_id=actor.jurisdiction_id)
    if actor.account_id is None or actor.has(*READERS):
        return rows
    owed = "versions__uses__version__responses__request__occurrence__obligation__"
    mine = Q(unit_id__in=actor.liaison_ids) | _supported(actor, owed)
    if actor.has(Role.OFFICE):
        run = Programme.objects.filter(jurisdiction_id=actor.jurisdiction_id).filter(
            Q(office_id=None) | Q(office_id__in=actor.office_ids)
        )
        mine |= Q(**{f"{owed}commitment__programme__in": run})
        mine |= Q(versions__uses__site__category__scheme__programme__in=run)
    return rows.filter(mine).distinct()


def require_overseeing(actor: Actor, programme: Programme) -> None:
    """Raise ``NotAllowed`` for whoever neither runs the programme nor oversees the whole."""
    if not oversees(actor, programme):
        require_office(actor, programme)


def oversees(actor: Actor, programme: Programme) -> bool:
    """Whether the actor runs the programme or oversees the whole: it reads all that units report there."""
    return actor.has(Role.LEADER, Role.AUDITOR) or runs(actor, programme)


def askable(actor: Actor, commitment: Commitment) -> QuerySet[Obligation]:
    """The obligations of a commitment about which the actor may ask a question: all for the office, those of its
    supporters for a lead.
    """
    owed = Obligation.objects.filter(commitment=commitment, withdrawn_on__isnull=True)
    if runs(actor, commitment.programme):
        return owed
    if actor.liaison_ids.isdisjoint(leads_of(commitment.pk)):
        return owed.none()
    return owed.filter(role=UnitRole.SUPPORT.value).exclude(unit_id__in=actor.liaison_ids)


def readable_questions(actor: Actor) -> QuerySet[Question]:
    """The questions that the actor may read: all that its office or those who oversee may, and what it leads."""
    rows = Question.objects.filter(
        jurisdiction_id=actor.jurisdiction_id, commitment__programme__in=visible_programmes(actor)
    )
    if actor.account_id is None or actor.has(*READERS):
        return rows
    mine = Q(commitment__in=_led(actor))
    if actor.has(Role.OFFICE):
        mine |= Q(commitment__programme__office_id=None) | Q(commitment__programme__office_id__in=actor.office_ids)
    return rows.filter(mine)


def withdraws(actor: Actor, question: Question) -> bool:
    """Whether the actor may withdraw a question: the office of its programme, and the lead that sent it, as long as
    it leads.
    """
    if runs(actor, question.commitment.programme):
        return True
    return question.account_id == actor.account_id and not actor.liaison_ids.isdisjoint(
        leads_of(question.commitment_id)
    )


def compares_burden(actor: Actor) -> bool:
    """Whether the actor may see what all programmes together ask of each unit: offices, leaders and auditors."""
    return actor.has(Role.OFFICE, Role.LEADER, Role.AUDITOR)


def require_comparing_burden(actor: Actor) -> None:
    """Raise ``NotAllowed`` for whoever neither asks nor oversees."""
    if not compares_burden(actor):
        raise NotAllowed("burden-not-allowed", _("This is for the offices that ask, and for those who oversee them."))


def require_unit(actor: Actor) -> None:
    """Raise ``NotAllowed`` for whoever answers for no unit."""
    if not actor.liaison_ids:
        raise NotAllowed("unit-needed", _("This is for those who answer for a unit."))
