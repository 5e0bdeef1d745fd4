"""Plain text and Markdown."""

from __future__ import annotations

import subprocess
import sys

import pytest

from luoshi.kernel.errors import UnreadableFile
from luoshi.outline.model import Source
from luoshi.outline.readers import read_source
from readers.plans import PLAN

WORDS = "一、总体要求\n坚持问题导向。\n"


def cells(source: Source, at: int = 0) -> list[list[str]]:
    return [[source.cut(cell) for cell in row] for row in source.tables[at].rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_is_decoded_whatever_an_office_saves_it_in(encoding: str) -> None:
    assert read_source(WORDS.encode(encoding)).text == WORDS


def test_signs_beyond_gbk_are_read_from_gb18030() -> None:
    assert read_source("𠮷水县、䶮县办公室".encode("gb18030")).text == "𠮷水县、䶮县办公室"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_become_newlines(end: str) -> None:
    assert read_source(WORDS.replace("\n", end).encode()).text == WORDS


def test_blanks_and_empty_lines_stay_where_they_are() -> None:
    text = "\n　　一、总体要求  \n\n\u3000\n（一）目标\f\n"
    source = read_source(text.encode())
    assert source.text == text
    assert [source.cut(block.span) for block in source.blocks] == ["　　一、总体要求  ", "（一）目标\f"]


def test_lines_of_cells_become_a_table() -> None:
    source = read_source("任务表\n序号\t任务\t单位\n1\t修路\t甲局\n2\t架桥\t乙局\n说明".encode())
    assert cells(source) == [["序号", "任务", "单位"], ["1", "修路", "甲局"], ["2", "架桥", "乙局"]]
    assert [source.cut(block.span) for block in source.blocks] == ["任务表", "说明"]


def test_a_row_that_lost_a_merged_cell_is_filled_up_at_its_end() -> None:
    source = read_source("序号\t时间\t任务\n1\t3月\t修路\n2\t架桥".encode())
    assert cells(source)[2] == ["2", "架桥", ""]
    assert source.tables[0].rows[2][2] == (len(source.text), len(source.text))


def test_a_row_of_one_cell_stays_in_its_table() -> None:
    source = read_source("任务\t要求\t单位\n修路\t平\t甲局\n又直\n架桥\t稳\t乙局".encode())
    assert cells(source)[2] == ["又直", "", ""]


def test_empty_cells_at_the_beginning_of_a_row_are_kept() -> None:
    source = read_source("领域\t任务\t单位\n交通\t修路\t甲局\n\t架桥\t乙局".encode())
    assert cells(source)[2] == ["", "架桥", "乙局"]


def test_a_header_that_a_page_break_repeated_is_told_once() -> None:
    source = read_source("序号\t任务\n1\t修路\n序号\t任务\n2\t架桥".encode())
    assert cells(source) == [["序号", "任务"], ["1", "修路"], ["2", "架桥"]]


def test_paragraphs_indented_with_tabs_are_no_table() -> None:
    source = read_source("\t为了便民，制定本方案。\n\t一、总体要求\n\t坚持问题导向。".encode())
    assert source.tables == ()
    assert len(source.blocks) == 3


def test_a_markdown_table_is_a_table_without_its_dashes() -> None:
    source = read_source("| 任务 | 单位 |\n|---|:---:|\n| 修路 | 甲局 |\n".encode())
    assert cells(source) == [["任务", "单位"], ["修路", "甲局"]]


def test_marks_of_markdown_headings_say_the_level() -> None:
    source = read_source("## 主要任务\n正文\n**组织领导**\n".encode())
    assert [(block.level, block.bold) for block in source.blocks] == [(2, False), (None, False), (None, True)]
    assert source.text.startswith("## 主要任务")


def test_a_text_cut_within_a_sign_is_read_with_a_doubt() -> None:
    source = read_source(PLAN.encode()[:-2])
    assert [diagnostic.code for diagnostic in source.diagnostics] == ["bad-bytes"]


def test_marks_that_turn_the_direction_stay_in_a_text_and_are_doubted() -> None:
    source = read_source("甲局\u202e负责\u202c修路".encode())
    assert source.text == "甲局\u202e负责\u202c修路"
    assert [(d.code, d.span, d.params["count"]) for d in source.diagnostics] == [("direction-override", (2, 3), 2)]


def test_a_text_of_nothing_but_blanks_is_empty() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_source(b" \r\n\t\n")
    assert refused.value.code == "file-empty"


def test_a_text_is_read_without_loading_other_parsers() -> None:
    program = (
        "import sys; from luoshi.outline.readers import read_source; read_source('一、总体'.encode());"
        "sys.exit(any(m in sys.modules for m in ('lxml', 'zipfile', 'subprocess', 'pypdfium2', 'python_calamine')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
