"""The pages of demonstration sites."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from luoshi.demonstration.queries import account
from luoshi.programme import actions, queries
from luoshi.tenancy.rules import Actor
from luoshi.units.queries import seat
from made.pictures import PLACE, jpeg, png
from web.conftest import TODAY

MOST_QUERIES = 15


def actor(role: str) -> Actor:
    return seat(account(role)).actor


@pytest.fixture
def category(site: int) -> int:
    """The first category of the demonstration's structure."""
    return queries.sites(actor("office"), site).schemes[0].categories[0].id


@pytest.fixture
def hosted(site: int, category: int) -> int:
    """A site that the township of the cast keeps."""
    return propose(site, category, "枫溪便民驿站")


def propose(site: int, category: int, name: str) -> int:
    (host,) = actor("township").liaison_ids
    return actions.propose_site(
        actor=actor("office"),
        programme_id=site,
        category_id=category,
        host_id=host,
        name=name,
        today=TODAY,
        reason="演示",
    )


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def send(client: Client, site: int, **more: object) -> tuple[int, html.HtmlElement]:
    """What the form of a picture answers."""
    file = SimpleUploadedFile("a.jpg", jpeg())
    response = client.post(f"/sites/{site}/pictures/", {"file": file, "caption": "驿站外景", **more})
    return response.status_code, html.fromstring(response.content.decode() or "<p/>")


# --- the list ---------------------------------------------------------------------------------------------------


def test_every_category_shows_how_far_it_is_filled(office: Client, site: int, hosted: int) -> None:
    shown = page(office, f"/programmes/{site}/sites/")
    categories = [c for scheme in queries.sites(actor("office"), site).schemes for c in scheme.categories]
    assert len(shown.xpath("//section[@class='site-category']")) == len(categories) > 1
    assert len(shown.xpath("//svg[@class='quota-bar']")) == len(categories) + 1
    assert shown.xpath(f"//a[@href='/sites/{hosted}/']")


@pytest.mark.parametrize(("role", "offered"), [("office", True), ("township", False), ("leader", False)])
def test_only_the_office_is_offered_to_propose(
    sits: Callable[[str], Client], site: int, hosted: int, role: str, offered: bool
) -> None:
    client = sits(role)
    address = f"/programmes/{site}/sites/new/"
    shown = page(client, f"/programmes/{site}/sites/")
    assert bool(shown.xpath(f"//a[starts-with(@href, '{address}')]")) is offered
    assert client.get(address).status_code == (200 if offered else 403)
    assert client.get(f"/programmes/{site}/sites/quotas/").status_code == (200 if offered else 403)


def test_the_office_proposes_a_site_on_the_page(office: Client, site: int, category: int) -> None:
    (host,) = actor("township").liaison_ids
    said = {"category": category, "host": host, "name": "枫溪驿站", "profile": "", "reason": ""}
    response = office.post(f"/programmes/{site}/sites/new/", said)
    assert response.status_code == 302
    assert page(office, response["Location"]).xpath("//h1")[0].text_content() == "枫溪驿站"


def test_a_quota_that_would_be_exceeded_is_said_at_the_reason_and_keeps_what_was_typed(
    office: Client, site: int, category: int
) -> None:
    most = queries.sites(actor("office"), site).schemes[0].categories[0].filled.quota.most
    for number in range(most or 0):
        propose(site, category, f"驿站{number}")
    (host,) = actor("township").liaison_ids
    said = {"category": category, "host": host, "name": "多一个", "profile": "有停车场", "reason": ""}
    response = office.post(f"/programmes/{site}/sites/new/", said)
    shown = html.fromstring(response.content.decode())
    assert response.status_code == 422
    assert shown.xpath("//*[@id='id_reason_error']")
    assert shown.xpath("//input[@id='id_name']/@value") == ["多一个"]
    assert office.post(f"/programmes/{site}/sites/new/", {**said, "reason": "经研究增加"}).status_code == 302


# --- one site ---------------------------------------------------------------------------------------------------


def test_the_next_states_are_buttons_of_the_office_alone(
    sits: Callable[[str], Client], office: Client, hosted: int
) -> None:
    known = {move.verb for move in queries.site(actor("office"), hosted).moves}
    assert (
        set(page(office, f"/sites/{hosted}/").xpath("//button[@name='verb']/@value"))
        == known
        == {
            "cultivate",
            "withdraw",
        }
    )
    assert page(sits("township"), f"/sites/{hosted}/").xpath("//button[@name='verb']") == []


@pytest.mark.parametrize("reason", [" ", "请联系13812345678"])
def test_a_site_is_withdrawn_with_a_reason_only(office: Client, hosted: int, reason: str) -> None:
    response = office.post(f"/sites/{hosted}/move/", {"verb": "withdraw", "reason": reason})
    assert response.status_code == 422
    assert html.fromstring(response.content.decode()).xpath("//details[@open]//p[@class='field-error']")
    assert office.post(f"/sites/{hosted}/move/", {"verb": "withdraw", "reason": "选址调整"}).status_code == 302


