"""Time: limits, periods and rhythms, as text and as dates.

Reads a stretch of text and the year that its context gives. Writes ``Deadline`` and ``Rhythm`` values. A length of time
(分2年), a year that names a plan or a baseline, and the time of an event are no limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.kernel.dates import is_day, last_day
from luoshi.kernel.numerals import number
from luoshi.outline.model import Deadline, DeadlineKind, Every, Rhythm, Span

_DAY = r"(?P<d{n}>\d{{1,2}})\s?(?:[日号]|(?![\d年月.%％]))"
_POINT = (
    r"(?:(?P<y{n}>(?:19|20)\d\d)\s?年\s?|(?P<this{n}>今年|本年度?|当年|明年|次年|翌年)\s?)?"
    r"(?:(?P<m{n}>\d{{1,2}}|[一二三四五六七八九十]{{1,2}}(?=月))\s?月份?\s?(?:"
    + _DAY
    + r")?|第?(?P<q{n}>[一二三四1-4])季度|(?P<h{n}>[上下]半年))?"
    r"(?P<p{n}>[上中下]旬|月?[底末初]|年[底末]|岁末|[春夏秋冬]季?(?:学期|开学)?)?"
)
_DASH = r"\s?(?:[-—–－~～―─至到]{1,3}|——)\s?"


def _point(n: str) -> str:
    return _POINT.format(n=n)


_DAY_ONLY = r"(?P<only>\d{1,2})\s?[日号]"
_BEGIN = r"(?=(?:19|20)\d\d\s?年|今年|本年|当年|明年|次年|翌年|\d{1,2}\s?月|[一二三四五六七八九十]{1,2}月|第?[一二三四1-4]季度|[上下]半年|年[底末])"
POINT = re.compile(_BEGIN + _point(""))
RANGE = re.compile(
    _BEGIN + _point("1") + _DASH + rf"(?:{_DAY_ONLY}(?!\d)|{_BEGIN}{_point('2')})" + r"(?P<tail>[止底]?前?)?"
)
_LIMIT = re.compile(
    r"(?P<to>力?争?到|截至|截止到?|至|于|在|到)?"
    + _BEGIN
    + _point("")
    + r"\s?(?P<by>(?:之|以)?前(?!后|期|提|沿|列|往|来|景|三|十|身|款|述)|为?止|内(?!容|部|涵|外|设))?"
)
_LENGTH = re.compile(
    r"(?:力争|用|在)?(?:(?:未来|今后|约)?(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?:[-—～至到](?:\d{1,2}|[一二三四五六七八九十]))?(?:年|个月)(?:左右)?|年|本年度?|今年|本月|当月)(?:时间)?(?:之|以)?内(?!容|部|涵|外|设)"
)
_BEFORE_BARE = re.compile(r"(?:比|较|以|自|从|对|按照|根据|同比|相比|截至|于|的|《|“|「|（|\(|〔|[\u4e00-\u9fff]\d?)$")
_MEANT = re.compile(r"(?:力争|争取|计划|确保|预计|拟)$")
_AFTER_BARE = re.compile(
    r"\s?(?:度|以来|以后|之后|起|开始|版|级|工作要点|以下|及以|全国|全省|全市|第|印发|《|》|”|届|生|款|份|\))"
)
_RESULT = re.compile(
    r"^[，,]?(?:[\u4e00-\u9fff“”]{0,10}?)(?:计划|力争|确保|争取|预计|实现|完成|建成|达到|全面|基本|新建|新增|改造|创建|竣工|投产|投用|投入使用|投入运行|启用|开工|公布|推广|扩大|覆盖|出台|达|[^，。；]{0,14}?\d+(?:\.\d+)?\s?(?![年月日号\d.]))"
)
_LABELLED = re.compile(
    r"(?:完成|办理|办结|工作|实施|整改|落实|建设|推进|达标)?(?:时限|期限|时间|时间节点|进度)(?:要求|安排|进度)?\s?[：:]\s?(?P<value>[^。；;，,\n）)〕】]{1,40})"
)
_EXPLICIT = re.compile(r"(?:完成|办理|办结|整改|落实|推进)(?:时限|期限|时间)|时限|期限|完成进度")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time with the precision that the text gives it; ``part`` is a third of a month, an end or a beginning."""

    year: int | None
    month: int | None
    day: int | None
    part: str | None

    def text(self) -> str | None:
        """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""
        if self.year is None:
            return None
        if self.month is None:
            return f"{self.year:04d}"
        return f"{self.year:04d}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    def last(self) -> str | None:
        """The last day that it covers."""
        if self.year is None:
            return None
        month = self.month or 12
        if self.day:
            return f"{self.year:04d}-{month:02d}-{self.day:02d}"
        thirds = {"上旬": 10, "中旬": 20, "月初": 10, "初": 10 if self.month else None}
        day = thirds.get(self.part or "") or last_day(self.year, month)
        return f"{self.year:04d}-{month:02d}-{day:02d}"


def marked(text: str) -> bool:
    """Whether the text holds a limit in time (前, 底前, 内, 到…)."""
    return next(_marked(text, 0, len(text), None), None) is not None


def deadlines(text: str, start: int, end: int, year: int | None) -> tuple[Deadline, ...]:
    """Every limit of a stretch, in order; bare dates of results only where nothing is marked."""
    found = list(_from_labels(text, start, end, year)) or list(_marked(text, start, end, year))
    dated = [limit for limit in found if not is_length(limit)]
    return tuple(dated or found or _bare(text, start, end, year))


def is_length(limit: Deadline) -> bool:
    """5年内 and 1个月内 count only where no date is given."""
    return bool(
        re.search(
            r"\d(?:年|个月)(?:左右)?(?:之|以)?内$|[一二两三四五六七八九十](?:年|个月)(?:左右)?(?:之|以)?内$", limit.text
        )
    ) and not re.search(r"\d{4}", limit.text)


def cell(text: str, span: Span, year: int | None) -> tuple[Deadline | None, Rhythm | None]:
    """A table's time cell: whatever stands there is the limit, verbatim."""
    raw = text[span.start : span.end].strip()
    if not raw or raw in "/—-－、无":
        return None, None
    rhythm = next(rhythms(text, *span, loose=True), None)
    limit = _whole(text, span, year)
    return limit or Deadline(raw, DeadlineKind.OPEN, span), rhythm


