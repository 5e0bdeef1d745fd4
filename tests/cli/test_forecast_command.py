"""``luoshi forecast``: the page of the documentation as it is, formats, and what is wrong said in one sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cli.running import luoshi, sentences

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "forecast.md").read_text("utf-8")
STATE, ANSWER = re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
(WORDS,) = re.findall(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def tidy(value: Any) -> Any:
    """The same with floats to nine places."""
    if isinstance(value, dict):
        return {key: tidy(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [tidy(inner) for inner in value]
    return round(value, 9) if isinstance(value, float) else value


def test_the_documented_state_gives_the_documented_answer() -> None:
    run = luoshi("forecast", "-", "--json", "--reach", "0.9", given=STATE.encode())
    assert tidy(json.loads(run.stdout)) == json.loads(ANSWER)
    assert run.returncode == 0


def test_the_documented_keys_are_those_of_the_answer() -> None:
    answer = PAGE.partition("## The answer")[2]
    told = {key for line in re.findall(r"^\| (`.*?) \|", answer, re.MULTILINE) for key in re.findall(r"`(\w+)`", line)}
    assert json.loads(ANSWER).keys() - {"threshold"} == told


def test_words_and_points_come_first_as_documented() -> None:
    run = luoshi("forecast", "-", "--reach", "90%", given=STATE.encode())
    assert run.stdout.decode().startswith(WORDS)


def test_the_table_tells_what_to_do_next_in_its_order(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_text(STATE, "utf-8")
    shown = luoshi("forecast", file, "--language", "en").stdout.decode()
    assert "Can be proved 87.4, short by 2.6" in shown
    assert re.findall(r"^ (培训班|[a-d]) .*\+", shown, re.MULTILINE) == ["培训班", "d", "a"]
    assert "Rows without points: 1.4" in shown


def test_many_gaps_are_cut_off_and_it_is_said() -> None:
    gaps = [{"id": number, "gain": 0.1, "chance": 0.5} for number in range(40)]
    state = {"threshold": 9, "resolution": 0.1, "rows": [{"id": 1, "points": 10, "mark": 5, "open": gaps}]}
    shown = luoshi("forecast", "-", given=json.dumps(state).encode()).stdout.decode()
    assert "只列前 30 项，共 40 项" in shown


@pytest.mark.parametrize("wanted", ["1.5", "-1", "much", "nan", "120%", ""])
def test_a_wanted_chance_that_is_none_is_refused(wanted: str) -> None:
    run = luoshi("forecast", "-", "--reach", wanted, "--language", "en", given=STATE.encode())
    assert run.returncode == 1
    assert "A wanted chance is from 0 to 1" in sentences(run)[0]


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    run = luoshi("forecast", tmp_path / "none.json", "--language", "en")
    assert (run.returncode, len(sentences(run))) == (1, 1)


def test_a_wrong_state_is_one_sentence_with_its_place() -> None:
    run = luoshi("forecast", "-", given=STATE.replace('"gain": 1.6, ', "").encode())
    assert (run.returncode, run.stdout) == (1, b"")
    assert sentences(run) == ["luoshi: 缺少 rows[0].open[0].gain。格式见 docs/forecast.md。"]
