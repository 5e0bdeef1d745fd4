"""Gaps of a forecast: the classes of chance that an office gives them, and their states. Pure."""

from __future__ import annotations

from enum import StrEnum

from luoshi.kernel.wording import _


class ChanceClass(StrEnum):
    """How likely it is that a gap is closed in time, as the office sees it (稳、可争取、难); empty: nobody has said."""

    SURE = "sure"
    LIKELY = "likely"
    HARD = "hard"


class GapState(StrEnum):
    """Where a gap stands."""

    OPEN = "open"
    ASKED = "asked"  # a question was sent out for it
    SECURED = "secured"  # the row is marked with what it brings
    DROPPED = "dropped"  # not pursued, with a reason


CHANCE_WORDS = {
    ChanceClass.SURE: _("Sure"),
    ChanceClass.LIKELY: _("Within reach"),
    ChanceClass.HARD: _("Hard"),
}
GAP_WORDS = {
    GapState.OPEN: _("Open"),
    GapState.ASKED: _("Asked"),
    GapState.SECURED: _("Secured"),
    GapState.DROPPED: _("Not pursued"),
}
USUAL_CHANCES = {ChanceClass.SURE: 95, ChanceClass.LIKELY: 70, ChanceClass.HARD: 30}  # per cent
