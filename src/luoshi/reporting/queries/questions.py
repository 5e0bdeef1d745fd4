"""The questions that were sent, and what became of each for every unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet

from luoshi.kernel.errors import NotFound
from luoshi.kernel.quantities import SCALE
from luoshi.kernel.wording import _
from luoshi.programme.policy import runs
from luoshi.programme.policy import visible as visible_programmes
from luoshi.programme.queries.paging import Paged, paged
from luoshi.reporting.models import AnswerVersion, Question, Request, Response
from luoshi.reporting.policy import askable, readable, readable_questions, withdraws
from luoshi.reporting.queries.answerable import joined
from luoshi.reporting.rules import RequestState
from luoshi.tenancy.rules import Actor

PAGE = 50


class Outcome(StrEnum):
    """What became of a question for one unit."""

    OPEN = "open"
    JOINED = "joined"  # another request asks for it; that answer will serve
    ANSWERED = "answered"
    REUSED = "reused"  # answered with what was there, without typing
    WITHDRAWN = "withdrawn"


OUTCOME_WORDS = {
    Outcome.OPEN: _("To be answered"),
    Outcome.JOINED: _("Will come with another answer"),
    Outcome.ANSWERED: _("Answered by the unit"),
    Outcome.REUSED: _("Answered from earlier reports"),
    Outcome.WITHDRAWN: _("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question in a list; ``counts`` says how many units stand where, in the order of ``Outcome``."""

    id: int
    text: str
    paper: str
    row: str
    title: str
    due: date
    sent_on: date
    withdrawn_on: date | None
    counts: tuple[tuple[Outcome, int], ...]


@dataclass(frozen=True, slots=True)
class QuestionList:
    """A page of the questions of a programme that the actor may read, newest first."""

    programme_id: int
    programme_title: str
    shown: Paged[QuestionLine]
    runs: bool


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """What one unit has answered. ``later`` where it has corrected that answer since, elsewhere."""

    request_id: int
    unit_name: str
    state: RequestState
    outcome: Outcome
    text: str
    figure: Decimal | None
    figure_unit: str
    on: date | None
    later: bool


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """One question with its units in their usual order; ``quantity`` is empty where no figure is asked for."""

    line: QuestionLine
    programme_id: int
    programme_title: str
    commitment_id: int
    quantity: str
    unit_of_measure: str
    period: str
    place: str
    definition: str
    digest: str
    url: str
    withdrawn_reason: str
    units: tuple[UnitAnswer, ...]
    may_withdraw: bool
    may_ask: bool

    @property
    def answered(self) -> tuple[UnitAnswer, ...]:
        """The units that have said something, whatever became of it."""
        return tuple(one for one in self.units if one.on is not None)

    @property
    def unanswered(self) -> tuple[UnitAnswer, ...]:
        """The others, those of one outcome together."""
        order = list(Outcome)
        return tuple(sorted((one for one in self.units if one.on is None), key=lambda one: order.index(one.outcome)))


def questions(actor: Actor, programme_id: int, page: int = 1) -> QuestionList:
    """A page of the questions of a programme. Raises ``NotFound`` for strangers."""
    programme = visible_programmes(actor).filter(pk=programme_id).first()
    if programme is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    rows = readable_questions(actor).filter(commitment__programme=programme).select_related("commitment")
    newest = rows.order_by("-pk")
    shown = paged(rows.count(), page, lambda first, end: _lines(actor, list(newest[first:end])), PAGE)
    return QuestionList(programme.pk, programme.title, shown, runs(actor, programme))


def _lines(actor: Actor, found: list[Question]) -> tuple[QuestionLine, ...]:
    counts: dict[int, Counter[Outcome]] = {row.pk: Counter() for row in found}
    for request in _requests(actor, found):
        counts[request.question_id or 0][_outcome(request)] += 1
    return tuple(_line(row, counts[row.pk]) for row in found)


