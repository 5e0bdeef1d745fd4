"""What is asked of units that answer on paper, in a month: the rows of the table that each of them gets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from luoshi.kernel.errors import NotFound
from luoshi.kernel.quantities import SCALE
from luoshi.kernel.wording import _
from luoshi.programme.models import Allocation, Handling, Programme, Target
from luoshi.programme.policy import visible as visible_programmes
from luoshi.programme.queries.standings import lights_by_id
from luoshi.programme.rules.periods import ONCE
from luoshi.reporting.models import Draft, Reporting, ReportingPeriod, Request, Response
from luoshi.reporting.models.requests import dated
from luoshi.reporting.policy import require_office
from luoshi.reporting.queries.answerable import ANSWERABLE, UNANSWERED, UNREPORTED, counted
from luoshi.reporting.queries.inbox import light_of, unchanged_of
from luoshi.reporting.rules import Approval, ReportState, RequestState
from luoshi.reporting.rules.returns.cells import plain_figure
from luoshi.reporting.rules.returns.judging import Meaning, Standing, There
from luoshi.tenancy.rules import Actor

BATCH = 2000  # ids of one query
# a row is found by its words too: none of them may depend on the day on which the table is made
ALONE, GOING, BESIDE = "按时限办理：报送办理情况", "报送本月进展", "补充报送"


@dataclass(frozen=True, slots=True)
class LastLine:
    """What was said last of an obligation, on which day, with its figure."""

    text: str
    on: date
    figure: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One request as a row of a table. ``target`` are the words of the quantity whose figure is asked; ``last`` is what
    was said of the obligation before, or of the question.
    """

    standing: Standing
    due: date | None
    target: str
    last: LastLine | None


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """The table of one unit for one month (2026-11), in the order of the plan."""

    programme_id: int
    programme_title: str
    unit_id: int
    unit_name: str
    month: str
    signs: bool
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many requests of a month a unit has in all, how many are answered, and how many stand on its table; what
    waits for the unit's own approver is neither.
    """

    unit_id: int
    unit_name: str
    asked: int
    answered: int
    listed: int

    @property
    def open(self) -> int:
        """How many are still to be answered."""
        return self.asked - self.answered


def return_sheets(
    actor: Actor, programme_id: int, month: str, today: date, unit_id: int | None = None
) -> tuple[UnitSheet, ...]:
    """The tables of a month, of all units or one, with what is still to be answered; in the usual order of units.

    Raises ``NotFound`` for strangers and for a unit that has nothing to answer, ``NotAllowed`` for those who do not
    run the programme.
    """
    programme = office_programme(actor, programme_id)
    rows = asked_in(programme, month).filter(state__in=UNREPORTED)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    lines = sheet_rows(programme, rows, today)
    of_unit: dict[int, list[SheetRow]] = defaultdict(list)
    for line in lines:
        of_unit[line.standing.unit_id].append(line)
    if not of_unit:
        raise NotFound("nothing-asked", _("Nothing is left to be answered for this month."))
    signs = _signs(programme)
    return tuple(
        UnitSheet(programme.pk, programme.title, pk, found[0].standing.unit_name, month, signs, tuple(found))
        for pk, found in of_unit.items()
    )


def month_counts(actor: Actor, programme_id: int, month: str) -> tuple[MonthCount, ...]:
    """How many requests of a month each unit has, and has answered. Raises as ``return_sheets``."""
    rows = asked_in(office_programme(actor, programme_id), month)
    states: dict[tuple[int, int, str], list[str]] = defaultdict(list)
    for order, pk, name, state in rows.values_list("unit__order", "unit_id", "unit__name", "state"):
        states[order, pk, name].append(state)
    return tuple(
        MonthCount(
            pk,
            name,
            asked=len(found),
            answered=sum(one not in UNANSWERED for one in found),
            listed=sum(one in UNREPORTED for one in found),
        )
        for (_order, pk, name), found in sorted(states.items())
    )


def months_of(actor: Actor, programme_id: int, today: date) -> tuple[str, ...]:
    """The months for which tables can be made, the latest first: this one, and those of the programme's rhythm."""
    programme = office_programme(actor, programme_id)
    names = ReportingPeriod.objects.filter(programme=programme).values_list("name", flat=True)
    return tuple(sorted({f"{today:%Y-%m}", *names}, reverse=True))


