"""Who may do what in which state: the whole table, and in which relation each role stands to a thing."""

from __future__ import annotations

import pytest

from luoshi.kernel.errors import Conflict, NotAllowed
from luoshi.programme.models import Programme
from luoshi.programme.policy import parties, require_move, runs
from luoshi.programme.rules import MOVES, STATE_WORDS, Noun, Party, led_to, moves
from luoshi.tenancy.rules import Actor, Role, seated

OFFICE, OWN, LEADING, OTHER = 1, 2, 3, 4  # bodies

# noun verb: from → to: parties; "=" stays where it is. Written by hand: a change of the rules must be wanted here too.
TABLE = """
programme decompose: draft → =: office
programme consult: draft → consulting: office
programme comment: consulting → =: consulted office
programme close-consultation: consulting → draft: office
programme issue: draft → issued: office
programme amend: issued → =: office
programme keep-sites: draft consulting issued → =: office
programme set: draft consulting issued → =: office
programme close: issued → closed: office
programme reopen: closed → issued: office
obligation receive: issued → received: owner office
obligation withdraw: issued received → withdrawn: office
obligation reinstate: withdrawn → issued: office
obligation plan-measures: issued received → =: owner
obligation object: issued received → =: owner
obligation raise: issued received → =: owner
occurrence answer: open returned → answered: owner
occurrence progress: open returned → =: owner
occurrence extend: open returned → =: owner
occurrence urge: open returned → =: office lead
occurrence return: answered → returned: office lead
occurrence confirm: answered → confirmed: office lead
occurrence reopen: confirmed → returned: office
objection grant: open → granted: office
objection refuse: open → refused: office
objection withdraw: open → withdrawn: owner
extension grant: open → granted: office
extension refuse: open → refused: office
extension withdraw: open → withdrawn: owner
difficulty assign: open assigned meeting passed-up → assigned: office
difficulty meet: open assigned meeting passed-up → meeting: office
difficulty pass-up: open assigned meeting passed-up → passed-up: office
difficulty answer: open assigned meeting passed-up → answered: office assigned
difficulty withdraw: open assigned meeting passed-up → withdrawn: owner
comment adopt: open adopted partly declined → adopted: office
comment adopt-partly: open adopted partly declined → partly: office
comment decline: open adopted partly declined → declined: office
site cultivate: candidate → cultivated: office
site inspect: cultivated → inspected: office
site name: inspected → named: office
site withdraw: candidate cultivated inspected named → withdrawn: office
site restore: withdrawn → candidate: office
site describe: candidate cultivated inspected named → =: office host
"""


def written() -> dict[tuple[str, str], tuple[frozenset[str], str, frozenset[str]]]:
    rows = {}
    for line in TABLE.strip().splitlines():
        head, way, who = line.split(": ")
        before, after = way.split(" → ")
        noun, verb = head.split()
        rows[noun, verb] = (frozenset(before.split()), after, frozenset(who.split()))
    return rows


ROWS = written()
CELLS = [
    pytest.param(noun, verb, state.value, party, id=f"{noun}-{verb}-{state.value}-{party.value}")
    for noun, verb in ROWS
    for state in STATE_WORDS[Noun(noun)]
    for party in Party
]


def test_the_table_knows_every_verb() -> None:
    assert set(ROWS) == {(row.noun.value, row.verb) for row in MOVES}


@pytest.mark.parametrize(("noun", "verb", "state", "party"), CELLS)
def test_a_party_may_do_in_a_state_what_the_table_says(noun: str, verb: str, state: str, party: Party) -> None:
    before, after, who = ROWS[noun, verb]
    if party.value not in who:
        with pytest.raises(NotAllowed):
            require_move(Noun(noun), verb, state, {party})
    elif state not in before:
        with pytest.raises(Conflict) as refused:
            require_move(Noun(noun), verb, state, {party})
        assert refused.value.code == "state-forbids"
    else:
        assert require_move(Noun(noun), verb, state, {party}) == (state if after == "=" else after)


@pytest.mark.parametrize(("noun", "verb", "state", "party"), CELLS)
def test_a_button_is_offered_where_its_verb_would_be_taken(noun: str, verb: str, state: str, party: Party) -> None:
    before, _after, who = ROWS[noun, verb]
    offered = verb in {row.verb for row in moves(Noun(noun), state, {party})}
    assert offered is (party.value in who and state in before)


def test_every_state_has_words() -> None:
    used = {(row.noun, state) for row in MOVES for state in (*row.before, *([row.after] if row.after else []))}
    assert [pair for pair in used if pair[1] not in STATE_WORDS[pair[0]]] == []


def test_a_conflict_says_the_state_in_the_language_of_the_page() -> None:
    with pytest.raises(Conflict) as refused:
        led_to(Noun.OCCURRENCE, "confirm", "open")
    assert "待报" in refused.value.in_words("zh-hans")


def somebody(*posts: tuple[Role, int]) -> Actor:
    return seated(7, 1, "联络员", list(posts))


BODIES = {"owner": OWN, "lead": LEADING, "assigned": OTHER, "consulted": OWN, "host": OWN}
RELATIONS = [
    (Role.OFFICE, OFFICE, {Party.OFFICE}),
    (Role.OFFICE, OTHER, set()),
    (Role.LIAISON, OWN, {Party.OWNER, Party.CONSULTED, Party.HOST}),
    (Role.APPROVER, OWN, {Party.OWNER, Party.CONSULTED, Party.HOST}),
    (Role.LIAISON, LEADING, {Party.LEAD}),
    (Role.LIAISON, OTHER, {Party.ASSIGNED}),
    *(
        (role, unit, set())
        for role in (Role.LEADER, Role.INSPECTOR, Role.MANAGER, Role.AUDITOR)
        for unit in BODIES.values()
    ),
]


@pytest.mark.parametrize(("role", "unit", "expected"), RELATIONS)
def test_a_role_stands_in_the_relation_that_its_body_gives_it(role: Role, unit: int, expected: set[Party]) -> None:
    assert parties(somebody((role, unit)), Programme(office_id=OFFICE), **BODIES) == expected


def test_a_lead_is_no_judge_of_its_own_answer() -> None:
    mine = parties(somebody((Role.LIAISON, OWN)), Programme(office_id=OFFICE), owner=OWN, lead=OWN)
    assert mine == {Party.OWNER}


def test_the_office_of_another_body_does_not_run_a_programme() -> None:
    assert not runs(somebody((Role.OFFICE, OTHER)), Programme(office_id=OFFICE))
    assert runs(somebody((Role.OFFICE, OTHER)), Programme(office_id=None))
