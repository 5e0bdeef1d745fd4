"""Whatever of a table is not read is told, with its row; what is read is told once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessment.office_tables import HEADER, as_csv, as_docx, as_xlsx, read, row, told
from luoshi.assessment.reading.tables import Reading, read_framework
from luoshi.assessment.rules.framework import RowKind, leaves

RULED = "符合得分"


def findings(reading: Reading) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.place.line if finding.place else None) for finding in reading.findings]


def csv_of(*rows: tuple[str, ...]) -> Reading:
    return read_framework(as_csv(rows), "表.csv")


# --- columns ------------------------------------------------------------------------------------------------------


def test_a_column_that_cannot_be_told_is_told_with_what_it_holds() -> None:
    reading = csv_of(("序号", "考核内容", "分值", "评分标准", "联动机制"), ("1", "机构健全", "100", RULED, "月调度"))
    (finding,) = reading.findings
    assert (finding.code, finding.params["name"], finding.params["text"]) == ("column-unread", "联动机制", "月调度")
    assert finding.place is not None
    assert finding.place.line == 2


def test_a_column_without_a_heading_is_told_by_its_place() -> None:
    reading = csv_of(("序号", "考核内容", "分值", "评分标准", ""), ("1", "机构健全", "100", RULED, "见附件"))
    assert [finding.params["name"] for finding in reading.findings] == ["第5列"]


@pytest.mark.parametrize("filled", ["", "—", "/"])
def test_a_column_to_be_filled_in_is_only_told_where_it_is(filled: str) -> None:
    reading = csv_of(("序号", "考核内容", "分值", "评分标准", "自评得分"), ("1", "机构健全", "100", RULED, filled))
    assert told(reading) == []


def test_columns_beyond_the_widest_are_told() -> None:
    head = ("序号", "考核内容", "分值", "评分标准")
    reading = csv_of(head, ("1", "机构健全", "100", RULED, *[""] * 60, "落在表外"))
    assert findings(reading) == [("column-unread", 2)]


def test_what_is_asked_beside_how_it_is_scored_is_the_item() -> None:
    reading = csv_of(
        ("序号", "一级指标", "测评项", "创建标准", "分值", "评分标准"),
        ("1", "组织", "机构", "机构健全、人员到位", "100", RULED),
    )
    leaf = row(reading, "1")
    assert (leaf.title, leaf.sentence) == ("机构健全、人员到位", RULED)
    assert [group.title for group in reading.framework.rows] == ["组织"]


def test_of_a_running_number_and_a_code_the_code_is_kept() -> None:
    reading = csv_of(("序号", "指标编号", "考核内容", "分值", "评分标准"), ("1", "A1-2", "机构健全", "100", RULED))
    assert [leaf.code for leaf in leaves(reading.framework.rows)] == ["A1-2"]
    assert told(reading) == []


def test_the_points_beside_a_weight_are_the_points() -> None:
    reading = csv_of(("序号", "考核内容", "权重", "分值", "评分标准"), ("1", "机构健全", "0.3", "100", RULED))
    assert row(reading, "1").points == 100
    assert told(reading) == [("column-unread", "")]


# --- tables and rows ----------------------------------------------------------------------------------------------


def test_a_further_table_that_is_none_of_indicators_is_told_and_makes_no_rows() -> None:
    contacts = [("序号", "责任单位", "联系人"), ("1", "县水利局", "办公室"), ("2", "县林业局", "办公室")]
    reading = read([("1", "", "机构健全", "100", RULED, "文件"), (), *contacts])
    assert len(list(leaves(reading.framework.rows))) == 1
    assert findings(reading) == [("table-unread", 4)]


def test_a_further_table_that_lists_rows_again_is_read_once() -> None:
    again = [("序号", "考核内容", "分值"), ("2", "计划完整", "60")]
    reading = read([("1", "", "机构健全", "40", RULED, "文件"), ("2", "", "计划完整", "60", RULED, "计划"), (), *again])
    assert len(list(leaves(reading.framework.rows))) == 2
    assert findings(reading) == [("table-repeats", 5)]


def test_rows_that_share_one_cell_of_points_are_one_row_and_told() -> None:
    rows = [HEADER, ("1", "组织", "机构健全", "10", RULED, "文件"), ("2", "", "人员到位", "", "", "名册")]
    reading = read_framework(as_xlsx(rows, merged=["B2:B3", "D2:D3"]), "表.xlsx")
    (leaf,) = leaves(reading.framework.rows)
    assert (leaf.text, leaf.proofs) == ("机构健全\n人员到位", ("文件", "名册"))
    assert findings(reading) == [("row-joined", 3)]


def test_a_heading_under_which_nothing_stands_is_kept_as_a_note() -> None:
    reading = read([("1", "", "机构健全", "100", RULED, "文件"), ("二、附加说明事项",)])
    assert reading.framework.note == "二、附加说明事项"


def test_a_blank_level_is_none_where_the_one_before_it_is_written_out_again() -> None:
    reading = csv_of(
        ("序号", "一级指标", "二级指标", "考核内容", "分值", "评分标准"),
        ("1", "组织", "机构", "机构健全", "40", RULED),
        ("2", "组织", "", "计划完整", "60", RULED),
    )
    (group,) = reading.framework.rows
    assert [child.title for child in group.children] == ["机构", "计划完整"]


def test_a_table_behind_a_long_regulation_is_found() -> None:
    words = [f"第{at}条　各单位应当按照职责做好有关工作，按时报送材料。" for at in range(1, 90)]
    table = [("序号", "考核内容", "分值", "评分标准"), ("1", "机构健全", "100", RULED)]
    reading = read_framework(as_docx([*words, "某县食品安全考核细则", table]), "表.docx")
    assert [leaf.title for leaf in leaves(reading.framework.rows)] == ["机构健全"]
    assert reading.framework.title == "某县食品安全考核细则"


# --- numbers of headings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "code", "title"),
    [
        ("一、组织领导（100分）", "一", "组织领导"),
        ("（二）制度建设（100分）", "二", "制度建设"),
        ("第三部分 工作成效（100分）", "第三部分", "工作成效"),
        ("A1 党建引领（100分）", "A1", "党建引领"),
        ("Ⅰ-1 公共环境（100分）", "Ⅰ-1", "公共环境"),
        ("2.1 管护（100分）", "2.1", "管护"),
        ("组织领导（100分）", "§1", "组织领导"),
    ],
)
def test_the_number_of_a_heading_is_its_code_and_stands_once(heading: str, code: str, title: str) -> None:
    (group,) = read([("1", heading, "机构健全", "100", RULED, "文件")]).framework.rows
    assert (group.code, group.title, group.points) == (code, title, 100)


def test_a_row_that_begins_with_its_own_number_shows_it_once() -> None:
    reading = read([("1", "", "1.机构健全", "40", RULED, "文件"), ("", "", "1.2 计划完整", "60", RULED, "计划")])
    assert [(leaf.code, leaf.title) for leaf in leaves(reading.framework.rows)] == [
        ("1", "机构健全"),
        ("1.2", "计划完整"),
    ]


# --- outside the base ---------------------------------------------------------------------------------------------

BASE = [("1", "一、组织", "机构健全", "60", RULED, "文件"), ("2", "二、成效", "任务完成", "40", RULED, "报表")]
BONUS = ("3", "三、加分项", "经验推广", "2", "获市级推广加2分", "文件")


@pytest.mark.parametrize(
    "total",
    [("合计", "", "", "100"), ("合计", "", "", "102"), ("注：总分100分，加分项另计。",), ()],
    ids=["hundred", "with-bonus", "note", "unsaid"],
)
def test_a_chapter_of_awards_stands_outside_a_base_that_is_whole_without_it(total: tuple[str, ...]) -> None:
    reading = read([*BASE, BONUS, total])
    assert [group.kind for group in reading.framework.rows] == [RowKind.BASE, RowKind.BASE, RowKind.BONUS]
    assert told(reading) == []


def test_a_chapter_of_awards_stands_outside_also_where_points_are_missing() -> None:
    reading = read([BASE[0], ("2", "二、成效", "任务完成", "", RULED, "报表"), BONUS, ("合计", "", "", "100")])
    assert reading.framework.rows[-1].kind is RowKind.BONUS
    assert told(reading) == [("points-missing", "2")]


def test_a_defect_in_the_base_does_not_bring_the_awards_into_it() -> None:
    reading = read([("1", "一、组织", "机构健全", "59", RULED, "文件"), BASE[1], BONUS, ("合计", "", "", "100")])
    assert reading.framework.rows[-1].kind is RowKind.BONUS
    assert told(reading) == [("total-differs", "")]


def test_awards_without_which_the_whole_is_not_reached_are_a_defect() -> None:
    reading = read([BASE[0], ("2", "二、成效", "任务完成", "38", RULED, "报表"), BONUS, ("合计", "", "", "100")])
    assert ("bonus-in-base", "3") in told(reading)


def test_awards_under_a_heading_of_known_points_stand_outside_it() -> None:
    reading = read_framework(
        as_csv(
            [
                ("序号", "一级指标", "二级指标", "考核内容", "分值", "评分标准"),
                ("1", "一、组织（60分）", "机构", "机构健全", "60", RULED),
                ("2", "二、成效（40分）", "任务", "任务完成", "40", RULED),
                ("3", "二、成效（40分）", "加分项", "经验推广", "5", "获市级推广加5分"),
            ]
        ),
        "表.csv",
    )
    assert row(reading, "3").kind is RowKind.BONUS
    assert told(reading) == []
    assert row(reading, "二").points == Decimal(40)
