"""Rules that judge a figure: steps, shares, increments, places."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from luoshi.assessment.rules.grammar import Increment, Proportional, Rank, Rounding, Steps
from luoshi.assessment.rules.judging.given import ON_AN_END
from luoshi.assessment.rules.judging.model import (
    NO_FIGURE,
    NO_POINTS,
    At,
    Judged,
    between,
    ends_text,
    holds,
    shown,
    unknown,
)
from luoshi.assessment.rules.marks import Observation
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _


def steps(rule: Steps, _seen: Observation, at: At) -> Judged:
    if at.value is None:
        return unknown(NO_FIGURE)
    if rule.shares and at.own is None:
        return unknown(NO_POINTS)
    share = Fraction(at.own or 0) if rule.shares else Fraction(1)
    points, reason = in_bands(rule, at.value)
    return Judged(None if points is None else points * share, reason)


def in_bands(rule: Steps, value: Fraction) -> tuple[Fraction | None, Phrase]:
    """What the band of a figure gives (points, or a share of them), and why it does."""
    placed = [(band, between(band, value)) for band in rule.bands]
    sure = [band for band, inside in placed if inside]
    open_ones = [band for band, inside in placed if inside is None]
    figure = f"{shown(value)}{rule.unit}"
    given = {Fraction(band.points) for band in (*sure, *open_ones)}
    if open_ones and not sure:
        given |= {None if rule.otherwise is None else Fraction(rule.otherwise)}  # type: ignore[arg-type]
    if len(given) > 1 and open_ones:
        return None, Phrase(ON_AN_END, {"figure": figure, "ends": ends_text(open_ones[0], rule.unit)})
    if len(given) > 1:
        return None, Phrase(_("bands that give different points cover {figure}"), {"figure": figure})
    if not given:
        if rule.otherwise is None:
            return None, Phrase(_("no band of the table covers {figure}"), {"figure": figure})
        return Fraction(rule.otherwise), Phrase(_("{figure} lies in no band"), {"figure": figure})
    ends = ends_text((sure or open_ones)[0], rule.unit)
    return given.pop(), Phrase(_("{figure} lies in {ends}"), {"figure": figure, "ends": ends})


def proportional(rule: Proportional, _seen: Observation, at: At) -> Judged:
    full = at.own if rule.points is None else rule.points
    if at.value is None:
        return unknown(NO_FIGURE)
    if full is None:
        return unknown(NO_POINTS)
    figure = f"{shown(at.value)}{rule.unit}"
    if rule.threshold is not None and not holds(rule.threshold, at.value):
        params = {"figure": figure, "ends": ends_text(rule.threshold)}
        return Judged(Fraction(0), Phrase(_("{figure} does not meet {ends}"), params))
    share = (at.value - Fraction(rule.zero)) / (Fraction(rule.full) - Fraction(rule.zero))
    share = max(Fraction(0), min(Fraction(1), share))
    params = {"figure": figure, "percent": shown(share * 100), "full": shown(full)}
    return Judged(share * Fraction(full), Phrase(_("{figure} earns {percent}% of {full} points"), params))


def increment(rule: Increment, _seen: Observation, at: At) -> Judged:
    if at.value is None:
        return unknown(NO_FIGURE)
    beyond = (at.value - Fraction(rule.start)) * (1 if rule.up else -1)
    figure = f"{shown(at.value)}{rule.unit}"
    if beyond < 0:
        raw = Fraction(rule.base if rule.otherwise is None else rule.otherwise)
        reason = _("{figure} has not reached {start}")
    else:
        raw = Fraction(rule.base) + counted_steps(rule, beyond) * Fraction(rule.each)
        reason = _("{figure} is {steps} steps from {start}, {each} points each")
    count = shown(counted_steps(rule, max(beyond, Fraction(0))))
    start = f"{shown(rule.start)}{rule.unit}"
    points = max(raw, Fraction(rule.floor))
    points = points if rule.cap is None else min(points, Fraction(rule.cap))
    params = {"figure": figure, "start": start, "steps": count, "each": shown(rule.each), "points": shown(points)}
    if points != raw:
        why = Phrase(reason, params)
        return Judged(points, Phrase(_("{why}, but it ends at {points}"), {"why": why, "points": shown(points)}))
    return Judged(points, Phrase(reason, params))


def counted_steps(rule: Increment, beyond: Fraction) -> Fraction:
    """How many steps count of so much beyond the start."""
    exact = beyond / Fraction(rule.step)
    if rule.rounding is Rounding.SHARE:
        return exact
    return Fraction(floor(exact) if rule.rounding is Rounding.WHOLE else ceil(exact))


def rank(rule: Rank, seen: Observation, at: At) -> Judged:
    if seen.place is not None:
        return _placed(rule, seen.place, seen.place, "")
    cohort = at.cohorts.get(at.path)
    if at.value is None:
        return unknown(NO_FIGURE)
    if cohort is None or cohort.size < 2:
        return unknown(Phrase(_("there are no others to compare with")))
    best = 1 + cohort.better(at.value, highest_first=rule.highest_first)
    return _placed(rule, best, best + cohort.unknown, str(cohort.size))


def _placed(rule: Rank, best: int, worst: int, size: str) -> Judged:
    """The points of a place; where figures of others are missing, only if every place that is left gives the same."""
    given = {_of_place(rule, place) for place in (*range(best, min(worst, len(rule.places)) + 1), worst)}
    points = given.pop()
    if given:
        params = {"best": best, "worst": worst}
        return unknown(Phrase(_("place {best} to {worst}: figures of others are missing"), params))
    if points is None:
        return unknown(Phrase(_("the table says nothing of place {place}"), {"place": best}))
    if not size:
        return Judged(points, Phrase(_("place {place}"), {"place": best}))
    return Judged(points, Phrase(_("place {place} of {size}"), {"place": best, "size": size}))


def _of_place(rule: Rank, place: int) -> Fraction | None:
    if 1 <= place <= len(rule.places):
        return Fraction(rule.places[place - 1])
    return None if rule.otherwise is None else Fraction(rule.otherwise)
