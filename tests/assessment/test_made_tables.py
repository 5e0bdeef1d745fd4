# ruff: noqa: E501, PT017 - cells as offices fill them; either outcome is right, and a refusal has its sentence
"""Whatever an office puts into a table, it is read or refused in one sentence, and what was read can be kept."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.office_tables import as_csv, as_docx, as_xlsx
from luoshi.assessment.reading.tables import Reading, read_framework
from luoshi.assessment.rules.checking import problems
from luoshi.assessment.rules.framework import walk
from luoshi.kernel.errors import Invalid, UnreadableFile

HEADINGS = (
    "序号", "编号", "一级指标", "二级指标", "测评项", "考核内容", "创建标准", "分值", "标准分", "评分标准", "扣分标准", "佐证材料",
    "责任单位", "负责考核部门", "目标值", "单位", "自评得分", "备注", "对应任务", "",
)  # fmt: skip
CELLS = (
    "", "1", "２", "一、组织领导（30分）", "（一）机构（10分）", "A1 党建", "机构健全（5分）", "5", "５", "5分", "5-10", "★5", "+3", "否决",
    "约束性", "待定", "合计", "小计", "100", "注：以上含本数。", "加分项", "每少一次扣0.5分，扣完为止", "≥95%得5分，≥90%得3分",
    "1.有制度得2分\n2.有台账得3分", "按比例得分", "优秀得5分，良好得3分", "县水利局；县林业局", "同上", "（略）", "=1+1", "9" * 30,
    "0", "-", "(", "%", "第一部分", "分值",
)  # fmt: skip
cells = st.one_of(st.sampled_from(CELLS), st.text(alphabet="0１.%（）分、，一扣得≥\n ", max_size=8))
wide = st.integers(2, 8)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A heading row, perhaps a second one further down, rows that are shorter or longer, empty rows among them."""
    width = draw(wide)
    heading = [draw(st.sampled_from(HEADINGS)) for _ in range(width)]
    heading[0], heading[-1] = draw(st.sampled_from((("序号", "分值"), ("考核内容", "分值"), ("一级指标", "评分标准"))))
    rows = draw(st.lists(st.lists(cells, max_size=width + 1), max_size=8))
    if draw(st.booleans()):
        rows.insert(draw(st.integers(0, len(rows))), heading)
    above = draw(st.lists(st.lists(cells, max_size=2), max_size=2))
    return [*above, heading, *rows]


def reads(data: bytes, name: str) -> Reading | None:
    """The reading, or nothing where the file is refused with a sentence."""
    try:
        return read_framework(data, name)
    except (Invalid, UnreadableFile) as refused:
        assert refused.in_words()
        return None


def sound(reading: Reading | None) -> None:
    """A framework that was read can be kept, and no code stands twice."""
    if reading is None:
        return
    codes = [row.code for row in walk(reading.framework.rows)]
    assert len(codes) == len(set(codes))
    assert all(finding.words("en")[0] and "{" not in finding.words("en")[0] for finding in reading.findings)
    assert list(problems(reading.framework)) == []


@given(tables(), st.sampled_from(("utf-8-sig", "gb18030", "utf-16")))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_table_of_comma_separated_values_is_read_or_refused(rows: list[list[str]], encoding: str) -> None:
    sound(reads(as_csv(rows, encoding), "表.csv"))


@given(tables(), st.lists(st.tuples(st.integers(0, 7), st.integers(1, 6), st.integers(1, 3)), max_size=2))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_workbook_with_merged_cells_is_read_or_refused(
    rows: list[list[str]], merged: list[tuple[int, int, int]]
) -> None:
    full = [row + [""] * (10 - len(row)) for row in rows] + [[""] * 10] * 8
    places = {
        column: f"{chr(65 + column)}{top + 1}:{chr(65 + column)}{top + height + 1}" for column, top, height in merged
    }
    sound(reads(as_xlsx(full, merged=list(places.values())), "表.xlsx"))


@given(tables(), st.integers(0, 3), st.integers(1, 3))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_table_of_a_paper_is_read_or_refused(rows: list[list[str]], column: int, height: int) -> None:
    full = [row + [""] * (10 - len(row)) for row in rows] + [[""] * 10] * 4
    data = as_docx(["某县考核办法", full, "二、其他事项", full], merged=[(1, column, 1 + height, column)])
    sound(reads(data, "表.docx"))
