"""Indicator tables as offices make them, read into frameworks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessment.office_tables import HEADER, as_csv, as_docx, as_xlsx, read, row, told
from luoshi.assessment.reading.tables import read_framework
from luoshi.assessment.rules.exchange import framework_from_json, framework_to_json
from luoshi.assessment.rules.framework import Method, RowKind, leaves
from luoshi.assessment.rules.grammar import AllOrNothing, Best, Deduct, Sum
from luoshi.kernel.errors import Invalid, UnreadableFile

CLEAN = [
    ["1", "一、组织（40分）", "工作机构", "15", "健全得15分，每缺一项扣3分，扣完为止", "文件"],
    ["2", "一、组织（40分）", "年度计划", "25", "1.有计划，得10分。\n2.有落实，得15分。", "计划"],
    ["3", "二、成效（60分）", "道路完好率", "60", "≥95%得60分；≥80%得40分；≥60%得20分", "统计表"],
]


def test_levels_points_rules_and_proofs_are_read_from_their_columns() -> None:
    reading = read(CLEAN)
    one, two = reading.framework.rows
    assert [(one.code, one.title, one.points), (two.code, two.title, two.points)] == [
        ("一", "组织", Decimal(40)),
        ("二", "成效", Decimal(60)),
    ]
    assert [child.code for child in one.children] == ["1", "2"]
    assert row(reading, "1").proofs == ("文件",)
    assert isinstance(row(reading, "2").rule, Sum)
    assert reading.findings == ()


def test_a_framework_that_was_read_goes_through_its_exchange_format() -> None:
    framework = read(CLEAN).framework
    assert framework_from_json(framework_to_json(framework)) == framework


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_encoding_that_offices_use(encoding: str) -> None:
    reading = read_framework(as_csv([HEADER, *CLEAN], encoding), "表.csv")
    assert len(list(leaves(reading.framework.rows))) == 3


def test_merged_cells_of_a_workbook_stand_for_every_row() -> None:
    rows = [["某县考核细则（100分）"], HEADER, *CLEAN]
    rows[3] = ["2", "", *CLEAN[1][2:]]
    reading = read_framework(as_xlsx(rows, merged=["B3:B4"]), "表.xlsx")
    assert [len(group.children) for group in reading.framework.rows] == [2, 1]
    assert reading.framework.title == "某县考核细则（100分）"
    assert reading.framework.total == 100
    assert reading.places["2"].line == 4


def test_the_sheet_with_the_indicators_is_chosen_and_said() -> None:
    reading = read_framework(as_xlsx([HEADER, *CLEAN], name="细则", before=[["填表说明"], ["请认真填写"]]), "表.xlsx")
    assert reading.sheet == "细则"
    assert told(reading) == [("sheet-chosen", "")]


def test_a_table_of_a_paper_with_merged_levels_is_read() -> None:
    table = [
        ("一级指标", "二级指标", "考核内容", "分值", "评分标准"),
        ("组织（40分）", "机构", "机构健全", "15", "符合得分"),
        ("", "计划", "计划完整", "25", "符合得分"),
        ("成效（60分）", "道路", "道路完好", "60", "符合得分"),
    ]
    data = as_docx(["某县考核细则", table, "注：90分以上为达标。"], merged=[(1, 0, 2, 0)])
    reading = read_framework(data, "表.docx")
    assert [(group.title, group.points, len(group.children)) for group in reading.framework.rows] == [
        ("组织", Decimal(40), 2),
        ("成效", Decimal(60), 1),
    ]
    assert reading.framework.pass_mark is not None
    assert reading.framework.pass_mark.points == 90
    assert told(reading) == []


def test_headings_in_rows_of_their_own_group_what_follows() -> None:
    reading = read(
        [
            ["一、组织领导（30分）"],
            ["1", "", "机构", "30", "符合得分", "文件"],
            ["二、工作成效（70分）"],
            ["（一）道路（70分）"],
            ["2", "", "完好率", "70", "符合得分", "报表"],
        ]
    )
    first, second = reading.framework.rows
    assert (first.points, second.points) == (30, 70)
    assert second.children[0].children[0].code == "2"
    assert told(reading) == []


def test_two_rows_of_headings_are_read_as_one() -> None:
    rows = [
        ("序号", "考核指标", "", "分值", "评分", ""),
        ("", "类别", "内容", "", "评分标准", "得分"),
        ("1", "组织", "机构健全", "100", "符合得分", ""),
    ]
    reading = read_framework(as_xlsx(rows, merged=["B1:C1", "E1:F1"]), "表.xlsx")
    (group,) = reading.framework.rows
    assert (group.title, group.children[0].title, group.children[0].points) == ("组织", "机构健全", 100)


def test_notes_and_totals_among_rows_are_no_rows() -> None:
    reading = read([*CLEAN[:2], ["小计", "", "", "40"], *CLEAN[2:], ["合计", "", "", "100"], ["注：以上含本数。"]])
    assert len(list(leaves(reading.framework.rows))) == 3
    assert reading.framework.total == 100
    assert reading.framework.note == "注：以上含本数。"
    assert told(reading) == []


def test_a_total_that_differs_is_found() -> None:
    assert told(read([*CLEAN, ["合计", "", "", "110"]])) == [("total-differs", "")]


@pytest.mark.parametrize(("written", "points"), [("６", 6), ("6分", 6), ("2.5", Decimal("2.5")), ("（8分）", None)])
def test_points_are_read_however_they_are_written(written: str, points: Decimal | None) -> None:
    assert row(read([["1", "组织", "机构", written, "符合得分", "文件"]]), "1").points == points


def test_points_without_their_unit_are_read_and_said() -> None:
    reading = read([["1", "某站（20）", "监测", "20", "符合得分", "报告"]])
    assert reading.framework.rows[0].points == 20
    assert [code for code, _row in told(reading)] == ["unit-missing"]


def test_a_year_in_brackets_is_no_number_of_points() -> None:
    reading = read([["1", "规划（2026）", "编制", "20", "符合得分", "规划"]])
    assert reading.framework.rows[0].points is None


def test_missing_points_stay_unknown_and_are_said() -> None:
    reading = read([CLEAN[0], ["2", "一、组织（40分）", "年度计划", "", "按时报送", "计划"]])
    assert row(reading, "2").points is None
    assert told(reading) == [("points-missing", "2")]


def test_a_number_used_twice_is_found_and_both_rows_are_kept() -> None:
    reading = read([["30", "甲局", "检查", "50", "符合得分", "记录"], ["30", "乙局", "巡查", "50", "符合得分", "记录"]])
    assert [found.code for found in leaves(reading.framework.rows)] == ["30", "30-2"]
    assert told(reading) == [("number-twice", "30-2")]


def test_a_number_that_rows_of_one_group_share_is_not_used_twice() -> None:
    rows = [["7", "某局（60分）", f"任务{at}", "20", "符合得分", "记录"] for at in "甲乙丙"]
    reading = read(rows)
    assert [found.code for found in leaves(reading.framework.rows)] == ["7.1", "7.2", "7.3"]
    assert told(reading) == []


def test_numbers_may_begin_again_under_each_heading() -> None:
    rows = [[str(at), group, f"内容{at}", "25", "符合得分", "记录"] for group in ("甲类", "乙类") for at in (1, 2)]
    assert told(read(rows)) == []


def test_who_scores_is_not_who_does() -> None:
    header = ("序号", "考核内容", "分值", "评分标准", "负责考核部门", "责任单位", "配合单位", "考核方式")
    rows = [["1", "河道", "10", "符合得分", "县河长办、县水利局", "各乡镇", "县住建局", "实地检查、查阅资料"]]
    found = row(read(rows, header), "1")
    assert found.scored_by == ("县河长办", "县水利局")
    assert found.done_by == ("各乡镇", "县住建局")
    assert found.methods == (Method.DOCUMENTS, Method.SITE)


@pytest.mark.parametrize(
    ("cell", "scorers", "doers", "proofs"),
    [
        ("台账；负责考核部门：县教育局县河长办", ("县教育局", "县河长办"), (), ("台账",)),
        ("责任：市经委；配合：市城管局、市水利局等", (), ("市经委", "市城管局", "市水利局"), ()),
        ("【提供材料部门】县统计局", (), ("县统计局",), ()),
    ],
)
def test_offices_named_among_the_proofs_are_taken_apart(
    cell: str, scorers: tuple[str, ...], doers: tuple[str, ...], proofs: tuple[str, ...]
) -> None:
    found = row(read([["1", "河道", "管护", "10", "符合得分", cell]]), "1")
    assert (found.scored_by, found.done_by, found.proofs) == (scorers, doers, proofs)


def test_the_same_as_above_is_the_proof_of_the_row_above() -> None:
    reading = read([CLEAN[0], ["2", "一、组织（40分）", "计划", "25", "符合得分", "同上"]])
    assert row(reading, "2").proofs == ("文件",)


def test_veto_rows_and_rows_without_points_have_their_kinds() -> None:
    reading = read(
        [
            ["1", "前提", "三年内无重大事故", "否决项", "发生的一票否决", "证明"],
            ["2", "水质", "断面达标率", "约束性", "≥90%", "报告"],
            ["3", "绿化", "覆盖率", "参考性", "东部≥40%；西部≥30%", "报告"],
        ]
    )
    assert [row(reading, code).kind for code in "123"] == [RowKind.VETO, RowKind.PASS_FAIL, RowKind.PASS_FAIL]
    assert [(child.title, child.may_not_apply) for child in row(reading, "3").children] == [
        ("东部", True),
        ("西部", True),
    ]
    assert row(reading, "2").note == "约束性"


def test_awards_and_penalties_beside_a_whole_base_stand_outside_it() -> None:
    reading = read([*CLEAN, ["4", "三、加减分", "加减分", "", "1.受省表彰的奖5分。\n2.被通报的，每次扣2分。", "通报"]])
    (outside,) = [found for found in reading.framework.rows if found.kind is RowKind.BONUS]
    bonus, penalty = outside.children[0].children
    assert (bonus.kind, penalty.kind) == (RowKind.BONUS, RowKind.PENALTY)
    assert isinstance(penalty.rule, Deduct)
    assert told(reading) == []


def test_alternatives_beside_sums_come_to_the_points_of_the_row() -> None:
    rule = "1.获省级推广的得3分。\n2.获市级推广的得2分。\n3.获县级推广的得1分。\n4.按时报送总结，得7分。"
    reading = read([["1", "宣传", "信息", "10", rule, "文件"]])
    found = row(reading, "1").rule
    assert isinstance(found, Sum)
    assert [type(part.rule) for part in found.parts] == [Best, AllOrNothing]
    assert told(reading) == []


def test_a_file_without_indicators_is_refused_in_one_sentence() -> None:
    with pytest.raises(Invalid) as refused:
        read_framework("姓名,电话\n某人,1\n".encode(), "名单.csv")
    assert refused.value.code == "framework-no-table"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x00" * 50, b"\x89PNG\r\n\x1a\n"])
def test_a_file_that_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_framework(data, "表.xlsx")


def test_rows_that_cannot_be_read_are_refused_one_by_one_with_a_reason() -> None:
    reading = read([*CLEAN, ["4", "", "", "5", "长" * 9000, ""]])
    refused = [found for found in reading.findings if found.code == "row-refused"]
    assert [(found.place.line if found.place else None) for found in refused] == [5]
    assert len(list(leaves(reading.framework.rows))) == 3


def test_ten_thousand_rows_are_read_and_what_is_beyond_is_refused_row_by_row() -> None:
    rows = [
        [str(at), f"第{at // 100}类", f"内容{at}", "1", "每少一次扣0.5分，扣完为止", "台账"] for at in range(1, 10_003)
    ]
    reading = read(rows)
    assert sum(1 for _row in leaves(reading.framework.rows)) == 10_000
    assert [(found.code, found.place.line if found.place else 0) for found in reading.findings] == [
        ("row-refused", 10_002),
        ("row-refused", 10_003),
    ]
