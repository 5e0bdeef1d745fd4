"""Whatever is wrong with a state is one sentence that names the place."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.assessment.rules.forecast.outlook import forecast
from luoshi.assessment.rules.forecast.reading import read_state
from luoshi.assessment.rules.forecast.sets import smallest_set
from luoshi.kernel.errors import Invalid

GOOD: dict[str, Any] = {
    "threshold": 90,
    "resolution": 0.1,
    "rows": [{"id": "1", "points": 100, "mark": 87.4, "open": [{"id": "a", "gain": 2.6, "chance": 0.6}]}],
    "vetoes": [{"id": "v", "chance": 0.05}],
}


def with_gap(**changes: object) -> str:
    return json.dumps({**GOOD, "rows": [{**GOOD["rows"][0], "open": [{**GOOD["rows"][0]["open"][0], **changes}]}]})


def with_row(**changes: object) -> str:
    return json.dumps({**GOOD, "rows": [{**GOOD["rows"][0], **changes}]})


def changed(**changes: object) -> str:
    return json.dumps({**GOOD, **changes})


def without(key: str) -> str:
    return json.dumps({name: value for name, value in GOOD.items() if name != key})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not JSON: line 1, column 1"),
        ('{"threshold": 90,\n}', "not JSON: line 2, column 1"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "STATE has to be an object"),
        ("null", "STATE has to be an object"),
        (without("threshold"), "threshold is missing"),
        (without("resolution"), "resolution is missing"),
        (without("rows"), "rows is missing"),
        (changed(threshold=None), "threshold has to be a number"),
        (changed(threshold="90"), "threshold has to be a number"),
        (changed(threshold=True), "threshold has to be a number"),
        (changed(resolution=0), "resolution is 0; it has to be more than 0"),
        (changed(resolution=-0.1), "resolution is -0.1; it has to be more than 0"),
        (changed(resolution=1e-9), "too many to be summed"),
        (changed(rows={}), "rows has to be a list"),
        (changed(rows=[1]), r"rows\[0\] has to be an object"),
        (changed(vetoes=[{"id": "v"}]), r"vetoes\[0\]\.chance is missing"),
        (changed(vetoes=[{"id": "v", "chance": 1.2}]), r"vetoes\[0\]\.chance is 1\.2; it has to be from 0 to 1"),
        (changed(vetoes=[{"id": "v", "chance": 0, "event": "e"}]), r"vetoes\[0\]\.event is not taken"),
        (changed(vetoes=GOOD["vetoes"] * 2), "“v” stands 2 times in vetoes"),
        (changed(rows=GOOD["rows"] * 2), "“1” stands 2 times in rows"),
        (with_row(id=None), r"rows\[0\]\.id has to be a text"),
        (with_row(id=" "), r"rows\[0\]\.id has to be a text"),
        (with_row(id=1.5), r"rows\[0\]\.id has to be a text"),
        (with_row(points="5"), r"rows\[0\]\.points has to be a number, or null"),
        (with_row(mark=[]), r"rows\[0\]\.mark has to be a number, or null"),
        (with_row(open={}), r"rows\[0\]\.open has to be a list"),
        (with_row(open=GOOD["rows"][0]["open"] * 2), "“a” stands 2 times in open"),
        (with_row(points=1e12), r"rows\[0\]\.points has at most 9 decimals and is not beyond 1,000,000"),
        (with_row(mark=1e-12), r"rows\[0\]\.mark has at most 9 decimals"),
        (with_gap(gain=-1), r"rows\[0\]\.open\[0\]\.gain is -1: a gain is not below 0"),
        (with_gap(chance=-0.1), r"rows\[0\]\.open\[0\]\.chance is -0\.1; it has to be from 0 to 1"),
        (with_gap(chance=60), r"rows\[0\]\.open\[0\]\.chance is 60; it has to be from 0 to 1"),
        (with_gap(event=[]), r"rows\[0\]\.open\[0\]\.event has to be a text"),
        (with_gap(asks="甲"), r"rows\[0\]\.open\[0\]\.asks has to be a list"),
        (with_gap(asks=[""]), r"rows\[0\]\.open\[0\]\.asks\.0 has to be a text"),
        (with_gap(gain=float("nan")), "NaN is not a number"),
        (with_gap(gain=float("inf")), "Infinity is not a number"),
        ('{"threshold": 1, "threshold": 2}', "“threshold” stands twice"),
        (changed().replace("90", "9" * 5000), "threshold has at most 9 decimals"),
        (changed().replace("90", "1e99999999999999999999"), "a number that is too long"),
    ],
)
def test_a_wrong_state_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        forecast(read_state(text.encode()))
    assert "\n" not in refused.value.in_words("zh")


def test_a_gap_without_a_gain_is_named_by_its_place() -> None:
    text = json.dumps({**GOOD, "rows": [*GOOD["rows"], {"id": 2, "open": [{"id": "b", "chance": 1}]}]})
    with pytest.raises(Invalid, match=r"rows\[1\]\.open\[0\]\.gain is missing"):
        read_state(text.encode())


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Invalid, match="not text in UTF-8"):
        read_state(b'{"id": "\xff\xfe\xfa"}')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_state_is_read_as_editors_save_it(encoding: str) -> None:
    assert read_state(json.dumps(GOOD).encode(encoding)).threshold == 90


def test_numbers_are_read_as_they_are_written() -> None:
    state = read_state(json.dumps(GOOD).encode())
    assert (state.resolution, state.rows[0].mark) == (Decimal("0.1"), Decimal("87.4"))


def test_points_marks_gaps_and_vetoes_may_be_left_out() -> None:
    made = forecast(read_state(b'{"threshold": 1, "resolution": 1, "rows": [{"id": 1}], "note": "x"}'))
    assert [lack.field for lack in made.lacks] == ["points", "mark"]


def test_a_table_of_ten_thousand_rows_is_forecast() -> None:
    rows = [
        {"id": n, "points": 0.01, "mark": 0.005, "open": [{"id": n, "gain": 0.01, "chance": 0.5}] if n < 300 else []}
        for n in range(10_000)
    ]
    made = forecast(read_state(json.dumps({"threshold": 90, "resolution": 0.01, "rows": rows}).encode()))
    assert made.proved == 100  # a half is rounded upwards in each row, and it is said
    assert len(made.rounded) == 10_000


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=3), st.just(GOOD["rows"][0])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["id", "gain", "chance", "open"]), inner, max_size=4),
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["threshold", "resolution", "rows", "vetoes"]), values, max_size=4))
def test_any_json_is_forecast_or_refused(found: dict[str, object]) -> None:
    with suppress(Invalid):
        state = read_state(json.dumps({**GOOD, **found}).encode())
        assert 0 <= forecast(state).chance <= 1
        assert 0 <= smallest_set(state, Decimal("0.5")).chance <= 1
