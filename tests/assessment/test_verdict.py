"""Whether a score passes: vetoes, groups, rows that may not be zero, the mark, grades, conversion, several scorers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from luoshi.assessment.rules.framework import (
    Conversion,
    CountGrade,
    Framework,
    Grade,
    GroupMinimum,
    PassMark,
    Rebase,
    Row,
    RowKind,
    Scorer,
)
from luoshi.assessment.rules.grammar import Band, Steps
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rolling import compiled
from luoshi.assessment.rules.scorers import combined
from luoshi.assessment.rules.scoring import Score, scored
from luoshi.assessment.rules.verdict import Passing, verdict
from luoshi.kernel.errors import Invalid, NotFound

D = Decimal
TABLE = Framework(
    title="云溪县创建测评",
    version="1",
    rows=(
        Row("1", "组织领导", D(60), may_not_apply=True),
        Row("2", "宣传教育", D(40), never_zero=True),
        Row("3", "弄虚作假", kind=RowKind.VETO),
    ),
    pass_mark=PassMark(D(90)),
)
CLEAN = Observation(struck=False)


def points(number: str) -> Observation:
    return Observation(points=D(number))


def score(table: Framework, first: str | None, second: str | None, veto: Observation | None = CLEAN) -> Score:
    given = {"1": first, "2": second}
    marks = {code: points(number) for code, number in given.items() if number is not None}
    return scored(compiled(table), marks if veto is None else {**marks, "3": veto})


@pytest.mark.parametrize(("second", "passing"), [("30", Passing.PASSES), ("29.99", Passing.FAILS)])
def test_the_pass_mark_itself_passes(second: str, passing: Passing) -> None:
    assert verdict(score(TABLE, "60", second)).passing is passing


@pytest.mark.parametrize(("closed", "passing"), [(False, Passing.FAILS), (None, Passing.OPEN)])
def test_a_mark_that_is_not_included_or_not_said_is_not_guessed(closed: bool | None, passing: Passing) -> None:
    table = replace(TABLE, pass_mark=PassMark(D(90), closed))
    assert verdict(score(table, "60", "30")).passing is passing


def test_what_is_not_marked_leaves_the_verdict_open() -> None:
    assert verdict(score(TABLE, "60", None)).passing is Passing.OPEN


def test_a_verdict_that_nothing_can_save_is_said_at_once() -> None:
    assert verdict(score(TABLE, "45", None)).passing is Passing.FAILS


def test_a_veto_strikes_whatever_the_total() -> None:
    found = verdict(score(replace(TABLE, veto_grade="不合格"), "60", "40", Observation(struck=True)))
    assert (found.passing, found.grade) == (Passing.FAILS, "不合格")


def test_a_veto_that_nobody_looked_at_is_open() -> None:
    assert verdict(score(TABLE, "60", "40", None)).passing is Passing.OPEN


def test_a_row_that_may_not_be_zero_fails_alone() -> None:
    table = replace(TABLE, pass_mark=PassMark(D(50)))
    assert [ground.codes for ground in verdict(score(table, "60", "0")).failed] == [("2",)]


@pytest.mark.parametrize(("first", "met"), [("36", True), ("35.9", False), (None, None)])
def test_a_key_group_reaches_its_share_or_not(first: str | None, met: bool | None) -> None:
    table = replace(TABLE, pass_mark=None, groups=(GroupMinimum(("1",), D("0.6"), "关键项", each=True),))
    assert verdict(score(table, first, "40")).grounds[-1].met is met


@pytest.mark.parametrize(
    ("rebase", "total"), [(Rebase.WHOLE, D("82.5")), (Rebase.PARENT, D("82.5")), (Rebase.FULL, D(93)), (None, None)]
)
def test_a_row_that_does_not_apply_is_rebased_as_the_table_says(rebase: Rebase | None, total: Decimal | None) -> None:
    table = compiled(replace(TABLE, rebase=rebase))
    found = scored(table, {"1": Observation(applies=False), "2": points("33"), "3": CLEAN})
    assert found.total.points == total


GRADES = (Grade("优秀", D(90), True, None, None), Grade("良好", D(76), True, D(89), True))


@pytest.mark.parametrize(("second", "grade"), [("30", "优秀"), ("29", "良好"), ("29.5", ""), (None, "")])
def test_a_grade_is_named_only_where_the_table_has_one(second: str | None, grade: str) -> None:
    assert verdict(score(replace(TABLE, grades=GRADES), "60", second)).grade == grade


def test_a_grade_by_count_waits_for_what_could_change_it() -> None:
    rows = tuple(Row(str(n), "达标项", kind=RowKind.PASS_FAIL) for n in range(36))
    table = compiled(
        Framework("学前双普", "1", rows, grades_by_count=(CountGrade("优秀", 33, 3), CountGrade("合格", 29, 7)))
    )
    met = {str(n): Observation(met=True) for n in range(33)}
    assert verdict(scored(table, met)).grade == "优秀"
    assert verdict(scored(table, {**met, "0": Observation(met=False)})).grade == ""


def test_the_total_is_converted_for_the_annual_review() -> None:
    bands = (Band(D(100), True, None, None, D(0)), Band(D(95), True, D(100), False, D(-1)))
    table = replace(TABLE, conversion=Conversion("年度考核", Steps(bands, D(-5))))
    assert verdict(score(table, "60", "37")).converted == D(-1)
    assert verdict(score(table, "60", None)).converted is None


def test_several_scorers_count_by_their_weights() -> None:
    table = compiled(replace(TABLE, scorers=(Scorer("自评", "自评", D("0.3")), Scorer("复评", "复评", D("0.7")))))
    own = scored(table, {"1": points("60"), "2": points("40"), "3": CLEAN})
    review = scored(table, {"1": points("50"), "2": points("35"), "3": Observation(struck=True)})
    both = combined(table, {"自评": own, "复评": review})
    assert both.total.points == D("89.5")
    assert both.outcomes["3"].struck is True
    with pytest.raises(Invalid):
        combined(table, {"自评": own})


def test_a_mark_of_a_row_that_there_is_not_is_refused() -> None:
    with pytest.raises(NotFound):
        scored(compiled(TABLE), {"9": CLEAN})


def test_points_that_are_not_public_are_unknown_not_zero() -> None:
    table = compiled(Framework("骨架", "1", (Row("1", "党的领导"), Row("2", "治理", D(10)))))
    total = scored(table, {"2": points("8")}).total
    assert (total.points, total.most, total.full, total.missing) == (None, None, None, 1)
