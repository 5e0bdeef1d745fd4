"""What the calendar asks on a day and was not asked yet: what falls due, and what goes on in a month; since when the
units could know of it.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from luoshi.programme.models import Change, Handling, Occurrence, Petition, Programme
from luoshi.programme.rules import (
    ChangeDecision,
    HandlingVerb,
    ObligationState,
    OccurrenceState,
    PetitionState,
    ProgrammeState,
)
from luoshi.reporting.models import ReportingPeriod, Request
from luoshi.reporting.rules.reports import falls_due

LAST_DAY = 28  # every month has it


@dataclass(frozen=True, slots=True)
class ToAsk:
    """Times that are asked for themselves (``due``), and those that are asked about with the month (``going``): one for
    each obligation.
    """

    due: tuple[Occurrence, ...] = ()
    going: tuple[Occurrence, ...] = ()


def to_ask(
    jurisdiction_id: int,
    today: date,
    *,
    programme_id: int | None = None,
    unit_ids: Iterable[int] | None = None,
    day: int | None = None,
) -> ToAsk:
    """What is to be asked on a day and was not yet. ``day`` is a day of the month taken for that of all programmes, as
    if it had been set; None: each has its own, or none.
    """
    rows = _unanswered(jurisdiction_id, programme_id, unit_ids)
    missing = list(rows.filter(_falls_due(today, day) | _goes_on(today, day)).order_by("due", "pk"))
    due = [row for row in missing if _alone(row, today, day)]
    taken = {row.obligation_id for row in due}
    rest = [row for row in missing if not _alone(row, today, day) and row.obligation_id not in taken]
    going: dict[int, Occurrence] = {}
    for row in _in_time(rest, today, day) if rest else []:
        going.setdefault(row.obligation_id, row)
    return ToAsk(tuple(due), tuple(going.values()))


def day_of(programme: Programme, today: date, day: int | None = None) -> date:
    """The day of the month by which a programme is reported on; ``day`` as in ``to_ask``."""
    return today.replace(day=day or programme.reporting.day or LAST_DAY)


def moved_since(rows: Collection[Occurrence], today: date) -> Mapping[int, date]:
    """Since when the day of each time (id) stands that was moved before anybody was asked for it: since more time was
    granted or the plan amended; since today where neither is on record. One that was never moved is not among them.
    """
    moved = [row for row in rows if row.due != row.first_due]
    if not moved:
        return {}
    granted = Petition.objects.filter(
        occurrence__in=moved, state=PetitionState.GRANTED.value, wanted=F("occurrence__due"), closed_on__isnull=False
    )
    amended = Change.objects.filter(
        commitment__in={row.obligation.commitment_id for row in moved},
        decision=ChangeDecision.ACCEPTED.value,
        decided_on__isnull=False,
    )
    given = dict(granted.order_by("closed_on").values_list("occurrence_id", "closed_on"))
    changed = dict(amended.order_by("decided_on").values_list("commitment_id", "decided_on"))
    found: dict[int, date] = {}
    for row in moved:
        known = [on for on in (given.get(row.pk), changed.get(row.obligation.commitment_id)) if on is not None]
        found[row.pk] = max(known, default=today)
    return found


def opened_again(rows: Collection[Occurrence]) -> Mapping[int, date]:
    """The day on which an answer was sent back or opened again, for each time (id) to which that happened."""
    back = [row for row in rows if row.state == OccurrenceState.RETURNED.value]
    if not back:
        return {}
    verbs = (HandlingVerb.RETURN.value, HandlingVerb.REOPEN.value)
    lines = Handling.objects.filter(occurrence__in=back, verb__in=verbs).order_by("pk")
    return dict(lines.values_list("occurrence_id", "on"))


def _unanswered(jurisdiction_id: int, programme_id: int | None, unit_ids: Iterable[int] | None) -> QuerySet[Occurrence]:
    """The times that wait for an answer in programmes that run."""
    rows = (
        Occurrence.objects.filter(
            jurisdiction_id=jurisdiction_id,
            obligation__commitment__programme__state=ProgrammeState.ISSUED.value,
            state__in=(OccurrenceState.OPEN.value, OccurrenceState.RETURNED.value),
        )
        .exclude(obligation__state=ObligationState.WITHDRAWN.value)
        .select_related("obligation__commitment__programme__reporting")
    )
    if programme_id is not None:
        rows = rows.filter(obligation__commitment__programme_id=programme_id)
    return rows if unit_ids is None else rows.filter(obligation__unit_id__in=list(unit_ids))


def _falls_due(today: date, day: int | None) -> Q:
    """What has begun and was not asked for; where a programme has a rhythm, only what falls due in the month."""
    begun = Q(opens_on__isnull=True) | Q(opens_on__lte=today)
    falls = Q(due__lte=_month_end(today))
    if day is None:
        falls |= Q(obligation__commitment__programme__reporting__day__isnull=True)
    asked = Request.objects.filter(occurrence=OuterRef("pk"), period__isnull=True, question__isnull=True)
    return begun & falls & ~Q(Exists(asked))


def _goes_on(today: date, day: int | None) -> Q:
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
    rhythm = Q() if day is not None else Q(obligation__commitment__programme__reporting__day__isnull=False)
    return begun & later & rhythm & ~Q(Exists(asked))


def _alone(row: Occurrence, today: date, day: int | None) -> bool:
    """Whether a time is asked for itself, by its own day, and not for its progress: where it falls due in the month,
    and, falling due or not, where a programme has no rhythm with which it could be asked.
    """
    programme = _programme(row)
    if day is None and hasattr(programme, "reporting"):
        day = programme.reporting.day
    return day is None or falls_due(row.due, today)


def _in_time(rows: Collection[Occurrence], today: date, day: int | None) -> list[Occurrence]:
    """What can be reported on by the day of the month: nobody is late for what was asked, issued or begun after it."""
    held = ReportingPeriod.objects.filter(name=f"{today:%Y-%m}")
    days = dict(held.filter(programme__in={_programme(row) for row in rows}).values_list("programme_id", "due"))
    found = []
    for row in rows:
        programme = _programme(row)
        last = days.get(programme.pk) or days.setdefault(programme.pk, day_of(programme, today, day))
        if last >= max(today, row.obligation.issued_on, row.opens_on or today):
            found.append(row)
    return found


def _programme(row: Occurrence) -> Programme:
    return row.obligation.commitment.programme


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
