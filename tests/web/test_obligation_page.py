"""The page of an obligation: what is on now, what is folded, and what a lead sees of its supporters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from lxml import html

from luoshi.demonstration.queries import account
from luoshi.programme import actions
from luoshi.programme.models import Obligation, Occurrence
from luoshi.programme.rules import UnitRole
from luoshi.units.queries import seat
from web.conftest import TODAY

Sits = Callable[[str], Client]
LED, WEEKLY, PLAIN = "推进城镇更新改造", "丰富文化惠民供给", "建设和美宜居乡村"


def owed(unit: str, title: str) -> Obligation:
    return Obligation.objects.get(unit__name=unit, commitment__title=title)


def time(unit: str, title: str) -> Occurrence:
    return Occurrence.objects.filter(obligation=owed(unit, title)).order_by("due")[0]


def at(row: Obligation, tail: str = "") -> str:
    return f"/obligations/{row.pk}/{tail}"


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def answer(client: Client, unit: str, title: str, text: str) -> None:
    row = time(unit, title)
    response = client.post(at(row.obligation, f"times/{row.pk}/answer/"), {"seen": row.edit, "text": text})
    assert response.status_code == 302


@pytest.fixture
def led(site: int) -> Obligation:
    """县住房城乡建设局 leads, 枫溪镇 supports it; gives what the lead owes."""
    mine, others = owed("县住房城乡建设局", LED), owed("枫溪镇", LED)
    Obligation.objects.filter(pk=mine.pk).update(role=UnitRole.LEAD.value)
    Obligation.objects.filter(pk=others.pk).update(role=UnitRole.SUPPORT.value)
    return mine


def test_of_many_weeks_the_one_that_runs_is_open_and_the_rest_is_folded(sits: Sits) -> None:
    row = owed("枫溪镇", WEEKLY)
    shown = page(sits("township"), at(row))
    unfolded = shown.xpath("//div[@class='time'][not(ancestor::details)]")
    folded = shown.xpath("//details[@class='more-times']//div[@class='time']")
    assert len(folded) > 10
    assert len(unfolded) + len(folded) == Occurrence.objects.filter(obligation=row).count()
    assert len(unfolded) < 4


def test_an_inbox_line_says_what_the_plan_asks_of_the_body(sits: Sits) -> None:
    lines = page(sits("township"), "/inbox/").xpath("//span[@class='inbox-says']/text()")
    assert any(line.startswith("新改建农村公路") for line in lines)


def test_a_lead_s_answer_begins_with_what_its_supporters_wrote(sits: Sits, led: Obligation) -> None:
    answer(sits("township"), "枫溪镇", LED, "已改造老旧小区两个")
    typed = page(sits("department"), at(led)).xpath("//form[contains(@action, '/answer/')]//textarea/text()")
    assert "枫溪镇：已改造老旧小区两个" in typed[0]


def test_what_a_lead_returned_is_no_longer_in_its_summary(sits: Sits, led: Obligation) -> None:
    answer(sits("township"), "枫溪镇", LED, "已改造老旧小区两个")
    department = sits("department")
    report = page(department, at(led)).xpath(
        "//section[@aria-labelledby='supporters']//a[text()='查看填报并审核']/@href"
    )
    form = page(department, report[0]).xpath("//form[contains(@action, '/return/')]")[0]
    sent = department.post(form.action, {**dict(form.fields), "reason": "请写明小区数量"})
    assert (sent.status_code, time("枫溪镇", LED).state) == (302, "returned")
    shown = page(department, at(led))
    assert not shown.xpath("//form[contains(@action, '/answer/')]//textarea[contains(., '枫溪镇')]")
    assert "枫溪镇" in shown.xpath("string(//section[@aria-labelledby='supporters']//*[contains(@class, 'doubt')])")


def test_a_lead_urges_all_who_have_not_answered_with_one_click(sits: Sits, led: Obligation) -> None:
    department = sits("department")
    form = page(department, at(led)).xpath("//form[contains(@action, '/urge-all/')]")[0]
    assert department.post(form.action)["Location"] == at(led)
    assert time("枫溪镇", LED).urged_on is not None
    assert time("县住房城乡建设局", LED).urged_on is None


def test_urging_all_a_second_time_on_a_day_is_told(sits: Sits, led: Obligation) -> None:
    department = sits("department")
    department.post(at(led, "urge-all/"))
    assert department.post(at(led, "urge-all/")).status_code == 409


def test_a_supporter_urges_nobody(sits: Sits, led: Obligation) -> None:
    assert sits("township").post(at(owed("枫溪镇", LED), "urge-all/")).status_code in (403, 404)
    assert time("枫溪镇", LED).urged_on is None


def test_a_page_on_or_after_the_day_says_why_no_more_time_is_asked_for(sits: Sits) -> None:
    row = time("枫溪镇", PLAIN)
    Occurrence.objects.filter(pk=row.pk).update(due=TODAY)
    client = sits("township")
    shown = page(client, at(row.obligation))
    assert not shown.xpath("//form[contains(@action, '/extend/')]")
    assert shown.xpath(f"//div[@id='time-{row.pk}']/p[@class='small soft']")


def test_more_time_that_is_asked_for_too_late_is_refused_and_what_was_typed_is_kept(sits: Sits) -> None:
    row = time("枫溪镇", PLAIN)
    Occurrence.objects.filter(pk=row.pk).update(due=TODAY - timedelta(days=1))
    typed = {"seen": row.edit, "day": date(2027, 1, 31).isoformat(), "text": "桥梁设计尚未批复"}
    response = sits("township").post(at(row.obligation, f"times/{row.pk}/extend/"), typed)
    assert response.status_code == 409
    assert "桥梁设计尚未批复" in response.content.decode()


def test_an_answer_sent_twice_is_kept_once_and_the_second_is_told(sits: Sits) -> None:
    row, client = time("枫溪镇", PLAIN), sits("township")
    typed = {"seen": row.edit, "text": "已开工"}
    sent = [client.post(at(row.obligation, f"times/{row.pk}/answer/"), typed).status_code for _twice in range(2)]
    assert sent == [302, 409]
    told = page(client, at(row.obligation)).xpath("//section[@aria-labelledby='history']//li[@data-key='answer']")
    assert len(told) == 1


def test_organisation_level_papers_ask_for_no_figure(sits: Sits) -> None:
    row = owed("枫溪镇", PLAIN)
    commitment = row.commitment
    commitment.restricted = True
    commitment.save()
    shown = page(sits("township"), at(row))
    assert shown.xpath("//form[contains(@action, '/answer/')]")
    assert not shown.xpath("//input[@name='figure']")


def test_a_difficulty_goes_through_the_desk_and_its_answer_takes_the_mark_from_the_light(sits: Sits) -> None:
    row, township, office = owed("枫溪镇", PLAIN), sits("township"), sits("office")
    wanted = {"text": "两处危桥需跨镇协调", "needed_words": "市交通运输局", "day": "2026-12-04"}
    assert township.post(at(row, "raise/"), wanted).status_code == 302
    assert page(township, at(row)).xpath("//span[@class='difficulty']")
    desk = page(office, f"/programmes/{row.commitment.programme_id}/desk/?kind=difficulty")
    address = desk.xpath("//a[@class='inbox-line']/@href")[0]
    for verb, words in (("meet", "周五会商"), ("pass-up", "报市交通运输局"), ("answer", "施工便道已定")):
        form = page(office, address).xpath(f"//form[contains(@action, '/{verb}/')]")[0]
        response = office.post(form.action, {"seen": form.fields["seen"], "text": words})
        assert (verb, response.status_code) == (verb, 302)
    assert not page(township, at(row)).xpath("//span[@class='difficulty']")


def test_an_answer_without_a_report_stands_beside_the_buttons_that_judge_it(sits: Sits) -> None:
    row = time("枫溪镇", PLAIN)
    actions.answer(actor=seat(account("township")).actor, occurrence_id=row.pk, text="危桥已改造三座", today=TODAY)
    box = page(sits("office"), at(row.obligation)).xpath(f"//div[@id='time-{row.pk}']")[0]
    assert box.xpath(".//form[contains(@action, '/confirm/')]")
    assert box.xpath(".//form[contains(@action, '/return/')]")
    assert "危桥已改造三座" in box.text_content()


def test_an_answer_by_a_report_is_judged_on_the_page_of_the_report_alone(sits: Sits) -> None:
    answer(sits("township"), "枫溪镇", PLAIN, "危桥已改造三座")
    row, office = time("枫溪镇", PLAIN), sits("office")
    box = page(office, at(row.obligation)).xpath(f"//div[@id='time-{row.pk}']")[0]
    assert not box.xpath(".//form[contains(@action, '/confirm/') or contains(@action, '/return/')]")
    report = box.xpath(".//p[@class='buttons']/a/@href")[0]
    assert page(office, report).xpath("//form[contains(@action, '/accept/')]")


def test_the_unit_itself_is_not_led_to_judge_its_own_report(sits: Sits) -> None:
    township = sits("township")
    answer(township, "枫溪镇", PLAIN, "危桥已改造三座")
    row = time("枫溪镇", PLAIN)
    assert not page(township, at(row.obligation)).xpath(f"//div[@id='time-{row.pk}']/p[@class='buttons']")


def test_an_answer_in_the_history_leads_to_its_report_and_evidence(sits: Sits) -> None:
    township, row = sits("township"), time("枫溪镇", PLAIN)
    report = str(township.post(f"/occurrences/{row.pk}/report/")["Location"])
    link = {"address": "https://lake.example/n/1", "title": "危桥改造验收", "channel": "web", "outlet": "县政府网"}
    form = page(township, report).xpath("//form[@data-draft]")[0]
    kept = {key: value for key, value in form.fields.items() if value is not None and key not in ("use", "file")}
    assert (
        township.post(f"{report}report/", {**kept, **link, "state": "completed", "text": "已验收。"}).status_code == 302
    )
    line = page(sits("office"), at(row.obligation)).xpath("//ol[@class='thread']/li[@data-key='answer']")[0]
    assert line.xpath(".//ul[@class='thread-proofs']//a/text()") == ["危桥改造验收", "预览"]
    assert line.xpath(".//ul[@class='thread-proofs']//span[@class='chip-word']/text()") == ["已发布内容"]
    assert report in line.xpath("string(.//p[@class='small']/a/@href)")


def test_why_an_answer_was_returned_stands_where_it_is_to_be_answered(sits: Sits) -> None:
    answer(sits("township"), "枫溪镇", PLAIN, "危桥已改造三座")
    row = time("枫溪镇", PLAIN)
    sits("office").post(at(row.obligation, f"times/{row.pk}/return/"), {"seen": row.edit, "text": "请附验收单名称"})
    box = page(sits("township"), at(row.obligation)).xpath(f"//div[@id='time-{row.pk}']")[0]
    assert box.xpath(".//form[contains(@action, '/answer/')]")
    assert "请附验收单名称" in box.text_content()


def test_a_supporter_is_told_to_whom_its_answer_goes(sits: Sits, led: Obligation) -> None:
    told = page(sits("township"), at(owed("枫溪镇", LED))).xpath("string(//section[@aria-labelledby='times'])")
    assert "县住房城乡建设局" in told
