"""Who may: one table, role × verb; and strangers are told that there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from luoshi.kernel.errors import NotAllowed, NotFound
from luoshi.plans import actions as plan_actions
from luoshi.plans import policy as plans
from luoshi.plans import queries as plan_queries
from luoshi.plans.rules import ItemKind, Operation
from luoshi.programme import actions as programme_actions
from luoshi.programme import policy as programme
from luoshi.programme import queries as programme_queries
from luoshi.programme.models import Commitment, Programme
from luoshi.tenancy.rules import Actor, Role
from luoshi.units import actions as unit_actions
from luoshi.units import policy as units
from luoshi.units import queries as unit_queries
from luoshi.units.rules import UnitKind
from rooms.cast import TEXT, TODAY, County, draft_programme, found_county, keep_draft, run_programme, small_plan

# role:            o = may, . = may not;  office leader approver liaison inspector manager auditor public
TABLE: list[tuple[ModuleType, str, str]] = [
    (plans, "see", "oo..o.o."),
    (plans, "upload", "o......."),
    (plans, "correct", "o......."),
    (plans, "accept", "o......."),
    (programme, "see", "ooooo.o."),
    (programme, "see-draft", "oo....o."),
    (programme, "create", "o......."),
    (units, "see", "ooooooo."),
    (units, "edit", "o....o.."),
    (units, "merge", "o....o.."),
    (units, "withdraw", "o....o.."),
]
CELLS = [
    pytest.param(policy, verb, role, mark == "o", id=f"{policy.__name__.split('.')[1]}-{verb}-{role}")
    for policy, verb, row in TABLE
    for role, mark in zip(Role, row, strict=True)
]


@pytest.mark.parametrize(("policy", "verb", "role", "may"), CELLS)
def test_each_role_may_do_what_the_table_says(policy: ModuleType, verb: str, role: Role, may: bool) -> None:
    somebody = Actor(account_id=1, jurisdiction_id=1, roles=frozenset({role}))
    assert policy.allowed(somebody, policy.Verb(verb)) is may


def test_the_table_names_every_verb() -> None:
    every = {(policy, verb.value) for policy in (plans, programme, units) for verb in policy.Verb}
    assert {(policy, verb) for policy, verb, _row in TABLE} == every


def test_somebody_without_a_role_may_nothing() -> None:
    nobody = Actor(account_id=1, jurisdiction_id=1)
    assert not any(policy.allowed(nobody, policy.Verb(verb)) for policy, verb, _row in TABLE)


def correct(actor: Actor, version_id: int) -> None:
    plan_actions.correct(
        actor=actor,
        version_id=version_id,
        operation=Operation.REMOVE,
        kind=ItemKind.TASK,
        span=small_plan().tasks[0].span,
        payload={},
    )


PLAN_CALLS: dict[str, Callable[[Actor, int], object]] = {
    "see": plan_queries.reading,
    "correct": correct,
    "undo": lambda actor, pk: plan_actions.undo(actor=actor, version_id=pk),
    "redo": lambda actor, pk: plan_actions.redo(actor=actor, version_id=pk),
    "reread": lambda actor, pk: plan_actions.reread(actor=actor, version_id=pk),
    "look": lambda actor, pk: plan_actions.look(actor=actor, version_id=pk, doubts=["x"]),
    "replace": lambda actor, pk: plan_actions.replace_file(
        actor=actor, version_id=pk, content=TEXT.encode(), file_name="a.txt"
    ),
    "accept": lambda actor, pk: programme_actions.accept_plan(actor=actor, version_id=pk, today=TODAY),
}


@pytest.mark.parametrize("call", PLAN_CALLS.values(), ids=PLAN_CALLS)
def test_a_plan_of_another_county_does_not_exist(county: County, call: Callable[[Actor, int], object]) -> None:
    version_id = keep_draft(county)
    with pytest.raises(NotFound):
        call(found_county("远山县").office, version_id)


@pytest.mark.parametrize("call", PLAN_CALLS.values(), ids=PLAN_CALLS)
def test_a_liaison_may_do_nothing_to_a_reading(county: County, call: Callable[[Actor, int], object]) -> None:
    version_id = keep_draft(county)
    with pytest.raises(NotAllowed):
        call(county.member(Role.LIAISON), version_id)


def test_a_liaison_uploads_no_plan_and_makes_no_unit(county: County) -> None:
    liaison = county.member(Role.LIAISON)
    with pytest.raises(NotAllowed):
        plan_actions.upload_plan(actor=liaison, content=TEXT.encode(), file_name="a.txt")
    with pytest.raises(NotAllowed):
        unit_actions.create_unit(actor=liaison, name="县档案馆", kind=UnitKind.OTHER)


PROGRAMME_CALLS: dict[str, Callable[[Actor, int], object]] = {
    "board": lambda actor, pk: programme_queries.board(actor, pk, TODAY),
    "state line": lambda actor, pk: programme_queries.state_line(actor, pk, TODAY),
    "commitments": lambda actor, pk: programme_queries.commitments(actor, pk, TODAY),
    "bodies": lambda actor, pk: programme_queries.bodies(actor, pk, TODAY),
    "commitment": lambda actor, pk: programme_queries.commitment(
        actor, Commitment.objects.filter(programme_id=pk)[0].pk, TODAY
    ),
}


@pytest.mark.parametrize("call", PROGRAMME_CALLS.values(), ids=PROGRAMME_CALLS)
def test_a_programme_of_another_county_does_not_exist(county: County, call: Callable[[Actor, int], object]) -> None:
    programme_id = run_programme(county).programme_id
    with pytest.raises(NotFound):
        call(found_county("远山县").office, programme_id)


@pytest.mark.parametrize("call", PROGRAMME_CALLS.values(), ids=PROGRAMME_CALLS)
def test_a_draft_does_not_exist_for_a_body_that_was_not_asked(
    county: County, call: Callable[[Actor, int], object]
) -> None:
    programme_id = draft_programme(county).programme_id
    with pytest.raises(NotFound):
        call(county.member(Role.LIAISON, "东岸镇"), programme_id)


@pytest.mark.parametrize("make", [draft_programme, run_programme], ids=["draft", "running"])
@pytest.mark.parametrize("role", list(Role))
def test_one_programme_is_seen_by_whom_it_is_listed_for(
    county: County, role: Role, make: Callable[[County], programme_actions.Accepted]
) -> None:
    row = Programme.objects.get(pk=make(county).programme_id)
    for somebody in (county.member(role, "东岸镇"), found_county("远山县").office):
        assert programme.sees(somebody, row) is programme.visible(somebody).filter(pk=row.pk).exists()


@pytest.mark.parametrize("call", PROGRAMME_CALLS.values(), ids=PROGRAMME_CALLS)
def test_a_system_manager_sees_no_programme(county: County, call: Callable[[Actor, int], object]) -> None:
    programme_id = run_programme(county).programme_id
    with pytest.raises(NotAllowed):
        call(county.member(Role.MANAGER), programme_id)


def test_a_body_of_another_county_does_not_exist(county: County) -> None:
    stranger = found_county("远山县").office
    with pytest.raises(NotFound):
        programme_queries.unit(stranger, county.unit_ids["东岸镇"], TODAY)


def test_lists_hold_only_the_own_county(county: County) -> None:
    run_programme(county)
    stranger = found_county("远山县").office
    assert plan_queries.plans(stranger) == ()
    assert programme_queries.programmes(stranger) == ()
    mine = set(county.unit_ids.values())
    assert not mine & {unit.id for unit in unit_queries.units(stranger)}
    assert not mine & {unit.id for group in unit_queries.groups(stranger) for unit in group.members}


def test_two_counties_with_bodies_of_the_same_names_do_not_mix(county: County) -> None:
    run_programme(county)
    other = found_county("远山县")
    accepted = run_programme(other)
    board = programme_queries.board(other.office, accepted.programme_id, TODAY)
    own = {unit.id for unit in unit_queries.units(other.office)}
    assert {unit_id for row in board.rows for unit_id in row.cells} <= own
