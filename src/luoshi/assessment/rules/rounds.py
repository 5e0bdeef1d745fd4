"""Rounds of an assessment: their kinds, who may mark in which, and the states that a round goes through. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from luoshi.kernel.errors import Conflict
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _


class SubjectKind(StrEnum):
    """What is assessed."""

    PROGRAMME = "programme"
    UNIT = "unit"
    SITE = "site"


class RoundKind(StrEnum):
    """What a round is held for."""

    SELF_CHECK = "self-check"
    REVIEW = "review"
    INSPECTION = "inspection"
    EXPECTED = "expected"
    OFFICIAL = "official"


class RoundState(StrEnum):
    """Where a round stands. What is closed is never marked again."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Marker(StrEnum):
    """Who may mark a row for a subject."""

    SELF = "self"  # the unit that is assessed, the host of a site, whoever serves the row for a programme
    SCORER = "scorer"  # the body that scores the row (负责考核部门)
    OFFICE = "office"
    INSPECTOR = "inspector"


SUBJECT_WORDS = {
    SubjectKind.PROGRAMME: _("The programme itself"),
    SubjectKind.UNIT: _("Units"),
    SubjectKind.SITE: _("Demonstration sites"),
}
ROUND_WORDS = {
    RoundKind.SELF_CHECK: _("Self-check"),
    RoundKind.REVIEW: _("Office review"),
    RoundKind.INSPECTION: _("Inspection round"),
    RoundKind.EXPECTED: _("Expected verdict"),
    RoundKind.OFFICIAL: _("Official verdict"),
}
ROUND_STATE_WORDS = {
    RoundState.PLANNED: _("Planned"),
    RoundState.OPEN: _("Marking"),
    RoundState.CLOSED: _("Closed for good"),
}
MARKER_WORDS = {
    Marker.SELF: _("Who is assessed"),
    Marker.SCORER: _("The body that scores the row"),
    Marker.OFFICE: _("The programme's office"),
    Marker.INSPECTOR: _("Inspectors"),
}
USUAL_MARKERS: dict[RoundKind, tuple[Marker, ...]] = {
    RoundKind.SELF_CHECK: (Marker.SELF, Marker.OFFICE),
    RoundKind.REVIEW: (Marker.SCORER, Marker.OFFICE),
    RoundKind.INSPECTION: (Marker.INSPECTOR,),
    RoundKind.EXPECTED: (Marker.OFFICE,),
    RoundKind.OFFICIAL: (Marker.OFFICE,),
}


@dataclass(frozen=True, slots=True)
class RoundMove:
    """``verb`` takes a round from ``before`` to ``after``; only the office moves rounds."""

    verb: str
    before: RoundState
    after: RoundState
    words: str


MOVES = (
    RoundMove("open", RoundState.PLANNED, RoundState.OPEN, _("Open the round")),
    RoundMove("close", RoundState.OPEN, RoundState.CLOSED, _("Close the round")),
)


def moves(state: str) -> tuple[RoundMove, ...]:
    """What can be done with a round that stands there."""
    return tuple(move for move in MOVES if move.before == state)


def led_to(verb: str, state: str) -> RoundState:
    """The state that a verb leads to. Raises ``Conflict`` (``state-forbids``) where it cannot follow."""
    for move in MOVES:
        if move.verb == verb and move.before == state:
            return move.after
    raise Conflict(
        "state-forbids",
        _("This cannot be done now: it stands at “{state}”."),
        _("Reload the page and see what has happened meanwhile."),
        state=Phrase(ROUND_STATE_WORDS[RoundState(state)]),
    )


def require_marking(state: str) -> None:
    """Raise ``Conflict`` (``round-not-open``) unless a round takes marks."""
    if state != RoundState.OPEN:
        raise Conflict(
            "round-not-open",
            _("This round takes no marks: it stands at “{state}”."),
            _("Marks of a closed round stay as they are; open another round."),
            state=Phrase(ROUND_STATE_WORDS[RoundState(state)]),
        )


def may_mark(markers: Iterable[str], mine: Iterable[Marker]) -> bool:
    """Whether somebody who stands in these relations to a row and its subject may mark it in such a round."""
    return not set(markers).isdisjoint(marker.value for marker in mine)
