"""A programme's rows loaded once, in a number of queries that does not grow with the programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Assignment, Obligation, Phase, Programme, Revision
from luoshi.programme.policy import Verb, require, visible
from luoshi.programme.rules import CommitmentKind, Light, ProgrammeState, Terms, UnitRole, light_of
from luoshi.programme.rules.owing import owing
from luoshi.tenancy.rules import Actor
from luoshi.units.queries import groups


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme as lists and page heads show it."""

    id: int
    title: str
    issuer: str
    issued_on: date | None
    version_id: int | None
    state: ProgrammeState
    light_words: Mapping[str, str] = field(default_factory=dict)

    @property
    def issued(self) -> bool:
        """Whether bodies owe it already; of a draft only what it foresees is known."""
        return self.state in (ProgrammeState.ISSUED, ProgrammeState.CLOSED)


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """A phase; days inclusive."""

    id: int
    order: int
    name: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Tie:
    """One body or group at one commitment: as the plan names it (assignment), or as it is owed (obligation)."""

    commitment_id: int
    unit_id: int | None
    group_id: int | None
    role: UnitRole
    written: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A commitment with its current words and days, and the light that they give on a day."""

    id: int
    order: int
    number: str
    title: str
    kind: CommitmentKind
    parent_id: int | None
    phase: PhaseFacts | None
    text: str
    due: date | None
    start: date | None
    due_text: str
    rhythm_text: str
    passage_id: int | None
    confidence: int
    light: Light


@dataclass(frozen=True, slots=True)
class Loaded:
    """A programme with all that its pages draw from."""

    programme: ProgrammeLine
    phases: tuple[PhaseFacts, ...]
    commitments: tuple[Facts, ...]
    assignments: Mapping[int, tuple[Tie, ...]]
    obligations: Mapping[int, tuple[Tie, ...]]

    def of_kind(self, *kinds: CommitmentKind) -> tuple[Facts, ...]:
        """The commitments of some kinds, in order."""
        return tuple(item for item in self.commitments if item.kind in kinds)

    def beneath(self, item: Facts) -> tuple[Facts, ...]:
        """The tasks that a row of the board gathers: those of an area, or the task itself."""
        if item.kind is not CommitmentKind.AREA:
            return (item,)
        return tuple(task for task in self.commitments if task.parent_id == item.id)

    @property
    def rows(self) -> tuple[Facts, ...]:
        """The rows of the board: areas, and tasks that stand in none."""
        return tuple(item for item in self.of_kind(CommitmentKind.AREA, CommitmentKind.TASK) if item.parent_id is None)


def line_of(programme: Programme) -> ProgrammeLine:
    """A programme as a line."""
    return ProgrammeLine(
        programme.pk,
        programme.title,
        programme.issuer,
        programme.issued_on,
        programme.version_id,
        ProgrammeState(programme.state),
        dict(programme.light_words),
    )


def programme(actor: Actor, programme_id: int) -> Programme:
    """A programme. Raises ``NotFound`` for strangers and ``NotAllowed`` for colleagues without the right."""
    found = visible(actor).filter(pk=programme_id).first()
    if found is not None:
        return found
    if Programme.objects.filter(pk=programme_id, jurisdiction_id=actor.jurisdiction_id).exists():
        require(actor, Verb.SEE)
    raise NotFound("programme-not-found", _("There is no such programme."))


def load(actor: Actor, programme_id: int, today: date) -> Loaded:
    """A programme as it stands on a day."""
    found = programme(actor, programme_id)
    phases = phases_of(found)
    revisions = Revision.objects.filter(
        current=True, commitment__programme=found, commitment__withdrawn_on__isnull=True
    )
    commitments = facts_of(revisions, phases, today)
    rows = Assignment.objects.filter(revision__current=True, revision__commitment__programme=found)
    assignments = assignments_of(rows)
    if found.state in (ProgrammeState.DRAFT.value, ProgrammeState.CONSULTING.value):
        obligations = _foreseen(actor, assignments, today)
    else:
        owed = Obligation.objects.filter(commitment__programme=found, withdrawn_on__isnull=True)
        obligations = obligations_of(owed)
    return Loaded(
        programme=line_of(found),
        phases=phases,
        commitments=commitments,
        assignments=assignments,
        obligations=obligations,
    )


def _foreseen(actor: Actor, assignments: Mapping[int, tuple[Tie, ...]], today: date) -> dict[int, tuple[Tie, ...]]:
    """What a draft would make bodies owe if it were issued on a day."""
    members = {group.id: [unit.id for unit in group.members] for group in groups(actor, today)}
    found = {}
    for commitment_id, ties in assignments.items():
        owed = owing(((tie.unit_id, tie.group_id, tie.role) for tie in ties), members)
        found[commitment_id] = tuple(Tie(commitment_id, unit, group, role) for unit, (role, group) in owed.items())
    return found


def phases_of(found: Programme) -> tuple[PhaseFacts, ...]:
    """The phases of a programme in order."""
    rows = Phase.objects.filter(programme=found).order_by("order")
    return tuple(PhaseFacts(row.pk, row.order, row.name, row.start, row.end) for row in rows)


def facts_of(revisions: QuerySet[Revision], phases: tuple[PhaseFacts, ...], today: date) -> tuple[Facts, ...]:
    """Current revisions, all of one programme, with their commitments and lights."""
    by_id = {phase.id: phase for phase in phases}
    end = last_of(phases)
    rows = revisions.select_related("commitment").order_by("commitment__order")
    return tuple(_facts(row, by_id, end, today) for row in rows)


def last_of(phases: Iterable[PhaseFacts]) -> date | None:
    """The last day of a programme, as its phases tell it."""
    return max((phase.end for phase in phases if phase.end), default=None)


def terms_of(row: Revision, phase: PhaseFacts | Phase | None, end: date | None) -> Terms:
    """The dates of a revision: its own, its phase's, and the last day of the programme."""
    return Terms(
        due=row.due,
        every=row.every,
        interval=row.interval,
        month=row.month,
        day=row.day,
        phase_name=phase.name if phase else "",
        phase_start=phase.start if phase else None,
        phase_end=phase.end if phase else None,
        programme_end=end,
        start=row.start,
    )


