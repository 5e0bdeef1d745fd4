"""Rules in ordinary words, read into the typed model."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.sentences import SENTENCES, Told
from luoshi.assessment.reading.sentences import read_rule
from luoshi.assessment.reading.sentences.passing import demands_of
from luoshi.assessment.rules.checking import rule_problems
from luoshi.assessment.rules.grammar import (
    AllOrNothing,
    Band,
    Comparison,
    Deduct,
    Formula,
    Increment,
    Operator,
    Per,
    PerKind,
    Proportional,
    Steps,
    Sum,
    ZeroIf,
)

D = Decimal


@pytest.mark.parametrize("told", SENTENCES, ids=lambda told: told.words[:16])
def test_each_sentence_is_the_kind_of_rule_that_it_says(told: Told) -> None:
    read = read_rule(told.words, told.points)
    assert (type(read.rule).__name__, read.sure) == (told.kind, told.sure), read.doubts


def test_a_deduction_knows_its_occurrences_its_limit_and_its_floor() -> None:
    rule = read_rule("未开展的扣3分；每少一次扣0.5分，最多扣2分", D(10)).rule
    assert rule == Deduct((Per("1", "未开展", D(3), most=D(3)), Per("2", "每少一次", D("0.5"), most=D(2))))


def test_an_exempted_occurrence_is_kept_with_its_words() -> None:
    rule = read_rule("每起投诉扣2分，群众满意的可以不扣分", D(10)).rule
    assert isinstance(rule, Deduct)
    assert rule.each[0].exempt_label == "群众满意"


def test_at_least_ladders_become_steps_that_meet() -> None:
    rule = read_rule("≥95%得8分；≥90%得5分；≥80%得2分", D(8)).rule
    assert rule == Steps(
        (
            Band(D(80), True, D(90), False, D(2)),
            Band(D(90), True, D(95), False, D(5)),
            Band(D(95), True, None, None, D(8)),
        ),
        D(0),
        unit="%",
    )


def test_an_end_that_two_steps_claim_is_a_doubt_with_its_figure() -> None:
    read = read_rule("90分以上得5分，80分至90分得3分，80分以下不得分", D(5))
    assert {(doubt.code, doubt.text) for doubt in read.doubts} == {("ends-unsaid", "80"), ("ends-unsaid", "90")}


def test_the_start_of_a_slope_is_the_figure_that_the_row_asks_for() -> None:
    target = read_rule("≥75%", D(5)).rule
    assert isinstance(target, AllOrNothing)
    told = read_rule("不低于75%得5分，每低5%扣1分", D(5))
    assert told.rule == Increment(D(75), D(5), D(-1), D(5), up=False, unit="%")
    assert told.sure


def test_a_threshold_of_a_share_is_kept() -> None:
    rule = read_rule("完成任务得10分，未完成的按完成比例得分，低于60%的不得分", D(10)).rule
    assert rule == Proportional(D(100), D(10), threshold=Comparison(Operator.AT_LEAST, D(60), "%"), unit="%")


def test_kinds_above_their_quota_earn_by_their_ratio() -> None:
    read = read_rule("省级用稿1篇，市级用稿2篇，得3分，多投一篇按2：1比例加分，最高5分", D(5))
    assert isinstance(read.rule, PerKind)
    assert [(kind.quota, kind.each) for kind in read.rule.kinds] == [(1, 2), (2, 1)]
    assert (read.rule.base, read.rule.cap) == (3, 5)


def test_what_does_not_apply_is_said_of_the_row() -> None:
    read = read_rule("达到80%得8分，每低5%扣1分；没有锅炉的不评分", D(8))
    assert read.may_not_apply
    assert isinstance(read.rule, Increment)


def test_a_veto_alone_is_no_rule_of_points() -> None:
    read = read_rule("发现弄虚作假的，一票否决。")
    assert read.veto


def test_sub_items_with_their_own_points_add_up() -> None:
    read = read_rule("1.巡查（20分）\n2.上报，得30分。\n3.不上报的，每次扣5分", D(50))
    assert isinstance(read.rule, Sum)
    assert [part.key for part in read.rule.parts] == ["1", "2", "3"]
    assert read.points == 50


def test_what_makes_everything_zero_stands_around_the_rule() -> None:
    rule = read_rule("每少一次扣1分；弄虚作假的，本项不得分", D(10)).rule
    assert isinstance(rule, ZeroIf)
    assert rule.label == "弄虚作假"


@pytest.mark.parametrize("words", ["", "组织机构健全，职责明确。", "2026年底前完成。", "第3条", "按省市县三级统筹"])
def test_words_that_speak_of_no_points_are_no_rule(words: str) -> None:
    assert read_rule(words, D(5)).rule is None


def test_full_width_writing_reads_as_half_width_does() -> None:
    assert read_rule("达到９０％得５分，每低１％扣０．５分", D(5)) == read_rule("达到90%得5分，每低1%扣0.5分", D(5))


# --- met or not met -----------------------------------------------------------------------------------------------


def test_two_groups_have_a_formula_and_a_figure_each() -> None:
    one, two = demands_of("达标制：小学≥4.2人；初中≥5.3人；计算：(教师数÷学生数)×100")
    assert (one.label, two.label) == ("小学", "初中")
    expression = "（教师数÷学生数）×100"
    assert one.rule == Formula(expression, AllOrNothing(test=Comparison(Operator.AT_LEAST, D("4.2"), "人")))
    assert not one.doubts


def test_a_formula_that_divides_only_its_last_member_is_a_doubt() -> None:
    (demand,) = demands_of("达标制：≥5人；计算：(本科+硕士+博士教师数÷学生数)×100")
    assert [doubt.code for doubt in demand.doubts] == ["formula-precedence"]


def test_figures_of_regions_exclude_each_other() -> None:
    demands = demands_of("东部≥50；西部≥30")
    assert [(demand.label, demand.regional) for demand in demands] == [("东部", True), ("西部", True)]


def test_targets_of_years_are_one_each_and_their_direction_is_a_doubt() -> None:
    demands = demands_of("2026/2027目标 30%/40%")
    assert [demand.label for demand in demands] == ["2026年", "2027年"]
    assert {doubt.code for demand in demands for doubt in demand.doubts} == {"direction-unsaid"}


def test_words_without_a_figure_are_met_or_not_met() -> None:
    (demand,) = demands_of("条款符合制")
    assert demand.rule == AllOrNothing()


# --- any words ----------------------------------------------------------------------------------------------------

MARKS = "，。；：、（）-0123456789%分得扣每次项≥<×+/→"
WORDS = (
    "1.",
    "（1）",
    "①",
    "不得分",
    "扣完为止",
    "按比例得分",
    "第一名",
    "以上",
    "以下",
    "达到",
    "最高",
    "一票否决",
    "酌情给分",
)
MORE = ("分别得", "满分", "0.5分", "10%", "每低", "省级", "百分之")
PIECES = st.sampled_from([*MARKS, *WORDS, *MORE])


@settings(deadline=None, derandomize=True, max_examples=400)
@given(st.lists(PIECES, max_size=40).map("".join), st.none() | st.decimals(0, 100, places=1))
def test_whatever_the_words_a_rule_can_be_scored_or_there_is_none(words: str, own: Decimal | None) -> None:
    read = read_rule(words, own)
    assert read.rule is None or list(rule_problems(read.rule)) == []
    for demand in demands_of(words):
        assert list(rule_problems(demand.rule)) == []
