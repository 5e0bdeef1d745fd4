"""The engine against a slow, obvious reference, and its shortcuts against itself."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import making, slow
from luoshi.assessment.rules.bulk import Bulk
from luoshi.assessment.rules.checking import problems
from luoshi.assessment.rules.codec import to_data
from luoshi.assessment.rules.exchange import (
    MARKS_FORMAT,
    digest,
    framework_from_json,
    framework_to_json,
    subjects_from_dict,
)
from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.marks import Subject
from luoshi.assessment.rules.plain import Means, means, observation, plain_of
from luoshi.assessment.rules.raising import raises
from luoshi.assessment.rules.report import report
from luoshi.assessment.rules.rolling import compiled
from luoshi.assessment.rules.rows import row_outcome
from luoshi.assessment.rules.scoring import rescored, scored, scored_round
from luoshi.kernel.quantities import SCALE

few = settings(max_examples=20)  # frameworks are slow to make


@st.composite
def rounds(draw: st.DrawFn):  # type: ignore[no-untyped-def]
    framework = draw(making.frameworks())
    assert list(problems(framework)) == []
    marks = [draw(making.marked(framework)) for _each in range(draw(st.integers(1, 3)))]
    return framework, marks


def exact(number: int | None) -> Fraction | None:
    return None if number is None else Fraction(number, SCALE)


@settings(max_examples=60)
@given(rounds())
def test_points_and_totals_are_those_of_the_slow_reference(made) -> None:  # type: ignore[no-untyped-def]
    framework, marks = made
    table = compiled(framework)
    found = scored_round(table, [Subject(str(n), each) for n, each in enumerate(marks)])
    for number, each in enumerate(marks):
        score = found.scores[str(number)]
        for code, row in table.rows.items():
            if row.row.kind in (RowKind.BASE, RowKind.BONUS, RowKind.PENALTY):
                everyone = [one.get(code) for one in marks]
                expected = slow.row_points(row.row, each.get(code), everyone, framework.places)
                assert exact(score.outcomes[code].scaled) == expected, (row.row, each.get(code))
        total, expected_total = score.total, slow.total(framework, each, marks)
        assert (exact(total.known), exact(total.least), exact(total.most)) == expected_total


@few
@given(rounds())
def test_a_base_row_lies_between_nothing_and_its_points(made) -> None:  # type: ignore[no-untyped-def]
    framework, marks = made
    score = scored(compiled(framework), marks[0])
    for code, outcome in score.outcomes.items():
        row = score.table.rows[code]
        if row.row.kind is RowKind.BASE and outcome.scaled is not None:
            assert outcome.scaled >= 0
            assert row.row.points is None or outcome.scaled <= row.row.points * SCALE


@few
@given(rounds(), st.data())
def test_one_changed_mark_gives_what_all_marks_anew_give(made, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    framework, marks = made
    table = compiled(framework)
    subjects = [Subject(str(n), each) for n, each in enumerate(marks)]
    before = scored_round(table, subjects)
    code = data.draw(st.sampled_from(sorted(table.rows)))
    seen = data.draw(st.one_of(st.none(), making.observations(table.rows[code].rule)))
    changed = {key: mark for key, mark in marks[0].items() if key != code}
    if seen is not None:
        changed[code] = seen
    anew = scored_round(table, [Subject("0", changed), *subjects[1:]])
    for name, score in anew.scores.items():
        own = seen if name == "0" else before.scores[name].marks.get(code)
        after = rescored(before.scores[name], code, own, anew.cohorts)
        assert after.outcomes == score.outcomes
        assert after.raw == score.raw


@few
@given(rounds())
def test_totals_in_bulk_are_those_one_by_one(made) -> None:  # type: ignore[no-untyped-def]
    framework, marks = made
    table = compiled(framework)
    found = scored_round(table, [Subject(str(n), each) for n, each in enumerate(marks)])
    bulk = Bulk(table, len(marks))
    bulk.add((number, table.rows[code].index, mark) for number, each in enumerate(marks) for code, mark in each.items())
    assert bulk.totals() == [found.scores[str(number)].total for number in range(len(marks))]


@few
@given(rounds(), st.data())
def test_plain_marks_give_what_their_observations_give(made, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    framework, _marks = made
    table = compiled(framework)
    numbers = st.integers(-6 * SCALE, 26 * SCALE) | st.integers(-50, 260).map(lambda n: n * SCALE // 10)
    plain_marks = []
    for row in table.rows.values():
        number = data.draw(st.integers(0, 1) if means(row) is Means.MET else numbers)
        plain_marks.append(number)
        if not row.peers and row.row.kind not in (RowKind.VETO, RowKind.PASS_FAIL):
            assert plain_of(row)(number) == row_outcome(row, observation(row, number)).scaled, (row.row, number)
    bulk = Bulk(table, 1)
    for index, number in enumerate(plain_marks):
        bulk.column(index, [number])
    seen = {row.row.code: observation(row, plain_marks[row.index]) for row in table.rows.values()}
    assert bulk.totals() == [scored_round(table, [Subject("0", seen)]).scores["0"].total]


@few
@given(rounds())
def test_frameworks_and_marks_come_back_from_json_as_they_were(made) -> None:  # type: ignore[no-untyped-def]
    framework, marks = made
    again = framework_from_json(framework_to_json(framework))
    assert again == framework
    assert digest(again) == digest(framework)
    subjects = tuple(Subject(str(n), each) for n, each in enumerate(marks))
    assert subjects_from_dict({"format": MARKS_FORMAT, "subjects": to_data(subjects)}) == subjects


@few
@given(rounds())
def test_every_way_up_raises_and_every_reason_has_words(made) -> None:  # type: ignore[no-untyped-def]
    framework, marks = made
    found = scored_round(compiled(framework), [Subject(str(n), each) for n, each in enumerate(marks)])
    for score in found.scores.values():
        for code, row in found.table.rows.items():
            for way in raises(row, score.marks.get(code), score.outcomes[code], found.cohorts.get(code)):
                assert way.how.words("en")
                assert way.gain is None or way.gain >= 0
    assert report(framework, found.scores, found.cohorts, "en")["subjects"]
