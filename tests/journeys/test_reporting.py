"""A month's duties answered on a phone: no change, a photo, and what was reported already."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from journeys.cast import NARROW, PHONE, PHRASE, WIDE, People, fits
from journeys.conftest import PLAN, TODAY
from luoshi.demonstration.actions import create_demonstration
from luoshi.demonstration.queries import account
from luoshi.files.models import Blob
from luoshi.plans import actions as plans
from luoshi.plans import queries as plan_queries
from luoshi.programme import actions as programmes
from luoshi.programme.models import Programme
from luoshi.reporting import actions as reporting
from luoshi.reporting import queries
from luoshi.reporting.actions import Given
from luoshi.reporting.models import Draft, EvidenceUse, Response
from luoshi.reporting.rules import Approval, Channel, ProofKind
from luoshi.tenancy import actions as tenancy
from luoshi.tenancy.rules import Actor, Role, site_actor
from luoshi.units import actions as units
from luoshi.units.queries import seat
from made.laid import laid_again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_TAPS = 12


class Thumb:
    """A thumb that counts its taps."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, what: Locator) -> None:
        """Tap it."""
        self.taps += 1
        what.click()


@pytest.fixture
def people(browser: Browser, transactional_db: None, live_server: LiveServer) -> Iterator[People]:
    """Two programmes that name every township, reported on by the 28th; a liaison of one township."""
    with transaction.atomic():
        laid_again("two programmes", two_programmes)
    people = People(browser, str(live_server.url))
    yield people
    for context in browser.contexts:
        context.close()
    assert people.complaints == []


def two_programmes() -> None:
    """What the liaison of a township meets."""
    first = create_demonstration(today=TODAY, lived=False)
    office = seat(account("office")).actor
    township = seat(account("township")).actor
    second = another_programme(office, TODAY)
    for programme in (first, second):
        reporting.set_reporting(
            actor=office, programme_id=programme, approval=Approval.NONE, day=28, today=TODAY.replace(day=1)
        )
    liaison = tenancy.create_account(
        jurisdiction_id=office.jurisdiction_id, sign_in_name="pier", name="乡镇联络员", password=PHRASE
    )
    unit = min(township.liaison_ids)
    units.join(actor=site_actor(office.jurisdiction_id), account_id=liaison.pk, unit_id=unit, role=Role.LIAISON)
    begin(township, unit, TODAY)
    clerk = tenancy.create_account(
        jurisdiction_id=office.jurisdiction_id, sign_in_name="wharf", name="创建办经办人", password=PHRASE
    )
    home = min(office.office_ids)
    units.join(actor=site_actor(office.jurisdiction_id), account_id=clerk.pk, unit_id=home, role=Role.OFFICE)


def begin(township: Actor, unit: int, today: date) -> None:
    """One thing of the month was spoken of before, so that it can be unchanged."""
    reporting.open_requests(actor=township, unit_ids=[unit], today=today)
    line = next(line for line in queries.month(township, today).asked if line.programme_title.startswith("临湖"))
    programmes.note_progress(
        actor=township, occurrence_id=line.occurrence_id, text="已完成选址，正在办理手续。", today=today
    )


def another_programme(office: Actor, today: date) -> int:
    """A second programme over the same units, issued."""
    version = plans.upload_plan(actor=office, content=PLAN.encode(), file_name="停车方案.txt")
    doubts = [doubt.key for doubt in plan_queries.reading(office, version).doubts]
    plans.look(actor=office, version_id=version, doubts=doubts)
    made = programmes.accept_plan(actor=office, version_id=version, today=today, despite_errors=True)
    programmes.issue(actor=office, programme_id=made.programme_id, today=today)
    return made.programme_id


def photo(folder: Path) -> Path:
    """A picture of 2400 × 1800 points with the grain of a camera, far larger than what is to be sent."""
    grain, wide, high = Random(7), 2400, 1800  # noqa: S311 - a grain, no secret
    slope = bytes(x * 200 // (wide * 3) for x in range(wide * 3))
    rows = bytearray()
    for _y in range(high):
        noise = int.from_bytes(grain.randbytes(wide * 3), "big") & int.from_bytes(b"\x0f" * (wide * 3), "big")
        rows += b"\x00" + (int.from_bytes(slope, "big") + noise).to_bytes(wide * 3, "big")

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(rows), 1))
    path = folder / "现场.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b""))
    return path


