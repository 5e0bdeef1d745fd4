"""The forecast of a target: its state, what comes of it, its gaps with advice, and what to do next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.assessment.models import Adoption, ForecastRun, ForecastSettings, Gap, Risk
from luoshi.assessment.policy import may_run, require_overseeing, visible_adoptions
from luoshi.assessment.queries.compiling import Table, table_of
from luoshi.assessment.queries.standing import RowStanding, Target, standing
from luoshi.assessment.rules.forecast import state as pure
from luoshi.assessment.rules.forecast.likelihood import Likelihood
from luoshi.assessment.rules.forecast.outlook import Forecast, forecast
from luoshi.assessment.rules.forecast.sets import SmallestSet, smallest_set
from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.gaps import COUNTED, GapState
from luoshi.assessment.rules.numbers import from_millionths
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Occurrence
from luoshi.programme.rules import OccurrenceState
from luoshi.tenancy.rules import Actor

FINEST = Decimal("0.1")  # points are forecast in tenths unless the framework rounds finer
ANSWERED = (OccurrenceState.ANSWERED.value, OccurrenceState.CONFIRMED.value)
POINTED = (RowKind.BASE, RowKind.BONUS, RowKind.PENALTY)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is forecast for; ``threshold`` in points (None: neither the office nor the framework says)."""

    on: date | None
    threshold: Decimal | None
    own_threshold: Decimal | None
    firm: int
    possible: int
    hard: int
    strict: bool
    edit: int

    def chance(self, likelihood: str) -> Decimal | None:
        """The chance that a class means; None where nobody has said."""
        return Decimal(getattr(self, likelihood)) / 100 if likelihood else None


@dataclass(frozen=True, slots=True)
class RecordOf:
    """How commitments of a kind went in this programme so far: answered by their day, of those that were due."""

    in_time: int
    due: int


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap as the office sees it. ``raises`` is what securing its event adds to the chance (None: not reckoned with);
    ``record`` is advice and enters nothing.
    """

    id: int
    row_code: str
    row_title: str
    words: str
    gain: Decimal
    chance: Likelihood | None
    state: GapState
    state_on: date
    reason: str
    commitment_id: int | None
    commitment_words: str
    asks_id: int | None
    asks_name: str
    question_id: int | None
    edit: int
    raises: float | None
    record: RecordOf | None


@dataclass(frozen=True, slots=True)
class VetoLine:
    """A veto row: whether it has struck in the latest round (None: not marked), else the office's own per cent."""

    row_id: int
    code: str
    title: str
    struck: bool | None
    percent: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class ForecastSheet:
    """The forecast page of a target. ``made`` is None where there is no threshold. ``office`` may see chances; for
    everybody else a page shows points alone. ``bare`` are the codes of rows that are marked without grounds.
    """

    adoption_id: int
    programme_id: int
    programme_title: str
    framework_title: str
    label: str
    target_name: str
    settings: Settings
    made: Forecast | None
    office: bool
    gaps: tuple[GapLine, ...]
    vetoes: tuple[VetoLine, ...]
    bare: tuple[str, ...]
    closed: tuple[GapLine, ...]
    kept: tuple[tuple[date, str], ...]


def sheet(actor: Actor, target: Target) -> ForecastSheet:
    """The forecast of a target. Raises ``NotFound`` for strangers, ``NotAllowed`` for units."""
    adoption = _adoption(actor, target.adoption_id)
    rows, settings = standing(adoption, target), settings_of(adoption)
    gaps, risks = _gap_rows(target), _risks(adoption)
    made = None
    if settings.threshold is not None:
        made = forecast(_state(adoption, rows, settings, gaps, risks))
    raised = {} if made is None else {gap: step.raises for step in made.next for gap in step.gaps}
    lines = _lines(gaps, raised)
    return ForecastSheet(
        adoption_id=adoption.pk,
        programme_id=adoption.programme_id,
        programme_title=adoption.programme.title,
        framework_title=adoption.version.framework.title,
        label=table_of(adoption.version_id).framework.label,
        target_name=_named(adoption, target),
        settings=settings,
        made=made,
        office=may_run(actor, adoption.programme),
        gaps=tuple(line for line in lines if line.state in COUNTED),
        vetoes=tuple(_vetoes(adoption, rows, risks)),
        bare=tuple(code for code, row in rows.items() if row.seen is not None and not row.grounds),
        closed=tuple(line for line in lines if line.state not in COUNTED),
        kept=_kept(target),
    )


