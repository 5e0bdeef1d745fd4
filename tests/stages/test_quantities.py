"""Quantities and structures, told from the words of one sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from luoshi.outline.model import Comparator
from luoshi.outline.stages.quantities import targets
from luoshi.outline.stages.structures import structures_of


def read(text: str) -> list[tuple[str, Decimal, str]]:
    return [(t.text, t.value, t.unit) for t in targets(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("推动建成区面积达到18平方公里", "18", "平方公里"),
        ("新增改厕1.4万户", "1.4", "万户"),
        ("用电超过10亿千瓦时", "10", "亿千瓦时"),
        ("投资1,200万元", "1200", "万元"),
        ("满意率不低于90%", "90", "%"),
        ("占比较上年提高5个百分点", "5", "个百分点"),
        ("办理时间压缩至0.5个工作日", "0.5", "个工作日"),
        ("至少建成两个样板", "2", "个"),
        ("任务百分之九十五落实", "95", "%"),
    ],
)
def test_a_clause_that_fixes_a_number_is_a_quantity(text: str, value: str, unit: str) -> None:
    assert read(text) == [(text, Decimal(value), unit)]


@pytest.mark.parametrize(
    "text",
    [
        "落实《方案》（县办发〔2022〕65号）",
        "实施“1+3+9”工程",
        "打造一批示范点",
        "目前已建成12座",
        "对10亩以上的地块建档",
        "入围企业为2家的，采取谈判方式",
        "力争用3年时间完成",
        "12小时开放",
        "抓好9大任务",
        "截至2024年底，全省拥有托位3.7个",
        "对业务量低于30件的村投递",
        "收托人数不得超过5人",
    ],
)
def test_names_baselines_thresholds_and_lengths_are_no_quantities(text: str) -> None:
    assert read(text) == []


def test_a_range_has_both_ends() -> None:
    (target,) = targets("各选2—4个示范点", 0, 9)
    assert (target.value, target.value_max, target.comparator) == (Decimal(2), Decimal(4), Comparator.RANGE)


def test_quantities_joined_by_a_mark_are_cut_where_each_has_its_number() -> None:
    assert [v for _, v, _ in read("新建移动公厕4座、固定公厕37座，改造5座")] == [4, 37, 5]


def test_shared_words_serve_both_numbers() -> None:
    text = "收获机械化率分别达到65%和55%"
    assert read(text) == [("收获机械化率分别达到65%", Decimal(65), "%"), (text, Decimal(55), "%")]


def test_categories_with_a_quota_and_a_total_make_a_structure() -> None:
    text = "建设四类示范单位：窗口、街区、园区和村落。在四类示范单位中，各选2—3个示范点，办好10个创建点。"
    (found,) = structures_of(text, 0, len(text))
    assert (found.name, found.total, found.min_each, found.max_each) == ("四类示范单位", 10, 2, 3)
    assert len(found.categories) == 4
