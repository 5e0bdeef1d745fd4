"""The forecast against every outcome looked at in exact fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import slow_forecast as slow
from assessment.forecast_states import states
from luoshi.assessment.rules.forecast import sets
from luoshi.assessment.rules.forecast.distribution import _Path, parts_of, walk
from luoshi.assessment.rules.forecast.outlook import forecast
from luoshi.assessment.rules.forecast.problem import problem_of
from luoshi.assessment.rules.forecast.sets import Method, smallest_set
from luoshi.assessment.rules.forecast.state import Id, State

NEAR = 1e-9


def near(value: object) -> object:
    return pytest.approx(float(value), abs=NEAR)  # type: ignore[arg-type]


def names(state: State, gaps: tuple[Id, ...]) -> set[slow.Name]:
    return {slow.name_of(gap) for row in state.rows for gap in row.gaps if gap.id in gaps}


@given(states())
def test_the_distribution_is_that_of_all_outcomes(state: State) -> None:
    made = {Fraction(total): chance for total, chance in forecast(state).spread}
    exact = slow.spread(state)
    assert {total for total, chance in made.items() if chance > NEAR} <= exact.keys() <= made.keys()
    assert all(made[total] == near(chance) for total, chance in exact.items())


@given(states())
def test_the_chance_is_that_of_all_outcomes_that_reach_the_threshold(state: State) -> None:
    assert forecast(state).chance == near(slow.chance(state))


@given(states())
def test_median_and_band_are_the_smallest_totals_that_hold_their_share(state: State) -> None:
    made = forecast(state)
    shares = (Fraction(1, 20), Fraction(1, 2), Fraction(19, 20))
    assert [Fraction(total) for total in (made.band[0], made.median, made.band[1])] == [
        slow.quantile(state, share) for share in shares
    ]


@given(states())
def test_what_an_event_brings_is_the_difference_of_two_forecasts(state: State) -> None:
    before = slow.chance(state)
    for step in forecast(state).next:
        assert step.raises == near(slow.chance(state, names(state, step.gaps)) - before)


@given(states())
def test_every_event_whose_gain_is_known_is_a_step_with_what_it_adds(state: State) -> None:
    told = [(names(state, step.gaps), Fraction(step.gain)) for step in forecast(state).next]
    known = {slow.name_of(gap) for row in state.rows for gap in row.gaps if gap.gain is not None}
    proved = slow.total(state, ())
    assert sorted((sorted(one), gain) for one, gain in told) == sorted(
        ([name], slow.total(state, {name}) - proved) for name in known
    )


@given(states())
def test_blocks_that_are_made_again_change_nothing(state: State) -> None:
    problem = problem_of(state)
    parts, chances = parts_of(problem), {index: event.likely for index, event in enumerate(problem.events)}
    whole = walk(parts, chances, problem.needed)
    pmfs = [part.pmf(chances) for part in parts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("luoshi.assessment.rules.forecast.distribution.BLOCK", 5)
        assert walk(parts, chances, problem.needed) == whole
        in_blocks = list(_Path(parts, pmfs).back())
    assert in_blocks == list(_Path(parts, pmfs).back())


@settings(max_examples=60)
@given(states(most=5, asking=True), st.decimals(0, 1, places=2))
def test_the_smallest_set_is_that_of_enumeration(state: State, wanted: Decimal) -> None:
    found, best = smallest_set(state, wanted), slow.smallest(state, Fraction(wanted))
    secured = names(state, tuple(gap for event in found.events for gap in event.gaps))
    assert found.method is Method.ENUMERATION
    assert found.reached == (best is not None)
    assert found.chance == near(slow.chance(state, secured))
    if best is not None:
        assert (found.organisations, len(found.events)) == best == (len(slow.asked(state, secured)), len(secured))


@settings(max_examples=60)
@given(states(most=7, asking=True), st.decimals(0, 1, places=2), st.booleans())
def test_a_greedy_set_reaches_what_is_wanted_wherever_any_set_does(state: State, wanted: Decimal, quick: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sets, "ENUMERATED", -1)
        patch.setattr(sets, "QUICK_WORK", sets.QUICK_WORK if quick else -1)
        found = smallest_set(state, wanted)
    secured = names(state, tuple(gap for event in found.events for gap in event.gaps))
    everything = slow.chance(state, tuple(slow.chances_of(state)))
    assert found.reached == (everything >= Fraction(wanted))
    assert found.chance == near(slow.chance(state, secured))
    assert not found.reached or found.chance >= float(wanted) - NEAR
    assert found.method is Method.GREEDY or not found.events or not found.reached
