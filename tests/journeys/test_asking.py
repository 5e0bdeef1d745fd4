"""An office on a phone asks a question and a liaison answers it; and a month that goes out and comes back as tables."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.rooms.clerks import Sheet

from journeys.cast import PHONE, fits
from luoshi.programme.models import Programme
from luoshi.reporting.models import Response

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKED = "请说明便民服务中心下放事项的办理窗口数。"


def chair(browser: Browser, site: str, role: str) -> Page:
    """A phone of its own for a role."""
    context = browser.new_context(base_url=site, viewport=PHONE, reduced_motion="reduce", locale="zh-CN")
    page = context.new_page()
    page.goto("/sign-in/")
    page.locator(f"main button[name=role][value={role}]").click()
    page.wait_for_load_state()
    return page


def test_a_question_goes_to_a_liaison_and_its_answer_comes_back(browser: Browser, site: str) -> None:
    programme = Programme.objects.get().pk
    office = chair(browser, site, "office")
    office.goto(f"/programmes/{programme}/questions/")
    office.locator("main a[href$='/questions/new/']").first.click()
    fits(office)
    office.locator("a.inbox-line").first.click()
    fits(office)
    office.fill("[name=text]", ASKED)
    office.locator("form[action$='/question/'] button.main").click()
    expect(office.locator("#rest")).to_be_visible()
    fits(office)
    office.locator("button[name=step][value=send]").click()
    office.wait_for_url(re.compile(r"/questions/\d+/$"))
    question = office.url

    liaison = chair(browser, site, "township")
    liaison.goto("/inbox/")
    fits(liaison)
    liaison.locator("a", has_text=ASKED).first.click()
    fits(liaison)
    liaison.fill("[name=text]", "枫溪镇设四个窗口。")
    liaison.locator("form[data-draft] button.main").click()
    expect(liaison.locator(".note.good")).to_be_visible()

    office.goto(question)
    expect(office.locator("main")).to_contain_text("枫溪镇设四个窗口。")
    fits(office)
    for context in browser.contexts:
        context.close()


def test_the_tables_of_a_month_go_out_and_one_comes_back_by_the_page(
    browser: Browser, site: str, folder: Path, tmp_path: Path
) -> None:
    programme = Programme.objects.get().pk
    office = chair(browser, site, "office")
    office.goto(f"/programmes/{programme}/offline/")
    fits(office)
    with office.expect_download() as coming:
        office.locator("a[href$='.xlsx.zip']").click()
    with zipfile.ZipFile(coming.value.path()) as packed:
        assert len(packed.namelist()) == 75
        name = next(name for name in packed.namelist() if name.startswith("枫溪镇"))
        sheet = Sheet(packed.read(name))
    sheet.fill(0, state="推进中", text="已开窗办理。")
    back = io.BytesIO()
    with zipfile.ZipFile(back, "w") as packed:
        packed.writestr(name, sheet.saved())
    (tmp_path / "返回.zip").write_bytes(back.getvalue())

    office.set_input_files("input[name=tables]", tmp_path / "返回.zip")
    office.locator("form[action$='/bring/'] button.main").click()
    office.wait_for_url(re.compile(r"/returned/\w+/$"))
    fits(office)
    assert not Response.objects.exists()
    office.locator("form[action$='/write/'] button.main").click()
    office.wait_for_load_state()
    assert Response.objects.get().version.text == "已开窗办理。"
    fits(office)
    for context in browser.contexts:
        context.close()
