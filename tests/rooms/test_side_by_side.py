"""A subject in all its rounds: sums, disagreement, filters, frozen verdicts, and what waits to be marked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.assessment.actions.adopting import renew
from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.actions.marking import Said, mark, recount_round
from luoshi.assessment.actions.rounds import close_round, digest_of, name_paper
from luoshi.assessment.models import FrameworkVersion, Mark, Round, Row, RowScorer, RowService, Subject
from luoshi.assessment.queries.heads import assessed
from luoshi.assessment.queries.overview import assessment
from luoshi.assessment.queries.rounds import round_sheet
from luoshi.assessment.queries.row_sheets import next_to_mark, row_sheet
from luoshi.assessment.queries.subjects import Only, SubjectSheet, Wanted, subject_sheet
from luoshi.assessment.queries.to_mark import to_mark, waits_to_be_marked
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.assessment.rules.verdict import Passing
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.quantities import SCALE
from luoshi.tenancy.rules import Actor, Role
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.scored import adopted, marking, parking, row, subject

MET, NOT_MET = Observation(met=True), Observation(met=False)


@pytest.fixture
def adoption(county: County) -> int:
    """The small programme, assessed as a whole."""
    return adopted(county, run_programme(county).programme_id)


def marked(actor: Actor, round_id: int, code: str, what: Observation, reason: str = "", unit: str = "") -> None:
    found = subject(round_id, unit)
    target = Row.objects.get(version_id=found.round.version_id, code=code)
    mark(actor=actor, subject_id=found.pk, row_id=target.pk, said=Said(what, reason), today=TODAY)


def sheet(actor: Actor, round_id: int, only: Only = Only.ALL) -> SubjectSheet:
    return subject_sheet(actor, subject(round_id).pk, Wanted(only=only))


def two_rounds(county: County, adoption: int) -> tuple[int, int]:
    """A closed self-check and an open review that does not agree on one row."""
    first = marking(county, adoption)
    marked(county.office, first, "1.2", MET, "台账齐全")
    marked(county.office, first, "3", MET)
    close_round(actor=county.office, round_id=first, today=TODAY)
    second = marking(county, adoption, RoundKind.REVIEW)
    marked(county.office, second, "1.2", NOT_MET, "缺第三季度")
    marked(county.office, second, "3", MET)
    return first, second


def test_rounds_stand_side_by_side_and_disagreement_is_said(county: County, adoption: int) -> None:
    _first, second = two_rounds(county, adoption)
    found = {line.code: line for line in sheet(county.office, second).lines}
    assert [cell.said.words() if cell.said else None for cell in found["1.2"].cells] == ["2", "0"]
    assert [cell.reason for cell in found["1.2"].cells] == ["台账齐全", "缺第三季度"]
    assert found["1.2"].disagreement is not None
    assert "2" in found["1.2"].disagreement.words("en")
    assert found["3"].disagreement is None


def test_areas_show_their_sums_in_every_round(county: County, adoption: int) -> None:
    _first, second = two_rounds(county, adoption)
    area = next(line for line in sheet(county.office, second).lines if line.code == "1")
    assert [cell.said.words() for cell in area.cells if cell.said] == ["2", "0"]


@pytest.mark.parametrize(
    ("only", "codes"),
    [
        (Only.ALL, ["1.1", "1.2", "2.1", "3", "4"]),
        (Only.DISAGREEMENT, ["1.2"]),
        (Only.UNMARKED, ["1.1", "2.1", "4"]),
        (Only.MINE, ["1.1", "1.2", "2.1", "3", "4"]),
    ],
)
def test_rows_are_chosen(county: County, adoption: int, only: Only, codes: list[str]) -> None:
    _first, second = two_rounds(county, adoption)
    assert [line.code for line in sheet(county.office, second, only).lines if line.leaf] == codes


def test_rounds_by_other_versions_are_aligned_by_the_codes_of_rows(county: County, adoption: int) -> None:
    first = marking(county, adoption)
    marked(county.office, first, "1.2", MET)
    framework = Round.objects.get(pk=first).version.framework_id
    newer = replace(parking(version="2027"), rows=parking().rows[:2])
    version = keep_framework(actor=county.office, framework=newer, framework_id=framework, today=TODAY)
    renew(actor=county.office, adoption_id=adoption, version_id=version)
    second = marking(county, adoption, RoundKind.REVIEW)
    found = {line.code: line for line in sheet(county.office, second).lines}
    assert "3" not in found
    assert [cell.said.words() if cell.said else None for cell in found["1.2"].cells] == ["2", None]


def test_who_scores_a_row_still_marks_it_after_the_table_was_renewed(county: County, adoption: int) -> None:
    first = marking(county, adoption, RoundKind.REVIEW)
    RowScorer.objects.create(
        jurisdiction_id=county.id, adoption_id=adoption, row=row("1.2"), unit_id=county.unit_ids["西岸乡"]
    )
    framework = Round.objects.get(pk=first).version.framework_id
    version = keep_framework(
        actor=county.office, framework=parking(version="2027"), framework_id=framework, today=TODAY
    )
    renew(actor=county.office, adoption_id=adoption, version_id=version)
    scorer = replace(county.member(Role.LIAISON, "西岸乡"), account_id=county.office.account_id)
    marked(scorer, first, "1.2", MET)
    assert Mark.objects.get().unit.name == "西岸乡"


def test_a_closed_round_keeps_the_verdict_as_it_was_told(county: County, adoption: int) -> None:
    first, _second = two_rounds(county, adoption)
    kept = subject(first).outcome
    assert kept["passing"] == "open"
    FrameworkVersion.objects.update(body={})  # whatever became of the table
    found = subject_sheet(county.office, subject(first).pk)
    assert found.verdict is not None
    assert found.verdict.passing is Passing.OPEN
    assert [ground.reason.words("zh-hans") for ground in found.verdict.grounds] == [
        ground["reason"]["zh-hans"] for ground in kept["grounds"]
    ]


def test_a_figure_that_was_changed_behind_a_closed_round_breaks_its_digest(county: County, adoption: int) -> None:
    first = marking(county, adoption)
    marked(county.office, first, "1.1", Observation(value=Decimal(150)))
    close_round(actor=county.office, round_id=first, today=TODAY)
    Mark.objects.update(plain=170 * SCALE)  # the same points, another figure
    closed = Round.objects.get(pk=first)
    assert digest_of(closed) != closed.digest


def test_the_verdict_of_an_open_round_gives_its_grounds(county: County, adoption: int) -> None:
    made = marking(county, adoption)
    marked(county.office, made, "4", Observation(struck=True))
    found = sheet(county.office, made).verdict
    assert found is not None
    assert found.passing is Passing.FAILS
    assert ("4",) in [ground.codes for ground in found.failed]


def test_sums_are_the_same_after_counting_anew(county: County, adoption: int) -> None:
    made = marking(county, adoption)
    marked(county.office, made, "1.1", Observation(value=Decimal(85)))
    before = sheet(county.office, made)
    recount_round(actor=county.office, round_id=made)
    after = sheet(county.office, made)
    assert (after.here.total, after.lines) == (before.here.total, before.lines)


def test_an_official_verdict_names_its_paper_before_it_is_closed(county: County, adoption: int) -> None:
    made = marking(county, adoption, RoundKind.OFFICIAL)
    with pytest.raises(Invalid) as caught:
        close_round(actor=county.office, round_id=made, today=TODAY)
    assert caught.value.code == "paper-missing"
    name_paper(actor=county.office, round_id=made, paper="省创建办〔2026〕12号，2026年12月20日")
    assert close_round(actor=county.office, round_id=made, today=TODAY)


# --- one row ----------------------------------------------------------------------------------------------------


def test_a_row_opens_into_its_versions_in_every_round(county: County, adoption: int) -> None:
    _first, second = two_rounds(county, adoption)
    marked(county.office, second, "1.2", MET, "已补")
    found = row_sheet(county.office, subject(second).pk, row("1.2").pk)
    assert [[one.number for one in beside.versions] for beside in found.rounds] == [[1], [2, 1]]
    assert found.rounds[1].versions[0].unit_name == "县住建局"
    assert (found.number, found.reason) == (2, "已补")


def test_a_row_says_what_would_raise_it(county: County, adoption: int) -> None:
    _first, second = two_rounds(county, adoption)
    found = row_sheet(county.office, subject(second).pk, row("1.2").pk)
    assert [way.gain for way in found.raises] == [Decimal(2)]


def test_the_next_row_is_the_next_without_a_mark(county: County, adoption: int) -> None:
    made = marking(county, adoption)
    marked(county.office, made, "1.1", Observation(value=Decimal(1)))
    key = assessed(county.office, subject(made).pk)
    assert next_to_mark(county.office, key, row("1.2").pk) == row("2.1").pk
    assert next_to_mark(county.office, key, row("4").pk) == row("1.2").pk


# --- lists ------------------------------------------------------------------------------------------------------


def test_a_programme_lists_its_rounds_and_totals(county: County, adoption: int) -> None:
    two_rounds(county, adoption)
    (line,) = assessment(county.office, Round.objects.latest("pk").adoption.programme_id).adoptions
    assert [stand.subjects[0].points for stand in line.rounds] == [3 * SCALE, 1 * SCALE]
    assert line.pass_mark == "≥ 9"


def test_a_unit_sees_itself_and_not_the_others(county: County) -> None:
    made = marking(county, adopted(county, run_programme(county).programme_id, SubjectKind.UNIT))
    own = county.member(Role.LIAISON, "东岸镇")
    own = replace(own, account_id=county.office.account_id)
    assert [line.name for line in round_sheet(own, made).subjects] == ["东岸镇"]
    with pytest.raises(NotFound):
        subject_sheet(own, subject(made, "西岸乡").pk)


def test_a_round_is_asked_for_as_often_whatever_its_size(county: County) -> None:
    made = marking(county, adopted(county, run_programme(county).programme_id, SubjectKind.UNIT))
    round_sheet(county.office, made)
    with CaptureQueriesContext(connection) as all_of_them:
        round_sheet(county.office, made)
    Subject.objects.filter(round_id=made).exclude(unit__name="东岸镇").delete()
    with CaptureQueriesContext(connection) as one:
        round_sheet(county.office, made)
    assert len(all_of_them) == len(one)


def test_what_a_unit_marks_waits_for_it(county: County) -> None:
    made = marking(county, adopted(county, run_programme(county).programme_id, SubjectKind.UNIT))
    own = replace(county.member(Role.LIAISON, "东岸镇"), account_id=county.office.account_id)
    assert waits_to_be_marked(own)
    (line,) = to_mark(own)
    assert (line.subject_name, line.rows, line.unmarked) == ("东岸镇", 5, 5)
    marked(own, made, "1.2", MET, unit="东岸镇")
    assert to_mark(own)[0].unmarked == 4
    close_round(actor=county.office, round_id=made, today=TODAY)
    assert not waits_to_be_marked(own)


def test_what_a_unit_scores_waits_for_it_with_all_who_are_assessed(county: County) -> None:
    adoption = adopted(county, run_programme(county).programme_id, SubjectKind.UNIT)
    made = marking(county, adoption, RoundKind.REVIEW)
    RowScorer.objects.create(
        jurisdiction_id=county.id, adoption_id=adoption, row=row("1.2"), unit_id=county.unit_ids["西岸乡"]
    )
    scorer = replace(county.member(Role.LIAISON, "西岸乡"), account_id=county.office.account_id)
    (line,) = to_mark(scorer)
    assert line.rows == line.subjects == Subject.objects.filter(round_id=made).count()
    marked(scorer, made, "1.2", MET, unit="东岸镇")
    assert to_mark(scorer)[0].unmarked == line.rows - 1


def test_who_serves_a_row_sees_it_alone_and_no_totals(county: County, adoption: int) -> None:
    made = marking(county, adoption)
    RowService.objects.create(
        jurisdiction_id=county.id, adoption_id=adoption, row=row("2.1"), unit_id=county.unit_ids["西岸乡"]
    )
    own = replace(county.member(Role.LIAISON, "西岸乡"), account_id=county.office.account_id)
    found = sheet(own, made)
    assert [line.code for line in found.lines] == ["2", "2.1"]
    assert (found.whole, found.verdict) == (False, None)
    assert found.lines[0].cells[0].said is None


def test_strangers_know_nothing(county: County, adoption: int) -> None:
    made = marking(county, adoption)
    stranger = found_county("远山县").office
    for ask in (
        lambda: round_sheet(stranger, made),
        lambda: subject_sheet(stranger, subject(made).pk),
        lambda: assessment(stranger, Round.objects.get(pk=made).adoption.programme_id),
        lambda: row_sheet(stranger, subject(made).pk, row("1.2").pk),
    ):
        with pytest.raises(NotFound):
            ask()
