"""An OFD (GB/T 33190) written by hand: A4 pages, a sign at a time, ruled tables whose header every page repeats."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from made.parts import Grid, Part

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0  # millimetres on A4
SIZE, LARGE, STEP = 5.6, 7.0, 10.0
SMALL, SMALL_STEP, INSET = 3.7, 5.6, 1.8
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NO_LINE_START = "，。、；：？！）》〉」』】〕”’%"
_ENTRY = (
    f'<ofd:OFD {_OFD} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>'
    "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
)


@dataclass
class _Paper:
    """Pages as they fill: text objects and paths as XML, and how far down the page is written."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = TOP

    def room(self, height: float) -> bool:
        """Make room on this page or the next; whether a new page was begun."""
        if self.y + height <= BOTTOM:
            return False
        self.pages.append([])
        self.y = TOP
        return True

    def text(self, words: str, x: float, top: float, size: float) -> None:
        """A text object of one line; every sign is placed by its distance from the one before."""
        deltas = " ".join(f"{_width(sign, size):.3f}" for sign in words[:-1])
        code = f'<ofd:TextCode X="0" Y="{size * 0.86:.3f}" DeltaX="{deltas}">{escape(words)}</ofd:TextCode>'
        self.pages[-1].append(
            f'<ofd:TextObject ID="{self._next()}" Boundary="{x:.3f} {top:.3f} 180 {size:.3f}" Font="2" Size="{size}">'
            f"{code}</ofd:TextObject>"
        )

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight stroke."""
        self.pages[-1].append(
            f'<ofd:PathObject ID="{self._next()}" Boundary="{x0:.3f} {y0:.3f} {x1 - x0 + 0.2:.3f} {y1 - y0 + 0.2:.3f}"'
            f' LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L {x1 - x0:.3f} {y1 - y0:.3f}</ofd:AbbreviatedData>'
            "</ofd:PathObject>"
        )

    def _next(self) -> int:
        return 100 + sum(map(len, self.pages))


def ofd_of(parts: list[Part]) -> bytes:
    """Pages of paragraphs and tables with page numbers."""
    paper = _Paper()
    for part in parts:
        if isinstance(part, Grid):
            _table(paper, part)
        else:
            _paragraph(paper, part.text, part.place)
    for at, page in enumerate(paper.pages, start=1):
        number = _Paper(pages=[page])
        number.text(f"— {at} —", 98, 271, 4.9)
    return _package(paper.pages)


def _paragraph(paper: _Paper, text: str, place: str) -> None:
    size = LARGE if place == "centre" else SIZE
    indent = 2 * size if place == "left" else 0
    for at, line in enumerate(_broken(text, RIGHT - LEFT, size, indent)):
        paper.room(STEP)
        free = RIGHT - LEFT - sum(_width(sign, size) for sign in line)
        x = {"left": indent if at == 0 else 0, "centre": free / 2, "right": free}[place]
        paper.text(line, LEFT + x, paper.y, size)
        paper.y += STEP


def _table(paper: _Paper, grid: Grid) -> None:
    widths = _widths(grid)
    header = grid.rows[0]
    _row(paper, header, widths, merged=False)
    for at, row in enumerate(grid.rows[1:], start=1):
        below = grid.rows[at + 1] if at + 1 < len(grid.rows) else None
        if paper.room(_height(row, widths)):
            _row(paper, header, widths, merged=False)
        # the level rule under a cell that goes on in the next row is left out, unless the page ends there
        goes_on = (
            below is not None and below[0] is None and paper.y + _height(row, widths) + _height(below, widths) < BOTTOM
        )
        _row(paper, row, widths, merged=goes_on)
    paper.y += 2


def _row(paper: _Paper, row: tuple[str | None, ...], widths: list[float], *, merged: bool) -> None:
    height = _height(row, widths)
    x = LEFT
    top, bottom = paper.y, paper.y + height
    if row[0] is not None:
        paper.rule(LEFT, top, LEFT + sum(widths), top)
    for column, (text, width) in enumerate(zip(row, widths, strict=True)):
        for at, line in enumerate(_broken(text or "", width - 2 * INSET, SMALL, 0)):
            paper.text(line, x + INSET, top + INSET + at * SMALL_STEP, SMALL)
        paper.rule(x, top, x, bottom)
        if not (merged and column == 0):
            paper.rule(x, bottom, x + width, bottom)
        x += width
    paper.rule(x, top, x, bottom)
    paper.y = bottom


def _widths(grid: Grid) -> list[float]:
    wanted = [min(12, max(3, *(len(row[at] or "") for row in grid.rows))) for at in range(len(grid.rows[0]))]
    return [(RIGHT - LEFT) * want / sum(wanted) for want in wanted]


def _height(row: tuple[str | None, ...], widths: list[float]) -> float:
    lines = (
        len(list(_broken(text or "", width - 2 * INSET, SMALL, 0))) for text, width in zip(row, widths, strict=True)
    )
    return max(1, *lines) * SMALL_STEP + 2 * INSET


def _broken(text: str, width: float, size: float, indent: float) -> Iterator[str]:
    """A text in lines; closing signs never begin a line."""
    line, used = "", indent
    for sign in text:
        wide = _width(sign, size)
        if used + wide > width + 0.01 and not (sign in _NO_LINE_START and used + wide <= width + size):
            yield line
            line, used = "", 0.0
        line += sign
        used += wide
    if line:
        yield line


def _width(sign: str, size: float) -> float:
    return size if unicodedata.east_asian_width(sign) in "WFA" else size / 2


def _package(pages: list[list[str]]) -> bytes:
    listed = "".join(f'<ofd:Page ID="{9 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
    parts = {
        "OFD.xml": _ENTRY,
        "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {_OFD}><ofd:Fonts><ofd:Font ID="2" FontName="仿宋"/></ofd:Fonts></ofd:Res>',
    }
    for at, objects in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = (
            f'<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="8">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(zipfile.ZipInfo(name), _HEAD + xml, zipfile.ZIP_DEFLATED)
    return file.getvalue()
