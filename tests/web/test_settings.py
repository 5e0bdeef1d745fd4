"""The settings of a programme, its phases, its end, and the mark of a commitment, as pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from luoshi.demonstration.queries import account
from luoshi.plans import actions as plan_actions
from luoshi.plans import queries as plan_queries
from luoshi.programme import actions, queries
from luoshi.programme.models import Commitment, Obligation
from luoshi.tenancy.rules import Actor
from luoshi.units.queries import seat
from web.conftest import TODAY

MOST_QUERIES = 15


def actor(role: str) -> Actor:
    return seat(account(role)).actor


def page(content: bytes) -> html.HtmlElement:
    return html.fromstring(content.decode())


def said(client: Client, site: int) -> dict[str, str]:
    """The form of the settings as it stands."""
    form = page(client.get(f"/programmes/{site}/settings/").content).xpath("//form[.//input[@name='title']]")[0]
    return dict(form.form_values())


@pytest.fixture
def commitment(site: int) -> int:
    """A task of the demonstration."""
    return Commitment.objects.filter(programme_id=site, kind="task").order_by("order")[0].pk


# --- settings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "status"), [("office", 200), ("leader", 403), ("township", 403)])
def test_settings_are_the_offices(sits: Callable[[str], Client], site: int, role: str, status: int) -> None:
    client, address = sits(role), f"/programmes/{site}/settings/"
    assert client.get(address).status_code == status
    tabs = page(client.get(f"/programmes/{site}/sites/").content).xpath("//nav[@class='tabs']//a/@href")
    assert (address in tabs) == (status == 200)


def test_what_is_wanting_is_told_until_it_is_set(office: Client, site: int) -> None:
    address = f"/programmes/{site}/settings/"
    assert page(office.get(address).content).xpath("//p[@class='note doubt']")
    filled = {**said(office, site), "serves": "全省宜居宜业示范县创建", "serves_paper": "省政办〔2026〕8号"}
    assert office.post(address, filled).status_code == 302
    assert page(office.get(address).content).xpath("//main//p[@class='note doubt']") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("soon_days", "61"), ("margin_percent", "51"), ("light_late", "九个字的名称太长了吧")],
)
def test_what_is_wrong_is_said_at_its_field_and_keeps_what_was_typed(
    office: Client, site: int, field: str, value: str
) -> None:
    response = office.post(f"/programmes/{site}/settings/", {**said(office, site), field: value, "serves": "打字"})
    assert response.status_code == 422
    shown = page(response.content)
    assert shown.xpath(f"//*[@id='id_{field}_error']")
    assert shown.xpath("//input[@id='id_serves']/@value") == ["打字"]


def test_a_stale_form_is_answered_with_what_was_typed(office: Client, site: int) -> None:
    first = said(office, site)
    assert office.post(f"/programmes/{site}/settings/", {**first, "serves": "先到"}).status_code == 302
    response = office.post(f"/programmes/{site}/settings/", {**first, "serves": "后到"})
    assert response.status_code == 409
    assert page(response.content).xpath("//input[@id='id_serves']/@value") == ["后到"]


def test_a_programme_is_closed_with_a_reason_and_then_takes_no_settings(office: Client, site: int) -> None:
    address = f"/programmes/{site}/settings/end/"
    response = office.post(address, {"verb": "close", "reason": ""})
    assert response.status_code == 422
    assert page(response.content).xpath("//*[@id='end_reason_error']")
    assert office.post(address, {"verb": "close", "reason": "已通过验收"}).status_code == 302
    shown = page(office.get(f"/programmes/{site}/settings/").content)
    assert shown.xpath("//button[@name='verb']/@value") == ["reopen"]
    assert shown.xpath("//fieldset[not(@disabled)]//input[@name='title']") == []


# --- phases -----------------------------------------------------------------------------------------------------


def accept(draft: str) -> int:
    """Make a programme of the reading at an address; gives its id."""
    version, who = int(draft.strip("/").split("/")[-1]), actor("office")
    doubts = [doubt.key for doubt in plan_queries.reading(who, version).doubts]
    plan_actions.look(actor=who, version_id=version, doubts=doubts)
    return actions.accept_plan(
        actor=who, version_id=version, today=TODAY, despite_errors=True, reason="演示"
    ).programme_id


@pytest.fixture
def draft_site(draft: str) -> int:
    """A programme that is a draft still."""
    return accept(draft)


def test_the_phases_of_a_draft_are_corrected_row_by_row(office: Client, draft_site: int) -> None:
    address = f"/programmes/{draft_site}/settings/phases/"
    new = {"verb": "add", "name": "验收阶段", "start": "2027-01-01", "end": "2027-03-31"}
    assert office.post(address, new).status_code == 302
    (*_others, last) = queries.settings(actor("office"), draft_site).phases
    assert last.phase.name == "验收阶段"
    assert office.post(address, {"verb": "raise", "phase": last.phase.id}).status_code == 302
    assert office.post(address, {"verb": "drop", "phase": last.phase.id}).status_code == 302


def test_a_phase_that_ends_before_it_begins_is_said_at_its_day(office: Client, draft_site: int) -> None:
    row = queries.settings(actor("office"), draft_site).phases[0].phase
    wrong = {"verb": "set", "phase": row.id, "name": "改名", "start": "2026-09-30", "end": "2026-07-01"}
    response = office.post(f"/programmes/{draft_site}/settings/phases/", wrong)
    assert response.status_code == 422
    shown = page(response.content)
    assert shown.xpath(f"//*[@id='phase_{row.id}_end_error']")
    assert shown.xpath(f"//input[@id='phase_{row.id}_name']/@value") == ["改名"]


def test_phases_of_a_running_programme_are_only_shown(office: Client, site: int) -> None:
    shown = page(office.get(f"/programmes/{site}/settings/").content)
    assert shown.xpath("//ol[@class='phase-list']/li")
    assert office.post(f"/programmes/{site}/settings/phases/", {"verb": "add", "name": "x"}).status_code == 409


# --- the mark ---------------------------------------------------------------------------------------------------


def test_the_mark_is_set_and_lifted_with_one_click(office: Client, commitment: int) -> None:
    address = f"/commitments/{commitment}/"
    marks = "//*[@id='restricted']//span[@class='mark']"
    for restricted in ("yes", "no"):
        form = page(office.get(address).content).xpath("//div[@id='restricted']/form")[0]
        data = dict(form.form_values())
        assert data["restricted"] == restricted
        assert office.post(form.get("action"), data).status_code == 302
        assert bool(page(office.get(address).content).xpath(marks)) is (restricted == "yes")


def test_a_body_sees_the_mark_without_a_button(sits: Callable[[str], Client], commitment: int) -> None:
    actions.restrict(actor=actor("office"), commitment_id=commitment, restricted=True)
    shown = page(sits("township").get(f"/commitments/{commitment}/").content)
    assert shown.xpath("//*[@id='restricted']//span[@class='mark']")
    assert shown.xpath("//*[@id='restricted']/form") == []


def test_a_restricted_commitment_offers_neither_a_picture_nor_a_figure(
    sits: Callable[[str], Client], office: Client, site: int
) -> None:
    (unit_id,) = actor("township").liaison_ids
    owed = Obligation.objects.filter(unit_id=unit_id, commitment__programme_id=site, commitment__kind="task")[0]
    actions.restrict(actor=actor("office"), commitment_id=owed.commitment_id, restricted=True)
    client = sits("township")
    for address in (f"/commitments/{owed.commitment_id}/", f"/obligations/{owed.pk}/"):
        response = client.get(address)
        assert response.status_code == 200
        fields = page(response.content).xpath("//main//input[@type='file' or @type='number' or @inputmode='decimal']")
        assert [field.get("name") for field in fields] == []


# --- speed ------------------------------------------------------------------------------------------------------


def test_the_settings_ask_little(office: Client, site: int) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert office.get(f"/programmes/{site}/settings/").status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n".join(query["sql"][:160] for query in asked)


# --- several programmes -----------------------------------------------------------------------------------------


def test_the_list_tells_how_each_programme_stands(sits: Callable[[str], Client], office: Client, site: int) -> None:
    filled = {**said(office, site), "serves": "全省宜居宜业示范县创建", "serves_paper": "省政办〔2026〕8号"}
    assert office.post(f"/programmes/{site}/settings/", filled).status_code == 302
    for role in ("office", "township"):
        shown = page(sits(role).get("/programmes/").content)
        assert "省政办〔2026〕8号" in shown.text_content()
        assert shown.xpath("//td//li[@data-light]")
        assert len(shown.xpath("//span[@class='tag']")) == (role == "office")


def test_the_list_asks_as_often_for_two_programmes_as_for_one(office: Client, site: int, draft: str) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert office.get("/programmes/").status_code == 200
        counts.append(len(asked))
        if len(counts) == 1:
            accept(draft)
    assert counts[0] == counts[1] <= MOST_QUERIES
