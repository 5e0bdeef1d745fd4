"""What is still to be answered: the inbox, the desk, tables, reminders and joined questions say the same of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from luoshi.kernel.errors import NotFound
from luoshi.programme import actions as programme_actions
from luoshi.programme.models import Obligation, Programme
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Said
from luoshi.reporting.models import Request
from luoshi.reporting.queries.questions import Outcome, outcomes
from luoshi.reporting.queries.reminding import waiting
from luoshi.reporting.queries.return_sheets import return_sheets
from luoshi.reporting.queries.urging import urging
from luoshi.reporting.rules import Composed, Fate, ReportState
from luoshi.tenancy.rules import Actor, Role
from rooms.cast import TODAY, County

pytestmark = pytest.mark.django_db
EAST = "东岸镇"
WEEK, DECEMBER = TODAY + timedelta(days=7), date(2026, 12, 10)
DONE, GOING = ReportState.COMPLETED, ReportState.UNDER_WAY


def pier(county: County) -> Actor:
    return county.member(Role.LIAISON, EAST)


def monthly() -> Request:
    """What the month asks of the township about a duty that goes on."""
    return Request.objects.filter(unit__name=EAST, final=False, question=None).order_by("pk")[0]


def inbox(county: County, today: date = TODAY) -> set[int]:
    return {line.id for line in queries.month(pier(county), today).asked}


def opened(county: County, programme: int) -> int:
    units = queries.desk(county.office, programme, TODAY).units
    return next((one.open for one in units if one.unit_name == EAST), 0)


def on_paper(county: County, programme: int) -> set[int]:
    try:
        (sheet,) = return_sheets(county.office, programme, "2026-11", TODAY, county.unit_ids[EAST])
    except NotFound:
        return set()
    return {one.standing.id for one in sheet.rows}


def told(county: County, request: Request) -> str:
    """Why the page of what is not answered takes nothing more from the unit; empty where it does."""
    sheet = queries.sheet(pier(county), request.pk, TODAY)
    assert sheet.writes == (sheet.over is None)
    return sheet.over.words("en") if sheet.over else ""


def reminded(county: County) -> set[int]:
    return set(waiting(county.id).filter(unit__name=EAST).values_list("pk", flat=True))


def urged(county: County, programme: int, today: date = TODAY) -> int:
    return sum(len(one.owed) for one in urging(county.office, programme, today).units if one.unit_name == EAST)


def asked(county: County, commitment_id: int, *, confirmed: bool = True, **more: object) -> Request:
    """A question for a figure, as the township has it."""
    composed = Composed(
        commitment_id, "请填报新增停车泊位数。", "市级细则", "第3行", WEEK, (county.unit_ids[EAST],),
        quantity="新增停车泊位", unit_of_measure="个", period="2026-10",
    )  # fmt: skip
    composed = replace(composed, **more)  # type: ignore[arg-type]
    sent = actions.ask(actor=county.office, composed=composed, today=TODAY, confirmed=confirmed)
    return Request.objects.get(question_id=sent.question_id)


def withdraw(county: County, row: Request) -> None:
    """Nobody owes the duty of a request any more."""
    owed = row.occurrence.obligation_id
    programme_actions.withdraw_obligation(actor=county.office, obligation_id=owed, reason="不再需要。", today=TODAY)


def other_than(row: Request) -> int:
    """Another commitment (id) that the same unit owes."""
    rows = Obligation.objects.filter(unit_id=row.unit_id, withdrawn_on__isnull=True)
    return rows.exclude(pk=row.occurrence.obligation_id).order_by("pk")[0].commitment_id


# --- what can be answered no more -------------------------------------------------------------------------------


def test_a_month_that_was_not_reported_leaves_every_list_when_its_duty_is_done(county: County, programme: int) -> None:
    old = monthly()
    actions.open_requests(actor=county.office, programme_id=programme, today=DECEMBER)
    now = Request.objects.exclude(pk=old.pk).get(occurrence=old.occurrence)
    before = opened(county, programme)
    actions.report(actor=pier(county), request_id=now.pk, said=Said(DONE, "已建成。"), today=DECEMBER)
    assert old.pk not in inbox(county, DECEMBER)
    assert opened(county, programme) == before - 2
    assert old.pk not in on_paper(county, programme)
    assert "answered already" in told(county, old)


def test_a_duty_that_is_returned_brings_its_requests_back(county: County, programme: int) -> None:
    row = monthly()
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "已建成。"), today=TODAY)
    assert row.pk not in inbox(county)
    actions.return_(actor=county.office, request_id=row.pk, reason="请写明位置。", today=TODAY)
    assert row.pk in inbox(county) & on_paper(county, programme) & reminded(county)
    assert told(county, row) == ""


def test_the_requests_of_a_withdrawn_duty_leave_every_list_and_its_questions_too(
    county: County, programme: int
) -> None:
    row = monthly()
    question = asked(county, row.occurrence.obligation.commitment_id)
    before = opened(county, programme)
    withdraw(county, row)
    gone = {row.pk, question.pk}
    assert not gone & (inbox(county) | on_paper(county, programme) | reminded(county))
    assert opened(county, programme) == before - 2
    assert "withdrawn" in told(county, row)
    assert "withdrawn" in told(county, question)


def test_nothing_is_asked_in_a_programme_that_was_closed(county: County, programme: int) -> None:
    question = asked(county, monthly().occurrence.obligation.commitment_id)
    Programme.objects.filter(pk=programme).update(state="closed")
    assert inbox(county) == on_paper(county, programme) == reminded(county) == set()
    assert "does not run" in told(county, question)
    assert opened(county, programme) == 0


def test_a_question_about_a_duty_that_is_done_is_asked_printed_and_reminded_of(county: County, programme: int) -> None:
    row = Request.objects.get(unit__name=EAST, final=True)
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "自查已完成。"), today=TODAY)
    before = urged(county, programme, WEEK)
    question = asked(county, row.occurrence.obligation.commitment_id)
    assert question.pk in inbox(county) & on_paper(county, programme) & reminded(county)
    assert urged(county, programme, WEEK) == before + 1


def test_what_was_given_for_a_unit_can_be_found_and_corrected_when_the_duty_is_done(
    county: County, programme: int
) -> None:
    row = monthly()
    commitment = row.occurrence.obligation.commitment_id
    first = asked(county, commitment)
    actions.report(actor=pier(county), request_id=first.pk, said=Said(GOING, "", "61"), today=TODAY)
    given = asked(county, commitment, paper="省级年报")
    assert told(county, given) == ""
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "已建成。"), today=TODAY)
    assert [line.id for line in queries.month(pier(county), TODAY).given] == [given.pk]
    actions.return_(actor=county.office, request_id=given.pk, reason="请核实。", today=TODAY)
    assert given.pk in inbox(county)


def test_what_was_given_for_a_unit_is_corrected_no_more_when_the_programme_is_closed(
    county: County, programme: int
) -> None:
    commitment = monthly().occurrence.obligation.commitment_id
    first = asked(county, commitment)
    actions.report(actor=pier(county), request_id=first.pk, said=Said(GOING, "", "61"), today=TODAY)
    given = asked(county, commitment, paper="省级年报")
    Programme.objects.filter(pk=programme).update(state="closed")
    assert "does not run" in told(county, given)


def test_a_draft_that_can_be_sent_no_more_is_still_read_by_its_unit(county: County, programme: int) -> None:
    row = monthly()
    actions.save_draft(actor=pier(county), request_id=row.pk, written=actions.Written(text="已选址。"))
    Programme.objects.filter(pk=programme).update(state="closed")
    assert queries.sheet(pier(county), row.pk, TODAY).unsent == "已选址。"
    assert queries.sheet(county.office, row.pk, TODAY).unsent == ""


# --- what joins another -----------------------------------------------------------------------------------------


def test_a_question_that_waits_for_another_is_asked_nowhere(county: County, programme: int) -> None:
    commitment = monthly().occurrence.obligation.commitment_id
    asked(county, commitment)
    owed = urged(county, programme, WEEK)
    second = asked(county, commitment, paper="省级年报")
    assert second.joins_id
    assert second.pk not in inbox(county) | on_paper(county, programme) | reminded(county)
    assert urged(county, programme, WEEK) == owed
    assert outcomes([second.question_id]) == {(second.question_id, second.unit_id): Outcome.JOINED}


def test_a_question_does_not_join_one_that_nobody_can_answer(county: County, programme: int) -> None:
    first = asked(county, monthly().occurrence.obligation.commitment_id)
    withdraw(county, first)
    second = asked(county, other_than(first), paper="省级年报")
    assert second.joins_id is None
    assert second.pk in inbox(county)


def test_a_question_is_asked_itself_as_soon_as_the_one_that_it_joins_can_be_answered_no_more(
    county: County, programme: int
) -> None:
    first = asked(county, monthly().occurrence.obligation.commitment_id)
    second = asked(county, other_than(first), paper="省级年报")
    assert second.joins_id == first.pk
    spared = queries.burden(county.office, programme, TODAY).total.spared
    withdraw(county, first)
    assert second.pk in inbox(county) & on_paper(county, programme) & reminded(county)
    assert outcomes([second.question_id]) == {(second.question_id, second.unit_id): Outcome.OPEN}
    assert queries.burden(county.office, programme, TODAY).total.spared == spared - 1


def test_a_question_that_was_answered_by_itself_and_returned_waits_for_nothing(county: County, programme: int) -> None:
    commitment = monthly().occurrence.obligation.commitment_id
    asked(county, commitment)
    second = asked(county, commitment, paper="省级年报")
    actions.report(actor=pier(county), request_id=second.pk, said=Said(GOING, "", "60"), today=TODAY)
    actions.return_(actor=county.office, request_id=second.pk, reason="请核实。", today=TODAY)
    assert second.pk in inbox(county)


def test_a_question_does_not_join_what_falls_due_after_it(county: County, programme: int) -> None:
    commitment = monthly().occurrence.obligation.commitment_id
    asked(county, commitment, due=WEEK + timedelta(days=30))
    composed = Composed(
        commitment, "请报送泊位。", "省级年报", "附表2", WEEK, (county.unit_ids[EAST],),
        quantity="新增停车泊位", unit_of_measure="个", period="2026-10",
    )  # fmt: skip
    found = queries.preview(county.office, composed, TODAY)
    assert [one.fate for one in found.units] == [Fate.ASK]
    later = queries.preview(county.office, replace(composed, due=WEEK + timedelta(days=60)), TODAY)
    assert [one.fate for one in later.units] == [Fate.RUNNING]
