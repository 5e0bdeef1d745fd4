"""The 任务分解表 of a plan as it was read: before any programme, with nothing that the plan does not say."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from luoshi.documents.task_table import Entry, Part, Work, compose
from luoshi.outline.exchange import unit_names
from luoshi.outline.model import (
    Comparator,
    Deadline,
    Diagnostic,
    Duty,
    Heading,
    Phase,
    Plan,
    Rhythm,
    Role,
    Severity,
    Span,
    Target,
    Task,
    UnitRef,
)
from luoshi.render.model import Paper

SIGNS = {
    Comparator.EQUAL: "",
    Comparator.AT_LEAST: "≥",
    Comparator.AT_MOST: "≤",
    Comparator.MORE: ">",
    Comparator.LESS: "<",
    Comparator.ABOUT: "约",
    Comparator.RANGE: "",
}
UNDATED = datetime(2000, 1, 1)
STARTS_WITH_MONTH = re.compile(r"\d{1,2}月")


def plan_task_table(plan: Plan, *, file_name: str = "") -> Paper:
    """The table of a plan: 重点任务, 阶段任务 and 保障措施; one row a piece of work.

    Sentences that only state a purpose are left out, and a remark says how many. ``file_name`` is said where the paper
    tells what it was made from.
    """
    places = _Places(plan)
    parts = [
        Part("重点任务", _tasks(plan, places)),
        Part("阶段任务", tuple(_duty(i, _phase_name(p), places) for p in plan.phases for i in p.items)),
        Part("保障措施", tuple(_duty(duty, places.heading(duty.span), places) for duty in plan.safeguards)),
    ]
    return compose(
        f"{_name(plan)}任务分解表",
        parts,
        lines=_lines(plan),
        remarks=_remarks(plan, parts, file_name),
        dated=_dated(plan.issue_date),
    )


def _name(plan: Plan) -> str:
    return f"《{plan.title}》" if plan.title else ""


def _lines(plan: Plan) -> list[str]:
    said = [plan.document_number, "、".join(plan.issuers[:2]), _day(plan.issue_date)]
    facts = "，".join(fact for fact in said if fact)
    return [f"（依据：{facts}）"] if facts else []


def _remarks(plan: Plan, parts: Sequence[Part], file_name: str) -> list[str]:
    principles = sum(measure.principle for task in plan.tasks for measure in task.measures)
    doubts = [found for found in plan.diagnostics if found.severity is not Severity.NOTE]
    whole = f"《{plan.title}》" if plan.title else "原文"
    remarks = [f"本表由{whole}{f'（文件：{file_name}）' if file_name else ''}全文分解而成。"]
    if plan.tasks and not any(unit.role is Role.LEAD for task in plan.tasks for unit in task.units):
        remarks.append("原文未指明牵头单位，“牵头单位”一栏待定。")
    if principles:
        remarks.append(f"原文中{principles}句原则性表述不涉及具体工作，未列入“工作内容”。")
    if doubts:
        remarks.append(f"读取时有{len(doubts)}处存疑，印发前请对照原文核对：{_where(plan, doubts)}。")
    if not any(part.entries for part in parts):
        remarks.append("原文中没有读出任务。")
    marks = [""] if len(remarks) == 1 else [f"{number}. " for number in range(1, len(remarks) + 1)]
    return [
        ("注：" if not i else "　　") + mark + text for i, (mark, text) in enumerate(zip(marks, remarks, strict=False))
    ]


def _where(plan: Plan, doubts: Sequence[Diagnostic]) -> str:
    lines = sorted({_line(plan, doubt.span) for doubt in doubts if doubt.span is not None})
    shown = "、".join(str(line) for line in lines[:12])
    return f"原文第{shown}行{'等' if len(lines) > 12 else ''}" if lines else "全文"


def _line(plan: Plan, span: Span) -> int:
    return plan.source.text.count("\n", 0, span.start) + 1


def _tasks(plan: Plan, places: _Places) -> tuple[Entry, ...]:
    areas = [places.parent(task.span) for task in plan.tasks]
    if len(set(areas)) == 1:  # one heading over all of them says nothing
        areas = [""] * len(areas)
    return tuple(_task(task, area, places) for task, area in zip(plan.tasks, areas, strict=True))


def _task(task: Task, area: str, places: _Places) -> Entry:
    own = {deadline for measure in task.measures for deadline in task.deadlines if _within(deadline, measure.span)}
    shared = [deadline for deadline in task.deadlines if deadline not in own]
    if not task.deadlines and task.deadline:
        shared = [task.deadline]
    return Entry(
        area=area,
        title=task.title,
        works=_works(task),
        deadline=_when(shared, task.rhythm),
        quantity="\n".join(_quantity(target) for target in task.targets),
        place=task.path or places.line(task.span),
        leads=_units(task.units, Role.LEAD),
        responsible=_units(task.units, Role.RESPONSIBLE),
        supporting=_units(task.units, Role.SUPPORT),
    )


def _works(task: Task) -> tuple[Work, ...]:
    committed = [measure for measure in task.measures if not measure.principle] or list(task.measures)
    if not committed:
        return (Work(task.text),)
    return tuple(
        Work(
            text=measure.text if len(committed) == 1 else f"（{number}）{measure.text}",
            deadline=_when([d for d in task.deadlines if _within(d, measure.span)], None),
            quantity="\n".join(_quantity(target) for target in task.targets if _within(target, measure.span)),
        )
        for number, measure in enumerate(committed, start=1)
    )


def _duty(duty: Duty, area: str, places: _Places) -> Entry:
    return Entry(
        area=area,
        title="",
        works=(Work(duty.text),),
        deadline=_when([duty.deadline] if duty.deadline else [], duty.rhythm),
        place=places.path(duty.span),
        leads=_units(duty.units, Role.LEAD),
        responsible=_units(duty.units, Role.RESPONSIBLE),
        supporting=_units(duty.units, Role.SUPPORT),
    )


def _units(units: Sequence[UnitRef], role: Role) -> tuple[str, ...]:
    return tuple(unit_names(units, role))


def _within(item: Deadline | Target, span: Span) -> bool:
    return span.start <= item.span.start < span.end


def _when(deadlines: Sequence[Deadline], rhythm: Rhythm | None) -> str:
    said = [_deadline(deadline) for deadline in deadlines]
    return "\n".join(dict.fromkeys([*said, *([rhythm.text] if rhythm else [])]))


def _deadline(deadline: Deadline) -> str:
    """Verbatim, with the year that the plan gives elsewhere before a bare month."""
    if deadline.date and STARTS_WITH_MONTH.match(deadline.text):
        return f"{deadline.date[:4]}年{deadline.text}"
    return deadline.text


def _quantity(target: Target) -> str:
    upper = "" if target.value_max is None else f"—{_figure(target.value_max)}"
    return f"{target.subject}{SIGNS[target.comparator]}{_figure(target.value)}{upper}{target.unit}"


def _figure(value: object) -> str:
    return f"{value:f}"


def _phase_name(phase: Phase) -> str:
    period = "—".join(_month(day) for day in (phase.start, phase.end) if day)
    return f"{phase.name}\n（{period}）" if period else phase.name


def _month(day: str) -> str:
    parts = [int(part) for part in day.split("-")]
    return "".join(f"{part}{mark}" for part, mark in zip(parts, "年月日", strict=False))


def _day(date: str | None) -> str:
    return _month(date) if date else ""


def _dated(date: str | None) -> datetime:
    try:
        return datetime.fromisoformat(date or "")
    except ValueError:  # 2月30日 in a plan: the paper still says what the plan says
        return UNDATED


class _Places:
    """Headings by their place: what a span stands under, and how a reader finds it in the plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.starts = [heading.span.start for heading in plan.headings]
        self.trails = _trails(plan.headings)

    def parent(self, span: Span) -> str:
        """The innermost heading above an item, not the item's own."""
        trail = self._trail(span.start)
        above = [heading for heading in trail if heading.span.start < span.start]
        return above[-1].text if above else ""

    def heading(self, span: Span) -> str:
        """The innermost heading that an item stands under, its own included."""
        trail = self._trail(span.start)
        return trail[-1].text if trail else ""

    def path(self, span: Span) -> str:
        """The numbers of the headings down to an item (七、（二）), else its line."""
        numbers = "".join(heading.number for heading in self._trail(span.start))
        return numbers or self.line(span)

    def line(self, span: Span) -> str:
        """The line of the source that an item begins on, as a paper says it."""
        return f"第{_line(self.plan, span)}行"

    def _trail(self, place: int) -> tuple[Heading, ...]:
        index = bisect_right(self.starts, place)
        return self.trails[index - 1] if index else ()


def _trails(headings: Sequence[Heading]) -> list[tuple[Heading, ...]]:
    """For each heading, the headings from the outermost down to it."""
    trails: list[tuple[Heading, ...]] = []
    open_ones: list[Heading] = []
    for heading in headings:
        open_ones = [above for above in open_ones if above.level < heading.level] + [heading]
        trails.append(tuple(open_ones))
    return trails
