"""How many days a unit is given: counted from when it could know of a day, and warned of before a day is set."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from tests.rooms.cast import County, run_programme

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict
from luoshi.programme import actions as programme_actions
from luoshi.programme.models import Obligation, Occurrence
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Said
from luoshi.reporting.models import Reporting, ReportingPeriod, Request
from luoshi.reporting.rules import Approval, Composed, ReportState
from luoshi.reporting.rules.burden import rhythm_warnings
from luoshi.tenancy.rules import Role

pytestmark = pytest.mark.django_db

ISSUED, OCTOBER, FIRST = date(2026, 7, 6), date(2026, 10, 10), date(2026, 11, 1)
UNKNOWN = date(1, 1, 1)
TENTH, TWENTIETH, DAY = date(2026, 11, 10), date(2026, 11, 20), date(2026, 11, 21)


@pytest.fixture
def running(county: County) -> int:
    """The small programme, issued long before the month."""
    found = run_programme(county).programme_id
    Obligation.objects.update(issued_on=ISSUED)
    return found


def set_day(county: County, programme: int, day: int | None, on: date, **named: object) -> None:
    actions.set_reporting(
        actor=county.office,
        programme_id=programme,
        approval=Approval.NONE,
        day=day,
        today=on,
        **named,  # type: ignore[arg-type]
    )


def open_on(county: County, programme: int, on: date) -> int:
    return actions.open_requests(actor=county.office, programme_id=programme, today=on)


def of_month() -> set[date]:
    """Since when the requests of the month could be known."""
    return set(Request.objects.filter(period__name="2026-11").values_list("asked_on", flat=True))


# --- what is counted --------------------------------------------------------------------------------------------


def test_a_day_that_is_set_on_itself_gives_no_days(county: County, running: int) -> None:
    set_day(county, running, 21, DAY, confirmed=True)
    open_on(county, running, DAY)
    Request.objects.exclude(period__name="2026-11").delete()
    found = queries.burden(county.office, running, DAY)
    assert (found.total.days, found.total.least) == (0, 0)
    assert [one.month for one in found.months] == ["2026-11"]


def test_days_count_from_the_day_on_which_it_was_set_whenever_somebody_looks(county: County, running: int) -> None:
    set_day(county, running, 25, TENTH)
    open_on(county, running, TWENTIETH)
    assert of_month() == {TENTH}


def test_a_day_that_stood_before_the_month_is_known_from_its_first(county: County, running: int) -> None:
    set_day(county, running, 25, OCTOBER)
    open_on(county, running, TWENTIETH)
    assert of_month() == {FIRST}


def test_what_is_issued_within_the_month_counts_from_its_issue(county: County, running: int) -> None:
    set_day(county, running, 25, OCTOBER)
    Obligation.objects.update(issued_on=TENTH)
    open_on(county, running, TWENTIETH)
    assert of_month() == {TENTH}


def test_a_new_day_leaves_this_month_as_it_was_asked_though_nobody_had_looked(county: County, running: int) -> None:
    set_day(county, running, 25, OCTOBER)
    set_day(county, running, 28, TWENTIETH)
    assert of_month() == {FIRST}
    assert set(Request.objects.filter(period__name="2026-11").values_list("due", flat=True)) == {date(2026, 11, 25)}


def test_setting_the_same_day_again_does_not_make_it_new(county: County, running: int) -> None:
    set_day(county, running, 25, OCTOBER)
    set_day(county, running, 25, TENTH)
    assert Reporting.objects.get(programme=running).day_since == OCTOBER


def test_what_is_sent_back_within_the_month_is_asked_since_then(county: County, running: int) -> None:
    later = Occurrence.objects.filter(obligation__unit__name="东岸镇", due=date(2026, 12, 31))
    row = later.order_by("pk")[0]
    pier = county.member(Role.LIAISON, "东岸镇")
    programme_actions.answer(actor=pier, occurrence_id=row.pk, text="已建成。", today=OCTOBER)
    set_day(county, running, 25, OCTOBER)
    programme_actions.return_(actor=county.office, occurrence_id=row.pk, reason="请补充。", today=TENTH)
    open_on(county, running, TWENTIETH)
    assert Request.objects.get(occurrence=row, period__name="2026-11").asked_on == TENTH


def test_what_falls_due_counts_from_its_begin(county: County, running: int) -> None:
    set_day(county, running, 25, OCTOBER)
    open_on(county, running, TWENTIETH)
    row = Request.objects.filter(final=True, due=date(2026, 11, 30))[0]
    begun = max(ISSUED, row.occurrence.opens_on or ISSUED)
    assert (row.opens_on, row.asked_on) == (begun, begun)


def test_a_day_that_was_moved_before_it_was_asked_counts_from_the_move(county: County, running: int) -> None:
    set_day(county, running, 25, OCTOBER)
    row = Occurrence.objects.filter(obligation__unit__name="东岸镇", due=date(2026, 11, 30))[0]
    Occurrence.objects.filter(obligation=row.obligation).update(opens_on=ISSUED)
    wanted = programme_actions.ask_extension(
        actor=county.member(Role.LIAISON, "东岸镇"),
        occurrence_id=row.pk,
        wanted=date(2026, 12, 10),
        reason="暴雨",
        today=TENTH,
    )
    programme_actions.grant(actor=county.office, petition_id=wanted, today=TWENTIETH)
    open_on(county, running, date(2026, 12, 1))
    found = Request.objects.get(occurrence=row, final=True)
    assert (found.opens_on, found.asked_on) == (ISSUED, TWENTIETH)


def test_a_question_is_asked_on_the_day_on_which_it_is_sent(county: County, running: int) -> None:
    owed = Obligation.objects.filter(unit__name="东岸镇")[0]
    asked = Composed(owed.commitment_id, "请核对泊位台账。", "市级考核细则", "3.2 停车泊位", TWENTIETH)
    sent = actions.ask(actor=county.office, composed=asked, today=TENTH, confirmed=True)
    assert set(Request.objects.filter(question=sent.question_id).values_list("asked_on", flat=True)) == {TENTH}


def test_what_a_unit_answers_of_itself_is_asked_no_later_than_that(county: County, running: int) -> None:
    row = Occurrence.objects.filter(obligation__unit__name="东岸镇", due=date(2026, 11, 30))[0]
    pier = county.member(Role.LIAISON, "东岸镇")
    said = Said(ReportState.COMPLETED, "已自查。")
    actions.answer_occurrence(actor=pier, occurrence_id=row.pk, said=said, today=TENTH)
    assert Request.objects.get(occurrence=row).asked_on <= TENTH


# --- what stood before it was counted so ------------------------------------------------------------------------


def test_older_rows_take_the_day_that_the_journal_tells(county: County, running: int) -> None:
    set_day(county, running, 25, TENTH)
    open_on(county, running, TENTH)
    with connection.cursor() as cursor:  # the journal writes the hour of the machine, and no verb changes a line
        cursor.execute("UPDATE audit_entry SET at = '2026-11-10 17:00:00'")  # on the 11th, here
    for rows in (ReportingPeriod.objects, Request.objects):
        rows.update(asked_on=UNKNOWN)
    Reporting.objects.update(day_since=None)
    import_module("luoshi.reporting.migrations.0007_asked_on").fill(apps, connection.schema_editor())
    assert of_month() == {TENTH + timedelta(days=1)}
    assert Reporting.objects.get(programme=running).day_since == TENTH + timedelta(days=1)
    assert not Request.objects.filter(asked_on=UNKNOWN).exists()


# --- what is warned of ------------------------------------------------------------------------------------------


def test_a_day_that_leaves_no_time_is_set_only_when_it_is_confirmed(county: County, running: int) -> None:
    with pytest.raises(Conflict) as warned:
        set_day(county, running, 21, DAY)
    assert warned.value.code == "reporting-warned"
    assert not Reporting.objects.filter(day=21).exists()
    set_day(county, running, 21, DAY, confirmed=True)
    assert Reporting.objects.get(programme=running).day == 21


def test_what_a_day_would_cost_is_what_it_costs(county: County, running: int) -> None:
    cost = queries.rhythm_cost(county.office, running, 21, DAY)
    set_day(county, running, 21, DAY, confirmed=True, mark=cost.mark)
    open_on(county, running, DAY)
    asked = Request.objects.filter(period__name="2026-11")
    assert (cost.requests, cost.units) == (asked.count(), asked.values("unit").distinct().count())
    assert (cost.due, cost.days, len(cost.warnings)) == (DAY, 0, 1)


def test_another_day_than_the_one_that_was_shown_is_shown_anew(county: County, running: int) -> None:
    seen = queries.rhythm_cost(county.office, running, 21, DAY).mark
    with pytest.raises(Conflict):
        set_day(county, running, 22, DAY, confirmed=True, mark=seen)


def test_what_was_warned_of_stands_in_the_journal(county: County, running: int) -> None:
    set_day(county, running, 21, DAY, confirmed=True)
    kept = Entry.objects.filter(verb="reporting.set").latest("sequence").new
    assert "2026年11月21日" in kept["warnings"][0]
    assert kept["asks"]["due"] == "2026-11-21"


def test_a_day_that_leaves_time_is_set_at_once_and_the_journal_holds_no_warning(county: County, running: int) -> None:
    set_day(county, running, 25, DAY)
    assert "warnings" not in Entry.objects.filter(verb="reporting.set").latest("sequence").new


def test_a_day_that_has_passed_asks_of_nobody_this_month(county: County, running: int) -> None:
    assert queries.rhythm_cost(county.office, running, 20, DAY) == queries.RhythmCost()


def test_a_month_that_is_asked_about_already_is_not_asked_by_another_day(county: County, running: int) -> None:
    set_day(county, running, 28, OCTOBER)
    assert queries.rhythm_cost(county.office, running, 21, DAY) == queries.RhythmCost()


def test_the_first_days_of_a_month_are_warned_of_for_every_month() -> None:
    assert [len(rhythm_warnings(day)) for day in (1, 2, 3, 28)] == [1, 1, 0, 0]
