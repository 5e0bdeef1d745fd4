"""The keys on a table of marks: which field of which row of which subject a line takes, and which mark it was made of.

A key is only ever copied by programs: it stands in a column that is out of sight. Its last letters are made from all
before them, so that a line that was cut, extended or counted on by a spreadsheet is told apart from one of ours.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

_KEY = re.compile(r"(\d{1,18})-(\d{1,18})-(\d{1,18})-(\d{1,9})-([0-9a-f]{8})~([0-9a-f]{6})")


@dataclass(frozen=True, slots=True)
class LineKey:
    """A round, a subject and a row (ids), the version of the mark that the line was made of (0: none), and the field
    (see ``field_letters``).
    """

    round_id: int
    subject_id: int
    row_id: int
    number: int
    field: str

    @property
    def place(self) -> tuple[int, int]:
        """The subject and the row."""
        return self.subject_id, self.row_id


def field_letters(name: str) -> str:
    """A field's full name (``a/count:missed``) as eight letters."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def line_key(round_id: int, subject_id: int, row_id: int, number: int, name: str) -> str:
    """The key of a line; ``name`` is the full name of its field."""
    body = f"{round_id}-{subject_id}-{row_id}-{number}-{field_letters(name)}"
    return f"{body}~{_check(body)}"


def read_line_key(text: str) -> LineKey | None:
    """The other way; None for what is no key of ours."""
    found = _KEY.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())
    if found is None or found[6] != _check(found[0].partition("~")[0]):
        return None
    return LineKey(int(found[1]), int(found[2]), int(found[3]), int(found[4]), found[5])


def _check(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:6]
