"""The burden ledger by unit and month, over all programmes of a county, and as a unit sees its own."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.cast import TODAY, County, run_programme

from luoshi.documents.burden_table import burden_table
from luoshi.kernel.errors import NotAllowed, NotFound
from luoshi.programme.models import Occurrence, Programme
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Given, Said
from luoshi.reporting.models import Request
from luoshi.reporting.queries import OwnBurden
from luoshi.reporting.rules import Approval, ProofKind, ReportState
from luoshi.tenancy.rules import Role, seated

pytestmark = pytest.mark.django_db

DECEMBER, NOVEMBER, SUMMER = date(2026, 12, 1), date(2026, 11, 1), date(2027, 6, 30)
PIER = "东岸镇"


@pytest.fixture
def two_months(county: County, programme: int) -> int:
    """A programme that asked in November and in December about what goes on until summer."""
    Occurrence.objects.filter(due=date(2026, 12, 31)).update(due=SUMMER, first_due=SUMMER)
    actions.open_requests(actor=county.office, programme_id=programme, today=DECEMBER)
    return programme


@pytest.fixture
def second(county: County, programme: int) -> int:
    """Another programme of the county, run by another office, that asks the same units."""
    found = run_programme(county).programme_id
    Programme.objects.filter(pk=found).update(office_id=county.unit_ids["西岸乡"], title="第二个方案")
    actions.set_reporting(
        actor=seated(None, county.id, "二办", [(Role.OFFICE, county.unit_ids["西岸乡"])]),
        programme_id=found,
        approval=Approval.NONE,
        day=25,
        today=TODAY,
    )
    actions.open_requests(actor=county.office, today=TODAY)
    return found


def own(county: County, month: date = NOVEMBER) -> OwnBurden:
    return queries.own_burden(county.member(Role.LIAISON, PIER), month, TODAY)[0]


def test_a_month_shows_what_each_unit_was_asked_in_it(county: County, two_months: int) -> None:
    found = queries.burden(county.office, two_months, TODAY, "2026-12")
    pier = next(unit for unit in found.units if unit.unit_name == PIER)
    asked = Request.objects.filter(unit__name=PIER, asked_on__gte=DECEMBER)
    assert (pier.chosen.requests, pier.chosen.least) == (asked.count(), 24)
    assert pier.chosen.requests < pier.total.requests
    assert pier.chosen == pier.by_month[[one.month for one in found.months].index("2026-12")]


def test_no_month_is_the_whole_time(county: County, two_months: int) -> None:
    found = queries.burden(county.office, two_months, TODAY)
    assert (found.month, found.chosen) == ("", found.total)
    assert found.total.requests == sum(one.cost.requests for one in found.months) == Request.objects.count()


def test_a_month_in_which_nothing_was_asked_is_not_found(county: County, two_months: int) -> None:
    with pytest.raises(NotFound):
        queries.burden(county.office, two_months, TODAY, "2025-01")


def test_the_table_has_one_row_for_each_unit_and_month(county: County, two_months: int) -> None:
    found = queries.burden(county.office, two_months, TODAY)
    table = burden_table(found, DECEMBER).tables[0]
    rows = list(table.spread(table.sections[0]))
    assert [row[1:3] for row in rows] == [
        (unit.unit_name, month) for unit in found.units for month in ("2026年11月", "2026年12月")
    ]
    pier = next(row for row in rows if row[1:3] == (PIER, "2026年12月"))
    cost = next(
        unit for unit in queries.burden(county.office, two_months, TODAY, "2026-12").units if unit.unit_name == PIER
    )
    assert pier[3:6] == tuple(str(n) for n in (cost.chosen.requests, cost.chosen.fields, cost.chosen.characters))


def test_the_county_sums_what_all_programmes_ask_of_a_unit(county: County, programme: int, second: int) -> None:
    found = queries.county_burden(county.office, NOVEMBER, TODAY)
    pier = next(unit for unit in found.units if unit.unit_name == PIER)
    assert (pier.programmes, found.programmes) == (2, 2)
    assert pier.cost.requests == Request.objects.filter(unit__name=PIER, asked_on__month=11).count()


def test_units_of_the_county_stand_in_their_usual_order(county: County, programme: int, second: int) -> None:
    names = [unit.unit_name for unit in queries.county_burden(county.office, NOVEMBER, TODAY).units]
    of_programme = [unit.unit_name for unit in queries.burden(county.office, programme, TODAY).units]
    assert names == of_programme


def test_another_month_of_the_county_is_another_sum(county: County, two_months: int) -> None:
    found = queries.county_burden(county.office, DECEMBER, TODAY)
    assert found.months == ("2026-12", "2026-11")
    assert found.total.requests == Request.objects.filter(asked_on__month=12).count() > 0


def test_units_do_not_see_what_others_are_asked(county: County, programme: int) -> None:
    with pytest.raises(NotAllowed):
        queries.county_burden(county.member(Role.LIAISON, PIER), NOVEMBER, TODAY)


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_who_oversees_the_whole_sees_the_county(county: County, programme: int, role: Role) -> None:
    assert queries.county_burden(county.member(role), NOVEMBER, TODAY).units


def test_a_unit_sees_by_which_programmes_it_is_asked(county: County, programme: int, second: int) -> None:
    found = own(county)
    assert found.unit_name == PIER
    assert {one.programme_id for one in found.programmes} == {programme, second}
    assert sum(one.cost.requests for one in found.programmes) == found.cost.requests
    assert found.cost.requests == Request.objects.filter(unit__name=PIER, asked_on__month=11).count()


def test_a_unit_sees_the_months_before(county: County, two_months: int) -> None:
    assert [one.month for one in own(county, DECEMBER).months] == ["2026-12", "2026-11"]


def test_who_answers_for_no_unit_has_no_line_of_its_own(county: County, programme: int) -> None:
    with pytest.raises(NotAllowed):
        queries.own_burden(county.member(Role.LEADER), NOVEMBER, TODAY)


def test_a_file_that_serves_two_programmes_was_typed_once(county: County, programme: int, second: int) -> None:
    before = own(county).cost.fields
    pier = county.member(Role.LIAISON, PIER)
    shown = Given(ProofKind.DOCUMENT, "通知", TODAY, url="http://a.example.cn/x")
    proof = actions.give(actor=pier, unit_id=county.unit_ids[PIER], given=shown, today=TODAY)
    of = "occurrence__obligation__commitment__programme"
    for one in (programme, second):
        row = Request.objects.filter(unit__name=PIER, final=False, **{of: one})[0]
        said = Said(ReportState.UNDER_WAY, "已选址。", evidence_ids=(proof,))
        actions.report(actor=pier, request_id=row.pk, said=said, today=TODAY)
    assert own(county).cost.fields - before == 2


def test_a_ledger_asks_the_database_as_often_for_two_programmes_as_for_one(county: County, programme: int) -> None:
    with CaptureQueriesContext(connection) as one:
        queries.county_burden(county.office, NOVEMBER, TODAY)
    other = run_programme(county).programme_id
    actions.open_requests(actor=county.office, programme_id=other, today=TODAY)
    with CaptureQueriesContext(connection) as two:
        queries.county_burden(county.office, NOVEMBER, TODAY)
    assert len(one) == len(two) <= 6
