"""Tables with a part for one body each: everybody is judged by its own part, wherever a number of it is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assessment.imitated import departments as imitated
from assessment.imitated import made as imitated_file
from luoshi.assessment.actions.adopting import renew
from luoshi.assessment.actions.counting import recount
from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.actions.gaps import renew_gaps
from luoshi.assessment.actions.parts import set_part
from luoshi.assessment.actions.proving import prove
from luoshi.assessment.actions.rounds import close_round
from luoshi.assessment.actions.standings import set_standings
from luoshi.assessment.models import Adoption, FrameworkVersion, Gap, Mark, Part, Round, Subject
from luoshi.assessment.queries.forecasting import sheet
from luoshi.assessment.queries.joint import joint_table
from luoshi.assessment.queries.joint_lines import Narrowing
from luoshi.assessment.queries.mark_tables import table_counts
from luoshi.assessment.queries.offers import offers
from luoshi.assessment.queries.overview import adoption_of
from luoshi.assessment.queries.parts import PartsSheet, parts_sheet
from luoshi.assessment.queries.rounds import round_sheet
from luoshi.assessment.queries.row_sheets import next_to_mark, row_sheet
from luoshi.assessment.queries.standing import Target
from luoshi.assessment.queries.standings import standings
from luoshi.assessment.queries.subjects import Only, Wanted, subject_sheet
from luoshi.assessment.queries.to_mark import to_mark
from luoshi.assessment.reading.tables import read_framework
from luoshi.assessment.rules import kept_verdict
from luoshi.assessment.rules.framework import Framework
from luoshi.assessment.rules.gaps import GapState
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.marks import Subject as Marked
from luoshi.assessment.rules.rolling import compiled
from luoshi.assessment.rules.rounds import RoundKind
from luoshi.assessment.rules.scoring import scored_round
from luoshi.assessment.rules.standings import Thresholds
from luoshi.assessment.rules.verdict import Passing, verdict
from luoshi.audit.models import Entry
from luoshi.documents.joint_table import joint_paper
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.quantities import SCALE
from luoshi.tenancy.rules import Role
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.departments import DEPARTMENTS, assessed, by_departments, founded, give, part, ranked, with_veto
from rooms.scored import marking, row, subject

THIRTY = Observation(points=Decimal(30))


@pytest.fixture
def adoption(county: County) -> int:
    """Three departments, each assessed by the common rows and a part of its own."""
    group = founded(county)
    return assessed(county, run_programme(county).programme_id, group)


@pytest.fixture
def review(county: County, adoption: int) -> int:
    """An open review of them."""
    return marking(county, adoption, RoundKind.REVIEW)


def full_marks(county: County, round_id: int, unit: str, *own: str) -> None:
    give(county, round_id, unit, "1.1", THIRTY)
    for code in ("1.2", *own):
        give(county, round_id, unit, code)


def of(county: County, adoption: int) -> PartsSheet:
    return parts_sheet(county.office, adoption, TODAY)


# --- whose part it is --------------------------------------------------------------------------------------------


def test_parts_are_matched_by_the_names_of_units(county: County, adoption: int) -> None:
    lines = of(county, adoption).lines
    assert [(line.title, [owner.name for owner in line.owners], line.full) for line in lines] == [
        (name, [name], 60 * SCALE) for name in DEPARTMENTS
    ]
    assert (of(county, adoption).doubts, of(county, adoption).without) == (0, ())


def test_a_part_that_matches_no_unit_and_a_unit_without_a_part_are_listed(county: County) -> None:
    group = founded(county)
    table = by_departments("县水利局", "县林业局", "县矿产局")
    found = of(county, assessed(county, run_programme(county).programme_id, group, table))
    assert [line.title for line in found.lines if line.doubtful] == ["县矿产局"]
    assert [name for _pk, name in found.without] == ["县教育局"]


def test_a_name_that_is_only_like_a_units_is_a_proposal_that_counts_when_the_office_says_so(county: County) -> None:
    group = founded(county, "县水利局", "县林业局", "县文化旅游广电局")
    table = by_departments("县水利局", "县林业局", "县文化旅游局")
    adoption = assessed(county, run_programme(county).programme_id, group, table)
    line = of(county, adoption).lines[2]
    assert [(one.name, one.proposed, one.ground) for one in line.owners] == [("县文化旅游广电局", True, "县文化旅游局")]
    made = marking(county, adoption)
    assert subject(made, "县文化旅游广电局").parts == []
    unit = county.unit_ids["县文化旅游广电局"]
    set_part(actor=county.office, adoption_id=adoption, row_id=line.row_id, unit_ids=[unit])
    assert of(county, adoption).doubts == 0
    assert subject(made, "县文化旅游广电局").parts == ["2.3"]


def test_two_bodies_may_share_a_part(county: County) -> None:
    group = founded(county, *DEPARTMENTS, "县文旅局", "县体育局")
    adoption = assessed(county, run_programme(county).programme_id, group, ranked())
    assert {owner.name for owner in of(county, adoption).lines[3].owners} == {"县文旅局", "县体育局"}


def test_a_unit_has_one_part_only(county: County, adoption: int) -> None:
    unit = county.unit_ids["县水利局"]
    with pytest.raises(Conflict) as caught:
        set_part(actor=county.office, adoption_id=adoption, row_id=row("2.2").pk, unit_ids=[unit])
    assert caught.value.code == "part-taken"
    assert "县水利局" in caught.value.in_words("zh-hans")


def test_the_journal_keeps_whose_part_it_was(county: County, adoption: int) -> None:
    set_part(actor=county.office, adoption_id=adoption, row_id=row("2.1").pk, unit_ids=[])
    line = Entry.objects.get(verb="assessment.set_part")
    assert (line.old, line.new) == ({"units": [county.unit_ids["县水利局"]]}, {"units": []})
    assert [name for _pk, name in of(county, adoption).without] == ["县水利局"]


def test_only_a_row_that_heads_a_part_is_somebodys(county: County, adoption: int) -> None:
    with pytest.raises(Invalid) as caught:
        set_part(actor=county.office, adoption_id=adoption, row_id=row("1").pk, unit_ids=[])
    assert caught.value.code == "part-unknown"


def test_a_table_without_parts_has_no_page_of_them(county: County) -> None:
    group = founded(county)
    plain = by_departments()
    plain = replace(plain, rows=(plain.rows[0], replace(plain.rows[1], one_of=False, points=Decimal(180))))
    adoption = assessed(county, run_programme(county).programme_id, group, plain)
    with pytest.raises(NotFound):
        of(county, adoption)


def test_parts_go_over_to_a_newer_version(county: County, adoption: int) -> None:
    framework = Adoption.objects.get(pk=adoption).version.framework_id
    newer = replace(by_departments("县水利局", "县林业局", "县教育体育局"), version="2027")
    version = keep_framework(actor=county.office, framework=newer, framework_id=framework, today=TODAY)
    set_part(actor=county.office, adoption_id=adoption, row_id=row_of(adoption, "2.3"), unit_ids=[])
    renew(actor=county.office, adoption_id=adoption, version_id=version)
    assert [[one.name for one in line.owners] for line in of(county, adoption).lines][:2] == [
        ["县水利局"],
        ["县林业局"],
    ]
    assert set(Part.objects.values_list("row__version_id", flat=True)) == {version}


def newer_version(county: County, adoption: int, framework: Framework) -> int:
    own = Adoption.objects.get(pk=adoption).version.framework_id
    newer = replace(framework, version="2027")
    return keep_framework(actor=county.office, framework=newer, framework_id=own, today=TODAY)


def test_an_open_round_keeps_the_parts_that_a_newer_version_does_not_have(
    county: County, adoption: int, review: int
) -> None:
    framework = by_departments()
    common, own = framework.rows
    heads = (*own.children[:2], part("2.9", "县教育局", (60,)))
    version = newer_version(county, adoption, replace(framework, rows=(common, replace(own, children=heads))))
    renew(actor=county.office, adoption_id=adoption, version_id=version)
    school = county.unit_ids["县教育局"]
    set_part(actor=county.office, adoption_id=adoption, row_id=row_of(adoption, "2.9"), unit_ids=[])
    set_part(actor=county.office, adoption_id=adoption, row_id=row_of(adoption, "2.9"), unit_ids=[school])
    assert subject(review, "县教育局").parts == ["2.3"]


def test_a_unit_whose_two_parts_come_under_one_node_keeps_the_first_and_the_other_is_told(county: County) -> None:
    plain = by_departments()
    common, own = plain.rows
    more = part("3.1", "县水利局", (60,))
    second = replace(own, code="3", title="专项指标", children=(more, part("3.2", "县林业局", (60,))))
    two = replace(plain, total=Decimal(160), rows=(common, own, second))
    adoption = assessed(county, run_programme(county).programme_id, founded(county), two)
    assert [name for _pk, name in of(county, adoption).without] == ["县教育局"]
    joined = replace(plain, rows=(common, replace(own, children=(*own.children, *second.children))))
    lost = renew(actor=county.office, adoption_id=adoption, version_id=newer_version(county, adoption, joined))
    assert {"3.1", "3.2"} <= set(lost)
    assert Part.objects.filter(adoption=adoption).count() == 3


def row_of(adoption: int, code: str) -> int:
    return Adoption.objects.get(pk=adoption).version.rows.get(code=code).pk


def test_of_thirty_one_departments_each_finds_its_part(county: County) -> None:
    framework = read_framework(*imitated_file(imitated(), "csv")).framework
    node = next(one for one in framework.rows if one.one_of)
    names = [child.title for child in node.children]
    group = founded(county, *names)
    adoption = assessed(county, run_programme(county).programme_id, group, framework)
    found = of(county, adoption)
    assert (len(found.lines), found.doubts, found.without) == (31, 0, ())
    made = marking(county, adoption)
    sheet_ = subject_sheet(county.office, subject(made, "县农业农村局").pk)
    assert (sheet_.own, sheet_.counts["all"]) == (("县农业农村局",), 4 + 3 + 2)


# --- marking -----------------------------------------------------------------------------------------------------


def test_a_row_in_the_part_of_another_body_is_not_marked(county: County, review: int) -> None:
    with pytest.raises(Invalid) as caught:
        give(county, review, "县水利局", "2.2.1")
    assert caught.value.code == "row-elsewhere"
    assert caught.value.in_words("zh-hans").startswith("“林业任务1”在其他单位")
    assert not Mark.objects.exists()


def test_where_nobody_has_said_whose_part_it_is_the_first_mark_says_so(county: County, adoption: int) -> None:
    set_part(actor=county.office, adoption_id=adoption, row_id=row("2.1").pk, unit_ids=[])
    made = marking(county, adoption)
    assert line(county, made, "县水利局") == (5, 0)
    give(county, made, "县水利局", "2.1.1")
    assert line(county, made, "县水利局") == (3, 1)
    with pytest.raises(Invalid):
        give(county, made, "县水利局", "2.2.1")
    give(county, made, "县水利局", "2.1.1", None, "记错了单位")
    give(county, made, "县水利局", "2.2.1")
    assert line(county, made, "县水利局") == (4, 1)


def test_a_unit_keeps_its_part_while_another_has_its_marks(county: County, adoption: int, review: int) -> None:
    give(county, review, "县水利局", "2.1.1")
    set_part(actor=county.office, adoption_id=adoption, row_id=row("2.1").pk, unit_ids=[])
    set_part(actor=county.office, adoption_id=adoption, row_id=row("2.2").pk, unit_ids=[])
    unit = county.unit_ids["县水利局"]
    with pytest.raises(Conflict) as caught:
        set_part(actor=county.office, adoption_id=adoption, row_id=row("2.2").pk, unit_ids=[unit])
    assert caught.value.code == "part-marked"


def line(county: County, round_id: int, unit: str) -> tuple[int, int]:
    """Rows that are asked, and those with a mark, as the page of a round tells of a department."""
    found = {one.name: one for one in round_sheet(county.office, round_id).subjects}
    return found[unit].rows, found[unit].marked


# --- what pages tell ---------------------------------------------------------------------------------------------


def test_the_page_of_a_round_counts_the_rows_of_each_part_alone(county: County, review: int) -> None:
    assert [line(county, review, name) for name in DEPARTMENTS] == [(3, 0), (4, 0), (5, 0)]
    full_marks(county, review, "县林业局", "2.2.1")
    assert line(county, review, "县林业局") == (4, 3)
    give(county, review, "县林业局", "2.2.2")
    found = {one.name: one for one in round_sheet(county.office, review).subjects}["县林业局"]
    assert (found.points, found.lacking, found.least, found.most) == (100 * SCALE, 0, 100 * SCALE, 100 * SCALE)
    stand = adoption_of(county.office, Round.objects.get(pk=review).adoption_id).rounds[0]
    assert (stand.count, stand.complete) == (3, 1)


def test_the_page_of_a_department_has_its_own_rows_and_tells_what_is_left_out(county: County, review: int) -> None:
    give(county, review, "县林业局", "2.2.1")
    found = subject_sheet(county.office, subject(review, "县林业局").pk)
    assert [one.code for one in found.lines if one.leaf] == ["1.1", "1.2", "2.2.1", "2.2.2"]
    assert (found.counts["all"], found.counts["unmarked"], found.elsewhere, found.own) == (4, 3, 4, ("县林业局",))
    assert {one.code: one.full for one in found.lines if not one.leaf} == {
        "1": 40 * SCALE,
        "2": 60 * SCALE,
        "2.2": 60 * SCALE,
    }
    unmarked = subject_sheet(county.office, subject(review, "县林业局").pk, Wanted(Only.UNMARKED))
    assert [one.code for one in unmarked.lines if one.leaf] == ["1.1", "1.2", "2.2.2"]
    assert [(area.code, area.rows, area.unmarked) for area in found.areas] == [("1", 2, 2), ("2", 2, 1)]


def test_the_verdict_of_a_department_does_not_wait_for_the_parts_of_others(county: County) -> None:
    group = founded(county, *DEPARTMENTS)
    made = marking(county, assessed(county, run_programme(county).programme_id, group, with_veto()))
    full_marks(county, made, "县林业局", "2.2.1", "2.2.2")
    found = subject_sheet(county.office, subject(made, "县林业局").pk)
    assert found.verdict is not None
    assert found.verdict.passing is Passing.PASSES
    close_round(actor=county.office, round_id=made, today=TODAY)
    kept = kept_verdict.from_kept(subject(made, "县林业局").outcome, "en")
    assert kept is not None
    assert (kept.passing, [ground.codes for ground in kept.grounds]) == (Passing.PASSES, [()])


def test_a_veto_in_a_department_s_own_part_is_a_ground_of_its_verdict(county: County) -> None:
    group = founded(county, *DEPARTMENTS, "县卫健局")
    made = marking(county, assessed(county, run_programme(county).programme_id, group, with_veto()))
    found = subject_sheet(county.office, subject(made, "县卫健局").pk)
    assert found.verdict is not None
    assert {codes for ground in found.verdict.grounds for codes in ground.codes} == {"2.4.1", "2.4.2"}


def test_departments_with_all_rows_of_their_own_marked_are_placed(county: County, adoption: int, review: int) -> None:
    full_marks(county, review, "县水利局", "2.1.1")
    full_marks(county, review, "县林业局", "2.2.1")
    give(county, review, "县林业局", "2.2.2", Observation(met=False))
    close_round(actor=county.office, round_id=review, today=TODAY)
    set_standings(actor=county.office, adoption_id=adoption, on=True, by=Thresholds(), reason="县委研究同意")
    [kind] = standings(county.office, adoption).kinds
    assert [(one.name, one.place, one.counted.result.points) for one in kind.placed] == [
        ("县水利局", 1, Decimal(100)),
        ("县林业局", 2, Decimal(60)),
    ]
    assert [[code for code, _title in one.counted.lacking] for one in kind.unplaced] == [
        ["1.1", "1.2", "2.3.1", "2.3.2", "2.3.3"]
    ]


def test_a_row_in_the_part_of_another_says_so_and_offers_nothing(county: County, review: int) -> None:
    one = subject(review, "县水利局")
    found = row_sheet(county.office, one.pk, row("2.2.1").pk)
    assert (found.outcome.elsewhere, found.may_mark, found.may_prove) == (True, False, False)
    assert (found.raises, found.offers, offers(county.office, one, "2.2.1")) == ((), (), ())
    with pytest.raises(Invalid) as caught:
        prove(actor=county.office, subject_id=one.pk, row_id=row("2.2.1").pk, evidence_version_id=1, today=TODAY)
    assert caught.value.code == "row-elsewhere"


def test_from_row_to_row_it_goes_past_the_parts_of_others(county: County, review: int) -> None:
    one = subject(review, "县教育局")
    found = row_sheet(county.office, one.pk, row("1.2").pk)
    assert found.next_id == row("2.3.1").pk
    assert next_to_mark(county.office, one, row("1.2").pk) == row("2.3.1").pk
    assert next_to_mark(county.office, one, row("2.3.3").pk) == row("1.1").pk


def test_a_department_has_its_own_rows_to_mark(county: County, adoption: int) -> None:
    marking(county, adoption)
    found = to_mark(county.member(Role.LIAISON, "县林业局"))
    assert [(one.rows, one.unmarked) for one in found] == [(4, 4)]


def test_an_inspector_has_the_rows_of_each_part_to_mark(county: County, adoption: int) -> None:
    made = marking(county, adoption, RoundKind.INSPECTION)
    give_as = replace(county.member(Role.INSPECTOR), account_id=county.office.account_id)
    assert [(one.rows, one.unmarked) for one in to_mark(give_as)] == [(12, 12)]
    assert made


@pytest.mark.parametrize("told", ["to_mark", "table_counts"])
def test_the_number_of_questions_does_not_grow_with_the_departments(county: County, told: str) -> None:
    counts = []
    programme = run_programme(county).programme_id
    one = assessed(county, programme, founded(county))
    marker = replace(county.member(Role.INSPECTOR), account_id=county.office.account_id)
    made = marking(county, one, RoundKind.INSPECTION)
    ask = {"to_mark": lambda: to_mark(marker), "table_counts": lambda: table_counts(marker, made)}[told]
    ask()
    for _step in range(2):
        with CaptureQueriesContext(connection) as asked:
            ask()
        counts.append(len(asked))
        for code in ("县水利局", "县林业局"):
            Subject.objects.filter(round=made, unit__name=code).delete()
    assert counts[0] == counts[1]


# --- the forecast ------------------------------------------------------------------------------------------------


def test_gaps_are_opened_in_the_own_part_alone(county: County, adoption: int, review: int) -> None:
    give(county, review, "县林业局", "2.2.1")
    target = Target(adoption, county.unit_ids["县林业局"])
    assert renew_gaps(actor=county.office, target=target, today=TODAY).added == 3
    assert sorted(Gap.objects.values_list("row__code", flat=True)) == ["1.1", "1.2", "2.2.2"]


def test_the_forecast_knows_the_rows_of_the_own_part_alone(county: County, adoption: int, review: int) -> None:
    full_marks(county, review, "县林业局", "2.2.1")
    found = sheet(county.office, Target(adoption, county.unit_ids["县林业局"]))
    assert (found.points.proved, found.points.rows, found.points.marked) == (60, 4, 3)
    assert [one.code for one in found.lacking if one.mark] == ["2.2.2"]
    assert found.vetoes == ()


def test_gaps_in_the_part_of_another_are_dropped_with_the_reason(county: County, adoption: int, review: int) -> None:
    unit = county.unit_ids["县林业局"]
    stray = Gap.objects.create(
        jurisdiction_id=county.id, adoption_id=adoption, row=row("2.1.1"), unit_id=unit, words="水利任务", gain=SCALE,
        state_on=TODAY,
    )  # fmt: skip
    found = sheet(county.office, Target(adoption, unit))
    assert (found.gaps, [one.id for one in found.closed]) == ((), [stray.pk])
    assert renew_gaps(actor=county.office, target=Target(adoption, unit), today=TODAY).dropped == 1
    stray.refresh_from_db()
    assert (stray.state, stray.reason) == (GapState.DROPPED, "该测评项属于其他单位的个性指标")


@pytest.mark.usefixtures("review")
def test_gaps_that_were_dropped_so_come_back_when_the_part_is_corrected(county: County, adoption: int) -> None:
    water, woods = county.unit_ids["县水利局"], county.unit_ids["县林业局"]
    target = Target(adoption, water)
    renew_gaps(actor=county.office, target=target, today=TODAY)
    put = {"actor": county.office, "adoption_id": adoption}
    set_part(**put, row_id=row("2.1").pk, unit_ids=[])
    set_part(**put, row_id=row("2.2").pk, unit_ids=[woods, water])
    assert renew_gaps(actor=county.office, target=target, today=TODAY).dropped == 1
    set_part(**put, row_id=row("2.2").pk, unit_ids=[woods])
    set_part(**put, row_id=row("2.1").pk, unit_ids=[water])
    renew_gaps(actor=county.office, target=target, today=TODAY)
    again = Gap.objects.get(row__code="2.1.1")
    assert (again.state, again.reason) == (GapState.OPEN, "")


def test_while_nobody_has_said_whose_part_it_is_no_gap_is_opened_there_and_it_is_said(
    county: County, adoption: int
) -> None:
    set_part(actor=county.office, adoption_id=adoption, row_id=row("2.1").pk, unit_ids=[])
    marking(county, adoption)
    target = Target(adoption, county.unit_ids["县水利局"])
    assert renew_gaps(actor=county.office, target=target, today=TODAY).added == 2
    Gap.objects.update(row=row("2.1.1"))
    assert renew_gaps(actor=county.office, target=target, today=TODAY).dropped == 0
    found = sheet(county.office, target)
    assert found.points.rows == 2
    assert any("个性" in phrase.words("zh-hans") for phrase in found.points.words)


# --- the joint table ---------------------------------------------------------------------------------------------


def test_the_joint_table_says_whose_rows_they_are(county: County, adoption: int) -> None:
    found = joint_table(county.office, adoption)
    assert {one.code: [name for _pk, name in one.owners] for one in found.rows if one.part} == {
        "2.1.1": ["县水利局"], "2.2.1": ["县林业局"], "2.2.2": ["县林业局"],
        "2.3.1": ["县教育局"], "2.3.2": ["县教育局"], "2.3.3": ["县教育局"],
    }  # fmt: skip
    mine = found.narrowed(Narrowing(unit_id=county.unit_ids["县林业局"]))
    assert [one.code for one in mine] == ["2.2.1", "2.2.2"]
    paper = joint_paper(found, found.rows, TODAY)
    assert "所属单位" in [column.heading for column in paper.tables[0].columns]


# --- figures -----------------------------------------------------------------------------------------------------


def test_a_part_that_looks_at_peers_compares_those_who_share_it(county: County) -> None:
    group = founded(county, *DEPARTMENTS, "县文旅局", "县体育局")
    made = marking(county, assessed(county, run_programme(county).programme_id, group, ranked()))
    give(county, made, "县文旅局", "2.4.1", Observation(value=Decimal(90)))
    give(county, made, "县体育局", "2.4.1", Observation(value=Decimal(95)))
    assert [subject(made, name).points for name in ("县文旅局", "县体育局")] == [50 * SCALE, 60 * SCALE]
    before = totals(made)
    recount(made, Round.objects.get(pk=made).version_id)
    assert totals(made)[3:] == before[3:]


def test_whose_part_it_is_counts_at_once_in_an_open_round(county: County) -> None:
    group = founded(county, *DEPARTMENTS, "县文旅局", "县体育局")
    adoption = assessed(county, run_programme(county).programme_id, group, ranked())
    made = marking(county, adoption)
    give(county, made, "县文旅局", "2.4.1", Observation(value=Decimal(90)))
    assert subject(made, "县文旅局").points == 0
    unit = county.unit_ids["县文旅局"]
    set_part(actor=county.office, adoption_id=adoption, row_id=row("2.4").pk, unit_ids=[unit])
    give(county, made, "县文旅局", "1.2")
    assert subject(made, "县文旅局").parts == ["2.4"]
    assert line(county, made, "县体育局") == (5, 0)


def test_a_closed_round_keeps_the_parts_that_it_was_judged_by(county: County, adoption: int, review: int) -> None:
    full_marks(county, review, "县林业局", "2.2.1", "2.2.2")
    close_round(actor=county.office, round_id=review, today=TODAY)
    set_part(actor=county.office, adoption_id=adoption, row_id=row("2.2").pk, unit_ids=[])
    assert subject(review, "县林业局").parts == ["2.2"]
    assert line(county, review, "县林业局") == (4, 4)


def totals(round_id: int) -> list[tuple[object, ...]]:
    rows = Subject.objects.filter(round_id=round_id).order_by("pk")
    return list(rows.values_list("points", "least", "maximum", "bonus", "penalty", "lacking", "struck"))


marks = st.dictionaries(
    st.sampled_from(["1.1", "1.2", "own1", "own2", "own3"]),
    st.sampled_from(["full", "none"]),
    max_size=5,
)


def without_words(outcome: dict[str, Any]) -> dict[str, Any]:
    """A kept verdict without the words of its grounds, which tell less of rows that are not looked at one by one."""
    return {**outcome, "grounds": [(one["met"], one["rows"]) for one in outcome["grounds"]]}


@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(given_marks=st.lists(marks, min_size=4, max_size=4), data=st.data())
def test_the_kept_verdict_of_a_unit_is_that_of_the_engine(
    db: None, given_marks: list[dict[str, str]], data: st.DataObject
) -> None:
    county = found_county(f"临湖县{FrameworkVersion.objects.count()}")
    names = (*DEPARTMENTS, "县卫健局")
    group = founded(county, *names)
    framework: Framework = with_veto()
    adoption = assessed(county, run_programme(county).programme_id, group, framework)
    unsaid = data.draw(st.sampled_from([None, 0, 3]))
    if unsaid is not None:
        set_part(actor=county.office, adoption_id=adoption, row_id=row(f"2.{unsaid + 1}").pk, unit_ids=[])
    made = marking(county, adoption)
    table = compiled(framework)
    subjects = []
    for at, (name, wanted) in enumerate(zip(names, given_marks, strict=True)):
        own = tuple(code for code in table.rows if code.startswith(f"2.{at + 1}."))
        seen = {}
        for key, how in wanted.items():
            code = key if not key.startswith("own") else next(iter(own[int(key[3:]) - 1 : int(key[3:])]), "")
            if code == "1.1":
                seen[code] = THIRTY if how == "full" else Observation(points=Decimal(0))
            elif code == "2.4.2":
                seen[code] = Observation(struck=how == "none")
            elif code:
                seen[code] = Observation(met=how == "full")
        for code, what in seen.items():
            give(county, made, name, code, what)
        subjects.append(Marked(name, seen, own=() if at == unsaid else (f"2.{at + 1}",)))
    expected = scored_round(table, subjects)
    before = totals(made)
    close_round(actor=county.office, round_id=made, today=TODAY)
    for name in names:
        score = expected.scores[name]
        found = subject(made, name)
        assert without_words(found.outcome) == without_words(kept_verdict.to_kept(verdict(score))), name
        if found.points is not None:
            total = score.total
            assert (found.points, found.least, found.maximum, found.lacking) == (
                total.known, total.least, total.most, total.missing,
            )  # fmt: skip
    recount(made, Round.objects.get(pk=made).version_id)
    assert [one[1:] for one in totals(made)] == [
        (t.least, t.most, t.bonus, t.penalty, t.missing, before[at][6])
        for at, t in enumerate(expected.scores[name].total for name in names)
    ]
