"""What is asked of a unit, what it answers, who judges it, and what stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from luoshi.audit.models import Entry
from luoshi.files.actions import keep_picture
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.programme import actions as programme_actions
from luoshi.programme.models import Commitment, Handling, Metric, Obligation, Occurrence, Programme, Target
from luoshi.programme.rules import LightCode
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Given, Said, Written
from luoshi.reporting.models import (
    AnswerVersion,
    Draft,
    Evidence,
    EvidenceUse,
    ReportingPeriod,
    Request,
    Response,
    Value,
)
from luoshi.reporting.queries.inbox import lines as inbox_lines
from luoshi.reporting.rules import Approval, Channel, Composed, ProofKind, ReportState
from luoshi.tenancy.rules import Actor, Role, seated
from rooms.cast import TODAY, County, found_county, run_programme

pytestmark = pytest.mark.django_db
DONE, GOING = ReportState.COMPLETED, ReportState.UNDER_WAY


def asked(unit: str, **more: object) -> Request:
    return Request.objects.filter(unit__name=unit, **more).order_by("due", "pk")[0]


def pier(county: County, unit: str = "东岸镇") -> object:
    return county.member(Role.LIAISON, unit)


def test_what_falls_due_in_the_month_is_asked_for_itself_and_the_rest_for_its_progress(programme: int) -> None:
    final = asked("东岸镇", final=True)
    assert final.occurrence.due == date(2026, 11, 30)
    progress = asked("东岸镇", final=False)
    assert progress.period.name == "2026-11"
    assert progress.due == date(2026, 11, 25)


def test_asking_twice_on_a_day_asks_once(county: County, programme: int) -> None:
    before = Request.objects.count()
    assert actions.open_requests(actor=county.office, programme_id=programme, today=TODAY) == 0
    assert Request.objects.count() == before > 0


def test_next_month_asks_anew_about_what_goes_on(county: County, programme: int) -> None:
    later = TODAY + timedelta(days=20)
    assert actions.open_requests(actor=county.office, programme_id=programme, today=later) > 0
    assert Request.objects.filter(period__name="2026-12").exists() or Request.objects.filter(due__month=12).exists()


def test_a_month_whose_day_has_passed_is_not_asked_about_and_the_next_one_is(county: County) -> None:
    found, late = run_programme(county).programme_id, date(2026, 11, 28)
    Occurrence.objects.filter(due=date(2026, 12, 31)).update(due=date(2027, 6, 30))
    actions.set_reporting(actor=county.office, programme_id=found, approval=Approval.NONE, day=25, today=TODAY)
    actions.open_requests(actor=county.office, programme_id=found, today=late)
    assert not ReportingPeriod.objects.exists()
    assert not Request.objects.filter(final=False).exists()  # everybody would be late at once
    actions.open_requests(actor=county.office, programme_id=found, today=date(2026, 12, 1))
    assert asked("东岸镇", final=False).due == date(2026, 12, 25)


def test_a_month_is_asked_about_until_its_day(county: County) -> None:
    found, day = run_programme(county).programme_id, date(2026, 11, 25)
    actions.set_reporting(actor=county.office, programme_id=found, approval=Approval.NONE, day=25, today=TODAY)
    actions.open_requests(actor=county.office, programme_id=found, today=day)
    assert asked("东岸镇", final=False).due == day


def test_what_is_issued_after_the_day_of_a_month_that_is_asked_about_waits_for_the_next(
    county: County, programme: int
) -> None:
    row, late = asked("东岸镇", final=False), date(2026, 11, 26)
    Obligation.objects.filter(pk=row.occurrence.obligation_id).update(issued_on=late)
    row.delete()
    actions.open_requests(actor=county.office, programme_id=programme, today=late)
    assert not Request.objects.filter(occurrence=row.occurrence).exists()


def test_what_begins_after_the_day_of_a_month_is_asked_about_with_the_next(county: County, programme: int) -> None:
    row = asked("东岸镇", final=False)
    Occurrence.objects.filter(pk=row.occurrence_id).update(opens_on=date(2026, 11, 27))
    row.delete()
    actions.open_requests(actor=county.office, programme_id=programme, today=TODAY)
    assert not Request.objects.filter(occurrence=row.occurrence).exists()


def test_a_report_that_it_is_done_answers_the_obligation(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "自查自纠已完成。"), today=TODAY)
    row.refresh_from_db()
    assert (row.state, Occurrence.objects.get(pk=row.occurrence_id).state) == ("reported", "answered")


def test_a_report_that_it_is_under_way_leaves_what_falls_due_open(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    actions.report(actor=pier(county), request_id=row.pk, said=Said(GOING, "已查三个村。"), today=TODAY)
    row.refresh_from_db()
    assert (row.state, Occurrence.objects.get(pk=row.occurrence_id).state) == ("open", "open")
    assert Handling.objects.get(occurrence_id=row.occurrence_id).verb == "progress"


def test_accepting_a_report_confirms_what_it_answered(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "自查自纠已完成。"), today=TODAY)
    actions.accept(actor=county.office, request_id=row.pk, today=TODAY)
    row.refresh_from_db()
    assert (row.state, Occurrence.objects.get(pk=row.occurrence_id).state) == ("accepted", "confirmed")


def test_a_returned_report_is_corrected_in_a_new_version_and_the_old_one_stays(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "完成。"), today=TODAY)
    actions.return_(actor=county.office, request_id=row.pk, reason="请写明查了哪些路段。", today=TODAY)
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "查了三条街。"), today=TODAY)
    versions = AnswerVersion.objects.filter(responses__request=row).order_by("number")
    assert [(one.number, one.text) for one in versions] == [(1, "完成。"), (2, "查了三条街。")]


def test_a_return_needs_its_reason(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "完成。"), today=TODAY)
    with pytest.raises(Invalid) as refused:
        actions.return_(actor=county.office, request_id=row.pk, reason=" ", today=TODAY)
    assert refused.value.code == "reason-missing"


def test_no_change_is_not_taken_where_it_falls_due(county: County, programme: int) -> None:
    with pytest.raises(Invalid) as refused:
        actions.no_change(actor=pier(county), request_id=asked("东岸镇", final=True).pk, today=TODAY)
    assert refused.value.code == "no-change-not-taken"


def test_no_change_is_not_taken_before_anything_was_reported(county: County, programme: int) -> None:
    with pytest.raises(Invalid) as refused:
        actions.no_change(actor=pier(county), request_id=asked("东岸镇", final=False).pk, today=TODAY)
    assert refused.value.code == "no-change-not-taken"


def test_no_change_is_a_full_report_where_something_was_reported(county: County, programme: int) -> None:
    row = asked("东岸镇", final=False)
    programme_actions.note_progress(actor=pier(county), occurrence_id=row.occurrence_id, text="已选址。", today=TODAY)
    actions.no_change(actor=pier(county), request_id=row.pk, today=TODAY)
    row.refresh_from_db()
    assert (row.state, Response.objects.get(request=row).version.state) == ("reported", "no-change")


def test_an_answer_to_a_question_is_nothing_that_could_be_unchanged(county: County, programme: int) -> None:
    row = asked("东岸镇", final=False)
    about = row.occurrence.obligation.commitment_id
    put = Composed(about, "请说明停车场选址。", "市级细则", "第3行", date(2026, 12, 5), (row.unit_id,))
    sent = actions.ask(actor=county.office, composed=put, today=TODAY, confirmed=True)
    question = Request.objects.get(question_id=sent.question_id)
    actions.report(actor=pier(county), request_id=question.pk, said=Said(GOING, "在客运站旁。"), today=TODAY)
    assert queries.month(pier(county), TODAY).unchanged == ()
    with pytest.raises(Invalid) as refused:
        actions.no_change(actor=pier(county), request_id=row.pk, today=TODAY)
    assert refused.value.code == "no-change-not-taken"


def test_a_granted_day_holds_wherever_the_request_is_shown(county: County, programme: int) -> None:
    row, later = asked("东岸镇", final=True), date(2026, 12, 20)
    wanted = programme_actions.ask_extension(
        actor=pier(county), occurrence_id=row.occurrence_id, wanted=later, reason="暴雨", today=TODAY
    )
    programme_actions.grant(actor=county.office, petition_id=wanted, today=TODAY)
    assert queries.sheet(pier(county), row.pk, TODAY).due == later
    assert {line.due for line in inbox_lines(Request.objects.filter(pk=row.pk), TODAY)} == {later}
    assert [
        one.due
        for unit in queries.urging(county.office, programme, date(2026, 12, 21)).units
        for one in unit.owed
        if unit.unit_name == "东岸镇"
    ][-1] == later
    assert Request.objects.get(pk=row.pk).due == date(2026, 11, 30)  # what was asked first stays in the ledger


def test_what_is_asked_with_the_month_is_late_when_its_day_has_passed(county: County, programme: int) -> None:
    row = asked("东岸镇", final=False)
    lines = inbox_lines(Request.objects.filter(pk=row.pk), date(2026, 11, 27))
    assert [line.light.code for line in lines] == [LightCode.LATE]


def test_nobody_is_asked_before_the_day_of_issue(programme: int) -> None:
    assert set(Request.objects.values_list("opens_on", flat=True)) == {TODAY}


def test_what_moves_out_of_the_month_is_asked_about_with_the_months_that_follow(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    Occurrence.objects.filter(pk=row.occurrence_id).update(due=date(2027, 1, 20))
    actions.open_requests(actor=county.office, programme_id=programme, today=TODAY)
    assert not Request.objects.filter(occurrence=row.occurrence, final=False).exists()  # it was asked for already
    actions.open_requests(actor=county.office, programme_id=programme, today=date(2026, 12, 1))
    assert asked("东岸镇", occurrence=row.occurrence, final=False).period.name == "2026-12"


def test_a_figure_is_kept_with_its_quantity_and_period(county: County, programme: int) -> None:
    row = asked("东岸镇", final=False)
    owed = row.occurrence.obligation.commitment
    metric = Metric.objects.create(
        jurisdiction_id=county.id, programme_id=programme, name="新建公共停车场", unit_of_measure="个"
    )
    Target.objects.create(
        jurisdiction_id=county.id,
        programme_id=programme,
        commitment=owed,
        metric=metric,
        order=9,
        text="新建公共停车场6个",
        comparator="=",
        scaled=6_000_000,
    )
    actions.report(actor=pier(county), request_id=row.pk, said=Said(GOING, "建成两个。", "2"), today=TODAY)
    value = Value.objects.get()
    assert (value.scaled, value.period) == (2_000_000, "2026-11")


def test_a_report_longer_than_the_limit_is_not_taken(county: County, programme: int) -> None:
    with pytest.raises(Invalid) as refused:
        actions.report(actor=pier(county), request_id=asked("东岸镇").pk, said=Said(GOING, "很" * 501), today=TODAY)
    assert refused.value.code == "report-too-long"


def test_no_reason_and_no_draft_is_cut_short(county: County, programme: int) -> None:
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.IN_SYSTEM, day=25, today=TODAY)
    row, mine = asked("东岸镇", final=True), pier(county)
    at: dict[str, Any] = {"request_id": row.pk}
    evidence = actions.give(actor=mine, unit_id=county.unit_ids["东岸镇"], given=link(), today=TODAY)
    long = "字" * 501
    for verb in (
        lambda: actions.save_draft(actor=mine, **at, written=Written(signed=long)),
        lambda: actions.save_draft(actor=mine, **at, written=Written(figure="1" * 41)),
        lambda: actions.report(actor=mine, **at, said=Said(DONE, "已完成。", signed=long), today=TODAY),
        lambda: actions.withdraw(actor=mine, evidence_id=evidence, reason="字" * 301, today=TODAY),
    ):
        with pytest.raises(Invalid, match="too long"):
            verb()
    actions.report(actor=mine, **at, said=Said(DONE, "已完成。"), today=TODAY)
    approver = county.member(Role.APPROVER, "东岸镇")
    with pytest.raises(Invalid, match="too long"):
        actions.send_back(actor=approver, **at, reason=long)
    actions.send_back(actor=approver, **at, reason="字" * 500)
    assert Entry.objects.get(verb="reporting.send-back").new["reason"] == "字" * 500


def test_another_unit_may_not_report(county: County, programme: int) -> None:
    with pytest.raises(NotAllowed):
        actions.report(
            actor=pier(county, "西岸乡"), request_id=asked("东岸镇").pk, said=Said(GOING, "代填。"), today=TODAY
        )


def test_the_office_enters_what_a_unit_returned_on_paper(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    said = Said(DONE, "自查自纠已完成。")
    actions.report(actor=county.office, request_id=row.pk, said=said, today=TODAY, on_behalf=True)
    assert Handling.objects.get(occurrence_id=row.occurrence_id).unit_id == county.unit_ids["东岸镇"]
    assert Entry.objects.get(verb="reporting.report").actor_id == county.office.account_id


def test_a_draft_is_kept_until_it_is_reported(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    edit = actions.save_draft(actor=pier(county), request_id=row.pk, written=Written("completed", "写到一半"))
    assert (edit, Draft.objects.get(request=row).text) == (1, "写到一半")
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "写完了。"), today=TODAY)
    assert not Draft.objects.filter(request=row).exists()


def test_the_second_of_two_tabs_is_told(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    actions.save_draft(actor=pier(county), request_id=row.pk, written=Written(text="一"), seen=0)
    with pytest.raises(Conflict) as refused:
        actions.save_draft(actor=pier(county), request_id=row.pk, written=Written(text="二"), seen=0)
    assert refused.value.code == "stale"


def test_where_the_unit_approves_a_liaison_sends_to_the_approver_who_reports(county: County, programme: int) -> None:
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.IN_SYSTEM, day=25, today=TODAY)
    row = asked("东岸镇", final=True)
    assert actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "已完成。"), today=TODAY) == 0
    approver = county.member(Role.APPROVER, "东岸镇")
    assert actions.approve(actor=approver, request_id=row.pk, today=TODAY) > 0
    row.refresh_from_db()
    assert row.state == "reported"


def test_where_the_unit_approves_a_liaison_does_not(county: County, programme: int) -> None:
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.IN_SYSTEM, day=25, today=TODAY)
    row = asked("东岸镇", final=True)
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "已完成。"), today=TODAY)
    with pytest.raises(NotAllowed):
        actions.approve(actor=pier(county), request_id=row.pk, today=TODAY)


def test_where_a_paper_is_signed_it_is_named(county: County, programme: int) -> None:
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.ON_PAPER, day=25, today=TODAY)
    row = asked("东岸镇", final=True)
    with pytest.raises(Invalid) as refused:
        actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "已完成。"), today=TODAY)
    assert refused.value.code == "signed-paper-missing"
    said = Said(DONE, "已完成。", signed="东镇〔2026〕12号")
    response = actions.report(actor=pier(county), request_id=row.pk, said=said, today=TODAY)
    assert Response.objects.get(pk=response).signed == "东镇〔2026〕12号"


def test_an_answer_given_before_is_given_again_without_typing(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    actions.report(actor=pier(county), request_id=row.pk, said=Said(GOING, "自查自纠已过半。"), today=TODAY)
    version = AnswerVersion.objects.get()
    other = asked("东岸镇", state="open", final=False)
    actions.reuse(actor=pier(county), request_id=other.pk, version_id=version.pk, today=TODAY)
    assert AnswerVersion.objects.count() == 1
    assert Response.objects.get(request=other).reused


def test_the_answer_of_another_unit_cannot_be_reused(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "已完成。"), today=TODAY)
    with pytest.raises(NotFound):
        actions.reuse(
            actor=pier(county, "西岸乡"),
            request_id=asked("西岸乡", final=True).pk,
            version_id=AnswerVersion.objects.get().pk,
            today=TODAY,
        )


def link(title: str = "停车场建成通车") -> Given:
    return Given(ProofKind.DOCUMENT, title, TODAY, url="https://lake.example/news/17", paper_number="临政发〔2026〕3号")


def test_a_published_page_is_evidence_once(county: County, programme: int) -> None:
    unit = county.unit_ids["东岸镇"]
    first = actions.give(actor=pier(county), unit_id=unit, given=link(), today=TODAY)
    assert actions.give(actor=pier(county), unit_id=unit, given=link("另一标题"), today=TODAY) == first


def test_an_answer_keeps_the_version_of_evidence_that_it_brought(county: County, programme: int) -> None:
    evidence = actions.give(actor=pier(county), unit_id=county.unit_ids["东岸镇"], given=link(), today=TODAY)
    row = asked("东岸镇", final=True)
    said = Said(DONE, "已完成。", evidence_ids=(evidence,))
    actions.report(actor=pier(county), request_id=row.pk, said=said, today=TODAY)
    actions.renew(actor=pier(county), evidence_id=evidence, given=link("更正后的标题"), today=TODAY)
    assert EvidenceUse.objects.get().evidence_version.number == 1


def test_withdrawn_evidence_stays_where_it_was_used_and_is_offered_no_more(county: County, programme: int) -> None:
    evidence = actions.give(actor=pier(county), unit_id=county.unit_ids["东岸镇"], given=link(), today=TODAY)
    row = asked("东岸镇", final=True)
    said = Said(DONE, "已完成。", evidence_ids=(evidence,))
    actions.report(actor=pier(county), request_id=row.pk, said=said, today=TODAY)
    actions.withdraw(actor=pier(county), evidence_id=evidence, reason="网页已撤下。", today=TODAY)
    assert EvidenceUse.objects.count() == 1
    other = asked("东岸镇", state="open")
    with pytest.raises(Invalid) as refused:
        actions.report(actor=pier(county), request_id=other.pk, said=said, today=TODAY)
    assert (refused.value.code, refused.value.params["title"]) == ("evidence-withdrawn", "停车场建成通车")


def test_a_picture_says_when_where_and_on_what_occasion(county: County, programme: int) -> None:
    bare = Given(ProofKind.PICTURE, "现场", TODAY, url="https://lake.example/p.jpg")
    with pytest.raises(Invalid) as refused:
        actions.give(actor=pier(county), unit_id=county.unit_ids["东岸镇"], given=bare, today=TODAY)
    assert refused.value.code == "evidence-caption"


def test_a_restricted_commitment_takes_no_explanation(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    Commitment.objects.filter(obligations__occurrences=row.occurrence_id).update(restricted=True)
    words = Given(ProofKind.EXPLANATION, "说明", TODAY, text="情况说明。")
    evidence = actions.give(actor=pier(county), unit_id=county.unit_ids["东岸镇"], given=words, today=TODAY)
    with pytest.raises(Invalid) as refused:
        actions.report(
            actor=pier(county),
            request_id=row.pk,
            said=Said(DONE, "已完成。", evidence_ids=(evidence,)),
            today=TODAY,
        )
    assert refused.value.code == "evidence-not-taken"


def test_a_stranger_knows_of_no_request(county: County, programme: int) -> None:
    stranger = seated(None, found_county("邻县").id, "somebody", [(Role.LIAISON, 1)])
    with pytest.raises(NotFound):
        actions.report(actor=stranger, request_id=asked("东岸镇").pk, said=Said(DONE, "。"), today=TODAY)


def test_one_identity_number_in_a_report_is_refused(county: County, programme: int) -> None:
    with pytest.raises(Invalid) as refused:
        actions.report(
            actor=pier(county),
            request_id=asked("东岸镇").pk,
            said=Said(GOING, "群众11010519491231002X反映。"),
            today=TODAY,
        )
    assert refused.value.code == "personal-words"


def test_every_obligation_that_is_withdrawn_is_asked_no_more(county: County, programme: int) -> None:
    owed = Obligation.objects.filter(unit__name="西岸乡")[0]
    programme_actions.withdraw_obligation(actor=county.office, obligation_id=owed.pk, reason="不属该乡。", today=TODAY)
    Request.objects.filter(occurrence__obligation=owed).delete()
    actions.open_requests(actor=county.office, programme_id=programme, today=TODAY)
    assert not Request.objects.filter(occurrence__obligation=owed).exists()


def test_no_change_and_reuse_go_to_the_approver_too(county: County, programme: int) -> None:
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.IN_SYSTEM, day=25, today=TODAY)
    row = asked("东岸镇", final=False)
    programme_actions.note_progress(actor=pier(county), occurrence_id=row.occurrence_id, text="已选址。", today=TODAY)
    assert actions.no_change(actor=pier(county), request_id=row.pk, today=TODAY) == 0
    row.refresh_from_db()
    assert row.state == "waiting"
    assert actions.approve(actor=county.member(Role.APPROVER, "东岸镇"), request_id=row.pk, today=TODAY) > 0


def test_what_the_office_opens_again_is_asked_again(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "已完成。"), today=TODAY)
    actions.accept(actor=county.office, request_id=row.pk, today=TODAY)
    programme_actions.reopen(actor=county.office, occurrence_id=row.occurrence_id, reason="复核未通过。", today=TODAY)
    again = actions.request_for(actor=pier(county), occurrence_id=row.occurrence_id, today=TODAY)
    assert again == row.pk
    actions.report(actor=pier(county), request_id=again, said=Said(DONE, "已补做。"), today=TODAY)
    assert Occurrence.objects.get(pk=row.occurrence_id).state == "answered"


def test_after_a_report_of_progress_the_thing_itself_can_be_reported(county: County, programme: int) -> None:
    row = asked("东岸镇", final=False)
    actions.report(actor=pier(county), request_id=row.pk, said=Said(GOING, "已选址。"), today=TODAY)
    whole = actions.request_for(actor=pier(county), occurrence_id=row.occurrence_id, today=TODAY)
    assert whole != row.pk
    assert Request.objects.get(pk=whole).final


def test_an_office_that_runs_another_programme_does_not_read_the_evidence(county: County, programme: int) -> None:
    evidence = actions.give(actor=pier(county), unit_id=county.unit_ids["东岸镇"], given=link(), today=TODAY)
    row = asked("东岸镇", final=True)
    said = Said(DONE, "已完成。", evidence_ids=(evidence,))
    actions.report(actor=pier(county), request_id=row.pk, said=said, today=TODAY)
    assert queries.evidence(county.office, evidence).id == evidence
    Programme.objects.filter(pk=programme).update(office_id=county.unit_ids["县住建局"])
    other = seated(77, county.id, "另一办公室", [(Role.OFFICE, county.unit_ids["西岸乡"])])
    with pytest.raises(NotFound):
        queries.evidence(other, evidence)


def test_what_is_said_anew_of_the_same_page_makes_a_new_version(county: County, programme: int) -> None:
    unit = county.unit_ids["东岸镇"]
    first = actions.give(actor=pier(county), unit_id=unit, given=link(), today=TODAY)
    anew = replace(link("另一标题"), effective_on=TODAY - timedelta(days=9))
    assert actions.give(actor=pier(county), unit_id=unit, given=anew, today=TODAY) == first
    latest = queries.evidence(pier(county), first).latest
    assert (latest.number, latest.title, latest.effective_on) == (2, "另一标题", TODAY - timedelta(days=9))
    assert latest.paper_number == "临政发〔2026〕3号"


def test_what_nobody_said_of_the_same_page_stays_as_it_is(county: County, programme: int) -> None:
    unit = county.unit_ids["东岸镇"]
    first = actions.give(actor=pier(county), unit_id=unit, given=link(), today=TODAY)
    bare = replace(link("文件名"), effective_on=TODAY + timedelta(days=1), unsaid=frozenset({"title", "effective_on"}))
    actions.give(actor=pier(county), unit_id=unit, given=bare, today=TODAY)
    assert queries.evidence(pier(county), first).latest.number == 1


def test_what_a_renewed_piece_held_before_is_given_as_itself(county: County, programme: int) -> None:
    unit = county.unit_ids["东岸镇"]
    first = actions.give(actor=pier(county), unit_id=unit, given=link(), today=TODAY)
    newer = replace(link(), url="https://lake.example/news/18")
    actions.renew(actor=pier(county), evidence_id=first, given=newer, today=TODAY)
    again = actions.give(actor=pier(county), unit_id=unit, given=link(), today=TODAY)
    assert queries.evidence(pier(county), again).latest.url == link().url
    assert actions.give(actor=pier(county), unit_id=unit, given=newer, today=TODAY) == first


def test_the_words_that_prove_a_point_belong_to_the_report_that_they_prove(county: County, programme: int) -> None:
    unit = county.unit_ids["东岸镇"]
    rows = Request.objects.filter(unit_id=unit, state="open").order_by("pk")[:2]
    for row, words in zip(rows, ("第一段", "第七段"), strict=True):
        given = replace(link(), passage=words)
        evidence = actions.give(actor=pier(county), unit_id=unit, given=given, today=TODAY)
        passages = {evidence: words}
        actions.bring(actor=pier(county), request_id=row.pk, evidence_ids=[evidence], passages=passages)
    for row in rows:
        said = Said(GOING, "进行中。", evidence_ids=None)
        actions.report(actor=pier(county), request_id=row.pk, said=said, today=TODAY)
    shown = [queries.sheet(pier(county), row.pk, TODAY).given[0].evidence for row in rows]
    assert [[line.passage for line in lines] for lines in shown] == [["第一段"], ["第七段"]]
    assert EvidenceUse.objects.values("evidence_version").distinct().count() == 1


def test_two_passages_of_one_file_are_both_kept_in_a_draft(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    evidence = actions.give(actor=pier(county), unit_id=row.unit_id, given=link(), today=TODAY)
    for words in ("第一段", "第七段", "第七段"):
        passages = {evidence: words}
        actions.bring(actor=pier(county), request_id=row.pk, evidence_ids=[evidence], passages=passages)
    assert queries.sheet(pier(county), row.pk, TODAY).evidence[0].passage == "第一段\n第七段"


PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


def test_a_picture_is_a_picture_as_whatever_it_is_given(county: County, programme: int) -> None:
    blob = keep_picture(actor=county.office, content=PICTURE)
    bare = Given(ProofKind.DOCUMENT, "通知", TODAY, blob_id=blob, file_name="通知.png")
    with pytest.raises(Invalid) as refused:
        actions.give(actor=pier(county), unit_id=county.unit_ids["东岸镇"], given=bare, today=TODAY)
    assert refused.value.code == "evidence-caption"


def test_a_restricted_commitment_takes_no_picture_of_what_was_published(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    Commitment.objects.filter(obligations__occurrences=row.occurrence_id).update(restricted=True)
    blob = keep_picture(actor=county.office, content=PICTURE)
    poster = Given(ProofKind.PUBLISHED, "海报", TODAY, blob_id=blob, channel=Channel.POSTER)
    evidence = actions.give(actor=pier(county), unit_id=row.unit_id, given=poster, today=TODAY)
    assert evidence not in [line.id for line in queries.sheet(pier(county), row.pk, TODAY).offered]
    said = Said(DONE, "已完成。", evidence_ids=(evidence,))
    with pytest.raises(Invalid) as refused:
        actions.report(actor=pier(county), request_id=row.pk, said=said, today=TODAY)
    assert refused.value.code == "evidence-not-taken"


def test_an_office_reads_only_of_its_own_what_evidence_serves(county: County, programme: int) -> None:
    other = run_programme(county).programme_id
    actions.set_reporting(actor=county.office, programme_id=other, approval=Approval.NONE, day=25, today=TODAY)
    actions.open_requests(actor=county.office, programme_id=other, today=TODAY)
    evidence = actions.give(actor=pier(county), unit_id=county.unit_ids["东岸镇"], given=link(), today=TODAY)
    of = "occurrence__obligation__commitment__programme"
    rows = [asked("东岸镇", state="open", **{of: one}) for one in (programme, other)]
    for row in rows:
        said = Said(GOING, "进行中。", evidence_ids=(evidence,))
        actions.report(actor=pier(county), request_id=row.pk, said=said, today=TODAY)
    for one, office in ((programme, "县住建局"), (other, "西岸乡")):
        Programme.objects.filter(pk=one).update(office_id=county.unit_ids[office])
    reader = seated(77, county.id, "另一办公室", [(Role.OFFICE, county.unit_ids["西岸乡"])])
    assert [one.request_id for one in queries.evidence(reader, evidence).served] == [rows[1].pk]
    assert len(queries.evidence(pier(county), evidence).served) == 2


def test_what_a_restricted_commitment_does_not_take_is_told_when_it_is_brought(county: County, programme: int) -> None:
    row = asked("东岸镇", final=True)
    Commitment.objects.filter(obligations__occurrences=row.occurrence_id).update(restricted=True)
    words = Given(ProofKind.EXPLANATION, "说明", TODAY, text="情况说明。")
    evidence = actions.give(actor=pier(county), unit_id=row.unit_id, given=words, today=TODAY)
    with pytest.raises(Invalid) as refused:
        actions.bring(actor=pier(county), request_id=row.pk, evidence_ids=[evidence])
    assert refused.value.code == "evidence-not-taken"
    assert queries.sheet(pier(county), row.pk, TODAY).evidence == ()


def supported(county: County, programme: int) -> tuple[Request, Actor]:
    """东岸镇 supports what 西岸乡 leads, and has reported on it; gives its request and the lead's liaison."""
    row = asked("东岸镇", final=True)
    of = Obligation.objects.filter(commitment__obligations__occurrences=row.occurrence_id)
    of.filter(unit__name="东岸镇").update(role="support")
    of.filter(unit__name="西岸乡").update(role="lead")
    Programme.objects.filter(pk=programme).update(office_id=county.unit_ids["县住建局"])
    evidence = actions.give(actor=pier(county), unit_id=county.unit_ids["东岸镇"], given=link(), today=TODAY)
    said = Said(DONE, "已完成。", evidence_ids=(evidence,))
    actions.report(actor=pier(county), request_id=row.pk, said=said, today=TODAY)
    return row, seated(77, county.id, "联络员", [(Role.LIAISON, county.unit_ids["西岸乡"])])


def test_a_lead_reads_the_evidence_of_its_supporters(county: County, programme: int) -> None:
    _row, lead = supported(county, programme)
    evidence = Evidence.objects.get()
    assert [one.number for one in queries.evidence(lead, evidence.pk).served] == [1]


def test_a_lead_that_was_freed_reads_the_evidence_of_its_supporters_no_more(county: County, programme: int) -> None:
    row, lead = supported(county, programme)
    led = Obligation.objects.get(commitment__obligations__occurrences=row.occurrence_id, role="lead")
    programme_actions.withdraw_obligation(actor=county.office, obligation_id=led.pk, reason="另行牵头。", today=TODAY)
    with pytest.raises(NotFound):
        queries.evidence(lead, Evidence.objects.get().pk)


def test_a_lead_reads_no_evidence_of_who_is_responsible_beside_it(county: County, programme: int) -> None:
    row, lead = supported(county, programme)
    Obligation.objects.filter(occurrences=row.occurrence_id).update(role="responsible")
    with pytest.raises(NotFound):
        queries.evidence(lead, Evidence.objects.get().pk)