PASTE = """titles => {
  const bag = new DataTransfer();
  const kind = { type: "text/plain" };
  titles.forEach(title => bag.items.add(new File([title + "：停车泊位建设情况。"], title + ".txt", kind)));
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: bag, bubbles: true }));
}"""


def asked(page: Page) -> Locator:
    """What the month asks."""
    return page.locator("section[aria-labelledby=asked] li")


def begun(page: Page, line: Locator | None = None) -> None:
    """Open one of the reports that are asked for, the first if no other is meant; its scripts run when this returns."""
    with page.expect_navigation():
        (line or asked(page).first).locator("a").click()
    expect(page.locator("form[data-draft]")).to_be_visible()


def test_three_duties_are_answered_in_twelve_taps(people: People, tmp_path: Path) -> None:
    thumb = Thumb()
    page = people.sit("pier", PHRASE, viewport=PHONE)
    thumb.taps += 2  # “sign in”, and the button of its form
    expect(page.locator("section[aria-labelledby=asked]")).to_be_visible()
    fits(page)
    before = asked(page).count()

    thumb.tap(asked(page).locator("form[action$='/no-change/'] button").first)
    expect(asked(page)).to_have_count(before - 1)

    thumb.tap(asked(page).filter(has_not=page.locator("form")).first.locator("a"))
    fits(page)
    page.locator("[name=text]").fill("已新增停车泊位二十个。")
    thumb.taps += 1  # the field of the file
    taken = photo(tmp_path)
    page.set_input_files("input[name=file]", taken)
    thumb.tap(page.locator("form[data-draft] button.main"))
    expect(asked(page)).to_have_count(before - 2)

    thumb.tap(asked(page).filter(has_not=page.locator("form")).first.locator("a"))
    thumb.tap(page.locator("form[action$='/reuse/'] button").first)
    expect(asked(page)).to_have_count(before - 3)
    fits(page)

    assert thumb.taps <= MOST_TAPS
    assert Response.objects.filter(reused=True).count() == 2
    assert Blob.objects.filter(media_type="image/jpeg").get().size * 4 < taken.stat().st_size


def test_one_photo_serves_two_programmes_and_is_stored_once(people: People, tmp_path: Path) -> None:
    page = people.sit("pier", PHRASE, viewport=PHONE)
    picture, wanted = photo(tmp_path), set()
    for title in ("增加停车泊位", ""):
        lines = asked(page).filter(has_text=title) if title else asked(page).filter(has_not_text="临湖县")
        begun(page, lines.first)
        wanted.add(page.locator(".asked-why").inner_text())
        page.locator("[name=text]").fill("已办理。")
        page.set_input_files("input[name=file]", picture)
        page.locator("form[data-draft] button.main").click()
        expect(page.locator(".field-error")).to_have_count(0)
        expect(page.locator(".note.good")).to_be_visible()
    assert len(wanted) == 2
    assert EvidenceUse.objects.values("evidence_version").distinct().count() == 1
    assert EvidenceUse.objects.count() == 2
    assert Blob.objects.filter(media_type__startswith="image/").count() == 1


def test_a_photo_of_a_new_version_is_made_smaller_too(people: People, tmp_path: Path) -> None:
    township = seat(account("township")).actor
    link = Given(ProofKind.PUBLISHED, "停车场开工", TODAY, url="https://lake.example/n/1", channel=Channel.WEB)
    unit = min(township.liaison_ids)
    evidence = reporting.give(actor=township, unit_id=unit, given=link, today=TODAY)
    page = people.sit("pier", PHRASE, viewport=PHONE)
    page.goto(f"/evidence/{evidence}/")
    page.locator("details.act summary").first.click()
    taken = photo(tmp_path)
    page.set_input_files("input[name=file]", taken)
    fits(page)
    page.locator("form[action$='/renew/'] button.main").click()
    expect(page.locator(".note.good")).to_be_visible()
    assert Blob.objects.get().size * 4 < taken.stat().st_size


def test_several_files_that_are_pasted_all_go_with_the_report(people: People) -> None:
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page)
    page.locator("[name=text]").fill("已印发两份通报。")
    page.evaluate(PASTE, ["通报一", "通报二"])
    expect(page.locator("#brought")).to_contain_text("2")
    expect(page.locator("[name=text]")).to_have_value("已印发两份通报。")
    page.locator("form[data-draft] button.main").click()
    expect(page.locator(".note.good")).to_be_visible()
    assert set(EvidenceUse.objects.values_list("evidence_version__title", flat=True)) == {"通报一", "通报二"}


