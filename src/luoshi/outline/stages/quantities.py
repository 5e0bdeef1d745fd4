"""Quantities: numbers that a plan undertakes to reach.

Reads a stretch of text. Writes ``Target`` values, one for each clause that fixes a number.
Numbers in names, in papers' numbers and in dates, lengths of time, and counts of the plan's own parts are none.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from luoshi.kernel.numerals import number
from luoshi.outline.model import Comparator, Span, Target

_SCALE = "万亿|千万|百万|万|亿|千(?!瓦|米|克|伏|卡|帕)"
_MEASURE = (
    "个百分点|百分点|平方公里|平方千米|平方米|立方米|公顷|公里|千米|亿千瓦时|千伏安|千伏|家次|架次|车次|班次|千瓦时|千瓦|兆瓦|万吨|吨标准煤|公斤|千克|人次|户次|场次|"
    "元|吨|亩|米|户|人|家|个|座|处|条|项|所|件|场|次|批|辆|台|套|栋|幢|间|张|份|篇|名|位|对|株|棵|头|只|羽|床|期|班|组|支|"
    "村|镇|乡|社区|县|市|区|站|点|片|块|类|种|部|本|册|幅|孔|盏|根|艘|架|门|户数|学时|课时|倍|％|%|升|毫克|分|例|宗|起|笔|枚|顶|口|眼|节|级|强|颗|平方"
)
_NUM = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|百分之[一二三四五六七八九十百点]+"
_CN = r"[一二两三四五六七八九十百千]{1,5}"
_TO = r"\s?(?:[-—–－~～―至到]|--|——)\s?"
_AMOUNT = re.compile(
    rf"(?P<a>{_NUM})(?P<s1>{_SCALE})?(?P<p1>[%％])?(?:{_TO}(?P<b>{_NUM}))?\s?(?P<s>{_SCALE})?(?:余|多)?\s?(?P<u>{_MEASURE})?(?P<more>以上|以下|以内|左右|及以上|及以下|余)?"
)
_SPELT = re.compile(rf"(?P<a>{_CN})(?:{_TO}(?P<b>{_CN}))?(?P<u>{_MEASURE})(?P<more>以上|以下|以内|左右)?")
_CLAUSE = re.compile(r"[，。；;！？\n]|,(?!\d{3}(?!\d))")
_PART = re.compile("[、和及]")
_FIRM = re.compile(
    "达到|达|完成|建成|新建|新增|不少于|不低于|不超过|至少|超过|突破|力争|确保|以上|控制在|降至|提高到|增长|左右|以内"
)
_TIME_UNIT = re.compile(
    r"^\s?(?:年|月|日|天|小时|分钟|秒|周|个月|个工作日|工作日|季度|号|时|点(?=\d|前|至|到|半|钟|整)|岁|学年|年级|届|周年|个季度)"
)
# A length of time is a quantity only where it is held to a bound: 压缩至0.5个工作日, 不超过24小时.
_LENGTH = re.compile(
    rf"(?P<a>{_NUM})(?P<s1>(?!))?(?P<p1>(?!))?(?P<b>(?!))?(?P<s>(?!))?\s?(?P<u>个工作日|工作日|小时|分钟|天|学时|课时)(?P<more>以上|以下|以内|左右)?"
)
_HELD = re.compile(
    r"(?:≤|≥|[降减缩压短少]到|压缩至?|压减至?|缩短至?|缩减至?|减至|不超过|不少于|不低于|控制在|超过|限定在|由\d+个?(?:工作日|小时|天|分钟)(?:以上)?[^，]{0,4}至)\s?$"
)
_NAMED = re.compile(
    r"《[^《》]*》|〔[^〔〕]*〕|“[^“”]{0,24}”|\"[^\"]{0,24}\"|「[^「」]*」|[（(][^（）()]*?(?:号|GB|CJJ|DB|HJ|ISO|国标)[^（）()]*[）)]|第\s?[\d一二三四五六七八九十百]+\s?[批次届期个条章节款项号季位名轮阶产代]?(?![个座户公])"
)
_OWN_PARTS = re.compile(
    "^(?:大|项)?(?:方面|环节|阶段|步骤|原则|层面|维度|领域|专题|要求|问题|要素|关键|目标|任务|举措|措施|行动|工程|体系|机制|重点任务|重点工作|部分|制度|内容|类别|突出问题|转变|坚持|确保|结合|导向)"
)
_BASELINE = re.compile(r"(?:由|从|比|截至)[^，。；]{0,14}$")
_ALREADY = re.compile(r"(?:现有|目前|已建成|已完成|已建|已有|原有)[^，。；]{0,14}$")
_STANDARD = re.compile(
    r"(?:原则上|等级|容积|比例|间距|高度|宽度|厚度|浓度|限值|分值|总分|满分|得分|扣|罚款|处以|(?:给予|按)[^，。；]{0,12}(?:补助|奖励|补贴|奖补)|资金标准|每[^，。；]{0,6}(?:补助|奖励|补贴))[^，。；]{0,12}$"
)
_COMPARE: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (re.compile(r"不(?:少|低|小)于|至少|以上|不(?:少|低)过|起码"), Comparator.AT_LEAST),
    (re.compile(r"不(?:超过|高于|大于|多于)|控制在|以内|以下|最多|至多|降至|降到"), Comparator.AT_MOST),
    (re.compile(r"超过|突破|高于|大于|多于|余"), Comparator.MORE),
    (re.compile(r"低于|少于|小于"), Comparator.LESS),
    (re.compile(r"左右|约|大约|近"), Comparator.ABOUT),
)
_APART = re.compile(r"[\d、]")


def targets(text: str, start: int, end: int, year: int | None = None) -> tuple[Target, ...]:
    """The quantities of a stretch, in order. ``year`` is the plan's own: what earlier years had is no goal."""
    found: list[Target] = []
    at = start
    while candidate := _CANDIDATE.search(text, at, end):
        clause = _clause_round(text, candidate.start(), at, end)
        if _tells_of_the_past(text, clause.start, start, year):
            stop = _STOP.search(text, clause.end, end)
            at = stop.end() if stop else end
            continue
        found += _in_clause(text, clause)
        at = clause.end + 1
    return tuple(found)


