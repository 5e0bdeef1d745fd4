"""What the programme office does until a programme is issued: units, plan, names, grid, accounts, comments, issue."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from docx import Document
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from journeys.cast import DOMAIN, OFFICE, go, open_programme, turn

STRANGERS = ("县创建工作领导小组", "市民族宗教委")  # the plan names them, and neither is a body of the county
SUGGESTED = "县乡村振兴局"
COMMENTS = ("建议与县乡村振兴局共同牵头。", "建议把自查时间推迟一个月。")
WHY_NOT = "自查时间由方案确定。"


def bring_units(page: Page, name: str, rows: int) -> None:
    """A list of units: the fate of each row is shown before anything is written."""
    go(page, "units")
    page.locator("a[href='/units/import/']").first.click()
    page.set_input_files("input[type=file]", DOMAIN / name)
    page.locator("main form button.main").click()
    expect(page.locator("table.keep tbody tr")).to_have_count(rows)
    page.locator("main form button.main").click()
    page.wait_for_url(re.compile(r"/units/$"))


def upload(page: Page, plan: Path) -> None:
    """The plan, read at once; every doubt is looked at."""
    go(page, "plans")
    page.set_input_files("input[type=file]", plan)
    page.locator("details.upload button.main").click()
    page.wait_for_url(re.compile(r"/plans/\d+/$"))
    while left := page.locator("[data-look]").count():
        page.locator("[data-look]").first.click()
        expect(page.locator("[data-look]")).to_have_count(left - 1)


def resolve_groups(page: Page) -> None:
    """From the page before accepting to the groups; the plan writes one of them in two ways."""
    page.locator("a[data-accept]").click()
    page.locator("section[aria-labelledby=groups-head] a[href='/units/groups/']").click()
    page.locator("main table a", has_text="各乡镇（街道）").click()
    expect(page.locator("[name=unit]:checked")).to_have_count(33)
    page.locator("button[value=confirm]").click()
    page.locator("main details.sheet > summary").click()
    page.fill("main details [name=name]", "县级部门单位")
    page.fill("main details [name=aliases]", "县级各部门单位")
    page.locator("main details button.main").click()
    expect(page.locator("[name=unit]:checked")).to_have_count(42)
    page.locator("button[value=confirm]").click()
    expect(page.locator("main [data-light=done]")).to_have_count(2)
    go(page, "plans")
    page.locator("main table th a").first.click()


def accept(page: Page) -> None:
    """Answer who the unknown names are, accept; the programme is a draft and leads to its grid."""
    page.locator("a[data-accept]").click()
    asked = page.locator(".names-table tbody tr:has(select)")
    expect(asked.locator("th")).to_have_text([re.compile(name) for name in STRANGERS])
    for row in asked.all():
        row.locator("select").select_option("other")
    page.locator(".names-table ~ p.buttons button").click()
    expect(asked).to_have_count(0)
    page.locator("section[aria-labelledby=accept-head] button.main").click()
    page.wait_for_url(re.compile(r"/programmes/\d+/board/$"))
    page.locator("main .note a[href$='/grid/']").click()


def work_by_keyboard(page: Page) -> None:
    """The sum is in sight; arrows move, space ticks, u takes it back."""
    tally = page.locator(".tally")
    expect(tally).to_contain_text("401")
    expect(tally).to_contain_text("3983")
    page.locator(".marks a").first.click()
    expect(page.locator(".marks a").first).to_have_attribute("aria-current", "true")
    cell = page.locator(".grid button.tick[data-cell]").first
    cell.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".grid button.tick[data-cell]").nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(cell).to_be_focused()
    before = cell.get_attribute("aria-pressed") or ""
    page.keyboard.press("Space")
    expect(cell).not_to_have_attribute("aria-pressed", before)
    expect(cell).to_be_focused()
    page.keyboard.press("u")
    expect(cell).to_have_attribute("aria-pressed", before)
    purposes = page.locator(".grid tr.purpose")
    stated = purposes.count()
    page.keyboard.press("x")  # the sentence states a purpose and is not tracked
    expect(purposes).to_have_count(stated + 1)
    page.keyboard.press("u")
    expect(purposes).to_have_count(stated)


def set_leads(page: Page) -> None:
    """A lead is suggested with its reason, or said to have no ground; the office sets either."""
    lead = page.locator("#lead-part")
    for at, (suggested, name) in enumerate(((SUGGESTED, SUGGESTED), ("", "县发展改革委"))):
        page.locator(".marks a").nth(at).click()
        expect(page.locator(".marks a").nth(at)).to_have_attribute("aria-current", "true")
        expect(lead.locator("b")).to_have_text([suggested] if suggested else [])
        lead.locator("[name=party]").select_option(label=name)
        lead.locator("button[value=lead]").click()
        expect(lead.locator("b")).to_have_text([name])


def settle_what_hinders(page: Page) -> None:
    """Every duty without a body is the office's own, or states a purpose only; no stranger of the county owes."""
    purpose = True
    while page.locator("[data-next-fault]").count():
        page.locator("[data-next-fault]").click()
        expect(page.locator(".chosen-head .late")).not_to_have_count(0)
        left = int(re.search(r"\d+", page.locator(".tally .late").last.inner_text())[0])  # type: ignore[index]
        if purpose:
            page.locator("button[value=not-track-all]").click()
        else:
            name_the_office(page)
        purpose = False
        expect(page.locator(".tally")).to_contain_text(f"{left - 1} 处" if left > 1 else "✓")
    for title in ("4.补充完善工作", "3.市民族宗教委"):
        page.locator(".marks a", has_text=title).click()
        stranger = page.locator(".named li").filter(has_text=re.compile("|".join(STRANGERS)))
        name_the_office(page)
        expect(page.locator(".named li")).to_have_count(2)
        stranger.locator("button[value^=drop]").click()
        expect(page.locator(".named li")).to_have_count(1)


