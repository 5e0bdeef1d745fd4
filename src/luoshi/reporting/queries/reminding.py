"""What presses on whom: the counts of a digest and of a calendar. Counts only, no content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from luoshi.notices.queries import working_days
from luoshi.notices.rules import Works
from luoshi.programme.models import Petition
from luoshi.programme.queries.relations import pending
from luoshi.programme.rules import PetitionKind, ProgrammeState
from luoshi.reporting.models import Reporting, Request
from luoshi.reporting.models.requests import dated
from luoshi.reporting.queries.answerable import UNANSWERED, answerable
from luoshi.reporting.rules import RequestState
from luoshi.reporting.rules.reminders import USUAL, Counts, Reminders, Stage, days_of, reminder, stands
from luoshi.tenancy.rules import Role
from luoshi.units.queries import Speaker, speakers

WAITING = RequestState.WAITING.value
_OF = "occurrence__obligation__commitment__programme"


@dataclass(frozen=True, slots=True)
class Heap:
    """So many requests of one programme to one unit, due on one day and in one state."""

    unit_id: int
    programme_id: int
    due: date | None
    state: str
    count: int


@dataclass(slots=True)
class Digest:
    """What presses on one account, and the reminders of the day that make it worth a message."""

    account_id: int
    counts: Counts = field(default_factory=Counts)
    stages: set[Stage] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Dates:
    """What a calendar shows: how many are due on each day from today on, and how many are overdue, set on a working
    day.
    """

    due: tuple[tuple[date, int], ...]
    overdue: int
    overdue_on: date


def waiting(jurisdiction_id: int) -> QuerySet[Any]:
    """The requests that somebody is still to answer, with the day on which they are due now (``falls_on``). An
    obligation about which an objection or more time is pending is left alone.
    """
    undecided = Petition.objects.filter(
        pending(PetitionKind.OBJECTION, PetitionKind.EXTENSION), obligation_id=OuterRef("occurrence__obligation_id")
    )
    rows = answerable(Request.objects.filter(jurisdiction_id=jurisdiction_id, state__in=UNANSWERED))
    return dated(rows.filter(~Exists(undecided)))


def reminders_of(row: Reporting | None) -> Reminders:
    """The reminders of a programme as a value; the usual ones where nothing was set."""
    if row is None:
        return USUAL
    return Reminders(
        row.remind, days_of(row.remind_before), row.remind_on_day, days_of(row.remind_after), row.remind_every
    )


def digests(jurisdiction_id: int, today: date, account_id: int | None = None) -> tuple[Digest, ...]:
    """What presses on every account that speaks for a unit, or on one; by account. Without a reminder of the day in
    ``stages`` none is to be sent.
    """
    who, judge = speakers(jurisdiction_id, account_id), _judge(jurisdiction_id, today)
    units = None if account_id is None else {one.unit_id for one in who}
    heaps: defaultdict[int, list[Heap]] = defaultdict(list)
    for heap in _heaps(jurisdiction_id, units):
        heaps[heap.unit_id].append(heap)
    found: dict[int, Digest] = {}
    for (account, unit), roles in _seats(who).items():
        digest = found.setdefault(account, Digest(account))
        for heap in heaps[unit]:
            if _concerns(heap, roles):
                judge.add(digest, heap)
    return tuple(found[account] for account in sorted(found))


def dates(jurisdiction_id: int, account_id: int, today: date) -> Dates:
    """What the calendar of an account shows. What is due on no day is not in it."""
    seats = _seats(speakers(jurisdiction_id, account_id))
    due: defaultdict[date, int] = defaultdict(int)
    roles = {unit: held for (_account, unit), held in seats.items()}
    for heap in _heaps(jurisdiction_id, roles):
        if heap.due is not None and _concerns(heap, roles[heap.unit_id]):
            due[heap.due] += heap.count
    return Dates(
        due=tuple(sorted((day, count) for day, count in due.items() if day >= today)),
        overdue=sum(count for day, count in due.items() if day < today),
        overdue_on=working_days(jurisdiction_id).on_or_after(today),
    )


def _seats(who: Iterable[Speaker]) -> dict[tuple[int, int], frozenset[Role]]:
    """The roles that each account holds for each unit."""
    found: dict[tuple[int, int], frozenset[Role]] = {}
    for one in who:
        place = (one.account_id, one.unit_id)
        found[place] = found.get(place, frozenset()) | {one.role}
    return found


def _concerns(heap: Heap, roles: Collection[Role]) -> bool:
    """Whether it is theirs to act: what waits for the unit's approver is the approver's, all else the writer's."""
    return heap.state != WAITING or Role.APPROVER in roles


@dataclass(slots=True)
class _Judge:
    """Judges what is due by the rules of its programme, each day of a programme once."""

    today: date
    works: Works
    rules: dict[int, Reminders]
    judged: dict[tuple[int, date | None], tuple[Stage | None, Stage | None]] = field(default_factory=dict)

    def add(self, digest: Digest, heap: Heap) -> None:
        """Count a heap into a digest."""
        key = (heap.programme_id, heap.due)
        if key not in self.judged:
            rule = self.rules.get(heap.programme_id, USUAL)
            self.judged[key] = (
                stands(heap.due, self.today, rule, self.works),
                reminder(heap.due, self.today, rule, self.works),
            )
        stage, sent = self.judged[key]
        if stage is not None:
            digest.counts.add(stage, heap.count, approving=heap.state == WAITING)
        if sent is not None:
            digest.stages.add(sent)


def _judge(jurisdiction_id: int, today: date) -> _Judge:
    return _Judge(today, working_days(jurisdiction_id).works, _rules(jurisdiction_id))


def _heaps(jurisdiction_id: int, unit_ids: Collection[int] | None) -> list[Heap]:
    """The requests that wait, counted; of some units or of all, in one query."""
    rows = waiting(jurisdiction_id)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    found = rows.order_by().values_list("unit_id", f"{_OF}_id", "falls_on", "state").annotate(n=Count("pk"))
    return [Heap(*row) for row in found]


def _rules(jurisdiction_id: int) -> dict[int, Reminders]:
    rows = Reporting.objects.filter(jurisdiction_id=jurisdiction_id, programme__state=ProgrammeState.ISSUED.value)
    return {row.programme_id: reminders_of(row) for row in rows}