def _whole(text: str, span: Span, year: int | None) -> Deadline | None:
    raw = text[span.start : span.end].strip()
    at = span.start + text[span.start : span.end].find(raw)
    where = Span(at, at + len(raw))
    if found := RANGE.search(text, *where):
        return _within(found, raw, where, year)
    if found := _LIMIT.search(text, *where):
        return _by(found, raw, where, year)
    return None


def labelled(text: str, start: int, end: int, year: int | None) -> tuple[Deadline, ...]:
    """Limits that a label introduces: 完成时限：2020年12月."""
    return tuple(_from_labels(text, start, end, year))


def is_marked(limit: Deadline) -> bool:
    """Whether the words themselves mark a limit (a bare 2018年 does not)."""
    return limit.kind is DeadlineKind.WITHIN or bool(re.search(r"前|内|到|至|止|截", limit.text))


def _from_labels(text: str, start: int, end: int, year: int | None) -> Iterator[Deadline]:
    for label in _LABELLED.finditer(text, start, end):
        if not _EXPLICIT.match(label.group()):
            continue
        span = Span(*label.span("value"))
        limit, rhythm = cell(text, span, year)
        if limit and not (rhythm and limit.kind is DeadlineKind.OPEN):
            yield limit
        elif limit:
            yield Deadline(limit.text, DeadlineKind.OPEN, span)


def _marked(text: str, start: int, end: int, year: int | None) -> Iterator[Deadline]:
    at = start
    while at < end:
        found = _next(text, at, end)
        if found is None:
            return
        limit = _read(text, found, year)
        if limit is not None:
            yield limit
        at = found.end()


_TRIGGER = re.compile(
    r"\d|[今本当明次翌]年|年[底末内]|[一二三四五六七八九十两]{1,2}(?:年|个?月)|第?[一二三四]季度|[上下]半年|[本当]月"
)


def _next(text: str, at: int, end: int) -> re.Match[str] | None:
    """The next expression of time; a cheap look finds where one may begin."""
    for trigger in _TRIGGER.finditer(text, at, end):
        begin = trigger.start()
        if begin > at and (
            text[begin - 1].isdigit()
            or (text[begin] in "一二三四五六七八九十两" and text[begin - 1] in "一二三四五六七八九十百")
        ):
            continue
        for form in (RANGE, _LENGTH, _LIMIT):
            if (found := form.match(text, begin, end)) and found.end() > found.start():
                return found
    return None


