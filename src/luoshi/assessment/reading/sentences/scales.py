"""Rules on a figure: steps, so much for each point more or less, shares."""

from __future__ import annotations

import re
from decimal import Decimal

from luoshi.assessment.reading.sentences import bands
from luoshi.assessment.reading.sentences.anchors import Anchor, P
from luoshi.assessment.reading.sentences.conditions import intervals, test_of
from luoshi.assessment.reading.sentences.deductions import deducted
from luoshi.assessment.reading.sentences.groups import Group, Piece
from luoshi.assessment.reading.sentences.made import Built, amount_of, label_of
from luoshi.assessment.rules.framework import Doubt
from luoshi.assessment.rules.grammar import (
    ZERO,
    AllOrNothing,
    Comparison,
    Deduct,
    Increment,
    Interval,
    Kind,
    Operator,
    Part,
    Per,
    PerKind,
    Proportional,
    Rule,
    Sum,
    Unread,
)


def share_of(group: Group, own: Decimal | None, _target: Interval | None = None) -> Built:
    piece = group.shares[0]
    stated = piece.amount if piece.place.kind is Anchor.RATE and piece.place.amounts else None
    if stated is None and group.pieces and group.pieces[0].place.kind is not Anchor.FULL:
        stated = group.pieces[0].amount
    threshold = _threshold(group)
    full = _full(group)
    formula = piece.place.kind is Anchor.RATE and re.search(r"最[高大低小]|）÷（|均值", piece.place.words)
    if formula:
        return Built(Unread(), stated if stated is not None else own, [Doubt("formula-unread", piece.place.words[:40])])
    doubts = (
        [] if full is not None or not group.pieces else [Doubt("full-mark-unsaid", label_of(group.pieces[0].words))]
    )
    rule = Proportional(full or Decimal(100), stated, threshold=threshold, unit="%")
    return Built(rule, stated if stated is not None else own, doubts)


def _full(group: Group) -> Decimal | None:
    """At which figure the whole is earned; all of it (100 %) for 全部、完成 and for a plain rate."""
    for piece in group.pieces:
        for test in piece.condition.tests:
            if test.low is not None and test.unit in ("%", ""):
                return test.low
        if piece.condition.tests:
            return None
    return Decimal(100)


def _threshold(group: Group) -> Comparison | None:
    earning = [test.low for piece in group.shares for test in piece.condition.tests if test.low_closed]
    for piece in [*group.nones, *group.zeros]:
        for test in piece.condition.tests:
            if test.high is not None and test.low is None and test.high in earning:
                return Comparison(Operator.AT_LEAST, test.high, "%")  # 80%（含）以上按比例得分
            if test.high is not None and test.low is None:
                return Comparison(Operator.MORE if test.high_closed else Operator.AT_LEAST, test.high, "%")
    return None


def steps_of(group: Group, own: Decimal | None, target: Interval | None) -> Built:
    if group.slopes:
        return slope_of(group, own, target)
    if group.shares:
        return share_of(group, amount_of(group.pieces[0], own))
    if group.losses or group.extras:
        return deducted(group, amount_of(group.pieces[0], own))
    zero = [test for piece in group.nones for test in piece.condition.tests]
    otherwise = ZERO if any(not piece.condition.tests for piece in group.nones) else None
    first = group.pieces[0]
    said = [(piece.condition.tests[0], amount_of(piece, own)) for piece in group.pieces]
    if len(said) == 1 and (not zero or bands.complements(said[0][0], zero)):
        return Built(AllOrNothing(first.amount, test_of(said[0][0])), said[0][1])
    if any(points is None for _test, points in said):
        return Built(Unread(), own, [Doubt("points-unsaid", label_of(first.words))])
    known = [(test, points) for test, points in said if points is not None]
    rule, doubts = bands.steps(known, zero, otherwise)
    return Built(rule, max(points for _test, points in known), doubts)


def slope_of(group: Group, own: Decimal | None, target: Interval | None) -> Built:
    """100%时2分，每降低10%扣0.5分 · 96%起，每高1个百分点得2分，满分8 · 每低5%扣1分."""
    piece = group.slopes[0]
    condition, loss = piece.condition, piece.place.kind is Anchor.LOSS
    amount, each = piece.amount or ZERO, condition.each or Decimal(1)
    base_piece = group.pieces[0] if group.pieces else None
    start, unit = _start(base_piece, condition.subject, target)
    base = amount_of(base_piece, own) if base_piece else own if loss else ZERO
    doubts: list[Doubt] = []
    if len(group.slopes) > 1 or len(group.pieces) > 1:
        doubts.append(Doubt("partly-read", label_of(group.slopes[-1].words)))
    if start is None and base_piece is not None and not loss:
        return _base_and_more(group, base_piece, amount, doubts)
    if start is None:
        rule: Rule = Deduct(
            (Per("1", label_of(piece.words), amount, adds=not loss),), base_piece.amount if base_piece else None
        )
        return Built(rule, own if base is None else base, [*doubts, Doubt("start-unsaid", label_of(piece.words))])
    up = condition.slope > 0 if condition.slope != 2 else not loss
    if condition.slope == 2:
        doubts.append(Doubt("direction-unsaid", label_of(piece.words)))
    cap, floor = _ends(group, base, loss)
    if base is None:
        return Built(Unread(), None, [*doubts, Doubt("points-unsaid", label_of(piece.words))])
    if any(not _nothing_left(test, start, base, amount, each) for none in group.nones for test in none.condition.tests):
        doubts.append(Doubt("partly-read", label_of(group.nones[-1].words)))
    otherwise = _other_side(group, base, own if cap is None else cap, loss=loss, doubts=doubts)
    rule = Increment(
        start, each, -amount if loss else amount, base, cap, floor, up, otherwise=otherwise, unit=unit or condition.unit
    )
    return Built(rule, base if loss else cap if cap is not None else own, doubts)


