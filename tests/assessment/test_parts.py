"""Parts for one body each in the engine: what is said to be whose, what is marked, and every shortcut the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.assessment.rules.bulk import Bulk
from luoshi.assessment.rules.codec import to_data
from luoshi.assessment.rules.exchange import MARKS_FORMAT, subjects_from_dict
from luoshi.assessment.rules.framework import Framework, Rebase, Row
from luoshi.assessment.rules.grammar import AllOrNothing, Rank
from luoshi.assessment.rules.marks import Observation, Subject
from luoshi.assessment.rules.parts import head_of, parts_of, rows_asked, rows_of_others, rows_unsaid
from luoshi.assessment.rules.rolling import ROOT, compiled, rechosen, rerolled, rolled
from luoshi.assessment.rules.rows import row_outcome
from luoshi.assessment.rules.scoring import rescored, scored, scored_round
from luoshi.assessment.rules.verdict import verdict
from luoshi.kernel.errors import NotFound
from rooms.departments import MET, by_departments, part, ranked, with_veto

HEADS = ("2.1", "2.2", "2.3", "2.4")
TABLES = [with_veto(), ranked(), replace(ranked(), rebase=Rebase.WHOLE)]


def nested() -> Framework:
    """Parts within a row of several, beside rows of all: the sums go up more than one level."""
    inner = by_departments().rows[1]
    return Framework("嵌套", "1", (Row("9", "分级指标", children=(inner, part("8", "共同", (5, 5)))),))


def seen_of(table: Framework, code: str, met: bool) -> Observation:
    row = compiled(table).rows[code]
    if isinstance(row.rule, Rank):
        return Observation(value=Decimal(90 if met else 80))
    if code == "2.4.2":
        return Observation(struck=met)
    return Observation(met=met) if isinstance(row.rule, AllOrNothing) else Observation(points=Decimal(30 if met else 0))


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Framework, list[Subject]]:
    """Subjects with or without a part that is said, marked in rows of it and, by mistake, of others."""
    table = draw(st.sampled_from([*TABLES, nested()]))
    codes = sorted(compiled(table).rows)
    heads = {head for heads in compiled(table).blocks.values() for head in heads}
    subjects = []
    for name in "甲乙丙":
        marked = draw(st.lists(st.sampled_from(codes), max_size=5, unique=True))
        marks = {code: seen_of(table, code, draw(st.booleans())) for code in marked}
        own = draw(st.sampled_from([(), *((head,) for head in sorted(heads))]))
        subjects.append(Subject(name, marks, own=own))
    return table, subjects


def test_the_part_that_is_said_counts_before_anything_is_marked() -> None:
    score = scored(compiled(with_veto()), {}, own=("2.2",))
    assert (score.total.missing, score.total.full) == (4, 100_000_000)
    assert [code for code, one in score.outcomes.items() if one.unknown] == ["1.1", "1.2", "2.2.1", "2.2.2"]
    assert all(ground.codes == () for ground in verdict(score).grounds)


def test_where_nobody_has_said_and_nothing_is_marked_rows_are_asked_up_to_the_largest_part() -> None:
    table = compiled(by_departments())
    assert rows_of_others(table, parts_of(table, ())) == frozenset()
    assert len(rows_unsaid(table, parts_of(table, ()))) == 6
    assert rows_asked(table, parts_of(table, ())) == 5
    assert [rows_asked(table, parts_of(table, (head,))) for head in HEADS[:3]] == [3, 4, 5]


def test_a_mark_in_another_part_than_the_one_that_is_said_leaves_the_total_unsaid() -> None:
    score = scored(compiled(by_departments()), {"2.1.1": MET}, own=("2.2",))
    assert score.total.unclear
    assert not score.outcomes["2.1.1"].elsewhere


def test_a_row_knows_what_heads_its_part() -> None:
    table = compiled(by_departments())
    assert [head_of(table, code) for code in ("1.1", "2.1.1", "2.3.2")] == ["", "2.1", "2.3"]


def test_a_part_that_there_is_not_is_refused_by_its_code() -> None:
    with pytest.raises(NotFound) as caught:
        scored_round(compiled(by_departments()), [Subject("县水利局", {}, own=("1",))])
    assert caught.value.code == "part-unknown"
    assert "“1”" in caught.value.in_words("zh-hans")


def test_codes_of_another_version_are_passed_over_where_they_are_kept() -> None:
    assert parts_of(compiled(by_departments()), ("9.9",)) == {"2": ()}


def test_the_parts_of_a_subject_stand_in_its_marks() -> None:
    subjects = (Subject("县水利局", {"2.1.1": MET}, own=("2.1",)),)
    assert subjects_from_dict({"format": MARKS_FORMAT, "subjects": to_data(subjects)}) == subjects


def test_who_has_another_part_is_not_compared() -> None:
    table = compiled(ranked())
    first = Subject("县文旅局", {"2.4.1": Observation(value=Decimal(90))}, own=("2.4",))
    second = Subject("县体育局", {"2.4.1": Observation(value=Decimal(80))}, own=("2.4",))
    silent = Subject("县水利局", {}, own=("2.1",))
    found = scored_round(table, [first, second, silent])
    assert [found.scores[one.name].outcomes["2.4.1"].points for one in (first, second)] == [60, 50]
    unsaid = scored_round(table, [first, second, replace(silent, own=())])
    assert unsaid.scores["县体育局"].outcomes["2.4.1"].points is None


@given(rounds())
def test_totals_in_bulk_are_those_one_by_one(made: tuple[Framework, list[Subject]]) -> None:
    table, subjects = compiled(made[0]), made[1]
    expected = scored_round(table, subjects)
    bulk = Bulk(table, len(subjects), [one.own for one in subjects])
    bulk.add((at, table.rows[code].index, seen) for at, one in enumerate(subjects) for code, seen in one.marks.items())
    assert bulk.totals() == [score.total for score in expected.scores.values()]


@given(rounds(), st.data())
def test_one_changed_mark_is_rolled_up_as_it_is_scored_anew(
    made: tuple[Framework, list[Subject]], data: st.DataObject
) -> None:
    table, subjects = compiled(made[0]), made[1]
    code = data.draw(st.sampled_from(sorted(table.rows)))
    seen = data.draw(st.sampled_from([None, seen_of(made[0], code, True)]))
    first = subjects[0]
    changed = {key: mark for key, mark in first.marks.items() if key != code} | ({code: seen} if seen else {})
    if not table.rows[code].peers and not any(table.rows[each].peers for each in changed):
        before = scored(table, first.marks, own=first.own)
        new = row_outcome(table.rows[code], seen)
        old = row_outcome(table.rows[code], first.marks.get(code))
        raw = rerolled(table, before.raw, old, new, parts_of(table, first.own, changed))
        assert raw == rescored(before, code, seen).raw


@given(rounds(), st.data())
def test_the_same_marks_by_other_parts_are_what_counting_anew_gives(
    made: tuple[Framework, list[Subject]], data: st.DataObject
) -> None:
    table, first = compiled(made[0]), made[1][0]
    outcomes = {code: row_outcome(row, first.marks.get(code)) for code, row in table.rows.items()}
    heads = sorted(head for heads in table.blocks.values() for head in heads)
    before, after = (parts_of(table, data.draw(st.sampled_from([(), *((h,) for h in heads)]))) for _each in "12")
    assert rechosen(table, rolled(table, outcomes, before), after) == rolled(table, outcomes, after)
    assert rechosen(table, rolled(table, outcomes, before), before)[ROOT] == rolled(table, outcomes, before)[ROOT]
