"""The demonstration: a fictional county that stands seven days before its self-check, on whatever day it is made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
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
from luoshi.tenancy import queries as tenancy
from luoshi.tenancy.rules import Role
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


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Made:
    """Made once for all that is asked here, looked at, and taken back: it is a whole lived programme."""
    with django_db_blocker.unblock(), transaction.atomic():
        programme_id = actions.create_demonstration(today=TODAY)
        office, county = queries.account("office"), tenancy.demonstration()
        seat = units.seat(office)
        assert county is not None
        made = Made(
            board=programme_queries.board(seat.actor, programme_id, seat.today),
            bodies=Unit.objects.count(),
            today=tenancy.today(county),
            offered=tuple((offered.key, offered.role) for offered in queries.accounts()),
            password=office.has_usable_password(),
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


@pytest.mark.django_db
def test_a_site_without_one_offers_no_account() -> None:
    assert queries.accounts() == ()
    with pytest.raises(NotFound):
        queries.account("office")


def test_it_is_marked_and_says_nothing_about_groups_of_people() -> None:
    assert "（演示）" in template()
    assert not re.search("民族|宗教|信教|教派|户籍|族群", template())


@settings(max_examples=25, deadline=None)
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
