"""Opening requests: for what falls due, and for a programme's rhythm; and how a programme is reported on."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from luoshi.audit.actions import record
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Occurrence, Programme
from luoshi.programme.policy import visible as visible_programmes
from luoshi.programme.rules import ObligationState, OccurrenceState, ProgrammeState
from luoshi.reporting.models import Reporting, ReportingPeriod, Request
from luoshi.reporting.policy import require_office
from luoshi.reporting.rules import Approval
from luoshi.tenancy.rules import Actor

LAST_DAY = 28  # every month has it


def set_reporting(*, actor: Actor, programme_id: int, approval: Approval, day: int | None) -> None:
    """Set what approval a unit needs, and on which day of a month it reports (None: only what falls due is asked).

    Raises ``Invalid`` (``reporting-day``) for a day that some month has not.
    """
    if day is not None and not 1 <= day <= LAST_DAY:
        raise Invalid("reporting-day", _("Choose a day from 1 to 28, which every month has."))
    with transaction.atomic():
        programme = visible_programmes(actor).filter(pk=programme_id).first()
        if programme is None:
            raise NotFound("programme-not-found", _("There is no such programme."))
        require_office(actor, programme)
        row, _made = Reporting.objects.select_for_update().get_or_create(
            programme=programme, defaults={"jurisdiction_id": actor.jurisdiction_id}
        )
        old = {"approval": row.approval, "day": row.day}
        row.approval, row.day = approval.value, day
        row.save(update_fields=["approval", "day"])
        record(
            actor=actor,
            verb="reporting.set",
            subject_kind="programme",
            subject_id=programme_id,
            old=old,
            new={"approval": row.approval, "day": row.day},
        )


def open_requests(
    *, actor: Actor, today: date, programme_id: int | None = None, unit_ids: Iterable[int] | None = None
) -> int:
    """Open what is to be asked on a day and was not yet: for occurrences that have begun, and for the month of every
    programme that has a rhythm. Gives how many requests were opened; a second call on a day opens none.
    """
    programmes = Programme.objects.filter(
        jurisdiction_id=actor.jurisdiction_id, state=ProgrammeState.ISSUED.value
    ).select_related("reporting")
    if programme_id is not None:
        programmes = programmes.filter(pk=programme_id)
    units = None if unit_ids is None else list(unit_ids)
    return sum(_open(actor, programme, today, units) for programme in programmes)


def _open(actor: Actor, programme: Programme, today: date, units: list[int] | None) -> int:
    day = programme.reporting.day if hasattr(programme, "reporting") else None
    rows = _unanswered(programme, units)
    ends = date(today.year, today.month, day) if day else None
    begun = Q(opens_on__isnull=True) | Q(opens_on__lte=today)
    falls = begun if ends is None else begun & Q(due__lte=_month_end(today))
    asked = Request.objects.filter(occurrence=OuterRef("pk"), period__isnull=True, question__isnull=True)
    due = rows.filter(falls).exclude(Exists(asked))
    if ends is None and not due.exists():
        return 0
    with transaction.atomic():
        fresh = [_request(row, today, row.due) for row in due]
        if ends is not None:
            fresh += _of_month(programme, rows, today, ends, {row.occurrence_id for row in fresh})
        Request.objects.bulk_create(fresh, ignore_conflicts=True)
        made = len(fresh)
        if made:
            record(
                actor=actor,
                verb="reporting.open_requests",
                subject_kind="programme",
                subject_id=programme.pk,
                new={"day": today.isoformat(), "requests": made},
            )
    return made


def _unanswered(programme: Programme, units: list[int] | None) -> QuerySet[Occurrence]:
    rows = (
        Occurrence.objects.filter(
            obligation__commitment__programme=programme,
            state__in=(OccurrenceState.OPEN.value, OccurrenceState.RETURNED.value),
        )
        .exclude(obligation__state=ObligationState.WITHDRAWN.value)
        .select_related("obligation")
    )
    return rows if units is None else rows.filter(obligation__unit_id__in=units)


def _of_month(
    programme: Programme, rows: QuerySet[Occurrence], today: date, ends: date, fresh: set[int]
) -> list[Request]:
    """One request of the month for each obligation of which nothing falls due in it."""
    period, _made = ReportingPeriod.objects.get_or_create(
        programme=programme,
        name=f"{today:%Y-%m}",
        defaults={"jurisdiction_id": programme.jurisdiction_id, "opens_on": today.replace(day=1), "due": ends},
    )
    last = _month_end(today)
    asked = set(
        Request.objects.filter(
            Q(period=period) | Q(period__isnull=True, due__lte=last),
            occurrence__obligation__commitment__programme=programme,
        ).values_list("occurrence__obligation_id", flat=True)
    )
    asked |= {row.obligation_id for row in rows if row.pk in fresh}
    found: dict[int, Request] = {}
    for row in rows.order_by("due", "pk"):
        far = row.due is not None and row.due <= last
        if row.obligation_id in asked or row.obligation_id in found or far:
            continue
        if row.opens_on is None or row.opens_on <= last:
            found[row.obligation_id] = _request(row, today, period.due, period)
    return list(found.values())


def _request(row: Occurrence, today: date, due: date | None, period: ReportingPeriod | None = None) -> Request:
    begun = row.opens_on or row.obligation.issued_on
    return Request(
        jurisdiction_id=row.jurisdiction_id,
        occurrence=row,
        unit_id=row.obligation.unit_id,
        period=period,
        opens_on=max(begun, period.opens_on) if period else min(begun, today),
        due=due,
        final=period is None,
    )


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
