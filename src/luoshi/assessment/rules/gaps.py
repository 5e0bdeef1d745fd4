"""Gaps of a forecast: what is missing of a row, who could close it, and the states that a gap goes through. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from luoshi.kernel.errors import Conflict
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _


class GapState(StrEnum):
    """Where a gap stands."""

    OPEN = "open"
    ASKED = "asked"  # a question was sent out for it
    SECURED = "secured"  # the row is marked with all that it could bring
    DROPPED = "dropped"  # not pursued, with a reason


GAP_WORDS = {
    GapState.OPEN: _("Open"),
    GapState.ASKED: _("Sent out"),
    GapState.SECURED: _("Secured"),
    GapState.DROPPED: _("Not pursued"),
}
COUNTED = (GapState.OPEN, GapState.ASKED)
"""The states in which a gap may still bring something."""
_MOVES = {
    "edit": (COUNTED, None),
    "ask": ((GapState.OPEN,), GapState.ASKED),
    "drop": (COUNTED, GapState.DROPPED),
    "reopen": ((GapState.DROPPED, GapState.SECURED), GapState.OPEN),
    "secure": (COUNTED, GapState.SECURED),
}


def led_to(verb: str, state: str) -> GapState:
    """The state that a verb leads to. Raises ``Conflict`` (``state-forbids``) where it cannot follow."""
    before, after = _MOVES[verb]
    now = GapState(state)
    if now not in before:
        raise Conflict(
            "state-forbids",
            _("This cannot be done now: it stands at “{state}”."),
            _("Reload the page and see what has happened meanwhile."),
            state=Phrase(GAP_WORDS[now]),
        )
    return now if after is None else after


@dataclass(frozen=True, slots=True)
class Serving:
    """A commitment that serves a row, and the body (id) that leads it or answers for it (None: nobody owes it yet)."""

    commitment_id: int
    asks: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """What closing a gap brings, in millionths, and by which commitment and body (None: nobody serves the row)."""

    gain: int
    serving: Serving | None


def shares(missing: int, serving: tuple[Serving, ...], quantum: int) -> tuple[Share, ...]:
    """What is missing of a row, shared among the commitments that serve it, in whole ``quantum`` (millionths).

    Shares are even as far as whole steps allow; what is over goes to the first. A share of nothing is left out.
    """
    if missing <= 0:
        return ()
    if not serving:
        return (Share(missing, None),)
    even = missing // len(serving) // quantum * quantum
    first = missing - even * (len(serving) - 1)
    found = (Share(first if place == 0 else even, one) for place, one in enumerate(serving))
    return tuple(share for share in found if share.gain)
