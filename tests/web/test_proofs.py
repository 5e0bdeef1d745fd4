"""Every kind of file in the form of a report, and the look at it that runs nothing."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.reporting.models import EvidenceVersion
from made import made
from web.test_reports import asked, fields

TEXT = "青澜县便民服务中心建设通报\n下放事项已全部进驻窗口。\n"


def workbook() -> bytes:
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        book.add_worksheet("通报").write_row(0, 0, ["事项", "下放事项已全部进驻窗口。"])
    return held.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "txt": TEXT.encode,
    "md": f"# {TEXT}".encode,
    "ofd": lambda: made(TEXT, "ofd"),
    "pdf": lambda: made(TEXT, "pdf"),
    "docx": lambda: made(TEXT, "docx"),
    "xlsx": workbook,
}


@pytest.mark.parametrize("ending", FILES)
def test_a_file_goes_with_the_report_and_is_looked_into_as_text(
    sits: Callable[[str], Client], folder: Path, ending: str
) -> None:
    township = sits("township")
    address = asked(township)
    file = SimpleUploadedFile(f"通报.{ending}", FILES[ending]())
    sent = township.post(f"{address}report/", {**fields(township, address), "text": "已进驻。", "file": file})
    assert (sent.status_code, sent["Location"]) == (302, "/inbox/")
    version = EvidenceVersion.objects.get()
    assert version.file_name == f"通报.{ending}"
    shown = township.get(f"/evidence/files/{version.pk}/preview/")
    assert shown.status_code == 200
    assert shown["Content-Type"].startswith("text/plain")
    assert "下放事项已全部进驻窗口" in "".join(shown.content.decode().split())
