"""``luoshi read``: formats, where they go, and the plan that the project starts from."""

from __future__ import annotations

import io
import json
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from cli.running import luoshi, sentences

SEED = Path(__file__).resolve().parents[3] / "shared" / "plans" / "00-seed.txt"


def test_json_has_the_keys_that_other_programs_read(plan: Path) -> None:
    data = json.loads(luoshi("read", plan, "--format", "json").stdout)
    assert data["title"] == "云溪县乡村道路建设实施方案"
    assert [task["units"] for task in data["tasks"]] == [["县交通局", "各乡镇"], ["县城市管理局"]]
    assert set(data) >= {"issuer", "headings", "tasks", "phases", "targets", "structures", "diagnostics"}


def test_the_table_is_the_default(plan: Path) -> None:
    run = luoshi("read", plan)
    assert run.returncode == 0
    assert "县城市管理局" in run.stdout.decode()


@pytest.mark.parametrize(("form", "member"), [("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")])
def test_office_formats_go_through_a_pipe(plan: Path, form: str, member: str) -> None:
    with ZipFile(io.BytesIO(luoshi("read", plan, "--format", form).stdout)) as archive:
        assert member in archive.namelist()


def test_the_name_of_the_output_chooses_the_format(plan: Path, tmp_path: Path) -> None:
    assert luoshi("read", plan, "-o", tmp_path / "a.csv").returncode == 0
    assert (tmp_path / "a.csv").read_text("utf-8-sig").startswith("序号,")


def test_an_output_that_is_there_is_replaced_whole(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    out.write_text("x" * 100_000)
    assert luoshi("read", plan, "-o", out).returncode == 0
    assert json.loads(out.read_text("utf-8"))["tasks"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", plan.name]


def test_an_unreadable_file_leaves_the_output_as_it_was(tmp_path: Path) -> None:
    out, broken = tmp_path / "a.json", tmp_path / "plan.pdf"
    out.write_text("before")
    broken.write_bytes(b"%PDF-1.7\n")
    assert luoshi("read", broken, "-o", out).returncode == 1
    assert out.read_text() == "before"


def test_a_device_is_written_to_and_not_replaced(plan: Path) -> None:
    assert luoshi("read", plan, "--format", "json", "-o", os.devnull).returncode == 0
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_dash_reads_standard_input(plan: Path) -> None:
    run = luoshi("read", "-", "--format", "json", given=plan.read_bytes())
    assert len(json.loads(run.stdout)["tasks"]) == 2


def test_a_binary_format_is_not_poured_onto_a_terminal(plan: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "luoshi.cli.main", "read", str(plan), "--format", "docx", "--language", "en"]
    run = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(theirs)
    os.close(ours)
    assert run.returncode == 1
    assert len(sentences(run)) == 1
    assert "-o" in sentences(run)[0]


def test_the_same_file_gives_the_same_output(plan: Path) -> None:
    outputs = {luoshi("read", plan, "--format", "json", PYTHONHASHSEED=seed).stdout for seed in ("1", "2")}
    assert len(outputs) == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_a_terminal_of_another_encoding_still_gets_its_table(plan: Path, encoding: str) -> None:
    run = luoshi("read", plan, PYTHONIOENCODING=encoding)
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the real plans (../shared) are not beside this clone")
def test_the_plan_that_luoshi_starts_from_is_read_whole() -> None:
    data = json.loads(luoshi("read", SEED, "--format", "json").stdout)
    items = [item for phase in data["phases"] for item in phase["items"]]
    dates = [item["deadline"]["date"] for item in items if item["deadline"]]
    assert (len(data["tasks"]), sum(len(task["units"]) for task in data["tasks"])) == (9, 113)
    assert (len(data["phases"]), len(items)) == (4, 15)
    assert "2022-11-30" in dates
    assert [structure["total"] for structure in data["structures"]] == [25]


@pytest.mark.parametrize(
    ("out", "says"), [("tasks.pdf", ".pdf"), ("nowhere/tasks.xlsx", "folder is not there"), ("", "is a folder")]
)
def test_an_output_that_cannot_be_written_is_one_sentence_and_leaves_nothing(
    plan: Path, tmp_path: Path, out: str, says: str
) -> None:
    before = sorted(tmp_path.iterdir())
    run = luoshi("read", plan, "--language", "en", "-o", tmp_path / out)
    assert (run.returncode, len(sentences(run))) == (1, 1)
    assert says in sentences(run)[0]
    assert sorted(tmp_path.iterdir()) == before


def test_without_an_output_nothing_is_said_and_nothing_breaks(plan: Path) -> None:
    command = ["sh", "-c", '"$0" -m luoshi.cli.main read "$1" >&-', sys.executable, str(plan)]
    run = subprocess.run(command, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (run.returncode, run.stderr) == (0, b"")


def test_a_name_that_contradicts_the_format_is_refused(plan: Path, tmp_path: Path) -> None:
    run = luoshi("read", plan, "--format", "csv", "-o", tmp_path / "tasks.xlsx")
    assert (run.returncode, len(sentences(run))) == (1, 1)
    assert not (tmp_path / "tasks.xlsx").exists()
