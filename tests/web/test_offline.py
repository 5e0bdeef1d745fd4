"""The pages of units that do not sign in: tables out, tables back, every fate before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from tests.rooms.clerks import Sheet

from luoshi.demonstration.queries import account
from luoshi.files.models import Upload
from luoshi.reporting.models import Response, Return
from luoshi.tenancy.models import Account
from made import made

MONTH = "2026-11"


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def tables(client: Client, site: int, form: str = "xlsx") -> dict[str, bytes]:
    """The archive that the office downloads, unpacked."""
    with ZipFile(BytesIO(client.get(f"/programmes/{site}/offline/sheets/{MONTH}.{form}.zip").content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def filled(data: bytes) -> bytes:
    mine = Sheet(data)
    mine.fill(0, state="推进中", text="已摸清底数。")
    return mine.saved()


def bring(client: Client, site: int, *files: tuple[str, bytes]) -> str:
    """Bring files as the form sends them; gives the address of what becomes of them."""
    form = page(client, f"/programmes/{site}/offline/").xpath("//form[contains(@action, 'bring')]")[0]
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    response = client.post(form.get("action"), {"key": form.fields["key"], "tables": sent})
    assert response.status_code == 302
    return str(response["Location"])


def confirmed(client: Client, address: str) -> html.HtmlElement:
    form = page(client, address).xpath("//form[contains(@action, '/write/')]")[0]
    return client.post(form.get("action"), dict(form.fields))


@pytest.fixture
def kept(folder: Path, office: Client) -> Client:
    """The office, with a storage of its own."""
    return office


def test_every_unit_gets_a_table_with_its_name(kept: Client, site: int) -> None:
    names = list(tables(kept, site))
    units = page(kept, f"/programmes/{site}/offline/").xpath("//tbody/tr/th/text()")
    assert sorted(names) == sorted(f"{unit}-{MONTH}月填报表.xlsx" for unit in units)
    assert len(tables(kept, site, "docx")) == len(names)


def test_what_comes_back_is_shown_before_it_is_written(kept: Client, site: int) -> None:
    name, data = next(iter(tables(kept, site).items()))
    address = bring(kept, site, (name, filled(data)))
    assert "新填报" in kept.get(address).content.decode()
    assert not Response.objects.exists()
    assert confirmed(kept, address).status_code == 302
    assert Response.objects.get().version.text == "已摸清底数。"


def test_many_files_are_brought_at_once(kept: Client, site: int) -> None:
    files = [(name, filled(data)) for name, data in list(tables(kept, site).items())[:25]]
    address = bring(kept, site, *files)
    confirmed(kept, address)
    assert Response.objects.count() == len(files)


def test_writing_twice_writes_once_and_says_so(kept: Client, site: int) -> None:
    name, data = next(iter(tables(kept, site).items()))
    address = bring(kept, site, (name, filled(data)))
    form = page(kept, address).xpath("//form[contains(@action, '/write/')]")[0]
    assert kept.post(form.get("action"), dict(form.fields)).status_code == 302
    assert kept.post(form.get("action"), dict(form.fields)).status_code == 409
    assert Response.objects.count() == 1


def test_every_row_of_a_file_has_a_page(kept: Client, site: int) -> None:
    name, data = next(iter(tables(kept, site).items()))
    address = bring(kept, site, (name, filled(data)))
    link = page(kept, address).xpath("//table//a[contains(@href, '/files/')]/@href")[0]
    assert len(page(kept, link).xpath("//tbody/tr")) == len(Sheet(data).rows)
    confirmed(kept, address)
    assert "已写入" in kept.get(link).content.decode()


def test_no_file_is_said_at_its_field(kept: Client, site: int) -> None:
    response = kept.post(f"/programmes/{site}/offline/bring/", {"key": "a" * 32})
    assert response.status_code == 422
    assert html.fromstring(response.content.decode()).xpath("//div[@class='field'][@data-wrong]//input[@name='tables']")
    assert not Return.objects.exists()


def test_a_unit_has_no_such_page(sits: Callable[[str], Client], site: int) -> None:
    assert sits("township").get(f"/programmes/{site}/offline/").status_code == 403


def test_the_command_prints_fates_and_writes_where_it_is_asked(
    kept: Client, site: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, data = next(iter(tables(kept, site).items()))
    mail = tmp_path / "mail"
    mail.mkdir()
    (mail / name).write_bytes(filled(data))
    run = import_module("luoshi.cli.returns").run
    asked = [str(mail), "--programme", str(site), "--account", account("office").sign_in_name]
    monkeypatch.setattr("sys.stdout", said := StringIO())
    assert run(asked) == 0
    assert ("新填报" in said.getvalue(), Return.objects.count(), Response.objects.count()) == (True, 0, 0)
    assert run([*asked, "--write"]) == 0
    assert Response.objects.count() == 1
    assert run([*asked, "--write"]) == 0
    assert Response.objects.count() == 1


# --- files that wait ------------------------------------------------------------------------------------------------

MOBILE = "13912345678"


def brought_beside(client: Client, site: int, name: str, content: bytes) -> str:
    table, data = next(iter(tables(client, site).items()))
    return bring(client, site, (table, filled(data)), (name, content))


def settling(client: Client, address: str, verb: str) -> html.HtmlElement:
    return page(client, address).xpath(f"//form[contains(@action, '/{verb}/') and contains(@action, '/files/')]")[0]


def test_every_question_about_a_file_has_a_tick_of_its_own(kept: Client, site: int) -> None:
    paper = f"联系人{MOBILE}\n第二段\n机密文件管理培训已开展。\n".encode()
    address = brought_beside(kept, site, "说明.txt", paper)
    form = settling(kept, address, "mask")
    assert len(form.xpath(".//input[@type='checkbox'][@name='sure']")) == 1
    assert not form.xpath(".//input[@type='hidden'][@name='sure']")
    assert "机密" in form.text_content()
    answer = kept.post(form.get("action"), follow=True)
    assert "请逐项核对并勾选确认" in answer.content.decode()
    assert Upload.objects.get(name="说明.txt").blob is None
    kept.post(form.get("action"), {"sure": "1"})
    assert Upload.objects.get(name="说明.txt").state == "masked"


def test_a_question_is_answered_by_its_tick(kept: Client, site: int) -> None:
    address = brought_beside(kept, site, "说明.txt", "第二段\n机密文件管理培训已开展。\n".encode())
    action = settling(kept, address, "vouch").get("action")
    kept.post(action)
    assert Upload.objects.get(name="说明.txt").state == "quarantined"
    kept.post(action, {"sure": "1"})
    assert Upload.objects.get(name="说明.txt").state == "kept"


def test_what_cannot_be_masked_is_offered_to_be_withdrawn_only(kept: Client, site: int) -> None:
    address = brought_beside(kept, site, "说明.pdf", made(f"关于通知\n手机{MOBILE}", "pdf"))
    assert not page(kept, address).xpath("//form[contains(@action, '/mask/')]")
    action = settling(kept, address, "withdraw").get("action")
    assert kept.post(action)["Location"] == address
    answer = kept.post(action, follow=True)  # the same in a second tab
    assert answer.headers["Content-Type"].startswith("text/html")
    assert [str(word) for word in answer.context["messages"]]


def test_a_colleague_of_the_office_settles_what_another_brought(kept: Client, site: int) -> None:
    address = brought_beside(kept, site, "说明.txt", f"联系人{MOBILE}\n".encode())
    upload = Upload.objects.get(name="说明.txt")
    upload.account = Account.objects.exclude(pk=upload.account_id).filter(jurisdiction=upload.jurisdiction_id)[0]
    upload.save()
    assert kept.post(settling(kept, address, "mask").get("action"))["Location"] == address
    assert Upload.objects.get(name="说明.txt").state == "masked"


def test_a_unit_settles_no_file_of_the_office(kept: Client, site: int, sits: Callable[[str], Client]) -> None:
    address = brought_beside(kept, site, "说明.txt", f"联系人{MOBILE}\n".encode())
    action = settling(kept, address, "mask").get("action")
    assert sits("township").post(action).status_code == 403
    assert Upload.objects.get(name="说明.txt").state == "quarantined"
