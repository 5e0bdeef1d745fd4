"""Stored lights end by themselves: whoever counts them makes those that have ended anew before."""

from __future__ import annotations

from datetime import date

from luoshi.programme import actions, queries
from luoshi.programme.rules import LightCode
from rooms.cast import County, found_county
from rooms.desk import CHECK, open_desk

DAY_AFTER = date(2026, 12, 1)  # of the self-check


def late(county: County) -> int:
    found = queries.overview(county.office, DAY_AFTER)[0]
    return dict(found.lights).get(LightCode.LATE, 0)


def test_programmes_side_by_side_are_counted_with_the_lights_of_the_day(county: County) -> None:
    desk = open_desk(county)
    assert late(county) == 0
    actions.refresh_all(actor=county.office, today=DAY_AFTER)
    assert late(county) == desk.owed("东岸镇", CHECK).commitment.obligations.count() == 3


def test_lights_that_have_not_ended_are_left_alone(county: County) -> None:
    open_desk(county)
    assert actions.refresh_all(actor=county.office, today=DAY_AFTER) > 0
    assert actions.refresh_all(actor=county.office, today=DAY_AFTER) == 0
    assert actions.refresh_all(actor=found_county("远山县").office, today=DAY_AFTER) == 0
