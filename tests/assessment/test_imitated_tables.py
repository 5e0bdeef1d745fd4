"""Tables like those of offices, as csv, workbook and paper: planted defects are found, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessment.imitated import FOOD, IRRIGATION, WATER, Table, departments, made
from assessment.office_tables import row, told
from assessment.rule_shapes import shape
from luoshi.assessment.reading.tables import Reading, read_framework
from luoshi.assessment.rules.bulk import Bulk
from luoshi.assessment.rules.framework import Framework, Rebase, RowKind, leaves
from luoshi.assessment.rules.lint import findings_of
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rolling import compiled
from luoshi.assessment.rules.scoring import rescored, scored
from luoshi.assessment.rules.verdict import Passing, verdict

forms = pytest.mark.parametrize("form", ["csv", "blank", "xlsx", "docx"])


def reading(rows: Table, form: str = "csv") -> Reading:
    return read_framework(*made(rows, form))


@forms
def test_of_the_departments_only_what_was_planted_is_found(form: str) -> None:
    found = [(code, finding.place.line) for finding in reading(departments(), form).findings
             for code in (finding.code,) if finding.place]  # fmt: skip
    assert found == [("unit-missing", 29), ("number-twice", 32), ("sum-differs", 35)]


@forms
def test_each_department_has_sixty_points_of_its_own(form: str) -> None:
    common, own, awards = reading(departments(), form).framework.rows
    assert (common.points, own.points, own.one_of, len(own.children)) == (40, 60, True, 31)
    assert {sum((leaf.points or 0 for leaf in leaves((block,))), 0) for block in own.children} == {60}
    assert awards.kind is RowKind.BONUS


def test_alternatives_beside_points_that_add_up_count_as_their_highest() -> None:
    assert shape(row(reading(departments()), "4").rule) == "sum(all 5; choice 3/2/1)"


@pytest.mark.parametrize("rows", [WATER, FOOD, IRRIGATION], ids=["water", "food", "irrigation"])
@forms
def test_in_a_sound_table_nothing_is_found(rows: Table, form: str) -> None:
    assert told(reading(rows, form)) == []


def test_rules_of_the_water_table_are_read_as_they_say() -> None:
    read = reading(WATER)
    assert {code: shape(row(read, code).rule) for code in "134578"} == {
        "1": "peers(steps (,0.9]=8 (0.9,1]=6 (1,1.1]=3 (1.1,1.2]=1 else 0 倍)",
        "3": "slope 100%=8 down -2/5",
        "4": "steps (,60)=0 [60,70)=3 [70,80)=6 [80,)=8 else 0 %",
        "5": "all 8 if ≥95%",
        "7": "less 20: 2",
        "8": "sum(all 10; all 10)",
    }
    assert [code for code in "12345678" if row(read, code).never_zero] == ["1", "2", "3", "6"]
    assert [code for code in "12345678" if row(read, code).may_not_apply] == ["4", "5"]


def test_the_notes_of_the_water_table_say_what_passes_and_what_is_stretched() -> None:
    framework = reading(WATER).framework
    assert framework.pass_mark is not None
    assert (framework.pass_mark.points, framework.total, framework.rebase) == (90, None, Rebase.WHOLE)


def test_the_food_table_has_vetoes_key_rows_and_awards_outside_its_hundred() -> None:
    framework = reading(FOOD).framework
    assert [(one.kind, one.points) for one in framework.rows] == [
        (RowKind.VETO, None),
        (RowKind.BASE, 58),
        (RowKind.BASE, 42),
        (RowKind.BONUS, 16),
    ]
    (group,) = framework.groups
    assert (group.codes, group.share, group.each) == (("二",), Decimal("0.6"), True)


def test_rules_of_the_irrigation_table_are_read_as_they_say() -> None:
    read = reading(IRRIGATION)
    assert [shape(leaf.rule) for leaf in leaves(read.framework.rows)] == [
        "zero-if(share own at 100)",
        "all 8",
        "slope 100%=10 down -1/2",
        "share own at 100",
        "slope 96%=0 up 2/1 cap 8",
        "choice 18-22/13-17/0-12",
        "sum(all 6; all 6)",
        "less own: 2",
    ]


def test_a_row_may_itself_say_that_the_whole_is_stretched() -> None:
    rows = [
        ("序号", "考核内容", "分值", "评分标准"),
        ("1", "补水率", "40", "≤2%得40分，>2%得0分；无中央空调的不评分，总分按比例折算"),
        ("2", "制度", "60", "有制度得60分"),
    ]
    read = reading(rows)
    assert (read.framework.rebase, shape(row(read, "1").rule)) == (Rebase.WHOLE, "all 40 if ≤2%")


# --- scored on its own part ---------------------------------------------------------------------------------------


def small() -> Framework:
    """Two rows that all share, and two bodies with 60 points of their own, one in two rows."""
    rows = [
        ("序号", "类别", "责任单位", "考核内容", "分值", "评分标准"),
        ("1", "共性（40分）", "各单位", "制度", "40", "建立制度得40分"),
        ("2", "个性（60分）", "县水利局", "水质", "60", "达标得60分"),
        ("3", "个性（60分）", "县林业局", "造林", "20", "完成得20分"),
        ("4", "个性（60分）", "县林业局", "管护", "40", "完成得40分"),
        ("5", "个性（60分）", "县教育局", "宣传", "60", "完成得60分"),
    ]
    return reading(rows).framework


MET = Observation(met=True)


def test_a_body_is_scored_on_the_common_rows_and_its_own_part_alone() -> None:
    score = scored(compiled(small()), {"1": MET, "3": MET, "4": MET})
    assert (score.total.points, score.total.full) == (100, 100_000_000)
    assert not score.outcomes["2"].applies
    assert "其他单位" in score.outcomes["2"].reason.words("zh-hans")


def test_while_nothing_of_its_own_is_marked_all_of_it_is_still_open() -> None:
    total = scored(compiled(small()), {"1": MET}).total
    assert (total.known, total.most, total.full) == (40_000_000, 100_000_000, 100_000_000)


def test_marks_in_the_parts_of_two_bodies_leave_the_total_unsaid() -> None:
    total = scored(compiled(small()), {"1": MET, "2": MET, "3": MET}).total
    assert total.unclear
    assert total.points is None


def test_one_mark_more_changes_the_score_as_counting_anew_does() -> None:
    table = compiled(small())
    step = rescored(scored(table, {"1": MET}), "2", MET)
    assert (step.total, step.raw) == (scored(table, {"1": MET, "2": MET}).total, step.raw)
    assert step.total.points == 100


def test_many_bodies_at_once_come_to_the_same_as_one_by_one() -> None:
    table = compiled(small())
    marks = [{"1": MET, "2": MET}, {"1": MET, "3": MET}, {"5": MET}, {}]
    bulk = Bulk(table, len(marks))
    bulk.add((at, table.rows[code].index, seen) for at, given in enumerate(marks) for code, seen in given.items())
    assert bulk.totals() == [scored(table, given).total for given in marks]


def test_a_part_that_does_not_come_to_the_points_of_the_others_is_found() -> None:
    rows = [
        ("序号", "类别", "责任单位", "考核内容", "分值", "评分标准"),
        ("1", "共性（40分）", "各单位", "制度", "40", "建立制度得40分"),
        *((str(at), "个性（60分）", body, "任务", points, f"完成得{points}分")
          for at, (body, points) in enumerate([("县水利局", "60"), ("县林业局", "50"), ("县教育局", "60")], start=2)),
    ]  # fmt: skip
    read = reading(rows)
    assert [(one.code, one.place and one.place.line) for one in read.findings] == [("sum-differs", 4)]


def test_a_verdict_does_not_wait_for_the_parts_of_others() -> None:
    score = scored(compiled(small()), {"1": MET, "2": MET})
    assert verdict(score).passing is Passing.OPEN  # there is no mark to reach
    assert not [code for code, one in score.outcomes.items() if one.unknown]
    assert not list(findings_of(small()))
