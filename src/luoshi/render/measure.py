"""How much room text takes: full-width characters count one, the others half."""

from __future__ import annotations

from math import ceil
from unicodedata import east_asian_width


def width_of(text: str) -> float:
    """Width in full-width characters; ambiguous ones (— … ① “) count as full, as Chinese fonts set them."""
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.5 for character in text)


def lines_of(text: str, room: float) -> int:
    """How many lines the text takes where one line holds ``room`` full-width characters; at least one."""
    return sum(max(1, ceil(width_of(line) / max(room, 1.0))) for line in text.split("\n"))


def wrap(text: str, room: float) -> str:
    """The text with line ends so that no line is wider than ``room`` full-width characters.

    As Chinese is set: no closing mark begins a line and no opening one ends it; and a line rather ends early, behind a
    separator, than in the middle of a name.
    """
    return "\n".join(piece for line in text.split("\n") for piece in _wrapped(line, max(room, 4.0)))


NOT_FIRST = "、，。；：！？）〕》】」』”’…,.;:!?)]}"
NOT_LAST = "（〔《【「『“‘([{"
SEPARATORS = "、，。；： ,;"
RAGGED = 0.6  # the least share of a line that may stay filled for the sake of a whole name


def _wrapped(line: str, room: float) -> list[str]:
    pieces = []
    while width_of(line) > room:
        end = _fitting(line, room)
        early = max((at + 1 for at in range(end) if line[at] in SEPARATORS), default=0)
        if early and width_of(line[:early]) >= RAGGED * room:
            end = early
        while end > 1 and (line[end] in NOT_FIRST or line[end - 1] in NOT_LAST):
            end -= 1
        pieces.append(line[:end].rstrip())
        line = line[end:].lstrip()
    return [*pieces, line]


def _fitting(line: str, room: float) -> int:
    """How many characters fit into the room; at least one."""
    taken = 0.0
    for at, character in enumerate(line):
        taken += width_of(character)
        if taken > room:
            return max(1, at)
    return len(line)


def printable(text: str) -> str:
    """The text without what neither XML nor paper can hold: control characters, lone surrogates, direction marks."""
    return text.translate(_UNPRINTABLE)


_UNPRINTABLE = dict.fromkeys(
    [
        *(code for code in range(0x20) if code not in (0x09, 0x0A)),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),  # embeddings and overrides of direction
        *range(0x2066, 0x206A),  # isolates
        *range(0xD800, 0xE000),
        0xFFFE,
        0xFFFF,
    ]
)
