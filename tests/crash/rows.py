"""What stands in the rows of a site, looked at from outside: whole reports, and whatever is half there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

REPORTS = """
SELECT asked.id, asked.state, asked.edit, time.state, given.id, version.text, said.text,
       json_extract(line.new, '$.text'), json_extract(line.new, '$.response'), draft.id
FROM reporting_request AS asked
JOIN programme_occurrence AS time ON time.id = asked.occurrence_id
LEFT JOIN reporting_response AS given ON given.request_id = asked.id
LEFT JOIN reporting_answerversion AS version ON version.id = given.version_id
LEFT JOIN programme_handling AS said ON said.id = given.handling_id
LEFT JOIN audit_entry AS line ON line.verb = 'reporting.report' AND line.subject_kind = 'request'
     AND line.subject_id = CAST(asked.id AS TEXT)
LEFT JOIN reporting_draft AS draft ON draft.request_id = asked.id
"""
AS_MANY = ("reporting_response", "reporting_answer", "reporting_answerversion", "programme_handling")


def ask(folder: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "luoshi.sqlite3", timeout=20)) as database:
        return database.execute(question).fetchall()


def whole(folder: Path) -> dict[int, str]:
    """The text of every report of which each part is there, by its request."""
    return {row[0]: row[5] for row in ask(folder, REPORTS) if _whole(*row)}


def _whole(_asked: int, state: str, edit: int, time: str, given: int | None, text: str | None, *rest: object) -> bool:
    said, line, response, draft = rest
    return (
        given is not None
        and (state, edit, time, draft) == ("reported", 1, "answered", None)
        and (text == said == line and response == given)
    )


def told_twice_or_half(folder: Path) -> list[tuple[Any, ...]]:
    """Whatever is neither a whole report nor nothing at all; and what does not fit in the journal or the database."""
    rows = ask(folder, REPORTS)
    nothing = ("open", 0, "open", None, None, None, None, None, None)
    wrong = [row for row in rows if not _whole(*row) and row[1:] != nothing]
    wrong += [("twice", *row) for row in rows if sum(other[0] == row[0] for other in rows) > 1]
    count = len(whole(folder))
    wrong += [(name, found) for name in AS_MANY for (found,) in ask(folder, f"SELECT COUNT(*) FROM {name}")  # noqa: S608
              if found != count]  # fmt: skip
    gaps = "SELECT jurisdiction_id FROM audit_entry GROUP BY 1 HAVING COUNT(*) <> MAX(sequence) OR MIN(sequence) <> 1"
    wrong += ask(folder, gaps)
    wrong += ask(folder, "PRAGMA foreign_key_check")
    return wrong + [row for row in ask(folder, "PRAGMA integrity_check") if row != ("ok",)]
