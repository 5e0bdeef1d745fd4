"""A lead and those who support it: whose answers it judges, whom it urges, alone or all at once."""

from __future__ import annotations

import pytest

from luoshi.kernel.errors import Conflict, NotAllowed
from luoshi.programme import actions, queries
from luoshi.programme.models import Handling
from luoshi.programme.rules import UnitRole
from luoshi.tenancy.rules import Actor
from rooms.cast import TODAY, County
from rooms.desk import Desk, open_desk


@pytest.fixture
def desk(county: County) -> Desk:
    return open_desk(county)


@pytest.fixture
def township(desk: Desk) -> Actor:
    return desk.speaker("东岸镇")


def answer(desk: Desk, actor: Actor, unit: str = "东岸镇") -> None:
    actions.answer(actor=actor, occurrence_id=desk.time(unit).pk, text="已自查", today=TODAY)


@pytest.fixture
def led(desk: Desk) -> Actor:
    """县住建局 leads the self-check, 东岸镇 supports it; gives the lead's liaison."""
    desk.role("县住建局", UnitRole.LEAD.value)
    desk.role("东岸镇", UnitRole.SUPPORT.value)
    return desk.speaker("县住建局")


@pytest.mark.parametrize("verb", ["confirm", "return"])
def test_a_lead_judges_its_supporters_answers_and_signs_for_its_body(
    desk: Desk, township: Actor, led: Actor, verb: str
) -> None:
    answer(desk, township)
    pk = desk.time("东岸镇").pk
    if verb == "confirm":
        actions.confirm(actor=led, occurrence_id=pk, today=TODAY)
    else:
        actions.return_(actor=led, occurrence_id=pk, reason="缺数", today=TODAY)
    assert Handling.objects.get(verb=verb).unit_id == desk.unit("县住建局")


def test_a_lead_urges_its_supporters(desk: Desk, led: Actor) -> None:
    actions.urge(actor=led, occurrence_id=desk.time("东岸镇").pk, today=TODAY)
    assert desk.time("东岸镇").urged_on == TODAY


def test_a_lead_urges_at_once_all_whose_answer_is_not_there(desk: Desk, township: Actor, led: Actor) -> None:
    desk.role("西岸乡", UnitRole.SUPPORT.value)
    answer(desk, township)
    count = actions.urge_all(actor=led, obligation_id=desk.owed("县住建局").pk, today=TODAY)
    assert count == 1
    assert (desk.time("东岸镇").urged_on, desk.time("西岸乡").urged_on) == (None, TODAY)


def test_the_office_urges_all_supporters_too(desk: Desk, led: Actor) -> None:
    assert actions.urge_all(actor=desk.office, obligation_id=desk.owed("县住建局").pk, today=TODAY) == 1


def test_nobody_is_urged_twice_on_a_day(desk: Desk, led: Actor) -> None:
    owed = desk.owed("县住建局").pk
    actions.urge_all(actor=led, obligation_id=owed, today=TODAY)
    with pytest.raises(Conflict) as caught:
        actions.urge_all(actor=led, obligation_id=owed, today=TODAY)
    assert caught.value.code == "nothing-to-urge"


def test_a_body_that_does_not_lead_urges_none_of_them(desk: Desk, led: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.urge_all(actor=desk.speaker("西岸乡"), obligation_id=desk.owed("西岸乡").pk, today=TODAY)
    assert not Handling.objects.exists()


def test_whether_anybody_is_to_be_urged_is_not_told_to_others(desk: Desk, township: Actor, led: Actor) -> None:
    answer(desk, township)
    with pytest.raises(NotAllowed):
        actions.urge_all(actor=desk.speaker("西岸乡"), obligation_id=desk.owed("县住建局").pk, today=TODAY)


def test_whoever_speaks_for_the_lead_and_its_supporter_judges_no_answer_of_the_own(desk: Desk, led: Actor) -> None:
    both = desk.speaker("县住建局", "东岸镇")
    answer(desk, both)
    with pytest.raises(NotAllowed):
        actions.confirm(actor=both, occurrence_id=desk.time("东岸镇").pk, today=TODAY)
    assert not queries.inbox(both, TODAY).answers
    supporter = queries.obligation(both, desk.owed("县住建局").pk, TODAY).supporters[0]
    assert not supporter.times[0][0].verbs


def test_a_lead_is_no_judge_of_its_own_answer(desk: Desk, led: Actor) -> None:
    answer(desk, led, "县住建局")
    with pytest.raises(NotAllowed):
        actions.confirm(actor=led, occurrence_id=desk.time("县住建局").pk, today=TODAY)


def test_a_lead_has_no_word_about_a_body_that_does_not_support_it(desk: Desk, led: Actor) -> None:
    other = desk.speaker("西岸乡")
    answer(desk, other, "西岸乡")  # responsible, not supporting
    with pytest.raises(NotAllowed):
        actions.confirm(actor=led, occurrence_id=desk.time("西岸乡").pk, today=TODAY)


def test_a_lead_opens_nothing_again(desk: Desk, township: Actor, led: Actor) -> None:
    answer(desk, township)
    actions.confirm(actor=led, occurrence_id=desk.time("东岸镇").pk, today=TODAY)
    with pytest.raises(NotAllowed):
        actions.reopen(actor=led, occurrence_id=desk.time("东岸镇").pk, reason="不符", today=TODAY)


def test_a_supporter_does_not_judge_another_one(desk: Desk, township: Actor, led: Actor) -> None:
    desk.role("西岸乡", UnitRole.SUPPORT.value)
    answer(desk, township)
    with pytest.raises(NotAllowed):
        actions.confirm(actor=desk.speaker("西岸乡"), occurrence_id=desk.time("东岸镇").pk, today=TODAY)
