"""Who keeps accounts and units: the whole table, role × verb × state, written out by hand."""

from __future__ import annotations

import pytest

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.tenancy import policy as accounts
from luoshi.tenancy.policy import AccountState
from luoshi.tenancy.rules import Actor, Role, require_contact, require_no_identity, seated
from luoshi.units import actions, queries
from luoshi.units import policy as units
from luoshi.units.models import Membership
from luoshi.units.rules import State
from rooms.cast import TODAY, County, found_county

# verb, states in which it may be done (a = active, c = closed), then a mark a role:
# office leader approver liaison inspector manager auditor public
ACCOUNTS = [
    ("see", "ac", "o....oo."),
    ("open", "", "o....o.."),
    ("edit", "ac", "o....o.."),
    ("renew", "a", "o....o.."),
    ("grant", "a", "o....o.."),
    ("close", "a", "o....o.."),
    ("restore", "c", "o....o.."),
]
# states of a body: s = standing, n = not yet, e = ended
UNITS = [
    ("see", "sne", "ooooooo."),
    ("edit", "sne", "o....o.."),
    ("merge", "sn", "o....o.."),
    ("withdraw", "sn", "o....o.."),
]
ACCOUNT_STATES = {"a": AccountState.ACTIVE, "c": AccountState.CLOSED}
UNIT_STATES = {"s": State.STANDING, "n": State.COMING, "e": State.ENDED}


def somebody(role: Role) -> Actor:
    return Actor(account_id=1, jurisdiction_id=1, roles=frozenset({role}))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("verb", "states", "row"), ACCOUNTS)
def test_accounts_are_kept_as_the_table_says(verb: str, states: str, row: str, role: Role) -> None:
    may = dict(zip(Role, row, strict=True))[role] == "o"
    assert accounts.allowed(somebody(role), accounts.Verb(verb)) is may
    for sign, state in ACCOUNT_STATES.items():
        assert accounts.allowed(somebody(role), accounts.Verb(verb), state) is (may and sign in states)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("verb", "states", "row"), UNITS)
def test_units_are_kept_as_the_table_says(verb: str, states: str, row: str, role: Role) -> None:
    may = dict(zip(Role, row, strict=True))[role] == "o"
    assert units.allowed(somebody(role), units.Verb(verb)) is may
    for sign, state in UNIT_STATES.items():
        assert units.allowed(somebody(role), units.Verb(verb), state) is (may and sign in states)


def test_the_tables_name_every_verb() -> None:
    assert [verb for verb, *_rest in ACCOUNTS] == [verb.value for verb in accounts.Verb]
    assert [verb for verb, *_rest in UNITS] == [verb.value for verb in units.Verb]


@pytest.mark.parametrize("role", Role)
def test_roles_are_handed_out_by_those_who_may(role: Role) -> None:
    expected = {
        Role.OFFICE: {Role.LEADER, Role.APPROVER, Role.LIAISON, Role.INSPECTOR},
        Role.MANAGER: set(Role) - {Role.PUBLIC},
    }
    assert accounts.grantable(somebody(role)) == expected.get(role, set())


def test_an_actor_knows_where_it_runs_programmes_and_where_it_answers() -> None:
    actor = seated(1, 1, "x", [(Role.OFFICE, 1), (Role.LIAISON, 2), (Role.APPROVER, 3), (Role.LEADER, 4)])
    assert (actor.unit_ids, actor.office_ids, actor.liaison_ids) == ({1, 2, 3, 4}, {1}, {2, 3})


@pytest.mark.parametrize(
    "text", ["13800138000", "138 0013 8000", "138-0013-8000", "+86 13800138000", "办公室：１３８００１３８０００"]
)
def test_a_mobile_number_is_refused_however_it_is_written(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        require_contact(text)
    assert caught.value.code == "contact-personal"


@pytest.mark.parametrize("text", ["023-55550101", "02355550101", "5555 0101 转 12", "", "县政府大楼 305 室"])
def test_an_office_telephone_is_taken(text: str) -> None:
    assert require_contact(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "500240199001011234",
        "50024019900101123X",
        "500240 19900101 1234",
        "1.500240199001011234",
        "12．500240199001011234",
        "1、500240 19900101 1234",
        "3 500240199001011234",
        "500240\u200b19900101\u200b1234",
    ],
)
def test_an_identity_number_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        require_no_identity(f"联络员 {text}")
    assert caught.value.code == "identity-number"


@pytest.mark.parametrize("text", ["3.141592653589793", "2023.12.01 2023.12.05 3", "123.500240199001011234"])
def test_a_decimal_is_no_identity_number(text: str) -> None:
    require_no_identity(text)


def liaison(county: County, name: str = "dongan", unit: str = "东岸镇") -> int:
    account_id, _password = actions.open_account(
        actor=county.office, sign_in_name=name, name="联络员", held=[(Role.LIAISON, county.unit_ids[unit])]
    )
    return account_id


