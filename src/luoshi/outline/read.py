"""``read_plan``: a file in, a ``Plan`` out."""

from __future__ import annotations

import re
from os import PathLike

from luoshi.outline.model import Plan, Source, Span, Target, Task
from luoshi.outline.readers import read_source
from luoshi.outline.stages import quantities, tables, units
from luoshi.outline.stages.doubts import doubts_of
from luoshi.outline.stages.flattened import flattened
from luoshi.outline.stages.lines import Line, lines_of, without_contents
from luoshi.outline.stages.notice import Notice, notice_of
from luoshi.outline.stages.phases import phases_of, safeguards_of
from luoshi.outline.stages.structures import structures_of
from luoshi.outline.stages.tasks import Found, tasks_of
from luoshi.outline.stages.tree import Item, headings_of, tree_of


def read_plan(file: str | PathLike[str] | bytes, *, name: str | None = None) -> Plan:
    """Read a plan document.

    ``file`` is a path or the bytes of a file (``name`` then helps to tell its kind). The same bytes always give the
    same plan. Raises ``UnreadableFile``, and nothing else, where the file cannot be read at all; whatever is doubtful
    in a file that can be read is a diagnostic of the plan.
    """
    return plan_of(read_source(file, name=name))


def plan_of(source: Source) -> Plan:
    """What a source means: the stages, in order."""
    text = source.text
    lines, fillers = lines_of(source)
    lines = without_contents(text, lines)
    notice = notice_of(text, lines)
    year = _year(notice, text)
    listed, body = _from_tables(source, lines, notice, year)
    leads = units.first_leads(text)
    said = units.Clauses(text)
    root = tree_of(said, body)
    phases = phases_of(text, root, year, notice.issue_date)
    counted = _counted(said, root, year)
    found = tasks_of(said, root, year, counted=counted, first_leads=leads, skip=[p.span for p in phases])
    tasks = _merged(found, listed)
    structures = structures_of(text, *_bounds(body))
    doubts = doubts_of(source, root=root, notice=notice, tasks=tasks, found=found, phases=phases, structures=structures)
    return Plan(
        source=source,
        title=notice.title,
        issuers=notice.issuers,
        document_number=notice.document_number,
        issue_date=notice.issue_date,
        addressees=notice.addressees,
        basis=notice.basis,
        fillers=fillers,
        headings=headings_of(text, root),
        tasks=tasks,
        phases=phases,
        safeguards=safeguards_of(text, root, year),
        targets=tuple(sorted([*counted, *(t for task in listed for t in task.targets)], key=lambda t: t.span)),
        structures=structures,
        diagnostics=source.diagnostics + doubts,
    )


def _year(notice: Notice, text: str) -> int | None:
    """The year that a date without one belongs to: the paper's own, else one that its title or its text names first."""
    if notice.issue_date:
        return int(notice.issue_date[:4])
    named = re.search(r"(?:19|20)\d\d(?=年)", notice.title or "") or re.search(
        r"(?<=[〔\[（(])(?:19|20)\d\d(?=[〕\]）)])", notice.document_number or ""
    )
    named = named or re.search(r"20\d\d(?=年)", text)
    return int(named.group()) if named else None


def _from_tables(
    source: Source, lines: tuple[Line, ...], notice: Notice, year: int | None
) -> tuple[tuple[Task, ...], list[Line]]:
    """The tasks of tables, and the lines of the body that no flattened table uses up."""
    leads = units.first_leads(source.text)
    body = [lines[i] for i in notice.body]
    found, used = flattened(source.text, body, year)
    listed = list(found)
    for line in lines:
        if line.table is not None and line.span.start >= _start(lines, notice):
            listed += tables.tasks_of(source, source.tables[line.table], year, first_leads=leads)
    return tuple(listed), [line for i, line in enumerate(body) if i not in used]


def _start(lines: tuple[Line, ...], notice: Notice) -> int:
    return lines[notice.body.start].span.start if notice.body.start < len(lines) else 0


def _merged(found: Found, listed: tuple[Task, ...]) -> tuple[Task, ...]:
    """Tasks of text and tables in order; where a plan marks bodies only in its tables, those are the tasks."""
    if listed and not found.marked:
        return listed
    return tuple(sorted([*found.tasks, *listed], key=lambda t: t.span))


def _counted(said: units.Clauses, root: Item, year: int | None) -> tuple[Target, ...]:
    spans = [s for item in root.walk() for s in _spoken(said, item)]
    of_text = [t for s in spans for t in quantities.targets(said.text, *s, year)]
    return tuple(sorted(of_text, key=lambda t: t.span))


def _spoken(said: units.Clauses, item: Item) -> list[Span]:
    """Where an item speaks: its lines without its number and without the clauses of who is responsible."""
    whole = [Span(item.line.body, item.line.span.end), *(line.span for line in item.own if line.table is None)]
    return [gap for span in whole for gap in units.between(span, said.within(*span))]


def _bounds(body: list[Line]) -> tuple[int, int]:
    return (body[0].span.start, body[-1].span.end) if body else (0, 0)
