"""Marks: judged, kept in versions, rolled up, and what a closed round keeps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.counting import recount
from luoshi.assessment.actions.marking import Said, mark, recount_round
from luoshi.assessment.actions.rounds import close_round
from luoshi.assessment.models import Mark, Round, RowScorer, Subject
from luoshi.assessment.rules.framework import Framework
from luoshi.assessment.rules.framework import Row as RuleRow
from luoshi.assessment.rules.grammar import Band as RuleBand
from luoshi.assessment.rules.grammar import PeerMean, Rank, Steps
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.kernel.quantities import SCALE
from luoshi.tenancy.rules import Actor, Role
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.scored import adopted, kept, marking, row, subject


@pytest.fixture
def self_check(county: County) -> int:
    """A self-check of the small programme."""
    return marking(county, adopted(county, run_programme(county).programme_id))


def seen(actor: Actor, round_id: int, code: str, what: Observation | None, unit: str = "", **more: object) -> object:
    said = Said(what, **{key: more.pop(key) for key in ("reason", "evidence_ids") if key in more})
    return mark(actor=actor, subject_id=subject(round_id, unit).pk, row_id=row(code).pk, said=said, today=TODAY, **more)


def test_a_mark_is_judged_by_its_rule_and_rolled_up(county: County, self_check: int) -> None:
    made = seen(county.office, self_check, "1.1", Observation(value=Decimal("85")))
    assert made.outcome.points == Decimal("3.4")
    assert {code: total.known / SCALE for code, total in made.totals.items()} == {"1": 3.4, "": 3.4}
    found = subject(self_check)
    assert (found.points, found.lacking) == (int(Decimal("3.4") * SCALE), 4)


def test_marks_add_up_with_bonus_and_what_is_missing_is_not_nought(county: County, self_check: int) -> None:
    seen(county.office, self_check, "1.1", Observation(value=Decimal(100)))
    seen(county.office, self_check, "2.1", Observation(counts={"missed": Decimal(1)}))
    seen(county.office, self_check, "3", Observation(met=True))
    found = subject(self_check)
    assert (found.points / SCALE, found.bonus / SCALE, found.lacking) == (8.5, 1, 2)
    assert (found.least / SCALE, found.maximum / SCALE) == (8.5, 10.5)


def test_a_mark_that_is_changed_is_a_new_version(county: County, self_check: int) -> None:
    seen(county.office, self_check, "1.2", Observation(met=True))
    made = seen(county.office, self_check, "1.2", Observation(met=False), reason="台账缺第三季度")
    assert made.number == 2
    versions = Mark.objects.filter(row=row("1.2")).order_by("number").values_list("number", "current", "points")
    assert list(versions) == [(1, False, 2 * SCALE), (2, True, 0)]
    assert Entry.objects.filter(verb="assessment.mark").latest("sequence").old == {"number": 1, "points": 2 * SCALE}


def test_a_mark_is_taken_back_with_a_reason_and_the_row_is_unknown_again(county: County, self_check: int) -> None:
    seen(county.office, self_check, "1.2", Observation(met=True))
    with pytest.raises(Invalid) as caught:
        seen(county.office, self_check, "1.2", None)
    assert caught.value.code == "reason-missing"
    seen(county.office, self_check, "1.2", None, reason="记错了行")
    assert (subject(self_check).points, subject(self_check).lacking) == (0, 5)


def test_a_veto_that_strikes_is_counted(county: County, self_check: int) -> None:
    seen(county.office, self_check, "4", Observation(struck=True))
    assert subject(self_check).struck == 1
    seen(county.office, self_check, "4", Observation(struck=False))
    assert subject(self_check).struck == 0


def test_points_that_the_rule_does_not_take_are_refused_and_nothing_is_kept(county: County, self_check: int) -> None:
    with pytest.raises(Invalid) as caught:
        seen(county.office, self_check, "1.2", Observation(points=Decimal(5)))
    assert caught.value.code == "points-outside"
    assert not Mark.objects.exists()


def test_an_empty_mark_is_refused(county: County, self_check: int) -> None:
    with pytest.raises(Invalid) as caught:
        seen(county.office, self_check, "1.2", Observation())
    assert caught.value.code == "mark-empty"


def test_two_scorers_do_not_overwrite_each_other(county: County, self_check: int) -> None:
    seen(county.office, self_check, "1.2", Observation(met=True), number=0)
    with pytest.raises(Conflict) as caught:
        seen(county.office, self_check, "1.2", Observation(met=False), number=0)
    assert caught.value.code == "stale"


def test_a_reason_holds_nothing_of_private_persons(county: County, self_check: int) -> None:
    with pytest.raises(Invalid) as caught:
        seen(county.office, self_check, "1.2", Observation(met=True), reason="问 13812345678")
    assert caught.value.code == "personal-words"


def test_a_closed_round_takes_no_marks_and_keeps_its_totals(county: County, self_check: int) -> None:
    seen(county.office, self_check, "1.2", Observation(met=True))
    close_round(actor=county.office, round_id=self_check, today=TODAY)
    with pytest.raises(Conflict) as caught:
        seen(county.office, self_check, "1.2", Observation(met=False))
    assert caught.value.code == "round-not-open"
    with pytest.raises(Conflict):
        recount_round(actor=county.office, round_id=self_check)
    assert subject(self_check).points == 2 * SCALE


def test_rows_with_rows_under_them_are_not_marked(county: County, self_check: int) -> None:
    with pytest.raises(Invalid) as caught:
        seen(county.office, self_check, "1", Observation(points=Decimal(1)))
    assert caught.value.code == "row-not-marked"


def test_strangers_know_nothing_and_rows_of_others_are_not_theirs(county: County, self_check: int) -> None:
    with pytest.raises(NotFound):
        seen(found_county("远山县").office, self_check, "1.2", Observation(met=True))
    with pytest.raises(NotFound):
        seen(replace(county.member(Role.LIAISON, "西岸乡"), account_id=99), self_check, "1.2", Observation(met=True))


def test_the_body_that_scores_a_row_marks_it_in_a_review(county: County) -> None:
    review = marking(county, adopted(county, run_programme(county).programme_id), RoundKind.REVIEW)
    scorer = replace(county.member(Role.LIAISON, "西岸乡"), account_id=county.office.account_id)
    RowScorer.objects.create(
        jurisdiction_id=county.id,
        adoption_id=Round.objects.get(pk=review).adoption_id,
        row=row("1.1"),
        unit_id=county.unit_ids["西岸乡"],
    )
    seen(scorer, review, "1.1", Observation(value=Decimal(50)))
    assert Mark.objects.get().unit.name == "西岸乡"
    with pytest.raises(NotFound):
        seen(scorer, review, "1.2", Observation(met=True))


def test_a_unit_marks_itself_in_a_self_check_and_nobody_else(county: County) -> None:
    made = marking(county, adopted(county, run_programme(county).programme_id, SubjectKind.UNIT))
    own = replace(county.member(Role.LIAISON, "东岸镇"), account_id=county.office.account_id)
    seen(own, made, "1.2", Observation(met=True), "东岸镇")
    with pytest.raises(NotFound):
        seen(own, made, "1.2", Observation(met=True), "西岸乡")


def test_who_may_read_a_row_and_not_mark_it_is_told(county: County, self_check: int) -> None:
    inspector = replace(county.member(Role.INSPECTOR, "西岸乡"), account_id=county.office.account_id)
    with pytest.raises(NotAllowed) as caught:
        seen(inspector, self_check, "1.2", Observation(met=True))
    assert caught.value.code == "mark-not-yours"


def peers(rule: object) -> Framework:
    return Framework("同类比较", "1", (RuleRow("1", "用水量", Decimal(10), rule=rule),), total=Decimal(10))


def test_a_mark_of_a_row_that_ranks_changes_the_others(county: County) -> None:
    framework = kept(county, peers(Rank((Decimal(10), Decimal(8), Decimal(6)))))
    programme = run_programme(county).programme_id
    adoption = adopt(actor=county.office, programme_id=programme, version_id=framework, subject_kind=SubjectKind.UNIT)
    made = marking(county, adoption)
    seen(county.office, made, "1", Observation(value=Decimal(3)), "东岸镇")
    for one in Subject.objects.filter(round_id=made).exclude(unit__name__in=("东岸镇", "西岸乡")):
        mark(
            actor=county.office,
            subject_id=one.pk,
            row_id=row("1").pk,
            said=Said(Observation(value=Decimal(1))),
            today=TODAY,
        )
    seen(county.office, made, "1", Observation(value=Decimal(5)), "西岸乡")
    assert subject(made, "西岸乡").points == 10 * SCALE
    assert subject(made, "东岸镇").points == 8 * SCALE
    assert Mark.objects.get(subject=subject(made, "东岸镇"), current=True).points == 8 * SCALE


def test_a_mark_judged_by_the_mean_of_its_peers_is_judged_anew(county: County) -> None:
    steps = Steps((RuleBand(None, None, Decimal(1), True, Decimal(10)),), otherwise=Decimal(2))
    framework = kept(county, peers(PeerMean(steps)))
    adoption = adopt(
        actor=county.office,
        programme_id=run_programme(county).programme_id,
        version_id=framework,
        subject_kind=SubjectKind.UNIT,
    )
    made = marking(county, adoption)
    for one, figure in zip(Subject.objects.filter(round_id=made), range(1, 99), strict=False):
        what = Said(Observation(value=Decimal(figure)))
        mark(actor=county.office, subject_id=one.pk, row_id=row("1").pk, said=what, today=TODAY)
    before = dict(Subject.objects.filter(round_id=made).values_list("pk", "points"))
    assert set(before.values()) == {10 * SCALE, 2 * SCALE}
    recount(made, framework)
    assert dict(Subject.objects.filter(round_id=made).values_list("pk", "points")) == before


def test_counting_from_nothing_gives_the_same(county: County, self_check: int) -> None:
    seen(county.office, self_check, "1.1", Observation(value=Decimal("85")))
    seen(county.office, self_check, "2.1", Observation(counts={"missed": Decimal(3)}))
    seen(county.office, self_check, "4", Observation(struck=True))
    names = ("points", "least", "maximum", "bonus", "penalty", "lacking", "struck")
    before = Subject.objects.values_list(*names).get(round_id=self_check)
    Subject.objects.update(points=None, lacking=0, struck=0, sums={})
    assert recount_round(actor=county.office, round_id=self_check) == 1
    assert Subject.objects.values_list(*names).get(round_id=self_check) == before
    made = seen(county.office, self_check, "1.2", Observation(met=True))
    assert made.totals[""].known == before[0] + 2 * SCALE