def test_a_host_edits_the_profile_and_sees_no_other_field(sits: Callable[[str], Client], hosted: int) -> None:
    client = sits("township")
    fields = page(client, f"/sites/{hosted}/edit/").xpath("//main//textarea/@name | //main//input/@name")
    assert set(fields) == {"csrfmiddlewaretoken", "seen", "profile"}
    said = {"profile": "驿站设有阅览角。", "seen": 0, "name": "别名"}
    assert client.post(f"/sites/{hosted}/edit/", said).status_code == 302
    sheet = queries.site(actor("office"), hosted)
    assert (sheet.profile, sheet.name) == ("驿站设有阅览角。", "枫溪便民驿站")


def test_a_stale_form_keeps_what_was_typed(office: Client, sits: Callable[[str], Client], hosted: int) -> None:
    assert sits("township").post(f"/sites/{hosted}/edit/", {"profile": "先到", "seen": 0}).status_code == 302
    sheet = queries.site(actor("office"), hosted)
    said = {"category": sheet.category_id, "host": sheet.host_id, "name": "新名", "profile": "后到", "seen": 0}
    response = office.post(f"/sites/{hosted}/edit/", {**said, "reason": ""})
    assert response.status_code == 409
    assert "后到" in html.fromstring(response.content.decode()).xpath("//textarea")[0].text
    assert queries.site(actor("office"), hosted).profile == "先到"


def test_another_department_edits_nothing(sits: Callable[[str], Client], hosted: int) -> None:
    client = sits("department")
    assert client.get(f"/sites/{hosted}/").status_code == 200
    assert client.get(f"/sites/{hosted}/edit/").status_code == 403
    assert send(client, hosted)[0] == 403


# --- pictures ---------------------------------------------------------------------------------------------------


def test_a_picture_is_served_as_what_it_is_and_to_nobody_else(
    sits: Callable[[str], Client], hosted: int, folder: Path
) -> None:
    client = sits("township")
    assert send(client, hosted)[0] == 302
    (address,) = page(client, f"/sites/{hosted}/").xpath("//img/@src")
    response = client.get(address)
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xff\xd8")
    assert PLACE not in content
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert Client().get(address).status_code == 302


def test_what_is_no_picture_is_said_at_its_field(office: Client, hosted: int, folder: Path) -> None:
    status, shown = send(office, hosted, file=SimpleUploadedFile("a.jpg", b"GIF89a........"))
    assert status == 422
    assert shown.xpath("//*[@id='id_file_error']")
    assert shown.xpath("//input[@id='id_caption']/@value") == ["驿站外景"]


def test_a_withdrawn_picture_is_gone_from_its_address(office: Client, hosted: int, folder: Path) -> None:
    send(office, hosted, file=SimpleUploadedFile("a.png", png()))
    (address,) = page(office, f"/sites/{hosted}/").xpath("//img/@src")
    assert office.post(f"{address}withdraw/", {"reason": ""}).status_code == 422
    assert office.post(f"{address}withdraw/", {"reason": "重拍"}).status_code == 302
    assert office.get(address).status_code == 404
    assert office.post(f"{address}restore/").status_code == 302
    assert b"".join(office.get(address).streaming_content).startswith(b"\x89PNG")


# --- quotas -----------------------------------------------------------------------------------------------------


def test_the_office_corrects_a_quota_and_is_told_where_it_is_none(office: Client, site: int, category: int) -> None:
    address = f"/programmes/{site}/sites/quotas/"
    said = {"verb": "set-category", "row": category, "name": "便民驿站", "least": 1, "most": 3}
    assert office.post(address, said).status_code == 302
    response = office.post(address, {**said, "least": 4})
    assert response.status_code == 422
    shown = html.fromstring(response.content.decode())
    assert shown.xpath(f"//input[@id='set-category_{category}_least']/@value") == ["4"]
    assert shown.xpath(f"//*[@id='set-category_{category}_most_error']")


def test_the_office_adds_and_takes_out_a_category(office: Client, site: int) -> None:
    address = f"/programmes/{site}/sites/quotas/"
    scheme = queries.sites(actor("office"), site).schemes[0].id
    said = {"verb": "add-category", "row": scheme, "name": "新类别", "least": "", "most": ""}
    assert office.post(address, said).status_code == 302
    made = queries.sites(actor("office"), site).schemes[0].categories[-1]
    assert made.name == "新类别"
    assert office.post(address, {"verb": "drop-category", "row": made.id}).status_code == 302


# --- speed ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["office", "township"])
def test_the_list_asks_as_often_at_two_hundred_sites_as_at_one(
    sits: Callable[[str], Client], site: int, category: int, role: str
) -> None:
    propose(site, category, "第一处")
    client, counts = sits(role), []
    for more in (0, 199):
        for number in range(more):
            propose(site, category, f"第{number + 2}处")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/programmes/{site}/sites/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_site_asks_little(office: Client, hosted: int, folder: Path) -> None:
    send(office, hosted)
    for address in (f"/sites/{hosted}/", f"/sites/{hosted}/edit/"):
        with CaptureQueriesContext(connection) as asked:
            assert office.get(address).status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n".join(query["sql"][:160] for query in asked)
