"""The rules of the grid: whose a sentence likely is, who might lead, what hinders issuing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.programme.rules import CommitmentKind, UnitRole
from luoshi.programme.rules.decomposition import (
    Body,
    Sentence,
    kept_purposes,
    proposed,
    proposed_for,
    proposed_on,
)
from luoshi.programme.rules.duty_words import distinctive, duty_word
from luoshi.programme.rules.issue_faults import Drafted, Fault, FaultKind, Standing, faults
from luoshi.programme.rules.leads import Candidate, Past, suggest

NAMES = ("县水利局", "县教委", "县农业农村委", "县财政局", "县某中心", "团县委", "各乡镇（街道）")
WORDS = ("修好水库。", "办好学校。", "落实资金。", "提高认识。", "关心青年。", "种好粮食。")

sentences = st.lists(st.tuples(st.sampled_from(WORDS), st.booleans()), max_size=6).map(
    lambda found: [Sentence(at, text, tracked) for at, (text, tracked) in enumerate(found)]
)
bodies = st.lists(st.sampled_from(NAMES), unique=True, max_size=7).map(
    lambda found: [Body(None, 1, name) if "各" in name else Body(NAMES.index(name), None, name) for name in found]
)


@given(sentences, bodies)
def test_every_tracked_sentence_has_somebody_and_every_body_something(told: list[Sentence], named: list[Body]) -> None:
    ticks = proposed(told, named)
    tracked = {sentence.id for sentence in told if sentence.tracked}
    if tracked and named:
        assert {tick.sentence_id for tick in ticks} == tracked
        assert {tick.body for tick in ticks} == set(named)
    else:
        assert ticks == ()
    assert len(set(ticks)) == len(ticks)


@given(sentences, bodies)
def test_no_sentence_is_given_past_a_body_whose_own_it_is(told: list[Sentence], named: list[Body]) -> None:
    given_to = {(tick.sentence_id, tick.body) for tick in proposed(told, named)}
    for sentence in told:
        for body in named:
            own = body.group_id is not None or duty_word(body.name, sentence.text)
            assert not (sentence.tracked and own) or (sentence.id, body) in given_to


def test_a_tick_says_on_which_word_it_stands() -> None:
    water, school = Body(1, None, "县水利局"), Body(2, None, "县教委")
    ticks = proposed([Sentence(1, "修好水库。"), Sentence(2, "办好学校。")], [water, school])
    assert {(tick.sentence_id, tick.body, tick.ground) for tick in ticks} == {(1, water, "水库"), (2, school, "学校")}


def test_a_word_of_the_programmes_own_theme_points_to_nobody() -> None:
    assert duty_word("县民族宗教委", "促进民族团结。") == "民族团结"
    assert duty_word("县民族宗教委", "促进民族团结。", "民族团结进步创建方案") == ""


@pytest.mark.parametrize(
    ("name", "own"),
    [("县水利局", "水利"), ("县委组织部", "组织"), ("县市场监管局", "市场监管"), ("县气象局", "气象"), ("局", "")],
)
def test_a_name_without_rank_and_sort_is_a_duty_word(name: str, own: str) -> None:
    assert distinctive(name) == own


def test_a_body_named_later_gets_its_own_sentences_or_all() -> None:
    told = [Sentence(1, "修好水库。"), Sentence(2, "办好学校。"), Sentence(3, "种好粮食。", tracked=False)]
    assert [tick.sentence_id for tick in proposed_for(Body(1, None, "县水利局"), told)] == [1]
    assert [tick.sentence_id for tick in proposed_for(Body(2, None, "县某中心"), told)] == [1, 2]
    assert [tick.sentence_id for tick in proposed_for(Body(None, 3, "各乡镇（街道）"), told)] == [1, 2]


def test_a_sentence_tracked_later_is_its_own_bodies_or_everybodys() -> None:
    named = [Body(1, None, "县水利局"), Body(2, None, "县教委"), Body(None, 3, "各乡镇（街道）")]
    assert {tick.body for tick in proposed_on(Sentence(1, "修好水库。"), named)} == {named[0], named[2]}
    assert {tick.body for tick in proposed_on(Sentence(1, "提高认识。"), named)} == set(named)


def test_an_item_that_names_bodies_is_never_all_purposes() -> None:
    assert kept_purposes([True, True], named=True) == (False, False)
    assert kept_purposes([True, True], named=False) == (True, True)
    assert kept_purposes([True, False], named=True) == (True, False)


# --- who might lead ---------------------------------------------------------------------------------------------

WATER, SCHOOL, CENTRE = Candidate(1, "县水利局"), Candidate(2, "县教委"), Candidate(3, "县某中心")


def test_who_led_the_like_of_it_is_suggested_with_that_reason() -> None:
    found = suggest("治理小流域", "修好水库。", [WATER, CENTRE], [Past(3, "治理小流域水土", led=True)])
    assert found.unit_id == 3
    assert found.reason.params["led"] == 1


def test_a_duty_word_of_the_title_is_a_ground() -> None:
    found = suggest("改善学校条件", "", [WATER, SCHOOL, CENTRE], [])
    assert (found.unit_id, found.reason.params["words"]) == (2, "学校")


def test_accepted_work_is_a_ground() -> None:
    found = suggest("治理小流域", "", [WATER, CENTRE], [Past(3, "治理小流域", led=False)])
    assert (found.unit_id, found.reason.params["done"]) == (3, 1)


@pytest.mark.parametrize(
    ("title", "candidates"),
    [("提高认识", [WATER, SCHOOL]), ("修好水库和学校", [WATER, SCHOOL]), ("修好水库", [])],
)
def test_without_a_clear_ground_nobody_is_suggested_and_it_says_why(title: str, candidates: list[Candidate]) -> None:
    found = suggest(title, "", candidates, [])
    assert found.unit_id is None
    assert found.reason.message


def test_what_was_led_under_another_title_is_no_ground() -> None:
    assert suggest("治理小流域", "", [CENTRE], [Past(3, "办好运动会", led=True)]).unit_id is None


# --- what hinders issuing ---------------------------------------------------------------------------------------


def drafted(**other: object) -> Drafted:
    values = {
        "id": 7,
        "kind": CommitmentKind.TASK,
        "sentences": 2,
        "tracked": 2,
        "bare": (),
        "bodies": {(1, None): UnitRole.LEAD, (None, 5): UnitRole.RESPONSIBLE},
        "busy": frozenset({(1, None), (None, 5)}),
    }
    return Drafted(**{**values, **other})  # type: ignore[arg-type]


TOWNS = {5: Standing(33, confirmed=True)}


@pytest.mark.parametrize(
    ("item", "groups", "found"),
    [
        (drafted(), TOWNS, ()),
        (drafted(bare=(9,)), TOWNS, (Fault(FaultKind.SENTENCE_WITHOUT_UNIT, 7, measure_id=9),)),
        (drafted(busy=frozenset({(None, 5)})), TOWNS, (Fault(FaultKind.UNIT_WITHOUT_SENTENCE, 7, unit_id=1),)),
        (drafted(bodies={}), TOWNS, (Fault(FaultKind.COMMITMENT_WITHOUT_UNIT, 7),)),
        (drafted(bodies={}, tracked=0), TOWNS, ()),
        (drafted(), {5: Standing(0, confirmed=True)}, (Fault(FaultKind.EMPTY_GROUP, 7, group_id=5),)),
        (drafted(), {5: Standing(3, confirmed=False)}, (Fault(FaultKind.UNCONFIRMED_GROUP, 7, group_id=5),)),
        (drafted(), {}, (Fault(FaultKind.EMPTY_GROUP, 7, group_id=5),)),
        (drafted(kind=CommitmentKind.AREA, bodies={}), TOWNS, ()),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    item: Drafted, groups: dict[int, Standing], found: tuple[Fault, ...]
) -> None:
    assert faults([item], groups) == found


def test_a_missing_lead_is_told_and_forbids_nothing() -> None:
    [fault] = faults([drafted(bodies={(1, None): UnitRole.RESPONSIBLE})], TOWNS)
    assert (fault.kind, fault.hard) == (FaultKind.LEAD_MISSING, False)
