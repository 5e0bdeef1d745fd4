"""Stored lights end by themselves: whoever counts them makes those that have ended anew before."""

from __future__ import annotations

from datetime import date

from luoshi.programme import actions, queries
from luoshi.programme.rules import LightCode
from rooms.cast import TODAY, County, found_county
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


def test_what_is_done_leaves_the_light_to_whoever_counts_next(county: County) -> None:
    desk = open_desk(county)
    actions.answer(actor=desk.speaker("东岸镇"), occurrence_id=desk.time("东岸镇").pk, text="已自查", today=TODAY)
    assert queries.fading(county.office, desk.programme_id, TODAY)
    assert actions.refresh(programme_id=desk.programme_id, today=TODAY) == 1
    assert (desk.owed("东岸镇").light, queries.fading(county.office, desk.programme_id, TODAY)) == ("on-time", False)


def test_a_task_is_told_with_what_was_done_just_now(county: County) -> None:
    desk = open_desk(county)
    before = queries.commitment(county.office, desk.owed("东岸镇").commitment_id, TODAY).light
    for unit in ("东岸镇", "西岸乡", "县住建局"):
        actions.answer(
            actor=desk.speaker(unit), occurrence_id=desk.time(unit).pk, text="难以完成", today=TODAY, reachable=False
        )
    after = queries.commitment(county.office, desk.owed("东岸镇").commitment_id, TODAY).light
    assert (before.code, after.code) == (LightCode.DUE_SOON, LightCode.LATE)


def test_pages_of_a_task_and_of_a_body_tell_what_was_confirmed_and_not_its_day_alone(county: County) -> None:
    desk = open_desk(county)
    for unit in ("东岸镇", "西岸乡"):
        time = desk.time(unit, CHECK).pk
        actions.answer(actor=desk.speaker(unit), occurrence_id=time, text="已自查", today=TODAY)
        actions.confirm(actor=county.office, occurrence_id=time, today=TODAY)
    owed = desk.owed("东岸镇", CHECK)
    body = queries.unit(county.office, owed.unit_id, DAY_AFTER).programmes[0]
    line = next(line for line in body.duties if line.commitment_id == owed.commitment_id)
    assert line.light.code is LightCode.DONE
    sheet = queries.commitment(county.office, owed.commitment_id, DAY_AFTER)
    assert sheet.light.code is LightCode.LATE
    assert (sheet.light.reason.params["count"], sheet.light.reason.params["all"]) == (1, 3)
