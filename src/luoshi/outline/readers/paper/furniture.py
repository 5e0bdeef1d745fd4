"""What a page says of itself: its number, and heads and feet that every page repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from luoshi.outline.readers.paper.glyphs import Line

_DASHES = r"[\s\-—–―－─·•.‐]*"
_NUMBER = re.compile(
    rf"{_DASHES}(?:第\s*)?(?:\d{{1,4}}|[ivxlc]{{1,6}})(?:\s*页)?(?:\s*[/／，,]?\s*共?\s*\d{{1,4}}\s*页?)?{_DASHES}",
    re.IGNORECASE,
)
_LONGEST = 24
_MARGIN = 0.14  # of the page's height, at the top and at the bottom
_DIGITS = re.compile(r"\d+")
_CLASSIFIED = re.compile(r"绝\s*密|机\s*密|秘\s*密")


def without_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> tuple[list[list[Line]], int]:
    """The lines of each page without page numbers and running heads, and how many lines that took away.

    A head or foot is a line in a page's margin that stands in the same place of at least half of the pages (and of
    two) and says the same but for its digits. A page number may stand alone on one page. A mark of classification is
    no furniture: on the first page it stays.
    """
    said = Counter(
        key
        for page, height in zip(pages, heights, strict=True)
        for key in {_key(line) for line in page if _in_margin(line, height)}
    )
    enough = max(2, (len(pages) + 1) // 2)
    kept: list[list[Line]] = []
    for at, (page, height) in enumerate(zip(pages, heights, strict=True)):
        edges = _edges(page)
        kept.append(
            [
                line
                for line in page
                if not (
                    _in_margin(line, height)
                    and (said[_key(line)] >= enough or (line in edges and _is_number(line)))
                    and not (at == 0 and _CLASSIFIED.search(line.text))
                )
            ]
        )
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("0", line.text), round(line.top / 4)


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom < _MARGIN * height or line.top > (1 - _MARGIN) * height


def _edges(page: Sequence[Line]) -> Sequence[Line]:
    """The first and the last line of a page."""
    return (page[0], page[-1]) if page else ()


def _is_number(line: Line) -> bool:
    return len(line.text) <= _LONGEST and _NUMBER.fullmatch(line.text) is not None
