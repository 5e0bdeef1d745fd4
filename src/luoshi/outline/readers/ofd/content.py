"""What stands on a page of an OFD: its text objects sign by sign, and the strokes of its paths."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from lxml import etree

from luoshi.outline.readers.notes import MAX_CHARACTERS, too_long
from luoshi.outline.readers.paper.glyphs import Glyph, Page, Rule
from luoshi.outline.readers.paper.turned import Turned, lines_of_turned

Element = etree._Element
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]

_POINTS = 72 / 25.4  # in a millimetre
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_MAX_DEPTH = 16
_MAX_OBJECTS = 400_000  # over all pages: a unit may use units that use units …
_MAX_STROKES = 2_000  # of one path
_THIN = 1.0  # millimetres
_RISE, _FALL = 0.86, 0.14  # of a sign's size above and below its base line
_HELD = frozenset({"Content", "Layer", "PageBlock"})
_LENGTHS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def local(element: Element) -> str:
    """A name without its namespace: writers of OFD differ in that."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element | None, name: str) -> list[Element]:
    """The children of a name, in order."""
    return [] if element is None else [inner for inner in element if local(inner) == name]


def child(element: Element | None, name: str) -> Element | None:
    """The first child of a name."""
    return next(iter(children(element, name)), None)


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; empty where one of them is none, or is not finite."""
    try:
        found = [float(part) for part in (text or "").split()]
    except ValueError:
        return []
    return found if all(map(math.isfinite, found)) else []


def box_of(element: Element | None) -> Box | None:
    """A box (x, y, width, height) in millimetres that an element says."""
    return None if element is None else _box(element.text)


def _box(text: str | None) -> Box | None:
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) >= 4 else None


class Painter:
    """Draws pages, and counts what it draws."""

    def __init__(self) -> None:
        self._drawn = self._signs = 0

    def page(self, size: Box, roots: Sequence[Element], units: Mapping[str, Element]) -> Page:
        """A page of a size (millimetres) with what some contents put on it. Raises ``text-too-long``."""
        page, turned = Page(size[2] * _POINTS, size[3] * _POINTS), list[Turned]()
        shift: Matrix = (_POINTS, 0, 0, _POINTS, -size[0] * _POINTS, -size[1] * _POINTS)
        stack = [(inner, shift, 0) for root in reversed(roots) for inner in reversed(children(root, "Content"))]
        while stack:
            element, matrix, depth = stack.pop()
            self._drawn += 1
            if self._drawn > _MAX_OBJECTS:
                raise too_long()
            name = local(element)
            if element.get("Visible") == "false" or depth > _MAX_DEPTH:
                continue
            if name in _HELD:
                stack.extend((inner, matrix, depth + 1) for inner in reversed(element))
            elif name == "TextObject":
                page.glyphs.extend(self._counted(_glyphs(element, _times(_matrix(element), matrix), turned)))
            elif name == "PathObject":
                page.rules.extend(islice(_rules(element, _times(_matrix(element), matrix)), _MAX_STROKES))
            elif name == "CompositeObject":
                content = child(units.get(element.get("ResourceID", "")), "Content")
                if content is not None:
                    stack.append((content, _times(_matrix(element), matrix), depth + 1))
        page.aside = lines_of_turned(turned, page.rules)
        return page

    def _counted(self, glyphs: Iterator[Glyph]) -> Iterator[Glyph]:
        for glyph in glyphs:
            self._signs += 1
            if self._signs > MAX_CHARACTERS:
                raise too_long()
            yield glyph


def _matrix(element: Element) -> Matrix:
    """From an object's own coordinates to those around it."""
    box = _box(element.get("Boundary")) or (0, 0, 0, 0)
    said = numbers(element.get("CTM"))
    a, b, c, d, e, f = said[:6] if len(said) >= 6 else _IDENTITY
    return a, b, c, d, e + box[0], f + box[1]


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does ``inner`` first, then ``outer``."""
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def _glyphs(element: Element, matrix: Matrix, turned: list[Turned]) -> Iterator[Glyph]:
    """The signs of a text object; turned text (a watermark) is none of the paper's words and goes to ``turned``."""
    a, b, c, d, e, f = matrix
    upright = abs(b) <= 0.2 * abs(a) and a > 0
    own = (numbers(element.get("Size")) or [0.0])[0]
    size = own * math.sqrt(abs(a * d - b * c))
    bold = (numbers(element.get("Weight")) or [400.0])[0] >= 600
    x = y = 0.0
    for code in children(element, "TextCode"):
        text = code.text or ""
        x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
        across, down = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        at_x, at_y = x, y
        for at, sign in enumerate(text):
            wide = own if unicodedata.east_asian_width(sign) in "WFA" else own / 2
            left, base = a * at_x + c * at_y + e, b * at_x + d * at_y + f
            if sign.isprintable() and not upright:
                turned.append(Turned(sign, left + wide * a / 2, base + wide * b / 2, size, math.atan2(b, a)))
            elif sign.isprintable():
                yield Glyph(sign, left, left + wide * a, base - _RISE * size, base + _FALL * size, size, bold)
            at_x += across[at] if at < len(across) else wide if not down else 0
            at_y += down[at] if at < len(down) else 0


def _steps(text: str | None, most: int) -> list[float]:
    """The distances of ``DeltaX``; ``g 3 5`` says 5 three times. At most as many as there are signs."""
    steps: list[float] = []
    said = iter((text or "").split())
    for part in said:
        if len(steps) >= most:
            break
        times, step = (next(said, ""), next(said, "")) if part == "g" else ("1", part)
        found, count = numbers(step), numbers(times)
        if found and count:
            steps.extend(found[:1] * int(max(0, min(count[0], most - len(steps)))))
    return steps


def _rules(element: Element, matrix: Matrix) -> Iterator[Rule]:
    """The level and upright strokes of a path, and a thin filled box as one stroke."""
    data = child(element, "AbbreviatedData")
    a, b, c, d, e, f = matrix
    strokes = [
        (a * x0 + c * y0 + e, b * x0 + d * y0 + f, a * x1 + c * y1 + e, b * x1 + d * y1 + f)
        for x0, y0, x1, y1 in _strokes(data.text if data is not None else "")
    ]
    if element.get("Stroke") == "false":
        if element.get("Fill") != "true" or not strokes:
            return
        xs, ys = [x for s in strokes for x in s[::2]], [y for s in strokes for y in s[1::2]]
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN * _POINTS:
            yield Rule(min(xs), min(ys), max(xs), max(ys))
        return
    for x0, y0, x1, y1 in strokes:
        if abs(x0 - x1) < 0.5 or abs(y0 - y1) < 0.5:
            yield Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _strokes(text: str | None) -> Iterator[tuple[float, float, float, float]]:
    """The straight strokes of a path's data: ``M 0 0 L 10 0 … C``."""
    said = iter((text or "").split()[:20_000])
    start = here = (0.0, 0.0)
    for word in said:
        given = numbers(" ".join(next(said, "") for _ in range(_LENGTHS.get(word, 0))))
        if word == "C":
            yield *here, *start
            here = start
        elif len(given) >= 2:
            there = (given[-2], given[-1])
            if word == "L":
                yield *here, *there
            elif word in "MS":
                start = there
            here = there
