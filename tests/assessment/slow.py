"""A slow, obvious reference of the engine: exact fractions, no reasons, nothing kept from one question to the next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from luoshi.assessment.rules import grammar as g
from luoshi.assessment.rules.framework import Framework, Rebase, Row, RowKind, leaves
from luoshi.assessment.rules.limits import limits, row_limits
from luoshi.assessment.rules.marks import Observation

F = Fraction


class Seen(NamedTuple):
    """An observation with the figure that the rule looks at, for the one who is judged and for all others."""

    mark: Observation
    value: F | None


def seen_of(mark: Observation | None) -> Seen:
    mark = mark or Observation()
    return Seen(mark, None if mark.value is None else F(mark.value))


def inside(low: Decimal | None, low_closed: bool | None, high: Decimal | None, high_closed: bool | None, x: F) -> str:
    """ "in", "out" or "edge"."""
    answers = ["in"]
    if low is not None:
        answers.append("in" if x > low else "out" if x < low else {True: "in", False: "out", None: "edge"}[low_closed])
    if high is not None:
        answers.append(
            "in" if x < high else "out" if x > high else {True: "in", False: "out", None: "edge"}[high_closed]
        )
    return "out" if "out" in answers else "edge" if "edge" in answers else "in"


def tested(test: g.Test, x: F) -> bool | None:
    if isinstance(test, g.Interval):
        return {"in": True, "out": False, "edge": None}[
            inside(test.low, test.low_closed, test.high, test.high_closed, x)
        ]
    t = F(test.target)
    return {"≥": x >= t, ">": x > t, "≤": x <= t, "<": x < t, "=": x == t}[test.operator.value]


def by_rule(rule: g.Rule, me: Seen, all_of_us: Sequence[Seen], own: Decimal | None) -> F | None:
    """Points, or None where they cannot be said; points by hand where the rule says nothing."""
    found = judged(rule, me, all_of_us, own)
    given = me.mark.points
    if found is not None or given is None or isinstance(rule, g.Choice | g.Discretion | g.Unread):
        return found

    least, most = limits(rule, own)
    if (least is not None and given < least) or (most is not None and given > most):
        return None
    return F(given)


def judged(rule: g.Rule, me: Seen, us: Sequence[Seen], own: Decimal | None) -> F | None:  # noqa: C901, PLR0911, PLR0912
    match rule:
        case g.AllOrNothing(points, test):
            met = me.mark.met if test is None or me.value is None else tested(test, me.value)
            if met is None:
                return None
            full = own if points is None else points
            return F(0) if not met else None if full is None else F(full)
        case g.Choice(options, shares):
            if shares and own is None:
                return None
            return chosen(options, F(own) if shares and own is not None else F(1), me.mark)
        case g.Discretion(low, high, step):
            p = me.mark.points
            if p is None or p < low or p > high or (step and ((F(p) - F(low)) / F(step)).denominator != 1):
                return None
            return F(p)
        case g.Unread():
            p = me.mark.points
            return None if p is None or (own is not None and not 0 <= p <= own) else F(p)
        case g.Deduct() | g.PerKind():
            return counted(rule, me.mark, own)
        case g.Steps() | g.Proportional() | g.Increment():
            return None if me.value is None else of_figure(rule, me.value, own)
        case g.Rank():
            return ranked(rule, me, us)
        case g.PeerMean(inner):
            mean = None if me.mark.peers_mean is None else F(me.mark.peers_mean)
            figures = [one.value for one in us if one.value is not None]
            if mean is None and len(figures) >= 2:
                mean = sum(figures) / F(len(figures))
            if me.value is None or not mean:
                return None
            return by_rule(inner, Seen(me.mark, me.value / mean), [], own)
        case g.Formula(_expression, inner):
            return by_rule(inner, formula(rule, me), [formula(rule, one) for one in us], own)
        case g.ZeroIf(inner):
            if me.mark.worsened is None:
                return None
            return F(0) if me.mark.worsened else by_rule(inner, me, us, own)
        case g.LevelAndImprovement():
            return level_and_improvement(rule, me, own)
        case g.Sum() | g.Best() | g.Weighted():
            return of_parts(rule, me, us, own)


def chosen(options: Sequence[g.Option], share: F, mark: Observation) -> F | None:
    spans = {o.key: (F(o.points if o.least is None else o.least) * share, F(o.points) * share) for o in options}
    if mark.choice:
        if mark.choice not in spans:
            return None
        low, high = spans[mark.choice]
        if low == high:
            return low
        return F(mark.points) if mark.points is not None and low <= mark.points <= high else None
    if mark.points is None or not any(low <= mark.points <= high for low, high in spans.values()):
        return None
    return F(mark.points)


def counted(rule: g.Deduct | g.PerKind, mark: Observation, own: Decimal | None) -> F | None:
    keyed = rule.each if isinstance(rule, g.Deduct) else rule.kinds
    if any(k.key not in mark.counts or mark.counts[k.key] < 0 for k in keyed):
        return None
    if isinstance(rule, g.Deduct):
        full = own if rule.points is None else rule.points
        if full is None:
            return None
        total = F(full)
        for per in rule.each:
            count = F(mark.counts[per.key])
            if per.exempt_label:
                count -= max(F(0), min(count, F(mark.exempted.get(per.key, 0))))
            change = count * F(per.points)
            change = change if per.most is None else min(change, F(per.most))
            total += change if per.adds else -change
        total = min(total, F(full))
        return total if rule.floor is None else max(total, F(rule.floor))
    total = F(rule.base) if all(mark.counts[k.key] >= k.quota for k in rule.kinds) else F(0)
    for kind in rule.kinds:
        change = max(F(0), F(mark.counts[kind.key]) - F(kind.quota)) * F(kind.each)
        total += change if kind.cap is None else max(-F(kind.cap), min(F(kind.cap), change))
    total = total if rule.cap is None else min(total, F(rule.cap))
    return total if rule.floor is None else max(total, F(rule.floor))


def of_figure(  # noqa: PLR0911
    rule: g.Steps | g.Proportional | g.Increment, x: F, own: Decimal | None
) -> F | None:
    if isinstance(rule, g.Steps):
        if rule.shares and own is None:
            return None
        where = [(b, inside(b.low, b.low_closed, b.high, b.high_closed, x)) for b in rule.bands]
        points = {b.points for b, place in where if place != "out"}
        if not any(place == "in" for _b, place in where):
            points |= {rule.otherwise}  # type: ignore[arg-type]
        if len(points) != 1 or None in points:
            return None
        return F(points.pop()) * (F(own or 0) if rule.shares else 1)
    if isinstance(rule, g.Proportional):
        full = own if rule.points is None else rule.points
        if full is None:
            return None
        if rule.threshold is not None and not tested(rule.threshold, x):
            return F(0)
        return F(full) * max(F(0), min(F(1), (x - F(rule.zero)) / (F(rule.full) - F(rule.zero))))
    beyond = x - F(rule.start) if rule.up else F(rule.start) - x
    if beyond < 0:
        points = F(rule.base if rule.otherwise is None else rule.otherwise)
    else:
        steps = beyond / F(rule.step)
        steps = {"whole": F(math.floor(steps)), "started": F(math.ceil(steps)), "share": steps}[rule.rounding.value]
        points = F(rule.base) + steps * F(rule.each)
    points = max(points, F(rule.floor))
    return points if rule.cap is None else min(points, F(rule.cap))


def ranked(rule: g.Rank, me: Seen, us: Sequence[Seen]) -> F | None:
    def of(place: int) -> Decimal | None:
        return rule.places[place - 1] if 1 <= place <= len(rule.places) else rule.otherwise

    if me.mark.place is not None:
        points = of(me.mark.place)
        return None if points is None else F(points)
    if me.value is None or len(us) < 2:
        return None
    known = [one.value for one in us if one.value is not None]
    before = sum(1 for v in known if (v > me.value if rule.highest_first else v < me.value))
    possible = {of(before + 1 + worse) for worse in range(len(us) - len(known) + 1)}
    only = possible.pop()
    return None if possible or only is None else F(only)


def formula(rule: g.Formula, me: Seen) -> Seen:
    """Only the formulas that the tests make: a ÷ b × 100."""
    assert rule.expression == "a ÷ b × 100"
    if not me.mark.inputs:
        return me
    a, b = me.mark.inputs.get("a"), me.mark.inputs.get("b")
    if not isinstance(a, Decimal) or not isinstance(b, Decimal) or b == 0:
        return Seen(replace(me.mark), None)
    return Seen(me.mark, F(a) / F(b) * 100)


def level_and_improvement(rule: g.LevelAndImprovement, me: Seen, own: Decimal | None) -> F | None:
    if me.value is None or me.mark.earlier is None or (rule.relative and me.mark.earlier == 0):
        return None
    change = me.value - F(me.mark.earlier)
    change = change / abs(F(me.mark.earlier)) * 100 if rule.relative else change
    alone = replace(me.mark, points=None)
    level = by_rule(rule.level, Seen(alone, me.value), [], own)
    improvement = by_rule(rule.improvement, Seen(alone, change), [], own)
    if level is None or improvement is None:
        return None
    return level * F(rule.level_share) + improvement * F(rule.improvement_share)


def of_parts(rule: g.Sum | g.Best | g.Weighted, me: Seen, us: Sequence[Seen], own: Decimal | None) -> F | None:
    own = None if isinstance(rule, g.Sum) else own
    found = []
    for part in rule.parts:
        mine = seen_of(me.mark.parts.get(part.key))
        theirs = [seen_of(one.mark.parts.get(part.key)) for one in us]
        found.append(by_rule(part.rule, mine, theirs, own))
    known = [points for points in found if points is not None]
    if isinstance(rule, g.Best):
        return best(rule, found, known, own)
    if len(known) < len(found):
        return None
    if isinstance(rule, g.Weighted):
        return sum((F(part.weight) * points for part, points in zip(rule.parts, known, strict=True)), F(0))
    total = max(sum(known, F(0)), F(rule.floor))
    return total if rule.cap is None else min(total, F(rule.cap))


def best(rule: g.Best, found: list[F | None], known: list[F], own: Decimal | None) -> F | None:

    if not known:
        return None
    open_ones = [part for part, points in zip(rule.parts, found, strict=True) if points is None]
    tops = [limits(part.rule, own).most for part in open_ones]
    return None if any(top is None or top > max(known) for top in tops) else max(known)


# --- rows and totals ---------------------------------------------------------------------------------------------


def rounded(x: F, places: int) -> F:
    unit = F(1, 10**places)
    whole = math.floor(abs(x) / unit + F(1, 2)) * unit
    return whole if x >= 0 else -whole


def row_points(row: Row, mark: Observation | None, everyone: Sequence[Observation | None], places: int) -> F | None:
    """Rounded points of a row; None unknown."""

    if mark is None or not mark.applies:
        return None
    us = [seen_of(one) for one in everyone if one is None or one.applies]
    raw = by_rule(row.rule if row.rule is not None else g.Unread(), seen_of(mark), us, row.points)
    if raw is None:
        return None
    least, most = row_limits(row)
    points = rounded(raw, places)
    points = points if most is None else min(points, rounded(most, 6))
    return points if least is None else max(points, rounded(least, 6))


class Came(NamedTuple):
    known: F
    least: F | None
    most: F | None


def total(  # noqa: C901, PLR0915
    framework: Framework, marks: dict[str, Observation], everyone: Sequence[dict[str, Observation]]
) -> Came:
    """The total from nothing; least or most None where there is no end or it cannot be said."""
    clear = True

    def base(rows: Sequence[Row], *, at_root: bool) -> tuple[F, F | None, F, F, bool]:
        """known, most, full of all, full of what applies, whether every full mark is known."""
        nonlocal clear
        known, most, full, applicable = F(0), F(0), F(0), F(0)
        bounded = sized = True
        for row in rows:
            if row.children:
                k, m, f, a, known_full = base(row.children, at_root=False)
            elif row.kind is not RowKind.BASE:
                continue
            else:
                k, m, f, a, known_full = single(row)
            known += k
            bounded, sized = bounded and m is not None, sized and known_full
            most, full, applicable = most + (m or 0), full + f, applicable + a
        here = framework.rebase is Rebase.PARENT or (framework.rebase is Rebase.WHOLE and at_root)
        if here and full != applicable and applicable:
            if not sized:
                clear = False
            else:
                known = rounded(known * full / applicable, framework.places)
                most = rounded(most * full / applicable, framework.places)
                applicable = full
        return known, most if bounded else None, full, applicable, sized

    def single(row: Row) -> tuple[F, F | None, F, F, bool]:
        nonlocal clear

        top = row_limits(row).most
        top = None if top is None else rounded(top, 6)
        mark = marks.get(row.code)
        if mark is not None and not mark.applies and row.may_not_apply:
            if framework.rebase is Rebase.FULL:
                clear = clear and top is not None
                return top or F(0), top or F(0), top or F(0), top or F(0), top is not None
            clear = clear and framework.rebase is not None and top is not None
            return F(0), F(0), top or F(0), F(0), top is not None
        points = row_points(row, mark, [one.get(row.code) for one in everyone], framework.places)
        if points is None:
            return F(0), top, top or F(0), top or F(0), top is not None
        return points, points, top or F(0), top or F(0), top is not None

    known, most, _full, _applicable, _sized = base(framework.rows, at_root=True)
    least: F | None = known
    bonus, bonus_most = outside(framework, marks, everyone, RowKind.BONUS)
    taken, taken_most = outside(framework, marks, everyone, RowKind.PENALTY)
    if framework.bonus_cap is not None:
        bonus, bonus_most = min(bonus, F(framework.bonus_cap)), capped(bonus_most, framework.bonus_cap)
    if framework.penalty_cap is not None:
        taken, taken_most = min(taken, F(framework.penalty_cap)), capped(taken_most, framework.penalty_cap)
    least = None if taken_most is None or not clear else known + bonus - taken_most
    most = None if most is None or bonus_most is None or not clear else most + bonus_most - taken
    return Came(known + bonus - taken, least, most)


def capped(points: F | None, cap: Decimal) -> F:
    return F(cap) if points is None else min(points, F(cap))


def outside(
    framework: Framework, marks: dict[str, Observation], everyone: Sequence[dict[str, Observation]], kind: RowKind
) -> tuple[F, F | None]:
    """How much bonus (or penalty, as a positive figure) there is, and how much there may be."""

    now, possible = F(0), F(0)
    endless = False
    for row in leaves(framework.rows):
        if row.kind is not kind:
            continue
        mark = marks.get(row.code)
        if mark is not None and not mark.applies and row.may_not_apply:
            continue
        points = row_points(row, mark, [one.get(row.code) for one in everyone], framework.places)
        end = row_limits(row).most if kind is RowKind.BONUS else row_limits(row).least
        if points is not None:
            now += abs(points)
            possible += abs(points)
        elif end is None:
            endless = True
        else:
            possible += abs(rounded(end, 6))
    return now, None if endless else possible
