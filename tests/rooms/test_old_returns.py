"""Returned tables as older programs make them: xls, and archives whose names are in GBK and do not say so."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.made.pictures import jpeg
from tests.rooms.cast import TODAY, County, found_county, run_programme
from tests.rooms.clerks import sent

from luoshi.reporting import actions
from luoshi.reporting.models import EvidenceUse, Response, ReturnedFile
from luoshi.reporting.queries.return_sheets import return_sheets
from luoshi.reporting.queries.returns import Preview, return_preview
from luoshi.reporting.rules import Approval
from luoshi.reporting.rules.returns.judging import Fate

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
KEY = "a" * 20
pytestmark = pytest.mark.django_db
needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture
def county(folder: Path) -> County:
    return found_county()


@pytest.fixture
def programme(county: County) -> int:
    found = run_programme(county).programme_id
    actions.set_reporting(actor=county.office, programme_id=found, approval=Approval.NONE, day=25, today=TODAY)
    actions.open_requests(actor=county.office, programme_id=found, today=TODAY)
    return found


def filled(county: County, programme: int, **said: object) -> bytes:
    """The table of 东岸镇 with its first row filled in."""
    mine = sent(return_sheets(county.office, programme, "2026-11", TODAY, county.unit_ids["东岸镇"])[0])
    mine.fill(0, state="推进中", text="已选址两处。", **said)
    return mine.saved()


def bring(county: County, programme: int, name: str, data: bytes) -> Preview:
    files = [(name, data)]
    actions.bring_returns(actor=county.office, programme_id=programme, key=KEY, files=files, now=NOW, today=TODAY)
    return return_preview(county.office, programme, KEY, TODAY)


def write(county: County, programme: int, shown: Preview) -> int:
    return actions.write_returns(
        actor=county.office, programme_id=programme, key=KEY, mark=shown.mark, today=TODAY
    ).rows


def as_xls(data: bytes, folder: Path) -> bytes:
    """The same workbook as an office of 2003 saves it."""
    (folder / "填报表.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", str(folder / "old")]
    subprocess.run([*command, str(folder / "填报表.xlsx")], check=True, capture_output=True, timeout=120)
    return (folder / "old" / "填报表.xls").read_bytes()


class Unmarked(zipfile.ZipInfo):
    """A member whose name is written in GBK without the mark of UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  the library's name
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def archive(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in members.items():
            packed.writestr(Unmarked(name), content)
    return file.getvalue()


@pytest.mark.libreoffice
@needs_libreoffice
def test_an_xls_is_read_and_written_and_its_digest_is_kept(county: County, programme: int, tmp_path: Path) -> None:
    shown = bring(county, programme, "东岸镇.xls", as_xls(filled(county, programme), tmp_path))
    assert shown.files[0].rows[0].judged.fate is Fate.REPORT
    assert write(county, programme, shown) == 1
    assert Response.objects.get().version.text == "已选址两处。"
    assert return_preview(county.office, programme, KEY, TODAY).units == 1  # it says whose table it was
    assert len(ReturnedFile.objects.get().sha256) == 64


def test_names_of_an_archive_in_gbk_are_read_and_evidence_is_found_by_them(county: County, programme: int) -> None:
    table = filled(county, programme, proof="停车场现场", address="现场照片.jpg", day="2026年11月12日")
    packed = archive({"东岸镇/填报表.xlsx": table, "东岸镇/现场照片.jpg": jpeg()})
    assert not any(info.flag_bits & 0x800 for info in zipfile.ZipFile(io.BytesIO(packed)).infolist())
    shown = bring(county, programme, "十一月.zip", packed)
    assert [one.file.path for one in shown.files] == ["东岸镇/填报表.xlsx"]
    assert write(county, programme, shown) == 1
    assert EvidenceUse.objects.get().evidence_version.file_name == "现场照片.jpg"
