"""A paper as a Word file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt

from luoshi.render import typeface
from luoshi.render.archive import without_clock
from luoshi.render.docx_table import table_element
from luoshi.render.measure import printable
from luoshi.render.model import Orientation, Paper
from luoshi.render.typeface import Typeface

CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


def write(paper: Paper) -> bytes:
    """The bytes of a .docx: A4, header rows repeated on every page, page numbers outside as GB/T 9704 sets them."""
    document = Document()
    _properties(document, paper)
    width = _page(document, paper.orientation)
    _paragraph(document, paper.title, typeface.TITLE, CENTRE, after=6)
    for line in paper.lines:
        _paragraph(document, line, typeface.UNDER_TITLE, CENTRE, after=4)
    for table in paper.tables:
        if table.caption:
            _paragraph(document, table.caption, typeface.CAPTION, LEFT, before=8, after=4)
        document.element.body.insert(-1, table_element(table, width))  # the last element is the page's own
    for number, remark in enumerate(paper.remarks):
        _paragraph(document, remark, typeface.REMARK, LEFT, before=0 if number else 6)
    out = BytesIO()
    document.save(out)
    return without_clock(out.getvalue())


def _properties(document: Any, paper: Paper) -> None:
    properties = document.core_properties
    properties.title, properties.language = printable(paper.title), paper.language
    properties.author, properties.last_modified_by, properties.comments = "Luoshi", "Luoshi", ""
    properties.created = properties.modified = paper.dated
    package = document.part.package
    for key in [key for key, part in package.rels.items() if part.reltype.endswith("/thumbnail")]:
        del package.rels[key]  # the template's picture of an empty page
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = typeface.CELL.latin, Pt(typeface.CELL.size)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), typeface.CELL.chinese)


def _page(document: Any, orientation: Orientation) -> float:
    """Set the sheet; gives the width between the margins in millimetres."""
    section = document.sections[0]
    wide = orientation is Orientation.LANDSCAPE
    width, height = typeface.PAGE_SHORT, typeface.PAGE_LONG
    if wide:
        width, height = height, width
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(typeface.MARGIN_TOP), Mm(typeface.MARGIN_BOTTOM)
    section.left_margin = section.right_margin = Mm(typeface.MARGIN_SIDE)
    section.footer_distance = Mm(typeface.MARGIN_BOTTOM - 12)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], LEFT)
    return width - 2 * typeface.MARGIN_SIDE


def _page_number(paragraph: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(typeface.PAGE_NUMBER.size)
    _run(paragraph, "— ", typeface.PAGE_NUMBER)
    for kind, instruction in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = _run(paragraph, "", typeface.PAGE_NUMBER)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = instruction
        run._r.append(element)
    _run(paragraph, " —", typeface.PAGE_NUMBER)


def _paragraph(
    document: Any, text: str, face: Typeface, side: WD_ALIGN_PARAGRAPH, before: float = 0, after: float = 0
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = side
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    _run(paragraph, text, face)


def _run(paragraph: Any, text: str, face: Typeface) -> Any:
    run = paragraph.add_run(printable(text))
    run.font.name, run.font.size, run.font.bold = face.latin, Pt(face.size), face.bold
    run._r.rPr.rFonts.set(qn("w:eastAsia"), face.chinese)
    return run
