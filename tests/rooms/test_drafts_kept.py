"""A draft of which somebody was told that it is kept is dropped by no report that does not say the same."""

from __future__ import annotations

import pytest

from luoshi.kernel.errors import Conflict
from luoshi.programme import actions as programme_actions
from luoshi.reporting import actions
from luoshi.reporting.actions import Dropped, Given, Said, Written
from luoshi.reporting.actions.serving import give_known
from luoshi.reporting.models import AnswerVersion, Draft, Request, Response
from luoshi.reporting.rules import Approval, Composed, ProofKind, ReportState
from luoshi.tenancy.rules import Actor, Role
from rooms.cast import TODAY, County

pytestmark = pytest.mark.django_db
DONE, GOING = ReportState.COMPLETED, ReportState.UNDER_WAY
TOWN = "东岸镇"


@pytest.fixture
def pier(county: County) -> Actor:
    return county.member(Role.LIAISON, TOWN)


def asked(**more: object) -> Request:
    return Request.objects.filter(unit__name=TOWN, **more).order_by("due", "pk")[0]


def spoken(pier: Actor) -> Request:
    """A request of the month of which something was said before."""
    row = asked(final=False)
    programme_actions.note_progress(actor=pier, occurrence_id=row.occurrence_id, text="已选址。", today=TODAY)
    return row


def draft(pier: Actor, row: Request, text: str, **more: object) -> int:
    return actions.save_draft(actor=pier, request_id=row.pk, written=Written("under-way", text, **more))  # type: ignore[arg-type]


def link(pier: Actor, row: Request) -> int:
    given = Given(ProofKind.DOCUMENT, "停车场建成通车", TODAY, url="https://lake.example/news/17")
    return actions.give(actor=pier, unit_id=row.unit_id, given=given, today=TODAY)


def approved(county: County, programme: int) -> None:
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.IN_SYSTEM, day=25, today=TODAY)


# --- a report beside a newer draft -------------------------------------------------------------------------------


def test_a_report_does_not_drop_a_draft_that_was_kept_after_its_page_was_shown(programme: int, pier: Actor) -> None:
    row = asked(final=True)
    draft(pier, row, "乙写的。")
    with pytest.raises(Conflict) as refused:
        actions.report(actor=pier, request_id=row.pk, said=Said(DONE, "甲写的。"), today=TODAY, draft_seen=0)
    assert refused.value.code == "stale"
    assert (Draft.objects.get().text, Response.objects.count()) == ("乙写的。", 0)


def test_a_report_of_the_words_of_a_newer_draft_is_taken(programme: int, pier: Actor) -> None:
    row = asked(final=True)
    draft(pier, row, "自查已过半。 ")
    said = Said(GOING, "自查已过半。")
    assert actions.report(actor=pier, request_id=row.pk, said=said, today=TODAY, draft_seen=0) > 0


def test_a_newer_figure_is_not_dropped_either(programme: int, pier: Actor) -> None:
    row = asked(final=True)
    draft(pier, row, "", figure="12")
    with pytest.raises(Conflict):
        actions.report(actor=pier, request_id=row.pk, said=Said(GOING, "自查已过半。"), today=TODAY, draft_seen=0)


def test_the_page_of_an_obligation_drops_no_draft(programme: int, pier: Actor) -> None:
    row = asked(final=True)
    draft(pier, row, "写到一半")
    with pytest.raises(Conflict) as refused:
        actions.answer_occurrence(actor=pier, occurrence_id=row.occurrence_id, said=Said(DONE, "已完成。"), today=TODAY)
    assert refused.value.code == "draft-waits"


# --- reports of one tap ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fields", [{"text": "写到一半"}, {"text": "", "figure": "12"}])
def test_no_change_does_not_drop_a_draft_that_was_not_looked_at(
    programme: int, pier: Actor, fields: dict[str, str]
) -> None:
    row = spoken(pier)
    kept = draft(pier, row, **fields)
    with pytest.raises(Conflict) as refused:
        actions.no_change(actor=pier, request_id=row.pk, today=TODAY)
    assert refused.value.code == "draft-waits"
    assert actions.no_change(actor=pier, request_id=row.pk, today=TODAY, dropping=Dropped(kept)) > 0
    assert not Draft.objects.exists()


def test_no_change_does_not_drop_evidence_that_a_draft_brings(programme: int, pier: Actor) -> None:
    row = spoken(pier)
    actions.bring(actor=pier, request_id=row.pk, evidence_ids=[link(pier, row)])
    with pytest.raises(Conflict):
        actions.no_change(actor=pier, request_id=row.pk, today=TODAY)


def test_an_empty_draft_hinders_nobody(programme: int, pier: Actor) -> None:
    row = spoken(pier)
    draft(pier, row, "")
    assert actions.no_change(actor=pier, request_id=row.pk, today=TODAY) > 0


def test_an_answer_that_is_said_again_does_not_drop_a_draft(programme: int, pier: Actor) -> None:
    row = asked(final=True)
    actions.report(actor=pier, request_id=row.pk, said=Said(GOING, "自查已过半。"), today=TODAY)
    other = asked(final=False)
    draft(pier, other, "写到一半")
    again = {"request_id": other.pk, "version_id": AnswerVersion.objects.get().pk, "today": TODAY}
    with pytest.raises(Conflict):
        actions.reuse(actor=pier, **again)
    assert actions.reuse(actor=pier, **again, dropping=Dropped(1)) > 0


