"""The joint table: who serves a row, who scores it, proposals, and what stands alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from luoshi.assessment.actions.adopting import adopt, withdraw_adoption
from luoshi.assessment.actions.serving import (
    Server,
    confirm_services,
    propose_services,
    serve,
    set_scorers,
    unserve,
)
from luoshi.assessment.models import RowScorer, RowService
from luoshi.assessment.queries.joint import joint_table, servers
from luoshi.assessment.queries.joint_lines import Narrowing, Only
from luoshi.assessment.rules.framework import Framework
from luoshi.assessment.rules.framework import Row as RuleRow
from luoshi.assessment.rules.grammar import AllOrNothing
from luoshi.assessment.rules.rounds import SubjectKind
from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.programme.models import Commitment
from luoshi.tenancy.rules import Actor, Role
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.scored import adopted, kept, row


@pytest.fixture
def programme(county: County) -> int:
    return run_programme(county).programme_id


@pytest.fixture
def adoption(county: County, programme: int) -> int:
    return adopted(county, programme)


def somebody(county: County, role: Role) -> Actor:
    """A colleague with an account."""
    return replace(county.member(role), account_id=county.office.account_id)


def commitment(words: str) -> Commitment:
    return Commitment.objects.get(title=words)


def by_commitment(county: County, adoption: int, code: str, words: str) -> int:
    server = Server(commitment_id=commitment(words).pk)
    return serve(actor=county.office, adoption_id=adoption, row_id=row(code).pk, server=server)


def test_a_row_and_the_commitment_that_serves_it_stand_in_one_line(county: County, adoption: int) -> None:
    by_commitment(county, adoption, "1.1", "增加停车泊位")
    line = next(one for one in joint_table(county.office, adoption).rows if one.code == "1.1")
    assert (line.area, line.title, line.points) == ("泊位建设", "新建停车场", "4")
    assert [one.words for one in line.confirmed] == ["（一）增加停车泊位"]
    assert line.confirmed[0].bodies.responsible == ("县住建局", "县交通局", "各乡镇（街道）")
    assert [name for _pk, name in line.scorers] == ["县交通局"]
    assert line.scorers_named == ()


def test_rows_that_nobody_serves_and_commitments_that_serve_no_row_are_both_listed(
    county: County, adoption: int
) -> None:
    by_commitment(county, adoption, "1.1", "增加停车泊位")
    table = joint_table(county.office, adoption)
    assert [one.code for one in table.unserved] == ["1.2", "2.1", "3", "4"]
    alone = [one.words for one in table.alone]
    assert "（二）规范停车秩序" in alone
    assert "（一）增加停车泊位" not in alone


def test_the_unit_that_the_table_names_is_only_a_proposal(county: County, adoption: int) -> None:
    line = next(one for one in joint_table(county.office, adoption).rows if one.code == "2.1")
    assert [one.bodies.responsible for one in line.proposed] == [("县住建局",)]
    assert confirm_services(actor=county.office, adoption_id=adoption, service_ids=[line.proposed[0].id]) == 1
    assert confirm_services(actor=county.office, adoption_id=adoption, service_ids=[line.proposed[0].id]) == 0
    assert "2.1" not in [one.code for one in joint_table(county.office, adoption).unserved]
    assert Entry.objects.filter(verb="assessment.confirm_services").count() == 1


def test_commitments_of_the_same_words_are_proposed_with_those_words(county: County, adoption: int) -> None:
    assert propose_services(actor=county.office, adoption_id=adoption) > 0
    service = RowService.objects.get(row__code="2.1", commitment=commitment("规范停车秩序"))
    assert service.proposed
    assert "公布巡查结果" in service.ground
    assert "2.1" in [one.code for one in joint_table(county.office, adoption).unserved]


def test_proposing_again_proposes_nothing_new(county: County, adoption: int) -> None:
    propose_services(actor=county.office, adoption_id=adoption)
    assert propose_services(actor=county.office, adoption_id=adoption) == 0


def test_what_was_declined_is_not_proposed_again_but_may_be_chosen(county: County, adoption: int) -> None:
    propose_services(actor=county.office, adoption_id=adoption)
    service = RowService.objects.get(row__code="2.1", commitment=commitment("规范停车秩序"))
    unserve(actor=county.office, adoption_id=adoption, service_id=service.pk)
    assert propose_services(actor=county.office, adoption_id=adoption) == 0
    by_commitment(county, adoption, "2.1", "规范停车秩序")
    assert not RowService.objects.get(row__code="2.1", commitment=commitment("规范停车秩序")).proposed
    verbs = Entry.objects.filter(subject_kind="row").values_list("verb", flat=True)
    assert list(verbs.order_by("sequence")) == ["assessment.decline_service", "assessment.serve"]


def test_serving_twice_is_serving_once(county: County, adoption: int) -> None:
    first = by_commitment(county, adoption, "1.1", "增加停车泊位")
    assert by_commitment(county, adoption, "1.1", "增加停车泊位") == first
    assert Entry.objects.filter(verb="assessment.serve").count() == 1


def test_the_scorers_of_a_row_are_set_as_a_whole(county: County, adoption: int) -> None:
    wanted = [county.unit_ids["县住建局"], county.unit_ids["东岸镇"]]
    set_scorers(actor=county.office, adoption_id=adoption, row_id=row("1.1").pk, unit_ids=wanted)
    assert set(RowScorer.objects.filter(row=row("1.1")).values_list("unit_id", flat=True)) == set(wanted)
    set_scorers(actor=county.office, adoption_id=adoption, row_id=row("1.1").pk, unit_ids=[])
    assert not RowScorer.objects.filter(row=row("1.1")).exists()
    assert Entry.objects.filter(verb="assessment.set_scorers").count() == 2


def test_an_area_is_served_by_its_rows_only(county: County, adoption: int) -> None:
    with pytest.raises(Invalid) as caught:
        by_commitment(county, adoption, "1", "增加停车泊位")
    assert caught.value.code == "row-not-marked"


def test_one_thing_serves_at_a_time(county: County, adoption: int) -> None:
    both = Server(commitment_id=commitment("增加停车泊位").pk, unit_id=county.unit_ids["东岸镇"])
    for server in (both, Server()):
        with pytest.raises(Invalid) as caught:
            serve(actor=county.office, adoption_id=adoption, row_id=row("1.1").pk, server=server)
        assert caught.value.code == "server-missing"


def test_a_unit_of_another_county_serves_nothing(county: County, adoption: int) -> None:
    other = Server(unit_id=found_county("远山县").unit_ids["东岸镇"])
    with pytest.raises(NotFound):
        serve(actor=county.office, adoption_id=adoption, row_id=row("1.1").pk, server=other)


def test_strangers_know_nothing_of_it_and_colleagues_do_not_change_it(county: County, adoption: int) -> None:
    with pytest.raises(NotFound):
        joint_table(found_county("远山县").office, adoption)
    for role in (Role.LIAISON, Role.APPROVER):
        with pytest.raises(NotAllowed):
            joint_table(somebody(county, role), adoption)
    leader = somebody(county, Role.LEADER)
    assert not joint_table(leader, adoption).head.may_edit
    with pytest.raises(NotAllowed):
        propose_services(actor=leader, adoption_id=adoption)


def test_nothing_is_changed_after_it_is_withdrawn(county: County, adoption: int) -> None:
    withdraw_adoption(actor=county.office, adoption_id=adoption, reason="换用新表", today=TODAY)
    with pytest.raises(Conflict):
        propose_services(actor=county.office, adoption_id=adoption)
    assert not joint_table(county.office, adoption).head.may_edit


@pytest.mark.parametrize(
    ("by", "codes"),
    [
        (Narrowing(area="2"), ["2.1"]),
        (Narrowing(text="停车场"), ["1.1"]),
        (Narrowing(text="增加停车泊位"), ["1.1"]),
        (Narrowing(only=Only.UNSCORED), ["2.1", "3", "4"]),
        (Narrowing(only=Only.PROPOSED), ["2.1"]),
        (Narrowing(only=Only.UNSERVED, area="1"), ["1.2"]),
        (Narrowing(only=Only.UNPROVED, area="1"), ["1.1", "1.2"]),
    ],
)
def test_the_table_is_narrowed(county: County, adoption: int, by: Narrowing, codes: list[str]) -> None:
    by_commitment(county, adoption, "1.1", "增加停车泊位")
    assert [one.code for one in joint_table(county.office, adoption).narrowed(by)] == codes


def test_points_that_are_not_known_are_not_zero(county: County, programme: int) -> None:
    rows = (RuleRow("1", "经验总结", rule=AllOrNothing()), RuleRow("2", "示范创建", Decimal(0), rule=AllOrNothing()))
    version = kept(county, replace(Framework("不公布", "1", rows), label="据公开文本整理"))
    made = adopt(actor=county.office, programme_id=programme, version_id=version, subject_kind=SubjectKind.PROGRAMME)
    table = joint_table(county.office, made)
    assert [one.points for one in table.rows] == [None, "0"]
    assert table.head.label == "据公开文本整理"


def test_only_what_the_programme_knows_can_be_chosen(county: County, adoption: int) -> None:
    found = servers(county.office, adoption)
    assert "（一）增加停车泊位" in [name for _pk, name in found.commitments]
    assert {name for _pk, name in found.units} >= {"县住建局", "东岸镇", "西岸乡"}
