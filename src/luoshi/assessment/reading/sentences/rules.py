"""``read_rule``: the words of a rule → a rule of the typed model and its doubts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from luoshi.assessment.reading.folding import folded
from luoshi.assessment.reading.sentences.anchors import SPOKEN, P, anchors
from luoshi.assessment.reading.sentences.brackets import own_points, with_breakdowns, without_breakdowns
from luoshi.assessment.reading.sentences.building import alternatives, built
from luoshi.assessment.reading.sentences.conditions import condition_of, test_of
from luoshi.assessment.reading.sentences.deductions import pers_of
from luoshi.assessment.reading.sentences.groups import Form, Group, groups_of
from luoshi.assessment.reading.sentences.items import Items, items_of
from luoshi.assessment.reading.sentences.ladders import is_ladder, with_alternatives
from luoshi.assessment.reading.sentences.made import Built, label_of
from luoshi.assessment.reading.sentences.numerals import in_digits
from luoshi.assessment.reading.sentences.sharing import of_shares
from luoshi.assessment.rules.checking import rule_problems
from luoshi.assessment.rules.framework import Doubt
from luoshi.assessment.rules.grammar import (
    ZERO,
    AllOrNothing,
    Best,
    Choice,
    Deduct,
    Discretion,
    Increment,
    Interval,
    Part,
    PeerMean,
    Per,
    Proportional,
    Rule,
    Steps,
    Sum,
    Test,
    Unread,
    Weighted,
    ZeroIf,
)
from luoshi.assessment.rules.lint.words import CUT
from luoshi.assessment.rules.numbers import plain as plain_figure

LONGEST, LONGEST_TEST = 4000, 24
DEEPEST = 3
_SCORING = re.compile(r"得分|赋分|计分|折算|权重|评分|打分|给分|×|÷")
_PEERS = re.compile(
    r"平均(?:值|水平|数)?(?:比较|相比|之比|的比值|对比)|÷[^，。；]{0,10}平均|与[^，。；]{1,16}(?:均值|平均)"
    rf"|平均(?:值|水平|数|用[水电能]量)?的?(?:≤|≥|<|>)?\s*{P}\s*(?:倍|%)"
)
_SPOKEN = re.compile(SPOKEN)
# what becomes of the whole where a row does not apply: 不评分，总分按比例折算
_STRETCHED = re.compile(
    r"(?<=[分用项核价])[，；](?:总分|满分|得分|其余|其他|剩余|最终得分|总得分)[^，。；\d]{0,14}?(?:折算|换算|折合)[^，。；]{0,12}(?=[，。；]|$)"
)
# behind numbered items, in a sentence of its own: 弄虚作假的，本项不得分
_WHOLE_ZERO = re.compile(
    r"(?<=[。\n])\s*(?!\d|[（①-⑳一二三四五六七八九十]{1,2}[、.）])([^。；\n]{2,40}?)[，]?(?:则|均)?(?:本|该|此|整个?)(?:大|小)?项(?:指标|工作)?(?:均|都)?(?:不得分|不计分|得?计?0分)[。]?$"
)
# 良（80-89分）得8分: a range of scores beside a level, no points that are given
_RANGE_BESIDE = re.compile(r"（(\d+)\s*分?-(\d+)\s*分）(?=的?[，：]?(?:得|计|给|为))")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What words say of points: the rule (None: nothing is said), the points that the words themselves name, doubts."""

    rule: Rule | None
    points: Decimal | None = None
    doubts: tuple[Doubt, ...] = ()
    may_not_apply: bool = False
    veto: bool = False

    @property
    def sure(self) -> bool:
        """Whether there is a rule and nothing about it is doubtful."""
        return self.rule is not None and not self.doubts


@lru_cache(maxsize=1024)  # tables repeat their rules
def read_rule(sentence: str, own: Decimal | None = None, target: Interval | None = None) -> Sentence:
    """Read the words of a rule.

    ``own`` are the points of the row; they tell a sum from alternatives. ``target`` is the figure that the row asks for
    (“≥75%” in another column), from which “每低5%扣1分” starts. Never raises; what is not understood is ``Unread``.
    """
    if len(sentence) > LONGEST:
        return Sentence(Unread(), None, (Doubt("too-long", sentence[:20]),))
    words = _STRETCHED.sub("", folded(sentence))
    words = _RANGE_BESIDE.sub(r"（\1-\2）", in_digits(words).strip())
    read = _read(words, own, target, 1)
    doubts = list(dict.fromkeys(read.doubts))
    if CUT.search(words):
        doubts.append(Doubt("cut-off", words[:40]))
    rule = read.rule
    if rule is not None and any(True for _problem in rule_problems(rule)):
        rule, doubts = Unread(), [*doubts, Doubt("not-read", words[:40])]
    return replace(read, rule=rule, doubts=tuple(doubts))


