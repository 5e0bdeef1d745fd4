"""测评指标及任务分解表: rows of indicators beside the tasks, bodies and proofs that serve them, as plans prescribe it.

序号 · 编号 · 一级指标 · 测评项 · 分值 · 评分规则 · 对应任务/举措 · 牵头（责任）单位 · 配合单位 · 负责考核部门
· 佐证材料; where a framework is deeper, 二级指标 and so on behind the first. A table with parts for one body each has
所属单位 beside its rows. Points that are not public stay unknown (未公布), never 0. What is printed is read back
(``assessment.reading``) as the rows that it was printed from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from luoshi.assessment.queries.joint_lines import Alone, Heading, JointRow, JointTable, ServedBy
from luoshi.assessment.rules.framework import RowKind
from luoshi.kernel.wording import translate
from luoshi.programme.rules import KIND_WORDS
from luoshi.render.model import Align, Cell, Column, Paper, Section, Table
from luoshi.render.model import Row as PaperRow

LANGUAGE = "zh-hans"
UNKNOWN = "未公布"
NOBODY = "（尚无任务对应）"
SEPARATOR = "、"
NUMBERS = (Column("序号", 11, Align.CENTRE), Column("编号", 13, Align.CENTRE))
LEVEL = 20  # the width of a column of headings
COLUMNS = (
    Column("测评项", 26),
    Column("分值", 13, Align.CENTRE),
    Column("评分规则（原文）", 36),
    Column("对应任务／举措", 34),
    Column("牵头（责任）单位", 50),
    Column("配合单位", 22),
    Column("负责考核部门", 22),
    Column("佐证材料", 26),
)
OWNER = Column("所属单位", 24)  # beside the rows, where the table has parts for one body each
ALONE = (
    Column("序号", 14, Align.CENTRE),
    Column("任务／举措", 120),
    Column("类别", 30, Align.CENTRE),
    Column("牵头（责任）单位", 60),
    Column("配合单位", 50),
)
UNSERVED = (
    Column("序号", 14, Align.CENTRE),
    Column("编号", 20, Align.CENTRE),
    Column("一级指标", 60),
    Column("测评项", 120),
    Column("分值", 20, Align.CENTRE),
    Column("负责考核部门", 50),
)
# points of rows that have none by their nature, and what stands before those outside the total
WITHOUT = {
    RowKind.VETO: "一票否决",
    RowKind.PASS_FAIL: "达标项",
    RowKind.BONUS: "加分",
    RowKind.PENALTY: "扣分",
}
BEFORE = {RowKind.BONUS: "加", RowKind.PENALTY: "扣"}
LEVELS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")  # no table is deeper
_CHINESE = re.compile("[一二三四五六七八九十]{1,3}")
_OTHER = re.compile(r"[A-ZⅠ-Ⅻ\d][\dⅠ-Ⅻ.-]*")


def joint_paper(table: JointTable, rows: Iterable[JointRow], day: date, chosen: Iterable[str] = ()) -> Paper:
    """The paper: these rows of the table, then what stands alone on either side."""
    rows = list(rows)
    depth = max((len(row.above) for row in rows), default=1) or 1
    levels = tuple(Column(f"{LEVELS[at]}级指标", LEVEL) for at in range(depth))
    head = table.head
    lines = [f"（测评体系：{head.framework_title}；截至{day.year}年{day.month}月{day.day}日）"]
    if head.label:
        lines.append(f"【{head.label}】")
    if said := "；".join(chosen):
        lines.append(f"筛选：{said}")
    columns = (COLUMNS[0], OWNER, *COLUMNS[1:]) if table.has_parts else COLUMNS
    body = tuple(
        line for number, row in enumerate(rows, start=1) for line in _lines(row, number, depth, owned=table.has_parts)
    )
    tables = [
        Table(
            (*NUMBERS, *levels, *columns),
            (Section("", body),),
            "任务分解",
        )
    ]
    if table.unserved:
        body = tuple(_unserved(number, row) for number, row in enumerate(table.unserved, start=1))
        tables.append(Table(UNSERVED, (Section("", body),), "尚无任务对应的测评项"))
    if table.alone:
        body = tuple(_alone(number, one) for number, one in enumerate(table.alone, start=1))
        tables.append(Table(ALONE, (Section("", body),), "未对应测评项的任务"))
    return Paper(
        title=f"《{head.programme_title}》测评指标及任务分解表",
        tables=tuple(tables),
        lines=tuple(lines),
        remarks=(
            "分值未公布的记“未公布”，不作零分；待确认的对应关系不列入本表。",
            "负责考核部门按测评项评分，不等于承担任务的责任单位。",
        ),
        dated=datetime.combine(day, time()),
    )


def points_said(row: JointRow) -> str:
    """The points as the paper prints them."""
    if row.points is None:
        return WITHOUT.get(row.kind, UNKNOWN)
    return f"{BEFORE.get(row.kind, '')}{row.points}"


def _lines(row: JointRow, number: int, depth: int, *, owned: bool) -> Iterator[PaperRow]:
    """A line for everything that serves a row; what is the row's own is one cell beside all of them."""
    served: list[ServedBy | None] = [*row.confirmed] or [None]
    height = len(served)
    levels = [heading_said(one) for one in row.above] or [row.area]
    levels += [""] * (depth - len(levels))

    def once(text: str, at: int) -> Cell | None:
        return Cell(text, rows=height) if at == 0 else None

    for at, one in enumerate(served):
        yield (
            once(str(number), at),
            once(row.code, at),
            *(once(text, at) for text in levels),
            once(row.title, at),
            *((once(owners_said(row), at),) if owned else ()),
            once(points_said(row), at),
            once(row.sentence, at),
            *_service(one),
            once(SEPARATOR.join(scorers_said(row)), at),
            once("；".join(dict.fromkeys((*row.proofs_named, *row.proofs))), at),
        )


