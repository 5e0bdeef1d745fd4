"""Under which condition points are given or taken: a figure between ends, so many of something, a place, plain words.

Ends: 以上、以下、以内 include the figure itself, 不满、超过、以外 do not (民法典第1259条); 低于、高于、大于、小于 do
not by their words; the ends of “90-95” are not said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from luoshi.assessment.reading.sentences.anchors import P
from luoshi.assessment.rules.grammar import Band, Comparison, Interval, Operator, Test
from luoshi.kernel.numerals import number

_MEASURED = (
    "%|个?百分点|倍|亿立方米|万立方米|立方米|亿元|万元|元|平方公里|平方米|平米|㎡|m²|公顷|万亩|亩|公里|千米|米|万吨|吨|千瓦时|千瓦|度|升"
    "|分钟|小时|L/d|mg/L|μg/m³|‰|℃|分贝|分(?![钟之值数])"
)
_COUNTS = (
    "次|个|起|件|例|项|处|人次|人|天|日|篇|条|份|户|家|名|所|期|场|宗|批|村|间|台|套|本|册|年|月"
    "|周|幅|块|座|辆|班|类|种"
)
UNIT = rf"(?:{_MEASURED}|{_COUNTS})"
_OPERATORS = {
    word: operator
    for operator, words in {
        Operator.AT_LEAST: "≥ 不低于 不少于 不小于 大于等于 大于或等于 高于或等于 至少 达到 达 完成 未低于",
        Operator.MORE: "> 大于 高于 超过 多于 超出",
        Operator.AT_MOST: "≤ 不高于 不超过 不大于 不多于 小于等于 小于或等于 低于或等于 控制在 未超过",
        Operator.LESS: "< 小于 低于 少于 不足 不满 未达到 未达 达不到 不到",
        Operator.EQUAL: "= 为 等于",
    }.items()
    for word in words.split()
}
_OP = "|".join(sorted(_OPERATORS, key=len, reverse=True))
_SUFFIX = {
    **dict.fromkeys(("以上", "起"), Operator.AT_LEAST),
    **dict.fromkeys(("以下", "以内", "之内", "内"), Operator.AT_MOST),
    "以外": Operator.MORE,
}
_HUNDREDTHS = re.compile(r"百分之([〇零一二三四五六七八九十百]{1,5})")
_RANGE = re.compile(
    rf"(?P<a>{P})\s*(?P<ua>{UNIT})?(?P<ia>（不?含[^）]{{0,2}}）)?\s*(?:以上)?\s*(?:-|至|到)\s*(?P<b>{P})\s*(?P<ub>{UNIT})?(?P<ib>（不?含[^）]{{0,2}}）)?"
    r"(?:之间|以内|以下|区间)?(?P<out>（均?不?含[^）]{0,4}）)?"
)
_CHAINED = re.compile(
    rf"(?P<a>{P})\s*(?P<ua>{UNIT})?\s*(?P<ca>[≤<])\s*[^\d，。；≤<≥>]{{0,16}}?(?P<cb>[≤<])\s*(?P<b>{P})\s*(?P<ub>{UNIT})?"
)
_SINGLE = re.compile(
    rf"(?:(?P<op>{_OP})(?:[^\d，。；、≥≤<>]{{1,10}}?[的值])?)?\s*(?P<n>{P})\s*(?P<u>{UNIT})?\s*(?P<in>（不?含[^）]{{0,2}}）|及|含)?(?P<suf>以上|以下|以内|以外|之内|内|起|时)?(?P<in2>（不?含[^）]{{0,2}}）)?"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a condition says. ``tests`` with the words before the first (``subject``), ``compound`` where more than a
    figure is asked for (且、或); ``each`` with ``unit`` where it
    counts (每2次) or measures (``slope`` +1 每高1%, -1 每低1%).
    """

    words: str
    tests: tuple[Interval, ...] = ()
    subject: str = ""
    compound: bool = False
    each: Decimal | None = None
    unit: str = ""
    slope: int = 0
    places: tuple[int, int] | None = None


