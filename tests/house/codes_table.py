"""The table of codes in docs/reader.md, made from the code: ``python tests/house/codes_table.py`` writes it anew."""

from __future__ import annotations

import sys
from pathlib import Path

from luoshi.outline.diagnostics import CATALOGUE
from luoshi.outline.readers import notes

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reader.md"
BEGIN, END = "<!-- codes: written by tests/house/codes_table.py -->", "<!-- end of codes -->"


def table() -> str:
    """One line a code, in the order of the code."""
    told = {**notes._NOTES, **CATALOGUE}
    lines = ["| code | weight | what it says | what to do |", "|---|---|---|---|"]
    lines += [_line(code, weight.value, message, advice) for code, (weight, message, advice) in told.items()]
    lines += [_line(code, "refused", message, advice) for code, (message, advice) in notes._ERRORS.items()]
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
