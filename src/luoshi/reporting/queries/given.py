"""All that was given: the reports of a programme for those who oversee it, and a unit's own, judged ones too.

A plain list by month and in the usual order of units: it ranks nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from luoshi.kernel.errors import NotFound
from luoshi.kernel.quantities import SCALE
from luoshi.kernel.wording import _
from luoshi.programme.policy import visible as visible_programmes
from luoshi.programme.queries.paging import PAGE, Paged, paged
from luoshi.reporting.models import Request, Response
from luoshi.reporting.policy import require_overseeing, visible
from luoshi.reporting.queries.evidence import EvidenceLine
from luoshi.reporting.queries.told import evidence_of, shown_where
from luoshi.reporting.rules import GivenState, ReportState, RequestState, given_state
from luoshi.tenancy.rules import Actor

COMMITMENT = "request__occurrence__obligation__commitment"
SEARCHED = (
    "version__text",
    "request__question__text",
    f"{COMMITMENT}__title",
    f"{COMMITMENT}__number",
    "version__evidence_uses__evidence_version__title",
)


@dataclass(frozen=True, slots=True)
class GivenChoice:
    """To what a list of reports is narrowed: the month in which they were given (its first day), the unit (id), where
    they stand, and words that all stand in what was said, what it is about, or the title of its evidence.
    """

    month: date | None = None
    unit_id: int | None = None
    state: GivenState | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class GivenLine:
    """One report as it was given; ``version`` counts what was said to the same request."""

    request_id: int
    response_id: int
    on: date
    unit_name: str
    number: str
    title: str
    programme_title: str
    period: str
    question: str
    says: ReportState
    text: str
    figure: Decimal | None
    figure_unit: str
    version: int
    reused: bool
    state: GivenState
    reason: str
    remarks: tuple[str, ...]
    evidence: tuple[EvidenceLine, ...]

    @property
    def month(self) -> str:
        """The month in which it was given: 2026-11."""
        return f"{self.on:%Y-%m}"


@dataclass(frozen=True, slots=True)
class GivenReports:
    """A page of the reports that were given; ``months`` and ``units`` are those that may be chosen. Without a programme
    (0) they are a unit's own.
    """

    programme_id: int
    programme_title: str
    months: tuple[date, ...]
    units: tuple[tuple[int, str], ...]
    list: Paged[GivenLine]


def given_in(actor: Actor, programme_id: int, choice: GivenChoice, page: int = 1) -> GivenReports:
    """What units reported to a programme. Raises ``NotFound`` for strangers, ``NotAllowed`` for units."""
    programme = visible_programmes(actor).filter(pk=programme_id).first()
    if programme is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    require_overseeing(actor, programme)
    asked = visible(actor).filter(occurrence__obligation__commitment__programme=programme)
    return _reports(asked, choice, page, programme.pk, programme.title)


def given_by(actor: Actor, choice: GivenChoice, page: int = 1) -> GivenReports:
    """What the actor's own units reported, over all programmes."""
    return _reports(visible(actor).filter(unit_id__in=actor.liaison_ids), choice, page)


def _reports(asked: QuerySet[Request], choice: GivenChoice, page: int, pk: int = 0, title: str = "") -> GivenReports:
    rows = Response.objects.filter(request__in=asked)
    months = rows.order_by().dates("on", "month", order="DESC")
    units = asked.order_by("unit__order", "unit_id").values_list("unit_id", "unit__name").distinct()
    chosen = _narrowed(rows, choice)
    months_first = (TruncMonth("on").desc(), "request__unit__order", "request__unit_id", "-on", "-pk")

    def take(first: int, end: int) -> Sequence[GivenLine]:
        return _lines(list(chosen.order_by(*months_first).values_list("pk", flat=True)[first:end]))

    return GivenReports(pk, title, tuple(months), tuple(dict(units).items()), paged(chosen.count(), page, take, PAGE))


def _narrowed(rows: QuerySet[Response], choice: GivenChoice) -> QuerySet[Response]:
    if choice.month is not None:
        rows = rows.filter(on__year=choice.month.year, on__month=choice.month.month)
    if choice.unit_id is not None:
        rows = rows.filter(request__unit_id=choice.unit_id)
    for word in choice.words.split():
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in SEARCHED)))
    if choice.state is not None:
        rows = rows.filter(_standing(choice.state))
    return rows.distinct() if choice.words else rows


def _standing(state: GivenState) -> Q:
    """What ``rules.given_state`` says of one, of many."""
    unjudged = Q(accepted_on__isnull=True, returned_on__isnull=True)
    waits = unjudged & Q(request__state=RequestState.REPORTED.value) & ~Q(_later())
    return {
        GivenState.ACCEPTED: Q(accepted_on__isnull=False),
        GivenState.RETURNED: Q(accepted_on__isnull=True, returned_on__isnull=False),
        GivenState.WAITS: waits,
        GivenState.NOTED: unjudged & ~waits,
    }[state]


def _later() -> Exists:
    return Exists(Response.objects.filter(request=OuterRef("request"), pk__gt=OuterRef("pk")))


def _lines(ids: list[int]) -> list[GivenLine]:
    near = ("version", "request__unit", "request__period", "request__question", f"{COMMITMENT}__programme")
    rows = Response.objects.filter(pk__in=ids).select_related(*near).annotate(later=_later())
    rows = rows.prefetch_related("remarks", "version__values__metric")
    found = {row.pk: row for row in rows}
    brought = evidence_of(row.version_id for row in found.values())
    return [_line(found[pk], brought[found[pk].version_id]) for pk in ids]


def _line(row: Response, brought: tuple[EvidenceLine, ...]) -> GivenLine:
    asked, version = row.request, row.version
    commitment = asked.occurrence.obligation.commitment
    value = None if commitment.restricted else next(iter(version.values.all()), None)
    later: bool = row.later  # type: ignore[attr-defined]
    return GivenLine(
        request_id=asked.pk,
        response_id=row.pk,
        on=row.on,
        unit_name=asked.unit.name,
        number=commitment.number,
        title=commitment.title,
        programme_title=commitment.programme.title,
        period=asked.shown_period,
        question=asked.question.text if asked.question else "",
        says=ReportState(version.state),
        text=version.text,
        figure=Decimal(value.scaled) / SCALE if value else None,
        figure_unit=value.metric.unit_of_measure if value else "",
        version=version.number,
        reused=row.reused,
        state=given_state(
            waits=asked.state == RequestState.REPORTED.value and not later,
            accepted=row.accepted_on is not None,
            returned=row.returned_on is not None,
        ),
        reason=row.reason,
        remarks=tuple(mark.text for mark in row.remarks.all()),
        evidence=shown_where(commitment.restricted, brought),
    )
