"""A table of marks that came back, as lines: what was filled in beside which key, whatever was moved around it.

Nothing else of the file is taken over, and whatever a cell holds of private persons is taken out here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from luoshi.assessment.rules.mark_tables.cells import HEADINGS, NEEDED, squeezed
from luoshi.assessment.rules.mark_tables.keys import read_line_key
from luoshi.files.rules import kinds
from luoshi.files.rules.screening import screen_text
from luoshi.kernel.errors import Invalid, UnreadableFile
from luoshi.kernel.wording import _
from luoshi.outline.readers.apart import Child
from luoshi.outline.readers.filled import Filled, read_filled
from luoshi.outline.readers.zips import Package
from luoshi.units.rules.heads import TableRow, table_rows

MOST = 4500  # lines of one table; a sheet of more is not read
TYPES = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line: its number as a spreadsheet shows it, its key (empty where it is none of ours), what was filled in;
    ``personal`` the headings of the cells that held what belongs to a private person, each with a masked excerpt:
    those cells are empty here.
    """

    number: int
    key: str
    value: str = ""
    reason: str = ""
    personal: tuple[tuple[str, str], ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the cells that are filled in."""
        return not (self.value or self.reason or self.personal)


def read_marks(data: bytes, name: str, child: Child | None = None) -> tuple[ReadLine, ...]:
    """The lines of a table of marks, of every sheet that has its headings; one that has keys of ours and lost them is
    not passed over. ``child`` is that of ``read_filled``.

    Raises ``UnreadableFile`` for what is no table or holds macros, and ``Invalid`` (``table-without-heads``,
    ``table-empty``, ``table-too-long``).
    """
    _require_no_macros(data)
    found: list[TableRow] = []
    missing = None
    for table in read_filled(data, name, child):
        try:
            found += _rows(table)
        except Invalid as error:
            if _has_keys(table):
                raise
            missing = missing or error
    if not found:
        raise missing or Invalid("table-without-heads", _("There is no table in this file."))
    if len(found) > MOST:
        raise Invalid("table-too-long", _("The table has more than {most} rows."), most=MOST)
    return tuple(_clean(row) for row in found)


def _require_no_macros(data: bytes) -> None:
    if data[:2] != b"PK":
        return
    package = Package(data)
    if kinds.has_macros(package.names, package.read(TYPES) if TYPES in package else b""):
        fault = kinds.fault("macros")
        raise UnreadableFile(fault.code, fault.reason.message, fault.advice.message)


def _has_keys(table: Filled) -> bool:
    return any(read_line_key(cell) is not None for line in table.lines for cell in line.cells)


def _rows(table: Filled) -> Iterable[TableRow]:
    heads = {squeezed(word) for word in HEADINGS["key"]}
    rows = table_rows([(line.number, line.cells) for line in table.lines], HEADINGS, NEEDED)
    return [row for row in rows if squeezed(row.get("key")) not in heads and not _is_foot(row)]


def _is_foot(row: TableRow) -> bool:
    """Whether it is one text through all columns: a remark behind the table."""
    return len(row.said) > 2 and len(set(row.said.values())) == 1


def _clean(row: TableRow) -> ReadLine:
    said, personal = {}, []
    for code in ("value", "reason"):
        text = row.get(code)
        held = screen_text(text) if text else ()
        if held:
            personal.append((HEADINGS[code][0], held[0].shown))
        said[code] = "" if held else _plain(text)
    key = row.get("key")
    key = key if read_line_key(key) is not None else ""  # what else stands there was looked through by nobody
    return ReadLine(row.number, key, said["value"], said["reason"], tuple(personal))


def _plain(text: str) -> str:
    """A cell without what programs change by themselves: line ends, blanks around lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


# --- between two steps --------------------------------------------------------------------------------------------


def packed(lines: Iterable[ReadLine]) -> list[Any]:
    """Lines as plain data."""
    return [[line.number, line.key, line.value, line.reason, line.personal] for line in lines]


def unpacked(lines: Iterable[Any]) -> tuple[ReadLine, ...]:
    """The other way."""
    return tuple(
        ReadLine(number, key, value, reason, tuple((heading, shown) for heading, shown in personal))
        for number, key, value, reason, personal in lines
    )
