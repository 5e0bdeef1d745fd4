"""What the month asks of whoever answers for a unit, and what waits at the office's desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.models import Handling, Obligation, Occurrence
from luoshi.programme.policy import visible as visible_programmes
from luoshi.programme.queries.paging import PAGE, Paged, paged
from luoshi.programme.queries.standings import lights_of
from luoshi.programme.rules import HandlingVerb, Light
from luoshi.programme.rules.lights import WORST_FIRST, by_day
from luoshi.reporting.models import Request, Response
from luoshi.reporting.models.requests import dated
from luoshi.reporting.policy import supported, visible
from luoshi.reporting.queries.answerable import UNREPORTED, about, answerable
from luoshi.reporting.rules import RequestState, no_change_fault
from luoshi.tenancy.rules import Actor, Role

LATELY = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request in a list. ``unchanged`` is why "no change" is not offered, None where it is; ``last`` is what was
    said before. The light of a question is that of its own day.
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
    light: Light
    last: str
    unchanged: Phrase | None


@dataclass(frozen=True, slots=True)
class Month:
    """What is asked of somebody's units beyond what falls due by itself, and what waits for them as approvers; the most
    urgent first. ``given`` are the questions that were answered lately with what a unit had reported before;
    ``reported`` is what the units have reported on for this month, and goes on.
    """

    asked: tuple[RequestLine, ...] = ()
    approving: tuple[RequestLine, ...] = ()
    given: tuple[RequestLine, ...] = ()
    reported: tuple[RequestLine, ...] = ()

    @property
    def answered(self) -> frozenset[int]:
        """The occurrences (ids) that were reported on for this month: nothing more is asked of them in it."""
        return frozenset(line.occurrence_id for line in self.reported)

    @property
    def periodic(self) -> frozenset[int]:
        """The occurrences (ids) that are asked about with the month."""
        return frozenset(line.occurrence_id for line in self.asked if not line.question)

    @property
    def unchanged(self) -> tuple[RequestLine, ...]:
        """Those for which "no change" is offered."""
        return tuple(line for line in self.asked if line.unchanged is None)


@dataclass(frozen=True, slots=True)
class ToJudge:
    """A page of the reports that wait for a word; ``answered`` are the occurrences (ids) that any of them answered."""

    list: Paged[RequestLine]
    answered: frozenset[int]


def month(actor: Actor, today: date) -> Month:
    """The rhythm of programmes and questions of offices, for the actor's units."""
    apart = Q(state__in=UNREPORTED) & (Q(period__isnull=False) | Q(question__isnull=False))
    given = Q(state=RequestState.GIVEN.value, question__sent_on__gte=today - LATELY)
    reported = Q(period__name=f"{today:%Y-%m}") & ~Q(state__in=UNREPORTED)
    wanted = apart | given | reported | Q(state=RequestState.WAITING.value)
    rows = visible(actor).filter(wanted, unit_id__in=actor.liaison_ids)
    found = _sorted(lines(answerable(rows), today))
    waiting, there = RequestState.WAITING, RequestState.GIVEN
    return Month(
        tuple(line for line in found if line.state.value in UNREPORTED),
        tuple(line for line in found if line.state is waiting) if actor.has(Role.APPROVER) else (),
        tuple(line for line in found if line.state is there),
        tuple(line for line in found if line.period == f"{today:%Y-%m}" and line.state.value not in UNREPORTED),
    )


def to_judge(actor: Actor, today: date, *, page: int = 1, size: int = PAGE) -> ToJudge:
    """The reports of supporters, progress of the month too, that wait for the word of a body that leads: what falls due
    first.
    """
    answers = Response.objects.filter(request=OuterRef("pk"), handling__verb=HandlingVerb.ANSWER.value)
    rows = dated(supported(actor).filter(state=RequestState.REPORTED.value)).annotate(answers=Exists(answers))
    rows = rows.order_by(F("falls_on").asc(nulls_last=True), "unit__order", "pk")
    found = list(rows.values_list("pk", "occurrence_id", "answers"))

    def take(first: int, end: int) -> Sequence[RequestLine]:
        ids = [pk for pk, _occurrence, _answers in found[first:end]]
        shown = {line.id: line for line in lines(Request.objects.filter(pk__in=ids), today)} if ids else {}
        return [shown[pk] for pk in ids]

    answered = frozenset(occurrence for _pk, occurrence, answers in found if answers)
    return ToJudge(paged(len(found), page, take, size), answered)


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
    return tuple(_line(row, lights[row.occurrence.obligation_id], today) for row in found)


def titles(actor: Actor, request_ids: Iterable[int]) -> dict[int, str]:
    """What some requests (ids) are about: 1.增加停车泊位; without those that the actor may not know of."""
    path = "occurrence__obligation__commitment"
    rows = visible(actor).filter(pk__in=list(request_ids)).values_list("pk", f"{path}__number", f"{path}__title")
    return {pk: f"{number}{title}" for pk, number, title in rows}


def request_about(actor: Actor, occurrence_id: int) -> tuple[int | None, int]:
    """The request (id) by which an occurrence is reported on now, None where nobody asks about it and nobody has begun;
    and its obligation (id). Looking asks nobody. Raises ``NotFound`` for strangers.
    """
    path = "obligation__commitment__programme"
    rows = Occurrence.objects.filter(pk=occurrence_id, **{f"{path}__in": visible_programmes(actor)})
    owed = rows.values_list("obligation_id", flat=True).first()
    if owed is None:
        raise NotFound("occurrence-not-found", _("There is no such obligation."))
    return about(occurrence_id), owed


def light_of(row: Request, light: Light, today: date) -> Light:
    """The light of a request: that of its obligation (``light``); of its own day where it is a question, and the worse
    of both where it is asked with the month: the work may go well and its report be late.
    """
    alone = row.question_id is None and row.period_id is None
    if alone or row.due is None:
        return light
    own = by_day(row.due, today, row.occurrence.obligation.commitment.programme.soon_days)
    return own if row.question_id is not None else min(light, own, key=lambda one: WORST_FIRST.index(one.code))


def unchanged_of(row: Request, shown: Light, today: date, *, reported: bool) -> Phrase | None:
    """Why a request does not take "no change" (None: it does), by the light that is ``shown`` at it."""
    return no_change_fault(
        due=row.falls_due(today),
        light=shown.code,
        reported=reported,
        question=row.question_id is not None,
        returned=row.state == RequestState.RETURNED.value,
    )


def _line(row: Request, light: Light, today: date) -> RequestLine:
    owed = row.occurrence.obligation
    commitment = owed.commitment
    last: str | None = row.last  # type: ignore[attr-defined]
    shown = light_of(row, light, today)
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
        due=row.day,
        state=RequestState(row.state),
        light=shown,
        last=last or "",
        unchanged=unchanged_of(row, shown, today, reported=last is not None),
    )


def _sorted(found: Iterable[RequestLine]) -> tuple[RequestLine, ...]:
    def key(line: RequestLine) -> tuple[bool, int, date, int]:
        worst = WORST_FIRST.index(line.light.code)
        return (line.state is not RequestState.RETURNED, worst, line.due or date.max, line.id)

    return tuple(sorted(found, key=key))
