"""What the numbers of the board open: programmes, commitments, bodies."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from luoshi.programme.models import Programme
from luoshi.programme.policy import Verb, require, visible
from luoshi.programme.queries.facts import Facts, Loaded, ProgrammeLine, Tie, line_of, load
from luoshi.programme.rules import CommitmentKind, Light, LightCode, UnitRole, worst
from luoshi.tenancy.rules import Actor
from luoshi.units.queries import groups, units
from luoshi.units.rules import UnitKind


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A commitment as a list shows it."""

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
class BodyLine:
    """A body as a list shows it: how many tasks and duties it owes, and the worst light of them."""

    unit_id: int
    name: str
    kind: UnitKind
    group_names: tuple[str, ...]
    tasks: int
    duties: int
    light: Light | None


def programmes(actor: Actor) -> tuple[ProgrammeLine, ...]:
    """The programmes of the actor's jurisdiction, newest first."""
    require(actor, Verb.SEE)
    return tuple(line_of(row) for row in visible(actor))


def programme_of(actor: Actor, version_id: int) -> int | None:
    """The programme that stands on a version of a plan, if there is one."""
    rows: list[Programme] = list(visible(actor).filter(version_id=version_id)[:1])
    return rows[0].pk if rows else None


def commitments(  # noqa: PLR0913 - one filter each, as in the address
    actor: Actor,
    programme_id: int,
    today: date,
    *,
    kind: CommitmentKind | None = None,
    unit_id: int | None = None,
    group_id: int | None = None,
    phase_id: int | None = None,
    parent_id: int | None = None,
    light: LightCode | None = None,
) -> tuple[CommitmentLine, ...]:
    """Commitments in the order of the plan, those that fit all filters. ``unit_id`` is who owes, directly or through
    a group; ``group_id`` is whom the plan names.
    """
    loaded = load(actor, programme_id, today)
    return tuple(
        _line(loaded, item)
        for item in loaded.commitments
        if (kind is None or item.kind is kind)
        and (phase_id is None or (item.phase is not None and item.phase.id == phase_id))
        and (parent_id is None or item.parent_id == parent_id)
        and (light is None or item.light.code is light)
        and (unit_id is None or any(tie.unit_id == unit_id for tie in loaded.obligations.get(item.id, ())))
        and (group_id is None or any(tie.group_id == group_id for tie in loaded.assignments.get(item.id, ())))
    )


def _line(loaded: Loaded, item: Facts) -> CommitmentLine:
    beneath = loaded.beneath(item)
    written = [tie for task in beneath for tie in loaded.assignments.get(task.id, ())]
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
        light=worst(task.light for task in beneath) or item.light,
        written=len(written),
        owed=sum(len(loaded.obligations.get(task.id, ())) for task in beneath),
        lead_names=tuple(dict.fromkeys(tie.written for tie in written if tie.role is UnitRole.LEAD)),
    )


def bodies(actor: Actor, programme_id: int, today: date) -> tuple[BodyLine, ...]:
    """Every body that owes anything in a programme, in the order of the jurisdiction's bodies."""
    loaded = load(actor, programme_id, today)
    by_id = {item.id: item for item in loaded.commitments}
    owed: dict[int, list[Facts]] = defaultdict(list)
    through: dict[int, dict[int, Tie]] = defaultdict(dict)
    for commitment_id, ties in loaded.obligations.items():
        for tie in ties:
            owed[tie.unit_id or 0].append(by_id[commitment_id])
            if tie.group_id is not None:
                through[tie.unit_id or 0][tie.group_id] = tie
    names = {group.id: group.name for group in groups(actor, today)}
    lines = []
    for unit in units(actor):
        if unit.id not in owed:
            continue
        kinds = Counter(item.kind for item in owed[unit.id])
        lines.append(
            BodyLine(
                unit_id=unit.id,
                name=unit.name,
                kind=unit.kind,
                group_names=tuple(names[group_id] for group_id in through[unit.id] if group_id in names),
                tasks=kinds[CommitmentKind.TASK],
                duties=kinds[CommitmentKind.DUTY] + kinds[CommitmentKind.SAFEGUARD],
                light=worst(item.light for item in owed[unit.id]),
            )
        )
    return tuple(lines)
