"""The lines of a sheet as entries: each row with what stands above it, notes and totals taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from luoshi.assessment.reading.cells import headed
from luoshi.assessment.reading.columns import LONGEST_HEADING, Column, Layout, column_of, layout_of
from luoshi.assessment.reading.folding import folded, squeezed
from luoshi.assessment.reading.grids import Line, Sheet
from luoshi.outline.stages.marks import Kind, mark_at

LONGEST_CELL = 8000
MOST_LEVELS = 9
_TOTAL = re.compile(r"(?:合计|总计|总分|共计|总分值|小计|满分)(?:：?(?:\d+(?:\.\d+)?)分?)?")
_NOTE = re.compile(r"^(?:注|说明|备注|附注|附|填表说明|※|\*|×注|打分说明|评分说明)(?:：|\d|[、.（]|$)")
_BESIDE = tuple(kind for kind in Column if kind not in {Column.ITEM, Column.LEVEL})
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(slots=True)
class Entry:
    """A row of the table: ``path`` are the headings above it from the outside in, texts are as written.

    ``heads`` are the points that columns beside the levels give, by the text of the level.
    """

    line: int
    number: str
    path: tuple[str, ...]
    item: str
    cells: dict[Column, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    def said(self, column: Column) -> str:
        """The text of a column."""
        return self.cells.get(column, "")


@dataclass(slots=True)
class Entries:
    """What a sheet says: rows, the words above and below the table, the total that it states, rows refused."""

    layout: Layout
    rows: list[Entry] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    total: Decimal | None = None
    refused: list[tuple[int, str]] = field(default_factory=list)


def entries_of(sheet: Sheet) -> Entries | None:
    """The entries of a sheet; None where no row names the columns of an indicator table."""
    layout = layout_of(sheet.lines)
    if layout is None:
        return None
    depth = 1 if layout.first < 2 or not _same(sheet.lines[layout.first - 2], layout) else 2
    walk = _Walk(layout, flat=sheet.flat)
    walk.found.above = [text for line in sheet.lines[: layout.first - depth] for text in line.told]
    for line in sheet.lines[layout.first :]:
        walk.take(line)
    return walk.found


def _same(line: Line, layout: Layout) -> bool:
    """Whether a line is the upper of two heading rows."""
    return not line.words and len(line.told) > 1 and any(text in layout.headings for text in line.told)


class _Walk:
    """Goes down the lines and remembers what merged or blank cells carry on."""

    def __init__(self, layout: Layout, *, flat: bool) -> None:
        self.found = Entries(layout)
        self._flat = flat
        self._layout = layout
        self._headings: list[tuple[int, str]] = []
        self._levels: dict[int, str] = {}
        self._heads: dict[str, str] = {}
        self._before: Line | None = None
        self._item = ""

    def take(self, line: Line) -> None:
        """Read one line."""
        told = line.told
        if not told or self._is_header(line) or self._is_next_header(line, told):
            return
        if any(len(text) > LONGEST_CELL for text in told):
            self.found.refused.append((line.number, "cell-too-long"))
            return
        if self._is_total(line, told):
            return
        if len(told) == 1 and self._alone(line, told[0]):
            return
        self._row(line)

    def _is_header(self, line: Line) -> bool:
        headings = {squeezed(heading) for heading in self._layout.headings if heading}
        texts = {squeezed(text) for text in line.told}
        return len(texts) > 1 and texts <= headings

    def _is_next_header(self, line: Line, told: list[str]) -> bool:
        """Whether another table begins here, with columns of its own."""
        if len(told) < 3 or not all(len(text) <= LONGEST_HEADING and column_of(text) for text in told):
            return False
        layout = layout_of([line])
        if layout is None:
            return False
        self._layout = layout
        self._levels, self._heads, self._item, self._before = {}, {}, "", None
        return True

    def _is_total(self, line: Line, told: list[str]) -> bool:
        if not any(_TOTAL.fullmatch(squeezed(text)) for text in told[:2]):
            return False
        said = [self._layout.text(line, Column.POINTS), *told]
        for text in said:
            figures = _NUMBER.findall(folded(text))
            if figures:
                if not squeezed(told[0]).startswith("小计"):
                    self.found.total = Decimal(figures[-1]) if len(figures[-1]) < 12 else None
                break
        return True

    def _alone(self, line: Line, text: str) -> bool:
        """A line of one text: a heading, or a note; not where it is the item of a row without anything else."""
        if _NOTE.match(folded(text)):
            self.found.notes.append(text)
            return True
        mark = mark_at(text, 0, len(text))
        spans = len(set(line.joined)) < len(line.joined) or line.words
        item = self._layout.at(Column.ITEM)[0]
        at = next(j for j, cell in enumerate(line.cells) if cell)
        heading = spans or at < item or (mark is not None and mark.kind.rank <= Kind.BRACKETED_CHINESE.rank)
        if not heading:
            return False
        if len(text) > 60 and headed(text).points is None and not (mark and mark.kind.rank <= Kind.CHINESE.rank):
            self.found.notes.append(text)
            return True
        if at in self._layout.at(Column.LEVEL) and not spans:
            return False
        rank = mark.kind.rank if mark else 0
        self._headings = [(r, words) for r, words in self._headings if r < rank] + [(rank, text)]
        self._levels = {}
        return True

    # --- rows -----------------------------------------------------------------------------------------------------

    def _row(self, line: Line) -> None:
        changed = self._carry(line)
        columns = self._layout
        item = columns.text(line, Column.ITEM)
        cells: dict[Column, str] = {kind: columns.text(line, kind) for kind in _BESIDE}
        if self._continues(line, item, changed, cells):
            self._extend(item, cells)
            self._before = line
            return
        path = [text for _rank, text in self._headings] + [
            self._levels[j] for j in sorted(self._levels) if self._levels[j]
        ]
        if not item:
            item = self._item if not changed and self._item else (path.pop() if path else "")
        if not item:
            self.found.refused.append((line.number, "no-item"))
            return
        path = _without_repeats(path, item)
        if len(path) > MOST_LEVELS:
            self.found.refused.append((line.number, "too-deep"))
            return
        self._item = item
        self._before = line
        entry = Entry(line.number, cells[Column.NUMBER], tuple(path), item, cells, dict(self._heads))
        self.found.rows.append(entry)

    def _carry(self, line: Line) -> bool:
        """Take over what the level cells say; whether any of them changed."""
        changed = False
        for j in self._layout.at(Column.LEVEL):
            text = line.cells[j] if j < len(line.cells) else ""
            if text and text != self._levels.get(j):
                self._levels = {k: v for k, v in self._levels.items() if k < j}
                self._levels[j] = text
                changed = True
            beside = self._layout.beside.get(j)
            if text and beside is not None and beside < len(line.cells) and line.cells[beside]:
                self._heads[text] = line.cells[beside]
        return changed

    def _continues(self, line: Line, item: str, changed: bool, cells: dict[Column, str]) -> bool:
        """Whether a line goes on with the row above: the same merged points, or a rule without anything of its own."""
        if changed or not self.found.rows or self._before is None:
            return False
        before = self._before
        merged = [self._is_merged(before, line, column) for column in (Column.POINTS, Column.ITEM)]
        if merged[0]:
            return True
        if merged[1] and not cells[Column.POINTS]:
            return True
        return not item and not cells[Column.POINTS] and not cells[Column.NUMBER] and bool(cells[Column.RULE])

    def _is_merged(self, before: Line, line: Line, column: Column) -> bool:
        for j in self._layout.at(column)[:1]:
            if j < len(line.joined) and j < len(before.joined) and line.cells[j]:
                return not self._flat and line.joined[j] == before.joined[j]
        return False

    def _extend(self, item: str, cells: dict[Column, str]) -> None:
        last = self.found.rows[-1]
        if item and item not in last.item:
            last.item += "\n" + item
        for kind in (
            Column.RULE,
            Column.EVIDENCE,
            Column.METHOD,
            Column.SCORER,
            Column.DOER,
            Column.LEAD,
            Column.SUPPORT,
        ):
            text = cells[kind]
            if text and text not in last.cells.get(kind, ""):
                last.cells[kind] = f"{last.cells.get(kind, '')}\n{text}".strip()


def _without_repeats(path: list[str], item: str) -> list[str]:
    """Headings without those that only repeat the one above them or the row itself."""
    kept: list[str] = []
    for text in path:
        title, points = headed(text).title, headed(text).points
        if kept and headed(kept[-1]).title == title:
            if points is not None:
                kept[-1] = text
        else:
            kept.append(text)
    while kept and headed(kept[-1]).title == headed(item).title:
        kept.pop()
    return kept
