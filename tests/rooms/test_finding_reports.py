"""Reports are found again: in the history, in the list of a programme, in a unit's own, at the lead, at a site."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from luoshi.files.actions import keep_picture
from luoshi.kernel.errors import NotAllowed, NotFound
from luoshi.programme import actions as programme_actions
from luoshi.programme import queries as programme_queries
from luoshi.programme.models import (
    Commitment,
    Metric,
    Obligation,
    Occurrence,
    Programme,
    Site,
    SiteCategory,
    SiteScheme,
    Target,
)
from luoshi.programme.rules import UnitRole
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Given, Said
from luoshi.reporting.models import Request, Response
from luoshi.reporting.queries import GivenChoice
from luoshi.reporting.rules import GivenState, ProofKind, ReportState, RequestState
from luoshi.tenancy.rules import Actor, Role, seated
from rooms.cast import TODAY, County, found_county
from rooms.test_reports import PICTURE

pytestmark = pytest.mark.django_db
DONE, GOING = ReportState.COMPLETED, ReportState.UNDER_WAY
EAST, WEST, LEAD = "东岸镇", "西岸乡", "县住建局"
EARLIER = date(2026, 10, 20)


def pier(county: County, unit: str = EAST) -> Actor:
    """A liaison with an account: one without is the site itself."""
    return replace(county.member(Role.LIAISON, unit), account_id=county.office.account_id)


def asked(unit: str, **more: object) -> Request:
    return Request.objects.filter(unit__name=unit, **more).order_by("due", "pk")[0]


def paper(county: County, title: str, unit: str = EAST, kind: ProofKind = ProofKind.DOCUMENT) -> int:
    given = Given(kind, title, TODAY, url=f"https://lake.example/{title}")
    return actions.give(actor=pier(county, unit), unit_id=county.unit_ids[unit], given=given, today=TODAY)


def report(county: County, row: Request, text: str, *evidence: int, state: ReportState = DONE, on: date = TODAY) -> int:
    """A unit reports; gives the id of the response."""
    said = Said(state, text, evidence_ids=evidence)
    actions.report(actor=pier(county, row.unit.name), request_id=row.pk, said=said, today=on)
    return Response.objects.latest("pk").pk


def texts(found: queries.GivenReports) -> list[str]:
    return [line.text for line in found.list.lines]


# --- the history of an obligation -------------------------------------------------------------------------------


def lines_told(actor: Actor, row: Request) -> dict[int, queries.Told]:
    sheet = programme_queries.obligation(actor, row.occurrence.obligation_id, TODAY)
    found = queries.reported(actor, sheet.with_supporters).lines
    shown = {line.handling_id for line in sheet.thread}
    return {pk: told for pk, told in found.items() if pk in shown}


def test_a_line_of_history_tells_its_report_and_evidence(county: County, programme: int) -> None:
    row = asked(EAST, final=True)
    response = report(county, row, "自查已完成。", paper(county, "自查报告"))
    (told,) = lines_told(county.office, row).values()
    assert (told.request_id, told.response_id) == (row.pk, response)
    assert [line.title for line in told.evidence] == ["自查报告"]


def test_the_lines_of_another_unit_tell_it_nothing(county: County, programme: int) -> None:
    row = asked(EAST, final=True)
    report(county, row, "自查已完成。", paper(county, "自查报告"))
    found = queries.reported(pier(county, WEST), [row.occurrence.obligation_id])
    assert (found.lines, found.waiting) == ({}, {})


def test_what_takes_papers_only_shows_no_picture_that_was_brought_before(county: County, programme: int) -> None:
    row = asked(EAST, final=True)
    blob = keep_picture(actor=county.office, content=PICTURE)
    view = Given(
        ProofKind.PICTURE, "现场", TODAY, blob_id=blob, file_name="1.png", taken_on=TODAY, taken_at="东街", event="自查"
    )
    picture = actions.give(actor=pier(county), unit_id=row.unit_id, given=view, today=TODAY)
    report(county, row, "自查已完成。", paper(county, "自查报告"), picture)
    Commitment.objects.filter(obligations__occurrences=row.occurrence_id).update(restricted=True)
    (told,) = lines_told(county.office, row).values()
    assert [line.title for line in told.evidence] == ["自查报告"]
    (line,) = queries.given_in(county.office, programme, GivenChoice()).list.lines
    assert [one.title for one in line.evidence] == ["自查报告"]


# --- all reports of a programme ---------------------------------------------------------------------------------


def test_a_judged_report_is_found_with_its_evidence(county: County, programme: int) -> None:
    row = asked(EAST, final=True)
    report(county, row, "自查已完成。", paper(county, "自查报告"))
    actions.accept(actor=county.office, request_id=row.pk, today=TODAY)
    (line,) = queries.given_in(county.office, programme, GivenChoice()).list.lines
    assert (line.request_id, line.unit_name, line.state) == (row.pk, EAST, GivenState.ACCEPTED)
    assert [one.title for one in line.evidence] == ["自查报告"]


def test_reports_stand_by_month_and_in_the_usual_order_of_units(county: County, programme: int) -> None:
    report(county, asked(WEST, final=True), "西岸十月。", state=GOING, on=EARLIER)
    report(county, asked(WEST, final=True), "西岸十一月。", state=GOING)
    report(county, asked(EAST, final=True), "东岸十一月。", state=GOING)
    report(county, asked(EAST, final=True), "东岸十月。", state=GOING, on=EARLIER)
    found = queries.given_in(county.office, programme, GivenChoice())
    assert texts(found) == ["东岸十一月。", "西岸十一月。", "东岸十月。", "西岸十月。"]
    assert found.months == (date(2026, 11, 1), date(2026, 10, 1))
    assert [name for _pk, name in found.units if name in (EAST, WEST)] == [EAST, WEST]


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (GivenChoice(month=date(2026, 10, 1)), ["西岸乡选址两处。"]),
        (GivenChoice(words="选址"), ["西岸乡选址两处。"]),
        (GivenChoice(words="自查 报告"), ["东岸镇自查完成。"]),  # one word of the text, one of the evidence
        (GivenChoice(words="没有的词"), []),
        (GivenChoice(state=GivenState.WAITS), ["东岸镇自查完成。"]),
        (GivenChoice(state=GivenState.NOTED), ["西岸乡选址两处。"]),
        (GivenChoice(state=GivenState.RETURNED), []),
    ],
)
def test_reports_are_narrowed(choice: GivenChoice, wanted: list[str], county: County, programme: int) -> None:
    report(county, asked(WEST, final=True), "西岸乡选址两处。", state=GOING, on=EARLIER)
    report(county, asked(EAST, final=True), "东岸镇自查完成。", paper(county, "验收报告"))
    assert texts(queries.given_in(county.office, programme, choice)) == wanted


def test_reports_of_one_unit_are_found(county: County, programme: int) -> None:
    report(county, asked(WEST, final=True), "西岸。")
    report(county, asked(EAST, final=True), "东岸。")
    choice = GivenChoice(unit_id=county.unit_ids[EAST])
    assert texts(queries.given_in(county.office, programme, choice)) == ["东岸。"]


def test_a_returned_version_and_the_corrected_one_are_both_found_as_they_stand(county: County, programme: int) -> None:
    row = asked(EAST, final=True)
    report(county, row, "完成。")
    actions.return_(actor=county.office, request_id=row.pk, reason="请写明路段。", today=TODAY)
    report(county, row, "查了三条街。")
    lines = queries.given_in(county.office, programme, GivenChoice()).list.lines
    assert [(line.text, line.state) for line in lines] == [
        ("查了三条街。", GivenState.WAITS),
        ("完成。", GivenState.RETURNED),
    ]
    for line in lines:
        found = queries.given_in(county.office, programme, GivenChoice(state=line.state))
        assert texts(found) == [line.text]


def test_a_long_list_comes_in_pages(county: County, programme: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luoshi.reporting.queries.given.PAGE", 1)
    report(county, asked(EAST, final=True), "东岸。")
    report(county, asked(WEST, final=True), "西岸。")
    found = queries.given_in(county.office, programme, GivenChoice(), page=2)
    assert (texts(found), found.list.total, found.list.pages) == (["西岸。"], 2, 2)


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_those_who_oversee_the_whole_find_all_reports(role: Role, county: County, programme: int) -> None:
    report(county, asked(EAST, final=True), "东岸。")
    reader = replace(county.member(role), account_id=county.office.account_id)
    assert texts(queries.given_in(reader, programme, GivenChoice())) == ["东岸。"]


def test_a_unit_is_not_shown_what_others_reported(county: County, programme: int) -> None:
    report(county, asked(EAST, final=True), "东岸。")
    with pytest.raises(NotAllowed):
        queries.given_in(pier(county, WEST), programme, GivenChoice())


def test_a_unit_is_not_shown_what_of_others_waits_for_a_word(county: County, programme: int) -> None:
    report(county, asked(EAST, final=True), "东岸。")
    with pytest.raises(NotAllowed):
        queries.desk(pier(county, WEST), programme, TODAY)


def test_another_office_is_not_shown_them_and_another_county_knows_nothing(county: County, programme: int) -> None:
    Programme.objects.filter(pk=programme).update(office_id=county.unit_ids[LEAD])
    other = seated(77, county.id, "另一办公室", [(Role.OFFICE, county.unit_ids[WEST])])
    with pytest.raises(NotAllowed):
        queries.given_in(other, programme, GivenChoice())
    with pytest.raises(NotFound):
        queries.given_in(found_county("远山县").office, programme, GivenChoice())


def test_a_figure_is_hidden_where_only_papers_are_taken(county: County, programme: int) -> None:
    row = asked(EAST, final=True)
    commitment = row.occurrence.obligation.commitment
    metric = Metric.objects.create(
        jurisdiction_id=county.id, programme_id=programme, name="停车泊位", unit_of_measure="个"
    )
    Target.objects.create(
        jurisdiction_id=county.id,
        programme_id=programme,
        commitment=commitment,
        metric=metric,
        order=1,
        text="泊位",
        comparator="≥",
        scaled=1,
    )
    actions.report(actor=pier(county), request_id=row.pk, said=Said(DONE, "完成。", "61"), today=TODAY)
    assert queries.given_in(county.office, programme, GivenChoice()).list.lines[0].figure == 61
    Commitment.objects.filter(pk=commitment.pk).update(restricted=True)
    assert queries.given_in(county.office, programme, GivenChoice()).list.lines[0].figure is None


# --- a unit's own -----------------------------------------------------------------------------------------------


def test_a_unit_finds_its_own_judged_report_with_the_remarks_on_it(county: County, programme: int) -> None:
    row = asked(EAST, final=True)
    report(county, row, "自查已完成。", on=EARLIER)
    report(county, asked(WEST, final=True), "西岸。")
    actions.accept(actor=county.office, request_id=row.pk, today=TODAY)
    actions.remark(actor=county.office, request_id=row.pk, line="text:1", text="下次写明路段。", today=TODAY)
    found = queries.given_by(pier(county), GivenChoice())
    (line,) = found.list.lines
    assert (line.text, line.state, line.remarks) == ("自查已完成。", GivenState.ACCEPTED, ("下次写明路段。",))
    assert found.months == (date(2026, 10, 1),)
    assert [name for _pk, name in found.units] == [EAST]


def test_whoever_answers_for_no_unit_has_reported_nothing(county: County, programme: int) -> None:
    report(county, asked(EAST, final=True), "东岸。")
    assert queries.given_by(county.office, GivenChoice()).list.total == 0


# --- a lead and its supporters ----------------------------------------------------------------------------------


@pytest.fixture
def led(county: County, programme: int) -> Actor:
    """县住建局 leads what 东岸镇 supports; gives a liaison of the lead."""
    owed = Obligation.objects.filter(commitment__programme_id=programme)
    owed.filter(unit__name=LEAD).update(role=UnitRole.LEAD.value)
    owed.filter(unit__name=EAST).update(role=UnitRole.SUPPORT.value)
    return pier(county, LEAD)


def test_a_lead_finds_the_progress_of_its_supporters_and_accepts_it(county: County, led: Actor) -> None:
    row = asked(EAST, final=False)
    report(county, row, "已选址两处。", state=GOING)
    (line,) = queries.to_judge(led, TODAY).list.lines
    assert (line.id, line.last) == (row.pk, "已选址两处。")
    actions.accept(actor=led, request_id=line.id, today=TODAY)
    assert queries.to_judge(led, TODAY).list.total == 0
    assert Request.objects.get(pk=row.pk).state == RequestState.ACCEPTED.value


def test_a_lead_finds_its_supporters_reports_by_their_days(county: County, led: Actor) -> None:
    final, progress = asked(EAST, final=True), asked(EAST, final=False)
    report(county, progress, "已选址。", state=GOING)
    report(county, final, "自查已完成。")
    assert [line.id for line in queries.to_judge(led, TODAY).list.lines] == [progress.pk, final.pk]
    assert queries.to_judge(led, TODAY).answered == {final.occurrence_id}
    assert queries.answering([final.occurrence_id, progress.occurrence_id]) == {final.occurrence_id: final.pk}


def test_a_lead_is_not_shown_what_it_does_not_judge(county: County, led: Actor) -> None:
    report(county, asked(WEST, final=True), "西岸。")  # responsible, not supporting
    report(county, asked(LEAD, final=True), "本单位。")
    assert queries.to_judge(led, TODAY).list.total == 0
    assert queries.to_judge(pier(county, WEST), TODAY).list.total == 0


def test_whoever_speaks_for_the_supporter_too_judges_nothing_of_it(county: County, led: Actor) -> None:
    report(county, asked(EAST, final=False), "已选址。", state=GOING)
    both = seated(
        77, county.id, "联络员", [(Role.LIAISON, county.unit_ids[LEAD]), (Role.LIAISON, county.unit_ids[EAST])]
    )
    assert queries.to_judge(both, TODAY).list.total == 0


@pytest.mark.parametrize("how", ["closed", "withdrawn"])
def test_what_can_be_judged_no_more_waits_for_no_lead(how: str, county: County, programme: int, led: Actor) -> None:
    row = asked(EAST, final=False)
    report(county, row, "已选址。", state=GOING)
    if how == "closed":
        Programme.objects.filter(pk=programme).update(state="closed")
    else:
        owed = row.occurrence.obligation_id
        programme_actions.withdraw_obligation(actor=county.office, obligation_id=owed, reason="调整。", today=TODAY)
    assert queries.to_judge(led, TODAY).list.total == 0


def test_an_answer_without_a_report_is_judged_on_its_own_page(county: County, programme: int) -> None:
    row = asked(EAST, final=True)
    programme_actions.answer(actor=pier(county), occurrence_id=row.occurrence_id, text="已自查", today=TODAY)
    assert queries.answering([row.occurrence_id]) == {}
    assert Occurrence.objects.get(pk=row.occurrence_id).state == "answered"


# --- a site -----------------------------------------------------------------------------------------------------


@pytest.fixture
def site(county: County, programme: int) -> int:
    """A site that 东岸镇 keeps."""
    own = {"jurisdiction_id": county.id}
    scheme = SiteScheme.objects.create(**own, programme_id=programme, order=9, name="场所")
    kind = SiteCategory.objects.create(**own, scheme=scheme, order=1, name="广场")
    host = county.unit_ids[EAST]
    return Site.objects.create(**own, category=kind, host_id=host, name="文化广场", state_on=TODAY).pk


def serve(county: County, site: int, title: str) -> int:
    evidence = paper(county, title)
    actions.serve_site(actor=pier(county), evidence_id=evidence, site_id=site, today=TODAY)
    return evidence


def test_a_site_shows_each_piece_of_its_evidence_once_the_newest_first(county: County, site: int) -> None:
    first = serve(county, site, "建设方案")
    serve(county, site, "验收单")
    given = Given(ProofKind.DOCUMENT, "建设方案（修订）", TODAY, url="https://lake.example/2")
    actions.renew(actor=pier(county), evidence_id=first, given=given, today=TODAY)
    actions.serve_site(actor=pier(county), evidence_id=first, site_id=site, today=TODAY)
    found = queries.evidence_of_site(county.office, site)
    assert [line.title for line in found.lines] == ["验收单", "建设方案（修订）"]


def test_withdrawn_evidence_of_a_site_stays_and_says_so(county: County, site: int) -> None:
    evidence = serve(county, site, "建设方案")
    actions.withdraw(actor=pier(county), evidence_id=evidence, reason="有误。", today=TODAY)
    (line,) = queries.evidence_of_site(county.office, site).lines
    assert (line.withdrawn_on, line.withdrawn_reason) == (TODAY, "有误。")


def test_another_unit_learns_only_how_many_pieces_serve_a_site(county: County, site: int) -> None:
    serve(county, site, "建设方案")
    assert queries.evidence_of_site(pier(county, WEST), site) == queries.SiteEvidence((), 1)
    assert len(queries.evidence_of_site(pier(county), site).lines) == 1
