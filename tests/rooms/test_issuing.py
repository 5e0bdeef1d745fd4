"""Issuing: what stands in its way, what it makes, and who has received it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luoshi.kernel.errors import Conflict, NotAllowed
from luoshi.programme import actions
from luoshi.programme.models import Measure, Obligation, Programme, Receipt
from luoshi.programme.queries.issuing import issue_desk, receipts
from luoshi.programme.rules import CommentVerdict, CommitmentKind
from luoshi.tenancy import actions as tenancy_actions
from luoshi.tenancy.rules import Role, site_actor
from luoshi.units import actions as unit_actions
from rooms.cast import TODAY, County, draft_programme


@pytest.fixture
def draft(county: County) -> int:
    return draft_programme(county).programme_id


def ask(county: County, programme_id: int) -> None:
    answers_by = TODAY + timedelta(days=7)
    actions.open_consultation(actor=county.office, programme_id=programme_id, today=TODAY, answers_by=answers_by)


def commented(county: County, programme_id: int) -> int:
    """A round with a comment, closed; gives the comment."""
    ask(county, programme_id)
    made = actions.enter_for_unit(
        actor=county.office,
        programme_id=programme_id,
        unit_id=county.unit_ids["东岸镇"],
        text="时限偏紧。",
        today=TODAY,
    )
    actions.close_consultation(actor=county.office, programme_id=programme_id, today=TODAY)
    return made


def obstacles(county: County, programme_id: int) -> list[str]:
    return [one.code for one in issue_desk(county.office, programme_id, TODAY).obstacles]


def test_a_draft_is_not_issued_while_comments_are_undecided(county: County, draft: int) -> None:
    made = commented(county, draft)
    assert "comments-open" in obstacles(county, draft)
    with pytest.raises(Conflict) as caught:
        actions.issue(actor=county.office, programme_id=draft, today=TODAY)
    assert caught.value.code == "comments-open"
    assert not Obligation.objects.exists()
    actions.decide(actor=county.office, comment_id=made, verdict=CommentVerdict.ADOPTED, today=TODAY)
    assert "comments-open" not in obstacles(county, draft)


def test_a_draft_is_not_issued_while_units_are_asked(county: County, draft: int) -> None:
    ask(county, draft)
    assert "consulting" in obstacles(county, draft)
    with pytest.raises(Conflict) as caught:
        actions.issue(actor=county.office, programme_id=draft, today=TODAY)
    assert caught.value.code == "state-forbids"


def test_a_draft_with_a_sentence_for_nobody_is_not_issued(county: County, draft: int) -> None:
    Measure.objects.filter(text="清理占道杂物。").get().allocations.all().delete()
    assert "grid" in obstacles(county, draft)
    with pytest.raises(Conflict) as caught:
        actions.issue(actor=county.office, programme_id=draft, today=TODAY)
    assert caught.value.code == "draft-faulty"
    assert not Obligation.objects.exists()


def test_a_draft_that_changed_since_the_page_was_opened_is_not_issued(county: County, draft: int) -> None:
    seen = issue_desk(county.office, draft, TODAY).edit
    ask(county, draft)
    actions.close_consultation(actor=county.office, programme_id=draft, today=TODAY)
    with pytest.raises(Conflict) as caught:
        actions.issue(actor=county.office, programme_id=draft, today=TODAY, seen=seen)
    assert caught.value.code == "stale"
    assert Programme.objects.get().state == "draft"


def test_the_page_says_what_the_issue_then_makes(county: County, draft: int) -> None:
    shown = issue_desk(county.office, draft, TODAY)
    actions.issue(actor=county.office, programme_id=draft, today=TODAY)
    assert shown.obligations == Obligation.objects.count()
    assert shown.bodies == Receipt.objects.count()
    assert {one.kind for one in shown.kinds} == {CommitmentKind.TASK, CommitmentKind.DUTY}
    assert sum(one.obligations for one in shown.kinds) == shown.obligations


def test_who_has_not_received_stands_before_who_has(county: County, draft: int) -> None:
    actions.issue(actor=county.office, programme_id=draft, today=TODAY, note="请3日内签收")
    Receipt.objects.filter(unit__name="东岸镇").update(received_on=TODAY)
    (first,) = receipts(county.office, draft).issues
    assert (first.number, first.note) == (1, "请3日内签收")
    assert [line.name for line in first.received] == ["东岸镇"]
    assert [line.name for line in first.lines][-1] == "东岸镇"
    assert {line.name: line.obligations for line in first.lines}["县住建局"] == 3


def test_the_office_reads_whom_to_call_and_a_leader_does_not(county: County, draft: int) -> None:
    account = tenancy_actions.create_account(
        jurisdiction_id=county.id, sign_in_name="east", name="东岸镇联络员", post="联络员", contact="0571-1234567"
    )
    unit_actions.join(
        actor=site_actor(county.id), account_id=account.pk, unit_id=county.unit_ids["东岸镇"], role=Role.LIAISON
    )
    actions.issue(actor=county.office, programme_id=draft, today=TODAY)

    def contacts(role: Role) -> list[str]:
        actor = county.office if role is Role.OFFICE else county.member(role)
        (issue,) = receipts(actor, draft).issues
        return [person.contact for line in issue.lines for person in line.contacts if line.name == "东岸镇"]

    assert contacts(Role.OFFICE) == ["0571-1234567"]
    assert contacts(Role.LEADER) == []


def test_receipts_of_others_are_not_a_unit_s_to_read(county: County, draft: int) -> None:
    actions.issue(actor=county.office, programme_id=draft, today=TODAY)
    with pytest.raises(NotAllowed):
        receipts(county.member(Role.LIAISON, "东岸镇"), draft)
