"""A disk that is full while somebody reports: nothing of it is there, and the person is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from tests.rooms.cast import County, found_county, run_programme

from luoshi.audit.actions import record
from luoshi.audit.models import Entry
from luoshi.reporting import actions
from luoshi.reporting.models import AnswerVersion, Draft, Request, Response
from luoshi.tenancy.actions import create_account
from luoshi.tenancy.models import Account
from luoshi.tenancy.rules import Role, site_actor
from luoshi.units import actions as units

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "已完成选址，正在办理用地手续。" * 30


@contextmanager
def full() -> Iterator[None]:
    """The database may not grow, and what room was left in its pages is taken."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count")
        before = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {int(cursor.fetchone()[0])}")
    try:
        _fill()
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {before}")


def _fill() -> None:
    tenant = Entry.objects.values_list("jurisdiction_id", flat=True)[0]
    for _try in range(100_000):
        try:
            with transaction.atomic():
                record(
                    actor=site_actor(tenant), verb="fill", subject_kind="room", subject_id=0, new={"words": "满" * 20}
                )
        except OperationalError:
            return
    pytest.fail("the database grows")


@pytest.fixture
def county() -> County:
    return found_county()


@pytest.fixture
def request_id(county: County) -> int:
    """What 东岸镇 is asked."""
    programme = run_programme(county).programme_id
    actions.open_requests(actor=county.office, programme_id=programme, today=date(2026, 11, 23))
    return Request.objects.filter(unit__name="东岸镇", occurrence__due__isnull=False)[0].pk


@pytest.fixture
def liaison(county: County) -> Client:
    account = create_account(jurisdiction_id=county.id, sign_in_name="pier", name="联络员")
    units.join(actor=site_actor(county.id), account_id=account.pk, unit_id=county.unit_ids["东岸镇"], role=Role.LIAISON)
    client = Client()
    client.force_login(Account.objects.get(pk=account.pk))
    return client


def test_a_report_that_finds_no_room_leaves_nothing_and_the_person_is_told(liaison: Client, request_id: int) -> None:
    address = f"/reports/{request_id}/report/"
    assert liaison.get(f"/reports/{request_id}/").status_code == 200
    before = Request.objects.get(pk=request_id).edit
    with full():
        answer = liaison.post(address, {"state": "completed", "text": TEXT, "seen": str(before)})
    assert answer.status_code == 507
    assert "磁盘" in answer.content.decode()
    assert not Response.objects.exists()
    assert not AnswerVersion.objects.exists()
    assert not Draft.objects.exists()
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.edit) == ("open", before)
    answer = liaison.post(address, {"state": "completed", "text": TEXT, "seen": str(before)})
    assert answer.status_code == 302
    assert Response.objects.count() == 1