_STOP = re.compile(r"[。；\n]")
_PAST = re.compile(r"(?:截至|目前|近年|近[一二两三四五]年|(?P<y>(?:19|20)\d\d)年(?:底|末)?，|[^，。；]{0,10}以来，)")


def _tells_of_the_past(text: str, at: int, start: int, year: int | None) -> bool:
    """Whether the sentence begins with what was: 2023年，…86家; 截至2024年底，…3.7个; 今年1月份以来，…"""
    near = max(start, at - 120)
    begin = max(near, *(text.rfind(mark, near, at) + 1 for mark in "。；\n"))
    past = _PAST.match(text, begin)
    return past is not None and (past["y"] is None or (year is not None and int(past["y"]) < year))


# A cheap look for where a quantity may stand; only the clauses round these places are read.
_CANDIDATE = re.compile(
    rf"\d|百分之|(?:至少|不少于|不低于|各|新建|建成|打造|培育|完成)[^，、。；\n]{{0,4}}{_CN}(?:{_MEASURE})"
    rf"|{_CN}(?:{_MEASURE})(?:以上|以下|以内|左右)"
)


def _clause_round(text: str, at: int, start: int, end: int) -> Span:
    """The clause that a place stands in; the comma of 1,200 parts nothing."""
    begin = max(start, *(text.rfind(mark, start, at) + 1 for mark in "，。；;！？\n"))
    comma = text.rfind(",", begin, at)
    while comma >= 0:
        if _CLAUSE.match(text, comma):
            begin = comma + 1
            break
        comma = text.rfind(",", begin, comma)
    stop = _CLAUSE.search(text, at, end)
    return Span(begin, stop.start() if stop else end)


def _in_clause(text: str, clause: Span) -> Iterator[Target]:
    masked = _NAMED.sub(lambda named: _masked(named.group()), text[clause.start : clause.end])
    if masked.rstrip().endswith("的"):  # 入围企业为2家的，…: a condition, not a goal
        return
    amounts = [a for a in _amounts(masked) if _binds(masked, a)]
    for span, amount in _by_part(masked, amounts) if amounts else ():
        yield _target(text, Span(clause.start + span.start, clause.start + span.end), masked, amount)