def test_what_was_typed_survives_a_lost_network_and_a_closed_tab(people: People) -> None:
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page)
    address, context = page.url, page.context
    context.set_offline(True)
    page.locator("[name=text]").fill("刚写的一句话")
    expect(page.locator("[data-draft-state]")).not_to_be_empty()
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("[name=text]")).to_have_value("刚写的一句话")
    people.complaints.clear()


def test_what_was_typed_survives_the_end_of_a_session(people: People) -> None:
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page)
    address = page.url
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=text]").fill("会话已过期时写的")
    expect(page.locator("[data-draft-state]")).not_to_be_empty()
    page.goto("/sign-in/")
    page.fill("main [name=name]", "pier")
    page.fill("main [name=password]", PHRASE)
    page.click("main button.main")
    page.goto(address)
    expect(page.locator("[name=text]")).to_have_value("会话已过期时写的")


def test_a_report_that_was_sent_after_the_session_had_ended_is_there_after_signing_in(people: People) -> None:
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page)
    address = page.url
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=text]").fill("会话已过期时写的")
    page.locator("form[data-draft] button.main").click()
    expect(page.locator("main .note.doubt").last).to_contain_text("没有保存")
    fits(page)
    page.fill("main [name=name]", "pier")
    page.fill("main [name=password]", PHRASE)
    page.click("main button.main")
    page.wait_for_url(address)
    expect(page.locator("[name=text]")).to_have_value("会话已过期时写的")
    assert not Response.objects.exists()
    page.locator("form[data-draft] button.main").click()
    expect(page.locator(".note.good")).to_be_visible()
    assert Response.objects.get().version.text == "会话已过期时写的"
    assert page.evaluate("window.localStorage.length") == 0


def test_words_of_a_second_window_are_shown_and_can_be_sent_after_a_look(people: People) -> None:
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page)
    other = page.context.new_page()
    other.goto(page.url)
    page.locator("[name=text]").fill("第一个窗口写的内容。")
    page.locator("form[data-draft] button.main").click()
    expect(page.locator(".note.good")).to_be_visible()
    other.locator("[name=text]").fill("第二个窗口写的内容。")
    other.locator("form[data-draft] button.main").click()
    expect(other.locator("[role=alert]").first).to_contain_text("没有提交")
    expect(other.locator("textarea").first).to_have_value("第二个窗口写的内容。")
    expect(other.locator("section[aria-labelledby=given]")).to_contain_text("第一个窗口写的内容。")
    fits(other)


def test_every_page_of_a_liaison_and_an_approver_fits_the_narrowest_phone(people: People, tmp_path: Path) -> None:
    office, township = seat(account("office")).actor, seat(account("township")).actor
    for programme in Programme.objects.all():
        reporting.set_reporting(
            actor=office, programme_id=programme.pk, approval=Approval.IN_SYSTEM, day=28, today=TODAY
        )
    chief = tenancy.create_account(
        jurisdiction_id=office.jurisdiction_id, sign_in_name="chief", name="乡镇审核人", password=PHRASE
    )
    unit = min(township.liaison_ids)
    units.join(actor=site_actor(office.jurisdiction_id), account_id=chief.pk, unit_id=unit, role=Role.APPROVER)
    page = people.sit("pier", PHRASE, viewport=NARROW)
    expect(asked(page).first).to_be_visible()
    fits(page)
    begun(page)
    report = page.url
    fits(page)
    page.locator("[name=text]").fill(
        "已办理，见https://www.example.gov.cn/zwgk/fdzdgknr/202611/t20261123_1234567890.html。"
    )
    taken = photo(tmp_path)
    page.set_input_files("input[name=file]", taken.rename(tmp_path / f"{'便民停车泊位现场照片' * 4}.png"))
    fits(page)
    page.locator("form[data-draft] button.main").click()
    expect(page.locator(".note.good")).to_be_visible()
    page.goto("/evidence/")
    own = re.search(r'href="(/evidence/\d+/)"', page.content())
    assert own is not None
    page.goto(own[1])
    for address in (page.url, "/evidence/", "/accounts/mine/notices/", "/accounts/mine/", report):
        page.goto(address)
        fits(page)
    approver = people.sit("chief", PHRASE, viewport=NARROW)
    expect(approver.locator("section[aria-labelledby=approving]")).to_be_visible()
    for address in ("/inbox/", report):
        approver.goto(address)
        fits(approver)
    expect(approver.locator("form[action$='/approve/']")).to_be_visible()


