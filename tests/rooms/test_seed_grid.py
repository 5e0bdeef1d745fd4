"""The seed plan on the grid: what it comes to with the county's own bodies, measured."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from luoshi.plans import actions as plan_actions
from luoshi.plans import queries as plan_queries
from luoshi.programme import actions
from luoshi.programme.actions import decomposing as verbs
from luoshi.programme.models import Allocation, Assignment, Commitment, Measure, Obligation
from luoshi.programme.queries.grid import GridSheet, grid, issue_faults
from luoshi.programme.rules.issue_faults import FaultKind
from luoshi.tenancy import actions as tenancy_actions
from luoshi.tenancy.rules import Actor, site_actor
from luoshi.units import actions as unit_actions
from luoshi.units.models import Unit
from luoshi.units.rules import UnitKind
from rooms.cast import TODAY

SHARED = Path(__file__).resolve().parents[3] / "shared"
TOWNSHIPS = "各乡镇（街道）"
DEPARTMENTS = "县级部门单位"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "plans" / "00-seed.txt").exists(), reason="../shared is not here"),
]


def names(file: str, column: str) -> list[str]:
    with (SHARED / "domain" / file).open(encoding="utf-8-sig") as lines:
        return [row[column] for row in csv.DictReader(lines)]


@pytest.fixture
def office(db: None) -> Actor:
    """The office of a county whose bodies and groups are those of the lists."""
    actor = site_actor(tenancy_actions.create_jurisdiction(name="种子县").pk)
    make = unit_actions.create_unit
    bodies = [name for name in names("seed-units.csv", "unit") if name != TOWNSHIPS]
    units = [make(actor=actor, name=name, kind=UnitKind.GOVERNMENT) for name in bodies]
    towns = [make(actor=actor, name=name, kind=UnitKind.TOWNSHIP) for name in names("seed-townships.csv", "name")]
    for name, members, aliases in ((TOWNSHIPS, towns, ()), (DEPARTMENTS, units, ("县级各部门单位",))):
        unit_actions.create_group(actor=actor, name=name, unit_ids=members, confirmed=True, aliases=aliases)
    return actor


@pytest.fixture
def seed(office: Actor) -> int:
    """The seed plan as a draft."""
    content = (SHARED / "plans" / "00-seed.txt").read_bytes()
    version_id = plan_actions.upload_plan(actor=office, content=content, file_name="seed.txt")
    doubts = [doubt.key for doubt in plan_queries.reading(office, version_id).doubts]
    plan_actions.look(actor=office, version_id=version_id, doubts=doubts)
    return actions.accept_plan(actor=office, version_id=version_id, today=TODAY).programme_id


@pytest.fixture
def sheet(office: Actor, seed: int) -> GridSheet:
    return grid(office, seed, TODAY)


def test_the_tasks_come_to_401_obligations_instead_of_3983(sheet: GridSheet) -> None:
    assert (sheet.of_tasks, sheet.everything) == (401, 3983)


def test_every_sentence_of_a_task_has_a_unit_or_is_not_tracked(sheet: GridSheet, seed: int) -> None:
    sentences = Measure.objects.filter(commitment__programme=seed, commitment__kind="task")
    assert sentences.count() == 89
    assert not sentences.filter(principle=False, allocations__isnull=True).exists()
    assert not sentences.filter(principle=True, allocations__isnull=False).exists()


def test_every_body_that_a_task_names_has_a_sentence(office: Actor, seed: int) -> None:
    tasks = set(Commitment.objects.filter(programme=seed, kind="task").values_list("pk", flat=True))
    hard = {fault.kind for fault in issue_faults(office, seed, TODAY) if fault.hard and fault.commitment_id in tasks}
    assert hard == set()


def test_the_proposed_ticks_are_fewer_than_half_of_the_grid(seed: int) -> None:
    ticks = Allocation.objects.filter(measure__commitment__programme=seed, measure__commitment__kind="task")
    named = Counter(
        Assignment.objects.filter(revision__commitment__programme=seed).values_list("revision__commitment", flat=True)
    )
    whole = sum(
        named[measure.commitment_id]
        for measure in Measure.objects.filter(commitment__programme=seed, commitment__kind="task", principle=False)
    )
    assert ticks.count() < whole / 2


def test_an_office_makes_it_ready_with_one_step_for_each_duty_that_names_nobody(office: Actor, seed: int) -> None:
    host = Unit.objects.get(name="县民族宗教委").pk
    faults = [fault for fault in issue_faults(office, seed, TODAY) if fault.hard]
    for fault in faults:
        if fault.kind is FaultKind.COMMITMENT_WITHOUT_UNIT:
            verbs.name_party(actor=office, commitment_id=fault.commitment_id, unit_id=host)
    rest = [fault for fault in issue_faults(office, seed, TODAY) if fault.hard]
    assert rest == []
    actions.issue(actor=office, programme_id=seed, today=TODAY)
    assert Obligation.objects.filter(commitment__kind="task").count() == 401
