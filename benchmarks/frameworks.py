"""How many rules of indicator tables are read without doubt.

    frameworks.py [DOMAIN]

DOMAIN is the folder with the given tables (default ``../shared/domain``). A rule that is read with a doubt is one that
a person must look at; a row without a rule (only points) is not counted. Our own sentences say beside each whether
its words leave something open, so their share is exact.
"""

from __future__ import annotations

import argparse
import sys
from decimal import Decimal
from importlib import import_module
from pathlib import Path

from luoshi.assessment.reading.sentences import read_rule
from luoshi.assessment.reading.tables import Reading, read_framework
from luoshi.assessment.rules.framework import leaves
from luoshi.kernel.errors import LuoshiError

ROOT = Path(__file__).resolve().parent.parent
GIVEN = ROOT.parent / "shared" / "domain"
sys.path[0] = str(ROOT / "tests")  # for this folder, whose assessment.py would stand before that of the tests
SENTENCES = import_module("assessment.sentences").SENTENCES  # those of the tests
_OFFICE = import_module("assessment.office_sentences")
OFFICE_SENTENCES, say = _OFFICE.OFFICE_SENTENCES, _OFFICE.told


def main() -> int:
    """Print one line for each table, and one for our own sentences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("domain", nargs="?", type=Path, default=GIVEN)
    asked = parser.parse_args()
    print(f"\nRules read without doubt\n{'table':44} {'rows':>5} {'rules':>6} {'sure':>5} {'share':>7}")
    tables = [(file, _reading(file)) for file in sorted(asked.domain.glob("indicators-*.csv"))]
    totals = [0, 0, 0]
    for file, reading in tables:
        if reading is not None:
            counted = _counted(reading)
            totals = [a + b for a, b in zip(totals, counted, strict=True)]
            _print(file.stem.removeprefix("indicators-"), *counted)
    if tables:
        _print("all given tables", *totals)
    right = sum(1 for told in SENTENCES if _as_told(told.words, told.points, told.kind, sure=told.sure))
    sure = sum(1 for told in SENTENCES if read_rule(told.words, told.points).sure)
    _print("sentences of our own (tests/assessment)", len(SENTENCES), len(SENTENCES), sure)
    told = [(one, read_rule(one.words, one.points)) for one in OFFICE_SENTENCES]
    rightly = sum(1 for one, read in told if not one.open and not read.doubts and say(read) in one.shapes)
    wrongly = sum(1 for one, read in told if not read.doubts and say(read) not in one.shapes)
    closed = sum(1 for one in OFFICE_SENTENCES if not one.open)
    _print("sentences as offices write them", len(told), closed, rightly)
    print(f"{wrongly} of {len(told)} sentences as offices write them are read wrongly without a doubt")
    print(f"{right} of {len(SENTENCES)} sentences of our own are read as the kind of rule that they are")
    return 0


def _reading(file: Path) -> Reading | None:
    try:
        return read_framework(file.read_bytes(), file.name)
    except LuoshiError:
        return None  # the list of the tables is no table


def _counted(reading: Reading) -> tuple[int, int, int]:
    rows = list(leaves(reading.framework.rows))
    ruled = [row for row in rows if row.rule is not None or row.doubts]
    return len(rows), len(ruled), sum(1 for row in ruled if not row.doubts)


def _as_told(words: str, points: Decimal, kind: str, *, sure: bool) -> bool:
    read = read_rule(words, points)
    return type(read.rule).__name__ == kind and read.sure == sure


def _print(name: str, rows: int, rules: int, sure: int) -> None:
    share = f"{sure / rules:7.3f}" if rules else f"{'–':>7}"
    print(f"{name:44} {rows:5} {rules:6} {sure:5} {share}")


if __name__ == "__main__":
    sys.exit(main())