def _read(words: str, own: Decimal | None, target: Interval | None, depth: int) -> Sentence:
    if depth == 1 and (whole := of_shares(words, own)) is not None:
        return Sentence(whole.rule, whole.points, tuple(whole.doubts))
    words, stated = own_points(words, own)
    if depth == 1 and (zero := _WHOLE_ZERO.search(words)) and items_of(words).items:
        inner = _read(words[: zero.start()], stated, target, depth)
        label = label_of(zero[1])
        return inner if inner.rule is None else replace(inner, rule=ZeroIf(inner.rule, label))
    parts = items_of(words) if depth <= DEEPEST else Items(words)
    read = _of_items(parts, stated, depth) if parts.items else None
    if read is None:
        read = _of_words(words, stated, target)
    if read.rule is None and stated is not None and stated != own:
        return replace(read, rule=AllOrNothing(stated), points=stated)  # 数据上报（20分）
    return read


# --- numbered items -----------------------------------------------------------------------------------------------


def _of_items(parts: Items, own: Decimal | None, depth: int) -> Sentence | None:
    """Items as the parts of a sum, as one list of deductions, or as alternatives; None where none speaks of points."""
    read = [(number, words, _read(words, None, None, depth + 1)) for number, words in parts.items]
    scoring = [(number, words, one) for number, words, one in read if one.rule is not None]
    before = _of_words(parts.before, own, None) if parts.before else Sentence(None)
    if not scoring:
        return before if before.rule is not None else None
    doubts = [doubt for _number, _words, one in read for doubt in one.doubts]
    apart = any(one.may_not_apply for _number, _words, one in read)
    if before.rule is not None:
        doubts.append(Doubt("partly-read", label_of(parts.before)))
    if all(_only_takes(one) for _number, _words, one in scoring):
        pers = _renumbered(per for _n, _w, one in scoring if isinstance(one.rule, Deduct) for per in one.rule.each)
        return Sentence(Deduct(pers), own, tuple(doubts), apart)
    scoring, settled = _settled(scoring, own)
    sums = sum((one.points or ZERO for _n, _w, one in scoring), ZERO)
    if settled:
        doubts = [doubt for doubt in doubts if doubt.code != "sum-or-highest"]
    if len(scoring) == 1 and settled:
        return Sentence(scoring[0][2].rule, own, tuple(doubts), apart)
    silent = [number for number, _words, one in read if one.rule is None]
    if silent and sums != own:
        doubts.append(Doubt("item-without-points", "、".join(silent)))
    return Sentence(Sum(_parts(scoring)), sums, tuple(doubts), apart)


Scoring = list[tuple[str, str, "Sentence"]]


def _settled(scoring: Scoring, own: Decimal | None) -> tuple[Scoring, bool]:
    """Items of which some are alternatives, where the points of the row show that they are."""
    points = [one.points or ZERO for _n, _w, one in scoring]
    if own is None:
        return scoring, False
    if sum(points, ZERO) == own:
        return scoring, True
    run = with_alternatives([(words, p) for (_n, words, _one), p in zip(scoring, points, strict=True)], own)
    if run is not None:
        first, last = run
        members = scoring[first:last]
        best = Sentence(Best(_parts(members)), max(points[first:last]))
        return [*scoring[:first], (members[0][0], members[0][1], best), *scoring[last:]], True
    added = [(n, words, _added(one)) for n, words, one in scoring]
    if sum((one.points or ZERO for _n, _w, one in added), ZERO) == own:
        return added, True
    return scoring, False


def _added(one: Sentence) -> Sentence:
    """An item of unclear alternatives, read as a sum."""
    if not isinstance(one.rule, Choice) or not any(doubt.code == "sum-or-highest" for doubt in one.doubts):
        return one
    parts = tuple(Part(option.key, option.label, AllOrNothing(option.points)) for option in one.rule.options)
    return replace(one, rule=Sum(parts), points=sum((option.points for option in one.rule.options), ZERO))


def _only_takes(one: Sentence) -> bool:
    return isinstance(one.rule, Deduct) and one.rule.points is None and one.points is None


def _parts(scoring: Sequence[tuple[str, str, Sentence]]) -> tuple[Part, ...]:
    found: list[Part] = []
    seen: set[str] = set()
    for number, words, one in scoring:
        key = number.strip("（）") or str(len(found) + 1)
        while key in seen:
            key += "′"
        seen.add(key)
        rule = one.rule if one.rule is not None else Unread()
        found.append(Part(key, _said(words), _stated(rule, one)))
    return tuple(found)


