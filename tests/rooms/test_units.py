"""Bodies: which one a written name means, and what may be kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.tenancy.models import Account
from luoshi.tenancy.rules import Role
from luoshi.units import actions, queries
from luoshi.units.models import Membership
from luoshi.units.rules import Directory, Known, MatchKind, UnitKind, normalised
from rooms.cast import County, found_county

DIRECTORY = Directory(
    [
        Known(1, "县委党校（县行政学校）", ("县委党校", "县行政学校")),
        Known(2, "县发展改革委"),
        Known(3, "县住房城乡建设局"),
        Known(4, "县生态环境局"),
    ]
)


@pytest.mark.parametrize(
    ("written", "kind", "found"),
    [
        ("县发展改革委", MatchKind.EXACT, 2),
        ("县委党校", MatchKind.ALIAS, 1),
        ("县委党校(县行政学校)", MatchKind.NORMALISED, 1),
        ("县发展 改革委员会", MatchKind.NORMALISED, 2),
        ("县发展和改革委", MatchKind.SUGGESTION, 2),
        ("县气象局", MatchKind.NONE, None),
    ],
)
def test_a_written_name_is_matched_by_the_surest_rule_that_fits(
    written: str, kind: MatchKind, found: int | None
) -> None:
    match = DIRECTORY.match(written)
    assert (match.kind, match.id or match.suggested_id) == (kind, found)


def test_a_name_that_is_only_near_is_never_taken_for_sure() -> None:
    assert DIRECTORY.match("县住房和城乡建设局").id is None


def test_the_second_name_that_a_plan_gives_in_brackets_finds_the_body_too() -> None:
    assert DIRECTORY.match("县行政学院", "县行政学校").id == 1


@given(st.text(max_size=20))
def test_normalising_twice_changes_nothing_more_but_endings(name: str) -> None:
    assert normalised(normalised(name)) in {normalised(name), normalised(normalised(normalised(name)))}


@given(st.lists(st.text(min_size=1, max_size=8), max_size=6), st.text(max_size=8))
def test_any_name_is_matched_or_not_without_an_error(names: list[str], written: str) -> None:
    match = Directory(Known(n, name) for n, name in enumerate(names)).match(written)
    assert match.id is None or 0 <= match.id < len(names)


def test_two_standing_bodies_cannot_have_one_name(county: County) -> None:
    with pytest.raises(Conflict):
        actions.create_unit(actor=county.office, name="县住建局", kind=UnitKind.GOVERNMENT)


def test_an_alias_means_one_body(county: County) -> None:
    actions.create_unit(actor=county.office, name="甲局", kind=UnitKind.GOVERNMENT, aliases=["甲"])
    with pytest.raises(Conflict):
        actions.create_unit(actor=county.office, name="甲办", kind=UnitKind.GOVERNMENT, aliases=["甲"])
    assert not any(unit.name == "甲办" for unit in queries.units(county.office))


@pytest.mark.parametrize("name", ["", "  ", "县" * 121])
def test_a_body_needs_a_name_of_a_sensible_length(county: County, name: str) -> None:
    with pytest.raises(Invalid):
        actions.create_unit(actor=county.office, name=name, kind=UnitKind.OTHER)


def test_a_group_has_members_of_its_own_county_only(county: County) -> None:
    stranger = found_county("远山县")
    with pytest.raises(NotFound):
        actions.create_group(actor=county.office, name="各单位", unit_ids=[stranger.unit_ids["东岸镇"]])


def test_a_seat_tells_for_whom_and_as_what_somebody_is_here(county: County) -> None:
    seat = queries.seat(Account.objects.get(pk=county.office.account_id or 0))
    assert (seat.unit_name, seat.role, seat.jurisdiction_name) == ("县住建局", Role.OFFICE, "临湖县")
    assert seat.actor == county.office


def test_joining_twice_is_joining_once(county: County) -> None:
    unit_id = county.unit_ids["东岸镇"]
    account_id, _password = actions.open_account(actor=county.office, sign_in_name="dongan", name="东岸镇联络员")
    for _ in range(2):
        actions.join(actor=county.office, account_id=account_id, unit_id=unit_id, role=Role.LIAISON)
    assert Membership.objects.filter(unit_id=unit_id).count() == 1
    assert Entry.objects.filter(verb="units.join", new__unit=unit_id).count() == 1


@pytest.mark.django_db
def test_a_site_begins_with_an_office_and_its_account() -> None:
    actor = actions.found_office(
        jurisdiction="新县", office="县政府办公室", sign_in_name="office", name="创建办", password="a long phrase here"
    )
    account = Account.objects.get(sign_in_name="office")
    assert account.check_password("a long phrase here")
    assert queries.seat(account).actor.roles == actor.roles == {Role.OFFICE, Role.MANAGER}


@pytest.mark.django_db
def test_a_weak_password_founds_nothing() -> None:
    with pytest.raises(Invalid) as caught:
        actions.found_office(jurisdiction="新县", office="办公室", sign_in_name="office", name="办", password="12345")
    assert caught.value.code == "password-weak"
    assert not Account.objects.exists()
