"""Two readings against each other: every item is told exactly once, and by its nearest kin."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.outline.read import read_plan
from luoshi.programme.drafting.items import items_of
from luoshi.programme.drafting.proposal import propose
from luoshi.programme.rules import ChangeKind
from luoshi.programme.rules.comparing import Difference, What, compare, likeness
from luoshi.programme.rules.marking import Sign, after, before, marks
from rooms.cast import TEXT

SEED = Path(__file__).parents[2].parent / "shared" / "plans" / "00-seed.txt"
seed = pytest.mark.skipif(not SEED.exists(), reason="needs ../shared")


def item(text: str, **more: Any) -> dict[str, Any]:
    """A task that says something and nothing else."""
    nothing = {"kind": "none", "text": "", "due": None, "start": None}
    plain = {"kind": "task", "number": "", "title": "", "start": 0, "end": 1, "units": [], "due": nothing}
    rest = {"rhythm": None, "measures": [], "targets": [], "within": "", "phase": ""}
    return {"index": 0, **plain, **rest, "text": text, **more}


def plan_items(text: str) -> list[dict[str, Any]]:
    return items_of(propose(read_plan(text.encode(), name="plan.txt")))


def kinds(found: list[Difference]) -> Counter[str]:
    return Counter(one.kind.value for one in found)


WORDS = ("清理占道杂物。", "新建公共停车场6个。", "公布巡查结果。", "开展自查。", "清理占道的杂物。", "")
items = st.lists(
    st.builds(
        item,
        st.sampled_from(WORDS),
        number=st.sampled_from(["", "（一）", "（二）"]),
        title=st.sampled_from(["", "增加停车泊位", "规范停车秩序"]),
        kind=st.sampled_from(["task", "duty", "safeguard"]),
        units=st.sampled_from([[], [["县住建局", "lead"]], [["县公安局", "responsible"]]]),
        within=st.sampled_from(["", "重点任务"]),
    ),
    max_size=8,
)


@given(items)
def test_a_plan_compared_with_itself_is_all_unchanged(plan: list[dict[str, Any]]) -> None:
    assert set(kinds(compare(plan, plan))) <= {"unchanged"}


@given(items, st.randoms())
def test_a_plan_in_another_order_has_only_moved(plan: list[dict[str, Any]], chance: Any) -> None:
    other = list(plan)
    chance.shuffle(other)
    assert set(kinds(compare(plan, other))) <= {"moved", "unchanged"}


@given(items, st.data())
def test_what_is_taken_out_is_removed_and_nothing_else_is_said(plan: list[dict[str, Any]], data: Any) -> None:
    kept = [one for one in plan if data.draw(st.booleans())]
    found = kinds(compare(plan, kept))
    assert found["removed"] == len(plan) - len(kept)
    assert found["added"] == found["changed"] == 0


@given(items, items)
def test_the_other_way_round_added_and_removed_change_places(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    there, back = kinds(compare(old, new)), kinds(compare(new, old))
    assert (there["added"], there["removed"], there["changed"]) == (back["removed"], back["added"], back["changed"])


@given(items, items)
def test_every_item_of_either_reading_is_told_exactly_once(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    old = [{**one, "index": index} for index, one in enumerate(old)]
    new = [{**one, "index": index} for index, one in enumerate(new)]
    found = compare(old, new)
    assert sorted(one.old["index"] for one in found if one.old) == list(range(len(old)))
    assert [one.new["index"] for one in found if one.new] == list(range(len(new)))


def test_a_reworded_item_is_changed_in_its_words() -> None:
    (found,) = compare([item("新建公共停车场6个，利用边角地块。")], [item("新建公共停车场8个，利用边角地块。")])
    assert (found.kind, found.what) == (ChangeKind.CHANGED, (What.WORDS,))


def test_another_body_is_a_change_of_parties_only() -> None:
    one = item("开展自查。", units=[["县住建局", "responsible"]])
    other = item("开展自查。", units=[["县住建局", "responsible"], ["县财政局", "support"]])
    (found,) = compare([one], [other])
    assert found.what == (What.PARTIES,)


def test_the_same_words_under_another_number_have_moved() -> None:
    (found,) = compare([item("开展自查。", number="1.")], [item("开展自查。", number="2.")])
    assert (found.kind, found.what) == (ChangeKind.MOVED, (What.NUMBER,))


def test_a_rewritten_task_is_known_by_its_number_and_title() -> None:
    one = item("清理占道杂物。", number="（二）", title="规范停车秩序")
    other = item("每日巡查，依法处置违停。", number="（二）", title="规范停车秩序")
    (found,) = compare([one], [other])
    assert found.kind is ChangeKind.CHANGED


def test_a_duty_does_not_become_a_task_that_is_only_like_it() -> None:
    found = compare([item("县公安局开展联合巡查。", kind="duty")], [item("县公安局开展巡查和执法。")])
    assert kinds(found) == {"removed": 1, "added": 1}


def test_width_and_blanks_of_a_new_print_change_nothing() -> None:
    (found,) = compare([item("新建停车场6个，分3期。")], [item("新建 停车场６个，\n分3期。")])
    assert found.kind is ChangeKind.UNCHANGED


def test_only_the_one_that_jumped_has_moved() -> None:
    plan = [item(f"第{number}项工作，各不相同{number * 7}。") for number in range(5)]
    found = compare(plan, [plan[4], *plan[:4]])
    assert [one.kind.value for one in found] == ["moved", *["unchanged"] * 4]


def test_the_small_plan_with_a_sentence_changed_differs_in_that_task() -> None:
    found = compare(plan_items(TEXT), plan_items(TEXT.replace("清理占道杂物", "清理占道杂物和废弃车辆")))
    assert kinds(found)["changed"] == 1
    assert kinds(found)["added"] == kinds(found)["removed"] == 0


# --- words ------------------------------------------------------------------------------------------------------

texts = st.text(alphabet="甲乙丙丁。，1a ", max_size=40)


@given(texts, texts)
def test_marks_read_as_either_text(old: str, new: str) -> None:
    found = marks(old, new)
    assert "".join(mark.text for mark in before(found)) == old
    assert "".join(mark.text for mark in after(found)) == new


def test_the_figure_that_changed_is_marked_alone() -> None:
    found = marks("新建公共停车场6个。利用边角地块。", "新建公共停车场12个。利用边角地块。")
    assert [(mark.sign, mark.text) for mark in found if mark.sign is not Sign.SAME] == [
        (Sign.DEL, "6"),
        (Sign.INS, "12"),
    ]


@given(texts, texts)
def test_likeness_is_the_same_from_either_side(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


# --- the real plan ----------------------------------------------------------------------------------------------


@pytest.mark.shared
@seed
def test_the_seed_with_four_edits_differs_in_these_four() -> None:
    text = SEED.read_text("utf-8")
    old = plan_items(text)
    tasks = [one for one in old if one["kind"] == "task"]
    first, second, third, fourth = (text[one["start"] : one["end"]] for one in tasks[:4])
    sentence = tasks[4]["measures"][0]["text"]
    edited = text.replace(first, "\0").replace(second, first).replace("\0", second)
    edited = edited.replace(third + "\n", "").replace(sentence, sentence[:-1] + "，并公布进展。")
    name = tasks[3]["units"][0][0]
    edited = edited.replace(fourth, fourth.replace(name, f"{name}、县新设局", 1))
    found = compare(old, plan_items(edited))
    assert (kinds(found)["removed"], kinds(found)["added"]) == (1, 0)
    assert {what for one in found for what in one.what if one.kind is ChangeKind.CHANGED} >= {What.WORDS, What.PARTIES}
    assert kinds(found)["changed"] == 2
    assert kinds(found)["moved"] >= 1
