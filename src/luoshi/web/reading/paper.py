"""The source as set on paper: headings, paragraphs and tables, with what was found marked in place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from luoshi.outline.model import Block, Heading, Plan, Source, Span, Table
from luoshi.web.reading.marks import Cutter, Piece

DAY = re.compile(
    r"[\s0-9〇零一二三四五六七八九十]{2,}年[\s0-9〇一二三四五六七八九十]+月[\s0-9〇一二三四五六七八九十]+日\s*"
)
NOTICE_LINES = 12  # paragraphs within which a notice comes to its addressees
TITLE_LINE = 60  # characters; a longer line that repeats the title is a sentence about the plan


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block: ``look`` is title, h1 to h4, end, filler or plain; ``bar`` the item that owns the whole of it."""

    start: int
    look: str
    bar: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with what it covers; ``head`` in the first row."""

    start: int
    down: int
    across: int
    head: bool
    html: SafeString


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of the cells that begin in them."""

    start: int
    rows: tuple[tuple[Cell, ...], ...]


def paper_of(plan: Plan, cutter: Cutter) -> tuple[Paragraph | Grid, ...]:
    """Paragraphs and tables in the order of the text; linear in blocks, cells and marks."""
    source, seen = plan.source, set[str]()
    looks = _looks(plan)
    parts: list[Paragraph | Grid] = [
        _paragraph(block, looks, source, cutter, seen) for block in source.blocks if source.cut(block.span).strip()
    ]
    parts += [_grid(table, source, cutter, seen) for table in source.tables]
    return tuple(sorted(parts, key=lambda part: part.start))


def _looks(plan: Plan) -> dict[int, str]:
    """How each block is set, by its start: the file's own level, else what the reader found there."""
    source = plan.source
    title = _bare(plan.title or "")
    headings = {_line_start(source.text, heading.span.start): heading for heading in plan.headings}
    looks = {block.span.start: _look(block, source, title, headings, plan.fillers) for block in source.blocks}
    return looks | _notice(plan)


def _notice(plan: Plan) -> dict[int, str]:
    """The head of the notice: what stands above the addressees is centred, they themselves begin at the margin."""
    if not plan.addressees:
        return {}
    first = plan.addressees[0]
    above: dict[int, str] = {}
    for block in plan.source.blocks[:NOTICE_LINES]:
        text = plan.source.cut(block.span).strip()
        if text.startswith(first) and text.endswith(("：", ":")):
            return above | {block.span.start: "flush"}
        if text and len(text) < TITLE_LINE:
            above[block.span.start] = "centred"
    return {}


def _look(block: Block, source: Source, title: str, headings: dict[int, Heading], fillers: tuple[Span, ...]) -> str:
    text = source.cut(block.span)
    bare = _bare(text)
    heading = headings.get(_line_start(source.text, block.span.start))
    if any(span.start <= block.span.start < span.end for span in fillers):
        return "filler"
    if heading is not None:
        alone = len(bare) <= len(_bare(heading.number + heading.text)) + 2
        return f"h{min(heading.level, 4)}" if alone else "run-in"
    if title and 3 < len(bare) < TITLE_LINE and bare in title:
        return "title"
    if block.centred:
        return "centred"
    if block.level:
        return f"h{min(block.level, 4)}"
    signature = DAY.fullmatch(text) or (len(text) - len(text.lstrip()) >= 6 and len(bare) < TITLE_LINE)
    return "end" if signature else "plain"


def _line_start(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return text.rfind("\n", 0, at) + 1


def _bare(text: str) -> str:
    return "".join(text.split())


def _paragraph(block: Block, looks: dict[int, str], source: Source, cutter: Cutter, seen: set[str]) -> Paragraph:
    pieces = list(cutter.pieces(block.span))
    owners = {piece.key for piece in pieces if source.text[piece.start : piece.end].strip()}
    bar = owners.pop() if len(owners) == 1 else ""
    html = _html(pieces, source, seen)
    return Paragraph(block.span.start, looks[block.span.start], bar, html)


def _html(pieces: Iterable[Piece], source: Source, seen: set[str]) -> SafeString:
    """Pieces as HTML: the text itself and nothing else, so that a place in the page is a place in the text."""
    parts: list[SafeString] = []
    for key, run in _runs(pieces):
        inner = format_html_join("", "{}", ((_piece(piece, source),) for piece in run))
        if not key:
            parts.append(inner)
        elif key in seen:
            parts.append(format_html('<span class="item" data-item="{}">{}</span>', key, inner))
        else:
            seen.add(key)
            parts.append(format_html('<span class="item" data-item="{0}" id="s-{0}">{1}</span>', key, inner))
    return format_html_join("", "{}", ((part,) for part in parts))


def _runs(pieces: Iterable[Piece]) -> list[tuple[str, list[Piece]]]:
    runs: list[tuple[str, list[Piece]]] = []
    for piece in pieces:
        if not runs or runs[-1][0] != piece.key:
            runs.append((piece.key, []))
        runs[-1][1].append(piece)
    return runs


def _piece(piece: Piece, source: Source) -> SafeString:
    text = source.text[piece.start : piece.end]
    if not piece.kinds:
        return format_html("{}", text)
    names = " ".join(f"m-{kind}" for kind in piece.kinds)
    if piece.at is None:
        return format_html('<span class="{}">{}</span>', names, text)
    return format_html('<span class="{}" data-at="{}">{}</span>', names, piece.at, text)


def _grid(table: Table, source: Source, cutter: Cutter, seen: set[str]) -> Grid:
    taken: set[tuple[int, int]] = set()
    rows: list[tuple[Cell, ...]] = []
    for top, row in enumerate(table.rows):
        cells: list[Cell] = []
        for left, span in enumerate(row):
            if (top, left) in taken:
                continue
            down, across = _extent(table, top, left)
            taken.update((top + y, left + x) for y in range(down) for x in range(across))
            html = _html(cutter.pieces(span), source, seen)
            cells.append(Cell(span.start, down, across, top == 0, html))
        rows.append(tuple(cells))
    return Grid(table.span.start, tuple(rows))


def _extent(table: Table, top: int, left: int) -> tuple[int, int]:
    """Rows and columns that a merged cell covers: the same place of the text again. Empty cells stand alone."""
    span = table.rows[top][left]
    if span.start == span.end:
        return 1, 1
    across = 1
    while left + across < len(table.rows[top]) and table.rows[top][left + across] == span:
        across += 1
    down = 1
    while top + down < len(table.rows) and left < len(table.rows[top + down]) and table.rows[top + down][left] == span:
        down += 1
    return down, across
