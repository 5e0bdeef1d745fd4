"""Reading a visitor's plan: beside its source, as a table, and nothing stays."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.conf import settings as live
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from luoshi.outline.readers.notes import MAX_FILE_BYTES
from luoshi.plans.models import Plan
from luoshi.web.portal import own_plan
from web.cast import PLAN, upload


def read(client: Client) -> html.HtmlElement:
    response = client.post("/read/", {"file": upload()})
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def error_of(response: object) -> str:
    page = html.fromstring(response.content.decode())  # type: ignore[attr-defined]
    return "".join(page.xpath("//div[@data-wrong]//p[@class='field-error']/text()"))


def test_what_was_found_stands_beside_its_source(site: int) -> None:
    page = read(Client())
    found = page.xpath("//section[@data-pane='found']//h3/text()")
    assert "增加停车泊位" in found
    assert page.xpath("//div[@class='paper']//span[contains(@class, 'm-unit')]/text()")[0] == "县住建局"


def test_the_source_pane_holds_the_text_and_nothing_else(site: int) -> None:
    page = read(Client())
    shown = "".join(page.xpath("//div[@class='paper']/p//text()"))
    assert shown == PLAN.replace("\n", "")


def test_each_block_says_where_it_begins(site: int) -> None:
    for block in read(Client()).xpath("//div[@class='paper']/p"):
        words = "".join(block.itertext())
        assert PLAN[int(block.get("data-start")) :].startswith(words)


@pytest.mark.parametrize(
    ("form", "start"), [("xlsx", b"PK"), ("docx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("json", b"{")]
)
def test_the_table_is_made_from_what_the_page_carries(form: str, start: bytes, site: int) -> None:
    client = Client()
    sealed = read(client).xpath("//input[@name='sealed']/@value")[0]
    response = client.post(f"/read/table.{form}", {"sealed": sealed})
    assert response.status_code == 200
    assert response.content.startswith(start)
    assert f".{form}" in response["Content-Disposition"]


def test_the_downloaded_table_names_the_units(site: int) -> None:
    client = Client()
    sealed = read(client).xpath("//input[@name='sealed']/@value")[0]
    content = client.post("/read/table.xlsx", {"sealed": sealed}).content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert any("县住建局" in str(cell) for row in rows for cell in row)


def test_nothing_is_kept(site: int) -> None:
    before = Plan.objects.count()
    read(Client())
    assert Plan.objects.count() == before


def test_a_forged_page_gets_no_table(site: int) -> None:
    response = Client().post("/read/table.xlsx", {"sealed": "e30:forged:seal"})
    assert response.status_code == 422
    assert "页面已过期" in response.content.decode()


def test_an_unknown_format_is_not_found(site: int) -> None:
    client = Client()
    sealed = read(client).xpath("//input[@name='sealed']/@value")[0]
    assert client.post("/read/table.exe", {"sealed": sealed}).status_code == 404


def test_a_text_that_is_too_long_for_a_form_is_not_sealed(site: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_plan, "LARGEST", 10)
    assert read(Client()).xpath("//input[@name='sealed']") == []


def test_no_file_is_said_at_the_field(site: int) -> None:
    response = Client().post("/read/", {})
    assert response.status_code == 422
    assert "尚未选择文件" in error_of(response)


def test_an_empty_file_is_said_at_the_field(site: int) -> None:
    response = Client().post("/read/", {"file": SimpleUploadedFile("a.txt", b"")})
    assert response.status_code == 422
    assert "空" in error_of(response)


def test_a_picture_is_said_at_the_field_in_the_language_of_the_page(site: int) -> None:
    client = Client()
    client.post("/language/", {"language": "en"})
    picture = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + bytes(64))
    response = client.post("/read/", {"file": picture})
    assert response.status_code == 422
    assert "picture" in error_of(response)


def test_a_file_above_the_limit_is_said_at_the_field(site: int, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 1000
    response = Client().post("/read/", {"file": SimpleUploadedFile("a.txt", b"x" * 100_000)})
    assert response.status_code == 413
    assert "文件超过" in error_of(response)


def test_a_file_just_above_the_limit_is_dropped_while_it_arrives(site: int, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 1000
    response = Client().post("/read/", {"file": SimpleUploadedFile("a.txt", b"x" * 1001)})
    assert response.status_code == 413


def test_the_form_says_the_limit_that_the_reader_keeps_too(site: int) -> None:
    assert live.UPLOAD_LIMIT == MAX_FILE_BYTES
    assert "20 MB" in Client().get("/read/").content.decode().replace("\xa0", " ")
