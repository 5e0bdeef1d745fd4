"""What is met or not met: “小学≥4.2人；初中≥5.3人；计算：(教师数÷学生数)×100”, one test for each group."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from luoshi.assessment.reading.folding import folded
from luoshi.assessment.reading.sentences.anchors import P
from luoshi.assessment.reading.sentences.conditions import UNIT, intervals, test_of, unit_of
from luoshi.assessment.reading.sentences.made import label_of
from luoshi.assessment.rules import formula
from luoshi.assessment.rules.checking import rule_problems
from luoshi.assessment.rules.framework import Doubt
from luoshi.assessment.rules.grammar import AllOrNothing, Comparison, Formula, Operator, Rule
from luoshi.assessment.rules.lint.words import CUT

PASSING = re.compile(r"^\s*(?:达标制|条款(?:符合)?制?|符合性|合格制|达标/不达标|必达)")
_PREFIX = re.compile(r"^\s*(?:达标制|条款符合制|合格制|必达)?(?:（无分值）)?\s*：?\s*")
_COMPUTED = re.compile(r"[；，。]?\s*(?:计算(?:公式|方法)?|公式)\s*：\s*")
_LABELLED = re.compile(r"([\u4e00-\u9fff]{1,8})：")
_YEARS = re.compile(r"((?:19|20)\d\d(?:/(?:19|20)\d\d)+)年?(?:度)?(?:目标值?|指标值?)?\s*：?\s*(.+)$")
_ALONE = re.compile(rf"({P})\s*({UNIT})?")
# a place is one of these: its row has the others not apply
_REGIONS = re.compile(r"东部|中部|西部|山区|丘陵|平原|高原|城市地区|牧区|湖区|沿海|内陆|南方|北方")


@dataclass(frozen=True, slots=True)
class Demand:
    """What must be met: for whom (“小学”; empty: for all), by which rule; ``regional`` where others exclude it."""

    label: str
    rule: Rule
    doubts: tuple[Doubt, ...] = ()
    regional: bool = False


def demands_of(sentence: str, name: str = "") -> tuple[Demand, ...]:
    """The demands of a row without points, at least one. ``name`` is what is measured: a rate of coverage is to be
    reached, a rate of loss is not to be exceeded.
    """
    words = folded(sentence)
    cut = (Doubt("cut-off", words[:40]),) if CUT.search(words) else ()
    words = _PREFIX.sub("", words, count=1).strip()
    if found := _YEARS.search(words):
        return tuple(replace(demand, doubts=(*demand.doubts, *cut)) for demand in _by_year(found[1], found[2], name))
    said, _mark, computed = _parted(words)
    demands = [_demand(segment) for segment in _segments(said)] or [Demand("", AllOrNothing())]
    if len(demands) > 1 and all(_plain(demand) for demand in demands):
        demands = [Demand("", AllOrNothing(), demands[0].doubts)]
    if len(demands) == 1 and _plain(demands[0]):
        demands = [replace(demands[0], label="")]
    if computed:
        demands = [_with_formula(demand, computed) for demand in demands]
    return tuple(replace(demand, doubts=(*demand.doubts, *cut)) for demand in demands)


def _plain(demand: Demand) -> bool:
    return isinstance(demand.rule, AllOrNothing) and demand.rule.test is None


def _parted(words: str) -> tuple[str, str, str]:
    found = _COMPUTED.search(words)
    return (words[: found.start()], found.group(), words[found.end() :].strip()) if found else (words, "", "")


def _segments(words: str) -> list[str]:
    """Words parted where a new figure is asked for: at ；。 and at ，、且 between two figures."""
    found: list[str] = []
    for sentence in re.split(r"[；。\n]", words):
        part = ""
        for piece in re.split(r"(?<=[^（])([，、]|且|并(?!列))(?![^（]*）)", sentence):
            if piece in ("，", "、", "且", "并"):
                part += piece
            elif part and _asks(part) and (_asks(piece) or len(piece) > 3):
                found.append(part.strip(" ，、且并"))
                part = piece
            else:
                part += piece
        found.append(part.strip(" ，、"))
    return [segment for segment in found if segment]


def _asks(words: str) -> bool:
    """Whether words compare something with a figure, also a Roman one: ≥Ⅲ级."""
    return bool(intervals(words)[0]) or re.search("[≥≤<>]", words) is not None


def _demand(segment: str) -> Demand:
    bare, bracket = re.sub(r"（[^（）]*）", "", segment), re.search(r"（([^（）]*)）", segment)
    doubts = []
    if bracket and intervals(bracket[1])[0]:
        doubts.append(Doubt("partly-read", bracket[1]))
    tests, first = intervals(bare)
    alone = _ALONE.fullmatch(bare.strip())
    if alone and (not tests or tests[0].low == tests[0].high):
        return _of_figure("", Decimal(alone[1]), unit_of(alone[2] or ""), doubts)
    if not tests or re.search("或", bare):
        return Demand(label_of(segment), AllOrNothing(), tuple(doubts))
    label = re.sub(r"^(?:其中|且|并)", "", bare[:first].strip(" ，、：（")).removesuffix("为")
    test = tests[0]
    if len(tests) > 1:
        doubts.append(Doubt("partly-read", bare))
    if test.low is not None and test.low == test.high and not re.search(r"=|等于|为", bare):
        made = _of_figure(label, test.low, test.unit, doubts)
        return replace(made, regional=bool(_REGIONS.match(label)))
    return Demand(label, AllOrNothing(test=test_of(test)), tuple(doubts), bool(_REGIONS.match(label)))


def _of_figure(label: str, value: Decimal, unit: str, doubts: list[Doubt]) -> Demand:
    """A figure without a sign is to be reached; where it is not the whole (100), that is a guess and said."""
    if value != 100:
        doubts = [*doubts, Doubt("direction-unsaid", f"{label}{value}{unit}")]
    return Demand(label, AllOrNothing(test=Comparison(Operator.AT_LEAST, value, unit)), tuple(doubts))


# of these more is better, or less, whatever the programme
_MORE = re.compile(
    "(?:覆盖|普及|利用|回用|回收|合格|达标|完好|知晓|参保|入学|巩固|绿化|处理|处置|完成|落实|征收|收缴|管理|公开|办结|持证|复耕|到位)率(?:（%）)?$"
    "|满意[度率](?:（%）)?$|利用系数$"
)
_LESS = re.compile("(?:漏损|漏失|损失|流失|辍学|发病|死亡|病死|差错|超标|投诉|违约|不合格|废弃|闲置)率(?:（%）)?$")


def _better(name: str) -> Operator | None:
    """How a figure of this name is compared; None where the name does not say it."""
    words = folded(name).strip()
    if _LESS.search(words):
        return Operator.AT_MOST
    return Operator.AT_LEAST if _MORE.search(words) and not re.search("[不未超漏违]", words) else None


def _by_year(years: str, targets: str, name: str) -> tuple[Demand, ...]:
    """2016/2017/2018目标 30%/40%/55%: a demand a year; rising figures are to be reached, falling ones not exceeded."""
    named = years.split("/")
    said = [part.strip() for part in targets.split("/")]
    figures = [_ALONE.fullmatch(part) for part in said]
    if len(said) != len(named) or not any(figures):
        alone = _ALONE.fullmatch(targets.strip()) or re.fullmatch(rf"({P})\s*([A-Za-z/%³²μ]+)", targets.strip())
        return (_of_figure("", Decimal(alone[1]), alone[2] or "", []) if alone else Demand("", AllOrNothing()),)
    values = [Decimal(f[1]) for f in figures if f]
    rising = len(values) < 2 or values[-1] >= values[0]
    operator = Operator.AT_LEAST if rising else Operator.AT_MOST
    said_so = set(values) == {Decimal(100)} or (len(set(values)) > 1 and _one_way(values) and _better(name) is operator)
    doubts = () if said_so else (Doubt("direction-unsaid", targets),)
    return tuple(
        Demand(f"{year}年", AllOrNothing(test=Comparison(operator, Decimal(f[1]), unit_of(f[2] or ""))), doubts)
        for year, f in zip(named, figures, strict=True)
        if f
    )


def _one_way(values: list[Decimal]) -> bool:
    """Whether figures only rise or only fall."""
    return values in (sorted(values), sorted(values, reverse=True))


# --- formulas -----------------------------------------------------------------------------------------------------


def _with_formula(demand: Demand, computed: str) -> Demand:
    expression = _expression_for(demand.label, computed)
    if expression is None:
        return replace(demand, doubts=(*demand.doubts, Doubt("formula-unread", computed[:60])))
    rule = Formula(expression, demand.rule)
    if any(True for _problem in rule_problems(rule)):
        return replace(demand, doubts=(*demand.doubts, Doubt("formula-unread", expression[:60])))
    doubts = demand.doubts
    if _mixes(formula.parsed(expression)):
        doubts = (*doubts, Doubt("formula-precedence", expression[:60]))
    return replace(demand, rule=rule, doubts=doubts)


def _expression_for(label: str, computed: str) -> str | None:
    """The formula of a group (小学：…；初中：…), or the one for all."""
    for part in re.split(r"[；。\n]", computed):
        found = _LABELLED.match(part.strip())
        if found and label and found[1] == label:
            return part.strip()[found.end() :].strip()
    whole = computed.strip("；。 ")
    return None if _LABELLED.match(whole) else whole


def _mixes(term: formula.Term) -> bool:
    """Whether only the last member of a sum is divided: a bracket seems to be missing."""
    if not isinstance(term, formula.Apply):
        return False
    if term.name == "+" and any(isinstance(of, formula.Apply) and of.name == "/" for of in term.of[1:]):
        return True
    return any(_mixes(of) for of in term.of)
