"""Automatic numbers: the lists of ``numbering.xml``, counted along the document and printed as a person sees them.

Bullets print nothing (they are marks, not numbers); a bullet of words (注：) prints its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from luoshi.outline.readers.docx.names import VAL, Element, W, child, number, switched, value
from luoshi.outline.readers.docx.numerals import numeral
from luoshi.outline.readers.docx.styles import Numbered, Styles

_PLACE = re.compile(r"%([1-9])")
_WORDS = re.compile("[\u4e00-\u9fff]")
_LEVELS = 9
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: ``text`` holds places %1 … %9; ``restart`` is the level (from 1) after which it restarts."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    gap: bool = True
    style: str = ""


class Label(NamedTuple):
    """A printed number, and whether the paper leaves a gap behind it."""

    text: str
    gap: bool

    def before(self, words: str) -> str:
        """Number and words; a blank parts them only where they would run into each other (1.1 2个, 第一章 总则)."""
        if self.gap and self.text and words:
            last = self.text[-1]
            if (last.isalnum() and last not in _CLOSED) or (last in ".．" and words[0].isdigit()):
                return f"{self.text} {words}"
        return self.text + words


NO_LABEL = Label("", False)
_CLOSED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑")


@dataclass(slots=True)
class _List:
    levels: dict[int, Level]
    counted: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Num:
    list: _List
    levels: dict[int, Level]
    starts: dict[int, int]  # taken out at first use


class Numbering:
    """The lists of a document and where each stands. Ask for labels in the order of the document."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = {} if root is None else {e.get(W + "abstractNumId", ""): e for e in root.iter(W + "abstractNum")}
        self._elements = {} if root is None else {number(e.get(W + "numId")): e for e in root.findall(W + "num")}
        self._nums: dict[int, _Num | None] = {}
        self._read: dict[str, _List] = {}

    def label(self, said: Numbered | None, style: str) -> Label:
        """The number to print before a paragraph: ``said`` is the list that it names itself, ``style`` its style."""
        known = self._styles[style]
        reference = said or known.numbered
        if reference is None or reference.num == 0:
            return NO_LABEL
        num = self._num(reference.num)
        if num is None:
            return NO_LABEL
        at = reference.level
        if at is None:
            bound = known.numbered_by if said is None else style
            at = next((depth for depth, level in num.levels.items() if level.style and level.style == bound), 0)
        level = num.levels.get(at)
        if level is None:
            return NO_LABEL
        self._count(num, at, level)
        return _printed(num, at, level)

    def _count(self, num: _Num, at: int, level: Level) -> None:
        counted = num.list.counted
        start = num.starts.pop(at, None)
        if start is not None:
            counted[at] = start
        else:
            counted[at] = counted[at] + 1 if at in counted else level.start
        for deeper in [depth for depth in counted if depth > at]:
            restart = num.levels.get(deeper, Level()).restart
            if restart is None or at < restart:
                del counted[deeper]

    def _num(self, identifier: int) -> _Num | None:
        if identifier not in self._nums:
            self._nums[identifier] = self._read_num(identifier)
        return self._nums[identifier]

    def _read_num(self, identifier: int) -> _Num | None:
        element = self._elements.get(identifier)
        found = self._list(value(element, W + "abstractNumId") or "")
        if element is None or found is None:
            return None
        levels, starts = dict(found.levels), {}
        for override in element.findall(W + "lvlOverride"):
            at = number(override.get(W + "ilvl"), -1)
            own = child(override, W + "lvl")
            if own is not None and 0 <= at < _LEVELS:
                levels[at] = _level(own)
            start = value(override, W + "startOverride")
            if start is not None:
                starts[at] = number(start, 1)
        return _Num(found, levels, starts)

    def _list(self, identifier: str) -> _List | None:
        """A list by its identifier, looked up through the numbering style that it may name instead of levels."""
        for _hop in range(5):
            element = self._lists.get(identifier)
            if element is None:
                return None
            linked = value(element, W + "numStyleLink")
            if not linked:
                if identifier not in self._read:
                    levels = {number(e.get(W + "ilvl"), -1): _level(e) for e in element.findall(W + "lvl")}
                    self._read[identifier] = _List({at: level for at, level in levels.items() if 0 <= at < _LEVELS})
                return self._read[identifier]
            identifier = value(self._elements.get(self._styles.list_of(linked)), W + "abstractNumId") or ""
        return None


def _level(element: Element) -> Level:
    form = element.find(W + "numFmt")
    if form is None:
        form = element.find(".//" + W + "numFmt")  # a newer form stands in an alternative beside its fallback
    restart = value(element, W + "lvlRestart")
    return Level(
        start=number(value(element, W + "start"), 1),
        form=(form.get(VAL) if form is not None else None) or "decimal",
        text=(value(element, W + "lvlText") or "")[:_LONGEST],
        restart=None if restart is None else number(restart),
        legal=switched(element, W + "isLgl") is True,
        gap=value(element, W + "suff") != "nothing",
        style=value(element, W + "pStyle") or "",
    )


def _printed(num: _Num, at: int, level: Level) -> Label:
    if level.form == "bullet":
        return Label(level.text, level.gap) if _WORDS.search(level.text) else NO_LABEL

    def place(found: re.Match[str]) -> str:
        asked = int(found[1]) - 1
        if asked > at:
            return ""
        other = num.levels.get(asked, Level())
        count = num.list.counted.get(asked, other.start)
        return numeral(count, "decimal" if level.legal and other.form != "none" else other.form)

    return Label(_PLACE.sub(place, level.text), level.gap)
