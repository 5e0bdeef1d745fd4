"""Whether a commitment takes organisation-level papers only, and why."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.models import Revision
from luoshi.programme.policy import parties, visible
from luoshi.programme.rules import Noun, moves
from luoshi.programme.rules.restricting import touched
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class Restriction:
    """The mark of a commitment. ``reason`` is the word of its text for which it is proposed, or that the office set it;
    None where it is neither set nor proposed. ``may_set`` where the actor may set and lift it.
    """

    commitment_id: int
    restricted: bool
    proposed: bool
    reason: Phrase | None
    edit: int
    may_set: bool


def restriction(actor: Actor, commitment_id: int) -> Restriction:
    """The mark of a commitment as it stands. Raises ``NotFound``."""
    rows = Revision.objects.filter(current=True, commitment_id=commitment_id, commitment__programme__in=visible(actor))
    row = rows.select_related("commitment__programme").first()
    if row is None:
        raise NotFound("commitment-not-found", _("There is no such commitment."))
    commitment, found = row.commitment, touched(row.text)
    programme = commitment.programme
    reason = found.reason if found else Phrase(_("set by the office")) if commitment.restricted else None
    mine = moves(Noun.PROGRAMME, programme.state, parties(actor, programme))
    return Restriction(
        commitment_id=commitment.pk,
        restricted=commitment.restricted,
        proposed=found is not None,
        reason=reason,
        edit=commitment.edit,
        may_set=any(move.verb == "set" for move in mine),
    )
