"""The grid: whose the sentences of one commitment are, beside what the whole draft comes to and what it still lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, Max, Min, OuterRef, Q

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Measure, Obligation, Occurrence, Programme, Revision, Target
from luoshi.programme.policy import parties, require_move, visible
from luoshi.programme.queries.drafted import Counted, Named, counted
from luoshi.programme.queries.facts import PhaseFacts, ProgrammeLine, line_of, phases_of, programme
from luoshi.programme.rules import CommitmentKind, Noun, OccurrenceState, ProgrammeState, UnitRole
from luoshi.programme.rules.issue_faults import FAULT_WORDS, Fault, FaultKind
from luoshi.programme.rules.leads import Candidate, Past, Suggestion, suggest
from luoshi.tenancy.rules import Actor

WINDOW = 30  # commitments in the list beside the grid


@dataclass(frozen=True, slots=True)
class Mark:
    """A commitment in the list: what hinders it (``hard``), whether a lead is missing (``soft``), who owes it."""

    id: int
    number: str
    title: str
    kind: CommitmentKind
    hard: int
    soft: int
    owed: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A body, or a group with its ``members``; ``owed`` is what it owes over the whole programme (a group: at most)."""

    unit_id: int | None
    group_id: int | None
    name: str
    role: UnitRole
    owed: int
    members: int
    ticked: int

    @property
    def key(self) -> str:
        """How forms name it: unit-7, group-2."""
        return f"unit-{self.unit_id}" if self.unit_id is not None else f"group-{self.group_id}"


