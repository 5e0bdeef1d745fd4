"""The tables of docs/frameworks.md, made from the code: ``python tests/house/findings_table.py`` writes them anew."""

from __future__ import annotations

import sys
from pathlib import Path

from luoshi.assessment.rules.lint import CATALOGUE, DOUBTS
from luoshi.kernel.wording import translate

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "frameworks.md"
BEGIN, END = "<!-- findings: written by tests/house/findings_table.py -->", "<!-- end of findings -->"


def table() -> str:
    """One line a finding, then one line a doubt, in the order of the code."""
    lines = ["| code | weight | what it says | in Chinese | what to do |", "|---|---|---|---|---|"]
    for code, (severity, message, advice) in CATALOGUE.items():
        lines.append(_line(code, severity.value, message, translate(message), advice))
    lines += ["", "| doubt | what it means | in Chinese |", "|---|---|---|"]
    lines += [_line(code, meaning, translate(meaning)) for code, meaning in DOUBTS.items()]
    return "\n".join(lines)


def _line(*cells: str) -> str:
    code, *words = (cell.replace("|", "\\|") for cell in cells)
    return f"| `{code}` | {' | '.join(words)} |"


def written() -> str:
    """What stands between the marks of the document."""
    return DOCUMENT.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip()


if __name__ == "__main__":
    head, _begin, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    DOCUMENT.write_text(f"{head}{BEGIN}\n\n{table()}\n\n{END}{rest.partition(END)[2]}", "utf-8")
    sys.stdout.write(f"{DOCUMENT.name} is up to date.\n")
