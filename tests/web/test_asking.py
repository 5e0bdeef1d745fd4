"""A question in the browser: composed, looked at, sent, answered, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import html

from luoshi.programme.models import Commitment, Obligation
from luoshi.reporting.models import Question, Request, Value


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def posted(client: Client, address: str, data: dict[str, Any], status: int) -> html.HtmlElement:
    response = client.post(address, data)
    assert response.status_code == status, response.content.decode()[:2000]
    return html.fromstring(response.content.decode())


@pytest.fixture
def commitment(site: int, sits: Callable[[str], Client]) -> Commitment:
    """Something that the township of the demonstration owes."""
    address = page(sits("township"), "/inbox/").xpath("//a[@class='inbox-line']/@href")[0]
    response = sits("township").get(address)
    request = Request.objects.get(pk=int(response["Location"].strip("/").split("/")[-1]))
    return Commitment.objects.get(pk=request.occurrence.obligation.commitment_id)


@pytest.fixture
def address(commitment: Commitment) -> str:
    return f"/commitments/{commitment.pk}/question/"


def fields(client: Client, address: str, **more: Any) -> dict[str, Any]:
    """The form as it is filled in before, with what is typed."""
    form = page(client, address).xpath("//form[@action=$at]", at=address)[0]
    kept = {box.name: box.value for box in form.inputs if box.name not in (None, "units", "csrfmiddlewaretoken")}
    units = form.xpath(".//input[@name='units'][@checked]/@value")
    asked = {**kept, "units": units, "text": "请填报新增停车泊位数。", "due": "2026-12-10"}
    return {name: value for name, value in {**asked, **more}.items() if value is not None}


def figure(client: Client, address: str, **more: Any) -> dict[str, Any]:
    own = {"counted": "other", "quantity": "新增停车泊位", "unit_of_measure": "个", "period": "2026-10"}
    return fields(client, address, **own, **more)


def sent(client: Client, address: str, data: dict[str, Any]) -> str:
    """Sent after a look at it; gives the address of the question."""
    shown = posted(client, address, data, 200)
    form = shown.xpath("//form[@action=$at]", at=address)[0]
    kept: dict[str, list[str]] = {}
    for box in form.xpath(".//input[@type='hidden']"):
        kept.setdefault(box.name, []).append(box.value or "")
    response = client.post(address, {**kept, "step": "send"})
    assert response.status_code == 302, response.content.decode()[:3000]
    return str(response["Location"])


def test_a_question_is_looked_at_before_it_is_sent(office: Client, address: str) -> None:
    shown = posted(office, address, figure(office, address), 200)
    assert "请填报新增停车泊位数。" in shown.text_content()
    assert shown.xpath("//ul[@class='asked-units']/li")
    assert not Question.objects.exists()


def test_a_question_is_sent_and_answered_with_its_figure(
    office: Client, address: str, sits: Callable[[str], Client]
) -> None:
    question = sent(office, address, figure(office, address))
    township = sits("township")
    inbox = page(township, "/inbox/")
    report = inbox.xpath("//a[contains(@class, 'inbox-line')][.//span[@class='inbox-text']]/@href")[0]
    form = page(township, report).xpath("//form[@data-draft]")[0]
    assert not form.xpath(".//input[@name='state']")
    response = township.post(f"{report}report/", {"figure": "61", "text": ""})
    assert response.status_code == 302, response.content.decode()
    assert Value.objects.get().scaled == 61_000_000
    assert "61" in page(office, question).xpath("//table[contains(@class, 'cards')]")[0].text_content()


def test_what_was_answered_already_is_shown_and_not_asked(
    office: Client, address: str, sits: Callable[[str], Client]
) -> None:
    sent(office, address, figure(office, address))
    township = sits("township")
    report = page(township, "/inbox/").xpath("//a[.//span[@class='inbox-text']]/@href")[0]
    township.post(f"{report}report/", {"figure": "61", "text": "已核实。"})
    again = figure(office, address, text="请再报一次泊位。")
    shown = posted(office, address, again, 200)
    known = shown.xpath("//section[@aria-labelledby='there']")[0].text_content()
    assert "61" in known
    sent(office, address, again)
    assert Request.objects.filter(state="given").count() == 1
    assert page(township, "/inbox/").xpath("//details//a[contains(@class, 'inbox-line')]")


def test_a_question_without_words_stays_on_its_form(office: Client, address: str) -> None:
    shown = posted(office, address, fields(office, address, text=""), 422)
    assert shown.xpath("//div[@class='field'][@data-wrong]//textarea[@name='text']")


def test_what_speaks_against_it_is_shown_and_needs_a_second_press(office: Client, address: str) -> None:
    data = fields(office, address, text="请报送贯彻落实情况。")
    assert client_conflicts(office, address, {**data, "step": "send", "mark": ""})
    shown = posted(office, address, data, 200)
    assert shown.xpath("//section[@aria-labelledby='against']//li")
    assert sent(office, address, data)


def client_conflicts(client: Client, address: str, data: dict[str, Any]) -> bool:
    return bool(posted(client, address, data, 409).xpath("//*[@role='alert']"))


def test_a_question_is_changed_before_it_is_sent(office: Client, address: str) -> None:
    shown = posted(office, address, {**figure(office, address, place="湖滨片区"), "step": "edit"}, 200)
    assert shown.xpath("//input[@name='place']/@value") == ["湖滨片区"]
    assert not shown.xpath("//*[@class='field-error']")


def test_a_question_is_withdrawn_with_its_reason(office: Client, address: str, sits: Callable[[str], Client]) -> None:
    question = sent(office, address, fields(office, address))
    posted(office, f"{question}withdraw/", {"reason": ""}, 422)
    assert office.post(f"{question}withdraw/", {"reason": "上级已取消"}).status_code == 302
    assert "上级已取消" in page(office, question).text_content()
    assert not page(sits("township"), "/inbox/").xpath("//span[@class='inbox-text']")


def test_questions_are_found_from_the_reports_of_the_programme(office: Client, site: int, address: str) -> None:
    sent(office, address, fields(office, address))
    desk = page(office, f"/programmes/{site}/reports/")
    assert desk.xpath("//a[@href=$at]", at=f"/programmes/{site}/questions/new/")
    assert len(page(office, f"/programmes/{site}/questions/").xpath("//ul[@class='inbox']/li")) == 1


def test_a_commitment_to_ask_about_is_found_by_its_words(office: Client, site: int, commitment: Commitment) -> None:
    found = page(office, f"/programmes/{site}/questions/new/?q={commitment.title[:6]}")
    assert found.xpath("//a[@href=$at]", at=f"/commitments/{commitment.pk}/question/")
    assert not page(office, f"/programmes/{site}/questions/new/?q=没有").xpath("//a[@class='inbox-line']")


def test_the_page_of_a_commitment_leads_to_a_question_for_those_who_may_ask(
    office: Client, commitment: Commitment, sits: Callable[[str], Client]
) -> None:
    at = f"/commitments/{commitment.pk}/"
    assert page(office, at).xpath("//a[@href=$to]", to=f"{at}question/")
    assert not page(sits("township"), at).xpath("//a[@href=$to]", to=f"{at}question/")


def test_units_and_leaders_do_not_ask(sits: Callable[[str], Client], address: str) -> None:
    assert sits("leader").get(address).status_code == 403
    owes = Obligation.objects.filter(commitment_id=int(address.split("/")[2]), role="lead").exists()
    assert sits("township").get(address).status_code == 403 or owes


@pytest.mark.parametrize("ledger", ["burden", "publicity"])
@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_ledgers_are_files_too(office: Client, site: int, ledger: str, form: str) -> None:
    response = office.get(f"/programmes/{site}/{ledger}/table.{form}")
    assert response.status_code == 200
    assert b"".join(response).startswith(b"PK") if response.streaming else response.content.startswith(b"PK")
