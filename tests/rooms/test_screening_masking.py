"""Masked in place: nothing is found afterwards, everything else is as it was, and the office program opens it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import xlsxwriter
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from luoshi.files.rules.identifiers import id_check
from luoshi.files.rules.masking import mask
from luoshi.files.rules.screening import screen
from luoshi.kernel.errors import Invalid
from made import made
from made.docx import package, run

NUMBER, CARD, PHONE = "50024019900307447X", "6222021234567890128", "13912345678"
SECRETS = (NUMBER, CARD, PHONE)
HEAD, ROWS = (
    ["姓名", "民族", "家庭住址"],
    [["甲子", "汉族", "青石村1组"], ["乙丑", "汉族", "青石村2组"], ["丙寅", "汉族", "青石村3组"]],
)

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def word(write: Callable[[Document], None]) -> bytes:
    document = docx.Document()
    write(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def workbook(write: Callable[[Workbook, Worksheet], None]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    write(book, book.add_worksheet("名单"))
    book.close()
    return file.getvalue()


def said(content: bytes) -> str:
    """All the text of all the parts of a package, with the marks between taken out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(
            re.sub(r"<[^>]*>", "", archive.read(name).decode("utf-8", "replace")) for name in archive.namelist()
        )


def raw(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def masked_clean(content: bytes, name: str) -> bytes:
    """The file masked, after a look that something was found before and nothing is afterwards."""
    assert screen(content, name).findings
    after = mask(content, name)
    assert screen(after, name).clean
    assert mask(after, name) == after
    return after


# --- texts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_keeps_its_encoding_and_its_line_ends(encoding: str) -> None:
    after = masked_clean(f"通知：第一行\r\n证件{NUMBER}，手机{PHONE}\r\n".encode(encoding), "a.txt")
    assert after.decode(encoding) == "通知：第一行\r\n证件500*************7X，手机139******78\r\n"


def test_a_list_of_residents_in_a_csv_is_masked_cell_by_cell() -> None:
    text = "\n".join(",".join(row) for row in [HEAD, *ROWS])
    after = masked_clean(text.encode(), "a.csv").decode()
    assert after.splitlines() == ["姓名,民族,家庭住址", *["**,**,*****"] * 3]


@given(
    st.lists(
        st.sampled_from([*SECRETS, f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}", "，", "联系人", "\n", "\t", " ", "1"])
    )
)
@settings(max_examples=60)
def test_whatever_is_mixed_a_masked_text_is_clean(pieces: list[str]) -> None:
    content = ("文" + "".join(pieces)).encode()
    assert screen(mask(content, "a.txt"), "a.txt").clean


# --- documents --------------------------------------------------------------------------------------------------------


def full_document(document: Document) -> None:
    """A number in every place that a document has."""
    paragraph = document.add_paragraph("经办人证件")
    for piece in (NUMBER[:5], NUMBER[5:11], NUMBER[11:]):
        paragraph.add_run(piece).bold = True
    table = document.add_table(2, 2)
    table.cell(1, 1).text = f"卡号{CARD}"
    document.sections[0].header.paragraphs[0].text = f"手机{PHONE}"
    document.sections[0].footer.paragraphs[0].text = f"证件{NUMBER}"
    document.core_properties.title = f"{NUMBER}的申请"
    document.core_properties.comments = PHONE
    document.add_comment(paragraph.runs, text=f"请核对{PHONE}", author="经办", initials="J")
    residents = document.add_table(4, 3)
    for row, cells in zip(residents.rows, [HEAD, *ROWS], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def test_a_document_is_masked_wherever_a_number_stands() -> None:
    after = masked_clean(word(full_document), "a.docx")
    text = said(after)
    assert not any(secret in text for secret in (*SECRETS, "甲子", "青石村"))
    opened = docx.Document(io.BytesIO(after))
    assert opened.paragraphs[0].text == "经办人证件500*************7X"
    assert all(piece.bold for piece in opened.paragraphs[0].runs[1:4])
    assert opened.tables[1].cell(0, 0).text == "姓名"


def test_footnotes_fields_and_tracked_changes_are_masked() -> None:
    field = f'<w:p><w:r><w:instrText> HYPERLINK "tel:{PHONE}" </w:instrText></w:r>{run("电话")}</w:p>'
    deleted = f"<w:del><w:r><w:delText>{NUMBER[9:]}</w:delText></w:r></w:del>"
    half = f"<w:p>{run(NUMBER[:9])}<w:ins>{run('改')}</w:ins>{deleted}</w:p>"
    given = package(field + half)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(given)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        notes = (
            old.read("word/document.xml").decode().replace("w:document", "w:footnotes").replace("w:body", "w:footnote")
        )
        new.writestr("word/footnotes.xml", notes)
    after = said(masked_clean(file.getvalue(), "a.docx"))
    assert PHONE not in after
    assert NUMBER[9:] not in after


def test_figures_in_a_cell_each_are_masked() -> None:
    def form(document: Document) -> None:
        row = document.add_table(1, 19).rows[0]
        row.cells[0].text = "证件"
        for cell, sign in zip(row.cells[1:], NUMBER, strict=True):
            cell.text = sign

    after = docx.Document(io.BytesIO(masked_clean(word(form), "a.docx")))
    assert "".join(cell.text for cell in after.tables[0].rows[0].cells) == "证件500*************7X"


def test_a_number_that_is_broken_within_a_cell_is_masked() -> None:
    broken = f"<w:p><w:r><w:t>{NUMBER[:6]}</w:t><w:br/><w:t>{NUMBER[6:]}</w:t></w:r></w:p>"
    after = said(masked_clean(package(f"<w:tbl><w:tr><w:tc>{broken}</w:tc></w:tr></w:tbl>"), "a.docx"))
    assert "500***" in after
    assert NUMBER[6:] not in after


def test_a_number_that_two_paragraphs_of_a_cell_part_is_masked() -> None:
    broken = f"<w:p>{run(NUMBER[:6])}</w:p><w:p>{run(NUMBER[6:])}</w:p>"
    after = said(masked_clean(package(f"<w:tbl><w:tr><w:tc>{broken}</w:tc></w:tr></w:tbl>"), "a.docx"))
    assert NUMBER[6:] not in after


@pytest.mark.parametrize(
    "data", [f'<a><b number="{NUMBER}"/></a>', f"<a><b/>证件{NUMBER}</a>", f"<a>证件{NUMBER}<b/></a>"]
)
def test_a_number_in_data_of_another_program_is_masked(data: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package("<w:p/>"))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("customXml/item1.xml", data)
    assert NUMBER not in raw(masked_clean(file.getvalue(), "a.docx"))


def test_a_number_in_the_form_of_a_number_is_masked() -> None:
    given = workbook(lambda book, sheet: sheet.write("A1", 1, book.add_format({"num_format": f'"{NUMBER}"0'})) and None)
    assert NUMBER not in raw(masked_clean(given, "a.xlsx"))


def test_a_number_that_is_broken_in_a_cell_of_a_workbook_is_masked() -> None:
    given = workbook(lambda _book, sheet: sheet.write_column("A1", ["手机", "139\n1234\n5678"]) and None)
    assert "139\n****\n**78" in raw(masked_clean(given, "a.xlsx"))


def test_two_amounts_one_under_the_other_in_a_cell_are_left_alone() -> None:
    given = workbook(lambda _book, sheet: sheet.write_column("A1", ["金额（元）", "13912\n345678"]) and None)
    assert screen(given, "a.xlsx").clean


def test_a_decimal_in_a_workbook_is_no_number_behind_a_list_number() -> None:
    given = workbook(lambda _book, sheet: sheet.write("A1", 12.13912345678))
    assert screen(given, "a.xlsx").clean


def test_a_page_in_a_document_that_cannot_be_masked_is_said() -> None:
    page = f"<html><body><p>{NUMBER[:6]}<b>{NUMBER[6:]}</b></p></body></html>".encode()
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(lambda _document: None))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/afchunk.htm", page)
    with pytest.raises(Invalid) as refused:
        mask(file.getvalue(), "a.docx")
    assert refused.value.code == "mask-incomplete"


def test_a_workbook_in_a_document_is_masked_too() -> None:
    inner = workbook(lambda _book, sheet: sheet.write("A1", f"证件{NUMBER}"))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(lambda _document: None))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/embeddings/sheet1.xlsx", inner)
    masked_clean(file.getvalue(), "a.docx")


# --- workbooks --------------------------------------------------------------------------------------------------------


def full_workbook(book: Workbook, sheet: Worksheet) -> None:
    """A number in every place that a workbook has."""
    red = book.add_format({"bold": True, "font_color": "red", "num_format": "0"})
    sheet.write("A1", "事项")
    sheet.write("A2", f"证件{NUMBER}", red)
    sheet.write_rich_string("A3", "卡号", red, CARD[:8], CARD[8:])
    sheet.write_number("A4", int(PHONE), red)
    sheet.write_number("A5", 500240199003074000, red)
    sheet.write_formula("A6", f'="{PHONE[:3]}"&"{PHONE[3:]}"', red, PHONE)
    sheet.write_formula("A7", "=SUM(B1:B2)", red, 12)
    sheet.write_formula("A8", f'=LEN("{NUMBER}")', red, 18)
    sheet.write_comment("B1", f"请核对{PHONE}", {"author": "经办"})
    sheet.set_header(f"&C{PHONE}")
    book.set_properties({"title": NUMBER, "comments": PHONE})
    hidden = book.add_worksheet("隐藏")
    hidden.hide()
    for at, row in enumerate([HEAD, *ROWS]):
        hidden.write_row(at, 0, row)


def test_a_workbook_is_masked_wherever_a_number_stands() -> None:
    given = workbook(full_workbook)
    after = masked_clean(given, "a.xlsx")
    assert not any(secret in raw(after) for secret in (*SECRETS, "500240199003074000", "甲子", "青石村"))
    assert "SUM(B1:B2)" in raw(after)


def test_a_masked_cell_keeps_its_format() -> None:
    given = workbook(full_workbook)
    cells = [re.search(r'<c r="A4"[^>]*s="(\d+)"', raw(content)) for content in (given, masked_clean(given, "a.xlsx"))]
    assert cells[0] is not None
    assert cells[1] is not None
    assert cells[0][1] == cells[1][1]


def test_amounts_under_their_head_are_left_alone() -> None:
    def amounts(_book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row("A1", ["单位", "金额（元）", "手机"])
        sheet.write_row("A2", ["某局", 13912345678, 13912345678])

    after = raw(masked_clean(workbook(amounts), "a.xlsx"))
    assert re.search(r'<c r="B2"[^>]*><v>13912345678</v>', after)
    assert "139******78" in after


def test_a_head_of_two_rows_masks_every_column_under_it() -> None:
    def listed(_book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row("A1", ["序号", "姓名", "基本情况"])
        sheet.write_row("C2", ["出生年月", "住址"])
        for at, row in enumerate(ROWS):
            sheet.write_row(2 + at, 0, [at, row[0], "1990.01", row[2]])

    assert not any(secret in raw(masked_clean(workbook(listed), "a.xlsx")) for secret in ("甲子", "1990.01", "青石村"))


def test_a_formula_that_others_share_leaves_them_what_they_show() -> None:
    given = workbook(lambda _book, sheet: [sheet.write_formula(f"A{at}", "=B1", None, PHONE) for at in (1, 2)] and None)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(given)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            data = data.replace("<f>B1</f>", '<f t="shared" ref="A1:A3" si="0">B1</f>', 1).replace(
                "</row></sheetData>", '</row><row r="3"><c r="A3"><f t="shared" si="0"/><v>7</v></c></row></sheetData>'
            )
            new.writestr(name, data)
    after = raw(masked_clean(file.getvalue(), "a.xlsx"))
    assert 't="shared"' not in after
    assert "<v>7</v>" in after


@pytest.mark.parametrize("form", ["pdf", "ofd"])
def test_what_cannot_be_masked_says_what_to_do(form: str) -> None:
    with pytest.raises(Invalid) as refused:
        mask(made(f"关于通知\n证件{NUMBER}", form), f"a.{form}")
    assert refused.value.code == "mask-kind"
    assert refused.value.advice


def test_a_broken_file_is_not_masked() -> None:
    with pytest.raises(Invalid) as refused:
        mask(word(full_document)[:2000], "a.docx")
    assert refused.value.code == "mask-unreadable"


def test_a_clean_file_comes_back_as_it_is() -> None:
    content = word(lambda document: document.add_paragraph("通知") and None)
    assert mask(content, "a.docx") == content


@pytest.mark.libreoffice
@needs_libreoffice
@pytest.mark.parametrize(("content", "name"), [(word(full_document), "a.docx"), (workbook(full_workbook), "a.xlsx")])
def test_the_office_program_opens_what_was_masked(content: bytes, name: str, tmp_path: Path) -> None:
    given = tmp_path / name
    given.write_bytes(masked_clean(content, name))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(given)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    screening = screen((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    assert screening.clean
    assert any("500*************7X" in line for line in screening.lines)


def test_the_number_of_the_tests_checks() -> None:
    assert id_check(NUMBER[:17]) == NUMBER[17]
