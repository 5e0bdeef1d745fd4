"""Points in brackets: those of an item (完善制度（3分）), and those that part the points before them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from luoshi.assessment.reading.cells import headed
from luoshi.assessment.reading.folding import folded
from luoshi.assessment.reading.sentences.anchors import P
from luoshi.assessment.reading.sentences.made import label_of
from luoshi.assessment.rules.grammar import ZERO, AllOrNothing, Part, Rule, Sum

_INSIDE = "(?:[^（）]|（[^（）]*）)"
_BREAKDOWN = re.compile(rf"（({_INSIDE}*?{P}\s*分?(?:[；，]{_INSIDE}*?{P}\s*分?)+)）")
_SEGMENT_END = re.compile(rf"(.*?)({P})\s*分?$", re.DOTALL)
_LEADING = re.compile(rf"^([^，。；：（）\d]{{1,25}})（({P})分）")


def own_points(words: str, own: Decimal | None) -> tuple[str, Decimal | None]:
    """Words without the points that head or end them: 完善制度（3分）."""
    if (found := _LEADING.match(words)) and own in (None, Decimal(found[2])):
        return f"{found[1]}，{words[found.end() :].lstrip('，。；：')}", Decimal(found[2])
    told = headed(words)
    bracketed = words.rstrip("。；，").endswith("）")
    if bracketed and told.points is not None and own in (None, told.points):
        return folded(told.title), told.points
    return words, own


def without_breakdowns(words: str) -> tuple[str, dict[Decimal, tuple[Part, ...]]]:
    """Words without the brackets that part the points before them: 得0.5分（连接0.2；畅通0.2；硬化0.1）."""
    inner: dict[Decimal, tuple[Part, ...]] = {}

    def taken(found: re.Match[str]) -> str:
        parts = []
        for at, segment in enumerate(re.split("[；，]", found[1]), start=1):
            told = _SEGMENT_END.fullmatch(segment.strip())
            if told is None:
                return found.group()
            parts.append(Part(str(at), label_of(told[1]), AllOrNothing(Decimal(told[2]))))
        total = sum((Decimal(_SEGMENT_END.fullmatch(s.strip())[2]) for s in re.split("[；，]", found[1])), ZERO)  # type: ignore[index]
        if not re.search(rf"(?<![\d.]){total.normalize():f}\s*分$", words[: found.start()].rstrip()):
            return found.group()
        inner[total] = tuple(parts)
        return ""

    return _BREAKDOWN.sub(taken, words), inner


def with_breakdowns(rule: Rule, inner: dict[Decimal, tuple[Part, ...]]) -> Rule:
    """The rule with its bracketed parts where the points were given as a whole; each bracket once."""
    if not inner:
        return rule
    if isinstance(rule, AllOrNothing) and rule.points in inner:
        return Sum(inner.pop(rule.points))
    if isinstance(rule, Sum):
        return replace(rule, parts=tuple(replace(p, rule=with_breakdowns(p.rule, inner)) for p in rule.parts))
    return rule
