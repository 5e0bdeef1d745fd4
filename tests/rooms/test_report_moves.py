"""Who may do what with a request in which state: the table, said a second time and run."""

from __future__ import annotations

from itertools import product

import pytest

from luoshi.kernel.errors import Conflict, NotAllowed
from luoshi.programme.rules import LightCode
from luoshi.reporting.policy import require_move
from luoshi.reporting.rules import MOVES, RequestState, Station, moves, no_change_fault

TABLE = """
save: open returned given → =: writer
note: open returned given → =: writer
submit: open returned given → waiting: writer
report: open returned given → reported: writer
take-back: waiting → open: writer
approve: waiting → reported: approver
send-back: waiting → returned: approver
accept: reported given → accepted: judge
return: reported given → returned: judge
remark: reported returned accepted given → =: judge
withdraw: open returned waiting → withdrawn: judge
"""
ROWS = {
    verb: (before.split(), after.strip(), who.strip())
    for verb, rest in (line.split(": ", 1) for line in TABLE.strip().splitlines())
    for (before, tail) in [rest.split(" → ")]
    for (after, who) in [tail.split(": ")]
}
CELLS = list(product(ROWS, [state.value for state in RequestState], Station))


def test_the_table_knows_every_verb() -> None:
    assert set(ROWS) == {row.verb for row in MOVES}


@pytest.mark.parametrize(("verb", "state", "station"), CELLS)
def test_a_station_may_do_in_a_state_what_the_table_says(verb: str, state: str, station: Station) -> None:
    before, after, who = ROWS[verb]
    if who != station.value:
        with pytest.raises(NotAllowed):
            require_move(verb, state, {station})
    elif state not in before:
        with pytest.raises(Conflict):
            require_move(verb, state, {station})
    else:
        assert require_move(verb, state, {station}) == (state if after == "=" else after)


@pytest.mark.parametrize(("state", "station"), list(product(RequestState, Station)))
def test_the_buttons_of_a_page_are_those_of_the_table(state: RequestState, station: Station) -> None:
    wanted = {verb for verb, (before, _after, who) in ROWS.items() if state in before and who == station.value}
    assert {row.verb for row in moves(state.value, {station})} == wanted


@pytest.mark.parametrize(
    ("due", "light", "reported", "offered"),
    [
        (False, LightCode.ON_TIME, True, True),
        (True, LightCode.ON_TIME, True, False),
        (False, LightCode.BEHIND, True, False),
        (False, LightCode.LATE, True, False),
        (False, LightCode.ON_TIME, False, False),
    ],
)
def test_no_change_is_offered_only_where_it_says_enough(
    due: bool, light: LightCode, reported: bool, offered: bool
) -> None:
    assert (no_change_fault(due=due, light=light, reported=reported) is None) is offered


def test_no_change_is_not_offered_for_what_was_returned() -> None:
    assert no_change_fault(due=False, light=LightCode.ON_TIME, reported=True, returned=True) is not None
