"""The page on which a draft is issued, and the receipts after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from lxml import html

from luoshi.demonstration.queries import account
from luoshi.plans import actions as plan_actions
from luoshi.plans import queries as plan_queries
from luoshi.programme import actions
from luoshi.programme.models import Issue, Programme, Receipt
from luoshi.programme.queries.issuing import issue_desk
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Unit
from luoshi.units.queries import seat
from web.cast import PLAN
from web.conftest import TODAY


def actor() -> Actor:
    return seat(account("office")).actor


@pytest.fixture
def programme(site: int) -> int:
    """A draft beside the demonstration's own programme, without the task that names nobody."""
    text = "\n".join(line for line in PLAN.splitlines() if "加强宣传" not in line)
    version = plan_actions.upload_plan(actor=actor(), content=text.encode(), file_name="停车方案.txt")
    doubts = [doubt.key for doubt in plan_queries.reading(actor(), version).doubts]
    plan_actions.look(actor=actor(), version_id=version, doubts=doubts)
    made = actions.accept_plan(actor=actor(), version_id=version, today=TODAY, despite_errors=True, reason="试")
    return made.programme_id


def at(programme_id: int, tail: str = "") -> str:
    return f"/programmes/{programme_id}/issue/{tail}"


def page(response: object) -> html.HtmlElement:
    return html.fromstring(response.content.decode())  # type: ignore[attr-defined]


def given(shown: html.HtmlElement) -> dict[str, str]:
    """What the form of the page carries."""
    return {"edit": shown.xpath("//main//input[@name='edit']/@value")[0], "note": "请3日内签收"}


def test_the_office_issues_with_one_form(office: Client, programme: int) -> None:
    shown = page(office.get(at(programme)))
    assert not shown.xpath("//ul[@class='obstacles']/li")
    response = office.post(at(programme), given(shown))
    assert (response.status_code, response["Location"]) == (302, at(programme))
    assert Issue.objects.get(programme=programme).note == "请3日内签收"
    assert len(page(office.get(at(programme))).xpath("//table[contains(@class, 'receipts')]/tbody/tr")) > 30


def test_what_stands_in_the_way_leads_to_where_it_is_settled_and_bars_the_button(
    office: Client, programme: int
) -> None:
    answers_by = TODAY + timedelta(days=7)
    actions.open_consultation(actor=actor(), programme_id=programme, today=TODAY, answers_by=answers_by)
    shown = page(office.get(at(programme)))
    assert shown.xpath("//ul[@class='obstacles']/li/a/@href") == [f"/programmes/{programme}/consulting/"]
    assert shown.xpath("//form//button[@disabled]")


def test_an_issue_of_a_draft_that_has_changed_is_a_conflict(office: Client, programme: int) -> None:
    form = given(page(office.get(at(programme))))
    Programme.objects.filter(pk=programme).update(edit=99)
    assert office.post(at(programme), form).status_code == 409
    assert Programme.objects.get(pk=programme).state == "draft"


def test_a_note_that_is_too_long_stays_at_its_field(office: Client, programme: int) -> None:
    form = {**given(page(office.get(at(programme)))), "note": "字" * 301}
    response = office.post(at(programme), form)
    assert response.status_code == 422
    assert page(response).xpath("string(//*[@data-wrong]//input[@name='note']/@value)") == "字" * 301


def test_nobody_but_the_office_issues(sits: Callable[[str], Client], programme: int) -> None:
    edit = issue_desk(actor(), programme, TODAY).edit
    codes = {role: sits(role).post(at(programme), {"edit": edit}).status_code for role in ("township", "leader")}
    assert codes == {"township": 404, "leader": 403}
    assert not Issue.objects.filter(programme=programme).exists()


def test_receipts_are_read_by_office_and_leader_and_not_by_units(sits: Callable[[str], Client], site: int) -> None:
    codes = {role: sits(role).get(at(site)).status_code for role in ("office", "leader", "department", "township")}
    assert codes == {"office": 200, "leader": 200, "department": 403, "township": 403}


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_receipts_are_files_too(office: Client, site: int, form: str) -> None:
    response = office.get(at(site, f"receipts.{form}"))
    assert response.status_code == 200
    assert response.content[:2] == b"PK"


def test_receipts_are_asked_for_as_often_with_many_bodies_as_with_few(
    office: Client, site: int, django_assert_max_num_queries: object
) -> None:
    issue = Issue.objects.get(programme=site)
    counts = []
    for added in (0, 60):
        for number in range(added):
            body = Unit.objects.create(jurisdiction_id=issue.jurisdiction_id, name=f"添{number}", kind="other")
            Receipt.objects.create(jurisdiction_id=issue.jurisdiction_id, issue=issue, unit=body)
        with django_assert_max_num_queries(15) as counted:  # type: ignore[operator]
            assert office.get(at(site)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_page_before_the_issue_asks_as_often_for_a_large_draft_as_for_a_small_one(
    office: Client, programme: int, django_assert_max_num_queries: object
) -> None:
    draft = Programme.objects.get(pk=programme)
    counts = []
    for added in (0, 300):
        for number in range(added):
            made = draft.commitments.create(
                jurisdiction_id=draft.jurisdiction_id, kind="task", order=500 + number, title="添"
            )
            made.revisions.create(jurisdiction_id=draft.jurisdiction_id, text="添")
        with django_assert_max_num_queries(15) as counted:  # type: ignore[operator]
            assert office.get(at(programme)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_an_issue_sent_twice_leads_to_the_receipts(office: Client, programme: int) -> None:
    edit = {"edit": Programme.objects.get(pk=programme).edit}
    address = f"/programmes/{programme}/issue/"
    sent = [office.post(address, edit) for _twice in range(2)]
    assert [(one.status_code, one["Location"]) for one in sent] == [(302, address)] * 2
    assert Issue.objects.filter(programme_id=programme).count() == 1


def test_a_stale_issue_stays_on_the_page_with_its_note_and_the_new_edit(office: Client, programme: int) -> None:
    now = Programme.objects.get(pk=programme).edit
    response = office.post(f"/programmes/{programme}/issue/", {"edit": now + 7, "note": "请于本周签收"})
    form = html.fromstring(response.content.decode()).xpath("//form[.//input[@name='edit']]")[0]
    assert response.status_code == 409
    assert (form.fields["note"], form.fields["edit"]) == ("请于本周签收", str(now))


def test_the_office_registers_a_receipt_that_came_by_telephone(office: Client, site: int) -> None:
    address = f"/programmes/{site}/issue/"
    form = html.fromstring(office.get(address).content.decode()).xpath("//form[@class='register']")[0]
    assert office.post("/inbox/receive/", dict(form.fields))["Location"] == address
    assert Receipt.objects.get(issue__programme_id=site, unit_id=form.fields["unit"]).received_on is not None


def test_a_leader_registers_no_receipt(sits: Callable[[str], Client], site: int) -> None:
    shown = html.fromstring(sits("leader").get(f"/programmes/{site}/issue/").content.decode())
    assert not shown.xpath("//form[@class='register']")
