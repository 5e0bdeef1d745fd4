"""Speed of the reader as ratios taken in one run, so that the figures mean the same on every machine; then the desk.

    run.py [PLANS]

Prints the table of ``docs/benchmarks.md``. Times are medians of interleaved runs: processor time of this process where
one function is measured, time on the clock where a whole command is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from zipfile import ZipFile

from lxml import etree

from luoshi.outline.read import read_plan
from luoshi.outline.readers import read_source
from made_plan import plan_docx

ROOT = Path(__file__).resolve().parent.parent
GIVEN = ROOT.parent / "shared" / "plans"
OWN = ROOT / "tests" / "plans"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LONG = 110_000  # characters: a Word file of 200 pages
RUNS, PROCESS_RUNS = 7, 9


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured, how much it came to, how much it may be."""

    name: str
    value: float
    limit: float | None
    unit: str

    @property
    def kept(self) -> bool:
        return self.limit is None or self.value <= self.limit

    def __str__(self) -> str:
        digits = 0 if self.unit == "ms" else 2
        measured = f"{self.value:.{digits}f} {self.unit}"
        if self.limit is None:
            return f"| {self.name} | {measured} | – | – |"
        return (
            f"| {self.name} | {measured} | ≤ {self.limit:.{digits}f} {self.unit} | {'yes' if self.kept else '**no**'} |"
        )


def main() -> int:
    """Measure and print; 1 where a limit is not kept."""
    plans = Path(sys.argv[1]) if len(sys.argv) > 1 else GIVEN
    figures = [*_long_documents(), *_one_plan(plans)]
    print("| what | measured | limit | kept |\n|---|---|---|---|")
    print("\n".join(map(str, figures)))
    print()
    kept = _desk()
    for name in ("uploads.py", "forecast.py", "scoring.py"):
        print()
        kept &= subprocess.run([sys.executable, ROOT / "benchmarks" / name], check=False).returncode == 0
    return 0 if kept and all(figure.kept for figure in figures) else 1


def _desk() -> bool:
    """Fill a site of its own and measure its desk, its rounds, its reports; whether their limits are kept."""
    with tempfile.TemporaryDirectory(prefix="luoshi-desk-") as folder:
        site = {**os.environ, "LUOSHI_DATA": folder, "LUOSHI_DEMONSTRATION": "1"}
        luoshi = Path(sys.executable).parent / "luoshi"
        subprocess.run([luoshi, "generate"], env=site, stdout=subprocess.DEVNULL, check=True)
        measured = [
            subprocess.run([sys.executable, ROOT / "benchmarks" / name], env=site, check=False).returncode
            for name in ("desk.py", "assessment.py", "reports.py")
        ]
        return not any(measured)


def _long_documents() -> list[Figure]:
    once, twice, plain = plan_docx(LONG), plan_docx(2 * LONG), plan_docx(LONG, bare=True)
    times = _interleaved(
        {
            "bare": lambda: bare_text(once),
            "once": lambda: read_plan(once, name="plan.docx"),
            "twice": lambda: read_plan(twice, name="plan.docx"),
            "bare plain": lambda: bare_text(plain),
            "plain": lambda: read_plan(plain, name="plan.docx"),
            "plain text": lambda: read_source(plain, name="plan.docx"),
        },
        RUNS,
        time.process_time,
    )
    return [
        Figure("docx of 200 pages, read ÷ bare lxml text", times["once"] / times["bare"], 10, "×"),
        Figure("docx of 400 pages ÷ docx of 200 pages", times["twice"] / times["once"], 2.2, "×"),
        Figure(
            "the same without fonts and runs: its text ÷ bare lxml text",
            times["plain text"] / times["bare plain"],
            10,
            "×",
        ),
        Figure(
            "the same without fonts and runs: read ÷ bare lxml text", times["plain"] / times["bare plain"], None, "×"
        ),
    ]


def bare_text(document: bytes) -> str:
    """What lxml alone needs to give a Word file's text: the yardstick."""
    with ZipFile(BytesIO(document)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    paragraphs = body.iter(f"{WORD}p")
    return "\n".join("".join(run.text or "" for run in paragraph.iter(f"{WORD}t")) for paragraph in paragraphs)


def _one_plan(plans: Path) -> list[Figure]:
    seed = plans / "00-seed.txt"
    plan = seed if seed.exists() else max(OWN.glob("*.txt"), key=lambda path: path.stat().st_size)
    if plan != seed:
        print(f"There is no plan at {seed}; {plan.name} of tests/plans stands in for it.\n")
    content = plan.read_bytes()
    inside = _interleaved({"read": lambda: read_plan(content, name=plan.name)}, RUNS, time.process_time)
    outside = _interleaved(
        {
            "luoshi": lambda: _command("-m", "luoshi.cli.main", "read", str(plan)),
            "python": lambda: _command("-c", "pass"),
        },
        PROCESS_RUNS,
        time.perf_counter,
    )
    name = f"plan of {len(content.decode('utf-8')):,} characters"
    return [
        Figure(f"{name}, read in process", inside["read"] * 1000, 50, "ms"),
        Figure(f"{name}, whole `luoshi read`", outside["luoshi"], 0.7, "s"),
        Figure("the part of it that is `python -c pass`", outside["python"], 0.7, "s"),
    ]


def _command(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)


def _interleaved(jobs: Mapping[str, Callable[[], object]], runs: int, clock: Callable[[], float]) -> dict[str, float]:
    """Median seconds of each job; the jobs take turns, so that a busy moment of the machine meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(runs + 1):
        for name, job in jobs.items():
            start = clock()
            job()
            if number:  # the first round warms caches
                times[name].append(clock() - start)
    return {name: median(taken) for name, taken in times.items()}


if __name__ == "__main__":
    sys.exit(main())
