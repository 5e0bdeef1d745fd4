"""Standings of units: off by default, from closed rounds alone, each kind by itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.marking import Said, mark
from luoshi.assessment.actions.rounds import close_round, open_round, plan_round
from luoshi.assessment.actions.standings import set_standings
from luoshi.assessment.models import Adoption, Subject
from luoshi.assessment.queries.outcomes import AMONG_PEERS
from luoshi.assessment.queries.standings import standings
from luoshi.assessment.rules.framework import Framework, PassMark
from luoshi.assessment.rules.framework import Row as RuleRow
from luoshi.assessment.rules.grammar import AllOrNothing, Discretion, Rank
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rounds import Marker, RoundKind, SubjectKind
from luoshi.assessment.rules.standings import Draft, Thresholds
from luoshi.audit.models import Entry
from luoshi.documents.standings_table import draft_paper, standings_paper
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.tenancy.rules import Actor, Role
from luoshi.units.rules import UnitKind
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.scored import kept, marking, row, subject

POINTS = {"东岸镇": "8", "西岸乡": "9.5", "县住建局": "6"}
TABLE = Framework(
    "单位测评",
    "1",
    (
        RuleRow("1", "任务落实", Decimal(10), rule=Discretion(Decimal(0), Decimal(10))),
        RuleRow("2", "按时报送", Decimal(2), rule=AllOrNothing()),
    ),
    pass_mark=PassMark(Decimal(9)),
    label="演示分值",
)


@pytest.fixture
def adoption(county: County) -> int:
    """The units of the small programme, assessed."""
    programme = run_programme(county).programme_id
    version = kept(county, TABLE)
    return adopt(actor=county.office, programme_id=programme, version_id=version, subject_kind=SubjectKind.UNIT)


@pytest.fixture
def round_id(county: County, adoption: int) -> int:
    """A review that is closed; one township was not wholly marked in it where a test takes its mark away."""
    made = marking(county, adoption, RoundKind.REVIEW)
    for name, points in POINTS.items():
        give(county, made, name, "1", Observation(points=Decimal(points)))
        give(county, made, name, "2", Observation(met=True))
    close_round(actor=county.office, round_id=made, today=TODAY)
    return made


def give(county: County, round_id: int, name: str, code: str, seen: Observation) -> None:
    mark(
        actor=county.office,
        subject_id=subject(round_id, name).pk,
        row_id=row(code).pk,
        said=Said(seen),
        today=TODAY,
    )


def switch(county: County, adoption: int, *, on: bool = True, by: Thresholds | None = None) -> None:
    set_standings(
        actor=county.office, adoption_id=adoption, on=on, by=by or Thresholds(), reason="县委研究同意", seen=None
    )


def somebody(county: County, role: Role, unit: str = "县住建局") -> Actor:
    return replace(county.member(role, unit), account_id=county.office.account_id)


def test_they_are_off_until_the_office_switches_them_on(county: County, adoption: int, round_id: int) -> None:
    found = standings(county.office, adoption)
    assert (found.on, found.kinds) == (False, ())
    switch(county, adoption)
    found = standings(county.office, adoption)
    assert (found.on, found.round_id) == (True, round_id)
    line = Entry.objects.get(verb="assessment.set_standings")
    assert (line.old["standings"], line.new["standings"], line.new["reason"]) == (False, True, "县委研究同意")


def test_townships_are_placed_among_townships_only(county: County, adoption: int, round_id: int) -> None:
    switch(county, adoption)
    kinds = {one.kind: one for one in standings(county.office, adoption, round_id).kinds}
    towns = kinds[UnitKind.TOWNSHIP]
    assert [(line.name, line.place) for line in towns.placed] == [("西岸乡", 1), ("东岸镇", 2)]
    assert "县住建局" in [line.name for line in kinds[UnitKind.GOVERNMENT].unplaced]


def test_a_line_says_why(county: County, adoption: int, round_id: int) -> None:
    switch(county, adoption)
    kinds = {one.kind: one for one in standings(county.office, adoption).kinds}
    second = kinds[UnitKind.TOWNSHIP].placed[1]
    assert second.counted.result.points == Decimal(10)
    assert [code for code, _title, _why in second.counted.lost] == ["1"]


def test_who_is_not_wholly_marked_is_listed_with_what_lacks(county: County, adoption: int) -> None:
    made = marking(county, adoption, RoundKind.REVIEW)
    give(county, made, "东岸镇", "1", Observation(points=Decimal(0)))
    close_round(actor=county.office, round_id=made, today=TODAY)
    switch(county, adoption, by=Thresholds(answer_below=Decimal(5)))
    found = standings(county.office, adoption)
    towns = next(one for one in found.kinds if one.kind is UnitKind.TOWNSHIP)
    assert towns.placed == ()
    lacking = {line.name: [code for code, _title in line.counted.lacking] for line in towns.unplaced}
    assert lacking == {"东岸镇": ["2"], "西岸乡": ["1", "2"]}
    assert found.drafts(Draft.ANSWER) == ()


@pytest.mark.parametrize(
    ("kind", "markers"),
    [
        (RoundKind.SELF_CHECK, (Marker.OFFICE,)),
        (RoundKind.EXPECTED, ()),
        (RoundKind.REVIEW, (Marker.SCORER, Marker.SELF)),
    ],
)
def test_a_round_in_which_units_would_place_themselves_places_nobody(
    county: County, adoption: int, round_id: int, kind: RoundKind, markers: tuple[Marker, ...]
) -> None:
    made = plan_round(actor=county.office, adoption_id=adoption, kind=kind, markers=markers)
    open_round(actor=county.office, round_id=made, today=TODAY)
    close_round(actor=county.office, round_id=made, today=TODAY)
    switch(county, adoption)
    found = standings(county.office, adoption)
    assert (found.round_id, [pk for pk, _name in found.rounds]) == (round_id, [round_id])
    assert len(found.unplacing) == 1
    with pytest.raises(NotFound) as caught:
        standings(county.office, adoption, made)
    assert caught.value.code == "round-places-nobody"


def test_what_a_row_cost_among_peers_is_told_as_on_the_page_of_the_subject(county: County) -> None:
    table = Framework("同类比较", "1", (RuleRow("1", "用水量", Decimal(10), rule=Rank((Decimal(10), Decimal(8)))),))
    adoption = adopt(
        actor=county.office,
        programme_id=run_programme(county).programme_id,
        version_id=kept(county, table),
        subject_kind=SubjectKind.UNIT,
    )
    made = marking(county, adoption, RoundKind.REVIEW)
    for figure, one in enumerate(Subject.objects.filter(round_id=made).order_by("pk")):
        give(county, made, one.unit.name, "1", Observation(value=Decimal(figure)))
    close_round(actor=county.office, round_id=made, today=TODAY)
    switch(county, adoption)
    kinds = standings(county.office, adoption).kinds
    lost = [
        why for kind in kinds for line in (*kind.placed, *kind.unplaced) for _code, _title, why in line.counted.lost
    ]
    assert lost
    assert all(why == AMONG_PEERS for why in lost)


def test_an_open_round_places_nobody(county: County, adoption: int) -> None:
    made = marking(county, adoption, RoundKind.REVIEW)
    switch(county, adoption)
    assert standings(county.office, adoption).round_id is None
    with pytest.raises(NotFound):
        standings(county.office, adoption, made)


def test_draft_lists_go_by_the_thresholds_and_say_that_they_are_drafts(
    county: County, adoption: int, round_id: int
) -> None:
    switch(county, adoption, by=Thresholds(Decimal(11), Decimal("9")))
    found = standings(county.office, adoption, round_id)
    assert [line.name for line in found.drafts(Draft.COMMEND)] == ["西岸乡"]
    assert [line.name for line in found.drafts(Draft.ANSWER)] == ["县住建局"]
    paper = draft_paper(found, Draft.ANSWER, TODAY)
    assert paper.title == "拟问责名单（草稿，供研究决定）"
    assert [cell.text for cell in paper.tables[0].sections[0].rows[0] if cell][1] == "县住建局"
    assert "【演示分值】" in standings_paper(found, TODAY).lines


def test_a_reason_is_asked_for_and_thresholds_may_not_cross(county: County, adoption: int) -> None:
    for by, reason in ((Thresholds(), ""), (Thresholds(Decimal(1), Decimal(2)), "因为")):
        with pytest.raises(Invalid):
            set_standings(actor=county.office, adoption_id=adoption, on=True, by=by, reason=reason)
    assert not Adoption.objects.get().standings


def test_a_stale_form_changes_nothing(county: County, adoption: int) -> None:
    switch(county, adoption)
    with pytest.raises(Conflict):
        set_standings(actor=county.office, adoption_id=adoption, on=False, by=Thresholds(), reason="停用", seen=0)


def test_a_unit_sees_its_own_line_only_and_no_draft(county: County, adoption: int, round_id: int) -> None:
    town = somebody(county, Role.LIAISON, "东岸镇")
    with pytest.raises(NotAllowed):
        standings(town, adoption)
    switch(county, adoption, by=Thresholds(Decimal(10)))
    found = standings(town, adoption)
    lines = [line for kind in found.kinds for line in (*kind.placed, *kind.unplaced)]
    assert [(line.name, line.place, line.draft) for line in lines] == [("东岸镇", 2, None)]
    assert (found.own, found.may_run, found.drafts(Draft.COMMEND)) == (True, False, ())


def test_strangers_know_nothing_and_leaders_switch_nothing(county: County, adoption: int, round_id: int) -> None:
    switch(county, adoption)
    with pytest.raises(NotFound):
        standings(found_county("远山县").office, adoption)
    leader = somebody(county, Role.LEADER)
    assert standings(leader, adoption).kinds
    with pytest.raises(NotAllowed):
        set_standings(actor=leader, adoption_id=adoption, on=False, by=Thresholds(), reason="停用")


def test_a_programme_that_is_assessed_itself_has_no_standings(county: County) -> None:
    programme = run_programme(county).programme_id
    made = adopt(
        actor=county.office,
        programme_id=programme,
        version_id=kept(county, TABLE),
        subject_kind=SubjectKind.PROGRAMME,
    )
    with pytest.raises(NotFound):
        standings(county.office, made)
    with pytest.raises(Invalid):
        switch(county, made)
