"""The board: areas × bodies, phases with today's line, duties by date, sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.programme.models import Measure, SiteCategory, Target
from luoshi.programme.queries.facts import Facts, Loaded, PhaseFacts, ProgrammeLine, Tie, load
from luoshi.programme.queries.state import StateLine, state_of
from luoshi.programme.rules import CommitmentKind, Light, UnitRole, worst
from luoshi.tenancy.rules import Actor
from luoshi.units.queries import GroupFacts, UnitFacts, groups, units


@dataclass(frozen=True, slots=True)
class Totals:
    """The programme in figures. Assignments are as the plan writes them at its tasks; obligations are the same after
    groups have been expanded; ``bodies`` owe anything at all, ``named_bodies`` are named at a task themselves.
    """

    areas: int
    tasks: int
    assignments: int
    obligations: int
    bodies: int
    named_bodies: int
    phases: int
    duties: int
    safeguards: int
    sites: int | None
    measures: int
    principles: int
    targets: int


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
    """A body that tasks name, and how many of them do."""

    unit_id: int
    name: str
    short: str
    tasks: int


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """A group that tasks name, with its members for when it is opened."""

    group_id: int
    name: str
    members: int
    units: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one body (or group) has in one row: how many tasks, its strongest role, and the worst light of them."""

    count: int
    role: UnitRole
    light: Light


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
    light: Light


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty of a phase or a safeguard; ``days`` until its day, negative when it has passed."""

    id: int
    number: str
    title: str
    kind: CommitmentKind
    phase_id: int | None
    phase_name: str
    due: date | None
    days: int | None
    light: Light
    bodies: int


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
    """A programme at a glance on a day."""

    programme: ProgrammeLine
    today: date
    state: StateLine
    totals: Totals
    phases: tuple[PhaseBar, ...]
    today_permille: int | None
    columns: tuple[Column, ...]
    group_columns: tuple[GroupColumn, ...]
    rows: tuple[Row, ...]
    duties: tuple[DutyLine, ...]
    schemes: tuple[Scheme, ...]


_STRONG = (UnitRole.LEAD, UnitRole.RESPONSIBLE, UnitRole.SUPPORT)


def board(actor: Actor, programme_id: int, today: date) -> Board:
    """The board of a programme. Raises ``NotFound`` for strangers."""
    loaded = load(actor, programme_id, today)
    bodies = {unit.id: unit for unit in units(actor, today)}
    collectives = {group.id: group for group in groups(actor, today)}
    schemes = _schemes(programme_id)
    totals = _totals(loaded, schemes)
    span = _span(loaded.phases)
    return Board(
        programme=loaded.programme,
        today=today,
        state=state_of(loaded, actor, today),
        totals=totals,
        phases=tuple(_bar(loaded, phase, span, today) for phase in loaded.phases),
        today_permille=_permille(today, span),
        columns=_columns(loaded, bodies),
        group_columns=_group_columns(loaded, collectives),
        rows=tuple(_row(loaded, item) for item in loaded.rows),
        duties=duties_of(loaded, today),
        schemes=schemes,
    )


# --- figures ----------------------------------------------------------------------------------------------------


def _schemes(programme_id: int) -> tuple[Scheme, ...]:
    found: dict[int, Scheme] = {}
    rows = SiteCategory.objects.filter(scheme__programme_id=programme_id).select_related("scheme")
    for row in rows.order_by("scheme__order", "order"):
        scheme = found.get(row.scheme_id) or Scheme(row.scheme.name, row.scheme.total, row.scheme.unit, ())
        category = Category(row.name, row.quota_min, row.quota_max)
        found[row.scheme_id] = Scheme(scheme.name, scheme.total, scheme.unit, (*scheme.categories, category))
    return tuple(found.values())


def _totals(loaded: Loaded, schemes: tuple[Scheme, ...]) -> Totals:
    tasks = loaded.of_kind(CommitmentKind.TASK)
    named = {tie.unit_id for task in tasks for tie in loaded.assignments.get(task.id, ()) if tie.unit_id}
    sites = [scheme.total for scheme in schemes if scheme.total is not None]
    measures = Counter(
        Measure.objects.filter(commitment__programme_id=loaded.programme.id).values_list("principle", flat=True)
    )
    return Totals(
        areas=len(loaded.rows),
        tasks=len(tasks),
        assignments=sum(len(loaded.assignments.get(task.id, ())) for task in tasks),
        obligations=sum(len(loaded.obligations.get(task.id, ())) for task in tasks),
        bodies=len({tie.unit_id for ties in loaded.obligations.values() for tie in ties}),
        named_bodies=len(named),
        phases=len(loaded.phases),
        duties=len(loaded.of_kind(CommitmentKind.DUTY)),
        safeguards=len(loaded.of_kind(CommitmentKind.SAFEGUARD)),
        sites=sum(sites) if sites else None,
        measures=measures[False],
        principles=measures[True],
        targets=Target.objects.filter(programme_id=loaded.programme.id).count(),
    )


# --- time -------------------------------------------------------------------------------------------------------


def _span(phases: tuple[PhaseFacts, ...]) -> tuple[date, date] | None:
    days = [day for phase in phases for day in (phase.start, phase.end) if day]
    return (min(days), max(days)) if len(days) > 1 and min(days) < max(days) else None


def _permille(day: date | None, span: tuple[date, date] | None) -> int | None:
    if day is None or span is None:
        return None
    first, last = span
    return max(0, min(1000, round(1000 * (day - first).days / ((last - first).days + 1))))


def _bar(loaded: Loaded, phase: PhaseFacts, span: tuple[date, date] | None, today: date) -> PhaseBar:
    duties = sum(item.phase is not None and item.phase.id == phase.id for item in loaded.commitments)
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


def duties_of(loaded: Loaded, today: date) -> tuple[DutyLine, ...]:
    """Duties of phases and safeguards, in the order of the plan."""
    return tuple(
        DutyLine(
            id=item.id,
            number=item.number,
            title=item.title,
            kind=item.kind,
            phase_id=item.phase.id if item.phase else None,
            phase_name=item.phase.name if item.phase else "",
            due=item.due,
            days=None if item.due is None else (item.due - today).days,
            light=item.light,
            bodies=len(loaded.obligations.get(item.id, ())),
        )
        for item in loaded.of_kind(CommitmentKind.DUTY, CommitmentKind.SAFEGUARD)
    )


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


def _columns(loaded: Loaded, bodies: Mapping[int, UnitFacts]) -> tuple[Column, ...]:
    count = Counter(
        tie.unit_id
        for task in loaded.of_kind(CommitmentKind.TASK)
        for tie in loaded.assignments.get(task.id, ())
        if tie.unit_id is not None
    )
    named = [unit for unit in bodies.values() if unit.id in count]
    short = short_names([unit.name for unit in named])
    return tuple(Column(unit.id, unit.name, short[unit.name], count[unit.id]) for unit in named)


def _group_columns(loaded: Loaded, collectives: Mapping[int, GroupFacts]) -> tuple[GroupColumn, ...]:
    tasks = loaded.of_kind(CommitmentKind.TASK)
    named = {tie.group_id for task in tasks for tie in loaded.assignments.get(task.id, ()) if tie.group_id}
    count = Counter(tie.unit_id for task in tasks for tie in loaded.obligations.get(task.id, ()))
    return tuple(
        GroupColumn(
            group.id,
            group.name,
            len(group.members),
            tuple(Column(unit.id, unit.name, unit.name, count[unit.id]) for unit in group.members),
        )
        for group in collectives.values()
        if group.id in named
    )


def _row(loaded: Loaded, item: Facts) -> Row:
    tasks = loaded.beneath(item)
    written = [(task, tie) for task in tasks for tie in loaded.assignments.get(task.id, ())]
    owed = [(task, tie) for task in tasks for tie in loaded.obligations.get(task.id, ())]
    return Row(
        commitment_id=item.id,
        number=item.number,
        title=item.title,
        kind=item.kind,
        tasks=len(tasks),
        cells=_cells((tie.unit_id, task, tie) for task, tie in owed),
        group_cells=_cells((tie.group_id, task, tie) for task, tie in written),
        written=len(written),
        owed=len(owed),
        light=worst(task.light for task in tasks) or item.light,
    )


def _cells(ties: Iterable[tuple[int | None, Facts, Tie]]) -> dict[int, Cell]:
    found: dict[int, Cell] = {}
    for key, task, tie in ties:
        if key is None:
            continue
        before = found.get(key)
        if before is None:
            found[key] = Cell(1, tie.role, task.light)
            continue
        found[key] = Cell(
            before.count + 1,
            min(before.role, tie.role, key=_STRONG.index),
            worst((before.light, task.light)) or task.light,
        )
    return found
