"""What a forecast means, one rule at a time."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessment.forecast_states import gap, row, state
from luoshi.assessment.rules.forecast import words
from luoshi.assessment.rules.forecast.likelihood import Likelihood, require_chances
from luoshi.assessment.rules.forecast.outlook import Forecast, forecast
from luoshi.assessment.rules.forecast.sets import Method, smallest_set
from luoshi.assessment.rules.forecast.state import State, Veto
from luoshi.kernel.errors import Invalid


def totals(given: State) -> dict[str, float]:
    return {str(total): round(chance, 12) for total, chance in forecast(given).spread}


def said(made: Forecast) -> list[str]:
    return [phrase.words("zh") for phrase in (*words.points(made), *words.outlook(made), *words.chances(made))]


def test_without_gaps_the_total_is_certain() -> None:
    assert totals(state("9", row("1", "5", "5"), row("2", "5", "3.5"))) == {"8.5": 1.0}


def test_a_gap_adds_its_gain_with_its_chance() -> None:
    assert totals(state("9", row("1", "5", "3", gap("a", "2", "0.6")))) == {"3": 0.4, "5": 0.6}


def test_a_row_never_comes_to_more_than_its_points() -> None:
    both = row("1", "5", "3", gap("a", "2", "0.5"), gap("b", "2", "0.5"))
    assert totals(state("9", both)) == {"3": 0.25, "5": 0.75}


def test_two_gaps_of_one_event_are_secured_together() -> None:
    first, second = (row(name, "5", "3", gap(name, "1", "0.5", "培训")) for name in ("1", "2"))
    assert totals(state("9", first, second)) == {"6": 0.5, "8": 0.5}


def test_an_event_that_serves_two_rows_is_one_step_with_what_both_gain() -> None:
    first, second = (row(name, "5", "3", gap(name, "1", "0.5", "培训")) for name in ("1", "2"))
    step = forecast(state("8", first, second)).next[0]
    assert (step.id, step.gain, step.raises, step.gaps, step.rows) == ("培训", 2, 0.5, ("1", "2"), ("1", "2"))


def test_an_event_of_one_gap_is_called_as_its_gap() -> None:
    assert forecast(state("5", row("1", "5", "3", gap("a", "2", "0.5", "培训")))).next[0].id == "a"


def test_gaps_of_one_event_agree_on_their_chance() -> None:
    rows = row("1", "5", "3", gap("a", "1", "0.5", "培训")), row("2", "5", "3", gap("b", "1", "0.6", "培训"))
    with pytest.raises(Invalid, match=r"“培训” differ in their chance: 0\.5 and 0\.6"):
        forecast(state("9", *rows))


def test_points_are_rounded_half_up_before_the_sum_and_it_is_said() -> None:
    made = forecast(state("9", row("1", "5", "2.25", gap("a", "0.04", "0.5")), row("2", "5", "1.25")))
    assert str(made.proved) == "3.6"
    assert [(one.id, one.field, str(one.taken)) for one in made.rounded] == [
        ("1", "mark", "2.3"),
        ("a", "gain", "0"),
        ("2", "mark", "1.3"),
    ]


def test_a_penalty_is_rounded_away_from_nought() -> None:
    assert str(forecast(state("9", row("1", "-5", "-0.25"))).proved) == "-0.3"


def test_a_row_of_penalties_never_adds() -> None:
    assert totals(state("9", row("1", "-5", "-2", gap("a", "3", "0.5")))) == {"-2": 0.5, "0": 0.5}


def test_the_threshold_is_not_rounded() -> None:
    assert forecast(state("4.95", row("1", "5", "4.9"))).chance == 0
    assert forecast(state("4.85", row("1", "5", "4.9"))).chance == 1


def test_an_unknown_mark_proves_nothing_and_its_row_is_named() -> None:
    made = forecast(state("9", row("1", "5", "3"), row("2", "5", None, gap("a", "4", "0.5"))))
    assert made.proved == 3
    assert [(lack.id, lack.field) for lack in made.lacks] == [("2", "mark")]


def test_unknown_points_are_no_bound_and_their_row_is_named() -> None:
    made = forecast(state("9", row("1", None, "3", gap("a", "4", "1"))))
    assert made.median == 7
    assert [(lack.id, lack.field) for lack in made.lacks] == [("1", "points")]


def test_a_gap_without_a_chance_is_not_reckoned_with_but_told_as_a_step() -> None:
    made = forecast(state("5", row("1", "5", "3", gap("a", "2", None))))
    assert (made.chance, made.next[0].raises) == (0, 1)
    assert [(lack.id, lack.field) for lack in made.lacks] == [("a", "chance")]


def test_a_mark_above_its_points_counts_as_the_points_and_is_named() -> None:
    made = forecast(state("9", row("1", "5", "6")))
    assert (made.proved, [over.id for over in made.capped]) == (5, ["1"])


def test_vetoes_stand_apart_and_are_independent() -> None:
    made = forecast(state("5", row("1", "5", "5"), vetoes=(Veto("v", Decimal("0.5")), Veto("w", Decimal("0.2")))))
    assert (made.chance, made.chance_with_vetoes) == (1, pytest.approx(0.4))


def test_a_veto_without_a_chance_leaves_the_chance_with_vetoes_open() -> None:
    made = forecast(state("5", row("1", "5", "5"), vetoes=(Veto("v", None),)))
    assert (made.chance, made.chance_with_vetoes) == (1, None)


def test_steps_that_raise_the_chance_by_the_same_are_sorted_by_their_points() -> None:
    gaps = gap("a", "1", "0.5"), gap("b", "2", "0.5"), gap("c", "1", "0.5")
    assert [step.id for step in forecast(state("90", row("1", "9", "3", *gaps))).next] == ["b", "a", "c"]


def test_a_gap_in_a_full_row_is_told_as_bringing_nothing() -> None:
    step = forecast(state("9", row("1", "5", "5", gap("a", "1", "0.5")))).next[0]
    assert (step.gain, step.raises) == (0, 0)


@pytest.mark.parametrize("chances", [("0.9", "0.95", "0.3"), ("1.1", "0.6", "0.3"), ("0.9", "0.6", "-0.1")])
def test_the_chances_of_classes_fall_and_are_chances(chances: tuple[str, ...]) -> None:
    require_chances(dict(zip(Likelihood, map(Decimal, ("0.9", "0.6", "0.3")), strict=True)))
    with pytest.raises(Invalid, match="none above the one before it"):
        require_chances(dict(zip(Likelihood, map(Decimal, chances), strict=True)))


def test_words_tell_points_first_then_the_band_then_the_chance() -> None:
    made = forecast(state("90", row("1", "100", "87.4", gap("a", "2.6", "0.31")), vetoes=(Veto("v", Decimal("0.1")),)))
    assert said(made) == [
        "可证 87.4，差 2.6",
        "按现有把握：中位 87.4，九成把握区间 87.4–90",
        "达到 90 的可能性：31%",
        "一票否决事项另计：1 项，至少一项发生的可能性 10%；达线且均未发生 27.9%",
    ]


def test_words_say_where_even_all_gaps_are_not_enough() -> None:
    made = forecast(state("90", row("1", "100", "80", gap("a", "2.5", "0.5"))))
    assert said(made)[:2] == ["可证 80，差 10", "缺口全部补齐为 82.5，仍低于 90"]


def test_words_say_that_the_threshold_is_reached() -> None:
    assert said(forecast(state("90", row("1", "100", "92"))))[0] == "可证 92，已达 90"


@pytest.mark.parametrize(("chance", "told"), [(0, "0%"), (1, "100%"), (1e-9, "<0.1%"), (0.99999, ">99.9%")])
def test_no_certainty_is_told_that_is_not_there(chance: float, told: str) -> None:
    assert words.percent(chance) == told


def test_the_smallest_set_asks_as_few_organisations_as_possible() -> None:
    gaps = gap("a", "2", "0", asks=("甲",)), gap("b", "1", "0", asks=("乙",)), gap("c", "1", "0", asks=("乙",))
    found = smallest_set(state("4", row("1", "9", "2", *gaps[1:]), row("2", "5", "0", gaps[0])), Decimal(1))
    assert (found.organisations, [event.id for event in found.events]) == (1, ["a"])
    more = smallest_set(state("5", row("1", "9", "2", *gaps[1:]), row("2", "5", "0", gaps[0])), Decimal(1))
    assert (more.organisations, len(more.events)) == (2, 2)


def test_two_gaps_of_one_organisation_are_better_than_one_of_two() -> None:
    gaps = gap("a", "2", "0", asks=("甲", "丙")), gap("b", "1", "0", asks=("乙",)), gap("c", "1", "0", asks=("乙",))
    found = smallest_set(state("4", row("1", "9", "2", *gaps)), Decimal(1))
    assert (found.organisations, [event.id for event in found.events]) == (1, ["b", "c"])


def test_the_set_is_empty_where_the_chance_is_there_already() -> None:
    found = smallest_set(state("5", row("1", "5", "5", gap("a", "1", "0.5"))), Decimal("0.8"))
    assert (found.reached, found.events) == (True, ())


def test_a_chance_that_nothing_reaches_is_said_with_what_all_gaps_come_to() -> None:
    found = smallest_set(state("9", row("1", "9", "5", gap("a", "1", "0.5"))), Decimal("0.8"))
    assert (found.reached, found.chance, len(found.events)) == (False, 0, 1)


def test_beyond_fifteen_open_events_a_set_is_labelled_as_greedy() -> None:
    rows = [row(number, "2", "1", gap(number, "1", "0.5")) for number in range(16)]
    assert smallest_set(state("30", *rows[:15]), Decimal("0.8")).method is Method.ENUMERATION
    assert smallest_set(state("28", *rows), Decimal("0.8")).method is Method.GREEDY


def test_too_many_steps_are_refused_with_their_number() -> None:
    rows = [row(number, "1000", "0", gap(number, "1000", "0.5")) for number in range(100)]
    with pytest.raises(Invalid, match=r"100 open gaps make 1,000,000 steps of 0\.1 points: .* \(at most 200,000\)"):
        forecast(state("90", *rows))


def test_too_many_cases_are_refused_in_words() -> None:
    rows = [
        row(name, "90", "0", *(gap(f"{name}.{event}", str(event % name + 5), "0.5", event) for event in range(20)))
        for name in range(3, 15)
    ]
    with pytest.raises(Invalid, match="20 events meet in 12 rows"):
        forecast(state("90", *rows, resolution="1"))
