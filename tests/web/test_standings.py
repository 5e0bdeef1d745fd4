"""Standings in the browser: the switch, who sees what, papers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.actions.rounds import close_round, open_round, plan_round
from luoshi.assessment.models import Adoption
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.assessment.templates import demonstration_copy
from luoshi.demonstration.queries import account
from luoshi.units.queries import seat
from web.conftest import TODAY
from web.test_joint import page, stranger

__all__ = ["stranger"]


@pytest.fixture
def address(site: int) -> str:
    """Of the units of the demonstration, after a closed round in which nothing was marked."""
    actor = seat(account("office")).actor
    version = keep_framework(actor=actor, framework=demonstration_copy(), today=TODAY)
    adoption = adopt(actor=actor, programme_id=site, version_id=version, subject_kind=SubjectKind.UNIT)
    made = plan_round(actor=actor, adoption_id=adoption, kind=RoundKind.REVIEW)
    open_round(actor=actor, round_id=made, today=TODAY)
    close_round(actor=actor, round_id=made, today=TODAY)
    return f"/assessment/{adoption}/standings/"


def switched(office: Client, address: str, **said: str) -> int:
    return office.post(f"{address}settings/", {"on": "on", "reason": "县委研究同意", **said}).status_code


def test_they_are_off_until_they_are_switched_on_with_a_reason(office: Client, address: str) -> None:
    assert not page(office, address).xpath("//table")
    assert switched(office, address, reason="") == 422
    assert switched(office, address, commend_from="60", answer_below="90") == 422
    assert not Adoption.objects.get().standings
    assert switched(office, address, commend_from="90", answer_below="60") == 302
    shown = page(office, address)
    assert shown.xpath("//section[@aria-labelledby='kind-township']//table")
    assert "草稿，供研究决定" in shown.text_content()


def test_who_is_not_marked_is_unknown_and_on_no_list(office: Client, address: str) -> None:
    switched(office, address, answer_below="60")
    shown = page(office, address)
    assert set(shown.xpath("//section[@aria-labelledby='kind-township']//tbody//td[1]/text()")) == {"—"}
    assert "无。" in shown.xpath("//section[@aria-labelledby='draft-answer']")[0].text_content()


def test_the_papers_are_the_offices(office: Client, address: str, sits: Callable[[str], Client]) -> None:
    switched(office, address, answer_below="60")
    papers = page(office, address).xpath("//div[@class='actions no-print']//a/@href")
    assert len(papers) == 2
    assert all(office.get(one).status_code == 200 for one in papers)
    draft = papers[0].replace("all.", "answer.")
    assert office.get(draft).status_code == 200
    assert office.get(papers[0].replace("all.", "other.")).status_code == 404
    assert sits("township").get(draft).status_code == 403


def test_a_unit_sees_its_own_line_while_they_are_on(
    office: Client, address: str, sits: Callable[[str], Client]
) -> None:
    township = sits("township")
    assert township.get(address).status_code == 403
    switched(office, address)
    shown = page(township, address)
    assert len(shown.xpath("//tbody/tr")) == 1
    assert not shown.xpath("//form[contains(@action, 'settings')]")
    assert township.post(f"{address}settings/", {"reason": "停"}).status_code == 403


def test_strangers_find_no_such_page_and_leaders_switch_nothing(
    office: Client, address: str, stranger: Client, sits: Callable[[str], Client]
) -> None:
    switched(office, address)
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}settings/", {"reason": "停"}).status_code == 404
    leader = sits("leader")
    assert page(leader, address).xpath("//table")
    assert leader.post(f"{address}settings/", {"reason": "停"}).status_code == 403