def _read(text: str, found: re.Match[str], year: int | None) -> Deadline | None:
    begin, stop = found.span()
    if _named(text, begin, stop):
        return None
    if found.re is RANGE:
        if _event(text, stop) or _names_plan(text, stop):
            return None
        return _within(found, found.group().strip(), Span(begin, stop), year)
    if found.re is _LENGTH:
        return _length(text, found, year)
    groups = found.groupdict()
    if _recurring(text, begin):
        return None
    lead = re.search(r"(?:力?争?到|截至|截止到?|至)$", text[max(0, begin - 4) : begin])
    if groups["by"]:
        begin -= len(lead.group()) if lead else 0
        return _by(found, text[begin:stop], Span(begin, stop), year)
    if lead and (groups["y"] or groups["this"] or groups["m"] or groups["p"]) and not _AFTER_BARE.match(text, stop):
        begin -= len(lead.group())
        return _by(found, text[begin:stop].strip(), Span(begin, stop), year)
    return None


def _length(text: str, found: re.Match[str], year: int | None) -> Deadline | None:
    """5年内 has no day that the text gives; 年内 and 今年内 end with the year of the context."""
    if _recurring(text, found.start()):
        return None
    this_year = (
        year
        if re.search(r"(?<![\d一二两三四五六七八九十来后约])(?:年|本年度?|今年)(?:之|以)?内", found.group())
        else None
    )
    day = f"{this_year}-12-31" if this_year else None
    return Deadline(found.group(), DeadlineKind.BY if day else DeadlineKind.OPEN, Span(*found.span()), date=day)


def _recurring(text: str, begin: int) -> bool:
    """每年11月底前 is a rhythm."""
    return (
        bool(re.search(r"每(?:个)?(?:年|月|周|季度|半年)?(?:的)?$", text[max(0, begin - 4) : begin]))
        or text[begin - 1 : begin] == "每"
    )


_EVENT_LABEL = re.compile(r"(?:活动|举办|启动|开展|演出|比赛|培训|会议|展览|营业|开放|施行)(?:时间|日期)[：:][^。\n]*$")


def _named(text: str, begin: int, stop: int) -> bool:
    """Inside the name of a paper (《2022年…要点》) a date is part of the name; behind 活动时间： it is when something is held."""
    if _EVENT_LABEL.search(text, max(0, text.rfind("\n", 0, begin)), begin):
        return True
    before = text.rfind("《", max(0, begin - 60), begin)
    return before >= 0 and text.find("》", before, begin) < 0


def _names_plan(text: str, stop: int) -> bool:
    return bool(re.match(r"[^，。；]{0,8}(?:规划|计划》|行动计划|方案)", text[stop : stop + 14]))


def _event(text: str, stop: int) -> bool:
    """A period straight before 在…举办 or 期间 is the time of an event."""
    return bool(re.match(r"\s?(?:期间|，?在[\u4e00-\u9fff]{2,12}(?:举办|召开)|举办|召开)", text[stop : stop + 18]))


def _bare(text: str, start: int, end: int, year: int | None) -> Iterator[Deadline]:
    for found in POINT.finditer(text, start, end):
        if not (found["y"] or (found["m"] and not found["d"])) or _named(text, *found.span()):
            continue
        before, after = text[max(start, found.start() - 4) : found.start()], text[found.end() : found.end() + 24]
        if (
            _AFTER_BARE.match(after)
            or (_BEFORE_BARE.search(before) and not _MEANT.search(before))
            or not _RESULT.match(after.split("，")[0] or after)
        ):
            continue
        yield _by(found, found.group().strip(), Span(*found.span()), year)


def moment_of(found: re.Match[str], year: int | None) -> Moment:
    """The moment of a ``POINT``, its year taken from the context where the text leaves it out."""
    moment = _moment(found, "", year)
    return moment if moment.year else Moment(year, moment.month, moment.day, moment.part)