def test_what_is_dropped_leaves_no_evidence_with_what_the_approver_gets(
    county: County, programme: int, pier: Actor
) -> None:
    approved(county, programme)
    row = spoken(pier)
    kept = draft(pier, row, "写到一半")
    evidence = link(pier, row)
    actions.bring(actor=pier, request_id=row.pk, evidence_ids=[evidence])
    with pytest.raises(Conflict, match="draft is kept"):  # a colleague brought it after the draft was looked at
        actions.no_change(actor=pier, request_id=row.pk, today=TODAY, dropping=Dropped(kept))
    seen = Dropped(kept, frozenset({evidence}))
    assert actions.no_change(actor=pier, request_id=row.pk, today=TODAY, dropping=seen) == 0
    waits = Draft.objects.get()
    assert (waits.state, waits.text, waits.evidence.count()) == ("no-change", "", 0)


# --- taken back from the approver --------------------------------------------------------------------------------


def returned(county: County, pier: Actor, row: Request) -> None:
    actions.report(actor=pier, request_id=row.pk, said=Said(DONE, "已完成。"), today=TODAY)
    actions.return_(actor=county.office, request_id=row.pk, reason="请写明地点。", today=TODAY)


def test_what_was_returned_is_still_returned_after_it_was_taken_back(
    county: County, programme: int, pier: Actor
) -> None:
    row = asked(final=True)
    returned(county, pier, row)
    approved(county, programme)
    actions.report(actor=pier, request_id=row.pk, said=Said(DONE, "东岸码头已完成。"), today=TODAY)
    actions.take_back(actor=pier, request_id=row.pk)
    row.refresh_from_db()
    assert row.state == "returned"


def test_what_was_never_reported_is_open_after_it_was_taken_back(county: County, programme: int, pier: Actor) -> None:
    approved(county, programme)
    row = asked(final=True)
    actions.report(actor=pier, request_id=row.pk, said=Said(DONE, "已完成。"), today=TODAY)
    actions.take_back(actor=pier, request_id=row.pk)
    row.refresh_from_db()
    assert row.state == "open"


def test_a_question_that_was_answered_from_earlier_reports_stays_answered(
    county: County, programme: int, pier: Actor
) -> None:
    approved(county, programme)
    question = given_question(county)
    actions.report(actor=pier, request_id=question.pk, said=Said(GOING, "另有12个。"), today=TODAY)
    actions.take_back(actor=pier, request_id=question.pk)
    question.refresh_from_db()
    assert question.state == "given"


def given_question(county: County) -> Request:
    """A question that was answered with what the unit had reported."""
    said = asked(final=False)
    words = AnswerVersion.objects.get(
        responses=actions.report(
            actor=county.member(Role.APPROVER, TOWN), request_id=said.pk, said=Said(GOING, "已选址。"), today=TODAY
        )
    )
    composed = Composed(
        commitment_id=said.occurrence.obligation.commitment_id,
        text="请报新增停车泊位数。",
        paper="停车便民工作台账",
        row="一、（一）",
        due=TODAY,
        unit_ids=(said.unit_id,),
    )
    actions.ask(actor=county.office, composed=composed, today=TODAY, confirmed=True)
    row = Request.objects.get(question__isnull=False)
    give_known(actor=county.office, row=row, version_id=words.pk, today=TODAY)
    return row


def test_progress_on_what_was_returned_leaves_it_returned_with_an_approver_as_without(
    county: County, programme: int, pier: Actor
) -> None:
    row = asked(final=True)
    returned(county, pier, row)
    approved(county, programme)
    actions.report(actor=pier, request_id=row.pk, said=Said(GOING, "正在补做。"), today=TODAY)
    actions.approve(actor=county.member(Role.APPROVER, TOWN), request_id=row.pk, today=TODAY)
    row.refresh_from_db()
    assert row.state == "returned"


# --- judged and renewed from an older page -----------------------------------------------------------------------


def test_a_remark_from_an_older_page_does_not_stand_beside_another_sentence(
    county: County, programme: int, pier: Actor
) -> None:
    row = asked(final=True)
    returned(county, pier, row)
    row.refresh_from_db()
    before = row.edit
    actions.report(actor=pier, request_id=row.pk, said=Said(DONE, "已查三条街。已建台账。"), today=TODAY)
    remark = {"request_id": row.pk, "line": "text:1", "text": "请说明。", "today": TODAY}
    with pytest.raises(Conflict):
        actions.remark(actor=county.office, **remark, seen=before)
    assert actions.remark(actor=county.office, **remark, seen=before + 1) > 0


def test_a_version_that_was_written_from_an_older_one_is_not_kept(programme: int, pier: Actor) -> None:
    row = asked(final=True)
    evidence = link(pier, row)
    given = Given(ProofKind.DOCUMENT, "更正后的标题", TODAY, url="https://lake.example/news/17")
    actions.renew(actor=pier, evidence_id=evidence, given=given, today=TODAY, seen=1)
    with pytest.raises(Conflict):
        actions.renew(actor=pier, evidence_id=evidence, given=given, today=TODAY, seen=1)
    assert actions.renew(actor=pier, evidence_id=evidence, given=given, today=TODAY, seen=2) == 3
