"""Who leads what a body supports, for the lead judges its supporters; and which petitions wait."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from luoshi.programme.models import Obligation
from luoshi.programme.rules import ObligationState, PetitionKind, PetitionState, UnitRole
from luoshi.tenancy.rules import Actor

WAITING = (PetitionState.OPEN, PetitionState.ASSIGNED, PetitionState.MEETING, PetitionState.PASSED_UP)


def lead_over(actor: Actor, row: Obligation) -> int | None:
    """The body (id) to which an obligation answers first: the lead of its commitment, for a supporter only.

    Where a plan names several leads it is the actor's own body, if that is one of them. None for whoever speaks for the
    supporter itself: nobody is a lead towards the own body, and nothing need be asked.
    """
    if row.role != UnitRole.SUPPORT.value or row.unit_id in actor.liaison_ids:
        return None
    return lead_among(actor, row, leads_of(row.commitment_id))


def lead_among(actor: Actor, row: Obligation, leads: Sequence[int]) -> int | None:
    """The same where the bodies (ids) that lead its commitment are known."""
    if row.role != UnitRole.SUPPORT.value:
        return None
    return next((unit_id for unit_id in leads if unit_id in actor.liaison_ids), leads[0] if leads else None)


def leads_of(commitment_id: int) -> tuple[int, ...]:
    """The bodies (ids) that lead a commitment now."""
    rows = Obligation.objects.filter(commitment_id=commitment_id, role=UnitRole.LEAD.value)
    rows = rows.exclude(state=ObligationState.WITHDRAWN.value)
    return tuple(rows.order_by("pk").values_list("unit_id", flat=True))


def pending(*kinds: PetitionKind) -> Q:
    """Petitions of some kinds, or of all, that wait for a word."""
    wanted = Q(state__in=[state.value for state in WAITING])
    return wanted & Q(kind__in=[kind.value for kind in kinds]) if kinds else wanted
