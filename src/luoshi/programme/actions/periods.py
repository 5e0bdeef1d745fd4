"""Periods of rhythms that go on: issuing opens those of a year, and more are opened as time goes on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import QuerySet

from luoshi.audit.actions import record
from luoshi.programme.actions.lighting import relight
from luoshi.programme.models import Obligation, Occurrence, Programme
from luoshi.programme.queries.standings import rhythms, stale, stale_anywhere
from luoshi.programme.rules import ProgrammeState
from luoshi.programme.rules.periods import continued
from luoshi.tenancy.rules import Actor, site_actor

BATCH = 2000


def open_periods(*, programme_id: int, today: date, obligation_ids: Iterable[int] | None = None) -> int:
    """Open the next periods of what is owed again and again in a programme, or of some of its obligations, where the
    last one ends soon.

    Gives how many. The calendar asks for it and nobody decides it, so the journal names the site itself; no line where
    nothing was to be opened. What was withdrawn, and a programme that does not run, gets none.
    """
    with transaction.atomic():
        programme = Programme.objects.select_for_update().filter(pk=programme_id).first()
        if programme is None or programme.state != ProgrammeState.ISSUED.value:
            return 0
        made = [
            Occurrence(
                jurisdiction_id=programme.jurisdiction_id,
                obligation_id=one.obligation_id,
                period=period.name,
                opens_on=period.opens_on,
                due=period.due,
                first_due=period.due,
            )
            for one in rhythms(programme_id, obligation_ids)
            for period in continued(one.terms, one.periods, one.last, today)
        ]
        if not made:
            return 0
        Occurrence.objects.bulk_create(made, batch_size=BATCH)
        owed = {row.obligation_id for row in made}
        relight(today=today, obligation_ids=owed)
        record(
            actor=site_actor(programme.jurisdiction_id),
            verb="programme.open_periods",
            subject_kind="programme",
            subject_id=programme.pk,
            new={"periods": len(made), "obligations": len(owed), "day": today.isoformat()},
        )
    return len(made)


def refresh(*, programme_id: int, today: date) -> int:
    """Store anew the lights of a programme that have ended, by the calendar or since something was done, and open the
    periods that are asked for by then; gives how many lights. A rhythm's light ends before a period is to be opened.
    """
    rows = stale(programme_id, today)
    if not rows.exists():  # most pages find nothing, and wait for nobody who writes
        return 0
    with transaction.atomic():
        ids = _held(rows)
        open_periods(programme_id=programme_id, today=today, obligation_ids=ids)
        return relight(today=today, obligation_ids=ids)


def refresh_all(*, actor: Actor, today: date) -> int:
    """The same over all programmes of the actor's jurisdiction, for what counts lights over several; gives how many."""
    rows = stale_anywhere(actor.jurisdiction_id, today)
    if not rows.exists():
        return 0
    with transaction.atomic():
        ids = _held(rows)
        ended = rows.values_list("commitment__programme_id", "pk").order_by("commitment__programme_id", "pk")
        for programme_id, some in groupby(ended, key=itemgetter(0)):
            open_periods(programme_id=programme_id, today=today, obligation_ids=[pk for _programme, pk in some])
        return relight(today=today, obligation_ids=ids)


def _held(rows: QuerySet[Obligation]) -> list[int]:
    """The ids of obligations, locked: what is done about one meanwhile ends its light after it was made, not before."""
    return [row.pk for row in rows.order_by("pk").select_for_update(of=("self",)).only("pk")]
