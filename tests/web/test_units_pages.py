"""The pages that keep units and groups."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from xlsxwriter import Workbook

from luoshi.audit.models import Entry
from luoshi.tenancy.models import Jurisdiction
from luoshi.tenancy.rules import Role, site_actor
from luoshi.units import actions
from luoshi.units.models import Group, Unit, UnitSuccession
from luoshi.units.rules import UnitKind

PAGES = (
    "/units/",
    "/units/new/",
    "/units/groups/",
    "/units/import/",
    "/accounts/",
    "/accounts/new/",
    "/accounts/import/",
)


def page(response: object) -> html.HtmlElement:
    return html.fromstring(response.content.decode())  # type: ignore[attr-defined]


def errors(response: object) -> list[str]:
    """The names of the fields at which an error stands."""
    found = page(response).xpath("//div[@data-wrong]//*[self::input or self::select or self::textarea]/@name")
    return [str(name) for name in found]


def unit(name: str) -> Unit:
    return Unit.objects.get(name=name, valid_to__isnull=True)


def form_of(client: Client, address: str) -> dict[str, str]:
    """The fields of a unit's form as the page shows them."""
    form = page(client.get(address)).forms[
        [f.action.endswith("/edit/") for f in page(client.get(address)).forms].index(True)
    ]
    return {name: value or "" for name, value in form.fields.items() if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize("address", PAGES)
def test_the_office_opens_every_page_that_keeps(office: Client, address: str) -> None:
    assert office.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", ["department", "township", "leader"])
def test_nobody_else_opens_them(sits: Callable[[str], Client], address: str, role: str) -> None:
    assert sits(role).get(address).status_code == 403


def test_the_navigation_leads_there_only_whoever_may(sits: Callable[[str], Client]) -> None:
    assert "/units/" in page(sits("office").get("/programmes/")).xpath("//nav[@class='nav']/a/@href")
    assert "/units/" not in page(sits("township").get("/programmes/")).xpath("//nav[@class='nav']/a/@href")


def test_the_tree_is_narrowed_by_a_name_and_by_a_kind(office: Client) -> None:
    def names(query: str) -> list[str]:
        return [str(name) for name in page(office.get(f"/units/?{query}")).xpath("//tbody//th[@scope='row']/a/text()")]

    assert names("q=枫溪") == ["枫溪镇"]
    assert names("kind=court") == ["县法院"]
    assert names("q=县住建局") == ["县住房城乡建设局"]


def test_a_new_unit_gets_the_kind_that_its_name_tells(office: Client) -> None:
    assert office.post("/units/new/", {"name": "县委老干部局"}).status_code == 302
    assert unit("县委老干部局").kind == UnitKind.PARTY


def test_a_name_that_is_taken_is_said_at_the_field_and_kept_there(office: Client) -> None:
    response = office.post("/units/new/", {"name": "县住建局"})
    assert (response.status_code, errors(response)) == (422, ["name"])
    assert page(response).xpath("//input[@name='name']/@value") == ["县住建局"]


def test_a_ring_of_parents_is_said_at_the_parent(office: Client) -> None:
    above, below = unit("县政府办公室"), unit("县政务服务局")
    address = f"/units/{below.pk}/edit/"
    assert office.post(address, form_of(office, address) | {"parent": str(above.pk)}).status_code == 302
    address = f"/units/{above.pk}/edit/"
    response = office.post(address, form_of(office, address) | {"parent": str(below.pk)})
    assert (response.status_code, errors(response)) == (422, ["parent"])


@pytest.mark.parametrize("days", [{"valid_from": "2026-13-01"}, {"valid_from": "1066-01-01"}])
def test_a_day_that_cannot_be_is_said_at_its_field(office: Client, days: dict[str, str]) -> None:
    response = office.post("/units/new/", {"name": "县档案馆", **days})
    assert (response.status_code, errors(response)) == (422, ["valid_from"])


def test_a_last_day_before_the_first_is_said_at_the_last(office: Client) -> None:
    response = office.post("/units/new/", {"name": "县档案馆", "valid_from": "2026-05-01", "valid_to": "2026-04-01"})
    assert (response.status_code, errors(response)) == (422, ["valid_to"])


def test_a_form_that_somebody_overtook_is_refused(office: Client) -> None:
    address = f"/units/{unit('县科技局').pk}/edit/"
    old = form_of(office, address)
    assert office.post(address, old | {"name": "县科学技术局"}).status_code == 302
    assert office.post(address, old | {"name": "县科技委"}).status_code == 409
    assert unit("县科学技术局").names.filter(name="县科技局").exists()


def test_a_unit_is_merged_and_another_withdrawn_from_its_page(office: Client) -> None:
    old, new = unit("县科技局"), unit("县教育局")
    sent = {"into": str(new.pk), "since": "2026-11-01"}
    assert office.post(f"/units/{old.pk}/merge/", sent).status_code == 302
    assert UnitSuccession.objects.get().successor == new
    gone = unit("县统计局")
    refused = office.post(f"/units/{gone.pk}/withdraw/", {"edit": "0", "last_day": "2026-11-01", "reason": ""})
    assert (refused.status_code, errors(refused)) == (422, ["reason"])
    sent = {"edit": "0", "last_day": "2026-11-01", "reason": "职能划转"}
    assert office.post(f"/units/{gone.pk}/withdraw/", sent).status_code == 302
    assert "县统计局" not in page(office.get("/units/")).xpath("//tbody//th/a/text()")


def test_a_new_group_proposes_its_members_and_is_confirmed(office: Client) -> None:
    address = office.post("/units/groups/new/", {"name": "各镇（街道）", "aliases": ""})["Location"]
    shown = page(office.get(address))
    ticked = shown.xpath("//input[@name='unit'][@checked]/@value")
    assert len(ticked) == 33
    sent = {"edit": "0", "name": "各镇（街道）", "aliases": "", "unit": ticked[:30], "do": "confirm"}
    assert office.post(address, sent).status_code == 302
    group = Group.objects.get(name="各镇（街道）")
    assert (group.confirmed, group.members.count()) == (True, 30)
    assert set(group.members.values_list("valid_from", flat=True)) == {date(2026, 11, 23)}


def workbook(rows: list[list[str]]) -> SimpleUploadedFile:
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(at, column, text)
    book.close()
    return SimpleUploadedFile("单位.xlsx", out.getvalue())


def test_a_table_shows_the_fate_of_each_row_and_writes_it_when_confirmed(office: Client) -> None:
    rows = [["单位名称", "类别"], ["县档案馆", ""], ["县法院", "学校"], ["县教育局", "没有的类别"], ["县公安局", ""]]
    before = Unit.objects.count()
    shown = page(office.post("/units/import/", {"file": workbook(rows)}))
    assert shown.xpath("//span[@data-fate]/@data-fate") == ["create", "change", "refused", "same"]
    assert Unit.objects.count() == before
    sealed = shown.xpath("//input[@name='sealed']/@value")[0]
    assert office.post("/units/import/confirm/", {"sealed": sealed}).status_code == 302
    assert (unit("县档案馆").kind, unit("县法院").kind) == (UnitKind.GOVERNMENT, UnitKind.SCHOOL)
    assert Entry.objects.latest("pk").verb == "units.import_units"


def test_a_table_that_was_overtaken_is_shown_anew_and_writes_nothing(office: Client) -> None:
    shown = page(office.post("/units/import/", {"file": workbook([["单位名称"], ["县档案馆"]])}))
    sealed = shown.xpath("//input[@name='sealed']/@value")[0]
    office.post("/units/new/", {"name": "县档案馆"})
    response = office.post("/units/import/confirm/", {"sealed": sealed})
    assert response.status_code == 409
    assert page(response).xpath("//span[@data-fate]/@data-fate") == ["same"]


@pytest.mark.parametrize("sealed", ["", "x", "a:b:c"])
def test_rows_that_the_site_did_not_seal_are_refused(office: Client, sealed: str) -> None:
    assert office.post("/units/import/confirm/", {"sealed": sealed}).status_code == 422


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04broken"),
        ("a.xlsx", b""),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.csv", "没有表头\n".encode()),
        ("a.pdf", b"%PDF-1.4"),
    ],
)
def test_a_file_that_is_no_table_is_said_at_the_field(office: Client, name: str, content: bytes) -> None:
    response = office.post("/units/import/", {"file": SimpleUploadedFile(name, content)})
    assert (response.status_code, errors(response)) == (422, ["file"])


