"""The pages of tables of marks: out, back, every fate before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from xlsxwriter import Workbook

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.actions.marking import Said, mark
from luoshi.assessment.actions.rounds import open_round, plan_round
from luoshi.assessment.models import Mark, MarkReturn, Subject
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.demonstration.queries import account
from luoshi.outline.readers.calamine import answer
from luoshi.tenancy.rules import Actor
from luoshi.units.queries import seat
from rooms.scored import parking, row
from web.conftest import TODAY

MOST_QUERIES = 40
MOST_BYTES = 100 * 1024


def opened(site: int, kind: SubjectKind) -> int:
    """An open self-check of the demonstration."""
    office: Actor = seat(account("office")).actor
    version = keep_framework(actor=office, framework=parking(), today=TODAY)
    adoption = adopt(actor=office, programme_id=site, version_id=version, subject_kind=kind)
    made = plan_round(actor=office, adoption_id=adoption, kind=RoundKind.SELF_CHECK)
    open_round(actor=office, round_id=made, today=TODAY)
    return made


@pytest.fixture
def round_id(folder: Path, site: int) -> int:
    """A self-check of the whole programme."""
    return opened(site, SubjectKind.PROGRAMME)


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def filled(data: bytes, **said: object) -> bytes:
    """The table that was taken out, with values by the code of the row (``_1_2`` is 1.2)."""
    lines = answer(data)[0]["rows"]
    at = next(at for at, line in enumerate(lines) if "填写" in line)
    code, value = lines[at].index("编号"), lines[at].index("填写")
    wanted = {name.strip("_").replace("_", "."): one for name, one in said.items()}
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, [*line[:value], wanted.get(line[code], line[value]), *line[value + 1 :]])
    book.close()
    return out.getvalue()


def bring(client: Client, round_id: int, *files: tuple[str, bytes]) -> str:
    """Bring files as the form sends them; gives the address of what becomes of them."""
    form = page(client, f"/assessment/rounds/{round_id}/table/").xpath("//form[contains(@action, 'bring')]")[0]
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    response = client.post(form.get("action"), {"key": form.fields["key"], "tables": sent})
    assert response.status_code == 302
    return str(response["Location"])


def table(client: Client, round_id: int) -> bytes:
    response = client.get(f"/assessment/rounds/{round_id}/table.xlsx")
    assert response.status_code == 200
    return response.content


def confirm(client: Client, address: str) -> int:
    form = page(client, address).xpath("//form[contains(@action, '/write/')]")[0]
    return client.post(form.get("action"), dict(form.fields)).status_code


def test_the_page_of_a_round_leads_to_its_table(office: Client, round_id: int) -> None:
    (link,) = page(office, f"/assessment/rounds/{round_id}/").xpath("//a[contains(@href, '/table/')]/@href")
    assert page(office, link).xpath("//a[contains(@href, 'table.xlsx')]")
    subject = Subject.objects.get(round_id=round_id)
    assert page(office, f"/assessment/subjects/{subject.pk}/").xpath("//a[contains(@href, 'table.xlsx')]")


def test_what_comes_back_is_shown_before_it_is_kept(office: Client, round_id: int) -> None:
    data = filled(table(office, round_id), _1_1=85, _1_2="是", _2_1="若干")
    address = bring(office, round_id, ("评分表.xlsx", data))
    shown = office.get(address)
    text = shown.content.decode()
    assert all(words in text for words in ("新评分", "无法识别", "“若干”不是数"))
    assert len(shown.content) < MOST_BYTES
    assert not Mark.objects.exists()
    assert confirm(office, address) == 302
    assert Mark.objects.count() == 2
    assert "已于" in office.get(address).content.decode()


def test_confirming_twice_keeps_once_and_says_so(office: Client, round_id: int) -> None:
    address = bring(office, round_id, ("评分表.xlsx", filled(table(office, round_id), _1_2="是")))
    form = page(office, address).xpath("//form[contains(@action, '/write/')]")[0]
    assert office.post(form.get("action"), dict(form.fields)).status_code == 302
    assert office.post(form.get("action"), dict(form.fields)).status_code == 409
    assert Mark.objects.count() == 1


def test_every_row_of_a_file_has_a_page_and_is_chosen_by_its_fate(office: Client, round_id: int) -> None:
    address = bring(office, round_id, ("评分表.xlsx", filled(table(office, round_id), _1_2="是")))
    (link,) = page(office, address).xpath("//a[contains(@href, '/files/')]/@href")
    assert len(page(office, link).xpath("//tbody/tr")) == 5
    assert len(page(office, f"{link}?fate=new").xpath("//tbody/tr")) == 1
    confirm(office, address)
    assert "已写入" in office.get(link).content.decode()


def test_each_of_those_who_are_assessed_has_a_table_in_the_archive(office: Client, folder: Path, site: int) -> None:
    made = opened(site, SubjectKind.UNIT)
    with ZipFile(BytesIO(office.get(f"/assessment/rounds/{made}/tables.zip").content)) as archive:
        files = [(name, filled(archive.read(name), _1_1=60)) for name in archive.namelist()]
    assert len(files) == Subject.objects.filter(round_id=made).count() > 1
    address = bring(office, made, *files)
    with CaptureQueriesContext(connection) as asked:
        assert len(office.get(address).content) < MOST_BYTES
    assert len(asked) <= MOST_QUERIES
    confirm(office, address)
    assert Mark.objects.count() == len(files)


def test_what_is_no_table_is_told_with_its_name(office: Client, round_id: int) -> None:
    address = bring(office, round_id, ("照片.jpg", b"\xff\xd8\xff\xe0 no table"))
    assert "照片.jpg" in page(office, address).text_content()


def test_no_file_is_said_at_its_field(office: Client, round_id: int) -> None:
    response = office.post(f"/assessment/rounds/{round_id}/table/bring/", {"key": "a" * 32})
    assert response.status_code == 422
    assert html.fromstring(response.content.decode()).xpath("//div[@class='field'][@data-wrong]//input[@name='tables']")
    assert not MarkReturn.objects.exists()


def test_whoever_marks_nothing_has_no_such_page(sits: Callable[[str], Client], round_id: int) -> None:
    assert sits("leader").get(f"/assessment/rounds/{round_id}/table/").status_code == 403
    assert sits("leader").get(f"/assessment/rounds/{round_id}/table.xlsx").status_code == 403


def test_a_return_can_be_let_go(office: Client, round_id: int) -> None:
    address = bring(office, round_id, ("评分表.xlsx", filled(table(office, round_id), _1_2="是")))
    assert office.post(f"{address}leave/").status_code == 302
    assert page(office, address).xpath("//form[contains(@action, '/write/')]//button") == []


def test_the_command_prints_fates_and_keeps_marks_where_it_is_asked(
    office: Client, round_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "评分表.xlsx").write_bytes(filled(table(office, round_id), _1_1=85))
    run = import_module("luoshi.cli.marks").run
    asked = [str(tmp_path / "评分表.xlsx"), "--round", str(round_id), "--account", account("office").sign_in_name]
    monkeypatch.setattr("sys.stdout", said := StringIO())
    assert run(asked) == 0
    assert ("新评分" in said.getvalue(), Mark.objects.count(), MarkReturn.objects.count()) == (True, 0, 0)
    assert run([*asked, "--write"]) == 0
    assert run([*asked, "--write"]) == 0
    assert Mark.objects.count() == 1


def test_the_same_folder_of_two_accounts_is_two_returns(
    folder: Path, site: int, tmp_path: Path, office: Client
) -> None:
    made = opened(site, SubjectKind.UNIT)
    (tmp_path / "评分表.xlsx").write_bytes(table(office, made))
    run = import_module("luoshi.cli.marks").run
    for who in ("office", "township"):
        names = ["--account", account(who).sign_in_name]
        assert run([str(tmp_path / "评分表.xlsx"), "--round", str(made), *names, "--write"]) == 0
    assert MarkReturn.objects.values("key").distinct().count() == 2


def test_every_conflict_can_be_ticked_however_many_rows_are_to_be_looked_at(
    office: Client, round_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luoshi.web.desk.marktables.views.SHOWN", 1)
    data = filled(table(office, round_id), _1_1=85, _1_2="是", _2_1="若干")
    actor, subject = seat(account("office")).actor, Subject.objects.get(round_id=round_id)
    for code, seen in (("1.1", Observation(value=Decimal(60))), ("1.2", Observation(met=False))):
        mark(actor=actor, subject_id=subject.pk, row_id=row(code).pk, said=Said(seen), today=TODAY)
    shown = page(office, bring(office, round_id, ("评分表.xlsx", data)))
    assert len(shown.xpath("//input[@name='take']")) == 2


def test_a_table_that_says_nothing_can_be_let_go(office: Client, round_id: int) -> None:
    address = bring(office, round_id, ("评分表.xlsx", table(office, round_id)))
    (button,) = page(office, address).xpath("//form[contains(@action, '/write/')]//button/@formaction")
    assert office.post(button).status_code == 302
