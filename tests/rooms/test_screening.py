"""What stops a file, what is asked about it, and where a thing is found."""

from __future__ import annotations

import ctypes
import io
import zipfile
from pathlib import Path

import pylopdf_fonts_zh_cn
import pypdfium2
import pypdfium2.raw
import pytest
import typst

from luoshi.files.rules.identifiers import Kind
from luoshi.files.rules.screening import Screening, screen
from made import made
from made.docx import package, run
from made.ordinary_papers import Paper, as_docx, as_txt, as_xlsx
from made.pictures import jpeg, png, webp

NUMBER = "50024019900307447X"
PAPER = Paper("paper", ("关于河道清理的通知", "各乡镇：", "请于月底前完成。"))


def zipped(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return file.getvalue()


def with_parts(content: bytes, **parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(f"word/{name}.bin", data)
    return file.getvalue()


def locked_zip() -> bytes:
    content = bytearray(zipped(a__txt=b"words"))
    content[6] |= 1  # the flag of the member
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and of the directory
    return bytes(content)


def locked_office() -> bytes:
    """The head of a container of old office files with the stream that holds a locked document."""
    name = "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    entry = name.ljust(64, b"\0") + len(name).to_bytes(2, "little")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entry.ljust(128, b"\0")


def codes(screening: Screening) -> list[str]:
    return [fault.code for fault in screening.faults]


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (as_txt(PAPER), "通知.txt", "text"),
        (as_txt(PAPER), "通知.md", "markdown"),
        (b"a,b\n1,2\n", "表.csv", "csv"),
        (as_txt(PAPER).decode().encode("gb18030"), "通知.txt", "text"),
        (as_docx(PAPER), "通知.docx", "docx"),
        (as_xlsx(PAPER), "表.xlsx", "xlsx"),
        (jpeg(), "照片.JPG", "jpeg"),
        (png(), "截图.png", "png"),
        (webp(), "照片.webp", "webp"),
        (zipped(a__txt=as_txt(PAPER), b__docx=as_docx(PAPER)), "材料.zip", "zip"),
        (as_docx(PAPER), "没有扩展名", "docx"),
    ],
)
def test_a_file_of_a_kind_that_is_taken_passes(content: bytes, name: str, kind: str) -> None:
    screening = screen(content, name)
    assert (screening.kind, screening.clean, screening.questions) == (kind, True, ())


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t", "a.txt", "empty"),
        (as_docx(PAPER)[:900], "a.docx", "unreadable"),
        (b"%PDF-1.7 broken", "a.pdf", "unreadable"),
        (jpeg()[:40], "a.jpg", "unreadable"),
        (b"GIF89a" + b"\0" * 40, "a.gif", "wrong-kind"),
        (b"MZ" + b"\0" * 80, "a.exe", "wrong-kind"),
        (b"<html><body><p>words</p></body></html>", "a.html", "wrong-kind"),
        (b"echo words", "a.bat", "wrong-kind"),
        (locked_office(), "a.docx", "encrypted"),
        (locked_zip(), "a.zip", "encrypted"),
        (with_parts(as_docx(PAPER), vbaProject=b"x"), "a.docx", "macros"),
        (with_parts(as_docx(PAPER), vbaProject=b"x"), "a.docm", "macros"),
        (zipped(a__docm=with_parts(as_docx(PAPER), vbaProject=b"x")), "a.zip", "macros"),
        (as_docx(PAPER), "a.pdf", "extension"),
        (as_txt(PAPER), "a.docx", "extension"),
        (png(), "a.jpg", "extension"),
        (zipped(a__txt=b"0" * 8_000_000), "a.zip", "inflates"),
        (zipped(a__zip=zipped(b__zip=zipped(c__zip=zipped(d__txt=b"words")))), "a.zip", "inflates"),
        (zipped(a__exe=b"MZ" + b"\0" * 80), "a.zip", "wrong-kind"),
    ],
)
def test_a_file_that_would_be_sent_back_is_stopped(content: bytes, name: str, code: str) -> None:
    assert codes(screen(content, name)) == [code]


@pytest.mark.parametrize(
    "lines",
    [
        ["机密★1年", "关于河道清理的通知"],
        ["000012", "秘 密", "青川县人民政府文件"],
        ["绝密", "特急", "关于河道清理的通知"],
        ["关于河道清理的通知", *["正文。"] * 20, "密级：机密"],
        ["关于河道清理的通知", *["正文。"] * 20, "附件说明 秘密★5年"],
    ],
)
@pytest.mark.parametrize("form", [as_txt, as_docx, as_xlsx])
def test_a_mark_of_classification_in_its_position_stops(lines: list[str], form) -> None:  # type: ignore[no-untyped-def]
    name = {as_txt: "a.txt", as_docx: "a.docx", as_xlsx: "a.xlsx"}[form]
    assert codes(screen(form(Paper("a", tuple(lines))), name)) == ["classified"]


