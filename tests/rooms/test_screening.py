"""What stops a file, what is asked about it, and where a thing is found."""

from __future__ import annotations

import io
import zipfile

import pypdfium2
import pytest

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
