"""The first line of a page: the state of a programme in words, every number of which can be opened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.models import Revision
from luoshi.programme.queries.choosing import Choice
from luoshi.programme.queries.scenes import Scene, scene
from luoshi.programme.queries.totals import Totals, totals
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


@dataclass(frozen=True, slots=True)
class _Mine:
    """What the bodies of an actor owe: how many tasks, how many other duties, how many late, how many soon."""

    ids: tuple[int, ...]
    tasks: int
    others: int
    late: int
    soon: int


def state_line(actor: Actor, programme_id: int, today: date) -> StateLine:
    """The state of a programme as it concerns the actor. Raises ``NotFound`` for strangers."""
    found = scene(actor, programme_id, today, Choice())
    return state_of(found, actor, today, None if owns(actor) else totals(found))


def owns(actor: Actor) -> bool:
    """Whether the line tells a body's own part only, and not the whole programme."""
    return not actor.has(*WHOLE) and bool(actor.unit_ids)


def state_of(found: Scene, actor: Actor, today: date, figures: Totals | None) -> StateLine:
    """The same of a scene: all of it for those who run or watch it (with its figures), a body's own for a body."""
    if figures is not None and not owns(actor):
        parts = [*_next(found, None, today), *_phase(found, today), *_whole(figures)]
        return StateLine(tuple(parts + _lit(figures.late, figures.soon)))
    mine = _foreseen(found, actor) if found.loaded else _issued(found, actor)
    parts = [*_next(found, mine, today), *_phase(found, today), *_own(mine, actor)]
    return StateLine(tuple(parts + _lit(mine.late, mine.soon)))


def _issued(found: Scene, actor: Actor) -> _Mine:
    if found.issued is None:
        return _Mine((), 0, 0, 0, 0)
    rows = found.issued.all_rows().filter(unit_id__in=actor.unit_ids).order_by()
    seen = list(rows.values_list("commitment_id", "commitment__kind", "light"))
    return _mine([(pk, CommitmentKind(kind), LightCode(light)) for pk, kind, light in seen])


def _foreseen(found: Scene, actor: Actor) -> _Mine:
    if found.loaded is None:
        return _Mine((), 0, 0, 0, 0)
    ties = found.loaded.obligations
    return _mine(
        [
            (item.id, item.kind, item.light.code)
            for item in found.loaded.commitments
            if any(tie.unit_id in actor.unit_ids for tie in ties.get(item.id, ()))
        ]
    )


def _mine(seen: list[tuple[int, CommitmentKind, LightCode]]) -> _Mine:
    codes = Counter(code for _pk, _kind, code in seen)
    tasks = sum(kind is CommitmentKind.TASK for _pk, kind, _code in seen)
    late, soon = codes[LightCode.LATE], codes[LightCode.DUE_SOON]
    return _Mine(tuple(pk for pk, _kind, _code in seen), tasks, len(seen) - tasks, late, soon)


def _part(message: str, number: int | None, key: str, id: int | None = None, **params: object) -> Part:  # noqa: A002
    return Part(Phrase(message, {"number": number, **params}), number, key, id)


def _next(found: Scene, mine: _Mine | None, today: date) -> list[Part]:
    """The next day on which anything is due, as the plan sets it."""
    rows = Revision.objects.filter(current=True, commitment__programme_id=found.programme.id, due__gte=today)
    rows = rows.filter(commitment__withdrawn_on__isnull=True)
    if mine is not None:
        rows = rows.filter(commitment_id__in=mine.ids)
    row = rows.order_by("due", "commitment__order").values_list("due", "commitment_id", "commitment__title").first()
    if row is None or row[0] is None:
        return []
    due, pk, title = row[0], row[1], row[2]
    days = (due - today).days  # of a row that has one
    message = {0: _("{title}: today"), 1: _("{title}: tomorrow")}.get(days, _("{title}: {number} days left"))
    return [_part(message, days, "commitment", pk, title=title, day=due.isoformat())]


def _phase(found: Scene, today: date) -> list[Part]:
    now = [
        phase
        for phase in found.phases
        if (phase.start or phase.end) and (phase.start or today) <= today <= (phase.end or today)
    ]
    if not now:
        return []
    phase = now[-1]
    message = _("phase {number} of {all}: {name}")
    return [_part(message, phase.order, "phase", phase.id, name=phase.name, all=len(found.phases))]


def _whole(figures: Totals) -> list[Part]:
    return [
        _part(_("{number} areas"), figures.areas, "areas"),
        _part(_("{number} assignments in the plan"), figures.assignments, "assignments"),
        _part(_("{number} with groups expanded"), figures.obligations, "obligations"),
        _part(_("{number} bodies"), figures.bodies, "bodies"),
    ]


def _own(mine: _Mine, actor: Actor) -> list[Part]:
    unit_id = min(actor.unit_ids)
    return [
        _part(_("{number} tasks of your unit"), mine.tasks, "own", unit_id),
        _part(_("{number} duties of phases and safeguards"), mine.others, "own", unit_id),
    ]


def _lit(late: int, soon: int) -> list[Part]:
    words = {LightCode.LATE: (_("{number} past their day"), late), LightCode.DUE_SOON: (_("{number} due soon"), soon)}
    return [_part(message, count, code.value) for code, (message, count) in words.items() if count]
