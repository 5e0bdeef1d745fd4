"""The reader against the real plans beside the project and against our own corpus: what must never get worse."""

from __future__ import annotations

import importlib.util
import json
import random
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from luoshi.outline.exchange import plan_to_dict
from luoshi.outline.model import Plan
from luoshi.outline.read import read_plan
from made import KINDS, made

OWN = Path(__file__).resolve().parents[1] / "plans"
REAL = Path(__file__).resolve().parents[3] / "shared" / "plans"
NOT_THERE = "the real plans (../shared/plans) are not beside this clone"
needs_real = [pytest.mark.shared, pytest.mark.skipif(not REAL.is_dir(), reason=NOT_THERE)]
# F1 that the reader must keep over the real plans; the figures measured stand in docs/benchmarks.md.
FLOORS = {
    "headings": 0.95,
    "tasks": 0.97,
    "units": 0.97,
    "leads": 0.95,
    "deadlines": 0.90,
    "phases": 0.90,
    "targets": 0.85,
    "spans": 0.99,
}


def real_labels() -> list[Path]:
    return [p for p in [REAL / "00-seed.json", *sorted(REAL.glob("labelled/*.json"))] if p.exists()]


def source_of(label: Path) -> Path:
    name = json.loads(label.read_text("utf-8"))["file"]
    return next(p for p in (REAL / name, label.parent / Path(name).name) if p.exists())


@pytest.fixture(scope="session")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", REAL / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def overall(scorer: ModuleType, labels: list[Path]) -> dict[str, float]:
    total: Counter[tuple[str, int]] = Counter()
    for label in labels:
        path = source_of(label)
        read = json.loads(json.dumps(plan_to_dict(read_plan(path)), ensure_ascii=False))
        text = path.read_text("utf-8-sig").replace("\r\n", "\n")
        figures, _ = scorer.score(json.loads(label.read_text("utf-8")), read, text)
        for name, counts in figures.items():
            for place, count in enumerate(counts):
                total[name, place] += count
    return {name: scorer.prf(*(total[name, place] for place in range(3)))[2] for name in FLOORS}


class TestAccuracy:
    pytestmark = needs_real

    def test_the_real_plans_are_read_as_well_as_the_floors_ask(self, scorer: ModuleType) -> None:
        figures = overall(scorer, real_labels())
        assert {n: round(f, 3) for n, f in figures.items() if f < FLOORS[n]} == {}

    def test_our_own_corpus_is_read_as_well_as_the_floors_ask(self, scorer: ModuleType) -> None:
        figures = overall(scorer, sorted(OWN.glob("*.json")))
        assert {n: round(f, 3) for n, f in figures.items() if f < FLOORS[n]} == {}


@pytest.fixture(scope="module")
def seed() -> Plan:
    return read_plan(REAL / "00-seed.txt")


class TestSeed:
    pytestmark = needs_real

    def test_it_has_nine_tasks_with_113_assignments(self, seed: Plan) -> None:
        assert [len(t.units) for t in seed.tasks] == [12, 16, 17, 16, 8, 15, 7, 9, 13]

    def test_it_has_four_phases_with_fifteen_duties(self, seed: Plan) -> None:
        assert [(p.start, p.end, len(p.items)) for p in seed.phases] == [
            ("2021-12", "2022-06", 3),
            ("2022-07", "2022-09", 4),
            ("2022-10", "2022-12", 4),
            ("2023-01", "2023-06", 4),
        ]

    def test_the_self_check_is_due_on_30_november_2022(self, seed: Plan) -> None:
        duty = seed.phases[2].items[0]
        assert duty.deadline is not None
        assert duty.deadline.date == "2022-11-30"
        assert [(u.name, u.group) for u in duty.units] == [("各乡镇（街道）", True), ("县级部门单位", True)]

    def test_its_25_sites_are_eight_categories_of_two_to_four(self, seed: Plan) -> None:
        (found,) = seed.structures
        assert (len(found.categories), found.min_each, found.max_each, found.total) == (8, 2, 4, 25)

    def test_it_says_that_no_task_has_a_lead(self, seed: Plan) -> None:
        assert "no-lead" in {d.code for d in seed.diagnostics}


def said(plan: Plan) -> list[tuple[str, str, list[str]]]:
    return [(t.number.strip(), re.sub(r"\s+", "", t.title), [u.name for u in t.units]) for t in plan.tasks]


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("path", sorted(OWN.glob("*.txt")), ids=lambda p: p.stem)
def test_the_same_plan_in_another_format_gives_the_same_tasks_and_bodies(path: Path, kind: str) -> None:
    text = path.read_text("utf-8")
    assert said(read_plan(made(text, kind))) == said(read_plan(path))


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "label", real_labels() or [pytest.param(None, marks=pytest.mark.skip(reason=NOT_THERE))], ids=lambda p: p and p.stem
)
@pytest.mark.shared
def test_a_real_plan_in_another_format_gives_the_same_tasks_and_bodies(label: Path, kind: str) -> None:
    path = source_of(label)
    assert said(read_plan(made(path.read_text("utf-8-sig"), kind))) == said(read_plan(path))


def mutated(text: str, chance: random.Random) -> str:
    """The text with pieces cut out, marks thrown in and characters swapped."""
    letters = list(text)
    for _ in range(30):
        at = chance.randrange(len(letters))
        match chance.randrange(3):
            case 0:
                del letters[at : at + chance.randrange(1, 40)]
            case 1:
                letters.insert(at, chance.choice("（）〔〕【】：，。、；1一2\n\t《》“”年月日前各县局\u202e\u0000"))
            case _:
                other = chance.randrange(len(letters))
                letters[at], letters[other] = letters[other], letters[at]
    return "".join(letters).replace("\u0000", "")


@pytest.mark.parametrize("path", [*sorted(OWN.glob("*.txt")), *sorted(REAL.glob("**/*.txt"))], ids=lambda p: p.stem)
def test_a_damaged_plan_is_read_all_the_same_and_always_alike(path: Path) -> None:
    chance = random.Random(path.stem)  # noqa: S311 - a seed that the test's name gives
    text = path.read_text("utf-8-sig")[:9000]
    for _ in range(6):
        damaged = mutated(text, chance).encode()
        plan = read_plan(damaged)
        assert plan == read_plan(damaged)
        for task in plan.tasks:
            assert 0 <= task.span.start <= task.span.end <= len(plan.source.text)
            assert all(plan.source.cut(u.span).strip() for u in task.units)
