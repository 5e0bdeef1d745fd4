"""Days and lights: what dates alone can say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.outline.model import Every
from luoshi.programme.rules import LightCode, Terms, first_day, last_day, light_of, next_due, worst
from luoshi.programme.rules.lights import by_day

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-11-30", date(2026, 11, 30), date(2026, 11, 30)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-13", None, None),
        ("2026-02-30", None, None),
        ("soon", None, None),
        (None, None, None),
        ("", None, None),
    ],
)
def test_a_month_begins_and_ends_with_its_days(text: str | None, first: date | None, last: date | None) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (-30, LightCode.LATE),
        (-1, LightCode.LATE),
        (0, LightCode.DUE_SOON),
        (10, LightCode.DUE_SOON),
        (11, LightCode.NOT_DUE),
    ],
)
def test_a_day_is_late_near_or_far(days: int, code: LightCode) -> None:
    assert light_of(Terms(due=DAY + timedelta(days=days)), DAY).code is code


def test_a_light_gives_its_reason_in_words() -> None:
    reason = light_of(Terms(due=date(2026, 11, 30)), DAY).reason
    assert reason.words("en") == "7 days left, due 30 November 2026"


def test_no_day_at_all_is_unknown_and_not_fine() -> None:
    assert light_of(Terms(), DAY).code is LightCode.UNKNOWN


def test_a_duty_without_a_day_in_a_phase_that_has_ended_is_unknown_and_not_late() -> None:
    terms = Terms(phase_name="准备", phase_start=date(2026, 7, 1), phase_end=date(2026, 9, 30))
    assert light_of(terms, DAY).code is LightCode.UNKNOWN


def test_a_duty_without_a_day_in_a_phase_that_runs_is_not_due() -> None:
    terms = Terms(phase_name="推进", phase_start=date(2026, 10, 1), phase_end=date(2026, 12, 31))
    assert light_of(terms, DAY).code is LightCode.NOT_DUE


def test_what_goes_on_all_the_time_is_never_late() -> None:
    assert light_of(Terms(every="continuous"), DAY).code is LightCode.NOT_DUE


@pytest.mark.parametrize(
    ("every", "more", "due"),
    [
        ("week", {}, date(2026, 11, 29)),
        ("ten-days", {}, date(2026, 11, 30)),
        ("month", {}, date(2026, 11, 30)),
        ("month", {"day": 28}, date(2026, 11, 28)),
        ("month", {"day": 5}, date(2026, 12, 5)),
        ("month", {"interval": 2}, date(2026, 12, 31)),
        ("day", {"interval": 3}, date(2026, 11, 25)),
        ("week", {"interval": 2}, date(2026, 12, 6)),
        ("ten-days", {"interval": 2}, date(2026, 12, 10)),
        ("year", {"interval": 2, "month": 11}, date(2027, 11, 30)),
        ("quarter", {}, date(2026, 12, 31)),
        ("half-year", {}, date(2026, 12, 31)),
        ("year", {"month": 11}, date(2026, 11, 30)),
        ("year", {"month": 3}, date(2027, 3, 31)),
    ],
)
def test_a_rhythm_asks_next_at_the_end_of_its_period(every: str, more: dict[str, int], due: date) -> None:
    assert next_due(every, DAY, **more) == due


@given(
    st.sampled_from([every.value for every in Every if every is not Every.CONTINUOUS]),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(1, 12),
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 31),
)
def test_the_next_day_of_a_rhythm_never_lies_behind(
    every: str, today: date, interval: int, month: int | None, day: int | None
) -> None:
    due = next_due(every, today, interval=interval, month=month, day=day)
    assert today <= due <= today + timedelta(days=366 * (interval + 1))


def test_the_worst_of_lights_is_the_one_that_asks_for_most() -> None:
    lights = [light_of(Terms(due=DAY + timedelta(days=days)), DAY) for days in (40, -2, 3)]
    light = worst(lights)
    assert light is not None
    assert light.code is LightCode.LATE
    assert worst([]) is None


def test_the_day_of_a_light_is_written_as_the_offices_do() -> None:
    assert "2026年11月30日" in by_day(date(2026, 11, 30), date(2026, 11, 23), 7).reason.words("zh-hans")