def test_a_mark_beside_the_word_in_a_table_stops() -> None:
    paper = Paper("a", ("登记表", [["文号", "密级"], ["密级", "机密"]]))
    assert codes(screen(as_docx(paper), "a.docx")) == ["classified"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("关于内部审计工作的通知", True),
        ("各单位要做好工作。\n" * 20 + "绝密文件由专人保管", True),
        ("涉及国家秘密、商业秘密、个人隐私的除外", False),
        ("密级：公开", False),
        ("要保守秘密，严禁泄露", False),
    ],
)
def test_words_of_secrecy_elsewhere_are_asked_about_at_most(text: str, asked: bool) -> None:
    screening = screen(text.encode(), "a.txt")
    assert screening.clean
    assert [question.code for question in screening.questions] == ["classification-word"] * asked


def test_a_finding_tells_its_place_in_words() -> None:
    text = screen(f"第一行\n证件{NUMBER}".encode(), "a.txt").findings[0].place
    paragraph = screen(as_docx(Paper("a", ("一", "二", f"证件{NUMBER}"))), "a.docx").findings[0].place
    cell = screen(as_docx(Paper("a", ("一", [["单位", "证件"], ["某局", NUMBER]]))), "a.docx").findings[0].place
    sheet = screen(as_xlsx(Paper("a", ([["单位", "证件"], ["某局", NUMBER]],))), "a.xlsx").findings[0].place
    assert text.params == {"number": 2}
    assert paragraph.params == {"number": 3}
    assert cell.params == {"table": 1, "row": 2, "column": 2}
    assert sheet.params == {"sheet": "正文", "cell": "B2"}


def test_a_finding_in_an_archive_tells_the_file() -> None:
    (finding,) = screen(zipped(a__txt=f"证件{NUMBER}".encode()), "a.zip").findings
    assert finding.place.params["file"] == "a.txt"


def test_a_name_of_a_file_that_holds_a_number_is_found() -> None:
    screening = screen(as_txt(PAPER), f"{NUMBER}.txt")
    assert [finding.kind for finding in screening.findings] == [Kind.RESIDENT_ID]


def test_the_lines_of_a_screening_are_masked() -> None:
    screening = screen(as_docx(Paper("a", ("标题", f"证件{NUMBER}"))), "a.docx")
    assert screening.lines == ("标题", "证件500*************7X")


def test_a_number_split_over_runs_and_one_that_was_deleted_are_found() -> None:
    split = f"<w:p>{run(NUMBER[:7])}{run(NUMBER[7:])}</w:p>"
    deleted = "<w:p><w:del><w:r><w:delText>13912345678</w:delText></w:r></w:del></w:p>"
    found = screen(package(split + deleted), "a.docx").findings
    assert [finding.kind for finding in found] == [Kind.RESIDENT_ID, Kind.MOBILE]


@pytest.mark.parametrize(
    "styles",
    [
        f'<w:style><w:name w:val="{NUMBER}"/></w:style>',
        f'<w:style><w:name w:val="{NUMBER[:6]} {NUMBER[6:14]}-{NUMBER[14:]}"/></w:style>',
        "<w:style><w:name w:val='" + "".join(f"&#{ord(sign)};" for sign in NUMBER) + "'/></w:style>",
        f"<w:style>{NUMBER}</w:style>",
        f"<w:p>{run(NUMBER[:7])}{run(NUMBER[7:])}</w:p>",
    ],
)
def test_a_number_is_found_in_a_part_of_plain_letters_that_nobody_reads(styles: str) -> None:
    found = screen(package("<w:p/>", styles=styles), "a.docx").findings
    assert [finding.kind for finding in found] == [Kind.RESIDENT_ID]


def test_a_document_of_pictures_alone_is_asked_about() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package("<w:p/>"))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/media/image1.png", png())
    assert [question.code for question in screen(file.getvalue(), "a.docx").questions] == ["no-text"]


@pytest.mark.parametrize("cut", range(0, 4000, 250))
def test_no_bytes_raise(cut: int) -> None:
    content = bytearray(as_docx(PAPER))
    content[cut : cut + 40] = b"\xff" * 40
    assert isinstance(screen(bytes(content), "a.docx"), Screening)


