"""Pages in, a draft of a source out: the steps of this package in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from luoshi.outline.readers.draft import Cell, Draft
from luoshi.outline.readers.paper.furniture import without_furniture
from luoshi.outline.readers.paper.glyphs import Line, Page, lines_of
from luoshi.outline.readers.paper.paragraphs import Setting, goes_on, paragraph_of, setting_of
from luoshi.outline.readers.paper.ruled import Box, Ruled, tables_of
from luoshi.outline.readers.paper.unruled import without_unruled


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as lines and tables: what crosses the border of the process that reads PDFs. ``aside`` is what is read
    from no plan, ``holds_files`` whether files were put in (``Page``)."""

    width: float
    height: float
    lines: list[Line]
    tables: list[Ruled]
    aside: tuple[str, ...] = ()
    holds_files: bool = False


def sheet_of(page: Page) -> Sheet:
    """The lines and the ruled tables of a page."""
    tables, rest = tables_of(page.rules, page.glyphs)
    return Sheet(page.width, page.height, lines_of(rest), tables, page.aside, page.holds_files)


def write(sheets: Sequence[Sheet], draft: Draft) -> None:
    """Write the paragraphs and tables of a paper, and say what was left out."""
    pages, gone = without_furniture([sheet.lines for sheet in sheets], [sheet.height for sheet in sheets])
    told = [without_unruled(page) for page in pages]
    setting = setting_of([lines for lines, _tables in told], [sheet.width for sheet in sheets])
    writer = _Writer(draft, setting)
    for sheet, (lines, tables) in zip(sheets, told, strict=True):
        writer.page(lines, [*sheet.tables, *tables])
    writer.close()
    if any(tables for _lines, tables in told):
        draft.say("table-by-position")
    for code, count in (("page-furniture", gone), ("repeated-header", writer.repeated)):
        if count:
            draft.say(code, count=count)


@dataclass(slots=True)
class _Writer:
    """Goes down the pages; holds the paragraph or the table that the next page may continue."""

    draft: Draft
    setting: Setting
    repeated: int = 0
    _lines: list[Line] = field(default_factory=list)
    _table: Ruled | None = None

    def page(self, lines: Sequence[Line], tables: Sequence[Ruled]) -> None:
        """Write a page from the top down."""
        items: list[Line | Ruled] = sorted([*lines, *tables], key=lambda item: item.top)
        for at, item in enumerate(items):
            if isinstance(item, Ruled):
                self._end_paragraph()
                self._tabulate(item, first=at == 0)
            else:
                self._end_table()
                self._line(item, same_page=at > 0)

    def close(self) -> None:
        """Write what is still held."""
        self._end_paragraph()
        self._end_table()

    def _line(self, line: Line, *, same_page: bool) -> None:
        if self._lines and not goes_on(self._lines[-1], line, self.setting, same_page=same_page):
            self._end_paragraph()
        self._lines.append(line)

    def _end_paragraph(self) -> None:
        if self._lines:
            told = paragraph_of(self._lines, self.setting)
            self.draft.paragraph(told.text, bold=told.bold, centred=told.centred)
            self._lines = []

    def _tabulate(self, table: Ruled, *, first: bool) -> None:
        held = self._table
        if held is not None and first and _same_columns(held, table):
            self.repeated += _continue(held, table)
            return
        self._end_table()
        self._table = table

    def _end_table(self) -> None:
        if self._table is not None:
            cells: dict[Box, Cell] = {}
            grid = [[cells.setdefault(box, Cell(box.text)) for box in row] for row in self._table.rows]
            self.repeated += self.draft.table(_without_doubles(grid))
            self._table = None


def _same_columns(a: Ruled, b: Ruled) -> bool:
    return len(a.columns) == len(b.columns) and all(abs(x - y) < 4 for x, y in zip(a.columns, b.columns, strict=True))


def _continue(held: Ruled, table: Ruled) -> int:
    """Put a table of the next page under the one before; the number of header rows that it repeated is given."""
    header = [box.text for box in held.rows[0]]
    rows = table.rows
    repeated = 0
    if len({text for text in header if text}) > 1 and [box.text for box in rows[0]] == header:
        rows, repeated = rows[1:], 1
    if not rows:
        return repeated
    last, first = held.rows[-1], rows[0]
    if _is_cut(last, first):
        for above, below in dict.fromkeys(zip(last, first, strict=True)):
            above.text += below.text
            above.full = below.full if below.text else above.full
        _replace(rows, dict(zip(first, last, strict=True)))
        held.rows.extend(rows[1:])
        return repeated
    for column, (above, below) in enumerate(zip(last, first, strict=True)):
        if below.text or not above.text or column + 1 == len(first):
            break  # a merged cell that goes on says nothing again; only those on the left are groups
        _replace(rows, {below: above})
    held.rows.extend(rows)
    return repeated


def _is_cut(last: Sequence[Box], first: Sequence[Box]) -> bool:
    """Whether a row goes on on the next page: whatever speaks there continues a full line, not one that ended."""
    pairs = list(zip(last, first, strict=True))
    speaking = [above for above, below in pairs if below.text]
    silent = any(above.text and not below.text for above, below in pairs)
    return (silent or len(speaking) > 1) and all(above.full and above.text[-1] not in "。；" for above in speaking)


def _replace(rows: list[list[Box]], instead: dict[Box, Box]) -> None:
    for row in rows:
        row[:] = [instead.get(box, box) for box in row]


def _without_doubles(grid: list[list[Cell]]) -> list[list[Cell]]:
    """Rows without those that two rules drawn for one, or a wholly merged row, make twice."""
    return [row for at, row in enumerate(grid) if at == 0 or row != grid[at - 1]]
