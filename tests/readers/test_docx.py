"""Word documents: words, changes, looks and tables."""

from __future__ import annotations

import io
import zipfile

import pytest

from luoshi.kernel.errors import UnreadableFile
from luoshi.outline.model import Source
from luoshi.outline.readers import read_source
from made.docx import package, run


def read(body: str, **parts: str) -> Source:
    return read_source(package(body, **parts))


def cells(source: Source) -> list[list[str]]:
    return [[source.cut(cell) for cell in row] for row in source.tables[0].rows]


def codes(source: Source) -> list[str]:
    return [diagnostic.code for diagnostic in source.diagnostics]


@pytest.mark.parametrize(
    ("inner", "seen"),
    [
        (f"<w:ins>{run('甲局')}</w:ins>", "甲局"),
        ("<w:del><w:r><w:delText>甲局</w:delText></w:r></w:del>", ""),
        (f"<w:moveFrom>{run('甲局')}</w:moveFrom><w:moveTo>{run('乙局')}</w:moveTo>", "乙局"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('甲局')}</w:sdtContent></w:sdt>", "甲局"),
        (f"<w:hyperlink>{run('甲局')}</w:hyperlink>", "甲局"),
        (f'<w:fldSimple w:instr=" REF x ">{run("甲局")}</w:fldSimple>', "甲局"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("甲局")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "甲局",
        ),
        ("<w:r><w:t>2021</w:t><w:noBreakHyphen/><w:t>2022</w:t></w:r>", "2021-2022"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>', "①"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>yǎn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>䶮</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "䶮",
        ),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', ""),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>甲局</w:t></w:r>", ""),
        (f"<w:smartTag>{run('甲局')}</w:smartTag>", "甲局"),
    ],
)
def test_a_paragraph_is_read_as_it_is_seen(inner: str, seen: str) -> None:
    assert read(f"<w:p>{run('由')}{inner}{run('办')}</w:p>").text == f"由{seen}办\n"


def test_a_line_end_within_a_paragraph_ends_a_line() -> None:
    source = read("<w:p><w:r><w:t>清溪县</w:t><w:br/><w:t>实施方案</w:t></w:r></w:p>")
    assert [source.cut(block.span) for block in source.blocks] == ["清溪县", "实施方案"]


def test_a_paragraph_whose_mark_was_deleted_joins_the_next() -> None:
    body = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('上半')}</w:p><w:p>{run('下半')}</w:p>"
    assert read(body).text == "上半下半\n"


def test_hidden_text_is_left_out_and_said() -> None:
    source = read("<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r></w:p>")
    assert codes(source) == ["hidden-text"]


def test_a_block_in_a_content_control_is_read() -> None:
    assert read(f"<w:sdt><w:sdtContent><w:p>{run('甲')}</w:p></w:sdtContent></w:sdt>").text == "甲\n"


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent><w:p>{run('文件头')}</w:p></w:txbxContent>"
    body = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>'
        f"</mc:Fallback></mc:AlternateContent></w:r>{run('正文')}</w:p>"
    )
    assert read(body).text == "正文\n文件头\n"


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ('<w:outlineLvl w:val="1"/>', 2),
        ('<w:outlineLvl w:val="9"/>', None),
        ('<w:pStyle w:val="1"/>', 1),
        ('<w:pStyle w:val="sub"/>', 3),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', None),
        ("", None),
    ],
)
def test_a_heading_style_or_outline_level_says_the_level(properties: str, level: int | None) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 3"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="sub"><w:name w:val="own"/><w:basedOn w:val="3"/></w:style>'
    )
    assert read(f"<w:p><w:pPr>{properties}</w:pPr>{run('甲')}</w:p>", styles=styles).blocks[0].level == level


def test_a_paragraph_is_bold_where_all_of_its_words_are() -> None:
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r>"
    source = read(f"<w:p>{bold}{bold}</w:p><w:p>{bold}{run('乙')}</w:p>")
    assert [block.bold for block in source.blocks] == [True, False]


def test_a_centred_paragraph_says_so() -> None:
    source = read(f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run("甲")}</w:p><w:p>{run("乙")}</w:p>')
    assert [block.centred for block in source.blocks] == [True, False]


def test_a_table_of_contents_is_left_out_and_said() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
    entry = f'<w:p><w:pPr><w:pStyle w:val="t1"/></w:pPr>{run("一、总体要求")}</w:p>'
    source = read(f"{entry}<w:p>{run('正文')}</w:p>", styles=styles)
    assert (source.text, codes(source)) == ("正文\n", ["contents-left-out"])


# --- tables -----------------------------------------------------------------------------------------------------


def tc(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(words)}</w:p></w:tc>"


