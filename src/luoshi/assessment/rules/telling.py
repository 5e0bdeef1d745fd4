"""Rules in words: what a row gives points for, as sentences of a page, each kind of the grammar by itself. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from luoshi.assessment.rules.framework import Row, RowKind
from luoshi.assessment.rules.grammar import (
    AllOrNothing,
    Best,
    Choice,
    Deduct,
    Discretion,
    Formula,
    Increment,
    LevelAndImprovement,
    PeerMean,
    PerKind,
    Proportional,
    Rank,
    Rounding,
    Rule,
    Steps,
    Sum,
    Unread,
    Weighted,
    ZeroIf,
)
from luoshi.assessment.rules.judging.model import ends_text, shown
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

ALL_OF_THEM = Phrase(_("all points of the row"))


@dataclass(frozen=True, slots=True)
class Told:
    """A rule in words, and what it is made of."""

    words: Phrase
    under: tuple[Told, ...] = ()


def told(rule: Rule) -> Told:
    """A rule in words."""
    found: Told = _TELLERS[type(rule)](rule)
    return found


def row_told(row: Row) -> Told:
    """The rule of a row in words; a row without one says who decides."""
    if row.rule is not None and not (row.kind is RowKind.VETO and row.rule == AllOrNothing()):
        return told(row.rule)
    if row.kind is RowKind.VETO:
        return Told(Phrase(_("a veto: where it strikes, nothing passes")))
    if row.kind is RowKind.PASS_FAIL:
        return Told(Phrase(_("met or not met, without points")))
    return told(Unread())


def _own(points: Decimal | None) -> Phrase:
    return ALL_OF_THEM if points is None else Phrase(_("{points} points"), {"points": shown(points)})


def _line(message: str, **params: object) -> Told:
    return Told(Phrase(message, params))


# --- said by the scorer, and counted -----------------------------------------------------------------------------


def _all_or_nothing(rule: AllOrNothing) -> Told:
    if rule.test is None:
        return _line(_("met: {points}; not met: nothing"), points=_own(rule.points))
    return _line(_("{ends}: {points}; else nothing"), ends=ends_text(rule.test), points=_own(rule.points))


def _choice(rule: Choice) -> Told:
    by = 100 if rule.shares else 1
    sign = "%" if rule.shares else ""
    lines = []
    for option in rule.options:
        low = "" if option.least is None else f"{shown(option.least * by)}{sign}–"
        points = f"{low}{shown(option.points * by)}{sign}"
        message = _("“{name}”: {points} of the points") if rule.shares else _("“{name}”: {points} points")
        lines.append(_line(message, name=option.label, points=points))
    return Told(Phrase(_("the scorer chooses a level")), tuple(lines))


def _discretion(rule: Discretion) -> Told:
    if rule.step is not None:
        return _line(
            _("the scorer gives {low} to {high} points, in steps of {step}"),
            low=shown(rule.low),
            high=shown(rule.high),
            step=shown(rule.step),
        )
    return _line(_("the scorer gives {low} to {high} points"), low=shown(rule.low), high=shown(rule.high))


def _unread(_rule: Unread) -> Told:
    return Told(Phrase(_("the scorer gives points up to those of the row; its rule was not read")))


def _deduct(rule: Deduct) -> Told:
    lines = []
    for per in rule.each:
        message = _("“{label}”: {points} more for each") if per.adds else _("“{label}”: {points} less for each")
        under = []
        if per.most is not None:
            under.append(_line(_("at most {points} in all"), points=shown(per.most)))
        if per.exempt_label:
            under.append(_line(_("not counted: {label}"), label=per.exempt_label))
        lines.append(Told(Phrase(message, {"label": per.label, "points": shown(per.points)}), tuple(under)))
    if rule.floor is None:
        return Told(Phrase(_("from {points}, without an end below"), {"points": _own(rule.points)}), tuple(lines))
    params = {"points": _own(rule.points), "floor": shown(rule.floor)}
    return Told(Phrase(_("from {points} down to {floor}"), params), tuple(lines))


def _per_kind(rule: PerKind) -> Told:
    lines = []
    for kind in rule.kinds:
        under = [] if not kind.quota else [_line(_("above {quota}"), quota=shown(kind.quota))]
        if kind.cap is not None:
            under.append(_line(_("at most {points} in all"), points=shown(kind.cap)))
        message = _("“{label}”: {points} for each")
        lines.append(Told(Phrase(message, {"label": kind.label, "points": shown(kind.each)}), tuple(under)))
    params = {"base": shown(rule.base), "cap": "–" if rule.cap is None else shown(rule.cap)}
    return Told(
        Phrase(_("{base} points where every quota is reached, then by kind, at most {cap}"), params), tuple(lines)
    )


# --- on a figure -------------------------------------------------------------------------------------------------


def _steps(rule: Steps) -> Told:
    by = 100 if rule.shares else 1
    message = _("{ends}: {points}% of the points") if rule.shares else _("{ends}: {points} points")
    lines = [_line(message, ends=ends_text(b, rule.unit), points=shown(b.points * by)) for b in rule.bands]
    if rule.otherwise is not None:
        other = _("else {points}% of the points") if rule.shares else _("else {points} points")
        lines.append(_line(other, points=shown(rule.otherwise * by)))
    return Told(Phrase(_("by steps")), tuple(lines))


def _proportional(rule: Proportional) -> Told:
    params = {
        "points": _own(rule.points),
        "full": f"{shown(rule.full)}{rule.unit}",
        "zero": f"{shown(rule.zero)}{rule.unit}",
    }
    under: tuple[Told, ...] = ()
    if rule.threshold is not None:
        under = (_line(_("nothing unless {ends}"), ends=ends_text(rule.threshold, rule.unit)),)
    return Told(Phrase(_("in proportion: nothing at {zero}, {points} at {full}"), params), under)


ROUNDED = {
    Rounding.WHOLE: _("whole steps count"),
    Rounding.STARTED: _("a step that was begun counts as one"),
    Rounding.SHARE: _("parts of a step count in proportion"),
}


def _increment(rule: Increment) -> Told:
    params = {
        "base": shown(rule.base),
        "start": f"{shown(rule.start)}{rule.unit}",
        "step": f"{shown(rule.step)}{rule.unit}",
        "each": shown(rule.each),
    }
    up = _("{base} points at {start}; {each} for every {step} more")
    down = _("{base} points at {start}; {each} for every {step} less")
    under = [Told(Phrase(ROUNDED[rule.rounding])), _line(_("not below {points} points"), points=shown(rule.floor))]
    if rule.cap is not None:
        under.append(_line(_("at most {points} points"), points=shown(rule.cap)))
    if rule.otherwise is not None:
        under.append(_line(_("on the other side of it {points} points"), points=shown(rule.otherwise)))
    return Told(Phrase(up if rule.up else down, params), tuple(under))


def _peer_mean(rule: PeerMean) -> Told:
    return Told(Phrase(_("the figure divided by the mean of all who are compared")), (told(rule.inner),))


def _rank(rule: Rank) -> Told:
    params = [{"place": place, "points": shown(points)} for place, points in enumerate(rule.places, start=1)]
    lines = [_line(_("place {place}: {points} points"), **each) for each in params]
    if rule.otherwise is not None:
        lines.append(_line(_("else {points} points"), points=shown(rule.otherwise)))
    words = _("by place, the highest figure first") if rule.highest_first else _("by place, the lowest figure first")
    return Told(Phrase(words), tuple(lines))


def _formula(rule: Formula) -> Told:
    return Told(Phrase(_("computed: {formula}"), {"formula": rule.expression}), (told(rule.inner),))


def _level_and_improvement(rule: LevelAndImprovement) -> Told:
    change = _("by its change, in percent") if rule.relative else _("by its change")
    level = Phrase(_("{share}% by the figure"), {"share": shown(rule.level_share * 100)})
    improvement = Phrase(_("{share}% {how}"), {"share": shown(rule.improvement_share * 100), "how": Phrase(change)})
    return Told(
        Phrase(_("the level and the improvement together")),
        (Told(level, (told(rule.level),)), Told(improvement, (told(rule.improvement),))),
    )


# --- of other rules ----------------------------------------------------------------------------------------------


def _sum(rule: Sum) -> Told:
    if rule.cap is not None:
        words = Phrase(_("its parts add up, to {points} points at most"), {"points": shown(rule.cap)})
    else:
        words = Phrase(_("its parts add up"))
    return Told(words, tuple(Told(Phrase("{label}", {"label": p.label}), (told(p.rule),)) for p in rule.parts))


def _best(rule: Best) -> Told:
    parts = tuple(Told(Phrase("{label}", {"label": p.label}), (told(p.rule),)) for p in rule.parts)
    return Told(Phrase(_("the highest of these counts")), parts)


def _weighted(rule: Weighted) -> Told:
    parts = []
    for part in rule.parts:
        params = {"label": part.label, "share": shown(part.weight * 100)}
        parts.append(Told(Phrase(_("{label}, {share}%"), params), (told(part.rule),)))
    return Told(Phrase(_("its parts by their weights")), tuple(parts))


def _zero_if(rule: ZeroIf) -> Told:
    return Told(Phrase(_("nothing where it got worse ({label}), else:"), {"label": rule.label}), (told(rule.inner),))


_TELLERS: dict[type, Callable[[Any], Told]] = {
    AllOrNothing: _all_or_nothing,
    Choice: _choice,
    Discretion: _discretion,
    Unread: _unread,
    Deduct: _deduct,
    PerKind: _per_kind,
    Steps: _steps,
    Proportional: _proportional,
    Increment: _increment,
    PeerMean: _peer_mean,
    Rank: _rank,
    Formula: _formula,
    LevelAndImprovement: _level_and_improvement,
    Sum: _sum,
    Best: _best,
    Weighted: _weighted,
    ZeroIf: _zero_if,
}
