"""意见采纳情况表 and the form that is sent to the bodies: what stands in which column, and who is named below."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from luoshi.documents.opinion_table import opinion_form, opinion_table
from luoshi.kernel.phrases import Phrase
from luoshi.outline.readers.grid import read_grid
from luoshi.programme.queries.comment_tables import CommentForm, FormRow, read_comment_table
from luoshi.programme.queries.consulting import AskedLine, CommentLine, Round, RoundLine, Subject
from luoshi.programme.queries.facts import Facts
from luoshi.programme.rules import CommentSource, CommentVerdict, CommitmentKind, Light, LightCode, UnitRole
from luoshi.programme.rules.consulting import Item, Standing
from luoshi.render import docx_file, xlsx_file
from luoshi.render.model import Paper

LINE = RoundLine(1, 1, date(2026, 11, 20), date(2026, 11, 27), date(2026, 11, 28))


def asked(unit_id: int, name: str, standing: Standing, comments: int = 0) -> AskedLine:
    return AskedLine(unit_id, name, standing, None, None, comments, 0)


def comment(number: int, unit_id: int, name: str, verdict: CommentVerdict, reason: str = "") -> CommentLine:
    about, text = "（一）修好村道", f"建议{number}"
    day = date(2026, 11, 21)
    return CommentLine(number, unit_id, name, 5, about, text, verdict, reason, day, None, 0, CommentSource.PAGE)


def the_round() -> Round:
    comments = (
        comment(1, 2, "县财政局", CommentVerdict.ADOPTED),
        comment(2, 1, "县交通局", CommentVerdict.DECLINED, "上级已有规定。"),
    )
    units = (
        asked(1, "县交通局", Standing.COMMENTED, 1),
        asked(2, "县财政局", Standing.COMMENTED, 1),
        asked(3, "东岸镇", Standing.NO_COMMENT),
        asked(4, "西岸乡", Standing.NO_COMMENT),
        asked(5, "县水利局", Standing.SILENT),
    )
    return Round(LINE, units, (Subject(5, "（一）修好村道", comments),))


def rows(paper: Paper) -> list[dict[str, str]]:
    (table,) = paper.tables
    names = [column.heading for column in table.columns]
    return [dict(zip(names, row, strict=True)) for part in table.sections for row in table.spread(part)]


def test_the_columns_are_those_that_offices_share() -> None:
    (table,) = opinion_table("方案", the_round()).tables
    assert [column.heading for column in table.columns] == [
        *("序号", "提出单位", "涉及事项", "意见内容", "采纳情况", "理由")
    ]


def test_comments_stand_in_the_order_of_the_units_with_verdict_and_reason() -> None:
    first, second = rows(opinion_table("方案", the_round()))
    assert list(first.values()) == ["1", "县交通局", "（一）修好村道", "建议2", "未采纳", "上级已有规定。"]
    assert (second["序号"], second["提出单位"], second["采纳情况"], second["理由"]) == ("2", "县财政局", "采纳", "")


def test_a_comment_on_no_commitment_is_on_the_whole() -> None:
    one = replace(comment(1, 1, "县交通局", CommentVerdict.OPEN), about="", commitment_id=None)
    found = replace(the_round(), subjects=(Subject(None, "", (one,)),))
    assert rows(opinion_table("方案", found))[0]["涉及事项"] == "整体意见"


def test_bodies_without_comment_and_those_that_did_not_answer_are_named_below() -> None:
    remarks = opinion_table("方案", the_round()).remarks
    assert remarks == ("注：1. 无意见的单位（2个）：东岸镇、西岸乡。", "　　2. 未反馈的单位（1个）：县水利局。")


def test_the_line_below_the_title_counts() -> None:
    (line,) = opinion_table("方案", the_round()).lines
    assert line == "（第1轮，2026年11月20日至2026年11月28日：征求单位5个，反馈4个，意见2条，其中采纳1条、未采纳1条）"


@pytest.mark.parametrize("write", [xlsx_file.write, docx_file.write])
def test_a_round_without_a_comment_is_a_paper_too(write: object) -> None:
    paper = opinion_table("方案", replace(the_round(), subjects=()))
    assert set(rows(paper)[0].values()) == {"各单位均未提出意见。"}
    assert write(paper)[:2] == b"PK"  # type: ignore[operator]


# --- the form -------------------------------------------------------------------------------------------------------


def fact(number: int, due: date | None = None) -> Facts:
    return Facts(
        id=number,
        order=number,
        number="（一）",
        title="修好村道",
        kind=CommitmentKind.TASK,
        parent_id=None,
        phase=None,
        text="新建村道12公里。",
        due=due,
        start=None,
        due_text="年底前",
        rhythm_text="",
        passage_id=None,
        confidence=100,
        light=Light(LightCode.UNKNOWN, Phrase("")),
    )


def the_form() -> CommentForm:
    item = Item(5, "1", "（一）修好村道")
    return CommentForm(
        title="方案",
        unit_name="",
        units=("县交通局", "东岸镇"),
        opened_on=date(2026, 11, 20),
        answers_by=date(2026, 11, 27),
        rows=(
            FormRow("县交通局", item, fact(5, date(2026, 12, 31)), UnitRole.LEAD),
            FormRow("东岸镇", item, fact(5), UnitRole.SUPPORT),
        ),
    )


def test_each_unit_has_its_items_and_a_row_for_the_whole() -> None:
    found = [
        (row["单位"], row["事项编号"], row["事项"], row["责任"], row["完成时限"])
        for row in rows(opinion_form(the_form()))
    ]
    assert found == [
        ("县交通局", "1", "（一）修好村道", "牵头", "2026年12月31日"),
        ("县交通局", "", "整体意见", "", ""),
        ("东岸镇", "1", "（一）修好村道", "配合", "年底前"),
        ("东岸镇", "", "整体意见", "", ""),
    ]


def test_the_column_of_opinions_is_empty_and_the_numbers_run_through() -> None:
    found = rows(opinion_form(the_form()))
    assert {row["意见"] for row in found} == {""}
    assert [row["序号"] for row in found] == ["1", "2", "3", "4"]


def test_the_form_as_it_was_sent_is_read_as_a_table_without_comments() -> None:
    lines = read_comment_table(xlsx_file.write(opinion_form(the_form())))
    assert [(line.unit, line.code, line.title, line.text) for line in lines] == [
        ("县交通局", "1", "（一）修好村道", ""),
        ("县交通局", "", "整体意见", ""),
        ("东岸镇", "1", "（一）修好村道", ""),
        ("东岸镇", "", "整体意见", ""),
    ]


def test_a_row_is_named_as_the_spreadsheet_numbers_it() -> None:
    content = xlsx_file.write(opinion_form(the_form()))
    line = read_comment_table(content)[0]
    book = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert book[line.row - 1][1] == "县交通局"
    assert line.row in {row.number for row in read_grid(content)}
