"""The joint table in the browser: seen, narrowed, edited with and without htmx, taken along as a paper."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from lxml import html
from python_calamine import CalamineWorkbook

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.models import Adoption, Row, RowScorer, RowService
from luoshi.assessment.rules.rounds import SubjectKind
from luoshi.assessment.templates import demonstration_copy
from luoshi.demonstration.queries import account
from luoshi.programme.models import Commitment
from luoshi.tenancy.actions import create_account, create_jurisdiction
from luoshi.tenancy.rules import Role, site_actor
from luoshi.units import actions as units
from luoshi.units.models import Unit
from luoshi.units.queries import seat
from luoshi.units.rules import UnitKind
from web.conftest import TODAY


@pytest.fixture
def adoption(site: int) -> int:
    """The programme of the demonstration, assessed by the framework with demonstration points."""
    actor = seat(account("office")).actor
    version = keep_framework(actor=actor, framework=demonstration_copy(), today=TODAY)
    return adopt(actor=actor, programme_id=site, version_id=version, subject_kind=SubjectKind.PROGRAMME)


@pytest.fixture
def address(adoption: int) -> str:
    return f"/assessment/{adoption}/joint/"


@pytest.fixture
def first(adoption: int) -> Row:
    return Row.objects.get(version=Adoption.objects.get(pk=adoption).version, code="1")


@pytest.fixture
def stranger(site: int) -> Client:
    """The office of another county."""
    county = create_jurisdiction(name="远山县")
    actor = site_actor(county.pk)
    unit = units.create_unit(actor=actor, name="县委办", kind=UnitKind.PARTY)
    other = create_account(jurisdiction_id=county.pk, sign_in_name="yuanshan", name="远山创建办")
    units.join(actor=actor, account_id=other.pk, unit_id=unit, role=Role.OFFICE)
    client = Client()
    client.force_login(other)
    return client


def page(client: Client, address: str, status: int = 200, **more: str) -> html.HtmlElement:
    response = client.get(address, **more)  # type: ignore[arg-type]
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def task() -> Commitment:
    return Commitment.objects.filter(kind="task").order_by("order")[0]


def test_rows_stand_beside_what_serves_them(office: Client, address: str, first: Row) -> None:
    office.post(f"{address}rows/{first.pk}/act/", {"do": "serve", "server": f"commitment-{task().pk}"})
    shown = page(office, address)
    line = shown.xpath(f"//tr[@id='row-{first.pk}']")[0].text_content()
    assert task().title in line
    assert "演示分值" in shown.text_content()
    assert "20" in line


def test_both_lists_of_what_stands_alone_are_there(office: Client, address: str, first: Row) -> None:
    office.post(f"{address}rows/{first.pk}/act/", {"do": "serve", "server": f"commitment-{task().pk}"})
    shown = page(office, address)
    rows = shown.xpath("//section[@aria-labelledby='unserved']")[0].text_content()
    commitments = shown.xpath("//section[@aria-labelledby='alone']")[0].text_content()
    assert first.title not in rows
    assert task().title not in commitments
    assert Commitment.objects.filter(kind="task").order_by("order")[1].title in commitments


def test_without_htmx_a_row_has_a_page_of_its_own_and_leads_back(office: Client, address: str, first: Row) -> None:
    shown = page(office, f"{address}rows/{first.pk}/?back=only%3Dunserved")
    assert shown.xpath("//main//form//select[@name='server']")
    sent = {"do": "serve", "server": f"commitment-{task().pk}", "back": "only=unserved"}
    response = office.post(f"{address}rows/{first.pk}/act/", sent)
    assert response["Location"] == f"{address}?only=unserved#row-{first.pk}"


def test_with_htmx_only_the_row_comes_back(office: Client, address: str, first: Row) -> None:
    headers = {"HX-Request": "true"}
    edit = office.get(f"{address}rows/{first.pk}/", headers=headers).content.decode()
    assert edit.lstrip().startswith("<tr")
    sent = {"do": "serve", "server": f"commitment-{task().pk}"}
    done = office.post(f"{address}rows/{first.pk}/act/", sent, headers=headers).content.decode()
    assert done.lstrip().startswith(f'<tr id="row-{first.pk}"')
    assert task().title in done


def test_a_proposal_is_accepted_or_declined(office: Client, address: str, first: Row) -> None:
    adoption = Adoption.objects.get()
    own = {"jurisdiction_id": adoption.jurisdiction_id, "adoption": adoption, "row": first, "proposed": True}
    for commitment in Commitment.objects.filter(kind="task").order_by("order")[:2]:
        RowService.objects.create(**own, commitment=commitment, ground="宣传教育")
    assert "宣传教育" in page(office, address).text_content()
    one, other = RowService.objects.order_by("pk")
    office.post(f"{address}rows/{first.pk}/act/", {"do": f"confirm.{one.pk}"})
    office.post(f"{address}rows/{first.pk}/act/", {"do": f"unserve.{other.pk}"})
    assert list(RowService.objects.values_list("pk", "proposed")) == [(one.pk, False)]


def test_proposing_leads_to_the_proposals(office: Client, address: str) -> None:
    response = office.post(f"{address}propose/")
    assert response["Location"] in (address, f"{address}?only=proposed")
    assert not RowService.objects.filter(proposed=False).exists()


def test_who_scores_a_row_is_ticked(office: Client, address: str, first: Row) -> None:
    shown = page(office, f"{address}rows/{first.pk}/")
    boxes = shown.xpath("//input[@name='scorer']/@value")[:2]
    office.post(f"{address}rows/{first.pk}/act/", {"do": "scorers", "scorer": boxes})
    assert sorted(RowScorer.objects.values_list("unit_id", flat=True)) == sorted(map(int, boxes))


def test_a_scorer_that_has_ended_stays_until_it_is_taken_out(office: Client, address: str, first: Row) -> None:
    boxes = page(office, f"{address}rows/{first.pk}/").xpath("//input[@name='scorer']/@value")[:2]
    office.post(f"{address}rows/{first.pk}/act/", {"do": "scorers", "scorer": boxes})
    Unit.objects.filter(pk=boxes[0]).update(valid_to=TODAY)
    shown = page(office, f"{address}rows/{first.pk}/")
    ticked = shown.xpath("//input[@name='scorer'][@checked]/@value")
    assert sorted(ticked) == sorted(boxes)
    assert "已停用" in shown.xpath(f"string(//input[@name='scorer'][@value='{boxes[0]}']/..)")
    office.post(f"{address}rows/{first.pk}/act/", {"do": "scorers", "scorer": boxes[1:]})
    assert [str(pk) for pk in RowScorer.objects.filter(row=first).values_list("unit_id", flat=True)] == boxes[1:]


def test_a_paper_that_is_taken_along_from_an_english_page_is_chinese(office: Client, address: str) -> None:
    office.post("/language/", {"language": "en"})
    response = office.get(f"{address}table.xlsx?unit=999999")
    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    words = "\n".join(str(cell) for line in book.get_sheet_by_index(0).to_python() for cell in line)
    assert "a unit" not in words
    assert "某单位" in words


def test_choosing_nothing_is_said_at_the_row(office: Client, address: str, first: Row) -> None:
    response = office.post(f"{address}rows/{first.pk}/act/", {"do": "serve", "server": ""})
    assert response.status_code == 422
    assert "请选择" in html.fromstring(response.content.decode()).xpath("//p[@role='alert']")[0].text_content()


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_the_table_is_taken_along(office: Client, address: str, form: str) -> None:
    response = office.get(f"{address}table.{form}?only=unserved")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    if form == "xlsx":
        book = CalamineWorkbook.from_filelike(BytesIO(response.content))
        assert book.sheet_names == ["任务分解", "尚无任务对应的测评项", "未对应测评项的任务"]


def test_strangers_find_no_such_page(stranger: Client, address: str, first: Row) -> None:
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}table.xlsx").status_code == 404
    assert stranger.get(f"{address}rows/{first.pk}/").status_code == 404
    assert stranger.post(f"{address}propose/").status_code == 404


def test_a_unit_does_not_read_it_and_a_leader_changes_nothing(
    sits: Callable[[str], Client], address: str, first: Row
) -> None:
    assert sits("township").get(address).status_code == 403
    leader = sits("leader")
    assert not page(leader, address).xpath("//form[contains(@action, 'propose')]")
    assert leader.post(f"{address}propose/").status_code == 403
    sent = {"do": "serve", "server": f"commitment-{task().pk}"}
    assert leader.post(f"{address}rows/{first.pk}/act/", sent).status_code == 403


def test_the_page_stays_small(office: Client, address: str) -> None:
    assert len(office.get(address).content) < 100_000
