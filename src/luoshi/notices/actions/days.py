"""Taking over a county's list of days."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.notices.models import CalendarDay
from luoshi.notices.policy import require_site
from luoshi.notices.rules import Listed
from luoshi.tenancy.rules import Actor


def load_days(*, actor: Actor, days: Iterable[Listed]) -> int:
    """Keep what a list says of each of its days; other days stay as they were. Gives how many it names."""
    require_site(actor)
    rows = [
        CalendarDay(jurisdiction_id=actor.jurisdiction_id, day=one.day, works=one.works, name=one.name) for one in days
    ]
    with transaction.atomic():
        CalendarDay.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["jurisdiction", "day"],
            update_fields=["works", "name"],
        )
        record(
            actor=actor,
            verb="notices.load_days",
            subject_kind="jurisdiction",
            subject_id=actor.jurisdiction_id,
            new={"days": [f"{row.day} {'working' if row.works else 'off'}" for row in rows]},
        )
    return len(rows)
