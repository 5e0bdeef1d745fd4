"""Clerks of units that answer on paper: each fills in the table that it got, in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO

from docx import Document
from xlsxwriter import Workbook

from luoshi.documents.return_sheet import return_sheet
from luoshi.outline.readers.calamine import answer
from luoshi.render import docx_file, xlsx_file
from luoshi.reporting.queries.return_sheets import UnitSheet

Row = dict[str, object]


class Sheet:
    """A table as a clerk sees it: the words above it, its headings, its rows by heading."""

    def __init__(self, data: bytes) -> None:
        lines = [row for row in answer(data)[0]["rows"] if any(row)]  # our own file: it needs no child process
        at = next(at for at, cells in enumerate(lines) if "编号" in cells)
        self.above = [cells[0] for cells in lines[:at]]
        self.heads = lines[at]
        body = lines[at + 1 :]
        self.rows: list[Row] = [dict(zip(self.heads, cells, strict=True)) for cells in body if any(cells[1:])]

    def fill(self, at: int, **said: object) -> None:
        """Fill cells of a row; ``state`` and the like stand for their headings."""
        words = {
            "state": "进展状态", "text": "进展情况（500字以内）", "figure": "数值", "reachable": "能否如期",
            "proof": "佐证材料名称", "number": "文号", "day": "材料日期", "address": "网址或附件名", "code": "编号",
            "signed": "签批文件",
        }  # fmt: skip
        for name, value in said.items():
            self.rows[at][words[name]] = value

    def saved(self, *, without: Iterable[str] = (), merged: Iterable[tuple[int, int, str]] = ()) -> bytes:
        """The bytes of a workbook of another program; ``merged`` are rows (from, to) of one column."""
        out = BytesIO()
        book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        sheet, days = book.add_worksheet("表1"), book.add_format({"num_format": "yyyy/m/d"})
        heads = [head for head in self.heads if head not in set(without)]
        for at, words in enumerate(self.above):
            sheet.write_string(at, 0, words)
        top = len(self.above) + 1
        sheet.write_row(top - 1, 0, heads)
        for at, row in enumerate(self.rows):
            for place, head in enumerate(heads):
                value = row.get(head, "")
                if isinstance(value, date):
                    sheet.write_datetime(top + at, place, value, days)
                else:
                    sheet.write(top + at, place, value)
        for first, last, head in merged:
            place = heads.index(head)
            sheet.merge_range(top + first, place, top + last, place, self.rows[first][head])
        book.close()
        return out.getvalue()


def sent(sheet: UnitSheet) -> Sheet:
    """The table that a unit got, as a workbook."""
    return Sheet(xlsx_file.write(return_sheet(sheet)))


def typed_docx(sheet: UnitSheet, fill: Callable[[int], dict[str, str]], *, retyped: bool = False) -> bytes:
    """The table that a unit got, as a text, filled in; ``retyped`` into a table of the clerk's own."""
    document = Document(BytesIO(docx_file.write(return_sheet(sheet, boxes=True))))
    table = document.tables[0]
    heads = [cell.text for cell in table.rows[0].cells]
    for at, row in enumerate(table.rows[1:]):
        for head, words in fill(at).items():
            row.cells[heads.index(head)].text = words
    if retyped:
        fresh = Document()
        fresh.add_paragraph("本月填报如下")
        for words in document.paragraphs:
            fresh.add_paragraph(words.text)
        own = fresh.add_table(rows=0, cols=len(heads))
        for row in table.rows:
            for cell, before in zip(own.add_row().cells, row.cells, strict=True):
                cell.text = before.text
        document = fresh
    out = BytesIO()
    document.save(out)
    return out.getvalue()
