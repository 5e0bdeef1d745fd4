"""``luoshi framework``: a table is checked, or becomes a framework."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import luoshi, sentences

TABLE = """序号,项目,考核内容,分值,评分标准
1,管护（10分）,巡查,6,每少一次扣0.5分，扣完为止
2,管护（10分）,清理,5,优秀得5分，一般得2分
"""
CLEAN = TABLE.replace(",6,", ",5,")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "细则.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_a_finding_is_told_with_its_row_its_line_and_advice(table: Path) -> None:
    run = luoshi("framework", "check", table, "--json")
    (finding,) = json.loads(run.stdout)["findings"]
    assert run.returncode == 1
    assert (finding["code"], finding["row"], finding["line"], finding["severity"]) == ("sum-differs", "§1", 2, "error")
    assert "11" in finding["message"]
    assert finding["advice"]


def test_a_clean_table_ends_with_status_0(tmp_path: Path) -> None:
    path = tmp_path / "细则.csv"
    path.write_text(CLEAN, "utf-8")
    run = luoshi("framework", "check", path, "--json")
    assert run.returncode == 0
    assert json.loads(run.stdout)["rules"] == {"read": 2, "without_doubt": 2}


def test_without_json_a_person_reads_a_table(table: Path) -> None:
    run = luoshi("framework", "check", table)
    assert "sum-differs" in run.stdout.decode()
    assert "合计11分" in run.stdout.decode()


def test_a_table_becomes_a_framework_that_can_be_checked_again(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "framework.json"
    assert luoshi("framework", "read", table, "-o", out).returncode == 0
    run = luoshi("framework", "check", out, "--json")
    assert [finding["code"] for finding in json.loads(run.stdout)["findings"]] == ["sum-differs"]


def test_a_table_can_be_scored_as_it_is(table: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks.csv"
    marks.write_text("subject,code,count:1,choice\n甲乡,1,2,\n甲乡,2,,2\n", "utf-8")
    run = luoshi("score", table, marks, "--json")
    assert run.returncode == 0, run.stderr.decode()
    assert json.loads(run.stdout)["subjects"][0]["total"]["points"] == "7"  # 6 - 2 × 0.5, and 一般2分


def test_a_dash_reads_standard_input(table: Path) -> None:
    run = luoshi("framework", "read", "-", given=table.read_bytes())
    assert json.loads(run.stdout)["format"] == "luoshi-framework/1"


@pytest.mark.parametrize("arguments", [(), ("check",), ("mend", "a"), ("check", "a", "--colour")])
def test_a_misuse_is_one_sentence_and_status_2(arguments: tuple[str, ...]) -> None:
    run = luoshi("framework", *arguments)
    assert (run.returncode, run.stdout, len(sentences(run))) == (2, b"", 1)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", "姓名,电话\n".encode(), b'{"format": 1}'])
def test_what_is_no_table_is_one_sentence_and_status_1(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    run = luoshi("framework", "check", tmp_path / "a.xlsx")
    assert (run.returncode, run.stdout, len(sentences(run))) == (1, b"", 1)


def test_checking_never_pays_for_django(table: Path) -> None:
    run = luoshi("framework", "check", table, "--json", PYTHONPROFILEIMPORTTIME="1")
    assert "django" not in run.stderr.decode()
