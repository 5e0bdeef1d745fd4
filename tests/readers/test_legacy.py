"""Old office files, through LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from luoshi.kernel.errors import UnreadableFile
from luoshi.outline.readers import read_source
from made.docx import numbering, package, run
from made.numbers import Lists

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def numbered_document() -> bytes:
    """A document of two automatic numbers."""
    lists = Lists()
    use = lists.use("一、总体要求")
    assert use is not None
    item = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{use.num}"/></w:numPr></w:pPr>{{}}</w:p>'
    return package(item.format(run("总体要求")) + item.format(run("主要任务")), numbering=numbering(lists), styles="")


@pytest.mark.libreoffice
@needs_libreoffice
def test_a_doc_is_read_with_its_automatic_numbers(tmp_path: Path) -> None:
    given = tmp_path / "方案.docx"
    given.write_bytes(numbered_document())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(given)]
    subprocess.run(convert, check=True, capture_output=True, timeout=60)
    source = read_source(tmp_path / "方案.doc")
    assert source.kind == "doc"
    assert source.text.splitlines() == ["一、总体要求", "二、主要任务"]
    assert [diagnostic.code for diagnostic in source.diagnostics] == ["converted"]


@pytest.mark.libreoffice
@needs_libreoffice
def test_an_rtf_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    source = read_source(rb"{\rtf1\ansi\ansicpg936 \'d7\'dc\'cc\'e5\'d2\'aa\'c7\'f3\par}")
    assert source.text == "总体要求\n"
    assert list(tmp_path.iterdir()) == []


def test_without_libreoffice_a_doc_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableFile) as refused:
        read_source(rb"{\rtf1 a}")
    assert refused.value.code == "doc-needs-libreoffice"
