"""A Word document for the scan: every paragraph of every part, with what no reader sees."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from luoshi.files.rules.identifiers import without_numbers
from luoshi.files.rules.markings import TOP_LINES
from luoshi.files.rules.parts import CONTAINERS, Element, Parts, Strand, local, other_strands, paragraph_strands
from luoshi.files.rules.texts import Cell, Content, Line, Table, labelled, paragraph_place, wrapped
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

_PLACES = (
    ("header", _("the head of the page")),
    ("footer", _("the foot of the page")),
    ("footnotes", _("a footnote")),
    ("endnotes", _("an endnote")),
    ("comments", _("a comment")),
    ("glossary", _("the building blocks of the file")),
)
PROPERTIES, UNSEEN = _("the properties of the file"), _("a part of the file that is not shown")


@dataclass(slots=True)
class Scanned:
    """A content and, for each of its lines, the strand that writes it back."""

    content: Content = field(default_factory=Content)
    strands: list[Strand] = field(default_factory=list)

    def add(self, strand: Strand, line: Line) -> int:
        """Add a line; gives its number."""
        self.content.lines.append(line)
        self.strands.append(strand)
        return len(self.strands) - 1


def scanned(parts: Parts) -> Scanned:
    """The content of a docx. Raises ``UnreadableFile``."""
    told = Scanned()
    names = sorted(parts.speaking, key=lambda name: (posixpath.basename(name) != "document.xml", name))
    for name in names:
        _part(told, parts.root(name), name)
    labelled(told.content)
    told.content.wrapped = list(_wrapped(told.content))
    pictures = any("/media/" in name for name in parts.names)
    told.content.pictured = pictures and not any(line.text.strip() for line in told.content.lines if line.shown)
    return told


def heads(parts: Parts) -> Content:
    """The heads of the pages of a docx alone. Raises ``UnreadableFile``."""
    told = Scanned()
    for name in parts.speaking:
        if posixpath.basename(name).startswith("header"):
            _part(told, parts.root(name), name)
    return told.content


def _part(told: Scanned, root: Element, name: str) -> None:
    base = posixpath.basename(name)
    message = next((words for mark, words in _PLACES if base.startswith(mark) or f"/{mark}/" in name), None)
    body = message is None and base.startswith("document") and base.endswith(".xml")
    every = list(root.iter()) if body else []  # keeps the elements, which are told apart by identity
    cells = _cells(every)
    places: dict[tuple[int, int, int], list[int]] = {}
    seen: set[Element] = set()
    count = 0
    tops = 0
    for element in root.iter(*(f"{{*}}{tag}" for tag in CONTAINERS)):
        cell = cells.get(element)
        for strand, shown in paragraph_strands(element, name):
            seen.update(segment.element for segment in strand.segments)
            if not strand.text.strip():
                continue
            if shown and body and cell is None:
                count += 1
            top = shown and (tops < TOP_LINES if body else base.startswith("header"))
            tops += shown and body
            place = Phrase(message) if message else _place(count, cell) if body else Phrase(UNSEEN)
            number = told.add(strand, Line(strand.text, place, top=top, shown=shown and (body or bool(message))))
            if cell is not None and shown:
                places.setdefault(cell, []).append(number)
    other = Phrase(PROPERTIES if name.startswith("docProps/") else message or UNSEEN)
    for strand in other_strands(root, name, seen):
        told.add(strand, Line(strand.text, other, shown=False))
    told.content.tables += _tables(told.content, places)


def _place(count: int, cell: tuple[int, int, int] | None) -> Phrase:
    if cell is None:
        return paragraph_place(count)
    return Phrase(
        _("table {table}, row {row}, column {column}"), dict(zip(("table", "row", "column"), cell, strict=True))
    )


def _cells(every: list[Element]) -> dict[Element, tuple[int, int, int]]:
    """For each paragraph in a table: the numbers of its table, row and column, counted from 1; a cell that is wide
    counts for the columns that it covers."""
    told: dict[Element, tuple[int, int, int]] = {}
    tables = [element for element in every if isinstance(element.tag, str) and local(element) == "tbl"]
    numbers = {table: at for at, table in enumerate(tables, start=1)}
    rows: dict[Element, int] = {}
    widths: dict[Element, int] = {}
    for element in every:
        name = local(element) if isinstance(element.tag, str) else ""
        if name == "tr":
            rows[_around(element, "tbl")] = rows.get(_around(element, "tbl"), 0) + 1
            widths[element] = 0
        elif name == "tc":
            table, row = _around(element, "tbl"), _around(element, "tr")
            at = (numbers.get(table, 0), rows.get(table, 0), widths.get(row, 0) + 1)
            widths[row] = widths.get(row, 0) + _width(element)
            for inner in element.iter():
                if isinstance(inner.tag, str) and local(inner) == "p":
                    told[inner] = at  # a table in the cell comes later and says its own place
    return told


def _width(cell: Element) -> int:
    """How many columns a cell covers, as its ``gridSpan`` says."""
    for properties in cell.iterchildren():
        for said in properties:
            if local(said) == "gridSpan":
                wide = said.get(f"{str(said.tag).rpartition('}')[0]}}}val") or ""
                return int(wide) if wide.isdigit() and len(wide) < 4 else 1
    return 1


def _around(element: Element, name: str) -> Element:
    return next((above for above in element.iterancestors() if local(above) == name), element)


def _tables(content: Content, places: dict[tuple[int, int, int], list[int]]) -> list[Table]:
    found: dict[int, dict[int, dict[int, Cell]]] = {}
    for (table, row, column), numbers in places.items():
        cell = tuple((number, 0, len(content.lines[number].text)) for number in numbers)
        found.setdefault(table, {}).setdefault(row, {})[column] = cell
    return [
        [[row.get(column, ()) for column in range(1, min(200, max(row)) + 1)] for _at, row in sorted(rows.items())]
        for _number, rows in sorted(found.items())
    ]


def _wrapped(content: Content) -> Iterator[tuple[int, int]]:
    """Paragraphs one after the other in a cell, through which a number may go."""
    for cell in (cell for table in content.tables for row in table for cell in row if len(cell) > 1):
        numbers = [number for number, _start, _end in cell]
        for first, last in wrapped([content.lines[number] for number in numbers]):
            if numbers[last] - numbers[first] == last - first:
                yield numbers[first], numbers[last]


def sheet_place(sheet: str, cell: str) -> Phrase:
    """Cell B5 of a sheet; a number of a person in the name of the sheet is masked."""
    return Phrase(_("sheet “{sheet}”, {cell}"), {"sheet": without_numbers(sheet), "cell": cell})
