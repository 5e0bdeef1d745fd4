"""A paper as an Excel workbook: one sheet a table."""

from __future__ import annotations

from io import BytesIO
from itertools import product
from typing import Any

from xlsxwriter import Workbook

from luoshi.render import typeface
from luoshi.render.measure import lines_of, printable
from luoshi.render.model import Align, Cell, Column, Orientation, Paper, Row, Table
from luoshi.render.typeface import Typeface

A4 = 9  # Excel's number for the paper size
TALLEST = 409.0  # points; Excel draws no taller row
LONGEST = 32_767  # characters that a cell can hold
LINE = 15.0  # points between two lines of a cell
MILLIMETRES_A_DIGIT = 1.852  # a column's width counts digits of the default font, seven pixels wide
PADDING = 2.0  # millimetres that a cell keeps free beside its text
FILLED = "#FFF9E5"  # the ground of what somebody fills in; white in a grey print
UNLOCKED = dict.fromkeys(("format_cells", "format_columns", "format_rows", "sort", "autofilter"), True)
CHOICES = 255  # characters that Excel takes for what is chosen from, with a comma between two
TALL = 4  # rows; the text of a taller merged cell stands at its top, since a page may end within it


def write(paper: Paper) -> bytes:
    """The bytes of an .xlsx: A4, fitted to one page in width, header row repeated on every page and kept in view."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    book.set_properties({"title": printable(paper.title), "author": "Luoshi", "created": paper.dated})
    for number, table in enumerate(paper.tables, start=1):
        sheet = book.add_worksheet(_sheet_name(table.caption, number))
        _Sheet(book, sheet, paper, table).write()
    book.close()
    return out.getvalue()


def _sheet_name(caption: str, number: int) -> str:
    name = "".join(character for character in printable(caption) if character not in "[]:*?/\\'\n\t")
    return name[:31] or f"Sheet{number}"


def _fit(choices: tuple[str, ...]) -> bool:
    """Whether a spreadsheet can offer these."""
    return len(",".join(choices)) <= CHOICES and not any("," in choice for choice in choices)


class _Sheet:
    """Writes one table to one sheet, from the top down."""

    def __init__(self, book: Any, sheet: Any, paper: Paper, table: Table) -> None:
        self.book, self.sheet, self.paper, self.table = book, sheet, paper, table
        self.row = 0
        usable = typeface.PAGE_LONG if paper.orientation is Orientation.LANDSCAPE else typeface.PAGE_SHORT
        usable -= 2 * typeface.MARGIN_SIDE
        character = typeface.CELL.size * typeface.MILLIMETRES_A_POINT
        scale = usable / sum(column.width for column in table.columns if not column.hidden)
        self.widths = [column.width * scale for column in table.columns]
        rooms = [max(1.0, (width - PADDING) / character) for width in self.widths]
        self.shown = [index for index, column in enumerate(table.columns) if not column.hidden]
        self.rooms = [room if index in self.shown else 0.0 for index, room in enumerate(rooms)]
        self.heading = self._format(typeface.HEADING, Align.CENTRE, border=True)
        self.section = self._format(typeface.SECTION, Align.LEFT, border=True)
        self.cells = {
            (column, tall): self._format(typeface.CELL, column.align, border=True, top=tall, column=column)
            for column, tall in product(table.columns, (False, True))
        }

    def write(self) -> None:
        self._page()
        for index, width in enumerate(self.widths):
            hidden = {"hidden": self.table.columns[index].hidden}
            self.sheet.set_column(index, index, width / MILLIMETRES_A_DIGIT - 0.72, None, hidden)
        self._line(self.paper.title, typeface.TITLE, Align.CENTRE)
        for line in self.paper.lines:
            self._line(line, typeface.UNDER_TITLE, Align.CENTRE)
        self._headings(self.table.columns)
        for section in self.table.sections:
            if section.title:
                self._across(section.title, self.section, LINE + 6)
            self._rows(section.rows)
        for remark in self.paper.remarks:
            self._line(remark, typeface.REMARK, Align.LEFT)

    def _page(self) -> None:
        sheet = self.sheet
        sheet.set_paper(A4)
        if self.paper.orientation is Orientation.LANDSCAPE:
            sheet.set_landscape()
        top, bottom, side = (mm / 25.4 for mm in (typeface.MARGIN_TOP, typeface.MARGIN_BOTTOM, typeface.MARGIN_SIDE))
        sheet.set_margins(left=side, right=side, top=top, bottom=bottom)
        sheet.set_footer(f'&C&"{typeface.PAGE_NUMBER.chinese}"&14— &P —')
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        if self.paper.locked:
            sheet.protect("", UNLOCKED)

    def _headings(self, columns: tuple[Column, ...]) -> None:
        lines = max(lines_of(columns[index].heading, self.rooms[index]) for index in self.shown)
        self.sheet.set_row(self.row, lines * LINE + 8)
        for index, column in enumerate(columns):
            self.sheet.write_string(self.row, index, printable(column.heading), self.heading)
        self.sheet.repeat_rows(self.row)
        self.sheet.freeze_panes(self.row + 1, 0)
        self.row += 1

    def _rows(self, rows: tuple[Row, ...]) -> None:
        heights = self._heights(rows)
        for offset, row in enumerate(rows):
            self.sheet.set_row(self.row + offset, heights[offset])
            for index, cell in enumerate(row):
                if cell is not None:
                    self._cell(self.row + offset, index, cell)
        self.row += len(rows)

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        head = self.table.columns[column]
        style = self.cells[head, cell.rows > TALL]
        text = printable(cell.text)[:LONGEST]
        if cell.rows > 1 or cell.columns > 1:
            self.sheet.merge_range(row, column, row + cell.rows - 1, column + cell.columns - 1, "", style)
        self.sheet.write_string(row, column, text, style)
        if cell.choices and _fit(cell.choices):
            self.sheet.data_validation(row, column, row, column, {"validate": "list", "source": list(cell.choices)})

    def _heights(self, rows: tuple[Row, ...]) -> list[float]:
        """Points a row. A merged cell that needs more than its rows have gives the rest to each of them alike."""
        needs = [
            (offset, cell.rows, lines_of(cell.text, sum(self.rooms[index : index + cell.columns])) * LINE + 4)
            for offset, row in enumerate(rows)
            for index, cell in enumerate(row)
            if cell is not None and index in self.shown
        ]
        heights = [LINE + 4] * len(rows)
        for offset, covered, need in sorted(needs, key=lambda found: found[1]):  # single rows first
            lacking = need - sum(heights[offset : offset + covered])
            for index in range(offset, offset + covered):
                heights[index] += max(0.0, lacking) / covered
        return [min(TALLEST, height) for height in heights]

    def _line(self, text: str, face: Typeface, align: Align) -> None:
        room = sum(self.rooms) * typeface.CELL.size / face.size
        self._across(text, self._format(face, align), lines_of(text, room) * face.size * 1.5 + 4)

    def _across(self, text: str, style: Any, height: float) -> None:
        last = len(self.rooms) - 1
        self.sheet.set_row(self.row, min(TALLEST, height))
        if last:
            self.sheet.merge_range(self.row, 0, self.row, last, "", style)
        self.sheet.write_string(self.row, 0, printable(text)[:LONGEST], style)
        self.row += 1

    def _format(
        self, face: Typeface, align: Align, *, border: bool = False, top: bool = False, column: Column | None = None
    ) -> Any:
        return self.book.add_format(
            {
                "font_name": face.chinese,
                "font_size": face.size,
                "bold": face.bold,
                "align": "center" if align is Align.CENTRE else "left",
                "valign": "top" if top else "vcenter",
                "text_wrap": True,
                "border": 1 if border else 0,
                **({"num_format": "@"} if column and column.verbatim else {}),
                **({"bg_color": FILLED, "locked": False} if column and column.filled else {}),
            }
        )
