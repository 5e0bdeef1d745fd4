"""The first line of a page: the state of a programme in words, every number of which can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.queries.facts import Facts, Loaded, load
from luoshi.programme.rules import CommitmentKind, LightCode
from luoshi.tenancy.rules import Actor, Role

WHOLE = (Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.INSPECTOR, Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Part:
    """A clause of the line. ``key`` and ``id`` name what opens: see ``StateLine``; ``number`` stands in the phrase."""

    phrase: Phrase
    number: int | None
    key: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class StateLine:
    """The clauses in order. Keys: commitment (id), phase (id), areas, assignments, obligations, bodies, late,
    due-soon, own (id of the body).
    """

    parts: tuple[Part, ...]


def state_line(actor: Actor, programme_id: int, today: date) -> StateLine:
    """The state of a programme as it concerns the actor. Raises ``NotFound`` for strangers."""
    return state_of(load(actor, programme_id, today), actor, today)


def state_of(loaded: Loaded, actor: Actor, today: date) -> StateLine:
    """The same of a programme that is loaded: all of it for those who run or watch it, a body's own for a body."""
    own = not actor.has(*WHOLE) and bool(actor.unit_ids)
    mine = [item for item in loaded.commitments if not own or _owes(loaded, item, actor)]
    parts = [*_next(mine, today), *_phase(loaded, today)]
    parts += _own(mine, actor) if own else _whole(loaded)
    return StateLine(tuple(parts + _lit(mine)))


def _owes(loaded: Loaded, item: Facts, actor: Actor) -> bool:
    return any(tie.unit_id in actor.unit_ids for tie in loaded.obligations.get(item.id, ()))


def _part(message: str, number: int | None, key: str, id: int | None = None, **params: object) -> Part:  # noqa: A002
    return Part(Phrase(message, {"number": number, **params}), number, key, id)


def _next(items: list[Facts], today: date) -> list[Part]:
    ahead = [(item.due, item.order, item) for item in items if item.due and item.due >= today]
    if not ahead:
        return []
    due, _order, item = min(ahead, key=lambda found: found[:2])
    days = (due - today).days
    message = {0: _("{title}: today"), 1: _("{title}: tomorrow")}.get(days, _("{title}: {number} days left"))
    return [_part(message, days, "commitment", item.id, title=item.title, day=due.isoformat())]


def _phase(loaded: Loaded, today: date) -> list[Part]:
    now = [
        phase
        for phase in loaded.phases
        if (phase.start or phase.end) and (phase.start or today) <= today <= (phase.end or today)
    ]
    if not now:
        return []
    phase = now[-1]
    message = _("phase {number} of {all}: {name}")
    return [_part(message, phase.order, "phase", phase.id, name=phase.name, all=len(loaded.phases))]


def _whole(loaded: Loaded) -> list[Part]:
    tasks = loaded.of_kind(CommitmentKind.TASK)
    written = sum(len(loaded.assignments.get(task.id, ())) for task in tasks)
    owed = sum(len(loaded.obligations.get(task.id, ())) for task in tasks)
    bodies = len({tie.unit_id for ties in loaded.obligations.values() for tie in ties})
    return [
        _part(_("{number} areas"), len(loaded.rows), "areas"),
        _part(_("{number} assignments in the plan"), written, "assignments"),
        _part(_("{number} with groups expanded"), owed, "obligations"),
        _part(_("{number} bodies"), bodies, "bodies"),
    ]


def _own(mine: list[Facts], actor: Actor) -> list[Part]:
    unit_id = min(actor.unit_ids)
    tasks = sum(item.kind is CommitmentKind.TASK for item in mine)
    return [
        _part(_("{number} tasks of your unit"), tasks, "own", unit_id),
        _part(_("{number} duties of phases and safeguards"), len(mine) - tasks, "own", unit_id),
    ]


def _lit(items: list[Facts]) -> list[Part]:
    words = {LightCode.LATE: _("{number} past their day"), LightCode.DUE_SOON: _("{number} due soon")}
    counts = {code: sum(item.light.code is code for item in items) for code in words}
    return [_part(words[code], count, code.value) for code, count in counts.items() if count]
