"""The lint of frameworks: each defect on a table of our own that has it, silence on tables that do not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.office_tables import HEADER, as_csv, read, told
from luoshi.assessment.reading.tables import read_framework
from luoshi.assessment.rules.framework import Framework, Grade, Row, walk
from luoshi.assessment.rules.grammar import Band, Deduct, Per, Steps
from luoshi.assessment.rules.lint import CATALOGUE, DOUBTS, Place, findings_of, found, said, to_kept
from luoshi.kernel.errors import Invalid, UnreadableFile
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import translate

D76, D89, D90 = Decimal(76), Decimal(89), Decimal(90)


def codes(*rows: Sequence[str]) -> list[str]:
    return [code for code, _row in told(read(rows))]


def one(rule: str, points: str = "10", content: str = "河道管护", proof: str = "台账") -> list[str]:
    return codes(["1", "管护", content, points, rule, proof])


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("1.有计划，得3分。\n2.有总结，得5分。", "sum-differs"),
        ("优秀得8分，良好得5分，一般得2分", "most-differs"),
        ("每发现一处扣15分", "deduction-exceeds"),
        ("≥95%得10分；80%-90%得5分；80%以下不得分", "bands-gap"),
        ("90%-100%得10分；85%-95%得5分；85%以下不得分", "bands-overlap"),
        ("巡查并查处违法案件，得10分，无案件不得分", "perverse"),
        ("每查处一起得2分，最高10分", "perverse"),
        ("获得省级表彰的加10分", "bonus-in-base"),
        ("召开专题会议12次得10分", "rewards-traces"),
        ("上传工作照片20张得10分", "rewards-traces"),
        ("干部APP注册率达到100%得10分", "rewards-traces"),
        ("加入工作群得10分", "rewards-traces"),
        ("报送信息10篇得10分", "rewards-traces"),
        ("1.建台账，得4分。\n2.清理，得6分。\n3.发现问题每处扣2分", "sum-and-deduction"),
        ("加强管护，确保长效。", "rule-without-number"),
        ("（细则另行制定）", "text-missing"),
        ("1.建台账，得4分。\n2.清理，得3分。\n4.评比，得3分。", "number-skipped"),
        ("1.建台账，得2分。2.清理，得3分。1.评比，得2分。2.公示，得3分。", "number-restarts"),
        ("巡查到位得10分，检查检查不到位不得分", "word-twice"),
    ],
)
def test_a_rule_with_a_defect_is_found(rule: str, code: str) -> None:
    assert code in one(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "健全得10分，每缺一项扣2分，扣完为止",
        "≥95%得10分；≥90%得5分；90%以下不得分",
        "1次得3分，2次得6分，3次及以上得10分",
        "1.有计划，得4分。\n2.有总结，得6分。",
        "优秀得10分，良好得6分，一般得2分，较差不得分",
        "完成率×10分",
        "未发生案件得10分，发生的不得分",
        "查处及时得10分，查处不及时每起扣2分，扣完为止",
        "网上办理平台建成运行得10分",
        "信息公开及时得10分",
    ],
)
def test_a_clean_rule_is_silent(rule: str) -> None:
    assert one(rule) == []


def test_rows_that_do_not_add_up_to_their_heading_are_found() -> None:
    rows = [
        ["1", "组织（30分）", "机构", "10", "符合得分", "文件"],
        ["2", "组织（30分）", "制度", "15", "符合得分", "文件"],
    ]
    assert codes(*rows) == ["sum-differs"]


def test_an_unknown_row_is_no_wrong_sum() -> None:
    rows = [["1", "组织（30分）", "机构", "10", "符合得分", "文件"], ["2", "组织（30分）", "制度", "", "按时", "文件"]]
    assert codes(*rows) == ["points-missing"]


def test_an_award_that_completes_the_hundred_is_inside_the_base() -> None:
    rows = [
        ["1", "工作", "管护", "90", "符合得分", "台账"],
        ["2", "创新", "奖励分", "10", "获推广的，分别加5分、3分、2分", "文件"],
    ]
    assert codes(*rows) == ["bonus-in-base"]


def test_a_row_about_a_policy_of_awards_is_no_award() -> None:
    assert one("落实到位得10分", content="落实计划生育家庭奖励扶助政策并公示") == []


def test_a_row_that_only_names_a_state_of_mind_cannot_be_proved() -> None:
    assert one("符合得分", content="干部群众思想高度统一", proof="") == ["nothing-proves"]


def test_a_row_without_proof_among_rows_with_proof_is_told() -> None:
    rows = [[str(at), "工作", f"任务{at}", "10", "符合得分", "报表"] for at in range(1, 5)]
    assert codes(*rows, ["5", "工作", "任务5", "10", "符合得分", ""]) == ["proof-missing"]


def test_groups_that_are_one_for_each_body_do_not_add_up_to_their_heading() -> None:
    rows = [
        [str(at), "个性指标（60分）", body, "60", "符合得分", "报表"] for at, body in enumerate(("甲局", "乙局"), 1)
    ]
    header = ("序号", "一级指标", "二级指标", "考核内容", "分值", "评分标准", "佐证材料")
    parted = [[n, top, f"{body}（60分）", "任务", p, rule, proof] for n, top, body, p, rule, proof in rows]
    assert told(read(parted, header)) == []


def test_grades_of_whole_numbers_leave_gaps() -> None:
    grades = (Grade("良好", D76, True, D89, True), Grade("优秀", D90, True, None, None))
    framework = Framework("表", "1", (Row("1", "行", D90),), grades=grades)
    assert "bands-gap" in [found.code for found in findings_of(framework)]


def test_an_end_that_nobody_states_is_found() -> None:
    rule = Steps((Band(None, None, D76, None, D76), Band(D76, None, None, None, D90)))
    framework = Framework("表", "1", (Row("1", "行", D90, rule=rule, proofs=("表",)),))
    assert [found.code for found in findings_of(framework)] == ["ends-unsaid"]


def test_a_deduction_as_large_as_its_row_is_allowed() -> None:
    framework = Framework("表", "1", (Row("1", "行", D90, rule=Deduct((Per("1", "未做", D90),)), proofs=("表",)),))
    assert list(findings_of(framework)) == []


@pytest.mark.parametrize(
    "words", [text for _severity, *texts in CATALOGUE.values() for text in texts] + list(DOUBTS.values())
)
def test_every_finding_and_doubt_is_said_in_chinese(words: str) -> None:
    assert translate(words, "zh-hans") != words


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [*HEADER, "一、组织（20分）", "合计", "注：以上", "10", "否决项", "得2分", "1.", "★", "（20）", "同上", "100%", ""]
)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(st.lists(st.lists(CELLS, max_size=8), max_size=12), st.booleans())
def test_any_grid_is_a_framework_or_one_clear_refusal(grid: list[list[str]], headed: bool) -> None:
    try:
        reading = read_framework(as_csv([HEADER, *grid] if headed else grid), "表.csv")
    except (UnreadableFile, Invalid):
        return  # one clear sentence, and nothing else is ever raised
    assert len({row.code for row in walk(reading.framework.rows)}) == sum(1 for _row in walk(reading.framework.rows))


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=300), st.integers(-1, 1))
def test_a_sum_of_any_length_is_found_wrong_exactly_when_it_is(points: list[int], off: int) -> None:
    stated = sum(points) + off
    rows = [[str(at), f"甲类（{stated}分）", f"任务{at}", str(p), "符合得分", "报表"] for at, p in enumerate(points, 1)]
    wrong = stated >= 0 and off != 0
    assert ("sum-differs" in codes(*rows)) == wrong


def test_every_finding_says_the_same_after_it_was_kept_as_json() -> None:
    nested = Phrase("the grades"), Phrase("{low}", {"low": Decimal("1.50")})
    for code in CATALOGUE:
        places = {name: nested[n % 2] for n, name in enumerate(_places(code))}
        made = found(code, "1", "原话", Place("表", 3), **places)
        kept = json.loads(json.dumps(to_kept(made)))
        for language in ("zh-hans", "en"):
            told = said(kept, language)
            assert (told["message"], told["advice"]) == made.words(language)
            assert (told["row"], told["line"], told["severity"]) == ("1", 3, made.severity.value)


def test_a_finding_that_was_kept_in_words_says_them() -> None:
    old = {"code": "no-such-code", "row": "1", "message": "旧话", "advice": "看"}
    assert said(old, "en") == old
    assert said({**to_kept(found("no-points")), "code": "gone"}, "en")["message"] == "gone"


def _places(code: str) -> list[str]:
    _severity, message, advice = CATALOGUE[code]
    return sorted(
        {name for text in (message, advice) for _before, name, _form, _how in Formatter().parse(text) if name}
    )