def _facts(row: Revision, phases: Mapping[int, PhaseFacts], end: date | None, today: date) -> Facts:
    commitment = row.commitment
    phase = phases.get(commitment.phase_id or 0)
    return Facts(
        id=commitment.pk,
        order=commitment.order,
        number=commitment.number,
        title=commitment.title,
        kind=CommitmentKind(commitment.kind),
        parent_id=commitment.parent_id,
        phase=phase,
        text=row.text,
        due=row.due,
        start=row.start,
        due_text=row.due_text,
        rhythm_text=row.rhythm_text,
        passage_id=row.passage_id,
        confidence=row.confidence,
        light=light_of(terms_of(row, phase, end), today),
    )


def assignments_of(rows: QuerySet[Assignment]) -> dict[int, tuple[Tie, ...]]:
    """Assignments by commitment, in the order of the plan."""
    found: dict[int, list[Tie]] = defaultdict(list)
    fields = ("revision__commitment_id", "unit_id", "group_id", "role", "written")
    for commitment_id, unit_id, group_id, role, written in rows.order_by("revision_id", "order").values_list(*fields):
        found[commitment_id].append(Tie(commitment_id, unit_id, group_id, UnitRole(role), written))
    return {commitment_id: tuple(ties) for commitment_id, ties in found.items()}


def obligations_of(rows: QuerySet[Obligation]) -> dict[int, tuple[Tie, ...]]:
    """Obligations by commitment; ``group_id`` tells through which group, if any."""
    found: dict[int, list[Tie]] = defaultdict(list)
    fields = ("commitment_id", "unit_id", "group_id", "role")
    for commitment_id, unit_id, group_id, role in rows.order_by("commitment_id", "pk").values_list(*fields):
        found[commitment_id].append(Tie(commitment_id, unit_id, group_id, UnitRole(role)))
    return {commitment_id: tuple(ties) for commitment_id, ties in found.items()}
