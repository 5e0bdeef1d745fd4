"""Flattened tables: a copied table of which every cell stands on a line of its own, numbered row by row.

Reads the lines of the body. Writes the tasks of such tables and which lines they use up. Empty cells have left no line,
so only what the order of the columns and the look of a name can tell is told; the tasks say so by their confidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from luoshi.outline.model import Deadline, Role, Span, Task, UnitRef
from luoshi.outline.stages import names, quantities, tables, times, units
from luoshi.outline.stages.lines import Line
from luoshi.outline.stages.marks import Kind
from luoshi.outline.stages.measures import measures

_ROLES = {"lead": Role.LEAD, "units": Role.RESPONSIBLE, "support": Role.SUPPORT}
_ROW = (Kind.DECIMAL, Kind.BRACKETED_DECIMAL)


@dataclass(slots=True)
class _Row:
    line: Line
    before: list[Line]
    cells: list[Line] = field(default_factory=list)


def flattened(text: str, lines: Sequence[Line], year: int | None) -> tuple[tuple[Task, ...], set[int]]:
    """The tasks of every flattened table, and the indexes of the lines that belong to one."""
    found: list[Task] = []
    used: set[int] = set()
    at = 0
    while at < len(lines):
        header = _header(text, lines, at)
        if not header:
            at += 1
            continue
        end, rows = _rows(text, lines, at + len(header))
        if len(rows) >= 2:
            found += [_task(text, row, header, year) for row in rows]
            used |= set(range(at, end))
        at = max(end, at + 1)
    return tuple(found), used


def _header(text: str, lines: Sequence[Line], at: int) -> list[str]:
    """The kinds of column of consecutive short lines that are headings of columns, else nothing."""
    kinds: list[str] = []
    for line in lines[at : at + 8]:
        words = text[line.span.start : line.span.end]
        kind = tables.kind_of(words) if line.mark is None and line.table is None and len(words) <= 10 else None
        if kind is None:
            break
        kinds.append(kind)
    works, who = {"text", "group"} & set(kinds), set(_ROLES) & set(kinds)
    return kinds if len(kinds) >= 3 and works and who else []


def _rows(text: str, lines: Sequence[Line], at: int) -> tuple[int, list[_Row]]:
    rows: list[_Row] = []
    waiting: list[Line] = []
    while at < len(lines):
        line = lines[at]
        if line.table is not None or (line.mark is not None and line.mark.kind not in _ROW):
            break
        if line.mark is not None:
            rows.append(_Row(line, waiting or (rows[-1].before if rows else [])))
            waiting = []
        elif rows and not waiting and _bodies_only(text, line):
            rows[-1].cells.append(line)
        elif line.span.end - line.span.start <= 16:
            waiting.append(line)
        else:
            break
        at += 1
    return at, rows


def _bodies_only(text: str, line: Line) -> bool:
    listed = [text[n.start : n.end] for n in names.split(text, *line.span, blanks=True)]
    return bool(listed) and all(names.is_unit(n) or names.is_collective(n) or n in ("部门", "单位") for n in listed)


def _task(text: str, row: _Row, header: list[str], year: int | None) -> Task:
    mark, end = row.line.mark, row.line.span.end
    number = text[mark.span.start : mark.span.end] if mark else ""
    body = Span(row.line.body, end)
    roles = [_ROLES[kind] for kind in header if kind in _ROLES]
    bodies: list[UnitRef] = []
    for cell, role in zip(row.cells, [*roles, *roles[-1:] * len(row.cells)], strict=False):
        bodies += tables.in_cell(text, cell.span, role)
    limit = _limit(text, row, header, year)
    return Task(
        number=number, path=number, title="", text=text[body.start : body.end],
        span=Span(row.line.span.start, max([end, *(c.span.end for c in row.cells)])),
        units=units.without_repeats(bodies), deadline=limit, deadlines=(limit,) if limit else (),
        measures=measures(text, [body]), targets=quantities.targets(text, *body), confidence=0.7,
    )  # fmt: skip


def _limit(text: str, row: _Row, header: list[str], year: int | None) -> Deadline | None:
    if not {"time", "group"} & set(header) or not row.before:
        return None
    whole = Span(row.before[0].span.start, row.before[-1].span.end)
    words = re.sub(r"\s+", "", text[whole.start : whole.end])
    return times.cell(text, whole, year)[0] if re.search(r"[月日周]", words) else None
