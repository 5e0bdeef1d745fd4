"""One request in full: why it is asked, what is known already, what was reported, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.quantities import SCALE
from luoshi.kernel.wording import _
from luoshi.programme.models import Allocation, Handling, Obligation, Target
from luoshi.programme.queries.standings import lights_of
from luoshi.programme.queries.wordings import Wordings
from luoshi.programme.rules import Light
from luoshi.programme.rules.periods import ONCE
from luoshi.reporting.models import Draft, Reporting, Request, Response
from luoshi.reporting.policy import oversees, require_reading, seen, stations_of, visible
from luoshi.reporting.queries.answerable import UNREPORTED, over
from luoshi.reporting.queries.earlier import Earlier, earlier_of
from luoshi.reporting.queries.evidence import EvidenceLine, drafted_lines, offered
from luoshi.reporting.queries.inbox import light_of, unchanged_of
from luoshi.reporting.queries.responses import Given, responses
from luoshi.reporting.rules import Approval, ReportState, RequestState, Station, moves
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

    @property
    def last_typed(self) -> str:
        """The figure that was given last, as one types it."""
        return "" if self.last is None else f"{self.last.normalize():f}"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What stands in the form: the draft, else nothing. What is known is offered beside the fields, to be put there."""

    state: str = ""
    text: str = ""
    figure: str = ""
    target_id: int | None = None
    reachable: bool | None = None
    signed: str = ""
    edit: int = 0


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """One request on a day, as it concerns whoever looks. ``alone`` where the thing itself is asked about and not its
    progress, ``falls_due`` where it also falls due in the month or is overdue; ``measured`` is the figure that a
    question asks for, in words (empty: none); ``last`` what was said last, ``spoken`` the last words of the unit's own
    (“no change” is none); ``over`` why nobody can answer it any more; ``words`` what the commitment says today;
    ``overseen`` whether whoever looks reads all reports of the programme.
    """

    id: int
    edit: int
    state: RequestState
    programme_id: int
    programme_title: str
    obligation_id: int
    commitment_id: int
    number: str
    title: str
    says: tuple[str, ...]
    unit_id: int
    unit_name: str
    due: date | None
    period: str
    alone: bool
    falls_due: bool
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
    spoken: str
    given: tuple[Given, ...]
    earlier: tuple[Earlier, ...]
    unchanged: Phrase | None
    over: Phrase | None
    approval: Approval
    stations: frozenset[Station]
    verbs: frozenset[str]
    words: str
    overseen: bool

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
    def leads_to_inbox(self) -> bool:
        """Whether whoever looks came from an inbox: to write, to approve, or as a lead to judge."""
        return self.writes or "approve" in self.verbs or (bool(self.stations) and not self.overseen)

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
    falls_due: bool
    question: str
    measured: str
    choices: tuple[tuple[int, str], ...]
    approval: Approval
    draft: Drafted
    restricted: bool


def writing(actor: Actor, request_id: int, today: date) -> Writing:
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
        falls_due=row.falls_due(today),
        question=row.question.text if row.question else "",
        measured=_measured(row),
        choices=() if commitment.restricted or row.question else tuple(targets.values_list("pk", "text")),
        approval=Approval(settings.approval) if settings else Approval.NONE,
        draft=_drafted(draft),
        restricted=commitment.restricted,
    )


def sheet(actor: Actor, request_id: int, today: date) -> ReportSheet:
    """One request. Raises ``NotFound`` for strangers, ``NotAllowed`` for those whom it does not concern."""
    row = _found(actor, request_id)
    mine = stations_of(actor, row)
    require_reading(actor, mine)
    owed = row.occurrence.obligation
    commitment, programme = owed.commitment, owed.commitment.programme
    light = light_of(row, lights_of([owed], today)[owed.pk], today)
    said = (history := _history(owed)).first()
    draft = Draft.objects.filter(request=row).first()
    brought = drafted_lines(draft) if draft else ()
    settings = Reporting.objects.filter(programme=programme).first()
    writer = Station.WRITER in mine
    known = {line.id for line in brought}
    says = _says(owed)
    ended = over(row)
    asked = ended is None and row.state in UNREPORTED
    wordings = Wordings(commitment)
    return ReportSheet(
        id=row.pk,
        edit=row.edit,
        state=RequestState(row.state),
        programme_id=programme.pk,
        programme_title=programme.title,
        obligation_id=owed.pk,
        commitment_id=commitment.pk,
        number=commitment.number,
        title=commitment.title,
        says=says,
        unit_id=owed.unit_id,
        unit_name=owed.unit.name,
        due=row.day,
        period=row.shown_period,
        alone=row.final,
        falls_due=row.falls_due(today),
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
        spoken=_spoken(history, said),
        given=responses(row, wordings),
        earlier=earlier_of(row, (commitment.title, *says), today) if writer and asked else (),
        unchanged=unchanged_of(row, light, today, reported=said is not None),
        over=ended,
        approval=Approval(settings.approval) if settings else Approval.NONE,
        stations=mine,
        verbs=_verbs(row, mine, ended),
        words=wordings.now.text,
        overseen=oversees(actor, programme),
    )


def _found(actor: Actor, request_id: int) -> Request:
    rows = visible(actor).filter(pk=request_id)
    row = rows.select_related(
        "occurrence__obligation__commitment__programme", "occurrence__obligation__unit", "period", "question__metric"
    ).first()
    if row is None:
        raise NotFound("request-not-found", _("There is no such request."))
    return row


def _verbs(row: Request, mine: frozenset[Station], ended: Phrase | None) -> frozenset[str]:
    """What whoever stands so may do; nothing that leads to an answer where nobody can give one any more."""
    return frozenset(move.verb for move in moves(row.state, mine) if ended is None or move.verb not in GIVING)


def _history(owed: Obligation) -> QuerySet[Any]:
    """What the unit has said of an obligation, the last first; ``unchanged`` where that was only "no change"."""
    silent = Response.objects.filter(handling=OuterRef("pk"), version__state=ReportState.NO_CHANGE.value)
    rows = Handling.objects.filter(occurrence__obligation=owed, unit_id=owed.unit_id).order_by("-pk")
    return rows.annotate(unchanged=Exists(silent))


def _spoken(history: QuerySet[Any], said: Any) -> str:
    """The last words of the unit's own."""
    if said is not None and said.unchanged:
        said = history.filter(unchanged=False).first()
    return said.text if said is not None else ""


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