def office_programme(actor: Actor, programme_id: int) -> Programme:
    """A programme that the actor runs. Raises ``NotFound`` for strangers, ``NotAllowed`` for colleagues."""
    programme = visible_programmes(actor).filter(pk=programme_id).first()
    if programme is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    require_office(actor, programme)
    return programme


def asked_in(programme: Programme, month: str) -> QuerySet[Request]:
    """The requests that belong on the tables of a month: its own rhythm, and what falls due or was asked by its end
    and was not answered in an earlier month; what is answered, and what can be.
    """
    year, number = int(month[:4]), int(month[5:])
    first, after = date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)
    alone = Q(period__isnull=True, opens_on__lt=after)
    alone &= Q(state__in=UNANSWERED) | Q(falls_on__gte=first) | Q(falls_on__isnull=True)
    rows = Request.objects.filter(
        jurisdiction_id=programme.jurisdiction_id, occurrence__obligation__commitment__programme=programme
    ).exclude(occurrence__obligation__withdrawn_on__isnull=False)
    return dated(counted(rows)).filter(Q(period__name=month) | alone)


def sheet_rows(programme: Programme, rows: QuerySet[Request], today: date) -> tuple[SheetRow, ...]:
    """Requests as rows, in a number of queries that grows only with thousands of them."""
    path = "occurrence__obligation__commitment"
    found = list(
        dated(rows)
        .annotate(lives=ANSWERABLE)
        .select_related(f"{path}__programme", "occurrence__obligation__unit", "period", "question__metric")
        .order_by("unit__order", "unit_id", f"{path}__order", "falls_on", "pk")
    )
    facts = _Facts(programme, found, today)
    return tuple(facts.row(one) for one in found)


def _signs(programme: Programme) -> bool:
    settings = Reporting.objects.filter(programme=programme).first()
    return settings is not None and settings.approval == Approval.ON_PAPER.value


