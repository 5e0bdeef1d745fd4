"""The tables of docs/states.md, made from the code: ``python tests/house/states_table.py`` writes them anew."""

from __future__ import annotations

import sys
from pathlib import Path

from luoshi.kernel.wording import translate
from luoshi.programme.rules import MOVES, STATE_WORDS, Move, Noun

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "states.md"
BEGIN, END = "<!-- states: written by tests/house/states_table.py -->", "<!-- end of states -->"


def table() -> str:
    """One table a noun, in the order of the code, with the office's words."""
    return "\n\n".join(_noun(noun) for noun in Noun)


def _noun(noun: Noun) -> str:
    states = ", ".join(f"`{state.value}` {translate(word)}" for state, word in STATE_WORDS[noun].items())
    rows = [_row(row) for row in MOVES if row.noun is noun]
    head = ["| verb | word | from | to | who | reason |", "|---|---|---|---|---|---|"]
    return "\n".join([f"### {noun.value}", "", f"States: {states}.", "", *head, *rows])


def _row(row: Move) -> str:
    before = ", ".join(f"`{state.value}`" for state in row.before)
    after = f"`{row.after.value}`" if row.after else "stays"
    who = ", ".join(party.value for party in row.who)
    return (
        f"| `{row.verb}` | {translate(row.words)} | {before} | {after} | {who} | {'needed' if row.reasoned else ''} |"
    )


def written() -> str:
    """What stands between the marks of the document."""
    return DOCUMENT.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip()


if __name__ == "__main__":
    head, _begin, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    DOCUMENT.write_text(f"{head}{BEGIN}\n\n{table()}\n\n{END}{rest.partition(END)[2]}", "utf-8")
    sys.stdout.write(f"{DOCUMENT.name} is up to date.\n")
