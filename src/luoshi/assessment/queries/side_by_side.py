"""One subject in all its rounds: the marks of every round kept side by side, by the codes of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from luoshi.assessment.models import Subject
from luoshi.assessment.queries.compiling import Table, table_for
from luoshi.assessment.queries.outcomes import (
    Kept,
    Points,
    codes_of,
    kept_marks,
    outcome_of,
    outcomes_of,
    points_beside,
    sums_of,
    telling,
)
from luoshi.assessment.queries.whose import whose
from luoshi.assessment.rules.parts import parts_of, rows_of_others
from luoshi.assessment.rules.rolling import Parts, Sums
from luoshi.assessment.rules.rounds import RoundState
from luoshi.assessment.rules.rows import RowOutcome

UNREAD = ("round__version__body", "round__version__findings")
OF_COLUMN = (
    *("sums", "outcome", "struck", "parts"),
    *(f"round__{name}" for name in ("kind", "name", "order", "state", "closed_on", "digest")),
    *(f"round__version__{name}" for name in ("number", "digest")),
)
"""The columns that a round is shown by."""


@dataclass(frozen=True, slots=True)
class Column:
    """One round of a subject: the points of its marks by row, the marks themselves where they were asked for, and its
    sums by code.
    """

    subject: Subject
    table: Table
    points: Points
    kept: dict[int, Kept]
    sums: Mapping[str, Sums]

    def marked(self, code: str) -> bool:
        """Whether a row has a mark; not where this version has no such row."""
        return self.table.ids.get(code) in self.points

    def mark(self, code: str) -> Kept | None:
        """The mark of a row, as far as it was asked for."""
        return self.kept.get(self.table.ids.get(code, 0))

    def outcome(self, code: str) -> RowOutcome | None:
        """The outcome of a row that has a mark."""
        return outcome_of(self.table, code, self.points, self.kept) if self.marked(code) else None

    def outcomes(self) -> Mapping[str, RowOutcome]:
        """The outcomes of all rows."""
        return outcomes_of(self.table, self.points, self.kept, self.subject.parts)

    @property
    def parts(self) -> Parts:
        """The parts that are the subject's own, by the rows that have parts for one body each."""
        return parts_of(self.table.compiled, self.subject.parts, codes_of(self.table, self.points))

    def elsewhere(self) -> frozenset[str]:
        """The codes of the rows in the parts of others; one that is marked by mistake is not among them."""
        return rows_of_others(self.table.compiled, self.parts) - codes_of(self.table, self.points)


def columns(subject: Subject) -> tuple[Column, ...]:
    """All rounds of the same programme, unit or site by the same adoption that were opened, in their order."""
    same = Subject.objects.filter(
        whose(subject),
        round__adoption_id=subject.round.adoption_id,
    ).exclude(round__state=RoundState.PLANNED.value)
    rows = list(same.select_related("round__version").only(*OF_COLUMN).order_by("round__order"))
    points = points_beside(rows)
    marks = telling(points)
    tables: dict[int, Table] = {}
    found = []
    for row in rows:
        version = row.round.version_id
        if version not in tables:
            tables[version] = table_for(row.round.version)
        table = tables[version]
        sums = sums_of(row, table, points[row.pk], marks[row.pk])
        found.append(Column(row, table, points[row.pk], marks[row.pk], sums))
    return tuple(found)


def ask_for(beside: Iterable[Column], codes: Iterable[str]) -> None:
    """Let columns have the marks of these rows, with their reasons."""
    wanted, every = list(codes), list(beside)
    ids = {one.table.ids[code] for one in every for code in wanted if code in one.table.ids}
    found = kept_marks((one.subject.pk for one in every), ids)
    for one in every:
        one.kept.update(found[one.subject.pk])
