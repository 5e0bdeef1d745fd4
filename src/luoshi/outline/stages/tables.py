"""Task tables: rows of 序号 | 任务 | 牵头单位 | 配合单位 | 完成时限 and their like.

Reads ``Table`` values. Writes tasks. What a column holds is told from its heading, never from its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.outline.model import Role, Source, Span, Table, Task, UnitRef
from luoshi.outline.stages import names, quantities, times, units
from luoshi.outline.stages.lines import strip
from luoshi.outline.stages.marks import mark_at
from luoshi.outline.stages.measures import measures

# Order matters: the first form that fits a heading decides.
_COLUMNS: tuple[tuple[str, str], ...] = (
    ("number", r"^(?:序号|编号|序列|项次|号|No\.?|顺序)$"),
    ("person", r"责任人|责任领导|负责人|联系人|联络员|分管|电话|联系方式|领导|经办|包保|签字|姓名"),
    ("lead", r"牵头|主办|主责|主管|总负责"),
    ("support", r"^(?!.*责任)(?:.*(?:配合|协办|协同|协助|参与|参加))"),
    (
        "units",
        r"(?:责任|承办|负责|落实|实施|承担|完成|执行|配合)[^|]{0,6}(?:单位|部门|处室|科室|主体|股室|机构|方)|^责任$|^单位$|^部门$|责任分工|分工",
    ),
    ("time", r"时限|时间|期限|进度|日期|月份|节点|周期"),
    ("note", r"备注|说明|评分|分值|得分|标准分|权重|资料|佐证|自评|考核"),
    ("target", r"目标值|指标值|目标数|数量|年度目标|量化"),
    ("text", r"任务|内容|要求|措施|事项|工作|项目|举措|目标|做法|指标|活动|问题|整改|主题|环节|要点|清单"),
    ("group", r"类别|领域|方面|板块|分类|类型|阶段|部分|大类|星期|一级"),
)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which columns hold what; ``texts`` from left to right, ``first`` the first row of data."""

    columns: dict[str, list[int]]
    first: int

    def at(self, kind: str) -> list[int]:
        return self.columns.get(kind, [])


def is_task_table(source: Source, table: Table) -> bool:
    """Whether a table lists tasks: its heading names work and somebody who does it."""
    layout = _layout(source, table)
    return layout is not None


def tasks_of(source: Source, table: Table, year: int | None, *, first_leads: bool) -> tuple[Task, ...]:
    """The tasks of a table, a row each."""
    layout = _layout(source, table)
    if layout is None:
        return ()
    text_columns = layout.at("text") or layout.at("group")
    main = _main_column(source, table, layout, text_columns)
    found: list[Task] = []
    group = ""
    header = [_cell(source, c) for c in table.rows[layout.first - 1]]
    for row in table.rows[layout.first :]:
        words = [_cell(source, c) for c in row]
        if words == header or not any(words) or (len({w for w in words if w}) == 1 and not words[main]):
            continue
        group = _group_of(words, main, layout, text_columns) or group
        if len({tuple(c) for c, w in zip(row, words, strict=True) if w}) == 1 and not _has_units(words, layout):
            group = next(w for w in words if w)
            continue
        if words[main]:
            found.append(_task(source, row, main, layout, group, year, first_leads=first_leads))
    return tuple(found)


def persons_in(source: Source, table: Table) -> tuple[Span, ...]:
    """Names of persons in the columns for them; none of them is kept."""
    layout = _layout(source, table)
    if layout is None:
        return ()
    cells = {row[j] for row in table.rows[layout.first :] for j in layout.at("person")}
    return tuple(
        name
        for cell in sorted(cells)
        for name in names.split(source.text, *cell, blanks=True)
        if names.is_person(source.cut(name))
    )


def _cell(source: Source, span: Span) -> str:
    return source.cut(span).strip()


