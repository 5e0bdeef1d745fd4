"""The lines of a sheet as entries: each row with what stands above it, notes and totals taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from luoshi.assessment.reading.cells import headed
from luoshi.assessment.reading.columns import LONGEST_HEADING, Column, Layout, column_of, layout_of
from luoshi.assessment.reading.entry import Entry, Left, without_own, without_repeats
from luoshi.assessment.reading.folding import folded, squeezed
from luoshi.assessment.reading.grids import WIDEST, Line, Sheet
from luoshi.outline.stages.marks import Kind, mark_at

LONGEST_CELL = 8000
MOST_LEVELS = 9
_TOTAL = re.compile(r"(?:合计|总计|总分|共计|总分值|小计|满分)(?:：?(?:\d+(?:\.\d+)?)分?)?")
_NOTE = re.compile(r"^(?:注|说明|备注|附注|附|填表说明|※|\*|×注|打分说明|评分说明)(?:：|\d|[、.（]|$)")
_BESIDE = tuple(kind for kind in Column if kind not in {Column.ITEM, Column.LEVEL})
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(slots=True)
class Entries:
    """What a sheet says: rows, the words above and below the table, the total that it states, rows refused, and what
    was left out.
    """

    layout: Layout
    rows: list[Entry] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    total: Decimal | None = None
    refused: list[tuple[int, str]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


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
    walk.end()
    if sheet.wider:
        walk.found.left.append(Left("column-unread", sheet.wider, {"name": f"第{WIDEST + 1}列起", "text": "…"}))
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
        self._unused: dict[str, None] = {}  # headings under which no row stood yet
        self._columns: dict[str, Left] = {}
        self._aside: dict[int, str] = {}  # what the line before held in columns that are not read
        self._tables: list[tuple[int, int]] = []  # where further tables begin: line, index of their first row
        self._other: Left | None = None  # a table in between that is none of indicators

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
        if self._other is None:
            self._row(line)

    def end(self) -> None:
        """What is to be said once every line was taken."""
        self.found.notes += self._unused
        self.found.left += [*self._columns.values(), *without_repeats(self.found.rows, self._tables)]

    def _is_header(self, line: Line) -> bool:
        headings = {squeezed(heading) for heading in self._layout.headings if heading}
        texts = {squeezed(text) for text in line.told}
        if len(texts) < 2 or not texts <= headings:
            return False
        pairs = zip(line.cells, self._layout.headings, strict=False)
        return all(squeezed(text) == squeezed(heading) for text, heading in pairs if text) or layout_of([line]) is None

    def _is_next_header(self, line: Line, told: list[str]) -> bool:
        """Whether another table begins here, with columns of its own."""
        if len(told) < 3 or any(len(text) > LONGEST_HEADING for text in told):
            return False
        known = [kind for text in told if (kind := column_of(text)) is not None]
        if len(known) < len(told) and (Column.NUMBER not in known or len(known) * 2 < len(told)):
            return False
        layout = layout_of([line])
        if layout is None and Column.NUMBER not in known:
            return False
        self._levels, self._heads, self._item, self._before = {}, {}, "", None
        self._other = None
        if layout is None:
            self._other = Left("table-unread", line.number, {"line": line.number, "text": "、".join(told[:4])})
            self.found.left.append(self._other)
            return True
        self._layout = layout
        self._tables.append((line.number, len(self.found.rows)))
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
        self._unused[text] = None
        self._levels = {}
        return True

    # --- rows -----------------------------------------------------------------------------------------------------

    def _row(self, line: Line) -> None:
        changed = self._carry(line)
        columns = self._layout
        item = columns.text(line, Column.ITEM)
        cells: dict[Column, str] = {kind: columns.text(line, kind) for kind in _BESIDE}
        aside, self._aside = self._aside, dict(self._set_aside(line))
        if self._continues(line, item, changed, cells) or (aside != self._aside and self._says_the_same(item, cells)):
            self._extend(line, item, cells)
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
        path = without_own(path, item)
        if len(path) > MOST_LEVELS:
            self.found.refused.append((line.number, "too-deep"))
            return
        self._item = item
        self._before = line
        for _rank, text in self._headings:
            self._unused.pop(text, None)
        entry = Entry(line.number, cells[Column.NUMBER], tuple(path), item, cells, dict(self._heads))
        self.found.rows.append(entry)

    def _carry(self, line: Line) -> bool:
        """Take over what the level cells say; whether any of them changed.

        A blank cell means what stands above it, but not where the cell before it is written out again: then it is none.
        """
        changed = written = False
        for j in self._layout.at(Column.LEVEL):
            text = line.cells[j] if j < len(line.cells) else ""
            if not text and written and self._levels.pop(j, ""):
                changed = True
            written = bool(text) and text == self._levels.get(j) and self._stands_alone(line, j)
            if text and text != self._levels.get(j):
                self._levels = {k: v for k, v in self._levels.items() if k < j}
                self._levels[j] = text
                changed = True
            beside = self._layout.beside.get(j)
            if text and beside is not None and beside < len(line.cells) and line.cells[beside]:
                self._heads[text] = line.cells[beside]
        return changed

    def _stands_alone(self, line: Line, column: int) -> bool:
        before = self._before
        return (
            before is None
            or column >= len(before.joined)
            or before.joined[column] != line.joined[column]
            or (self._flat)
        )

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

    def _says_the_same(self, item: str, cells: dict[Column, str]) -> bool:
        """Whether a line repeats the row above beside something else, as merged cells are written out in a CSV."""
        if not self._flat or not self.found.rows or not cells[Column.NUMBER]:
            return False
        last = self.found.rows[-1]
        kinds = (Column.NUMBER, Column.POINTS, Column.RULE, Column.EVIDENCE)
        return last.item == item and all(last.said(kind) == cells[kind] for kind in kinds)

    def _set_aside(self, line: Line) -> Iterator[tuple[int, str]]:
        """What a line holds in columns that are not read; each such column is told once."""
        for j, text in self._layout.unread(line):
            if text.strip("-—/\\ "):
                heading = self._layout.headings[j] if j < len(self._layout.headings) else ""
                name = squeezed(heading) or f"第{j + 1}列"
                self._columns.setdefault(name, Left("column-unread", line.number, {"name": name, "text": text[:40]}))
                yield j, text

    def _extend(self, line: Line, item: str, cells: dict[Column, str]) -> None:
        last = self.found.rows[-1]
        if item and item not in last.item:
            last.item += "\n" + item
        if cells[Column.NUMBER] not in ("", last.number):
            said = {"line": line.number, "number": cells[Column.NUMBER], "above": last.number}
            self.found.left.append(Left("row-joined", line.number, said))
        for kind in _BESIDE:
            text = cells[kind]
            if kind not in (Column.NUMBER, Column.POINTS) and text and text not in last.cells.get(kind, ""):
                last.cells[kind] = f"{last.cells.get(kind, '')}\n{text}".strip()
