"""Lines joined to paragraphs by how they stand on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from luoshi.outline.readers.paper.glyphs import Line

_ENDS = "。；：！？…;:!?"
_STEP = re.compile(r"[（《〈「『【〔“‘]*(?:[\x21-\x7e]+|.)[，。、；：？！）》〉」』】〕”’]*")
NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十百]+[)）]|\d{1,3}[.．、](?!\d)|[（(]\d{1,3}[)）]|[①-⑳]"
    r"|第[一二三四五六七八九十百\d]+[章节条])"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are one paragraph, joined."""

    text: str
    bold: bool
    centred: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paper is set: the edges of its text, its size of body text, from line to line, and whether it indents."""

    left: float
    right: float
    size: float
    leading: float
    indents: bool


def setting_of(pages: Sequence[Sequence[Line]], widths: Sequence[float]) -> Setting:
    """How the pages of a paper are set; lengths in points."""
    lines = [line for page in pages for line in page]
    if not lines:
        return Setting(0, 0, 10, 15, indents=True)
    size = median(sorted(line.size for line in lines for _ in range(len(line.text) // 8 + 1)))
    body = [line for line in lines if abs(line.size - size) <= 0.12 * size] or lines
    widest = max(line.x1 - line.x0 for line in body)
    long = [line for line in body if line.x1 - line.x0 >= 0.6 * widest]
    left = _edge([line.x0 for line in body], 0.03)
    right = _edge([line.x1 for line in long], 0.9)
    page = median(widths)
    piled = sum(1 for line in long if abs(line.x1 - right) < 0.6 * size)
    if piled < 3 or right < 0.6 * page:  # hardly a line is full: the edge is where the paper's other margin says
        right = max(*(line.x1 for line in body), page - left - size)
    steps = [b.bottom - a.bottom for page_ in pages for a, b in pairwise(page_)]
    leading = median([step for step in steps if 0.8 * size < step < 4 * size] or [1.5 * size])
    after_short = [b for p in pages for a, b in pairwise(p) if a.x1 < right - 2 * size and b in body]
    indented = sum(1 for line in after_short if line.x0 > left + size)
    return Setting(left, right, size, leading, indents=not after_short or indented >= 0.3 * len(after_short))


def _edge(values: list[float], share: float) -> float:
    """The value below which a share of all values lies."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def goes_on(a: Line, b: Line, setting: Setting, *, same_page: bool) -> bool:
    """Whether a line is continued by the next one."""
    size = setting.size
    if abs(a.size - b.size) > 0.15 * size or (same_page and b.bottom - a.bottom > 1.7 * setting.leading):
        return False
    if a.size > 1.1 * size:  # a heading broken over lines: its last line is centred
        return a.x1 - a.x0 > setting.right - setting.left - 1.3 * a.size and _is_centred(b, setting)
    ended = a.text[-1] in _ENDS
    full = a.x1 + _first_step(b) > setting.right - 0.2 * size
    if setting.indents:  # then the next line tells more than this one
        full = full or a.x1 > setting.right - (1.3 if ended else 2.2) * size
    if not full or (a.x0 > setting.left + 3 * size and b.x0 < a.x0 - 3 * size):
        return False  # there was room for more, or the line stands on the right, as a date does
    if b.x0 > setting.left + 1.2 * size:  # indented: a new paragraph, unless its number hangs before its lines
        return setting.left + 1.2 * size < a.x0 <= b.x0 + 1 and not setting.indents and not ended
    if setting.indents:
        return True
    return not (ended and (NUMBERED.match(b.text) or (same_page and b.bottom - a.bottom > 1.15 * setting.leading)))


def _first_step(line: Line) -> float:
    """How long the piece is that must stand together at the beginning of a line: a Latin word or a sign, with opening
    marks before it and closing marks behind it."""
    found = _STEP.match(line.text)
    return sum(0.5 if sign.isascii() else 1.0 for sign in found[0]) * line.size if found else line.size


def paragraph_of(lines: Sequence[Line], setting: Setting) -> Paragraph:
    """Lines of one paragraph, joined."""
    text = lines[0].text
    for line in lines[1:]:
        text += (" " if _latin(text[-1]) and _latin(line.text[0]) else "") + line.text
    return Paragraph(text, all(line.bold for line in lines), all(_is_centred(line, setting) for line in lines))


def _latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _is_centred(line: Line, setting: Setting) -> bool:
    size, middle = setting.size, (setting.left + setting.right) / 2
    from_left, from_right = line.x0 - setting.left, setting.right - line.x1
    return (
        abs((line.x0 + line.x1) / 2 - middle) < 0.8 * size
        and abs(from_left - 2 * size) > 0.3 * size
        and min(from_left, from_right) > 0.5 * size
    )
