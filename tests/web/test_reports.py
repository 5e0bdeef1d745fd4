"""Reporting in the browser: the inbox of a month, a report with its evidence, and the office that judges it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from lxml import html
from pytest_django import Settings

from luoshi.files.models import Blob
from luoshi.programme.models import Occurrence, Programme
from luoshi.reporting.models import Draft, DraftEvidence, EvidenceUse, EvidenceVersion, Question, Request, Response

NUMBER = "11010519491231002X"


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def asked(client: Client) -> str:
    """The address of the report that stands first in the inbox."""
    return str(client.get(page(client, "/inbox/").xpath("//a[@class='inbox-line']/@href")[0])["Location"])


def fields(client: Client, address: str) -> dict[str, str]:
    form = page(client, address).xpath("//form[@data-draft]")[0]
    kept = {key: value for key, value in form.fields.items() if value is not None and key not in ("use", "file")}
    return {**kept, "state": "completed"}


def paper(text: str, name: str = "工作方案.docx") -> SimpleUploadedFile:
    document, held = Document(), BytesIO()
    document.add_paragraph(text)
    document.save(held)
    return SimpleUploadedFile(name, held.getvalue())


@pytest.fixture
def township(sits: Callable[[str], Client]) -> Client:
    return sits("township")


def test_a_report_is_sent_and_leads_back_to_the_inbox(township: Client) -> None:
    address = asked(township)
    sent = township.post(f"{address}report/", {**fields(township, address), "text": "自查已完成。"})
    assert (sent.status_code, sent["Location"]) == (302, "/inbox/")
    assert Response.objects.get().version.text == "自查已完成。"


def test_a_report_says_for_which_row_of_which_paper_it_is_asked(township: Client) -> None:
    assert page(township, asked(township)).xpath("normalize-space(//p[contains(@class, 'asked-why')])")


def test_an_empty_report_stays_on_its_page_with_the_error_at_its_field(township: Client) -> None:
    address = asked(township)
    sent = township.post(f"{address}report/", {**fields(township, address), "text": ""})
    assert sent.status_code == 422
    shown = html.fromstring(sent.content.decode())
    assert shown.xpath("//div[@class='field'][@data-wrong]//textarea[@name='text']")


def test_a_draft_saves_itself(township: Client) -> None:
    address = asked(township)
    kept = township.post(f"{address}draft/", {**fields(township, address), "text": "写到一半"})
    assert kept.json() == {"edit": 1}
    assert Draft.objects.get().text == "写到一半"
    assert page(township, address).xpath("//textarea[@name='text']")[0].text.strip() == "写到一半"


def test_a_draft_with_the_number_of_a_person_is_not_kept(township: Client) -> None:
    address = asked(township)
    refused = township.post(f"{address}draft/", {**fields(township, address), "text": f"群众{NUMBER}反映"})
    assert (refused.status_code, refused.json()["code"]) == (422, "personal-words")
    assert not Draft.objects.exists()


def test_a_paper_that_sets_up_a_leading_group_goes_with_the_report(township: Client) -> None:
    address = asked(township)
    given = {**fields(township, address), "text": "已成立领导小组。", "title": "成立领导小组的通知"}
    words = "关于成立停车便民行动领导小组的通知　组长：镇长　副组长：分管副镇长　联系电话：023-73330000"
    township.post(f"{address}report/", {**given, "file": paper(words)})
    assert EvidenceUse.objects.get().evidence_version.title == "成立领导小组的通知"


def test_a_paper_with_the_number_of_a_person_is_not_kept_until_it_is_written_over(township: Client) -> None:
    address = asked(township)
    given = {**fields(township, address), "text": "已完成。", "title": "名册"}
    refused = township.post(f"{address}report/", {**given, "file": paper(f"身份证号{NUMBER}")})
    assert refused.status_code == 422
    assert not Blob.objects.exists()
    shown = html.fromstring(refused.content.decode())
    assert shown.xpath("//input[@name='masking']")
    assert NUMBER not in refused.content.decode()
    waiting = {"upload": shown.xpath("//input[@name='upload']/@value")[0], "masking": "on"}
    assert township.post(f"{address}report/", {**given, **waiting}).status_code == 302
    version = EvidenceVersion.objects.get()
    held = b"".join(township.get(f"/evidence/files/{version.pk}/").streaming_content)  # type: ignore[arg-type]
    assert NUMBER not in "".join(one.text for one in Document(BytesIO(held)).paragraphs)


def test_what_a_paper_says_is_looked_into_as_plain_text(township: Client) -> None:
    address = asked(township)
    township.post(f"{address}report/", {**fields(township, address), "text": "已完成。", "file": paper("停车正文")})
    shown = township.get(f"/evidence/files/{EvidenceVersion.objects.get().pk}/preview/")
    assert shown["Content-Type"].startswith("text/plain")
    assert "停车正文" in shown.content.decode()


def test_a_link_to_what_is_published_is_evidence_without_a_file(township: Client) -> None:
    address = asked(township)
    link = {"address": "https://lake.example/n/1", "title": "停车场开工", "channel": "web", "outlet": "县政府网"}
    township.post(f"{address}report/", {**fields(township, address), "text": "已公开。", **link})
    assert (EvidenceVersion.objects.get().kind, Blob.objects.count()) == ("published", 0)


def test_a_file_that_is_too_large_is_told_and_the_report_waits_for_it(township: Client, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 1000
    address = asked(township)
    sent = township.post(f"{address}report/", {**fields(township, address), "text": "已完成。", "file": paper("正文")})
    assert (sent.status_code, Response.objects.count()) == (422, 0)
    shown = html.fromstring(sent.content.decode())
    assert "文件超过" in shown.xpath("string(//div[@class='field'][@data-wrong])")
    assert shown.xpath("string(//textarea[@name='text'])").strip() == "已完成。"


@pytest.mark.parametrize(("day", "words"), [("2020-01-01", "早于方案开始时间"), ("2099-01-01", "尚未到来")])
def test_evidence_from_outside_the_programmes_time_is_told_at_upload(township: Client, day: str, words: str) -> None:
    address = asked(township)
    link = {"address": "https://lake.example/n/1", "title": "停车场开工", "channel": "web", "effective_on": day}
    told = township.post(f"{address}evidence/", {**fields(township, address), "text": "已公开。", **link}, follow=True)
    assert words in told.content.decode()
    assert EvidenceVersion.objects.count() == 1


def test_evidence_of_the_programmes_time_is_told_nothing(township: Client) -> None:
    address = asked(township)
    link = {"address": "https://lake.example/n/1", "title": "停车场开工", "channel": "web"}
    told = township.post(f"{address}evidence/", {**fields(township, address), "text": "已公开。", **link}, follow=True)
    assert "可能被退回" not in told.content.decode()


def test_what_was_given_before_is_told_and_kept_once(township: Client) -> None:
    address, content = asked(township), paper("停车正文").read()
    for _time in range(2):
        file = SimpleUploadedFile("工作方案.docx", content)
        given = {**fields(township, address), "title": "通知", "file": file}
        told = township.post(f"{address}evidence/", given, follow=True)
    assert "报送过" in told.content.decode()
    assert EvidenceVersion.objects.count() == 1


def test_the_digest_of_a_published_page_is_kept_with_its_address(township: Client) -> None:
    address, digest = asked(township), "ab" * 32
    link = {"address": "https://lake.example/n/1", "title": "停车场开工", "channel": "web", "digest": digest.upper()}
    township.post(f"{address}evidence/", {**fields(township, address), **link})
    assert EvidenceVersion.objects.get().digest == digest


def test_a_digest_that_is_none_is_told_at_its_field(township: Client) -> None:
    address = asked(township)
    link = {"address": "https://lake.example/n/1", "title": "停车场开工", "channel": "web", "digest": "abc"}
    sent = township.post(f"{address}evidence/", {**fields(township, address), **link})
    assert html.fromstring(sent.content.decode()).xpath("//div[@class='field'][@data-wrong]//input[@name='digest']")


def test_an_office_returns_a_report_and_the_unit_sees_why(sits: Callable[[str], Client], township: Client) -> None:
    address = asked(township)
    township.post(f"{address}report/", {**fields(township, address), "text": "已完成。"})
    office = sits("office")
    assert office.post(f"{address}return/", {"reason": "请写明地点。"}).status_code == 302
    assert "请写明地点。" in page(township, address).text_content()
    assert Request.objects.get(pk=int(address.split("/")[2])).state == "returned"


def test_an_office_remarks_beside_a_line(sits: Callable[[str], Client], township: Client) -> None:
    address = asked(township)
    township.post(f"{address}report/", {**fields(township, address), "text": "已查三条街。已建台账。"})
    sits("office").post(f"{address}remark/", {"line": "text:2", "reason": "请附台账。"})
    beside = page(township, address).xpath("//span[@class='remark']/..")[0].text_content()
    assert "已建台账。" in beside


def test_the_office_sees_how_every_unit_stands(office: Client, site: int) -> None:
    shown = page(office, f"/programmes/{site}/reports/")
    assert shown.xpath("count(//tbody/tr)") > 2


def test_a_rhythm_asks_for_the_month_and_no_change_is_one_tap(
    sits: Callable[[str], Client], office: Client, site: int
) -> None:
    office.post(f"/programmes/{site}/reports/settings/", {"approval": "none", "day": "25"})
    township = sits("township")
    page(township, "/inbox/")
    row = Request.objects.filter(period__isnull=False, unit__name__contains="镇")[0]
    first = page(township, "/inbox/").xpath("//section[@aria-labelledby='asked']//a/@href")[0]
    township.post(f"{first}report/", {**fields(township, first), "state": "under-way", "text": "已选址。"})
    assert Request.objects.get(pk=int(first.split("/")[2])).state == "reported"
    assert row.period.name == "2026-11"


def test_what_nobody_can_answer_any_more_says_why_and_shows_no_form(township: Client) -> None:
    address = asked(township)
    Programme.objects.update(state="closed")
    shown = page(township, address)
    assert shown.xpath("//p[@class='note'][contains(., '方案不在执行中')]")
    assert not shown.xpath("//form[@data-draft] | //form[contains(@action, 'no-change')]")


def test_no_unit_reads_the_report_of_another(sits: Callable[[str], Client], township: Client) -> None:
    address = asked(township)
    assert sits("department").get(address).status_code == 403


def test_evidence_of_a_unit_is_unknown_to_another(sits: Callable[[str], Client], township: Client) -> None:
    address = asked(township)
    township.post(f"{address}report/", {**fields(township, address), "text": "已完成。", "file": paper("正文")})
    assert sits("department").get(f"/evidence/{EvidenceVersion.objects.get().evidence_id}/").status_code == 404


def test_what_a_unit_gave_stands_in_its_list_with_what_it_serves(township: Client) -> None:
    address = asked(township)
    township.post(f"{address}report/", {**fields(township, address), "text": "已完成。", "file": paper("正文")})
    shown = page(township, page(township, "/evidence/").xpath("//div[@class='proof']//a/@href")[-1])
    assert shown.xpath("//a[@class='inbox-line']/@href") == [address]


def test_the_office_accepts_in_one_step_what_the_page_showed(
    sits: Callable[[str], Client], office: Client, site: int
) -> None:
    office.post(f"/programmes/{site}/reports/settings/", {"approval": "none", "day": "25"})
    township = sits("township")
    first = page(township, "/inbox/").xpath("//section[@aria-labelledby='asked']//a/@href")[0]
    township.post(f"{first}report/", {**fields(township, first), "state": "under-way", "text": "已选址。"})
    form = page(office, f"/programmes/{site}/reports/").xpath("//form[contains(@action, '/accept/')]")[0]
    assert form.xpath(".//input[@name='seen']/@value") == [f"{first.split('/')[2]}.1"]
    told = office.post(form.get("action"), {"seen": ["x", "9.9"]}, follow=True).content.decode()
    assert "1 项未通过" in told
    assert "已通过" not in html.fromstring(told).xpath("string(//div[@id='notice'])")
    assert Request.objects.get(pk=int(first.split("/")[2])).state == "reported"
    office.post(form.get("action"), {"seen": form.xpath(".//input[@name='seen']/@value")})
    assert Request.objects.get(pk=int(first.split("/")[2])).state == "accepted"


def test_the_office_is_told_how_many_reports_wait_and_turns_the_page(office: Client, site: int) -> None:
    occurrence = Occurrence.objects.filter(obligation__commitment__programme_id=site)[0]
    owed, day = occurrence.obligation, date(2026, 11, 30)
    of = {"jurisdiction_id": owed.jurisdiction_id, "due": day}
    about = {**of, "commitment_id": owed.commitment_id, "paper": "表", "sent_on": day}
    made = Question.objects.bulk_create(Question(text=f"请核对第{n}项。", **about) for n in range(120))
    asked_of = {
        **of,
        "occurrence": occurrence,
        "unit_id": owed.unit_id,
        "opens_on": day,
        "asked_on": day,
        "state": "reported",
    }
    Request.objects.bulk_create(Request(question=one, **asked_of) for one in made)
    waiting = Request.objects.filter(state="reported", occurrence__obligation__commitment__programme_id=site).count()
    shown = page(office, f"/programmes/{site}/reports/")
    assert shown.xpath("string(//h2[@id='waits']/span)") == str(waiting)
    further = shown.xpath("//section[@aria-labelledby='waits']//nav/a/@href")
    rest = page(office, f"/programmes/{site}/reports/{further[0]}")
    assert len(rest.xpath("//section[@aria-labelledby='waits']//li")) == waiting - 100


def test_evidence_that_is_added_in_a_second_tab_leaves_the_draft_of_the_first(township: Client) -> None:
    address = asked(township)
    second = fields(township, address)
    township.post(f"{address}draft/", {**fields(township, address), "text": "第一个窗口写的。"})
    answer = township.post(
        f"{address}evidence/", {**second, "text": "旧文字。", "address": "https://www.linhu.example/1"}
    )
    assert answer.status_code == 409
    shown = html.fromstring(answer.content.decode())
    assert shown.xpath("//textarea[@name='text']")[0].text.strip() == "旧文字。"
    assert "第一个窗口写的。" in shown.xpath("string(//form[@data-draft])")
    assert Draft.objects.get().text == "第一个窗口写的。"


def given_before(client: Client, title: str) -> int:
    address = asked(client)
    values = {
        **fields(client, address),
        "text": "在办。",
        "title": title,
        "address": f"https://www.linhu.example/{title}",
    }
    more = {"passage": "第七段", "paper_number": "临政发〔2026〕3号", "channel": "web", "effective_on": "2026-11-02"}
    assert client.post(f"{address}evidence/", {**values, **more}).status_code == 302
    return EvidenceVersion.objects.latest("pk").evidence_id


def test_what_was_given_long_ago_is_found_by_words_and_goes_with_the_report(township: Client) -> None:
    old = given_before(township, "成立领导小组的通知")
    for number in range(8):
        given_before(township, f"第{number}期通报")
    DraftEvidence.objects.all().delete()
    address = asked(township)
    assert not page(township, address).xpath(f"//input[@name='use'][@value='{old}']")
    found = page(township, f"{address}?proof=领导小组 3号")
    forms = found.xpath("//form[contains(@action, '/bring/')]")
    assert [form.fields["evidence"] for form in forms] == [str(old)]
    assert township.post(f"{address}bring/", {"evidence": old}).status_code == 302
    assert DraftEvidence.objects.get().evidence_id == old
    assert not page(township, f"{address}?proof=领导小组").xpath("//form[contains(@action, '/bring/')]")


def test_the_form_of_a_new_version_begins_with_what_is_said_of_the_last(township: Client) -> None:
    address = f"/evidence/{given_before(township, '停车新闻')}/"
    form = page(township, address).xpath("//form[contains(@action, '/renew/')]")[0]
    values = {key: value for key, value in form.fields.items() if value is not None and key != "file"}
    assert township.post(f"{address}renew/", {**values, "passage": "第八段"}).status_code == 302
    first, second = EvidenceVersion.objects.order_by("number")
    told = ("kind", "title", "url", "paper_number", "channel", "effective_on")
    assert [getattr(first, name) for name in told] == [getattr(second, name) for name in told]
    assert (first.channel, second.passage) == ("web", "第八段")


def test_a_new_version_that_is_too_large_is_told(township: Client, settings: Settings) -> None:
    address = f"/evidence/{given_before(township, '停车新闻')}/"
    settings.UPLOAD_LIMIT = 1000
    large = SimpleUploadedFile("通报.txt", "通报。".encode() * 50_000)
    answer = township.post(f"{address}renew/", {"title": "通报", "file": large})
    assert answer.status_code == 422
    assert "MB" in html.fromstring(answer.content.decode()).xpath("string(//div[@data-wrong])")
    assert EvidenceVersion.objects.count() == 1


def test_a_new_file_takes_the_place_of_an_address_that_stood_in_the_form(township: Client) -> None:
    address = f"/evidence/{given_before(township, '停车新闻')}/"
    form = page(township, address).xpath("//form[contains(@action, '/renew/')]")[0]
    values = {key: value for key, value in form.fields.items() if value is not None and key != "file"}
    file = SimpleUploadedFile("通报.txt", "停车泊位建设情况通报。".encode())
    assert township.post(f"{address}renew/", {**values, "file": file}).status_code == 302
    second = EvidenceVersion.objects.get(number=2)
    assert (second.url, second.file_name, second.channel) == ("", "通报.txt", "web")


def test_the_same_address_with_other_words_keeps_them_for_this_report(township: Client) -> None:
    evidence, address = given_before(township, "停车新闻"), asked(township)
    values = {**fields(township, address), "address": "https://www.linhu.example/停车新闻", "passage": "第九段"}
    assert township.post(f"{address}report/", {**values, "text": "已办。"}).status_code == 302
    use = EvidenceUse.objects.get()
    assert (use.evidence_version.evidence_id, use.passage) == (evidence, "第七段\n第九段")
    assert EvidenceVersion.objects.count() == 1
