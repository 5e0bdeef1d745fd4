"""A report stands under the words that were asked when it was given, whatever the plan says today."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from luoshi.audit.models import Entry, Lines
from luoshi.programme.actions.amending import decide
from luoshi.programme.actions.restating import amend_commitment
from luoshi.programme.models import Change, Commitment
from luoshi.programme.queries.wordings import Wordings
from luoshi.programme.rules import ChangeDecision
from luoshi.programme.rules.tables import Told
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Said
from luoshi.reporting.models import Request
from luoshi.reporting.rules import Approval, Composed, ReportState
from luoshi.tenancy.rules import Role
from rooms.amended import amend, only, read_programme
from rooms.cast import TODAY, County

pytestmark = pytest.mark.django_db
EAST = "东岸镇"
TITLE = ("（一）增加停车泊位。", "（一）扩充停车泊位。")
WORDS = ("新建公共停车场6个。", "新建公共停车场8个。")


@pytest.fixture
def programme(county: County) -> int:
    found = read_programme(county)
    actions.set_reporting(actor=county.office, programme_id=found, approval=Approval.NONE, day=25, today=TODAY)
    actions.open_requests(actor=county.office, programme_id=found, today=TODAY)
    return found


def parking(programme: int) -> Request:
    """What 东岸镇 is asked about the parking spaces."""
    return Request.objects.get(
        unit__name=EAST,
        occurrence__obligation__commitment__title="增加停车泊位",
        occurrence__obligation__commitment__programme_id=programme,
    )


def report(county: County, row: Request, text: str = "已选址。") -> None:
    said = Said(ReportState.UNDER_WAY, text)
    actions.report(actor=county.member(Role.LIAISON, EAST), request_id=row.pk, said=said, today=TODAY)


def accepted(county: County, programme: int, *swaps: tuple[str, str]) -> None:
    change = only(amend(county, programme, *swaps), "changed")
    decide(
        actor=county.office, change_id=change.pk, decision=ChangeDecision.ACCEPTED, today=TODAY, reason="as published"
    )


def restated(county: County, programme: int, *_swaps: tuple[str, str]) -> None:
    commitment = parking(programme).occurrence.obligation.commitment
    told = Told(title="扩充停车泊位", lines=(("新建公共停车场8个。", False),))
    amend_commitment(actor=county.office, commitment_id=commitment.pk, told=told, reason="shorter", today=TODAY)


@pytest.mark.parametrize("rename", [accepted, restated])
def test_a_report_tells_under_which_words_it_was_asked(
    rename: Callable[..., None], county: County, programme: int
) -> None:
    row = parking(programme)
    report(county, row)
    rename(county, programme, TITLE, WORDS)
    sheet = queries.sheet(county.office, row.pk, TODAY)
    assert sheet.title == "扩充停车泊位"
    worded = sheet.given[0].worded
    assert worded is not None
    assert worded.title == "增加停车泊位"
    assert "6个" in worded.text
    assert "8个" in sheet.words


def test_a_report_under_today_s_words_tells_nothing(county: County, programme: int) -> None:
    row = parking(programme)
    accepted(county, programme, TITLE, WORDS)
    report(county, row)
    assert queries.sheet(county.office, row.pk, TODAY).given[0].worded is None


def test_of_two_versions_each_stands_under_its_own_words(county: County, programme: int) -> None:
    row = parking(programme)
    report(county, row, "已选址。")
    accepted(county, programme, TITLE, WORDS)
    actions.return_(actor=county.office, request_id=row.pk, reason="请按新方案填报。", today=TODAY)
    report(county, row, "按新方案已选址。")
    new, old = queries.sheet(county.office, row.pk, TODAY).given
    assert (new.worded, old.worded and old.worded.title) == (None, "增加停车泊位")


def test_an_amendment_of_something_else_changes_no_words(county: County, programme: int) -> None:
    row = parking(programme)
    report(county, row)
    accepted(county, programme, ("责任单位：县公安局、县城管局", "责任单位：县公安局、县财政局"))
    assert queries.sheet(county.office, row.pk, TODAY).given[0].worded is None


def test_an_earlier_answer_stands_under_the_words_of_the_question_that_it_was_given_to(
    county: County, programme: int
) -> None:
    """The version is older than the amendment; that it was given to the question is not."""
    row = parking(programme)
    pier = county.member(Role.LIAISON, EAST)
    report(county, row, "停车场选址已公示。")
    accepted(county, programme, TITLE, WORDS)
    about = row.occurrence.obligation.commitment_id
    put = Composed(about, "请说明停车场选址。", "市级细则", "第3行", TODAY.replace(month=12), (row.unit_id,))
    actions.ask(actor=county.office, composed=put, today=TODAY, confirmed=True)
    asked = Request.objects.get(question__isnull=False)
    version = queries.sheet(county.office, row.pk, TODAY).given[0].version_id
    actions.reuse(actor=pier, request_id=asked.pk, version_id=version, today=TODAY)
    (given,) = queries.sheet(county.office, asked.pk, TODAY).given
    assert (given.version_id, given.worded) == (version, None)


def test_a_line_of_the_journal_that_does_not_say_what_it_was_called_here_tells_what_the_plan_called_it(
    county: County, programme: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    commitment = parking(programme).occurrence.obligation.commitment
    accepted(county, programme, TITLE, WORDS)
    line = Entry.objects.get(verb="programme.decide_change", subject_id=str(commitment.pk))
    older = [{key: value for key, value in said.items() if key != "called"} for said in (line.old, line.new)]
    super(Lines, Entry.objects.filter(pk=line.pk)).update(old=older[0], new=older[1])  # as an older release wrote it
    first = Change.objects.get(commitment=commitment, kind="changed").commitment
    assert first is not None
    found = Wordings(Commitment.objects.get(pk=commitment.pk))
    before = found.at(first.revisions.order_by("number")[0].made_at)
    assert (before.title, found.now.title) == ("增加停车泊位", "扩充停车泊位")
