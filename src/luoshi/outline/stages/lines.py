"""Lines: what a source says, cut into the pieces that later stages read.

Reads ``Source`` (blocks, text outside tables). Writes ``Line`` values in order: one for each printed line, and one for
each numbered item where a whole document stands on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luoshi.outline.model import Block, Source, Span
from luoshi.outline.stages.marks import Kind, Mark, counting, inside, mark_at

# Shorter lines are never cut: an ordinary item of a plan may hold （1）…（2）… and stay one item.
RUNNING_LINE = 160
_FILLERS = re.compile(
    r"[（(](?:此页无正文|此件(?:主动|依申请|不予)?公开(?:发布)?|此件不公开|本页无正文|以下无正文)[^）)]{0,12}[）)]"
    r"|[—\-－–]{1,2} ?\d{1,3} ?[—\-－–]{1,2}|第 ?\d{1,3} ?页(?:[ ，,]*共 ?\d{1,3} ?页)?|\d{1,3}"
)
_BLANK = " \t\u3000\xa0\u200b\ufeff\r\x0b\x0c"


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line (or an item cut out of a running one): ``span`` without blanks at its ends."""

    span: Span
    mark: Mark | None
    level: int | None = None
    bold: bool = False
    centred: bool = False
    cut: bool = False  # an item of a running line
    table: int | None = None  # index of the table that stands here, then ``span`` is the table's

    @property
    def body(self) -> int:
        """Where the text behind the number begins."""
        return self.mark.end if self.mark else self.span.start


def strip(text: str, span: Span) -> Span:
    """The span without blanks at its ends."""
    start, end = span
    while start < end and text[start] in _BLANK:
        start += 1
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return Span(start, end)


def lines_of(source: Source) -> tuple[tuple[Line, ...], tuple[Span, ...]]:
    """The lines of a source, and the places of page fillers that were left out."""
    lines: list[Line] = []
    fillers: list[Span] = []
    tables = [(table.span.start, i) for i, table in enumerate(source.tables)]
    for block in source.blocks:
        while tables and tables[0][0] <= block.span.start:
            lines.append(_table_line(source, tables.pop(0)[1]))
        for span in _printed(source.text, block):
            if _FILLERS.fullmatch(source.cut(span)):
                fillers.append(span)
            else:
                lines.extend(_items(source.text, span, block))
    lines.extend(_table_line(source, i) for _, i in tables)
    return tuple(lines), tuple(fillers)


_CONTENTS = re.compile(r"目\s*录|目\s*次")


def without_contents(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without a table of contents: from 目录 to where its first entry stands again as a heading."""
    at = next((i for i, line in enumerate(lines) if _CONTENTS.fullmatch(text, *line.span)), None)
    first = next((line for line in lines[at + 1 :] if line.mark), None) if at is not None else None
    if at is None or first is None:
        return tuple(lines)
    number, words = _opening(text, first)
    for i in range(at + 2, len(lines)):
        other, heading = _opening(text, lines[i])
        if lines[i].mark and other == number and heading and (words.startswith(heading) or heading.startswith(words)):
            return (*lines[:at], *lines[i:])
    return tuple(lines)


def _opening(text: str, line: Line) -> tuple[str, str]:
    number = line.mark.span if line.mark else line.span
    return text[number.start : number.end], re.sub(r"\s+", "", text[line.body : min(line.body + 12, line.span.end)])[:8]


def _table_line(source: Source, index: int) -> Line:
    return Line(source.tables[index].span, None, table=index)


def _printed(text: str, block: Block) -> Iterator[Span]:
    at = block.span.start
    while at <= block.span.end:
        end = text.find("\n", at, block.span.end)
        end = block.span.end if end < 0 else end
        span = strip(text, Span(at, end))
        if span.start < span.end:
            yield span
        at = end + 1


def _items(text: str, span: Span, block: Block) -> Iterator[Line]:
    cuts = sorted({m.span.start for m in _inline_marks(text, span)} | {span.start})
    for start, end in zip(cuts, [*cuts[1:], span.end], strict=True):
        piece = strip(text, Span(start, end))
        if piece.start == piece.end:
            continue
        mark = mark_at(text, piece.start, piece.end)
        yield Line(piece, mark, block.level, block.bold, block.centred, cut=len(cuts) > 1)


def _inline_marks(text: str, span: Span) -> list[Mark]:
    """Where a running line is to be cut: numbers that count up from one."""
    if span.end - span.start < RUNNING_LINE:
        return []
    found: list[Mark] = []
    for kind in (Kind.CHAPTER, Kind.CHINESE):
        marks = inside(text, *span, kind)
        found += counting(marks) or [
            m for m in marks if m.ordinal == 1 and _first_behind(text, m, Kind.BRACKETED_CHINESE)
        ]
    for kind in (Kind.BRACKETED_CHINESE, Kind.DECIMAL):
        behind = [first for mark in found for first in _first_behind(text, mark, kind)]
        if found or kind is not Kind.DECIMAL:  # 共分三项：1.…2.…3.… inside an ordinary paragraph stays there
            found += counting(inside(text, *span, kind) + behind)
    return found


def _first_behind(text: str, heading: Mark, kind: Kind) -> list[Mark]:
    """The first number straight behind a heading that has no full stop: 一、加强领导（一）成立…"""
    stop = re.compile(r"[。；\n]").search(text, heading.end, heading.end + 60)
    return list(_anywhere(text, heading.end, stop.start() if stop else heading.end + 60, kind))[:1]


def _anywhere(text: str, start: int, end: int, kind: Kind) -> Iterator[Mark]:
    for at in range(start, min(end, len(text))):
        if (
            text[at] in "（(1１"
            and (mark := mark_at(text, at, len(text)))
            and mark.kind is kind
            and mark.span.start == at
        ):
            yield mark