def _moment(found: re.Match[str], n: str, year: int | None) -> Moment:
    groups = found.groupdict()
    own = int(groups[f"y{n}"]) if groups[f"y{n}"] else None
    if own is None and groups[f"this{n}"] and year is not None:
        own = year + (1 if groups[f"this{n}"][0] in "明次翌" else 0)
    month = number(groups[f"m{n}"]) if groups[f"m{n}"] else None
    if groups[f"q{n}"]:
        month = (number(groups[f"q{n}"]) or 4) * 3
    if groups[f"h{n}"]:
        month = 6 if groups[f"h{n}"].startswith("上") else 12
    day = int(groups[f"d{n}"]) if groups[f"d{n}"] else None
    if month is not None and not 1 <= month <= 12:
        month = day = None
    if day is not None and not is_day(own or year or 2000, month or 1, day):
        day = None
    return Moment(own, month, day, groups[f"p{n}"])


def _by(found: re.Match[str], text: str, span: Span, year: int | None) -> Deadline:
    moment = _moment(found, "", year)
    if moment.part and moment.part[0] in "春夏秋冬":  # a term begins on no day that the plan gives
        return Deadline(text, DeadlineKind.OPEN, span)
    if moment.year is None and year is not None:
        moment = Moment(year, moment.month, moment.day, moment.part)
    day = moment.last()
    return Deadline(text, DeadlineKind.BY if day else DeadlineKind.OPEN, span, date=day)


def _within(found: re.Match[str], text: str, span: Span, year: int | None) -> Deadline:
    start, end = period(found, year)
    first, last = start.text(), end.text()
    kind = DeadlineKind.WITHIN if first and last else DeadlineKind.OPEN
    return Deadline(text, kind, span, date=end.last(), start=first, end=last)


def period(found: re.Match[str], year: int | None) -> tuple[Moment, Moment]:
    """Both ends of a range; what one end leaves out is taken from the other, then from the context."""
    first = _moment(found, "1", year)
    if found["only"]:
        day = int(found["only"])
        last = Moment(first.year, first.month, day, None)
    else:
        last = _moment(found, "2", year)
    start_year = first.year or last.year or year
    if first.year is None and last.year is not None and first.month and last.month and first.month > last.month:
        start_year = last.year - 1
    end_year = last.year or start_year
    if last.year is None and end_year is not None and first.month and last.month and last.month < first.month:
        end_year += 1
    start = Moment(
        start_year,
        first.month or (None if last.month is None or first.day is None else last.month),
        first.day,
        first.part,
    )
    return start, Moment(end_year, last.month, last.day, last.part)


_RHYTHM = re.compile(
    r"每(?P<n>\d{1,2}|两|[一二三四五六]|半)?(?:个)?(?P<every>天|日|周|星期|旬|月|季度?|年度?|学期)(?:度)?"
    r"(?:(?P<m>\d{1,2})月)?(?:(?P<d>\d{1,2})[日号])?(?:[底末初]?前)?(?!一次性|户|家|座|个|万|人|亩|吨|平方)"
)
_STEADY = re.compile(
    r"长期(?:坚持|推进|实施|开展|执行)?|持续(?:推进|实施|开展|进行)|常态化(?:推进|开展|实施)?|常年|经常性"
)
_EVERY = {
    "天": Every.DAY, "日": Every.DAY, "周": Every.WEEK, "星期": Every.WEEK, "旬": Every.TEN_DAYS, "月": Every.MONTH,
    "季": Every.QUARTER, "季度": Every.QUARTER, "年": Every.YEAR, "年度": Every.YEAR, "学期": Every.HALF_YEAR,
}  # fmt: skip


def rhythms(text: str, start: int, end: int, *, loose: bool = False) -> Iterator[Rhythm]:
    """Recurrences; 长期坚持 and the like only where the place is one for a time (``loose``)."""
    for found in _RHYTHM.finditer(text, start, end):
        every = _EVERY[found["every"]]
        interval = 1 if found["n"] in (None, "半") else number(found["n"]) or 1
        if found["n"] == "半" and every is Every.YEAR:
            every = Every.HALF_YEAR
        month, day = (int(found[k]) if found[k] else None for k in "md")
        yield Rhythm(found.group(), every, Span(*found.span()), interval, month, day)
    steady = _STEADY.search(text, start, end) if loose else None
    if steady:
        yield Rhythm(steady.group(), Every.CONTINUOUS, Span(*steady.span()))
