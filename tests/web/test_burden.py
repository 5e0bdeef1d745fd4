"""The pages of the burden ledger, and the warning before a day of the month is set."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html

from luoshi.reporting.models import Reporting, Request


@pytest.fixture
def township(sits: Callable[[str], Client]) -> Client:
    """A liaison of a township."""
    return sits("township")


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def settings(client: Client, site: int, **given: str) -> tuple[int, html.HtmlElement | None]:
    response = client.post(f"/programmes/{site}/reports/settings/", {"approval": "none", **given})
    return response.status_code, html.fromstring(response.content.decode()) if response.content else None


def test_a_month_is_chosen_by_a_link(office: Client, site: int) -> None:
    whole = page(office, f"/programmes/{site}/burden/")
    link = whole.xpath("//nav[contains(@class, 'desk-kinds')]/a[@class='chip number']/@href")[0]
    assert whole.xpath("//section[@aria-labelledby='by-month']")
    month = page(office, f"/programmes/{site}/burden/{link}")
    assert month.xpath("//nav[contains(@class, 'desk-kinds')]/a[@aria-current='page']/@href") == [link]
    assert len(month.xpath("//section[@aria-labelledby='by-unit']//tbody/tr[1]/td")) == 7


def test_a_month_in_which_nothing_was_asked_is_told_so(office: Client, site: int) -> None:
    shown = page(office, f"/programmes/{site}/burden/?month=2025-01", 404)
    assert "该月没有报送要求" in shown.text_content()


@pytest.mark.parametrize("role", ["office", "leader"])
def test_the_county_is_reached_from_the_list_of_programmes(sits: Callable[[str], Client], role: str) -> None:
    client = sits(role)
    address = page(client, "/programmes/").xpath("//div[@class='actions']/a/@href")[0]
    assert address == "/burden/"
    assert page(client, address).xpath("//tbody/tr/th | //div[@class='empty']")


def test_a_unit_reaches_its_own_line_from_its_inbox_and_not_the_countys(township: Client, site: int) -> None:
    (address,) = page(township, "/inbox/").xpath("//div[@class='actions']/a/@href[contains(., 'burden')]")
    shown = page(township, address)
    assert shown.xpath("//tbody//a/@href")
    assert township.get("/burden/").status_code == 403
    assert not page(township, "/programmes/").xpath("//a[@href='/burden/']")


def test_a_leader_has_no_line_of_its_own(sits: Callable[[str], Client]) -> None:
    assert sits("leader").get("/burden/ours/").status_code == 403


@pytest.mark.parametrize("month", ["x", "2026-13", "0000-01", "2026-1", "２０２６-01", "9999-12", "0001-01"])
def test_any_month_is_a_page(office: Client, township: Client, month: str) -> None:
    assert office.get("/burden/", {"month": month}).status_code == 200
    assert township.get("/burden/ours/", {"month": month}).status_code == 200


def test_a_day_that_leaves_no_time_is_kept_by_a_second_press(office: Client, site: int) -> None:
    status, shown = settings(office, site, day="23")
    assert status == 409
    assert shown is not None
    assert "2026年11月23日" in shown.xpath("string(//section[@aria-labelledby='set']//div[@role='alert'])")
    assert not Reporting.objects.filter(day=23).exists()
    form = shown.xpath("//section[@aria-labelledby='set']//form")[0]
    hidden = {name: form.xpath(f".//input[@name='{name}']/@value")[0] for name in ("mark", "confirmed", "day")}
    status, _shown = settings(office, site, **hidden)
    assert (status, Reporting.objects.get().day) == (302, 23)
    page(office, f"/programmes/{site}/reports/")
    assert Request.objects.filter(period__due__day=23).exists()


def test_a_day_that_was_changed_after_the_warning_is_looked_at_anew(office: Client, site: int) -> None:
    _status, shown = settings(office, site, day="23")
    assert shown is not None
    mark = shown.xpath("//input[@name='mark']/@value")[0]
    assert settings(office, site, day="24", mark=mark, confirmed="1")[0] == 409
    assert settings(office, site, day="28", mark=mark, confirmed="1")[0] == 302
