"""What every verb about a request begins with: it, locked, and in what relations the actor stands to it."""

from __future__ import annotations

from django.db.models import F

from luoshi.files.rules.screening import screen_text
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.reporting.models import Request
from luoshi.reporting.policy import stations_of, visible
from luoshi.reporting.rules import Station
from luoshi.tenancy.rules import Actor


def request_of(actor: Actor, request_id: int) -> tuple[Request, frozenset[Station]]:
    """A request for a verb, locked. Raises ``NotFound`` for strangers."""
    rows = visible(actor).filter(pk=request_id).select_for_update(of=("self",))
    row = rows.select_related("occurrence__obligation__commitment__programme", "period", "question__metric").first()
    if row is None:
        raise NotFound("request-not-found", _("There is no such request."))
    return row, stations_of(actor, row)


def count_done(row: Request, seen: int | None) -> None:
    """Count what was done. Raises ``Conflict`` (``stale``) where the row changed since ``seen``; None does not ask."""
    rows = Request.objects.filter(pk=row.pk)
    if seen is not None:
        rows = rows.filter(edit=seen)
    if not rows.update(edit=F("edit") + 1):
        raise Conflict(
            "stale",
            _("Somebody else has changed this meanwhile."),
            _("Reload the page, look at what has changed, and decide again."),
        )
    row.edit += 1


def lead_to(row: Request, state: str) -> None:
    """Keep the state of a request."""
    row.state = state
    row.save(update_fields=["state"])


def require_clean(text: str) -> None:
    """Raise ``Invalid`` (``personal-words``) where a text holds a number or a list of private persons."""
    found = screen_text(text)
    if found:
        raise Invalid(
            "personal-words",
            _("This holds what belongs to a private person and is not kept: {shown}."),
            _("Take it out, or write over it."),
            shown=found[0].shown,
        )
