"""The course of a plan to its verdict: self-check, review, gaps sent out, a forecast over the threshold, inspection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from journeys.cast import PHONE, PHRASE, WIDE, People, fits
from journeys.conftest import TODAY
from luoshi.assessment.models import Gap, Round
from luoshi.demonstration.actions import create_demonstration
from luoshi.demonstration.queries import account
from luoshi.reporting.models import Request
from luoshi.tenancy import actions as tenancy
from luoshi.tenancy.rules import Role, site_actor
from luoshi.units import actions as units
from luoshi.units.queries import seat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(browser: Browser, transactional_db: None, live_server: LiveServer, settings: Settings) -> Iterator[People]:
    """The fictional county in its self-check; accounts for its office, a department that is asked, and an inspector."""
    settings.DEMONSTRATION = True
    create_demonstration(today=TODAY, lived=True)
    office = seat(account("office")).actor
    county, own = site_actor(office.jurisdiction_id), min(office.office_ids)
    asked = Gap.objects.get(row__code="4.2").asks_id
    for name, post, role, unit in (
        ("desk", "专班", Role.OFFICE, own),
        ("school", "联络员", Role.LIAISON, asked),
        ("visitor", "核查组", Role.INSPECTOR, own),
    ):
        made = tenancy.create_account(
            jurisdiction_id=office.jurisdiction_id, sign_in_name=name, name=post, password=PHRASE
        )
        units.join(actor=county, account_id=made.pk, unit_id=unit, role=role)
    people = People(browser, str(live_server.url))
    yield people
    for context in browser.contexts:
        context.close()
    assert people.complaints == []


def assessment(page: Page) -> None:
    """The assessment of the one programme."""
    page.goto("/programmes/")
    page.locator("main table th a").first.click()
    page.locator(".tabs a[href$='/assessment/']").click()
    expect(page.locator(".tabs a[href$='/assessment/']")).to_have_attribute("aria-current", "page")


def open_subject(page: Page, name: str) -> None:
    """The rows of a round of the programme."""
    assessment(page)
    page.locator("main tr", has=page.get_by_role("link", name=name, exact=True)).locator(
        "a[href*='/subjects/']"
    ).click()


def mark(page: Page, row: str, field: str, value: str, reason: str = "") -> None:
    """Mark a row of the subject that is shown, and come back to it."""
    page.locator("main a[href*='/rows/']", has_text=row).first.click()
    control = page.locator(f"main [name={field}]")
    if control.first.get_attribute("type") == "radio":
        page.locator(f"main [name={field}][value='{value}']").check(force=True)
    else:
        control.first.fill(value)
    page.locator("main [name=reason]").first.fill(reason)
    page.locator("main button[name=stay]").click()
    expect(page.locator("main a[href*='/rows/']").first).to_be_visible()


def close(page: Page, name: str) -> None:
    """Close a round for good, by its own page."""
    assessment(page)
    page.get_by_role("link", name=name, exact=True).click()
    page.locator("a[href$='/close/']").click()
    page.locator("form button.main").click()
    assert Round.objects.get(name=name).digest


def plan(page: Page, kind: str, name: str) -> None:
    """Plan a round and open it."""
    assessment(page)
    page.locator("a[href$='/rounds/new/']").click()
    page.select_option("main [name=kind]", kind)
    page.fill("main [name=name]", name)
    page.locator("main form button.main").click()
    page.locator("form[action$='/open/'] button").click()
    expect(page.locator("form[action$='/open/']")).to_have_count(0)


def proved(page: Page) -> Decimal:
    """What the forecast says can be proved: the first figure of its first words."""
    assessment(page)
    page.locator("main a[href$='/forecast/']").click()
    figure = re.search(r"可证 ([\d.]+)", page.locator("main").inner_text())
    assert figure
    return Decimal(figure.group(1))


def send_gaps(page: Page) -> None:
    """Bring the gaps up to the marks, take the smallest set and the gap of row 4.2, look at it and send it out."""
    page.locator("form[action$='/renew/'] button").click()
    page.locator("[name=reach]").fill("80")
    page.locator("form:has([name=reach]) button").first.click()
    expect(page.locator("[name=gap]:checked")).not_to_have_count(0)
    page.get_by_role("checkbox", name="检查结果互认").check()
    page.locator("form[action$='/send/'] button.main").last.click()
    page.locator("button[name=step][value=send]").click()


def answer(page: Page) -> None:
    """A department answers on the phone what the office asked for the row."""
    asked = Request.objects.get(question__gaps__row__code="4.2", unit__memberships__account__sign_in_name="school")
    page.goto(f"/reports/{asked.pk}/")
    page.locator("[name=text]").fill("互认已覆盖所有公立医疗机构，文件已印发。")
    page.locator("form[data-draft] button.main").click()
    page.wait_for_url("**/inbox/")
    asked.refresh_from_db()
    assert asked.state == "reported"


def check_oneself(page: Page) -> None:
    """What the self-check had left is marked, and it is closed."""
    open_subject(page, "自查自评")
    mark(page, "街面秩序", "choice", "1")
    mark(page, "弄虚作假", "struck", "no")
    mark(page, "检查结果互认", "value", "80")
    mark(page, "规范化司法所", "value", "69")
    close(page, "自查自评")


def review(page: Page) -> None:
    """The office looks again at what was answered."""
    plan(page, "review", "办公室再核")
    open_subject(page, "办公室再核")
    for row in ("检查结果互认", "老旧小区改造", "新增公共停车位", "河道生态修复"):
        mark(page, row, "value", "100", "材料已核")


def test_a_plan_runs_from_its_self_check_to_its_verdict(people: People) -> None:
    desk = people.sit("desk", PHRASE, viewport=WIDE)
    check_oneself(desk)
    before = proved(desk)
    send_gaps(desk)
    answer(people.sit("school", PHRASE, viewport=PHONE))
    review(desk)
    assert before < 90 <= proved(desk)
    close(desk, "办公室再核")

    plan(desk, "inspection", "省级核查")
    visitor = people.sit("visitor", PHRASE, viewport=PHONE)
    open_subject(visitor, "省级核查")
    fits(visitor)
    mark(visitor, "老旧小区改造", "value", "98", "抽查二处未完工")
    close(desk, "省级核查")

    plan(desk, "official", "正式测评")
    open_subject(desk, "正式测评")
    mark(desk, "老旧小区改造", "points", "5")
    assessment(desk)
    desk.get_by_role("link", name="正式测评", exact=True).click()
    desk.locator("form[action$='/paper/'] input[type=text]").first.fill("验收发〔2027〕5号")
    desk.locator("form[action$='/paper/'] button").click()
    close(desk, "正式测评")
    assert [one.state for one in Round.objects.order_by("order")] == ["closed"] * 5
