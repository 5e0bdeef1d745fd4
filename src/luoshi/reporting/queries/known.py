"""What a question need not ask: what a unit has answered already, or is being asked for by another request.

An earlier answer stands where it is the latest version, nobody returned it and its evidence was not withdrawn; what was
said about a restricted commitment stays there. Only the unit's own answer answers; figures of others are hints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q, QuerySet

from luoshi.kernel.quantities import SCALE
from luoshi.programme.models import Target
from luoshi.programme.rules import OccurrenceState
from luoshi.reporting.models import AnswerVersion, EvidenceUse, EvidenceVersion, Question, Request, Response, Value
from luoshi.reporting.models.requests import dated
from luoshi.reporting.queries.answerable import UNANSWERED, answerable
from luoshi.reporting.rules import RequestState
from luoshi.reporting.rules.matching import Figure, Wanted

_UNSETTLED = (RequestState.RETURNED.value, RequestState.WAITING.value, RequestState.WITHDRAWN.value)
_ANSWERED = (OccurrenceState.ANSWERED.value, OccurrenceState.CONFIRMED.value)
MOST_HINTS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """An earlier answer: its version, what it says, and the request to which it was given. ``paper`` is the title of
    the evidence that is wanted.
    """

    version_id: int
    number: int
    text: str
    figure: Decimal | None
    figure_unit: str
    paper: str
    on: date
    request_id: int
    where: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Running:
    """A request that asks the unit for the same already."""

    request_id: int
    where: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Hint:
    """What another unit has said of the same figure at the same place: to be shown, never to be used by itself."""

    unit_name: str
    figure: Decimal
    figure_unit: str
    on: date


def wanted_of(question: Question) -> Wanted:
    """What can be matched of a question that was sent."""
    figure = None
    if question.metric is not None:
        metric = question.metric
        terms = (metric.name, metric.unit_of_measure, metric.accrual)
        figure = Figure(*terms, question.period, question.place, question.definition)
    return Wanted(figure, question.digest, question.url)


def known(jurisdiction_id: int, units: Mapping[int, str], wanted: Wanted) -> dict[int, Known]:
    """For each unit (id and name) that has answered what is wanted: the latest such answer."""
    if not wanted.matchable:
        return {}
    candidates = _candidates(jurisdiction_id, units, wanted)
    if candidates is None:
        return {}
    rows = _standing(candidates)
    found: dict[int, Known] = {}
    for version in _loaded(rows).order_by("on", "pk"):
        unit_id = version.answer.unit_id
        if takes(wanted, version, units[unit_id]):
            found[unit_id] = _known(version, wanted, units[unit_id])
    return found


def stands(version: AnswerVersion, wanted: Wanted) -> bool:
    """Whether a version still counts and has what is wanted: what is given by hand is judged as what is found."""
    row = _loaded(_standing(AnswerVersion.objects.filter(pk=version.pk))).first()
    return row is not None and takes(wanted, row, row.answer.unit.name)


def takes(wanted: Wanted, version: AnswerVersion, own_area: str) -> bool:
    """Whether a version, loaded, has the figure and the paper that are wanted."""
    return wanted.takes(map(figure_of, version.values.all()), map(_named, _latest_evidence(version)), own_area)


def figure_of(value: Value) -> Figure:
    """What a reported figure is of, as it was named when it was given."""
    terms = (value.quantity or value.metric.name, value.metric.unit_of_measure, value.metric.accrual)
    return Figure(*terms, value.period, value.place, value.definition)


def running(jurisdiction_id: int, units: Mapping[int, str], wanted: Wanted, due: date) -> dict[int, Running]:
    """For each unit that is being asked for the same by an open request: by a question, or in a programme's rhythm.
    What is answered after ``due`` would come too late.
    """
    if not wanted.matchable:
        return {}
    rows = Request.objects.filter(jurisdiction_id=jurisdiction_id, unit_id__in=units, state__in=UNANSWERED).exclude(
        occurrence__obligation__commitment__restricted=True
    )
    coming = dated(answerable(rows)).filter(falls_on__lte=due)
    coming = coming.select_related("occurrence__obligation__commitment__programme", "question__metric", "period")
    coming = coming.prefetch_related("occurrence__obligation__commitment__targets__metric")
    found: dict[int, Running] = {}
    for row in _asking(coming, wanted).order_by("-falls_on", "-pk"):
        if _asks_same(row, wanted, units[row.unit_id]):
            commitment = row.occurrence.obligation.commitment
            found[row.unit_id] = Running(row.pk, f"{commitment.programme.title} {commitment.title}", row.day)
    return found


def hints(jurisdiction_id: int, units: Mapping[int, str], wanted: Wanted) -> dict[int, tuple[Hint, ...]]:
    """For each unit: what others have said of the same figure at the same place."""
    if wanted.figure is None:
        return {}
    keys = {wanted.figure.key(name) for name in units.values()}
    alike = [
        value for value in _values(jurisdiction_id, wanted.figure) if figure_of(value).key(value.unit.name) in keys
    ]
    if not alike:
        return {}
    rows = AnswerVersion.objects.filter(pk__in=[value.version_id for value in alike])
    standing = set(_standing(rows).values_list("pk", flat=True))
    said: dict[tuple[str, ...], dict[int, Hint]] = {}
    for value in alike:
        if value.version_id in standing:
            line = Hint(value.unit.name, _decimal(value.scaled), value.metric.unit_of_measure, value.on)
            said.setdefault(figure_of(value).key(value.unit.name), {})[value.unit_id] = line
    found = {}
    for unit_id, name in units.items():
        others = {pk: line for pk, line in said.get(wanted.figure.key(name), {}).items() if pk != unit_id}
        if others:
            found[unit_id] = tuple(others.values())[-MOST_HINTS:]
    return found


def _values(jurisdiction_id: int, figure: Figure) -> list[Value]:
    """What was said for the period of a figure. Most questions end here: only what is alike is looked at further."""
    rows = Value.objects.filter(jurisdiction_id=jurisdiction_id, period=figure.period)
    return list(rows.select_related("metric", "unit").order_by("on", "pk"))


def _candidates(jurisdiction_id: int, units: Mapping[int, str], wanted: Wanted) -> QuerySet[AnswerVersion] | None:
    """The versions among which to look: those with the figure, or with evidence that may be the paper; None where no
    unit has said the figure.
    """
    rows = AnswerVersion.objects.filter(jurisdiction_id=jurisdiction_id, answer__unit_id__in=list(units))
    if wanted.figure is not None:
        said = [value for value in _values(jurisdiction_id, wanted.figure) if value.unit_id in units]
        told = [
            value.version_id
            for value in said
            if figure_of(value).key(units[value.unit_id]) == wanted.figure.key(units[value.unit_id])
        ]
        return rows.filter(pk__in=told) if told else None
    path = "evidence_uses__evidence_version__"
    if wanted.digest:
        same = Q(**{f"{path}blob__sha256": wanted.digest}) | Q(**{f"{path}digest": wanted.digest})
        return rows.filter(same).distinct()
    return rows.filter(**{f"{path}url__icontains": urlsplit(wanted.url).netloc}).distinct()


def _standing(rows: QuerySet[AnswerVersion]) -> QuerySet[AnswerVersion]:
    """Those that still count."""
    later = AnswerVersion.objects.filter(answer=OuterRef("answer"), number__gt=OuterRef("number"))
    given = Response.objects.filter(version=OuterRef("pk"))
    undone = Q(returned_on__isnull=False) | Q(request__state__in=_UNSETTLED)
    undone |= Q(handling__verb="answer") & ~Q(handling__occurrence__state__in=_ANSWERED)
    restricted = Q(request__occurrence__obligation__commitment__restricted=True)
    withdrawn = EvidenceUse.objects.filter(
        version=OuterRef("pk"), evidence_version__evidence__withdrawn_on__isnull=False
    )
    return rows.filter(~Exists(later), Exists(given), ~Exists(given.filter(undone | restricted)), ~Exists(withdrawn))


def _loaded(rows: QuerySet[AnswerVersion]) -> QuerySet[AnswerVersion]:
    """With all that a look at them needs."""
    return rows.select_related("answer__unit").prefetch_related(
        "values__metric",
        "evidence_uses__evidence_version__blob",
        "evidence_uses__evidence_version__evidence__versions",
        "responses__request__occurrence__obligation__commitment__programme",
    )


def _latest_evidence(version: AnswerVersion) -> list[EvidenceVersion]:
    """The evidence that it brought, as far as no newer version of it holds something else."""
    brought = [use.evidence_version for use in version.evidence_uses.all()]
    latest = {one.pk: max(one.evidence.versions.all(), key=lambda each: each.number) for one in brought}
    return [one for one in brought if (one.blob_id, one.url) == (latest[one.pk].blob_id, latest[one.pk].url)]


def _named(row: EvidenceVersion) -> tuple[str, str]:
    return (row.blob.sha256 if row.blob is not None else row.digest, row.url)


def _known(version: AnswerVersion, wanted: Wanted, own_area: str) -> Known:
    given = sorted(version.responses.all(), key=lambda one: (one.reused, one.pk))
    commitment = given[0].request.occurrence.obligation.commitment
    values = [one for one in version.values.all() if Wanted(wanted.figure).takes([figure_of(one)], (), own_area)]
    paper = Wanted(None, wanted.digest, wanted.url)
    papers = [one for one in _latest_evidence(version) if paper.takes((), [_named(one)], own_area)]
    return Known(
        version_id=version.pk,
        number=version.number,
        text=version.text,
        figure=_decimal(values[0].scaled) if values else None,
        figure_unit=values[0].metric.unit_of_measure if values else "",
        paper=papers[0].title if papers else "",
        on=version.on,
        request_id=given[0].request_id,
        where=f"{commitment.programme.title} {commitment.number}{commitment.title}",
        accepted=any(one.accepted_on for one in given),
    )


def _asking(rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    """Those that may ask for the same."""
    if wanted.figure is None:
        paper = Q(question__digest=wanted.digest) if wanted.digest else ~Q(question__url="")
        return rows.filter(paper, question__isnull=False)
    name = wanted.figure.period
    rhythm = Q(question__isnull=True) & (Q(period__name=name) | Q(period__isnull=True, occurrence__period=name))
    tracked = Exists(Target.objects.filter(commitment=OuterRef("occurrence__obligation__commitment")))
    return rows.filter(Q(question__period=name, question__metric__isnull=False) | rhythm & Q(tracked))


def _asks_same(row: Request, wanted: Wanted, own_area: str) -> bool:
    """Whether an answer to the request will have what is wanted."""
    if row.question is not None:
        asked = wanted_of(row.question)
        figures = [asked.figure] if asked.figure is not None else []
        return wanted.takes(figures, [(asked.digest, asked.url)], own_area)
    if wanted.figure is None or wanted.wants_paper:
        return False
    metrics = [one.metric for one in row.occurrence.obligation.commitment.targets.all()]
    tracked = [Figure(one.name, one.unit_of_measure, one.accrual, wanted.figure.period) for one in metrics]
    return len(tracked) == 1 and wanted.takes(tracked, [], own_area)  # of several the unit may give another


def _decimal(scaled: int) -> Decimal:
    return Decimal(scaled) / SCALE
