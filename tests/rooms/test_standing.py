"""Lights of what was asked and answered: every code, its reason, and until when it holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.programme.rules import (
    WORST_FIRST,
    Figure,
    LightCode,
    OccurrenceState,
    Standing,
    Terms,
    Thresholds,
    Time,
    standing_light,
)
from luoshi.programme.rules.periods import AHEAD, periods

DAY = date(2026, 11, 23)
ISSUED = date(2026, 7, 1)
MILLION = 1_000_000
OPEN, ANSWERED = OccurrenceState.OPEN, OccurrenceState.ANSWERED
RETURNED, CONFIRMED = OccurrenceState.RETURNED, OccurrenceState.CONFIRMED


def once(due: date | None, state: OccurrenceState = OPEN, answered_on: date | None = None, **more: object) -> Standing:
    """A duty that is met once."""
    return Standing(Terms(due=due), (Time("once", None, due, state, answered_on),), ISSUED, **more)  # type: ignore[arg-type]


def monthly(*states: OccurrenceState) -> Standing:
    """A duty of every month from July on, the first months dealt with as said."""
    terms = Terms(every="month", programme_end=date(2026, 12, 31))
    found = periods(terms, ISSUED)
    told = [*states, *[OPEN] * (len(found) - len(states))]
    times = (
        Time(one.name, one.opens_on, one.due, state, None if state is OPEN else one.due)
        for one, state in zip(found, told, strict=True)
    )
    return Standing(terms, tuple(times), ISSUED)


def share(done: int, of: int, **more: object) -> Standing:
    """A quantity of which ``done`` was reported, in a year of which four tenths are used on ``DAY``."""
    due = ISSUED + timedelta(days=365)
    return once(due, figures=(Figure(">=", of * MILLION, done * MILLION, "平方公里"),), **more)


@pytest.mark.parametrize(
    ("standing", "code", "words"),
    [
        (once(date(2026, 11, 16)), LightCode.LATE, "7 days past its day, 16 November 2026"),
        (once(date(2026, 11, 30)), LightCode.DUE_SOON, "7 days left, due 30 November 2026"),
        (once(date(2026, 12, 31)), LightCode.NOT_DUE, "38 days left, due 31 December 2026"),
        (once(None), LightCode.UNKNOWN, "The plan names no day for it"),
        (
            once(date(2026, 11, 16), ANSWERED, date(2026, 11, 16)),
            LightCode.ON_TIME,
            "Answered, waiting to be confirmed",
        ),
        (
            once(date(2026, 11, 16), ANSWERED, date(2026, 11, 19)),
            LightCode.LATE,
            "Answered 3 days late, waiting to be confirmed",
        ),
        (once(date(2026, 11, 16), CONFIRMED, date(2026, 11, 19)), LightCode.DONE, "Confirmed as done."),
        (
            once(date(2026, 12, 31), RETURNED),
            LightCode.DUE_SOON,
            "Returned, to be revised; 38 days left, due 31 December 2026",
        ),
        (once(date(2026, 11, 16), RETURNED), LightCode.LATE, "Returned and not revised, 7 days past its day"),
        (
            once(date(2026, 12, 31), reachable=False),
            LightCode.LATE,
            "The body has said that it cannot be reached by its day",
        ),
        (share(12, 18), LightCode.ON_TIME, "12 of 18 平方公里, 39 % of the time used"),
        (share(5, 18), LightCode.BEHIND, "5 of 18 平方公里, 39 % of the time used"),
        (share(18, 18), LightCode.ON_TIME, "18 of 18 平方公里: reached"),
        (monthly(), LightCode.LATE, "4 periods not reported; 2026-07 is 115 days past its day"),
        (
            monthly(CONFIRMED, CONFIRMED, CONFIRMED),
            LightCode.LATE,
            "2026-10 not reported, 23 days past its day",
        ),
        (
            monthly(CONFIRMED, CONFIRMED, CONFIRMED, ANSWERED),
            LightCode.DUE_SOON,
            "2026-11: 7 days left, due 30 November 2026",
        ),
        (
            monthly(CONFIRMED, CONFIRMED, CONFIRMED, CONFIRMED, CONFIRMED),
            LightCode.ON_TIME,
            "On time; next 2026-12, due 31 December 2026",
        ),
        (monthly(*[CONFIRMED] * 6), LightCode.DONE, "All 6 periods confirmed"),
    ],
)
def test_a_light_follows_from_what_was_asked_and_answered(standing: Standing, code: LightCode, words: str) -> None:
    light = standing_light(standing, DAY)
    assert (light.code, light.reason.words("en")) == (code, words)


def test_a_quantity_of_which_nothing_was_reported_is_not_behind() -> None:
    assert standing_light(once(ISSUED + timedelta(days=365)), DAY).code is LightCode.NOT_DUE


def test_what_was_due_by_its_phase_before_it_was_issued_is_unknown_and_not_late() -> None:
    terms = Terms(phase_name="准备", phase_start=date(2026, 4, 1), phase_end=date(2026, 6, 30))
    standing = Standing(terms, (Time("once", terms.phase_start, terms.phase_end),), ISSUED)
    assert standing_light(standing, DAY).code is LightCode.UNKNOWN


def test_what_was_over_before_it_was_issued_is_answered_without_being_late() -> None:
    over = Time("once", None, date(2026, 6, 30), ANSWERED, DAY)
    inherited = Standing(Terms(programme_end=date(2026, 6, 30)), (over,), ISSUED)
    assert standing_light(inherited, DAY).code is LightCode.ON_TIME
    own_day = Standing(Terms(due=date(2026, 6, 30)), (over,), ISSUED)
    assert standing_light(own_day, DAY).code is LightCode.LATE


@pytest.mark.parametrize(("margin", "code"), [(10, LightCode.BEHIND), (20, LightCode.ON_TIME)])
def test_the_programme_says_how_far_a_quantity_may_lag(margin: int, code: LightCode) -> None:
    assert standing_light(share(4, 18), DAY, Thresholds(margin_percent=margin)).code is code


@pytest.mark.parametrize(("soon", "code"), [(6, LightCode.NOT_DUE), (7, LightCode.DUE_SOON)])
def test_the_programme_says_what_is_near(soon: int, code: LightCode) -> None:
    assert standing_light(once(date(2026, 11, 30)), DAY, Thresholds(soon_days=soon)).code is code


def test_a_limit_that_is_kept_is_on_time_and_one_that_is_broken_is_behind() -> None:
    kept = once(date(2026, 12, 31), figures=(Figure("<=", 5 * MILLION, 4 * MILLION),))
    broken = once(date(2026, 12, 31), figures=(Figure("<=", 5 * MILLION, 6 * MILLION),))
    assert [standing_light(one, DAY).code for one in (kept, broken)] == [LightCode.ON_TIME, LightCode.BEHIND]


def test_a_week_is_not_always_near() -> None:
    terms = Terms(every="week", programme_end=date(2026, 12, 31))
    times = tuple(Time(one.name, one.opens_on, one.due) for one in periods(terms, DAY))
    assert standing_light(Standing(terms, times, DAY), DAY).code is LightCode.NOT_DUE


# --- properties -------------------------------------------------------------------------------------------------

DAYS = st.dates(date(2026, 7, 1), date(2027, 9, 1))
FIGURES = st.builds(
    Figure,
    comparator=st.sampled_from([">=", "=", "<=", "~", "range"]),
    wanted=st.integers(0, 40).map(lambda number: number * MILLION),
    reached=st.integers(0, 50).map(lambda number: number * MILLION),
)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """Duties of every sort: once or in a rhythm, in any state, with and without quantities."""
    every = draw(st.sampled_from(["", "", "week", "month", "quarter", "continuous"]))
    phase_start = draw(st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 1)))
    length = draw(st.none() | st.integers(0, 300))
    phase_end = None if length is None else (phase_start or ISSUED) + timedelta(days=length)
    own = draw(st.none() | st.dates(date(2026, 6, 1), date(2027, 8, 1))) if not every else None
    terms = Terms(due=own, every=every, phase_start=phase_start, phase_end=phase_end, programme_end=date(2027, 8, 31))
    times = []
    for one in periods(terms, ISSUED):
        state = draw(st.sampled_from(OccurrenceState))
        answered = draw(st.none() | DAYS) if state in (ANSWERED, CONFIRMED) else None
        times.append(Time(one.name, one.opens_on, one.due, state, answered))
    figures = draw(st.lists(FIGURES, max_size=2))
    return Standing(terms, tuple(times), ISSUED, tuple(figures), draw(st.sampled_from([None, None, True, False])))


LIMITS = st.builds(Thresholds, soon_days=st.integers(0, 40), margin_percent=st.integers(0, 50))


@given(standings(), DAYS, st.integers(1, 400), LIMITS)
def test_waiting_never_makes_a_light_better(standing: Standing, today: date, days: int, limits: Thresholds) -> None:
    now = standing_light(standing, today, limits).code
    then = standing_light(standing, today + timedelta(days=days), limits).code
    assert WORST_FIRST.index(then) <= WORST_FIRST.index(now)


@given(standings(), DAYS, LIMITS)
def test_a_light_holds_until_the_day_that_it_tells_and_no_longer(
    standing: Standing, today: date, limits: Thresholds
) -> None:
    light = standing_light(standing, today, limits)
    last = light.until or today + timedelta(days=500)
    assert last >= today
    ahead = ((last - today).days, (last - today).days // 2, (last - today).days // 3, min(1, (last - today).days))
    assert {standing_light(standing, today + timedelta(days=days), limits).code for days in ahead} == {light.code}
    more = standing.following is not None and standing.last and light.until == max(today, standing.last - AHEAD)
    if light.until is not None and not more:  # a light is told anew once more periods are opened, whatever it says then
        assert standing_light(standing, light.until + timedelta(days=1), limits).code is not light.code


@given(standings(), DAYS, LIMITS)
def test_every_light_gives_a_reason_in_both_languages(standing: Standing, today: date, limits: Thresholds) -> None:
    reason = standing_light(standing, today, limits).reason
    assert reason.words("en")
    assert reason.words("zh-hans")
