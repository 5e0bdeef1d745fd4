"""The pages of a PDF by pdfium. Only ever run in the child process of ``apart``: pdfium may crash on a bad file."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

import pypdfium2.raw as c

from luoshi.outline.readers.notes import MAX_CHARACTERS, refuse, too_long
from luoshi.outline.readers.paper.glyphs import Glyph, Page, Rule
from luoshi.outline.readers.paper.reading import sheet_of
from luoshi.outline.readers.paper.turned import Turned, lines_of_turned
from luoshi.outline.readers.pdf import told
from luoshi.outline.readers.pdfnotes import holds_files, noted, properties

_MAX_PAGES = 3_000
_MAX_OBJECTS = 60_000  # drawn objects of a page that are looked at for rules
_MAX_DEPTH = 4  # of forms in forms
_THIN = 3.0
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def answer(data: bytes) -> list[dict[str, Any]]:
    """Every page as lines and tables, in plain data. Raises ``file-encrypted`` or ``file-damaged``."""
    c.FPDF_InitLibrary()
    document = c.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        locked = c.FPDF_GetLastError() in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY)
        raise refuse("file-encrypted") if locked else refuse("file-damaged", format="pdf")
    count = c.FPDF_GetPageCount(document)
    if count > _MAX_PAGES:
        raise too_long()
    sheets: list[dict[str, Any]] = []
    signs = 0
    for at in range(count):
        page = c.FPDF_LoadPage(document, at)
        if not page:
            continue
        read = _page(page)
        if not sheets:
            read.aside = (*properties(document), *read.aside)
        read.holds_files = holds_files(document, page)
        c.FPDF_ClosePage(page)
        signs += len(read.glyphs) + sum(map(len, read.aside))
        if signs > MAX_CHARACTERS:
            raise too_long()
        sheets.append(told(sheet_of(read)))
    return sheets


def _page(page: Any) -> Page:
    width, height = c.FPDF_GetPageWidthF(page), c.FPDF_GetPageHeightF(page)
    box = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(page, box)
    upright = _Turn(c.FPDFPage_GetRotation(page), box)
    turned: list[Turned] = []
    glyphs = list(_glyphs(page, upright, turned))
    rules = list(islice(_rules(page, upright), _MAX_OBJECTS)) if glyphs or turned else []
    return Page(width, height, glyphs, rules, (*lines_of_turned(turned, rules), *noted(page)))


class _Turn:
    """From a page's own coordinates (y upwards, perhaps turned) to the paper as held in the hand (y downwards)."""

    def __init__(self, quarters: int, box: Any) -> None:
        self._quarters = quarters % 4
        self._left, self._right, self._top, self._bottom = box.left, box.right, box.top, box.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lies on the paper."""
        if self._quarters == 0:
            return x - self._left, self._top - y
        if self._quarters == 1:
            return y - self._bottom, x - self._left
        if self._quarters == 2:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """x0, x1, top and bottom of a box on the paper."""
        (ax, ay), (bx, by) = self.point(left, top), self.point(right, bottom)
        return min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)

    def off(self, angle: float) -> float:
        """By how much a sign of an angle (radians) is turned on the paper."""
        return (angle + self._quarters * math.pi / 2) % math.tau

    def is_upright(self, angle: float) -> bool:
        """Whether a sign of an angle stands upright on the paper; watermarks do not."""
        off = self.off(angle)
        return min(off, math.tau - off) < 0.2 or angle < 0


def _turned(sign: str, angle: float, box: tuple[float, float, float, float], size: float) -> Turned:
    """A sign that is turned; of one on its side, its box says how far it reaches along its line, and how tall it is."""
    x0, x1, top, bottom = box
    quarters = angle / (math.pi / 2)
    wide = 0.0
    if abs(quarters - round(quarters)) < 0.05:
        wide, tall = (bottom - top, x1 - x0) if round(quarters) % 2 else (x1 - x0, bottom - top)
        size = size if 0.5 * tall / 1.2 < size < 2 * tall / 1.2 else tall / 1.2
    return Turned(sign, (x0 + x1) / 2, (top + bottom) / 2, size, angle, wide)


def _glyphs(page: Any, turn: _Turn, turned: list[Turned]) -> Iterator[Glyph]:
    """The upright signs of a page; the others go to ``turned``."""
    text = c.FPDFText_LoadPage(page)
    box = c.FS_RECTF()
    high = 0
    for at in range(max(0, c.FPDFText_CountChars(text))):
        code = c.FPDFText_GetUnicode(text, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = (0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0), 0
        if code < 0x20 or code in (0xFFFE, 0xFFFF, 0xAD) or code > 0x10FFFF:
            continue
        if c.FPDFText_IsGenerated(text, at) == 1 or not c.FPDFText_GetLooseCharBox(text, at, box):
            continue
        x0, x1, top, bottom = turn.box(box.left, box.top, box.right, box.bottom)
        size, angle = c.FPDFText_GetFontSize(text, at), c.FPDFText_GetCharAngle(text, at)
        if not turn.is_upright(angle):
            turned.append(_turned(chr(code), turn.off(angle), (x0, x1, top, bottom), size))
            continue
        # a font of size 1 under a matrix that makes it 16 points says 1: its box tells better
        tall = (bottom - top) / 1.2
        yield Glyph(chr(code), x0, x1, top, bottom, size if 0.5 * tall < size < 2 * tall else tall)
    c.FPDFText_ClosePage(text)


def _rules(page: Any, turn: _Turn) -> Iterator[Rule]:
    """Level and upright strokes of a page, and thin filled boxes, which is how office programs draw borders."""
    stack = [
        (c.FPDFPage_GetObject(page, at), _IDENTITY, 0) for at in range(min(c.FPDFPage_CountObjects(page), _MAX_OBJECTS))
    ]
    seen = 0
    while stack and seen < _MAX_OBJECTS:  # what is drawn with more is no table
        thing, around, depth = stack.pop()
        seen += 1
        kind = c.FPDFPageObj_GetType(thing)
        if kind == c.FPDF_PAGEOBJ_PATH:
            for ax, ay, bx, by in _strokes(thing, _times(_matrix(thing), around)):
                (x0, y0), (x1, y1) = turn.point(ax, ay), turn.point(bx, by)
                yield Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        elif kind == c.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _times(_matrix(thing), around)
            count = min(max(0, c.FPDFFormObj_CountObjects(thing)), _MAX_OBJECTS)
            stack.extend((c.FPDFFormObj_GetObject(thing, at), inner, depth + 1) for at in range(count))


def _matrix(thing: Any) -> Matrix:
    matrix = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(thing, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does ``inner`` first, then ``outer``."""
    a, b, cc, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, cc * oa + d * oc, cc * ob + d * od,
        e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def _strokes(path: Any, matrix: Matrix) -> Iterator[tuple[float, float, float, float]]:
    """The straight level and upright strokes of a path, in the page's coordinates."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(path, fill, stroke)
    points = list(_points(path, matrix))
    if not points or not (fill.value or stroke.value):
        return
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    if not stroke.value:
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if len(points) <= 6 and high <= _THIN < wide:
            yield min(xs), min(ys) + high / 2, max(xs), min(ys) + high / 2
        elif len(points) <= 6 and wide <= _THIN < high:
            yield min(xs) + wide / 2, min(ys), min(xs) + wide / 2, max(ys)
        return
    for (ax, ay, _), (bx, by, draws) in pairwise(points):
        if draws and (abs(ax - bx) < 0.5 or abs(ay - by) < 0.5):
            yield ax, ay, bx, by


def _points(path: Any, matrix: Matrix) -> Iterator[tuple[float, float, bool]]:
    """The points of a path, and whether a straight stroke leads to each; a closed path comes back to its beginning."""
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, cc, d, e, f = matrix
    start: tuple[float, float] | None = None
    for at in range(min(max(0, c.FPDFPath_CountSegments(path)), 2_000)):
        segment = c.FPDFPath_GetPathSegment(path, at)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + cc * y.value + e, b * x.value + d * y.value + f)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO or start is None:
            start = point
        yield *point, kind == c.FPDF_SEGMENT_LINETO
        if c.FPDFPathSegment_GetClose(segment):
            yield *start, True
