"""What the pages of plans show: a stored reading as panes, with what may be done to it and why something may not."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.plans import policy, queries
from luoshi.plans.rules import VersionState
from luoshi.programme import queries as programme
from luoshi.programme.queries.amending import amended_by
from luoshi.units.queries import Seat
from luoshi.web.reading.found import Finding, Reading, reading_of


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk beside a reading. ``programme_id`` is set once the plan was accepted."""

    id: int
    stored: queries.Reading
    may_correct: bool
    may_accept: bool
    programme_id: int | None
    amends: int | None = None  # the programme of an older version, which this one would amend
    place: int | None = None  # where the reader was, so that nothing jumps

    @property
    def ready(self) -> bool:
        """Whether nothing stands between the reading and its acceptance."""
        return self.stored.unseen == 0 and self.stored.errors == 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A reading and its desk."""

    desk: Desk
    reading: Reading


def sheet(seat: Seat, version_id: int, place: int | None = None) -> Sheet:
    """A stored version as its page shows it."""
    stored = queries.reading(seat.actor, version_id)
    draft = stored.state is VersionState.DRAFT
    desk = Desk(
        id=version_id,
        stored=stored,
        may_correct=draft and policy.allowed(seat.actor, policy.Verb.CORRECT),
        may_accept=draft and policy.allowed(seat.actor, policy.Verb.ACCEPT),
        programme_id=None if draft else programme.programme_of(seat.actor, version_id),
        amends=amended_by(seat.actor, version_id) if draft else None,
        place=place,
    )
    return Sheet(desk, reading_of(stored.plan, (_finding(doubt) for doubt in stored.doubts)))


def _finding(doubt: queries.Doubt) -> Finding:
    look = doubt.look.value if doubt.look else ""
    return Finding(doubt.severity, doubt.message, doubt.advice, doubt.span, doubt.key, look)
