"""Amendments: a new version against the programme, decided change by change."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import QuerySet

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.plans import actions as plan_actions
from luoshi.plans.models import Version
from luoshi.programme.actions import note_progress
from luoshi.programme.actions.amending import close_amendment, decide, decide_all, open_amendment
from luoshi.programme.models import (
    Amendment,
    Change,
    Commitment,
    Measure,
    Obligation,
    Occurrence,
    Programme,
    Receipt,
    Revision,
    Target,
)
from luoshi.programme.queries.standings import lights_by_id
from luoshi.programme.rules import ChangeDecision, ChangeKind
from luoshi.tenancy.rules import Role
from rooms.amended import TEXT, amend, next_version, only, read_programme, standing_version
from rooms.cast import TODAY, County, found_county, look_at_all, small_reading

LATER = date(2026, 11, 25)
WORDS = ("清理占道杂物。", "清理占道杂物和废弃车辆。")
PARTY = ("责任单位：县公安局、县城管局", "责任单位：县公安局、县财政局")
DUTY = "2.县公安局开展联合巡查。\n"


@pytest.fixture
def programme_id(county: County) -> int:
    return read_programme(county)


def accept(county: County, change: Change, reason: str = "as decided") -> None:
    decide(actor=county.office, change_id=change.pk, decision=ChangeDecision.ACCEPTED, today=LATER, reason=reason)


def of_commitments(amendment: Amendment) -> QuerySet[Change]:
    return amendment.changes.exclude(old_item__kind="phase")


def owing(commitment: Commitment | None) -> set[str]:
    rows = Obligation.objects.filter(commitment=commitment, withdrawn_on__isnull=True)
    return set(rows.values_list("unit__name", flat=True))


# --- opening ----------------------------------------------------------------------------------------------------


def test_the_same_text_again_changes_nothing(county: County, programme_id: int) -> None:
    amendment = amend(county, programme_id)
    assert set(amendment.changes.values_list("kind", flat=True)) == {"unchanged"}
    assert set(amendment.changes.values_list("decision", flat=True)) == {"accepted"}


def test_every_old_item_is_tied_to_its_commitment(county: County, programme_id: int) -> None:
    amendment = amend(county, programme_id, WORDS)
    tied = set(of_commitments(amendment).values_list("commitment_id", flat=True))
    assert tied == set(Commitment.objects.filter(programme_id=programme_id).values_list("pk", flat=True))


def test_a_version_with_unseen_doubts_is_not_compared(county: County, programme_id: int) -> None:
    plan_id = Programme.objects.get(pk=programme_id).version.plan_id  # type: ignore[union-attr]
    version_id = plan_actions.upload_plan(
        actor=county.office, content=TEXT.encode(), file_name="2.txt", plan_id=plan_id
    )
    Version.objects.filter(pk=version_id).update(reading=small_reading())
    with pytest.raises(Conflict) as error:
        open_amendment(actor=county.office, programme_id=programme_id, version_id=version_id, today=LATER)
    assert error.value.code == "doubts-unseen"
    assert not Amendment.objects.exists()


def test_another_plan_is_no_next_version(county: County, programme_id: int) -> None:
    other = plan_actions.upload_plan(actor=county.office, content=TEXT.encode(), file_name="other.txt")
    look_at_all(county, other)
    with pytest.raises(Invalid) as error:
        open_amendment(actor=county.office, programme_id=programme_id, version_id=other, today=LATER)
    assert error.value.code == "version-of-other-plan"


def test_one_amendment_is_open_at_a_time(county: County, programme_id: int) -> None:
    amend(county, programme_id, WORDS)
    version_id = next_version(county, programme_id, PARTY)
    with pytest.raises(Conflict) as error:
        open_amendment(
            actor=county.office,
            programme_id=programme_id,
            version_id=version_id,
            today=LATER,
            despite_errors=True,
            reason="-",
        )
    assert error.value.code == "amendment-open"


def test_only_the_office_of_the_programme_amends(county: County, programme_id: int) -> None:
    version_id = next_version(county, programme_id, WORDS)
    with pytest.raises(NotAllowed):
        open_amendment(actor=county.member(Role.LIAISON), programme_id=programme_id, version_id=version_id, today=LATER)


def test_strangers_find_no_change(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, WORDS), "changed")
    with pytest.raises(NotFound):
        decide(actor=found_county("邻湖县").office, change_id=change.pk, decision=ChangeDecision.ACCEPTED, today=LATER)


# --- words ------------------------------------------------------------------------------------------------------


def test_accepted_words_become_a_new_revision_of_the_same_commitment(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, WORDS), "changed")
    accept(county, change)
    old, new = Revision.objects.filter(commitment=change.commitment).order_by("number")
    assert (old.current, new.current, new.number) == (False, True, 2)
    assert "废弃车辆" in new.text
    assert "废弃车辆" not in old.text
    assert new.passage is not None
    assert new.passage.version_id == change.amendment.new_id
    assert (new.reason, new.made_by_id) == ("as decided", county.office.account_id)


def test_what_bodies_answered_stays_attached(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, WORDS), "changed")
    rows = Occurrence.objects.filter(obligation__commitment=change.commitment)
    rows.filter(obligation__unit__name="县公安局").update(state="answered", answered_on=TODAY)
    before = set(rows.values_list("pk", "state"))
    accept(county, change)
    assert set(rows.values_list("pk", "state")) == before
    assert owing(change.commitment) == {"县公安局", "县城管局"}


def test_sentences_that_stayed_keep_their_ticks(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, WORDS), "changed")
    stayed = Measure.objects.get(commitment=change.commitment, text__startswith="每季度")
    stayed.allocations.exclude(unit__name="县公安局").delete()
    stayed.allocations.update(proposed=False)
    accept(county, change)
    again = Measure.objects.get(pk=stayed.pk)
    assert list(again.allocations.values_list("unit__name", "proposed")) == [("县公安局", False)]
    assert Measure.objects.filter(commitment=change.commitment).count() == 2


def test_keeping_leaves_the_programme_as_it_is(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, WORDS), "changed")
    decide(actor=county.office, change_id=change.pk, decision=ChangeDecision.KEPT, today=LATER, reason="not agreed")
    assert Revision.objects.get(commitment=change.commitment, current=True).number == 1
    change.refresh_from_db()
    assert (change.decision, change.reason) == ("kept", "not agreed")


def test_a_lead_that_the_office_set_stays_when_the_words_change(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, WORDS), "changed")
    revision = Revision.objects.get(commitment=change.commitment)
    revision.assignments.filter(unit__name="县公安局").update(role="lead")
    accept(county, change)
    now = Revision.objects.get(commitment=change.commitment, current=True)
    assert now.assignments.get(unit__name="县公安局").role == "lead"


# --- parties ----------------------------------------------------------------------------------------------------


def test_a_body_that_is_named_newly_owes_it_and_is_sent_a_receipt(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, PARTY), "changed")
    accept(county, change)
    assert owing(change.commitment) == {"县公安局", "县财政局"}
    issue = Obligation.objects.get(commitment=change.commitment, unit__name="县财政局").issue
    assert issue is not None
    assert issue.number == 2
    assert list(Receipt.objects.filter(issue=issue).values_list("unit__name", flat=True)) == ["县财政局"]


def test_a_body_that_is_named_no_more_owes_it_no_more_and_reads_why(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, PARTY), "changed")
    accept(county, change, "merged")
    row = Obligation.objects.get(commitment=change.commitment, unit__name="县城管局")
    assert (row.state, row.withdrawn_on, row.withdrawn_reason) == ("withdrawn", LATER, "merged")


def test_a_body_that_comes_back_takes_its_history_up_again(county: County, programme_id: int) -> None:
    first = amend(county, programme_id, PARTY)
    accept(county, only(first, "changed"))
    close_amendment(actor=county.office, amendment_id=first.pk, today=LATER)
    second = amend(county, programme_id)
    change = only(second, "changed")
    row = Obligation.objects.get(commitment=change.commitment, unit__name="县城管局")
    accept(county, change)
    row.refresh_from_db()
    assert (row.state, row.withdrawn_on) == ("issued", None)


def test_who_joined_a_group_since_owes_nothing_by_a_change_of_words(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, ("利用边角地块设置", "利用边角地块和空地设置")), "changed")
    before = owing(change.commitment)
    accept(county, change)
    assert owing(change.commitment) == before


# --- added, removed, moved --------------------------------------------------------------------------------------


def test_what_was_added_is_issued_to_its_bodies(county: County, programme_id: int) -> None:
    amendment = amend(county, programme_id, (DUTY, DUTY + "3.县交通局12月15日前报送总结。\n"))
    change = only(amendment, "added")
    accept(county, change)
    change.refresh_from_db()
    made = change.commitment
    assert made is not None
    assert owing(made) == {"县交通局"}
    assert Occurrence.objects.get(obligation__commitment=made).due == date(2026, 12, 15)
    assert made.phase is not None
    assert made.phase.name == "推进阶段"


def test_what_was_removed_is_withdrawn_with_its_obligations(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, (DUTY, "")), "removed")
    accept(county, change)
    commitment = Commitment.objects.get(pk=change.commitment_id or 0)
    assert commitment.withdrawn_on == LATER
    assert owing(commitment) == set()


def test_what_has_moved_keeps_its_revision_and_takes_its_place(county: County, programme_id: int) -> None:
    lines = TEXT.splitlines(keepends=True)
    first, second = lines[3], lines[4]
    swapped = TEXT.replace(first + second, second.replace("（二）", "（一）") + first.replace("（一）", "（二）", 1))
    amendment = amend(county, programme_id, text=swapped)
    decide_all(
        actor=county.office,
        amendment_id=amendment.pk,
        kind=ChangeKind.MOVED,
        decision=ChangeDecision.ACCEPTED,
        today=LATER,
    )
    tasks = Commitment.objects.filter(programme_id=programme_id, kind="task").order_by("order")
    assert [task.title for task in tasks] == ["规范停车秩序", "增加停车泊位"]
    assert [task.number for task in tasks] == ["（一）", "（二）"]
    assert not Revision.objects.filter(commitment__in=tasks, number=2).exists()


# --- days and quantities ----------------------------------------------------------------------------------------


def test_open_times_move_with_the_day_and_keep_their_first_one(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, ("11月30日前", "12月10日前")), "changed")
    accept(county, change)
    rows = Occurrence.objects.filter(obligation__commitment=change.commitment)
    assert set(rows.values_list("due", "first_due")) == {(date(2026, 12, 10), date(2026, 11, 30))}


def test_what_was_said_of_a_day_is_overtaken_when_the_day_moves(county: County, programme_id: int) -> None:
    time = Occurrence.objects.filter(due=date(2026, 11, 30), obligation__unit__name="东岸镇")[0]
    liaison = county.member(Role.LIAISON, "东岸镇")
    note_progress(actor=liaison, occurrence_id=time.pk, text="难以按期完成。", today=TODAY, reachable=False)
    assert lights_by_id([time.obligation_id], TODAY)[time.obligation_id].code == "late"
    accept(county, only(amend(county, programme_id, ("11月30日前", "12月10日前")), "changed"))
    assert time.handlings.get().overtaken
    assert lights_by_id([time.obligation_id], TODAY)[time.obligation_id].code != "late"


def test_what_was_said_of_a_day_stands_while_the_day_stays(county: County, programme_id: int) -> None:
    time = Occurrence.objects.filter(due=date(2026, 11, 30), obligation__unit__name="东岸镇")[0]
    liaison = county.member(Role.LIAISON, "东岸镇")
    note_progress(actor=liaison, occurrence_id=time.pk, text="难以按期完成。", today=TODAY, reachable=False)
    accept(county, only(amend(county, programme_id, WORDS), "changed"))
    assert not time.handlings.get().overtaken


def test_an_answered_time_keeps_its_day(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, ("11月30日前", "12月10日前")), "changed")
    done = Occurrence.objects.filter(obligation__commitment=change.commitment, obligation__unit__name="东岸镇")
    done.update(state="answered", answered_on=TODAY)
    accept(county, change)
    assert done.get().due == date(2026, 11, 30)


def test_a_quantity_with_another_figure_is_the_same_quantity(county: County, programme_id: int) -> None:
    target = Target.objects.get(programme_id=programme_id, text__contains="6个")
    change = only(amend(county, programme_id, ("公共停车场6个", "公共停车场8个")), "changed")
    accept(county, change)
    target.refresh_from_db()
    assert target.value == 8


# --- deciding ---------------------------------------------------------------------------------------------------


def test_a_stale_decision_is_refused_and_nothing_is_half_done(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, WORDS), "changed")
    with pytest.raises(Conflict) as error:
        decide(actor=county.office, change_id=change.pk, decision=ChangeDecision.ACCEPTED, today=LATER, seen=99)
    assert error.value.code == "stale"
    assert Revision.objects.filter(commitment=change.commitment).count() == 1


def test_what_was_carried_out_is_not_decided_again(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, WORDS), "changed")
    accept(county, change)
    with pytest.raises(Conflict) as error:
        accept(county, change)
    assert error.value.code == "already-decided"


def test_each_decision_is_journalled_with_both_texts(county: County, programme_id: int) -> None:
    change = only(amend(county, programme_id, WORDS), "changed")
    accept(county, change)
    line = Entry.objects.get(verb="programme.decide_change")
    assert "废弃车辆" not in line.old["text"]
    assert "废弃车辆" in line.new["text"]


def test_an_amendment_is_not_closed_while_something_is_undecided(county: County, programme_id: int) -> None:
    amendment = amend(county, programme_id, WORDS)
    with pytest.raises(Conflict) as error:
        close_amendment(actor=county.office, amendment_id=amendment.pk, today=LATER)
    assert error.value.code == "changes-open"


def test_once_closed_the_programme_stands_on_the_new_version(county: County, programme_id: int) -> None:
    amendment = amend(county, programme_id, WORDS)
    accept(county, only(amendment, "changed"))
    close_amendment(actor=county.office, amendment_id=amendment.pk, today=LATER)
    assert standing_version(programme_id) == amendment.new_id
    assert Programme.objects.get(pk=programme_id).amendments.get().old.state == "accepted"


def test_a_second_amendment_knows_the_commitments_of_the_first(county: County, programme_id: int) -> None:
    first = amend(county, programme_id, WORDS, (DUTY, DUTY + "3.县交通局报送总结。\n"))
    accept(county, only(first, "changed"))
    accept(county, only(first, "added"))
    close_amendment(actor=county.office, amendment_id=first.pk, today=LATER)
    second = amend(county, programme_id)
    assert only(second, "removed").commitment == Change.objects.get(amendment=first, kind="added").commitment
    assert not of_commitments(second).filter(commitment__isnull=True).exists()


def test_a_draft_is_amended_without_any_obligation(county: County) -> None:
    programme_id = read_programme(county, issued=False)
    amendment = amend(county, programme_id, WORDS, PARTY)
    accept(county, only(amendment, "changed"))
    assert not Obligation.objects.exists()
    assert Revision.objects.get(commitment=only(amendment, "changed").commitment, current=True).number == 2


def test_a_closed_programme_is_not_amended(county: County, programme_id: int) -> None:
    version_id = next_version(county, programme_id, WORDS)
    Programme.objects.filter(pk=programme_id).update(state="closed")
    with pytest.raises(Conflict) as error:
        open_amendment(actor=county.office, programme_id=programme_id, version_id=version_id, today=LATER)
    assert error.value.code == "state-forbids"
