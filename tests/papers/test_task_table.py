"""The 任务分解表: what stands in which column."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from luoshi.documents.plan_task_table import plan_task_table
from luoshi.documents.task_table import Entry, Part, Work, compose
from luoshi.outline.model import Plan, Role, Source
from luoshi.render.model import Paper
from papers.cast import county_plan


def headings(paper: Paper) -> list[str]:
    return [column.heading for column in paper.tables[0].columns]


def rows(paper: Paper) -> list[dict[str, str]]:
    table = paper.tables[0]
    return [
        dict(zip(headings(paper), texts, strict=True)) for section in table.sections for texts in table.spread(section)
    ]


def test_the_columns_are_those_that_offices_share() -> None:
    assert headings(plan_task_table(county_plan())) == [
        *("序号", "工作领域", "目标任务", "工作内容"),
        *("牵头单位", "责任单位", "配合单位", "完成时限", "目标数量", "原文位置"),
    ]


def test_points_are_never_made_up() -> None:
    assert not {"分值", "评分标准"} & set(headings(plan_task_table(county_plan())))


def test_a_task_stands_with_its_lead_its_supporters_and_its_place() -> None:
    row = rows(plan_task_table(county_plan()))[0]
    assert (row["工作领域"], row["目标任务"]) == ("道路", "修好村道")
    assert (row["牵头单位"], row["配合单位"], row["原文位置"]) == ("县交通局", "县财政局、各乡镇", "一、（一）")


def test_every_sentence_of_work_has_a_row_and_a_principle_has_none() -> None:
    works = [row["工作内容"] for row in rows(plan_task_table(county_plan())) if row["目标任务"] == "修好村道"]
    assert works == ["（1）2022年底前新建村道12公里。", "（2）完善养护制度。"]


def test_a_remark_says_how_many_principles_were_left_out() -> None:
    assert any("1句原则性表述" in remark for remark in plan_task_table(county_plan()).remarks)


def test_a_deadline_and_a_quantity_stand_beside_the_sentence_that_sets_them() -> None:
    first, second = rows(plan_task_table(county_plan()))[:2]
    assert (first["完成时限"], first["目标数量"]) == ("2022年底前", "新建村道≥12公里")
    assert (second["完成时限"], second["目标数量"]) == ("", "")


def test_the_year_of_a_bare_month_is_the_one_of_its_phase() -> None:
    (step,) = [row for row in rows(plan_task_table(county_plan())) if row["工作内容"].startswith("3月20日")]
    assert step["完成时限"] == "2022年3月20日前"
    assert step["工作领域"] == "启动阶段\n（2022年1月—2022年3月）"


def test_parts_stand_in_the_order_of_an_office_and_share_one_numbering() -> None:
    paper = plan_task_table(county_plan())
    assert [section.title for section in paper.tables[0].sections] == ["重点任务", "阶段任务", "保障措施"]
    assert [row["序号"] for row in rows(paper)] == ["1", "1", "2", "3", "4", "5"]


def test_an_area_is_one_cell_beside_all_of_its_tasks() -> None:
    first = plan_task_table(county_plan()).tables[0].sections[0].rows[0]
    assert first[1] is not None
    assert (first[1].text, first[1].rows) == ("道路", 3)


def test_one_area_over_every_task_is_no_column_of_its_own() -> None:
    plan = county_plan()
    paper = plan_task_table(replace(plan, tasks=plan.tasks[:2], phases=(), safeguards=()))
    assert headings(paper)[:3] == ["序号", "工作领域/目标任务", "工作内容"]
    assert [row["工作领域/目标任务"] for row in rows(paper)] == ["修好村道", "修好村道", "点亮村庄"]


def test_a_part_without_titles_lets_its_area_take_the_room_of_both() -> None:
    phase = plan_task_table(county_plan()).tables[0].sections[1].rows[0]
    assert phase[1] is not None
    assert (phase[1].columns, phase[2]) == (2, None)


def test_the_paper_says_from_which_document_it_was_made() -> None:
    paper = plan_task_table(county_plan(), file_name="方案.docx")
    assert paper.title == "《云溪县人居环境提升实施方案》任务分解表"
    assert paper.lines == ("（依据：云溪府办〔2022〕3号，云溪县人民政府办公室，2022年1月5日）",)
    assert "《云溪县人居环境提升实施方案》（文件：方案.docx）" in paper.remarks[0]


def test_a_plan_that_marks_no_lead_leaves_the_column_open_and_says_so() -> None:
    plan = county_plan()
    led = [replace(t, units=tuple(replace(u, role=Role.RESPONSIBLE) for u in t.units)) for t in plan.tasks]
    paper = plan_task_table(replace(plan, tasks=tuple(led)))
    assert {row["牵头单位"] for row in rows(paper)} == {""}
    assert any("未指明牵头单位" in remark for remark in paper.remarks)


def test_doubts_are_named_with_their_lines_before_the_paper_is_printed() -> None:
    assert any("1处存疑" in remark and "原文第3行" in remark for remark in plan_task_table(county_plan()).remarks)


def test_a_document_without_tasks_still_gives_a_paper_that_says_so() -> None:
    paper = plan_task_table(Plan(Source("", "txt", ())))
    assert rows(paper) == []
    assert "没有读出任务" in paper.remarks[-1]


def test_a_date_that_no_calendar_has_does_not_stop_the_paper() -> None:
    assert plan_task_table(replace(county_plan(), issue_date="2022-02-30")).dated == datetime(2000, 1, 1)


def test_a_table_can_be_composed_without_a_plan() -> None:
    entry = Entry("", "", (Work("制定计划"),), responsible=("县教委",), deadline="6月底前", place="会议决定")
    paper = compose("任务分解表", [Part("", (entry,))], dated=datetime(2022, 1, 1))
    assert rows(paper)[0] | {"完成时限": "6月底前", "责任单位": "县教委"} == rows(paper)[0]
