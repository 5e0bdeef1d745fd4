"""What a rule asks of a scorer, what it says in words, and what rounds say side by side."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from luoshi.assessment.rules.asking import asks, given_by, observed
from luoshi.assessment.rules.comparing import disagreement
from luoshi.assessment.rules.framework import Row, RowKind
from luoshi.assessment.rules.grammar import (
    TAGS,
    AllOrNothing,
    Band,
    Best,
    Choice,
    Comparison,
    Deduct,
    Discretion,
    Formula,
    Increment,
    Interval,
    Kind,
    LevelAndImprovement,
    Operator,
    Option,
    Part,
    PeerMean,
    Per,
    PerKind,
    Proportional,
    Rank,
    Rule,
    Steps,
    Sum,
    Unread,
    Weighted,
    ZeroIf,
)
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rows import CompiledRow, compiled_row, row_outcome
from luoshi.assessment.rules.telling import row_told, told

D = Decimal
STEPS = Steps((Band(D(5), True, None, None, D(2)),), otherwise=D(0), unit="%")
RULES: tuple[Rule, ...] = (
    AllOrNothing(),
    AllOrNothing(test=Comparison(Operator.AT_LEAST, D(4), "人")),
    AllOrNothing(test=Interval(D(1), True, D(2), False)),
    Choice((Option("good", "优良", D(2)), Option("fair", "一般", D(1), D("0.5")))),
    Discretion(D(0), D(1), D("0.5")),
    Unread(),
    Deduct((Per("missed", "每少一次", D("0.5"), exempt_label="因灾推迟", most=D(1)),)),
    PerKind((Kind("city", "市级用稿", D("0.5"), D(2), D(1)),), cap=D(3)),
    STEPS,
    Proportional(D(100), threshold=Comparison(Operator.AT_LEAST, D(60))),
    Increment(D(96), D(1), D(2), cap=D(8), otherwise=D(0)),
    PeerMean(STEPS),
    Rank((D(10), D(5))),
    Formula("教师数÷sum(学生数)×100", STEPS),
    LevelAndImprovement(D("0.4"), STEPS, D("0.6"), STEPS),
    Sum((Part("a", "领导小组", AllOrNothing(D(2))), Part("b", "经费", Discretion(D(0), D(2)))), cap=D(3)),
    Best((Part("a", "省级", AllOrNothing(D(2))), Part("b", "市级", AllOrNothing(D(1))))),
    Weighted((Part("a", "市级", STEPS, D("0.7")), Part("b", "区县", STEPS, D("0.3")))),
    ZeroIf(STEPS, "水质恶化"),
)
rule = pytest.mark.parametrize("rule", RULES, ids=lambda one: type(one).__name__)
VALUES = {"met": True, "struck": False, "worsened": False, "choice": "fair", "place": 1, "points": D("0.5")}


def ready(rule: Rule | None, kind: RowKind = RowKind.BASE) -> CompiledRow:
    return compiled_row(Row("1", "一项", D(10), kind=kind, rule=rule), 0, ("",), 2)


def test_every_kind_of_the_grammar_is_here() -> None:
    assert {type(one) for one in RULES} == set(TAGS.values()) - {Comparison, Interval}


@rule
def test_what_is_asked_is_enough_to_judge_a_row(rule: Rule) -> None:
    row = ready(rule)
    given = {}
    for ask in asks(row):
        if not ask.aside or ask.name in ("mean", "place"):
            figure = (D(4), D(6)) if ask.sort == "figures" else D(4)
            given[ask.full_name] = VALUES.get(ask.name, figure)
    assert not row_outcome(row, observed(asks(row), given)).unknown


@rule
def test_an_observation_stands_in_its_fields_again(rule: Rule) -> None:
    row = ready(rule)
    given = {ask.full_name: VALUES.get(ask.name, (D(4),) if ask.sort == "figures" else D(3)) for ask in asks(row)}
    seen = observed(asks(row), given)
    assert given_by(asks(row), seen) == given
    assert observed(asks(row), given_by(asks(row), seen)) == seen


@rule
def test_a_rule_is_told_in_words(rule: Rule) -> None:
    for language in ("zh-hans", "en"):
        assert told(rule).words.words(language)
        assert "{" not in told(rule).words.words(language)


def test_nothing_given_is_nothing_observed() -> None:
    row = ready(RULES[6])
    assert observed(asks(row), {"count:missed": None, "points": None}) == Observation()


def test_nought_is_observed() -> None:
    assert observed(asks(ready(RULES[6])), {"count:missed": D(0)}).counts == {"missed": D(0)}


def test_a_veto_asks_only_whether_it_strikes() -> None:
    assert [ask.name for ask in asks(ready(AllOrNothing(), RowKind.VETO))] == ["struck"]


def test_a_row_without_a_rule_says_who_decides() -> None:
    rows = [Row("1", "一项", kind=kind) for kind in RowKind]
    assert len({row_told(row).words.message for row in rows}) == 3


def test_rounds_that_give_other_points_do_not_agree() -> None:
    row = ready(AllOrNothing(D(5)))
    full, none = (row_outcome(row, Observation(met=met)) for met in (True, False))
    words = disagreement([("自评", full), ("复核", none), ("终评", None)])
    assert words is not None
    assert words.words("en") == "自评 5 · 复核 0; 5 apart"
    assert disagreement([("自评", full), ("复核", full), ("终评", None)]) is None


def test_rounds_of_which_one_says_that_a_row_does_not_apply_do_not_agree() -> None:
    row = compiled_row(replace(ready(AllOrNothing(D(5))).row, may_not_apply=True), 0, ("",), 2)
    words = disagreement(
        [("自评", row_outcome(row, Observation(met=True))), ("复核", row_outcome(row, Observation(applies=False)))]
    )
    assert words is not None
    assert words.words("en").endswith("they do not agree")
