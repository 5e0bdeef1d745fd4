"""Tables without ruled lines, told by the columns in which the words of neighbouring lines stand."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.outline.readers.paper.glyphs import Line
from luoshi.outline.readers.paper.paragraphs import NUMBERED
from luoshi.outline.readers.paper.ruled import Box, Ruled

_COLUMNS = 3  # fewer are more often a signature or a list than a table
_LINES = 3


def without_unruled(lines: Sequence[Line]) -> tuple[list[Line], list[Ruled]]:
    """The lines of a page that stand in no such table, and the tables.

    The first line of a table says its columns. A line without a number that leaves the first column empty goes on with
    the row above.
    """
    kept: list[Line] = []
    tables: list[Ruled] = []
    at = 0
    while at < len(lines):
        end = _end(lines, at)
        rows = lines[at:end]
        if sum(1 for line in rows if len(line.pieces) > 1) >= _LINES:
            tables.append(_table(rows))
        else:
            end = at + 1
            kept.append(lines[at])
        at = end
    return kept, tables


def _end(lines: Sequence[Line], at: int) -> int:
    """Where the lines end that stand in the columns of a line."""
    if len(lines[at].pieces) < _COLUMNS:
        return at + 1
    starts = [start for _text, start, _end in lines[at].pieces]
    end = at + 1
    while end < len(lines) and _columns(lines[end], starts) is not None and _is_near(lines[end - 1], lines[end]):
        end += 1
    return end


def _is_near(above: Line, line: Line) -> bool:
    return line.top - above.bottom < 2 * line.size


def _columns(line: Line, starts: Sequence[float]) -> list[int] | None:
    """The column of each piece of a line; ``None`` where a piece reaches over the beginning of the next column."""
    columns = []
    for _text, start, end in line.pieces:
        column = max((at for at, place in enumerate(starts) if start > place - line.size), default=None)
        if column is None or (column + 1 < len(starts) and end > starts[column + 1]):
            return None
        columns.append(column)
    return columns if len(set(columns)) == len(columns) else None


def _table(lines: Sequence[Line]) -> Ruled:
    starts = [start for _text, start, _end in lines[0].pieces]
    right = max(line.x1 for line in lines)
    edges = [*starts, right]
    rows: list[list[Box]] = []
    for line in lines:
        columns = _columns(line, starts) or []
        if 0 in columns or not rows or any(NUMBERED.match(text) for text, _start, _end in line.pieces):
            rows.append([Box(edges[at], edges[at + 1]) for at in range(len(starts))])
        for (text, _start, _end), column in zip(line.pieces, columns, strict=False):
            rows[-1][column].text += text
    return Ruled(lines[0].top, lines[-1].bottom, edges, rows)
