"""One request in full: why it is asked, what is known already, what was reported, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.quantities import SCALE
from luoshi.kernel.wording import _
from luoshi.programme.models import Allocation, Handling, Obligation, Target
from luoshi.programme.queries.standings import lights_of
from luoshi.programme.rules import Light
from luoshi.programme.rules.periods import ONCE
from luoshi.reporting.models import Draft, Reporting, Request, Response
from luoshi.reporting.policy import require_reading, seen, stations_of, visible
from luoshi.reporting.queries.answerable import UNREPORTED, over
from luoshi.reporting.queries.earlier import Earlier, earlier_of
from luoshi.reporting.queries.evidence import EvidenceLine, drafted_lines, line_of_use, offered
from luoshi.reporting.queries.inbox import light_of, unchanged_of
from luoshi.reporting.rules import (
    Approval,
    ReportState,
    RequestState,
    Station,
    lines_of,
    moves,
    sentences_of,
)
from luoshi.tenancy.rules import Actor

GIVING = frozenset({"save", "note", "submit", "report", "approve"})  # verbs that lead to an answer


@dataclass(frozen=True, slots=True)
class Asked:
    """A quantity that is tracked: what the plan wants, and the figure that was given last."""

    target_id: int
    text: str
    unit: str
    wanted: Decimal
    last: Decimal | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """What was said of a line of a report."""

    line: str
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class Given:
    """A report as it was given and judged."""

    response_id: int
    version_id: int
    number: int
    says: ReportState
    sentences: tuple[str, ...]
    figure: Decimal | None
    figure_name: str
    figure_unit: str
    reachable: bool | None
    evidence: tuple[EvidenceLine, ...]
    on: date
    signed: str
    reused: bool
    accepted_on: date | None
    returned_on: date | None
    reason: str
    remarks: tuple[RemarkLine, ...]

    @property
    def whole(self) -> tuple[RemarkLine, ...]:
        """The remarks that speak of no line of it, but of the whole."""
        evidence = [line.version_id for line in self.evidence]
        lines = lines_of(self.sentences, figure=self.figure is not None, evidence=evidence)
        return tuple(one for one in self.remarks if one.line not in lines)


@dataclass(frozen=True, slots=True)
class Drafted:
    """What stands in the form: a draft, or what is known."""

    state: str = ""
    text: str = ""
    figure: str = ""
    target_id: int | None = None
    reachable: bool | None = None
    signed: str = ""
    edit: int = 0


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """One request on a day, as it concerns whoever looks. ``measured`` is the figure that a question asks for, in words
    (empty: none); ``over`` why nobody can answer it any more.
    """

    id: int
    edit: int
    state: RequestState
    programme_id: int
    programme_title: str
    obligation_id: int
    number: str
    title: str
    says: tuple[str, ...]
    unit_id: int
    unit_name: str
    due: date | None
    period: str
    final: bool
    once: bool
    restricted: bool
    light: Light
    paper: str
    row: str
    question: str
    measured: str
    quantities: tuple[Asked, ...]
    draft: Drafted
    evidence: tuple[EvidenceLine, ...]
    offered: tuple[EvidenceLine, ...]
    last: str
    last_on: date | None
    given: tuple[Given, ...]
    earlier: tuple[Earlier, ...]
    unchanged: Phrase | None
    over: Phrase | None
    approval: Approval
    stations: frozenset[Station]
    verbs: frozenset[str]

    @property
    def choices(self) -> tuple[tuple[int, str], ...]:
        """The quantities, as a form offers them."""
        return tuple((one.target_id, one.text) for one in self.quantities)

    @property
    def figure_of(self) -> str:
        """What the figure of the draft is of, in words: one that names no quantity is of the first."""
        named = [one for one in self.quantities if one.target_id == self.draft.target_id] or self.quantities
        return f"{named[0].text}（{named[0].unit}）" if named else self.measured

    @property
    def evidence_ids(self) -> tuple[int, ...]:
        """The evidence that the draft brings."""
        return tuple(line.id for line in self.evidence)

    @property
    def unsent(self) -> str:
        """What stands in the draft of a report that can be given no more, for those who wrote and approve it."""
        return self.draft.text if self.over and self.stations & {Station.WRITER, Station.APPROVER} else ""

    @property
    def writes(self) -> bool:
        """Whether whoever looks may write the report now."""
        return "save" in self.verbs


@dataclass(frozen=True, slots=True)
class Writing:
    """As much of a request as its form needs to be read: what saving a report asks of the database is little."""

    id: int
    unit_id: int
    unit_name: str
    title: str
    edit: int
    final: bool
    question: str
    measured: str
    choices: tuple[tuple[int, str], ...]
    approval: Approval
    draft: Drafted
    restricted: bool


def writing(actor: Actor, request_id: int) -> Writing:
    """What the form of a request is read with; who may write is judged by the verb. Raises ``NotFound``."""
    path = "occurrence__obligation__commitment__programme__reporting"
    row = seen(actor, Request.objects.filter(pk=request_id).select_related(path, "draft", "unit").order_by().first())
    if row is None:
        raise NotFound("request-not-found", _("There is no such request."))
    commitment = row.occurrence.obligation.commitment
    targets = Target.objects.filter(commitment_id=commitment.pk).order_by("order")
    draft = getattr(row, "draft", None)
    settings = getattr(commitment.programme, "reporting", None)
    return Writing(
        id=row.pk,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        title=commitment.title,
        edit=row.edit,
        final=row.final,
        question=row.question.text if row.question else "",
        measured=_measured(row),
        choices=() if commitment.restricted or row.question else tuple(targets.values_list("pk", "text")),
        approval=Approval(settings.approval) if settings else Approval.NONE,
        draft=_drafted(draft),
        restricted=commitment.restricted,
    )


def sheet(actor: Actor, request_id: int, today: date) -> ReportSheet:
    """One request. Raises ``NotFound`` for strangers, ``NotAllowed`` for those whom it does not concern."""
    rows = visible(actor).filter(pk=request_id)
    row = rows.select_related(
        "occurrence__obligation__commitment__programme", "occurrence__obligation__unit", "period", "question__metric"
    ).first()
    if row is None:
        raise NotFound("request-not-found", _("There is no such request."))
    mine = stations_of(actor, row)
    require_reading(actor, mine)
    owed = row.occurrence.obligation
    commitment, programme = owed.commitment, owed.commitment.programme
    light = light_of(row, lights_of([owed], today)[owed.pk], today)
    said = Handling.objects.filter(occurrence__obligation=owed, unit_id=owed.unit_id).order_by("-pk").first()
    draft = Draft.objects.filter(request=row).first()
    brought = drafted_lines(draft) if draft else ()
    settings = Reporting.objects.filter(programme=programme).first()
    writer = Station.WRITER in mine
    known = {line.id for line in brought}
    says = _says(owed)
    ended = over(row)
    asked = ended is None and row.state in UNREPORTED
    verbs = frozenset(move.verb for move in moves(row.state, mine) if ended is None or move.verb not in GIVING)
    return ReportSheet(
        id=row.pk,
        edit=row.edit,
        state=RequestState(row.state),
        programme_id=programme.pk,
        programme_title=programme.title,
        obligation_id=owed.pk,
        number=commitment.number,
        title=commitment.title,
        says=says,
        unit_id=owed.unit_id,
        unit_name=owed.unit.name,
        due=row.day,
        period=_period(row),
        final=row.final,
        once=row.occurrence.period == ONCE,
        restricted=commitment.restricted,
        light=light,
        paper=row.question.paper if row.question else programme.title,
        row=row.question.row if row.question else f"{commitment.number}{commitment.title}",
        question=row.question.text if row.question else "",
        measured=_measured(row),
        quantities=() if commitment.restricted or row.question else _quantities(owed),
        draft=_drafted(draft),
        evidence=brought,
        offered=offered(owed.unit_id, restricted=commitment.restricted, besides=known) if writer else (),
        last=said.text if said else "",
        last_on=said.on if said else None,
        given=_given(row),
        earlier=earlier_of(row, (commitment.title, *says), _metrics(owed), today) if writer and asked else (),
        unchanged=unchanged_of(row, light, reported=said is not None),
        over=ended,
        approval=Approval(settings.approval) if settings else Approval.NONE,
        stations=mine,
        verbs=verbs,
    )


def _period(row: Request) -> str:
    if row.question is not None:
        return row.question.period
    return row.period.name if row.period else "" if row.occurrence.period == ONCE else row.occurrence.period


def _measured(row: Request) -> str:
    """The figure that a question asks for: 新增停车泊位（个） · 2026-11 · 湖滨片区 · 含改建."""
    if row.question is None or row.question.metric is None:
        return ""
    asked, metric = row.question, row.question.metric
    parts = (f"{metric.name}（{metric.unit_of_measure}）", asked.period, asked.place, asked.definition)
    return " · ".join(part for part in parts if part)


def _drafted(draft: Draft | None) -> Drafted:
    if draft is None:
        return Drafted()
    return Drafted(draft.state, draft.text, draft.figure, draft.target_id, draft.reachable, draft.signed, draft.edit)


def _says(owed: Obligation) -> tuple[str, ...]:
    """The sentences of the plan that are the unit's own."""
    mine = Q(unit_id=owed.unit_id) | Q(group_id=owed.group_id, group_id__isnull=False)
    rows = Allocation.objects.filter(mine, measure__commitment_id=owed.commitment_id)
    return tuple(rows.order_by("measure__order").values_list("measure__text", flat=True).distinct())


