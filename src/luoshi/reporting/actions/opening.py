"""Opening requests: for what falls due, and for a programme's rhythm; and how a programme is reported on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import _
from luoshi.programme.models import Occurrence, Programme
from luoshi.reporting.models import Reporting, ReportingPeriod, Request
from luoshi.reporting.queries.rhythm import RhythmCost, programme_run, rhythm_cost
from luoshi.reporting.queries.to_ask import LAST_DAY, day_of, moved_since, opened_again, to_ask
from luoshi.reporting.rules import Approval
from luoshi.tenancy.rules import Actor, site_actor


def set_reporting(
    *,
    actor: Actor,
    programme_id: int,
    approval: Approval,
    day: int | None,
    today: date,
    confirmed: bool = False,
    mark: str | None = None,
) -> None:
    """Set what approval a unit needs, and on which day of a month it reports (None: only what falls due is asked).

    What the day before asked of this month is asked still. ``confirmed`` sets a day though something speaks against it;
    ``mark`` is that of the cost that the office has seen (None: nobody looked).

    Raises ``Invalid`` (``reporting-day``) for a day that some month has not, ``Conflict`` (``reporting-warned``) where
    the day leaves units too little time and that was not confirmed, ``NotFound``, ``NotAllowed``.
    """
    if day is not None and not 1 <= day <= LAST_DAY:
        raise Invalid("reporting-day", _("Choose a day from 1 to 28, which every month has."))
    with transaction.atomic():
        programme = programme_run(actor, programme_id)
        row, _made = Reporting.objects.select_for_update().get_or_create(
            programme=programme, defaults={"jurisdiction_id": actor.jurisdiction_id}
        )
        if row.day is not None and row.day != day:
            open_requests(actor=actor, today=today, programme_id=programme_id)
        cost = rhythm_cost(actor, programme_id, day, today)
        if cost.warnings and not (confirmed and mark in (None, cost.mark)):
            raise Conflict("reporting-warned", _("Something speaks against this day; keep it once more if it must be."))
        old = {"approval": row.approval, "day": row.day}
        row.day_since = row.day_since if row.day == day else today if day is not None else None
        row.approval, row.day = approval.value, day
        row.save(update_fields=["approval", "day", "day_since"])
        record(
            actor=actor,
            verb="reporting.set",
            subject_kind="programme",
            subject_id=programme_id,
            old=old,
            new={"approval": row.approval, "day": row.day, **_warned(cost)},
        )


def _warned(cost: RhythmCost) -> Mapping[str, object]:
    """What was warned of, for the journal; nothing where there was nothing."""
    if not cost.warnings:
        return {}
    asks = {"requests": cost.requests, "units": cost.units, "due": cost.due.isoformat() if cost.due else None}
    return {"warnings": [phrase.words() for phrase in cost.warnings], "asks": asks}


def open_requests(
    *, actor: Actor, today: date, programme_id: int | None = None, unit_ids: Iterable[int] | None = None
) -> int:
    """Open what is to be asked on a day and was not yet: for occurrences that have begun, and for the month of every
    programme that has a rhythm, as long as its day has not passed. Gives how many requests were opened; a second call
    on a day opens none.
    """
    found = to_ask(actor.jurisdiction_id, today, programme_id=programme_id, unit_ids=unit_ids)
    if not found.due and not found.going:
        return 0
    with transaction.atomic():
        fresh = _alone(found.due, today) + _of_month(found.going, today)
        Request.objects.bulk_create(fresh, ignore_conflicts=True)
        record(
            actor=site_actor(actor.jurisdiction_id),  # the calendar asks, whoever happens to look
            verb="reporting.open_requests",
            subject_kind="jurisdiction" if programme_id is None else "programme",
            subject_id=programme_id or actor.jurisdiction_id,
            new={"day": today.isoformat(), "requests": len(fresh)},
        )
    return len(fresh)


def _alone(due: Iterable[Occurrence], today: date) -> list[Request]:
    """One request for each time that falls due: it could be known from its begin, or since its day was moved."""
    rows = list(due)
    moved = moved_since(rows, today)
    found = []
    for row in rows:
        opens_on = min(_begun(row), today)
        found.append(_request(row, row.due, opens_on=opens_on, asked_on=max(opens_on, moved.get(row.pk, opens_on))))
    return found


def _of_month(going: Iterable[Occurrence], today: date) -> list[Request]:
    """One request of the month for each obligation: it could be known since the month's day was, or the answer was sent
    back.
    """
    rows = list(going)
    back = opened_again(rows)
    periods: dict[int, ReportingPeriod] = {}
    found = []
    for row in rows:
        programme = row.obligation.commitment.programme
        if programme.pk not in periods:
            periods[programme.pk] = _period(programme, today)
        period = periods[programme.pk]
        begun = _begun(row)
        opens_on, asked_on = max(begun, period.opens_on), max(begun, period.asked_on, back.get(row.pk, begun))
        found.append(_request(row, period.due, opens_on=opens_on, asked_on=asked_on, period=period))
    return found


def _period(programme: Programme, today: date) -> ReportingPeriod:
    first, since = today.replace(day=1), programme.reporting.day_since
    found, _made = ReportingPeriod.objects.get_or_create(
        programme=programme,
        name=f"{today:%Y-%m}",
        defaults={
            "jurisdiction_id": programme.jurisdiction_id,
            "opens_on": first,
            "asked_on": max(first, since or first),  # a day that stood before the month is known from its first day
            "due": day_of(programme, today),
        },
    )
    return found


def _begun(row: Occurrence) -> date:
    issued = row.obligation.issued_on
    return max(row.opens_on or issued, issued)  # nobody is asked before it is issued


def _request(
    row: Occurrence, due: date | None, *, opens_on: date, asked_on: date, period: ReportingPeriod | None = None
) -> Request:
    return Request(
        jurisdiction_id=row.jurisdiction_id,
        occurrence=row,
        unit_id=row.obligation.unit_id,
        period=period,
        opens_on=opens_on,
        asked_on=asked_on,
        due=due,
        final=period is None,
    )