def _base_and_more(group: Group, base: Piece, each: Decimal, doubts: list[Doubt]) -> Built:
    """达到标准得6分，每降低1%加2分，降低2%以上加4分: a base that is met, and so much for each step beyond it."""
    piece = group.slopes[0]
    label = label_of(piece.words)
    cap = next((p.amount for p in group.caps if p.amount is not None), None)
    more = PerKind((Kind("1", label, each),), cap=cap)
    points = (base.amount or ZERO) + (cap or ZERO)
    parts = (Part("1", label_of(base.condition.words), AllOrNothing(base.amount)), Part("2", label, more))
    return Built(Sum(parts), points, [*doubts, Doubt("start-unsaid", label)])


def _start(base: Piece | None, subject: str, target: Interval | None) -> tuple[Decimal | None, str]:
    tests = list(base.condition.tests) if base else []
    tests += intervals(subject)[0]
    tests += [target] if target is not None and not base else []
    if base and len(base.condition.tests) > 1:
        tests.sort(key=lambda test: test.unit not in ("%", "‰"))  # what is measured in percent falls by percent
    for test in tests:
        value = test.low if test.low is not None else test.high
        if value is not None:
            return value, test.unit
    return None, ""


def _nothing_left(zero: Interval, start: Decimal, base: Decimal, amount: Decimal, each: Decimal) -> bool:
    """Whether the steps have used up the base where nothing is to be earned any more (低于80%不得分)."""
    ends = [end for end in (zero.low, zero.high) if end is not None]
    return all(end == start or abs(end - start) // each * amount >= base for end in ends)


def _ends(group: Group, base: Decimal | None, loss: bool) -> tuple[Decimal | None, Decimal]:
    named = next((cap.amount for cap in group.caps if cap.amount is not None), None)
    if named is None:
        return None, ZERO
    if loss:
        return None, max((base or ZERO) - named, ZERO)
    if base and any(cap.place.verb == "加" for cap in group.caps):
        return base + named, ZERO  # 得10分，每超1个百分点加0.5分，最多加2分
    return named, ZERO


def _other_side(
    group: Group, base: Decimal, full: Decimal | None, *, loss: bool, doubts: list[Doubt]
) -> Decimal | None:
    """What is earned on the other side of the start: the base where it is full, nothing where that is said."""
    if loss or base == ZERO or (full is not None and base >= full):
        return None
    if not group.nones:
        doubts.append(Doubt("other-side-unsaid", label_of(group.slopes[0].words)))
    return ZERO


def slashed_of(group: Group, _own: Decimal | None, _target: Interval | None) -> Built:
    """≥90/80/70%→6/4/2: so many limits, so many amounts, perhaps one more for the rest."""
    words = group.pieces[0].place.words
    runs = re.findall(rf"{P}(?:%|倍)?(?:/{P}(?:%|倍)?)+", words)
    limits, amounts = ([Decimal(figure) for figure in re.findall(P, run)] for run in runs[:2])
    unit = "%" if "%" in words else "倍" if "倍" in words else ""
    least = re.search(r"≥|>|达|不低于|高于|大于", words) is not None or (
        re.search(r"≤|<|不高于|不超过|低于|小于", words) is None and limits == sorted(limits, reverse=True)
    )
    closed = re.search(r"[><]|高于|低于|大于|小于", re.sub("不[高低大小]于", "", words)) is None
    if not 0 <= len(amounts) - len(limits) <= 1:
        return Built(Unread(), None, [Doubt("steps-uneven", label_of(words))])
    said = [
        (Interval(n, closed, None, None, unit) if least else Interval(None, None, n, closed, unit), points)
        for n, points in zip(limits, amounts, strict=False)
    ]
    otherwise = amounts[-1] if len(amounts) > len(limits) else None
    rule, doubts = bands.steps(said, [], otherwise)
    if not re.search(r"[≥≤><达]|[高低大小]于|超过", words):
        doubts.append(Doubt("direction-unsaid", label_of(words)))
    return Built(rule, max(amounts), doubts)
