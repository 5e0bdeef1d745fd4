"""A reading at a glance: what ``luoshi read`` shows on a terminal, in the language of the interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate
from luoshi.outline.exchange import unit_names
from luoshi.outline.model import Deadline, Duty, Plan, Rhythm, Role, Severity, Span, UnitRef
from luoshi.render.model import Align, Cell, Column, Paper, Row, Section, Table

Say = Callable[..., str]
SEVERITIES = {Severity.ERROR: _("error"), Severity.DOUBT: _("doubt"), Severity.NOTE: _("note")}
QUOTE = 24  # characters of the source that show a reader which place is meant


def reading(plan: Plan, language: str = DEFAULT_LANGUAGE) -> Paper:
    """Title, one line of counts, and tables of tasks, phases, safeguards, structures and diagnostics."""

    def say(message: str, **params: object) -> str:
        return translate(message, language, params)

    tables = (_tasks(plan, say), _phases(plan, say), _safeguards(plan, say), _structures(plan, say))
    told = (*tables, _diagnostics(plan, language, say))
    return Paper(
        title=plan.title or say(_("(no title found)")),
        lines=tuple(line for line in (_origin(plan), _counts(plan, say)) if line),
        tables=tuple(table for table in told if table.sections[0].rows),
    )


def _origin(plan: Plan) -> str:
    return " · ".join(fact for fact in (*plan.issuers, plan.document_number, plan.issue_date) if fact)


def _counts(plan: Plan, say: Say) -> str:
    assignments = sum(len(unit_names(task.units)) for task in plan.tasks)
    units = {unit.name for task in plan.tasks for unit in task.units}
    items = sum(len(phase.items) for phase in plan.phases)
    sites = sum(structure.total or 0 for structure in plan.structures)
    doubts = sum(found.severity is not Severity.NOTE for found in plan.diagnostics)
    counted = [
        say(_("tasks: {count}"), count=len(plan.tasks)),
        say(_("assignments: {count}"), count=assignments),
        say(_("units: {count}"), count=len(units)),
        say(_("phases: {count}, with {items} items"), count=len(plan.phases), items=items),
        say(_("quantities: {count}"), count=len(plan.targets)),
        say(_("sites: {count}"), count=sites) if sites else "",
        say(_("doubtful: {count}"), count=doubts),
    ]
    return " · ".join(part for part in counted if part)


def _tasks(plan: Plan, say: Say) -> Table:
    columns = (
        Column(say(_("No.")), 12),
        Column(say(_("Task")), 34),
        Column(say(_("Lead")), 18),
        Column(say(_("Other units")), 60),
        Column(say(_("Deadline")), 20),
    )
    rows = tuple(
        (
            Cell(task.path or task.number),
            Cell(task.title or _short(task.text, 40)),
            Cell("、".join(unit_names(task.units, Role.LEAD))),
            Cell("、".join(unit_names(task.units, Role.RESPONSIBLE, Role.SUPPORT))),
            Cell(_when(task.deadlines or _some(task.deadline), task.rhythm)),
        )
        for task in plan.tasks
    )
    return Table(columns, (Section("", rows),), say(_("Tasks")))


def _phases(plan: Plan, say: Say) -> Table:
    columns = (
        Column(say(_("Phase")), 34),
        Column(say(_("Item")), 76),
        Column(say(_("Units")), 24),
        Column(say(_("Deadline")), 18),
    )
    rows: list[Row] = []
    for phase in plan.phases:
        period = " — ".join(day for day in (phase.start, phase.end) if day)
        first = Cell(f"{phase.name}\n{period}" if period else phase.name, rows=max(1, len(phase.items)))
        if not phase.items:
            rows.append((first, Cell(), Cell(), Cell()))
        for index, duty in enumerate(phase.items):
            rows.append((None if index else first, *_duty(duty)))
    return Table(columns, (Section("", tuple(rows)),), say(_("Phases")))


def _safeguards(plan: Plan, say: Say) -> Table:
    columns = (Column(say(_("Item")), 100), Column(say(_("Units")), 26), Column(say(_("Deadline")), 18))
    rows = tuple(_duty(duty) for duty in plan.safeguards)
    return Table(columns, (Section("", rows),), say(_("Safeguards")))


def _duty(duty: Duty) -> tuple[Cell, Cell, Cell]:
    when = _when(_some(duty.deadline), duty.rhythm)
    return Cell(_short(duty.text, 120)), Cell(_names(duty.units)), Cell(when)


def _structures(plan: Plan, say: Say) -> Table:
    columns = (
        Column(say(_("Structure")), 30),
        Column(say(_("In all")), 14, Align.CENTRE),
        Column(say(_("Each")), 14, Align.CENTRE),
        Column(say(_("Categories")), 86),
    )
    rows = tuple(
        (
            Cell(structure.name),
            Cell("" if structure.total is None else f"{structure.total}{structure.unit}"),
            Cell("—".join(dict.fromkeys(str(n) for n in (structure.min_each, structure.max_each) if n is not None))),
            Cell("、".join(structure.categories)),
        )
        for structure in plan.structures
    )
    return Table(columns, (Section("", rows),), say(_("Structures")))


def _diagnostics(plan: Plan, language: str, say: Say) -> Table:
    columns = (
        Column(say(_("Weight")), 12),
        Column(say(_("Place")), 42),
        Column(say(_("What was noticed, and what to do")), 90),
    )
    order = list(SEVERITIES)
    rows = []
    for found in sorted(plan.diagnostics, key=lambda d: (order.index(d.severity), d.span or Span(0, 0))):
        words = " ".join(part for part in found.words(language) if part)
        rows.append((Cell(say(SEVERITIES[found.severity])), Cell(_place(plan, found.span, say)), Cell(words)))
    return Table(columns, (Section("", tuple(rows)),), say(_("To be checked")))


def _place(plan: Plan, span: Span | None, say: Say) -> str:
    if span is None:
        return say(_("the whole document"))
    line = plan.source.text.count("\n", 0, span.start) + 1
    quote = _short(plan.source.cut(span), QUOTE)
    return say(_("line {line}: “{quote}”"), line=line, quote=quote) if quote else say(_("line {line}"), line=line)


def _short(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _names(units: Iterable[UnitRef]) -> str:
    return "、".join(unit_names(units))


def _some(deadline: Deadline | None) -> tuple[Deadline, ...]:
    return (deadline,) if deadline else ()


def _when(deadlines: Iterable[Deadline], rhythm: Rhythm | None) -> str:
    said = [f"{deadline.text} ({deadline.date})" if _adds(deadline) else deadline.text for deadline in deadlines]
    return "\n".join([*said, *([rhythm.text] if rhythm else [])])


def _adds(deadline: Deadline) -> bool:
    """Whether the day tells more than the words: only then it is worth its room."""
    return deadline.date is not None and deadline.date[:4] not in deadline.text
