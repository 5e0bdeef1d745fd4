"""What bodies and office do with an issued programme: comments before it, receipt, report, objection, difficulty."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from journeys.cast import DEPARTMENT, TOWNSHIP, act, fits, go, open_programme
from journeys.office import COMMENTS

OWED_BY_DEPARTMENT = 9
OWED_BY_TOWNSHIP = 14
OBJECTION, REFUSAL = "该项工作已由市级部门统一实施，建议不再列入。", "方案明确由你单位负责。"
REPORT = "已完成河道清理两处，管网改造按计划推进。"
LACKING, HELP = "缺少污水管网改造资金120万元。", "已列入第二批项目资金，十二月底前拨付。"


def comment_twice(page: Page) -> None:
    """On one commitment, and on the draft as a whole."""
    go(page, "inbox")
    page.locator("main a.button[href*='/consulting/']").click()
    expect(page.locator(".concern")).to_have_count(OWED_BY_DEPARTMENT + 1)
    for about, words in zip((0, -1), COMMENTS, strict=True):
        concern = page.locator(".concern").nth(about)
        if about == 0:
            concern.locator("details.decide > summary").click()
        concern.locator("textarea").fill(words)
        concern.locator("form:has(textarea) button").click()
        expect(page.locator(".comment-text", has_text=words)).to_be_visible()


def say_nothing(page: Page) -> None:
    """No comment is one tap, on a phone."""
    go(page, "inbox")
    page.locator("main a.button[href*='/consulting/']").click()
    fits(page)
    page.locator("form[action$='/nothing/'] button").click()
    expect(page.locator("form[action$='/nothing/']")).to_have_count(0)


def receive(page: Page) -> None:
    """A township receives once for all that it owes, on a phone, and sees what is its own and nothing else."""
    go(page, "inbox")
    expect(page.locator("form.receive")).to_contain_text(f"{OWED_BY_TOWNSHIP} 项")
    page.locator("form.receive button").click()
    expect(page.locator("form.receive")).to_have_count(0)
    lines = page.locator(".inbox-line")
    expect(lines).to_have_count(OWED_BY_TOWNSHIP)
    fits(page)
    lines.first.click()
    expect(page.locator(".work-facts")).to_contain_text(TOWNSHIP)
    fits(page)


def is_received(page: Page, of: int) -> None:
    """The office sees whose receipt is in."""
    open_programme(page, "issue")
    expect(page.locator(".issue-part").last.locator("table.receipts").last.locator("tbody tr")).to_have_count(of)


def object_to(page: Page, title: str) -> str:
    """A department receives what it owes and objects to one of it; gives the address of the obligation."""
    go(page, "inbox")
    page.locator("form.receive button").click()
    page.locator(".inbox-line", has_text=title).first.click()
    page.locator(".work-facts a[href*='/obligations/']").click()
    form = act(page, "object")
    form.locator("[name=text]").fill(OBJECTION)
    form.locator("button").click()
    expect(page.locator("section[aria-labelledby=asked]")).to_contain_text(OBJECTION)
    return page.url


def decide_objection(page: Page) -> None:
    """Not agreed, with the reason on record."""
    open_programme(page, "desk")
    page.locator(".desk-kinds a[href='?kind=objection']").click()
    page.locator(".inbox-line", has_text=DEPARTMENT).click()
    form = act(page, "refuse")
    form.locator("[name=text]").fill(REFUSAL)
    form.locator("button").click()
    expect(page.locator(".thread")).to_contain_text(REFUSAL)


def report(page: Page, obligation: str) -> None:
    """What was done; it waits for the office's word. The objection has been decided, and everybody reads why."""
    page.goto(obligation)
    expect(page.locator(".thread").last).to_contain_text(REFUSAL)
    form = act(page, "answer")
    form.locator("[name=text]").fill(REPORT)
    form.locator("button").click()
    expect(page.locator("[data-state=answered]")).to_be_visible()
    expect(page.locator(".work-facts [data-light]")).to_have_attribute("data-light", "on-time")


def raise_difficulty(page: Page, title: str) -> str:
    """What is needed, from whom, by when; it shows beside the light; gives the address of the obligation."""
    go(page, "inbox")
    page.locator(".inbox-line", has_text=title).first.click()
    page.locator(".work-facts a[href*='/obligations/']").click()
    form = act(page, "raise")
    form.locator("[name=text]").fill(LACKING)
    form.locator("[name=needed_from]").select_option(label=DEPARTMENT)
    form.locator("[name=day]").fill((date.today() + timedelta(days=20)).isoformat())
    form.locator("button").click()
    expect(page.locator(".work-facts .difficulty")).to_be_visible()
    address = page.url
    go(page, "inbox")
    expect(page.locator(".inbox-line .difficulty")).to_have_count(1)
    return address


def solve_difficulty(office: Page, helper: Page) -> None:
    """The office assigns it, the assigned body answers, and that closes it."""
    open_programme(office, "board")
    expect(office.locator(".cell-hard").first).to_be_visible()  # beside the light, for the office too
    open_programme(office, "desk")
    office.locator(".desk-kinds a[href='?kind=difficulty']").click()
    office.locator(".inbox-line", has_text=TOWNSHIP).click()
    form = act(office, "assign")
    form.locator("[name=unit]").select_option(label=DEPARTMENT)
    form.locator("button").click()
    expect(office.locator(".thread")).to_contain_text(DEPARTMENT)
    go(helper, "inbox")
    helper.locator("section[aria-labelledby=helps] .inbox-line").click()
    form = act(helper, "answer")
    form.locator("[name=text]").fill(HELP)
    form.locator("button").click()
    expect(helper.locator(".thread")).to_contain_text(HELP)
    open_programme(office, "board")
    expect(office.locator(".cell-hard")).to_have_count(0)
