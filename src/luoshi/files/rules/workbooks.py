"""A workbook for the scan: the cells of every sheet, hidden ones too, and all the other texts of its parts.

The parts are read as they are written, not through a reader of values: what is masked must be written back, and a
spreadsheet shows a number of 18 figures otherwise than it stores it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import etree

from luoshi.files.rules.markings import TOP_LINES
from luoshi.files.rules.parts import Element, Parts, Segment, Strand, local, other_strands, paragraph_strands
from luoshi.files.rules.texts import Cell, Line, Table, labelled
from luoshi.files.rules.wordfiles import PROPERTIES, UNSEEN, Scanned, sheet_place
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.outline.readers.notes import MAX_CELLS, too_long

_STRINGS = "xl/sharedStrings.xml"
_COMMENT = _("a comment")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DECIMAL = re.compile(r"-?\d{1,14}\.\d+(?:[Ee]-?\d+)?")
_WIDEST = 200


@dataclass(slots=True)
class CellSegment(Segment):
    """The value of a cell that is no text: written over, the cell becomes one, without its formula."""

    shown: str = ""

    def put(self, at: int, new: str) -> None:
        """Make the cell a text of what it shows, with ``new`` from a place on."""
        self.shown = self.shown[:at] + new + self.shown[at + len(new) :]
        cell = self.element
        space = str(cell.tag).rpartition("}")[0] + "}"
        for child in list(cell):
            if local(child) in ("f", "v", "is"):
                cell.remove(child)
        cell.set("t", "inlineStr")
        told = etree.SubElement(etree.SubElement(cell, f"{space}is"), f"{space}t")
        told.text = self.shown


@dataclass(slots=True)
class _Book:
    """A workbook while it is read: its strings, and which of them a cell has used."""

    told: Scanned
    strings: list[list[tuple[Strand, bool]]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    cells: int = 0


def scanned(parts: Parts) -> Scanned:
    """The content of an xlsx. Raises ``UnreadableFile``."""
    book = _Book(Scanned())
    seen: set[Element] = set()
    if _STRINGS in parts.names:
        for item in parts.root(_STRINGS).iter():
            if isinstance(item.tag, str) and local(item) in ("si", "rPh"):
                strands = list(paragraph_strands(item, _STRINGS))
                if local(item) == "si":
                    book.strings.append(strands)
                    # where a guide to reading follows, it is a text of its own
                else:
                    book.strings[-1].extend((strand, False) for strand, _shown in strands)
    sheets = _sheets(parts)
    for at, (name, title) in enumerate(sheets.items()):
        _sheet(book, parts.root(name), name, title, first=at == 0)
    for number, strands in enumerate(book.strings):
        for strand, shown in strands:
            if strand.text and (number not in book.used or not shown):
                book.told.add(strand, Line(strand.text, Phrase(UNSEEN), shown=False))
    for name in parts.speaking:
        if name not in sheets and name != _STRINGS:
            _other(book.told, parts.root(name), name, seen)
    labelled(book.told.content)
    return book.told


def _other(told: Scanned, root: Element, name: str, seen: set[Element]) -> None:
    """The texts of a part that is no sheet: comments, drawings, charts, properties, caches."""
    place = Phrase(_COMMENT if "omment" in name else PROPERTIES if name.startswith("docProps/") else UNSEEN)
    for element in root.iter("{*}p", "{*}text", "{*}is"):
        for strand, _shown in paragraph_strands(element, name):
            if strand.text.strip():
                told.add(strand, Line(strand.text, place, shown=False))
                seen.update(segment.element for segment in strand.segments)
    for strand in other_strands(root, name, seen):
        told.add(strand, Line(strand.text, place, shown=False))


def _sheets(parts: Parts) -> dict[str, str]:
    """The parts that are sheets, in the order of the tabs, and what the tabs are called."""
    titles: dict[str, str] = {}
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if book in parts.names and relations in parts.names:
        targets = {
            e.get("Id"): e.get("Target") or "" for e in parts.root(relations).iter() if local(e) == "Relationship"
        }
        for element in parts.root(book).iter():
            if isinstance(element.tag, str) and local(element) == "sheet":
                key = next((v for k, v in element.attrib.items() if str(k).endswith("}id")), None)
                target = targets.get(str(key), "")
                titles[
                    posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
                    if not target.startswith("/")
                    else target[1:]
                ] = element.get("name") or ""
    inside = {name: title for name, title in titles.items() if name in parts.names and name.endswith(".xml")}
    others = [n for n in parts.names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n) and n not in inside]
    return inside | {name: posixpath.basename(name) for name in others}


def _sheet(book: _Book, root: Element, name: str, title: str, *, first: bool) -> None:
    seen: set[Element] = set()
    rows: Table = []
    for element in root.iter("{*}row"):
        told: dict[int, Cell] = {}
        for column, cell in enumerate((c for c in element if local(c) == "c"), start=1):
            seen.update(cell.iter())
            at = _column(cell.get("r"), column)
            numbers = list(_cell(book, cell, name, title, top=first and len(rows) < TOP_LINES))
            lines = book.told.content.lines
            if numbers and at <= _WIDEST:
                told[at] = tuple((number, 0, len(lines[number].text)) for number in numbers[:1])
        if told:
            rows.append([told.get(at, ()) for at in range(1, max(told) + 1)])
    book.told.content.tables.append(rows)
    place = sheet_place(title, "")
    for strand in other_strands(root, name, seen):
        book.told.add(strand, Line(strand.text, Phrase(UNSEEN) if not title else place, shown=False))


def _column(reference: str | None, usual: int) -> int:
    found = _PLACE.fullmatch(reference or "")
    if not found:
        return usual
    number = 0
    for sign in found[1]:
        number = number * 26 + ord(sign) - 64
    return number


def _cell(book: _Book, cell: Element, part: str, title: str, *, top: bool) -> Iterator[int]:
    book.cells += 1
    if book.cells > MAX_CELLS:
        raise too_long()
    place = sheet_place(title, cell.get("r") or "")
    kind = cell.get("t") or "n"
    value = next((child.text or "" for child in cell if local(child) == "v"), "")
    if kind == "s" and value.strip().isdigit() and int(value) < len(book.strings):
        book.used.add(int(value))
        strand = book.strings[int(value)][0][0]
        if strand.text.strip():
            yield book.told.add(strand, Line(strand.text, place, top=top))
        return
    for child in cell:
        if local(child) == "is":
            for strand, _shown in paragraph_strands(child, part):
                if strand.text.strip():
                    yield book.told.add(strand, Line(strand.text, place, top=top))
            return
    shown, rounded = _number(value) if kind == "n" else (value, False)
    if shown.strip():
        strand = Strand(part, shown, [CellSegment(cell, None, 0, len(shown), shown=shown)])
        decimal = kind == "n" and _DECIMAL.fullmatch(shown.strip()) is not None
        yield book.told.add(strand, Line(shown, place, top=top, rounded=rounded, decimal=decimal))
    for formula in (child.text for child in cell if local(child) == "f"):
        if formula and shown.strip():
            hidden = Strand(part, formula, [_FormulaSegment(cell, None, 0, len(formula), shown=shown)])
            book.told.add(hidden, Line(formula, place, shown=False))


@dataclass(slots=True)
class _FormulaSegment(CellSegment):
    """A formula that holds a number of a person: masked, its cell is the text of ``*`` alone."""

    def put(self, at: int, new: str) -> None:
        """Take the formula and what it shows out of the cell, wherever in the formula the number stands."""
        del at, new
        CellSegment.put(self, 0, "*" * len(self.shown))


def _number(value: str) -> tuple[str, bool]:
    """A number as its figures, and whether a spreadsheet may have rounded it: 1.39E+10 is 13900000000."""
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return value, False
    if not number.is_finite() or number != number.to_integral_value() or abs(number) >= Decimal(10) ** 20:
        return value, False
    figures = f"{number:f}".partition(".")[0]
    return figures, len(figures) > 15


def frozen_formulas(parts: Parts, changed: set[str]) -> set[str]:
    """Make the changed sheets whole again, and give the parts that must go.

    A formula that was shared from a cell which has lost it goes from the other cells too, which keep what they show;
    the list of the order of calculation names cells that have no formula now, and every program makes it anew.
    """
    for name in changed:
        cells = [e for e in parts.root(name).iter() if isinstance(e.tag, str) and local(e) == "f"]
        shared = {e.get("si") for e in cells if e.get("t") == "shared" and e.get("ref")}
        for formula in cells:
            above = formula.getparent()
            if formula.get("t") == "shared" and formula.get("si") not in shared and above is not None:
                above.remove(formula)
    return {name for name in parts.names if posixpath.basename(name) == "calcChain.xml"}
