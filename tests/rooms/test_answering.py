"""What is said in a report, said again to another, and what of it is never kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from luoshi.kernel.errors import Invalid, NotFound
from luoshi.programme import actions as programme_actions
from luoshi.programme.models import Commitment, Occurrence, Target
from luoshi.programme.rules import Accrual
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Given, Said, Written
from luoshi.reporting.models import AnswerVersion, Draft, Evidence, Request, Response
from luoshi.reporting.queries.inbox import lines as inbox_lines
from luoshi.reporting.queries.return_sheets import return_sheets
from luoshi.reporting.rules import Approval, Channel, ProofKind, ReportState
from luoshi.tenancy.rules import Role
from rooms.cast import TODAY, County

pytestmark = pytest.mark.django_db
DONE, GOING = ReportState.COMPLETED, ReportState.UNDER_WAY
TOWN = "东岸镇"
NUMBER = "11010519491231002X"
LINK = Given(ProofKind.PUBLISHED, "停车场通车", TODAY, url="https://lake.example/17", channel=Channel.WEB)


def asked(**more: object) -> Request:
    """The first request of the township."""
    return Request.objects.filter(unit__name=TOWN, **more).order_by("due", "pk")[0]


def pier(county: County) -> object:
    return county.member(Role.LIAISON, TOWN)


def say(county: County, row: Request, said: Said) -> int:
    return actions.report(actor=pier(county), request_id=row.pk, said=said, today=TODAY)


def spoken_of(county: County) -> Request:
    """A request of the month about something that was spoken of before."""
    row = asked(final=False)
    programme_actions.note_progress(actor=pier(county), occurrence_id=row.occurrence_id, text="已选址。", today=TODAY)
    return row


# --- what belongs to a private person -----------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["text", "figure", "signed"])
def test_a_number_of_a_person_is_kept_in_no_field_of_a_report(county: County, programme: int, field: str) -> None:
    said = replace(Said(GOING, "已查三条街。"), **{field: NUMBER})
    with pytest.raises(Invalid) as refused:
        say(county, asked(), said)
    assert (refused.value.code, refused.value.params["field"]) == ("personal-words", field)


@pytest.mark.parametrize("field", ["text", "figure", "signed"])
def test_a_number_of_a_person_is_kept_in_no_field_of_a_draft(county: County, programme: int, field: str) -> None:
    written = replace(Written(text="已查三条街。"), **{field: NUMBER})
    with pytest.raises(Invalid) as refused:
        actions.save_draft(actor=pier(county), request_id=asked().pk, written=written)
    assert refused.value.code == "personal-words"
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "field", ["title", "passage", "url", "paper_number", "outlet", "taken_at", "event", "file_name"]
)
def test_a_number_of_a_person_is_kept_in_no_field_of_evidence(county: County, programme: int, field: str) -> None:
    given = replace(LINK, **{field: f"https://lake.example/?id={NUMBER}" if field == "url" else NUMBER})
    with pytest.raises(Invalid) as refused:
        actions.give(actor=pier(county), unit_id=county.unit_ids[TOWN], given=given, today=TODAY)
    assert refused.value.code == "personal-words"
    assert not Evidence.objects.exists()


def test_the_telephone_of_an_office_stands_in_a_signed_paper(county: County, programme: int) -> None:
    said = Said(GOING, "已查三条街。", signed="东镇〔2026〕12号，值班电话023-81234567")
    assert Response.objects.get(pk=say(county, asked(), said)).signed == said.signed


def test_a_draft_that_was_kept_before_all_was_looked_at_is_not_approved(county: County, programme: int) -> None:
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.IN_SYSTEM, day=25, today=TODAY)
    row = asked()
    say(county, row, Said(GOING, "已查三条街。"))
    Draft.objects.filter(request=row).update(signed=NUMBER)
    with pytest.raises(Invalid):
        actions.approve(actor=county.member(Role.APPROVER, TOWN), request_id=row.pk, today=TODAY)


def test_a_reason_on_the_page_of_an_obligation_names_no_person(county: County, programme: int) -> None:
    row = asked(final=True)
    programme_actions.answer(actor=pier(county), occurrence_id=row.occurrence_id, text="已完成。", today=TODAY)
    with pytest.raises(Invalid):
        actions.return_occurrence(
            actor=county.office, occurrence_id=row.occurrence_id, reason=f"请核{NUMBER}。", today=TODAY
        )


# --- said again ---------------------------------------------------------------------------------------------------


def brought(county: County) -> tuple[Request, int]:
    """A request that was answered with evidence, and that evidence."""
    evidence = actions.give(actor=pier(county), unit_id=county.unit_ids[TOWN], given=LINK, today=TODAY)
    row = asked(final=True)
    say(county, row, Said(DONE, "停车场已通车。", evidence_ids=(evidence,)))
    return row, evidence


def offered(county: County, row: Request) -> tuple[int, ...]:
    return tuple(one.version_id for one in queries.sheet(pier(county), row.pk, TODAY).earlier)


def test_an_answer_whose_evidence_was_withdrawn_is_not_offered_again(county: County, programme: int) -> None:
    _row, evidence = brought(county)
    other = asked(state="open")
    assert offered(county, other)
    actions.withdraw(actor=pier(county), evidence_id=evidence, reason="网页已撤下。", today=TODAY)
    assert not offered(county, other)


def test_a_draft_that_brings_withdrawn_evidence_is_told_which(county: County, programme: int) -> None:
    row, unit = asked(final=False), county.unit_ids[TOWN]
    evidence = actions.give(actor=pier(county), unit_id=unit, given=LINK, today=TODAY)
    actions.bring(actor=pier(county), request_id=row.pk, evidence_ids=[evidence])
    actions.withdraw(actor=pier(county), evidence_id=evidence, reason="网页已撤下。", today=TODAY)
    with pytest.raises(Invalid) as refused:
        say(county, row, Said(GOING, "已通车。", evidence_ids=None))
    assert "停车场通车" in refused.value.in_words()


def test_that_another_thing_is_completed_completes_nothing_here(county: County, programme: int) -> None:
    row, evidence = brought(county)
    other = asked(state="open")
    version = Response.objects.get(request=row).version
    actions.reuse(actor=pier(county), request_id=other.pk, version_id=version.pk, today=TODAY)
    given = queries.sheet(county.office, other.pk, TODAY).given[0]
    assert (given.says, given.sentences, given.reused) == (GOING, ("停车场已通车。",), True)
    assert [line.id for line in given.evidence] == [evidence]
    assert Occurrence.objects.get(pk=other.occurrence_id).state == "open"


def test_the_unit_says_that_this_is_completed_too(county: County, programme: int) -> None:
    row, _evidence = brought(county)
    other = asked(state="open")
    version = Response.objects.get(request=row).version
    actions.reuse(actor=pier(county), request_id=other.pk, version_id=version.pk, today=TODAY, state=DONE)
    assert Occurrence.objects.get(pk=other.occurrence_id).state == "answered"
    assert Response.objects.get(request=other).version_id == version.pk


def test_own_words_after_words_of_another_thing_are_an_answer_of_their_own(county: County, programme: int) -> None:
    row, other = asked(final=True), asked(final=False)
    say(county, row, Said(GOING, "甲事已过半。"))
    version = Response.objects.get(request=row).version
    actions.reuse(actor=pier(county), request_id=other.pk, version_id=version.pk, today=TODAY)
    actions.return_(actor=county.office, request_id=other.pk, reason="不是一回事。", today=TODAY)
    say(county, other, Said(GOING, "乙事已过半。"))
    assert list(version.answer.versions.values_list("text", flat=True)) == ["甲事已过半。"]
    actions.return_(actor=county.office, request_id=other.pk, reason="请写明地点。", today=TODAY)
    say(county, other, Said(GOING, "乙事在湖滨路。"))
    own = AnswerVersion.objects.exclude(answer=version.answer).order_by("pk")
    assert [(one.number, one.text) for one in own] == [(1, "乙事已过半。"), (2, "乙事在湖滨路。")]


def test_what_was_said_about_a_restricted_commitment_stays_there(county: County, programme: int) -> None:
    row = asked(final=True)
    say(county, row, Said(DONE, "内部材料已报。"))
    other = asked(state="open")
    Commitment.objects.filter(obligations__occurrences=row.occurrence_id).update(restricted=True)
    assert not offered(county, other)
    version = Response.objects.get(request=row).version_id
    with pytest.raises(NotFound):
        actions.reuse(actor=pier(county), request_id=other.pk, version_id=version, today=TODAY)


def test_an_answer_that_was_lent_to_a_restricted_commitment_is_lent_on(county: County, programme: int) -> None:
    row, other = asked(final=True), asked(final=False)
    say(county, row, Said(GOING, "已过半。"))
    version = Response.objects.get(request=row).version_id
    Commitment.objects.filter(obligations__occurrences=other.occurrence_id).update(restricted=True)
    actions.reuse(actor=pier(county), request_id=other.pk, version_id=version, today=TODAY)
    assert actions.reuse(actor=pier(county), request_id=row.pk, version_id=version, today=TODAY) > 0


def test_a_restricted_commitment_is_offered_no_answer_whose_evidence_it_does_not_take(
    county: County, programme: int
) -> None:
    words = Given(ProofKind.EXPLANATION, "说明", TODAY, text="情况说明。")
    evidence = actions.give(actor=pier(county), unit_id=county.unit_ids[TOWN], given=words, today=TODAY)
    row, other = asked(final=True), asked(final=False)
    say(county, row, Said(GOING, "已过半。", evidence_ids=(evidence,)))
    assert offered(county, other)
    Commitment.objects.filter(obligations__occurrences=other.occurrence_id).update(restricted=True)
    assert not offered(county, other)


# --- what the approver sees ---------------------------------------------------------------------------------------


def test_an_approver_sees_of_what_a_figure_is(county: County, programme: int) -> None:
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.IN_SYSTEM, day=25, today=TODAY)
    row, targets = asked(final=False), []
    for name in ("停车场", "充电桩"):
        metric = programme_actions.define_metric(
            programme_id=programme, jurisdiction_id=county.id, name=name, unit_of_measure="个", accrual=Accrual.LEVEL
        )
        about = {"commitment": row.occurrence.obligation.commitment, "metric": metric, "programme_id": programme}
        targets.append(
            Target.objects.create(
                jurisdiction_id=county.id, order=len(targets), text=f"新建{name}", comparator=">=", scaled=6, **about
            )
        )
    say(county, row, Said(GOING, "已建两个。", "2", targets[1].pk))
    sheet = queries.sheet(county.member(Role.APPROVER, TOWN), row.pk, TODAY)
    assert (sheet.figure_of, sheet.draft.figure) == ("新建充电桩（个）", "2")


# --- no change ----------------------------------------------------------------------------------------------------


def refused_unchanged(county: County, row: Request, today: date) -> bool:
    """Whether "no change" is not taken; every list and page says the same before."""
    shown = queries.sheet(pier(county), row.pk, today).unchanged
    (line,) = inbox_lines(Request.objects.filter(pk=row.pk), today)
    sheets = return_sheets(county.office, row.period.programme_id, row.period.name, today, row.unit_id)
    (printed,) = [one.standing for sheet in sheets for one in sheet.rows if one.standing.id == row.pk]
    try:
        actions.no_change(actor=pier(county), request_id=row.pk, today=today)
    except Invalid:
        assert shown == line.unchanged == printed.unchanged
        return shown is not None
    assert shown is line.unchanged is printed.unchanged is None
    return False


def test_no_change_is_one_tap_where_something_was_said(county: County, programme: int) -> None:
    assert not refused_unchanged(county, spoken_of(county), TODAY)


def test_no_change_does_not_correct_what_was_returned(county: County, programme: int) -> None:
    row = asked(final=False)
    say(county, row, Said(GOING, "已选址。"))
    actions.return_(actor=county.office, request_id=row.pk, reason="数据不实。", today=TODAY)
    assert refused_unchanged(county, row, TODAY)


def test_no_change_is_not_offered_where_the_line_is_marked_late(county: County, programme: int) -> None:
    assert refused_unchanged(county, spoken_of(county), TODAY.replace(day=27))


# --- remarks ------------------------------------------------------------------------------------------------------


def remark(county: County, row: Request, line: str) -> None:
    actions.remark(actor=county.office, request_id=row.pk, line=line, text="请说明。", today=TODAY)


@pytest.mark.parametrize("line", ["", "whole"])
def test_a_remark_on_no_change_stands_beside_the_whole(county: County, programme: int, line: str) -> None:
    row = spoken_of(county)
    actions.no_change(actor=pier(county), request_id=row.pk, today=TODAY)
    remark(county, row, line)
    assert [one.text for one in queries.sheet(pier(county), row.pk, TODAY).given[0].whole] == ["请说明。"]


def test_a_remark_stands_beside_evidence(county: County, programme: int) -> None:
    row, _evidence = brought(county)
    (line,) = queries.sheet(pier(county), row.pk, TODAY).given[0].evidence
    remark(county, row, f"evidence:{line.version_id}")
    given = queries.sheet(pier(county), row.pk, TODAY).given[0]
    assert ([one.line for one in given.remarks], given.whole) == ([f"evidence:{line.version_id}"], ())


@pytest.mark.parametrize("line", ["text:2", "figure", "evidence:0", "elsewhere"])
def test_a_remark_stands_beside_no_line_that_is_not_there(county: County, programme: int, line: str) -> None:
    row = asked(final=False)
    say(county, row, Said(GOING, "已选址。"))
    with pytest.raises(Invalid) as refused:
        remark(county, row, line)
    assert refused.value.code == "remark-line"