def heading_said(heading: Heading) -> str:
    """A heading as tables print it: 一、组织领导（40分）."""
    mark = f"{heading.code}、" if _CHINESE.fullmatch(heading.code) else ""
    if _OTHER.fullmatch(heading.code):
        mark = f"{heading.code}." if heading.code.isdecimal() else f"{heading.code} "
    return f"{mark}{heading.title}" + (f"（{heading.points}分）" if heading.points is not None else "")


def _service(one: ServedBy | None) -> tuple[Cell, Cell, Cell]:
    if one is None:
        return Cell(NOBODY), Cell(), Cell()
    leads = (*one.bodies.leads, *one.bodies.responsible)
    return Cell(one.words), Cell(SEPARATOR.join(leads)), Cell(SEPARATOR.join(one.bodies.supporting))


def scorers_said(row: JointRow) -> tuple[str, ...]:
    """Who scores: bodies of the county, else those that the table names."""
    return tuple(name for _pk, name in row.scorers) or row.scorers_named


def owners_said(row: JointRow) -> str:
    """Whose part it is: a body of the county, else the name in the table, or everybody where it stands in no part."""
    return SEPARATOR.join(name for _pk, name in row.owners) or row.part or "各单位"


def _unserved(number: int, row: JointRow) -> PaperRow:
    texts = (str(number), row.code, row.area, row.title, points_said(row), SEPARATOR.join(scorers_said(row)))
    return tuple(Cell(text) for text in texts)


def _alone(number: int, one: Alone) -> PaperRow:
    leads = (*one.bodies.leads, *one.bodies.responsible)
    kind = translate(KIND_WORDS[one.kind], LANGUAGE)
    texts = (str(number), one.words, kind, SEPARATOR.join(leads), SEPARATOR.join(one.bodies.supporting))
    return tuple(Cell(text) for text in texts)
