"""What the styles of a document say of a paragraph and of a run: number, outline level, bold, centred, hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from luoshi.outline.readers.docx.names import Element, W, child, number, switched, value

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
_CONTENTS = re.compile(r"(?:toc|目录)\s*[1-9]")
_DEPTH = 20  # a style rests on a style on a style …; a ring of them ends here


class Numbered(NamedTuple):
    """A reference to a list: the number of the list (0 for none) and the level, where it is said."""

    num: int
    level: int | None


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, with what it rests on filled in; ``None`` where neither says anything."""

    numbered: Numbered | None = None
    numbered_by: str = ""  # the style that says the number: a level of the list may be bound to it
    level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    centred: bool | None = None
    contents: bool = False


class Styles:
    """The styles of a document by their identifier."""

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else root.findall(W + "style")
        self._elements = {element.get(W + "styleId", ""): element for element in found}
        self._known: dict[str, Style] = {}
        self._bold = switched(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), W + "b") if root is not None else None
        defaults = (e for e in found if e.get(W + "type") == "paragraph" and (e.get(W + "default") in ("1", "true")))
        self.default = next((element.get(W + "styleId", "") for element in defaults), "")

    def __getitem__(self, identifier: str) -> Style:
        """What a style says; an unknown style says nothing."""
        if identifier not in self._known:
            self._known[identifier] = self._read(identifier)
        return self._known[identifier]

    def list_of(self, identifier: str) -> int:
        """The list that a numbering style names, 0 for none."""
        numbered = _numbered(child(self._elements.get(identifier), W + "pPr"))
        return numbered.num if numbered else 0

    def _read(self, identifier: str) -> Style:
        said = Style(bold=self._bold)
        for name in reversed(self._chain(identifier)):
            said = _over(said, self._elements[name], name)
        return said

    def _chain(self, identifier: str) -> list[str]:
        chain: list[str] = []
        while identifier in self._elements and identifier not in chain and len(chain) < _DEPTH:
            chain.append(identifier)
            identifier = value(self._elements[identifier], W + "basedOn") or ""
        return chain


def _over(under: Style, element: Element, name: str) -> Style:
    """What a style says over what it rests on."""
    paragraph, run = child(element, W + "pPr"), child(element, W + "rPr")
    numbered = _numbered(paragraph)
    called = (value(element, W + "name") or "").lower()
    return Style(
        numbered=numbered or under.numbered,
        numbered_by=name if numbered else under.numbered_by,
        level=_level(paragraph, called, under.level),
        bold=_first(switched(run, W + "b"), under.bold),
        hidden=_first(switched(run, W + "vanish"), under.hidden),
        centred=_first(centred(paragraph), under.centred),
        contents=under.contents or _CONTENTS.fullmatch(called) is not None,
    )


def _first(own: bool | None, otherwise: bool | None) -> bool | None:
    return otherwise if own is None else own


def _level(paragraph: Element | None, called: str, otherwise: int | None) -> int | None:
    own = outline_level(paragraph)
    if own is not None:
        return own or None
    heading = _HEADING.fullmatch(called)
    return int(heading[1]) if heading else otherwise


def outline_level(paragraph: Element | None) -> int | None:
    """The outline level that properties say: 1 to 9, 0 for body text, ``None`` where they say nothing."""
    said = value(paragraph, W + "outlineLvl")
    if said is None:
        return None
    level = number(said, 9) + 1
    return level if 1 <= level <= 9 else 0


def centred(paragraph: Element | None) -> bool | None:
    """Whether properties centre a paragraph; ``None`` where they say nothing."""
    said = value(paragraph, W + "jc")
    return None if said is None else said == "center"


def _numbered(paragraph: Element | None) -> Numbered | None:
    properties = child(paragraph, W + "numPr")
    if properties is None:
        return None
    num, level = value(properties, W + "numId"), value(properties, W + "ilvl")
    if num is None:
        return None
    return Numbered(number(num), None if level is None else min(max(number(level), 0), 8))


def numbered(paragraph: Element | None) -> Numbered | None:
    """The list that a paragraph's own properties name."""
    return _numbered(paragraph)
