"""The inbox: what waits for a body, and what waits for its office."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from lxml import html

from luoshi.demonstration.queries import account
from luoshi.programme import actions
from luoshi.programme import queries as programme
from luoshi.units.queries import seat
from web.conftest import TODAY


def page(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def owed(client: Client) -> str:
    """The address of the obligation that stands first in the inbox."""
    asked = client.get(page(client, "/inbox/").xpath("//a[@class='inbox-line']/@href")[0])["Location"]
    return str(page(client, asked).xpath("//div[@class='work-facts']/a/@href")[0])


def test_a_body_begins_at_its_inbox(sits: Callable[[str], Client]) -> None:
    assert sits("township").get("/desk/")["Location"] == "/inbox/"


def test_an_inbox_asks_to_receive_and_shows_what_is_due(sits: Callable[[str], Client]) -> None:
    shown = page(sits("township"), "/inbox/")
    assert shown.xpath("//form[@action='/inbox/receive/']")
    assert shown.xpath("//a[@class='inbox-line']/@href")


def test_one_click_receives_all(sits: Callable[[str], Client]) -> None:
    client = sits("township")
    form = page(client, "/inbox/").xpath("//form[@action='/inbox/receive/']")[0]
    response = client.post("/inbox/receive/", dict(form.fields))
    assert response["Location"] == "/inbox/"
    assert not page(client, "/inbox/").xpath("//form[@action='/inbox/receive/']")


def test_an_answer_leads_back_to_the_obligation_and_stands_in_its_history(sits: Callable[[str], Client]) -> None:
    client = sits("township")
    address = owed(client)
    form = page(client, address).xpath("//form[contains(@action, '/answer/')]")[0]
    response = client.post(form.action, {"seen": form.fields["seen"], "text": "已完成自查"})
    assert (response.status_code, response["Location"]) == (302, address)
    assert page(client, address).xpath("//ol[@class='thread']/li[@data-key='answer']")


def test_a_second_tap_finds_all_received(sits: Callable[[str], Client]) -> None:
    client = sits("township")
    form = dict(page(client, "/inbox/").xpath("//form[@action='/inbox/receive/']")[0].fields)
    assert [client.post("/inbox/receive/", form).status_code for _twice in range(2)] == [302, 302]


def test_an_inbox_stands_in_the_navigation_of_whoever_answers(sits: Callable[[str], Client]) -> None:
    marked = page(sits("department"), "/inbox/").xpath("//nav[@class='nav']/a[@aria-current='page']/@href")
    assert marked == ["/inbox/"]


def test_an_error_page_leads_back_to_where_the_form_was(sits: Callable[[str], Client]) -> None:
    typed = {"programme": "1", "unit": "999999"}
    response = sits("township").post("/inbox/receive/", typed, headers={"Referer": "http://testserver/inbox/"})
    assert response.status_code == 404
    assert html.fromstring(response.content.decode()).xpath("//main//a[@href='http://testserver/inbox/']")


def test_an_error_page_leads_to_no_other_site(sits: Callable[[str], Client]) -> None:
    typed = {"programme": "1", "unit": "999999"}
    response = sits("township").post("/inbox/receive/", typed, headers={"Referer": "http://elsewhere.example/"})
    assert "elsewhere" not in response.content.decode()


def answered(sits: Callable[[str], Client]) -> None:
    """A township answers what stands first in its inbox."""
    township = sits("township")
    address = owed(township)
    form = page(township, address).xpath("//form[contains(@action, '/answer/')]")[0]
    township.post(form.action, {"seen": form.fields["seen"], "text": "已完成自查"})


def test_the_office_is_led_from_an_answer_at_its_desk_to_the_report_that_it_judges(
    sits: Callable[[str], Client], site: int
) -> None:
    answered(sits)
    office, desk = sits("office"), f"/programmes/{site}/desk/?kind=answers"
    shown = page(office, desk)
    assert "已完成自查" in shown.xpath("string(//span[@class='inbox-text'])")
    assert not shown.xpath("//form[contains(@action, '/confirm/')]")
    report = shown.xpath("//a[@class='inbox-line']/@href")[0]
    word = page(office, report).xpath("//form[contains(@action, '/accept/')]")[0]
    assert office.post(word.action, dict(word.fields)).status_code == 302
    assert not page(office, desk).xpath("//a[@class='inbox-line']")


def without_report(site: int) -> None:
    """A township answers otherwise than by a report."""
    actor = seat(account("township")).actor
    line = programme.inbox(actor, TODAY).due[0]
    actions.answer(actor=actor, occurrence_id=line.occurrence_id, text="已完成自查", today=TODAY)


def test_the_office_reads_and_confirms_an_answer_without_a_report_at_its_desk(
    sits: Callable[[str], Client], site: int
) -> None:
    without_report(site)
    office, desk = sits("office"), f"/programmes/{site}/desk/?kind=answers"
    word = page(office, desk).xpath("//form[contains(@action, '/confirm/')]")[0]
    assert office.post(word.action, dict(word.fields))["Location"] == desk
    assert not page(office, desk).xpath("//form[contains(@action, '/confirm/')]")


def test_a_confirmation_of_what_was_answered_anew_meanwhile_is_told(sits: Callable[[str], Client], site: int) -> None:
    without_report(site)
    office, desk = sits("office"), f"/programmes/{site}/desk/?kind=answers"
    word = page(office, desk).xpath("//form[contains(@action, '/confirm/')]")[0]
    stale = {**dict(word.fields), "seen": "0"}
    assert office.post(word.action, stale).status_code == 409
