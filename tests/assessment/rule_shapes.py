"""A rule in one short line, so that what is expected of a sentence can be written beside it: labels are left out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from luoshi.assessment.rules import grammar as g


def shape(rule: Any) -> str:
    """The rule as a line: ``less 10: 0.5, 1≤3`` are deductions from ten points, the second of three at most."""
    if rule is None:
        return "none"
    return _SHAPES[type(rule)](rule)


def _n(value: Decimal | None) -> str:
    return "own" if value is None else format(value.normalize(), "f")


def _ends(low: Decimal | None, low_closed: bool | None, high: Decimal | None, high_closed: bool | None) -> str:
    left = "(" if low is None else {True: "[", False: "(", None: "?"}[low_closed]
    right = ")" if high is None else {True: "]", False: ")", None: "?"}[high_closed]
    return f"{left}{'' if low is None else _n(low)},{'' if high is None else _n(high)}{right}"


def _test(test: Any) -> str:
    if isinstance(test, g.Comparison):
        return f"{test.operator.value}{_n(test.target)}{test.unit}"
    return _ends(test.low, test.low_closed, test.high, test.high_closed) + test.unit


def _all(rule: g.AllOrNothing) -> str:
    return f"all {_n(rule.points)}" + (f" if {_test(rule.test)}" if rule.test else "")


def _choice(rule: g.Choice) -> str:
    said = [(f"{_n(o.least)}-" if o.least is not None else "") + _n(o.points) for o in rule.options]
    return ("share-choice " if rule.shares else "choice ") + "/".join(said)


def _per(per: g.Per) -> str:
    most = f"≤{_n(per.most)}" if per.most is not None else ""
    return ("+" if per.adds else "") + _n(per.points) + most + ("!" if per.exempt_label else "")


def _deduct(rule: g.Deduct) -> str:
    return (
        f"less {_n(rule.points)}: " + ", ".join(map(_per, rule.each)) + ("" if rule.floor is not None else " endless")
    )


def _kinds(rule: g.PerKind) -> str:
    said = [
        _n(k.each) + (f"@{_n(k.quota)}" if k.quota else "") + (f"≤{_n(k.cap)}" if k.cap is not None else "")
        for k in rule.kinds
    ]
    base = f"{_n(rule.base)}+" if rule.base else ""
    return f"each {base}{', '.join(said)}" + (f" cap {_n(rule.cap)}" if rule.cap is not None else "")


def _steps(rule: g.Steps) -> str:
    bands = [f"{_ends(b.low, b.low_closed, b.high, b.high_closed)}={_n(b.points)}" for b in rule.bands]
    rest = "" if rule.otherwise is None else f" else {_n(rule.otherwise)}"
    return (
        ("share-steps " if rule.shares else "steps ") + " ".join(bands) + rest + (f" {rule.unit}" if rule.unit else "")
    )


def _share(rule: g.Proportional) -> str:
    below = f" from {_test(rule.threshold)}" if rule.threshold else ""
    return f"share {_n(rule.points)} at {_n(rule.full)}" + (f" none at {_n(rule.zero)}" if rule.zero else "") + below


def _slope(rule: g.Increment) -> str:
    way = "up" if rule.up else "down"
    ends = ("" if rule.cap is None else f" cap {_n(rule.cap)}") + (f" floor {_n(rule.floor)}" if rule.floor else "")
    rest = "" if rule.otherwise is None else f" else {_n(rule.otherwise)}"
    started = "" if rule.rounding is g.Rounding.WHOLE else f" {rule.rounding.value}"
    return (
        f"slope {_n(rule.start)}{rule.unit}={_n(rule.base)} {way} {_n(rule.each)}/{_n(rule.step)}{ends}{rest}{started}"
    )


def _parts(rule: Any) -> str:
    return "; ".join(shape(part.rule) for part in rule.parts)


_SHAPES: dict[type, Any] = {
    g.AllOrNothing: _all,
    g.Choice: _choice,
    g.Discretion: lambda r: f"free {_n(r.low)}-{_n(r.high)}",
    g.Unread: lambda _r: "unread",
    g.Deduct: _deduct,
    g.PerKind: _kinds,
    g.Steps: _steps,
    g.Proportional: _share,
    g.Increment: _slope,
    g.PeerMean: lambda r: f"peers({shape(r.inner)})",
    g.Rank: lambda r: (
        "rank " + "/".join(map(_n, r.places)) + ("" if r.otherwise is None else f" else {_n(r.otherwise)}")
    ),
    g.Formula: lambda r: f"formula {r.expression} ({shape(r.inner)})",
    g.LevelAndImprovement: lambda r: (
        f"level {_n(r.level_share)}({shape(r.level)}) + {_n(r.improvement_share)}({shape(r.improvement)})"
    ),
    g.Sum: lambda r: f"sum({_parts(r)})" + ("" if r.cap is None else f" cap {_n(r.cap)}"),
    g.Best: lambda r: f"best({_parts(r)})",
    g.Weighted: lambda r: "weighted(" + "; ".join(f"{_n(p.weight)} {shape(p.rule)}" for p in r.parts) + ")",
    g.ZeroIf: lambda r: f"zero-if({shape(r.inner)})",
}
