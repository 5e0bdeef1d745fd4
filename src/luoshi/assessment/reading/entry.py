"""A row of a sheet as it stands there, what is left out beside the rows, and rows and headings that are told twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from luoshi.assessment.reading.cells import headed
from luoshi.assessment.reading.columns import Column
from luoshi.assessment.reading.folding import squeezed


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


@dataclass(frozen=True, slots=True)
class Left:
    """Something of a sheet that was left out: the code of its finding, the line where it begins, and its words."""

    code: str
    line: int
    said: Mapping[str, object]


def without_own(path: list[str], item: str) -> list[str]:
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


def without_repeats(rows: list[Entry], tables: list[tuple[int, int]]) -> Iterator[Left]:
    """Take out further tables of a file that only list rows again that were read before; what is told of them."""
    starts = [start for _line, start in tables] + [len(rows)]
    for at in reversed(range(len(tables))):
        first, last = starts[at], starts[at + 1]
        before = {(_told(row), row.said(Column.RULE)) for row in rows[:first]} if last > first else set()
        keys = {key for key, _rule in before}
        again = rows[first:last]
        if again and all(
            (_told(row), row.said(Column.RULE)) in before or (not row.said(Column.RULE) and _told(row) in keys)
            for row in again
        ):
            line, _start = tables[at]
            del rows[first:last]
            starts = [start - (last - first) if start >= last else start for start in starts]
            yield Left("table-repeats", line, {"line": line, "count": len(again)})


def _told(row: Entry) -> tuple[str, str, str]:
    return squeezed(row.number), squeezed(row.item), squeezed(row.said(Column.POINTS))