_QUOTED_AMOUNT = re.compile(rf"“\d+(?:{_MEASURE})[^”]{{0,10}}”")


def _masked(named: str) -> str:
    """A name blanked out, place for place; “25个创建点” keeps its count, being nothing but an amount and its things."""
    if named[0] == "“" and _QUOTED_AMOUNT.fullmatch(named):
        return named
    return "\u25a1" * len(named)


# How far around a number its meaning is looked for; clauses are short, hostile ones are not.
_NEARBY = 40


def _before(masked: str, at: int) -> str:
    return masked[max(0, at - _NEARBY) : at]


def _amounts(masked: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(masked):
        found = _AMOUNT.search(masked, at)
        if found is None:
            break
        if (
            found["u"] or found["p1"] or found["s"] or found["s1"] or found["a"].startswith("百分之")
        ) and not _TIME_UNIT.match(masked[(behind := found.end("b") if found["b"] else found.end("a")) : behind + 8]):
            yield found
        elif (length := _LENGTH.match(masked, found.start())) and (
            _HELD.search(_before(masked, found.start()))
            or (masked.startswith("内", length.end()) and masked[length.start() - 1 : length.start()] not in "后起")
        ):
            yield length
        at = max(found.end(), at + 1)
    for found in _SPELT.finditer(masked):
        if found["a"] == "一" and not _AT_LEAST_ONE.search(_before(masked, found.start())):
            continue  # 一批、一支 are no numbers
        if _FIRM_BEFORE.search(_before(masked, found.start())) or (found["more"] and found["a"] != "一"):
            yield found


_AT_LEAST_ONE = re.compile(r"(?:至少|不少于|不低于|各)[^，、]{0,4}$")
_FIRM_BEFORE = re.compile(
    r"(?:至少(?:有|建成|建设|完成|培育|打造|创建|举办|开展|组织|选树)?|不少于|不低于|各(?:选|建|创建|打造|培育)|新建|建成|打造|培育|完成)$"
)


def _binds(masked: str, amount: re.Match[str]) -> bool:
    """Whether an amount is something to be reached, and not a name, a part, a baseline, a threshold or a standard."""
    before, after = _before(masked, amount.start()), masked[amount.end() : amount.end() + _NEARBY]
    unit, close = amount["u"], before[-4:]
    if _PART_OF_NAME.search(before) or _GOES_ON.match(after) or unit in ("级", "强"):
        return False
    if unit == "分" and not _FIRM.search(close):
        return False
    if unit in ("个", "项", "类", "种", "大", "条") and _OWN_PARTS.match(after):
        return False
    if _BASELINE.search(before) and not _FIRM.search(before[-6:]) and not _CHANGE.search(close):
        return False
    if _FORBIDDEN.search(before) or _ALREADY.search(before) or _threshold(before, after, amount):
        return False
    return not (_STANDARD.search(before) and not _FIRM.search(before + (amount["more"] or "")))


_PART_OF_NAME = re.compile(r"[A-Za-z0-9.．+×第±:]$")
_GOES_ON = re.compile(r"[+＋]\d|[:：]\d|×")
_FORBIDDEN = re.compile(r"不得[^，。；]{0,8}$")  # a rule for others, not a goal
_CHANGE = re.compile(r"(?:提高|下降|降低|减少|增加|压减|增长|提升|压缩|缩短|[^年月]至|到)了?约?$")


# 低于30件的行政村, 超过54米的住宅: which are meant, not what is to be reached.
_LIMIT_OF = re.compile(r"(?<!不)(?:低于|高于|超过|不足|小于|大于|少于)[^，。；]{0,6}$")
_WHICH = re.compile(r"[^，。；]{0,6}的[\u4e00-\u9fff]")
_RANKED = re.compile("力争|进入|位列|跻身|保持")


def _threshold(before: str, after: str, amount: re.Match[str]) -> bool:
    """10亩以上的地块, 前3位, 上线率为61.4%: what the goal applies to or starts from."""
    if _LIMIT_OF.search(before) and _WHICH.match(after):
        return True
    if before.endswith(("前", "后")) and amount["u"] in ("位", "名"):
        return not _RANKED.search(before)
    if before.endswith(("率为", "率仅")) and not amount["more"]:
        return True
    attribute = amount["u"] in ("平方米", "亩", "米", "吨", "千瓦", "公里", "公顷", "人", "元")
    return (
        bool(amount["more"])
        and bool(re.match(r"的?[\u4e00-\u9fff]" if attribute else r"的", after))
        and not _FIRM.search(before[-4:])
    )


def _by_part(masked: str, amounts: list[re.Match[str]]) -> Iterator[tuple[Span, re.Match[str]]]:
    """One clause may hold several quantities, parted by 、 or 和 where each side has its own number."""
    cuts = []
    for left, right in itertools.pairwise(amounts):
        between = list(_PART.finditer(masked, left.end(), right.start()))
        if between:
            cuts.append((between[0].start(), between[0].end()))
    bounds = [(0, cuts[0][0])] if cuts else [(0, len(masked))]
    bounds += [(a[1], b[0]) for a, b in itertools.pairwise(cuts)] + ([(cuts[-1][1], len(masked))] if cuts else [])
    for start, end in bounds:
        inside = [a for a in amounts if start <= a.start() < end]
        if inside:
            yield Span(start, end), inside[-1] if len(inside) > 1 and _per(masked, inside) else inside[0]


def _per(masked: str, inside: list[re.Match[str]]) -> bool:
    """每万人有3座: the number behind 每 counts for what, the last one how many."""
    return _before(masked, inside[0].start()).endswith("每")


def _target(text: str, span: Span, masked: str, amount: re.Match[str]) -> Target:
    words = text[span.start : span.end].strip()
    if amount.end() - amount.start() >= len(words) - 1:
        words = _whole_clause(text, span)  # 分别达到65%和55%: the second amount has its words in the first part
    words = words.strip("“”：: ") if words.count("“") != words.count("”") else words
    groups = amount.groupdict()
    value, value_max = _value(groups["a"]), _value(groups["b"]) if groups["b"] else None
    comparator = Comparator.RANGE if value_max is not None else _comparator(masked, amount)
    subject = _before(masked, amount.start()).rsplit("、", maxsplit=1)[-1]
    subject = _NO_SUBJECT.sub("", subject).strip()
    return Target(words, value, _unit(groups), comparator, span, value_max, subject[-24:])


_NO_SUBJECT = re.compile(
    r"^(?:其中|力争|确保|到)*(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:底|末)?(?:前)?|[为达到至有完成]+$"
)


def _whole_clause(text: str, span: Span) -> str:
    start = max(
        (m.end() for m in _CLAUSE.finditer(text, max(0, span.start - 120), span.start)),
        default=max(0, span.start - 120),
    )
    return text[start : span.end].strip()


def _value(text: str) -> Decimal:
    if text.startswith("百分之"):
        whole, _, fraction = text[3:].partition("点")
        decimals = "".join(str(number(c) or 0) for c in fraction)
        return Decimal(f"{number(whole) or 0}.{decimals or 0}").normalize() if fraction else Decimal(number(whole) or 0)
    if text[0].isdigit():
        return Decimal(re.sub("[,，]", "", text))
    return Decimal(number(text) or 0)


def _unit(groups: dict[str, str | None]) -> str:
    if groups.get("p1") or (groups["a"] or "").startswith("百分之"):
        return "%"
    scale = groups.get("s") or groups.get("s1") or ""
    unit = (groups["u"] or "").replace("％", "%")
    return scale + unit


def _comparator(masked: str, amount: re.Match[str]) -> Comparator:
    before = _APART.split(masked[max(0, amount.start() - 8) : amount.start()])[-1]
    near = before + (amount["more"] or "") + masked[amount.end() : amount.end() + 3]
    for words, comparator in _COMPARE:
        if words.search(near):
            return comparator
    return Comparator.EQUAL
