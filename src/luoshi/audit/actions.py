"""Writing the journal, inside the transaction of the verb that it tells of."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from luoshi.audit.models import Entry
from luoshi.tenancy.models import Jurisdiction
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
) -> int:
    """Add one line and give its number within the jurisdiction.

    Values must be JSON types. Raises ``RuntimeError`` outside a transaction: a line must stand or fall with its verb.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the journal is written in the transaction of the verb that it tells of")
    if connection.features.has_select_for_update:
        # One writer numbers at a time; on SQLite the transaction itself already sees to that.
        Jurisdiction.objects.select_for_update().get(pk=actor.jurisdiction_id)
    number = _last(actor.jurisdiction_id) + 1
    _LINES.add(
        Entry(
            jurisdiction_id=actor.jurisdiction_id,
            sequence=number,
            actor_id=actor.account_id,
            verb=verb,
            subject_kind=subject_kind,
            subject_id=str(subject_id),
            old=dict(old or {}),
            new=dict(new or {}),
        )
    )
    return number


_LINES = PreparedInsert(Entry)


def _last(jurisdiction_id: int) -> int:
    """The number of the last line. Asked with every verb, so without the cost of composing the question anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(sequence) FROM audit_entry WHERE jurisdiction_id = %s", [jurisdiction_id])
        return int(cursor.fetchone()[0] or 0)
