"""Lists that are longer than a page: how many there are is said, and the others are found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from luoshi.programme import queries as programme_queries
from luoshi.programme.models import Commitment, Obligation, Occurrence
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Given
from luoshi.reporting.models import Evidence, Question, ReportingPeriod, Request, Return
from luoshi.reporting.rules import ProofKind
from luoshi.tenancy.rules import Role
from rooms.cast import TODAY, County
from rooms.desk import CHECK, Desk, open_desk

pytestmark = pytest.mark.django_db
EAST, WEST, HOUSING = "东岸镇", "西岸乡", "县住建局"


@pytest.fixture
def desk(county: County) -> Desk:
    return open_desk(county)


def questions(desk: Desk, count: int) -> None:
    """So many questions to a unit, each of them answered and waiting for a word."""
    time, day = desk.time(EAST), TODAY + timedelta(days=9)
    commitment_id, tenant = time.obligation.commitment_id, desk.county.id
    said = {"jurisdiction_id": tenant, "commitment_id": commitment_id, "paper": "表", "due": day, "sent_on": TODAY}
    made = Question.objects.bulk_create(Question(text=f"请核对第{n}项。", **said) for n in range(count))
    asked = {"jurisdiction_id": tenant, "occurrence": time, "unit_id": time.obligation.unit_id}
    asked |= {"opens_on": TODAY, "asked_on": TODAY}
    Request.objects.bulk_create(Request(question=one, state="reported", due=day, **asked) for one in made)


def test_reports_that_wait_are_counted_before_they_are_cut_and_stand_on_pages(desk: Desk) -> None:
    questions(desk, 103)
    shown = [queries.desk(desk.office, desk.programme_id, TODAY, page).waiting for page in (1, 2)]
    assert [(one.total, one.pages, len(one.lines)) for one in shown] == [(103, 2, 100), (103, 2, 3)]
    assert len({line.id for one in shown for line in one.lines}) == 103


def test_questions_that_were_sent_stand_on_pages(desk: Desk) -> None:
    questions(desk, 53)
    shown = [queries.questions(desk.office, desk.programme_id, page).shown for page in (1, 2)]
    assert [(one.total, len(one.lines)) for one in shown] == [(53, 50), (53, 3)]
    assert shown[1].lines[-1].text == "请核对第0项。"


def test_commitments_that_can_be_asked_about_stand_on_pages(desk: Desk) -> None:
    like = desk.owed(EAST)
    before = queries.choices(desk.office, desk.programme_id)[1].total
    of = {"jurisdiction_id": desk.county.id, "programme_id": desk.programme_id, "kind": "task"}
    made = Commitment.objects.bulk_create(Commitment(order=900 + n, title=f"清理{n}号路口", **of) for n in range(60))
    owed = {"jurisdiction_id": desk.county.id, "unit_id": like.unit_id, "role": "responsible", "issued_on": TODAY}
    Obligation.objects.bulk_create(Obligation(commitment=one, **owed) for one in made)
    _title, shown = queries.choices(desk.office, desk.programme_id, page=2)
    assert (shown.total, shown.lines[-1].title) == (before + 60, "清理59号路口")
    assert queries.choices(desk.office, desk.programme_id, "路口", 2)[1].total == 60


def given(county: County, count: int) -> None:
    """So many pieces of evidence of one unit."""
    speaker = county.member(Role.LIAISON, EAST)
    link = Given(ProofKind.DOCUMENT, "通报", TODAY, url="https://lake.example/news/")
    for n in range(count):
        one = replace(link, title=f"通报{n}", url=f"https://lake.example/news/{n}")
        actions.give(actor=speaker, unit_id=county.unit_ids[EAST], given=one, today=TODAY)


@pytest.mark.parametrize(("count", "more"), [(20, False), (21, True)])
def test_a_search_of_evidence_says_whether_there_is_more(
    county: County, programme: int, count: int, more: bool
) -> None:
    given(county, count)
    speaker = county.member(Role.LIAISON, EAST)
    asked = queries.sheet(speaker, Request.objects.filter(unit__name=EAST)[0].pk, TODAY)
    found = queries.to_use(speaker, asked, "通报")
    assert (len(found.lines), found.more) == (20, more)


def test_all_that_a_unit_has_given_stands_on_pages(county: County) -> None:
    given(county, 1)
    first = Evidence.objects.get()
    version = first.versions.get()
    made = Evidence.objects.bulk_create(
        Evidence(jurisdiction_id=county.id, unit_id=first.unit_id) for _one in range(101)
    )
    for one in made:
        version.pk, version.evidence = None, one
        version.save()
    shown = queries.library(county.member(Role.LIAISON, EAST), 2)
    assert (shown.total, shown.pages, [line.id for line in shown.lines]) == (102, 2, [made[0].pk, first.pk])


def test_what_was_brought_stands_on_pages(desk: Desk) -> None:
    of = {"jurisdiction_id": desk.county.id, "programme_id": desk.programme_id, "brought_on": TODAY}
    Return.objects.bulk_create(Return(key=f"{n:032}", **of) for n in range(31))
    shown = queries.returned(desk.office, desk.programme_id, 2)
    assert (shown.total, [line.key for line in shown.lines]) == (31, [f"{0:032}"])


def test_every_month_that_was_reported_on_can_be_chosen(county: County, programme: int) -> None:
    of = {"jurisdiction_id": county.id, "programme_id": programme, "opens_on": TODAY, "asked_on": TODAY}
    ReportingPeriod.objects.bulk_create(
        ReportingPeriod(name=f"2025-{n:02}", due=date(2025, n, 25), **of) for n in range(1, 13)
    )
    assert queries.months_of(county.office, programme, TODAY)[-1] == "2025-01"


def test_supporters_answers_that_wait_are_counted_before_they_are_cut(desk: Desk) -> None:
    desk.role(HOUSING, "lead", CHECK)
    desk.role(EAST, "support", CHECK)
    owed = desk.owed(EAST)
    of = {"jurisdiction_id": desk.county.id, "obligation": owed, "state": "answered", "answered_on": TODAY}
    Occurrence.objects.bulk_create(Occurrence(period=f"2026-{n:03}", **of) for n in range(52))
    found = programme_queries.inbox(desk.speaker(HOUSING), TODAY)
    assert (len(found.answers), found.to_judge) == (50, 52)


@pytest.mark.parametrize(("more", "said"), [(0, False), (60, True)])
def test_a_board_says_that_the_list_of_commitments_has_more(desk: Desk, more: int, said: bool) -> None:
    of = {"jurisdiction_id": desk.county.id, "programme_id": desk.programme_id, "kind": "task"}
    Commitment.objects.bulk_create(Commitment(order=900 + n, title=f"清理{n}号路口", **of) for n in range(more))
    board = programme_queries.board(desk.office, desk.programme_id, TODAY)
    assert board.more_rows is said
    assert len(board.rows) <= 60


def test_a_board_says_that_there_are_more_duties(desk: Desk) -> None:
    board = programme_queries.board(desk.office, desk.programme_id, TODAY)
    assert not board.more_duties
    like = Commitment.objects.filter(kind="duty", programme_id=desk.programme_id)[0]
    revision = like.revisions.get(current=True)
    for n in range(30):
        like.pk, like.title, like.order = None, f"自查{n}", 900 + n
        like.save()
        revision.pk, revision.commitment = None, like
        revision.save()
    board = programme_queries.board(desk.office, desk.programme_id, TODAY)
    assert (board.more_duties, len(board.duties)) == (True, 30)
