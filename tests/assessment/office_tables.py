"""Indicator tables as offices make them, as csv, xlsx and docx: merged cells, titles above, notes among rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import docx
import xlsxwriter

from luoshi.assessment.reading.tables import Reading, read_framework
from luoshi.assessment.rules.framework import Row, walk

HEADER = ("序号", "项目", "考核内容", "分值", "评分标准", "佐证材料")
Cells = Sequence[Sequence[str]]


def as_csv(rows: Cells, encoding: str = "utf-8-sig") -> bytes:
    """A CSV of rows."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Cells, *, merged: Sequence[str] = (), name: str | None = None, before: Cells = ()) -> bytes:
    """A workbook; ``merged`` are ranges like A2:A3 with the text of their first cell; ``before`` a sheet before."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        if before:
            _write(book.add_worksheet("说明"), before)
        sheet = book.add_worksheet(name)
        _write(sheet, rows)
        for places in merged:
            first = places.partition(":")[0]
            sheet.merge_range(places, rows[int(first[1:]) - 1][ord(first[0]) - 65])
    return file.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, rows: Cells) -> None:
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text:
                sheet.write(r, c, float(text) if text.replace(".", "", 1).isdigit() and len(text) < 6 else text)


def as_docx(parts: Sequence[str | Cells], *, merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """A paper of paragraphs and tables; ``merged`` are places of the first table as top, left, bottom, right."""
    paper = docx.Document()
    for part in parts:
        if isinstance(part, str):
            paper.add_paragraph(part)
            continue
        table = paper.add_table(len(part), max(map(len, part)))
        for r, row in enumerate(part):
            for c, text in enumerate(row):
                if text:
                    table.cell(r, c).text = text
    for top, left, bottom, right in merged:
        table = paper.tables[0]
        words = table.cell(top, left).text
        whole = table.cell(top, left).merge(table.cell(bottom, right))
        whole.text = words
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def read(rows: Cells, header: Sequence[str] = HEADER) -> Reading:
    """The reading of a CSV with a header and rows."""
    return read_framework(as_csv([header, *rows]), "考核表.csv")


def row(reading: Reading, code: str) -> Row:
    """The row of a code."""
    return next(row for row in walk(reading.framework.rows) if row.code == code)


def told(reading: Reading) -> list[tuple[str, str]]:
    """Codes of findings with the rows that they are about."""
    return [(finding.code, finding.row) for finding in reading.findings]
