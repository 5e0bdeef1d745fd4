"""意见采纳情况表: what bodies said before the issue and what became of it; and the form that is sent to them.

序号 · 提出单位 · 涉及事项 · 意见内容 · 采纳情况 · 理由. Bodies without comment and those that did not answer are named
under the table: the paper tells of everybody who was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from luoshi.programme.queries.comment_tables import CommentForm, FormRow
from luoshi.programme.queries.consulting import AskedLine, CommentLine, Round
from luoshi.programme.rules import CommentVerdict, UnitRole
from luoshi.programme.rules.consulting import WHOLE, Standing
from luoshi.render.model import Align, Cell, Column, Paper, Row, Section, Table

VERDICTS = {
    CommentVerdict.OPEN: "尚未处理",
    CommentVerdict.ADOPTED: "采纳",
    CommentVerdict.PARTLY: "部分采纳",
    CommentVerdict.DECLINED: "未采纳",
}
ROLES = {UnitRole.LEAD: "牵头", UnitRole.RESPONSIBLE: "责任", UnitRole.SUPPORT: "配合"}
OPINION_COLUMNS = (
    Column("序号", 11, Align.CENTRE),
    Column("提出单位", 32),
    Column("涉及事项", 48),
    Column("意见内容", 84),
    Column("采纳情况", 20, Align.CENTRE),
    Column("理由", 56),
)
FORM_COLUMNS = (
    Column("序号", 10, Align.CENTRE),
    Column("单位", 26),
    Column("事项编号", 14, Align.CENTRE),
    Column("事项", 40),
    Column("工作内容", 76),
    Column("责任", 13, Align.CENTRE),
    Column("完成时限", 24, Align.CENTRE),
    Column("意见", 58),
)


def opinion_table(title: str, found: Round) -> Paper:
    """The paper of one round; ``title`` is the programme's."""
    order = {line.unit_id: place for place, line in enumerate(found.asked)}
    comments = sorted(found.comments, key=lambda one: order[one.unit_id])
    rows: tuple[Row, ...] = tuple(_opinion(number, one) for number, one in enumerate(comments, start=1))
    if not rows:
        width = len(OPINION_COLUMNS)
        rows = ((Cell("各单位均未提出意见。", columns=width), *[None] * (width - 1)),)
    return Paper(
        title=f"《{title}》征求意见采纳情况表",
        tables=(Table(OPINION_COLUMNS, (Section("", rows),)),),
        lines=(_counts(found),),
        remarks=_numbered(_remarks(found)),
        dated=_dated(found.line.opened_on),
    )


def _opinion(number: int, one: CommentLine) -> tuple[Cell, ...]:
    about = one.about or WHOLE
    texts = (str(number), one.unit_name, about, one.text, VERDICTS[one.verdict], one.reason)
    return tuple(Cell(text) for text in texts)


def _counts(found: Round) -> str:
    line = found.line
    verdicts = "、".join(
        f"{VERDICTS[verdict]}{count}条"
        for verdict in (CommentVerdict.ADOPTED, CommentVerdict.PARTLY, CommentVerdict.DECLINED, CommentVerdict.OPEN)
        if (count := found.with_verdict(verdict))
    )
    said = f"意见{len(found.comments)}条" + (f"，其中{verdicts}" if verdicts else "")
    return (
        f"（第{line.number}轮，{_day(line.opened_on)}至{_day(line.closed_on or line.answers_by)}："
        f"征求单位{len(found.asked)}个，反馈{found.answered}个，{said}）"
    )


def _remarks(found: Round) -> list[str]:
    named = (
        ("无意见的单位", found.having(Standing.NO_COMMENT)),
        ("未反馈的单位", found.having(Standing.SILENT)),
        ("尚待反馈的单位", found.having(Standing.WAITING)),
    )
    return [f"{words}（{len(units)}个）：{_names(units)}。" for words, units in named if units]


def _names(units: Sequence[AskedLine]) -> str:
    return "、".join(unit.name for unit in units)


def opinion_form(form: CommentForm) -> Paper:
    """The 征求意见表 that goes to one body, or to all: its items, and an empty column for what it says."""
    groups: dict[str, list[FormRow]] = {name: [] for name in form.units}
    for row in form.rows:
        groups[row.unit_name].append(row)
    numbers = iter(range(1, len(form.rows) + len(groups) + 1))
    rows: list[tuple[Cell, ...]] = []
    for name, own in groups.items():
        rows += [_form_row(next(numbers), row) for row in own]
        rows.append(tuple(Cell(text) for text in (str(next(numbers)), name, "", WHOLE, "", "", "", "")))
    whom = f"（{form.unit_name}）" if form.unit_name else ""
    return Paper(
        title=f"《{form.title}》征求意见表{whom}",
        tables=(Table(FORM_COLUMNS, (Section("", tuple(rows)),)),),
        lines=(f"（请于{_day(form.answers_by)}前反馈）",),
        remarks=_numbered(
            [
                "请在“意见”栏填写，其他各栏不要改动；对方案整体的意见填在“整体意见”一行。",
                "没有意见的，请在“整体意见”一行填“无意见”。",
            ]
        ),
        dated=_dated(form.opened_on),
    )


def _form_row(number: int, row: FormRow) -> tuple[Cell, ...]:
    item = row.commitment
    phase = item.phase.name if item.phase else ""
    when = _day(item.due) if item.due else item.rhythm_text or item.due_text or phase
    texts = (str(number), row.unit_name, row.item.code, row.item.title, item.text, ROLES[row.role], when, "")
    return tuple(Cell(text) for text in texts)


def _numbered(remarks: Sequence[str]) -> tuple[str, ...]:
    marks = [""] if len(remarks) == 1 else [f"{number}. " for number in range(1, len(remarks) + 1)]
    return tuple(("　　" if at else "注：") + marks[at] + text for at, text in enumerate(remarks))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _dated(day: date) -> datetime:
    return datetime.combine(day, time())
