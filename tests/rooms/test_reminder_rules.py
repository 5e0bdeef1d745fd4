"""When a reminder comes: by working days, never on a quiet day, once a day at most."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.errors import Invalid
from luoshi.notices.rules import WorkingDays
from luoshi.reporting.rules.reminders import FURTHEST, Reminders, Stage, between, days_of, reminder, stands, written

WORKS = WorkingDays().works
USUAL = Reminders()
MONDAY = date(2026, 11, 30)
SUNDAY = date(2026, 11, 29)
AFTER_HOLIDAY = date(2026, 10, 8)  # the first working day after National Day

numbers = st.lists(st.integers(1, 20), max_size=4, unique=True).map(tuple)
rules = st.builds(Reminders, st.booleans(), numbers, st.booleans(), numbers, st.integers(0, 20))
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
calendars = st.builds(WorkingDays, st.dictionaries(days, st.booleans(), max_size=12)).map(lambda found: found.works)


def sent(due: date, rule: Reminders = USUAL, back: int = 40, on: int = 40) -> list[tuple[date, Stage]]:
    """Every reminder about something that is never answered."""
    span = (due + timedelta(days=n) for n in range(-back, on))
    found = ((day, reminder(due, day, rule, WORKS)) for day in span)
    return [(day, stage) for day, stage in found if stage is not None]


def test_the_usual_reminders_come_by_working_days() -> None:
    assert [(f"{day:%m-%d}", stage.value) for day, stage in sent(MONDAY, on=20)] == [
        ("11-25", "before"),
        ("11-27", "before"),
        ("11-30", "today"),
        ("12-01", "overdue"),
        ("12-03", "overdue"),
        ("12-07", "overdue"),
        ("12-14", "overdue"),
    ]


def test_what_is_due_on_a_sunday_is_told_on_the_friday_and_is_overdue_from_monday() -> None:
    assert [(f"{day:%m-%d}", stage.value) for day, stage in sent(SUNDAY, on=3)] == [
        ("11-25", "before"),
        ("11-27", "today"),
        ("11-30", "overdue"),
    ]


def test_a_long_holiday_is_jumped_over() -> None:
    assert [f"{day:%m-%d}" for day, _stage in sent(AFTER_HOLIDAY, on=1)] == ["09-28", "09-30", "10-08"]


def test_reminders_can_be_switched_off() -> None:
    assert sent(MONDAY, Reminders(on=False)) == []


def test_nobody_is_reminded_for_ever() -> None:
    last = sent(MONDAY, on=400)[-1][0]
    assert between(MONDAY + timedelta(days=1), last + timedelta(days=1), WORKS) <= FURTHEST


@given(days, st.integers(-90, 120), rules, calendars)
def test_no_reminder_comes_on_a_quiet_day(due: date, apart: int, rule: Reminders, works: object) -> None:
    today = due + timedelta(days=apart)
    if not works(today):  # type: ignore[operator]
        assert reminder(due, today, rule, works) is None  # type: ignore[arg-type]


@given(days, st.integers(-90, 120), rules, calendars)
def test_a_reminder_says_what_is_true_of_its_day(due: date, apart: int, rule: Reminders, works: object) -> None:
    today = due + timedelta(days=apart)
    stage = reminder(due, today, rule, works)  # type: ignore[arg-type]
    if stage is Stage.OVERDUE:
        assert today > due
    elif stage is Stage.BEFORE:
        assert today < due
    elif stage is Stage.TODAY:
        assert today <= due
        assert all(not works(today + timedelta(days=n)) for n in range(1, (due - today).days + 1))  # type: ignore[operator]


@given(days, numbers, calendars)
def test_each_day_before_is_told_once_and_no_reminder_is_lost_to_a_holiday(
    due: date, before: tuple[int, ...], works: object
) -> None:
    rule = Reminders(before=before, on_day=False, after=(), every=0)
    span = (due - timedelta(days=n) for n in range(120))
    found = [day for day in span if reminder(due, day, rule, works)]  # type: ignore[arg-type]
    assert len(found) == len(before)


@given(days, st.integers(-90, 90), rules)
def test_whatever_is_reminded_of_stands_in_the_counts(due: date, apart: int, rule: Reminders) -> None:
    today = due + timedelta(days=apart)
    if reminder(due, today, rule, WORKS) is not None:
        assert stands(due, today, rule, WORKS) is not None


def test_what_names_no_day_never_presses() -> None:
    assert (stands(None, MONDAY, USUAL, WORKS), reminder(None, MONDAY, USUAL, WORKS)) == (None, None)


@pytest.mark.parametrize(("typed", "kept"), [("3、1", "1,3"), (" 5 , 5 ", "5"), ("", ""), ("1，2；3", "1,2,3")])
def test_days_are_typed_as_people_type_them(typed: str, kept: str) -> None:
    assert written(days_of(typed)) == kept


@pytest.mark.parametrize("typed", ["0", "61", "three", "-1", "1.5", "1 2 3 4 5 6 7", "９９９９"])
def test_days_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="working days"):
        days_of(typed)
