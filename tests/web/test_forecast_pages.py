"""The forecast in the browser: points for all who oversee, chances for the office, gaps judged and sent out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from luoshi.assessment.models import ForecastRun, ForecastSettings, Gap, Risk
from luoshi.demonstration.queries import account
from luoshi.units.queries import seat
from rooms.scored import row
from web.forecasts import assessed, jurisdiction_office, served

MOST_QUERIES = 30


@pytest.fixture
def address(site: int) -> str:
    """The forecast of the demonstration, marked 8.4 of 10 with two rows that lack points."""
    adoption = assessed(seat(account("office")).actor, site)
    return f"/assessment/{adoption}/forecast/"


@pytest.fixture
def renewed(office: Client, address: str) -> str:
    """The same with its gaps: one that the first task serves, one that nobody serves."""
    assert office.post(f"{address}renew/").status_code == 302
    return address


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def posted(client: Client, address: str, data: dict[str, Any], status: int) -> html.HtmlElement:
    response = client.post(address, data)
    assert response.status_code == status, response.content.decode()[:2000]
    return html.fromstring(response.content.decode() or "<html></html>")


def gap(code: str) -> Gap:
    return Gap.objects.get(row__code=code)


def judged(client: Client, address: str) -> None:
    classes = {f"chance-{gap('1.1').pk}": "possible", f"chance-{gap('3').pk}": "hard"}
    assert client.post(f"{address}classes/", classes).status_code == 302


def test_points_come_first_in_words(office: Client, address: str) -> None:
    shown = page(office, address)
    assert shown.xpath("//p[@class='forecast-said']/span[1]")[0].text_content() == "可证 8.4，差 0.6"
    assert shown.xpath("//figure[@id='gauge']")


def test_the_office_is_told_median_band_and_chance(office: Client, renewed: str) -> None:
    judged(office, renewed)
    shown = page(office, renewed)
    text = shown.xpath("//section[@class='forecast-points']")[0].text_content()
    assert "中位" in text
    assert "达到 9 的可能性：72%" in text
    assert shown.xpath("//figure[@id='distribution']")


def test_others_who_may_see_get_points_and_gaps_and_no_chance_at_all(
    office: Client, renewed: str, sits: Callable[[str], Client]
) -> None:
    judged(office, renewed)
    office.post(f"{renewed}vetoes/{row('4').pk}/", {"percent": "7", "reason": "桥下堆物"})
    shown = page(sits("leader"), f"{renewed}?reach=80")
    main = shown.xpath("//main")[0]
    text = html.tostring(main, encoding="unicode")
    assert "可证 8.4，差 0.6" in main.text_content()
    assert len(shown.xpath("//table[contains(@class, 'gaps')]/tbody/tr")) == 2
    for secret in ("中位", "九成", "可能性", "可争取", "72%", "7%", "桥下堆物", "<select", "distribution"):
        assert secret not in text, secret
    assert not main.xpath(".//form")


def test_units_are_refused_and_strangers_find_nothing(sits: Callable[[str], Client], address: str, db: None) -> None:
    assert sits("township").get(address).status_code == 403
    assert sits("department").get(address).status_code == 403
    assert sits("office").get("/assessment/999999/forecast/").status_code == 404
    stranger = Client()
    stranger.force_login(jurisdiction_office("远山县"))
    assert stranger.get(address).status_code == 404


@pytest.mark.parametrize("verb", ["renew", "keep", "settings", "classes", "send"])
def test_what_is_the_offices_is_refused_to_others(sits: Callable[[str], Client], address: str, verb: str) -> None:
    data = {"firm": "90", "possible": "60", "hard": "30", "due": "2026-12-10", "gap": "1", "chance-1": "firm"}
    assert sits("leader").post(f"{address}{verb}/", data).status_code == 403
    assert sits("township").post(f"{address}{verb}/", data).status_code == 403
    assert not Gap.objects.exists()


def test_gaps_come_from_the_marks_by_a_button(office: Client, address: str) -> None:
    assert page(office, address).xpath("//section[@id='next']//div[@class='empty']")
    office.post(f"{address}renew/")
    rows = page(office, address).xpath("//table[contains(@class, 'gaps')]/tbody/tr/th")
    assert [cell.text_content().strip()[:3] for cell in rows] == ["1.1", "3经验"]


def test_classes_of_all_gaps_are_saved_by_one_button(office: Client, renewed: str) -> None:
    judged(office, renewed)
    assert (gap("1.1").chance, gap("3").chance) == ("possible", "hard")
    chosen = page(office, renewed).xpath("//select/option[@selected]/@value")
    assert chosen == ["possible", "hard"]


def test_settings_are_kept_and_what_is_wrong_is_said_at_its_field(office: Client, address: str) -> None:
    said = {"on": "2027-06-30", "threshold": "8.5", "firm": "95", "possible": "50", "hard": "20", "strict": "on"}
    wrong = posted(office, f"{address}settings/", {**said, "firm": "40"}, 422)
    assert wrong.xpath("//*[@id='id_firm_error']")
    assert wrong.xpath("//input[@name='threshold']/@value") == ["8.5"]
    assert office.post(f"{address}settings/", said).status_code == 302
    kept = ForecastSettings.objects.get()
    assert (kept.threshold, kept.firm, kept.strict) == (8_500_000, 95, True)
    assert "2027年6月30日" in page(office, address).text_content()


def test_a_veto_has_the_offices_per_cent_and_reason_apart(office: Client, address: str) -> None:
    at = f"{address}vetoes/{row('4').pk}/"
    wrong = posted(office, at, {"percent": "5", "reason": ""}, 422)
    assert wrong.xpath("//details[@class='veto-form'][@open]//*[@class='field-error']")
    assert office.post(at, {"percent": "5", "reason": "有隐患"}).status_code == 302
    assert Risk.objects.get().percent == 5
    assert "5%" in page(office, address).xpath("//section[@id='vetoes']")[0].text_content()


def test_the_smallest_set_says_how_it_was_found_and_is_ticked(office: Client, renewed: str) -> None:
    judged(office, renewed)
    shown = page(office, f"{renewed}?reach=90")
    assert "已比较全部组合" in shown.xpath("//p[@id='best']")[0].text_content()
    assert shown.xpath("//input[@name='gap'][@checked]/@value") == [str(gap("1.1").pk)]
    assert not page(office, renewed).xpath("//input[@name='gap'][@checked]")


@pytest.mark.parametrize("reach", ["", "abc", "0", "101", "²", "9" * 30])
def test_a_reach_that_is_no_per_cent_is_left_aside(office: Client, renewed: str, reach: str) -> None:
    shown = page(office, f"{renewed}?reach={reach}")
    assert not shown.xpath("//p[@id='best']")
    assert shown.xpath("//input[@name='reach']/@value") == ["80"]


def test_ticked_gaps_are_looked_at_and_then_sent(office: Client, renewed: str) -> None:
    data = {"gap": [gap("1.1").pk, gap("3").pk], "due": "2026-12-10", f"chance-{gap('1.1').pk}": "firm"}
    shown = posted(office, f"{renewed}send/", data, 200)
    assert gap("1.1").chance == "firm"
    assert len(shown.xpath("//ol[@class='askings']/li")) == 1
    assert shown.xpath("//section[@aria-labelledby='stuck']//a/@href") == [f"/gaps/{gap('3').pk}/"]
    assert gap("1.1").question is None
    form = shown.xpath("//form[@action=$at]", at=f"{renewed}send/")[0]
    kept = {box.name: box.value for box in form.xpath(".//input[@type='hidden']")}
    assert office.post(f"{renewed}send/", {**kept, "step": "send"}).status_code == 302
    assert (gap("1.1").state, gap("3").state) == ("asked", "open")
    link = page(office, renewed).xpath("//tr[@id=$at]//a[starts-with(@href, '/questions/')]", at=f"gap-{gap('1.1').pk}")
    assert link[0].text


def test_what_speaks_against_sending_needs_a_second_press(office: Client, renewed: str) -> None:
    Gap.objects.filter(pk=gap("1.1").pk).update(words="请报送贯彻落实情况")
    data = {"gap": gap("1.1").pk, "due": "2026-12-10"}
    shown = posted(office, f"{renewed}send/", data, 200)
    assert shown.xpath("//section[@aria-labelledby='against']//li")
    mark = shown.xpath("//input[@name='mark']/@value")[0]
    posted(office, f"{renewed}send/", {**data, "step": "send", "mark": mark}, 409)
    assert gap("1.1").state == "open"
    done = {**data, "step": "send", "mark": mark, "confirmed": "1"}
    assert office.post(f"{renewed}send/", done).status_code == 302


@pytest.mark.parametrize(("due", "chosen"), [("2026-01-01", True), ("bald", True), ("2026-12-10", False)])
def test_what_cannot_be_sent_is_said_and_keeps_the_ticks(office: Client, renewed: str, due: str, chosen: bool) -> None:
    ticked = [str(gap("1.1").pk)] if chosen else []
    shown = posted(office, f"{renewed}send/", {"gap": ticked, "due": due}, 422)
    assert shown.xpath("//*[@role='alert']")
    assert shown.xpath("//input[@name='gap'][@checked]/@value") == ticked


def test_a_gap_is_edited_with_a_way_to_close_it(office: Client, renewed: str) -> None:
    one = gap("3")
    at = f"/gaps/{one.pk}/"
    found = page(office, f"{at}?q=一")
    ways = [value for value in found.xpath("//select[@name='way']/option/@value") if value]
    said = {"words": "总结两个经验材料", "gain": "0.5", "chance": "firm", "way": ways[0], "seen": one.edit}
    assert posted(office, f"{at}?q=一", {**said, "gain": "9"}, 422).xpath("//*[@id='id_gain_error']")
    assert office.post(f"{at}?q=一", said).status_code == 302
    assert (gap("3").gain, gap("3").chance, gap("3").words) == (500_000, "firm", "总结两个经验材料")
    assert posted(office, f"{at}?q=一", said, 409).xpath("//*[@role='alert']")


def test_a_gap_is_dropped_with_a_reason_and_taken_up_again(office: Client, renewed: str) -> None:
    at = f"/gaps/{gap('3').pk}/"
    for nothing in ("", "今年\0不做"):
        assert posted(office, f"{at}drop/", {"reason": nothing}, 422).xpath("//*[@id='id_reason_error']")
    assert office.post(f"{at}drop/", {"reason": "今年不做"}).status_code == 302
    assert "今年不做" in page(office, renewed).xpath("//ul[contains(@class, 'closed-gaps')]")[0].text_content()
    assert office.post(f"{at}reopen/").status_code == 302
    assert gap("3").state == "open"


def test_others_do_not_open_a_gap(office: Client, renewed: str, sits: Callable[[str], Client]) -> None:
    assert sits("leader").get(f"/gaps/{gap('3').pk}/").status_code == 403
    assert office.get("/gaps/999999/").status_code == 404


def test_kept_forecasts_tell_how_it_went(office: Client, renewed: str) -> None:
    assert office.post(f"{renewed}keep/").status_code == 302
    assert "可证 8.4" in page(office, renewed).xpath("//section[@id='kept']")[0].text_content()
    office.post(f"{renewed}keep/")
    assert page(office, renewed).xpath("//figure[@id='course']")
    assert ForecastRun.objects.count() == 2


def test_rows_that_lack_something_are_named_and_linked(office: Client, renewed: str) -> None:
    rows = page(office, renewed).xpath("//ul[@class='lacking']/li")
    assert {one.text_content().split()[0] for one in rows} == {"1.1", "1.2", "2.1", "3"}
    assert rows[0].xpath("./a/@href") == [f"/gaps/{gap('1.1').pk}/"]


def test_a_framework_without_points_and_marks_is_told_as_unknown(office: Client, site: int) -> None:
    adoption = assessed(seat(account("office")).actor, site, blank=True)
    shown = page(office, f"/assessment/{adoption}/forecast/")
    assert "可证得分不明" in shown.text_content()
    assert shown.xpath("//a[@href='#settings']")
    assert shown.xpath("//section[@id='settings']/details[@open]")
    assert not shown.xpath("//form[contains(@action, '/keep/')]")


@pytest.mark.parametrize("query", ["?unit=999999", "?site=1", "?unit=abc", "?unit=" + "9" * 30])
def test_a_subject_that_is_not_there_is_not_found(office: Client, address: str, query: str) -> None:
    assert office.get(f"{address}{query}").status_code == 404


def test_the_page_asks_as_often_with_many_gaps_as_with_few(office: Client, renewed: str) -> None:
    few = asked(office, renewed)
    served(gap("1.1"), 60)
    many = asked(office, renewed)
    assert few == many <= MOST_QUERIES


def test_of_many_gaps_the_first_are_shown_and_the_rest_one_step_away(office: Client, renewed: str) -> None:
    served(gap("1.1"), 148)
    response = office.get(renewed)
    shown = html.fromstring(response.content.decode())
    assert len(shown.xpath("//table[contains(@class, 'gaps')]/tbody/tr")) == 40
    assert len(response.content) <= 100_000
    more = shown.xpath("//a[contains(@href, 'all=1')]/@href")[0]
    assert len(page(office, more).xpath("//table[contains(@class, 'gaps')]/tbody/tr")) == 150


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
