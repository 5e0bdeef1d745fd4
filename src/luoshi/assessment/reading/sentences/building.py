"""From a group of pieces to a rule of the typed model, with what is doubtful about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from luoshi.assessment.reading.sentences.deductions import deducted, pers_of
from luoshi.assessment.reading.sentences.groups import Form, Group
from luoshi.assessment.reading.sentences.made import Built, amount_of, label_of, labels_of
from luoshi.assessment.reading.sentences.scales import share_of, slashed_of, slope_of, steps_of
from luoshi.assessment.rules.framework import Doubt
from luoshi.assessment.rules.grammar import (
    ZERO,
    AllOrNothing,
    Best,
    Choice,
    Deduct,
    Discretion,
    Interval,
    Kind,
    Option,
    Part,
    PerKind,
    Rank,
    Rule,
    Sum,
    Unread,
    ZeroIf,
)


def built(group: Group, own: Decimal | None, target: Interval | None = None) -> Built:
    """The rule of a group. ``own`` are the points of its row or item, ``target`` the figure that the row asks for."""
    if group.form is Form.DISCRETION:
        group.zeros += [piece for piece in group.nones if piece.condition.words]  # 扣1-2分，没有的不得分
    made = _BUILDERS[group.form](group, own, target)
    if group.zeros and not (group.form is Form.GAIN and not group.pieces):
        label = label_of(group.zeros[0].condition.words)
        made.rule = ZeroIf(made.rule, label)
    if group.discretion:
        made.doubts.append(Doubt("discretion-beside", label_of(group.losses[-1].words)))
    return made


# --- plain conditions ---------------------------------------------------------------------------------------------


def _gain(group: Group, own: Decimal | None, target: Interval | None) -> Built:
    if group.slopes:
        return slope_of(group, own, target)
    if not group.pieces:
        return Built(AllOrNothing(), None)  # only said when nothing is earned
    if group.ratios or len(group.pieces) > 1:
        return _ratio(group) if group.ratios else _choice(group)
    piece = group.pieces[0]
    points = amount_of(piece, own)
    if group.shares:
        return share_of(group, points)
    if group.losses or group.extras:
        return deducted(group, points)
    return Built(AllOrNothing(piece.amount), points)


def _choice(group: Group) -> Built:
    options = tuple(
        Option(
            str(at),
            label_of(piece.condition.words) or str(at),
            max(piece.place.amounts, default=ZERO),
            piece.amount if len(piece.place.amounts) > 1 else None,
        )
        for at, piece in enumerate([*group.pieces, *(p for p in group.nones if p.condition.words)], start=1)
    )
    return Built(Choice(options), max(option.points for option in options))


def alternatives(groups: list[Group]) -> Built:
    """Plain gains of which one counts, as one choice."""
    merged = Group(Form.GAIN, [p for g in groups for p in g.pieces], nones=[p for g in groups for p in g.nones])
    return _choice(merged)


# --- deductions ---------------------------------------------------------------------------------------------------


def _loss(group: Group, own: Decimal | None, _target: Interval | None) -> Built:
    return deducted(group, None if own is None else own)


# --- so much for each, lists, shares, discretion ------------------------------------------------------------------


def _count(group: Group, own: Decimal | None, _target: Interval | None) -> Built:
    kinds = tuple(
        Kind(str(at), label_of(piece.words) or piece.place.words, piece.amount or ZERO)
        for at, piece in enumerate(group.pieces, start=1)
    )
    cap = next((piece.amount for piece in group.caps if piece.amount is not None), None)
    if group.losses and cap is None and own is not None and [piece.amount for piece in group.pieces] == [own]:
        pers = pers_of(Group(Form.LOSS, losses=group.losses))
        return Built(Deduct(pers, own), own)  # 每个乡镇建有站点得6分，少一个扣1分
    rule: Rule = PerKind(kinds, cap=cap if cap is not None else own)
    doubts = [] if cap is not None or own is not None else [Doubt("limit-unsaid", kinds[0].label)]
    if group.losses:
        rule = Sum(
            (
                Part("1", "得分", rule),
                Part("2", "扣分", Deduct(pers_of(Group(Form.LOSS, losses=group.losses)), ZERO, None)),
            )
        )
    return Built(rule, cap if cap is not None else own, doubts)


_QUOTA = re.compile(
    r"([\u4e00-\u9fff]{0,6}?级[\u4e00-\u9fff]{0,8}?)(?:不少于|达到?)?(\d{1,4})\s*(?:篇|次|个|条|件|项|家|期)"
)


def _ratio(group: Group) -> Built:
    """省级用稿1篇，市级用稿2篇，得3分，多投稿一篇按2：1比例加分."""
    piece, ratio = group.pieces[0], group.ratios[0]
    quotas = _QUOTA.findall(piece.condition.words)
    base = piece.amount or ZERO
    if len(quotas) != len(ratio.place.amounts):
        label = label_of(ratio.words + ratio.place.words)
        return Built(AllOrNothing(piece.amount), piece.amount, [Doubt("partly-read", label)])
    kinds = tuple(
        Kind(str(at), label, each, quota=Decimal(count))
        for at, ((label, count), each) in enumerate(zip(quotas, ratio.place.amounts, strict=True), start=1)
    )
    cap = next((p.amount for p in group.caps if p.amount is not None), None)
    doubts = [] if cap is not None else [Doubt("limit-unsaid", label_of(ratio.words + ratio.place.words))]
    return Built(PerKind(kinds, base, cap), base, doubts)


def _list(group: Group, own: Decimal | None, _target: Interval | None) -> Built:
    piece = group.pieces[0]
    amounts = piece.place.amounts
    if piece.condition.places == (1, len(amounts)):
        return Built(Rank(amounts), max(amounts))
    names = labels_of(piece.condition.words, len(amounts))
    parts = tuple(
        Part(str(at), f"{label_of(piece.condition.words)}（{name}）", AllOrNothing(amount))
        for at, (amount, name) in enumerate(zip(amounts, names, strict=True), start=1)
    )
    total, highest = sum(amounts, ZERO), max(amounts)
    if own is not None and total == own:
        return Built(Sum(parts), own)
    doubts = [] if own is not None and highest == own else [Doubt("sum-or-highest", label_of(piece.condition.words))]
    return Built(Best(parts), highest, doubts)


def _discretion(group: Group, own: Decimal | None, _target: Interval | None) -> Built:
    piece = group.pieces[0]
    amounts = piece.place.amounts
    if len(group.pieces) > 1:
        return _ranges(group)
    cap = next((p.amount for p in group.caps if p.amount is not None), None)
    if len(amounts) == 2 and piece.place.verb != "扣":
        return Built(Discretion(min(amounts), max(amounts)), max(amounts))
    high = cap if cap is not None else amounts[0] if len(amounts) == 1 and piece.place.verb != "扣" else own
    if len(amounts) == 2 or piece.place.verb == "扣":
        most = max(amounts, default=cap or own or ZERO)
        if own is None:
            return Built(Unread(), None, [Doubt("limit-unsaid", label_of(piece.words + piece.place.words))])
        return Built(Discretion(max(own - most, ZERO), own), own)
    if high is None:
        return Built(Unread(), None, [Doubt("limit-unsaid", label_of(piece.words + piece.place.words))])
    return Built(Discretion(ZERO, high), high)


def _ranges(group: Group) -> Built:
    """100%—80%得8-10分；80%—60%得6-8分: levels within which a person gives points."""
    options = tuple(
        Option(str(at), label_of(piece.condition.words) or str(at), max(piece.place.amounts), min(piece.place.amounts))
        for at, piece in enumerate(group.pieces, start=1)
    )
    return Built(Choice(options), max(option.points for option in options))


def _rank(group: Group, own: Decimal | None, _target: Interval | None) -> Built:
    places: dict[int, Decimal] = {}
    otherwise = ZERO
    for piece in group.pieces:
        if piece.condition.places is None:
            otherwise = piece.amount or ZERO
            continue
        first, last = piece.condition.places
        for place in range(first, last + 1):
            places[place] = piece.amount if piece.amount is not None else own or ZERO
    length = max(places)
    missing = [place for place in range(1, length + 1) if place not in places]
    doubts = [Doubt("places-missing", "、".join(map(str, missing)))] if missing else []
    listed = tuple(places.get(place, otherwise) for place in range(1, length + 1))
    return Built(Rank(listed, otherwise), max(listed), doubts)


_BUILDERS: dict[Form, Callable[[Group, Decimal | None, Interval | None], Built]] = {
    Form.GAIN: _gain,
    Form.STEPS: steps_of,
    Form.SLOPE: slope_of,
    Form.LOSS: _loss,
    Form.COUNT: _count,
    Form.SHARE: share_of,
    Form.DISCRETION: _discretion,
    Form.RANK: _rank,
    Form.LIST: _list,
    Form.SLASHED: slashed_of,
}
