"""What is given again, and what is not: figures only as what they are, papers only as they were signed."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.programme import actions as programme_actions
from luoshi.programme.models import Metric, Occurrence, Target
from luoshi.programme.rules import Accrual
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Said
from luoshi.reporting.models import AnswerVersion, Request, Response, Value
from luoshi.reporting.rules import Approval, ReportState
from luoshi.tenancy.rules import Actor, Role
from rooms.cast import TODAY, County, run_programme
from rooms.desk import stranger

pytestmark = pytest.mark.django_db
DONE, GOING = ReportState.COMPLETED, ReportState.UNDER_WAY
TOWN, NEXT_MONTH, NEXT_YEAR = "东岸镇", date(2026, 12, 1), date(2027, 6, 30)
OF = "occurrence__obligation__commitment__programme"
SIGNED = "东镇〔2026〕12号"


def pier(county: County) -> Actor:
    return county.member(Role.LIAISON, TOWN)


def asked(**more: object) -> Request:
    """The first request of the township."""
    return Request.objects.filter(unit__name=TOWN, **more).order_by("due", "pk")[0]


def count(county: County, row: Request, accrual: Accrual = Accrual.LEVEL) -> None:
    """Let a quantity be tracked where a request asks."""
    about = row.occurrence.obligation.commitment
    metric = programme_actions.define_metric(
        programme_id=about.programme_id,
        jurisdiction_id=county.id,
        name="停车场",
        unit_of_measure="个",
        accrual=accrual,
    )
    Target.objects.create(
        jurisdiction_id=county.id,
        programme_id=about.programme_id,
        commitment=about,
        metric=metric,
        order=1,
        text="新建停车场",
        comparator=">=",
        scaled=6_000_000,
    )


def say(county: County, row: Request, said: Said, today: date = TODAY) -> int:
    """A report; gives the id of the version of its answer."""
    response = actions.report(actor=pier(county), request_id=row.pk, said=said, today=today)
    return Response.objects.get(pk=response).version_id


def counted(county: County, programme: int) -> int:
    """A report with a figure of November; gives the id of the version of its answer."""
    row = asked(final=False, **{OF: programme})
    count(county, row)
    return say(county, row, Said(GOING, "已建两个。", "2"))


def elsewhere(county: County, accrual: Accrual = Accrual.LEVEL) -> Request:
    """A request of another programme that asks for the same quantity with the same month."""
    other = run_programme(county).programme_id
    actions.set_reporting(actor=county.office, programme_id=other, approval=Approval.NONE, day=25, today=TODAY)
    actions.open_requests(actor=county.office, programme_id=other, today=TODAY)
    row = asked(final=False, **{OF: other})
    count(county, row, accrual)
    return row


def offered(county: County, row: Request, today: date = TODAY) -> list[int]:
    return [one.version_id for one in queries.sheet(pier(county), row.pk, today).earlier]


def refused(county: County, row: Request, version: int, today: date = TODAY) -> str:
    """The code with which a press is refused that no page offers."""
    with pytest.raises(Invalid) as raised:
        actions.reuse(actor=pier(county), request_id=row.pk, version_id=version, today=today)
    return raised.value.code


# --- figures ------------------------------------------------------------------------------------------------------


def test_a_figure_is_offered_for_the_same_month_with_its_period_and_place(county: County, programme: int) -> None:
    version, row = counted(county, programme), elsewhere(county)
    (shown,) = queries.sheet(pier(county), row.pk, TODAY).earlier
    assert (shown.version_id, shown.figure, shown.period, shown.place) == (version, 2, "2026-11", TOWN)
    actions.reuse(actor=pier(county), request_id=row.pk, version_id=version, today=TODAY)
    assert Response.objects.get(request=row).version_id == version
    assert row.occurrence.handlings.get().scaled == 2_000_000


def test_a_figure_of_last_month_is_not_reported_for_this_one(county: County, programme: int) -> None:
    version = counted(county, programme)
    actions.open_requests(actor=county.office, programme_id=programme, today=NEXT_MONTH)
    row = asked(state="open", occurrence=Response.objects.get().request.occurrence)
    assert offered(county, row, NEXT_MONTH) == []
    assert refused(county, row, version, NEXT_MONTH) == "answer-another"
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    "other", [{"place": "湖滨片区"}, {"definition": "含改建"}, {"period": "2026"}, {"quantity": "停车楼"}]
)
def test_a_figure_of_another_place_definition_period_or_quantity_is_neither_offered_nor_taken(
    county: County, programme: int, other: dict[str, str]
) -> None:
    version, row = counted(county, programme), elsewhere(county)
    Value.objects.update(**other)
    assert offered(county, row) == []
    assert refused(county, row, version) == "answer-another"


def test_a_level_is_not_taken_for_a_sum(county: County, programme: int) -> None:
    version, row = counted(county, programme), elsewhere(county, Accrual.CUMULATIVE)
    assert offered(county, row) == []
    assert refused(county, row, version) == "answer-another"


def test_a_figure_in_another_unit_of_measure_is_not_taken(county: County, programme: int) -> None:
    version, row = counted(county, programme), elsewhere(county)
    Metric.objects.filter(targets__commitment=row.occurrence.obligation.commitment).update(unit_of_measure="处")
    assert offered(county, row) == []
    assert refused(county, row, version) == "answer-another"


def test_the_name_of_the_unit_is_its_own_area(county: County, programme: int) -> None:
    version, row = counted(county, programme), elsewhere(county)
    Value.objects.update(place=TOWN)
    assert offered(county, row) == [version]


def test_words_without_a_figure_are_offered_whatever_is_counted(county: County, programme: int) -> None:
    version = say(county, asked(final=True), Said(GOING, "已过半。"))
    row = asked(final=False)
    count(county, row)
    assert offered(county, row) == [version]


# --- signed papers ------------------------------------------------------------------------------------------------


def test_an_earlier_answer_goes_out_with_the_signed_paper_that_is_demanded(county: County, programme: int) -> None:
    version, row = say(county, asked(final=True), Said(GOING, "已过半。")), asked(final=False)
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.ON_PAPER, day=25, today=TODAY)
    assert refused(county, row, version) == "signed-paper-missing"
    at = {"request_id": row.pk, "version_id": version}
    response = actions.reuse(actor=pier(county), **at, today=TODAY, signed=f" {SIGNED} ")
    assert Response.objects.get(pk=response).signed == SIGNED


def test_the_paper_that_was_signed_for_an_answer_is_named_with_it(county: County, programme: int) -> None:
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.ON_PAPER, day=25, today=TODAY)
    say(county, asked(final=True), Said(GOING, "已过半。", signed=SIGNED))
    assert [one.signed for one in queries.sheet(pier(county), asked(final=False).pk, TODAY).earlier] == [SIGNED]


def test_that_nothing_changed_needs_no_signed_paper(county: County, programme: int) -> None:
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.ON_PAPER, day=25, today=TODAY)
    row = asked(final=False)
    programme_actions.note_progress(actor=pier(county), occurrence_id=row.occurrence_id, text="已选址。", today=TODAY)
    response = actions.no_change(actor=pier(county), request_id=row.pk, today=TODAY)
    given = Response.objects.get(pk=response)
    assert (given.version.text, given.signed, given.version.evidence_uses.count()) == ("", "", 0)


# --- what falls due -----------------------------------------------------------------------------------------------


@pytest.fixture
def unhurried(county: County) -> Request:
    """A request of a programme without a rhythm, about something that falls due next year."""
    programme = run_programme(county).programme_id
    actions.open_requests(actor=county.office, programme_id=programme, today=TODAY)
    row = asked(occurrence__due=date(2026, 11, 30))
    Occurrence.objects.filter(pk=row.occurrence_id).update(due=NEXT_YEAR)
    return asked(pk=row.pk)


def test_what_falls_due_next_year_is_not_said_to_fall_due_now(county: County, unhurried: Request) -> None:
    say(county, unhurried, Said(GOING, "已查三个村。"))
    shown = queries.sheet(pier(county), unhurried.pk, TODAY)
    assert (shown.alone, shown.falls_due, shown.unchanged) == (True, False, None)
    actions.no_change(actor=pier(county), request_id=unhurried.pk, today=TODAY)
    unhurried.refresh_from_db()
    assert (unhurried.state, Occurrence.objects.get(pk=unhurried.occurrence_id).state) == ("open", "open")


@pytest.mark.parametrize(("due", "falls"), [((2026, 11, 1), True), ((2026, 11, 30), True), ((2026, 12, 1), False)])
def test_what_is_overdue_or_of_this_month_falls_due(
    county: County, unhurried: Request, due: tuple[int, int, int], falls: bool
) -> None:
    Occurrence.objects.filter(pk=unhurried.occurrence_id).update(due=date(*due))
    assert queries.sheet(pier(county), unhurried.pk, TODAY).falls_due is falls


def test_what_names_no_day_never_falls_due(county: County, unhurried: Request) -> None:
    Occurrence.objects.filter(pk=unhurried.occurrence_id).update(due=None)
    assert not queries.sheet(pier(county), unhurried.pk, TODAY).falls_due


@pytest.mark.parametrize(("due", "state"), [(NEXT_YEAR, "open"), (date(2026, 11, 30), "answered")])
def test_progress_of_a_period_meets_it_only_when_it_falls_due(
    county: County, unhurried: Request, due: date, state: str
) -> None:
    Occurrence.objects.filter(pk=unhurried.occurrence_id).update(period="2027-H1", due=due)
    say(county, unhurried, Said(GOING, "已巡查两次。"))
    assert Occurrence.objects.get(pk=unhurried.occurrence_id).state == state


# --- what is known ------------------------------------------------------------------------------------------------


def test_the_last_own_words_and_figure_stand_ready_and_in_no_field(county: County, programme: int) -> None:
    row = asked(final=False)
    count(county, row)
    programme_actions.note_progress(
        actor=pier(county), occurrence_id=row.occurrence_id, text="已建一百个。", figure="100", today=TODAY
    )
    actions.no_change(actor=pier(county), request_id=row.pk, today=TODAY)
    actions.open_requests(actor=county.office, programme_id=programme, today=NEXT_MONTH)
    again = asked(state="open", occurrence=row.occurrence)
    shown = queries.sheet(pier(county), again.pk, NEXT_MONTH)
    assert (shown.spoken, [one.last_typed for one in shown.quantities]) == ("已建一百个。", ["100"])
    assert shown.last != shown.spoken
    assert (shown.draft.text, shown.draft.figure) == ("", "")


# --- looking and asking -------------------------------------------------------------------------------------------


def test_looking_asks_nobody_and_beginning_to_report_is_journalled(county: County, programme: int) -> None:
    row = asked(final=False)
    say(county, row, Said(GOING, "已选址。"))
    before = Request.objects.count()
    about, owed = queries.request_about(pier(county), row.occurrence_id)
    assert (about, owed, Request.objects.count()) == (None, row.occurrence.obligation_id, before)
    made = actions.request_for(actor=pier(county), occurrence_id=row.occurrence_id, today=TODAY)
    assert Entry.objects.get(verb="reporting.open_request").subject_id == str(made)
    assert queries.request_about(pier(county), row.occurrence_id)[0] == made


def test_a_stranger_learns_of_no_obligation(county: County, programme: int) -> None:
    with pytest.raises(NotFound):
        queries.request_about(stranger(), asked().occurrence_id)


def test_what_a_unit_begins_of_its_own_accord_costs_nothing_until_it_falls_due(county: County, programme: int) -> None:
    row = asked(final=False)
    say(county, row, Said(GOING, "已选址。"))
    Occurrence.objects.filter(pk=row.occurrence_id).update(due=NEXT_YEAR)
    before = queries.burden(county.office, programme, TODAY).total.requests
    actions.request_for(actor=pier(county), occurrence_id=row.occurrence_id, today=TODAY)
    assert queries.burden(county.office, programme, TODAY).total.requests == before
    assert queries.burden(county.office, programme, NEXT_YEAR).total.requests == before + 1


def test_what_was_asked_without_a_rhythm_stays_in_the_ledger(county: County, unhurried: Request) -> None:
    programme = unhurried.occurrence.obligation.commitment.programme_id
    total = queries.burden(county.office, programme, TODAY).total
    assert total.requests == Request.objects.count()


def test_a_rhythm_that_is_set_later_takes_nothing_out_of_the_ledger(county: County, unhurried: Request) -> None:
    programme = unhurried.occurrence.obligation.commitment.programme_id
    before = queries.burden(county.office, programme, TODAY).total.requests
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.NONE, day=25, today=TODAY)
    assert queries.burden(county.office, programme, TODAY).total.requests == before > 0


def test_what_was_reported_for_the_month_is_told_apart(county: County, programme: int) -> None:
    row = asked(final=False)
    assert row.occurrence_id not in queries.month(pier(county), TODAY).answered
    say(county, row, Said(GOING, "已选址。"))
    found = queries.month(pier(county), TODAY)
    assert ([line.id for line in found.reported], found.answered) == ([row.pk], {row.occurrence_id})
    assert row.pk not in [line.id for line in found.asked]
    assert not queries.month(pier(county), NEXT_MONTH).reported


def test_answers_that_were_given_again_are_versions_once(county: County, programme: int) -> None:
    version, row = counted(county, programme), elsewhere(county)
    actions.reuse(actor=pier(county), request_id=row.pk, version_id=version, today=TODAY)
    assert (AnswerVersion.objects.count(), Value.objects.count()) == (1, 1)
