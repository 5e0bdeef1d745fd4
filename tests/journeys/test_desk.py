"""The programme desk, from an empty site to an amended programme: what its people do in turn, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer
from python_calamine import CalamineWorkbook

from luoshi.units.actions import found_office

pytestmark = [pytest.mark.browser, pytest.mark.shared, pytest.mark.django_db(transaction=True)]

PHRASE = "four plain words here"
OFFICE, DEPARTMENT, TOWNSHIP = "县民族宗教委", "县农业农村委", "黄水镇"
STRANGERS = ("县创建工作领导小组", "市民族宗教委")  # the plan names them, and neither is a body of the county
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
DOMAIN = Path(__file__).resolve().parents[3] / "shared" / "domain"
OWED_BY_DEPARTMENT = 9
OWED_BY_TOWNSHIP = 14
CHANGES = (
    ("11月30日前，各乡镇", "12月15日前，各乡镇"),
    ("加大空气污染防治力度，打好蓝天保卫战。", ""),
    ("努力创建国家生态文明建设示范县。", "努力创建国家生态文明建设示范县。每季度公布一次河流水质监测结果。"),
)


class People:
    """The chairs of the county: a browser of its own for each, and what it complained about."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.complaints: list[str] = []

    def sit(self, name: str, phrase: str, *, viewport: dict[str, int]) -> Page:
        """Sign in; gives the first page that the account sees."""
        context = self.browser.new_context(
            base_url=self.address, viewport=viewport, reduced_motion="reduce", locale="zh-CN"
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto("/sign-in/")
        page.fill("main [name=name]", name)
        page.fill("main [name=password]", phrase)
        page.click("main button.main")
        return page

    def arrive(self, name: str, start: str, *, viewport: dict[str, int]) -> Page:
        """The first sign-in with a start password, which has to be changed at once."""
        page = self.sit(name, start, viewport=viewport)
        page.fill("[name=old]", start)
        page.fill("[name=new]", PHRASE)
        page.fill("[name=again]", PHRASE)
        page.locator("form:has([name=again]) button.main").click()
        expect(page.locator("main form.receive, main .note, main .empty").first).to_be_visible()  # its inbox
        assert page.url.endswith("/inbox/")
        return page


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


def act(page: Page, verb: str) -> Locator:
    """The form of an act of this page, unfolded."""
    folded = page.locator("details.act", has=page.locator(f"form[action$='/{verb}/']")).first
    folded.locator("summary").click()
    return folded.locator("form")


def bring_units(page: Page, name: str, rows: int) -> None:
    page.goto("/units/import/")
    page.set_input_files("input[type=file]", DOMAIN / name)
    page.locator("main form button.main").click()
    expect(page.locator("table.keep tbody tr")).to_have_count(rows)
    page.locator("main form button.main").click()
    page.wait_for_url(re.compile(r"/units/$"))


def resolve_groups(page: Page) -> None:
    page.goto("/units/groups/")
    page.get_by_role("link", name="各乡镇（街道）").click()
    expect(page.locator("[name=unit]:checked")).to_have_count(33)
    page.locator("button[value=confirm]").click()
    page.locator("main details.sheet > summary").click()
    page.fill("main details [name=name]", "县级部门单位")
    page.fill("main details [name=aliases]", "县级各部门单位")
    page.locator("main details button.main").click()
    expect(page.locator("[name=unit]:checked")).to_have_count(42)
    page.locator("button[value=confirm]").click()
    expect(page.locator("main [data-light=done]")).to_have_count(2)


def accept_plan(page: Page, plan: Path) -> int:
    """Upload, look at what is doubted, answer who the unknown names are, accept; gives the programme's id."""
    page.goto("/plans/")
    page.set_input_files("input[type=file]", plan)
    page.locator("details.upload button.main").click()
    page.wait_for_url(re.compile(r"/plans/\d+/$"))
    while left := page.locator("[data-look]").count():
        page.locator("[data-look]").first.click()
        expect(page.locator("[data-look]")).to_have_count(left - 1)
    page.locator("a[data-accept]").click()
    asked = page.locator(".names-table tbody tr:has(select)")
    expect(asked.locator("th")).to_have_text([re.compile(name) for name in STRANGERS])
    for row in asked.all():
        row.locator("select").select_option("other")
    page.locator(".names-table ~ p.buttons button").click()
    expect(asked).to_have_count(0)
    page.locator("section[aria-labelledby=accept-head] button.main").click()
    page.wait_for_url(re.compile(r"/programmes/\d+/board/$"))
    found = re.search(r"/programmes/(\d+)/", page.url)
    assert found
    return int(found[1])


def work_the_grid(page: Page, programme: int) -> None:
    page.goto(f"/programmes/{programme}/grid/")
    tally = page.locator(".tally")
    expect(tally).to_contain_text("401")
    expect(tally).to_contain_text("3983")
    page.locator(".marks a").first.click()
    cell = page.locator(".grid button.tick[data-cell]").first
    ticked = cell.get_attribute("aria-pressed") == "true"
    cell.focus()
    page.keyboard.press("Space")
    expect(cell).to_have_attribute("aria-pressed", "false" if ticked else "true")
    expect(cell).to_be_focused()
    page.keyboard.press("u")
    expect(cell).to_have_attribute("aria-pressed", "true" if ticked else "false")
    cell.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".grid button.tick[data-cell]").nth(1)).to_be_focused()
    page.keyboard.press("x")  # the sentence states a purpose
    expect(page.locator(".grid tbody tr").first).to_have_class("purpose")
    page.keyboard.press("u")
    expect(page.locator(".grid tbody tr").first).not_to_have_class("purpose")
    page.keyboard.press("n")
    expect(page.locator(".marks a").nth(1)).to_have_attribute("aria-current", "true")


