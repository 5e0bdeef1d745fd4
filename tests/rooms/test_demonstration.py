"""The demonstration: a fictional county that stands seven days before its self-check, on whatever day it is made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from luoshi.demonstration import actions, queries
from luoshi.demonstration.bodies import departments, townships
from luoshi.demonstration.calendar import plan_text, template
from luoshi.kernel.errors import NotFound
from luoshi.outline.model import Severity
from luoshi.outline.read import read_plan
from luoshi.programme import queries as programme_queries
from luoshi.programme.rules import LightCode
from luoshi.reporting import queries as reporting
from luoshi.tenancy import queries as tenancy
from luoshi.tenancy.rules import Actor, Role
from luoshi.units import queries as units
from luoshi.units.models import Unit

TODAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Made:
    """What a demonstration shows that was made on a day."""

    board: programme_queries.Board
    bodies: int
    today: date
    offered: tuple[tuple[str, Role], ...]
    password: bool
    month: Shown


@dataclass(frozen=True, slots=True)
class Shown:
    """What of its reporting a newcomer finds."""

    questions: dict[str, int]
    asked: int
    reported: set[str]
    waiting: int
    published: int
    spared: int


def shown(actor: Actor, programme_id: int) -> Shown:
    desk = reporting.desk(actor, programme_id, TODAY)
    burden = reporting.burden(actor, programme_id, TODAY).total
    return Shown(
        questions={one.paper: len(one.counts) for one in reporting.questions(actor, programme_id).shown.lines},
        asked=len(reporting.month(units.seat(queries.account("township")).actor, TODAY).asked),
        reported={unit.unit_name for unit in desk.units if unit.reported or unit.accepted or unit.returned},
        waiting=sum(one.waiting for one in reporting.returned(actor, programme_id).lines),
        published=reporting.publicity(actor, programme_id).total,
        spared=burden.spared,
    )


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Made once for all that is asked here, looked at, and taken back: it is a whole lived programme."""
    place = {"BACKEND": "luoshi.files.storage.FolderStorage", "OPTIONS": {"location": tmp_path_factory.mktemp("files")}}
    kept = override_settings(STORAGES={**settings.STORAGES, "default": place})
    with django_db_blocker.unblock(), kept, transaction.atomic():
        programme_id = actions.create_demonstration(today=TODAY)
        office, county = queries.account("office"), tenancy.demonstration()
        chair = units.seat(office)
        assert county is not None
        made = Made(
            board=programme_queries.board(chair.actor, programme_id, chair.today),
            bodies=Unit.objects.count(),
            today=tenancy.today(county),
            offered=tuple((offered.key, offered.role) for offered in queries.accounts()),
            password=office.has_usable_password(),
            month=shown(chair.actor, programme_id),
        )
        transaction.set_rollback(True)
    return made


@pytest.fixture
def board(made: Made) -> programme_queries.Board:
    return made.board


def test_it_has_nine_areas_and_twenty_five_sites(board: programme_queries.Board) -> None:
    totals = board.totals
    assert (totals.areas, totals.tasks, totals.phases, totals.sites) == (9, 9, 4, 25)
    assert [(len(scheme.categories), scheme.total) for scheme in board.schemes] == [(8, 25)]
    assert {(kind.least, kind.most) for kind in board.schemes[0].categories} == {(2, 4)}


def test_each_area_names_seven_to_seventeen_bodies(board: programme_queries.Board) -> None:
    assert [row.written for row in board.rows] == [13, 17, 15, 14, 8, 15, 9, 10, 13]


def test_seventy_five_bodies_owe_what_forty_two_and_a_group_are_named_for(board: programme_queries.Board) -> None:
    totals = board.totals
    assert (len(departments()), len(townships())) == (42, 33)
    assert (totals.named_bodies, totals.bodies) == (42, 75)
    assert totals.obligations == totals.assignments - 9 + 9 * 33


def test_it_makes_no_body_that_the_county_does_not_have(made: Made) -> None:
    assert made.bodies == 75


def test_everybody_owes_a_self_check_in_seven_days(board: programme_queries.Board) -> None:
    duty = next(duty for duty in board.duties if duty.due == TODAY + timedelta(days=7))
    assert (duty.days, duty.bodies, duty.light.code) == (7, 75, LightCode.DUE_SOON)
    assert board.state.parts[0].number == 7


def test_every_duty_has_somebody(board: programme_queries.Board) -> None:
    assert [duty.title for duty in board.duties if not duty.bodies] == []


def test_it_stands_still_on_the_day_it_was_made(made: Made) -> None:
    assert made.today == TODAY


def test_it_offers_an_account_for_each_role(made: Made) -> None:
    assert made.offered == (
        ("office", Role.OFFICE),
        ("department", Role.LIAISON),
        ("township", Role.LIAISON),
        ("leader", Role.LEADER),
    )
    assert not made.password


def test_its_office_has_asked_questions_and_two_papers_share_an_answer(made: Made) -> None:
    assert made.month.questions == {"全省宜居宜业示范县评价标准": 2, "县交通运输局年度考核表": 1}
    assert made.month.spared == 2


def test_a_month_is_reported_in_part_and_a_table_waits(made: Made) -> None:
    assert made.month.reported >= {"青屏街道", "云门镇", "上坝乡", "茶园乡"}
    assert (made.month.waiting, made.month.published) == (1, 3)


def test_a_newcomer_on_the_chair_of_the_township_is_asked_for_the_month_and_a_question(made: Made) -> None:
    assert made.month.asked >= 9


@pytest.mark.django_db
def test_a_site_without_one_offers_no_account() -> None:
    assert queries.accounts() == ()
    with pytest.raises(NotFound):
        queries.account("office")


def test_it_is_marked_and_says_nothing_about_groups_of_people() -> None:
    assert "（演示）" in template()
    assert not re.search("民族|宗教|信教|教派|户籍|族群", template())


@tries(max_examples=25, deadline=None)
@given(st.dates(date(2025, 1, 1), date(2035, 12, 31)))
def test_on_any_day_the_self_check_is_seven_days_away_in_the_third_of_four_phases(today: date) -> None:
    plan = read_plan(plan_text(today).encode(), name="plan.txt")
    checks = [
        (place, duty.deadline.date)
        for place, phase in enumerate(plan.phases, start=1)
        for duty in phase.items
        if duty.deadline and "自查自评" in duty.text
    ]
    assert checks == [(3, (today + timedelta(days=7)).isoformat())]
    phase = plan.phases[2]
    assert str(phase.start) <= today.isoformat()[:7] <= str(phase.end)
    assert not [found.code for found in plan.diagnostics if found.severity is Severity.ERROR]
