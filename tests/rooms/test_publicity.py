"""What was published: from the evidence that units brought, and nothing asked twice for it."""

from __future__ import annotations

import pytest

from luoshi.programme.models import Site, SiteCategory, SiteScheme
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Given, Said
from luoshi.reporting.models import EvidenceUse, EvidenceVersion, Request
from luoshi.reporting.rules import Channel, ProofKind, ReportState
from luoshi.tenancy.rules import Role
from rooms.cast import TODAY, County, run_programme

pytestmark = pytest.mark.django_db


def publish(county: County, programme: int, channel: Channel, title: str) -> int:
    """东岸镇 reports with something that was published."""
    pier = county.member(Role.LIAISON, "东岸镇")
    actions.open_requests(actor=county.office, programme_id=programme, today=TODAY)
    given = Given(ProofKind.PUBLISHED, title, TODAY, channel=channel, outlet="临湖电视台", published_on=TODAY)
    unit = county.unit_ids["东岸镇"]
    evidence = actions.give(actor=pier, unit_id=unit, given=given, today=TODAY)
    row = Request.objects.filter(unit_id=unit, state="open").order_by("pk")[0]
    said = Said(ReportState.COMPLETED, "已宣传。", evidence_ids=(evidence,))
    actions.report(actor=pier, request_id=row.pk, said=said, today=TODAY)
    return evidence


def test_what_a_report_brings_as_published_stands_in_the_ledger(county: County) -> None:
    programme = run_programme(county).programme_id
    publish(county, programme, Channel.TELEVISION, "停车便民在行动")
    found = queries.publicity(county.office, programme)
    assert [(item.title, item.outlet) for item in found.items] == [("停车便民在行动", "临湖电视台")]
    assert found.months == (("2026-11", (0, 1, 0, 0, 0)),)


def test_units_of_which_nothing_was_published_stand_in_the_matrix(county: County) -> None:
    programme = run_programme(county).programme_id
    publish(county, programme, Channel.WEB, "停车便民在行动")
    rows = {row.name: row.counts for row in queries.publicity(county.office, programme).units}
    assert (rows["东岸镇"], rows["西岸乡"]) == ((0, 0, 0, 1, 0), (0, 0, 0, 0, 0))


def test_what_is_withdrawn_leaves_the_ledger(county: County) -> None:
    programme = run_programme(county).programme_id
    evidence = publish(county, programme, Channel.RADIO, "停车便民在行动")
    pier = county.member(Role.LIAISON, "东岸镇")
    actions.withdraw(actor=pier, evidence_id=evidence, reason="节目已下架。", today=TODAY)
    assert queries.publicity(county.office, programme).total == 0


def test_a_choice_narrows_the_items_and_not_the_matrix(county: County) -> None:
    programme = run_programme(county).programme_id
    publish(county, programme, Channel.RADIO, "停车便民在行动")
    found = queries.publicity(county.office, programme, channel="web")
    assert (found.items, found.total) == ((), 1)


def test_two_sites_of_one_name_have_their_own_items(county: County) -> None:
    programme = run_programme(county).programme_id
    evidence = publish(county, programme, Channel.RADIO, "停车便民在行动")
    own = county.office.jurisdiction_id
    scheme = SiteScheme.objects.create(jurisdiction_id=own, programme_id=programme, order=9, name="场所")
    kinds = [
        SiteCategory.objects.create(jurisdiction_id=own, scheme=scheme, order=order, name=name)
        for order, name in enumerate(("广场", "公园"))
    ]
    host = county.unit_ids["东岸镇"]
    sites = [
        Site.objects.create(jurisdiction_id=own, category=kind, host_id=host, name="文化广场", state_on=TODAY)
        for kind in kinds
    ]
    version = EvidenceVersion.objects.get(evidence_id=evidence)
    EvidenceUse.objects.create(jurisdiction_id=own, evidence_version=version, site=sites[0], on=TODAY)
    found = {row.id: sum(row.counts) for row in queries.publicity(county.office, programme).sites}
    assert [found[site.pk] for site in sites] == [1, 0]
