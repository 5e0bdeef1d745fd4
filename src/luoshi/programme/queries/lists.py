"""What the numbers of the board open: programmes, commitments, assignments, bodies."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from luoshi.programme.models import Assignment, Programme, Revision
from luoshi.programme.policy import Verb, require, visible
from luoshi.programme.queries.choosing import Choice, commitment_rows, fits
from luoshi.programme.queries.duties import counted_lights, summed
from luoshi.programme.queries.facts import Facts, Loaded, ProgrammeLine, last_of, line_of, terms_of
from luoshi.programme.queries.paging import PAGE, Paged, paged
from luoshi.programme.queries.scenes import Scene, scene
from luoshi.programme.rules import CommitmentKind, Light, LightCode, UnitRole, light_of
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Group
from luoshi.units.queries import units
from luoshi.units.rules import UnitKind


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A commitment as a list shows it: how many owe it, and how they stand together."""

    id: int
    number: str
    title: str
    kind: CommitmentKind
    parent_id: int | None
    phase_name: str
    due: date | None
    due_text: str
    rhythm_text: str
    light: Light
    written: int
    owed: int
    lead_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """A body or a group as the plan names it for a task."""

    commitment_id: int
    number: str
    title: str
    role: UnitRole
    written: str
    unit_id: int | None
    group_id: int | None


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body as a list shows it: how many tasks and duties it owes, the worst light of them, and how many of each."""

    unit_id: int
    name: str
    kind: UnitKind
    group_names: tuple[str, ...]
    tasks: int
    duties: int
    light: LightCode
    difficulties: int
    lights: tuple[tuple[LightCode, int], ...]


def programmes(actor: Actor) -> tuple[ProgrammeLine, ...]:
    """The programmes of the actor's jurisdiction, newest first."""
    require(actor, Verb.SEE)
    return tuple(line_of(row) for row in visible(actor))


def programme_of(actor: Actor, version_id: int) -> int | None:
    """The programme that stands on a version of a plan, if there is one."""
    rows: list[Programme] = list(visible(actor).filter(version_id=version_id)[:1])
    return rows[0].pk if rows else None


# --- commitments --------------------------------------------------------------------------------------------------


def commitments(
    actor: Actor,
    programme_id: int,
    today: date,
    choice: Choice | None = None,
    *,
    page: int = 1,
    size: int = PAGE,
) -> Paged[CommitmentLine]:
    """Commitments in the order of the plan: those that fit, and of which anybody's obligation fits, areas left out."""
    found = scene(actor, programme_id, today, choice or Choice())
    if found.loaded is not None:
        items = _foreseen(found, found.loaded)
        return paged(len(items), page, lambda start, end: items[start:end], size)
    rows = commitment_rows(programme_id, found.choice)
    if found.issued is not None and (found.choice.of_bodies or found.choice.dated):
        rows = rows.filter(pk__in=found.issued.rows.values("commitment_id"))
    of_them = Revision.objects.filter(current=True, commitment__in=rows).order_by("commitment__order", "commitment_id")
    return paged(rows.count(), page, lambda start, end: _lines(found, of_them[start:end], today), size)


def _lines(found: Scene, rows: QuerySet[Revision], today: date) -> list[CommitmentLine]:
    phases, end = {phase.id: phase for phase in found.phases}, last_of(found.phases)
    some = list(rows.select_related("commitment"))
    pks = [row.commitment_id for row in some]
    lights = _lights(pks)
    written, leads = _written(pks)
    lines = []
    for row in some:
        item, phase = row.commitment, phases.get(row.commitment.phase_id or 0)
        lines.append(
            CommitmentLine(
                id=item.pk,
                number=item.number,
                title=item.title,
                kind=CommitmentKind(item.kind),
                parent_id=item.parent_id,
                phase_name=phase.name if phase else "",
                due=row.due,
                due_text=row.due_text,
                rhythm_text=row.rhythm_text,
                light=summed(lights[item.pk], light_of(terms_of(row, phase, end), today)),
                written=written[item.pk],
                owed=sum(lights[item.pk].values()),
                lead_names=tuple(leads[item.pk]),
            )
        )
    return lines