def smallest(actor: Actor, target: Target, wanted: Decimal) -> SmallestSet:
    """The smallest set of gaps that reaches a wanted chance (0 to 1), fewest organisations first; for the office."""
    adoption = _adoption(actor, target.adoption_id)
    if not may_run(actor, adoption.programme):
        raise NotFound("adoption-not-found", _("There is no such assessment."))
    return smallest_set(state_of(adoption, target), wanted)


def state_of(adoption: Adoption, target: Target) -> pure.State:
    """What goes into the forecast of a target. Raises ``Invalid`` (``threshold-missing``)."""
    settings = settings_of(adoption)
    if settings.threshold is None:
        raise Invalid("threshold-missing", _("Say which points are to be reached: the framework names no pass mark."))
    return _state(adoption, standing(adoption, target), settings, _gap_rows(target), _risks(adoption))


def settings_of(adoption: Adoption) -> Settings:
    """What an adoption is forecast for, with the defaults where nothing was set."""
    row = ForecastSettings.objects.filter(adoption=adoption).first() or ForecastSettings(adoption=adoption)
    own = None if row.threshold is None else from_millionths(row.threshold)
    mark = table_of(adoption.version_id).framework.pass_mark
    threshold = own if own is not None else mark.points if mark is not None else None
    return Settings(row.on, threshold, own, row.firm, row.possible, row.hard, row.strict, row.edit)


# --- the state ---------------------------------------------------------------------------------------------------


def _state(
    adoption: Adoption,
    rows: Mapping[str, RowStanding],
    settings: Settings,
    gaps: Iterable[Gap],
    risks: Mapping[int, Risk],
) -> pure.State:
    table = table_of(adoption.version_id)
    by_row: dict[int, list[pure.Gap]] = defaultdict(list)
    for gap in gaps:
        if gap.state in COUNTED:
            by_row[gap.row_id].append(_gap(gap, settings))
    resolution = min(FINEST, Decimal(1).scaleb(-min(table.framework.places, 2)))
    return pure.State(
        threshold=settings.threshold or Decimal(0),
        resolution=resolution,
        rows=tuple(
            _row(table, row, settings, by_row.get(row.row_id, ()))
            for code, row in rows.items()
            if table.compiled.rows[code].row.kind in POINTED and row.outcome.applies
        ),
        vetoes=tuple(_veto(row, risks) for code, row in rows.items() if _is_veto(table, code)),
    )


def _row(table: Table, row: RowStanding, settings: Settings, gaps: Iterable[pure.Gap]) -> pure.Row:
    compiled = table.compiled.rows[row.code]
    end = compiled.least if compiled.row.kind is RowKind.PENALTY else compiled.most
    counts = row.grounds or not settings.strict
    return pure.Row(
        id=row.code,
        points=None if end is None else from_millionths(end),
        mark=None if row.points is None or not counts else from_millionths(row.points),
        gaps=tuple(gaps),
    )


def _gap(gap: Gap, settings: Settings) -> pure.Gap:
    """Gaps of one commitment are one event: the verbs see to it that they are of one class."""
    return pure.Gap(
        id=gap.pk,
        gain=from_millionths(gap.gain),
        chance=settings.chance(gap.chance),
        event=None if gap.commitment_id is None else f"c{gap.commitment_id}",
        asks=None if gap.asks_id is None else (gap.asks_id,),
    )


def _is_veto(table: Table, code: str) -> bool:
    return table.compiled.rows[code].row.kind is RowKind.VETO


def _veto(row: RowStanding, risks: Mapping[int, Risk]) -> pure.Veto:
    if row.outcome.struck is not None:
        return pure.Veto(row.code, Decimal(int(row.outcome.struck)))
    risk = risks.get(row.row_id)
    return pure.Veto(row.code, None if risk is None else Decimal(risk.percent) / 100)


