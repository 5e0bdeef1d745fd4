"""Accepting reports of progress in one step: what was shown and only says how work goes on, and nothing else."""

from __future__ import annotations

import pytest

from luoshi.kernel.errors import NotAllowed
from luoshi.programme.models import Occurrence
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Said
from luoshi.reporting.models import Request, Response
from luoshi.reporting.rules import ReportState
from luoshi.tenancy.rules import Role, seated
from rooms.cast import TODAY, County

pytestmark = pytest.mark.django_db
EAST, WEST = "东岸镇", "西岸乡"
DONE, GOING = ReportState.COMPLETED, ReportState.UNDER_WAY


def reported(county: County, unit: str, says: ReportState) -> Request:
    """What the month asks of a unit, with its report."""
    row = Request.objects.filter(unit__name=unit, final=False).order_by("pk")[0]
    speaker = county.member(Role.LIAISON, unit)
    actions.report(actor=speaker, request_id=row.pk, said=Said(says, "已选址两处。"), today=TODAY)
    return row


def accepted(county: County, programme: int, seen: dict[int, int]) -> int:
    return actions.accept_all(actor=county.office, programme_id=programme, seen=seen, today=TODAY)


def shown(county: County, programme: int) -> dict[int, int]:
    return {line.id: line.edit for line in queries.desk(county.office, programme, TODAY).progress}


def test_a_duty_that_is_reported_as_completed_is_confirmed_only_by_whoever_looks_at_it(
    county: County, programme: int
) -> None:
    going, done = reported(county, EAST, GOING), reported(county, WEST, DONE)
    assert list(shown(county, programme)) == [going.pk]
    edits = {row.pk: Request.objects.get(pk=row.pk).edit for row in (going, done)}
    assert accepted(county, programme, edits) == 1
    assert Request.objects.get(pk=done.pk).state == "reported"
    assert Occurrence.objects.get(pk=done.occurrence_id).state == "answered"


def test_what_was_corrected_to_progress_is_accepted_with_the_others(county: County, programme: int) -> None:
    row = reported(county, WEST, DONE)
    actions.return_(actor=county.office, request_id=row.pk, reason="尚未完工。", today=TODAY)
    reported(county, WEST, GOING)
    assert list(shown(county, programme)) == [row.pk]


def test_what_was_not_shown_is_not_accepted(county: County, programme: int) -> None:
    first = reported(county, EAST, GOING)
    seen = shown(county, programme)
    later = reported(county, WEST, GOING)
    assert accepted(county, programme, seen) == 1
    states = dict(Request.objects.filter(pk__in=[first.pk, later.pk]).values_list("pk", "state"))
    assert states == {first.pk: "accepted", later.pk: "reported"}


def test_what_has_changed_since_it_was_shown_is_not_accepted(county: County, programme: int) -> None:
    row = reported(county, EAST, GOING)
    seen = shown(county, programme)
    actions.return_(actor=county.office, request_id=row.pk, reason="请补充位置。", today=TODAY)
    reported(county, EAST, GOING)
    assert accepted(county, programme, seen) == 0
    assert Request.objects.get(pk=row.pk).state == "reported"


def test_one_that_is_refused_hinders_none_of_the_others_and_is_not_counted(county: County, programme: int) -> None:
    first, last = reported(county, EAST, GOING), reported(county, WEST, GOING)
    seen = shown(county, programme)
    Response.objects.filter(request=first).delete()  # what it had said is there no more
    assert accepted(county, programme, seen) == 1
    states = dict(Request.objects.filter(pk__in=seen).values_list("pk", "state"))
    assert states == {first.pk: "reported", last.pk: "accepted"}
    assert Request.objects.get(pk=first.pk).edit == seen[first.pk]


def test_whoever_may_not_judge_accepts_nothing(county: County, programme: int) -> None:
    row = reported(county, EAST, GOING)
    with pytest.raises(NotAllowed):
        actions.accept_all(
            actor=seated(77, county.id, "联络员", [(Role.LIAISON, county.unit_ids[WEST])]),
            programme_id=programme,
            seen=shown(county, programme),
            today=TODAY,
        )
    assert Request.objects.get(pk=row.pk).state == "reported"
