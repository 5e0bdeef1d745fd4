"""Whole plans of a few lines: the notice, the outline, tasks, phases and doubts."""

from __future__ import annotations

import pytest

from luoshi.outline.model import Plan, Role
from luoshi.outline.read import read_plan

NOTICE = """云岫县人民政府办公室
关于印发《云岫县便民服务提升工作方案》的通知
云政办发〔2024〕12号
各乡镇人民政府，县直各部门：
现将《云岫县便民服务提升工作方案》印发给你们，请认真落实。
（此页无正文）
云岫县人民政府办公室
2024年3月1日
云岫县便民服务
提升工作方案
根据《政务服务条例》（国令第1号）精神，制定本方案。
一、主要任务
（一）建好服务窗口。新建综合窗口12个，6月底前完成。〔责任单位：县政务服务局、县财政局，各乡镇（街道）〕
（二）畅通诉求渠道。每月公布办理情况。〔责任单位：县信访局〕
二、实施步骤
（一）部署阶段（3月—4月）
1.各乡镇（街道）制定清单，4月15日前报县政务服务局。
（二）总结阶段（11月—12月）
总结经验做法。
"""


def read(text: str) -> Plan:
    return read_plan(text.encode())


def units(plan: Plan) -> list[list[str]]:
    return [[u.name for u in t.units] for t in plan.tasks]


def codes(plan: Plan) -> set[str]:
    return {d.code for d in plan.diagnostics}


def test_the_notice_gives_title_issuer_number_addressees_and_date() -> None:
    plan = read(NOTICE)
    assert plan.title == "云岫县便民服务提升工作方案"
    assert plan.issuers == ("云岫县人民政府办公室",)
    assert plan.document_number == "云政办发〔2024〕12号"
    assert plan.addressees == ("各乡镇人民政府", "县直各部门")
    assert plan.issue_date == "2024-03-01"
    assert [(b.title, b.number) for b in plan.basis] == [("政务服务条例", "国令第1号")]
    assert [plan.source.cut(s) for s in plan.fillers] == ["（此页无正文）"]


def test_run_in_and_standing_headings_are_told_from_text() -> None:
    assert [(h.level, h.number, h.text) for h in read(NOTICE).headings] == [
        (1, "一、", "主要任务"), (2, "（一）", "建好服务窗口"), (2, "（二）", "畅通诉求渠道"),
        (1, "二、", "实施步骤"), (2, "（一）", "部署阶段（3月—4月）"), (2, "（二）", "总结阶段（11月—12月）"),
    ]  # fmt: skip


def test_a_task_holds_its_sentence_bodies_limit_and_quantity_with_their_places() -> None:
    plan = read(NOTICE)
    task = plan.tasks[0]
    assert (task.number, task.path, task.title) == ("（一）", "一、（一）", "建好服务窗口")
    assert plan.source.cut(task.span).startswith("（一）建好服务窗口。新建综合窗口12个")
    assert [plan.source.cut(u.span) for u in task.units] == ["县政务服务局", "县财政局", "各乡镇（街道）"]
    assert task.deadline is not None
    assert (task.deadline.date, plan.source.cut(task.deadline.span)) == ("2024-06-30", "6月底前")
    assert [(t.value, t.unit) for t in task.targets] == [(12, "个")]


def test_a_phase_takes_its_year_from_the_paper_and_holds_its_duties() -> None:
    plan = read(NOTICE)
    assert [(p.name, p.start, p.end) for p in plan.phases] == [
        ("部署阶段", "2024-03", "2024-04"), ("总结阶段", "2024-11", "2024-12"),
    ]  # fmt: skip
    (duty,) = plan.phases[0].items
    assert [u.name for u in duty.units] == ["各乡镇（街道）"]
    assert duty.deadline is not None
    assert duty.deadline.date == "2024-04-15"


