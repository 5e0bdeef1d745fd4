"""Bodies that become part of others: what they owed is still owed, and somebody speaks for it."""

from __future__ import annotations

import pytest

from luoshi.kernel.errors import Conflict
from luoshi.programme import actions
from luoshi.programme.models import Obligation
from luoshi.programme.queries.grid import issue_faults
from luoshi.programme.rules.issue_faults import FaultKind
from luoshi.tenancy import actions as tenancy_actions
from luoshi.tenancy.rules import Actor, Role
from luoshi.units import actions as unit_actions
from luoshi.units.actions.bodies import UnitChange
from luoshi.units.models import Membership, Unit
from luoshi.units.queries import seat
from luoshi.units.rules import UnitKind
from rooms.cast import TODAY, County, draft_programme
from rooms.desk import Desk, open_desk


def merge(county: County, gone: str, into: str) -> None:
    ids = {unit.name: unit.pk for unit in Unit.objects.filter(jurisdiction_id=county.id)}
    unit_actions.merge_units(actor=county.office, unit_ids=[ids[gone]], into_id=ids[into], since=TODAY, today=TODAY)


def liaison(county: County, unit: str) -> Actor:
    """Who signs in as the liaison of a body, as a page seats them."""
    account = tenancy_actions.create_account(jurisdiction_id=county.id, sign_in_name=f"of-{unit}", name="联络员")
    body = Unit.objects.get(name=unit, jurisdiction_id=county.id)
    Membership.objects.create(jurisdiction_id=county.id, account=account, unit=body, role=Role.LIAISON.value)
    return seat(account).actor


@pytest.fixture
def desk(county: County) -> Desk:
    return open_desk(county)


def test_the_successor_answers_for_what_the_merged_body_owed(desk: Desk) -> None:
    merge(desk.county, "东岸镇", "西岸乡")
    west = liaison(desk.county, "西岸乡")
    actions.receive(actor=west, programme_id=desk.programme_id, unit_id=desk.unit("东岸镇"), today=TODAY)
    actions.answer(actor=west, occurrence_id=desk.time("东岸镇").pk, text="已自查", today=TODAY)
    assert desk.time("东岸镇").state == "answered"
    assert Obligation.objects.filter(unit__name="东岸镇").count() == 2  # what it was stays readable under its name


def test_a_body_that_is_merged_again_takes_along_what_it_had_taken_over(desk: Desk) -> None:
    merge(desk.county, "东岸镇", "西岸乡")
    merge(desk.county, "西岸乡", "县交通局")
    ids = {desk.unit(name) for name in ("县交通局", "西岸乡", "东岸镇")}
    assert liaison(desk.county, "县交通局").liaison_ids == ids


def test_a_draft_that_names_a_merged_body_is_not_issued(county: County) -> None:
    programme_id = draft_programme(county).programme_id
    merge(county, "县交通局", "县住建局")
    found = [fault for fault in issue_faults(county.office, programme_id, TODAY) if fault.kind is FaultKind.UNIT_ENDED]
    assert {fault.unit_id for fault in found} == {Unit.objects.get(name="县交通局").pk}
    with pytest.raises(Conflict) as caught:
        actions.issue(actor=county.office, programme_id=programme_id, today=TODAY)
    assert caught.value.code == "draft-faulty"


def test_a_body_that_stands_again_is_spoken_for_by_its_own_people_alone(desk: Desk) -> None:
    merge(desk.county, "东岸镇", "西岸乡")
    for name in ("西岸乡", "东岸镇"):  # the one gives the name back, the other takes it again
        unit = Unit.objects.get(name=name)
        change = UnitChange(name, UnitKind.TOWNSHIP)
        unit_actions.edit_unit(actor=desk.office, unit_id=unit.pk, edit=unit.edit, change=change)
    assert liaison(desk.county, "西岸乡").liaison_ids == {desk.unit("西岸乡")}
