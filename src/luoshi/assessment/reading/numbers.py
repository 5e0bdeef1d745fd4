"""The numbers of headings and rows: 一、组织领导, （二）…, 1.1 …, A1 …, Ⅰ-2 …; a title is kept without the number that
is its code, so that no page shows it twice.
"""

from __future__ import annotations

import re

from luoshi.assessment.reading.folding import folded
from luoshi.outline.stages.marks import Kind, mark_at

# letters and Roman numerals, which plans do not use before their items but tables do
_LETTERED = re.compile(r"((?:[A-Z]\d{0,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]{1,2})(?:[-.]\d{1,3}){0,3})(?:[、.．：:]\s*|\s+)(?=\S)")
_DOTTED = re.compile(r"(\d{1,3}(?:[.-]\d{1,3}){1,4})(?:[、．]\s*|\s+)(?=\S)")
_STRIPPED = " 、.．（）()〔〕"


def numbered(words: str) -> tuple[str, str]:
    """The number before words, without its signs, and the words behind it; an empty number where there is none."""
    words = words.strip()
    if found := _LETTERED.match(words) or _DOTTED.match(words):
        return found[1], words[found.end() :]
    mark = mark_at(words, 0, len(words))
    if mark is None or mark.kind is Kind.SPOKEN or not words[mark.end :].strip():
        return "", words
    return words[mark.span.start : mark.span.end].strip(_STRIPPED), words[mark.end :]


def unnumbered(title: str, code: str) -> str:
    """A title without the number before it, where that is its code."""
    number, rest = numbered(title)
    return rest if number and bare(number) == bare(code).strip("（）") else title


def bare(number: str) -> str:
    """A number as it is compared: in one form, without the signs around it."""
    return re.sub(r"\s+", "", folded(number)).strip("、。.★☆▲")
