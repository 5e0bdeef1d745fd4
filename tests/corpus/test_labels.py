"""The labels of tests/plans say nothing that their plan does not say."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

PLANS = Path(__file__).parent.parent / "plans"
LABELS = sorted(PLANS.glob("*.json"))
REQUIRED = {"file", "title", "issuer", "issue_date", "headings", "tasks", "phases", "targets", "targets_optional"}

every_label = pytest.mark.parametrize("label", LABELS, ids=lambda path: path.stem)


def read_label(label: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(label.read_text("utf-8"))
    return found


def read_plan(label: Path) -> str:
    name: str = read_label(label)["file"]
    return (PLANS / name).read_text("utf-8")


def squeeze(text: str) -> str:
    """A title may be broken over lines, so comparisons leave white space out."""
    return re.sub(r"\s+", "", text)


def duties(label: Path) -> list[dict[str, Any]]:
    found = read_label(label)
    return [*found["tasks"], *found.get("parent_tasks", [])]


def day(text: str, missing: int) -> date:
    year, month, *rest = map(int, text.split("-"))
    return date(year, month, rest[0] if rest else missing)


def test_every_plan_has_a_label_and_every_label_a_plan() -> None:
    assert len(LABELS) >= 20
    assert {path.stem for path in LABELS} == {path.stem for path in PLANS.glob("*.txt")}


@every_label
def test_a_label_has_every_key(label: Path) -> None:
    assert set(read_label(label)) >= REQUIRED


@every_label
def test_the_title_and_each_issuer_stand_in_the_plan(label: Path) -> None:
    found, text = read_label(label), squeeze(read_plan(label))
    issuers = found["issuer"].split("、") if found["issuer"] else []
    assert [said for said in [found["title"], *issuers] if squeeze(said) not in text] == []


@every_label
def test_the_headings_follow_one_another_in_the_plan(label: Path) -> None:
    text, at = squeeze(read_plan(label)), 0
    for heading in read_label(label)["headings"]:
        said = squeeze(heading["number"] + heading["text"])
        found = text.find(said, at)
        assert found >= 0, said
        at = found + len(said)


@every_label
def test_a_task_begins_with_the_first_twenty_characters_of_its_body(label: Path) -> None:
    text, at = read_plan(label), 0
    for task in read_label(label)["tasks"]:
        start = task["text_start"]
        at = text.find(start, at)
        assert at >= 0, start
        rest = re.split(r"[\n\t]", text[at:], maxsplit=1)[0]
        assert start == rest[:20]


@every_label
def test_number_and_title_stand_right_before_the_body(label: Path) -> None:
    text = squeeze(read_plan(label))
    for task in read_label(label)["tasks"]:
        head = re.escape(squeeze(task["number"] + task["title"]))
        body = re.escape(squeeze(task["text_start"]))
        # a phase carries its dates between its name and its body
        assert re.search(head + r"(?:（[^）]*）)?[。：]?" + body, text), task["number"] + task["title"]


@every_label
def test_units_stand_in_the_plan_and_leads_among_the_units(label: Path) -> None:
    text = read_plan(label)
    for task in duties(label):
        assert [unit for unit in task["units"] if unit not in text] == []
        assert set(task["lead_units"]) <= set(task["units"])
        assert len(set(task["units"])) == len(task["units"])


@every_label
def test_deadlines_stand_in_the_plan(label: Path) -> None:
    text = read_plan(label)
    for task in duties(label):
        deadlines = task.get("deadlines", [task["deadline"]] if task["deadline"] else [])
        assert [said for said in deadlines if said not in text] == []
        assert task["deadline"] is None or task["deadline"] in deadlines


@every_label
def test_targets_stand_in_the_plan_with_their_figure(label: Path) -> None:
    found, text = read_label(label), read_plan(label)
    for target in found["targets"]:
        assert target["text"] in text
        assert f"{target['value']:g}" in target["text"]
        assert target["unit"] in target["text"]
        assert target["value"] < target.get("value_max", float("inf"))
    assert [target["text"] for target in found["targets_optional"] if target["text"] not in text] == []


@every_label
def test_dates_parse_and_phases_run_forward(label: Path) -> None:
    found, text = read_label(label), read_plan(label)
    if found["issue_date"]:
        date.fromisoformat(found["issue_date"])
    for phase in [*found["phases"], *found.get("phases_optional", [])]:
        assert phase["name"] in text
        assert day(phase["start"], 1) <= day(phase["end"], 28)
