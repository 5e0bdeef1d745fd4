"""Workbooks."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter

from luoshi.kernel.errors import UnreadableFile
from luoshi.outline.model import Source
from luoshi.outline.readers import read_source


def book(*sheets: list[list[object]], merged: str = "", names: tuple[str, ...] = (), hidden: int = -1) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        for at, rows in enumerate(sheets):
            sheet = made.add_worksheet(names[at] if names else None)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(r, c, dt.datetime(value.year, value.month, value.day), day)
                    elif value is not None:
                        sheet.write(r, c, value)
            if merged:
                sheet.merge_range(merged, rows[int(merged[1]) - 1][0])
            if at == hidden:
                sheet.hide()
    return file.getvalue()


def cells(source: Source, at: int = 0) -> list[list[str]]:
    return [[source.cut(cell) for cell in row] for row in source.tables[at].rows]


HEADER: list[object] = ["序号", "任务", "单位"]


def test_a_sheet_is_a_table() -> None:
    source = read_source(book([HEADER, [1, "修路", "甲局"]]))
    assert cells(source) == [["序号", "任务", "单位"], ["1", "修路", "甲局"]]
    assert source.kind == "xlsx"


def test_a_title_above_and_notes_below_are_paragraphs() -> None:
    source = read_source(book([["任务分解表"], HEADER, [1, "修路", "甲局"], ["注：长期坚持"]], merged="A1:C1"))
    assert [(source.cut(b.span), b.centred) for b in source.blocks] == [("任务分解表", True), ("注：长期坚持", False)]
    assert len(cells(source)) == 2


def test_a_merged_cell_stands_in_every_row_that_it_covers() -> None:
    source = read_source(book([HEADER, ["交通", "修路", "甲局"], [None, "架桥", "乙局"]], merged="A2:A3"))
    assert [row[0] for row in cells(source)[1:]] == ["交通", "交通"]


def test_days_and_numbers_are_read_as_a_person_sees_them() -> None:
    source = read_source(book([HEADER, [3.0, dt.date(2032, 12, 31), 1.5]]))
    assert cells(source)[1] == ["3", "2032年12月31日", "1.5"]


def test_named_sheets_begin_with_their_name() -> None:
    source = read_source(book([HEADER, [1, "修路", "甲局"]], [HEADER, [1, "筑坝", "乙局"]], names=("交通", "水利")))
    assert [source.cut(block.span) for block in source.blocks] == ["交通", "水利"]
    assert len(source.tables) == 2


def test_a_hidden_sheet_is_left_out_and_said() -> None:
    source = read_source(book([HEADER, [1, "修路", "甲局"]], [HEADER], names=("交通", "底稿"), hidden=1))
    assert [(d.code, d.params["name"]) for d in source.diagnostics] == [("hidden-sheet", "底稿")]


def test_two_cells_far_apart_are_refused() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write(1_048_575, 16_383, "乙")
    with pytest.raises(UnreadableFile) as refused:
        read_source(file.getvalue())
    assert refused.value.code in ("file-too-heavy", "text-too-long")


def test_an_empty_workbook_says_so() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_source(book([]))
    assert refused.value.code == "file-no-text"