def set_leads(page: Page) -> None:
    """A lead is suggested with its reason, or said to have no ground; the office sets either."""
    lead = page.locator("#lead-part")
    for at, (suggested, name) in enumerate((("县乡村振兴局", "县乡村振兴局"), (None, "县发展改革委"))):
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
            page.locator("form:has(button[value=name]) select[name=party]").select_option(label=OFFICE)
            page.locator("button[value=name]").click()
        purpose = False
        expect(page.locator(".tally")).to_contain_text(f"{left - 1} 处" if left > 1 else "✓")


def take_out_strangers(page: Page) -> None:
    for title in ("4.补充完善工作", "3.市民族宗教委"):
        page.locator(".marks a", has_text=title).click()
        stranger = page.locator(".named li").filter(has_text=re.compile("|".join(STRANGERS)))
        page.locator("form:has(button[value=name]) select[name=party]").select_option(label=OFFICE)
        page.locator("button[value=name]").click()
        expect(page.locator(".named li")).to_have_count(2)
        stranger.locator("button[value^=drop]").click()
        expect(page.locator(".named li")).to_have_count(1)


def open_account(page: Page, name: str, unit: str) -> str:
    """An account for the liaison of a body; gives the start password, which is shown once."""
    page.goto("/accounts/new/")
    page.locator("[name=unit]").select_option(label=unit)
    page.locator("[name=role]").select_option("liaison")
    page.fill("main [name=sign_in_name]", name)
    page.fill("main [name=name]", f"{unit}联络员")
    page.fill("main [name=contact]", "办公室 023-00000000")
    page.locator("main form button.main").click()
    return page.locator(".start-password").inner_text()


def ask_for_comments(page: Page, programme: int) -> None:
    page.goto(f"/programmes/{programme}/consulting/")
    page.fill("main [name=answers_by]", (date.today() + timedelta(days=7)).isoformat())
    page.locator("main form:has([name=answers_by]) button").click()
    expect(page.locator("#round-state")).to_contain_text("75")


def comment_twice(page: Page) -> None:
    page.goto("/inbox/")
    page.locator("main a.button[href*='/consulting/']").click()
    expect(page.locator(".concern")).to_have_count(OWED_BY_DEPARTMENT + 1)  # and the draft as a whole
    for about, words in ((0, "建议与县乡村振兴局共同牵头。"), (-1, "建议把自查时间推迟一个月。")):
        concern = page.locator(".concern").nth(about)
        if about == 0:
            concern.locator("details.decide > summary").click()
        concern.locator("textarea").fill(words)
        concern.locator("form:has(textarea) button").click()
        expect(page.locator(".comment-text", has_text=words)).to_be_visible()


