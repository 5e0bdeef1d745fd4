"""Correcting a reading through its forms, as a browser without script sends them."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from web.cast import upload


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


def test_a_leader_reads_but_does_not_correct(sits: object, draft: str) -> None:
    leader = sits("leader")  # type: ignore[operator]
    assert page_of(leader, draft).xpath("//*[@data-edit] | //button[@data-undo]") == []
    assert leader.post(f"{draft}undo/").status_code == 403
    assert leader.post("/plans/upload/", {}).status_code in (403, 422)


def test_a_stored_reading_can_be_downloaded_as_a_table(office: Client, draft: str) -> None:
    for form in ("xlsx", "docx", "json"):
        assert office.get(f"{draft}table.{form}").status_code == 200


def test_a_duty_of_a_phase_takes_bodies_a_day_and_another_kind(office: Client, draft: str) -> None:
    key = key_of(office, draft, "县住建局摸清底数")
    office.post(f"{draft}correct/", {"operation": "set-units", "item": key, "lead": "县城管局"})
    office.post(f"{draft}correct/", {"operation": "set-deadline", "item": key, "words": "", "end": "2026-08-31"})
    words = page_of(office, draft).xpath(f"string(//article[@data-key='{key}'])")
    assert "县城管局" in words
    assert "2026年8月31日" in words
    office.post(f"{draft}correct/", {"operation": "set-kind", "item": key, "to": "task"})
    made = page_of(office, draft).xpath("//article[starts-with(@data-key, 'task-')][contains(., '摸清底数')]/@data-key")
    office.post(f"{draft}correct/", {"operation": "set-title", "item": made[0], "title": "摸清家底"})
    assert key_of(office, draft, "摸清家底") == made[0]


def test_a_duty_is_offered_only_what_a_duty_takes(office: Client, draft: str) -> None:
    key = key_of(office, draft, "县住建局摸清底数")
    edit = page_of(office, f"{draft}edit/?item={key}")
    offered = edit.xpath("//input[@name='operation']/@value")
    assert offered == ["set-units", "set-deadline", "set-kind", "join", "remove"]


DOUBTFUL = """临湖县停车便民行动实施方案
一、重点任务
（一）增加停车泊位。新建公共停车场6个。〔责任单位：县住建局、老师们〕
（二）规范停车秩序。近期清理占道杂物。〔责任单位：县公安局；完成时限：近期〕
（三）加强宣传引导。用好各类媒体，讲清停车规则。
"""


@pytest.fixture
def doubtful(office: Client) -> str:
    """The address of a reading with three doubts: a name, a limit without a day, an item without bodies."""
    return str(office.post("/plans/upload/", {"file": upload(DOUBTFUL, "存疑.txt")})["Location"])


def open_doubts(client: Client, address: str) -> str:
    page = page_of(client, address)
    return "".join(page.xpath("string(//details[@data-group='doubts'])").split())


def settled(client: Client, address: str) -> int:
    return len(page_of(client, address).xpath("//details[@data-group='doubts']//span[@data-settled]"))


def test_a_corrected_name_settles_the_doubt_about_it_and_undo_opens_it_again(office: Client, doubtful: str) -> None:
    key = key_of(office, doubtful, "增加停车泊位")
    assert "老师们" in open_doubts(office, doubtful)
    kept = {"operation": "set-units", "item": key, "responsible": "县住建局、老师们、县交通局"}
    office.post(f"{doubtful}correct/", kept)
    assert settled(office, doubtful) == 0
    office.post(f"{doubtful}correct/", {**kept, "responsible": "县住建局、县教委"})
    assert settled(office, doubtful) == 1
    office.post(f"{doubtful}undo/")
    assert settled(office, doubtful) == 0


def test_a_typed_day_settles_the_doubt_about_the_limit(office: Client, doubtful: str) -> None:
    key = key_of(office, doubtful, "规范停车秩序")
    assert "近期" in open_doubts(office, doubtful)
    office.post(f"{doubtful}correct/", {"operation": "set-deadline", "item": key, "words": "近期", "end": "2026-12"})
    assert settled(office, doubtful) == 1


def test_marking_an_item_without_bodies_settles_the_doubt_about_it(office: Client, doubtful: str) -> None:
    start = DOUBTFUL.index("（三）")
    office.post(f"{doubtful}mark/", {"start": start, "end": DOUBTFUL.rindex("\n"), "kind": "safeguard"})
    assert settled(office, doubtful) == 1
