"""Elements of a page cut into lines, as a browser sets them one under another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from luoshi.outline.readers.docx.numerals import chinese, letters, roman
from luoshi.outline.readers.html.tables import is_of_data

Element = etree._Element

_DROPPED = frozenset(
    {
        "script", "style", "nav", "head", "title", "template", "noscript", "select", "option", "button", "textarea",
        "iframe", "object", "svg", "math", "canvas", "audio", "video", "map", "datalist", "dialog", "rt", "rp", "input",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul",
    }
)  # fmt: skip
_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*([\w-]+)", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align\s*:\s*([\w-]+)", re.IGNORECASE)
_KEPT = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_LISTED = re.compile(r"list-style(?:-type)?\s*:\s*([\w -]+)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
# a line end of the source between two Chinese signs is no blank to a reader
_INK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\u9fff\uff00-\uffef])")


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks inside an element; handed down from the element around it."""

    level: int | None = None
    bold: bool = False
    centred: bool = False
    kept: bool = False  # line ends in the source are line ends on the page


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a page; line ends inside it are ``\\n``."""

    text: str
    level: int | None
    bold: bool
    centred: bool


def _upper(numeral: Callable[[int], str]) -> Callable[[int], str]:
    return lambda number: numeral(number).upper()


_COUNTED: dict[str, tuple[Callable[[int], str], str]] = {
    "1": (str, "."), "decimal": (str, "."),
    "a": (letters, "."), "lower-alpha": (letters, "."), "lower-latin": (letters, "."),
    "A": (_upper(letters), "."), "upper-alpha": (_upper(letters), "."), "upper-latin": (_upper(letters), "."),
    "i": (lambda number: roman(number).lower(), "."), "lower-roman": (lambda number: roman(number).lower(), "."),
    "I": (roman, "."), "upper-roman": (roman, "."),
    "cjk-ideographic": (chinese, "、"), "simp-chinese-informal": (chinese, "、"), "cjk-decimal": (chinese, "、"),
    "trad-chinese-informal": (chinese, "、"),
}  # fmt: skip


class Flow:
    """Cuts elements into lines. ``hidden`` counts what was left out because a browser does not show it."""

    def __init__(self) -> None:
        self.hidden = 0
        self._next: dict[Element, int] = {}  # the number that the next item of a list gets

    def pieces(self, root: Element) -> Iterator[Line | Element]:
        """Lines and tables of data below an element, in order. Walks without recursion."""
        parts: list[str] = []
        looks: list[Look] = []
        stack: list[tuple[Element | str | None, Look]] = [(root, Look())]
        while stack:
            node, look = stack.pop()
            if isinstance(node, str):
                parts.append(node if look.kept else _SPACE.sub(" ", _INK.sub("", node)))
                if node.strip():
                    looks.append(look)
                continue
            if node is None or node.tag in _BLOCKS:
                yield from _line(parts, looks)
                parts, looks = [], []
            if node is None or not self._shown(node):
                continue
            if node is not root and node.tag == "table" and is_of_data(node):
                yield node
                continue
            inner = _look(node, look)
            if node.tag == "li":
                parts.append(self._label(node))
            _push(stack, node, inner)
        yield from _line(parts, looks)

    def words(self, element: Element) -> str:
        """The lines below an element (a cell), joined by ``\\n``."""
        return "\n".join(piece.text for piece in self.pieces(element) if isinstance(piece, Line))

    def _shown(self, element: Element) -> bool:
        if not isinstance(element.tag, str) or element.tag in _DROPPED:
            return False
        if element.tag == "footer":
            parent = element.getparent()
            return parent is None or parent.tag != "body"
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            self.hidden += any(text.strip() for text in element.itertext(with_tail=False))
            return False
        return True

    def _label(self, item: Element) -> str:
        """The number that a browser prints before an item of an ordered list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        listed = _LISTED.search(item.get("style") or "") or _LISTED.search(parent.get("style") or "")
        form = listed[1].strip().lower() if listed else parent.get("type") or "1"
        number = _whole(item.get("value"), self._next.get(parent, _whole(parent.get("start"), 1)))
        self._next[parent] = number + 1
        numeral, mark = _COUNTED.get(form, (None, ""))
        return numeral(number) + mark if numeral else ""


def _push(stack: list[tuple[Element | str | None, Look]], node: Element, look: Look) -> None:
    """Put what an element holds on the stack, so that its beginning comes off first."""
    if node.tag in _BLOCKS:
        stack.append((None, look))
    for child in reversed(node):
        if child.tail:
            stack.append((child.tail, look))
        stack.append((child, look))
    if node.text:
        stack.append((node.text, look))


def _line(parts: list[str], looks: list[Look]) -> Iterator[Line]:
    text = "".join(parts)
    if not text.strip() or not looks:
        return
    kept = any(look.kept for look in looks)
    yield Line(
        text=text if kept else re.sub(" {2,}", " ", text).strip(),
        level=next((look.level for look in looks if look.level), None),
        bold=all(look.bold for look in looks),
        centred=looks[0].centred,
    )


def _look(element: Element, look: Look) -> Look:
    tag, style = element.tag, element.get("style") or ""
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        look = replace(look, level=int(tag[1]))
    if tag in _BOLD:
        look = replace(look, bold=True)
    if tag == "pre" or _KEPT.search(style):
        look = replace(look, kept=True)
    weight = _WEIGHT.search(style)
    if weight:
        look = replace(look, bold=weight[1].lower() in ("bold", "bolder", "600", "700", "800", "900"))
    aligned = _ALIGNED.search(style)
    said = aligned[1] if aligned else element.get("align") or ("center" if tag == "center" else "")
    if said:
        look = replace(look, centred=said.lower() in ("center", "-webkit-center"))
    return look


def _whole(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None and len(text) < 10 else default
    except ValueError:
        return default
