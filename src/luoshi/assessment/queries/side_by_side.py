"""One subject in all its rounds: the marks of every round kept side by side, by the codes of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoshi.assessment.models import Subject
from luoshi.assessment.policy import visible_subjects
from luoshi.assessment.queries.compiling import Table, table_of
from luoshi.assessment.queries.outcomes import Kept, kept_marks, outcomes_of, sums_of
from luoshi.assessment.rules.rolling import Sums
from luoshi.assessment.rules.rounds import RoundState
from luoshi.assessment.rules.rows import RowOutcome
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor

UNREAD = ("round__version__body", "round__version__findings")


@dataclass(frozen=True, slots=True)
class Column:
    """One round of a subject: its marks by row, its outcomes and its sums by code."""

    subject: Subject
    table: Table
    kept: Mapping[int, Kept]
    outcomes: Mapping[str, RowOutcome]
    sums: Mapping[str, Sums]

    def mark(self, code: str) -> Kept | None:
        """The mark of a row; None where there is none, or no such row in this version."""
        row_id = self.table.ids.get(code)
        return None if row_id is None else self.kept.get(row_id)

    def outcome(self, code: str) -> RowOutcome | None:
        """The outcome of a row that has a mark."""
        return self.outcomes.get(code) if self.mark(code) is not None else None


def assessed(actor: Actor, subject_id: int) -> Subject:
    """A subject that the actor may read, in part at least. Raises ``NotFound``."""
    rows = visible_subjects(actor).select_related("round__adoption__version__framework")
    found = rows.defer(*UNREAD, "round__adoption__version__body").filter(pk=subject_id).first()
    if found is None:
        raise NotFound("subject-not-found", _("There is no such assessment."))
    return found


def columns(subject: Subject) -> tuple[Column, ...]:
    """All rounds of the same programme, unit or site by the same adoption that were opened, in their order."""
    same = Subject.objects.filter(
        round__adoption_id=subject.round.adoption_id,
        programme_id=subject.programme_id,
        unit_id=subject.unit_id,
        site_id=subject.site_id,
    ).exclude(round__state=RoundState.PLANNED.value)
    rows = list(same.select_related("round__version").defer(*UNREAD).order_by("round__order"))
    marks = kept_marks(row.pk for row in rows)
    tables: dict[int, Table] = {}
    found = []
    for row in rows:
        version = row.round.version_id
        if version not in tables:
            tables[version] = table_of(version)
        table = tables[version]
        outcomes = outcomes_of(table, marks[row.pk])
        found.append(Column(row, table, marks[row.pk], outcomes, sums_of(row, table, outcomes)))
    return tuple(found)
