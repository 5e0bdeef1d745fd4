"""The same report sent twice is one report, and the second is told kindly; other words are told and not lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from lxml import html

from luoshi.demonstration.queries import account
from luoshi.programme.actions import note_progress
from luoshi.reporting import actions
from luoshi.reporting.models import Draft, EvidenceVersion, Request, Response
from luoshi.reporting.rules import Approval
from luoshi.units.queries import seat
from web.test_reports import asked, fields, page, paper

TWICE, MEANWHILE = "系统中只记一份", "没有提交"


@pytest.fixture
def township(sits: Callable[[str], Client]) -> Client:
    return sits("township")


def sent(client: Client, address: str, form: dict[str, str], **more: object) -> tuple[int, html.HtmlElement]:
    """A form, sent; and the page to which that led."""
    response = client.post(f"{address}report/", {**form, **more}, follow=True)
    status = response.redirect_chain[-1][1] if response.redirect_chain else response.status_code
    return status, html.fromstring(response.content.decode())


def shown(client: Client, address: str) -> dict[str, str]:
    """The form of the page as it is shown, filled in."""
    return {**fields(client, address), "text": "自查已完成。"}


def test_the_same_form_sent_twice_is_one_report(township: Client) -> None:
    address = asked(township)
    form = shown(township, address)
    assert sent(township, address, form)[0] == 302
    status, told = sent(township, address, form)
    assert (status, Response.objects.count()) == (302, 1)
    assert TWICE in told.text_content()


def test_the_same_progress_sent_twice_is_one_report(township: Client) -> None:
    address = asked(township)
    form = {**shown(township, address), "state": "under-way"}
    for _time in range(2):
        assert sent(township, address, form)[0] == 302
    assert Response.objects.count() == 1


def test_the_same_file_sent_twice_is_one_report_with_one_piece_of_evidence(township: Client) -> None:
    address = asked(township)
    form = shown(township, address)
    assert sent(township, address, form, title="通报", file=paper("停车通报。"))[0] == 302
    status, told = sent(township, address, form, title="通报", file=paper("停车通报。"))
    assert TWICE in told.text_content()
    assert (status, Response.objects.count(), EvidenceVersion.objects.count()) == (302, 1, 1)


def test_the_same_address_sent_twice_is_one_report(township: Client) -> None:
    address = asked(township)
    link = {"address": "https://lake.example/n/1", "title": "停车场开工", "channel": "web"}
    form = {**shown(township, address), **link}
    for _time in range(2):
        assert sent(township, address, form)[0] == 302
    assert (Response.objects.count(), EvidenceVersion.objects.count()) == (1, 1)


def test_another_file_is_not_the_same_report(township: Client) -> None:
    address = asked(township)
    form = shown(township, address)
    sent(township, address, form)
    status, _told = sent(township, address, form, title="通报", file=paper("停车通报。"))
    assert (status, Response.objects.count(), EvidenceVersion.objects.count()) == (409, 1, 0)


def test_a_second_tab_with_other_words_is_told_and_keeps_its_words(township: Client) -> None:
    address = asked(township)
    form = shown(township, address)
    sent(township, address, form)
    status, told = sent(township, address, form, text="另一个窗口写的内容。")
    assert (status, Response.objects.count()) == (409, 1)
    assert MEANWHILE in told.xpath("string(//*[@role='alert'])")
    assert told.xpath("string(//textarea)").strip() == "另一个窗口写的内容。"
    assert "自查已完成。" in told.xpath("string(//section[@aria-labelledby='given'])")


def test_a_second_tab_goes_on_from_what_it_was_shown(township: Client) -> None:
    address = asked(township)
    form = {**shown(township, address), "state": "under-way"}
    sent(township, address, form)
    status, told = sent(township, address, form, text="另一个窗口写的进展。")
    assert (status, Response.objects.count()) == (409, 1)
    (again,) = told.xpath("//form[@data-draft]")
    kept = {key: value for key, value in again.fields.items() if value is not None and key not in ("use", "file")}
    assert kept["text"].strip() == "另一个窗口写的进展。"
    assert sent(township, address, kept)[0] == 302
    assert Response.objects.count() == 2


def test_a_returned_report_that_is_sent_unchanged_is_a_new_version(
    sits: Callable[[str], Client], township: Client
) -> None:
    address = asked(township)
    sent(township, address, shown(township, address))
    sits("office").post(f"{address}return/", {"reason": "请写明地点。"})
    assert sent(township, address, shown(township, address))[0] == 302
    assert Response.objects.count() == 2


def test_what_waits_for_the_approver_is_sent_once(township: Client, site: int) -> None:
    office = seat(account("office")).actor
    actions.set_reporting(
        actor=office, programme_id=site, approval=Approval.IN_SYSTEM, day=None, today=date(2026, 11, 23)
    )
    address = asked(township)
    form = shown(township, address)
    assert sent(township, address, form)[0] == 302
    assert TWICE in sent(township, address, form)[1].text_content()
    status, told = sent(township, address, form, text="另一个窗口写的内容。")
    assert status == 409
    assert told.xpath("//textarea[@readonly]")[0].text.strip() == "另一个窗口写的内容。"
    assert Draft.objects.get().text == "自查已完成。"


def test_no_change_that_is_tapped_twice_is_one_report(sits: Callable[[str], Client], office: Client, site: int) -> None:
    office.post(f"/programmes/{site}/reports/settings/", {"approval": "none", "day": "25"})
    township, mine = sits("township"), seat(account("township"))
    page(township, "/inbox/")
    row = Request.objects.filter(unit_id__in=mine.actor.liaison_ids, final=False)[0]
    note_progress(actor=mine.actor, occurrence_id=row.occurrence_id, text="已完成选址。", today=mine.today)
    tap = {"seen": "0", "next": "/inbox/"}
    assert township.post(f"/reports/{row.pk}/no-change/", tap).status_code == 302
    told = township.post(f"/reports/{row.pk}/no-change/", tap, follow=True)
    assert TWICE in told.content.decode()
    assert Response.objects.count() == 1


def test_a_draft_of_a_second_window_comes_back_beside_the_first(township: Client) -> None:
    address = asked(township)
    form = shown(township, address)
    assert township.post(f"{address}save/", {**form, "text": "第一个窗口。"}).status_code == 302
    refused = township.post(f"{address}save/", {**form, "text": "第二个窗口。"})
    assert refused.status_code == 409
    told = html.fromstring(refused.content.decode())
    assert told.xpath("string(//textarea[@name='text'])").strip() == "第二个窗口。"
    assert "第一个窗口。" in told.text_content()
    assert Draft.objects.get().text == "第一个窗口。"


def test_a_draft_that_is_not_taken_comes_back_in_its_form(township: Client) -> None:
    address = asked(township)
    refused = township.post(f"{address}save/", {**shown(township, address), "text": "群众11010519491231002X反映"})
    assert refused.status_code == 422
    told = html.fromstring(refused.content.decode())
    assert "反映" in told.xpath("string(//textarea[@name='text'])")


def test_evidence_for_a_report_that_was_sent_meanwhile_leaves_the_words(township: Client) -> None:
    address = asked(township)
    form = shown(township, address)
    sent(township, address, form)
    refused = township.post(f"{address}evidence/", {**form, "title": "通报", "file": paper("停车通报。")})
    assert (refused.status_code, EvidenceVersion.objects.count()) == (409, 0)
    assert html.fromstring(refused.content.decode()).xpath("string(//textarea)").strip() == "自查已完成。"


@pytest.mark.parametrize("end", ["report/", "save/", "evidence/"])
def test_the_address_of_a_form_that_came_back_leads_to_the_page(township: Client, end: str) -> None:
    address = asked(township)
    response = township.get(f"{address}{end}")
    assert (response.status_code, response["Location"]) == (302, address)


def test_whoever_was_signed_out_is_led_back_to_the_page_and_told(township: Client) -> None:
    address = asked(township)
    form = shown(township, address)
    stranger = Client()
    answer = stranger.post(f"{address}report/", form, headers={"referer": f"http://testserver{address}"}, follow=True)
    assert answer.redirect_chain == [(f"/sign-in/?next={address}&unsent=1", 302)]
    told = html.fromstring(answer.content.decode())
    assert "没有保存" in told.xpath("string(//p[@role='status'])")
    assert not Response.objects.exists()


def test_whoever_was_signed_out_elsewhere_is_led_to_no_other_site(site: int) -> None:
    answer = Client().post("/reports/1/report/", {}, headers={"referer": "https://elsewhere.example/reports/1/"})
    assert answer["Location"] == "/sign-in/?next=&unsent=1"


def test_no_change_for_more_than_one_press_takes_says_how_many_are_left(township: Client) -> None:
    told = township.post("/reports/unchanged/", {"request": [str(900_000 + n) for n in range(203)]}, follow=True)
    assert "还有 3 项未处理" in told.content.decode()