def test_pages_without_text_behind_a_typed_cover_are_named() -> None:
    written = pypdfium2.PdfDocument(made("关于河道清理的通知\n请各单位按期完成。", "pdf"))
    for _page in range(3):
        written.new_page(595, 842)
    file = io.BytesIO()
    written.save(file)
    (question,) = screen(file.getvalue(), "a.pdf").questions
    assert (question.code, question.reason.params) == ("no-text", {"pages": "2–4"})


# --- parts that are not the document's own --------------------------------------------------------------------------


def put_in(content: bytes, name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for held in old.namelist():
            new.writestr(held, old.read(held))
        new.writestr(name, data)
    return file.getvalue()


LETTER = f"""MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----=mhtDocumentPart"

------=mhtDocumentPart
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html><html><head><meta charset=3D"utf-8"></head><body><p>{NUMBER[:6]}<b>{NUMBER[6:9]}=
{NUMBER[9:]}</b></p></body></html>

------=mhtDocumentPart--
""".encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("word/afchunk.mht", LETTER),
        ("word/a.htm", f"<html><body><p>{NUMBER[:6]}<i>{NUMBER[6:]}</i></p></body></html>".encode()),
        ("word/a.htm", f'<html><body><a href="tel:{NUMBER}">电话</a></body></html>'.encode()),
        ("word/a.txt", f"证件{NUMBER}".encode("gb18030")),
        ("word/a.rtf", f"{{\\rtf1\\ansi \\'d6\\'a4 {NUMBER[:6]}\\b {NUMBER[6:]}\\b0\\par}}".encode()),
        ("word/a.docx", package(f"<w:p>{run(NUMBER)}</w:p>")),
        ("customXml/a.bin", f"证件 {NUMBER}".encode("utf-16-le")),
        ("package/a.psmdcp", f'<?xml version="1.0"?><core><title>{NUMBER}</title></core>'.encode()),
    ],
)
@pytest.mark.parametrize("form", [as_docx, as_xlsx])
def test_a_number_in_a_part_that_was_put_in_is_found(form, name: str, data: bytes) -> None:  # type: ignore[no-untyped-def]
    found = screen(put_in(form(PAPER), name, data), {as_docx: "a.docx", as_xlsx: "a.xlsx"}[form]).findings
    assert {finding.kind for finding in found} == {Kind.RESIDENT_ID}


