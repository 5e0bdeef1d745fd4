"""The body of a Word document, block by block in the order of the paper."""

from __future__ import annotations

import posixpath

from luoshi.outline.model import Source
from luoshi.outline.readers.docx.names import STRICT, TBL, TC, TR, WRAPPERS, Element, P, W, child, switched, unwrapped
from luoshi.outline.readers.docx.numbering import NO_LABEL, Label, Numbering
from luoshi.outline.readers.docx.paragraphs import Reader
from luoshi.outline.readers.docx.styles import Styles, centred, numbered, outline_level
from luoshi.outline.readers.docx.tables import grid
from luoshi.outline.readers.draft import Cell, Draft
from luoshi.outline.readers.notes import refuse
from luoshi.outline.readers.xml import parse
from luoshi.outline.readers.zips import Package

_MAIN = "word/document.xml"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BLOCKS = frozenset({P, TBL})
_PARAGRAPHS = frozenset({P})
_INNER = WRAPPERS | {TBL, TR, TC}
_MARK = f"{W}pPr/{W}rPr/{W}"


def read(data: bytes) -> Source:
    """Bytes of a docx → its source. Raises ``UnreadableFile``."""
    package = Package(data)
    main = _main_part(package)
    folder = posixpath.dirname(main)
    root = _part(package, main)
    if root is None:
        raise refuse("file-damaged", format="docx")
    styles = Styles(_part(package, f"{folder}/styles.xml"))
    walk = _Walk(styles, Numbering(_part(package, f"{folder}/numbering.xml"), styles))
    walk.blocks(root)
    if walk.draft.empty and any("/media/" in name for name in package.names):
        raise refuse("file-scanned", format="docx")
    return walk.finish()


def _part(package: Package, name: str) -> Element | None:
    if name not in package:
        return None
    data = package.read(name)
    for strict, usual in STRICT:
        data = data.replace(strict, usual)
    return parse(data, "docx")


def _main_part(package: Package) -> str:
    """The part that holds the body: where the package says it is, else where it usually is."""
    if _MAIN in package or "_rels/.rels" not in package:
        return _MAIN
    for relation in parse(package.read("_rels/.rels"), "docx").iter(_RELATIONS):
        target = (relation.get("Target") or "").lstrip("/")
        if (relation.get("Type") or "").endswith("/officeDocument") and target in package:
            return target
    return _MAIN


class _Walk:
    """Goes through a body and writes what it finds."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.draft = Draft()
        self._styles = styles
        self._numbering = numbering
        self._reader = Reader(styles)
        self._held = ""  # the words of a paragraph whose mark was deleted: they begin the next one
        self._held_label = NO_LABEL
        self._hidden = self._contents = self._repeated = 0

    def blocks(self, body: Element) -> None:
        """Write the blocks of a body or a text box; a box stands where it is anchored."""
        stack = [unwrapped(body, _BLOCKS)]
        while stack:
            block = next(stack[-1], None)
            if block is None:
                stack.pop()
            elif block.tag == P:
                boxes = self._paragraph(block)
                stack.extend(unwrapped(box, _BLOCKS) for box in reversed(boxes))
            else:
                self._table(block)

    def finish(self) -> Source:
        """The source, with what was left out said."""
        if self._held:
            self.draft.paragraph(self._held_label.before(self._held))
        for code, count in (
            ("hidden-text", self._hidden),
            ("contents-left-out", self._contents),
            ("repeated-header", self._repeated),
        ):
            if count:
                self.draft.say(code, count=count)
        return self.draft.finish("docx")

    def _paragraph(self, paragraph: Element) -> list[Element]:
        """Write a paragraph and give the text boxes that are still to be written."""
        properties = child(paragraph, W + "pPr")
        style = self._style(properties)
        known = self._styles[style]
        words = self._reader.words(paragraph, style)
        self._hidden += words.hidden
        if known.contents and words.text.strip():
            self._contents += 1
            return words.boxes
        text = self._numbered(paragraph, properties, style, words.text)
        level = outline_level(properties)
        centre = centred(properties)
        if text is not None:
            self.draft.paragraph(
                text,
                level=(known.level if level is None else level) or None,
                bold=words.bold,
                centred=bool(known.centred if centre is None else centre),
            )
        return words.boxes

    def _style(self, properties: Element | None) -> str:
        named = child(properties, W + "pStyle")
        return self._styles.default if named is None else named.get(W + "val") or self._styles.default

    def _numbered(self, paragraph: Element, properties: Element | None, style: str, words: str) -> str | None:
        """Words with their number; ``None`` where they are held for the next paragraph."""
        gone = properties is not None and any(paragraph.find(_MARK + mark) is not None for mark in ("del", "moveFrom"))
        if gone and not words.strip():
            return None  # deleted as a whole: not counted either
        label = self._held_label
        if not self._held:
            label = self._label(properties, style, words)
        words, self._held, self._held_label = self._held + words, "", NO_LABEL
        if gone:
            self._held, self._held_label = words, label
            return None
        return label.before(words.lstrip(" \t\u3000") if label.text else words)

    def _label(self, properties: Element | None, style: str, words: str) -> Label:
        if not words.strip() and properties is not None and child(properties, W + "sectPr") is not None:
            return NO_LABEL
        label = self._numbering.label(numbered(properties), style)
        return label if switched(child(properties, W + "rPr"), W + "vanish") is not True else NO_LABEL

    # --- tables -------------------------------------------------------------------------------------------------

    def _table(self, table: Element) -> None:
        cells = grid(table, self._cell_text)
        if len(cells) == 1 and len(set(cells[0])) == 1:
            self.draft.paragraph(cells[0][0].text)  # a frame round some paragraphs
        else:
            self._repeated += self.draft.table(cells)

    def _cell_text(self, cell: Element, into: Cell) -> None:
        """The words of a cell, paragraph by paragraph; a table inside it is read as its paragraphs."""
        lines = []
        stack = [unwrapped(cell, _PARAGRAPHS, _INNER)]
        while stack:
            paragraph = next(stack[-1], None)
            if paragraph is None:
                stack.pop()
                continue
            properties = child(paragraph, W + "pPr")
            style = self._style(properties)
            words = self._reader.words(paragraph, style)
            self._hidden += words.hidden
            stack.extend(unwrapped(box, _PARAGRAPHS, _INNER) for box in reversed(words.boxes))
            text = self._numbered(paragraph, properties, style, words.text)
            if text and text.strip():
                lines.append(text.strip())
        if self._held:
            lines.append(self._held_label.before(self._held))
            self._held, self._held_label = "", NO_LABEL
        into.text = "\n".join(lines)
