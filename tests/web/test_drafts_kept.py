"""What the pages do where a report would drop a draft, and where a page is older than what stands there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html

from luoshi.demonstration.queries import account
from luoshi.reporting import actions
from luoshi.reporting.actions import Said, Written
from luoshi.reporting.models import Draft, EvidenceVersion, Remark, Request, Response
from luoshi.reporting.rules import Approval, ReportState
from luoshi.tenancy.rules import Actor
from luoshi.units.queries import seat
from web.test_answering import TODAY, of_month, posted, told
from web.test_reports import asked, fields, given_before, page

HUGE = "99999999999999999999"


@pytest.fixture
def township(sits: Callable[[str], Client]) -> Client:
    return sits("township")


@pytest.fixture
def mine(site: int) -> Actor:
    return seat(account("township")).actor


def form_of(shown: html.HtmlElement, end: str) -> tuple[str, dict[str, str]]:
    """Where a form of a page goes, and what it holds."""
    form = shown.xpath(f"//form[contains(@action, '{end}')]")[0]
    return form.get("action"), {key: value for key, value in form.fields.items() if value is not None}


def drafted(mine: Actor, row: Request, text: str = "写到一半") -> None:
    actions.save_draft(actor=mine, request_id=row.pk, written=Written("under-way", text, "12"))


def test_a_report_from_an_older_page_shows_the_draft_that_was_kept_meanwhile(township: Client, mine: Actor) -> None:
    address = asked(township)
    form = {**fields(township, address), "text": "甲写的。"}
    drafted(mine, Request.objects.get(pk=int(address.split("/")[2])), "乙写的。")
    refused = township.post(f"{address}report/", form)
    assert (refused.status_code, Response.objects.count()) == (409, 0)
    shown = html.fromstring(refused.content.decode())
    assert "乙写的。" in shown.xpath("string(//form[@data-draft]//div[contains(@class, 'doubt')])")
    assert shown.xpath("string(//textarea[@name='text'])").strip() == "甲写的。"
    again = shown.xpath("//form[@data-draft]")[0].fields
    kept = {key: value for key, value in again.items() if value is not None and key not in ("use", "file")}
    assert township.post(f"{address}report/", kept).status_code == 302
    assert Response.objects.get().version.text == "甲写的。"


def test_no_change_shows_the_draft_that_it_would_drop_and_asks(township: Client, mine: Actor, site: int) -> None:
    (row,) = of_month(mine, site)
    drafted(mine, row)
    refused = township.post(f"/reports/{row.pk}/no-change/", {"seen": row.edit, "next": "/inbox/"})
    assert (refused.status_code, Response.objects.count()) == (409, 0)
    shown = html.fromstring(refused.content.decode())
    asks = shown.xpath("//section[@aria-labelledby='dropping']")[0]
    assert "写到一半" in asks.text_content()
    assert "12" in asks.text_content()
    where, again = form_of(asks, "/no-change/")
    sent = township.post(where, again)
    assert (sent.status_code, sent["Location"], Response.objects.count()) == (302, "/inbox/", 1)


def test_an_answer_that_is_said_again_asks_with_all_that_was_pressed(township: Client, mine: Actor, site: int) -> None:
    first, second = of_month(mine, site, many=2)
    actions.report(actor=mine, request_id=first.pk, said=Said(ReportState.UNDER_WAY, "已开工。"), today=TODAY)
    drafted(mine, second)
    version = Response.objects.get().version_id
    tap = {"version": version, "state": "completed", "next": "/inbox/"}
    shown = html.fromstring(township.post(f"/reports/{second.pk}/reuse/", tap).content.decode())
    where, again = form_of(shown.xpath("//section[@aria-labelledby='dropping']")[0], "/reuse/")
    assert {name: again[name] for name in tap} == {**tap, "version": str(version)}
    assert township.post(where, again).status_code == 302
    assert not Draft.objects.exists()


def test_no_change_in_all_leaves_out_what_has_a_draft_and_says_so(township: Client, mine: Actor, site: int) -> None:
    first, second = of_month(mine, site, many=2)
    drafted(mine, second)
    shown = told(posted(township, "/reports/unchanged/", request=[first.pk, second.pk]))
    assert "有 1 项未报送" in shown
    assert "存有草稿" in shown
    assert Draft.objects.get().request_id == second.pk
    assert Response.objects.get().request_id == first.pk


def test_a_report_without_a_state_is_told_at_the_state(township: Client) -> None:
    address = asked(township)
    form = {key: value for key, value in fields(township, address).items() if key != "state"}
    sent = township.post(f"{address}report/", {**form, "text": "已完成。"})
    assert sent.status_code == 422
    shown = html.fromstring(sent.content.decode())
    assert len(shown.xpath("//fieldset[@class='states'][@data-wrong]//p[@class='field-error']")) == 1


def test_the_form_after_no_change_was_sent_back_begins_with_a_state_that_it_offers(
    township: Client, mine: Actor, site: int
) -> None:
    (row,) = of_month(mine, site, approval=Approval.IN_SYSTEM)
    actions.no_change(actor=mine, request_id=row.pk, today=TODAY)
    actions.take_back(actor=mine, request_id=row.pk)
    assert page(township, f"/reports/{row.pk}/").xpath("//input[@name='state'][@checked]/@value") == ["under-way"]


def test_a_new_version_from_an_older_page_shows_what_a_colleague_gave(township: Client) -> None:
    address = f"/evidence/{given_before(township, '停车新闻')}/"
    where, older = form_of(page(township, address), "/renew/")
    assert township.post(where, {**older, "title": "更正后的标题"}).status_code == 302
    refused = township.post(where, {**older, "passage": "第八段"})
    assert (refused.status_code, EvidenceVersion.objects.count()) == (409, 2)
    shown = html.fromstring(refused.content.decode())
    assert "更正后的标题" in shown.xpath("string(//form[contains(@action, '/renew/')]//div[contains(@class, 'doubt')])")
    where, again = form_of(shown, "/renew/")
    assert (again["title"].strip(), again["passage"].strip()) == ("停车新闻", "第八段")
    assert township.post(where, again).status_code == 302


def test_a_remark_from_an_older_page_comes_back_with_no_line_chosen(
    sits: Callable[[str], Client], township: Client
) -> None:
    address, office = asked(township), sits("office")
    township.post(f"{address}report/", {**fields(township, address), "text": "已查三条街。"})
    where, form = form_of(page(office, address), "/remark/")
    office.post(f"{address}return/", {"reason": "请写明地点。"})
    township.post(f"{address}report/", {**fields(township, address), "text": "已建台账。已公开。"})
    refused = office.post(where, {**form, "line": "text:1", "reason": "请说明。"})
    assert (refused.status_code, Remark.objects.count()) == (409, 0)
    shown = html.fromstring(refused.content.decode())
    assert shown.xpath("string(//form[contains(@action, '/remark/')]//textarea)").strip() == "请说明。"
    assert not shown.xpath("//select[@name='line']/option[@value='text:1'][@selected]")


@pytest.mark.parametrize("end", ["draft/", "report/", "no-change/", "evidence/", ""])
def test_a_report_with_a_number_beyond_every_row_is_no_page(township: Client, end: str) -> None:
    address = f"/reports/{HUGE}/{end}"
    answer = township.post(address, {"text": "已办。"}) if end else township.get(address)
    assert answer.status_code == 404


def test_numbers_beyond_every_row_in_a_form_are_as_not_sent(township: Client) -> None:
    address = asked(township)
    form = {**fields(township, address), "text": "已办。", "use": HUGE, "target": HUGE}
    assert township.post(f"{address}draft/", form).status_code == 200
    assert township.post(f"{address}evidence/", form).status_code == 409
    assert township.post("/reports/unchanged/", {"request": [HUGE, "9" * 5000]}).status_code == 302


def test_no_page_of_a_programme_falls_over_a_number_beyond_every_row(office: Client, site: int) -> None:
    form = {"verb": "drop", "row": HUGE, "seen": HUGE, "unit": HUGE}
    for address in (f"/programmes/{site}/settings/phases/", f"/programmes/{site}/sites/quotas/"):
        assert office.post(address, form).status_code in (302, 404, 409, 422)
