"""The page of a report: what is offered in it, what stands in it, and what looking at it does not do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from lxml import html

from luoshi.programme.models import Occurrence
from luoshi.reporting.models import Request, Response
from web.test_reports import asked, fields, page

NEXT_YEAR = date(2027, 6, 30)


@pytest.fixture
def township(office: Client, site: int, sits: Callable[[str], Client]) -> Client:
    """A township in a programme that is reported on by the 25th."""
    set_reporting(office, site, "none")
    return sits("township")


def set_reporting(office: Client, site: int, approval: str) -> None:
    office.post(f"/programmes/{site}/reports/settings/", {"approval": approval, "day": "25"})


def of_month(client: Client) -> list[str]:
    """The addresses of the reports that the month asks for."""
    return [str(one) for one in page(client, "/inbox/").xpath("//section[@aria-labelledby='asked']//li/a/@href")]


def report(client: Client, address: str, **typed: str) -> None:
    form = {**fields(client, address), "state": "under-way", "text": "已选址。", **typed}
    assert client.post(f"{address}report/", form).status_code == 302


def row_of(address: str) -> Request:
    return Request.objects.get(pk=int(address.split("/")[2]))


def again(client: Client, address: str) -> dict[str, str]:
    """The form by which an earlier answer is given again, as it is shown."""
    (card,) = page(client, address).xpath("//form[contains(@action, '/reuse/')]")
    return {name: value or "" for name, value in card.fields.items()}


def test_a_signed_paper_is_asked_for_at_an_earlier_answer(township: Client, office: Client, site: int) -> None:
    first, second = of_month(township)[:2]
    report(township, first)
    set_reporting(office, site, "on-paper")
    form = again(township, second)
    sent = township.post(f"{second}reuse/", form)
    assert sent.status_code == 422
    shown = html.fromstring(sent.content.decode())
    assert shown.xpath("//form[contains(@action, '/reuse/')]//div[@data-wrong]//input[@name='signed']")
    assert township.post(f"{second}reuse/", {**form, "signed": "东镇〔2026〕12号"}).status_code == 302
    assert Response.objects.get(request=row_of(second)).signed == "东镇〔2026〕12号"


def test_no_signed_paper_is_asked_for_where_none_is_demanded(township: Client) -> None:
    first, second = of_month(township)[:2]
    report(township, first)
    card = page(township, second).xpath("//form[contains(@action, '/reuse/')]")[0]
    assert not card.xpath(".//input[@name='signed']")
    assert township.post(f"{second}reuse/", dict(card.fields)).status_code == 302


def test_an_error_of_an_answer_that_is_offered_no_more_is_said_of_the_page(
    township: Client, office: Client, site: int
) -> None:
    first, second = of_month(township)[:2]
    report(township, first)
    set_reporting(office, site, "on-paper")
    form = again(township, second)
    Response.objects.update(on=date(2026, 1, 5))
    sent = township.post(f"{second}reuse/", form)
    assert sent.status_code == 422
    assert html.fromstring(sent.content.decode()).xpath("//p[@class='field-error'][contains(., '签批')]")


@pytest.mark.parametrize(("due", "stands"), [(NEXT_YEAR, "under-way"), (date(2026, 11, 30), "completed")])
def test_completed_stands_in_the_form_only_of_what_falls_due(
    sits: Callable[[str], Client], due: date, stands: str
) -> None:
    client = sits("township")  # in a programme without a rhythm
    address = asked(client)
    Occurrence.objects.filter(requests=row_of(address)).update(due=due)
    assert page(client, address).xpath("//input[@name='state'][@checked]/@value") == [stands]


def test_the_words_of_last_time_are_one_press_away_and_not_in_the_field(township: Client) -> None:
    address = of_month(township)[0]
    report(township, address)
    row = row_of(address)
    Request.objects.filter(pk=row.pk).update(state="returned")
    shown = page(township, address)
    button = shown.xpath("//form[@data-draft]//button[@data-put='id_text']")[0]
    assert (button.get("value"), button.get("type"), "hidden" in button.attrib) == ("已选址。", "button", True)
    assert shown.xpath("//textarea[@name='text']")[0].text.strip() == ""


def test_nothing_is_offered_to_begin_with_where_nothing_was_said(township: Client) -> None:
    assert not page(township, of_month(township)[0]).xpath("//button[@data-put]")


def test_looking_where_nobody_asks_opens_no_request_and_a_press_does(township: Client) -> None:
    address = of_month(township)[0]
    report(township, address)
    row, before = row_of(address), Request.objects.count()
    look = township.get(f"/occurrences/{row.occurrence_id}/report/")
    assert look["Location"] == f"/obligations/{row.occurrence.obligation_id}/#time-{row.occurrence_id}"
    assert Request.objects.count() == before
    press = page(township, look["Location"]).xpath("//form[contains(@action, '/occurrences/')]")[0]
    opened = township.post(press.action, dict(press.fields))
    assert page(township, opened["Location"]).xpath("//form[@data-draft]")
    assert Request.objects.count() == before + 1


def test_an_inbox_grows_shorter_with_every_report_of_the_month(township: Client) -> None:
    before = page(township, "/inbox/")
    address = of_month(township)[0]
    report(township, address)
    after = page(township, "/inbox/")
    line = f"//a[@href='/occurrences/{row_of(address).occurrence_id}/report/']"
    assert not after.xpath(line)
    assert after.xpath(f"//details//a[@href='{address}']")
    lines = "count(//section//a[@class='inbox-line'])"
    assert after.xpath(lines) == before.xpath(lines) - 1
