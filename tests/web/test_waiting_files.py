"""A file that waits in quarantine is found again where it belongs, settled there, or withdrawn by whoever sent it."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html
from pytest_django import Settings

from luoshi.audit.models import Entry
from luoshi.files import quarantine
from luoshi.files.models import Blob, Upload
from luoshi.programme.models import Programme
from luoshi.reporting.models import Draft, DraftEvidence, EvidenceVersion
from made import made
from web.test_reports import NUMBER, asked, fields, page, paper

LINK = {"address": "https://lake.example/n/1", "title": "停车场开工", "channel": "web"}


@pytest.fixture
def township(sits: Callable[[str], Client], tmp_path: Path, folder: None, settings: Settings) -> Client:
    settings.QUARANTINE = tmp_path / "quarantine"
    return sits("township")


def sent(client: Client, address: str, file: SimpleUploadedFile | None = None) -> html.HtmlElement:
    """A file with the number of a person, sent to a report: the page that came back."""
    given = {**fields(client, address), "text": "已完成。", "file": file or paper(f"身份证号{NUMBER}")}
    answer = client.post(f"{address}evidence/", given)
    assert answer.status_code == 422
    return html.fromstring(answer.content.decode())


def held() -> list[str]:
    """What lies in the quarantine."""
    return [path.name for path in quarantine.folder().iterdir() if path.name != quarantine.MARK]


def files(shown: html.HtmlElement) -> list[str]:
    """The files that a page lists as waiting."""
    return list(shown.xpath("//section[@aria-labelledby='waiting-files']//li//b/text()"))


def test_the_sender_withdraws_it_where_it_came_back_and_keeps_what_was_typed(township: Client) -> None:
    address = asked(township)
    shown = sent(township, address)
    (button,) = shown.xpath("//button[@name='withdraw-file']")
    assert held()
    given = {"upload": shown.xpath("//input[@name='upload']/@value")[0], "text": "改过的话。", "withdraw-file": "1"}
    answer = township.post(button.get("formaction"), {**fields(township, address), **given}, follow=True)
    assert "文件已撤回" in answer.content.decode()
    assert (held(), Upload.objects.get().state, Blob.objects.count()) == ([], "withdrawn", 0)
    assert Draft.objects.get().text == "改过的话。"


def test_the_enter_key_adds_the_file_and_never_withdraws_it(township: Client) -> None:
    shown = sent(township, asked(township))
    assert shown.xpath("//form[@data-draft]//button[not(@type='button')]")[0].get("name") is None


def test_the_journal_tells_of_the_withdrawal_without_the_number(township: Client) -> None:
    shown = sent(township, asked(township))
    key = shown.xpath("//input[@name='upload']/@value")[0]
    township.post(f"/uploads/{key}/withdraw/", {"next": "/evidence/"})
    line = Entry.objects.filter(verb="files.withdraw_upload").get()
    assert NUMBER not in json.dumps([line.old, line.new], ensure_ascii=False)


def test_a_file_that_waits_stands_on_the_page_of_its_report_and_in_the_list_of_evidence(township: Client) -> None:
    address = asked(township)
    sent(township, address)
    assert files(page(township, address)) == ["工作方案.docx"]
    assert files(page(township, "/evidence/")) == ["工作方案.docx"]


def test_it_does_not_stand_on_the_page_of_another_report(township: Client) -> None:
    address = asked(township)
    sent(township, address)
    links = page(township, "/inbox/").xpath("//a[@class='inbox-line']/@href")
    others = {str(township.get(link).get("Location", link)) for link in links} - {address}
    assert others
    assert [files(page(township, other)) for other in others] == [[] for _other in others]


def test_the_list_says_when_it_is_removed(township: Client, settings: Settings) -> None:
    address = asked(township)
    sent(township, address)
    settings.QUARANTINE_DAYS = 3
    arrived = timezone.localtime(Upload.objects.get().arrived_at)
    words = page(township, address).xpath("string(//section[@aria-labelledby='waiting-files'])")
    assert "自动清除" in words
    assert f"{arrived:%H:%M}" in words


def test_another_file_can_be_chosen_in_its_place_and_the_first_goes_on_waiting(township: Client) -> None:
    address = asked(township)
    key = sent(township, address).xpath("//input[@name='upload']/@value")[0]
    given = {"upload": key, "file": paper("停车方案", "另一份.docx")}
    assert township.post(f"{address}evidence/", {**fields(township, address), **given}).status_code == 302
    assert DraftEvidence.objects.get().evidence.versions.get().file_name == "另一份.docx"
    assert files(page(township, address)) == ["工作方案.docx"]


def test_of_two_that_wait_the_one_that_is_shown_is_settled(township: Client) -> None:
    address = asked(township)
    key = sent(township, address).xpath("//input[@name='upload']/@value")[0]
    given = {"upload": key, "file": paper(f"停车方案，身份证{NUMBER}", "另一份.docx")}
    answer = township.post(f"{address}evidence/", {**fields(township, address), **given})
    shown = html.fromstring(answer.content.decode())
    form = shown.xpath("//form[@data-draft]")[0]
    given = {name: value for name, value in form.fields.items() if value is not None and name not in ("use", "file")}
    assert township.post(f"{address}evidence/", {**given, "masking": "on"}).status_code == 302
    assert DraftEvidence.objects.get().evidence.versions.get().file_name == "另一份.docx"
    assert files(page(township, address)) == ["工作方案.docx"]


def test_from_the_list_it_is_settled_on_the_page_of_its_report(township: Client) -> None:
    address = asked(township)
    sent(township, address)
    (link,) = page(township, "/evidence/").xpath("//section[@aria-labelledby='waiting-files']//a/@href")
    assert link.startswith(f"{address}?file=")
    shown = page(township, link.partition("#")[0])
    assert "身份证" in shown.xpath("string(//div[@class='field'][@data-wrong])")
    assert files(shown) == []
    form = shown.xpath("//form[@data-draft]")[0]
    given = {key: value for key, value in form.fields.items() if value is not None and key not in ("use", "file")}
    answer = township.post(f"{address}evidence/", {**given, "masking": "on", "title": "工作方案"})
    assert answer.status_code == 302
    assert DraftEvidence.objects.get().evidence.versions.get().title == "工作方案"
    assert files(page(township, address)) == []


def test_what_was_settled_meanwhile_is_said_to_wait_no_more(township: Client) -> None:
    address = asked(township)
    key = sent(township, address).xpath("//input[@name='upload']/@value")[0]
    township.post(f"/uploads/{key}/withdraw/")
    assert "此文件已处理完毕" in township.get(f"{address}?file={key}").content.decode()


def test_where_a_report_can_be_given_no_more_the_file_can_still_be_withdrawn(township: Client) -> None:
    address = asked(township)
    sent(township, address)
    Programme.objects.update(state="closed")
    (section,) = page(township, address).xpath("//section[@aria-labelledby='waiting-files']")
    assert (section.xpath(".//a"), len(section.xpath(".//form"))) == ([], 1)


def test_a_withdrawal_that_comes_too_late_leads_back_and_says_so(township: Client) -> None:
    key = sent(township, asked(township)).xpath("//input[@name='upload']/@value")[0]
    for words in ("已撤回", "此文件已处理完毕"):
        answer = township.post(f"/uploads/{key}/withdraw/", {"next": "/evidence/"}, follow=True)
        assert words in answer.content.decode()


def test_a_colleague_is_shown_nothing_of_it(township: Client, sits: Callable[[str], Client]) -> None:
    sent(township, asked(township))
    assert files(page(sits("department"), "/evidence/")) == []


def test_a_new_version_that_waits_stands_on_the_page_of_its_evidence(township: Client) -> None:
    address = asked(township)
    township.post(f"{address}evidence/", {**fields(township, address), **LINK})
    evidence = f"/evidence/{EvidenceVersion.objects.get().evidence_id}/"
    form = page(township, evidence).xpath("//form[contains(@action, 'renew')]")[0]
    given = {key: value for key, value in form.fields.items() if value is not None and key != "file"}
    assert township.post(f"{evidence}renew/", {**given, "file": paper(f"身份证号{NUMBER}")}).status_code == 422
    assert files(page(township, evidence)) == ["工作方案.docx"]
    (link,) = page(township, "/evidence/").xpath("//section[@aria-labelledby='waiting-files']//a/@href")
    shown = page(township, link.partition("#")[0])
    key = shown.xpath("//input[@name='upload']/@value")[0]
    typed = {**given, "upload": key, "sent": "1", "title": "改过的标题", "withdraw-file": "1"}
    back = html.fromstring(township.post(f"{evidence}renew/", typed).content.decode())
    assert (held(), back.xpath("string(//input[@name='title']/@value)")) == ([], "改过的标题")


# --- only what can be done is advised ---------------------------------------------------------------------------------


def told(shown: html.HtmlElement) -> str:
    return str(shown.xpath("string(//div[@class='field'][@data-wrong])"))


def test_a_paper_that_can_be_written_over_is_advised_to_be(township: Client) -> None:
    shown = sent(township, asked(township))
    assert "请勾选“遮蔽”" in told(shown)
    assert shown.xpath("//input[@name='masking']")


@pytest.mark.parametrize("ending", ["pdf", "ofd"])
def test_a_paper_that_cannot_be_written_over_is_not_advised_to_be(township: Client, ending: str) -> None:
    file = SimpleUploadedFile(f"名册.{ending}", made(f"身份证号{NUMBER}\n停车方案。\n", ending))
    shown = sent(township, asked(township), file)
    assert "不能在此遮蔽" in told(shown)
    assert "勾选" not in told(shown)
    assert shown.xpath("//input[@name='masking']") == []
    assert shown.xpath("//button[@name='withdraw-file']")


def test_an_archive_is_not_advised_to_be_written_over(township: Client) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("名册.txt", f"身份证号{NUMBER}")
    shown = sent(township, asked(township), SimpleUploadedFile("材料.zip", packed.getvalue()))
    assert "不能在此遮蔽" in told(shown)


def test_what_is_asked_after_masking_is_said(township: Client) -> None:
    address = asked(township)
    shown = sent(township, address, paper(f"身份证号{NUMBER}，本季度开展了内部审计工作。"))
    key = shown.xpath("//input[@name='upload']/@value")[0]
    answer = township.post(f"{address}evidence/", {**fields(township, address), "upload": key, "masking": "on"})
    again = html.fromstring(answer.content.decode())
    assert "内部审计" in told(again)
    assert again.xpath("//input[@name='masking']/@checked")
    both = {"upload": key, "masking": "on", "sure": "on", "title": "名册"}
    assert township.post(f"{address}evidence/", {**fields(township, address), **both}).status_code == 302
