"""A reading as a proposal: the programme's rows as values, before any name is looked up. Pure.

Reads an ``outline.model.Plan`` with its corrections; writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.outline.model import (
    Deadline,
    DeadlineKind,
    Duty,
    Heading,
    Measure,
    Plan,
    Rhythm,
    Span,
    Structure,
    Target,
    Task,
    UnitRef,
)
from luoshi.outline.stages.measures import measures as sentences_of
from luoshi.programme.rules import CommitmentKind, DueKind, first_day, last_day

TITLE = 300


@dataclass(frozen=True, slots=True)
class Due:
    """A limit in time as a programme keeps it."""

    kind: DueKind = DueKind.NONE
    text: str = ""
    due: date | None = None
    start: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A commitment to be. ``parent`` and ``phase`` are indexes into the proposal's items and phases."""

    kind: CommitmentKind
    number: str
    title: str
    text: str
    span: Span
    units: tuple[UnitRef, ...] = ()
    due: Due = Due()
    rhythm: Rhythm | None = None
    measures: tuple[Measure, ...] = ()
    targets: tuple[Target, ...] = ()
    parent: int | None = None
    phase: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase to be; days inclusive."""

    name: str
    start: date | None
    end: date | None
    span: Span


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that acceptance will keep."""

    title: str
    issuer: str
    issued_on: date | None
    phases: tuple[Stage, ...]
    items: tuple[Item, ...]
    structures: tuple[Structure, ...]
    targets: tuple[Target, ...]


def propose(plan: Plan) -> Proposal:
    """The proposal of a reading: areas and tasks first, then the duties of the phases, then the safeguards."""
    items = _tasks(plan)
    for index, phase in enumerate(plan.phases):
        items += [_duty(plan, duty, CommitmentKind.DUTY, index) for duty in phase.items if not _is_task(plan, duty)]
    items += [_duty(plan, duty, CommitmentKind.SAFEGUARD, None) for duty in plan.safeguards]
    held = {target.span for task in plan.tasks for target in task.targets}
    return Proposal(
        title=(plan.title or "")[:TITLE],
        issuer="、".join(plan.issuers)[:TITLE],
        issued_on=first_day(plan.issue_date),
        phases=tuple(
            Stage(phase.name[:200], first_day(phase.start), last_day(phase.end), phase.span) for phase in plan.phases
        ),
        items=tuple(items),
        structures=plan.structures,
        targets=tuple(target for target in plan.targets if target.span not in held),
    )


def _tasks(plan: Plan) -> list[Item]:
    """Tasks in order; where they stand under several headings, each heading becomes the area that gathers its tasks."""
    parents = [_above(plan.headings, task) for task in plan.tasks]
    areas = list(dict.fromkeys(heading for heading in parents if heading))
    if len(areas) < 2:
        return [_task(task, None) for task in plan.tasks]
    items: list[Item] = []
    index_of: dict[Heading, int] = {}
    for task, heading in zip(plan.tasks, parents, strict=True):
        if heading and heading not in index_of:
            index_of[heading] = len(items)
            items.append(Item(CommitmentKind.AREA, heading.number, heading.text[:TITLE], heading.text, heading.span))
        items.append(_task(task, index_of.get(heading) if heading else None))
    return items


def _is_task(plan: Plan, duty: Duty) -> bool:
    """A step of a phase that names its bodies in a marked list is read as a task too, and is kept once."""
    return any(
        task.span.start <= duty.span.start < task.span.end or duty.span.start <= task.span.start < duty.span.end
        for task in plan.tasks
    )


def _above(headings: Sequence[Heading], task: Task) -> Heading | None:
    """The heading under which a task stands: the last one before it that is not the task's own."""
    own = next((heading.level for heading in headings if heading.span.start == task.span.start), None)
    before = [
        heading for heading in headings if heading.span.start < task.span.start and (own is None or heading.level < own)
    ]
    return before[-1] if before else None


def _task(task: Task, parent: int | None) -> Item:
    return Item(
        kind=CommitmentKind.TASK,
        number=task.number,
        title=(task.title or task.text.strip() or task.number)[:TITLE],
        text=task.text,
        span=task.span,
        units=task.units,
        due=due_of(task.deadline),
        rhythm=task.rhythm,
        measures=task.measures,
        targets=task.targets,
        parent=parent,
        confidence=task.confidence,
    )


def _duty(plan: Plan, duty: Duty, kind: CommitmentKind, phase: int | None) -> Item:
    return Item(
        kind=kind,
        number=duty.number,
        title=_first_sentence(duty.text)[:TITLE],
        text=duty.text,
        span=duty.span,
        units=duty.units,
        due=due_of(duty.deadline),
        rhythm=duty.rhythm,
        measures=_sentences(plan, duty),
        phase=phase,
        confidence=duty.confidence,
    )


def _sentences(plan: Plan, duty: Duty) -> tuple[Measure, ...]:
    """The sentences of a duty, so that the grid treats it like a task; its whole text where it has none of its own."""
    at = plan.source.text.find(duty.text, duty.span.start, duty.span.end)
    found = sentences_of(plan.source.text, [Span(at, at + len(duty.text))]) if at >= 0 and duty.text else ()
    return found or (Measure(duty.text or duty.number, duty.span),)


def _first_sentence(text: str) -> str:
    sentence = text.strip().split("。", 1)[0].strip()
    return sentence.split("，", 1)[0] if len(sentence) > 40 else sentence


def due_of(deadline: Deadline | None) -> Due:
    """A limit as the reader gives it, as days: a month stands for its last day at the end, its first at the start."""
    if deadline is None:
        return Due()
    if deadline.kind is DeadlineKind.BY:
        return Due(DueKind.BY, deadline.text, last_day(deadline.date), None)
    if deadline.kind is DeadlineKind.WITHIN:
        return Due(DueKind.WITHIN, deadline.text, last_day(deadline.end), first_day(deadline.start))
    return Due(DueKind.OPEN, deadline.text)
