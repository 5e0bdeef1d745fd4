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
from luoshi.assessment.queries.gap_lines import GapLine, RecordOf, gap_rows, lines_of, records
from luoshi.assessment.queries.standing import RowStanding, Target, standing
from luoshi.assessment.queries.whose import whose
from luoshi.assessment.rules.forecast import state as pure
from luoshi.assessment.rules.forecast import words
from luoshi.assessment.rules.forecast.outlook import Forecast, forecast
from luoshi.assessment.rules.forecast.sets import SmallestSet, smallest_set
from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.gaps import COUNTED
from luoshi.assessment.rules.numbers import from_millionths
from luoshi.assessment.rules.rounds import SubjectKind
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor

FINEST = Decimal("0.1")  # points are forecast in tenths unless the framework rounds finer
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
class VetoLine:
    """A veto row: whether it has struck in the latest round (None: not marked), else the office's own per cent."""

    row_id: int
    code: str
    title: str
    struck: bool | None
    percent: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Points:
    """What everybody who may see the page is told: points, never a chance. ``threshold`` and ``total`` are None where
    nobody has said them; ``rows`` bear points, of which ``marked`` have a mark that counts.
    """

    proved: Decimal
    most: Decimal
    threshold: Decimal | None
    total: Decimal | None
    rows: int
    marked: int
    words: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class RowLack:
    """What a row lacks: its points, a mark that counts, grounds for its mark. ``gap_id`` is a gap of it, or None."""

    code: str
    title: str
    points: bool
    mark: bool
    grounds: bool
    gap_id: int | None


@dataclass(frozen=True, slots=True)
class Named:
    """A subject that can be forecast."""

    target: Target
    name: str


@dataclass(frozen=True, slots=True)
class ForecastSheet:
    """The forecast page of a target. ``made`` and ``records`` are for the office alone: None and empty for everybody
    else, as are the chances of ``gaps``. ``made`` is None too where there is no threshold. ``bare`` are the codes of
    rows that are marked without grounds; ``subjects`` those of an adoption that assesses units or sites.
    """

    adoption_id: int
    programme_id: int
    programme_title: str
    framework_title: str
    label: str
    target_name: str
    itself: bool
    subjects: tuple[Named, ...]
    settings: Settings
    points: Points
    made: Forecast | None
    office: bool
    gaps: tuple[GapLine, ...]
    records: tuple[RecordOf, ...]
    vetoes: tuple[VetoLine, ...]
    lacking: tuple[RowLack, ...]
    bare: tuple[str, ...]
    closed: tuple[GapLine, ...]
    kept: tuple[tuple[date, str], ...]