# --- the page ----------------------------------------------------------------------------------------------------


def _adoption(actor: Actor, adoption_id: int) -> Adoption:
    found = visible_adoptions(actor).filter(pk=adoption_id).first()
    if found is None:
        raise NotFound("adoption-not-found", _("There is no such assessment."))
    require_overseeing(actor, found.programme)
    return found


def _gap_rows(target: Target) -> list[Gap]:
    rows = Gap.objects.filter(adoption_id=target.adoption_id, unit_id=target.unit_id, site_id=target.site_id)
    return list(rows.select_related("row", "commitment", "asks").order_by("row__order", "pk"))


def _risks(adoption: Adoption) -> dict[int, Risk]:
    return {risk.row_id: risk for risk in Risk.objects.filter(adoption=adoption)}


def _lines(gaps: Iterable[Gap], raised: Mapping[object, float]) -> list[GapLine]:
    listed = list(gaps)
    records = _records(listed)
    lines = [_line(gap, raised.get(gap.pk), records) for gap in listed]
    return sorted(lines, key=lambda line: -(line.raises or 0.0))


def _line(gap: Gap, raises: float | None, records: Mapping[str, RecordOf]) -> GapLine:
    commitment = gap.commitment
    return GapLine(
        id=gap.pk,
        row_code=gap.row.code,
        row_title=gap.row.title,
        words=gap.words,
        gain=from_millionths(gap.gain),
        chance=Likelihood(gap.chance) if gap.chance else None,
        state=GapState(gap.state),
        state_on=gap.state_on,
        reason=gap.reason,
        commitment_id=gap.commitment_id,
        commitment_words=f"{commitment.number}{commitment.title}" if commitment else "",
        asks_id=gap.asks_id,
        asks_name=gap.asks.name if gap.asks else "",
        question_id=gap.question_id,
        edit=gap.edit,
        raises=raises,
        record=records.get(commitment.kind) if commitment else None,
    )


def _records(gaps: Iterable[Gap]) -> dict[str, RecordOf]:
    """The record of commitments by kind, over the whole programme: never of one body."""
    programmes = {gap.commitment.programme_id for gap in gaps if gap.commitment is not None}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    rows = Occurrence.objects.filter(
        obligation__commitment__programme_id__in=programmes, due__isnull=False, state__in=ANSWERED
    )
    answered = rows.values_list("obligation__commitment__kind", "due", "answered_on")
    for kind, due, on in answered:
        counts[kind][0] += int(on is not None and on <= due)
        counts[kind][1] += 1
    return {kind: RecordOf(*found) for kind, found in counts.items()}


def _vetoes(adoption: Adoption, rows: Mapping[str, RowStanding], risks: Mapping[int, Risk]) -> Iterable[VetoLine]:
    table = table_of(adoption.version_id)
    for code, row in rows.items():
        if _is_veto(table, code):
            risk = risks.get(row.row_id)
            percent, reason = (risk.percent, risk.reason) if risk else (None, "")
            title = table.compiled.rows[code].row.title
            yield VetoLine(row.row_id, code, title, row.outcome.struck, percent, reason)


def _named(adoption: Adoption, target: Target) -> str:
    """The name of whoever is forecast; a unit or a site that has no subject in any round is not known here."""
    if target.unit_id is None and target.site_id is None:
        return adoption.programme.title
    for one in adoption.rounds.order_by("-order"):
        found = one.subjects.filter(unit_id=target.unit_id, site_id=target.site_id).first()
        if found is not None and (found.unit is not None or found.site is not None):
            return found.unit.name if found.unit is not None else found.site.name if found.site is not None else ""
    raise NotFound("subject-not-found", _("There is no such subject in this assessment."))


def _kept(target: Target) -> tuple[tuple[date, str], ...]:
    """The forecasts that were kept: their day and what could be proved then."""
    rows = ForecastRun.objects.filter(
        adoption_id=target.adoption_id, unit_id=target.unit_id, site_id=target.site_id
    ).order_by("on", "pk")
    return tuple((row.on, str(row.answer["proved"])) for row in rows)
