"""The codes on a table that is sent out: which row asks which request, and whose table it is.

A code is short enough to be copied by hand: ``1024-3KMT`` is request 1024 as it stood after three changes, with three
check letters over request, count and unit, so that a slip of the pen is no code, and a code that was copied from the
table of another unit does not fit. There are no vowels among the letters: a spreadsheet makes no month of them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LETTERS = "BCDFGHJKMNPQRTVWXYZ"
PRIME = 6857  # the largest below 19³: one wrong figure, or two neighbours exchanged, always changes the letters
_UNIT, _REQUEST, _EDIT, _MONTH = 4099, 17, 2003, 5021
_LARGEST = 10**12
_ROW = re.compile(r"([0-9OIL]{1,12})\s*[-_./·~]\s*([0-9OIL]{1,5})\s*([A-Z]{3})")
_SHEET = re.compile(r"表码\s*:?\s*([0-9OIL]{1,12})\s*[-_./·~]\s*(20\d\d(?:0[1-9]|1[0-2]))\s*([A-Z]{3})(?![A-Z])")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣ー─", "-"))


@dataclass(frozen=True, slots=True)
class RowCode:
    """What the code of a row says: a request (id), and how often it had changed when the table was made."""

    request_id: int
    edit: int
    check: str

    def fits(self, unit_id: int) -> bool:
        """Whether its letters are those of a request of this unit."""
        return self.check == _letters(unit_id * _UNIT + self.request_id * _REQUEST + self.edit * _EDIT)


@dataclass(frozen=True, slots=True)
class SheetCode:
    """What the code of a table says: a unit (id) and a month (2026-11)."""

    unit_id: int
    month: str
    check: str

    def fits(self, programme_id: int) -> bool:
        """Whether its letters are those of a table of this programme."""
        return self.check == _letters(_of_sheet(programme_id, self.unit_id, self.month))


def row_code(request_id: int, edit: int, unit_id: int) -> str:
    """The code of a row."""
    return f"{request_id}-{edit}{_letters(unit_id * _UNIT + request_id * _REQUEST + edit * _EDIT)}"


def sheet_code(programme_id: int, unit_id: int, month: str) -> str:
    """The code of a table."""
    return f"{unit_id}-{month.replace('-', '')}{_letters(_of_sheet(programme_id, unit_id, month))}"


def read_row_code(text: str) -> RowCode | None:
    """A code as people write it (full width, small letters, O for 0, other dashes); None for what is none."""
    found = _ROW.fullmatch(_plain(text))
    if found is None:
        return None
    return RowCode(_number(found[1]), _number(found[2]), found[3])


def read_sheet_code(text: str, programme_id: int) -> SheetCode | None:
    """The code of a table in the words around it; None where there is none of this programme, or several."""
    found = {
        SheetCode(_number(unit), f"{month[:4]}-{month[4:]}", check)
        for unit, month, check in _SHEET.findall(_plain(text))
    }
    mine = [one for one in found if one.fits(programme_id)]
    return mine[0] if len(mine) == 1 else None


def _of_sheet(programme_id: int, unit_id: int, month: str) -> int:
    return unit_id * _UNIT + programme_id * _REQUEST + int(month.replace("-", "")) * _MONTH + 1


def _letters(number: int) -> str:
    rest, found = number % PRIME, ""
    for _place in range(3):
        rest, at = divmod(rest, len(LETTERS))
        found += LETTERS[at]
    return found


def _number(text: str) -> int:
    return min(int(text.translate(str.maketrans("OIL", "011"))), _LARGEST)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip().upper()
