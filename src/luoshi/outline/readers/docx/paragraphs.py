"""One paragraph of a Word document: its words as a person sees them, and what stands in its text boxes."""

from __future__ import annotations

from dataclasses import dataclass, field

from luoshi.outline.readers.docx.names import MATH, MC, UNSEEN, VAL, Element, W, alternative, is_on
from luoshi.outline.readers.docx.styles import Styles

_RUN, _RUN_PROPERTIES, _RUN_STYLE, _BOLD, _HIDDEN = W + "r", W + "rPr", W + "rStyle", W + "b", W + "vanish"
_LOOKS = frozenset({_RUN_STYLE, _BOLD, _HIDDEN})
_WORDS = W + "t"
_TEXT = frozenset({W + "t", MATH + "t"})
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "sym": "",  # says itself which sign it is
}
_FIELD, _BOX = W + "fldChar", W + "txbxContent"
_LEFT = UNSEEN | {
    W + "rt", W + "instrText", W + "delText", W + "delInstrText", W + "rubyPr", W + "fldData", W + "footnoteReference",
    W + "endnoteReference", W + "commentReference", W + "numbering", W + "ffData",
}  # fmt: skip
# the numbers in circles of Wingdings, and the bullet of Symbol
_SYMBOLS = {0x81 + n: chr(ord("①") + n) for n in range(10)} | {0x8C + n: chr(ord("❶") + n) for n in range(10)}


@dataclass(slots=True)
class Words:
    """What a paragraph says: text with ``\\n`` for line ends in it, and the text boxes that are anchored in it.

    ``bold`` holds for all of its words; ``hidden`` counts runs of hidden text, which is left out.
    """

    text: str = ""
    boxes: list[Element] = field(default_factory=list)
    bold: bool = False
    hidden: int = 0


class Reader:
    """Reads paragraphs one after another."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def words(self, paragraph: Element, style: str) -> Words:
        """The words of a paragraph in a paragraph style."""
        known = self._styles[style]
        words = Words()
        parts: list[str] = []
        looks: set[bool] = set()
        instructions: list[bool] = []  # for each open field: whether its instruction is being said
        stack = list(reversed(paragraph))
        while stack:
            element = stack.pop()
            tag = element.tag
            if tag == _RUN:
                inner = list(element)
                bold, hidden = self._look(inner, known.bold, known.hidden)
                if hidden:
                    words.hidden += any(t.text for t in element.iter(*_TEXT))
                    continue
                if any(e.tag == _WORDS and e.text and not e.text.isspace() for e in inner):
                    looks.add(bold)
                stack.extend(reversed(inner))
            elif tag in _TEXT:
                if element.text and not any(instructions):
                    parts.append(element.text)
            elif tag in _SIGNS:
                parts.append(_SIGNS[tag] or _symbol(element))
            elif tag == _FIELD:
                _mark(instructions, element.get(W + "fldCharType"))
            elif tag == _BOX:
                words.boxes.append(element)
            elif tag == MC + "AlternateContent":
                chosen = alternative(element)
                stack.extend(reversed(chosen) if chosen is not None else ())
            elif tag not in _LEFT:
                stack.extend(reversed(element))
        words.text = "".join(parts)
        words.bold = looks == {True}
        return words

    def _look(self, run: list[Element], bold: bool | None, hidden: bool | None) -> tuple[bool, bool]:
        """Whether a run is bold and whether it is hidden: by its own switches, else its style, else its paragraph's."""
        properties = run[0] if run and run[0].tag == _RUN_PROPERTIES else None
        said = {e.tag: e for e in properties if e.tag in _LOOKS} if properties is not None else {}
        if not said:
            return bool(bold), bool(hidden)
        if (named := said.get(_RUN_STYLE)) is not None:
            style = self._styles[named.get(VAL) or ""]
            bold = bold if style.bold is None else style.bold
            hidden = hidden if style.hidden is None else style.hidden
        bold = is_on(said[_BOLD]) if _BOLD in said else bold
        hidden = is_on(said[_HIDDEN]) if _HIDDEN in said else hidden
        return bool(bold), bool(hidden)


def _mark(instructions: list[bool], kind: str | None) -> None:
    """Open, turn to its result, or close a field."""
    if kind == "begin":
        instructions.append(True)
    elif instructions and kind == "separate":
        instructions[-1] = False
    elif instructions and kind == "end":
        instructions.pop()


def _symbol(element: Element) -> str:
    """A sign of a symbol font, where there is a common character for it."""
    try:
        code = int(element.get(W + "char") or "", 16)
    except ValueError:
        return ""
    if code & 0xF000 == 0xF000:
        code &= 0xFF
        known = _SYMBOLS.get(code) if "wingdings" in (element.get(W + "font") or "").lower() else None
        return known or ""
    return chr(code) if 0x20 <= code < 0xD800 else ""
