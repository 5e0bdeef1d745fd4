"""Rules that a scorer answers, and rules that count occurrences."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from luoshi.assessment.rules.grammar import AllOrNothing, Choice, Deduct, Discretion, Kind, Option, Per, PerKind, Unread
from luoshi.assessment.rules.judging.model import (
    NO_FIGURE,
    NO_POINTS,
    NOT_MARKED,
    At,
    Judged,
    ends_text,
    holds,
    shown,
    unknown,
)
from luoshi.assessment.rules.marks import Observation
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

ON_AN_END = _("{figure} lies exactly on an end of {ends}, and the table does not say whether it belongs to it")


def outside(points: Decimal, low: str, high: str) -> Judged:
    """Points that a scorer may not give."""
    params = {"points": shown(points), "low": low, "high": high}
    return unknown(Phrase(_("{points} points lie outside {low} to {high}"), params))


def all_or_nothing(rule: AllOrNothing, seen: Observation, at: At) -> Judged:
    met, reason = _met(rule, seen, at)
    if met is None:
        return unknown(reason)
    full = at.own if rule.points is None else rule.points
    if full is None:
        return Judged(Fraction(0) if not met else None, reason if not met else NO_POINTS, met=met)
    return Judged(Fraction(full) if met else Fraction(0), reason, met=met)


def _met(rule: AllOrNothing, seen: Observation, at: At) -> tuple[bool | None, Phrase]:
    if rule.test is None or at.value is None:
        if seen.met is None:
            return None, NOT_MARKED if rule.test is None else NO_FIGURE
        return seen.met, Phrase(_("met")) if seen.met else Phrase(_("not met"))
    met = holds(rule.test, at.value)
    params = {"figure": shown(at.value), "ends": ends_text(rule.test)}
    if met is None:
        return None, Phrase(ON_AN_END, params)
    return met, Phrase(_("{figure} meets {ends}") if met else _("{figure} does not meet {ends}"), params)


def choice(rule: Choice, seen: Observation, at: At) -> Judged:
    if rule.shares and at.own is None:
        return unknown(NO_POINTS)
    share = Fraction(at.own or 0) if rule.shares else Fraction(1)
    if not seen.choice:
        return _by_points(rule, seen, share)
    option = next((option for option in rule.options if option.key == seen.choice), None)
    if option is None:
        return unknown(Phrase(_("there is no level “{name}”"), {"name": seen.choice}))
    return _chosen(option, seen, share)


def _chosen(option: Option, seen: Observation, share: Fraction) -> Judged:
    low = Fraction(option.points if option.least is None else option.least) * share
    high = Fraction(option.points) * share
    if low == high:
        return Judged(high, Phrase(_("level “{name}”"), {"name": option.label}))
    if seen.points is None:
        return unknown(NOT_MARKED)
    if not low <= seen.points <= high:
        return outside(seen.points, shown(low), shown(high))
    params = {"name": option.label, "low": shown(low), "high": shown(high)}
    return Judged(Fraction(seen.points), Phrase(_("level “{name}”, {low} to {high} points"), params))


def _by_points(rule: Choice, seen: Observation, share: Fraction) -> Judged:
    if seen.points is None:
        return unknown(NOT_MARKED)
    for option in rule.options:
        if _allows(option, Fraction(seen.points), share):
            return Judged(Fraction(seen.points), Phrase(_("level “{name}”"), {"name": option.label}))
    return unknown(Phrase(_("no level gives {points} points"), {"points": shown(seen.points)}))


def _allows(option: Option, points: Fraction, share: Fraction) -> bool:
    low = option.points if option.least is None else option.least
    return Fraction(low) * share <= points <= Fraction(option.points) * share


def discretion(rule: Discretion, seen: Observation, _at: At) -> Judged:
    if seen.points is None:
        return unknown(NOT_MARKED)
    if not rule.low <= seen.points <= rule.high:
        return outside(seen.points, shown(rule.low), shown(rule.high))
    if rule.step is not None and (Fraction(seen.points) - Fraction(rule.low)) % Fraction(rule.step):
        params = {"points": shown(seen.points), "step": shown(rule.step)}
        return unknown(Phrase(_("{points} points are no whole step of {step}"), params))
    params = {"low": shown(rule.low), "high": shown(rule.high)}
    return Judged(Fraction(seen.points), Phrase(_("given by the scorer, {low} to {high} points"), params))


def unread(_rule: Unread, seen: Observation, at: At) -> Judged:
    if seen.points is None:
        return unknown(NOT_MARKED)
    if at.own is not None and not 0 <= seen.points <= at.own:
        return outside(seen.points, "0", shown(at.own))
    return Judged(Fraction(seen.points), Phrase(_("given by the scorer; the rule of the table was not read")))


# --- counted -----------------------------------------------------------------------------------------------------


def deduct(rule: Deduct, seen: Observation, at: At) -> Judged:
    full = at.own if rule.points is None else rule.points
    if full is None:
        return unknown(NO_POINTS)
    parts = tuple((per.label, _occurrences(per, seen)) for per in rule.each)
    changes = [part.points for _label, part in parts]
    if None in changes:
        return unknown(Phrase(_("not every count is given")), parts)
    change = sum((points for points in changes if points is not None), Fraction(0))
    raw = Fraction(full) + change
    points = min(Fraction(full), raw)
    if rule.floor is not None:
        points = max(points, Fraction(rule.floor))
    params = {"full": shown(full), "change": shown(change)}
    if points == raw:
        return Judged(points, Phrase(_("{full} points, changed by {change}"), params), parts)
    params["points"] = shown(points)
    return Judged(points, Phrase(_("{full} points, changed by {change}, but it ends at {points}"), params), parts)


def _occurrences(per: Per, seen: Observation) -> Judged:
    count = seen.counts.get(per.key)
    if count is None or count < 0:
        return unknown(NOT_MARKED)
    exempted = max(Decimal(0), min(count, seen.exempted.get(per.key, Decimal(0)))) if per.exempt_label else Decimal(0)
    points = Fraction(count - exempted) * Fraction(per.points)
    if per.most is not None:
        points = min(points, Fraction(per.most))
    params = {"count": shown(count), "each": shown(per.points), "exempted": shown(exempted), "why": per.exempt_label}
    message = _("{count} times {each}, without {exempted}: {why}") if exempted else _("{count} times {each}")
    return Judged(points if per.adds else -points, Phrase(message, params))


def per_kind(rule: PerKind, seen: Observation, _at: At) -> Judged:
    parts = tuple((kind.label, _counted(kind, seen)) for kind in rule.kinds)
    extra = [part.points for _label, part in parts]
    if None in extra:
        return unknown(Phrase(_("not every count is given")), parts)
    reached = all(seen.counts[kind.key] >= kind.quota for kind in rule.kinds)
    raw = sum((points for points in extra if points is not None), Fraction(rule.base if reached else 0))
    points = raw if rule.cap is None else min(raw, Fraction(rule.cap))
    points = points if rule.floor is None else max(points, Fraction(rule.floor))
    params = {"base": shown(rule.base if reached else Decimal(0)), "points": shown(points)}
    if points != raw:
        return Judged(points, Phrase(_("{base} points and what was counted, but it ends at {points}"), params), parts)
    return Judged(points, Phrase(_("{base} points and what was counted"), params), parts)


def _counted(kind: Kind, seen: Observation) -> Judged:
    count = seen.counts.get(kind.key)
    if count is None or count < 0:
        return unknown(NOT_MARKED)
    above = max(Fraction(0), Fraction(count) - Fraction(kind.quota))
    points = above * Fraction(kind.each)
    if kind.cap is not None:
        points = max(-Fraction(kind.cap), min(points, Fraction(kind.cap)))
    return Judged(points, Phrase(_("{count} times {each}"), {"count": shown(above), "each": shown(kind.each)}))