def test_the_table_that_goes_out_comes_back_unchanged(office: Client) -> None:
    for form in ("xlsx", "csv"):
        content = office.get(f"/units/table.{form}").content
        shown = page(office.post("/units/import/", {"file": SimpleUploadedFile(f"t.{form}", content)}))
        assert set(shown.xpath("//span[@data-fate]/@data-fate")) == {"same"}
        assert len(shown.xpath("//span[@data-fate]")) == Unit.objects.count()


@pytest.mark.parametrize("address", ["/units/", "/units/groups/", "/accounts/", "/units/table.csv"])
def test_a_list_takes_as_many_queries_at_a_hundred_more_bodies(office: Client, address: str) -> None:
    office.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        office.get(address)
    actor = site_actor(Jurisdiction.objects.get().pk)
    for number in range(100):
        made = actions.create_unit(actor=actor, name=f"第{number}村", kind=UnitKind.VILLAGE, aliases=[f"村{number}"])
        if number % 5 == 0:
            actions.open_account(actor=actor, sign_in_name=f"v{number}", name="村联络员", held=[(Role.LIAISON, made)])
    with CaptureQueriesContext(connection) as many:
        office.get(address)
    assert len(many) == len(few) <= 15


def asked(client: Client, draft: str) -> dict[str, str]:
    """The number of the row of each name that nobody knows."""
    fields = page(client.get(f"{draft}accept/")).xpath("//input[starts-with(@name, 'written-')]")
    return {field.get("value"): field.get("name").removeprefix("written-") for field in fields}


def test_a_name_that_nobody_knows_is_asked_about_once(office: Client, draft: str) -> None:
    rows = asked(office, draft)
    assert set(rows) == {"县交通局", "县城管局"}
    written = {f"written-{number}": name for name, number in rows.items()}
    sent = {**written, f"means-{rows['县交通局']}": "县交通运输局", f"kind-{rows['县城管局']}": "as-told"}
    assert office.post(f"{draft}names/", sent).status_code == 302
    assert unit("县交通运输局").names.filter(name="县交通局").exists()
    assert unit("县城管局").kind == UnitKind.GOVERNMENT
    assert asked(office, draft) == {}


def test_a_suggestion_is_taken_with_one_tap(office: Client, draft: str) -> None:
    rows = asked(office, draft)
    sent = {f"written-{number}": name for name, number in rows.items()} | {"take": rows["县交通局"]}
    office.post(f"{draft}names/", sent)
    assert unit("县交通运输局").names.filter(name="县交通局").exists()
    assert set(asked(office, draft)) == {"县城管局"}


def test_an_answer_that_names_nobody_remembers_nothing(office: Client, draft: str) -> None:
    rows, before = asked(office, draft), Unit.objects.count()
    sent = {f"written-{number}": name for name, number in rows.items()}
    office.post(f"{draft}names/", sent | {f"means-{rows['县交通局']}": "没有这个单位"})
    assert (asked(office, draft), Unit.objects.count()) == (rows, before)
