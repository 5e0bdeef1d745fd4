"""What asking costs, and what is warned of before it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.cast import TODAY, found_county, run_programme

from luoshi.kernel.errors import NotAllowed
from luoshi.reporting import actions, queries
from luoshi.reporting.models import Request
from luoshi.reporting.rules import ReportState
from luoshi.reporting.rules.burden import Asked, cost_of, warnings
from luoshi.tenancy.rules import Role

WEEK = TODAY + timedelta(days=7)
ASKED = st.builds(
    Asked, st.integers(1, 9), st.integers(0, 500), st.none() | st.integers(0, 90), st.booleans(), st.booleans()
)


def test_a_share_of_nothing_is_unknown_and_not_nought() -> None:
    assert cost_of([Asked(2, 0, 5, answered=False, reused=False)]).share is None


def test_a_share_is_of_what_was_answered() -> None:
    rows = [Asked(2, 0, 5, answered=True, reused=True), Asked(2, 9, 5, answered=True, reused=False)]
    assert cost_of([*rows, Asked(2, 0, 5, answered=False, reused=False)]).share == 50


@given(st.lists(ASKED, max_size=20), st.lists(ASKED, max_size=20))
def test_sums_of_two_lists_are_the_sum_of_both(one: list[Asked], two: list[Asked]) -> None:
    parts, whole = (cost_of(one), cost_of(two)), cost_of([*one, *two])
    assert whole.requests == sum(part.requests for part in parts)
    assert whole.characters == sum(part.characters for part in parts)


@pytest.mark.parametrize(
    "text", ["请报送贯彻落实情况", "请于今日下班前报送", "附工作照片不少于5张", "请制定实施方案报县创建办备案"]
)
def test_a_wording_that_the_rules_forbid_is_warned_of(text: str) -> None:
    assert warnings(text, today=TODAY, due=WEEK)


@pytest.mark.parametrize("text", ["请填报新增停车泊位数", "请说明危桥改造完成座数", "请核对责任单位名称"])
def test_an_ordinary_question_is_not_warned_of(text: str) -> None:
    assert warnings(text, today=TODAY, due=WEEK) == ()


def test_the_same_day_is_warned_of() -> None:
    assert len(warnings("请核对责任单位名称", today=TODAY, due=TODAY)) == 1


@pytest.mark.django_db
def test_a_ledger_counts_what_each_unit_was_asked_and_wrote() -> None:
    county = found_county()
    programme = run_programme(county).programme_id
    actions.open_requests(actor=county.office, programme_id=programme, today=TODAY)
    row = Request.objects.filter(unit__name="东岸镇", occurrence__due=date(2026, 11, 30)).get()
    said = actions.Said(ReportState.COMPLETED, "自查已完成。")
    actions.report(actor=county.member(Role.LIAISON, "东岸镇"), request_id=row.pk, said=said, today=TODAY)
    found = queries.burden(county.office, programme)
    pier = next(unit for unit in found.units if unit.unit_name == "东岸镇")
    assert (pier.total.characters, pier.total.answered, pier.total.share) == (6, 1, 0)
    assert pier.total.requests == Request.objects.filter(unit__name="东岸镇").count()


@pytest.mark.django_db
def test_what_was_asked_after_its_day_gave_no_days_and_not_fewer() -> None:
    county = found_county()
    programme = run_programme(county).programme_id
    actions.open_requests(actor=county.office, programme_id=programme, today=TODAY)
    Request.objects.filter(unit__name="东岸镇").update(due=TODAY - timedelta(days=11), opens_on=TODAY)
    found = queries.burden(county.office, programme)
    assert next(unit for unit in found.units if unit.unit_name == "东岸镇").total.least == 0


@pytest.mark.django_db
def test_a_ledger_is_about_the_office_and_not_for_units() -> None:
    county = found_county()
    programme = run_programme(county).programme_id
    with pytest.raises(NotAllowed):
        queries.burden(replace(county.member(Role.LIAISON, "东岸镇"), account_id=99), programme)
