"""Speed of the scoring engine alone, as ratios taken in one run: no database, no page.

    scoring.py

The yardstick of the bulk path is adding up the same whole numbers, subject by subject, with nothing judged.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from statistics import median

from luoshi.assessment.rules.bulk import Bulk
from luoshi.assessment.rules.framework import Framework, Row
from luoshi.assessment.rules.grammar import (
    AllOrNothing,
    Band,
    Deduct,
    Discretion,
    Increment,
    Per,
    Proportional,
    Rule,
    Steps,
)
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.plain import Means, means, observation
from luoshi.assessment.rules.rolling import Compiled, compiled
from luoshi.assessment.rules.scoring import rescored, scored
from luoshi.kernel.quantities import SCALE

SUBJECTS, ROWS, LARGE, RUNS = 10_000, 100, 2_000, 3
D = Decimal
RULES: tuple[Rule, ...] = (
    AllOrNothing(),
    Discretion(D(0), D(1)),
    Proportional(D(100)),
    Deduct((Per("n", "每少一次", D("0.2")),)),
    Steps((Band(D(60), True, D(80), False, D("0.5")), Band(D(80), True, None, None, D(1))), D(0)),
    Increment(D(90), D(1), D("0.1"), cap=D(1)),
)


def table(rows: int) -> Compiled:
    """A framework of so many rows of one point, ten to an indicator, ten indicators to an area."""
    points = [Row(str(n), f"第{n}项", D(1), rule=RULES[n % len(RULES)]) for n in range(rows)]
    while len(points) > 10:
        points = [
            Row(f"{points[at].code}-", "指标", children=tuple(points[at : at + 10])) for at in range(0, len(points), 10)
        ]
    return compiled(Framework("测评", "1", tuple(points)))


def numbers(made: Compiled, subjects: int) -> list[tuple[int, int, int]]:
    """A plain mark for every subject and row: figures and points with one decimal."""
    chance = random.Random(5)  # noqa: S311 - no secret
    tops = {Means.MET: 1, Means.VALUE: 1_000, Means.COUNT: 6, Means.POINTS: 10}
    ends = [(row.index, means(row)) for row in made.rows.values()]
    units = {Means.COUNT: SCALE, Means.VALUE: SCALE // 10, Means.POINTS: SCALE // 10}
    return [
        (subject, index, chance.randint(0, tops[meaning]) * units.get(meaning, 1))
        for subject in range(subjects)
        for index, meaning in ends
    ]


def taken(job: Callable[[], object]) -> float:
    """Median seconds of processor time."""
    times = []
    for _run in range(RUNS):
        gc.collect()
        start = time.process_time()
        job()
        times.append(time.process_time() - start)
    return median(times)


def main() -> int:
    """Measure and print; 1 where a limit is not kept."""
    made = table(ROWS)
    marks = numbers(made, SUBJECTS)

    def added() -> list[int]:
        sums = [0] * SUBJECTS
        for subject, _row, number in marks:
            sums[subject] += number
        return sums

    def judged() -> object:
        bulk = Bulk(made, SUBJECTS)
        bulk.add(marks)
        return bulk.totals()

    plain, bulk = taken(added), taken(judged)
    large = table(LARGE)
    rows = list(large.rows.values())
    seen: dict[str, Observation] = {
        row.row.code: observation(row, number) for (_s, _i, number), row in zip(numbers(large, 1), rows, strict=True)
    }
    score = scored(large, seen)
    full = taken(lambda: scored(large, seen))
    code = rows[1].row.code
    changed = taken(lambda: [rescored(score, code, Observation(points=D("0.5"))) for _time in range(100)]) / 100
    lines = [
        ("1,000,000 plain marks (10,000 subjects × 100 rows) judged and totalled ÷ added up", bulk / plain, 12.0, "×"),
        ("the same for one mark", bulk / len(marks) * 1e6, None, "µs"),
        ("2,000 rows scored from nothing, with reasons", full * 1000, None, "ms"),
        ("one changed mark of 2,000 rows ÷ all of them", changed / full, 0.05, "×"),
        ("one changed mark of 2,000 rows", changed * 1000, None, "ms"),
    ]
    print("| what | measured | limit | kept |\n|---|---|---|---|")
    for name, value, limit, unit in lines:
        kept = "–" if limit is None else "yes" if value <= limit else "**no**"
        print(f"| {name} | {value:.3f} {unit} | {'–' if limit is None else f'≤ {limit:g} {unit}'} | {kept} |")
    return 0 if all(limit is None or value <= limit for _name, value, limit, _unit in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