def condition_of(words: str) -> Condition:
    """What the words before an anchor say."""
    words = _undistributed(_digits(words).strip(" ，。；、："))
    if found := _slope(words):
        return found
    if found := _count(words):
        return found
    if found := _rank(words):
        return found
    tests, first = intervals(words)
    if not tests:
        return Condition(words)
    subject = re.sub(r"(?:在|为|的|时|，)$", "", words[:first].strip(" ，、：（"))
    compound = re.search(r"且|同时|并(?!列)", words) is not None
    crossed = _crossed(tests)
    return Condition(words, crossed, subject, compound=compound and not (len(crossed) == 1 < len(tests)))


_DISTRIBUTED = re.compile(
    r"(?:平均)?每(?:一)?(?:个)?(?:[万千百]?[人名户](?![次均])|[万千百]名[\u4e00-\u9fff]{1,4}?(?=拥|配|有)|平方公里|班|乡镇|单位|部门|村|社区|学校|镇|街道|县|区|年|月|季度?|半年|周)(?=.*\d)"
)


def _undistributed(words: str) -> str:
    """Words without 每个乡镇、每年 before figures of their own: they share out a demand and count nothing."""
    return _DISTRIBUTED.sub("", words)


def _digits(words: str) -> str:
    return _HUNDREDTHS.sub(lambda found: f"{number(found[1]) or 0}%", words)


# --- figures ------------------------------------------------------------------------------------------------------


def intervals(words: str) -> tuple[tuple[Interval, ...], int]:
    """The figures that words are about, each between two ends, and where the first stands."""
    found: list[tuple[int, Interval]] = []
    taken: list[tuple[int, int]] = []
    for form, make in ((_CHAINED, _of_chain), (_RANGE, _of_range), (_SINGLE, _of_single)):
        for match in form.finditer(words):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            interval = make(match, words)
            if interval is not None:
                found.append((match.start(), interval))
                taken.append(match.span())
    found.sort(key=lambda pair: pair[0])
    return tuple(interval for _at, interval in found), found[0][0] if found else len(words)


def _of_chain(match: re.Match[str], _words: str) -> Interval | None:
    low, high = Decimal(match["a"]), Decimal(match["b"])
    return Interval(low, match["ca"] == "≤", high, match["cb"] == "≤", unit_of(match["ub"] or match["ua"] or ""))


def _of_range(match: re.Match[str], words: str) -> Interval | None:
    unit = match["ub"] or match["ua"]
    if not unit and re.match(r"[年月号]", words[match.end() :]):
        return None
    if unit in ("年", "月", "日"):
        return None
    low, high = Decimal(match["a"]), Decimal(match["b"])
    if low >= high:
        low, high = high, low
    both = _including(match["out"])
    ends = (_including(match["ia"]), _including(match["ib"]))
    if unit and both is None and re.fullmatch(_COUNTS, unit):
        both = True  # 3-4个: there is nothing between 2 and 3
    return Interval(
        low, both if ends[0] is None else ends[0], high, both if ends[1] is None else ends[1], unit_of(unit or "")
    )


def _of_single(match: re.Match[str], words: str) -> Interval | None:
    unit, suffix = match["u"] or "", match["suf"] or ""
    before = words[: match.start()]
    if (
        unit in ("年", "月", "日")
        or re.match(r"[级号类年月届]", words[match.end() :])
        or before.endswith(("第", "(", "GB", "CJJ", "T"))
    ):
        return None
    if not match["op"] and not suffix and not unit:
        return None
    if not match["op"] and suffix in ("", "时") and unit not in ("%", "倍", "‰"):
        return None
    value = Decimal(match["n"])
    operator = _SUFFIX.get(suffix) or _OPERATORS.get(match["op"] or "=", Operator.EQUAL)
    said = _including(match["in"]) if match["in"] not in ("及", "含") else True
    said = _including(match["in2"]) if said is None else said
    if match["op"] in ("超过", "高于", "大于", "低于", "小于") and suffix in ("以上", "以下") and said is None:
        said = False  # 超过90%以上: the verb excludes the figure
    return _side(operator, value, unit_of(unit), said)


def _side(operator: Operator, value: Decimal, unit: str, said: bool | None) -> Interval:
    if operator is Operator.EQUAL:
        return Interval(value, True, value, True, unit)
    closed = operator in (Operator.AT_LEAST, Operator.AT_MOST) if said is None else said
    if operator in (Operator.AT_LEAST, Operator.MORE):
        return Interval(value, closed, None, None, unit)
    return Interval(None, None, value, closed, unit)