def question(actor: Actor, question_id: int) -> QuestionSheet:
    """One question and what every unit answered. Raises ``NotFound`` for those whom it does not concern."""
    rows = readable_questions(actor).filter(pk=question_id)
    row = rows.select_related("commitment__programme", "metric").first()
    if row is None:
        raise NotFound("question-not-found", _("There is no such question."))
    asked = list(_requests(actor, [row]).select_related("unit").order_by("unit__order", "unit_id"))
    given = _given(asked)
    return QuestionSheet(
        line=_line(row, Counter(_outcome(one) for one in asked)),
        programme_id=row.commitment.programme_id,
        programme_title=row.commitment.programme.title,
        commitment_id=row.commitment_id,
        quantity=row.metric.name if row.metric else "",
        unit_of_measure=row.metric.unit_of_measure if row.metric else "",
        period=row.period,
        place=row.place,
        definition=row.definition,
        digest=row.digest,
        url=row.url,
        withdrawn_reason=row.withdrawn_reason,
        units=tuple(_answer(one, given.get(one.pk)) for one in asked),
        may_withdraw=row.withdrawn_on is None and withdraws(actor, row),
        may_ask=askable(actor, row.commitment).exists(),
    )


def outcomes(question_ids: Iterable[int]) -> dict[tuple[int, int], Outcome]:
    """What became of questions for each unit, by the ids of both; who may know of them is for the caller to ask."""
    typed = Response.objects.filter(request=OuterRef("pk"), reused=False)
    rows = (
        Request.objects.filter(question_id__in=list(question_ids))
        .annotate(typed=Exists(typed), waits=joined())
        .order_by("pk")
    )
    return {(row.question_id or 0, row.unit_id): _outcome(row) for row in rows}


def _requests(actor: Actor, rows: Iterable[Question]) -> QuerySet[Request]:
    """What was asked of units, as far as the actor may read it: a lead sees its supporters."""
    typed = Response.objects.filter(request=OuterRef("pk"), reused=False)
    return readable(actor).filter(question__in=list(rows)).annotate(typed=Exists(typed), waits=joined())


def _outcome(row: Request) -> Outcome:
    state = RequestState(row.state)
    if state is RequestState.WITHDRAWN:
        return Outcome.WITHDRAWN
    if state in (RequestState.REPORTED, RequestState.ACCEPTED, RequestState.GIVEN):
        return Outcome.ANSWERED if row.typed else Outcome.REUSED  # type: ignore[attr-defined]
    return Outcome.JOINED if row.waits else Outcome.OPEN  # type: ignore[attr-defined]


def _line(row: Question, counts: Counter[Outcome]) -> QuestionLine:
    return QuestionLine(
        id=row.pk,
        text=row.text,
        paper=row.paper,
        row=row.row,
        title=f"{row.commitment.number}{row.commitment.title}",
        due=row.due,
        sent_on=row.sent_on,
        withdrawn_on=row.withdrawn_on,
        counts=tuple((one, counts[one]) for one in Outcome if counts[one]),
    )


def _given(asked: Iterable[Request]) -> dict[int, Response]:
    """The last answer to each request."""
    later = AnswerVersion.objects.filter(answer=OuterRef("version__answer"), number__gt=OuterRef("version__number"))
    rows = Response.objects.filter(request__in=list(asked)).annotate(later=Exists(later)).order_by("pk")
    rows = rows.select_related("version").prefetch_related("version__values__metric")
    return {one.request_id: one for one in rows}


def _answer(row: Request, given: Response | None) -> UnitAnswer:
    values = list(given.version.values.all()) if given is not None else []
    return UnitAnswer(
        request_id=row.pk,
        unit_name=row.unit.name,
        state=RequestState(row.state),
        outcome=_outcome(row),
        text=given.version.text if given is not None else "",
        figure=Decimal(values[0].scaled) / SCALE if values else None,
        figure_unit=values[0].metric.unit_of_measure if values else "",
        on=given.on if given is not None else None,
        later=bool(given is not None and given.later),  # type: ignore[attr-defined]
    )
