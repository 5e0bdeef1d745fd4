"""Before a reading is accepted: what it would make, whose names become bodies, and what stands in its way."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from lxml import html

from luoshi.audit.models import Entry
from luoshi.units.models import Unit
from web.cast import upload


def page_of(client: Client, address: str) -> html.HtmlElement:
    return html.fromstring(client.get(address).content.decode())


def settle_all(client: Client, draft: str) -> None:
    doubts = page_of(client, draft).xpath("//input[@name='doubt']/@value")
    client.post(f"{draft}look/", {"doubt": doubts, "state": "settled"})


def test_the_reading_leads_to_what_acceptance_makes(office: Client, draft: str) -> None:
    assert page_of(office, draft).xpath("//a[@data-accept]/@href") == [f"{draft}accept/"]
    words = " ".join(page_of(office, f"{draft}accept/").xpath("string(//p[@class='state'])").split())
    assert "任务 2 项" in words
    assert "分工 8 条 → 落到 37 个单位共 72 条" in words


def test_names_that_nobody_knows_stand_first_and_lead_to_their_place(office: Client, draft: str) -> None:
    before = Unit.objects.count()
    page = page_of(office, f"{draft}accept/")
    new = page.xpath("//section[@aria-labelledby='new-head']//th[@scope='row']/text()")
    assert [name.strip() for name in new] == ["县交通局", "县城管局"]
    known = " ".join(page.xpath("string(//ul[@class='known-names'])").split())
    assert "县住建局 即县住房城乡建设局" in known
    link = page.xpath("//section[@aria-labelledby='new-head']//td//a/@href")[0]
    address, anchor = str(link).split("#")
    shown = page_of(office, address)
    assert shown.xpath(f"//*[@id='{anchor}']")
    place = address.split("at=")[1]
    assert shown.xpath(f"//div[@class='paper']//*[@data-at='{place}']/text()")[0] == "县交通局"
    assert Unit.objects.count() == before


def test_groups_say_how_many_bodies_they_hold(office: Client, draft: str) -> None:
    words = page_of(office, f"{draft}accept/").xpath("string(//section[@aria-labelledby='groups-head']//tbody)")
    assert "各乡镇（街道）" in words
    assert "33" in words


def test_acceptance_waits_until_every_doubt_was_looked_at(office: Client, draft: str) -> None:
    button = page_of(office, f"{draft}accept/").xpath("//main//button[@aria-describedby='accept-reason']")[0]
    assert button.get("disabled") is not None
    assert button.get("aria-describedby") == "accept-reason"
    assert office.post(f"{draft}accept/").status_code == 409
    settle_all(office, draft)
    button = page_of(office, f"{draft}accept/").xpath("//main//button[@aria-describedby='accept-reason']")[0]
    assert button.get("disabled") is None


def test_what_was_accepted_runs_on_a_board_that_says_which_bodies_are_new(office: Client, draft: str) -> None:
    settle_all(office, draft)
    board = office.post(f"{draft}accept/")["Location"]
    words = office.get(board).content.decode()
    assert "增加停车泊位" in words
    assert "县交通局、县城管局" in words
    assert office.get(f"{draft}accept/")["Location"] == board
    key = page_of(office, draft).xpath("//article[starts-with(@data-key, 'task-')]/@data-key")[0]
    assert office.post(f"{draft}correct/", {"operation": "join", "item": key}).status_code == 409
    assert page_of(office, draft).xpath("//*[@data-edit]") == []


NO_TASKS = """临湖县停车便民行动实施方案
一、实施步骤
（一）准备阶段（2026年7月—2026年9月）
1.8月31日前，县公安局摸清底数。
"""


def test_an_error_that_stands_needs_a_reason_which_goes_to_the_journal(office: Client) -> None:
    draft = office.post("/plans/upload/", {"file": upload(NO_TASKS, "步骤.txt")})["Location"]
    doubts = page_of(office, draft).xpath("//input[@name='doubt']/@value")
    office.post(f"{draft}look/", {"doubt": doubts, "state": "seen"})
    refused = office.post(f"{draft}accept/")
    assert refused.status_code == 422
    assert html.fromstring(refused.content.decode()).xpath(
        "//div[@data-wrong]//textarea/@name | //div[@data-wrong]//input/@name"
    )
    assert office.post(f"{draft}accept/", {"reason": "只有步骤"}).status_code == 302
    assert Entry.objects.filter(verb="plans.accept").latest("pk").new["reason"] == "只有步骤"


def test_nobody_but_the_office_is_shown_the_way(sits: Callable[[str], Client], draft: str) -> None:
    leader = sits("leader")
    assert page_of(leader, draft).xpath("//a[@data-accept]") == []
    assert leader.get(f"{draft}accept/").status_code == 403