def sheet(actor: Actor, target: Target) -> ForecastSheet:
    """The forecast of a target. Raises ``NotFound`` for strangers, ``NotAllowed`` for units."""
    adoption = _adoption(actor, target.adoption_id)
    table, rows, settings = table_of(adoption.version_id), standing(adoption, target), settings_of(adoption)
    gaps, risks, office = gap_rows(target), _risks(adoption), may_run(actor, adoption.programme)
    made = forecast(_state(table, rows, settings, gaps, risks))
    lines = lines_of(gaps, made.next, office)
    away = frozenset(code for code, row in rows.items() if row.outcome.elsewhere)
    counted = {line.row_code: line.id for line in lines if line.state in COUNTED}
    live = tuple(line for line in lines if line.state in COUNTED and line.row_code not in away)
    return ForecastSheet(
        adoption_id=adoption.pk,
        programme_id=adoption.programme_id,
        programme_title=adoption.programme.title,
        framework_title=adoption.version.framework.title,
        label=table.framework.label,
        target_name=_named(adoption, target),
        itself=adoption.subject_kind == SubjectKind.PROGRAMME.value,
        subjects=_subjects(adoption),
        settings=settings,
        points=_points(table, made, settings, any(row.unsaid for row in rows.values())),
        made=made if office and settings.threshold is not None else None,
        office=office,
        gaps=live,
        records=records(gaps) if office else (),
        vetoes=tuple(_vetoes(table, rows, risks, office)),
        lacking=tuple(_lacking(table, rows, made, counted)),
        bare=tuple(code for code, row in rows.items() if row.seen is not None and not row.grounds and code not in away),
        closed=tuple(line for line in lines if line not in live),
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
    table, rows = table_of(adoption.version_id), standing(adoption, target)
    return _state(table, rows, settings, gap_rows(target), _risks(adoption))


def settings_of(adoption: Adoption) -> Settings:
    """What an adoption is forecast for, with the defaults where nothing was set."""
    row = ForecastSettings.objects.filter(adoption=adoption).first() or ForecastSettings(adoption=adoption)
    own = None if row.threshold is None else from_millionths(row.threshold)
    mark = table_of(adoption.version_id).framework.pass_mark
    threshold = own if own is not None else mark.points if mark is not None else None
    return Settings(row.on, threshold, own, row.firm, row.possible, row.hard, row.strict, row.edit)


# --- the state ---------------------------------------------------------------------------------------------------


def _state(
    table: Table,
    rows: Mapping[str, RowStanding],
    settings: Settings,
    gaps: Iterable[Gap],
    risks: Mapping[int, Risk],
) -> pure.State:
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
        vetoes=tuple(_veto(row, risks) for row in rows.values() if _is_veto(table, row)),
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


def _is_veto(table: Table, row: RowStanding) -> bool:
    return table.compiled.rows[row.code].row.kind is RowKind.VETO and not row.outcome.elsewhere


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


def _risks(adoption: Adoption) -> dict[int, Risk]:
    return {risk.row_id: risk for risk in Risk.objects.filter(adoption=adoption)}


UNSAID = Phrase(_("Rows in parts for one body each are left out: nobody has said which part it is"))


def _points(table: Table, made: Forecast, settings: Settings, left_out: bool) -> Points:
    unmarked = {lack.id for lack in made.lacks if (lack.kind, lack.field) == ("row", "mark")}
    marked = len(made.state.rows) - len(unmarked)
    if not marked:
        said: tuple[Phrase, ...] = (Phrase(_("No row has a mark that counts: what can be proved is not known yet")),)
    elif settings.threshold is None:
        said = (Phrase(_("Can be proved {proved}; no threshold is set"), {"proved": words.plain(made.proved)}),)
    else:
        said = words.points(made)
    return Points(
        proved=made.proved,
        most=made.most,
        threshold=settings.threshold,
        total=table.framework.total,
        rows=len(made.state.rows),
        marked=marked,
        words=(*said, *((UNSAID,) if left_out else ()), *words.rounding(made)),
    )


def _lacking(
    table: Table, rows: Mapping[str, RowStanding], made: Forecast, gaps: Mapping[str, int]
) -> Iterable[RowLack]:
    """Rows that bear points and lack something, in the order of the table."""
    lacks = {(lack.id, lack.field) for lack in made.lacks if lack.kind == "row"}
    for row in made.state.rows:
        code = str(row.id)
        points, mark = (row.id, "points") in lacks, rows[code].points is None
        bare = rows[code].seen is not None and not rows[code].grounds
        if points or mark or bare:
            yield RowLack(code, table.compiled.rows[code].row.title, points, mark, bare, gaps.get(code))


def _vetoes(
    table: Table, rows: Mapping[str, RowStanding], risks: Mapping[int, Risk], office: bool
) -> Iterable[VetoLine]:
    for code, row in rows.items():
        if _is_veto(table, row):
            risk = risks.get(row.row_id)
            percent, reason = (risk.percent, risk.reason) if risk and office else (None, "")
            title = table.compiled.rows[code].row.title
            yield VetoLine(row.row_id, code, title, row.outcome.struck, percent, reason)


def _named(adoption: Adoption, target: Target) -> str:
    """The name of whoever is forecast; a unit or a site that has no subject in any round is not known here."""
    if target.unit_id is None and target.site_id is None:
        return adoption.programme.title
    for one in adoption.rounds.order_by("-order"):
        found = one.subjects.filter(whose(target)).first()
        if found is not None and (found.unit is not None or found.site is not None):
            return found.unit.name if found.unit is not None else found.site.name if found.site is not None else ""
    raise NotFound("subject-not-found", _("There is no such subject in this assessment."))


def _kept(target: Target) -> tuple[tuple[date, str], ...]:
    """The forecasts that were kept: their day and what could be proved then."""
    rows = ForecastRun.objects.filter(whose(target), adoption_id=target.adoption_id).order_by("on", "pk")
    return tuple((on, str(proved)) for on, proved in rows.values_list("on", "answer__proved"))


def _subjects(adoption: Adoption) -> tuple[Named, ...]:
    """The units or sites of the latest round; nothing where the programme itself is assessed."""
    last = adoption.rounds.order_by("-order").first()
    if last is None or adoption.subject_kind == SubjectKind.PROGRAMME.value:
        return ()
    rows = last.subjects.select_related("unit", "site").order_by("unit__order", "site__name", "pk")
    return tuple(
        Named(Target(adoption.pk, one.unit_id, one.site_id), str(one.unit.name if one.unit else one.site.name))  # type: ignore[union-attr]
        for one in rows
    )