def tr(*inner: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(inner)}</w:tr>"


HEADER = tr(tc("领域"), tc("任务"), tc("单位"))


def test_a_merged_cell_stands_in_every_row_that_it_covers() -> None:
    rows = tr(tc("交通", '<w:vMerge w:val="restart"/>'), tc("修路"), tc("甲局")) + tr(
        tc("", "<w:vMerge/>"), tc("架桥"), tc("乙局")
    )
    source = read(f"<w:tbl>{HEADER}{rows}</w:tbl>")
    assert cells(source)[1:] == [["交通", "修路", "甲局"], ["交通", "架桥", "乙局"]]
    assert source.tables[0].rows[1][0] == source.tables[0].rows[2][0]


def test_a_cell_over_several_columns_stands_in_each() -> None:
    wide = tc("交通领域", '<w:gridSpan w:val="3"/>')
    source = read(f"<w:tbl>{HEADER}{tr(wide)}</w:tbl>")
    assert cells(source)[1] == ["交通领域"] * 3


def test_rows_are_parted_by_line_ends_and_cells_by_tabs() -> None:
    source = read(f"<w:tbl>{HEADER}{tr(tc('交通'), tc('修路'), tc('甲局'))}</w:tbl>")
    assert source.cut(source.tables[0].span) == "领域\t任务\t单位\n交通\t修路\t甲局"
    assert source.blocks == ()


def test_paragraphs_of_a_cell_are_parted_by_a_blank() -> None:
    two = f"<w:tc><w:p>{run('甲局')}</w:p><w:p>{run('乙局')}</w:p></w:tc>"
    assert cells(read(f"<w:tbl>{tr(tc('修路'), two)}</w:tbl>")) == [["修路", "甲局 乙局"]]


def test_a_table_in_a_cell_is_read_as_its_words() -> None:
    inner = f"<w:tc><w:tbl>{tr(tc('甲局'), tc('乙局'))}</w:tbl><w:p/></w:tc>"
    assert cells(read(f"<w:tbl>{tr(tc('修路'), inner)}</w:tbl>")) == [["修路", "甲局 乙局"]]


def test_a_header_that_a_page_break_repeated_is_left_out_and_said() -> None:
    row = tr(tc("交通"), tc("修路"), tc("甲局"))
    source = read(f"<w:tbl>{HEADER}{row}{HEADER}{tr(tc('水利'), tc('筑坝'), tc('乙局'))}</w:tbl>")
    assert [line[0] for line in cells(source)] == ["领域", "交通", "水利"]
    assert codes(source) == ["repeated-header"]


def test_a_row_that_was_deleted_is_left_out() -> None:
    gone = tr(tc("甲"), tc("乙"), tc("丙"), properties="<w:trPr><w:del/></w:trPr>")
    assert len(cells(read(f"<w:tbl>{HEADER}{gone}</w:tbl>"))) == 1


def test_a_frame_of_one_cell_is_read_as_paragraphs() -> None:
    source = read(f"<w:tbl>{tr(tc('注意事项'))}</w:tbl>")
    assert (source.tables, source.text) == ((), "注意事项\n")


def test_a_row_that_is_short_is_filled_up() -> None:
    assert cells(read(f"<w:tbl>{HEADER}{tr(tc('交通'))}</w:tbl>"))[1] == ["交通", "", ""]


# --- files ------------------------------------------------------------------------------------------------------


def changed(data: bytes, name: str, content: bytes | None) -> bytes:
    """A package with one part replaced, or taken out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        if content is not None:
            new.writestr(name, content)
    return file.getvalue()


GOOD = package(f"<w:p>{run('甲')}</w:p>")


def test_a_document_saved_as_strict_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as file:
        body = file.read("word/document.xml")
    strict = body.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read_source(changed(GOOD, "word/document.xml", strict)).text == "甲\n"


def test_a_document_without_numbering_and_styles_is_read() -> None:
    data = changed(changed(GOOD, "word/numbering.xml", None), "word/styles.xml", None)
    assert read_source(data).text == "甲\n"


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        ("word/document.xml", None, "file-damaged"),
        ("word/document.xml", b"<w:document", "file-damaged"),
        ("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "file-entities"),
        ("word/numbering.xml", b"<a>", "file-damaged"),
    ],
)
def test_a_broken_part_is_refused(part: str, content: bytes | None, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_source(changed(GOOD, part, content))
    assert refused.value.code == code


def test_a_document_of_pictures_says_that_it_was_scanned() -> None:
    data = changed(package("<w:p/>"), "word/media/image1.png", b"\x89PNG")
    with pytest.raises(UnreadableFile) as refused:
        read_source(data)
    assert refused.value.code == "file-scanned"
