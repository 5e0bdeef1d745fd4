"""Frameworks in versions, and what a programme is assessed by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from luoshi.assessment.actions.adopting import adopt, renew, withdraw_adoption
from luoshi.assessment.actions.frameworks import keep_framework, withdraw_framework
from luoshi.assessment.models import Adoption, FrameworkVersion, Row, RowScorer, RowService
from luoshi.assessment.rules.exchange import framework_from_dict
from luoshi.assessment.rules.rounds import SubjectKind
from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.kernel.quantities import SCALE
from luoshi.tenancy.rules import Role
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.scored import adopted, kept, parking, row


def test_a_framework_is_kept_as_it_was_given_with_its_rows(county: County) -> None:
    version = FrameworkVersion.objects.get(pk=kept(county))
    assert framework_from_dict(version.body) == parking()
    rows = {one.code: one for one in version.rows.all()}
    assert list(rows) == ["1", "1.1", "1.2", "2", "2.1", "3", "4"]
    assert (rows["1.1"].parent, rows["1.1"].points, rows["1.1"].leaf) == (rows["1"], 4 * SCALE, True)
    assert rows["4"].points is None


def test_the_same_table_is_not_kept_twice(county: County) -> None:
    first = FrameworkVersion.objects.get(pk=kept(county))
    again = keep_framework(actor=county.office, framework=parking(), today=TODAY, framework_id=first.framework_id)
    assert again == first.pk


def test_a_changed_table_is_the_next_version(county: County) -> None:
    first = FrameworkVersion.objects.get(pk=kept(county))
    changed = replace(parking(), version="2027")
    made = keep_framework(actor=county.office, framework=changed, today=TODAY, framework_id=first.framework_id)
    assert FrameworkVersion.objects.get(pk=made).number == 2
    assert Entry.objects.filter(verb="assessment.keep_framework").count() == 2


def test_only_an_office_keeps_and_withdraws_frameworks(county: County) -> None:
    version = FrameworkVersion.objects.get(pk=kept(county))
    liaison = county.member(Role.LIAISON)
    with pytest.raises(NotAllowed):
        keep_framework(actor=liaison, framework=parking(), today=TODAY)
    with pytest.raises(NotAllowed):
        withdraw_framework(actor=liaison, framework_id=version.framework_id, reason="旧", today=TODAY)
    withdraw_framework(actor=county.office, framework_id=version.framework_id, reason="已有新表", today=TODAY)
    version.framework.refresh_from_db()
    assert version.framework.withdrawn_on == TODAY


def test_the_framework_of_another_county_is_not_known(county: County) -> None:
    other, programme = found_county("远山县"), run_programme(county).programme_id
    with pytest.raises(NotFound):
        adopt(
            actor=county.office,
            programme_id=programme,
            version_id=kept(other),
            subject_kind=SubjectKind.PROGRAMME,
        )


def test_bodies_that_the_table_names_are_matched_when_it_is_adopted(county: County) -> None:
    adoption = adopted(county, run_programme(county).programme_id)
    scorers = RowScorer.objects.filter(adoption_id=adoption).values_list("row__code", "unit__name")
    assert ("1.2", "县住建局") in set(scorers)
    service = RowService.objects.get(adoption_id=adoption)
    assert (service.row.code, service.unit.name, service.proposed) == ("2.1", "县住建局", True)


def test_a_programme_adopts_a_framework_once(county: County) -> None:
    programme = run_programme(county).programme_id
    adoption = Adoption.objects.get(pk=adopted(county, programme))
    with pytest.raises(Conflict) as caught:
        adopt(
            actor=county.office,
            programme_id=programme,
            version_id=adoption.version_id,
            subject_kind=SubjectKind.PROGRAMME,
        )
    assert caught.value.code == "adopted-already"
    withdraw_adoption(actor=county.office, adoption_id=adoption.pk, reason="换用新表", today=TODAY)
    assert adopt(
        actor=county.office, programme_id=programme, version_id=adoption.version_id, subject_kind=SubjectKind.PROGRAMME
    )


def test_sites_are_assessed_by_category(county: County) -> None:
    programme = run_programme(county).programme_id
    with pytest.raises(Invalid) as caught:
        adopted(county, programme, SubjectKind.SITE)
    assert caught.value.code == "category-missing"


def test_ties_go_over_to_the_rows_of_the_same_code(county: County) -> None:
    adoption = Adoption.objects.get(pk=adopted(county, run_programme(county).programme_id))
    shorter = replace(parking(), version="2027", rows=(parking().rows[0], *parking().rows[2:]))
    newer = keep_framework(
        actor=county.office, framework=shorter, today=TODAY, framework_id=adoption.version.framework_id
    )
    assert renew(actor=county.office, adoption_id=adoption.pk, version_id=newer) == ("2.1",)
    assert set(RowScorer.objects.values_list("row__version_id", flat=True)) == {newer}
    assert RowService.objects.get().row.version_id == adoption.version_id
    assert row("1.1").version_id == newer


def test_going_over_to_another_framework_is_refused(county: County) -> None:
    adoption = adopted(county, run_programme(county).programme_id)
    with pytest.raises(Invalid) as caught:
        renew(actor=county.office, adoption_id=adoption, version_id=kept(county, parking("别的测评")))
    assert caught.value.code == "framework-other"


def test_rows_of_a_version_are_in_the_order_of_the_table(county: County) -> None:
    version = kept(county)
    assert [one.code for one in Row.objects.filter(version_id=version)] == ["1", "1.1", "1.2", "2", "2.1", "3", "4"]
