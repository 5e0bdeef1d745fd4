"""What is made of some words: a rule, the points that it gives, its doubts; and how its parts are named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from luoshi.assessment.reading.sentences.anchors import Anchor
from luoshi.assessment.reading.sentences.groups import Piece
from luoshi.assessment.rules.framework import Doubt
from luoshi.assessment.rules.grammar import Rule

LONGEST_LABEL = 80


@dataclass(slots=True)
class Built:
    """A rule, the points that it can give (None: those of its row), and its doubts."""

    rule: Rule
    points: Decimal | None
    doubts: list[Doubt] = field(default_factory=list)


def label_of(words: str) -> str:
    """Words of the table as the label of a part, cut where they are long."""
    words = re.sub(r"\s+", "", words).strip("，。；、：的 ")
    return words if len(words) <= LONGEST_LABEL else words[: LONGEST_LABEL - 1] + "…"


def amount_of(piece: Piece, own: Decimal | None) -> Decimal | None:
    """The points that a piece names, those of the row for 得满分."""
    return own if piece.place.kind is Anchor.FULL else piece.amount


def labels_of(words: str, count: int) -> list[str]:
    """The members of an enumeration that goes with so many amounts: 在省、市、县推广 with three gives 省、市、县."""
    levels = re.findall(r"国家级?|中央|全国|[省市州县区乡镇村](?:级)?", words)
    distinct = list(dict.fromkeys(level.removesuffix("级") for level in levels))
    if len(distinct) == count:
        return distinct
    for found in re.finditer(r"[\u4e00-\u9fffA-Z0-9]+(?:[、，/][\u4e00-\u9fffA-Z0-9]+)+", words):
        parts = re.split(r"[、，/]", found.group())
        if len(parts) == count and max(map(len, parts)) <= 12:
            return parts
    return [str(at) for at in range(1, count + 1)]
