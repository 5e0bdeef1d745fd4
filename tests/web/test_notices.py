"""The own notices, the calendar that is fetched without signing in, and the office's list of whom to urge."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from lxml import html
from pytest_django import Settings

from luoshi.demonstration.queries import account
from luoshi.notices import actions as notices
from luoshi.notices.models import Delivery, Feed, MailSetting, Message
from luoshi.programme.models import Commitment, Programme
from luoshi.reporting import actions
from luoshi.reporting.models import Reporting, Request
from luoshi.tenancy.rules import site_actor
from luoshi.units.queries import seat
from rooms.posting import free_port, mail_settings

DUE_WEEK = date(2026, 11, 27)  # a Friday: what is due on Monday the 30th is one working day away


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content.decode())


@pytest.fixture
def township(sits: Callable[[str], Client]) -> Client:
    return sits("township")


def subscribed(client: Client) -> str:
    """The path of a new calendar address."""
    made = html.fromstring(client.post("/accounts/mine/calendar/").content.decode())
    address = str(made.xpath("//textarea[@id='calendar-address']/text()")[0]).strip()
    assert address.startswith("http://testserver/calendar/")
    return address.removeprefix("http://testserver")


def remind(now: datetime | None = None) -> None:
    county = Programme.objects.get().jurisdiction_id
    actions.remind(actor=site_actor(county), today=DUE_WEEK, now=now or timezone.now())


def test_mail_is_turned_on_with_an_office_mailbox(township: Client) -> None:
    sent = {"wanted": "on", "mailbox": "fengxi@county.example"}
    assert township.post("/accounts/mine/notices/", sent).status_code == 302
    assert page(township, "/accounts/mine/notices/").xpath("//input[@name='mailbox']/@value") == [sent["mailbox"]]
    assert MailSetting.objects.get().wanted


@pytest.mark.parametrize("mailbox", ["", "13800138000@mail.example", "not a mailbox"])
def test_a_mailbox_that_will_not_do_is_said_at_its_field_and_kept_there(township: Client, mailbox: str) -> None:
    response = township.post("/accounts/mine/notices/", {"wanted": "on", "mailbox": mailbox})
    wrong = html.fromstring(response.content.decode()).xpath("//div[@data-wrong]//input")[0]
    assert (response.status_code, wrong.get("value", "")) == (422, mailbox)


def test_a_calendar_shows_on_each_due_day_a_count_and_a_link_and_nothing_else(township: Client) -> None:
    township.get("/inbox/")
    response = Client().get(subscribed(township))
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert not response.cookies
    calendar = Calendar.from_ical(response.content)
    events = calendar.walk("VEVENT")
    mine = Request.objects.filter(unit_id__in=seat(account("township")).actor.liaison_ids)
    counts = [int("".join(sign for sign in str(event["SUMMARY"]) if sign.isdecimal())) for event in events]
    assert sum(counts) == mine.exclude(due=None).count()
    assert {str(event["URL"]) for event in events} == {"http://testserver/inbox/"}
    assert {type(event.decoded("DTSTART")) for event in events} == {date}
    text = response.content.decode()
    assert [one.title for one in Commitment.objects.all() if one.title in text] == []


def test_what_is_overdue_stands_on_a_working_day(township: Client) -> None:
    township.get("/inbox/")
    Request.objects.update(final=False)
    Request.objects.filter(occurrence__due__isnull=False).update(due=date(2026, 11, 1))
    for row in Request.objects.select_related("occurrence"):
        row.occurrence.due = date(2026, 11, 1)
        row.occurrence.save(update_fields=["due"])
    (event,) = Calendar.from_ical(Client().get(subscribed(township)).content).walk("VEVENT")
    assert (event.decoded("DTSTART"), str(event["SUMMARY"])[:2]) == (date(2026, 11, 23), "逾期")


def test_a_calendar_that_has_not_changed_is_not_sent_again(township: Client) -> None:
    address = subscribed(township)
    first = Client().get(address)
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_calendar_is_cheap(township: Client) -> None:
    address = subscribed(township)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    assert len(captured) <= 4


@pytest.mark.parametrize("token", ["x", "x" * 3000, "%00", "%E4%B8%AD", "..%2F", "%ed%a0%80", "'; --"])
def test_an_address_that_is_none_opens_nothing(site: int, token: str) -> None:
    assert Client().get(f"/calendar/{token}.ics").status_code in (400, 404)


def test_a_renewed_or_ended_address_opens_nothing_any_more(township: Client) -> None:
    first = subscribed(township)
    second = subscribed(township)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    assert township.post("/accounts/mine/calendar/end/").status_code == 302
    assert Client().get(second).status_code == 404
    assert township.post("/accounts/mine/calendar/end/").status_code == 409


def test_the_address_of_a_calendar_is_kept_nowhere(township: Client) -> None:
    token = subscribed(township).rpartition("/")[2].removesuffix(".ics")
    assert token not in page(township, "/accounts/mine/notices/").text_content()
    assert token not in str(Feed.objects.values())


def test_a_closed_account_has_no_calendar(township: Client) -> None:
    address = subscribed(township)
    mine = account("township")
    mine.is_active = False
    mine.save(update_fields=["is_active"])
    assert Client().get(address).status_code == 404


def test_a_visitor_has_no_notices(site: int) -> None:
    assert "/sign-in/" in Client().get("/accounts/mine/notices/")["Location"]


def test_the_page_tells_what_was_sent_to_the_own_account_only(township: Client, sits: Callable[[str], Client]) -> None:
    remind()
    Message.objects.exclude(account=account("township")).delete()
    assert "件待报" in page(township, "/accounts/mine/notices/").text_content()
    assert "件待报" not in page(sits("department"), "/accounts/mine/notices/").text_content()


def test_the_head_of_the_inbox_says_how_many_are_overdue_and_due_today(township: Client) -> None:
    township.get("/inbox/")
    Request.objects.filter(period=None).update(state="accepted")
    Reporting.objects.update_or_create(
        programme=Programme.objects.get(), defaults={"jurisdiction": Programme.objects.get().jurisdiction, "day": 23}
    )
    assert "今日到期" in page(township, "/inbox/").xpath("//p[contains(@class, 'pressed')]")[0].text_content()


def test_the_office_sees_who_is_to_be_urged_with_telephone_and_words(office: Client, site: int) -> None:
    mine = account("township")
    mine.contact = "023-55550101"
    mine.save(update_fields=["contact"])
    found = page(office, f"/programmes/{site}/reports/urging/?page=2")
    row = next(row for row in found.xpath("//tbody/tr") if row.xpath("normalize-space(th)") == "枫溪镇")
    assert "023-55550101" in row.text_content()
    words = str(row.xpath(".//textarea/text()")[0]).strip()
    assert words.startswith("枫溪镇：《")
    assert "未报送" in words
    assert row.xpath(".//button[@data-copy]/@hidden")  # without the script the field is there to be selected
    order = [str(name) for name in found.xpath("//tbody/tr/th/text()")]
    owed = Request.objects.order_by("unit__order", "unit_id").values_list("unit__name", flat=True)
    assert order == [name for name in dict.fromkeys(owed) if name in order]


def test_the_words_name_no_restricted_matter(office: Client, site: int) -> None:
    Commitment.objects.update(restricted=True)
    text = page(office, f"/programmes/{site}/reports/urging/").text_content()
    assert [one.title for one in Commitment.objects.all() if len(one.title) > 4 and one.title in text] == []


def test_the_list_comes_as_a_spreadsheet(office: Client, site: int) -> None:
    office.get(f"/programmes/{site}/reports/urging/")
    response = office.get(f"/programmes/{site}/reports/urging.xlsx")
    assert response.status_code == 200
    with zipfile.ZipFile(BytesIO(response.content)) as book:
        assert "枫溪镇" in book.read("xl/sharedStrings.xml").decode()


def test_units_do_not_see_who_else_is_to_be_urged(township: Client, site: int) -> None:
    assert township.get(f"/programmes/{site}/reports/urging/").status_code == 403
    assert township.get(f"/programmes/{site}/reports/urging.xlsx").status_code == 403
    assert township.post(f"/programmes/{site}/reports/reminders/", {"every": "5"}).status_code == 403


def test_a_leader_sees_the_list_without_telephones_and_sets_nothing(
    sits: Callable[[str], Client], office: Client, site: int
) -> None:
    office.get(f"/programmes/{site}/reports/urging/")
    mine = account("township")
    mine.contact = "023-55550101"
    mine.save(update_fields=["contact"])
    found = page(sits("leader"), f"/programmes/{site}/reports/urging/?page=2")
    assert "枫溪镇" in found.text_content()
    assert "023-55550101" not in found.text_content()
    assert found.xpath("//form[contains(@action, 'reminders')]") == []


def test_the_office_sees_which_mails_did_not_go_out_and_neither_mailbox_nor_content(
    office: Client, site: int, settings: Settings
) -> None:
    mail_settings(settings, free_port())
    mine = seat(account("township")).actor
    notices.set_mail(actor=mine, wanted=True, mailbox="fengxi@county.example")
    remind()
    Message.objects.update(day=date(2026, 11, 20))  # the demonstration stands on the 23rd
    later = timezone.now() + timedelta(seconds=1)
    actions.deliver(clock=lambda: later)
    assert Delivery.objects.get(channel="mail").attempts == 1
    text = "".join(page(office, f"/programmes/{site}/reports/urging/").xpath("//section[@class='unsent']//text()"))
    assert "邮件服务器无法连接" in text
    assert "枫溪镇" in text
    assert "fengxi@county.example" not in text


def test_a_page_is_none_the_slower_for_a_mail_server_that_is_gone(township: Client, settings: Settings) -> None:
    mail_settings(settings, free_port())
    notices.set_mail(actor=seat(account("township")).actor, wanted=True, mailbox="fengxi@county.example")
    remind()
    assert township.get("/inbox/").status_code == 200
    assert Delivery.objects.get(channel="mail").attempts == 0  # a page sends nothing


def test_reminders_are_set_and_a_list_that_cannot_be_read_is_said_at_its_field(office: Client, site: int) -> None:
    address = f"/programmes/{site}/reports/reminders/"
    sent = {"on": "on", "before": "5、2", "on_day": "on", "after": "1", "every": "10"}
    assert office.post(address, sent).status_code == 302
    kept = Reporting.objects.get()
    assert (kept.remind_before, kept.remind_after, kept.remind_every) == ("2,5", "1", 10)
    response = office.post(address, {**sent, "before": "soon"})
    assert response.status_code == 422
    assert html.fromstring(response.content.decode()).xpath("//div[@data-wrong]//input/@name") == ["before"]


def test_years_whose_holidays_nobody_knows_are_said(office: Client, site: int) -> None:
    office.get(f"/programmes/{site}/reports/urging/")
    for row in Request.objects.select_related("occurrence")[:1]:
        row.occurrence.due = date(2027, 3, 1)
        row.occurrence.save(update_fields=["due"])
    assert "尚无 2027 年节假日安排" in page(office, f"/programmes/{site}/reports/urging/").text_content()


def test_the_list_tells_each_day_and_what_is_to_come_at_once(office: Client, site: int) -> None:
    address = f"/programmes/{site}/reports/urging/?page=2"
    page(office, address)
    rows = Request.objects.filter(unit__name="枫溪镇", period=None).select_related("occurrence")[:2]
    for row, day in zip(rows, (date(2026, 11, 2), date(2026, 11, 27)), strict=True):
        row.occurrence.due = day
        row.occurrence.save(update_fields=["due"])
    line = next(
        row for row in page(office, address).xpath("//tbody/tr") if row.xpath("normalize-space(th)") == "枫溪镇"
    )
    said = "".join(line.xpath("td[@data-label='报送时限']")[0].text_content().split())
    assert said.startswith("尽快补报:1")
    assert "11月27日" in said
