"""Qualified names of WordprocessingML, as ``lxml`` writes them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# a document saved as "strict" says the same words in other namespaces
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH[1:-1].encode()),
)

P, TBL, TR, TC, SDT = W + "p", W + "tbl", W + "tr", W + "tc", W + "sdt"
VAL = W + "val"
# what a person never sees: deleted and moved-away text, properties, ends of ranges
UNSEEN = frozenset({W + "del", W + "moveFrom", W + "pPr", W + "rPr", W + "sdtPr", W + "sdtEndPr", W + "tblPr"})
# wrappers of blocks that are read as if they were not there
WRAPPERS = frozenset(
    W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body", "txbxContent")
)

Element = etree._Element


def child(element: Element | None, name: str) -> Element | None:
    """The first child of a qualified name."""
    return None if element is None else element.find(name)


def value(element: Element | None, name: str, attribute: str = VAL) -> str | None:
    """An attribute (``w:val``) of the first child of a qualified name."""
    found = child(element, name)
    return None if found is None else found.get(attribute)


def number(text: str | None, default: int = 0) -> int:
    """An integer as an attribute says it; the default where it says none, or one of more than nine digits."""
    try:
        return int(text) if text is not None and len(text) <= 10 else default
    except ValueError:
        return default


def switched(element: Element | None, name: str) -> bool | None:
    """A switch such as ``w:b``: on, off, or not said."""
    found = child(element, name)
    return None if found is None else is_on(found)


def is_on(switch: Element) -> bool:
    """Whether a switch that stands there is on."""
    return (switch.get(VAL) or "1").lower() not in ("0", "false", "off", "none")


def unwrapped(element: Element, wanted: frozenset[str], through: frozenset[str] = WRAPPERS) -> Iterator[Element]:
    """Descendants of wanted names in order, looking through wrappers only, without recursion."""
    stack = list(reversed(element))
    while stack:
        found = stack.pop()
        if found.tag in wanted:
            yield found
        elif found.tag in through:
            stack.extend(reversed(found))
        elif found.tag == MC + "AlternateContent":
            chosen = alternative(found)
            if chosen is not None:
                stack.extend(reversed(chosen))


def alternative(element: Element) -> Element | None:
    """The branch of an ``mc:AlternateContent`` that is shown: its first choice, else its fallback."""
    choice = element.find(MC + "Choice")
    return choice if choice is not None else element.find(MC + "Fallback")
