"""A returned file as rows: what stands in the columns of the table, whatever was moved, added or left out around them.

Whatever a cell holds of private persons is taken out here, so that no later step ever has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from luoshi.files.rules.screening import screen_text
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.outline.readers.apart import Child
from luoshi.outline.readers.filled import Filled, read_filled
from luoshi.reporting.rules.returns.cells import FILLED, HEADINGS, NEEDED, plain, squeezed, state_of
from luoshi.reporting.rules.returns.codes import SheetCode, read_sheet_code
from luoshi.units.rules.heads import TableRow, table_rows

MOST = 1000  # rows of one file


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row: its number as a spreadsheet shows it, its texts by column, and the headings of the cells that held what
    belongs to a private person, each with a masked excerpt: those cells are empty here.
    """

    number: int
    said: Mapping[str, str] = field(default_factory=dict)
    personal: tuple[tuple[str, str], ...] = ()

    def get(self, code: str) -> str:
        """What the row says, empty where it says nothing."""
        return self.said.get(code, "")

    @property
    def blank(self) -> bool:
        """Whether nothing was filled in; boxes as they were printed are nothing."""
        others = any(self.get(code) for code in FILLED if code != "state")
        return not self.personal and not others and state_of(self.get("state")) == (None, None)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The rows of a file, and whose table of which month it is by its own top line; None where that is gone."""

    sheet: SheetCode | None
    rows: tuple[ReadRow, ...]


def read_return(data: bytes, name: str, programme_id: int, child: Child | None = None) -> ReadFile:
    """The rows of a returned table: of the first sheet or table that has its headings, and of those like it.

    ``child`` is that of ``read_filled``. Raises ``UnreadableFile``, and ``Invalid`` (``table-without-heads``,
    ``table-empty``, ``table-too-long``).
    """
    found: list[TableRow] = []
    words, missing = [], None
    for table in read_filled(data, name, child):
        words.append(table.words)
        try:
            found += _rows(table)
        except Invalid as error:
            missing = missing or error
    if not found:
        raise missing or Invalid("table-without-heads", _("There is no table in this file."))
    if len(found) > MOST:
        raise Invalid("table-too-long", _("The table has more than {most} rows."), most=MOST)
    sheet = read_sheet_code("\n".join(dict.fromkeys(words)), programme_id)
    return ReadFile(sheet, tuple(_clean(row) for row in found if not _is_foot(row)))


def _rows(table: Filled) -> Iterable[TableRow]:
    heads = {squeezed(word) for word in HEADINGS["state"]}
    rows = table_rows([(line.number, line.cells) for line in table.lines], HEADINGS, NEEDED)
    return [row for row in rows if squeezed(row.get("state")) not in heads]  # the heading again, on a later page


def _is_foot(row: TableRow) -> bool:
    """Whether it is one text through all columns: a remark behind the table."""
    return len(row.said) > 2 and len(set(row.said.values())) == 1


def _clean(row: TableRow) -> ReadRow:
    said, personal = {}, []
    for code, text in row.said.items():
        held = screen_text(text)
        if held:
            personal.append((HEADINGS[code][0], held[0].shown))
        said[code] = "" if held else plain(text)
    return ReadRow(row.number, said, tuple(personal))


# --- between two steps --------------------------------------------------------------------------------------------


def packed(rows: Iterable[ReadRow]) -> list[Any]:
    """Rows as plain data."""
    return [[row.number, {code: text for code, text in row.said.items() if text}, row.personal] for row in rows]


def unpacked(rows: Iterable[Any]) -> tuple[ReadRow, ...]:
    """The other way."""
    return tuple(
        ReadRow(number, said, tuple((heading, shown) for heading, shown in personal)) for number, said, personal in rows
    )