def say_nothing(page: Page) -> None:
    """No comment is one tap, on a phone."""
    page.goto("/inbox/")
    page.locator("main a.button[href*='/consulting/']").click()
    page.locator("form[action$='/nothing/'] button").click()
    expect(page.locator("form[action$='/nothing/']")).to_have_count(0)


def decide_comments(page: Page, programme: int) -> None:
    page.goto(f"/programmes/{programme}/consulting/")
    expect(page.locator(".comment")).to_have_count(2)
    adopted = page.locator(".comment", has_text="共同牵头")
    adopted.locator("button[value=adopt]").click()
    expect(adopted.locator("[data-verdict=adopted]")).to_be_visible()
    declined = page.locator(".comment", has_text="推迟一个月")
    declined.locator("button[value=decline]").click()
    expect(declined.locator(".field-error")).to_be_visible()  # not without a reason
    declined.locator("textarea").fill("自查时间由方案确定。")
    declined.locator("button[value=decline]").click()
    expect(declined.locator("[data-verdict=declined]")).to_contain_text("自查时间由方案确定。")


def take_opinion_table(page: Page) -> None:
    """意见采纳情况表 as a spreadsheet and as a document: each comment with what became of it."""
    said = ("建议与县乡村振兴局共同牵头。", "建议把自查时间推迟一个月。", "自查时间由方案确定。")
    with page.expect_download() as sheet:
        page.locator("a[href*='opinions.xlsx']").click()
    cells = [
        str(cell)
        for row in CalamineWorkbook.from_path(sheet.value.path()).get_sheet_by_index(0).to_python()
        for cell in row
    ]
    assert [words for words in said if not any(words in cell for cell in cells)] == []
    with page.expect_download() as paper:
        page.locator("a[href*='opinions.docx']").click()
    table = Document(str(paper.value.path())).tables[0]
    written = [cell.text for row in table.rows for cell in row.cells]
    assert [words for words in said if not any(words in cell for cell in written)] == []


def close_and_issue(page: Page, programme: int) -> None:
    page.locator(".close-round button").click()
    expect(page.locator(".close-round")).to_have_count(0)
    page.goto(f"/programmes/{programme}/issue/")
    expect(page.locator(".issue-sum")).to_contain_text("75 个单位")
    page.locator("main form button.main").click()
    expect(page.locator("table.receipts tbody tr")).to_have_count(75)


def receive(page: Page) -> None:
    """A township receives once for all that it owes, on a phone; nothing is wider than its screen."""
    page.goto("/inbox/")
    expect(page.locator("form.receive")).to_contain_text(f"{OWED_BY_TOWNSHIP} 项")
    page.locator("form.receive button").click()
    expect(page.locator("form.receive")).to_have_count(0)
    expect(page.locator(".inbox-line")).to_have_count(OWED_BY_TOWNSHIP)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def object_to(page: Page, title: str) -> None:
    page.goto("/inbox/")
    page.locator("form.receive button").click()
    page.locator(".inbox-line", has_text=title).first.click()
    form = act(page, "object")
    form.locator("[name=text]").fill("该项工作已由市级部门统一实施，建议不再列入。")
    form.locator("button").click()
    expect(page.locator("section[aria-labelledby=asked]")).to_contain_text("市级部门统一实施")


def decide_objection(page: Page, programme: int) -> None:
    page.goto(f"/programmes/{programme}/desk/?kind=objection")
    page.locator(".inbox-line", has_text=DEPARTMENT).click()
    form = act(page, "refuse")
    form.locator("[name=text]").fill("方案明确由你单位负责。")
    form.locator("button").click()
    expect(page.locator(".thread")).to_contain_text("方案明确由你单位负责。")


def raise_difficulty(page: Page, title: str) -> str:
    """What is needed, from whom, by when; gives the address of the obligation."""
    page.goto("/inbox/")
    page.locator(".inbox-line", has_text=title).first.click()
    form = act(page, "raise")
    form.locator("[name=text]").fill("缺少污水管网改造资金120万元。")
    form.locator("[name=needed_from]").select_option(label=DEPARTMENT)
    form.locator("[name=day]").fill((date.today() + timedelta(days=20)).isoformat())
    form.locator("button").click()
    expect(page.locator(".work-facts .difficulty")).to_be_visible()
    return page.url


