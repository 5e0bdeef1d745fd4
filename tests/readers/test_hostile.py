"""Files that cannot be read, and files that were made to do harm: one clear sentence, soon, and nothing left behind."""

from __future__ import annotations

import importlib
import io
import os
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from luoshi.kernel.errors import UnreadableFile
from luoshi.outline.readers import read_source, sniff
from made import made
from made.docx import W, package, run
from readers.plans import PLAN


def code_of(file: bytes | str | Path, name: str = "") -> str:
    """The code of the error that a file gives."""
    with pytest.raises(UnreadableFile) as refused:
        read_source(file, name=name or None)
    assert refused.value.in_words("en")
    return refused.value.code


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def stored(document: str) -> bytes:
    """A docx that is not packed at all, so that its size is no surprise."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", document)
    return file.getvalue()


def ole(*streams: str, flags: int = 0) -> bytes:
    """The beginning of an old office file that names some streams."""
    data = bytearray(2048)
    data[:8] = sniff.OLE
    struct.pack_into("<H", data, 30, 9)
    for at, stream in enumerate(streams):
        name = stream.encode("utf-16-le") + b"\0\0"
        data[1024 + 128 * at : 1024 + 128 * at + len(name)] = name
        struct.pack_into("<H", data, 1024 + 128 * at + 64, len(name))
        struct.pack_into("<II", data, 1024 + 128 * at + 116, 0, 4096)
    struct.pack_into("<H", data, 512 + 10, flags)
    return bytes(data)


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
DEEP = "<w:p>" * 5000
ENTITIES = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
XML = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf", "file-empty"),
        (PICTURE, "file-picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "file-picture"),
        ("一、总体\x00要求".encode(), "file-binary"),
        (bytes(range(1, 256)) * 40, "file-binary"),
        (b"Rar!\x1a\x07\x00abc", "file-kind"),
        (b"x" * (20 * 1024 * 1024 + 1), "file-too-large"),
        ("字".encode() * 5_000_001, "text-too-long"),
        ("字\n".encode() * 500_000, "text-too-long"),
        (zipped(a=b"1"), "file-kind"),
        (zipped(ppt__presentation=b"1"), "file-kind"),
        (made(PLAN, "docx")[:2000], "file-damaged"),
        (made(PLAN, "ofd")[:2000], "file-damaged"),
        (made(PLAN, "pdf")[:300], "file-damaged"),
        (b"%PDF-1.7\n%%EOF", "file-damaged"),
        (zipped(word__document=b"x"), "file-damaged"),
        (package(DEEP), "file-damaged"),
        (zipped(**{"word__document.xml": ENTITIES}), "file-entities"),
        (zipped(**{"OFD.xml": ENTITIES}), "file-entities"),
        (zipped(**{"word__document.xml": b" " * 200_000_000}), "file-inflates"),
        (zipped(**{"xl__workbook.xml": b" " * 200_000_000, "xl__a": b" " * 200_000_000}), "file-inflates"),
        (stored(f"<w:document {W}><w:body>{'<w:p/>' * 1_100_000}</w:body></w:document>"), "text-too-long"),
        (ole("EncryptedPackage", "EncryptionInfo"), "file-encrypted"),
        (ole("WordDocument", flags=0x0100), "file-encrypted"),
        (ole("PowerPoint Document"), "file-kind"),
        (ole(), "file-damaged"),
        (sniff.OLE, "file-damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)}-bytes",
)
def test_a_file_that_cannot_be_read_says_why_and_soon(data: bytes, code: str) -> None:
    began = time.monotonic()
    assert code_of(data) == code
    assert time.monotonic() - began < 10


def test_a_directory_that_lies_about_sizes_is_seen_while_reading() -> None:
    bomb = bytearray(zipped(**{"word__document.xml": b" " * 30_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", bomb, bomb.index(mark) + at, 1000)
    assert code_of(bytes(bomb)) in ("file-inflates", "file-damaged")


def test_an_encrypted_archive_asks_for_the_password_to_be_taken_off() -> None:
    data = bytearray(zipped(**{"word__document.xml": XML}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert code_of(bytes(data)) == "file-encrypted"


def test_an_ofd_whose_units_use_each_other_ends() -> None:
    twice = "".join(f'<CompositeObject ResourceID="u" Boundary="0 0 1 1" ID="{n}"/>' for n in range(8))
    data = zipped(
        **{
            "OFD.xml": b"<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>",
            "D.xml": b"<Document><CommonData><PublicRes>R.xml</PublicRes></CommonData>"
            b'<Pages><Page ID="1" BaseLoc="P.xml"/></Pages></Document>',
            "R.xml": f'<Res><CompositeGraphicUnits><CompositeGraphicUnit ID="u"><Content>{twice}</Content>'
            "</CompositeGraphicUnit></CompositeGraphicUnits></Res>".encode(),
            "P.xml": f"<Page><Content><Layer>{twice}</Layer></Content></Page>".encode(),
        }
    )
    assert code_of(data) == "text-too-long"


def test_an_ofd_of_pictures_says_that_it_was_scanned() -> None:
    entry = b"<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>"
    pages = b'<Document><Pages><Page ID="1" BaseLoc="P.xml"/></Pages></Document>'
    page = b"<Page><Content><Layer><ImageObject/></Layer></Content></Page>"
    assert code_of(zipped(**{"OFD.xml": entry, "D.xml": pages, "P.xml": page})) == "file-scanned"


_EMPTY_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
"""