def test_the_questions_of_an_office_fit_the_narrowest_phone(people: People) -> None:
    page = people.sit("wharf", PHRASE, viewport=NARROW)
    programme = Programme.objects.order_by("pk")[0].pk
    for end in ("questions/", "questions/new/", "reports/", "reports/urging/"):
        page.goto(f"/programmes/{programme}/{end}")
        fits(page)
    page.goto(f"/programmes/{programme}/questions/new/")
    page.locator("a.inbox-line").first.click()
    page.fill("[name=text]", "请说明新增停车泊位的数量和位置。")
    fits(page)
    page.locator("form[action$='/question/'] button.main").click()
    expect(page.locator("#rest")).to_be_visible()
    fits(page)


def test_words_typed_without_a_network_do_not_take_the_place_of_a_newer_draft(people: People) -> None:
    phone = people.sit("pier", PHRASE, viewport=PHONE)
    begun(phone)
    address, context = phone.url, phone.context
    context.set_offline(True)
    phone.locator("[name=text]").fill("手机上写的旧句子")
    expect(phone.locator("[data-draft-state]")).not_to_be_empty()
    phone.close()
    desk = people.sit("pier", PHRASE, viewport=WIDE)
    desk.goto(address)
    desk.locator("[name=text]").fill("电脑上写的新草稿。")
    expect(desk.locator("[data-draft-state]")).to_have_text("草稿已保存")
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("[data-words]")).to_have_text("手机上写的旧句子")
    expect(again.locator("[name=text]")).to_have_value("电脑上写的新草稿。")
    fits(again)
    again.wait_for_timeout(1500)  # a draft saves itself after a second
    assert Draft.objects.get().text == "电脑上写的新草稿。"
    again.locator("[data-take]").click()
    expect(again.locator("[name=text]")).to_have_value("手机上写的旧句子")
    expect(again.locator("[data-draft-state]")).to_have_text("草稿已保存")
    assert Draft.objects.get().text == "手机上写的旧句子"
    people.complaints.clear()


def test_a_file_above_the_limit_of_forms_goes_by_itself_with_its_progress_in_view(
    people: People, tmp_path: Path, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT = 5 * 1024 * 1024
    scan = tmp_path / "扫描件.txt"
    scan.write_text("停车泊位建设情况通报。\n" * 200_000, encoding="utf-8")
    assert scan.stat().st_size > settings.UPLOAD_LIMIT
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page)
    page.locator("[name=text]").fill("已印发通报。")
    page.set_input_files("input[name=file]", scan)
    sent: list[str] = []
    page.on(
        "request", lambda one: sent.append(f"{one.method} {one.url.split('/')[3]}") if one.method != "GET" else None
    )
    page.locator("form[data-draft] button.main").click()
    expect(page.locator(".note.good")).to_be_visible(timeout=60_000)  # it is looked through, too
    assert [one for one in sent if not one.startswith("POST reports")] == ["PUT uploads"]
    use = EvidenceUse.objects.get()
    assert use.evidence_version.blob is not None
    assert (use.evidence_version.file_name, use.evidence_version.blob.size) == ("扫描件.txt", scan.stat().st_size)


def test_sending_a_large_file_can_be_stopped(people: People, tmp_path: Path) -> None:
    scan = tmp_path / "扫描件.txt"
    scan.write_text("停车泊位建设情况通报。\n" * 200_000, encoding="utf-8")
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page)
    page.locator("[name=text]").fill("已印发通报。")
    page.set_input_files("input[name=file]", scan)
    page.route("**/uploads/**", lambda _route: None)  # it never arrives
    page.locator("form[data-draft] button.main").click()
    expect(page.locator("[data-sending] progress")).to_be_visible()
    fits(page)
    page.locator("[data-stop]").click()
    expect(page.locator("[data-sending]")).to_be_hidden()
    assert page.locator("input[name=file]").evaluate("field => field.files.length") == 1
    assert not Response.objects.exists()


def test_a_file_that_is_refused_does_not_drop_those_that_were_chosen_with_it(people: People) -> None:
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page)
    page.evaluate(PASTE, ["通报一", "身份证号11010519491231002X", "通报三", "居民11010519491231002X", "通报五"])
    expect(page.locator("#brought")).to_contain_text("3")
    expect(page.locator(".proofs-field .field-error").first).to_be_visible()
    expect(page.locator("[data-refused]")).to_contain_text("居民")
    fits(page)