def test_handing_over_moves_every_role_and_leaves_the_history(county: County) -> None:
    old, new = liaison(county), liaison(county, "xian", "西岸乡")
    before = list(Entry.objects.filter(subject_id=str(old)).values_list("pk", flat=True))
    assert actions.hand_over(actor=county.office, from_id=old, to_id=new) == 1
    assert set(Membership.objects.filter(account_id=new).values_list("unit__name", flat=True)) == {"东岸镇", "西岸乡"}
    line = Entry.objects.latest("pk")
    assert (line.verb, line.old, line.new["account"]) == ("units.hand_over", {"account": old}, new)
    assert list(Entry.objects.filter(subject_id=str(old)).values_list("pk", flat=True)) == before


def test_work_is_handed_over_neither_to_oneself_nor_to_a_closed_account(county: County) -> None:
    old, new = liaison(county), liaison(county, "xian", "西岸乡")
    with pytest.raises(Invalid):
        actions.hand_over(actor=county.office, from_id=old, to_id=old)
    actions.close_account(actor=county.office, account_id=new)
    with pytest.raises(Conflict):
        actions.hand_over(actor=county.office, from_id=old, to_id=new)
    assert Membership.objects.filter(account_id=old).count() == 1


def test_an_office_takes_nothing_from_a_manager(county: County) -> None:
    unit_id = county.unit_ids["东岸镇"]
    boss = liaison(county)
    manager = seated(None, county.id, "manager", [(Role.MANAGER, unit_id)])
    actions.join(actor=manager, account_id=boss, unit_id=unit_id, role=Role.MANAGER)
    for verb in (actions.renew_password, actions.close_account):
        with pytest.raises(NotAllowed):
            verb(actor=county.office, account_id=boss)
    with pytest.raises(NotAllowed):
        actions.hand_over(actor=county.office, from_id=boss, to_id=liaison(county, "xian", "西岸乡"))


@pytest.mark.parametrize("role", [Role.LEADER, Role.APPROVER, Role.LIAISON, Role.INSPECTOR, Role.AUDITOR])
def test_nobody_else_keeps_accounts(county: County, role: Role) -> None:
    actor, account_id = county.member(role), liaison(county)
    with pytest.raises(NotAllowed):
        actions.open_account(actor=actor, sign_in_name="new", name="新")
    with pytest.raises(NotAllowed):
        actions.hand_over(actor=actor, from_id=account_id, to_id=account_id)


def test_an_account_of_another_county_is_not_there(county: County) -> None:
    stranger, account_id = found_county("远山县"), liaison(county)
    assert account_id not in {line.id for line in queries.accounts(stranger.office)}
    for verb in (actions.close_account, actions.renew_password, actions.restore_account):
        with pytest.raises(NotFound):
            verb(actor=stranger.office, account_id=account_id)


def merge(county: County, gone: str, into: str) -> None:
    ids = county.unit_ids
    actions.merge_units(actor=county.office, unit_ids=[ids[gone]], into_id=ids[into], since=TODAY, today=TODAY)


def test_a_merged_body_hands_down_its_names_accounts_and_children(county: County) -> None:
    account_id = liaison(county)
    child = actions.create_unit(actor=county.office, name="东岸村", parent_id=county.unit_ids["东岸镇"])
    merge(county, "东岸镇", "西岸乡")
    lines = {line.id: line for line in queries.unit_lines(county.office, TODAY)}
    west, east = lines[county.unit_ids["西岸乡"]], lines[county.unit_ids["东岸镇"]]
    assert (west.aliases, lines[child].parent_id) == (("东岸镇",), west.id)
    assert (east.state, east.followed_by, east.accounts) == (State.ENDED, ("西岸乡",), 0)
    assert Membership.objects.get(account_id=account_id).unit_id == west.id
    assert queries.unit_directory(county.office).match("东岸镇").id == west.id


def test_a_body_that_is_merged_into_its_own_child_leaves_no_ring(county: County) -> None:
    child = actions.create_unit(actor=county.office, name="东岸村", parent_id=county.unit_ids["东岸镇"])
    grandchild = actions.create_unit(actor=county.office, name="东岸组", parent_id=child)
    actions.merge_units(
        actor=county.office,
        unit_ids=[county.unit_ids["东岸镇"]],
        into_id=grandchild,
        since=TODAY,
        today=TODAY,
    )
    lines = {line.id: line for line in queries.unit_lines(county.office, TODAY)}
    assert (lines[grandchild].parent_id, lines[child].parent_id) == (None, grandchild)


def test_a_body_with_others_beneath_it_is_not_withdrawn(county: County) -> None:
    unit_id = county.unit_ids["东岸镇"]
    actions.create_unit(actor=county.office, name="东岸村", parent_id=unit_id)
    with pytest.raises(Conflict) as caught:
        actions.withdraw_unit(
            actor=county.office, unit_id=unit_id, edit=0, last_day=TODAY, reason="撤乡设镇", today=TODAY
        )
    assert caught.value.code == "unit-has-children"


def test_a_remembered_name_is_found_from_then_on_and_kept_once(county: County) -> None:
    unit_id = county.unit_ids["县住建局"]
    for _ in range(2):
        actions.remember_name(actor=county.office, written="住建部门", unit_id=unit_id)
    assert queries.unit_directory(county.office).match("住建部门").id == unit_id
    assert Entry.objects.filter(verb="units.remember_name").count() == 1
    with pytest.raises(Conflict):
        actions.remember_name(actor=county.office, written="住建部门", unit_id=county.unit_ids["东岸镇"])
