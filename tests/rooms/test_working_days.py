"""Which days are worked on: the nation's list, a county's own, and years that nobody has listed yet."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.errors import Invalid
from luoshi.notices.rules import WorkingDays, days_from

USUAL = WorkingDays()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 27), True),  # a Friday
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 10), True),  # a Saturday that is worked for it
        (date(2027, 1, 1), True),  # a Friday: the list of 2027 is not known, so only weekends are quiet
        (date(2027, 1, 2), False),
    ],
)
def test_weekends_and_public_holidays_are_quiet_and_weekends_worked_for_them_are_not(day: date, works: bool) -> None:
    assert USUAL.works(day) is works


def test_a_year_that_nobody_listed_is_said_to_be_unknown() -> None:
    assert USUAL.unknown(date(2026, 11, 1), date(2028, 3, 1)) == (2027, 2028)


NOTICE = (
    *((1, day) for day in (1, 2, 3)),
    *((2, day) for day in range(5, 13)),  # 2027: New Year's Eve is the 5th of February
    *((4, day) for day in (3, 4, 5)),
    *((5, day) for day in range(1, 6)),
    *((6, day) for day in (9, 10, 11)),
    *((9, day) for day in (15, 16, 17)),
    *((10, day) for day in range(1, 8)),
)
"""A notice for 2027 as it could be published: month and day."""


def told(*days: tuple[int, int], works: bool = False) -> WorkingDays:
    return WorkingDays({date(2027, *day): works for day in days})


def test_a_year_is_known_where_the_county_lists_its_public_holidays() -> None:
    assert told(*NOTICE).knows(2027)
    assert not told(*NOTICE).knows(2028)


def test_a_list_that_names_working_days_off_alone_is_enough() -> None:
    assert told(*(day for day in NOTICE if date(2027, *day).weekday() < 5 or day[0] in (1, 4))).knows(2027)


def test_a_day_of_the_county_s_own_does_not_make_a_year_known() -> None:
    own = told((11, 18))
    assert own.unknown(date(2026, 11, 1), date(2027, 3, 1)) == (2027,)
    assert not own.works(date(2027, 11, 18))


@pytest.mark.parametrize("month", [1, 2, 4, 5, 6, 9, 10])
def test_a_list_that_lacks_one_holiday_does_not_make_a_year_known(month: int) -> None:
    if month == 9:  # Mid-Autumn may lie beside National Day
        assert not told(*(day for day in NOTICE if day[0] not in (9, 10))).knows(2027)
    else:
        assert not told(*(day for day in NOTICE if day[0] != month)).knows(2027)


def test_weekends_that_are_worked_do_not_make_a_year_known() -> None:
    assert not told(*NOTICE, works=True).knows(2027)


def test_what_a_county_says_goes_before_the_nations_list() -> None:
    own = WorkingDays({date(2026, 11, 18): False, date(2026, 11, 28): True})
    assert (own.works(date(2026, 11, 18)), own.works(date(2026, 11, 28))) == (False, True)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_any_day_of_any_year_has_an_answer_and_a_working_day_follows_within_a_month(day: date) -> None:
    later = USUAL.on_or_after(day)
    assert USUAL.works(later)
    assert 0 <= (later - day).days < 31


def test_a_list_of_days_is_read_with_its_headings_in_both_languages() -> None:
    found = days_from("\ufeff日期,安排,说明\n2027-01-01,休,元旦\n2027-02-20,班,春节\n\n2027-11-18,off,县庆\n")
    assert [(one.day.isoformat(), one.works, one.name) for one in found] == [
        ("2027-01-01", False, "元旦"),
        ("2027-02-20", True, "春节"),
        ("2027-11-18", False, "县庆"),
    ]


@pytest.mark.parametrize(
    "text", ["2027-13-01,off", "2027-01-01", "2027-01-01,maybe", "2027-01-01,off\n2027-01-01,班", "x\ny"]
)
def test_a_list_that_cannot_be_read_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        days_from(text)
    assert refused.value.code == "days-unreadable"
    assert refused.value.params["line"] >= 1


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Invalid):
        assert len({one.day for one in days_from(text)}) == len(days_from(text))
