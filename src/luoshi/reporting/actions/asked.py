"""What every verb about a request begins with: it, locked, and in what relations the actor stands to it."""

from __future__ import annotations

from django.db.models import QuerySet

from luoshi.kernel.errors import Conflict, NotFound
from luoshi.kernel.wording import _
from luoshi.reporting.models import Request
from luoshi.reporting.policy import seen, stations_of
from luoshi.reporting.rules import Station
from luoshi.tenancy.prepared import Prepared
from luoshi.tenancy.prepared_writes import PreparedUpdate
from luoshi.tenancy.rules import Actor

PROGRAMME = "occurrence__obligation__commitment__programme"


def request_of(actor: Actor, request_id: int) -> tuple[Request, frozenset[Station]]:
    """A request for a verb, locked, with its occurrence, its draft and how its programme is reported on. Raises
    ``NotFound`` for strangers.
    """
    row = seen(actor, _LOCKED.first(request_id))
    if row is None:
        raise NotFound("request-not-found", _("There is no such request."))
    return row, stations_of(actor, row)


def _locked(request_id: int) -> QuerySet[Request]:
    rows = Request.objects.filter(pk=request_id).select_for_update(of=("self", "occurrence"))
    rows = rows.select_related(f"{PROGRAMME}__reporting", "draft").defer(*(f"{of}{name}" for of, name in _UNASKED))
    return rows.order_by()


_COMMITMENT, _OBLIGATION = "occurrence__obligation__commitment__", "occurrence__obligation__"
_UNASKED = (
    *((f"{PROGRAMME}__", name) for name in ("title", "issuer", "issued_on", "version", "serves", "serves_paper")),
    *((f"{PROGRAMME}__", name) for name in ("margin_percent", "light_words", "created_by", "created_at")),
    *((_COMMITMENT, name) for name in ("parent", "phase", "kind", "origin", "order", "title", "withdrawn_on")),
    *((_OBLIGATION, name) for name in ("issued_on", "received_on", "withdrawn_on", "withdrawn_reason", "light_until")),
    *((f"{PROGRAMME}__reporting__", f"remind{name}") for name in ("", "_before", "_on_day", "_after", "_every")),
)


_LOCKED = Prepared(_locked)


def count_done(row: Request, edit: int | None, after: str) -> None:
    """Count what was done, and keep the state that it led to. Raises ``Conflict`` (``stale``) where the row changed
    since it was read, or since it was at ``edit`` (None: whoever did it had not seen it before).
    """
    require_unchanged(row, edit)
    if not _COUNTED.run(row.pk, row.edit, edit=row.edit + 1, state=after):
        raise _stale()
    row.edit += 1
    row.state = after


def require_unchanged(row: Request, edit: int | None) -> None:
    """Raise ``Conflict`` (``stale``) where a request is not at ``edit`` any more; None asks nothing."""
    if edit not in (None, row.edit):
        raise _stale()


def _stale() -> Conflict:
    return Conflict(
        "stale",
        _("Somebody else has changed this meanwhile."),
        _("Reload the page, look at what has changed, and decide again."),
    )


_COUNTED = PreparedUpdate(lambda pk, edit: Request.objects.filter(pk=pk, edit=edit), "edit", "state")
