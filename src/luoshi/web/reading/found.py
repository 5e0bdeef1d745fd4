"""What was found, in the order in which a person looks at it: doubts, tasks, phases with their duties, structures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luoshi.kernel.phrases import Phrase
from luoshi.outline.model import (
    Deadline,
    Duty,
    Measure,
    Phase,
    Plan,
    Rhythm,
    Role,
    Severity,
    Span,
    Structure,
    Target,
    Task,
    UnitRef,
)
from luoshi.web.reading.marks import Bound, Cutter, Mark
from luoshi.web.reading.paper import Grid, Paragraph, paper_of

SURE = 0.8  # below this confidence an item is shown as doubtful
ROLES = (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)
SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
Thing = Task | Duty | Phase | Structure


@dataclass(frozen=True, slots=True)
class Item:
    """One thing found: ``kind`` is task, duty, safeguard, phase or structure; ``items`` are a phase's duties."""

    key: str
    kind: str
    thing: Thing
    items: tuple[Item, ...] = ()
    sentences: tuple[tuple[int, str], ...] = ()  # where each begins, and its words

    @property
    def doubtful(self) -> bool:
        """Whether the reader itself is unsure of it."""
        return not isinstance(self.thing, Structure) and self.thing.confidence < SURE

    @property
    def units(self) -> tuple[tuple[str, tuple[UnitRef, ...]], ...]:
        """Bodies by role, leads first; only roles that occur."""
        units = getattr(self.thing, "units", ())
        by_role = ((role.value, tuple(unit for unit in units if unit.role is role)) for role in ROLES)
        return tuple((role, of_role) for role, of_role in by_role if of_role)

    @property
    def deadline(self) -> Deadline | None:
        """The limit in time, if one was found."""
        return getattr(self.thing, "deadline", None)

    @property
    def rhythm(self) -> Rhythm | None:
        """The recurrence, if one was found."""
        return getattr(self.thing, "rhythm", None)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Sentences that commit somebody."""
        return tuple(measure for measure in getattr(self.thing, "measures", ()) if not measure.principle)

    @property
    def principles(self) -> tuple[Measure, ...]:
        """Sentences that only state a purpose."""
        return tuple(measure for measure in getattr(self.thing, "measures", ()) if measure.principle)

    @property
    def targets(self) -> tuple[Target, ...]:
        """Quantities to be reached."""
        return getattr(self.thing, "targets", ())


@dataclass(frozen=True, slots=True)
class Finding:
    """Something doubtful: its words, its place, and where somebody keeps them its key and what was said to it."""

    severity: Severity
    message: Phrase
    advice: Phrase
    span: Span | None
    doubt: str = ""
    look: str = ""  # "", seen or settled

    @property
    def at(self) -> int | None:
        """Where it stands in the text."""
        return self.span.start if self.span else None


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of the first line."""

    tasks: int
    assignments: int
    phases: int
    duties: int
    targets: int
    sites: int
    doubts: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the two panes show."""

    plan: Plan
    paper: tuple[Paragraph | Grid, ...]
    tasks: tuple[Item, ...]
    phases: tuple[Item, ...]
    safeguards: tuple[Item, ...]
    structures: tuple[Item, ...]
    doubts: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    counts: Counts

    @property
    def editable(self) -> tuple[Item, ...]:
        """Tasks, duties of phases and safeguards: what a person may correct."""
        return (*self.tasks, *(duty for phase in self.phases for duty in phase.items), *self.safeguards)

    @property
    def found(self) -> bool:
        """Whether anything at all was found."""
        return bool(self.tasks or self.phases or self.safeguards or self.structures)


def key_of(kind: str, thing: Thing) -> str:
    """The name of an item on the page: its kind and its place in the text, as corrections name it too."""
    return f"{kind}-{thing.span.start}-{thing.span.end}"


def reading_of(plan: Plan, doubts: Iterable[Finding] | None = None) -> Reading:
    """A plan as its two panes; ``doubts`` where somebody keeps what was said to them, else the plan's own."""
    tasks = _items("task", plan.tasks)
    phases = tuple(
        Item(key_of("phase", phase), "phase", phase, _duties("duty", phase.items, plan)) for phase in plan.phases
    )
    safeguards = _duties("safeguard", plan.safeguards, plan)
    structures = _items("structure", plan.structures)
    everything = [*tasks, *phases, *(duty for phase in phases for duty in phase.items), *safeguards, *structures]
    cutter = Cutter((Bound(item.thing.span, item.key) for item in everything), _marks(everything))
    told = _findings(plan)
    first = tuple(told if doubts is None else doubts)
    first = tuple(finding for finding in first if finding.severity is not Severity.NOTE)
    return Reading(
        plan=plan,
        paper=paper_of(plan, cutter),
        tasks=tasks,
        phases=phases,
        safeguards=safeguards,
        structures=structures,
        doubts=first,
        notes=tuple(finding for finding in told if finding.severity is Severity.NOTE),
        counts=_counts(plan, sum(finding.look != "settled" for finding in first)),
    )


def _items(kind: str, things: Iterable[Thing]) -> tuple[Item, ...]:
    return tuple(Item(key_of(kind, thing), kind, thing, (), _measures(thing)) for thing in things)


def _measures(thing: Thing) -> tuple[tuple[int, str], ...]:
    return tuple((measure.span.start, measure.text) for measure in getattr(thing, "measures", ()))


def _duties(kind: str, things: Iterable[Duty], plan: Plan) -> tuple[Item, ...]:
    """Duties keep no sentences of their own: they are cut where the text ends one."""
    text = plan.source.text
    return tuple(
        Item(key_of(kind, thing), kind, thing, (), tuple(_cut(text, thing.span.start, thing.span.end)))
        for thing in things
    )


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for match in SENTENCE.finditer(text, start, end):
        words = match.group().strip()
        if words:
            yield match.start() + match.group().index(words), words


def _counts(plan: Plan, doubts: int) -> Counts:
    return Counts(
        tasks=len(plan.tasks),
        assignments=sum(len({unit.name for unit in task.units}) for task in plan.tasks),
        phases=len(plan.phases),
        duties=sum(len(phase.items) for phase in plan.phases),
        targets=len(plan.targets) or sum(len(task.targets) for task in plan.tasks),
        sites=sum(structure.total or 0 for structure in plan.structures),
        doubts=doubts,
    )


def _marks(items: Iterable[Item]) -> list[Mark]:
    marks: list[Mark] = []
    for item in items:
        thing = item.thing
        marks += [Mark(unit.span, "unit") for unit in getattr(thing, "units", ())]
        marks += [Mark(target.span, "quantity") for target in item.targets]
        marks += [Mark(measure.span, "principle") for measure in item.principles]
        times = [*getattr(thing, "deadlines", ()), item.deadline, item.rhythm]
        marks += [Mark(time.span, "time") for time in times if time is not None]
    return marks


def _findings(plan: Plan) -> tuple[Finding, ...]:
    """What the reader says of its own reading: errors first, then doubts, then notes, each in the order of the text."""
    order = (Severity.ERROR, Severity.DOUBT, Severity.NOTE)
    found = [
        Finding(said.severity, Phrase(said.message, said.params), Phrase(said.advice, said.params), said.span)
        for said in (*plan.source.diagnostics, *plan.diagnostics)
    ]
    return tuple(sorted(found, key=lambda one: (order.index(one.severity), -1 if one.at is None else one.at)))
