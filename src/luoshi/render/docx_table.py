"""The table of a Word file, written as elements: the library's own table objects take quadratic time."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from luoshi.render import typeface
from luoshi.render.measure import printable
from luoshi.render.model import Align, Column, Place, Table
from luoshi.render.typeface import Typeface

TWIPS_A_MILLIMETRE = 1440 / 25.4
WHOLE_ROW = 400  # characters; a row with more may break across pages, else it would leave half a page white
TALL = 4  # rows; the text of a taller merged cell stands at its top, and a page may end within it


def table_element(table: Table, width: float) -> Any:
    """``w:tbl``, ``width`` millimetres wide, with a header row that is repeated on every page."""
    shares = [column.width for column in table.columns]
    twips = [round(share * width / sum(shares) * TWIPS_A_MILLIMETRE) for share in shares]
    element = _element("w:tbl")
    element.append(_table_properties(sum(twips)))
    element.append(_element("w:tblGrid", children=[_element("w:gridCol", w=str(share)) for share in twips]))
    heading = [_cell(column.heading, share, typeface.HEADING, Align.CENTRE) for column, share in _pairs(table, twips)]
    element.append(_row(heading, header=True))
    for section in table.sections:
        if section.title:
            line = _cell(section.title, sum(twips), typeface.SECTION, Align.LEFT, columns=len(twips))
            element.append(_row([line], with_next=True))
        for index, row in enumerate(table.grid(section)):
            element.append(_body_row(index, row, table.columns, twips))
    return element


def _pairs(table: Table, twips: list[int]) -> list[tuple[Column, int]]:
    return list(zip(table.columns, twips, strict=True))


def _body_row(index: int, row: list[Place], columns: tuple[Column, ...], twips: list[int]) -> Any:
    cells, longest, stays = [], 0, False
    for number, place in enumerate(row):
        if place.column != number:  # covered by the cell before it
            continue
        cell = place.cell
        starts = place.row == index
        stays = stays or (cell.rows <= TALL and index < place.row + cell.rows - 1)
        longest = max(longest, len(cell.text) if starts and cell.rows == 1 else 0)
        cells.append(
            _cell(
                cell.text if starts else "",
                sum(twips[number : number + cell.columns]),
                typeface.CELL,
                columns[number].align,
                columns=cell.columns,
                merge="" if cell.rows == 1 else "restart" if starts else "continue",
                top=cell.rows > TALL,
            )
        )
    return _row(cells, with_next=stays, may_break=longest > WHOLE_ROW)


def _row(cells: list[Any], *, header: bool = False, with_next: bool = False, may_break: bool = False) -> Any:
    properties = _element("w:trPr")
    if not may_break:
        properties.append(_element("w:cantSplit"))
    if header:
        properties.append(_element("w:tblHeader"))
    if with_next:
        for cell in cells:
            for paragraph in cell.iter(qn("w:pPr")):
                paragraph.insert(0, _element("w:keepNext"))
    return _element("w:tr", children=[properties, *cells])


def _cell(
    text: str,
    width: int,
    face: Typeface,
    align: Align,
    *,
    columns: int = 1,
    merge: str = "",
    top: bool = False,
) -> Any:
    properties = _element("w:tcPr", children=[_element("w:tcW", w=str(width), type="dxa")])
    if columns > 1:
        properties.append(_element("w:gridSpan", val=str(columns)))
    if merge:
        properties.append(_element("w:vMerge", val=merge))
    properties.append(_element("w:vAlign", val="top" if top else "center"))
    paragraphs = [_paragraph(line, face, align) for line in text.split("\n")]
    return _element("w:tc", children=[properties, *paragraphs])


def _paragraph(text: str, face: Typeface, align: Align) -> Any:
    justified = "center" if align is Align.CENTRE else "left"
    spacing = _element("w:spacing", before="0", after="0", line="300", lineRule="exact")
    tight = [_element("w:autoSpaceDE", val="0"), _element("w:autoSpaceDN", val="0")]  # 2022年, not 2022 年
    properties = _element("w:pPr", children=[*tight, spacing, _element("w:jc", val=justified)])
    children = [properties]
    if text:
        words = _element("w:t")
        words.text = printable(text)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        children.append(_element("w:r", children=[_run_properties(face), words]))
    return _element("w:p", children=children)


def _run_properties(face: Typeface) -> Any:
    fonts = _element("w:rFonts", ascii=face.latin, hAnsi=face.latin, eastAsia=face.chinese)
    size = str(round(face.size * 2))  # Word counts half points
    return _element("w:rPr", children=[fonts, _element("w:sz", val=size), _element("w:szCs", val=size)])


def _table_properties(width: int) -> Any:
    lines = [
        _element(f"w:{side}", val="single", sz="4", space="0", color="auto")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    margins = [
        _element(f"w:{side}", w=str(twips), type="dxa")
        for side, twips in (("top", 40), ("left", 50), ("bottom", 40), ("right", 50))
    ]
    return _element(
        "w:tblPr",
        children=[
            _element("w:tblW", w=str(width), type="dxa"),
            _element("w:jc", val="center"),
            _element("w:tblBorders", children=lines),
            _element("w:tblLayout", type="fixed"),
            _element("w:tblCellMar", children=margins),
        ],
    )


def _element(tag: str, children: list[Any] | None = None, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    element.extend(children or [])
    return element
