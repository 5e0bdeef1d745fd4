"""What the month asks of whoever answers for a unit, and what waits at the office's desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from luoshi.kernel.phrases import Phrase
from luoshi.programme.models import Handling, Obligation
from luoshi.programme.queries.standings import lights_of
from luoshi.programme.rules import Light
from luoshi.programme.rules.lights import WORST_FIRST
from luoshi.reporting.models import Request
from luoshi.reporting.policy import visible
from luoshi.reporting.rules import RequestState, no_change_fault
from luoshi.tenancy.rules import Actor

UNREPORTED = (RequestState.OPEN.value, RequestState.RETURNED.value)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request in a list. ``unchanged`` is why "no change" is not offered, None where it is; ``last`` is what was
    said before.
    """

    id: int
    edit: int
    occurrence_id: int
    obligation_id: int
    programme_id: int
    programme_title: str
    unit_id: int
    unit_name: str
    number: str
    title: str
    period: str
    question: str
    due: date | None
    state: RequestState
    final: bool
    light: Light
    last: str
    unchanged: Phrase | None


def month(actor: Actor, today: date) -> tuple[RequestLine, ...]:
    """What is asked of the actor's units beyond what falls due by itself: the rhythm of a programme and questions of
    the office; the most urgent first.
    """
    rows = visible(actor).filter(unit_id__in=actor.liaison_ids, state__in=UNREPORTED)
    return _sorted(lines(rows.exclude(period__isnull=True, question__isnull=True), today))


def waiting(actor: Actor, today: date) -> tuple[RequestLine, ...]:
    """What waits for the actor as the approver of a unit."""
    rows = visible(actor).filter(unit_id__in=actor.liaison_ids, state=RequestState.WAITING.value)
    return _sorted(lines(rows, today))


def requests_at(actor: Actor, occurrence_ids: Iterable[int]) -> dict[int, int]:
    """For each occurrence, the request (id) that asks for it alone."""
    rows = visible(actor).filter(occurrence_id__in=list(occurrence_ids), period__isnull=True, question__isnull=True)
    return dict(rows.values_list("occurrence_id", "pk"))


def lines(rows: QuerySet[Request], today: date) -> tuple[RequestLine, ...]:
    """The lines of some requests, in a number of queries that does not grow with them."""
    said = Handling.objects.filter(
        occurrence__obligation=OuterRef("occurrence__obligation"), unit=OuterRef("unit")
    ).order_by("-pk")
    found = list(
        rows.select_related(
            "occurrence__obligation__commitment__programme", "occurrence__obligation__unit", "period", "question"
        ).annotate(last=Subquery(said.values("text")[:1]))
    )
    owed: dict[int, Obligation] = {row.occurrence.obligation_id: row.occurrence.obligation for row in found}
    lights = lights_of(owed.values(), today) if owed else {}
    return tuple(_line(row, lights[row.occurrence.obligation_id]) for row in found)


def _line(row: Request, light: Light) -> RequestLine:
    owed = row.occurrence.obligation
    commitment = owed.commitment
    last = row.last or ""  # type: ignore[attr-defined]
    return RequestLine(
        id=row.pk,
        edit=row.edit,
        occurrence_id=row.occurrence_id,
        obligation_id=owed.pk,
        programme_id=commitment.programme_id,
        programme_title=commitment.programme.title,
        unit_id=owed.unit_id,
        unit_name=owed.unit.name,
        number=commitment.number,
        title=commitment.title,
        period=row.period.name if row.period else "",
        question=row.question.text if row.question else "",
        due=row.due,
        state=RequestState(row.state),
        final=row.final,
        light=light,
        last=last,
        unchanged=no_change_fault(final=row.final or row.question is not None, light=light.code, reported=bool(last)),
    )


def _sorted(found: Iterable[RequestLine]) -> tuple[RequestLine, ...]:
    def key(line: RequestLine) -> tuple[bool, int, date, int]:
        worst = WORST_FIRST.index(line.light.code)
        return (line.state is not RequestState.RETURNED, worst, line.due or date.max, line.id)

    return tuple(sorted(found, key=key))
