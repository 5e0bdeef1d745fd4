"""The board: areas × bodies, phases with today's line, duties by date, sites."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count
from django.db.models.functions import Coalesce

from luoshi.programme.models import Assignment, Commitment, SiteCategory
from luoshi.programme.queries.choosing import Choice
from luoshi.programme.queries.duties import MOST_DUTIES, DutyLine, duties_of
from luoshi.programme.queries.facts import PhaseFacts, ProgrammeLine
from luoshi.programme.queries.scenes import Scene, scene
from luoshi.programme.queries.state import StateLine, owns, state_of
from luoshi.programme.queries.tallies import STRONG_FIRST, Named, Tally, in_order, worst_code
from luoshi.programme.queries.totals import Totals, totals
from luoshi.programme.rules import CommitmentKind, LightCode, UnitRole
from luoshi.tenancy.rules import Actor

MOST_ROWS = 60  # tasks in no area are rows of their own; a page shows so many


@dataclass(frozen=True, slots=True)
class PhaseBar:
    """A phase on the line of time: thousandths of the way from the programme's first day to its last."""

    id: int
    name: str
    start: date | None
    end: date | None
    place: str  # past, now, ahead, undated
    from_permille: int
    to_permille: int
    duties: int


@dataclass(frozen=True, slots=True)
class Column:
    """A body, and how many tasks it owes."""

    unit_id: int
    name: str
    short: str
    tasks: int


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """A group that tasks name, with the members that owe through it for when it is opened."""

    group_id: int
    name: str
    members: int
    units: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one body has in one row: how many tasks, its strongest role, the worst light of them, and how many
    difficulties wait for an answer. Of a group ``count`` is how many bodies owe, and ``lights`` how they stand.
    """

    count: int
    role: UnitRole
    light: LightCode
    difficulties: int = 0
    lights: tuple[tuple[LightCode, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """An area or a task. ``cells`` by body holds whoever owes it, members of groups included; ``written`` counts the
    assignments as the plan writes them, ``owed`` the obligations.
    """

    commitment_id: int
    number: str
    title: str
    kind: CommitmentKind
    tasks: int
    cells: Mapping[int, Cell]
    group_cells: Mapping[int, Cell]
    written: int
    owed: int
    light: LightCode


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of site and its quota."""

    name: str
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """A structure of sites."""

    name: str
    total: int | None
    unit: str
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A programme at a glance on a day, narrowed to a choice; ``totals`` and ``state`` are of the whole.
    ``more_rows`` and ``more_duties`` where the list of commitments has more than the first that stand here.
    """

    programme: ProgrammeLine
    choice: Choice
    today: date
    state: StateLine
    totals: Totals
    phases: tuple[PhaseBar, ...]
    today_permille: int | None
    columns: tuple[Column, ...]
    group_columns: tuple[GroupColumn, ...]
    rows: tuple[Row, ...]
    more_rows: bool
    duties: tuple[DutyLine, ...]
    more_duties: bool
    schemes: tuple[Scheme, ...]


def board(actor: Actor, programme_id: int, today: date, choice: Choice | None = None) -> Board:
    """The board of a programme. Raises ``NotFound`` for strangers."""
    found = scene(actor, programme_id, today, choice or Choice())
    tallies = found.source.cells()
    figures = totals(found)
    schemes = _schemes(programme_id)
    sites = [scheme.total for scheme in schemes if scheme.total is not None]
    span = _span(found.phases)
    duties, rows = duties_of(found, today), _rows(found, tallies)
    phased = Counter(duty.phase_id for duty in duties)
    return Board(
        programme=found.programme,
        choice=found.choice,
        today=today,
        state=state_of(found, actor, today, None if owns(actor) else figures),
        totals=replace(figures, sites=sum(sites) if sites else None),
        phases=tuple(_bar(phase, span, today, phased[phase.id]) for phase in found.phases),
        today_permille=_permille(today, span),
        columns=_columns(tallies),
        group_columns=_group_columns(tallies),
        rows=rows[:MOST_ROWS],
        more_rows=len(rows) > MOST_ROWS,
        duties=duties[:MOST_DUTIES],
        more_duties=len(duties) > MOST_DUTIES,
        schemes=schemes,
    )


def _schemes(programme_id: int) -> tuple[Scheme, ...]:
    found: dict[int, Scheme] = {}
    rows = SiteCategory.objects.filter(scheme__programme_id=programme_id).select_related("scheme")
    for row in rows.order_by("scheme__order", "order"):
        scheme = found.get(row.scheme_id) or Scheme(row.scheme.name, row.scheme.total, row.scheme.unit, ())
        category = Category(row.name, row.quota_min, row.quota_max)
        found[row.scheme_id] = Scheme(scheme.name, scheme.total, scheme.unit, (*scheme.categories, category))
    return tuple(found.values())


# --- time -------------------------------------------------------------------------------------------------------


def _span(phases: tuple[PhaseFacts, ...]) -> tuple[date, date] | None:
    days = [day for phase in phases for day in (phase.start, phase.end) if day]
    return (min(days), max(days)) if len(days) > 1 and min(days) < max(days) else None


def _permille(day: date | None, span: tuple[date, date] | None) -> int | None:
    if day is None or span is None:
        return None
    first, last = span
    return max(0, min(1000, round(1000 * (day - first).days / ((last - first).days + 1))))


def _bar(phase: PhaseFacts, span: tuple[date, date] | None, today: date, duties: int) -> PhaseBar:
    start = _permille(phase.start, span)
    end = None if phase.end is None else _permille(date.fromordinal(phase.end.toordinal() + 1), span)
    return PhaseBar(
        id=phase.id,
        name=phase.name,
        start=phase.start,
        end=phase.end,
        place=place_of(phase, today),
        from_permille=start or 0,
        to_permille=end if end is not None else start or 0,
        duties=duties,
    )


def place_of(phase: PhaseFacts, today: date) -> str:
    """Whether a phase lies behind (past), ahead, or holds today (now); undated where its days do not say."""
    if phase.start is None and phase.end is None:
        return "undated"
    if phase.start is not None and today < phase.start:
        return "ahead"
    if phase.end is not None and today > phase.end:
        return "past"
    return "now"


# --- columns and rows -------------------------------------------------------------------------------------------


BARE = {"办公室", "办", "机关"}  # says nothing without the body that it belongs to
PREFIXES = ("县委", "市委", "区委", "县", "市", "区")


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Names for narrow columns: without the county, or the committee of its party, that they share. A name stays whole
    where another would then be the same, or nothing but an office would be left (办公室).
    """
    short = {name: name[len(_prefix(name)) :] for name in names}
    times = Counter(short.values())
    return {name: name if times[cut] > 1 or cut in BARE else cut for name, cut in short.items()}


