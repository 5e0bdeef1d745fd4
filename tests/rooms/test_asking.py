"""Asking a question beyond the rhythm: of whom, what is there already, and what speaks against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.rooms.desk import CHECK, PARKING, Desk, open_desk, stranger

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.programme.models import Commitment, Handling, Metric, Obligation, Programme
from luoshi.programme.rules import Accrual
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Given, Said, Sent
from luoshi.reporting.models import Question, Request, Response, Value
from luoshi.reporting.queries.questions import Outcome
from luoshi.reporting.rules import Channel, Composed, Fate, ProofKind, ReportState, RequestState
from luoshi.tenancy.rules import Actor, Role, seated
from rooms.cast import TODAY, County

pytestmark = pytest.mark.django_db
EAST, WEST, HOUSING = "东岸镇", "西岸乡", "县住建局"
WEEK = TODAY + timedelta(days=7)
GOING = ReportState.UNDER_WAY
DIGEST = "ab" * 32


@pytest.fixture
def desk(county: County) -> Desk:
    return open_desk(county)


def bare(desk: Desk, title: str = PARKING, **more: Any) -> Composed:
    """A question in words alone."""
    commitment = Commitment.objects.get(title__contains=title, programme_id=desk.programme_id)
    asked = Composed(commitment.pk, "请核对泊位台账。", "市级考核细则", "3.2 停车泊位", WEEK)
    return replace(asked, **more)


def figure(desk: Desk, **more: Any) -> Composed:
    """A question for a figure."""
    asked = bare(desk, text="请填报新增停车泊位数。", quantity="新增停车泊位", unit_of_measure="个", period="2026-10")
    return replace(asked, **more)


def send(desk: Desk, asked: Composed, **more: Any) -> Sent:
    return actions.ask(actor=desk.office, composed=asked, today=TODAY, **more)


def row(unit: str, question_id: int | None = None) -> Request:
    rows = Request.objects.filter(unit__name=unit, question__isnull=False)
    return rows.filter(question_id=question_id).get() if question_id else rows.latest("pk")


def answer(desk: Desk, unit: str, said: Said, request: Request | None = None) -> int:
    request_id = (request or row(unit)).pk
    return actions.report(actor=desk.county.member(Role.LIAISON, unit), request_id=request_id, said=said, today=TODAY)


def answered(desk: Desk, unit: str = EAST, number: str = "61", **more: Any) -> Request:
    """A unit has answered a question for a figure."""
    send(desk, figure(desk, unit_ids=(desk.unit(unit),), **more))
    answer(desk, unit, Said(GOING, "", number))
    return row(unit)


def fates(desk: Desk, asked: Composed) -> dict[str, Fate]:
    return {one.unit_name: one.fate for one in queries.preview(desk.office, asked, TODAY).units}


# --- asking -----------------------------------------------------------------------------------------------------


def test_a_question_stands_in_the_inbox_of_every_unit_that_owes_the_commitment(desk: Desk) -> None:
    sent = send(desk, bare(desk, CHECK))
    assert sent.asked == 3
    line = queries.month(desk.county.member(Role.LIAISON, EAST), TODAY).asked[0]
    assert (line.question, line.due) == ("请核对泊位台账。", WEEK)


def test_a_question_is_asked_of_the_chosen_units_alone(desk: Desk) -> None:
    send(desk, bare(desk, unit_ids=(desk.unit(WEST),)))
    assert [one.unit.name for one in Request.objects.filter(question__isnull=False)] == [WEST]


def test_a_request_shows_which_row_of_which_paper_needs_it(desk: Desk) -> None:
    send(desk, figure(desk))
    sheet = queries.sheet(desk.county.member(Role.LIAISON, EAST), row(EAST).pk, TODAY)
    assert (sheet.paper, sheet.row) == ("市级考核细则", "3.2 停车泊位")
    assert sheet.measured == "新增停车泊位（个） · 2026-10"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": " "}, "question-empty"),
        ({"text": "泊" * 301}, "question-too-long"),
        ({"paper": ""}, "question-paper"),
        ({"row": ""}, "question-row"),
        ({"due": TODAY - timedelta(days=1)}, "question-due"),
        ({"unit_ids": ()}, "question-units"),
        ({"unit_of_measure": ""}, "quantity-unit"),
        ({"period": "去年"}, "question-period"),
        ({"quantity": ""}, "question-quantity"),
        ({"digest": "abc"}, "question-digest"),
        ({"url": "ftp://a.example"}, "question-url"),
        ({"text": "请核对11010519491231002X"}, "personal-words"),
    ],
)
def test_a_question_that_says_too_little_is_not_sent(desk: Desk, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        send(desk, figure(desk, **more))
    assert refused.value.code == code
    assert not Question.objects.exists()


def test_a_unit_that_owes_nothing_of_it_cannot_be_asked(desk: Desk, county: County) -> None:
    other = stranger()
    with pytest.raises(Invalid) as refused:
        send(desk, bare(desk, unit_ids=tuple(other.unit_ids)))
    assert refused.value.code == "question-units"


def test_units_do_not_ask(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        actions.ask(actor=desk.speaker(EAST), composed=bare(desk), today=TODAY)


def test_a_stranger_learns_of_no_commitment(desk: Desk) -> None:
    with pytest.raises(NotFound):
        actions.ask(actor=stranger(), composed=bare(desk), today=TODAY)


def test_a_lead_asks_those_who_support_it_and_nobody_else(desk: Desk) -> None:
    desk.role(HOUSING, "lead", CHECK)
    desk.role(EAST, "support", CHECK)
    lead = desk.speaker(HOUSING)
    actions.ask(actor=lead, composed=bare(desk, CHECK), today=TODAY)
    assert [one.unit.name for one in Request.objects.filter(question__isnull=False)] == [EAST]


def test_a_restricted_commitment_is_asked_for_no_figure(desk: Desk) -> None:
    Commitment.objects.filter(title__contains=PARKING).update(restricted=True)
    with pytest.raises(Invalid) as refused:
        send(desk, figure(desk))
    assert refused.value.code == "figure-not-asked"


def test_the_journal_keeps_what_was_asked_of_whom(desk: Desk) -> None:
    send(desk, figure(desk))
    line = Entry.objects.get(verb="reporting.ask")
    assert line.new["text"] == "请填报新增停车泊位数。"
    assert desk.unit(EAST) in line.new["units"]["ask"]


# --- answering --------------------------------------------------------------------------------------------------


def test_a_figure_that_was_asked_for_is_kept_with_its_quantity_period_and_place(desk: Desk) -> None:
    send(desk, figure(desk, place="湖滨片区", definition="含改建"))
    answer(desk, EAST, Said(GOING, "", "61"))
    value = Value.objects.get()
    assert (value.quantity, value.period, value.place, value.definition) == (
        "新增停车泊位",
        "2026-10",
        "湖滨片区",
        "含改建",
    )
    assert value.scaled == 61_000_000


def test_an_answer_to_a_question_changes_nothing_in_the_programme(desk: Desk) -> None:
    before = desk.time(EAST, PARKING).state
    answered(desk)
    assert desk.time(EAST, PARKING).state == before
    assert not Handling.objects.exists()


def test_a_figure_that_is_not_known_is_answered_in_words(desk: Desk) -> None:
    send(desk, figure(desk))
    answer(desk, EAST, Said(GOING, "尚未统计，下月底可报。"))
    assert row(EAST).state == "reported"
    assert not Value.objects.exists()


def test_nothing_at_all_is_no_answer(desk: Desk) -> None:
    send(desk, figure(desk))
    with pytest.raises(Invalid) as refused:
        answer(desk, EAST, Said(GOING, ""))
    assert refused.value.code == "answer-empty"


def test_a_question_is_not_answered_by_no_change(desk: Desk) -> None:
    answered(desk)
    send(desk, figure(desk, period="2026-11"))
    with pytest.raises(Invalid) as refused:
        actions.no_change(actor=desk.county.member(Role.LIAISON, EAST), request_id=row(EAST).pk, today=TODAY)
    assert refused.value.code == "no-change-not-taken"


def test_a_question_leaves_the_report_of_the_obligation_where_it_is(desk: Desk) -> None:
    send(desk, bare(desk, CHECK))
    liaison = desk.county.member(Role.LIAISON, EAST)
    about = actions.request_for(actor=liaison, occurrence_id=desk.time(EAST).pk, today=TODAY)
    assert Request.objects.get(pk=about).question_id is None


def test_an_answer_to_a_question_is_accepted_one_by_one(desk: Desk) -> None:
    answered(desk)
    seen = {row(EAST).pk: row(EAST).edit}
    assert actions.accept_all(actor=desk.office, programme_id=desk.programme_id, seen=seen, today=TODAY) == 0
    actions.accept(actor=desk.office, request_id=row(EAST).pk, today=TODAY)
    assert row(EAST).state == "accepted"


# --- what is there already --------------------------------------------------------------------------------------


def test_what_a_unit_has_answered_is_shown_instead_of_being_asked_again(desk: Desk) -> None:
    earlier = answered(desk)
    found = queries.preview(desk.office, figure(desk), TODAY)
    known = next(one for one in found.units if one.unit_name == EAST).known
    assert known is not None
    assert (known.figure, known.on, known.request_id, known.number) == (Decimal(61), TODAY, earlier.pk, 1)
    assert found.spared == 1


def test_a_unit_whose_answer_is_there_is_not_asked_and_its_answer_is_linked(desk: Desk) -> None:
    earlier = answered(desk)
    sent = send(desk, figure(desk, text="请报送新增停车泊位数。"))
    assert (sent.known, sent.asked) == (1, 3)
    given = row(EAST, sent.question_id)
    assert given.state == RequestState.GIVEN
    assert given.responses.get().version_id == earlier.responses.get().version_id
    month = queries.month(desk.county.member(Role.LIAISON, EAST), TODAY)
    assert month.asked == ()
    assert [line.id for line in month.given] == [given.pk]
    assert Entry.objects.filter(verb="reporting.give_known", subject_id=str(given.pk)).exists()


def test_the_unit_may_correct_what_was_given_for_it(desk: Desk) -> None:
    answered(desk)
    sent = send(desk, figure(desk))
    given = row(EAST, sent.question_id)
    answer(desk, EAST, Said(GOING, "上次漏报一处。", "63"), given)
    given.refresh_from_db()
    assert given.state == "reported"
    assert list(Value.objects.order_by("pk").values_list("scaled", flat=True)) == [61_000_000, 63_000_000]
    unit = next(one for one in queries.question(desk.office, sent.question_id).units if one.unit_name == EAST)
    assert (unit.figure, unit.outcome) == (Decimal(63), Outcome.ANSWERED)


def test_an_answer_that_was_corrected_elsewhere_is_marked(desk: Desk) -> None:
    earlier = answered(desk)
    sent = send(desk, figure(desk))
    actions.return_(actor=desk.office, request_id=earlier.pk, reason="请核实。", today=TODAY)
    answer(desk, EAST, Said(GOING, "", "63"), earlier)
    unit = next(one for one in queries.question(desk.office, sent.question_id).units if one.unit_name == EAST)
    assert (unit.figure, unit.later) == (Decimal(61), True)


def test_the_office_may_ask_all_the_same_and_is_warned(desk: Desk) -> None:
    answered(desk)
    insisted = [desk.unit(EAST)]
    with pytest.raises(Conflict) as refused:
        send(desk, figure(desk, text="请重报泊位。"), all_the_same=insisted)
    assert refused.value.code == "question-warned"
    assert send(desk, figure(desk, text="请重报泊位。"), all_the_same=insisted, confirmed=True).asked == 4
    assert Entry.objects.filter(verb="reporting.ask").latest("sequence").new["warnings"]


def test_what_was_returned_is_asked_again(desk: Desk) -> None:
    earlier = answered(desk)
    actions.return_(actor=desk.office, request_id=earlier.pk, reason="请核实。", today=TODAY)
    assert fates(desk, figure(desk))[EAST] is not Fate.KNOWN


def test_a_corrected_answer_is_taken_in_its_latest_version(desk: Desk) -> None:
    earlier = answered(desk)
    actions.return_(actor=desk.office, request_id=earlier.pk, reason="请核实。", today=TODAY)
    answer(desk, EAST, Said(GOING, "", "58"), earlier)
    known = queries.preview(desk.office, figure(desk), TODAY).of(Fate.KNOWN)[0].known
    assert known is not None
    assert (known.figure, known.number) == (Decimal(58), 2)


def give(desk: Desk, unit: str, **more: Any) -> int:
    liaison = desk.county.member(Role.LIAISON, unit)
    held = Given(ProofKind.PUBLISHED, "停车方案解读", TODAY, channel=Channel.WEB, **more)
    return actions.give(actor=liaison, unit_id=desk.unit(unit), given=held, today=TODAY)


def test_a_published_paper_is_found_by_its_address_however_it_is_written(desk: Desk) -> None:
    send(desk, bare(desk))
    proof = give(desk, EAST, url="https://www.linhu.example/news/7/")
    answer(desk, EAST, Said(GOING, "已发布。", evidence_ids=(proof,)))
    asked = bare(desk, text="请提供解读文章。", url="http://WWW.linhu.example/news/7#top")
    assert {unit: fate for unit, fate in fates(desk, asked).items() if fate is Fate.KNOWN} == {EAST: Fate.KNOWN}


def test_withdrawn_evidence_answers_nothing(desk: Desk) -> None:
    send(desk, bare(desk))
    proof = give(desk, EAST, url="https://www.linhu.example/news/7/", digest=DIGEST)
    answer(desk, EAST, Said(GOING, "已发布。", evidence_ids=(proof,)))
    asked = bare(desk, text="请提供解读文章。", digest=DIGEST)
    assert fates(desk, asked)[EAST] is Fate.KNOWN
    liaison = desk.county.member(Role.LIAISON, EAST)
    actions.withdraw(actor=liaison, evidence_id=proof, reason="文章已撤", today=TODAY)
    assert fates(desk, asked)[EAST] is Fate.ASK


def test_the_figure_of_another_unit_is_a_hint_and_no_answer(desk: Desk) -> None:
    answered(desk, HOUSING, "61", place=EAST)
    found = {one.unit_name: one for one in queries.preview(desk.office, figure(desk), TODAY).units}
    assert found[EAST].fate is Fate.ASK
    assert [(hint.unit_name, hint.figure) for hint in found[EAST].hints] == [(HOUSING, Decimal(61))]
    assert found[WEST].hints == ()


def test_what_was_said_about_a_restricted_commitment_stays_there(desk: Desk) -> None:
    send(desk, bare(desk, CHECK))
    proof = give(desk, EAST, url="https://www.linhu.example/news/7/")
    answer(desk, EAST, Said(GOING, "已发布。", evidence_ids=(proof,)))
    Commitment.objects.filter(title__contains=CHECK).update(restricted=True)
    assert fates(desk, bare(desk, url="https://www.linhu.example/news/7/"))[EAST] is Fate.ASK


# --- what runs already ------------------------------------------------------------------------------------------


def test_a_figure_that_is_being_asked_for_is_joined_and_serves_both(desk: Desk) -> None:
    first = send(desk, figure(desk, unit_ids=(desk.unit(EAST),)))
    second = send(desk, figure(desk, paper="省级年报", row="附表2"))
    assert (second.joined, second.asked) == (1, 3)
    assert len(queries.month(desk.county.member(Role.LIAISON, EAST), TODAY).asked) == 1
    answer(desk, EAST, Said(GOING, "", "61"), row(EAST, first.question_id))
    served = row(EAST, second.question_id)
    assert (served.state, served.responses.get().reused) == (RequestState.GIVEN, True)


def test_a_joined_question_is_asked_where_the_answer_has_no_figure(desk: Desk) -> None:
    first = send(desk, figure(desk, unit_ids=(desk.unit(EAST),)))
    second = send(desk, figure(desk, paper="省级年报", row="附表2", unit_ids=(desk.unit(EAST),)))
    answer(desk, EAST, Said(GOING, "尚未统计。"), row(EAST, first.question_id))
    asked = queries.month(desk.county.member(Role.LIAISON, EAST), TODAY).asked
    assert [line.id for line in asked] == [row(EAST, second.question_id).pk]


def test_a_joined_question_is_asked_where_the_other_is_withdrawn(desk: Desk) -> None:
    first = send(desk, figure(desk, unit_ids=(desk.unit(EAST),)))
    second = send(desk, figure(desk, paper="省级年报", row="附表2", unit_ids=(desk.unit(EAST),)))
    actions.withdraw_question(actor=desk.office, question_id=first.question_id, reason="不再需要", today=TODAY)
    asked = queries.month(desk.county.member(Role.LIAISON, EAST), TODAY).asked
    assert [line.id for line in asked] == [row(EAST, second.question_id).pk]


# --- what speaks against it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [{"due": TODAY}, {"text": "请报送贯彻落实情况。"}])
def test_what_the_rules_forbid_is_sent_only_when_confirmed(desk: Desk, more: dict[str, Any]) -> None:
    with pytest.raises(Conflict) as refused:
        send(desk, bare(desk, **more))
    assert refused.value.code == "question-warned"
    assert send(desk, bare(desk, **more), confirmed=True).asked == 4


def test_the_same_question_of_the_same_units_is_warned_of(desk: Desk) -> None:
    send(desk, bare(desk))
    assert queries.preview(desk.office, bare(desk, text="请核对泊位台账"), TODAY).warnings
    assert not queries.preview(desk.office, bare(desk, text="请说明资金来源"), TODAY).warnings


def test_a_question_of_another_month_is_no_repetition(desk: Desk) -> None:
    send(desk, figure(desk))
    assert not queries.preview(desk.office, figure(desk, period="2026-11"), TODAY).warnings


def test_what_has_changed_since_the_preview_is_looked_at_again(desk: Desk) -> None:
    seen = queries.preview(desk.office, figure(desk), TODAY).mark
    answered(desk)
    with pytest.raises(Conflict) as refused:
        send(desk, figure(desk), mark=seen)
    assert refused.value.code == "preview-changed"


def test_a_sum_is_not_asked_for_under_the_name_of_a_level(desk: Desk) -> None:
    send(desk, figure(desk))
    with pytest.raises(Invalid) as refused:
        send(desk, figure(desk, accrual=Accrual.CUMULATIVE))
    assert refused.value.code == "quantity-moves"


def test_a_quantity_spelled_otherwise_is_the_same_quantity(desk: Desk) -> None:
    send(desk, figure(desk))
    send(desk, figure(desk, quantity="新增 停车泊位", unit_of_measure=" 个", period="2026年11月"))
    assert Metric.objects.filter(name__contains="停车泊位").count() == 1


# --- withdrawing ------------------------------------------------------------------------------------------------


def test_a_withdrawn_question_leaves_the_inboxes_and_what_was_answered_stays(desk: Desk) -> None:
    sent = send(desk, figure(desk))
    answer(desk, EAST, Said(GOING, "", "61"))
    gone = actions.withdraw_question(actor=desk.office, question_id=sent.question_id, reason="上级已取消", today=TODAY)
    assert gone == 3
    assert queries.month(desk.county.member(Role.LIAISON, WEST), TODAY).asked == ()
    assert Response.objects.count() == 1
    assert row(EAST).state == "reported"
    assert fates(desk, figure(desk))[EAST] is Fate.KNOWN


def test_a_question_is_withdrawn_once_and_with_a_reason(desk: Desk) -> None:
    sent = send(desk, bare(desk))
    with pytest.raises(Invalid):
        actions.withdraw_question(actor=desk.office, question_id=sent.question_id, reason=" ", today=TODAY)
    actions.withdraw_question(actor=desk.office, question_id=sent.question_id, reason="不再需要", today=TODAY)
    with pytest.raises(Conflict):
        actions.withdraw_question(actor=desk.office, question_id=sent.question_id, reason="不再需要", today=TODAY)


def test_only_who_asked_withdraws(desk: Desk) -> None:
    sent = send(desk, bare(desk))
    with pytest.raises(NotFound):
        actions.withdraw_question(actor=desk.speaker(EAST), question_id=sent.question_id, reason="x", today=TODAY)
    leader = seated(None, desk.county.id, "领导", [(Role.LEADER, desk.unit(HOUSING))])
    with pytest.raises(NotAllowed):
        actions.withdraw_question(
            actor=replace(leader, account_id=99), question_id=sent.question_id, reason="x", today=TODAY
        )


# --- what it costs ----------------------------------------------------------------------------------------------


def test_what_is_answered_from_earlier_reports_costs_nothing_and_counts_as_reuse(desk: Desk) -> None:
    answered(desk)
    before = {one.unit_name: one.total for one in queries.burden(desk.office, desk.programme_id, TODAY).units}[EAST]
    send(desk, figure(desk))
    after = {one.unit_name: one.total for one in queries.burden(desk.office, desk.programme_id, TODAY).units}[EAST]
    assert (after.requests, after.fields, after.spared) == (before.requests, before.fields, 1)
    assert (after.answered, after.reused) == (before.answered + 1, before.reused + 1)


def test_the_desk_counts_the_questions_that_are_open(desk: Desk) -> None:
    send(desk, bare(desk))
    found = {one.unit_name: one for one in queries.desk(desk.office, desk.programme_id, TODAY).units}
    assert found[EAST].open == 1


def test_the_most_urgent_question_stands_first(desk: Desk) -> None:
    send(desk, bare(desk, text="请说明资金来源。", due=TODAY + timedelta(days=60)))
    send(desk, bare(desk, text="请核对泊位台账。", due=TODAY + timedelta(days=2)))
    asked = queries.month(desk.county.member(Role.LIAISON, EAST), TODAY).asked
    assert [line.question for line in asked] == ["请核对泊位台账。", "请说明资金来源。"]


def led(desk: Desk) -> Actor:
    """县住建局 leads the self-check and 东岸镇 supports it, 西岸乡 is responsible; gives the lead's liaison."""
    desk.role(HOUSING, "lead", CHECK)
    desk.role(EAST, "support", CHECK)
    Programme.objects.update(office_id=desk.unit(WEST))  # no office of the lead's own
    return desk.speaker(HOUSING)