def _including(words: str | None) -> bool | None:
    return None if not words else "不含" not in words


def _crossed(tests: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """“90%以上、95%以下” is one band."""
    if len(tests) != 2 or (tests[0].unit and tests[1].unit and tests[0].unit != tests[1].unit):
        return tests
    lower = next((test for test in tests if test.low is not None and test.high is None), None)
    upper = next((test for test in tests if test.high is not None and test.low is None), None)
    if lower is None or upper is None or lower.low is None or upper.high is None or lower.low >= upper.high:
        return tests
    return (Interval(lower.low, lower.low_closed, upper.high, upper.high_closed, lower.unit or upper.unit),)


def unit_of(words: str) -> str:
    """One word for one unit: a percentage point is told apart from a percent by what it is taken of."""
    return {"个百分点": "%", "百分点": "%", "平方米": "㎡", "平米": "㎡", "m²": "㎡"}.get(words, words)


def test_of(interval: Interval) -> Test:
    """An interval with one end as the comparison that it is."""
    if interval.low is not None and interval.low == interval.high:
        return Comparison(Operator.EQUAL, interval.low, interval.unit)
    if interval.high is None and interval.low is not None:
        return Comparison(Operator.AT_LEAST if interval.low_closed else Operator.MORE, interval.low, interval.unit)
    if interval.low is None and interval.high is not None:
        return Comparison(Operator.AT_MOST if interval.high_closed else Operator.LESS, interval.high, interval.unit)
    return interval


def band_of(interval: Interval, points: Decimal, note: str = "") -> Band:
    """An interval that earns points."""
    return Band(interval.low, interval.low_closed, interval.high, interval.high_closed, points, note)


def united(interval: Interval, unit: str) -> Interval:
    """An interval with the unit that its neighbours name."""
    return interval if interval.unit else replace(interval, unit=unit)


# --- so much for each ---------------------------------------------------------------------------------------------

_UP = "提高|提升|增加|增长|上升|超过|超出|超|高出|高于|高|多出|多|增|升"
_DOWN = "降低|减少|下降|低于|低|少于|减|降|落后|不足|差"
_N = rf"(?:{P}|[一二两三四五六七八九十]{{1,2}}|半)"
_SLOPE = re.compile(
    rf"(?:每|各)(?:再|比|较)?(?:[^\d，。；每]{{0,8}}?)(?P<d>{_UP}|{_DOWN})(?:[^\d，。；一二两三五]{{0,10}}?)(?P<n>{_N})\s*(?:个)?(?P<u>{_MEASURED}|百分点)?"
    r"(?=$|[，。；、（]|的|以?内|则|者)"
)
_REVERSED = re.compile(rf"每(?P<n>{_N})\s*(?:个)?(?P<u>{_MEASURED}|百分点)(?P<d>{_UP}|{_DOWN})?$")
_EACH = re.compile(
    rf"每(?:再)?(?P<verb>[^\d，。；一二两三四五六七八九十每]{{0,10}}?)(?P<n>{_N})?\s*个?(?P<u>{_COUNTS}|环节|问题|单位|学校|乡镇|部门)(?!以上|以下|年|月)"
)
_ONE = re.compile(
    rf"(?:发现|发生|出现|查出|查实|有|缺少?|(?<![至不减])少|逾期|延迟|超期|推迟|漏报?|未完成|存在|不合格|迟报?|增加|多|其中|任意?|任何)(?:[^\d，。；一]|一般){{0,10}}?(?P<n>1|一)\s*个?(?P<u>{_COUNTS})"
    rf"|(?:^|[，。；、])(?P<n2>1|一)\s*个?(?P<u2>{_COUNTS})(?!以上|以下)"
)
_LATE = re.compile(
    rf"每(?:延迟|逾期|迟报?|拖延|超期?|晚|推迟|超过|超)[^\d，。；一]{{0,6}}?(?P<n>{_N})\s*个?(?P<u>天|日|个?工作日|周|月|小时)"
)


def _slope(words: str) -> Condition | None:
    found = _SLOPE.search(words) or _REVERSED.search(words)
    if not found or (found["u"] is None and re.match(rf"\s*(?:{_COUNTS})", words[found.end("n") :])):
        return None
    each = value_of(found["n"])
    if each is None or each <= 0:
        return None
    direction = found["d"] or ""
    sign = 1 if re.fullmatch(_UP, direction) else -1 if direction else 0
    return Condition(
        words,
        each=each,
        unit=unit_of(found["u"] or ""),
        slope=sign or 2,
        subject=words[: found.start()].strip(" ，、：；"),
    )


def _count(words: str) -> Condition | None:
    found = _LATE.search(words)
    if found:
        return Condition(words, each=value_of(found["n"]), unit=found["u"])
    found = next((match for match in _EACH.finditer(words) if not _demands(match, words)), None)
    if found:
        return Condition(words, each=value_of(found["n"] or "1"), unit=found["u"])
    if re.search(r"每(?:发现|出现|发生|少|缺|有|查实|逾期|漏|迟)", words):
        return Condition(words, each=Decimal(1), unit="次")
    found = _ONE.search(words)
    if (
        found
        and found["u2"] not in ("类", "期", "批")
        and not re.search(r"一(?:次性|项制度|套|支)", words[found.start() :])
    ):
        return Condition(words, each=Decimal(1), unit=found["u"] or found["u2"])
    return None


def _demands(found: re.Match[str], words: str) -> bool:
    """Whether so many are asked for, and not counted: 每年2次, 每月至少1次."""
    asked = re.search(r"至少|不少于|不低于|不得少于|不小于", found.group())
    return asked is not None or re.match(r"年|月|季|周|半年", words[found.start() + 1 :]) is not None


_ONE_AT_END = re.compile(rf"(?<![\d.第])(?:1|一)\s*个?(?P<u>{_COUNTS}|工作日|小时|问题|环节)的?$")


def of_each(condition: Condition) -> Condition:
    """What is taken off for one is taken off for each: 投诉1起扣2分."""
    found = _ONE_AT_END.search(condition.words)
    if found is None or condition.each is not None or condition.tests or found["u"] in ("类", "期", "批", "年", "月"):
        return condition
    return replace(condition, each=Decimal(1), unit=found["u"])


def value_of(words: str) -> Decimal | None:
    """The value of 2、0.5、两、半."""
    if words == "半":
        return Decimal("0.5")
    if re.fullmatch(P, words):
        return Decimal(words)
    whole = number(words)
    return None if whole is None else Decimal(whole)


# --- places -------------------------------------------------------------------------------------------------------

_CN = "[一二三四五六七八九十]{1,3}"
_PLACES = re.compile(rf"(?:第\s*)?({P}|{_CN})\s*(?:-|至|到)\s*(?:第\s*)?({P}|{_CN})\s*(?:名|位)")
_PLACE = re.compile(rf"第\s*({P}|{_CN})\s*(?:名|位)?$|第\s*({P}|{_CN})\s*(?:名|位)")
_FIRST = re.compile(rf"(?:前|排名前)\s*({P}|{_CN})\s*(?:名|位)")


BEYOND = re.compile(
    r"^其[他余]|名(?:次)?(?:及其?)?(?:以后|之后|以下|以外|开外)|后的?(?:名次|单位)$"
)  # the places that are left


def _rank(words: str) -> Condition | None:
    """Places in an order: 第一名、4-6名、前三名."""
    if (
        not re.search(r"名次?|位", words)
        or BEYOND.search(words)
        or (re.search(r"人名|名单|单位|部位|到位", words) and not re.search(r"第.{1,3}名|前.{1,3}名", words))
    ):
        return None
    if found := _PLACES.search(words):
        first, last = value_of(found[1]), value_of(found[2])
    elif found := _FIRST.search(words):
        first, last = Decimal(1), value_of(found[1])
    elif found := _PLACE.search(words):
        first = last = value_of(found[1] or found[2])
    else:
        return None
    if first is None or last is None or not 1 <= first <= last <= 500:
        return None
    return Condition(words, places=(int(first), int(last)), subject=words[: found.start()].strip(" ，、：；"))