def test_the_innermost_items_with_bodies_are_the_tasks() -> None:
    plan = read(
        "一、任务\n（一）做好服务。（县商务局、县民政局负责）具体措施：\n1.建站。（县商务局负责）\n2.建库。（县民政局负责）"
    )
    assert units(plan) == [["县商务局"], ["县民政局"]]
    assert "units-on-both-levels" in codes(plan)


def test_bodies_on_a_line_behind_several_items_belong_to_them_all() -> None:
    plan = read(
        "一、任务\n（一）做好服务\n1.建站。\n2.建库。\n责任单位：县商务局\n（二）做好宣传\n1.开会。\n2.发文。\n责任单位：县民政局"
    )
    assert [(t.number, t.title) for t in plan.tasks] == [("（一）", "做好服务"), ("（二）", "做好宣传")]


def test_spoken_numbers_with_bodies_of_their_own_are_tasks_of_their_own() -> None:
    plan = read("一、任务\n（一）做好服务。一是建站。（县商务局负责）二是建库。（县民政局负责）")
    assert [(t.number, u) for t, u in zip(plan.tasks, units(plan), strict=True)] == [
        ("一是", ["县商务局"]),
        ("二是", ["县民政局"]),
    ]


def test_a_body_as_heading_is_responsible_for_what_stands_beneath() -> None:
    plan = read("一、职责分工\n（一）县商务局\n1.建站。\n2.管站。\n（二）县民政局\n负责建库。")
    assert units(plan) == [["县商务局"], ["县商务局"], ["县民政局"]]


def test_a_plan_that_marks_no_bodies_still_gives_its_tasks_and_says_so() -> None:
    plan = read(
        "一、指导思想\n深入贯彻。\n二、重点任务\n（一）建站。建好驿站。\n（二）建库。建好库房。\n三、保障措施\n（一）加强领导。抓好落实。"
    )
    assert [t.title for t in plan.tasks] == ["建站", "建库"]
    assert "units-nowhere" in codes(plan)


def test_the_first_body_leads_where_the_plan_says_so_once() -> None:
    plan = read(
        "一、任务\n（一）建站。（县商务局、县财政局负责。排在第一位的为牵头部门，下同）\n（二）建库。（县民政局负责）"
    )
    assert [[u.role for u in t.units] for t in plan.tasks] == [[Role.LEAD, Role.RESPONSIBLE], [Role.LEAD]]


def test_a_whole_plan_on_one_line_is_cut_at_its_numbers() -> None:
    body = (
        "一、加强服务（一）建好站点，方便群众办事，让数据多跑路、让群众少跑腿，窗口服务更加规范、办事流程更加顺畅。"
        "（县商务局负责）（二）建好库房，保障物资供应，做到应存尽存、调运有序，库存物资按季轮换、账物相符。"
        "（县民政局负责）二、加强保障各有关单位要抓好落实，按时报送工作进展情况，确保各项任务取得实效。"
    )
    plan = read("云岫县服务提升方案为了改进服务，制定本方案。" + body)
    assert [(t.number, u) for t, u in zip(plan.tasks, units(plan), strict=True)] == [
        ("（一）", ["县商务局"]),
        ("（二）", ["县民政局"]),
    ]


def test_a_table_gives_a_task_a_row_and_a_blank_lead_stays_blank() -> None:
    plan = read(
        "2024年任务分解表\n序号\t重点任务\t牵头单位\t配合单位\t完成时限\t责任人\n"
        "1\t建好驿站3个\t县商务局\t县财政局 各乡镇\t6月底前\t王某某\n2\t建好库房\t\t县民政局\t长期\t副县长"
    )
    assert units(plan) == [["县商务局", "县财政局", "各乡镇"], ["县民政局"]]
    assert [t.deadline.text if t.deadline else None for t in plan.tasks] == ["6月底前", "长期"]
    assert not any(u.role is Role.LEAD for u in plan.tasks[1].units)
    assert "王某某" not in str(plan.tasks)


