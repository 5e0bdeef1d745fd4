"""Receiving, answering, returning, confirming: who may, and what follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, LuoshiError, NotAllowed, NotFound
from luoshi.programme import actions
from luoshi.programme.models import Handling, Metric, Obligation, Occurrence, OwnMeasure, Programme, Receipt, Target
from luoshi.tenancy.rules import Actor
from rooms.cast import TODAY, County
from rooms.desk import CHECK, PARKING, Desk, open_desk, stranger

ID_NUMBER = "11010119900307" + "6517"


@pytest.fixture
def desk(county: County) -> Desk:
    return open_desk(county)


@pytest.fixture
def township(desk: Desk) -> Actor:
    return desk.speaker("东岸镇")


def answer(desk: Desk, actor: Actor, unit: str = "东岸镇", *, today: date = TODAY, text: str = "已自查") -> None:
    actions.answer(actor=actor, occurrence_id=desk.time(unit).pk, text=text, today=today)


def code(caught: pytest.ExceptionInfo[LuoshiError]) -> str:
    return caught.value.code


# --- receiving --------------------------------------------------------------------------------------------------


def test_a_body_receives_all_of_a_programme_at_once(desk: Desk, township: Actor) -> None:
    count = actions.receive(actor=township, programme_id=desk.programme_id, unit_id=desk.unit("东岸镇"), today=TODAY)
    rows = Obligation.objects.filter(unit__name="东岸镇")
    assert count == rows.count() == 2
    assert {(row.state, row.received_on) for row in rows} == {("received", TODAY)}
    receipt = Receipt.objects.get(unit__name="东岸镇")
    assert (receipt.received_on, receipt.account_id) == (TODAY, township.account_id)


def test_receiving_is_one_line_of_the_journal(desk: Desk, township: Actor) -> None:
    actions.receive(actor=township, programme_id=desk.programme_id, unit_id=desk.unit("东岸镇"), today=TODAY)
    line = Entry.objects.get(verb="programme.receive")
    assert line.new == {"unit": desk.unit("东岸镇"), "obligations": 2, "by_office": False}


def test_receiving_twice_says_that_once_is_enough(desk: Desk, township: Actor) -> None:
    values: dict[str, Any] = {"programme_id": desk.programme_id, "unit_id": desk.unit("东岸镇"), "today": TODAY}
    actions.receive(actor=township, **values)
    with pytest.raises(Conflict) as caught:
        actions.receive(actor=desk.office, **values)
    assert code(caught) == "received-already"


def test_the_office_registers_a_receipt_that_came_by_letter(desk: Desk) -> None:
    actions.receive(actor=desk.office, programme_id=desk.programme_id, unit_id=desk.unit("西岸乡"), today=TODAY)
    assert desk.owed("西岸乡").state == "received"
    assert Entry.objects.get(verb="programme.receive").new["by_office"] is True


def test_a_body_does_not_receive_for_another_one(desk: Desk, township: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.receive(actor=township, programme_id=desk.programme_id, unit_id=desk.unit("西岸乡"), today=TODAY)


def test_a_stranger_finds_nothing_to_receive_or_to_answer(desk: Desk) -> None:
    with pytest.raises(NotFound):
        actions.receive(actor=stranger(), programme_id=desk.programme_id, unit_id=desk.unit("东岸镇"), today=TODAY)
    far = Actor(999, 999, liaison_ids=frozenset({desk.unit("东岸镇")}))
    with pytest.raises(NotFound):
        answer(desk, far)


# --- answering --------------------------------------------------------------------------------------------------


def test_an_answer_is_kept_in_the_history_and_makes_the_light_anew(desk: Desk, township: Actor) -> None:
    actions.answer(actor=township, occurrence_id=desk.time("东岸镇").pk, text=" 已自查\n ", today=TODAY, reachable=True)
    row, line = desk.time("东岸镇"), Handling.objects.get()
    assert (row.state, row.answered_on, row.edit) == ("answered", TODAY, 1)
    assert (line.verb, line.text, line.reachable, line.unit_id) == ("answer", "已自查", True, desk.unit("东岸镇"))
    assert desk.light("东岸镇") == "on-time"


def test_an_answer_after_the_day_is_taken_and_is_late(desk: Desk, township: Actor) -> None:
    answer(desk, township, today=date(2026, 12, 3))
    assert desk.time("东岸镇").state == "answered"
    assert desk.light("东岸镇", today=date(2026, 12, 3)) == "late"


def test_an_empty_answer_is_refused(desk: Desk, township: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        answer(desk, township, text=" \n ")
    assert code(caught) == "answer-empty"
    assert not Handling.objects.exists()


def test_an_answer_takes_no_resident_identity_number(desk: Desk, township: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        answer(desk, township, text=f"联系人 {ID_NUMBER}")
    assert code(caught) == "identity-number"


PRIVATE = ("联系村民13812345678", "退款账号6222020200112230", "低保对象：张三、李四、王五")


@pytest.mark.parametrize("text", PRIVATE)
def test_nothing_of_a_private_person_is_kept_in_an_answer_or_a_reason(desk: Desk, township: Actor, text: str) -> None:
    with pytest.raises(Invalid) as caught:
        answer(desk, township, text=text)
    assert code(caught) == "personal-words"
    answer(desk, township)
    with pytest.raises(Invalid) as caught:
        actions.return_(actor=desk.office, occurrence_id=desk.time("东岸镇").pk, reason=text, today=TODAY)
    assert code(caught) == "personal-words"
    assert Handling.objects.count() == 1


def test_a_number_over_several_lines_is_kept_in_no_measure(desk: Desk, township: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        actions.add_measure(
            actor=township, obligation_id=desk.owed("东岸镇").pk, text="联系138\n1234\n5678", today=TODAY
        )
    assert code(caught) == "personal-words"


def test_of_two_liaisons_who_answer_at_once_the_second_is_told(desk: Desk, township: Actor) -> None:
    row = desk.time("东岸镇")
    actions.answer(actor=township, occurrence_id=row.pk, text="甲", today=TODAY, seen=row.edit)
    actions.return_(actor=desk.office, occurrence_id=row.pk, reason="补充", today=TODAY)
    with pytest.raises(Conflict) as caught:
        actions.answer(actor=township, occurrence_id=row.pk, text="乙", today=TODAY, seen=row.edit)
    assert code(caught) == "stale"
    assert [line.text for line in Handling.objects.filter(verb="answer")] == ["甲"]


def test_what_is_answered_is_not_answered_again(desk: Desk, township: Actor) -> None:
    answer(desk, township)
    with pytest.raises(Conflict) as caught:
        answer(desk, township)
    assert code(caught) == "state-forbids"


@pytest.mark.parametrize("unit", ["西岸乡", "县公安局"])
def test_a_body_does_not_answer_for_another_one(desk: Desk, unit: str) -> None:
    with pytest.raises(NotAllowed):
        answer(desk, desk.speaker(unit))


def test_the_office_does_not_answer_for_a_body(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        answer(desk, desk.office)


def test_nothing_is_done_in_a_programme_that_is_closed(desk: Desk, township: Actor) -> None:
    Programme.objects.filter(pk=desk.programme_id).update(state="closed")
    with pytest.raises(Conflict) as caught:
        answer(desk, township)
    assert code(caught) == "programme-not-running"


# --- figures ----------------------------------------------------------------------------------------------------


def quantity(desk: Desk, title: str = CHECK, text: str = "停车场6个") -> Target:
    commitment = desk.owed("东岸镇", title).commitment
    metric = Metric.objects.create(
        jurisdiction_id=desk.county.id, programme_id=desk.programme_id, name=text, unit_of_measure="个"
    )
    return Target.objects.create(
        jurisdiction_id=desk.county.id,
        programme_id=desk.programme_id,
        commitment=commitment,
        metric=metric,
        order=Target.objects.count() + 1,
        text=text,
        comparator="at-least",
        scaled=6_000_000,
    )


@pytest.mark.parametrize(("typed", "kept"), [("4", 4_000_000), (" 1,234.5 ", 1_234_500_000), ("０", 0), ("0", 0)])
def test_a_figure_is_kept_in_millionths_of_its_unit(desk: Desk, township: Actor, typed: str, kept: int) -> None:
    target = quantity(desk)
    actions.answer(actor=township, occurrence_id=desk.time("东岸镇").pk, text="已建", figure=typed, today=TODAY)
    line = Handling.objects.get()
    assert (line.target, line.scaled) == (target, kept)


@pytest.mark.parametrize("typed", ["约四", "-1", "NaN", "Infinity", "1e"])
def test_what_is_no_figure_is_refused_and_nothing_written(desk: Desk, township: Actor, typed: str) -> None:
    quantity(desk)
    with pytest.raises(Invalid) as caught:
        actions.answer(actor=township, occurrence_id=desk.time("东岸镇").pk, text="已建", figure=typed, today=TODAY)
    assert code(caught) == "figure-unreadable"
    assert desk.time("东岸镇").state == "open"


def test_a_figure_too_large_to_be_kept_is_refused(desk: Desk, township: Actor) -> None:
    quantity(desk)
    with pytest.raises(Invalid) as caught:
        actions.answer(actor=township, occurrence_id=desk.time("东岸镇").pk, text="已", figure="9" * 20, today=TODAY)
    assert code(caught) == "quantity-too-large"


def test_no_figure_is_taken_where_the_plan_names_no_quantity(desk: Desk, township: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        actions.answer(actor=township, occurrence_id=desk.time("东岸镇").pk, text="已", figure="3", today=TODAY)
    assert code(caught) == "figure-not-asked"


def test_no_figure_is_taken_for_organisation_level_papers_only(desk: Desk, township: Actor) -> None:
    commitment = quantity(desk).commitment
    assert commitment is not None
    commitment.restricted = True
    commitment.save(update_fields=["restricted"])
    with pytest.raises(Invalid) as caught:
        actions.answer(actor=township, occurrence_id=desk.time("东岸镇").pk, text="已", figure="3", today=TODAY)
    assert code(caught) == "figure-not-asked"


def test_a_quantity_of_another_commitment_is_not_reported_here(desk: Desk, township: Actor) -> None:
    quantity(desk)
    other = quantity(desk, PARKING, "别的")
    with pytest.raises(Invalid) as caught:
        actions.answer(
            actor=township,
            occurrence_id=desk.time("东岸镇").pk,
            text="已",
            figure="3",
            target_id=other.pk,
            today=TODAY,
        )
    assert code(caught) == "figure-not-asked"


# --- judging ----------------------------------------------------------------------------------------------------


def test_the_office_returns_with_a_reason_and_confirms_in_the_end(desk: Desk, township: Actor) -> None:
    row = desk.time("东岸镇")
    answer(desk, township)
    actions.return_(actor=desk.office, occurrence_id=row.pk, reason="缺佐证", today=TODAY)
    assert (desk.time("东岸镇").state, desk.time("东岸镇").answered_on) == ("returned", None)
    answer(desk, township, text="补齐")
    actions.confirm(actor=desk.office, occurrence_id=row.pk, today=TODAY)
    row = desk.time("东岸镇")
    assert (row.state, row.confirmed_on, desk.light("东岸镇")) == ("confirmed", TODAY, "done")
    assert [line.verb for line in Handling.objects.order_by("pk")] == ["answer", "return", "answer", "confirm"]


def test_what_was_confirmed_is_opened_again_with_a_reason(desk: Desk, township: Actor) -> None:
    answer(desk, township)
    pk = desk.time("东岸镇").pk
    actions.confirm(actor=desk.office, occurrence_id=pk, today=TODAY)
    actions.reopen(actor=desk.office, occurrence_id=pk, reason="抽查不符", today=TODAY)
    row = desk.time("东岸镇")
    assert (row.state, row.confirmed_on) == ("returned", None)


def test_nothing_is_returned_without_a_reason(desk: Desk, township: Actor) -> None:
    answer(desk, township)
    with pytest.raises(Invalid) as caught:
        actions.return_(actor=desk.office, occurrence_id=desk.time("东岸镇").pk, reason=" ", today=TODAY)
    assert code(caught) == "reason-missing"


def test_urging_is_once_a_day_and_makes_no_form_stale(desk: Desk, township: Actor) -> None:
    row = desk.time("东岸镇")
    actions.urge(actor=desk.office, occurrence_id=row.pk, today=TODAY)
    with pytest.raises(Conflict) as caught:
        actions.urge(actor=desk.office, occurrence_id=row.pk, today=TODAY)
    assert code(caught) == "urged-today"
    actions.answer(actor=township, occurrence_id=row.pk, text="已自查", today=TODAY, seen=row.edit)
    assert desk.time("东岸镇").urged_on == TODAY


def test_a_body_does_not_judge_its_own_answer(desk: Desk, township: Actor) -> None:
    answer(desk, township)
    with pytest.raises(NotAllowed):
        actions.confirm(actor=township, occurrence_id=desk.time("东岸镇").pk, today=TODAY)


# --- withdrawing ------------------------------------------------------------------------------------------------


def test_the_office_withdraws_an_obligation_and_reinstates_it_to_be_received_anew(desk: Desk, township: Actor) -> None:
    unit: dict[str, Any] = {"programme_id": desk.programme_id, "unit_id": desk.unit("东岸镇"), "today": TODAY}
    actions.receive(actor=township, **unit)
    pk = desk.owed("东岸镇").pk
    actions.withdraw_obligation(actor=desk.office, obligation_id=pk, reason="重复", today=TODAY)
    row = desk.owed("东岸镇")
    assert (row.state, row.withdrawn_on, row.withdrawn_reason) == ("withdrawn", TODAY, "重复")
    with pytest.raises(Conflict) as caught:
        answer(desk, township)
    assert code(caught) == "obligation-withdrawn"
    actions.reinstate_obligation(actor=desk.office, obligation_id=pk, reason="复核", today=TODAY)
    assert (desk.owed("东岸镇").state, desk.owed("东岸镇").withdrawn_on) == ("issued", None)
    assert actions.receive(actor=township, **unit) == 1


def test_a_body_frees_nobody(desk: Desk, township: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.withdraw_obligation(
            actor=township, obligation_id=desk.owed("东岸镇").pk, reason="不归我管", today=TODAY
        )


# --- own measures -----------------------------------------------------------------------------------------------


def measures(desk: Desk) -> list[str]:
    return [row.text for row in OwnMeasure.objects.filter(withdrawn_on=None, obligation=desk.owed("东岸镇"))]


def test_own_measures_are_added_moved_reworded_and_taken_back(desk: Desk, township: Actor) -> None:
    owed = desk.owed("东岸镇").pk
    first, second, third = (
        actions.add_measure(actor=township, obligation_id=owed, text=text, today=TODAY) for text in "甲乙丙"
    )
    actions.withdraw_measure(actor=township, measure_id=second, today=TODAY)
    actions.move_measure(actor=township, measure_id=third, up=True)
    actions.move_measure(actor=township, measure_id=third, up=True)  # nothing stands before it
    assert measures(desk) == ["丙", "甲"]
    actions.reword_measure(actor=township, measure_id=first, text="丁", today=TODAY, due=TODAY, seen="甲")
    assert measures(desk) == ["丙", "丁"]


def test_a_measure_that_is_sent_twice_is_kept_once(desk: Desk, township: Actor) -> None:
    said: dict[str, Any] = {"obligation_id": desk.owed("东岸镇").pk, "text": "每周巡查", "today": TODAY}
    assert actions.add_measure(actor=township, **said) == actions.add_measure(actor=township, **said)
    assert OwnMeasure.objects.count() == 1


def test_rewording_what_somebody_else_has_reworded_is_stale(desk: Desk, township: Actor) -> None:
    pk = actions.add_measure(actor=township, obligation_id=desk.owed("东岸镇").pk, text="甲", today=TODAY)
    actions.reword_measure(actor=township, measure_id=pk, text="乙", today=TODAY, seen="甲")
    with pytest.raises(Conflict) as caught:
        actions.reword_measure(actor=township, measure_id=pk, text="丙", today=TODAY, seen="甲")
    assert code(caught) == "stale"


def test_nobody_else_plans_the_measures_of_a_body(desk: Desk, township: Actor) -> None:
    pk = actions.add_measure(actor=township, obligation_id=desk.owed("东岸镇").pk, text="甲", today=TODAY)
    for actor in (desk.office, desk.speaker("西岸乡")):
        with pytest.raises(NotAllowed):
            actions.withdraw_measure(actor=actor, measure_id=pk, today=TODAY)
    with pytest.raises(NotFound):
        actions.withdraw_measure(actor=stranger(), measure_id=pk, today=TODAY)


@pytest.mark.parametrize(
    ("text", "due", "said"),
    [(" ", None, "measure-empty"), ("字" * 501, None, "text-too-long"), ("甲", date(9999, 1, 1), "day-out-of-range")],
)
def test_a_measure_that_cannot_be_kept_is_refused(
    desk: Desk, township: Actor, text: str, due: date | None, said: str
) -> None:
    with pytest.raises(Invalid) as caught:
        actions.add_measure(actor=township, obligation_id=desk.owed("东岸镇").pk, text=text, today=TODAY, due=due)
    assert code(caught) == said


def test_every_time_keeps_its_first_day(desk: Desk) -> None:
    assert Occurrence.objects.filter(due__isnull=False).exists()
    assert all(row.first_due == row.due for row in Occurrence.objects.all())
    assert desk.time("东岸镇").due == TODAY + timedelta(days=7)
