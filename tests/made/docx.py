"""A Word document written as raw XML: its numbers are automatic, none of them stands in the text."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from made.numbers import MAIN, OTHERS, Lists
from made.parts import Grid, Paragraph, Part

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>{}</Types>'
)
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = f'<Relationship Id="rId{{}}" Type="{_OFFICE}/{{}}" Target="{{}}"/>'
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
)
REPEAT_AFTER = 8  # rows of a table after which its header is said again, as people do after a page break


def package(body: str, *, numbering: str = "", styles: str = STYLES) -> bytes:
    """A docx of a body's XML; ``numbering`` and ``styles`` are the inner XML of their parts."""
    parts = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
    }
    names = {"document.main": "document", "styles": "styles", "numbering": "numbering"}
    overrides = "".join(
        f'<Override PartName="/word/{file}.xml" ContentType="{_MAIN_TYPE.format(kind)}"/>'
        for kind, file in names.items()
    )
    parts["[Content_Types].xml"] = _TYPES.format(overrides)
    parts["_rels/.rels"] = _RELATIONS.format(_RELATION.format(1, "officeDocument", "word/document.xml"))
    parts["word/_rels/document.xml.rels"] = _RELATIONS.format(
        _RELATION.format(1, "styles", "styles.xml") + _RELATION.format(2, "numbering", "numbering.xml")
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(zipfile.ZipInfo(name), HEAD + xml, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def docx_of(parts: list[Part]) -> bytes:
    """A document of paragraphs and tables, with tracked changes and content controls strewn in."""
    lists = Lists()
    lists.nums.append((0, 0, 0))  # the one that the style of headings names
    lists._current[0] = 1
    body = []
    for at, part in enumerate(parts):
        xml = _table(part) if isinstance(part, Grid) else _paragraph(part, lists, at)
        body.append(f"<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>" if at % 11 == 5 else xml)
    return package("".join(body) + "<w:sectPr/>", numbering=numbering(lists))


def numbering(lists: Lists) -> str:
    """The inner XML of ``numbering.xml``."""
    main = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + ('<w:pStyle w:val="1"/>' if at == 0 else "")
        + f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (_pattern, form, text) in enumerate(MAIN)
    )
    abstracts = [main] + [
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for _pattern, form, text in OTHERS
    ]
    xml = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{inner}</w:abstractNum>' for at, inner in enumerate(abstracts)
    )
    for at, (abstract, level, start) in enumerate(lists.nums, start=1):
        override = (
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""
        )
        xml += f'<w:num w:numId="{at}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
    return xml


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(part: Paragraph, lists: Lists, at: int) -> str:
    use = lists.use(part.text)
    words = part.text if use is None else use.words
    properties = ""
    if use is not None:
        by_style = use.num == 1 and use.level == 0 and len(part.text) < 30
        said = f'<w:numPr><w:ilvl w:val="{use.level}"/><w:numId w:val="{use.num}"/></w:numPr>'
        properties = '<w:pStyle w:val="1"/>' if by_style else said
    if part.place != "left":
        properties += f'<w:jc w:val="{"center" if part.place == "centre" else "right"}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{_runs(words, at)}</w:p>"


def _runs(words: str, at: int) -> str:
    """Words in runs; here and there part of them is a tracked insertion, a link or a content control."""
    third = max(1, len(words) // 3)
    first, second, rest = words[:third], words[third : 2 * third], words[2 * third :]
    if at % 3 == 1 and second:
        gone = "<w:del><w:r><w:delText>删去的话</w:delText></w:r></w:del>"
        second = f"<w:ins>{run(second)}</w:ins>{gone}"
    elif at % 3 == 2 and second:
        second = f"<w:sdt><w:sdtContent>{run(second)}</w:sdtContent></w:sdt>"
    else:
        second = f"<w:hyperlink>{run(second)}</w:hyperlink>"
    return run(first) + second + (run(rest) if rest else "")


def _table(grid: Grid) -> str:
    header, *rows = grid.rows
    lines = [_row(header)]
    for at, row in enumerate(rows):
        if at and at % REPEAT_AFTER == 0 and len(set(header)) > 1 and row[0] is not None:
            lines.append(_row(header))
        lines.append(_row(row, starts=at + 1 < len(rows) and rows[at + 1][0] is None))
    return f"<w:tbl><w:tblPr/>{''.join(lines)}</w:tbl>"


def _row(row: tuple[str | None, ...], *, starts: bool = False) -> str:
    cells = ""
    for at, text in enumerate(row):
        merge = "<w:vMerge/>" if text is None else '<w:vMerge w:val="restart"/>' if starts and at == 0 else ""
        cells += f"<w:tc><w:tcPr>{merge}</w:tcPr><w:p>{run(text or '')}</w:p></w:tc>"
    return f"<w:tr>{cells}</w:tr>"
