"""What the start page says of a demonstration: its state in words, each with the address that its number opens."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.demonstration import queries as demonstration
from luoshi.programme import actions
from luoshi.programme import queries as programme
from luoshi.units.queries import Seat, seat
from luoshi.web.state_line import Said, said

SHOWN_AS = "office"  # whose eyes a visitor looks through until a role is chosen


@dataclass(frozen=True, slots=True)
class State:
    """The demonstration's programme and its state in words."""

    programme_id: int
    title: str
    jurisdiction: str
    parts: tuple[Said, ...]


def state(mine: Seat | None) -> State | None:
    """The state line as the reader sees it; as the office sees it for a visitor; None where nothing runs yet."""
    if mine is None:
        if not demonstration.accounts():
            return None
        mine = seat(demonstration.account(SHOWN_AS))
    running = programme.programmes(mine.actor)
    if not running:
        return None
    first = running[0]
    actions.refresh(programme_id=first.id, today=mine.today)
    line = programme.state_line(mine.actor, first.id, mine.today)
    return State(first.id, first.title, mine.jurisdiction_name, said(line.parts, first.id))
