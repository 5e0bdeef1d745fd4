"""Places of organisations within their kind, from what a closed round marked and nothing else. Pure.

A court is not placed against a township; equal points share a place; what is not known is no zero, so a body with rows
that nobody marked has no place. Draft lists are for a person to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luoshi.assessment.rules.rounds import Marker, RoundKind
from luoshi.assessment.rules.verdict import Passing
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _


class Draft(StrEnum):
    """On which draft list a body stands."""

    COMMEND = "commend"
    ANSWER = "answer"


DRAFT_WORDS = {Draft.COMMEND: "拟表扬名单", Draft.ANSWER: "拟问责名单"}
"""Words of the papers, Chinese in any language."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a round came to for a body. ``points`` of None cannot be said yet; ``lacking`` are unmarked rows."""

    unit_id: int
    points: Decimal | None
    passing: Passing
    struck: int
    lacking: tuple[str, ...] = ()

    @property
    def ranked(self) -> bool:
        """Whether it can have a place at all."""
        return self.points is not None and not self.lacking


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which points a body is put forward for commendation, and below which it is asked to answer; None: nobody."""

    commend_from: Decimal | None = None
    answer_below: Decimal | None = None


def places_nobody(kind: RoundKind, markers: Iterable[str]) -> Phrase | None:
    """Why a round places nobody; None: it does. A review, an inspection or an official verdict does, as long as nobody
    who is placed may mark in it.
    """
    if kind is RoundKind.SELF_CHECK:
        return Phrase(_("in a self-check units would place themselves"))
    if kind is RoundKind.EXPECTED:
        return Phrase(_("it is only what is expected"))
    if Marker.SELF in set(markers):
        return Phrase(_("whoever is assessed may mark in it and would place themselves"))
    return None


def places(results: Iterable[Result]) -> dict[int, int]:
    """The place of every body of one kind that can have one, counted from 1; equal points share the better place. Who
    is alone of its kind has no place.
    """
    ranked = [one for one in results if one.ranked]
    if len(ranked) < 2:
        return {}
    points = [one.points for one in ranked if one.points is not None]
    return {
        one.unit_id: 1 + sum(1 for other in points if one.points is not None and other > one.points) for one in ranked
    }


def draft_of(result: Result, by: Thresholds) -> tuple[Draft, Phrase] | None:
    """The draft list on which a body stands, and why; None: on neither. Who is not wholly marked stands on none."""
    if not result.ranked or result.points is None:
        return None
    if result.struck:
        return Draft.ANSWER, Phrase(_("a veto struck"))
    params: Mapping[str, object] = {"points": result.points}
    if by.answer_below is not None and result.points < by.answer_below:
        return Draft.ANSWER, Phrase(_("{points} points, below {limit}"), {**params, "limit": by.answer_below})
    if by.commend_from is not None and result.points >= by.commend_from and result.passing is not Passing.FAILS:
        return Draft.COMMEND, Phrase(_("{points} points, not below {limit}"), {**params, "limit": by.commend_from})
    return None


def require_thresholds(by: Thresholds) -> None:
    """Raise ``Invalid`` (``thresholds-cross``) where one body could stand on both lists."""
    if by.commend_from is not None and by.answer_below is not None and by.commend_from < by.answer_below:
        raise Invalid(
            "thresholds-cross",
            _("Who is put forward for commendation must not be asked to answer for the same points."),
        )
