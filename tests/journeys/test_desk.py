"""The programme desk, from an empty site to an amended programme: what its people do in turn, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from journeys import bodies as unit
from journeys import office as desk
from journeys.cast import DEPARTMENT, OFFICE, PHONE, PHRASE, TOWNSHIP, WIDE, People, fits, go, open_programme
from luoshi.units.actions import found_office

pytestmark = [pytest.mark.browser, pytest.mark.shared, pytest.mark.django_db(transaction=True)]

AREA = "以生态文明进步"
NEW_DUTY = "5.开展集中展示。2022年12月20日前，各乡镇（街道）、县级部门单位集中展示创建成果。"
OLD_DUTY = "2. 扎实推进创建。召开一次创建全国民族团结进步示范县工作推进会议，"
CHANGES = (
    ("11月30日前，各乡镇", "12月15日前，各乡镇"),
    ("加大空气污染防治力度，打好蓝天保卫战。", ""),
    ("努力创建国家生态文明建设示范县。", "努力创建国家生态文明建设示范县。每季度公布一次河流水质监测结果。"),
)


@pytest.fixture
def people(browser: Browser, transactional_db: None, live_server: LiveServer) -> Iterator[People]:
    """An empty county: the office, its account, and nothing else."""
    found_office(
        jurisdiction="石柱县", office=OFFICE, sign_in_name="office", name="创建办", post="主任科员", password=PHRASE
    )
    people = People(browser, str(live_server.url))
    yield people
    for context in browser.contexts:
        context.close()
    assert people.complaints == []


def changed_copy(plan: Path, folder: Path) -> Path:
    """The plan once more: sentences changed, added and taken out, a duty added, a duty taken out."""
    text = plan.read_text("utf-8")
    for old, new in CHANGES:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    lines = [line for line in text.splitlines() if not line.startswith(OLD_DUTY)]
    lines.insert(next(at for at, line in enumerate(lines) if line.startswith("（四）迎接验收阶段")), NEW_DUTY)
    copy = folder / "实施方案（修订）.txt"
    copy.write_text("\n".join(lines), "utf-8")
    return copy


def compare(page: Page, plan: Path) -> None:
    """Read the new version and compare it with the one that runs."""
    open_programme(page, "amendments")
    page.set_input_files("input[type=file]", plan)
    page.locator("details.upload button.main").click()
    open_programme(page, "amendments")
    page.locator("form[action$='/open/'] button").click()
    changes = page.locator("article.change")
    expect(page.locator("article.change[data-kind=added]")).to_contain_text("集中展示创建成果")
    expect(page.locator("article.change[data-kind=removed]")).to_contain_text("工作推进会议")
    expect(page.locator("article.change[data-kind=changed]")).to_have_count(2)
    area = changes.filter(has_text=AREA)
    expect(area.locator("del").first).to_contain_text("打好蓝天保卫战")
    expect(area.locator("ins").first).to_contain_text("每季度公布一次河流水质监测结果")


def decide_changes(page: Page) -> None:
    """Change by change; then the amendment is closed and stays readable."""
    while left := page.locator("article.change[data-decision=open]").count():
        page.locator("article.change[data-decision=open] button[value=accepted]").first.click()
        expect(page.locator("article.change[data-decision=open]")).to_have_count(left - 1)
    page.locator("form[action$='/close/'] button").click()
    page.locator("main table th a[href*='/amendments/']").first.click()
    accepted = page.locator("article.change[data-decision=accepted]")
    expect(accepted).to_have_count(4)
    expect(accepted.first).to_contain_text("创建办")
    accepted.filter(has_text=AREA).locator("a[href$='/history/']").click()
    expect(page.locator("article.change")).to_have_count(2)  # as it was issued, and as it is now
    expect(page.locator("article.change", has_text="打好蓝天保卫战")).not_to_have_count(0)


def keeps_what_it_had(township: Page, hard: str, department: Page, owed: str) -> None:
    """What was received, asked, answered and reported stands as before; only the new duty waits for a receipt."""
    township.goto(hard)
    expect(township.locator(".thread").last).to_contain_text(unit.LACKING)
    expect(township.locator(".thread").last).to_contain_text(unit.HELP)
    go(township, "inbox")
    expect(township.locator("form.receive")).to_contain_text("1 项")
    department.goto(owed)
    expect(department.locator(".thread").first).to_contain_text(unit.REPORT)
    expect(department.locator("main")).to_contain_text("每季度公布一次河流水质监测结果")


def is_kept_out(page: Page, *addresses: str) -> None:
    """Another body's work and the office's desk are not for everybody, and that is said in plain words."""
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert (address, answer.status) in {(address, 403), (address, 404)}
        expect(page.locator("main h1")).to_be_visible()
        expect(page.locator("main")).not_to_contain_text("Traceback")
        fits(page)


def test_a_plan_is_agreed_issued_worked_on_and_amended(people: People, seed_plan: Path, tmp_path: Path) -> None:
    office = people.sit("office", PHRASE, viewport=WIDE)
    desk.bring_units(office, "seed-units.csv", 43)
    desk.bring_units(office, "seed-townships.csv", 33)
    desk.upload(office, seed_plan)
    desk.resolve_groups(office)
    desk.accept(office)
    desk.work_by_keyboard(office)
    desk.set_leads(office)
    desk.settle_what_hinders(office)
    start = {name: desk.open_account(office, name, of) for name, of in (("dept", DEPARTMENT), ("town", TOWNSHIP))}
    department = people.arrive("dept", start["dept"], viewport=WIDE)
    township = people.arrive("town", start["town"], viewport=PHONE)
    desk.ask_for_comments(office)
    unit.comment_twice(department)
    unit.say_nothing(township)
    desk.decide_comments(office)
    desk.take_opinion_table(office)
    desk.close_and_issue(office)
    unit.receive(township)
    owed = unit.object_to(department, AREA)
    unit.is_received(office, of=2)
    unit.decide_objection(office)
    unit.report(department, owed)
    hard = unit.raise_difficulty(township, AREA)
    unit.solve_difficulty(office, department)
    township.goto(hard)
    expect(township.locator(".work-facts .difficulty")).to_have_count(0)
    compare(office, changed_copy(seed_plan, tmp_path))
    decide_changes(office)
    keeps_what_it_had(township, hard, department, owed)
    open_programme(office, "board")
    work = office.url.replace("/board/", "")
    for page, other in ((department, hard), (township, owed)):
        is_kept_out(page, other, f"{work}/grid/", f"{work}/issue/", "/accounts/", "/units/", "/plans/")