def test_a_table_copied_one_cell_a_line_is_set_together_again() -> None:
    plan = read(
        "三月工作安排\n时间\n工作内容\n牵头处室\n配合处室\n3月\n1.制订计划\n党政办\n各处室\n2.检查食堂\n总务处\n4月\n3.召开例会\n党政办\n"
    )
    assert units(plan) == [["党政办", "各处室"], ["总务处"], ["党政办"]]
    assert [t.deadline.text if t.deadline else None for t in plan.tasks] == ["3月", "3月", "4月"]


def test_sentences_that_only_state_a_purpose_are_told_apart() -> None:
    plan = read("一、任务\n（一）服务群众。坚持以人民为中心的发展思想。新建驿站3个。（县商务局负责）")
    assert [m.principle for m in plan.tasks[0].measures] == [True, False]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一、任务\n（一）建站。（县商务局负责）\n（二）建库。建好库房。", "item-without-units"),
        ("一、任务\n（一）建站。（县商务局负责）\n（三）建库。（县民政局负责）", "number-broken"),
        ("一、任务\n（一）建站。2024年6月前完成。（县商务局负责）", "deadline-inexact"),
        ("一、任务\n（一）建站。5年内完成。（县商务局负责）", "deadline-open"),
        ("一、任务\n（一）建站。（县商务局、热心群众、各乡镇负责）", "name-doubtful"),
        ("只有一句话。", "no-tasks"),
        ("一、任务\n（一）建站。（责任单位：县商务局 王某某）", "person-dropped"),
    ],
)
def test_what_is_doubtful_is_said_with_a_code_and_advice(text: str, code: str) -> None:
    (said,) = [d for d in read(text).diagnostics if d.code == code]
    assert all(said.words("en"))


def test_names_in_a_column_for_persons_are_left_out_and_said() -> None:
    plan = read("任务分解表\n序号\t任务\t责任单位\t责任人\n1\t建站\t县商务局\t王某某\n2\t建库\t县民政局\t副县长")
    (said,) = [d for d in plan.diagnostics if d.code == "person-dropped"]
    assert said.span is not None
    assert plan.source.cut(said.span) == "王某某"


def test_a_person_behind_a_label_is_cut_out_of_the_task_and_a_post_stays() -> None:
    plan = read(
        "一、任务\n（一）建站。建好驿站。\n责任单位：县商务局\n责任人：王某某\n（二）建库。分管领导：副县长。\n责任单位：县民政局"
    )
    assert "王某某" not in "".join(t.text for t in plan.tasks)
    assert "副县长" in plan.tasks[1].text


def test_a_table_of_contents_gives_no_headings() -> None:
    plan = read("建设规划\n目 录\n第一章 总则\n第二章 任务\n第一章 总则\n制定本规划。\n第二章 任务\n建好驿站。")
    assert [(h.number, h.text) for h in plan.headings] == [("第一章", "总则"), ("第二章", "任务")]


def test_a_title_that_runs_into_the_text_is_told_apart() -> None:
    assert read("云岫县便民服务提升方案为改进服务，制定本方案。").title == "云岫县便民服务提升方案"


def test_bodies_that_a_plan_names_once_for_all_are_said() -> None:
    plan = read("一、任务\n以下均需各乡镇落实，不再列出。\n（一）建站。（县商务局负责）")
    assert [d.params["units"] for d in plan.diagnostics if d.code == "said-once"] == ["各乡镇"]


def test_a_quota_that_cannot_make_its_total_is_doubted() -> None:
    plan = read("一、目标\n建设三类示范点：窗口、街区和村落。三类示范点中，各选1—2个示范点，共25个示范点。")
    assert "quota-impossible" in codes(plan)


def test_a_rhythm_where_a_limit_is_asked_for_is_no_doubt_and_no_sentence() -> None:
    plan = read(
        "一、任务\n（一）清理河道。定期清理河道。牵头单位：县水利局；完成时限：每季度\n（二）建站。（县商务局负责）"
    )
    assert "deadline-open" not in codes(plan)
    assert [m.text for m in plan.tasks[0].measures] == ["定期清理河道。"]