@pytest.mark.parametrize(
    ("name", "data", "asked"),
    [
        ("word/afchunk.bin", b"\x07\x00\x01\x02" * 9, True),
        ("xl/model/item.data", b"\x07\x00\x01\x02" * 9, True),
        ("word/media/film.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 30, True),
        ("word/media/image1.png", png(), False),
        ("word/media/image2.emf", b"\x01\x00\x00\x00" + b"\x00" * 36 + b" EMF", False),
        ("word/fonts/font1.odttf", b"\x07\x00\x01\x02" * 9, False),
        ("xl/printerSettings/printerSettings1.bin", b"\x07\x00\x01\x02" * 9, False),
        ("_xmlsignatures/origin.sigs", b"", False),
        ("word/media/image3.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>', False),
    ],
)
def test_a_part_that_is_neither_words_nor_a_picture_is_asked_about(name: str, data: bytes, asked: bool) -> None:
    screening = screen(put_in(as_docx(PAPER), name, data), "a.docx")
    assert screening.clean
    assert [question.code for question in screening.questions] == ["embedded"] * asked


def test_a_mark_of_classification_in_a_page_that_was_put_in_stops() -> None:
    page = "<html><body><p>机密★1年</p></body></html>".encode()
    assert codes(screen(put_in(as_docx(PAPER), "word/a.htm", page), "a.docx")) == ["classified"]


@pytest.mark.parametrize("name", ["__MACOSX/x.txt", "._b.txt", "a/desktop.ini"])
def test_words_in_a_file_of_an_archive_that_is_called_like_litter_are_read(name: str) -> None:
    content = put_in(zipped(a__txt=as_txt(PAPER)), name, NUMBER.encode())
    assert [finding.kind for finding in screen(content, "a.zip").findings] == [Kind.RESIDENT_ID]


def test_what_systems_leave_in_an_archive_passes() -> None:
    content = zipped(a__txt=as_txt(PAPER))
    for name, data in (
        ("__MACOSX/._a.txt", b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X" + b"\x00" * 50),
        (".DS_Store", b"\x00\x00\x00\x01Bud1\x00"),
        ("desktop.ini", b"[.ShellClassInfo]"),
    ):
        content = put_in(content, name, data)
    assert screen(content, "a.zip") == Screening("zip", "application/zip")


def test_the_name_of_an_empty_folder_in_an_archive_is_read() -> None:
    content = put_in(zipped(a__txt=as_txt(PAPER)), f"{NUMBER}/", b"")
    assert [finding.kind for finding in screen(content, "a.zip").findings] == [Kind.RESIDENT_ID]


# --- beside the words of a page -------------------------------------------------------------------------------------


def paged(source: str) -> bytes:
    """A PDF of what typst is told."""
    set_as = '#set page(paper: "a4")\n#set text(font: "Noto Serif SC", size: 14pt)\n关于河道清理的通知\n\n'
    fonts = [str(Path(pylopdf_fonts_zh_cn.__file__).parent)]
    return bytes(typst.compile((set_as + source).encode(), font_paths=fonts, ignore_system_fonts=True))


@pytest.mark.parametrize("angle", [90, -90, 180, 45, -30])
def test_turned_text_of_a_pdf_is_read_for_numbers(angle: int) -> None:
    turned = f"#rotate({angle}deg, reflow: true)[证件 {NUMBER}，手机 139 1234 5678]"
    found = screen(paged(turned), "a.pdf").findings
    assert [(finding.kind, finding.place.params) for finding in found] == [
        (Kind.RESIDENT_ID, {"number": 1}),
        (Kind.MOBILE, {"number": 1}),
    ]


def test_a_list_of_residents_on_its_side_is_found() -> None:
    people = "[张三], [汉族], [青石1组], [李四], [汉族], [青石2组], [王五], [汉族], [青石3组]"
    cells = f"[姓名], [民族], [家庭住址], {people}"
    found = screen(paged(f"#rotate(90deg, reflow: true)[#table(columns: 3, {cells})]"), "a.pdf").findings
    assert [finding.kind for finding in found] == [Kind.RESIDENT_LIST]


def test_turned_text_of_an_ofd_is_read_for_numbers() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made(f"关于通知\n证件{NUMBER}", "ofd"))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            new.writestr(name, data.replace("<ofd:TextObject ", '<ofd:TextObject CTM="0 1 -1 0 100 0" '))
    assert [finding.kind for finding in screen(file.getvalue(), "a.ofd").findings] == [Kind.RESIDENT_ID]


def test_notes_of_a_pdf_are_read_and_files_in_it_are_asked_about() -> None:
    written = pypdfium2.PdfDocument(paged("正文。"))
    first = written[0]
    note = pypdfium2.raw.FPDFPage_CreateAnnot(first.raw, pypdfium2.raw.FPDF_ANNOT_TEXT)
    said = ctypes.create_string_buffer(f"{NUMBER}\0".encode("utf-16-le"))
    wide = ctypes.cast(said, ctypes.POINTER(pypdfium2.raw.FPDF_WCHAR))
    pypdfium2.raw.FPDFAnnot_SetStringValue(note, b"Contents", wide)
    pypdfium2.raw.FPDFPage_CloseAnnot(note)
    written.new_attachment("a.txt").set_data(b"words")
    file = io.BytesIO()
    written.save(file)
    screening = screen(file.getvalue(), "a.pdf")
    assert [finding.kind for finding in screening.findings] == [Kind.RESIDENT_ID]
    assert [question.code for question in screening.questions] == ["embedded"]


@pytest.mark.parametrize(
    ("name", "data", "kinds", "asked"),
    [
        ("Doc_0/Attachs/a.txt", NUMBER.encode(), [Kind.RESIDENT_ID], []),
        ("Doc_0/Attachs/a.dat", b"\x00\x01\x02" * 8, [], ["embedded"]),
        ("Doc_0/Signs/Sign_0/Seal.esl", b"\x00\x01\x02" * 8, [], []),
        ("Doc_0/Annots/a.xml", f"<A><TextObject><TextCode>{NUMBER}</TextCode></TextObject></A>".encode(),
         [Kind.RESIDENT_ID], []),
    ],
)  # fmt: skip
def test_what_an_ofd_holds_beside_its_pages_is_read(
    name: str, data: bytes, kinds: list[Kind], asked: list[str]
) -> None:
    screening = screen(put_in(made("关于通知\n正文。", "ofd"), name, data), "a.ofd")
    assert [finding.kind for finding in screening.findings] == kinds
    assert [question.code for question in screening.questions] == asked
