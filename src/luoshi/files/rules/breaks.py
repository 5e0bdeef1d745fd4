"""Numbers of persons that are broken: by the end of a line, by a break within a cell, by a stop of a tabulator.

A break parts figures that belong together no more often than it parts figures that do not: columns of figures, cells
with two of them. So what has no check of its own is one number only where nothing speaks for more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.files.rules.identifiers import Hit, Kind, hits_in, is_amount_head, is_called_phone

_ENDS = "\n\v\f\r\x85\u2028\u2029"
_BREAK = re.compile(rf"[\t{_ENDS}]")
_GAP = re.compile(rf"(?<=\d)\s*[{_ENDS}]\s*(?=[\dXxＸｘ])")
_WINDOW = 40  # signs on either side of a gap; the longest number with its parts has fewer
_WHOLE = 18


def hits_across(text: str, label: str = "", *, rounded: bool = False) -> tuple[Hit, ...]:
    """What ``hits_in`` finds in a text of one place (a paragraph, a cell, what was typed), with what breaks part."""
    whole = hits_in(text, label, rounded=rounded)
    if not _BREAK.search(text):
        return whole
    every = (*whole, *_joined(text, label))
    edges = {hit.start for hit in every}, {hit.end for hit in every}
    found: list[Hit] = []
    for hit in every:
        apart = all(hit.end <= other.start or hit.start >= other.end for other in found)
        if apart and _is_one(text, hit, label, edges):
            found.append(hit)
    return tuple(sorted(found, key=lambda hit: hit.start))


def _joined(text: str, label: str) -> Iterator[Hit]:
    """Numbers that are broken once, at whatever figure."""
    for gap in _GAP.finditer(text):
        first = max(0, gap.start() - _WINDOW)
        ahead, wide = gap.start() - first, gap.end() - gap.start()
        for hit in hits_in(text[first : gap.start()] + text[gap.end() : gap.end() + _WINDOW], label):
            if hit.start < ahead < hit.end:
                yield Hit(hit.kind, hit.start + first, hit.end + first + wide)


def _is_one(text: str, hit: Hit, label: str, edges: tuple[set[int], set[int]]) -> bool:
    """Whether a number that may be parted by breaks is one: told by its check or by the words before it, else where no
    figure that is of no other number stands beside it."""
    said = text[hit.start : hit.end]
    if not _BREAK.search(said):
        return True
    if hit.kind is Kind.RESIDENT_ID and sum(map(str.isalnum, said)) == _WHOLE:
        return True
    if is_called_phone(text[max(0, hit.start - 16) : hit.start], label):
        return hit.kind is Kind.MOBILE
    if hit.kind is Kind.MOBILE and ("\t" in said or is_amount_head(label)):
        return False  # tabulators set columns: 135 households, 1234 mu, 5678 yuan
    starts, ends = edges
    before, after = text[: hit.start].rstrip(), text[hit.end :].lstrip()
    next_start = len(text) - len(after)
    alone_before = not before[-1:].isdigit() or len(before) in ends
    return alone_before and (not after[:1].isdigit() or next_start in starts)
