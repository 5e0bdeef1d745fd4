"""What every verb of a programme begins with: the programme, locked, its state judged, its edit counted."""

from __future__ import annotations

from django.db.models import F

from luoshi.kernel.errors import Conflict, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Commitment, Programme, Site
from luoshi.programme.policy import parties, require_move, visible
from luoshi.programme.rules import Noun
from luoshi.tenancy.rules import Actor


def held(actor: Actor, programme_id: int) -> Programme:
    """The programme for a verb, locked until the transaction ends. Raises ``NotFound`` for strangers."""
    found = visible(actor).filter(pk=programme_id).values("pk")
    row = Programme.objects.select_for_update().filter(pk__in=found).first()
    if row is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    return row


def moved(actor: Actor, programme_id: int, verb: str) -> tuple[Programme, str]:
    """The programme and the state that a verb of its own leads to. Raises ``NotAllowed`` or ``Conflict``."""
    programme = held(actor, programme_id)
    return programme, require_move(Noun.PROGRAMME, verb, programme.state, parties(actor, programme))


def count_edit(row: Programme | Commitment | Site, seen: int | None) -> None:
    """Count an edit of a row. Raises ``Conflict`` (``stale``) where it changed since ``seen``; None does not ask."""
    rows = type(row).objects.filter(pk=row.pk)
    if seen is not None:
        rows = rows.filter(edit=seen)
    if not rows.update(edit=F("edit") + 1):
        raise Conflict(
            "stale",
            _("Somebody else has changed this meanwhile."),
            _("Reload the page, look at what has changed, and decide again."),
        )
    row.edit += 1
