"""Phases of an amended plan: a new day, a new name, one more, one less, and what follows for the bodies."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.errors import Conflict
from luoshi.programme.actions.amending import close_amendment, decide, decide_all
from luoshi.programme.models import Amendment, Change, Commitment, Occurrence, Phase, Programme
from luoshi.programme.rules import ChangeDecision, ChangeKind
from rooms.amended import TEXT, amend, read_programme
from rooms.cast import TODAY, County

LATER = date(2026, 11, 25)
LONGER = ("（二）推进阶段（2026年10月—2026年12月）", "（二）推进阶段（2026年10月—2027年3月）")
RENAMED = ("（二）推进阶段（", "（二）全面推进阶段（")
ONE_MORE = (
    "2.县公安局开展联合巡查。\n",
    "2.县公安局开展联合巡查。\n（三）总结阶段（2027年1月—2027年3月）\n1.县住建局总结经验做法。\n",
)
FIRST_GOES = ("（一）准备阶段（2026年7月—2026年9月）\n1.县住建局摸清底数。\n（二）推进", "（一）推进")


@pytest.fixture
def programme_id(county: County) -> int:
    return read_programme(county)


def accept(county: County, change: Change) -> None:
    decide(
        actor=county.office, change_id=change.pk, decision=ChangeDecision.ACCEPTED, today=LATER, reason="as published"
    )


def accept_all(county: County, amendment: Amendment, kind: ChangeKind) -> None:
    decide_all(actor=county.office, amendment_id=amendment.pk, kind=kind, decision=ChangeDecision.ACCEPTED, today=LATER)


def phase_change(amendment: Amendment, kind: str) -> Change:
    rows = amendment.changes.filter(kind=kind)
    return next(row for row in rows if (row.new_item or row.old_item or {})["kind"] == "phase")


def patrol(programme_id: int) -> Commitment:
    """The duty of the second phase that has no day of its own."""
    return Commitment.objects.get(programme_id=programme_id, revisions__text__contains="联合巡查")


def phases(programme_id: int) -> list[str]:
    return list(Phase.objects.filter(programme_id=programme_id).order_by("order").values_list("name", flat=True))


def test_a_phase_with_another_end_is_told_as_changed_with_both_texts(county: County, programme_id: int) -> None:
    change = phase_change(amend(county, programme_id, LONGER), "changed")
    assert change.old_item
    assert change.new_item
    assert (change.old_item["text"], change.new_item["text"]) == (
        "推进阶段（2026年10月1日—2026年12月31日）",
        "推进阶段（2026年10月1日—2027年3月31日）",
    )


def test_open_times_of_a_phase_follow_its_new_end(county: County, programme_id: int) -> None:
    accept(county, phase_change(amend(county, programme_id, LONGER), "changed"))
    rows = Occurrence.objects.filter(obligation__commitment=patrol(programme_id))
    assert set(rows.values_list("due", "first_due")) == {(date(2027, 3, 31), date(2026, 12, 31))}


def test_an_answered_time_of_a_phase_keeps_its_day(county: County, programme_id: int) -> None:
    rows = Occurrence.objects.filter(obligation__commitment=patrol(programme_id))
    rows.update(state="answered", answered_on=TODAY)
    accept(county, phase_change(amend(county, programme_id, LONGER), "changed"))
    assert set(rows.values_list("due", flat=True)) == {date(2026, 12, 31)}


def test_a_day_of_its_own_does_not_follow_its_phase(county: County, programme_id: int) -> None:
    own = Occurrence.objects.filter(obligation__commitment__revisions__text__contains="11月30日前开展自查")
    before = set(own.values_list("due", flat=True))
    accept(county, phase_change(amend(county, programme_id, LONGER), "changed"))
    assert set(own.values_list("due", flat=True)) == before == {date(2026, 11, 30)}


def test_a_phase_that_is_kept_keeps_its_end(county: County, programme_id: int) -> None:
    change = phase_change(amend(county, programme_id, LONGER), "changed")
    decide(actor=county.office, change_id=change.pk, decision=ChangeDecision.KEPT, today=LATER, reason="not agreed")
    assert Phase.objects.get(programme_id=programme_id, name="推进阶段").end == date(2026, 12, 31)


def test_a_phase_with_another_name_is_the_same_phase(county: County, programme_id: int) -> None:
    row = Phase.objects.get(programme_id=programme_id, name="推进阶段")
    amendment = amend(county, programme_id, RENAMED)
    accept(county, phase_change(amendment, "changed"))
    accept_all(county, amendment, ChangeKind.MOVED)
    row.refresh_from_db()
    assert row.name == "全面推进阶段"
    assert patrol(programme_id).phase_id == row.pk


def test_a_phase_more_comes_with_its_duties_and_their_days(county: County, programme_id: int) -> None:
    amendment = amend(county, programme_id, ONE_MORE)
    accept_all(county, amendment, ChangeKind.ADDED)
    made = Commitment.objects.get(programme_id=programme_id, revisions__text__contains="总结经验做法")
    assert phases(programme_id) == ["准备阶段", "推进阶段", "总结阶段"]
    assert made.phase is not None
    assert made.phase.name == "总结阶段"
    assert set(Occurrence.objects.filter(obligation__commitment=made).values_list("due", flat=True)) == {
        date(2027, 3, 31)
    }


def test_a_duty_that_is_accepted_before_its_phase_gets_its_days_with_it(county: County, programme_id: int) -> None:
    amendment = amend(county, programme_id, ONE_MORE)
    phase = phase_change(amendment, "added")
    accept_all_but = amendment.changes.filter(kind="added").exclude(pk=phase.pk)
    for change in accept_all_but:
        accept(county, change)
    accept(county, phase)
    made = Commitment.objects.get(programme_id=programme_id, revisions__text__contains="总结经验做法")
    assert set(Occurrence.objects.filter(obligation__commitment=made).values_list("due", flat=True)) == {
        date(2027, 3, 31)
    }


def test_a_phase_does_not_go_while_something_stands_in_it(county: County, programme_id: int) -> None:
    change = phase_change(amend(county, programme_id, FIRST_GOES), "removed")
    with pytest.raises(Conflict) as refused:
        accept(county, change)
    assert refused.value.code == "phase-used"
    assert phases(programme_id) == ["准备阶段", "推进阶段"]


def test_a_phase_goes_with_its_duties_and_they_stay_readable(county: County, programme_id: int) -> None:
    amendment = amend(county, programme_id, FIRST_GOES)
    accept_all(county, amendment, ChangeKind.REMOVED)
    gone = Commitment.objects.get(programme_id=programme_id, revisions__text__contains="摸清底数")
    assert phases(programme_id) == ["推进阶段"]
    assert gone.withdrawn_on == LATER
    assert phase_change(amendment, "removed").old_item["title"] == "准备阶段"  # type: ignore[index]


def test_the_next_amendment_knows_a_phase_that_was_renamed(county: County, programme_id: int) -> None:
    amendment = amend(county, programme_id, RENAMED)
    for kind in (ChangeKind.CHANGED, ChangeKind.MOVED):
        accept_all(county, amendment, kind)
    close_amendment(actor=county.office, amendment_id=amendment.pk, today=LATER)
    text = TEXT.replace(*RENAMED)
    again = amend(county, programme_id, ("2026年10月—2026年12月", "2026年10月—2027年3月"), text=text)
    accept(county, phase_change(again, "changed"))
    assert Phase.objects.get(programme_id=programme_id, name="全面推进阶段").end == date(2027, 3, 31)


def test_the_programme_itself_stays_as_it_is_while_nothing_of_its_phases_changes(
    county: County, programme_id: int
) -> None:
    before = list(Phase.objects.filter(programme_id=programme_id).values("id", "name", "start", "end", "order"))
    amendment = amend(county, programme_id)
    close_amendment(actor=county.office, amendment_id=amendment.pk, today=LATER)
    assert list(Phase.objects.filter(programme_id=programme_id).values("id", "name", "start", "end", "order")) == before
    assert Programme.objects.get(pk=programme_id).version_id == amendment.new_id
