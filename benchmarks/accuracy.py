"""How well the reader reads plans whose labels were made by hand.

    accuracy.py [PLANS] [--errors]

PLANS is the folder with the labelled plans and their ``score.py`` (default ``../shared/plans``). The plans are read in
this process, the scorer of that folder compares. The held-out plans are kept apart: rules are written without a look at
them, so only their figures are printed, never what was missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from luoshi.kernel.errors import LuoshiError
from luoshi.outline.exchange import plan_to_dict
from luoshi.outline.read import read_plan

ROOT = Path(__file__).resolve().parent.parent
GIVEN = ROOT.parent / "shared" / "plans"
OWN = ROOT / "tests" / "plans"
HELD_OUT = ("01", "24", "28", "33")
OVERALL_LINES = 3  # precision, recall, f1


def main() -> int:
    """Print one table for each group of plans; 1 where there is nothing to score with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plans", nargs="?", type=Path, default=GIVEN)
    parser.add_argument("--errors", action="store_true", help="also what was missed or invented, but for the held-out")
    asked = parser.parse_args()
    scorer = asked.plans / "score.py"
    if not scorer.exists():
        print(f"There are no labelled plans at {asked.plans}: nothing was measured. Give their folder as PLANS.")
        return 1
    seen, held = _given(asked.plans)
    own = sorted(OWN.glob("*.json"))
    with tempfile.TemporaryDirectory() as folder:
        readings = Path(folder)
        for label in [*seen, *held]:
            _read(label, asked.plans, readings)
        _print("Given plans", _score(scorer, seen, readings, errors=asked.errors))
        _print("Held-out plans (no rule was written with them in sight)", _score(scorer, held, readings))
        both = _score(scorer, [*seen, *held], readings).splitlines()
        _print("All given plans", "\n".join([both[0], *both[-OVERALL_LINES:]]))
    with tempfile.TemporaryDirectory() as folder:  # apart, since the names of labels may be the same
        for label in own:
            _read(label, OWN, Path(folder))
        if own:
            _print("Plans of our own (tests/plans)", _score(scorer, own, Path(folder), errors=asked.errors))
    return 0


def _given(plans: Path) -> tuple[list[Path], list[Path]]:
    labels = sorted([*plans.glob("*.json"), *(plans / "labelled").glob("*.json")], key=lambda label: label.name)
    held = [label for label in labels if label.parent.name == "labelled" and label.stem[:2] in HELD_OUT]
    return [label for label in labels if label not in held], held


def _read(label: Path, base: Path, readings: Path) -> None:
    """Read a label's plan and leave the reading where the scorer looks for it; none where it cannot be read."""
    named = Path(json.loads(label.read_text("utf-8"))["file"])
    document = next((path for path in (base / named, label.parent / named.name) if path.exists()), label)
    try:
        data = plan_to_dict(read_plan(document), "en")
    except LuoshiError as error:
        print(f"{label.stem}: {error.in_words('en')}")
        return
    (readings / label.name).write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def _score(scorer: Path, labels: Sequence[Path], readings: Path, *, errors: bool = False) -> str:
    command = [sys.executable, str(scorer), *map(str, labels), "--readings", str(readings)]
    run = subprocess.run([*command, *(["--errors"] if errors else [])], capture_output=True, text=True, check=False)
    return (run.stdout or run.stderr).rstrip()


def _print(title: str, table: str) -> None:
    print(f"\n{title}\n{table}")


if __name__ == "__main__":
    sys.exit(main())
