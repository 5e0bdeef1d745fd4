"""What the page of a report tells of what was sent, of what was refused, and to whoever approves or judges it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from lxml import html

from luoshi.demonstration.queries import account
from luoshi.programme.actions import note_progress
from luoshi.reporting import actions
from luoshi.reporting.actions import Given, Said
from luoshi.reporting.models import AnswerVersion, Draft, EvidenceVersion, Request
from luoshi.reporting.rules import TEXT_LIMIT, Approval, ProofKind, ReportState
from luoshi.tenancy.rules import Actor, Role, site_actor
from luoshi.units import actions as units
from luoshi.units.queries import seat
from web.test_reports import NUMBER, asked, fields, page

TODAY = date(2026, 11, 23)
GOING = ReportState.UNDER_WAY


@pytest.fixture
def township(sits: Callable[[str], Client]) -> Client:
    return sits("township")


@pytest.fixture
def mine(site: int) -> Actor:
    return seat(account("township")).actor


def of_month(mine: Actor, site: int, *, many: int = 1, approval: Approval = Approval.NONE) -> list[Request]:
    """Requests of the month of which something was said before."""
    office = seat(account("office")).actor
    actions.set_reporting(actor=office, programme_id=site, approval=approval, day=25, today=TODAY)
    actions.open_requests(actor=office, programme_id=site, today=TODAY)
    rows = list(Request.objects.filter(unit_id__in=mine.liaison_ids, final=False).order_by("pk")[:many])
    for row in rows:
        note_progress(actor=mine, occurrence_id=row.occurrence_id, text="已完成选址。", today=TODAY)
    return rows


def posted(client: Client, address: str, **form: object) -> html.HtmlElement:
    """Where a form led."""
    return html.fromstring(client.post(address, form, follow=True).content.decode())


def told(shown: html.HtmlElement) -> str:
    return " ".join(one.text_content() for one in shown.xpath("//div[@id='notice']/p"))


# --- what waits for the approver ----------------------------------------------------------------------------------


def test_no_change_that_waits_for_the_approver_is_not_called_reported(township: Client, mine: Actor, site: int) -> None:
    (row,) = of_month(mine, site, approval=Approval.IN_SYSTEM)
    shown = told(posted(township, f"/reports/{row.pk}/no-change/", next="/inbox/"))
    assert "已报本单位审批" in shown
    assert "已报送：无变化" not in shown


def test_an_answer_that_is_said_again_waits_for_the_approver_too(township: Client, mine: Actor, site: int) -> None:
    first, second = of_month(mine, site, many=2)
    actions.report(actor=mine, request_id=first.pk, said=Said(GOING, "已开工。"), today=TODAY)
    of_month(mine, site, approval=Approval.IN_SYSTEM)
    shown = posted(township, f"/reports/{second.pk}/reuse/", version=AnswerVersion.objects.get().pk, next="/inbox/")
    assert "已报本单位审批" in told(shown)


def test_no_change_in_all_tells_what_waits_and_what_was_not_taken(township: Client, mine: Actor, site: int) -> None:
    first, second = of_month(mine, site, many=2, approval=Approval.IN_SYSTEM)
    actions.no_change(actor=mine, request_id=second.pk, today=TODAY)
    shown = told(posted(township, "/reports/unchanged/", request=[first.pk, second.pk]))
    assert "1 项无变化已报本单位审批" in shown
    title = second.occurrence.obligation.commitment.title
    assert f"有 1 项未报送（{second.occurrence.obligation.commitment.number}{title}）：" in shown


def test_an_answer_that_is_said_again_twice_is_one_report(township: Client, mine: Actor, site: int) -> None:
    first, second = of_month(mine, site, many=2)
    actions.report(actor=mine, request_id=first.pk, said=Said(ReportState.COMPLETED, "已通车。"), today=TODAY)
    tap = {"version": AnswerVersion.objects.get().pk, "seen": second.edit, "next": "/inbox/"}
    posted(township, f"/reports/{second.pk}/reuse/", **tap)
    assert "系统中只记一份" in posted(township, f"/reports/{second.pk}/reuse/", **tap).text_content()


# --- what was refused ---------------------------------------------------------------------------------------------


def test_a_draft_with_withdrawn_evidence_comes_back_with_its_words(township: Client, mine: Actor) -> None:
    address = asked(township)
    row = Request.objects.get(pk=int(address.split("/")[2]))
    link = Given(ProofKind.DOCUMENT, "会议纪要", TODAY, url="https://lake.example/17")
    evidence = actions.give(actor=mine, unit_id=row.unit_id, given=link, today=TODAY)
    actions.bring(actor=mine, request_id=row.pk, evidence_ids=[evidence])
    actions.withdraw(actor=mine, evidence_id=evidence, reason="有误。", today=TODAY)
    sent = township.post(f"{address}report/", {**fields(township, address), "text": "已完成自查。"})
    shown = html.fromstring(sent.content.decode())
    assert sent.status_code == 422
    assert "会议纪要" in shown.xpath("//form[@data-draft]//p[@class='field-error']")[0].text_content()
    assert shown.xpath("//form[@data-draft]//textarea[@name='text']")[0].text.strip() == "已完成自查。"


def test_a_number_of_a_person_is_told_at_the_field_that_holds_it(township: Client, site: int) -> None:
    office = seat(account("office")).actor
    actions.set_reporting(actor=office, programme_id=site, approval=Approval.ON_PAPER, day=None, today=TODAY)
    address = asked(township)
    form = {**fields(township, address), "text": "已完成。", "signed": f"李某{NUMBER}"}
    shown = html.fromstring(township.post(f"{address}report/", form).content.decode())
    assert shown.xpath("//div[@class='field'][@data-wrong]//input[@name='signed']")
    assert not shown.xpath("//div[@class='field'][@data-wrong]//textarea[@name='text']")


def test_a_reason_that_is_missing_opens_only_its_own_form(sits: Callable[[str], Client], township: Client) -> None:
    address = asked(township)
    township.post(f"{address}report/", {**fields(township, address), "text": "已完成。"})
    shown = html.fromstring(sits("office").post(f"{address}return/", {"reason": ""}).content.decode())
    (form,) = shown.xpath("//details[@class='act'][@open]/form")
    assert form.get("action") == f"{address}return/"
    assert form.xpath(".//p[@class='field-error']")
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_line_break_is_one_sign_as_the_counter_says(township: Client) -> None:
    address = asked(township)
    text = "一\r\n" * 100
    text += "字" * (TEXT_LIMIT - len(text.replace("\r\n", "\n")))
    sent = township.post(f"{address}report/", {**fields(township, address), "text": text})
    assert sent.status_code == 302
    assert AnswerVersion.objects.get().text == text.replace("\r\n", "\n")


def test_a_line_break_of_a_draft_and_of_an_explanation_is_one_sign(township: Client) -> None:
    address = asked(township)
    township.post(f"{address}draft/", {"text": "一\r\n二"})
    assert Draft.objects.get().text == "一\n二"
    words = "一\r\n" * 200 + "字" * 100
    township.post(
        f"{address}report/", {**fields(township, address), "text": "见说明。", "words": words, "title": "说明"}
    )
    assert EvidenceVersion.objects.get().text == words.replace("\r\n", "\n")


# --- whoever approves and judges ----------------------------------------------------------------------------------


def test_an_approver_sees_all_that_was_said(township: Client, mine: Actor, site: int) -> None:
    (row,) = of_month(mine, site, approval=Approval.IN_SYSTEM)
    said = Said(GOING, "已开工。", reachable=False, signed="东镇〔2026〕12号")
    actions.report(actor=mine, request_id=row.pk, said=said, today=TODAY)
    place = {"account_id": mine.account_id, "unit_id": row.unit_id, "role": Role.APPROVER}
    units.join(actor=site_actor(mine.jurisdiction_id), **place)
    shown = page(township, f"/reports/{row.pk}/").xpath("//section[@class='acts']")[0].text_content()
    assert "东镇〔2026〕12号" in shown
    assert "能否如期完成 不能" in " ".join(shown.split())


def test_a_judge_sees_whether_the_day_will_be_met(office: Client, mine: Actor, site: int) -> None:
    (row,) = of_month(mine, site)
    actions.report(actor=mine, request_id=row.pk, said=Said(GOING, "已开工。", reachable=False), today=TODAY)
    assert page(office, f"/reports/{row.pk}/").xpath("//article[contains(., '能否如期完成')]")


def test_a_remark_on_no_change_is_shown(office: Client, township: Client, mine: Actor, site: int) -> None:
    (row,) = of_month(mine, site)
    actions.no_change(actor=mine, request_id=row.pk, today=TODAY)
    (line,) = page(office, f"/reports/{row.pk}/").xpath("//select[@name='line']/option/@value")
    office.post(f"/reports/{row.pk}/remark/", {"line": line, "reason": "请说明原因。"})
    assert page(township, f"/reports/{row.pk}/").xpath("//span[@class='remark']")[0].text == "请说明原因。"
