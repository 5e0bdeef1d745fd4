"""What the written files hold, read back with other programs than those that wrote them."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from luoshi.documents.plan_task_table import plan_task_table
from luoshi.render import csv_file, docx_file, xlsx_file
from luoshi.render.model import Cell, Column, Paper, Section, Table
from papers.cast import county_plan

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def small(*texts: str) -> Paper:
    rows = tuple((Cell(text), Cell("乙")) for text in texts)
    return Paper("表", (Table((Column("甲", 40), Column("乙", 20)), (Section("", rows),)),))


def part(archive: bytes, name: str) -> etree._Element:
    with ZipFile(io.BytesIO(archive)) as read:
        return etree.fromstring(read.read(name))


@pytest.mark.parametrize("write", [docx_file.write, xlsx_file.write, csv_file.write])
def test_the_same_paper_is_the_same_file(write: object) -> None:
    assert write(plan_task_table(county_plan())) == write(plan_task_table(county_plan()))  # type: ignore[operator]


@pytest.mark.parametrize("write", [docx_file.write, xlsx_file.write])
def test_signs_that_no_file_can_hold_are_left_out(write: object) -> None:
    assert write(small("甲\x00\u202e乙\ud800")) == write(small("甲乙"))  # type: ignore[operator]


# --- Word -----------------------------------------------------------------------------------------------------------


def test_the_header_row_of_a_word_table_is_repeated_on_every_page() -> None:
    rows = part(docx_file.write(plan_task_table(county_plan())), "word/document.xml").findall(f".//{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows[:2]] == [True, False]


def test_a_word_page_is_a4_and_lies() -> None:
    size = part(docx_file.write(small("")), "word/document.xml").find(f".//{W}pgSz")
    assert size is not None
    assert (size.get(f"{W}w"), size.get(f"{W}h"), size.get(f"{W}orient")) == ("16838", "11906", "landscape")


def test_chinese_typefaces_of_official_papers_are_named() -> None:
    fonts = part(docx_file.write(plan_task_table(county_plan())), "word/document.xml").iter(f"{W}rFonts")
    assert {"方正小标宋简体", "黑体", "仿宋_GB2312"} <= {font.get(f"{W}eastAsia") for font in fonts}


def test_a_cell_over_three_rows_is_one_cell_in_word() -> None:
    body = part(docx_file.write(plan_task_table(county_plan())), "word/document.xml")
    merges = [row.find(f"{W}tc[2]/{W}tcPr/{W}vMerge") for row in body.findall(f".//{W}tr")[2:5]]
    assert [merge.get(f"{W}val") for merge in merges if merge is not None] == ["restart", "continue", "continue"]


def test_word_numbers_its_pages() -> None:
    with ZipFile(io.BytesIO(docx_file.write(small("")))) as archive:
        footers = [
            archive.read(name).decode() for name in archive.namelist() if "footer" in name and "rels" not in name
        ]
    assert len(footers) == 2
    assert all(">PAGE<" in footer for footer in footers)


# --- Excel ----------------------------------------------------------------------------------------------------------


def test_excel_merges_the_cell_of_an_area() -> None:
    sheet = CalamineWorkbook.from_filelike(
        io.BytesIO(xlsx_file.write(plan_task_table(county_plan())))
    ).get_sheet_by_index(0)
    assert ((4, 1), (6, 1)) in (sheet.merged_cell_ranges or [])


def test_excel_prints_the_header_row_on_every_page_and_fits_the_width() -> None:
    content = xlsx_file.write(plan_task_table(county_plan()))
    names = part(content, "xl/workbook.xml").find(".//{*}definedName")
    setup = part(content, "xl/worksheets/sheet1.xml").find(".//{*}pageSetup")
    assert names is not None
    assert names.get("name") == "_xlnm.Print_Titles"
    assert setup is not None
    assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("9", "landscape", "0")


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "http://a.example", "007"])
def test_excel_takes_a_text_as_text(text: str) -> None:
    content = xlsx_file.write(small(text))
    sheet = part(content, "xl/worksheets/sheet1.xml")
    assert sheet.findall(".//{*}f") == []
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[2][0] == text


def test_a_cell_with_more_text_than_excel_takes_is_cut() -> None:
    content = xlsx_file.write(small("长" * 40_000))
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[2][0]) == 32_767


# --- CSV ------------------------------------------------------------------------------------------------------------


def test_csv_begins_with_the_mark_that_excel_looks_for() -> None:
    assert csv_file.write(small("甲")).startswith(b"\xef\xbb\xbf")


def test_csv_repeats_merged_cells_and_names_the_part() -> None:
    text = csv_file.write(plan_task_table(county_plan())).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    assert [row[2] for row in table[1:5]] == ["道路", "道路", "道路", "供水"]
    assert {row[0] for row in table[1:]} == {"重点任务", "阶段任务", "保障措施"}


def test_csv_disarms_a_text_that_a_spreadsheet_would_run() -> None:
    assert "'=1+1" in csv_file.write(small("=1+1")).decode("utf-8-sig")


# --- the model ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [((Cell("a"),),), ((Cell("a", rows=2), Cell("b")),), ((None, Cell("b")),), ((Cell("a", columns=2), Cell("b")),)],
)
def test_a_table_whose_cells_do_not_fit_is_refused(rows: object) -> None:
    with pytest.raises(ValueError, match=r"places|disagree|beyond"):
        Table((Column("甲", 1), Column("乙", 1)), (Section("", rows),))  # type: ignore[arg-type]


# --- as an office sees it -------------------------------------------------------------------------------------------


@pytest.mark.libreoffice
@needs_office
@pytest.mark.parametrize(("name", "write"), [("a.docx", docx_file.write), ("a.xlsx", xlsx_file.write)])
def test_a_printed_table_shows_its_header_on_every_page(tmp_path: Path, name: str, write: object) -> None:
    row = (Cell("修好村道并建立养护制度。" * 9), Cell("县交通局"))
    table = Table((Column("工作内容", 60), Column("牵头单位", 30)), (Section("", (row,) * 60),))
    paper = Paper("任务分解表", (table,), dated=datetime(2022, 1, 1))
    (tmp_path / name).write_bytes(write(paper))  # type: ignore[operator]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    printed = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    try:
        pages = [page.get_textpage().get_text_bounded() for page in printed]
    finally:
        printed.close()
    assert len(pages) > 2
    assert all("牵头单位" in text for text in pages)
