"""Reading the journal of one thing; whoever asks has judged that the actor may see the thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from luoshi.audit.models import Entry
from luoshi.tenancy.rules import Actor

MOST = 200  # lines of a history that a page shows


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the journal: who did what when, with what was and what is. ``who`` is the account's name, empty for the
    site itself.
    """

    at: datetime
    verb: str
    who: str
    old: Mapping[str, object]
    new: Mapping[str, object]


def history(actor: Actor, subject_kind: str, subject_id: object) -> tuple[Told, ...]:
    """What was done to a thing, the newest first, at most ``MOST`` lines."""
    rows = Entry.objects.filter(
        jurisdiction_id=actor.jurisdiction_id, subject_kind=subject_kind, subject_id=str(subject_id)
    )
    found = rows.select_related("actor").order_by("-sequence")[:MOST]
    return tuple(Told(row.at, row.verb, row.actor.name if row.actor else "", row.old, row.new) for row in found)
