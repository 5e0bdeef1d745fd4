"""What must never be false in the data, whatever the program does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from luoshi.audit.models import Entry
from luoshi.plans.models import Passage, Version
from luoshi.programme.models import Assignment, Obligation, Phase, Revision, SiteCategory, SiteScheme
from luoshi.tenancy.models import Jurisdiction
from luoshi.units.models import Group, GroupMember, Membership, Unit, UnitName
from rooms.cast import County, run_programme


def refused(write: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_only_a_demonstration_stands_still(county: County) -> None:
    refused(lambda: Jurisdiction.objects.create(name="甲", frozen_day=date(2026, 1, 1)))


def test_a_body_ends_after_it_begins_and_is_of_a_known_kind(county: County) -> None:
    first, last = date(2026, 2, 1), date(2026, 1, 1)
    make = Unit.objects.create
    refused(lambda: make(jurisdiction_id=county.id, name="甲", kind="other", valid_from=first, valid_to=last))
    refused(lambda: make(jurisdiction_id=county.id, name="乙", kind="castle"))


def test_a_name_may_be_used_again_when_its_body_has_ended(county: County) -> None:
    Unit.objects.filter(name="东岸镇").update(valid_to=date(2026, 1, 1))
    Unit.objects.create(jurisdiction_id=county.id, name="东岸镇", kind="township")
    refused(lambda: Unit.objects.create(jurisdiction_id=county.id, name="东岸镇", kind="township"))


def test_an_alias_means_one_body_within_a_county(county: County) -> None:
    for name, unit_id in county.unit_ids.items():
        if name == "东岸镇":
            UnitName.objects.create(jurisdiction_id=county.id, unit_id=unit_id, name="镇")
    refused(lambda: UnitName.objects.create(jurisdiction_id=county.id, unit_id=county.unit_ids["西岸乡"], name="镇"))


def test_a_body_is_once_in_a_group_and_a_role_is_held_once(county: County) -> None:
    member = GroupMember.objects.all()[0]
    refused(
        lambda: GroupMember.objects.create(jurisdiction_id=county.id, group_id=member.group_id, unit_id=member.unit_id)
    )
    held = Membership.objects.all()[0]
    refused(
        lambda: Membership.objects.create(
            jurisdiction_id=county.id, account_id=held.account_id, unit_id=held.unit_id, role=held.role
        )
    )


def test_a_line_of_the_journal_has_a_number_of_its_own(county: County) -> None:
    line = Entry.objects.all()[0]
    refused(
        lambda: Entry.objects.create(
            jurisdiction_id=county.id, sequence=line.sequence, verb="x", subject_kind="x", subject_id="1"
        )
    )


def test_an_assignment_names_a_body_or_a_group_and_not_both_or_none(county: County) -> None:
    run_programme(county)
    revision, group = Revision.objects.filter(commitment__kind="duty")[0], Group.objects.all()[0]
    unit_id = county.unit_ids["东岸镇"]
    common = {"jurisdiction_id": county.id, "revision": revision, "role": "lead", "order": 9, "written": "x"}
    refused(lambda: Assignment.objects.create(**common))
    refused(lambda: Assignment.objects.create(**common, unit_id=unit_id, group=group))


def test_a_body_owes_a_commitment_once(county: County) -> None:
    run_programme(county)
    owed = Obligation.objects.all()[0]
    refused(
        lambda: Obligation.objects.create(
            jurisdiction_id=county.id,
            commitment_id=owed.commitment_id,
            unit_id=owed.unit_id,
            role="lead",
            issued_on=owed.issued_on,
        )
    )


def test_one_revision_of_a_commitment_is_current(county: County) -> None:
    run_programme(county)
    first = Revision.objects.all()[0]
    common = {"jurisdiction_id": county.id, "commitment_id": first.commitment_id, "number": 2, "text": "x"}
    refused(lambda: Revision.objects.create(**common, current=True))
    Revision.objects.create(**common, current=False)


def test_a_quota_is_a_range_and_phases_are_in_order(county: County) -> None:
    accepted = run_programme(county)
    scheme = SiteScheme.objects.create(
        jurisdiction_id=county.id, programme_id=accepted.programme_id, order=1, name="x", total=25
    )
    make = SiteCategory.objects.create
    refused(lambda: make(jurisdiction_id=county.id, scheme=scheme, order=1, name="x", quota_min=4, quota_max=2))
    refused(
        lambda: Phase.objects.create(
            jurisdiction_id=county.id, programme_id=accepted.programme_id, order=1, name="again"
        )
    )


def test_a_version_is_accepted_on_a_day_or_a_draft_and_a_passage_has_words(county: County) -> None:
    run_programme(county)
    version = Version.objects.all()[0]
    refused(lambda: Version.objects.filter(pk=version.pk).update(state="draft", accepted_at=timezone.now()))
    refused(
        lambda: Passage.objects.create(jurisdiction_id=county.id, version=version, kind="task", start=5, end=5, text="")
    )
