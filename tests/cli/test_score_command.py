"""``luoshi score``: files in, totals with reasons out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.running import luoshi, sentences

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "scoring.md").read_text("utf-8")
FRAMEWORK, MARKS, TABLE = (
    re.search(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    for kind in ("json framework", "json marks", "csv marks")
)


@pytest.fixture
def framework(tmp_path: Path) -> Path:
    assert FRAMEWORK
    path = tmp_path / "framework.json"
    path.write_text(FRAMEWORK[1], "utf-8")
    return path


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    assert TABLE
    path = tmp_path / "marks.csv"
    path.write_text(TABLE[1], "utf-8-sig")
    return path


def test_a_total_opens_into_rows_reasons_evidence_and_roles(framework: Path, tmp_path: Path) -> None:
    assert MARKS
    run = luoshi("score", framework, "-", "--json", "--language", "en", given=MARKS[1].encode())
    town = json.loads(run.stdout)["subjects"][0]
    row = town["rows"][0]["children"][0]
    assert town["total"]["points"] == "8.2"
    assert (row["points"], row["reason"]) == ("4.5", "6 points, changed by -1.5")
    assert (row["scored_by"], row["done_by"], row["evidence"]) == (["县水利局"], ["各乡镇"], ["巡查记录"])
    assert row["raises"][0] == {"how": "nothing to be taken off", "gain": "1.5"}


def test_the_table_says_what_is_not_known(framework: Path, marks: Path) -> None:
    run = luoshi("score", framework, marks)
    assert run.returncode == 0, run.stderr
    assert "已得6分，最多10分" in run.stdout.decode()
    assert "尚不能判断" in run.stdout.decode()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("编号,数值\n9,1\n", "marks.csv: [2] code: there is no row “9”."),
        ("编号,数值\n2,许多\n", "marks.csv: [2] value: must be a figure"),
        ("编号,心情\n2,好\n", "marks.csv: [1]: there is no column “心情”."),
        ("编号,数值\n2,1\n2,2\n", "marks.csv: [3] code: “2” is there twice."),
    ],
)
def test_a_wrong_mark_is_said_in_one_sentence(framework: Path, marks: Path, lines: str, said: str) -> None:
    marks.write_text(lines, "utf-8")
    run = luoshi("score", framework, marks, "--language", "en")
    assert run.returncode == 1
    assert run.stdout == b""
    assert len(sentences(run)) == 1
    assert said in sentences(run)[0]


def test_a_framework_of_another_kind_is_refused(tmp_path: Path, marks: Path) -> None:
    run = luoshi("score", tmp_path / "table.txt", marks, "--language", "en")
    assert run.returncode == 1
    assert "A framework cannot be read from “table.txt”." in sentences(run)[0]
