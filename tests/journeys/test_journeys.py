"""From the paper to the board, without an account, in two languages, by keyboard, on a phone."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sit(page: Page, role: str) -> None:
    page.locator(f"button[name=role][value={role}]").first.click()


def upload(page: Page, plan: Path) -> None:
    sit(page, "office")
    page.goto("/plans/")
    if not page.locator("input[type=file]").is_visible():
        page.locator("details.upload > summary").click()
    page.set_input_files("input[type=file]", plan)
    page.locator("details.upload button.main").click()
    page.wait_for_url(re.compile(r"/plans/\d+/$"))


def accept(page: Page) -> None:
    while page.locator("[data-look]").count():
        left = page.locator("[data-look]").count()
        page.locator("[data-look]").first.click()
        expect(page.locator("[data-look]")).to_have_count(left - 1)
    page.locator("a[data-accept]").click()
    page.locator("main form button.main").click()


def test_nothing_is_accepted_that_has_not_been_seen(page: Page, tmp_path: Path) -> None:
    plan = tmp_path / "方案.txt"
    plan.write_text("云溪县道路方案\n一、主要任务\n（一）修路。2024年6月前修路3公里。（责任单位：县交通局）\n", "utf-8")
    upload(page, plan)
    expect(page.locator("[data-look]")).to_have_count(1)
    page.locator("a[data-accept]").click()
    assert page.locator("main form button.main").is_disabled()
    page.go_back()
    accept(page)
    expect(page.locator("table.board tbody tr")).to_have_count(1)


@pytest.mark.shared
def test_the_real_plan_is_uploaded_corrected_accepted_and_found_on_the_board(page: Page, seed_plan: Path) -> None:
    upload(page, seed_plan)
    expect(page.locator(".number-line")).to_contain_text("任务 9 项")
    page.locator("a[data-accept]").click()
    new = page.locator("section[aria-labelledby=new-head] tbody tr")
    expect(new.first).to_be_visible()
    name = new.first.locator("th").inner_text().strip()
    new.first.locator("a").click()
    expect(page.locator("article.current .units")).to_contain_text(name)
    expect(page.locator(".paper .glow").first).to_contain_text(name)
    task = page.locator("article[data-key^=task-]").nth(7)
    task.locator("[data-edit]").click()
    field = page.locator("textarea[name=responsible]")
    field.fill(field.input_value() + "、县气象局")
    page.locator("form:has(textarea[name=responsible]) button").click()
    expect(page.locator("article[data-key^=task-]").nth(7)).to_contain_text("县气象局")
    expect(page.locator("article[data-key^=task-]").nth(7)).to_have_class("found current")
    accept(page)
    expect(page.locator("table.board tbody tr")).to_have_count(9)
    cell = page.locator("table.board tbody tr").nth(7).locator("a.cell[aria-label^='县气象局']")
    expect(cell).to_be_visible()
    cell.click()
    expect(page.locator(".drawer")).to_contain_text("县气象局")
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_have_count(0)


def test_a_visitor_reads_a_plan_and_downloads_its_table(page: Page, own_plan: Path) -> None:
    page.set_input_files("input[type=file]", own_plan)
    page.locator("form.drop button.main").click()
    expect(page.locator("article[data-key^=task-]").first).to_contain_text("增加停车泊位")
    with page.expect_download() as waiting:
        page.locator("button[formaction$='xlsx']").click()
    content = Path(waiting.value.path()).read_bytes()
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert any("县住建局" in str(cell) for row in rows for cell in row)
    assert waiting.value.suggested_filename.endswith(".xlsx")


def test_each_side_answers_the_other(page: Page, own_plan: Path) -> None:
    page.set_input_files("input[type=file]", own_plan)
    page.locator("form.drop button.main").click()
    page.locator(".paper .m-unit", has_text="县公安局").click()
    expect(page.locator("article.current")).to_contain_text("规范停车秩序")
    page.locator("article[data-key^=task-] h3").first.click()
    expect(page.locator(".paper .glow").first).to_contain_text("增加停车泊位")


def test_roles_and_languages_change_with_one_click(page: Page) -> None:
    sit(page, "leader")
    expect(page.locator("table.board")).to_be_visible()
    expect(page.locator("button[name=role][aria-pressed=true]")).to_have_text("县领导")
    page.locator("button[name=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("button[name=role][aria-pressed=true]")).to_have_text("Leader")
    sit(page, "township")
    page.wait_for_url("**/inbox/")
    page.locator("button[name=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_the_keyboard_alone_walks_edits_and_undoes(page: Page, own_plan: Path) -> None:
    upload(page, own_plan)
    tasks = page.locator("article[data-key^=task-]")
    expect(tasks.first).to_be_visible()
    doubts = page.locator("[data-group=doubts] .found.doubt").count()
    for _ in range(doubts + 1):
        page.keyboard.press("j")
    expect(tasks.nth(0)).to_have_class("found current")
    page.keyboard.press("j")
    expect(tasks.nth(1)).to_have_class("found current")
    page.keyboard.press("k")
    expect(tasks.nth(0)).to_have_class("found current")
    page.keyboard.press("e")
    field = page.locator("input[name=lead]")
    expect(field).to_be_focused()
    page.keyboard.type("县住建局")
    page.keyboard.press("Enter")
    expect(tasks.nth(0).locator("dt").first).to_contain_text("牵头单位")
    page.keyboard.press("u")
    expect(tasks.nth(0).locator("dt").first).to_contain_text("责任单位")


def test_words_that_are_selected_become_an_item(page: Page, own_plan: Path) -> None:
    upload(page, own_plan)
    block = page.locator(".paper p", has_text="为方便群众停车")
    block.select_text()
    page.locator("#tools button[value=task]").click()
    expect(page.locator("article[data-key^=task-]", has_text="为方便群众停车")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator("article[data-key^=task-]", has_text="为方便群众停车")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 390, 768, 1440])
def test_no_page_is_wider_than_its_window(width: int, page: Page, own_plan: Path) -> None:
    upload(page, own_plan)
    reading = page.url
    page.goto("/programmes/")
    page.locator("table a").first.click()
    board = page.url
    page.locator("table.board tbody th a").first.click()
    commitment = page.url
    page.locator(".parties a").first.click()
    unit = page.url
    page.set_viewport_size({"width": width, "height": 844})
    listed = [board.replace("board/", ""), board.replace("board/", "bodies/")]
    listed.append(f"{reading}accept/")
    for address in ("/", "/read/", "/plans/", "/programmes/", "/sign-in/", reading, board, commitment, unit, *listed):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (address, wide) == (address, width)
