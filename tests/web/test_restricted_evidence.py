"""What a restricted commitment does not take is told when it is brought, before anything of it is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from luoshi.files.models import Upload
from luoshi.programme.models import Commitment
from luoshi.reporting.models import EvidenceVersion
from made.pictures import jpeg
from web.test_reports import asked, fields, page, paper

WRONG = "string(//div[@class='field'][@data-wrong])"


@pytest.fixture
def township(sits: Callable[[str], Client]) -> Client:
    client = sits("township")
    Commitment.objects.update(restricted=True)
    return client


def give(client: Client, address: str, **given: object) -> str:
    sent = client.post(f"{address}evidence/", {**fields(client, address), "text": "已完成。", **given})
    assert sent.status_code == 422
    shown = html.fromstring(sent.content.decode())
    assert shown.xpath("string(//textarea[@name='text'])").strip() == "已完成。"
    return str(shown.xpath(WRONG))


def test_a_photo_is_refused_with_what_is_taken_instead_and_nothing_of_it_is_kept(
    township: Client, folder: None
) -> None:
    told = give(township, asked(township), file=SimpleUploadedFile("现场.jpg", jpeg()))
    assert "不收图片" in told
    assert "请改交单位材料" in told
    assert (Upload.objects.count(), EvidenceVersion.objects.count()) == (0, 0)


def test_a_photo_that_calls_itself_a_published_paper_is_a_photo(township: Client, folder: None) -> None:
    file = SimpleUploadedFile("报道.png", jpeg())
    assert "不收图片" in give(township, asked(township), file=file, kind="published", channel="newspaper")
    assert Upload.objects.count() == 0


def test_a_kind_that_is_not_taken_is_told_at_its_field(township: Client, folder: None) -> None:
    assert "不收统计数据" in give(township, asked(township), file=paper("合计12户"), kind="statistics")
    assert Upload.objects.count() == 0


def test_an_explanation_is_refused(township: Client) -> None:
    assert "不收情况说明" in give(township, asked(township), words="情况说明。")


def test_a_paper_of_the_body_goes_with_the_report(township: Client, folder: None) -> None:
    address = asked(township)
    sent = township.post(f"{address}evidence/", {**fields(township, address), "file": paper("停车方案")})
    assert sent.status_code == 302
    assert page(township, address).xpath("//*[@id='brought']")


def test_the_form_asks_for_no_photo_and_offers_only_the_kinds_that_are_taken(township: Client) -> None:
    shown = page(township, asked(township))
    assert shown.xpath("//select[@name='kind']/option/@value") == ["", "document", "published"]
    assert shown.xpath("//input[@name='taken_on']") == []
