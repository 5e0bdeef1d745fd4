"""What notes say of the total is read where they say it of the whole, and left in the note where they do not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessment.office_tables import as_csv, read, row
from luoshi.assessment.reading.tables import Reading, read_framework
from luoshi.assessment.rules.framework import Framework
from luoshi.assessment.rules.grammar import AllOrNothing, Comparison, Operator, Proportional


def noted(note: str) -> Framework:
    """A table of 100 points with a note."""
    return read([("1", "", "机构健全", "100", "符合得分", "文件"), ("合计", "", "", "100"), (f"注：{note}",)]).framework


def passing(note: str, *targets: tuple[str, str]) -> Reading:
    """A table of rows that are met or not, with a note."""
    rows = targets or tuple((f"条件{at}", "≥90%") for at in range(1, 7))
    table = [
        ("序号", "评估内容", "达标要求", "指标属性"),
        *((str(at), *one, "约束性") for at, one in enumerate(rows, start=1)),
    ]
    return read_framework(as_csv([*table, (note,)]), "表.csv")


# --- grades by count ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("note", "grades"),
    [
        (
            "注：6项达标的为优秀，4项及以上达标的为良好，不足4项的为不合格。",
            [("优秀", 6, None), ("良好", 4, None), ("不合格", 0, None)],
        ),
        ("注：达标5项以上且不达标不超过1项的评为优秀；达标3-4项的评为合格。", [("优秀", 5, 1), ("合格", 3, None)]),
    ],
)
def test_grades_by_how_many_rows_are_met_are_read(note: str, grades: list[tuple[str, int, int | None]]) -> None:
    found = passing(note).framework.grades_by_count
    assert [(grade.name, grade.met, grade.not_met) for grade in found] == grades


@pytest.mark.parametrize(
    "note",
    [
        "注：有2项不合格的为不合格。",
        "注：不合格3项以上的为不合格，不合格1项以上的为合格。",
        "注：40项达标的为优秀，30项达标的为良好。",
        "注：抽查6项台账。",
    ],
)
def test_counts_of_something_else_are_no_grades(note: str) -> None:
    assert passing(note).framework.grades_by_count == ()


def test_a_table_of_points_has_no_grades_by_count() -> None:
    assert noted("3项及以上达标的为优秀，1项及以上达标的为合格。").grades_by_count == ()


# --- several scorers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("note", "scorers"),
    [
        ("总分中自评得分占30%，复核得分占70%。", [("自评得分", "0.3"), ("复核得分", "0.7")]),
        ("最终得分=县级自评×20%+市级考核×80%", [("县级自评", "0.2"), ("市级考核", "0.8")]),
    ],
)
def test_scorers_of_the_whole_have_their_weights(note: str, scorers: list[tuple[str, str]]) -> None:
    assert [(one.label, str(one.weight)) for one in noted(note).scorers] == scorers


@pytest.mark.parametrize(
    "note", ["总分中自评得分占30%，复核得分占60%。", "自评占比高的单位优先推荐。", "抽查样本占10%，现场检查占90%。"]
)
def test_shares_of_something_else_are_no_scorers(note: str) -> None:
    assert noted(note).scorers == ()


# --- another scale ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("note", "points"),
    [
        ("考核得分按比例折算后占年度综合考核20分。", "20"),
        ("总分按百分制折算后计入绩效考核，占15分。", "15"),
        ("考核得分×0.6计入年度绩效考核成绩。", "60"),
        ("考核得分×10%计入领导班子考核成绩。", "10"),
    ],
)
def test_the_total_is_converted_to_another_scale(note: str, points: str) -> None:
    found = noted(note).conversion
    assert found is not None
    assert found.rule == Proportional(Decimal(100), Decimal(points))
    assert found.label in note


@pytest.mark.parametrize(
    "note",
    [
        "不涉及的指标不评分，总分按比例折算为100分。",
        "得分按百分制计算。",
        "总分100分。",
        "考核得分按比例折算，90分以上为优秀。",
        "水质项得分折算后占20分。",
        "总得分=自评得分×0.4+复核得分×0.6",
    ],
)
def test_words_about_the_table_itself_are_no_conversion(note: str) -> None:
    assert noted(note).conversion is None


# --- which way is better ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "targets", "operator", "sure"),
    [
        ("污水处理率", "70%/80%/90%", Operator.AT_LEAST, True),
        ("管网漏损率", "14%/12%/10%", Operator.AT_MOST, True),
        ("管网漏损率", "10%/12%/14%", Operator.AT_LEAST, False),
        ("不合格率", "3%/2%/1%", Operator.AT_MOST, True),
        ("取水总量", "1.2/1.3/1.4", Operator.AT_LEAST, False),
        ("农产品抽检合格率", "96%/95%/97%", Operator.AT_LEAST, False),
    ],
)
def test_the_name_and_the_years_together_tell_which_way_is_better(
    name: str, targets: str, operator: Operator, sure: bool
) -> None:
    reading = read([("1", "", name, "", f"达标制：2023/2024/2025目标 {targets}", "报表")])
    leaf = row(reading, "1.1")
    assert isinstance(leaf.rule, AllOrNothing)
    assert isinstance(leaf.rule.test, Comparison)
    assert (leaf.rule.test.operator, not leaf.doubts) == (operator, sure)