def _said(words: str) -> str:
    """The words of an item before its points are named."""
    first = next((place.start for place in anchors(words) if place.start > 3), len(words))
    return label_of(words[:first])


def _stated(rule: Rule, one: Sentence) -> Rule:
    """A rule as part of a sum, where no row's points can be meant."""
    if isinstance(rule, Deduct) and rule.points is None:
        return replace(rule, points=ZERO, floor=None) if one.points is None else replace(rule, points=one.points)
    if isinstance(rule, AllOrNothing | Proportional) and rule.points is None and one.points is not None:
        return replace(rule, points=one.points)
    if isinstance(rule, ZeroIf):
        return replace(rule, inner=_stated(rule.inner, one))
    return rule


def _renumbered(pers: Iterator[Per]) -> tuple[Per, ...]:
    return tuple(replace(per, key=str(at)) for at, per in enumerate(pers, start=1))


# --- running words ------------------------------------------------------------------------------------------------


_HIGHEST = re.compile(
    r"[，；]?(?:(?:同一|同类|多次|多项|多个|重复)[^，。；\d]{0,8}?的?，?)?(?:"
    r"不(?:重复|累计|累加|叠加)(?:计分|加分|计算|得分)?|就高不就低"
    r"|[按取以从就]?最高(?:分|项|级别|一项)(?:计(?:分|算)?)?|[按取以从就]最高(?:者|等次|奖项|标准)?(?:计分|计算|得分|加分|记分|计)(?!\s*\d))"
)
_WEIGHTED = re.compile(
    rf"^(.{{1,30}}?)(?:得分|分数|成绩)?(?:占|×)\s*({P})%\s*[+，；]\s*(.{{1,30}}?)(?:得分|分数|成绩)?(?:占|×)\s*({P})%[。]?$"
)


def _of_words(words: str, own: Decimal | None, target: Interval | None) -> Sentence:
    weighted = _WEIGHTED.match(words)
    if weighted and own is not None and Decimal(weighted[2]) + Decimal(weighted[4]) == 100:
        return _weighted(weighted, own)
    bare = _HIGHEST.sub("", words)
    highest = bare != words
    words, inner = without_breakdowns(bare)
    found = groups_of(words)
    groups, zeros = _zeros_apart(found.groups)
    doubts = [Doubt("points-unsaid", label_of(text)) for text in found.vague]
    doubts += [Doubt("partly-read", label_of(text)) for text in found.lost]
    if not groups and not zeros and not found.vetoes and (test := _only_test(words)) is not None:
        return Sentence(AllOrNothing(test=test), own, (Doubt("points-unsaid", label_of(words)),))
    if not groups:
        rule: Rule | None = AllOrNothing() if zeros else None
        if found.vetoes:
            return Sentence(rule, None, tuple(doubts), found.not_applicable, veto=True)
        if rule is None and (found.vague or _SCORING.search(words)):
            rule = Unread()
            doubts.append(Doubt("not-read", words[:40]))
        return Sentence(rule, own if rule else None, tuple(doubts), found.not_applicable)
    if found.vetoes:
        doubts.append(Doubt("veto-inside", label_of(found.vetoes[0].words + found.vetoes[0].place.words)))
    made = _combined(groups, own, target, highest=highest)
    rule = with_breakdowns(made.rule, inner)
    if _PEERS.search(words):
        rule = _against_peers(rule)
    for zero in zeros:
        rule = ZeroIf(rule, zero)
    doubts += [*made.doubts, *_unspoken(words)]
    return Sentence(rule, made.points, tuple(doubts), found.not_applicable)


def _only_test(words: str) -> Test | None:
    """The figure that short words ask for without speaking of points: ≥95%."""
    condition = condition_of(words)
    if (
        len(words) > LONGEST_TEST
        or len(condition.tests) != 1
        or condition.compound
        or condition.slope
        or condition.each
    ):
        return None
    return test_of(condition.tests[0])


def _weighted(found: re.Match[str], own: Decimal) -> Sentence:
    """市级得分×70%+区县平均得分×30%: marks of two sources, each with its weight."""
    sides = ((found[1], found[2]), (found[3], found[4]))
    parts = tuple(
        Part(str(at), label_of(label), Discretion(ZERO, own), Decimal(weight) / 100)
        for at, (label, weight) in enumerate(sides, start=1)
    )
    unsure = re.search(r"提升|增幅|增长|改善|进步", found[1] + found[3])  # by what change earns is not said
    return Sentence(Weighted(parts), own, (Doubt("points-unsaid", label_of(found[0])),) if unsure else ())


