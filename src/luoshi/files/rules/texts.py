"""What a file says, as the scan needs it: lines with the place where a person finds them, and tables of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from luoshi.files.rules import residents
from luoshi.files.rules.markings import TOP_LINES
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.outline.model import Source
from luoshi.outline.readers import ofd, pdf, plaintext
from luoshi.outline.readers.draft import Draft
from luoshi.outline.readers.paper.reading import Sheet, write

Span = tuple[int, int, int]  # number of a line, start and end in it
Cell = tuple[Span, ...]
Table = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text in one place: a line, a paragraph, a cell.

    ``labels`` say of stretches of it what stands over or beside them in a table. ``top`` is for the first lines of the
    first page, ``rounded`` for a number that a spreadsheet keeps with 15 figures, ``decimal`` for one of its numbers
    that is not whole, ``shown`` for what a reader sees.
    """

    text: str
    place: Phrase
    labels: tuple[tuple[int, int, str], ...] = ()
    top: bool = False
    rounded: bool = False
    decimal: bool = False
    shown: bool = True


@dataclass(slots=True)
class Content:
    """The lines of a file and its tables, whose cells are places in the lines; ``pictured`` where pages hold pictures
    and no text, ``unsearched`` the numbers of such pages in a paper whose other pages have text. ``wrapped`` are runs
    of lines (first, last) of one text, each of which ends with a figure before a figure that begins the next;
    ``holds_files`` where files were put into a paper."""

    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pictured: bool = False
    unsearched: tuple[int, ...] = ()
    wrapped: list[tuple[int, int]] = field(default_factory=list)
    holds_files: bool = False

    def cell(self, cell: Cell) -> str:
        """The text of a cell."""
        return "".join(self.lines[number].text[start:end] for number, start, end in cell)


Where = Callable[[int], Phrase]


def line_place(number: int) -> Phrase:
    """Line 3 of a text."""
    return Phrase(_("line {number}"), {"number": number})


def paragraph_place(number: int) -> Phrase:
    """Paragraph 3 of a document."""
    return Phrase(_("paragraph {number}"), {"number": number})


def row_place(number: int) -> Phrase:
    """Row 3 of a table."""
    return Phrase(_("row {number}"), {"number": number})


def page_place(number: int) -> Phrase:
    """Page 2 of a paper."""
    return Phrase(_("page {number}"), {"number": number})


def content_of_text(text: str, *, commas: bool = False, where: Where = line_place) -> Content:
    """The content of a plain text; ``commas`` where they part cells."""
    content = Content()
    _add(content, text, where, commas=commas)
    rows = {at for at, line in enumerate(content.lines) if line.labels}
    content.wrapped = list(wrapped(content.lines, rows, commas=commas))
    return content


def wrapped(lines: Sequence[Line], rows: Collection[int] = (), *, commas: bool = False) -> Iterator[tuple[int, int]]:
    """Runs of lines (first, last) that a number may go through: none of them ``rows`` of cells, but where one is quoted
    between ``commas``."""
    first, quoted = 0, False
    for at, line in enumerate(lines):
        quoted ^= commas and line.text.count('"') % 2 == 1
        after = lines[at + 1] if at + 1 < len(lines) else None
        goes_on = (
            after is not None
            and line.text.rstrip()[-1:].isdigit()
            and (after.text.lstrip()[:1].isdigit() or after.text.lstrip()[:1] in tuple("XxＸｘ"))
            and (quoted if commas else not (at in rows or at + 1 in rows))
        )
        if not goes_on:
            if at > first:
                yield first, at
            first = at + 1


def text_of(data: bytes) -> str:
    """The text of a file of text. Raises ``UnreadableFile`` (``file-binary``)."""
    return plaintext.decode(data)[0]


def content_of_pages(data: bytes, kind: str) -> Content:
    """The content of a PDF or an OFD, page by page. Raises ``UnreadableFile``."""
    sheets = pdf.sheets(data) if kind == "pdf" else ofd.sheets(data)
    content = Content()
    empty, aside = [], list[tuple[int, Sequence[str]]]()
    for number, sheet in enumerate(sheets, start=1):
        said = _page(sheet, kind)
        aside += [(number, sheet.aside)] if sheet.aside else []
        content.holds_files |= sheet.holds_files
        if said is None:
            empty.append(number)
        else:
            _add(content, said.text, _always(page_place(number)), top=number == 1)
    content.pictured = not content.lines
    content.unsearched = tuple(empty) if content.lines else ()
    for number, lines in aside:
        _add(content, "\n".join(lines), _always(page_place(number)), top=False)
    return content


