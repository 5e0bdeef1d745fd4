"""Writing the journal, inside the transaction of the verb that it tells of."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from luoshi.audit.models import Entry
from luoshi.tenancy.models import Jurisdiction
from luoshi.tenancy.prepared import Prepared
from luoshi.tenancy.prepared_writes import PreparedInsert
from luoshi.tenancy.rules import Actor


def record(
    *,
    actor: Actor,
    verb: str,
    subject_kind: str,
    subject_id: object,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
) -> None:
    """Add one line, with the next number within the jurisdiction.

    Values must be JSON types. Raises ``RuntimeError`` outside a transaction: a line must stand or fall with its verb.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the journal is written in the transaction of the verb that it tells of")
    if connection.features.has_select_for_update:
        # One writer numbers at a time; on SQLite the transaction itself already sees to that.
        _COUNTY.first(actor.jurisdiction_id)
    _LINES.make(
        jurisdiction_id=actor.jurisdiction_id,
        actor_id=actor.account_id,
        verb=verb,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        old=dict(old or {}),
        new=dict(new or {}),
    )


_COUNTY = Prepared(lambda pk: Jurisdiction.objects.filter(pk=pk).select_for_update().only("pk"))
_NEXT = "SELECT COALESCE(MAX(sequence), 0) + 1 FROM audit_entry WHERE jurisdiction_id = %s"
_LINES = PreparedInsert(Entry, sequence=(_NEXT, "jurisdiction"))
