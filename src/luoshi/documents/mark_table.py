"""评分表: the rows of a round that somebody marks, with cells to be filled in; sent out and brought back.

测评对象 · 编号 · 指标 · 评分标准 · 分值 · 负责考核部门 · 填什么 · 填写 · 理由 · 现得分 ·
已看佐证材料, and 行码 out of sight. A row that asks for several things has a line for each, its other cells merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from luoshi.assessment.queries.mark_tables import MarkTable, TableRow
from luoshi.assessment.rules.asking import Ask, Sort, given_by
from luoshi.assessment.rules.comparing import points_text
from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.mark_tables.cells import AWAY, HEADINGS, choices_of, written
from luoshi.assessment.rules.mark_tables.judging import label_of
from luoshi.assessment.rules.mark_tables.keys import line_key
from luoshi.assessment.rules.numbers import plain
from luoshi.assessment.rules.telling import Told, row_told
from luoshi.render.model import Align, Cell, Column, Paper, Row, Section, Table

# code -> millimetres of a sheet of 261
WIDTHS = {
    "subject": 21, "code": 14, "title": 34, "rule": 50, "full": 11, "scorers": 22, "ask": 30, "value": 21,
    "reason": 34, "points": 12, "evidence": 22, "key": 10,
}  # fmt: skip
CENTRED = frozenset({"code", "full", "value", "points"})
TYPED = ("value", "reason")
KINDS = {RowKind.BONUS: "加分", RowKind.PENALTY: "扣分", RowKind.VETO: "否决", RowKind.PASS_FAIL: "达标项"}


def mark_table(table: MarkTable) -> Paper:
    """The table of a round; the column of who is assessed is left out where there is one, who stands above it."""
    codes = [code for code in WIDTHS if code != "subject" or table.subjects > 1]
    columns = tuple(_column(code) for code in codes)
    rows = tuple(line for row in table.rows for line in _lines(table.round_id, row, codes))
    return Paper(
        title=f"{table.framework_title}评分表",
        tables=(Table(columns, (Section("", rows),)),),
        lines=(_under_title(table),),
        remarks=_remarks(),
        dated=datetime(table.opened_on.year, table.opened_on.month, table.opened_on.day)
        if table.opened_on
        else datetime(2000, 1, 1),
        locked=True,
    )


def file_name(table: MarkTable, subject: str = "") -> str:
    """The name under which it is sent: 东岸镇-自查自评评分表.xlsx."""
    said = "-".join(part for part in (subject, table.round_name) if part)
    kept = "".join(sign for sign in said if sign.isprintable() and sign not in '\\/:*?"<>|')
    return f"{kept[:80] or table.round_id}评分表.xlsx"


def tables_named(tables: Iterable[tuple[str, MarkTable]]) -> Iterator[tuple[str, MarkTable]]:
    """Each table with a name of its own: who is called the same is told apart by a number."""
    taken: set[str] = set()
    for subject, table in tables:
        name = file_name(table, subject)
        if name in taken:
            name = f"{table.rows[0].subject_id}-{name}"
        taken.add(name)
        yield name, table


def _column(code: str) -> Column:
    return Column(
        HEADINGS[code][0],
        WIDTHS[code],
        Align.CENTRE if code in CENTRED else Align.LEFT,
        verbatim=code in ("code", "value", "key"),
        filled=code in TYPED,
        hidden=code == "key",
    )


def _under_title(table: MarkTable) -> str:
    who = table.rows[0].subject_name if table.subjects == 1 else f"{table.subjects}个测评对象"
    parts = [f"轮次：{table.round_name}", f"测评对象：{who}"]
    if table.due:
        parts.append(f"截止：{table.due.year}年{table.due.month}月{table.due.day}日")
    return "　".join(parts)


def _lines(round_id: int, row: TableRow, codes: list[str]) -> Iterator[Row]:
    """The lines of a row: one a field; what is said once covers them all."""
    over = _over(row, len(row.asked))
    said = given_by(row.asked, row.now.seen) if row.now.seen is not None and row.now.seen.applies else {}
    away = row.now.seen is not None and not row.now.seen.applies
    for at, ask in enumerate(row.asked):
        value = said.get(ask.full_name)
        text = "" if value is None else written(ask, value)
        each = {
            "ask": Cell(_asks(ask, row)),
            "value": Cell(
                AWAY if away and not at else text, choices=choices_of(ask, may_not_apply=row.compiled.row.may_not_apply)
            ),
            "key": Cell(line_key(round_id, row.subject_id, row.row_id, row.now.number, ask.full_name)),
        }
        yield tuple(each[code] if code in each else None if at else over[code] for code in codes)


def _over(row: TableRow, lines: int) -> dict[str, Cell]:
    of, kind = row.compiled.row, KINDS.get(row.compiled.row.kind, "")
    full = "" if of.points is None else plain(of.points)
    return {
        code: Cell(text, rows=lines)
        for code, text in {
            "subject": row.subject_name,
            "code": of.code,
            "title": of.title,
            "rule": _rule(row),
            "full": "\n".join(part for part in (kind, full) if part),
            "scorers": "、".join(row.scorers),
            "reason": row.now.reason,
            "points": "" if row.points is None else points_text(row.points),
            "evidence": "\n".join(row.evidence),
        }.items()
    }


def _rule(row: TableRow) -> str:
    """The rule in words, a line for each of its parts; the table's own sentence where it was not read."""
    of = row.compiled.row
    if of.rule is None and of.sentence:
        return of.sentence
    return "\n".join(_told(row_told(of), 0))


def _told(told: Told, depth: int) -> Iterator[str]:
    yield "　" * depth + told.words.words()
    for one in told.under:
        yield from _told(one, depth + 1)


def _asks(ask: Ask, row: TableRow) -> str:
    """What a line asks for, and what it takes where that cannot be chosen from."""
    said = label_of(ask)
    if ask.sort is Sort.FIGURES:
        said += "（多个数用分号隔开）"
    if ask.sort is Sort.CHOICE:
        said += "：" + "、".join(label for _key, label in ask.options)
    if row.compiled.row.may_not_apply:
        said += "（不涉及的填“不适用”）"
    return said


def _remarks() -> tuple[str, ...]:
    said = (
        "只填底色为浅黄的“填写”“理由”两栏；数字用阿拉伯数字，带不带单位均可。空着的不作评分，已有评分的照原样列出，改动的算作改评。",
        "清空格子不会撤销评分；撤销评分、增减佐证材料请到该项页面办理。",
        "行可以调换顺序、可以分表报送；各行另有系统行码，请勿删列。请勿填写身份证号、银行卡号、个人手机号和群众名单。",
    )
    return tuple(("注：" if at == 1 else "　　") + f"{at}. {text}" for at, text in enumerate(said, start=1))
