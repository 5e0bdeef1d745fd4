"""What asking costs, and what is warned of before it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.cast import TODAY, found_county, run_programme

from luoshi.kernel.errors import NotAllowed
from luoshi.programme.actions import note_progress
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Given
from luoshi.reporting.models import Request
from luoshi.reporting.rules import Approval, ProofKind, ReportState
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


FORBIDDEN = """
请报送贯彻落实情况 请于今日下班前报送 附工作照片不少于5张 请制定实施方案报县创建办备案
请将贯彻落实情况于6月30日前书面报送我办 请于6月底前上报落实情况 请报学习贯彻落实情况 反馈贯彻执行情况
请上报贯彻执行情况 请将文件执行情况书面报告县政府办 请每天打卡并上传照片 拍照上传 请拍照后上传 请附现场照片3张
请上传截图 每日报送 请每日报送进度 请每天上报进展 请将会议精神落实情况上报
"""
ORDINARY = """
请填报新增停车泊位数 请说明危桥改造完成座数 请核对责任单位名称 请填写本月新建步道公里数 请说明项目选址
请确认牵头单位 截至目前已改造危房多少户 请填报已开工项目数 请说明资金到位金额 请报送项目清单 请提供验收文件编号
请填写完成时限 请说明未完成原因 请说明落实资金的来源 资金是否已经落实 请填写落实到位的资金数额 人员是否落实
执行标准是哪一项 请填写预算执行率 本地执行哪项收费标准 请填报打卡点建设数量 网红打卡地已建成几处
请填报新增监控摄像头个数 请说明公告发布日期 请填写宣传栏块数 照片墙建设是否完成 请填报每日垃圾清运量
日处理能力为多少吨 每天开放几小时 请填写日报名人数上限 每日发车班次为多少 当日办结率为多少 请填写当天办结事项数
上午开放时间是几点 请填写报告厅座位数 请填写执行机构名称 请提供实施方案的文号 是否已制定实施细则
请填写方案印发日期 请填报培训场次 请说明村规民约修订进度 请填写签到系统是否建成 请填写已办结的提案件数
请填报无障碍坡道数量
"""


@pytest.mark.parametrize("text", FORBIDDEN.split())
def test_a_wording_that_the_rules_forbid_is_warned_of(text: str) -> None:
    assert warnings(text, today=TODAY, due=WEEK)


@pytest.mark.parametrize("text", ORDINARY.split())
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
    found = queries.burden(county.office, programme, TODAY)
    pier = next(unit for unit in found.units if unit.unit_name == "东岸镇")
    assert (pier.total.characters, pier.total.answered, pier.total.share) == (6, 1, 0)
    assert pier.total.requests == Request.objects.filter(unit__name="东岸镇").count()


@pytest.mark.django_db
def test_no_change_is_told_apart_from_reuse() -> None:
    county = found_county()
    programme = run_programme(county).programme_id
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.NONE, day=25, today=TODAY)
    actions.open_requests(actor=county.office, programme_id=programme, today=TODAY)
    row = Request.objects.filter(unit__name="东岸镇", final=False).order_by("due", "pk")[0]
    pier = county.member(Role.LIAISON, "东岸镇")
    note_progress(actor=pier, occurrence_id=row.occurrence_id, text="已选址。", today=TODAY)
    actions.no_change(actor=pier, request_id=row.pk, today=TODAY)
    total = queries.burden(county.office, programme, TODAY).total
    assert (total.answered, total.unchanged, total.reused, total.share) == (1, 1, 0, 0)


@pytest.mark.django_db
def test_files_and_their_captions_are_fields_once() -> None:
    county = found_county()
    programme = run_programme(county).programme_id
    actions.open_requests(actor=county.office, programme_id=programme, today=TODAY)
    rows = Request.objects.filter(unit__name="东岸镇").order_by("due", "pk")[:2]
    before = queries.burden(county.office, programme, TODAY).total.fields
    pier = county.member(Role.LIAISON, "东岸镇")
    shown = Given(ProofKind.DOCUMENT, "通知", TODAY, url="http://a.example.cn/x")
    proof = actions.give(actor=pier, unit_id=rows[0].unit_id, given=shown, today=TODAY)
    for row in rows:
        said = actions.Said(ReportState.UNDER_WAY, "已选址。", evidence_ids=(proof,))
        actions.report(actor=pier, request_id=row.pk, said=said, today=TODAY)
    total = queries.burden(county.office, programme, TODAY).total
    assert (total.fields - before, total.characters) == (2, 10)


@pytest.mark.django_db
def test_what_was_asked_after_its_day_gave_no_days_and_not_fewer() -> None:
    county = found_county()
    programme = run_programme(county).programme_id
    actions.open_requests(actor=county.office, programme_id=programme, today=TODAY)
    Request.objects.filter(unit__name="东岸镇").update(due=TODAY - timedelta(days=11), asked_on=TODAY)
    found = queries.burden(county.office, programme, TODAY)
    assert next(unit for unit in found.units if unit.unit_name == "东岸镇").total.least == 0


@pytest.mark.django_db
def test_a_ledger_is_about_the_office_and_not_for_units() -> None:
    county = found_county()
    programme = run_programme(county).programme_id
    with pytest.raises(NotAllowed):
        queries.burden(replace(county.member(Role.LIAISON, "东岸镇"), account_id=99), programme, TODAY)