def _zeros_apart(groups: list[Group]) -> tuple[list[Group], list[str]]:
    """Groups that earn or take, and the conditions under which nothing at all is earned."""
    kept = [g for g in groups if g.pieces or g.losses or g.slopes or g.shares]
    zeros = [label_of(z.condition.words or z.words) for g in groups if g not in kept for z in g.zeros]
    return kept, zeros


def _combined(groups: list[Group], own: Decimal | None, target: Interval | None, *, highest: bool = False) -> Built:
    bases = [group for group in groups if group.form is not Form.LOSS]
    losses = [group for group in groups if group.form is Form.LOSS]
    if len(bases) <= 1:
        if not bases:
            return _all_losses(losses, own)
        base = bases[0]
        made = built(base, own, target)
        if highest:
            made.doubts = [doubt for doubt in made.doubts if doubt.code != "sum-or-highest"]
        return made if not losses else _summed([made], [base], losses, own)
    each = [built(group, None, target) for group in bases]
    points = [one.points for one in each]
    total = None if any(p is None for p in points) else sum((p for p in points if p is not None), ZERO)
    plain = not losses and all(_is_plain(group) for group in bases)
    if highest and plain:
        return alternatives(bases)
    if plain and own is not None and total != own == max((p for p in points if p is not None), default=None):
        return alternatives(bases)
    if (
        plain
        and own is None
        and is_ladder([(_words_of(group), one.points or ZERO) for group, one in zip(bases, each, strict=True)])
    ):
        made = alternatives(bases)
        made.doubts.append(Doubt("sum-or-highest", _words_of(bases[0])))
        return made
    return _summed(each, bases, losses, own)


def _is_plain(group: Group) -> bool:
    """Whether a group only says what a condition, or one figure, earns."""
    if group.losses or group.slopes or group.shares or group.extras:
        return False
    return group.form is Form.GAIN or (group.form is Form.STEPS and len(group.pieces) == 1)


def _all_losses(losses: list[Group], own: Decimal | None) -> Built:
    if len(losses) == 1:
        return built(losses[0], own)
    pers = _renumbered(per for group in losses for per in pers_of(group))
    made = [built(group, own) for group in losses]
    return Built(Deduct(pers), own, [doubt for one in made for doubt in one.doubts])


def _summed(each: list[Built], bases: list[Group], losses: list[Group], own: Decimal | None) -> Built:
    parts, doubts = [], []
    for at, (one, group) in enumerate(zip(each, bases, strict=True), start=1):
        rule = _stated(one.rule, Sentence(one.rule, one.points))
        parts.append(Part(str(at), _words_of(group), rule))
        doubts += one.doubts
        if one.points is None and not any(d.code == "limit-unsaid" for d in one.doubts):
            doubts.append(Doubt("points-unsaid", _words_of(group)))
    taken = _renumbered(per for group in losses for per in pers_of(group))
    if taken:
        parts.append(Part(str(len(parts) + 1), taken[0].label, Deduct(taken, ZERO, None)))
    known = [one.points for one in each]
    total = None if any(points is None for points in known) else sum((p for p in known if p is not None), ZERO)
    if own is not None and total is not None and total != own:
        doubts.append(Doubt("parts-differ", plain_figure(total)))
    if taken and any(group.form is Form.RANK for group in bases):
        doubts.append(Doubt("partly-read", taken[0].label))  # 第一名得5分，每下降一个名次扣0.5分
    return Built(Sum(tuple(parts)), total if total is not None else own, doubts)


def _words_of(group: Group) -> str:
    first = (group.pieces or group.slopes or group.shares or group.losses)[0]
    return label_of(first.condition.words or first.words) or first.place.words


def _against_peers(rule: Rule) -> Rule:
    """“与全省平均值比较”: the rule judges the ratio; limits in percent become those of the ratio."""
    if isinstance(rule, Increment):
        by = Decimal(100) if rule.unit == "%" else Decimal(1)
        return PeerMean(replace(rule, start=rule.start / by, step=rule.step / by, unit=""))
    if isinstance(rule, Steps):
        return PeerMean(rule if rule.unit != "%" else _of_ratio(rule))
    return rule


def _of_ratio(rule: Steps) -> Steps:
    bands = tuple(
        replace(
            band, low=None if band.low is None else band.low / 100, high=None if band.high is None else band.high / 100
        )
        for band in rule.bands
    )
    return replace(rule, bands=bands, unit="")


def _unspoken(words: str) -> list[Doubt]:
    """Points that stand in the words outside every anchor."""
    taken = [(place.start, place.end) for place in anchors(words)]
    left = [f for f in _SPOKEN.finditer(words) if not any(a <= f.start() < b for a, b in taken)]
    return [Doubt("partly-read", words[max(0, f.start() - 12) : f.end()]) for f in left[:3]]