@dataclass(frozen=True, slots=True)
class GridSquare:
    """A sentence at a body; ``ground`` is the duty word on which the tick was proposed."""

    column: GridColumn
    ticked: bool
    proposed: bool
    ground: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A sentence; ``original`` is what the plan says, where it says it otherwise."""

    id: int
    text: str
    original: str
    principle: bool
    last: bool
    squares: tuple[GridSquare, ...]

    @property
    def ticks(self) -> int:
        """For how many columns it is ticked."""
        return sum(square.ticked for square in self.squares)


@dataclass(frozen=True, slots=True)
class FaultLine:
    """What is wrong with the chosen one: marked words, and the sentence or body that it is about."""

    kind: FaultKind
    hard: bool
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity to be reached."""

    id: int
    text: str
    subject: str
    value: Decimal
    unit: str
    comparator: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The commitment that is worked on. ``edit`` goes with its forms; ``apart`` where it came out of another one.
    Its area (the tasks of an area, the duties of a phase, the safeguards) has ``beside`` other commitments;
    ``bare_beside`` of all of them name nobody and have sentences that are tracked.
    """

    id: int
    edit: int
    number: str
    title: str
    kind: CommitmentKind
    restricted: bool
    says: Revision
    phase_id: int | None
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    quantities: tuple[Quantity, ...]
    suggestion: Suggestion
    suggested: str
    faults: tuple[FaultLine, ...]
    owed: int
    apart: bool
    beside: int
    bare_beside: int

    @property
    def lead(self) -> GridColumn | None:
        """Who leads."""
        return next((column for column in self.columns if column.role is UnitRole.LEAD), None)

    @property
    def followed(self) -> bool:
        """Whether a body is named that has ended; it may have become part of another one."""
        return any(fault.kind is FaultKind.UNIT_ENDED for fault in self.faults)

    @property
    def likely_lead(self) -> int | None:
        """The body that a form offers first: who leads, else who is suggested."""
        return self.lead.unit_id if self.lead else self.suggestion.unit_id


@dataclass(frozen=True, slots=True)
class GridSheet:
    """All that the page shows. ``before`` and ``after`` are the neighbours of the chosen one; ``undo`` and ``redo`` the
    numbers of the steps that may be turned.
    """

    programme: ProgrammeLine
    may: bool
    marks: tuple[Mark, ...]
    all: int
    place: int
    before: int | None
    after: int | None
    next_fault: int | None
    chosen: Chosen | None
    phases: tuple[PhaseFacts, ...]
    units: tuple[tuple[int, str], ...]
    groups: tuple[tuple[int, str, int], ...]
    obligations: int
    of_tasks: int
    everything: int
    sentences_without_unit: int
    hard: int
    undo: int | None
    redo: int | None

    @property
    def others(self) -> int:
        """Obligations of duties and safeguards."""
        return self.obligations - self.of_tasks


def issue_faults(actor: Actor, programme_id: int, today: date) -> tuple[Fault, ...]:
    """What stands between a draft and its issue. Raises ``NotFound`` for strangers."""
    return counted(actor, programme(actor, programme_id), today).faults


def grid(actor: Actor, programme_id: int, today: date, commitment_id: int | None = None) -> GridSheet:
    """The grid of a commitment: the one that is asked for, else the first that lacks something.

    For the programme's office. Raises ``NotFound`` for strangers, ``NotAllowed`` for others.
    """
    found = _found(actor, programme_id)
    require_move(Noun.PROGRAMME, "decompose", ProgrammeState.DRAFT.value, parties(actor, found))
    tally = counted(actor, found, today)
    hard = Counter(fault.commitment_id for fault in tally.faults if fault.hard)
    soft = Counter(fault.commitment_id for fault in tally.faults if not fault.hard)
    listed = [row for row in tally.revisions if row.commitment.kind != CommitmentKind.AREA.value]
    at = _place(listed, commitment_id, hard)
    first = max(0, min(at - WINDOW // 3, len(listed) - WINDOW)) if listed else 0
    names = tally.names
    later = [row.commitment_id for row in [*listed[at + 1 :], *listed[:at]] if hard[row.commitment_id]]
    return GridSheet(
        programme=line_of(found),
        may=found.state == ProgrammeState.DRAFT.value,
        marks=tuple(_mark(row, tally, (hard, soft), row is listed[at]) for row in listed[first : first + WINDOW]),
        all=len(listed),
        place=at + 1,
        before=listed[at - 1].commitment_id if at > 0 else None,
        after=listed[at + 1].commitment_id if at + 1 < len(listed) else None,
        next_fault=later[0] if later else None,
        chosen=_chosen(found, listed[at], tally, names) if listed else None,
        phases=phases_of(found),
        units=tuple(names.items()),
        groups=tuple((one.id, one.name, len(one.unit_ids)) for one in tally.groups.values()),
        obligations=tally.obligations,
        of_tasks=tally.of_tasks,
        everything=tally.everything,
        sentences_without_unit=sum(fault.kind.value == "sentence-without-unit" for fault in tally.faults),
        hard=sum(hard.values()),
        undo=getattr(found, "undo", None),
        redo=getattr(found, "redo", None),
    )


def _found(actor: Actor, programme_id: int) -> Programme:
    """The programme, with the numbers of the steps that may be taken back (``undo``) and done again (``redo``)."""
    last = Max("steps__number", filter=Q(steps__undone=False))
    first = Min("steps__number", filter=Q(steps__undone=True))
    found = visible(actor).filter(pk=programme_id).annotate(undo=last, redo=first).first()
    return found or programme(actor, programme_id)


def _place(listed: list[Revision], commitment_id: int | None, hard: Counter[int]) -> int:
    """The index of the chosen one. Raises ``NotFound`` where it is asked for and not there."""
    if commitment_id is not None:
        for at, row in enumerate(listed):
            if row.commitment_id == commitment_id:
                return at
        raise NotFound("commitment-not-found", _("There is no such commitment."))
    return next((at for at, row in enumerate(listed) if hard[row.commitment_id]), 0)


def _mark(row: Revision, tally: Counted, wrong: tuple[Counter[int], Counter[int]], chosen: bool) -> Mark:
    commitment = row.commitment
    return Mark(
        id=commitment.pk,
        number=commitment.number,
        title=commitment.title,
        kind=CommitmentKind(commitment.kind),
        hard=wrong[0][commitment.pk],
        soft=wrong[1][commitment.pk],
        owed=tally.owed_by_commitment.get(commitment.pk, 0),
        chosen=chosen,
    )


# --- the chosen one ---------------------------------------------------------------------------------------------


def _chosen(found: Programme, row: Revision, tally: Counted, names: Mapping[int, str]) -> Chosen:
    commitment = row.commitment
    texts, ticks = _ticks(commitment.pk)
    columns = tuple(_column(named, tally, names, ticks) for named in tally.named.get(commitment.pk, ()))
    last = next(reversed(texts), None)
    rows = tuple(_row(pk, *text, pk == last, columns, ticks) for pk, text in texts.items())
    candidates = _candidates(columns, names)
    words = "".join(sentence.text for sentence in rows if not sentence.principle)
    suggestion = suggest(commitment.title, words, candidates, _history(found, candidates), found.title)
    area = [one for one in tally.revisions if _place_of(one) == _place_of(row)]
    return Chosen(
        id=commitment.pk,
        edit=commitment.edit,
        number=commitment.number,
        title=commitment.title,
        kind=CommitmentKind(commitment.kind),
        restricted=commitment.restricted,
        says=row,
        phase_id=commitment.phase_id,
        columns=columns,
        rows=rows,
        quantities=_quantities(commitment.pk),
        suggestion=suggestion,
        suggested=names.get(suggestion.unit_id or 0, ""),
        faults=tuple(_fault(fault, columns, rows) for fault in tally.faults if fault.commitment_id == commitment.pk),
        owed=tally.owed_by_commitment.get(commitment.pk, 0),
        apart=commitment.pk in tally.apart,
        beside=len(area) - 1,
        bare_beside=sum(not tally.named.get(one.commitment_id) and getattr(one, "tracked", 0) > 0 for one in area),
    )


def _place_of(row: Revision) -> tuple[str, int | None, int | None]:
    """What the commitments of an area share: their sort, the heading above them, the phase."""
    return (row.commitment.kind, row.commitment.parent_id, row.commitment.phase_id)


Ticks = dict[tuple[int, int | None, int | None], tuple[str, bool]]


def _ticks(commitment_id: int) -> tuple[dict[int, tuple[str, str, bool]], Ticks]:
    """The sentences in order (text, the plan's words, whether it is a purpose), and the ticks, in one query."""
    rows = Measure.objects.filter(commitment_id=commitment_id).order_by("order", "pk")
    texts: dict[int, tuple[str, str, bool]] = {}
    ticks: Ticks = {}
    for pk, text, principle, original, unit_id, group_id, ground, proposed in rows.values_list(
        "pk",
        "text",
        "principle",
        "passage__text",
        "allocations__unit_id",
        "allocations__group_id",
        "allocations__ground",
        "allocations__proposed",
    ):
        texts[pk] = (text, original or "", principle)
        if unit_id is not None or group_id is not None:
            ticks[pk, unit_id, group_id] = (ground, proposed)
    return texts, ticks


def _column(named: Named, tally: Counted, names: Mapping[int, str], ticks: Ticks) -> GridColumn:
    group = tally.groups.get(named.group_id or 0)
    if group is not None:
        owed = max((tally.owed.get(unit_id, 0) for unit_id in group.unit_ids), default=0)
    else:
        owed = tally.owed.get(named.unit_id or 0, 0)
    return GridColumn(
        unit_id=named.unit_id,
        group_id=named.group_id,
        name=group.name if group else names.get(named.unit_id or 0, named.written),
        role=named.role,
        owed=owed,
        members=len(group.unit_ids) if group else 0,
        ticked=sum(tick[1:] == named.pair for tick in ticks),
    )


def _row(
    pk: int, text: str, original: str, principle: bool, last: bool, columns: tuple[GridColumn, ...], ticks: Ticks
) -> GridRow:
    squares = []
    for column in columns:
        tick = ticks.get((pk, column.unit_id, column.group_id))
        squares.append(GridSquare(column, tick is not None, bool(tick and tick[1]), tick[0] if tick else ""))
    return GridRow(pk, text, "" if original == text else original, principle, last, tuple(squares))


def _fault(fault: Fault, columns: tuple[GridColumn, ...], rows: tuple[GridRow, ...]) -> FaultLine:
    places = [row.text for row in rows if row.id == fault.measure_id]
    if fault.unit_id is not None or fault.group_id is not None:
        pair = (fault.unit_id, fault.group_id)
        places += [column.name for column in columns if (column.unit_id, column.group_id) == pair]
    return FaultLine(fault.kind, fault.hard, FAULT_WORDS[fault.kind], places[0] if places else "")


def _quantities(commitment_id: int) -> tuple[Quantity, ...]:
    rows = Target.objects.filter(commitment_id=commitment_id).select_related("metric").order_by("order")
    return tuple(
        Quantity(row.pk, row.text, row.metric.name, row.value, row.metric.unit_of_measure, row.comparator)
        for row in rows
    )


def _candidates(columns: tuple[GridColumn, ...], names: Mapping[int, str]) -> list[Candidate]:
    """Who might lead: the bodies that are named; where nobody is, any body of the county."""
    if not columns:
        return [Candidate(unit_id, name) for unit_id, name in names.items()]
    return [Candidate(column.unit_id, column.name) for column in columns if column.unit_id is not None]


def _history(found: Programme, candidates: list[Candidate]) -> list[Past]:
    """What the candidates led, or had confirmed, in the other programmes of the county."""
    confirmed = Occurrence.objects.filter(obligation=OuterRef("pk"), state=OccurrenceState.CONFIRMED.value)
    rows = (
        Obligation.objects.filter(jurisdiction_id=found.jurisdiction_id, withdrawn_on__isnull=True)
        .filter(unit_id__in=[candidate.unit_id for candidate in candidates])
        .exclude(commitment__programme=found)
        .annotate(confirmed=Exists(confirmed), title=F("commitment__title"))
        .filter(Q(role=UnitRole.LEAD.value) | Q(confirmed=True))
        .values_list("unit_id", "title", "role")
    )
    return [Past(unit_id, title, role == UnitRole.LEAD.value) for unit_id, title, role in rows]