def _lights(commitment_ids: list[int]) -> dict[int, Counter[LightCode]]:
    rows = Revision.objects.filter(current=True, commitment_id__in=commitment_ids).annotate(**counted_lights())
    found: dict[int, Counter[LightCode]] = defaultdict(Counter)
    for commitment_id, *counts in rows.values_list("commitment_id", *counted_lights()):
        found[commitment_id] = Counter({code: count for code, count in zip(LightCode, counts, strict=True) if count})
    return found


def _written(commitment_ids: list[int]) -> tuple[Counter[int], dict[int, list[str]]]:
    """How many bodies and groups the plan names for each commitment, and who of them leads."""
    rows = Assignment.objects.filter(revision__current=True, revision__commitment_id__in=commitment_ids)
    count: Counter[int] = Counter()
    leads: dict[int, list[str]] = defaultdict(list)
    for commitment_id, role, name in rows.order_by("order").values_list("revision__commitment_id", "role", "written"):
        count[commitment_id] += 1
        if role == UnitRole.LEAD.value:
            leads[commitment_id].append(name)
    return count, leads


def _foreseen(found: Scene, loaded: Loaded) -> list[CommitmentLine]:
    chosen = found.choice
    owed = {item.id for item, _tie in found.foreseen.ties} if found.foreseen else set()
    narrow = chosen.unit_id or chosen.group_id or chosen.role
    return [
        _of_draft(loaded, item) for item in loaded.commitments if fits(item, chosen) and (item.id in owed or not narrow)
    ]


def _of_draft(loaded: Loaded, item: Facts) -> CommitmentLine:
    written = loaded.assignments.get(item.id, ())
    return CommitmentLine(
        id=item.id,
        number=item.number,
        title=item.title,
        kind=item.kind,
        parent_id=item.parent_id,
        phase_name=item.phase.name if item.phase else "",
        due=item.due,
        due_text=item.due_text,
        rhythm_text=item.rhythm_text,
        light=item.light,
        written=len(written),
        owed=len(loaded.obligations.get(item.id, ())),
        lead_names=tuple(dict.fromkeys(tie.written for tie in written if tie.role is UnitRole.LEAD)),
    )


# --- as the plan writes it ----------------------------------------------------------------------------------------


def assignments(
    actor: Actor,
    programme_id: int,
    today: date,
    choice: Choice | None = None,
    *,
    page: int = 1,
    size: int = PAGE,
) -> Paged[AssignmentLine]:
    """Whom the plan names for its tasks, groups as one."""
    found = scene(actor, programme_id, today, choice or Choice())
    chosen = found.choice
    tasks = commitment_rows(programme_id, chosen).filter(kind=CommitmentKind.TASK.value)
    rows = Assignment.objects.filter(revision__current=True, revision__commitment__in=tasks)
    if chosen.unit_id is not None:
        rows = rows.filter(unit_id=chosen.unit_id)
    if chosen.group_id is not None:
        rows = rows.filter(group_id=chosen.group_id)
    if chosen.role is not None:
        rows = rows.filter(role=chosen.role.value)
    rows = rows.select_related("revision__commitment").order_by("revision__commitment__order", "revision_id", "order")
    return paged(rows.count(), page, lambda start, end: [_assignment(row) for row in rows[start:end]], size)


def _assignment(row: Assignment) -> AssignmentLine:
    item = row.revision.commitment
    return AssignmentLine(item.pk, item.number, item.title, UnitRole(row.role), row.written, row.unit_id, row.group_id)


# --- bodies -------------------------------------------------------------------------------------------------------


def bodies(actor: Actor, programme_id: int, today: date, choice: Choice | None = None) -> tuple[BodyLine, ...]:
    """Every body that owes anything in a programme, in the order of the jurisdiction's bodies."""
    found = scene(actor, programme_id, today, choice or Choice())
    owed = {tally.unit_id: tally for tally in found.source.units()}
    names = dict(Group.objects.filter(jurisdiction_id=actor.jurisdiction_id).values_list("pk", "name"))
    return tuple(
        BodyLine(
            unit_id=unit.id,
            name=unit.name,
            kind=unit.kind,
            group_names=tuple(names[group_id] for group_id in owed[unit.id].group_ids if group_id in names),
            tasks=owed[unit.id].tasks,
            duties=owed[unit.id].duties,
            light=owed[unit.id].light,
            difficulties=owed[unit.id].difficulties,
            lights=owed[unit.id].lights,
        )
        for unit in units(actor)
        if unit.id in owed
    )
