"""Correcting a reading through its forms, as a browser without script sends them."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html


def page_of(client: Client, address: str) -> html.HtmlElement:
    return html.fromstring(client.get(address).content.decode())


def key_of(client: Client, draft: str, title: str) -> str:
    return str(page_of(client, draft).xpath(f"//article[contains(., '{title}')]/@data-key")[0])


def units_of(client: Client, draft: str, title: str) -> list[str]:
    found = page_of(client, draft).xpath(f"//article[contains(., '{title}')]//ul[@class='units']/li/text()")
    return [str(name) for name in found]


def test_a_corrected_unit_stands_on_the_page(office: Client, draft: str) -> None:
    key = key_of(office, draft, "规范停车秩序")
    sent = {"operation": "set-units", "item": key, "lead": "县公安局", "responsible": "县城管局、县交通局"}
    assert office.post(f"{draft}correct/", sent)["Location"] == draft
    assert units_of(office, draft, "规范停车秩序") == ["县公安局", "县城管局", "县交通局"]


def test_undo_takes_it_back_and_redo_does_it_again(office: Client, draft: str) -> None:
    key = key_of(office, draft, "规范停车秩序")
    office.post(f"{draft}correct/", {"operation": "set-units", "item": key, "responsible": "县城管局"})
    office.post(f"{draft}undo/")
    assert units_of(office, draft, "规范停车秩序") == ["县公安局", "县城管局"]
    office.post(f"{draft}redo/")
    assert units_of(office, draft, "规范停车秩序") == ["县城管局"]


@pytest.mark.parametrize(
    ("operation", "field", "typed"),
    [
        ("set-deadline", "end", "明年"),
        ("set-targets", "lines", "没有数字"),
        ("set-title", "title", ""),
    ],
)
def test_an_error_stands_at_its_field_and_keeps_what_was_typed(
    operation: str, field: str, typed: str, office: Client, draft: str
) -> None:
    key = key_of(office, draft, "规范停车秩序")
    response = office.post(f"{draft}correct/", {"operation": operation, "item": key, field: typed})
    assert response.status_code == 422
    wrong = html.fromstring(response.content.decode()).xpath("//div[@data-wrong]")
    assert len(wrong) == 1
    assert typed in html.tostring(wrong[0], encoding="unicode")
    assert wrong[0].xpath(".//p[@class='field-error']")


def test_an_end_before_its_beginning_is_said_at_the_end(office: Client, draft: str) -> None:
    key = key_of(office, draft, "规范停车秩序")
    sent = {"operation": "set-deadline", "item": key, "start": "2026-10", "end": "2026-07"}
    response = office.post(f"{draft}correct/", sent)
    assert response.status_code == 422
    assert html.fromstring(response.content.decode()).xpath("//div[@data-wrong]//input/@name") == ["end"]


def test_a_deadline_and_a_quantity_can_be_typed(office: Client, draft: str) -> None:
    key = key_of(office, draft, "规范停车秩序")
    office.post(f"{draft}correct/", {"operation": "set-deadline", "item": key, "words": "年底前", "end": "2026-12"})
    office.post(f"{draft}correct/", {"operation": "set-targets", "item": key, "lines": "巡查 ≥ 12 次"})
    words = page_of(office, draft).xpath(f"string(//article[@data-key='{key}'])")
    assert "年底前" in words
    assert "2026年12月前" in words
    assert "≥ 12 次" in words


def test_selected_words_become_a_task(office: Client, draft: str) -> None:
    page = page_of(office, draft)
    block = next(p for p in page.xpath("//div[@class='paper']/p") if "摸清底数" in "".join(p.itertext()))
    start = int(block.get("data-start"))
    end = start + len("".join(block.itertext()))
    before = len(page.xpath("//article"))
    office.post(f"{draft}mark/", {"start": start, "end": end, "kind": "task"})
    after = page_of(office, draft)
    assert after.xpath(f"//article[@data-key='task-{start}-{end}']")
    assert len(after.xpath("//article")) >= before


def test_nothing_selected_is_refused_with_a_sentence(office: Client, draft: str) -> None:
    response = office.post(f"{draft}mark/", {"kind": "task"})
    assert response.status_code == 422
    assert "没有选中文字" in response.content.decode()


def test_split_and_join_are_each_others_undoing(office: Client, draft: str) -> None:
    key = key_of(office, draft, "增加停车泊位")
    count = len(page_of(office, draft).xpath("//article[starts-with(@data-key, 'task-')]"))
    edit = page_of(office, f"{draft}edit/?item={key}")
    at = edit.xpath("//select[@name='at']/option/@value")[-1]
    office.post(f"{draft}correct/", {"operation": "split", "item": key, "at": at})
    tasks = page_of(office, draft).xpath("//article[starts-with(@data-key, 'task-')]/@data-key")
    assert len(tasks) == count + 1
    office.post(f"{draft}correct/", {"operation": "join", "item": tasks[0]})
    assert len(page_of(office, draft).xpath("//article[starts-with(@data-key, 'task-')]")) == count


def test_a_stale_page_is_told_that_somebody_was_faster(office: Client, draft: str) -> None:
    key = key_of(office, draft, "规范停车秩序")
    sent = {"operation": "set-title", "item": key, "title": "新标题", "revision": "0"}
    office.post(f"{draft}correct/", sent)
    response = office.post(f"{draft}correct/", {**sent, "title": "又一个"})
    assert response.status_code == 409


def test_htmx_gets_the_workbench_and_its_errors_a_place(office: Client, draft: str) -> None:
    key = key_of(office, draft, "规范停车秩序")
    htmx = {"HX-Request": "true"}
    sent = {"operation": "set-title", "item": key, "title": ""}
    wrong = office.post(f"{draft}correct/", sent, headers=htmx)
    assert (wrong.status_code, wrong["HX-Retarget"]) == (422, f"#edit-{key}")
    right = office.post(f"{draft}correct/", {**sent, "title": "整治"}, headers=htmx).content.decode()
    assert right.lstrip().startswith('<div id="reading"')
    gone = office.post(f"{draft}correct/", {**sent, "item": "task-0-1"}, headers=htmx)
    assert (gone.status_code, gone["HX-Retarget"]) == (404, "#notice")


def test_acceptance_waits_until_every_doubt_was_looked_at(office: Client, draft: str) -> None:
    page = page_of(office, draft)
    doubts = page.xpath("//input[@name='doubt']/@value")
    assert doubts, "the plan of this test leaves something doubtful"
    button = page.xpath(f"//form[@action='{draft}accept/']/button")[0]
    assert button.get("disabled") is not None
    assert page.xpath(f"//*[@id='{button.get('aria-describedby')}']")
    assert office.post(f"{draft}accept/").status_code == 409
    office.post(f"{draft}look/", {"doubt": doubts, "state": "settled"})
    assert page_of(office, draft).xpath(f"//form[@action='{draft}accept/']/button")[0].get("disabled") is None


def test_what_was_accepted_runs_on_a_board_and_is_no_longer_corrected(office: Client, draft: str) -> None:
    doubts = page_of(office, draft).xpath("//input[@name='doubt']/@value")
    office.post(f"{draft}look/", {"doubt": doubts, "state": "settled"})
    board = office.post(f"{draft}accept/")["Location"]
    assert "增加停车泊位" in office.get(board).content.decode()
    key = key_of(office, draft, "规范停车秩序")
    assert office.post(f"{draft}correct/", {"operation": "join", "item": key}).status_code == 409
    assert page_of(office, draft).xpath("//*[@data-edit]") == []


def test_a_leader_reads_but_does_not_correct(sits: object, draft: str) -> None:
    leader = sits("leader")  # type: ignore[operator]
    assert page_of(leader, draft).xpath("//*[@data-edit] | //button[@data-undo]") == []
    assert leader.post(f"{draft}undo/").status_code == 403
    assert leader.post("/plans/upload/", {}).status_code in (403, 422)


def test_a_stored_reading_can_be_downloaded_as_a_table(office: Client, draft: str) -> None:
    for form in ("xlsx", "docx", "json"):
        assert office.get(f"{draft}table.{form}").status_code == 200