def _layout(source: Source, table: Table) -> _Layout | None:
    for i, row in enumerate(table.rows[:4]):
        columns: dict[str, list[int]] = {}
        for j, cell in enumerate(row):
            kind = kind_of(re.sub(r"\s+", "", _cell(source, cell)))
            if kind and not (j > 0 and row[j - 1] == cell and cell.start < cell.end):
                columns.setdefault(kind, []).append(j)
        works = columns.get("text") or columns.get("group")
        who = columns.get("units") or columns.get("lead") or columns.get("support")
        if works and who and i + 1 < len(table.rows):
            return _Layout(columns, i + 1)
    return None


def kind_of(heading: str) -> str | None:
    """What a column holds, told from its heading; None where it cannot be told."""
    if not heading or len(heading) > 24:
        return None
    return next((kind for kind, form in _COLUMNS if re.search(form, heading)), None)


def _main_column(source: Source, table: Table, layout: _Layout, texts: Sequence[int]) -> int:
    """The column that holds the task itself: the one with most to read, the others name its group or title."""
    lengths = {j: sum(len(_cell(source, row[j])) for row in table.rows[layout.first :] if j < len(row)) for j in texts}
    return max(texts, key=lambda j: (lengths[j], j))


def _group_of(words: Sequence[str], main: int, layout: _Layout, texts: Sequence[int]) -> str:
    left = [words[j] for j in [*layout.at("group"), *texts] if j < main and words[j]]
    return left[0] if left else ""


def _has_units(words: Sequence[str], layout: _Layout) -> bool:
    return any(words[j] for kind in ("units", "lead", "support") for j in layout.at(kind) if j < len(words))


def _task(
    source: Source, row: Sequence[Span], main: int, layout: _Layout, group: str, year: int | None, *, first_leads: bool
) -> Task:
    text = source.text
    body = strip(text, row[main])
    mark = mark_at(text, body.start, body.end)
    numbered = [_cell(source, row[j]) for j in layout.at("number") if _cell(source, row[j])]
    number = text[mark.span.start : mark.span.end] if mark else (numbered[0] if numbered else "")
    start = mark.end if mark else body.start
    bodies = _bodies(text, row, layout)
    bodies = units.with_first_as_lead(bodies) if first_leads else bodies
    deadline, rhythm = None, None
    for j in layout.at("time"):
        deadline, rhythm = times.cell(text, row[j], year)
    rhythm = rhythm or next(times.rhythms(text, start, body.end), None)
    limits = (deadline,) if deadline else times.deadlines(text, start, body.end, year)
    title = _title(source, row, main, layout, group)
    return Task(
        number=number, path=_path(group, number), title=title, text=text[start : body.end], span=body, units=bodies,
        deadline=limits[0] if limits else None, deadlines=limits, rhythm=rhythm,
        measures=measures(text, [Span(start, body.end)]), targets=quantities.targets(text, start, body.end),
        confidence=1.0 if bodies else 0.6,
    )  # fmt: skip


def _path(group: str, number: str) -> str:
    found = mark_at(group, 0, len(group))
    head = group[found.span.start : found.span.end] if found else group[:12]
    return f"{head}{number}"


def _title(source: Source, row: Sequence[Span], main: int, layout: _Layout, group: str) -> str:
    """A short column beside the text names the task, unless it is the group's name."""
    for j in layout.at("text"):
        words = _cell(source, row[j])
        if j < main and words and words != group and len(words) <= 30:
            return words
    return ""


def _bodies(text: str, row: Sequence[Span], layout: _Layout) -> tuple[UnitRef, ...]:
    found: list[UnitRef] = []
    for kind, role in (("lead", Role.LEAD), ("units", Role.RESPONSIBLE), ("support", Role.SUPPORT)):
        for j in layout.at(kind):
            found += list(in_cell(text, row[j], role))
    return units.without_repeats(found)


def in_cell(text: str, span: Span, role: Role) -> tuple[UnitRef, ...]:
    """The bodies of a cell: parted by blanks as well, with or without labels and verbs inside."""
    span = strip(text, span)
    if span.start >= span.end or text[span.start : span.end] in "/—-－无":
        return ()
    labelled = units.clauses(text, *span)
    if labelled and labelled[0].span.start == span.start:
        return units.without_repeats([u for c in labelled for u in c.units])
    return tuple(u for u in units.members_in_cell(text, span, role) if not names.is_person(u.name))