def test_the_caption_of_a_picture_begins_with_the_day_that_the_camera_wrote(people: People) -> None:
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page)
    expect(page.locator("[name=taken_on]")).to_have_value(TODAY.isoformat())
    taken = b"\xff\xd8\xff\xe1\x00\x40Exif\0\0" + b"2025:03:09 08:15:00\0" + b"2025:03:02 10:30:00\0"
    page.set_input_files("input[name=file]", {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": taken})
    expect(page.locator("[name=taken_on]")).to_have_value("2025-03-02")


def test_words_that_are_typed_while_the_draft_is_on_its_way_are_kept_after_it(people: People) -> None:
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page)
    held: list[Route] = []
    page.route("**/draft/", lambda route: route.continue_() if held else held.append(route))
    page.locator("[name=text]").fill("先写的一句。")
    page.wait_for_timeout(1500)  # a draft saves itself after a second
    page.locator("[name=text]").fill("先写的一句。后写的一句。")
    page.wait_for_timeout(1500)
    assert not Draft.objects.exists()
    held[0].continue_()
    expect(page.locator("[data-draft-state]")).to_have_text("草稿已保存")
    assert Draft.objects.get().text == "先写的一句。后写的一句。"
    assert page.evaluate("window.localStorage.length") == 0


def test_words_of_a_second_tab_outlive_the_drafts_of_the_first(people: People) -> None:
    first = people.sit("pier", PHRASE, viewport=PHONE)
    begun(first)
    second = first.context.new_page()
    second.goto(first.url)
    first.locator("[name=text]").fill("第一个窗口写的。")
    expect(first.locator("[data-draft-state]")).to_have_text("草稿已保存")
    second.locator("[name=text]").fill("第二个窗口写的。")
    expect(second.locator("[data-draft-state]")).to_contain_text("另一个窗口")
    first.locator("[name=text]").fill("第一个窗口又写的。")
    expect(first.locator("[data-draft-state]")).to_have_text("草稿已保存")
    second.reload()
    expect(second.locator("[name=text]")).to_have_value("第一个窗口又写的。")
    expect(second.locator("[data-words]")).to_have_text("第二个窗口写的。")
    fits(second)
    people.complaints.clear()


def test_a_draft_that_was_kept_leaves_what_was_typed_for_evidence_on_the_device(people: People) -> None:
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page)
    page.locator(".proofs-field summary").last.click()
    page.locator("[name=words]").fill("情况说明写到一半")
    page.locator("[name=text]").fill("已办理。")
    expect(page.locator("[data-draft-state]")).to_have_text("草稿已保存")
    page.reload()
    expect(page.locator("[name=words]")).to_have_value("情况说明写到一半")
    page.locator("button[name=keep]").click()
    expect(page.locator("[name=words]")).to_have_value("情况说明写到一半")
    page.locator("form[data-draft] button.main").click()
    expect(page.locator(".note.good")).to_be_visible()
    assert EvidenceUse.objects.get().evidence_version.text == "情况说明写到一半"
    assert page.evaluate("window.localStorage.length") == 0


def test_no_change_asks_first_where_words_stand_in_the_form(people: People) -> None:
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page, asked(page).filter(has=page.locator("form[action$='/no-change/']")).first)
    page.locator("[name=text]").fill("刚写的一句话")
    page.locator("form[data-tap][action$='/no-change/'] button").click()
    expect(page.locator("section[aria-labelledby=dropping]")).to_contain_text("刚写的一句话")
    fits(page)
    assert not Response.objects.exists()
    page.locator("section[aria-labelledby=dropping] button").click()
    expect(page.locator(".note.good")).to_be_visible()
    assert Response.objects.get().version.state == "no-change"
    people.complaints.clear()


def test_words_of_a_form_that_came_back_are_not_dropped_by_a_report_of_one_tap(people: People) -> None:
    page = people.sit("pier", PHRASE, viewport=PHONE)
    begun(page, asked(page).filter(has=page.locator("form[action$='/no-change/']")).first)
    page.locator("[name=text]").fill("字" * 501)
    page.locator("form[data-draft] button.main").click()
    expect(page.locator(".field-error").first).to_be_visible()
    page.locator("form[data-tap] button").first.click()
    expect(page.locator("#dropping")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value("字" * 501)
    assert not Response.objects.exists()
