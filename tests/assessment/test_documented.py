"""Every example of docs/scoring.md gives what the page says."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from luoshi.assessment.rules.codec import from_data
from luoshi.assessment.rules.exchange import framework_from_dict, framework_from_json, loaded, subjects_from_dict
from luoshi.assessment.rules.grammar import TAGS, Comparison, Interval
from luoshi.assessment.rules.marks import Observation, Subject
from luoshi.assessment.rules.marks_csv import subjects_from_csv
from luoshi.assessment.rules.numbers import plain
from luoshi.assessment.rules.report import report
from luoshi.assessment.rules.rolling import compiled
from luoshi.assessment.rules.scoring import scored_round

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "scoring.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def titled() -> list[Any]:
    """Every example with the heading that it stands under."""
    found, heading = [], ""
    for title, block in re.findall(r"^### (.*?)$|^```json rule\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        heading = title or heading
        if block:
            data = json.loads(block)
            found += [pytest.param(data, example, id=heading) for example in data["examples"]]
    return found


def given(value: Any) -> Any:
    return plain(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize(("data", "example"), titled())
def test_the_rule_gives_what_the_page_says(data: dict[str, Any], example: dict[str, Any]) -> None:
    row = {"code": "1", "title": "x", **{key: data[key] for key in ("points", "rule", "kind") if key in data}}
    table = compiled(framework_from_dict({"format": "luoshi-framework/1", "title": "x", "version": "1", "rows": [row]}))
    marks = [from_data(Observation, mark) for mark in example.get("marks", [example.get("mark")])]
    scores = scored_round(table, [Subject(str(n), {"1": mark}) for n, mark in enumerate(marks)]).scores.values()
    outcomes = [score.outcomes["1"] for score in scores]
    came = [outcome.met if data.get("kind") == "pass-fail" else given(outcome.points) for outcome in outcomes]
    assert came == (example["gives"] if "marks" in example else [example["gives"]])
    if "because" in example:
        assert outcomes[0].reason.words("en") == example["because"]


def test_every_kind_of_rule_is_on_the_page() -> None:
    shown = set(re.findall(r'"kind": "([\w-]+)"', PAGE)) | set(re.findall(r"\(`(\w+)`, or none\)", PAGE))
    tests = {tag for tag, made in TAGS.items() if made in (Comparison, Interval)}
    assert set(TAGS) - tests <= shown


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_framework_and_its_marks_give_the_totals_of_the_page(form: str) -> None:
    table = compiled(framework_from_json(blocks("json framework")[0]))
    content = blocks(f"{form} marks")[0]
    subjects = subjects_from_dict(loaded(content)) if form == "json" else subjects_from_csv(content, table.rows)
    told = report(table.framework, scored_round(table, subjects).scores)["subjects"]
    expected = json.loads(blocks("json totals")[0])
    for one in told:
        said = {**one["total"], "passing": one["verdict"]["passing"]}
        assert {key: said[key] for key in expected[one["name"]]} == expected[one["name"]]
