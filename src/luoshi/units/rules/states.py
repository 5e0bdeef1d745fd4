"""Whether a body stands."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from luoshi.kernel.wording import _


class State(StrEnum):
    """A body stands, will stand, or has ended."""

    STANDING = "standing"
    COMING = "coming"
    ENDED = "ended"


STATE_WORDS = {State.STANDING: _("standing"), State.COMING: _("not yet"), State.ENDED: _("ended")}


def state_of(valid_from: date | None, valid_to: date | None, day: date) -> State:
    """How a body stands on a day; both its days are its own."""
    if valid_to is not None and valid_to < day:
        return State.ENDED
    return State.COMING if valid_from is not None and valid_from > day else State.STANDING