def _metrics(owed: Obligation) -> tuple[tuple[str, str], ...]:
    rows = Target.objects.filter(commitment_id=owed.commitment_id, commitment__restricted=False)
    return tuple(rows.values_list("metric__name", "metric__unit_of_measure"))


def _quantities(owed: Obligation) -> tuple[Asked, ...]:
    last: dict[int, tuple[int, date]] = {}
    rows = Handling.objects.filter(occurrence__obligation=owed, scaled__isnull=False).order_by("pk")
    for target_id, scaled, on in rows.values_list("target_id", "scaled", "on"):
        if target_id is not None and scaled is not None:
            last[target_id] = (scaled, on)
    found = []
    for row in Target.objects.filter(commitment_id=owed.commitment_id).select_related("metric").order_by("order"):
        before = last.get(row.pk)
        found.append(
            Asked(
                row.pk,
                row.text,
                row.metric.unit_of_measure,
                row.value,
                Decimal(before[0]) / SCALE if before else None,
                before[1] if before else None,
            )
        )
    return tuple(found)


def _given(row: Request) -> tuple[Given, ...]:
    rows = Response.objects.filter(request=row).select_related("version").order_by("-pk")
    rows = rows.prefetch_related(
        "remarks",
        "version__values__metric",
        "version__evidence_uses__evidence_version__blob",
        "version__evidence_uses__evidence_version__evidence__unit",
    )
    return tuple(_given_one(one) for one in rows)


def _given_one(one: Response) -> Given:
    version = one.version
    value = next(iter(version.values.all()), None)
    return Given(
        response_id=one.pk,
        version_id=version.pk,
        number=version.number,
        says=ReportState(version.state),
        sentences=sentences_of(version.text),
        figure=Decimal(value.scaled) / SCALE if value else None,
        figure_name=(value.quantity or value.metric.name) if value else "",
        figure_unit=value.metric.unit_of_measure if value else "",
        reachable=version.reachable,
        evidence=tuple(line_of_use(use) for use in version.evidence_uses.all()),
        on=one.on,
        signed=one.signed,
        reused=one.reused,
        accepted_on=one.accepted_on,
        returned_on=one.returned_on,
        reason=one.reason,
        remarks=tuple(RemarkLine(mark.line, mark.text, mark.on) for mark in one.remarks.all()),
    )
