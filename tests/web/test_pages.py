"""Every page for every role, what a page may hold, and how heavy the first one is."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from web.cast import ROLES

OPEN = ("start", "read", "sign-in")
OFFICE_AND_LEADER = ("plans", "reading")
KILOBYTE = 1024


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_pages_and_no_others(
    role: str, sits: Callable[[str], Client], addresses: dict[str, str]
) -> None:
    client = sits(role)
    for name, address in addresses.items():
        closed = name in OFFICE_AND_LEADER and role in ("department", "township")
        assert (name, client.get(address).status_code) == (name, 403 if closed else 200)


def test_no_section_is_offered_that_would_be_refused(sits: Callable[[str], Client]) -> None:
    for role in ROLES:
        client = sits(role)
        page = html.fromstring(client.get("/").content.decode())
        assert {client.get(link).status_code for link in page.xpath("//nav[@class='nav']/a/@href")} == {200}


def test_a_visitor_is_asked_to_sign_in_everywhere_but_on_the_open_pages(addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        response = Client().get(address)
        if name in OPEN:
            assert response.status_code == 200
        else:
            assert response.status_code == 302
            assert response["Location"].startswith("/sign-in/?next=")


def test_a_stranger_to_the_address_gets_a_page_of_ours_in_chinese(site: int) -> None:
    response = Client().get("/plans/999999/")
    assert response.status_code == 302
    client = Client()
    client.post("/role/", {"role": "office"})
    response = client.get("/plans/999999/")
    assert response.status_code == 404
    assert "没有这份方案" in response.content.decode()


@pytest.mark.parametrize("role", ["office", "township"])
def test_no_page_holds_a_script_or_a_style_of_its_own(
    role: str, sits: Callable[[str], Client], addresses: dict[str, str]
) -> None:
    client = sits(role)
    for address in addresses.values():
        response = client.get(address)
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]
        page = html.fromstring(response.content.decode())
        assert page.xpath("//style | //script[not(@src)] | //*[@style]") == []
        assert [name for element in page.iter() for name in element.attrib if name.startswith("on")] == []
        hosts = page.xpath("//script/@src | //link/@href | //img/@src")
        assert [host for host in hosts if not host.startswith("/static/")] == []


def test_every_page_says_where_it_is_and_can_be_skipped_to(office: Client, addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        if name == "cell":
            continue
        page = html.fromstring(office.get(address).content.decode())
        assert len(page.xpath("//h1")) == 1
        assert page.xpath("//a[@class='skip']/@href") == ["#main"]
        assert page.xpath("//main[@id='main']")
        assert page.xpath("//html/@lang") == ["zh-hans"]
        assert page.xpath("//input[not(@type='hidden') and not(@id)]") == []


def test_labels_and_names_belong_to_every_field(office: Client, draft: str) -> None:
    key = html.fromstring(office.get(draft).content.decode()).xpath("//article/@data-key")[0]
    page = html.fromstring(office.get(f"{draft}edit/", {"item": key}).content.decode())
    fields = page.xpath("//main//input[not(@type='hidden')]/@id | //main//textarea/@id | //main//select/@id")
    assert fields
    assert set(fields) <= set(page.xpath("//label/@for"))


def test_the_first_view_weighs_less_than_a_hundred_kilobytes(site: int) -> None:
    response = Client().get("/")
    page = html.fromstring(response.content.decode())
    weight = len(response.content)
    for address in page.xpath("//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href"):
        found = finders.find(str(address).removeprefix("/static/"))
        assert isinstance(found, str)
        with open(found, "rb") as file:  # noqa: PTH123 - the finder gives text
            weight += len(file.read())
    assert weight < 100 * KILOBYTE


def test_a_reading_travels_in_less_than_a_hundred_kilobytes(office: Client, draft: str) -> None:
    assert len(gzip.compress(office.get(draft).content)) < 100 * KILOBYTE


def test_a_board_shows_every_area_and_opens_the_group_on_request(office: Client, addresses: dict[str, str]) -> None:
    page = html.fromstring(office.get(addresses["board"]).content.decode())
    assert len(page.xpath("//table[@class='board']/tbody/tr")) == 9
    group = page.xpath("//th[@class='group']/a/@href")[0]
    opened = html.fromstring(office.get(addresses["board"] + group).content.decode())
    before, after = (len(one.xpath("//table[@class='board']/thead//th")) for one in (page, opened))
    assert after - before == 33


def test_every_number_of_the_first_line_opens_a_page(office: Client) -> None:
    page = html.fromstring(office.get("/").content.decode())
    links = page.xpath("//p[contains(@class, 'state-line')]//a/@href")
    assert len(links) > 4
    assert {office.get(link).status_code for link in links} == {200}


def test_a_site_that_is_no_demonstration_offers_neither_roles_nor_reading(db: None) -> None:
    client = Client()
    assert client.get("/").status_code == 200
    assert client.get("/read/").status_code == 404
    assert client.post("/role/", {"role": "office"}).status_code == 404
    assert "role" not in client.get("/").content.decode().split("<main")[0].replace('role="', "")


def test_an_unknown_role_is_not_found(site: int) -> None:
    assert Client().post("/role/", {"role": "emperor"}).status_code == 404


def test_after_choosing_a_role_one_lands_where_one_wanted_to_go(site: int, addresses: dict[str, str]) -> None:
    response = Client().post("/role/", {"role": "leader", "next": addresses["board"]})
    assert response["Location"] == addresses["board"]
    response = Client().post("/role/", {"role": "leader", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/desk/"


def test_pages_of_the_desk_are_never_shown_from_memory(office: Client, addresses: dict[str, str]) -> None:
    assert office.get(addresses["plans"]).headers["Cache-Control"] == "no-store"


def test_a_file_that_is_here_already_is_taken_and_said(office: Client) -> None:
    content = "云溪县道路方案\n一、主要任务\n（一）修路。修路3公里。（责任单位：县交通局）\n".encode()
    pages = [
        office.post("/plans/upload/", {"file": SimpleUploadedFile("方案.txt", content)}, follow=True).content.decode()
        for _ in range(2)
    ]
    assert ["同一文件" in page for page in pages] == [False, True]
