"""Reading a plan again: the kept source, another file under the draft, a newer file as the next version."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from web.cast import PLAN, upload


def page_of(client: Client, address: str) -> html.HtmlElement:
    return html.fromstring(client.get(address).content.decode())


def notice(client: Client, address: str) -> str:
    return "".join(page_of(client, address).xpath("//div[@id='notice']//text()"))


def correct(client: Client, draft: str) -> None:
    key = page_of(client, draft).xpath("//article[contains(., '规范停车秩序')]/@data-key")[0]
    client.post(f"{draft}correct/", {"operation": "set-units", "item": key, "lead": "县公安局", "support": "县气象局"})


def test_a_reading_is_read_again_and_says_that_corrections_hold(office: Client, draft: str) -> None:
    correct(office, draft)
    assert office.post(f"{draft}reread/")["Location"] == draft
    words = notice(office, draft)
    assert "1 处校订仍然有效" in words
    assert "县气象局" in page_of(office, draft).text_content()
    assert notice(office, draft) == ""


def test_a_correction_whose_place_is_gone_is_told_and_stands_among_the_doubts(office: Client, draft: str) -> None:
    correct(office, draft)
    changed = PLAN.replace("（二）规范停车秩序。清理占道杂物。", "（二）整治乱停乱放。清理占道杂物。")
    assert office.post(f"{draft}file/", {"file": upload(changed), "as": "draft"})["Location"] == draft
    assert "1 处校订失去位置" in notice(office, draft)
    assert "规范停车秩序" in page_of(office, draft).xpath("string(//details[@data-group='doubts'])")


def test_a_newer_file_becomes_the_next_version_and_leaves_the_first_as_it_was(office: Client, draft: str) -> None:
    correct(office, draft)
    made = office.post(f"{draft}file/", {"file": upload(PLAN, "修订稿.txt"), "as": "next"})["Location"]
    assert made != draft
    page = page_of(office, made)
    assert len(page.xpath("//details[@id='file']//ul/li")) == 2
    assert "县气象局" not in page.xpath("string(//section[@data-pane='found'])")
    assert "县气象局" in page_of(office, draft).xpath("string(//section[@data-pane='found'])")


def test_a_file_that_cannot_be_read_is_said_at_its_field_and_changes_nothing(office: Client, draft: str) -> None:
    response = office.post(f"{draft}file/", {"file": SimpleUploadedFile("a.txt", b""), "as": "draft"})
    assert response.status_code == 422
    page = html.fromstring(response.content.decode())
    assert page.xpath("//details[@id='file'][@open]//div[@data-wrong]//p[@class='field-error']")
    assert "增加停车泊位" in page_of(office, draft).text_content()


def test_accepting_a_second_version_leads_to_the_programme_that_it_would_amend(office: Client, draft: str) -> None:
    doubts = page_of(office, draft).xpath("//input[@name='doubt']/@value")
    office.post(f"{draft}look/", {"doubt": doubts, "state": "settled"})
    board = office.post(f"{draft}accept/")["Location"]
    assert page_of(office, draft).xpath("//button[@name='as']/@value") == ["next"]
    made = office.post(f"{draft}file/", {"file": upload(), "as": "next"})["Location"]
    assert page_of(office, f"{made}accept/").xpath("//p[contains(@class, 'note')]//a/@href") == [
        board.replace("/board/", "/amendments/")
    ]


def test_a_leader_is_not_offered_a_new_file(sits: object, draft: str) -> None:
    leader = sits("leader")  # type: ignore[operator]
    assert page_of(leader, draft).xpath("//details[@id='file']//form") == []
    assert leader.post(f"{draft}file/", {"file": upload(), "as": "next"}).status_code == 403
    assert leader.post(f"{draft}reread/").status_code == 403