def _always(place: Phrase) -> Where:
    return lambda _number: place


def _page(sheet: Sheet, kind: str) -> Source | None:
    draft = Draft()
    write([sheet], draft)
    return None if draft.empty else draft.finish(kind)


def _add(content: Content, text: str, where: Where, *, top: bool = True, commas: bool = False) -> None:
    first = len(content.lines)
    said = text.split("\n")
    tops = [at for at, line in enumerate(said) if line.strip()][:TOP_LINES] if top else []
    labels = _labels(said, commas=commas)
    content.lines += [
        Line(line, where(at + 1), labels=labels.get(at, ()), top=at in tops) for at, line in enumerate(said)
    ]
    content.tables += _listed(said, first)


# --- tables in lines --------------------------------------------------------------------------------------------------

_LONG = re.compile(r"\d{6}")


def _labels(lines: Sequence[str], *, commas: bool) -> dict[int, tuple[tuple[int, int, str], ...]]:
    """For lines of cells, what stands over and beside each cell: the last line of as many cells without long
    numbers is the head of those that follow."""
    told: dict[int, tuple[tuple[int, int, str], ...]] = {}
    head: list[str] = []
    for at, line in enumerate(lines):
        separator = "\t" if "\t" in line else "|" if line.count("|") > 1 else "," if commas and "," in line else None
        if separator is None:
            head = []
            continue
        spans = residents.cells_of(line, re.escape(separator))
        cells = [line[start:end] for start, end in spans]
        if not _LONG.search(line) and (not head or len(cells) == len(head)):
            head = head if head and any(re.search(r"\d", cell) for cell in cells) else cells
        told[at] = tuple(
            (start, end, label_of(head[number] if number < len(head) else "", cells[number - 1] if number else ""))
            for number, (start, end) in enumerate(spans)
        )
    return told


def label_of(above: str, left: str) -> str:
    """What a cell is called: by the head of its column, and by the cell before it where that asks for a value."""
    asked = left if len(left) <= 14 and _is_head(left) else ""
    return " ".join(word for word in (asked, above) if 0 < len(word) <= 30 and not _LONG.search(word))


_STRAY = 3  # lines without cells that may stand in a list, as the second half of a wrapped address does


def _listed(lines: Sequence[str], first: int) -> Iterable[Table]:
    """Stretches of lines that are set like a table of people, from the head on."""
    at = 0
    while at < len(lines):
        separator = residents.separator_of(lines[at])
        if separator is None:
            at += 1
            continue
        end, stray = at + 1, 0
        while end < len(lines) and stray < _STRAY and not (residents.separator_of(lines[end]) and end > at + 1):
            stray = 0 if len(residents.cells_of(lines[end], separator)) > 1 else stray + 1
            end += 1
        yield [
            [((first + number, *span),) for span in residents.cells_of(lines[number], separator)]
            for number in range(at, end)
        ]
        at = end


def labelled(content: Content) -> None:
    """Give the lines of tables their labels: the nearest word above that is no number, and the word to the left."""
    for table in content.tables:
        heads: dict[int, str] = {}
        above = 0  # cells that hold something in the row before
        for row in table:
            texts = [content.cell(cell).strip() for cell in row]
            told = [text for text in texts if text]
            if above < len(told) > 1 and all(map(_is_word, told)):
                heads = {}  # a second table in the sheet begins
            above = len(told)
            for column, cell in enumerate(row):
                label = label_of(heads.get(column, ""), texts[column - 1] if column else "")
                for number, _start, _end in cell:
                    line = content.lines[number]
                    content.lines[number] = replace(line, labels=((0, len(line.text), label),)) if label else line
            for column, text in enumerate(texts):
                if _is_word(text) and (column not in heads or _is_head(text)):
                    heads[column] = text


def _is_word(text: str) -> bool:
    """Whether a cell may be the head of a column: words, perhaps with a year, and no long number."""
    return re.search(r"[一-鿿]", text) is not None and len(text) <= 30 and not _LONG.search(text)


_HEAD = re.compile(
    r"姓名|电话|手机|金额|合计|号码?|代码|编号|[(（].*[元吨亩个人][)）]|数量|面积|总额|产值|身份证|账号|卡号|投资|预算|收入|支出"
)


def _is_head(text: str) -> bool:
    return len(text) <= 20 and _HEAD.search(text) is not None
