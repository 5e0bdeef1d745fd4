"""Who sits before the pages of a county, and how a person finds the way: by what stands on the page."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

PHRASE = "four plain words here"
OFFICE, DEPARTMENT, TOWNSHIP = "县民族宗教委", "县农业农村委", "黄水镇"
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 360, "height": 740}  # the narrowest phone on which everything works
WIDER = """[...document.querySelectorAll("main *")]
  .filter(one => one.getBoundingClientRect().right > innerWidth).slice(-3).map(one => one.outerHTML.slice(0, 200))"""
DOMAIN = Path(__file__).resolve().parents[3] / "shared" / "domain"


class People:
    """The chairs of the county: a browser of its own for each, and what it complained about."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.complaints: list[str] = []

    def sit(self, name: str, phrase: str, *, viewport: ViewportSize) -> Page:
        """Sign in; gives the first page that the account sees."""
        context = self.browser.new_context(
            base_url=self.address, viewport=viewport, reduced_motion="reduce", locale="zh-CN"
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto("/")
        page.locator("header a[href='/sign-in/']").click()
        page.fill("main [name=name]", name)
        page.fill("main [name=password]", phrase)
        page.click("main button.main")
        return page

    def arrive(self, name: str, start: str, *, viewport: ViewportSize) -> Page:
        """The first sign-in with a start password, which has to be changed at once."""
        page = self.sit(name, start, viewport=viewport)
        page.fill("[name=old]", start)
        page.fill("[name=new]", PHRASE)
        page.fill("[name=again]", PHRASE)
        page.locator("form:has([name=again]) button.main").click()
        page.wait_for_url(re.compile(r"/inbox/$"))
        return page


def go(page: Page, section: str) -> None:
    """Open a section of the site by its navigation."""
    page.locator(f".nav a[href='/{section}/']").click()
    page.wait_for_url(re.compile(rf"/{section}/$"))


def open_programme(page: Page, tab: str) -> None:
    """By the navigation to the one programme that there is, and to one of its tabs."""
    go(page, "programmes")
    page.locator("main table th a").first.click()
    turn(page, tab)


def turn(page: Page, tab: str) -> None:
    """Another tab of the same row."""
    page.locator(f".tabs a[href$='/{tab}/']").click()
    expect(page.locator(f".tabs a[href$='/{tab}/']")).to_have_attribute("aria-current", "page")


def act(page: Page, verb: str) -> Locator:
    """The form of an act of this page, unfolded."""
    folded = page.locator("details.act", has=page.locator(f"form[action$='/{verb}/']")).first
    folded.locator("summary").click()
    return folded.locator("form")


def fits(page: Page) -> None:
    """Nothing is wider than the window; a page of a phone is looked at on the narrowest one too."""
    expect(page.locator("footer")).to_be_attached()  # the page that was asked for is there, and whole
    seen = page.viewport_size or {"width": 0, "height": 0}
    for window in (NARROW, seen) if seen == PHONE else (seen,):
        page.set_viewport_size(window)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide == window["width"], (page.url, wide, page.evaluate(WIDER))
