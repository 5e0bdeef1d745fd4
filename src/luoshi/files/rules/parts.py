"""A package of office parts (docx, xlsx) as texts that can be written back: every piece of text that a part holds, seen
or unseen, as a strand of segments."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from luoshi.outline.readers.xml import parse
from luoshi.outline.readers.zips import Package

Element = etree._Element

_TEXTS = {"t", "delText"}
_FIELDS = {"instrText", "delInstrText"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
# what holds one piece of text: paragraphs of text and drawings, strings of a workbook, remarks
CONTAINERS = {"p", "si", "is", "text", "rPh"}
# attributes that hold words of people and not settings of programs
_ATTRIBUTES = {
    "descr", "title", "name", "Target", "author", "initials", "instr", "tooltip", "displayText", "displayName", "value",
    "string", "prompt", "promptTitle", "error", "errorTitle", "location", "display", "alt", "tag", "userId", "refersTo",
    "comment", "description", "caption", "uniqueName", "v", "formatCode", "command", "text", "phone",
}  # fmt: skip


_WORDED = _ATTRIBUTES | {"val"}
_LONG_NUMBER = re.compile(rb'(?:[0-9][^"<>0-9]*){11}')  # within one text or attribute, whatever parts its figures
_CONTAINER = re.compile(rb"<(?:[\w.-]+:)?(?:p|si|is|text|rPh)[\s/>]")  # of CONTAINERS
TAIL = ""  # no attribute is called so
FEWEST_FIGURES = 11  # of a mobile number; every other number that is looked for is longer


def local(element: Element) -> str:
    """The name of an element without its namespace, which differs between the two forms of the standard."""
    return _local(str(element.tag))


@lru_cache(maxsize=4096)
def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _words(element: Element, attribute: str | None) -> str:
    if attribute is None:
        return element.text or ""
    return (element.tail if attribute == TAIL else element.get(attribute)) or ""


@dataclass(slots=True)
class Segment:
    """A stretch of a strand: the text of an element, one of its attributes, or the text behind it (``TAIL``)."""

    element: Element
    attribute: str | None
    start: int
    end: int

    def put(self, at: int, new: str) -> None:
        """Write over the text from a place on."""
        held = _words(self.element, self.attribute)
        told = held[:at] + new + held[at + len(new) :]
        if self.attribute is None:
            self.element.text = told
        elif self.attribute == TAIL:
            self.element.tail = told
        else:
            self.element.set(self.attribute, told)


@dataclass(slots=True)
class Strand:
    """A text that stands in several elements of a part."""

    part: str
    text: str = ""
    segments: list[Segment] = field(default_factory=list)

    def add(self, element: Element, attribute: str | None = None) -> None:
        """Append the text of an element, an attribute, or the text behind the element."""
        words = _words(element, attribute)
        if words:
            self.segments.append(Segment(element, attribute, len(self.text), len(self.text) + len(words)))
            self.text += words

    def put(self, start: int, new: str) -> None:
        """Write over the text from a place on; signs that stand for breaks stay."""
        for segment in self.segments:
            first, last = max(start, segment.start), min(start + len(new), segment.end)
            if first < last:
                segment.put(first - segment.start, new[first - start : last - start])


class Parts:
    """A package whose XML parts are parsed when they are asked for. Raises ``UnreadableFile``."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.package = Package(data)
        self.kind = kind
        self._roots: dict[str, Element] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts that are no folders."""
        return tuple(name for name in self.package.names if not name.endswith("/"))

    @property
    def texts(self) -> tuple[str, ...]:
        """The names of the parts that are XML."""
        return tuple(name for name in self.names if name.lower().endswith((".xml", ".rels", ".vml")))

    @property
    def others(self) -> tuple[str, ...]:
        """The names of all other parts, and of documents that were put in as they are."""
        texts = set(self.texts)
        return tuple(name for name in self.names if name not in texts or "/embeddings/" in name)

    def root(self, name: str) -> Element:
        """The root of an XML part."""
        if name not in self._roots:
            self._roots[name] = parse(self.package.read(name), self.kind)
        return self._roots[name]

    @property
    def speaking(self) -> tuple[str, ...]:
        """The names of the parts of XML in which something may be found. Most of a paper's bytes are hundreds of styles
        that nobody wrote: without a Chinese sign, a long number, or an element that joins what stands in several.
        """
        return tuple(name for name in self.texts if not self._silent(name))

    def _silent(self, name: str) -> bool:
        data = self.package.read(name)
        return (
            data.isascii()
            and b"&#" not in data  # signs that are written by their numbers
            and _LONG_NUMBER.search(data) is None
            and _CONTAINER.search(data) is None
        )

    def written(self, changed: Iterable[str], *, without: Iterable[str] = (), new: dict[str, bytes]) -> bytes:
        """The package with changed parts as they are now, ``new`` bytes for others, and without some."""
        as_now, gone = set(changed), set(without)
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self.names:
                if name not in gone:
                    data = new.get(name) or (self._bytes(name) if name in as_now else self.package.read(name))
                    archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return file.getvalue()

    def _bytes(self, name: str) -> bytes:
        told: bytes = etree.tostring(self.root(name), xml_declaration=True, encoding="UTF-8", standalone=True)
        return told


def paragraph_strands(container: Element, part: str) -> Iterator[tuple[Strand, bool]]:
    """The strands of a container, and whether a reader sees them: its text as it stands, as it stood before tracked
    changes where there are any, and its field codes."""
    pieces = list(_pieces(container))
    changed = {change for _element, change in pieces}
    yield _strand((e for e, change in pieces if change != "del" and local(e) not in _FIELDS), part), True
    if "del" in changed:
        yield _strand((e for e, change in pieces if change != "ins" and local(e) not in _FIELDS), part), False
    fields = [e for e, _change in pieces if local(e) in _FIELDS]
    if fields:
        yield _strand(fields, part), False


def _strand(elements: Iterable[Element], part: str) -> Strand:
    strand = Strand(part)
    for element in elements:
        sign = _SIGNS.get(local(element))
        if sign is None:
            strand.add(element)
        else:
            strand.text += sign
    return strand


def _pieces(container: Element) -> Iterator[tuple[Element, str]]:
    """The texts and breaks of a container in order, and whether a tracked change took them out or put them in; not
    those of containers in it, nor of the second form that a program wrote for older ones."""
    stack = [(child, "") for child in reversed(container)]
    while stack:
        element, change = stack.pop()
        name = local(element)
        if name in CONTAINERS or name in ("Fallback", "pPr", "rPr", "tabs"):
            continue
        if name in _TEXTS or name in _FIELDS or name in _SIGNS:
            yield element, change
            continue
        change = "del" if name in ("del", "moveFrom") else "ins" if name in ("ins", "moveTo") else change
        stack.extend((child, change) for child in reversed(element))


def other_strands(root: Element, part: str, seen: set[Element]) -> Iterator[Strand]:
    """What stands in no container and may hold what is looked for: properties, values of charts, and attributes that
    hold words. Most of a file of an office programme is names of styles and colours, and is passed over; of what others
    put in (``customXml``) every attribute is looked at.
    """
    foreign = "customXml" in part
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element not in seen and _may_hold((element.text or "").strip()):
            strand = Strand(part)
            strand.add(element)
            yield strand
        if element.tail and _may_hold(element.tail.strip()):
            strand = Strand(part)
            strand.add(element, TAIL)
            yield strand
        for name, value in element.attrib.items():
            told = len(value) >= FEWEST_FIGURES or not value.isascii()
            if told and (foreign or _local(str(name)) in _WORDED) and _may_hold(str(value)):
                strand = Strand(part)
                strand.add(element, str(name))
                yield strand


def notes_of(root: Element, part: str) -> Iterator[str]:
    """The texts of a part that is read as it is written: those of ``other_strands``, and what is drawn in one piece."""
    for drawn in root.iter("{*}TextObject"):
        yield "".join(code.text or "" for code in drawn.iter("{*}TextCode"))
    drawings = set(root.iter("{*}AbbreviatedData", "{*}TextCode"))
    yield from (strand.text for strand in other_strands(root, part, drawings))


def _may_hold(text: str) -> bool:
    """Whether a text can hold a number of a person, or Chinese words: of plain letters and few figures it cannot."""
    if text.isascii():
        return len(text) >= FEWEST_FIGURES and sum(map(text.count, "0123456789")) >= FEWEST_FIGURES
    return len(text) > 1
