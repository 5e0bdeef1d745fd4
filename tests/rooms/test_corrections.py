"""Corrections of a reading: what each does, and that they hold over another reading of the text."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.errors import Invalid
from luoshi.outline.exchange import plan_from_dict
from luoshi.plans.rules import ItemKind, Operation, Step, anchor, apply, doubt_key, find_item, frozen, place
from luoshi.plans.rules.corrections import CODE
from rooms.cast import TEXT, small_plan, small_reading, span

FIRST = small_plan().tasks[0].span
SECOND = small_plan().tasks[1].span


def corrected(*wanted: tuple[Operation, ItemKind, tuple[int, int], dict[str, Any]]) -> dict[str, Any]:
    reading = small_reading()
    steps: list[Step] = []
    for operation, kind, where, payload in wanted:
        steps.append(frozen(TEXT, operation, kind, where, payload))
    return apply(reading, steps)


def test_units_that_were_set_replace_those_that_were_read() -> None:
    units = [{"name": "县交通局", "role": "lead"}, {"name": "县住建局", "role": "support"}]
    task = corrected((Operation.SET_UNITS, ItemKind.TASK, FIRST, {"units": units}))["tasks"][0]
    assert (task["units"], task["lead_units"], task["support_units"]) == (
        ["县交通局", "县住建局"],
        ["县交通局"],
        ["县住建局"],
    )
    assert TEXT[slice(*task["unit_refs"][0]["span"])] == "县交通局"


def test_a_title_that_was_set_stands() -> None:
    assert corrected((Operation.SET_TITLE, ItemKind.TASK, FIRST, {"title": "泊位"}))["tasks"][0]["title"] == "泊位"


def test_a_deadline_that_was_set_stands_with_its_place() -> None:
    payload = {"text": "每季度", "kind": "by", "date": "2026-12-31", "start": None, "end": None}
    task = corrected((Operation.SET_DEADLINE, ItemKind.TASK, SECOND, payload))["tasks"][1]
    assert task["deadline"]["date"] == "2026-12-31"
    assert TEXT[slice(*task["deadline"]["span"])] == "每季度"


def test_an_empty_deadline_clears_it() -> None:
    duty = small_plan().phases[1].items[0].span
    phases = corrected((Operation.SET_DEADLINE, ItemKind.DUTY, duty, {}))["phases"]
    assert phases[1]["items"][0]["deadline"] is None


def test_quantities_that_were_set_stand() -> None:
    target = {"text": "停车场6个", "value": 6, "value_max": None, "unit": "个", "comparator": "=", "subject": ""}
    reading = corrected((Operation.SET_TARGETS, ItemKind.TASK, FIRST, {"targets": [target]}))
    task = reading["tasks"][0]
    assert [(it["value"], TEXT[slice(*it["span"])]) for it in task["targets"]] == [(6, "停车场6个")]
    first, last = task["span"]
    assert [t for t in reading["targets"] if first <= t["span"][0] < last] == task["targets"]


def test_an_item_that_was_removed_is_gone() -> None:
    assert [task["number"] for task in corrected((Operation.REMOVE, ItemKind.TASK, FIRST, {}))["tasks"]] == ["（二）"]


def test_a_task_that_is_no_task_is_gone_and_its_words_stay() -> None:
    reading = corrected((Operation.SET_KIND, ItemKind.TASK, FIRST, {"to": "text"}))
    assert len(reading["tasks"]) == 1
    assert reading["source"]["text"] == TEXT


def test_a_task_becomes_a_safeguard_and_keeps_its_units() -> None:
    reading = corrected((Operation.SET_KIND, ItemKind.TASK, SECOND, {"to": "safeguard"}))
    assert [item["units"] for item in reading["safeguards"]] == [["县公安局", "县城管局"]]


def test_a_task_becomes_a_duty_of_the_phase_before_it_or_of_the_first() -> None:
    reading = corrected((Operation.SET_KIND, ItemKind.TASK, SECOND, {"to": "duty"}))
    assert [len(phase["items"]) for phase in reading["phases"]] == [2, 2]


def test_a_heading_becomes_a_task_with_the_words_beneath_it() -> None:
    gone = small_reading()
    gone["tasks"] = []
    heading = span("（二）规范停车秩序")
    step = frozen(TEXT, Operation.SET_KIND, ItemKind.HEADING, heading, {"to": "task"})
    task = apply(gone, [step])["tasks"][0]
    assert task["title"] == "规范停车秩序"
    assert TEXT[slice(*task["span"])].endswith("县城管局〕")


def test_words_that_were_selected_become_a_task_in_the_order_of_the_text() -> None:
    words = span("为方便群众停车，制定本方案。")
    tasks = corrected((Operation.ADD, ItemKind.TASK, words, {"title": "缘由"}))["tasks"]
    assert [task["title"] for task in tasks] == ["缘由", "增加停车泊位", "规范停车秩序"]
    assert tasks[0]["measures"][0]["text"] == "为方便群众停车，制定本方案。"


def test_bounds_that_were_moved_keep_what_lies_within_them() -> None:
    shorter = [FIRST.start, span("新建公共停车场6个。").end]
    task = corrected((Operation.MOVE_BOUNDS, ItemKind.TASK, FIRST, {"span": shorter}))["tasks"][0]
    assert (task["span"], task["text"], len(task["measures"])) == (shorter, "新建公共停车场6个。", 1)


def test_a_task_that_was_split_gives_each_part_its_sentences_and_both_the_units() -> None:
    at = span("利用边角").start
    tasks = corrected((Operation.SPLIT, ItemKind.TASK, FIRST, {"at": at}))["tasks"]
    assert [task["text"] for task in tasks[:2]] == ["新建公共停车场6个。", "利用边角地块设置临时泊位。"]
    assert tasks[0]["units"] == tasks[1]["units"] == ["县住建局", "县交通局", "各乡镇（街道）"]
    assert tasks[0]["span"][1] == tasks[1]["span"][0] == at


def test_two_tasks_that_were_joined_are_one_with_the_units_of_both() -> None:
    tasks = corrected((Operation.JOIN, ItemKind.TASK, FIRST, {}))["tasks"]
    assert [task["units"] for task in tasks] == [["县住建局", "县交通局", "各乡镇（街道）", "县公安局", "县城管局"]]
    assert tasks[0]["span"] == [FIRST.start, SECOND.end]


def test_splitting_and_joining_again_gives_the_same_bounds_and_sentences() -> None:
    at = span("利用边角").start
    task = corrected(
        (Operation.SPLIT, ItemKind.TASK, FIRST, {"at": at}),
        (Operation.JOIN, ItemKind.TASK, (FIRST.start, at), {}),
    )["tasks"][0]
    before = small_reading()["tasks"][0]
    assert (task["span"], task["measures"]) == (before["span"], before["measures"])


def test_a_later_correction_finds_what_an_earlier_one_made() -> None:
    words = span("为方便群众停车，制定本方案。")
    tasks = corrected(
        (Operation.ADD, ItemKind.TASK, words, {}),
        (Operation.SET_TITLE, ItemKind.TASK, words, {"title": "缘由"}),
    )["tasks"]
    assert tasks[0]["title"] == "缘由"


def test_a_correction_holds_over_a_text_that_grew_before_its_place() -> None:
    step = frozen(TEXT, Operation.SET_TITLE, ItemKind.TASK, SECOND, {"title": "秩序"})
    moved = shifted(small_reading(), "（演示）\n")
    assert apply(moved, [step])["tasks"][1]["title"] == "秩序"


def test_a_correction_whose_words_are_gone_becomes_a_diagnostic_and_nothing_else() -> None:
    step = frozen(TEXT, Operation.REMOVE, ItemKind.TASK, SECOND, {})
    other = small_reading()
    other["source"] = {**other["source"], "text": TEXT.replace("（二）规范停车秩序", "（二）整顿停车秩序")}
    reading = apply(other, [step])
    assert len(reading["tasks"]) == 2
    assert [it["code"] for it in reading["diagnostics"]][-1] == CODE


def test_a_place_that_has_become_ambiguous_is_not_guessed() -> None:
    where = anchor("甲乙", 0, 1)
    assert place("甲乙甲", where) is None


def test_the_second_of_two_equal_places_is_found_again() -> None:
    text = "完成整改。\n完成整改。"
    assert place(text, anchor(text, 6, 11)) == (6, 11)


def test_the_reader_s_own_reading_is_never_changed() -> None:
    reading = small_reading()
    before = copy.deepcopy(reading)
    for operation, payload in (
        (Operation.SET_UNITS, {"units": []}),
        (Operation.SPLIT, {"at": span("利用边角").start}),
        (Operation.SET_KIND, {"to": "duty"}),
    ):
        apply(reading, [frozen(TEXT, operation, ItemKind.TASK, FIRST, payload)])
    assert reading == before


def test_the_key_of_a_doubt_survives_a_text_that_grew_before_it() -> None:
    longer = "（演示）\n" + TEXT
    moved = (SECOND.start + 5, SECOND.end + 5)
    assert doubt_key(TEXT, "no-lead", SECOND, {}) == doubt_key(longer, "no-lead", moved, {})


def test_the_smallest_item_around_a_place_is_meant_where_none_begins_there() -> None:
    inside = span("清理占道杂物。")
    found = find_item(small_reading(), ItemKind.TASK, *inside)
    assert found is not None
    assert found[1] == 1


@pytest.mark.parametrize("where", [(0, 0), (-1, 4), (3, 2), (0, 10**6)])
def test_a_place_outside_the_text_cannot_be_frozen(where: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="place"):
        frozen(TEXT, Operation.REMOVE, ItemKind.TASK, where, {})


# --- properties -------------------------------------------------------------------------------------------------


def shifted(reading: dict[str, Any], before: str) -> dict[str, Any]:
    """The reading of the same text with words put before it."""

    def move(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: move(inner, name) for name, inner in value.items()}
        if key == "span" and value is not None:
            return [number + len(before) for number in value]
        return [move(inner) for inner in value] if isinstance(value, list) else value

    moved: dict[str, Any] = move(reading)
    moved["source"]["text"] = before + reading["source"]["text"]
    return moved


bounds = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 60)).map(
    lambda pair: (pair[0], min(len(TEXT), pair[0] + pair[1]))
)
kinds = st.sampled_from([kind for kind in ItemKind if kind is not ItemKind.TEXT])
names = st.sampled_from(["县住建局", "县公安局", "各乡镇（街道）", "县档案馆"])
roles = st.sampled_from(["lead", "responsible", "support"])
units = st.lists(st.fixed_dictionaries({"name": names, "role": roles}), max_size=3).map(lambda it: {"units": it})
things = st.one_of(
    st.tuples(st.just(Operation.SET_UNITS), units),
    st.tuples(st.just(Operation.SET_KIND), kinds.map(lambda kind: {"to": kind.value})),
    st.tuples(st.just(Operation.SET_TITLE), st.text(max_size=9).map(lambda title: {"title": title})),
    st.tuples(st.just(Operation.MOVE_BOUNDS), bounds.map(lambda it: {"span": list(it)})),
    st.tuples(st.just(Operation.SPLIT), st.integers(0, len(TEXT)).map(lambda at: {"at": at})),
    st.tuples(st.sampled_from([Operation.REMOVE, Operation.JOIN, Operation.ADD, Operation.SET_DEADLINE]), st.just({})),
)
own_places = st.sampled_from(
    [item["span"] for item in [*small_reading()["tasks"], *small_reading()["phases"][1]["items"]]]
).map(tuple)


@st.composite
def logs(draw: st.DrawFn) -> list[Step]:
    steps = []
    for _ in range(draw(st.integers(0, 5))):
        operation, payload = draw(things)
        try:
            steps.append(frozen(TEXT, operation, draw(kinds), draw(st.one_of(bounds, own_places)), payload))
        except ValueError:
            continue
    return steps


@given(logs())
def test_any_log_gives_a_reading_whose_spans_lie_in_the_text(steps: list[Step]) -> None:
    plan = plan_from_dict(apply(small_reading(), steps))
    duties = [duty for phase in plan.phases for duty in phase.items]
    spans = [item.span for items in (plan.tasks, plan.headings, plan.safeguards, duties) for item in items]
    for first, last in spans:
        assert 0 <= first < last <= len(TEXT)
    for task in plan.tasks:
        assert all(TEXT[m.span.start : m.span.end] == m.text for m in task.measures)


@given(logs())
def test_any_log_keeps_items_in_the_order_of_the_text_of_a_list_that_was_in_order(steps: list[Step]) -> None:
    kept = [step for step in steps if step.operation is not Operation.MOVE_BOUNDS]
    starts = [task["span"][0] for task in apply(small_reading(), kept)["tasks"]]
    assert starts == sorted(starts)


@given(logs(), st.text(alphabet="前言（）\n", min_size=1, max_size=9).filter(lambda it: it not in TEXT))
def test_any_log_says_the_same_over_a_text_that_only_grew_in_front(steps: list[Step], before: str) -> None:
    long_enough = [step for step in steps if len(str(step.anchor["quote"])) > 9]
    here = apply(small_reading(), long_enough)
    there = apply(shifted(small_reading(), before), long_enough)
    assert [task["text"] for task in here["tasks"]] == [task["text"] for task in there["tasks"]]


@given(logs(), st.text(max_size=80))
def test_any_log_over_any_text_is_a_reading(steps: list[Step], text: str) -> None:
    empty = small_reading() | {"tasks": [], "headings": [], "phases": [], "safeguards": [], "diagnostics": []}
    empty["source"] = {**empty["source"], "text": text}
    plan_from_dict(apply(empty, steps))


@pytest.mark.parametrize("day", ["2022-02-31", "2022-13", "31.12.2022", "soon"])
def test_a_day_that_there_is_not_is_never_kept(day: str) -> None:
    payload = {"text": day, "kind": "by", "date": day, "start": None, "end": None}
    with pytest.raises(ValueError, match="there is no day"):
        frozen(TEXT, Operation.SET_DEADLINE, ItemKind.TASK, SECOND, payload)


@pytest.mark.parametrize("figures", [{"value": 10**13}, {"value": 1, "value_max": "1e999999"}, {"value": "Infinity"}])
def test_a_figure_too_large_to_be_kept_is_refused_where_it_is_corrected(figures: dict[str, object]) -> None:
    target = {"text": "停车场6个", "unit": "个", "comparator": "=", "subject": "", **figures}
    with pytest.raises(Invalid) as caught:
        frozen(TEXT, Operation.SET_TARGETS, ItemKind.TASK, FIRST, {"targets": [target]})
    assert caught.value.code == "quantity-too-large"


def test_a_name_that_is_set_is_a_group_where_the_reader_would_take_it_for_one() -> None:
    units = [{"name": name, "role": "responsible"} for name in ("区直相关部门", "县各界联合会")]
    task = corrected((Operation.SET_UNITS, ItemKind.TASK, FIRST, {"units": units}))["tasks"][0]
    assert [ref["group"] for ref in task["unit_refs"]] == [True, False]


@pytest.mark.parametrize("operation", [Operation.SET_UNITS, Operation.ADD])
@pytest.mark.parametrize("name", ["县" * 121, "\u202e "])
def test_a_name_that_cannot_be_kept_is_refused_where_it_is_corrected(operation: Operation, name: str) -> None:
    with pytest.raises(Invalid) as caught:
        frozen(TEXT, operation, ItemKind.TASK, FIRST, {"units": [{"name": name, "role": "lead"}]})
    assert caught.value.code == "name-length"
