"""Text that stands aslant or on its side: none of the words that a plan is read from, but kept on the paper."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from luoshi.outline.readers.paper.glyphs import Glyph, Rule, lines_of
from luoshi.outline.readers.paper.ruled import tables_of

_STEPS = 72  # angles are told apart by five degrees


class Turned(NamedTuple):
    """A sign with the middle of its box on the paper (y downwards), its size, and by how much it is turned (radians,
    clockwise). ``wide`` is how far it reaches along its line, nought where that is not known."""

    sign: str
    x: float
    y: float
    size: float
    angle: float
    wide: float = 0.0


def lines_of_turned(signs: Iterable[Turned], rules: Sequence[Rule] = ()) -> tuple[str, ...]:
    """The lines that turned signs make, angle by angle, as one reads them with the paper turned. The cells of a row
    between ``rules`` are parted by tabs, and so are words with a wide gap between.
    """
    groups: dict[int, list[Turned]] = {}
    for sign in signs:
        groups.setdefault(round(sign.angle / math.tau * _STEPS) % _STEPS, []).append(sign)
    told: list[str] = []
    for step, group in groups.items():
        angle = step * math.tau / _STEPS
        glyphs = [_upright(sign, angle) for sign in group]
        ruled = [_level(rule, angle) for rule in rules] if step % (_STEPS // 4) == 0 else []
        tables, rest = tables_of(ruled, glyphs)
        for table in tables:
            told.extend("\t".join(box.text for box in dict.fromkeys(row)) for row in table.rows)
        told.extend("\t".join(text for text, _x0, _x1 in line.pieces) for line in lines_of(rest))
    return tuple(told)


def _upright(sign: Turned, angle: float) -> Glyph:
    """The sign on the paper turned back by an angle."""
    x, y = _back(sign.x, sign.y, angle)
    full = unicodedata.east_asian_width(sign.sign) in "WFA"
    half = (sign.wide or sign.size * (1.0 if full else 0.6)) / 2
    return Glyph(sign.sign, x - half, x + half, y - sign.size / 2, y + sign.size / 2, sign.size)


def _level(rule: Rule, angle: float) -> Rule:
    (ax, ay), (bx, by) = _back(rule.x0, rule.y0, angle), _back(rule.x1, rule.y1, angle)
    return Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _back(x: float, y: float, angle: float) -> tuple[float, float]:
    """A point of the paper turned back by an angle."""
    along, down = math.cos(angle), math.sin(angle)
    return along * x + down * y, along * y - down * x
