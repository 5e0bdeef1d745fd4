"""Opening requests: for what falls due, and for a programme's rhythm; and how a programme is reported on."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable
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
from luoshi.reporting.rules.reports import falls_due
from luoshi.tenancy.rules import Actor, site_actor

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
    programme that has a rhythm, as long as its day has not passed. Gives how many requests were opened; a second call
    on a day opens none.
    """
    rows = _unanswered(actor, programme_id, unit_ids)
    missing = list(rows.filter(_falls_due(today) | _goes_on(today)).order_by("due", "pk"))
    due = [row for row in missing if _alone(row, today)]
    taken = {row.obligation_id for row in due}
    rest = [row for row in missing if not _alone(row, today) and row.obligation_id not in taken]
    going = _in_time(rest, today) if rest else []
    if not due and not going:
        return 0
    with transaction.atomic():
        fresh = [_request(row, today, row.due) for row in due] + _of_month(going, today)
        Request.objects.bulk_create(fresh, ignore_conflicts=True)
        record(
            actor=site_actor(actor.jurisdiction_id),  # the calendar asks, whoever happens to look
            verb="reporting.open_requests",
            subject_kind="jurisdiction" if programme_id is None else "programme",
            subject_id=programme_id or actor.jurisdiction_id,
            new={"day": today.isoformat(), "requests": len(fresh)},
        )
    return len(fresh)


def _unanswered(actor: Actor, programme_id: int | None, unit_ids: Iterable[int] | None) -> QuerySet[Occurrence]:
    """The times that wait for an answer in programmes that run."""
    rows = (
        Occurrence.objects.filter(
            jurisdiction_id=actor.jurisdiction_id,
            obligation__commitment__programme__state=ProgrammeState.ISSUED.value,
            state__in=(OccurrenceState.OPEN.value, OccurrenceState.RETURNED.value),
        )
        .exclude(obligation__state=ObligationState.WITHDRAWN.value)
        .select_related("obligation__commitment__programme__reporting")
    )
    if programme_id is not None:
        rows = rows.filter(obligation__commitment__programme_id=programme_id)
    return rows if unit_ids is None else rows.filter(obligation__unit_id__in=list(unit_ids))


def _falls_due(today: date) -> Q:
    """What has begun and was not asked for; where a programme has a rhythm, only what falls due in the month."""
    begun = Q(opens_on__isnull=True) | Q(opens_on__lte=today)
    falls = Q(obligation__commitment__programme__reporting__day__isnull=True) | Q(due__lte=_month_end(today))
    asked = Request.objects.filter(occurrence=OuterRef("pk"), period__isnull=True, question__isnull=True)
    return begun & falls & ~Q(Exists(asked))


def _goes_on(today: date) -> Q:
    """What goes on in programmes that have a rhythm, and was not asked about this month. What was to fall due in it and
    was moved since is asked for already.
    """
    last = _month_end(today)
    fell = Q(occurrence__due__lte=last) | Q(due__gte=today.replace(day=1), due__lte=last)
    asked = Request.objects.filter(
        Q(period__name=f"{today:%Y-%m}") | Q(period__isnull=True, question__isnull=True) & fell,
        occurrence__obligation=OuterRef("obligation"),
    )
    begun = Q(opens_on__isnull=True) | Q(opens_on__lte=last)
    later = Q(due__isnull=True) | Q(due__gt=last)
    rhythm = Q(obligation__commitment__programme__reporting__day__isnull=False)
    return begun & later & rhythm & ~Q(Exists(asked))


def _alone(row: Occurrence, today: date) -> bool:
    """Whether a time is asked for itself, by its own day, and not for its progress: where it falls due in the month,
    and, falling due or not, where a programme has no rhythm with which it could be asked.
    """
    programme = _programme(row)
    day = programme.reporting.day if hasattr(programme, "reporting") else None
    return day is None or falls_due(row.due, today)


def _in_time(rows: Collection[Occurrence], today: date) -> list[Occurrence]:
    """What can be reported on by the day of the month: nobody is late for what was asked, issued or begun after it."""
    held = ReportingPeriod.objects.filter(name=f"{today:%Y-%m}")
    days = dict(held.filter(programme__in={_programme(row) for row in rows}).values_list("programme_id", "due"))
    found = []
    for row in rows:
        programme = _programme(row)
        day = days.setdefault(programme.pk, _day_of(programme, today))
        if day >= max(today, row.obligation.issued_on, row.opens_on or today):
            found.append(row)
    return found


def _programme(row: Occurrence) -> Programme:
    return row.obligation.commitment.programme


def _day_of(programme: Programme, today: date) -> date:
    """The day of the month by which a programme is reported on."""
    return today.replace(day=programme.reporting.day or LAST_DAY)


def _of_month(going: Iterable[Occurrence], today: date) -> list[Request]:
    """One request of the month for each obligation."""
    periods: dict[int, ReportingPeriod] = {}
    found: dict[int, Request] = {}
    for row in going:
        programme = _programme(row)
        if programme.pk not in periods:
            periods[programme.pk] = _period(programme, today)
        if row.obligation_id not in found:
            period = periods[programme.pk]
            found[row.obligation_id] = _request(row, today, period.due, period)
    return list(found.values())


def _period(programme: Programme, today: date) -> ReportingPeriod:
    found, _made = ReportingPeriod.objects.get_or_create(
        programme=programme,
        name=f"{today:%Y-%m}",
        defaults={
            "jurisdiction_id": programme.jurisdiction_id,
            "opens_on": today.replace(day=1),
            "due": _day_of(programme, today),
        },
    )
    return found


def _request(row: Occurrence, today: date, due: date | None, period: ReportingPeriod | None = None) -> Request:
    issued = row.obligation.issued_on
    begun = max(row.opens_on or issued, issued)  # nobody is asked before it is issued
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