def solve_difficulty(office: Page, helper: Page, programme: int) -> None:
    office.goto(f"/programmes/{programme}/desk/?kind=difficulty")
    office.locator(".inbox-line", has_text=TOWNSHIP).click()
    form = act(office, "assign")
    form.locator("[name=unit]").select_option(label=DEPARTMENT)
    form.locator("button").click()
    helper.goto("/inbox/")
    helper.locator("section[aria-labelledby=helps] .inbox-line").click()
    form = act(helper, "answer")
    form.locator("[name=text]").fill("已列入第二批项目资金，十二月底前拨付。")
    form.locator("button").click()
    expect(helper.locator(".thread")).to_contain_text("第二批项目资金")


def changed_copy(plan: Path, folder: Path) -> Path:
    """The plan once more: one sentence changed, one added, one taken out."""
    text = plan.read_text("utf-8")
    for old, new in CHANGES:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    copy = folder / "实施方案（修订）.txt"
    copy.write_text(text, "utf-8")
    return copy


def amend(page: Page, programme: int, plan: Path) -> None:
    """Read the new version, compare, decide change by change, close."""
    page.goto(f"/programmes/{programme}/amendments/")
    page.set_input_files("input[type=file]", plan)
    page.locator("details.upload button.main").click()
    page.goto(f"/programmes/{programme}/amendments/")
    page.locator("form[action$='/open/'] button").click()
    changes = page.locator("article.change")
    expect(changes.first).to_be_visible()
    for _old, new in CHANGES:
        if new:
            expect(page.locator("article.change", has_text=new).first).to_be_visible()
    while left := page.locator("article.change[data-decision=open]").count():
        page.locator("article.change[data-decision=open] button[value=accepted]").first.click()
        expect(page.locator("article.change[data-decision=open]")).to_have_count(left - 1)
    page.locator("form[action$='/close/'] button").click()
    page.locator("main table a[href*='/amendments/']").first.click()  # closed, and readable for ever
    expect(changes).to_have_count(2)
    expect(page.locator("article.change[data-decision=accepted]")).to_have_count(2)
    expect(changes.first).to_contain_text("创建办")


def is_kept_out(page: Page, *addresses: str) -> None:
    """Another body's work and the office's desk are not for everybody, and that is said in plain words."""
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert (address, answer.status) == (address, 403)
        expect(page.locator("main h1, main h2").first).to_be_visible()


def test_a_plan_is_agreed_issued_worked_on_and_amended(people: People, seed_plan: Path, tmp_path: Path) -> None:
    office = people.sit("office", PHRASE, viewport=WIDE)
    bring_units(office, "seed-units.csv", 43)
    bring_units(office, "seed-townships.csv", 33)
    resolve_groups(office)
    programme = accept_plan(office, seed_plan)
    work_the_grid(office, programme)
    set_leads(office)
    settle_what_hinders(office)
    take_out_strangers(office)
    start = {name: open_account(office, name, unit) for name, unit in (("dept", DEPARTMENT), ("town", TOWNSHIP))}
    department = people.arrive("dept", start["dept"], viewport=WIDE)
    township = people.arrive("town", start["town"], viewport=PHONE)
    ask_for_comments(office, programme)
    comment_twice(department)
    say_nothing(township)
    decide_comments(office, programme)
    take_opinion_table(office)
    close_and_issue(office, programme)
    receive(township)
    object_to(department, "以生态文明进步")
    decide_objection(office, programme)
    hard = raise_difficulty(township, "以生态文明进步")
    solve_difficulty(office, department, programme)
    township.goto(hard)
    expect(township.locator(".work-facts .difficulty")).to_have_count(0)
    amend(office, programme, changed_copy(seed_plan, tmp_path))
    township.goto(hard)
    expect(township.locator(".thread")).to_contain_text("缺少污水管网改造资金")
    is_kept_out(department, hard, f"/programmes/{programme}/grid/", "/accounts/", "/units/")
