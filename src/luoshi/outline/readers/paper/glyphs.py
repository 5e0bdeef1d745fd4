"""Signs on a page, and the lines that they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple


class Glyph(NamedTuple):
    """A sign and its box: from ``x0`` to ``x1`` and ``top`` to ``bottom``; ``size`` is its font's."""

    sign: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False


class Rule(NamedTuple):
    """A ruled line, upright or level: two ends with ``x0 <= x1`` and ``y0 <= y1``."""

    x0: float
    y0: float
    x1: float
    y1: float


class Line(NamedTuple):
    """A line of text. ``pieces`` are its parts between wide gaps, each with where it begins and ends."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    pieces: tuple[tuple[str, float, float], ...]


@dataclass(slots=True)
class Page:
    """What stands on a page of a size. ``aside`` are lines that belong to none of its words: turned text, what is in
    notes and in the fields of a form; ``holds_files`` where files were put in."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    aside: tuple[str, ...] = ()
    holds_files: bool = False


_WIDE_GAP = 1.6  # of the size: more than any justified line stretches its signs
_WORD_GAP = 0.18


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that signs make, from the top down, each from the left."""
    runs = sorted(_runs(glyphs), key=_middle)
    lines: list[list[Glyph]] = []
    for run in runs:
        if lines and abs(_middle(run) - _middle(lines[-1])) < 0.5 * min(run[0].size, lines[-1][0].size):
            lines[-1].extend(run)
        else:
            lines.append(run)
    return [line for line in map(_line, lines) if line.text]


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Neighbours in the file that stand on one line: most lines come in one piece."""
    runs: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None and abs(_centre(glyph) - _centre(last)) < 0.3 * max(last.size, 1) and glyph.x0 > last.x0:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
        last = glyph
    return runs


def _centre(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2


def _middle(run: Sequence[Glyph]) -> float:
    return _centre(run[0])


def _line(glyphs: list[Glyph]) -> Line:
    # By their middles: the box of an opening mark may begin before the sign in front of it.
    glyphs.sort(key=lambda glyph: glyph.x0 + glyph.x1)
    drawn = [glyph for glyph in glyphs if not glyph.sign.isspace()]
    pieces = list(_pieces(glyphs)) if drawn else []
    if not pieces:
        return Line("", 0, 0, 0, 0, 0, False, ())
    return Line(
        text=" ".join(text for text, _x0, _x1 in pieces),
        x0=drawn[0].x0,
        x1=max(glyph.x1 for glyph in drawn),
        top=min(glyph.top for glyph in drawn),
        bottom=max(glyph.bottom for glyph in drawn),
        size=median(glyph.size for glyph in drawn),
        bold=all(glyph.bold for glyph in drawn),
        pieces=tuple(pieces),
    )


def _pieces(glyphs: Sequence[Glyph]) -> Iterable[tuple[str, float, float]]:
    """The parts of a line between wide gaps; a sign printed twice in one place (for a bold look) is said once."""
    text, start, last = "", 0.0, None
    for glyph in glyphs:
        if last is None or glyph.x0 - last.x1 > _WIDE_GAP * glyph.size:
            if text.strip():
                yield text.strip(), start, last.x1 if last else start
            text, start = glyph.sign, glyph.x0
        elif glyph.sign == last.sign and glyph.x0 - last.x0 < 0.2 * glyph.size and not glyph.sign.isspace():
            continue
        else:
            text += (" " if _apart(last, glyph) else "") + glyph.sign
        last = glyph
    if text.strip() and last is not None:
        yield text.strip(), start, last.x1


def _apart(last: Glyph, glyph: Glyph) -> bool:
    """Whether two Latin words are parted by a gap and no blank."""
    latin = last.sign.isascii() and last.sign.isalnum() and glyph.sign.isascii() and glyph.sign.isalnum()
    return latin and glyph.x0 - last.x1 > _WORD_GAP * glyph.size
