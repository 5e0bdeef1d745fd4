"""Marks: the numbers that plans put before their items.

Reads text. Writes ``Mark`` values: kind, ordinal and place. Level follows the kind, whatever levels a plan skips.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from luoshi.kernel.numerals import CHINESE, CIRCLED, number
from luoshi.outline.model import Span


class Kind(Enum):
    """Kinds of number; the value is (rank in the tree, level of a heading)."""

    PART = (1, 1)  # 第一部分、第一编
    CHAPTER = (2, 1)  # 第一章
    SECTION = (3, 2)  # 第一节
    CHINESE = (4, 1)  # 一、
    ARTICLE = (5, 3)  # 第一条
    BRACKETED_CHINESE = (6, 2)  # （一）
    DECIMAL = (7, 3)  # 1. 1、
    DOTTED = (8, 4)  # 1.1
    BRACKETED_DECIMAL = (9, 4)  # （1）
    HALF_BRACKETED = (10, 5)  # 1）
    CIRCLED = (11, 5)  # ①
    SPOKEN = (12, 6)  # 一是、一要

    @property
    def rank(self) -> int:
        return self.value[0]

    @property
    def level(self) -> int:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Mark:
    """A number before an item: ``span`` is the number as printed, without the blanks behind it."""

    kind: Kind
    ordinal: int
    span: Span
    end: int  # where the item's own text begins

    def follows(self, ordinal: int) -> bool:
        """Whether this number is the next one after an ordinal."""
        return self.ordinal == ordinal + 1


_C = f"[{CHINESE}]{{1,4}}"
_FORMS: tuple[tuple[Kind, str], ...] = (
    (Kind.PART, rf"第({_C}|\d+)(?:部分|编|篇)"),
    (Kind.CHAPTER, rf"第({_C}|\d+)章"),
    (Kind.SECTION, rf"第({_C}|\d+)节"),
    (Kind.ARTICLE, rf"第({_C}|\d+)条(?!例)"),
    (Kind.CHINESE, rf"({_C})[、．.](?![0-9])"),
    (Kind.BRACKETED_CHINESE, rf"[（(〔]\s?({_C})\s?[）)〕][、.．]?"),
    (Kind.DOTTED, r"(?:\d{1,2}[.．]){1,3}(\d{1,2})(?=[\s、.．]|[^\d.．%％年月日个万亿米公千元\-—~～])[、.．]?"),
    (Kind.BRACKETED_DECIMAL, r"[（(]\s?(\d{1,2})\s?[）)][、.．]?"),
    (Kind.HALF_BRACKETED, r"(\d{1,2})[）)][、.．]?"),
    (Kind.DECIMAL, r"(\d{1,3})(?:[、．]|[.](?!\d)|[.](?=(?:19|20)\d\d年))"),
    (Kind.CIRCLED, rf"([{CIRCLED}])[、.．]?"),
    (Kind.SPOKEN, r"([一二三四五六七八九十])(?:是(?!否)|要)"),
)
_AT = tuple((kind, re.compile(form)) for kind, form in _FORMS)
_FIRST = re.compile(rf"[第（(〔{CHINESE}{CIRCLED}\d]")
_BLANK = " \t\u3000\xa0"
_ANYWHERE = {kind: re.compile(form) for kind, form in _FORMS}
# An item inside a running line begins after the end of a sentence, a clause in brackets, or a colon.
_BEFORE_INLINE = "。；;：:！？）)】〕」”\n\t \u3000"


def mark_at(text: str, start: int, end: int) -> Mark | None:
    """The mark that stands at ``start`` (blanks before it are passed over), if any."""
    at = _behind_blanks(text, start, end)
    if at >= end or not _FIRST.match(text, at):
        return None
    for kind, form in _AT:
        if found := form.match(text, at, end):
            if kind is Kind.DECIMAL and not _stands(text, found, end):
                continue
            ordinal = number(found.group(1))
            if ordinal is not None:
                after = _behind_blanks(text, found.end(), end)
                return Mark(kind, ordinal, Span(at, found.end()), after)
    return None


def _behind_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at] in _BLANK:
        at += 1
    return at


def _stands(text: str, found: re.Match[str], end: int) -> bool:
    """1. and 12、 number an item; 2022. or 8、9月 do not."""
    return not (text[found.end() - 1] == "、" and found.end() < end and text[found.end()].isdigit())


def inside(text: str, start: int, end: int, kind: Kind) -> list[Mark]:
    """The marks of one kind inside a running line, where an item may begin."""
    found: list[Mark] = []
    for match in _ANYWHERE[kind].finditer(text, start, end):
        at = match.start()
        if at > start and text[at - 1] not in _BEFORE_INLINE and not _breaks(text, at, kind):
            continue
        ordinal = number(match.group(1))
        if ordinal is None or (kind is Kind.DECIMAL and not _stands(text, match, end)):
            continue
        after = _behind_blanks(text, match.end(), end)
        found.append(Mark(kind, ordinal, Span(at, match.end()), after))
    return found


def counting(marks: list[Mark]) -> list[Mark]:
    """Those marks that count up by one with a neighbour; a lone number in a line numbers nothing."""
    marks = sorted({m.span.start: m for m in marks}.values(), key=lambda m: m.span.start)
    kept: list[Mark] = []
    run: list[Mark] = []
    for mark in marks:
        if run and mark.ordinal == run[-1].ordinal + 1:
            run.append(mark)
            continue
        kept += run if len(run) > 1 else []
        run = [mark]
    return kept + (run if len(run) > 1 else [])


def _breaks(text: str, at: int, kind: Kind) -> bool:
    """一是 may also follow a comma; other numbers need a full stop before them."""
    return kind is Kind.SPOKEN and text[at - 1] in "，,"
