"""Setting and lifting the mark that a commitment takes organisation-level papers only (仅收组织层面材料)."""

from __future__ import annotations

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.actions.lighting import outdate
from luoshi.programme.actions.programmes import count_edit, held
from luoshi.programme.models import Commitment
from luoshi.programme.policy import parties, require_move, visible
from luoshi.programme.rules import Noun
from luoshi.tenancy.rules import Actor


def restrict(*, actor: Actor, commitment_id: int, restricted: bool, seen: int | None = None) -> None:
    """Let a commitment take organisation-level papers only, or let it take others again; by the office.

    What stands so already is left as it is. Raises ``NotFound``, ``NotAllowed``, ``Conflict`` (``stale``,
    ``state-forbids``).
    """
    with transaction.atomic():
        found = Commitment.objects.filter(pk=commitment_id, programme__in=visible(actor))
        programme_id = found.values_list("programme_id", flat=True).first()
        if programme_id is None:
            raise NotFound("commitment-not-found", _("There is no such commitment."))
        programme = held(actor, programme_id)
        require_move(Noun.PROGRAMME, "set", programme.state, parties(actor, programme))
        commitment = found.get()
        if commitment.restricted == restricted:
            return
        count_edit(commitment, seen)
        commitment.restricted = restricted
        commitment.save(update_fields=["restricted"])
        # figures that were reported before say nothing now: lights are told anew by the next page that counts them
        for obligation_id in commitment.obligations.filter(withdrawn_on__isnull=True).values_list("pk", flat=True):
            outdate(obligation_id)
        record(
            actor=actor,
            verb="programme.restrict" if restricted else "programme.lift_restriction",
            subject_kind="commitment",
            subject_id=commitment.pk,
            old={"restricted": not restricted},
            new={"restricted": restricted},
        )
