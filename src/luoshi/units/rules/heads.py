"""Finding the columns of a table by what stands above them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused: the column at which it stands (its heading; empty for the row), and the sentence."""

    column: str
    reason: Phrase


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its number in the spreadsheet and its texts by the code of the column. A column that the table
    has not is not in it, and what it would say stays as it is.
    """

    number: int
    said: Mapping[str, str] = field(default_factory=dict)

    def get(self, code: str) -> str:
        """What the row says, empty where it says nothing."""
        return self.said.get(code, "")


def table_rows(
    lines: Sequence[tuple[int, Sequence[str]]], headings: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> tuple[TableRow, ...]:
    """The rows beneath the first row that has all needed headings; ``headings`` gives the writings of each code, the
    first being the one that is written out.

    Raises ``Invalid`` (``table-without-heads``, ``table-empty``).
    """
    known = {_plain(word): code for code, words in headings.items() for word in (code, *words)}
    for at, (_number, cells) in enumerate(lines):
        columns: dict[str, int] = {}
        for place, cell in enumerate(cells):
            code = known.get(_plain(cell))
            if code is not None:
                columns.setdefault(code, place)
        if all(code in columns for code in needed):
            rows = tuple(_row(number, cells, columns) for number, cells in lines[at + 1 :])
            filled = tuple(row for row in rows if any(row.said.values()))
            if not filled:
                break
            return filled
    else:
        raise Invalid(
            "table-without-heads",
            _("No row has the headings {names}. Take the table out here, fill it in and bring it back."),
            names="、".join(headings[code][0] for code in needed),
        )
    raise Invalid("table-empty", _("There is no row beneath the headings."))


def _row(number: int, cells: Sequence[str], columns: Mapping[str, int]) -> TableRow:
    return TableRow(
        number, {code: cells[place].strip() if place < len(cells) else "" for code, place in columns.items()}
    )


def _plain(text: str) -> str:
    return re.sub(r"[\s_（）()*＊：:]+", "", text).casefold()
