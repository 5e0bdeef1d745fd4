"""A database that somebody else holds: the person is told, nothing is half written, what was typed is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from lxml import html

from luoshi.audit.models import Entry
from luoshi.reporting import actions
from luoshi.reporting.models import Draft, Request, Response
from luoshi.tenancy.actions import create_account
from luoshi.tenancy.models import Account
from luoshi.tenancy.rules import Role, site_actor
from luoshi.units import actions as units
from luoshi.web.errors import server_error
from luoshi.web.trouble import busy, is_busy, known
from rooms.cast import County, found_county, run_programme
from rooms.filed import in_a_file

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "已完成选址，正在办理用地手续。"
Held = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    """The rows of the test in a file, as a site has them, and a lock on it that another connection holds."""

    @contextmanager
    def hold() -> Iterator[None]:
        with closing(sqlite3.connect(tmp_path / "luoshi.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield

    with in_a_file(tmp_path, timeout=0.05):
        yield hold


@pytest.fixture
def request_id(county: County) -> int:
    programme = run_programme(county).programme_id
    actions.open_requests(actor=county.office, programme_id=programme, today=date(2026, 11, 23))
    return Request.objects.filter(unit__name="东岸镇", occurrence__due__isnull=False)[0].pk


@pytest.fixture
def county() -> County:
    return found_county()


@pytest.fixture
def liaison(county: County, request_id: int, held: Held) -> Client:
    account = create_account(jurisdiction_id=county.id, sign_in_name="pier", name="联络员")
    units.join(actor=site_actor(county.id), account_id=account.pk, unit_id=county.unit_ids["东岸镇"], role=Role.LIAISON)
    client = Client()
    client.force_login(Account.objects.get(pk=account.pk))
    return client


def report(client: Client, request_id: int, **more: str) -> tuple[int, html.HtmlElement]:
    answer = client.post(f"/reports/{request_id}/report/", {"state": "completed", "text": TEXT, "seen": "0", **more})
    return answer.status_code, html.fromstring(answer.content.decode() or "<p/>")


def test_a_report_that_gets_no_turn_comes_back_in_its_form_and_is_sent_again(
    liaison: Client, request_id: int, held: Held
) -> None:
    lines = Entry.objects.count()
    with held():
        status, shown = report(liaison, request_id)
    assert status == 503
    assert "系统繁忙" in shown.xpath("string(//form[@data-draft]//*[@role='alert'])")
    assert shown.xpath("string(//textarea[@name='text'])").strip() == TEXT
    assert (Response.objects.count(), Draft.objects.count(), Entry.objects.count()) == (0, 0, lines)
    assert report(liaison, request_id)[0] == 302
    assert Response.objects.count() == 1


def test_whoever_gets_no_turn_is_told_when_to_try_again(liaison: Client, request_id: int, held: Held) -> None:
    with held():
        answer = liaison.post(f"/reports/{request_id}/report/", {"state": "completed", "text": TEXT, "seen": "0"})
    assert answer["Retry-After"] == "5"


def test_a_draft_that_gets_no_turn_is_told_to_the_script(liaison: Client, request_id: int, held: Held) -> None:
    with held():
        answer = liaison.post(f"/reports/{request_id}/draft/", {"text": TEXT, "draft_seen": "0"})
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "5", "site-busy")
    assert "没有保存" in answer.json()["error"]
    assert not Draft.objects.exists()


def test_any_other_form_that_gets_no_turn_can_be_sent_again_from_the_page(
    liaison: Client, request_id: int, held: Held
) -> None:
    with held():
        answer = liaison.post(f"/reports/{request_id}/no-change/", {"seen": "0", "next": "/inbox/"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    (form,) = html.fromstring(answer.content.decode()).xpath("//main//form")
    assert form.action in (None, "")  # to the address that was asked for
    carried = {key: value for key, value in form.fields.items() if key != "csrfmiddlewaretoken"}
    assert carried == {"seen": "0", "next": "/inbox/"}


def test_a_page_is_read_while_another_writes(liaison: Client, request_id: int, held: Held) -> None:
    with held():
        assert liaison.get(f"/reports/{request_id}/").status_code == 200
        assert liaison.get("/evidence/").status_code == 200


def test_a_list_of_which_a_part_got_no_turn_says_so(liaison: Client, request_id: int, held: Held) -> None:
    with held():
        liaison.post("/reports/unchanged/", {"request": [request_id]})
    told = liaison.get(f"/reports/{request_id}/").content.decode()
    assert "系统繁忙" in told


def test_a_password_is_never_put_into_the_page(liaison: Client, county: County, held: Held) -> None:
    county_phrase = "four plain words here"
    create_account(jurisdiction_id=county.id, sign_in_name="quay", name="联络员", password=county_phrase)
    with held():
        answer = Client().post("/sign-in/", {"name": "quay", "password": county_phrase})
    assert answer.status_code == 503
    assert county_phrase not in answer.content.decode()


def test_a_session_that_gets_no_turn_is_told_too() -> None:
    """Outside every view Django asks for the last page alone: it knows what was raised."""
    try:
        try:
            with closing(sqlite3.connect(":memory:")) as database:
                raise_busy(database)
        except sqlite3.OperationalError as error:
            raise OperationalError(*error.args) from error
    except OperationalError:
        assert server_error(RequestFactory().get("/")).status_code == 503


def raise_busy(database: sqlite3.Connection) -> None:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    raise error


def test_other_errors_of_a_database_are_not_called_busy() -> None:
    error = OperationalError("no such table: line")
    assert not is_busy(error)
    with pytest.raises(OperationalError):
        known(error)
    assert known(busy()).code == "site-busy"
