"""Doubts: what a person should look at before the reading is accepted.

Reads what the other stages found. Writes diagnostics, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from luoshi.outline.diagnostics import diagnostic
from luoshi.outline.model import Deadline, DeadlineKind, Diagnostic, Phase, Role, Source, Span, Structure, Task
from luoshi.outline.stages import names, tables, times, unit_words
from luoshi.outline.stages.notice import Notice
from luoshi.outline.stages.tasks import Found, items_without_units
from luoshi.outline.stages.tree import Item


def doubts_of(
    source: Source,
    *,
    root: Item,
    notice: Notice,
    tasks: Sequence[Task],
    found: Found,
    phases: Sequence[Phase],
    structures: Sequence[Structure],
) -> tuple[Diagnostic, ...]:
    """Every doubt about a reading."""
    text = source.text
    said = [
        *_about_whole(text, notice, tasks, found),
        *_about_items(text, root, tasks, found),
        *(d for task in tasks for d in _about_task(task)),
        *_about_phases(phases),
        *_about_structures(structures),
        *_about_tables(source),
        *_about_numbers(text, root),
    ]
    return tuple(sorted(said, key=lambda d: d.span or Span(-1, -1)))


def _about_whole(text: str, notice: Notice, tasks: Sequence[Task], found: Found) -> Iterator[Diagnostic]:
    if notice.title is None:
        yield diagnostic("no-title", None)
    if not tasks:
        yield diagnostic("no-tasks", None)
    elif not any(t.units for t in tasks):
        yield diagnostic("units-nowhere", None)
    elif not any(u.role is Role.LEAD for t in tasks for u in t.units):
        yield diagnostic("no-lead", None)
    if rule := unit_words.FIRST_LEADS.search(text):
        yield diagnostic("first-unit-leads", Span(*rule.span()))
    for said in unit_words.SAID_ONCE.finditer(text):
        yield diagnostic("said-once", Span(*said.span()), units=said["units"].strip())
    for person in found.persons:
        yield diagnostic("person-dropped", person)


def _named(text: str, item: Item) -> dict[str, object]:
    title = text[item.title.start : item.title.end] if item.title else text[item.line.body : item.line.body + 16] + "…"
    title = title.replace("“", "‘").replace("”", "’")  # it is quoted in a sentence
    return {"number": text[item.number.start : item.number.end].strip(), "title": title}


def _head(item: Item) -> Span:
    return Span(item.number.start, item.title.end if item.title else item.line.span.end)


def _about_items(text: str, root: Item, tasks: Sequence[Task], found: Found) -> Iterator[Diagnostic]:
    for item in found.both_levels:
        yield diagnostic("units-on-both-levels", _head(item), **_named(text, item))
    for item in found.below:
        yield diagnostic("units-below", _head(item), **_named(text, item))
    for item in found.in_prose:
        yield diagnostic("units-in-prose", _head(item), **_named(text, item))
    if found.marked:
        for item in items_without_units(root, tasks):
            yield diagnostic("item-without-units", _head(item), **_named(text, item))


def _about_task(task: Task) -> Iterator[Diagnostic]:
    for unit in task.units:
        if not names.is_unit(unit.name) and not unit.group:
            yield diagnostic("name-doubtful", unit.span, name=unit.name)
    for limit in task.deadlines[:1]:
        yield from _about_deadline(limit)


def _about_deadline(limit: Deadline) -> Iterator[Diagnostic]:
    if limit.kind is DeadlineKind.OPEN and not times.is_steady(limit):
        yield diagnostic("deadline-open", limit.span, text=limit.text)
    elif limit.text.endswith(("月前", "年前", "月份前", "月以前", "年以前")) and limit.date:
        yield diagnostic("deadline-inexact", limit.span, text=limit.text, date=limit.date)


def _about_phases(phases: Sequence[Phase]) -> Iterator[Diagnostic]:
    for phase in phases:
        if phase.start is None and phase.end is None:
            yield diagnostic("phase-undated", phase.span, name=phase.name)
        elif phase.start and phase.end and phase.start > phase.end + "~":
            yield diagnostic("phase-order", phase.span, name=phase.name)
        for item in phase.items:
            if item.deadline:
                yield from _about_deadline(item.deadline)


def _about_structures(structures: Sequence[Structure]) -> Iterator[Diagnostic]:
    for found in structures:
        count = len(found.categories)
        if not count:
            yield diagnostic("categories-unlisted", found.span, name=found.name)
            continue
        least, most = count * (found.min_each or 0), count * (found.max_each or found.total or 0)
        if found.total is not None and not least <= found.total <= most:
            params = {"count": count, "least": found.min_each, "most": found.max_each, "total": found.total}
            yield diagnostic("quota-impossible", found.span, **params)


def _about_tables(source: Source) -> Iterator[Diagnostic]:
    """Persons of tables that were left out; tables that name bodies but whose columns nobody could tell apart."""
    for table in source.tables:
        for person in tables.persons_in(source, table):
            yield diagnostic("person-dropped", person)
        if len(table.rows) < 3 or tables.is_task_table(source, table):
            continue
        cells = {cell for row in table.rows[1:] for cell in row}
        if sum(names.is_unit(source.cut(cell).strip()) for cell in cells) >= len(table.rows) - 1:
            yield diagnostic("table-columns", table.span)


def _about_numbers(text: str, root: Item) -> Iterator[Diagnostic]:
    """Gaps in a run of numbers; a run that starts again or goes on across parents is no gap."""
    for parent in root.walk():
        for one, other in pairwise(c for c in parent.children if c.mark):
            same = one.mark and other.mark and one.mark.kind is other.mark.kind
            if same and one.mark and other.mark and other.mark.ordinal > one.mark.ordinal + 1:
                yield diagnostic(
                    "number-broken", other.number,
                    before=text[one.number.start : one.number.end], after=text[other.number.start : other.number.end],
                )  # fmt: skip
