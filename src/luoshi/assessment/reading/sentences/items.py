"""Sub-items numbered within a cell: 1.…得2分 2.…得6分, at any depth, also where the numbering restarts or skips."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from luoshi.outline.stages.marks import Kind, Mark, inside

_KINDS = (
    Kind.CHINESE,
    Kind.BRACKETED_CHINESE,
    Kind.DECIMAL,
    Kind.BRACKETED_DECIMAL,
    Kind.HALF_BRACKETED,
    Kind.CIRCLED,
    Kind.SPOKEN,
)
MOST = 60


@dataclass(frozen=True, slots=True)
class Items:
    """What stands before the first number, and the items with their numbers. ``broken`` tells where the numbering
    skips (1, 2, 4) and ``restarted`` where it begins again (1, 2, 1).
    """

    before: str
    items: tuple[tuple[str, str], ...] = ()
    broken: tuple[str, ...] = ()
    restarted: bool = False


@lru_cache(maxsize=512)
def items_of(words: str) -> Items:
    """The outermost numbered items of folded words; none where nothing is numbered."""
    marks = _outermost(words)
    if not marks and (named := _named(words)) is not None:
        return named
    if len(marks) < 2 or len(marks) > MOST:
        return Items(words)
    items, broken, restarted = [], [], False
    for at, mark in enumerate(marks):
        end = marks[at + 1].span.start if at + 1 < len(marks) else len(words)
        items.append((words[mark.span.start : mark.span.end].strip(" 、."), words[mark.end : end].strip()))
        if at and mark.ordinal == 1:
            restarted = True
        elif at and mark.ordinal != marks[at - 1].ordinal + 1:
            broken.append(f"{marks[at - 1].ordinal}→{mark.ordinal}")
    return Items(words[: marks[0].span.start].strip(), tuple(items), tuple(broken), restarted)


_NAMED = re.compile(r"(?:^|(?<=[；。\n]))\s*[\u4e00-\u9fff]{2,15}（\d+(?:\.\d+)?分）\s*[：，]?")


def _named(words: str) -> Items | None:
    """Items that only their names and points part: 开工率（10分）：…；完工率（24分）：…"""
    starts = [found.start() for found in _NAMED.finditer(words)]
    if len(starts) < 2 or words[: starts[0]].strip():
        return None
    ends = [*starts[1:], len(words)]
    items = tuple(
        (str(at), words[start:end].strip(" ；。\n"))
        for at, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    )
    return Items("", items)


def _outermost(words: str) -> list[Mark]:
    """The marks of the kind that numbers first, in rising order or beginning again."""
    best: list[Mark] = []
    for kind in _KINDS:
        found = _rising(inside(words, 0, len(words), kind))
        if len(found) > 1 and found[0].ordinal == 1 and (not best or found[0].span.start < best[0].span.start):
            best = found
    return best


def _rising(marks: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in marks:
        if not kept and mark.ordinal != 1:
            continue
        if not kept or mark.ordinal == 1 or kept[-1].ordinal < mark.ordinal <= kept[-1].ordinal + 3:
            kept.append(mark)
    while kept and kept[-1].ordinal == 1 and len(kept) > 1:
        kept.pop()  # a 1 that nothing follows numbers nothing
    return kept
