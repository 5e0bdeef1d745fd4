"""Shares of the points of a row: levels that earn a part of them (优秀得分值的100%-80%), level plus improvement."""

from __future__ import annotations

import re
from decimal import Decimal

from luoshi.assessment.reading.sentences.anchors import P
from luoshi.assessment.reading.sentences.made import Built, label_of
from luoshi.assessment.rules.framework import Doubt
from luoshi.assessment.rules.grammar import (
    ZERO,
    Choice,
    Discretion,
    LevelAndImprovement,
    Option,
    Part,
    Proportional,
    Weighted,
)

_POINTS = r"(?:该项|本项|此项|该指标|本指标|相应|标准|对应|指标)?的?(?:分值|标准分|满分|分数|总分|权重)"
_SHARED = re.compile(
    rf"(?P<label>[^，。；\n]{{1,40}}?)的?(?:可)?(?:得|计|给|按)\s*(?:{_POINTS})?的?\s*(?P<a>{P})\s*%?(?:（不?含）)?\s*(?:-|至|到)\s*(?P<b>{P})\s*%?(?:（不?含）)?(?:{_POINTS}|的分)?(?=[，。；\n]|$)"
    rf"|(?P<label1>[^，。；\n]{{1,40}}?)的?(?:可)?(?:得|计|给|按)\s*(?:{_POINTS})?的?\s*(?P<one>{P})\s*(?P<sign>%?)(?:的?{_POINTS})?(?=[，。；\n]|$)"
    r"|(?P<label2>[^，。；\n]{1,24}?)的?(?P<none>不得分|得0分|不计分)(?=[，。；\n]|$)"
)
_SOURCE = re.compile(
    rf"(?P<label>[^，。；：、+和与及\d%×（）]{{1,16}}?(?:评价?|复核|审核|核查|评审|认定|考核|测评|得分|评分|成绩|打分|抽查|检查|平均)[^，。；、+和与\d%×]{{0,6}}?)(?:占|×|的权重为|权重为?|按|的)\s*(?P<weight>{P})\s*%"
)
_NOW = "现状|现有|现时|当前|当年水平|水平|基础|存量"
_BETTER = "提升|改善|进步|增幅|增长|提高|改进|增量"
_BOTH = re.compile(
    rf"(?:{_NOW})[^，。；、+%\d]{{0,12}}?×?\s*(?P<now>{P})\s*%[^。；%\d]{{0,20}}?(?:{_BETTER})[^，。；、+%\d]{{0,12}}?×?\s*(?P<better>{P})\s*%"
    rf"|(?P<now2>{P})\s*%[^，。；%\d]{{0,6}}?(?:{_NOW})[^。；%\d]{{0,20}}?(?P<better2>{P})\s*%[^，。；%\d]{{0,6}}?(?:{_BETTER})"
)


def of_shares(words: str, own: Decimal | None) -> Built | None:
    """What words say of shares of the row's points; None where they speak of none."""
    return _level_and_improvement(words, own) or _levels(words, own) or _sources(words, own)


def sources_of(words: str) -> list[tuple[str, Decimal]]:
    """The sources that words name, each with its weight (0–1)."""
    return [(label_of(match["label"]), _share(match["weight"])) for match in _SOURCE.finditer(words)]


def _sources(words: str, own: Decimal | None) -> Built | None:
    """自评占20%，部门评价占30%，考核组评价占50%: marks of several sources, each with its weight."""
    found = list(_SOURCE.finditer(words))
    weights = [_share(match["weight"]) for match in found]
    if own is None or len(found) < 2 or sum(weights, ZERO) != 1 or re.search(r"\d\s*分(?![制])|不得分", words):
        return None
    parts = tuple(
        Part(str(at), label_of(match["label"]), Discretion(ZERO, own), weight)
        for at, (match, weight) in enumerate(zip(found, weights, strict=True), start=1)
    )
    return Built(Weighted(parts), own)


def _levels(words: str, own: Decimal | None) -> Built | None:
    if not re.search(rf"{_POINTS}的?\s*{P}\s*%|%的?{_POINTS}", words):
        return None
    found = list(_SHARED.finditer(words))
    left = _SHARED.sub("", words).strip("，。；\n ")
    options: list[Option] = []
    for at, match in enumerate(found, start=1):
        label = label_of(match["label"] or match["label1"] or match["label2"])
        high = _share(match["a"] or match["one"] or "0")
        low = _share(match["b"]) if match["b"] else None
        if match["one"] and not match["sign"] and Decimal(match["one"]) > 0:
            return None  # 得3分 beside shares
        ends = sorted(end for end in (low, high) if end is not None)
        options.append(Option(str(at), label, ends[-1], ends[0] if len(ends) > 1 else None))
    if len(options) < 2 or any(option.points > 1 for option in options):
        return None
    doubts = [Doubt("partly-read", label_of(left))] if left else []
    return Built(Choice(tuple(options), shares=True), own, doubts)


def _share(figure: str) -> Decimal:
    return Decimal(figure) / 100


def _level_and_improvement(words: str, own: Decimal | None) -> Built | None:
    """现状40%+提升60%: how the figure and its change earn their shares the words do not say."""
    found = _BOTH.search(words)
    if found is None:
        return None
    level, better = _share(found["now"] or found["now2"]), _share(found["better"] or found["better2"])
    if level + better != 1:
        return None
    relative = re.search("幅|率|比例", words[found.start() :]) is not None
    full = Proportional(Decimal(100), zero=ZERO, unit="%")
    rule = LevelAndImprovement(level, full, better, full, relative)
    return Built(rule, own, [Doubt("full-mark-unsaid", label_of(found.group()))])
