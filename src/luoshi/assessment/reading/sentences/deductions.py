"""Deductions: 每少一次扣0.5分, once or for each, with what is let off and what is added beside."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from luoshi.assessment.reading.sentences.anchors import Anchor
from luoshi.assessment.reading.sentences.groups import Group, Piece
from luoshi.assessment.reading.sentences.made import Built, label_of, labels_of
from luoshi.assessment.rules.framework import Doubt
from luoshi.assessment.rules.grammar import ZERO, Deduct, Per


def deducted(group: Group, points: Decimal | None) -> Built:
    """A base (None: the points of the row) from which the deductions of a group are taken."""
    pers = pers_of(group)
    stated = group.pieces[0].amount if group.pieces else None
    doubts = [Doubt("amount-varies", p.place.words) for p in group.losses if p.place.kind is Anchor.DISCRETION]
    return Built(Deduct(pers, stated), points, doubts)


def pers_of(group: Group) -> tuple[Per, ...]:
    """The deductions of a group and what it adds, each with its limit."""
    most = next((cap.amount for cap in group.caps if cap.amount is not None), None)
    found: list[Per] = []
    for piece in [*group.losses, *group.extras]:
        adds = piece in group.extras
        for amount, label in _amounts(piece):
            once = piece.condition.each is None
            found.append(Per(str(len(found) + 1), label, amount, most=amount if once else None, adds=adds))
    if found and most is not None and len(found) > len(group.losses) + len(group.extras):
        found[-1] = replace(found[-1], most=most)
    else:
        limits = group.most or ({len(found) - 1: most} if found and most is not None else {})
        for at, limit in limits.items():
            found[at] = replace(found[at], most=limit)
    if found and group.exempt:
        at = max(len(group.losses) - 1, 0)
        per = found[at]
        found[at] = Per(per.key, per.label, per.points, label_of(group.exempt), per.most, per.adds)
    return tuple(found)


def _amounts(piece: Piece) -> list[tuple[Decimal, str]]:
    words = label_of(piece.words) or piece.place.words
    amounts = piece.place.amounts
    if piece.place.kind is not Anchor.LIST or len(amounts) < 2:
        per = amounts[0] if amounts else ZERO
        return [(per, words)]
    names = labels_of(piece.condition.words, len(amounts))
    return [(amount, f"{words}（{name}）") for amount, name in zip(amounts, names, strict=True)]
