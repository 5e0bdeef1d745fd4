"""Rhythms that go on: more periods are opened as time goes on, and nothing is done while more will be asked."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from luoshi.audit.models import Entry
from luoshi.programme import actions
from luoshi.programme.models import Obligation, Occurrence, Programme, Revision
from luoshi.programme.rules import LightCode, OccurrenceState, Standing, Terms, Time, standing_light
from luoshi.programme.rules.periods import AHEAD, continued, periods, upcoming
from rooms.cast import TODAY, County, draft_programme
from rooms.desk import CHECK, Desk

LATER = date(2027, 12, 1)


def monthly(county: County) -> Desk:
    """The small plan, whose self-check is met every month, without an end."""
    accepted = draft_programme(county)
    rows = Revision.objects.filter(current=True, commitment__title__contains=CHECK)
    rows.update(every="month", rhythm_text="每月", due=None)
    Programme.objects.get(pk=accepted.programme_id).phases.update(end=None)
    actions.issue(actor=county.office, programme_id=accepted.programme_id, today=TODAY)
    return Desk(county, accepted.programme_id)


def names(desk: Desk) -> list[str]:
    return list(
        Occurrence.objects.filter(obligation=desk.owed("东岸镇")).order_by("due").values_list("period", flat=True)
    )


def confirm_all(desk: Desk) -> None:
    Occurrence.objects.filter(obligation__commitment__programme_id=desk.programme_id).update(
        state="confirmed", answered_on=TODAY, confirmed_on=TODAY
    )


def test_periods_are_opened_on_behind_the_last_one(county: County) -> None:
    desk = monthly(county)
    assert names(desk)[-1] == "2027-10"
    assert actions.open_periods(programme_id=desk.programme_id, today=LATER) > 0
    found = names(desk)
    assert found[12:15] == ["2027-11", "2027-12", "2028-01"]
    assert len(found) == len(set(found))


def test_opening_twice_opens_nothing_more_and_writes_one_line(county: County) -> None:
    desk = monthly(county)
    actions.open_periods(programme_id=desk.programme_id, today=LATER)
    assert actions.open_periods(programme_id=desk.programme_id, today=LATER) == 0
    line = Entry.objects.get(verb="programme.open_periods")
    assert (line.actor_id, line.new["obligations"]) == (None, 3)


def test_nothing_is_opened_while_the_last_period_is_far(county: County) -> None:
    desk = monthly(county)
    assert actions.open_periods(programme_id=desk.programme_id, today=TODAY) == 0


def test_a_withdrawn_obligation_gets_no_more_periods(county: County) -> None:
    desk = monthly(county)
    rows = Obligation.objects.filter(pk=desk.owed("东岸镇").pk)
    rows.update(state="withdrawn", withdrawn_on=TODAY)
    actions.open_periods(programme_id=desk.programme_id, today=LATER)
    assert names(desk)[-1] == "2027-10"


def test_a_programme_that_is_closed_gets_no_more_periods(county: County) -> None:
    desk = monthly(county)
    actions.close_programme(actor=county.office, programme_id=desk.programme_id, reason="创建结束")
    assert actions.open_periods(programme_id=desk.programme_id, today=LATER) == 0


def test_an_extended_last_day_leaves_out_no_period(county: County) -> None:
    desk = monthly(county)
    Occurrence.objects.filter(obligation=desk.owed("东岸镇"), period="2027-10").update(due=date(2028, 1, 15))
    actions.open_periods(programme_id=desk.programme_id, today=LATER)
    assert "2027-11" in names(desk)


def test_a_confirmed_rhythm_that_goes_on_is_not_done_and_asks_again_by_itself(county: County) -> None:
    desk = monthly(county)
    confirm_all(desk)
    actions.relight(programme_id=desk.programme_id, today=date(2027, 9, 1))
    assert desk.owed("东岸镇").light == LightCode.ON_TIME.value
    actions.refresh(programme_id=desk.programme_id, today=LATER)
    assert desk.owed("东岸镇").light == LightCode.LATE.value  # November was opened, and nobody answered


def test_a_rhythm_that_was_answered_just_now_is_opened_on_all_the_same(county: County) -> None:
    desk = monthly(county)
    confirm_all(desk)  # its light holds no more, whatever day stood there before
    actions.refresh(programme_id=desk.programme_id, today=LATER)
    assert "2027-11" in names(desk)


def test_lights_over_all_programmes_open_periods_too(county: County) -> None:
    desk = monthly(county)
    actions.refresh_all(actor=county.office, today=LATER)
    assert "2027-11" in names(desk)


def test_a_rhythm_that_has_come_to_its_end_is_done() -> None:
    terms = Terms(every="month", programme_end=date(2026, 12, 31))
    times = tuple(
        Time(one.name, one.opens_on, one.due, OccurrenceState.CONFIRMED) for one in periods(terms, date(2026, 7, 1))
    )
    assert standing_light(Standing(terms, times, date(2026, 7, 1)), TODAY).code is LightCode.DONE


def test_what_is_met_from_a_day_on_is_asked_from_that_day_on() -> None:
    (once,) = periods(Terms(due=date(2026, 12, 20), start=date(2026, 12, 1), phase_start=date(2026, 10, 1)), TODAY)
    assert once.opens_on == date(2026, 12, 1)


@given(
    every=st.sampled_from(["day", "week", "ten-days", "month", "quarter", "half-year", "year"]),
    interval=st.integers(1, 4),
    steps=st.lists(st.integers(1, 200), min_size=1, max_size=6),
)
def test_periods_that_are_opened_bit_by_bit_follow_each_other_without_a_gap(
    every: str, interval: int, steps: list[int]
) -> None:
    terms = Terms(every=every, interval=interval)
    found, today = list(periods(terms, TODAY)), TODAY
    for days in steps:
        today += timedelta(days=days)
        found += continued(terms, {one.name for one in found}, found[-1].due or TODAY, today)
    assert all(before.due and one.opens_on == before.due + timedelta(days=1) for before, one in pairwise(found))
    last = found[-1].due or TODAY
    assert last - AHEAD >= today
    assert upcoming(terms, {one.name for one in found}, last) is not None
