"""A plain text as what a writer of files needs: paragraphs and tables in order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.outline.readers import read_source

_DATE = re.compile(r"\d{4}年\s*\d{1,2}月\s*\d{1,2}日")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、]|第[一二三四五六七八九十]+[章节条]"
)
_BLANKS = re.compile(r"[ \u3000\xa0]{3,}")
_ENDS = "。；：:；！？，、）)〕】"


@dataclass(frozen=True)
class Paragraph:
    """A line of the text without the blanks around it, and where it stands on paper: left, centre or right."""

    text: str
    place: str = "left"


@dataclass(frozen=True)
class Grid:
    """A table: ``rows[r][c]`` is the text of a cell, ``None`` where the cell above reaches down."""

    rows: tuple[tuple[str | None, ...], ...]


Part = Paragraph | Grid


def parts_of(text: str) -> list[Part]:
    """The paragraphs and tables of a text."""
    source = read_source(text.encode())
    places: list[tuple[int, Part]] = []
    for table in source.tables:
        places.append((table.span.start, _grid([[source.cut(cell) for cell in row] for row in table.rows])))
    in_front = True
    for block in source.blocks:
        words = _BLANKS.sub("　", source.cut(block.span)).strip()
        in_front = in_front and not _NUMBERED.match(words)
        places.append((block.span.start, Paragraph(words, _place(words, in_front))))
    return [part for _at, part in sorted(places, key=lambda place: place[0])]


def _place(words: str, in_front: bool) -> str:
    if _DATE.fullmatch(words):
        return "right"
    return "centre" if in_front and len(words) <= 24 and words[-1] not in _ENDS else "left"


def _grid(rows: list[list[str]]) -> Grid:
    """Rows with the empty cells of the first column taken as parts of the cell above."""
    told: list[tuple[str | None, ...]] = []
    for at, row in enumerate(rows):
        reaches_down = at > 1 and not row[0] and any(row)
        told.append((None, *row[1:]) if reaches_down else tuple(row))
    return Grid(tuple(told))
