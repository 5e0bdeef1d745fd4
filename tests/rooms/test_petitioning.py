"""Objections, more time, difficulties: asked, decided, and nothing else changed meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, LuoshiError, NotAllowed, NotFound
from luoshi.programme import actions, queries
from luoshi.programme.models import Petition, PetitionStep
from luoshi.tenancy.rules import Actor, Role
from rooms.cast import TODAY, County
from rooms.desk import PARKING, Desk, open_desk, state, stranger

DUE = date(2026, 11, 30)
LATER = date(2026, 12, 10)


@pytest.fixture
def desk(county: County) -> Desk:
    return open_desk(county)


@pytest.fixture
def township(desk: Desk) -> Actor:
    return desk.speaker("东岸镇")


@pytest.fixture
def objection(desk: Desk, township: Actor) -> int:
    return actions.object_(actor=township, obligation_id=desk.owed("东岸镇").pk, reason="不属职责", today=TODAY)


def ask(desk: Desk, actor: Actor, wanted: date = LATER, *, today: date = TODAY, reason: str = "暴雨") -> int:
    return actions.ask_extension(
        actor=actor, occurrence_id=desk.time("东岸镇").pk, wanted=wanted, reason=reason, today=today
    )


@pytest.fixture
def extension(desk: Desk, township: Actor) -> int:
    return ask(desk, township)


def difficulty(desk: Desk, actor: Actor, **values: object) -> int:
    said = {"text": "缺地块", "needed_words": "市自然资源局", "wanted": DUE, **values}
    return actions.raise_difficulty(actor=actor, obligation_id=desk.owed("东岸镇").pk, today=TODAY, **said)  # type: ignore[arg-type]


def code(caught: pytest.ExceptionInfo[LuoshiError]) -> str:
    return caught.value.code


def steps(petition_id: int) -> list[str]:
    return list(PetitionStep.objects.filter(petition_id=petition_id).values_list("verb", flat=True))


# --- objections -------------------------------------------------------------------------------------------------


def test_an_objection_changes_nothing_until_it_is_decided(desk: Desk, objection: int) -> None:
    assert (desk.owed("东岸镇").state, desk.time("东岸镇").state, state(objection)) == ("issued", "open", "open")


def test_an_upheld_objection_withdraws_that_obligation_and_no_other(
    desk: Desk, township: Actor, objection: int
) -> None:
    actions.grant(actor=desk.office, petition_id=objection, text="确非职责", today=TODAY)
    row = desk.owed("东岸镇")
    assert (row.state, row.withdrawn_reason, state(objection)) == ("withdrawn", "确非职责", "granted")
    assert desk.owed("西岸乡").state == desk.owed("东岸镇", PARKING).state == "issued"
    assert row.pk not in {line.obligation_id for line in queries.inbox(township, TODAY).due}


def test_a_refused_objection_leaves_the_task_and_says_why(desk: Desk, objection: int) -> None:
    actions.refuse(actor=desk.office, petition_id=objection, reason="属地管理", today=TODAY)
    assert (desk.owed("东岸镇").state, state(objection)) == ("issued", "refused")
    assert PetitionStep.objects.get(verb="refuse").text == "属地管理"


def test_one_objection_is_undecided_at_a_time(desk: Desk, township: Actor, objection: int) -> None:
    owed = desk.owed("东岸镇").pk
    with pytest.raises(Conflict) as caught:
        actions.object_(actor=township, obligation_id=owed, reason="又", today=TODAY)
    assert code(caught) == "objection-open"
    actions.refuse(actor=desk.office, petition_id=objection, reason="属地管理", today=TODAY)
    assert actions.object_(actor=township, obligation_id=owed, reason="又", today=TODAY)


def test_an_objection_is_decided_once_and_with_a_reason(desk: Desk, objection: int) -> None:
    with pytest.raises(Invalid) as caught:
        actions.grant(actor=desk.office, petition_id=objection, today=TODAY)
    assert code(caught) == "reason-missing"
    assert (state(objection), Petition.objects.get(pk=objection).edit) == ("open", 0)
    actions.grant(actor=desk.office, petition_id=objection, text="同意", today=TODAY)
    with pytest.raises(Conflict):
        actions.refuse(actor=desk.office, petition_id=objection, reason="不", today=TODAY)


def test_two_officers_who_decide_at_once_do_not_overrule_each_other(desk: Desk) -> None:
    help_id = difficulty(desk, desk.speaker("东岸镇", role=Role.APPROVER))
    actions.meet(actor=desk.office, petition_id=help_id, today=TODAY, seen=0)
    with pytest.raises(Conflict) as caught:
        actions.pass_up(actor=desk.office, petition_id=help_id, today=TODAY, seen=0)
    assert code(caught) == "stale"


def test_a_body_decides_nothing_and_takes_only_its_own_back(desk: Desk, township: Actor, objection: int) -> None:
    for actor in (township, desk.speaker("西岸乡")):
        with pytest.raises(NotAllowed):
            actions.grant(actor=actor, petition_id=objection, text="好", today=TODAY)
    with pytest.raises(NotAllowed):
        actions.take_back(actor=desk.office, petition_id=objection, today=TODAY)
    with pytest.raises(NotFound):
        actions.take_back(actor=stranger(), petition_id=objection, today=TODAY)
    actions.take_back(actor=township, petition_id=objection, today=TODAY)
    assert (state(objection), steps(objection)) == ("withdrawn", ["open", "withdraw"])


def test_an_objection_needs_a_reason_and_its_own_body(desk: Desk, township: Actor) -> None:
    owed = desk.owed("东岸镇").pk
    with pytest.raises(Invalid):
        actions.object_(actor=township, obligation_id=owed, reason="", today=TODAY)
    for actor in (desk.office, desk.speaker("西岸乡")):
        with pytest.raises(NotAllowed):
            actions.object_(actor=actor, obligation_id=owed, reason="不归我管", today=TODAY)


# --- more time --------------------------------------------------------------------------------------------------


def test_the_day_stands_until_more_time_is_granted(desk: Desk, extension: int) -> None:
    assert (desk.time("东岸镇").due, state(extension)) == (DUE, "open")


def test_granted_time_moves_the_day_and_keeps_the_first_one(desk: Desk, extension: int) -> None:
    actions.grant(actor=desk.office, petition_id=extension, today=TODAY)
    row = desk.time("东岸镇")
    assert (row.due, row.first_due, desk.time("西岸乡").due) == (LATER, DUE, DUE)
    assert desk.light("东岸镇") == "not-due"
    assert Entry.objects.get(verb="programme.grant_extension").new["wanted"] == LATER.isoformat()


def test_the_office_may_grant_another_day(desk: Desk, extension: int) -> None:
    actions.grant(actor=desk.office, petition_id=extension, today=TODAY, due=date(2026, 12, 5))
    assert desk.time("东岸镇").due == date(2026, 12, 5)


@pytest.mark.parametrize(("day", "said"), [(DUE, "wanted-not-later"), (date(2027, 1, 1), "wanted-after-end")])
def test_no_day_is_granted_that_could_not_be_asked_for(desk: Desk, extension: int, day: date, said: str) -> None:
    with pytest.raises(Invalid) as caught:
        actions.grant(actor=desk.office, petition_id=extension, today=TODAY, due=day)
    assert code(caught) == said
    assert (state(extension), desk.time("东岸镇").due) == ("open", DUE)


def test_more_time_is_refused_with_a_reason_and_the_day_stands(desk: Desk, extension: int) -> None:
    actions.refuse(actor=desk.office, petition_id=extension, reason="节点不变", today=TODAY)
    assert (desk.time("东岸镇").due, state(extension)) == (DUE, "refused")


@pytest.mark.parametrize("days", [0, 1, 30])
def test_more_time_is_asked_for_before_the_day(desk: Desk, township: Actor, days: int) -> None:
    with pytest.raises(Conflict) as caught:
        ask(desk, township, date(2026, 12, 31), today=DUE + timedelta(days=days))
    assert code(caught) == "extension-too-late"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (DUE, "wanted-not-later"),
        (DUE - timedelta(days=1), "wanted-not-later"),
        (date(2027, 1, 1), "wanted-after-end"),
        (date(9999, 12, 31), "wanted-after-end"),
    ],
)
def test_the_wanted_day_lies_after_the_due_day_and_within_the_programme(
    desk: Desk, township: Actor, wanted: date, said: str
) -> None:
    with pytest.raises(Invalid) as caught:
        ask(desk, township, wanted)
    assert code(caught) == said
    assert not Petition.objects.exists()


def test_what_was_said_of_a_day_does_not_count_once_it_has_been_moved(desk: Desk, township: Actor) -> None:
    time = desk.time("东岸镇").pk
    actions.answer(actor=township, occurrence_id=time, text="难以按期完成", today=TODAY, reachable=False)
    actions.return_(actor=desk.office, occurrence_id=time, reason="请先申请延期", today=TODAY)
    assert desk.light("东岸镇") == "late"
    actions.grant(actor=desk.office, petition_id=ask(desk, township), today=TODAY)
    assert desk.light("东岸镇") == "due-soon"


def test_more_time_is_asked_for_once_until_it_is_decided(desk: Desk, township: Actor, extension: int) -> None:
    with pytest.raises(Conflict) as caught:
        ask(desk, township)
    assert code(caught) == "extension-open"


def test_more_time_needs_a_reason_and_its_own_body(desk: Desk, township: Actor) -> None:
    with pytest.raises(Invalid):
        ask(desk, township, reason=" ")
    with pytest.raises(NotAllowed):
        ask(desk, desk.speaker("西岸乡"))


# --- difficulties -----------------------------------------------------------------------------------------------


def test_a_difficulty_goes_from_hand_to_hand_until_an_answer_closes_it(desk: Desk, township: Actor) -> None:
    pk = difficulty(desk, township)
    helper = desk.speaker("县公安局")
    actions.meet(actor=desk.office, petition_id=pk, text="11月25日会商", today=TODAY)
    actions.assign(actor=desk.office, petition_id=pk, unit_id=desk.unit("县公安局"), today=TODAY)
    assert [line.petition_id for line in queries.inbox(helper, TODAY).helps] == [pk]
    actions.answer_difficulty(actor=helper, petition_id=pk, text="已划定地块", today=TODAY)
    row = Petition.objects.get(pk=pk)
    assert (row.state, row.closed_on, steps(pk)) == ("answered", TODAY, ["open", "meet", "assign", "answer"])
    assert queries.inbox(helper, TODAY).helps == ()


def test_a_difficulty_that_is_sent_twice_is_kept_once(desk: Desk, township: Actor) -> None:
    assert difficulty(desk, township) == difficulty(desk, township)
    assert Petition.objects.count() == PetitionStep.objects.count() == 1


def test_a_difficulty_is_answered_only_by_whom_the_office_asked(desk: Desk, township: Actor) -> None:
    pk = difficulty(desk, township)
    actions.assign(actor=desk.office, petition_id=pk, unit_id=desk.unit("县公安局"), today=TODAY)
    for actor in (township, desk.speaker("西岸乡")):
        with pytest.raises(NotAllowed):
            actions.answer_difficulty(actor=actor, petition_id=pk, text="好了", today=TODAY)


def test_an_open_difficulty_is_shown_beside_the_light_and_a_closed_one_not(desk: Desk, township: Actor) -> None:
    pk = difficulty(desk, township)
    owed = desk.owed("东岸镇").pk
    assert queries.obligation(township, owed, TODAY).difficult
    assert [line.difficulty for line in queries.inbox(township, TODAY).due if line.obligation_id == owed] == [True]
    actions.take_back(actor=township, petition_id=pk, today=TODAY)
    assert not queries.obligation(township, owed, TODAY).difficult


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": " "}, "need-missing"),
        ({"needed_words": " "}, "needed-from-missing"),
        ({"needed_words": "字" * 121}, "text-too-long"),
        ({"wanted": TODAY - timedelta(days=1)}, "wanted-passed"),
        ({"wanted": date(9999, 1, 1)}, "wanted-too-far"),
    ],
)
def test_a_difficulty_says_what_is_needed_from_whom_by_when(
    desk: Desk, township: Actor, values: dict[str, object], said: str
) -> None:
    with pytest.raises(Invalid) as caught:
        difficulty(desk, township, **values)
    assert code(caught) == said
    assert not Petition.objects.exists()


def test_nothing_is_needed_from_a_body_of_another_county(desk: Desk, township: Actor) -> None:
    (elsewhere,) = stranger().unit_ids
    with pytest.raises(NotFound):
        difficulty(desk, township, needed_from=elsewhere)


# --- reading ----------------------------------------------------------------------------------------------------


def test_what_is_asked_and_answered_stands_in_one_thread(desk: Desk, township: Actor, extension: int) -> None:
    actions.receive(actor=township, programme_id=desk.programme_id, unit_id=desk.unit("东岸镇"), today=TODAY)
    actions.grant(actor=desk.office, petition_id=extension, today=TODAY)
    actions.answer(actor=township, occurrence_id=desk.time("东岸镇").pk, text="已自查", today=TODAY)
    sheet = queries.obligation(desk.office, desk.owed("东岸镇").pk, TODAY)
    assert [line.key for line in sheet.thread] == [
        "sent",
        "received",
        "extension-open",
        "extension-grant",
        "answer",
    ]


def test_an_obligation_is_read_by_those_whom_it_concerns(desk: Desk, township: Actor, objection: int) -> None:
    owed = desk.owed("东岸镇").pk
    for actor in (township, desk.office, desk.speaker("县住建局", role=Role.LEADER)):
        assert queries.obligation(actor, owed, TODAY).id == owed
        assert queries.petition(actor, objection).id == objection
    other = desk.speaker("西岸乡")
    with pytest.raises(NotAllowed):
        queries.obligation(other, owed, TODAY)
    with pytest.raises(NotAllowed):
        queries.petition(other, objection)
    far = stranger()
    with pytest.raises(NotFound):
        queries.obligation(far, owed, TODAY)
    with pytest.raises(NotFound):
        queries.petition(far, objection)
