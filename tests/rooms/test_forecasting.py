"""The forecast in a county: gaps from what is missing, judged, sent out as questions, secured by marks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.forecasting import Wanted, keep_forecast, set_forecast, set_risk
from luoshi.assessment.actions.gaps import drop_gap, edit_gap, judge_gaps, renew_gaps, reopen_gap, send_gaps
from luoshi.assessment.actions.marking import Said, mark
from luoshi.assessment.models import ForecastRun, Gap, RowService
from luoshi.assessment.queries.forecasting import sheet, smallest
from luoshi.assessment.queries.gap_lines import gap as gap_sheet
from luoshi.assessment.queries.sending import sending
from luoshi.assessment.queries.standing import Target
from luoshi.assessment.rules.forecast.likelihood import Likelihood
from luoshi.assessment.rules.forecast.outlook import forecast
from luoshi.assessment.rules.forecast.reading import read_state
from luoshi.assessment.rules.gaps import GapState
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.programme.models import Commitment, Occurrence
from luoshi.reporting.models import Request
from luoshi.tenancy.rules import Role
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.scored import adopted, kept, marking, parking, row, subject

LATER = TODAY + timedelta(days=10)


@pytest.fixture
def target(county: County) -> Target:
    """The small programme, marked 8.4 of 10 in its self-check; its first task serves the first row."""
    adoption = adopted(county, run_programme(county).programme_id)
    made = marking(county, adoption)
    for code, what in (
        ("1.1", Observation(value=Decimal(60))),
        ("1.2", Observation(met=True)),
        ("2.1", Observation(counts={"missed": Decimal(0)})),
    ):
        give(county, made, code, what)
    RowService.objects.create(
        jurisdiction_id=county.id,
        adoption_id=adoption,
        row=row("1.1"),
        commitment=Commitment.objects.get(title="增加停车泊位"),
    )
    return Target(adoption)


def give(county: County, round_id: int, code: str, what: Observation) -> None:
    mark(actor=county.office, subject_id=subject(round_id).pk, row_id=row(code).pk, said=Said(what), today=TODAY)


def gap(code: str) -> Gap:
    return Gap.objects.get(row__code=code)


def test_what_is_missing_becomes_a_gap_of_the_commitment_that_serves_the_row(county: County, target: Target) -> None:
    assert renew_gaps(actor=county.office, target=target, today=TODAY).added == 2
    first = gap("1.1")
    assert (first.gain, first.commitment.title) == (1_600_000, "增加停车泊位")
    assert first.words.startswith("1.1新建停车场：")
    assert gap("3").commitment is None


def test_a_gap_is_not_proposed_twice(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    assert renew_gaps(actor=county.office, target=target, today=TODAY).added == 0


def test_a_gap_that_nobody_has_judged_secures_nothing_and_is_named(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    made = sheet(county.office, target).made
    assert (made.proved, made.short, made.chance) == (Decimal("8.4"), Decimal("0.6"), 0)
    assert {lack.field for lack in made.lacks if lack.kind == "gap"} == {"chance"}


def test_the_office_says_how_likely_and_the_chance_follows(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    judge_gaps(
        actor=county.office,
        adoption_id=target.adoption_id,
        chances=[(gap("1.1").pk, Likelihood.POSSIBLE), (gap("3").pk, Likelihood.HARD)],
    )
    made = sheet(county.office, target).made
    assert made.chance == pytest.approx(1 - 0.4 * 0.7)
    assert smallest(county.office, target, Decimal("0.9")).chance == 1


def test_a_unit_is_never_shown_a_forecast_and_a_leader_no_chance(county: County, target: Target) -> None:
    with pytest.raises(NotAllowed):
        sheet(replace(county.member(Role.LIAISON, "东岸镇"), account_id=99), target)
    leader = replace(county.member(Role.LEADER), account_id=99)
    assert sheet(leader, target).office is False
    with pytest.raises(NotFound):
        smallest(leader, target, Decimal("0.9"))
    with pytest.raises(NotFound):
        sheet(found_county("远山县").office, target)


def test_gaps_of_one_commitment_are_one_event(county: County, target: Target) -> None:
    RowService.objects.create(
        jurisdiction_id=county.id,
        adoption_id=target.adoption_id,
        row=row("3"),
        commitment=Commitment.objects.get(title="增加停车泊位"),
    )
    renew_gaps(actor=county.office, target=target, today=TODAY)
    judge_gaps(actor=county.office, adoption_id=target.adoption_id, chances=[(gap("1.1").pk, Likelihood.HARD)])
    assert gap("3").chance == "hard"
    made = sheet(county.office, target).made
    assert made.chance == pytest.approx(0.3)
    assert [len(step.gaps) for step in made.next] == [2]


def test_a_gap_is_sent_out_as_a_question_that_names_row_and_paper(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    sent = send_gaps(
        actor=county.office, adoption_id=target.adoption_id, gap_ids=[gap("1.1").pk], due=LATER, today=TODAY
    )
    assert (sent.questions, sent.gaps, sent.asked) == (1, 1, 1)
    question = gap("1.1").question
    assert (question.paper, question.row, gap("1.1").state) == ("《停车便民测评》", "1.1新建停车场", "asked")
    assert Request.objects.get(question=question).unit_id == gap("1.1").asks_id


def test_a_gap_that_nobody_serves_cannot_be_sent(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    with pytest.raises(Invalid) as caught:
        send_gaps(actor=county.office, adoption_id=target.adoption_id, gap_ids=[gap("3").pk], due=LATER, today=TODAY)
    assert caught.value.code == "gap-serves-nothing"
    assert gap("3").state == "open"


def test_a_mark_with_all_points_secures_the_gap(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    review = marking(county, target.adoption_id, RoundKind.REVIEW)
    give(county, review, "1.1", Observation(value=Decimal(100)))
    assert renew_gaps(actor=county.office, target=target, today=TODAY).secured == 1
    assert gap("1.1").state == "secured"
    assert sheet(county.office, target).made.proved == 10


def test_an_expected_verdict_proves_nothing(county: County, target: Target) -> None:
    expected = marking(county, target.adoption_id, RoundKind.EXPECTED)
    give(county, expected, "1.1", Observation(value=Decimal(100)))
    assert sheet(county.office, target).made.proved == Decimal("8.4")


def test_a_gap_is_dropped_with_a_reason_and_taken_up_again(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    pk = gap("1.1").pk
    with pytest.raises(Invalid):
        drop_gap(actor=county.office, gap_id=pk, reason=" ", today=TODAY)
    drop_gap(actor=county.office, gap_id=pk, reason="工期不够", today=TODAY)
    assert [line.state for line in sheet(county.office, target).closed] == [GapState.DROPPED]
    with pytest.raises(Conflict):
        drop_gap(actor=county.office, gap_id=pk, reason="再放一次", today=TODAY)
    reopen_gap(actor=county.office, gap_id=pk, today=TODAY)
    assert gap("1.1").state == "open"


def test_a_gap_brings_no_more_than_its_row(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    one = gap("1.1")
    for points in (Decimal(0), Decimal(5), Decimal("NaN")):
        with pytest.raises(Invalid) as caught:
            edit_gap(
                actor=county.office,
                gap_id=one.pk,
                chance=None,
                gain=points,
                words="补齐",
                commitment_id=one.commitment_id,
                asks_id=one.asks_id,
            )
        assert caught.value.code == "gap-gain"


def test_whom_a_gap_asks_owes_its_commitment(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    one = gap("3")
    with pytest.raises(Invalid) as caught:
        edit_gap(
            actor=county.office,
            gap_id=one.pk,
            chance=None,
            gain=Decimal(1),
            words="总结经验",
            commitment_id=Commitment.objects.get(title="规范停车秩序").pk,
            asks_id=county.unit_ids["西岸乡"],
        )
    assert caught.value.code == "gap-asks"


def test_only_marks_with_grounds_count_where_the_office_says_so(county: County, target: Target) -> None:
    assert set(sheet(county.office, target).bare) == {"1.1", "1.2", "2.1"}
    set_forecast(
        actor=county.office, adoption_id=target.adoption_id, wanted=Wanted(LATER, None, 90, 60, 30, strict=True)
    )
    made = sheet(county.office, target).made
    assert made.proved == 0
    assert {lack.id for lack in made.lacks if lack.kind == "row" and lack.field == "mark"} >= {"1.1", "1.2", "2.1"}


def test_chances_fall_from_class_to_class(county: County, target: Target) -> None:
    with pytest.raises(Invalid) as caught:
        set_forecast(
            actor=county.office, adoption_id=target.adoption_id, wanted=Wanted(None, None, 50, 60, 30, strict=False)
        )
    assert caught.value.code == "likelihood-chances"


def test_a_veto_stands_apart_with_the_chance_that_the_office_gives_it(county: County, target: Target) -> None:
    assert sheet(county.office, target).made.strikes is None
    set_risk(actor=county.office, adoption_id=target.adoption_id, row_id=row("4").pk, percent=5, reason="有隐患")
    found = sheet(county.office, target)
    assert found.made.strikes == pytest.approx(0.05)
    assert [(veto.percent, veto.struck) for veto in found.vetoes] == [(5, None)]


def test_a_forecast_is_kept_with_all_that_went_into_it(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    made = ForecastRun.objects.get(pk=keep_forecast(actor=county.office, target=target, today=TODAY))
    assert made.answer["proved"] == 8.4
    assert forecast(read_state(json.dumps(made.state).encode())) == sheet(county.office, target).made
    assert sheet(county.office, target).kept == ((TODAY, "8.4"),)


def test_advice_tells_how_commitments_of_the_kind_went_and_nothing_of_a_unit(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    occurrence = Occurrence.objects.filter(obligation__commitment__kind="task", due__isnull=False).first()
    assert occurrence is not None
    occurrence.state, occurrence.answered_on = "answered", occurrence.due
    occurrence.save(update_fields=["state", "answered_on"])
    assert [(one.kind, one.in_time, one.due) for one in sheet(county.office, target).records] == [("task", 1, 1)]


def test_what_only_the_office_may_know_is_not_told_to_others(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    judge_gaps(actor=county.office, adoption_id=target.adoption_id, chances=[(gap("1.1").pk, Likelihood.FIRM)])
    set_risk(actor=county.office, adoption_id=target.adoption_id, row_id=row("4").pk, percent=5, reason="有隐患")
    found = sheet(replace(county.member(Role.LEADER), account_id=99), target)
    assert (found.made, found.records, found.points.proved) == (None, (), Decimal("8.4"))
    assert {(line.chance, line.raises) for line in found.gaps} == {(None, None)}
    assert [(veto.percent, veto.reason) for veto in found.vetoes] == [(None, "")]
    assert [line.brings for line in found.gaps] == [Decimal("1.6"), Decimal(1)]


def test_rows_say_what_they_lack(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    lacking = {one.code: (one.points, one.mark, one.grounds) for one in sheet(county.office, target).lacking}
    assert lacking["1.1"] == (False, False, True)
    assert lacking["3"] == (False, True, False)


def test_without_a_threshold_points_are_told_all_the_same(county: County) -> None:
    programme_id = run_programme(county).programme_id
    bare = kept(county, replace(parking(), pass_mark=None))
    adoption = adopt(
        actor=county.office, programme_id=programme_id, version_id=bare, subject_kind=SubjectKind.PROGRAMME
    )
    found = sheet(county.office, Target(adoption))
    assert (found.made, found.points.threshold, found.points.marked) == (None, None, 0)
    with pytest.raises(Invalid) as caught:
        smallest(county.office, Target(adoption), Decimal("0.8"))
    assert caught.value.code == "threshold-missing"


def test_what_is_sent_is_what_was_looked_at(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    ids = [gap("1.1").pk, gap("3").pk]
    seen = sending(county.office, target.adoption_id, ids, LATER, TODAY)
    assert ([asking.gaps[0].row_code for asking in seen.askings], [line.row_code for line in seen.stuck]) == (
        ["1.1"],
        ["3"],
    )
    with pytest.raises(Conflict) as caught:
        send_gaps(
            actor=county.office,
            adoption_id=target.adoption_id,
            gap_ids=seen.ids,
            due=LATER,
            today=TODAY,
            mark="another",
        )
    assert caught.value.code == "preview-changed"
    assert gap("1.1").state == "open"


def test_the_same_words_to_one_unit_for_two_commitments_are_warned_of(county: County, target: Target) -> None:
    second = Commitment.objects.filter(obligations__unit_id=county.unit_ids["县住建局"]).exclude(title="增加停车泊位")[
        0
    ]
    RowService.objects.create(
        jurisdiction_id=county.id, adoption_id=target.adoption_id, row=row("1.1"), commitment=second
    )
    renew_gaps(actor=county.office, target=target, today=TODAY)
    both = list(Gap.objects.filter(row__code="1.1"))
    Gap.objects.filter(row__code="1.1").update(asks_id=county.unit_ids["县住建局"])
    sent = {
        "actor": county.office,
        "adoption_id": target.adoption_id,
        "gap_ids": [one.pk for one in both],
        "due": LATER,
        "today": TODAY,
    }
    with pytest.raises(Conflict) as caught:
        send_gaps(**sent)
    assert caught.value.code == "question-warned"
    assert send_gaps(**sent, confirmed=True).questions == 2


def test_a_gap_whose_question_came_to_nothing_is_taken_up_again(county: County, target: Target) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    pk = gap("1.1").pk
    send_gaps(actor=county.office, adoption_id=target.adoption_id, gap_ids=[pk], due=LATER, today=TODAY)
    assert [line.outcome for line in sheet(county.office, target).gaps if line.id == pk] == ["open"]
    reopen_gap(actor=county.office, gap_id=pk, today=TODAY)
    assert gap("1.1").state == "open"


def test_a_gap_is_offered_the_commitments_that_serve_its_row_and_those_searched_for(
    county: County, target: Target
) -> None:
    renew_gaps(actor=county.office, target=target, today=TODAY)
    pk = gap("1.1").pk
    assert {way.commitment_words[-6:] for way in gap_sheet(county.office, pk).ways} == {"增加停车泊位"}
    found = gap_sheet(county.office, pk, "规范停车").ways
    assert {way.commitment_words[-6:] for way in found} == {"增加停车泊位", "规范停车秩序"}
