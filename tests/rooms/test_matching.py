"""Whether what is asked is there already: the same figure, the same paper, the same question."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reporting.rules.matching import (
    Figure,
    Wanted,
    address_of,
    alike,
    digest_of,
    measure_of,
    period_of,
    words_of,
)

AREA = "东岸镇"
PARTS = ("quantity", "unit_of_measure", "accrual", "period", "place", "definition")
FIGURES = st.builds(
    Figure,
    st.sampled_from(["新增停车泊位", "新建停车泊位", "5G基站", "危桥改造"]),
    st.sampled_from(["个", "处", "公里", "平方公里", "万元", "元", "人", "人次"]),
    st.sampled_from(["level", "cumulative"]),
    st.sampled_from(["2026", "2026-H1", "2026-Q1", "2026-01", "2026-10"]),
    st.sampled_from(["", "湖滨片区", "西岸乡"]),
    st.sampled_from(["", "含改建", "不含改建"]),
)
SPELLED = st.sampled_from([" {} ", "“{}”", "{}。", "\u3000{}"])


def same(one: Figure, other: Figure, area: str = AREA) -> bool:
    return Wanted(one).takes([other], (), area)


@given(FIGURES, FIGURES)
def test_matching_is_symmetric(one: Figure, other: Figure) -> None:
    assert same(one, other) == same(other, one)


@given(FIGURES)
def test_a_figure_matches_itself(one: Figure) -> None:
    assert same(one, one)


@given(FIGURES, FIGURES, st.sampled_from(PARTS))
def test_any_part_that_differs_makes_another_figure(one: Figure, other: Figure, part: str) -> None:
    changed = replace(one, **{part: getattr(other, part)})
    assert same(one, changed) == (getattr(one, part) == getattr(other, part))


@given(FIGURES, SPELLED, SPELLED, SPELLED)
def test_spelling_alone_makes_no_other_figure(one: Figure, name: str, place: str, definition: str) -> None:
    spelled = replace(
        one,
        quantity=name.format(one.quantity),
        place=place.format(one.place) if one.place else "",
        definition=definition.format(one.definition) if one.definition else "",
    )
    assert same(one, spelled)


def test_the_own_area_may_be_named() -> None:
    figure = Figure("新增停车泊位", "个", "level", "2026-10")
    assert same(figure, replace(figure, place="东岸 镇"))
    assert not same(figure, replace(figure, place="西岸乡"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("km²", "平方公里"),
        ("㎡", "平方米"),
        ("％", "%"),
        ("㎞", "公里"),
        ("公顷", "hm²"),
        ("公斤", "kg"),
        ("平方千米", "km2"),
    ],
)
def test_one_unit_of_measure_has_several_names(one: str, other: str) -> None:
    assert measure_of(one) == measure_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("万元", "元"), ("人", "人次"), ("MW", "mW"), ("公里", "平方公里"), ("个", "处"), ("百分点", "%"), ("亩", "公顷")],
)
def test_units_of_measure_that_are_near_are_not_one(one: str, other: str) -> None:
    assert measure_of(one) != measure_of(other)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2026年11月", "2026-11"),
        ("２０２６．１１", "2026-11"),
        ("2026年第三季度", "2026-Q3"),
        ("2026q3", "2026-Q3"),
        ("2026年上半年", "2026-H1"),
        ("2026年度", "2026"),
        ("2026-11-30", "2026-11-30"),
        ("1—11月", ""),
        ("20261", ""),
        ("2026-13", ""),
        ("去年", ""),
    ],
)
def test_a_period_is_kept_in_one_way(written: str, kept: str) -> None:
    assert period_of(written) == kept


@given(st.text(max_size=20))
def test_a_period_as_it_is_kept_stays_as_it_is(text: str) -> None:
    assert period_of(period_of(text)) == period_of(text)


@given(st.text('停车泊位（）()“”"。.，,；% ５5Ｇg\u3000', max_size=30))
def test_words_are_levelled_once(text: str) -> None:
    assert words_of(words_of(text)) == words_of(text)


@pytest.mark.parametrize(
    "other",
    ["http://www.linhu.example/a/1", "https://WWW.linhu.example/a/1/", "https://www.linhu.example/a/1#top"],
)
def test_an_address_is_the_same_without_scheme_last_slash_and_place_in_the_page(other: str) -> None:
    assert address_of("https://www.linhu.example/a/1") == address_of(other)


@pytest.mark.parametrize(
    "other",
    [
        "https://linhu.example/a/1",
        "https://www.linhu.example/a/1?id=2",
        "https://www.linhu.example:8443/a/1",
        "https://www.linhu.example/A/1",
        "https://www.linhu.example/a/1#/news/2",
    ],
)
def test_nothing_else_of_an_address_is_guessed(other: str) -> None:
    assert address_of("https://www.linhu.example/a/1") != address_of(other)


def test_a_file_is_known_by_its_digest_alone() -> None:
    digest = "ab" * 32
    assert Wanted(digest=digest).takes((), [(digest.upper(), "")], AREA)
    assert not Wanted(digest=digest).takes((), [("cd" * 32, "https://a.example/1")], AREA)
    assert digest_of("abc") == ""


def test_a_figure_and_a_paper_that_are_both_wanted_must_both_be_there() -> None:
    figure = Figure("新增停车泊位", "个", "level", "2026-10")
    wanted = Wanted(figure, url="https://a.example/1")
    assert wanted.takes([figure], [("", "https://a.example/1")], AREA)
    assert not wanted.takes([figure], (), AREA)
    assert not wanted.takes((), [("", "https://a.example/1")], AREA)


def test_a_question_in_words_alone_is_answered_by_nothing() -> None:
    assert not Wanted().takes([Figure("新增停车泊位", "个", "level", "2026-10")], [("", "")], AREA)


@pytest.mark.parametrize(
    ("one", "other", "repeated"),
    [
        ("请报送泊位台账。", "请报送 泊位台账", True),
        ("请于11月底前报送新增停车泊位数。", "请于11月底前报送新增停车泊位数量。", True),
        ("请报送10月新增停车泊位数。", "请报送11月新增停车泊位数。", False),
        ("请报送泊位台账。", "请说明资金来源。", False),
    ],
)
def test_a_question_is_repeated_where_its_words_are_nearly_the_same(one: str, other: str, repeated: bool) -> None:
    assert alike(one, other) is repeated
