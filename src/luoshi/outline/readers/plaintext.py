"""Plain text and Markdown: kept exactly as decoded, so that a place in the text is a place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from luoshi.outline.model import Block, Diagnostic, Source, Span, Table
from luoshi.outline.readers.draft import DIRECTION
from luoshi.outline.readers.notes import MAX_BLOCKS, MAX_CELLS, MAX_CHARACTERS, note, refuse, too_long

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_HEADING = re.compile(r"(#{1,6})[ \t\u3000]+\S")
_STRONG = re.compile(r"\s*(\*\*|__)(?!\s).+(?<!\s)\1\s*")
_DASHES = re.compile(r":?-{2,}:?")
_AROUND = " \u3000\xa0"

Line = tuple[int, int]
Row = list[Span]


def read(data: bytes) -> Source:
    """Bytes of a text in UTF-8, UTF-16 with a mark, or GB18030 → its source. Raises ``file-binary``, ``file-empty``."""
    text, diagnostics = decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise refuse("file-empty")
    if len(text) > MAX_CHARACTERS or text.count("\n") > MAX_BLOCKS or text.count("\t") + text.count("|") > MAX_CELLS:
        raise too_long()
    lines = list(_lines(text))
    tables, taken = _tables(text, lines)
    blocks = (_block(text, line) for line in lines if line[0] not in taken)
    return Source(text, "txt", tuple(b for b in blocks if b), tuple(tables), (*diagnostics, *_doubts(text)))


def decode(data: bytes) -> tuple[str, list[Diagnostic]]:
    """Decode by mark of byte order, strict UTF-8, then GB18030; a few bad bytes are a doubt, many are ``file-binary``.

    No detector is asked: on short Chinese texts they take GBK for Korean.
    """
    if data[:3] == b"\xef\xbb\xbf":
        return _forgiving(data[3:], ("utf-8",))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _forgiving(data, ("utf-16",))
    return _forgiving(data, ("utf-8", "gb18030"))


def _forgiving(data: bytes, encodings: Sequence[str]) -> tuple[str, list[Diagnostic]]:
    for encoding in encodings:
        try:
            return _plain(data.decode(encoding)), []
        except UnicodeDecodeError:
            continue
    texts = [data.decode(encoding, "replace") for encoding in encodings]
    text = min(texts, key=lambda t: t.count("\ufffd"))
    bad = text.count("\ufffd")
    if bad > 1 + len(text) // 200:
        raise refuse("file-binary")
    return _plain(text), [note("bad-bytes", count=bad)]


def _plain(text: str) -> str:
    if len(_CONTROL.findall(text)) > 2 + len(text) // 100 or "\x00" in text:
        raise refuse("file-binary")
    return text


def _doubts(text: str) -> Iterator[Diagnostic]:
    for code, pattern in (("direction-override", DIRECTION), ("control-characters", _CONTROL)):
        first = pattern.search(text)
        if first:
            yield note(code, Span(*first.span()), count=len(pattern.findall(text)))


def _lines(text: str) -> Iterator[Line]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _block(text: str, line: Line) -> Block | None:
    words = text[line[0] : line[1]]
    if not words.strip():
        return None
    heading = _HEADING.match(words)
    return Block(Span(*line), len(heading[1]) if heading else None, bold=_STRONG.fullmatch(words) is not None)


# --- tables -----------------------------------------------------------------------------------------------------


def _tables(text: str, lines: list[Line]) -> tuple[list[Table], set[int]]:
    """The tables of a text, in order, and where the lines start that they hold."""
    tables: list[Table] = []
    taken: set[int] = set()
    at = 0
    while at < len(lines):
        end, rows = _piped(text, lines, at)
        if not rows:
            end, rows = _tabbed(text, lines, at)
        if rows:
            tables.append(Table(Span(lines[at][0], lines[end - 1][1]), _rectangle(rows)))
            taken.update(start for start, _ in lines[at:end])
        at = end
    return tables, taken


def _rectangle(rows: list[Row]) -> tuple[tuple[Span, ...], ...]:
    """Rows of equal length: a short row is filled up with empty places at its end."""
    width = max(map(len, rows))
    return tuple((*row, *[Span(row[-1].end, row[-1].end)] * (width - len(row))) for row in rows)


def _piped(text: str, lines: list[Line], at: int) -> tuple[int, list[Row]]:
    """A Markdown table that starts at a line: where it ends, and its rows without the line of dashes."""
    words = text[slice(*lines[at])]
    if "|" not in words or at + 1 >= len(lines) or not _is_delimiter(text[slice(*lines[at + 1])]):
        return at + 1, []
    end = at + 2
    while end < len(lines) and "|" in text[slice(*lines[end])]:
        end += 1
    return end, [_cells(text, line, "|") for line in (lines[at], *lines[at + 2 : end])]


def _is_delimiter(words: str) -> bool:
    """Whether a line parts the header of a Markdown table from its rows: ``|---|:--:|``."""
    bare = words.strip()
    return "|" in bare and all(_DASHES.fullmatch(cell.strip()) for cell in bare.strip("|").split("|"))


def _tabbed(text: str, lines: list[Line], at: int) -> tuple[int, list[Row]]:
    """A run of lines with tabs that starts at a line, as a table copied from a page stands in a text.

    A cell that was merged leaves its row short. A line without any tab between two rows is a row of one cell; a line
    whose only tabs stand before its words is an indented paragraph.
    """
    if not _is_row(text, lines[at]):
        return at + 1, []
    width = text.count("\t", *lines[at]) + 1
    end = at + 1
    while end < len(lines):
        if _is_row(text, lines[end]) or text.count("\t", *lines[end]) + 1 == width:
            end += 1
        elif _is_row_of_one_cell(text, lines, end, width):
            end += 2
        else:
            break
    if end - at < 2 or sum(1 for line in lines[at:end] if _is_row(text, line)) < 2:
        return at + 1, []
    return end, _told_once([_cells(text, line, "\t") for line in lines[at:end]], text)


def _told_once(rows: list[Row], text: str) -> list[Row]:
    """Rows without those that repeat the header, as they stand after a page break."""
    header = [text[slice(*cell)] for cell in rows[0]]
    return [row for at, row in enumerate(rows) if at == 0 or [text[slice(*cell)] for cell in row] != header]


def _is_row(text: str, line: Line) -> bool:
    words = text[line[0] : line[1]]
    return "\t" in words and sum(1 for cell in words.split("\t") if cell.strip()) >= 2


def _is_row_of_one_cell(text: str, lines: list[Line], at: int, width: int) -> bool:
    if at + 1 >= len(lines) or not text[slice(*lines[at])].strip():
        return False
    after = lines[at + 1]
    return _is_row(text, after) and text.count("\t", *after) + 1 <= width


def _cells(text: str, line: Line, mark: str) -> Row:
    start, end = line
    words = text[start:end]
    if mark == "|":
        bare = words.strip()
        start += words.index(bare)
        if bare.startswith("|"):
            start, bare = start + 1, bare[1:]
        words = bare.removesuffix("|")
    cells = []
    for cell in words.split(mark):
        left = start + len(cell) - len(cell.lstrip(_AROUND))
        cells.append(Span(left, max(left, start + len(cell.rstrip(_AROUND)))))
        start += len(cell) + 1
    return cells
