"""A look into a file says what it holds, and why there is nothing to read, and runs nothing that is in it."""

from __future__ import annotations

import io
import zipfile

import pypdfium2
import pytest
from docx import Document

from luoshi.files.rules import previews
from luoshi.files.rules.kinds import KINDS
from luoshi.files.rules.previews import Preview, preview_of
from luoshi.files.rules.screening import LINES, LONGEST
from made import made

ZIP, PDF, TEXT, DOCX = (KINDS[kind][0] for kind in ("zip", "pdf", "text", "docx"))


def looked(content: bytes, media_type: str, name: str = "") -> Preview:
    return preview_of(io.BytesIO(content), len(content), media_type, name)


def said(preview: Preview) -> str:
    return "".join(note.words("zh-hans") for note in preview.notes)


def pdf(pages: int, after: bytes | None = None) -> bytes:
    paper = pypdfium2.PdfDocument.new() if after is None else pypdfium2.PdfDocument(after)
    for _page in range(pages):
        paper.new_page(595, 842)
    held = io.BytesIO()
    paper.save(held)
    return held.getvalue()


def archive(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made_archive:
        for name, content in files.items():
            made_archive.writestr(name.replace("_", "."), content)
    return held.getvalue()


def test_a_scan_says_that_it_holds_no_text() -> None:
    found = looked(pdf(2), PDF, "扫描件.pdf")
    assert found.lines == ()
    assert "扫描件" in said(found)


def test_a_paper_with_scanned_pages_names_them() -> None:
    found = looked(pdf(2, made("关于河道清理的通知\n请各单位按期完成。", "pdf")), PDF, "通知.pdf")
    assert found.lines
    assert "2–3" in said(found)


def test_a_document_of_pictures_alone_says_that_there_is_no_text() -> None:
    held = io.BytesIO()
    Document().save(held)
    assert "没有可显示的文字" in said(looked(held.getvalue(), DOCX, "图.docx"))


def test_an_archive_lists_its_files_with_their_sizes() -> None:
    found = looked(archive(通报_txt=b"x" * 2048, 照片_jpg=b"\xff\xd8\xff"), ZIP, "材料.zip")
    assert found.files == (("通报.txt", 2048), ("照片.jpg", 3))
    assert "2 个文件" in said(found)


def test_the_name_of_a_file_in_an_archive_shows_no_number_of_a_person() -> None:
    found = looked(archive(联系人13812345678_txt=b"x"), ZIP, "材料.zip")
    assert "13812345678" not in found.files[0][0]


def test_a_large_archive_is_listed_without_being_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "PREVIEW_LIMIT", 10)
    assert looked(archive(通报_txt=b"x" * 2048), ZIP, "材料.zip").files == (("通报.txt", 2048),)


def test_a_file_that_is_too_large_to_be_looked_into_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "PREVIEW_LIMIT", 1024 * 1024)
    found = looked("停车泊位\n".encode() * 100_000, TEXT, "长文.txt")
    assert (found.lines, said(found)) == ((), "文件超过 1 MB，不在此显示文字，请下载查看。")


@pytest.mark.parametrize("text", ["停车泊位\n" * (LINES + 1), "停" * (LONGEST + 1)], ids=["lines", "line"])
def test_what_shows_only_its_beginning_says_so(text: str) -> None:
    found = looked(text.encode(), TEXT, "长文.txt")
    assert found.more
    assert "只显示开头" in said(found)


@pytest.mark.parametrize("text", ["停车泊位\n" * LINES, "停" * LONGEST], ids=["lines", "line"])
def test_what_is_shown_whole_says_nothing(text: str) -> None:
    found = looked(text.encode(), TEXT, "长文.txt")
    assert (found.more, found.notes) == (False, ())


def test_a_file_that_cannot_be_read_says_so() -> None:
    assert "无法在此读成文字" in said(looked(b"%PDF-1.7 cut", PDF, "坏.pdf"))
    assert "无法在此读成文字" in said(looked(b"PK\x03\x04", ZIP, "坏.zip"))
