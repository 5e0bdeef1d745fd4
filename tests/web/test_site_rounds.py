"""The sites of a category assessed in a round: each is a subject, its host answers for it, its evidence is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from lxml import html

from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.models import Adoption, Mark, MarkEvidence, Round, Row, Subject
from luoshi.programme import actions as programme
from luoshi.programme.rules.sites import Quota
from luoshi.reporting import actions as reporting
from luoshi.reporting.models import EvidenceVersion
from luoshi.reporting.rules import ProofKind
from rooms.scored import parking
from web.conftest import TODAY
from web.test_assessment import actor, page

OWN, OTHER = "湖滨停车场", "老街停车场"


@dataclass(frozen=True)
class Sites:
    """A category with a site of the township and one of the office's own body."""

    programme_id: int
    category_id: int
    own: int

    def subject(self, name: str = OWN) -> str:
        """The address of a site in the round."""
        return f"/assessment/subjects/{Subject.objects.get(site__name=name).pk}/"

    def row(self, code: str, name: str = OWN) -> str:
        """The address of a row of a site."""
        return f"{self.subject(name)}rows/{Row.objects.get(version__adoptions__isnull=False, code=code).pk}/"


@pytest.fixture
def sites(site: int) -> Sites:
    """Two sites, not assessed yet."""
    office = actor("office")
    scheme = programme.add_scheme(actor=office, programme_id=site, name="停车示范点", total=None, unit="个")
    category = programme.add_category(
        actor=office, programme_id=site, scheme_id=scheme, name="便民停车场", quota=Quota(None, None)
    )

    def propose(name: str, host: int) -> int:
        return programme.propose_site(
            actor=office, programme_id=site, category_id=category, host_id=host, name=name, today=TODAY
        )

    own = propose(OWN, min(actor("township").liaison_ids))
    propose(OTHER, min(actor("department").liaison_ids))
    return Sites(site, category, own)


@pytest.fixture
def assessed(office: Client, sites: Sites) -> Sites:
    """The same in an open self-check, adopted, planned and opened on the pages."""
    version = keep_framework(actor=actor("office"), framework=parking(), today=TODAY)
    form = {"version": version, "kind": "site", "category": sites.category_id}
    assert office.post(f"/programmes/{sites.programme_id}/assessment/adopt/", form).status_code == 302
    plan = f"/assessment/adoptions/{Adoption.objects.get().pk}/rounds/new/"
    planned = office.post(plan, {"kind": "self-check", "due": "2026-12-01", "markers": ["self", "office"]})
    assert planned.status_code == 302
    assert office.post(f"{planned['Location']}open/", {}).status_code == 302
    return sites


def test_a_round_over_sites_lists_each_site_of_the_category(office: Client, assessed: Sites) -> None:
    shown = page(office, f"/assessment/rounds/{Round.objects.get().pk}/")
    assert set(shown.xpath("//tbody/tr/th/a/text()")) == {OWN, OTHER}


def test_a_site_shows_its_own_rows_and_points(office: Client, assessed: Sites) -> None:
    answer = office.post(assessed.row("1.1"), {"number": 0, "value": "85"})
    assert answer.status_code == 302
    assert "3.4" in page(office, assessed.subject()).xpath("string(//p[@class='standing-total'])")
    assert "3.4" not in page(office, assessed.subject(OTHER)).xpath("string(//p[@class='standing-total'])")


def test_a_mark_of_a_site_leads_to_the_next_row_of_the_same_site(office: Client, assessed: Sites) -> None:
    answer = office.post(assessed.row("1.1", OTHER), {"number": 0, "value": "85"})
    assert answer["Location"] == assessed.row("1.2", OTHER)


def test_a_host_marks_its_own_site_and_knows_of_no_other(sits: Callable[[str], Client], assessed: Sites) -> None:
    township = sits("township")
    assert OWN in page(township, assessed.subject()).text_content()
    assert township.post(assessed.row("1.2"), {"number": 0, "met": "yes"}).status_code == 302
    assert Mark.objects.get().subject.site_id == assessed.own
    assert township.get(assessed.subject(OTHER)).status_code == 404
    assert township.post(assessed.row("1.2", OTHER), {"number": 0, "met": "yes"}).status_code in (403, 404)
    assert Mark.objects.count() == 1


def test_a_host_finds_its_site_among_what_it_has_to_mark(sits: Callable[[str], Client], assessed: Sites) -> None:
    shown = page(sits("township"), "/assessment/mine/").text_content()
    assert OWN in shown
    assert OTHER not in shown


def given(sites: Sites) -> EvidenceVersion:
    """Evidence that the host gave and let serve its site, on the pages."""
    host = actor("township")
    said = reporting.Given(ProofKind.DOCUMENT, "停车场建成通报", TODAY, url="https://lake.example/n/1")
    evidence = reporting.give(actor=host, unit_id=min(host.liaison_ids), given=said, today=TODAY)
    return EvidenceVersion.objects.get(evidence_id=evidence)


def offered(client: Client, address: str) -> html.HtmlElement:
    (section,) = page(client, address).xpath("//section[@aria-labelledby='offers']")
    return section


def test_evidence_that_serves_a_site_is_offered_to_its_rows_and_to_no_other(
    sits: Callable[[str], Client], office: Client, assessed: Sites
) -> None:
    version = given(assessed)
    assert "停车场建成通报" not in offered(office, assessed.row("1.2")).text_content()
    served = sits("township").post(f"/evidence/{version.evidence_id}/site/", {"site": assessed.own})
    assert served.status_code == 302
    for code in ("1.1", "1.2"):
        shown = offered(office, assessed.row(code)).text_content()
        assert "停车场建成通报" in shown
        assert OWN in shown  # why it is offered
    assert "停车场建成通报" not in offered(office, assessed.row("1.2", OTHER)).text_content()


def test_evidence_of_a_site_goes_with_its_mark(sits: Callable[[str], Client], office: Client, assessed: Sites) -> None:
    version = given(assessed)
    sits("township").post(f"/evidence/{version.evidence_id}/site/", {"site": assessed.own})
    form = {"number": 0, "met": "yes", "evidence": [version.pk]}
    assert office.post(assessed.row("1.2"), form).status_code == 302
    assert MarkEvidence.objects.get().evidence_version_id == version.pk


def test_a_closed_round_of_sites_keeps_what_each_came_to(office: Client, assessed: Sites) -> None:
    office.post(assessed.row("1.1"), {"number": 0, "value": "85"})
    closed = office.post(f"/assessment/rounds/{Round.objects.get().pk}/close/", {"seen": ""})
    assert closed.status_code == 302
    assert "3.4" in page(office, assessed.subject()).xpath("string(//p[@class='standing-total'])")
    assert office.post(assessed.row("1.2"), {"number": 0, "met": "yes"}).status_code == 409
