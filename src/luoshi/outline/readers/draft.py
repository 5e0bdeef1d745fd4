"""A source while it is being written: paragraphs and tables in, one text with places in it out.

Used by every reader but the one of plain text, which keeps its text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from luoshi.outline.model import Block, Diagnostic, Source, Span, Table
from luoshi.outline.readers.notes import MAX_BLOCKS, MAX_CELLS, MAX_CHARACTERS, note, refuse, too_long

DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
# what no paper shows: control characters, halves of characters, marks of byte order and of zero width
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u200b-\u200f\u2060\u00ad]")
_BREAK = re.compile("[\x85\u2028\u2029\x0b\x0c\r\n]")
_IN_A_CELL = re.compile(r"[\t\n]+")

WORDS_AROUND = " \t\u3000\xa0"


class Cell:
    """A cell of a table; the same object stands in every place that a merged cell covers.

    Several paragraphs of a cell are parted by ``\\n`` here and by a blank in the source's text, where a line end
    parts rows.
    """

    __slots__ = ("text",)

    def __init__(self, text: str = "") -> None:
        self.text = text


Grid = Sequence[Sequence[Cell]]


class Draft:
    """Collects paragraphs and tables in order. Raises ``text-too-long`` when there are too many."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = 0
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._diagnostics: list[Diagnostic] = []
        self._turned = 0
        self._cells = 0

    def paragraph(self, text: str, *, level: int | None = None, bold: bool = False, centred: bool = False) -> None:
        """Add a paragraph; each of its lines becomes a block. White space around a line and empty lines are left."""
        for line in self._clean(_BREAK.sub("\n", text)).split("\n"):
            words = line.strip(WORDS_AROUND)
            if words:
                start = self._at
                self._put(words)
                self._blocks.append(Block(Span(start, self._at), level, bold, centred))
                self._put("\n")
        if len(self._blocks) > MAX_BLOCKS:
            raise too_long()

    def table(self, grid: Grid) -> int:
        """Add a rectangular grid of cells and give the number of repeated header rows that were left out."""
        rows = [row for row in grid if any(cell.text.strip() for cell in row)]
        if not rows:
            return 0
        kept, repeated = without_repeated_headers(rows)
        width = max(map(len, kept))
        self._cells += width * len(kept)
        if self._cells > MAX_CELLS:
            raise too_long()
        start, spans = self._at, []
        places: dict[Cell, Span] = {}
        for row in kept:
            spans.append(self._row(row, width, places))
            self._put("\n")
        self._tables.append(Table(Span(start, self._at - 1), tuple(spans)))
        return repeated

    def _row(self, row: Sequence[Cell], width: int, places: dict[Cell, Span]) -> tuple[Span, ...]:
        spans = []
        for column in range(width):
            if column:
                self._put("\t")
            cell = row[column] if column < len(row) else Cell()
            if cell not in places:
                start = self._at
                self._put(_IN_A_CELL.sub(" ", self._clean(_BREAK.sub("\n", cell.text))).strip(WORDS_AROUND))
                places[cell] = Span(start, self._at)
            spans.append(places[cell])
        return tuple(spans)

    def say(self, code: str, span: Span | None = None, **params: object) -> None:
        """Add a diagnostic."""
        self._diagnostics.append(note(code, span, **params))

    def add(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add diagnostics made elsewhere."""
        self._diagnostics.extend(diagnostics)

    @property
    def empty(self) -> bool:
        """Whether nothing has been written."""
        return self._at == 0

    def finish(self, kind: str) -> Source:
        """The source. Raises ``file-no-text`` where nothing was written."""
        if self.empty:
            raise refuse("file-no-text", format=kind)
        if self._turned:
            self.say("direction-override", count=self._turned)
        text = "".join(self._parts)
        return Source(text, kind, tuple(self._blocks), tuple(self._tables), tuple(self._diagnostics))

    def _put(self, text: str) -> None:
        self._at += len(text)
        if self._at > MAX_CHARACTERS:
            raise too_long()
        self._parts.append(text)

    def _clean(self, text: str) -> str:
        if DIRECTION.search(text):
            text, turned = DIRECTION.subn("", text)
            self._turned += turned
        return UNSEEN.sub("", text)


def without_repeated_headers(rows: Sequence[Sequence[Cell]]) -> tuple[list[Sequence[Cell]], int]:
    """Rows without those that say the first row again, as a header does after a page break, and how many they were.

    Only a first row of at least two different texts can be such a header.
    """
    header = [cell.text.strip() for cell in rows[0]]
    if len(set(filter(None, header))) < 2:
        return list(rows), 0
    kept = [row for at, row in enumerate(rows) if at == 0 or [cell.text.strip() for cell in row] != header]
    return kept, len(rows) - len(kept)