def _prefix(name: str) -> str:
    found = (prefix for prefix in PREFIXES if name.startswith(prefix) and len(name) > len(prefix) + 1)
    return next(found, "")


def _columns(tallies: Iterable[Tally]) -> tuple[Column, ...]:
    """The bodies that owe anything by themselves."""
    count: Counter[Named] = Counter()
    for tally in tallies:
        if tally.group is None:
            count[tally.unit] += tally.count
    short = short_names([unit.name for unit in count])
    return tuple(Column(unit.id, unit.name, short[unit.name], count[unit]) for unit in sorted(count))


def _group_columns(tallies: Iterable[Tally]) -> tuple[GroupColumn, ...]:
    """The groups through which bodies owe, each with those bodies and how much they owe in all."""
    count: Counter[int] = Counter()
    members: dict[Named, set[Named]] = defaultdict(set)
    for tally in tallies:
        count[tally.unit.id] += tally.count
        if tally.group is not None:
            members[tally.group].add(tally.unit)
    return tuple(
        GroupColumn(
            group.id,
            group.name,
            len(members[group]),
            tuple(Column(unit.id, unit.name, unit.name, count[unit.id]) for unit in sorted(members[group])),
        )
        for group in sorted(members)
    )


def _rows(found: Scene, tallies: Sequence[Tally]) -> tuple[Row, ...]:
    by_row: dict[int, list[Tally]] = defaultdict(list)
    for tally in tallies:
        by_row[tally.row_id].append(tally)
    rows = Commitment.objects.filter(programme_id=found.programme.id, withdrawn_on__isnull=True, parent__isnull=True)
    rows = rows.filter(kind__in=(CommitmentKind.AREA.value, CommitmentKind.TASK.value)).order_by("order", "pk")
    if found.choice != Choice():
        rows = rows.filter(pk__in=list(by_row))
    written = _written(found.programme.id)
    shown = rows.values_list("pk", "number", "title", "kind")[: MOST_ROWS + 1]
    return tuple(
        _row(pk, number, title, CommitmentKind(kind), by_row[pk], written[pk]) for pk, number, title, kind in shown
    )


def _written(programme_id: int) -> dict[int, tuple[int, int]]:
    """By row: how many assignments the plan writes there, and in how many tasks."""
    rows = Assignment.objects.filter(
        revision__current=True,
        revision__commitment__programme_id=programme_id,
        revision__commitment__kind=CommitmentKind.TASK.value,
        revision__commitment__withdrawn_on__isnull=True,
    )
    at = Coalesce("revision__commitment__parent_id", "revision__commitment_id")
    counted = rows.annotate(at=at).order_by().values_list("at")
    tasks = Count("revision__commitment_id", distinct=True)
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    found.update({pk: (count, tasks) for pk, count, tasks in counted.annotate(count=Count("pk"), tasks=tasks)})
    return found


def _row(
    pk: int, number: str, title: str, kind: CommitmentKind, tallies: Sequence[Tally], written: tuple[int, int]
) -> Row:
    cells: dict[int, Cell] = {}
    for tally in tallies:
        cells[tally.unit.id] = _joined(cells.get(tally.unit.id), tally)
    return Row(
        commitment_id=pk,
        number=number,
        title=title,
        kind=kind,
        tasks=written[1],
        cells=cells,
        group_cells=_group_cells(tallies),
        written=written[0],
        owed=sum(tally.count for tally in tallies),
        light=worst_code(tally.light for tally in tallies),
    )


def _joined(before: Cell | None, tally: Tally) -> Cell:
    """A body may owe one task by itself and another through a group."""
    if before is None:
        return Cell(tally.count, tally.role, tally.light, tally.difficulties)
    return Cell(
        before.count + tally.count,
        min(before.role, tally.role, key=STRONG_FIRST.index),
        worst_code((before.light, tally.light)),
        before.difficulties + tally.difficulties,
    )


def _group_cells(tallies: Iterable[Tally]) -> dict[int, Cell]:
    """Of each group: how many of its bodies stand at which light."""
    through: dict[int, list[Tally]] = defaultdict(list)
    for tally in tallies:
        if tally.group is not None:
            through[tally.group.id].append(tally)
    return {
        group_id: Cell(
            count=len(members),
            role=min((member.role for member in members), key=STRONG_FIRST.index),
            light=worst_code(member.light for member in members),
            difficulties=sum(member.difficulties for member in members),
            lights=in_order(Counter(member.light for member in members)),
        )
        for group_id, members in through.items()
    }
