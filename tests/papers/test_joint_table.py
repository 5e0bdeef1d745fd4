"""测评指标及任务分解表: what stands in which column, and what is said where nothing is known."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from luoshi.assessment.queries.joint_lines import NOBODY, Alone, Bodies, JointHead, JointRow, JointTable, ServedBy
from luoshi.assessment.rules.framework import RowKind
from luoshi.documents.joint_table import joint_paper
from luoshi.programme.rules import CommitmentKind
from luoshi.render import docx_file, xlsx_file
from luoshi.render.model import Paper

DAY = date(2026, 11, 23)
HEAD = JointHead(1, 1, "停车便民行动实施方案", 1, "停车便民测评", "演示分值", 0, withdrawn=False, may_edit=True)
LED = Bodies(leads=("县住建局",), responsible=("县交通局",), supporting=("东岸镇",))


def row(code: str, *served: ServedBy, points: str | None = "4", kind: RowKind = RowKind.BASE) -> JointRow:
    return JointRow(
        id=int(code[0]),
        code=code,
        area_code="1",
        area="泊位建设",
        title="新建停车场",
        kind=kind,
        points=points,
        sentence="每少建一个扣1分。",
        served=served,
        scorers=((1, "县住建局"),),
        scorers_named=(),
        proofs_named=("竣工验收材料",),
        proofs=("停车场竣工验收.pdf",),
    )


def served(number: int, words: str, *, proposed: bool = False, bodies: Bodies = LED) -> ServedBy:
    return ServedBy(number, number, words, proposed, "停车", bodies)


def lines(paper: Paper, table: int = 0) -> list[dict[str, str]]:
    found = paper.tables[table]
    names = [column.heading for column in found.columns]
    return [dict(zip(names, one, strict=True)) for part in found.sections for one in found.spread(part)]


def paper(*rows: JointRow) -> Paper:
    alone = (Alone(9, "（三）宣传停车规则", CommitmentKind.TASK, NOBODY),)
    return joint_paper(JointTable(HEAD, rows, alone, ()), rows, DAY)


def test_the_columns_are_those_that_the_plan_prescribes() -> None:
    (first, *_rest) = paper(row("1", served(1, "（一）增加停车泊位"))).tables
    assert [column.heading for column in first.columns] == [
        *(
            "序号",
            "编号",
            "一级指标",
            "测评项",
            "分值",
            "评分规则（原文）",
            "对应任务／举措",
            "牵头（责任）单位",
            "配合单位",
        ),
        *("负责考核部门", "佐证材料"),
    ]


def test_a_row_that_two_tasks_serve_is_one_cell_beside_two_lines() -> None:
    made = paper(row("1", served(1, "（一）增加停车泊位"), served(2, "（二）规范停车秩序", bodies=NOBODY)))
    assert [line["对应任务／举措"] for line in lines(made)] == ["（一）增加停车泊位", "（二）规范停车秩序"]
    first = made.tables[0].sections[0].rows[0][3]
    assert first is not None
    assert (first.text, first.rows) == ("新建停车场", 2)
    assert lines(made)[0]["牵头（责任）单位"] == "县住建局、县交通局"


def test_proposals_are_not_printed() -> None:
    (line,) = lines(paper(row("1", served(1, "（一）增加停车泊位", proposed=True))))
    assert line["对应任务／举措"] == "（尚无任务对应）"


@pytest.mark.parametrize(
    ("points", "kind", "said"),
    [
        (None, RowKind.BASE, "未公布"),
        ("0", RowKind.BASE, "0"),
        ("1", RowKind.BONUS, "加1"),
        ("2", RowKind.PENALTY, "扣2"),
        (None, RowKind.VETO, "一票否决"),
        (None, RowKind.PASS_FAIL, "达标项"),
    ],
)
def test_points_that_are_not_known_are_never_zero(points: str | None, kind: RowKind, said: str) -> None:
    (line,) = lines(paper(row("1", served(1, "甲"), points=points, kind=kind)))
    assert line["分值"] == said


def test_both_sides_that_stand_alone_are_printed_with_the_label_of_the_figures() -> None:
    made = paper(row("1", served(1, "（一）增加停车泊位")), row("2"))
    assert [table.caption for table in made.tables] == ["任务分解", "尚无任务对应的测评项", "未对应测评项的任务"]
    assert [lines(made, 1)[0][name] for name in ("编号", "测评项")] == ["2", "新建停车场"]
    assert lines(made, 2)[0]["任务／举措"] == "（三）宣传停车规则"
    assert "【演示分值】" in made.lines


def test_it_is_written_as_a_workbook_and_as_a_document() -> None:
    made = paper(row("1", served(1, "甲"), served(2, "乙")), row("2"))
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx_file.write(made)))
    assert len(book.sheet_names) == 3
    assert docx_file.write(made)[:2] == b"PK"
