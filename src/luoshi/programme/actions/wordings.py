"""What a commitment says, as a value, and what every change of it within one verb needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from luoshi.programme.models import Commitment, Issue, Programme, Revision
from luoshi.programme.queries.facts import PhaseFacts, last_of, phases_of, terms_of
from luoshi.programme.rules import DueKind, ProgrammeState, Terms, UnitRole
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries


@dataclass(frozen=True, slots=True)
class Named:
    """A body or a group as it is named for a commitment."""

    unit_id: int | None
    group_id: int | None
    role: UnitRole
    written: str


@dataclass(frozen=True, slots=True)
class Wording:
    """All that a revision says."""

    number: str
    title: str
    text: str
    named: tuple[Named, ...] = ()
    passage_id: int | None = None
    due_kind: str = DueKind.NONE.value
    due_text: str = ""
    due: date | None = None
    start: date | None = None
    rhythm_text: str = ""
    every: str = ""
    interval: int = 1
    month: int | None = None
    day: int | None = None
    confidence: int = 100


@dataclass
class Amending:
    """What every change within one verb needs: who, what, when, why, and the issue to the bodies that owe more."""

    actor: Actor
    programme: Programme
    today: date
    note: str = ""
    issue: Issue | None = None

    @property
    def tenant(self) -> int:
        """The jurisdiction of every row."""
        return self.actor.jurisdiction_id

    @property
    def runs(self) -> bool:
        """Whether bodies owe something already."""
        return self.programme.state == ProgrammeState.ISSUED.value

    @cached_property
    def members(self) -> Mapping[int, tuple[int, ...]]:
        """The members that each group has on the day."""
        found = unit_queries.groups(self.actor, self.today)
        return {group.id: tuple(unit.id for unit in group.members) for group in found}

    @cached_property
    def phases(self) -> tuple[PhaseFacts, ...]:
        """The phases of the programme."""
        return phases_of(self.programme)

    def terms(self, row: Revision, commitment: Commitment) -> Terms:
        """The dates of a revision."""
        phase = next((phase for phase in self.phases if phase.id == commitment.phase_id), None)
        return terms_of(row, phase, last_of(self.phases))


def current(commitment: Commitment) -> tuple[Revision, Wording]:
    """The current revision of a commitment, and what it says."""
    row = commitment.revisions.get(current=True)
    named = tuple(
        Named(tie.unit_id, tie.group_id, UnitRole(tie.role), tie.written) for tie in row.assignments.order_by("order")
    )
    return row, Wording(
        number=commitment.number,
        title=commitment.title,
        text=row.text,
        named=named,
        passage_id=row.passage_id,
        due_kind=row.due_kind,
        due_text=row.due_text,
        due=row.due,
        start=row.start,
        rhythm_text=row.rhythm_text,
        every=row.every,
        interval=row.interval,
        month=row.month,
        day=row.day,
        confidence=row.confidence,
    )