def name_the_office(page: Page) -> None:
    field = page.locator("[data-name-more]")
    field.fill(OFFICE)
    field.press("Enter")


def open_account(page: Page, name: str, unit: str) -> str:
    """An account for the liaison of a body; gives the start password, which is shown once."""
    go(page, "units")
    page.locator(".tabs a[href='/accounts/']").click()
    page.locator("a[href='/accounts/new/']").first.click()
    page.locator("[name=unit]").select_option(label=unit)
    page.locator("[name=role]").select_option("liaison")
    page.fill("main [name=sign_in_name]", name)
    page.fill("main [name=name]", f"{unit}联络员")
    page.fill("main [name=contact]", "办公室 023-00000000")
    page.locator("main form button.main").click()
    return page.locator(".start-password").inner_text()


def ask_for_comments(page: Page) -> None:
    """From the grid on which nothing hinders any more to the round of comments."""
    open_programme(page, "grid")
    page.locator(".tally a[href$='/consulting/']").click()
    page.fill("main [name=answers_by]", (date.today() + timedelta(days=7)).isoformat())
    page.locator("main form:has([name=answers_by]) button").click()
    expect(page.locator("#round-state")).to_contain_text("75")


def decide_comments(page: Page) -> None:
    """One is adopted; the other is not, which needs a reason."""
    open_programme(page, "consulting")
    expect(page.locator(".comment")).to_have_count(2)
    adopted, declined = (page.locator(".comment", has_text=words) for words in COMMENTS)
    adopted.locator("button[value=adopt]").click()
    expect(adopted.locator("[data-verdict=adopted]")).to_be_visible()
    declined.locator("button[value=decline]").click()
    expect(declined.locator(".field-error")).to_be_visible()
    declined.locator("textarea").fill(WHY_NOT)
    declined.locator("button[value=decline]").click()
    expect(declined.locator("[data-verdict=declined]")).to_contain_text(WHY_NOT)


def take_opinion_table(page: Page) -> None:
    """意见采纳情况表 as a spreadsheet and as a document: each comment with what became of it."""
    said = (*COMMENTS, WHY_NOT)
    sheet = CalamineWorkbook.from_path(download(page.locator("a[href*='opinions.xlsx']"))).get_sheet_by_index(0)
    cells = [str(cell) for row in sheet.to_python() for cell in row]
    assert [words for words in said if not any(words in cell for cell in cells)] == []
    table = Document(download(page.locator("a[href*='opinions.docx']"))).tables[0]
    written = [cell.text for row in table.rows for cell in row.cells]
    assert [words for words in said if not any(words in cell for cell in written)] == []


def download(link: Locator) -> str:
    with link.page.expect_download() as waiting:
        link.click()
    return str(waiting.value.path())


def close_and_issue(page: Page) -> None:
    """The round is closed, the draft issued; everybody's receipt is waited for."""
    page.locator(".close-round button").click()
    expect(page.locator(".close-round")).to_have_count(0)
    turn(page, "issue")
    expect(page.locator(".issue-sum")).to_contain_text("75 个单位")
    page.locator("main form button.main").click()
    expect(page.locator("table.receipts tbody tr")).to_have_count(75)
    expect(page.locator("table.receipts tbody form")).to_have_count(75)  # none is signed