def test_a_pdf_without_text_says_that_it_was_scanned() -> None:
    assert code_of(_EMPTY_PDF) == "file-scanned"


def test_a_locked_pdf_asks_for_the_password_to_be_taken_off() -> None:
    lock = (
        b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"28" * 32 + b">/U<" + b"30" * 32 + b">>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\n"
    )
    assert code_of(_EMPTY_PDF.replace(b"trailer<</Root 1 0 R>>\n", lock)) == "file-encrypted"


def test_a_page_nested_deeper_than_any_real_one_ends() -> None:
    data = ("<html><body>" + "<div>" * 100_000 + "甲").encode()
    with pytest.raises(UnreadableFile):
        read_source(data)


@pytest.mark.parametrize(
    "text",
    ["<!---->" * 1000 + "甲", "|" + " " * 200_000 + "\n" + " " * 200_000 + "x", "**" * 100_000, "\t" * 100_000 + "x"],
    ids=["comments", "blanks", "stars", "tabs"],
)
def test_a_text_of_repeated_marks_is_read_in_no_time(text: str) -> None:
    began = time.monotonic()
    assert read_source(text.encode()).kind == "txt"
    assert time.monotonic() - began < 2


def test_a_number_of_a_million_places_is_kept_short() -> None:
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="{"%1" * 500_000}"/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
    lists += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    item = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>{run("甲")}</w:p>'
    assert len(read_source(package(item * 9, numbering=lists)).text) < 2000


def test_a_table_that_claims_to_be_wide_is_kept_narrow() -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p>{run("甲")}</w:p></w:tc>'
    row = f"<w:tr>{cell}<w:tc><w:p>{run('乙')}</w:p></w:tc></w:tr>"
    assert len(read_source(package(f"<w:tbl>{row}{row}</w:tbl>")).tables[0].rows[0]) < 200


# --- paths ------------------------------------------------------------------------------------------------------


def test_a_path_without_a_file_says_so(tmp_path: Path) -> None:
    assert code_of(tmp_path / "方案.docx") == "file-missing"
    assert code_of("方案\0.docx") == "file-missing"


def test_a_folder_says_so(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "file-is-folder"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert code_of(tmp_path / "pipe") == "file-not-regular"


@contextmanager
def as_anybody() -> Iterator[None]:
    """Without the rights of root, who may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    path.chmod(0)
    with as_anybody():
        assert code_of(path) == "file-not-allowed"


# --- what a file is ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["docx", "html", "pdf", "ofd"])
def test_a_wrong_ending_is_read_as_what_it_is_and_said(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_bytes(made(PLAN, kind))
    source = read_source(path)
    assert source.kind == kind
    assert (source.diagnostics[0].code, source.diagnostics[0].params["format"]) == ("wrong-extension", kind)


@pytest.mark.parametrize("name", ["方案.txt", "方案.md", "方案", "关于2031.3.8的方案"])
def test_a_fitting_or_missing_ending_is_not_mentioned(name: str) -> None:
    assert read_source(PLAN.encode(), name=name).diagnostics == ()


def test_a_text_that_is_called_doc_is_read_as_a_text() -> None:
    assert read_source(PLAN.encode(), name="方案.doc").kind == "txt"


def test_a_fragment_of_a_page_is_a_page_where_its_name_says_so() -> None:
    assert read_source("通知：<br>一、目标</p>".encode(), name="a.html").text == "通知：\n一、目标\n"


# --- the child --------------------------------------------------------------------------------------------------


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = importlib.import_module("luoshi.outline.readers.apart")
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    assert code_of(made(PLAN, "pdf")) == "file-too-slow"


def test_a_child_is_bound_in_memory() -> None:
    program = (
        "from luoshi.outline.readers import child; child._limits()\n"
        "try: bytearray(600 * 1024 * 1024)\n"
        "except MemoryError: print('bound')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "bound"


def test_a_child_reads_on_after_a_file_that_broke_it() -> None:
    apart = importlib.import_module("luoshi.outline.readers.apart")
    good, seen = made(PLAN, "pdf"), []
    with apart.child("pdf") as one:
        first = one.ask(good, "pdf")
        process = one._running
        assert one.ask(good, "pdf") == first
        assert one._running is process  # started once
        with pytest.raises(UnreadableFile):
            one.ask(b"%PDF-1.7 broken", "pdf")
        seen.append(one.ask(good, "pdf"))
        one._running.kill()
        one._running.wait()
        with pytest.raises(UnreadableFile):
            one.ask(good, "pdf")
        seen.append(one.ask(good, "pdf"))
    assert seen == [first, first]
    assert process.returncode is not None


def test_reading_leaves_no_file_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    for data in (made(PLAN, "pdf"), made(PLAN, "docx")[:3000], b"{\\rtf1 broken", ole("WordDocument")):
        try:
            read_source(data)
        except UnreadableFile:
            continue
    assert list(tmp_path.iterdir()) == []
