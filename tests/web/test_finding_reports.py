"""The pages on which reports and their files are found again, judged ones too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html

from luoshi.demonstration.queries import account
from luoshi.programme import actions as programme_actions
from luoshi.programme import queries as programme_queries
from luoshi.programme.actions.restating import amend_commitment
from luoshi.programme.models import Obligation, Occurrence
from luoshi.programme.rules import UnitRole
from luoshi.programme.rules.tables import Told
from luoshi.reporting import actions
from luoshi.reporting.actions import Given, Said
from luoshi.reporting.models import Request
from luoshi.reporting.rules import ProofKind, ReportState
from luoshi.tenancy.rules import Actor
from luoshi.units.queries import seat
from web.conftest import TODAY

Sits = Callable[[str], Client]
LED = "推进城镇更新改造"
TOWN = "枫溪镇"


def actor(role: str) -> Actor:
    return seat(account(role)).actor


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def give(title: str) -> int:
    """枫溪镇 gives a published page as evidence."""
    given = Given(ProofKind.DOCUMENT, title, TODAY, url="https://lake.example/n/1")
    (unit_id,) = actor("township").liaison_ids
    return actions.give(actor=actor("township"), unit_id=unit_id, given=given, today=TODAY)


def report(words: str, *evidence: int, state: ReportState = ReportState.COMPLETED) -> Request:
    """枫溪镇 reports on what 县住房城乡建设局 may lead."""
    time = Occurrence.objects.filter(obligation__unit__name=TOWN, obligation__commitment__title=LED).order_by("due")[0]
    pk = actions.request_for(actor=actor("township"), occurrence_id=time.pk, today=TODAY)
    said = Said(state, words, evidence_ids=evidence)
    actions.report(actor=actor("township"), request_id=pk, said=said, today=TODAY)
    return Request.objects.get(pk=pk)


def test_the_reports_tab_leads_to_a_judged_report_and_its_evidence(sits: Sits, site: int) -> None:
    row = report("老旧小区已改造两个。", give("验收单"))
    actions.accept(actor=actor("office"), request_id=row.pk, today=TODAY)
    office = sits("office")
    address = page(office, f"/programmes/{site}/reports/").xpath("//a[text()='填报记录']/@href")[0]
    shown = page(office, address)
    assert shown.xpath(f"//ul[@class='proofs']//a[starts-with(@href, '/reports/{row.pk}/#response-')]")
    assert shown.xpath("//ul[@class='thread-proofs']//a/text()") == ["验收单", "预览"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=老旧小区&month=2026-11&state=waits", 1),
        ("state=accepted", 0),
        ("month=2026-10", 0),
        ("month=never&unit=x&state=odd&page=0", 1),  # what no page writes is passed over
    ],
)
def test_a_choice_of_reports_stands_in_the_address_and_in_the_form(
    query: str, found: int, sits: Sits, site: int
) -> None:
    report("老旧小区已改造两个。")
    shown = page(sits("leader"), f"/programmes/{site}/reports/given/?{query}")
    assert len(shown.xpath("//ul[@class='proofs']/li")) == found
    if "q=" in query:
        assert shown.xpath("//input[@name='q']/@value") == ["老旧小区"]
        assert shown.xpath("//select[@name='month']/option[@selected]/@value") == ["2026-11"]


def test_a_page_without_any_report_says_so(sits: Sits, site: int) -> None:
    assert page(sits("office"), f"/programmes/{site}/reports/given/").xpath("//div[@class='empty']/h2")
    assert page(sits("township"), "/reports/given/").xpath("//div[@class='empty']/h2")


@pytest.mark.parametrize("role", ["township", "department"])
def test_a_unit_opens_neither_the_desk_of_reports_nor_their_list(role: str, sits: Sits, site: int) -> None:
    for address in (f"/programmes/{site}/reports/", f"/programmes/{site}/reports/given/"):
        assert sits(role).get(address).status_code == 403


def test_a_unit_finds_what_it_reported_from_its_inbox_with_what_was_said_of_it(sits: Sits) -> None:
    row = report("老旧小区已改造两个。")
    actions.accept(actor=actor("office"), request_id=row.pk, today=TODAY)
    actions.remark(actor=actor("office"), request_id=row.pk, line="", text="下次写明小区名称。", today=TODAY)
    township = sits("township")
    address = page(township, "/inbox/").xpath("//a[text()='本单位填报记录']/@href")[0]
    shown = page(township, address)
    assert shown.xpath("//h2[@id='m-2026-11']")
    assert shown.xpath("//span[@class='remark']/text()") == ["下次写明小区名称。"]
    assert not page(sits("department"), address).xpath("//ul[@class='proofs']")


# --- a lead -----------------------------------------------------------------------------------------------------


@pytest.fixture
def led(site: int) -> None:
    """县住房城乡建设局 leads, 枫溪镇 supports it."""
    owed = Obligation.objects.filter(commitment__title=LED)
    owed.filter(unit__name="县住房城乡建设局").update(role=UnitRole.LEAD.value)
    owed.filter(unit__name=TOWN).update(role=UnitRole.SUPPORT.value)


@pytest.mark.usefixtures("led")
def test_a_lead_is_led_from_its_inbox_to_the_report_that_answered(sits: Sits) -> None:
    row = report("老旧小区已改造两个。", give("验收单"))
    department = sits("department")
    inbox = page(department, "/inbox/")
    assert inbox.xpath("//section[@aria-labelledby='judging']//a/@href") == [f"/reports/{row.pk}/"]
    assert not inbox.xpath(f"//a[contains(@href, '#time-{row.occurrence_id}')]")  # once, and not without evidence
    shown = page(department, f"/reports/{row.pk}/")
    assert shown.xpath("//form[contains(@action, '/accept/')]")
    assert "验收单" in shown.xpath("string(//section[@aria-labelledby='given'])")
    assert shown.xpath("//ol[@class='trail']//a/@href") == ["/inbox/"]  # the Reports tab is not for a unit


@pytest.mark.usefixtures("led")
def test_a_lead_finds_an_answer_without_a_report_on_the_page_of_the_obligation(sits: Sits) -> None:
    time = Occurrence.objects.filter(obligation__unit__name=TOWN, obligation__commitment__title=LED).order_by("due")[0]
    programme_actions.answer(actor=actor("township"), occurrence_id=time.pk, text="已改造两个", today=TODAY)
    inbox = page(sits("department"), "/inbox/")
    assert inbox.xpath(f"//a[@href='/obligations/{time.obligation_id}/#time-{time.pk}']")


@pytest.mark.usefixtures("led")
def test_all_reports_that_wait_for_a_lead_stand_on_their_own_page(sits: Sits) -> None:
    row = report("老旧小区已改造两个。")
    department = sits("department")
    assert page(department, "/inbox/judge/").xpath("//a[@class='inbox-line']/@href") == [f"/reports/{row.pk}/"]
    actions.accept(actor=actor("department"), request_id=row.pk, today=TODAY)
    assert page(department, "/inbox/judge/").xpath("//div[@class='empty']")


# --- words of then, and sites -----------------------------------------------------------------------------------


def test_a_report_says_under_which_words_it_was_asked(sits: Sits) -> None:
    row = report("老旧小区已改造两个。")
    commitment = row.occurrence.obligation.commitment
    office = sits("office")
    assert "填报时" not in page(office, f"/reports/{row.pk}/").text_content()
    told = Told(title="改造老旧小区", lines=(("改造老旧小区五个。", False),))
    amend_commitment(actor=actor("office"), commitment_id=commitment.pk, told=told, reason="调整", today=TODAY)
    shown = page(office, f"/reports/{row.pk}/")
    given = shown.xpath("//article[starts-with(@id, 'response-')]")[0]
    assert f"填报时事项为：{commitment.number}{LED}" in given.text_content()
    assert given.xpath(f".//a[@href='/commitments/{commitment.pk}/history/']")
    assert given.xpath(".//details/summary/text()") == ["填报时的方案原文"]


@pytest.fixture
def hosted(site: int) -> int:
    """A site that 枫溪镇 keeps."""
    (host,) = actor("township").liaison_ids
    category = programme_queries.sites(actor("office"), site).schemes[0].categories[0].id
    return programme_actions.propose_site(
        actor=actor("office"),
        programme_id=site,
        category_id=category,
        host_id=host,
        name="枫溪便民驿站",
        today=TODAY,
        reason="演示",
    )


def proofs(client: Client, site_id: int) -> html.HtmlElement:
    return page(client, f"/sites/{site_id}/").xpath("//section[@aria-labelledby='proofs']")[0]


def test_a_site_without_evidence_says_so_and_its_host_where_to_begin(sits: Sits, hosted: int) -> None:
    assert "还没有佐证材料用于本示范点。" in proofs(sits("office"), hosted).text_content()
    assert proofs(sits("township"), hosted).xpath(".//a[@href='/evidence/']")


def test_a_site_shows_its_evidence_to_host_and_office_and_to_others_that_there_is_some(sits: Sits, hosted: int) -> None:
    evidence = give("驿站验收单")
    actions.serve_site(actor=actor("township"), evidence_id=evidence, site_id=hosted, today=TODAY)
    for role in ("township", "office", "leader"):
        shown = proofs(sits(role), hosted)
        assert shown.xpath(".//li/a[1]/text()") == ["驿站验收单"]
        assert TOWN in shown.xpath("string(.//li)")
    other = proofs(sits("department"), hosted).text_content()
    assert "驿站验收单" not in other
    assert "另有 1 件佐证" in other


def test_withdrawn_evidence_of_a_site_is_marked(sits: Sits, hosted: int) -> None:
    evidence = give("驿站验收单")
    actions.serve_site(actor=actor("township"), evidence_id=evidence, site_id=hosted, today=TODAY)
    actions.withdraw(actor=actor("township"), evidence_id=evidence, reason="有误。", today=TODAY)
    shown = proofs(sits("office"), hosted)
    assert shown.xpath(".//li[@class='gone']//span[@class='late-word']")
    assert "有误。" in shown.text_content()