def test_a_lead_withdraws_what_it_asked(desk: Desk) -> None:
    lead = led(desk)
    sent = actions.ask(actor=lead, composed=bare(desk, CHECK), today=TODAY)
    assert actions.withdraw_question(actor=lead, question_id=sent.question_id, reason="已有", today=TODAY) == 1


def test_a_lead_that_was_freed_withdraws_no_question_that_it_asked(desk: Desk) -> None:
    lead = led(desk)
    sent = actions.ask(actor=lead, composed=bare(desk, CHECK), today=TODAY)
    Obligation.objects.filter(pk=desk.owed(HOUSING, CHECK).pk).update(state="withdrawn", withdrawn_on=TODAY)
    with pytest.raises(NotFound):
        actions.withdraw_question(actor=lead, question_id=sent.question_id, reason="已有", today=TODAY)


def test_whoever_asked_as_a_lead_and_only_reads_now_withdraws_nothing(desk: Desk) -> None:
    lead = led(desk)
    sent = actions.ask(actor=lead, composed=bare(desk, CHECK), today=TODAY)
    auditor = seated(lead.account_id, lead.jurisdiction_id, "审计员", [(Role.AUDITOR, desk.unit(HOUSING))])
    with pytest.raises(NotAllowed):
        actions.withdraw_question(actor=auditor, question_id=sent.question_id, reason="已有", today=TODAY)


def test_a_lead_reads_what_its_supporters_answer_and_not_who_is_responsible_beside_it(desk: Desk) -> None:
    sent = actions.ask(actor=desk.office, composed=bare(desk, CHECK), today=TODAY)
    seen = queries.question(led(desk), sent.question_id)
    assert [one.unit_name for one in seen.units] == [HOUSING, EAST]