class _Facts:
    """What is known of some requests, loaded at once."""

    def __init__(self, programme: Programme, rows: list[Request], today: date) -> None:
        owed = {row.occurrence.obligation_id for row in rows}
        self.signs = _signs(programme)
        self.today, self.lights = today, lights_by_id(owed, today)
        self.given: dict[int, Response] = {}
        self.drafts: dict[int, Draft] = {}
        self.last: dict[int, Handling] = {}
        self.reported: set[int] = set()
        for ids in _batches(row.pk for row in rows):
            given = Response.objects.filter(request__in=ids).select_related("version").order_by("pk")
            self.given |= {one.request_id: one for one in given.prefetch_related("version__values")}
            self.drafts |= {one.request_id: one for one in Draft.objects.filter(request__in=ids)}
        for ids in _batches(owed):
            lines = Handling.objects.filter(occurrence__obligation__in=ids, unit__isnull=False).order_by("pk")
            for line in lines.select_related("occurrence__obligation"):
                if line.unit_id == line.occurrence.obligation.unit_id:
                    self.last[line.occurrence.obligation_id] = line
        self.targets = self._targets(programme)
        self.says = self._says(programme)

    @staticmethod
    def _targets(programme: Programme) -> dict[int, Target]:
        rows = Target.objects.filter(commitment__programme=programme, commitment__restricted=False)
        found = rows.select_related("metric").order_by("-order", "-pk")
        return {row.commitment_id: row for row in found if row.commitment_id is not None}

    @staticmethod
    def _says(programme: Programme) -> Mapping[tuple[int, bool, int], list[str]]:
        """The sentences of the plan by commitment and by unit or group."""
        found: dict[tuple[int, bool, int], list[str]] = defaultdict(list)
        rows = Allocation.objects.filter(measure__commitment__programme=programme).order_by("measure__order")
        for commitment, unit, group, text in rows.values_list(
            "measure__commitment_id", "unit_id", "group_id", "measure__text"
        ):
            found[commitment, unit is None, unit or group].append(text)
        return found

    def row(self, row: Request) -> SheetRow:
        owed = row.occurrence.obligation
        commitment = owed.commitment
        last, shown = self.last.get(owed.pk), light_of(row, self.lights[owed.pk], self.today)
        target, measure = self._quantity(row)
        given = _given(self.given.get(row.pk))
        standing = Standing(
            id=row.pk,
            edit=row.edit,
            unit_id=owed.unit_id,
            unit_name=owed.unit.name,
            number=commitment.number,
            title=commitment.title,
            item=self._item(row),
            month=row.period.name if row.period else "",
            state=RequestState(row.state),
            unchanged=unchanged_of(row, shown, self.today, reported=last is not None),
            measure=measure,
            signs=self.signs,
            restricted=commitment.restricted,
            given=given,
            drafted=_drafted(self.drafts.get(row.pk)),
            question=row.question is not None,
            answerable=row.lives,  # type: ignore[attr-defined]
        )
        return SheetRow(standing, row.day, target, _last(last) if row.question is None else _before(given))

    def _quantity(self, row: Request) -> tuple[str, str | None]:
        """The words and the unit of measure of the figure that is asked: of a question its own, if any."""
        if row.question is not None:
            metric = row.question.metric
            return (metric.name, metric.unit_of_measure) if metric is not None else ("", None)
        target = self.targets.get(row.occurrence.obligation.commitment_id)
        return (target.text, target.metric.unit_of_measure) if target is not None else ("", None)

    def _item(self, row: Request) -> str:
        owed = row.occurrence.obligation
        commitment = owed.commitment
        says = self.says.get((commitment.pk, False, owed.unit_id)) or self.says.get(
            (commitment.pk, True, owed.group_id or 0), []
        )
        told = "".join(dict.fromkeys(says))
        title = "" if told.startswith(commitment.title) else commitment.title
        parts = (commitment.number + (title or told), told if title else "", *_asks(row))
        return "\n".join(part for part in parts if part)


def _asks(row: Request) -> tuple[str, ...]:
    """What is asked, line by line; a question with how its figure is counted and what needs it."""
    asked = row.question
    if asked is None:
        when = "" if row.occurrence.period == ONCE else f"（{row.occurrence.period}）"
        return (f"【{ALONE if row.final else GOING}{when}】",)
    counted = (("时期", asked.period), ("地点", asked.place), ("口径", asked.definition))
    how = (f"{name}：{words}" for name, words in counted if words)
    return f"【{BESIDE}：{asked.text}】", *how, f"用于：{asked.paper}　{asked.row}"


def _before(given: There | None) -> LastLine | None:
    """What was answered to a question before."""
    if given is None or given.on is None:
        return None
    return LastLine(given.meaning.text, given.on, given.meaning.figure)


def _given(one: Response | None) -> There | None:
    if one is None:
        return None
    version = one.version
    value = next(iter(version.values.all()), None)
    figure = plain_figure(Decimal(value.scaled) / SCALE) if value else ""
    return There(Meaning(ReportState(version.state), version.text, figure, version.reachable, one.signed), one.on)


def _drafted(draft: Draft | None) -> There | None:
    if draft is None or not (draft.text.strip() or draft.figure.strip()):
        return None
    state = ReportState(draft.state) if draft.state else ReportState.UNDER_WAY
    return There(Meaning(state, draft.text, draft.figure, draft.reachable, draft.signed), None)


def _last(line: Handling | None) -> LastLine | None:
    if line is None:
        return None
    figure = plain_figure(Decimal(line.scaled) / SCALE) if line.scaled is not None else ""
    return LastLine(line.text, line.on, figure)


def _batches(ids: Iterable[int]) -> Iterable[list[int]]:
    found = list(ids)
    return (found[start : start + BATCH] for start in range(0, len(found), BATCH))
