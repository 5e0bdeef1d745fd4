"""Frameworks as JSON: the way there and back, and what is said where a file is wrong."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.assessment.rules.exchange import (
    digest,
    framework_from_dict,
    framework_from_json,
    framework_to_json,
    subjects_from_dict,
)
from luoshi.assessment.rules.framework import Framework, PassMark, Row
from luoshi.assessment.rules.grammar import AllOrNothing, Band, Deduct, Part, Per, Steps, Sum
from luoshi.kernel.errors import Invalid

D = Decimal
SMALL = Framework(
    title="云溪县河湖管护考核",
    version="2023",
    total=D(10),
    pass_mark=PassMark(D(9)),
    rows=(
        Row(
            "1", "巡查", D(6), rule=Deduct((Per("missed", "少巡一次", D("0.5")),)), sentence="每少一次扣0.5分，扣完为止"
        ),
        Row("2", "覆盖", D(4), rule=Steps((Band(D(15), True, None, None, D(4)),), otherwise=D(0), unit="%")),
    ),
)


def wrong(data: dict[str, object]) -> str:
    with pytest.raises(Invalid) as caught:
        framework_from_dict(data)
    return caught.value.in_words("en")


def test_a_framework_comes_back_as_it_was() -> None:
    assert framework_from_json(framework_to_json(SMALL)) == SMALL


def test_the_digest_does_not_depend_on_how_the_file_is_spelt() -> None:
    data = json.loads(framework_to_json(SMALL))
    data["total"], data["rows"][0]["points"] = 10, "6.00"
    again = framework_from_dict(dict(reversed(data.items())))
    assert digest(again) == digest(SMALL)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "luoshi-framework/9"}, "format: must be “luoshi-framework/1”"),
        ({"rows": [{"code": "1"}]}, "rows[0].title: is missing"),
        ({"rows": [{"code": "1", "title": "x", "points": 0.1}]}, "rows[0].points: must be a figure"),
        ({"rows": [{"code": "1", "title": "x", "rule": {"kind": "eval"}}]}, "rows[0].rule.kind: must be one of"),
        ({"rows": [{"code": "1", "title": "x", "colour": "red"}]}, "rows[0].colour: is not known here"),
        ({"rows": "all"}, "rows: must be a list"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(change: dict[str, object], said: str) -> None:
    assert wrong({**json.loads(framework_to_json(SMALL)), **change}).startswith(said)


def test_a_band_whose_ends_are_crossed_is_said_with_its_place() -> None:
    data = json.loads(framework_to_json(SMALL))
    data["rows"][1]["rule"]["bands"][0]["high"] = "5"
    assert wrong(data).startswith("rows[1].rule.bands[0].low: lies above the high end")


def test_parts_of_a_sum_state_their_own_points() -> None:
    rule = Sum((Part("a", "a", AllOrNothing()),))
    row = Row("1", "x", D(5), rule=rule)
    data = json.loads(framework_to_json(Framework("t", "1", (row,))))
    assert wrong(data).startswith("rows[0].rule.parts[0].rule.points: must be stated")


def test_the_same_code_twice_is_refused() -> None:
    data = json.loads(framework_to_json(SMALL))
    data["rows"][1]["code"] = "1"
    assert wrong(data).startswith("rows[1].code: “1” is there twice")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"format": NaN}', b'{"a":1,"a":2}'])
def test_what_is_no_framework_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Invalid):
        framework_from_json(content)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["steps", "0.5", "NaN", "1e99"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "a", "points"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(found for key, value in items for found in places(value, (*path, key)))]


@given(st.data())
def test_a_framework_with_anything_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    broken = json.loads(framework_to_json(SMALL))
    *way, last = data.draw(st.sampled_from(places(broken)[1:]))
    inside = broken
    for key in way:
        inside = inside[key]
    inside[last] = data.draw(anything)
    with suppress(Invalid):
        assert framework_from_dict(broken).title


@given(anything)
def test_marks_of_any_shape_are_read_or_refused(marks: Any) -> None:
    subjects = [{"name": "甲镇", "marks": {"1": marks}}]
    with suppress(Invalid):
        assert subjects_from_dict({"format": "luoshi-marks/1", "subjects": subjects})
