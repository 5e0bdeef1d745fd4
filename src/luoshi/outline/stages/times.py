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
from luoshi.outline.stages import time_words as words


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as exact as the text gives it; ``part`` is a third of a month, an end, a beginning or a term."""

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
    if found := words.RANGE.search(text, *where):
        return _within(found, raw, where, year)
    if found := words.LIMIT.search(text, *where):
        return _by(found, raw, where, year)
    return None


def labelled(text: str, start: int, end: int, year: int | None) -> tuple[Deadline, ...]:
    """Limits that a label introduces: 完成时限：2020年12月."""
    return tuple(_from_labels(text, start, end, year))


_STEADY = re.compile("每|长期|持续|常态|全年|经常|适时|立行立改|即知即改")


def is_steady(limit: Deadline) -> bool:
    """每季度 and 长期坚持 stand where a limit is asked for, and ask for no day."""
    return limit.kind is DeadlineKind.OPEN and bool(_STEADY.search(limit.text))


def is_marked(limit: Deadline) -> bool:
    """Whether the words themselves mark a limit (a bare 2018年 does not)."""
    return limit.kind is DeadlineKind.WITHIN or bool(re.search(r"前|内|到|至|止|截", limit.text))


def _from_labels(text: str, start: int, end: int, year: int | None) -> Iterator[Deadline]:
    for label in words.LABELLED.finditer(text, start, end):
        if not words.EXPLICIT.match(label.group()):
            continue
        span = Span(*label.span("value"))
        limit, _rhythm = cell(text, span, year)
        inside = [d for d in _marked(text, *span, year) if d.kind is not DeadlineKind.OPEN]
        if inside and len(inside[0].text) + _SHORT < len(limit.text if limit else ""):
            yield from inside  # 长期坚持，年度任务12月底前完成: the limit stands in a sentence
        elif limit:
            yield limit


_SHORT = 4


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


def _next(text: str, at: int, end: int) -> re.Match[str] | None:
    """The next expression of time; a cheap look finds where one may begin."""
    for trigger in words.TRIGGER.finditer(text, at, end):
        begin = trigger.start()
        if begin > at and (
            text[begin - 1].isdigit()
            or (text[begin] in "一二三四五六七八九十两" and text[begin - 1] in "一二三四五六七八九十百")
        ):
            continue
        for form in (words.RANGE, words.LENGTH, words.FIVE_YEARS, words.FESTIVAL, words.LIMIT):
            if (found := form.match(text, begin, end)) and found.end() > found.start():
                return found
    return None


def _read(text: str, found: re.Match[str], year: int | None) -> Deadline | None:
    begin, stop = found.span()
    if _named(text, begin):
        return None
    if found.re is words.RANGE:
        apart = words.EVENT_BEHIND.match(text, stop) or words.PLAN_BEHIND.match(text, stop)
        return None if apart else _within(found, found.group().strip(), Span(begin, stop), year)
    if _recurring(text, begin) or words.WHICH.match(text, stop):
        return None
    return _READ[found.re](text, found, year)


def _five_years(text: str, found: re.Match[str], _year: int | None) -> Deadline:
    """The five-year plans end with 2020, 2025, 2030 and so on."""
    last = 2005 + 5 * (number(found["n"]) or 0)
    until = words.UNTIL.search(text, max(0, found.start() - 4), found.start())
    span = Span(until.start() if until else found.start(), found.end())
    return Deadline(text[span.start : span.end], DeadlineKind.BY, span, date=f"{last}-12-31")


def _festival(_text: str, found: re.Match[str], year: int | None) -> Deadline:
    """国庆节前 ends with 30 September; a holiday of the moon's calendar has no day that the plan gives."""
    day = words.FESTIVAL_DAYS.get(found["name"])
    own = int(found["y"]) if found["y"] else year
    if day is None or own is None:
        return Deadline(found.group(), DeadlineKind.OPEN, Span(*found.span()))
    return Deadline(found.group(), DeadlineKind.BY, Span(*found.span()), date=f"{own}-{day[0]:02d}-{day[1]:02d}")


def _limit(text: str, found: re.Match[str], year: int | None) -> Deadline | None:
    """11月30日前 and 到2025年底: the word before or behind the date makes it a limit."""
    begin, stop = found.span()
    until = words.UNTIL.search(text, max(0, begin - 4), begin)
    begin = until.start() if until else begin
    if not found["by"]:
        named = found["y"] or found["this"] or found["m"] or found["p"]
        if not (until and named) or words.AFTER_BARE.match(text, stop):
            return None
    return _by(found, text[begin:stop].strip(), Span(begin, stop), year)


def _length(_text: str, found: re.Match[str], year: int | None) -> Deadline:
    """5年内 has no day that the text gives; 年内 and 今年内 end with the year of the context."""
    own = re.fullmatch(r"(?:力争|在)?(?:年|本年度?|今年)(?:之|以)?内", found.group())
    day = f"{year}-12-31" if own and year else None
    return Deadline(found.group(), DeadlineKind.BY if day else DeadlineKind.OPEN, Span(*found.span()), date=day)


_READ = {words.LENGTH: _length, words.FIVE_YEARS: _five_years, words.FESTIVAL: _festival, words.LIMIT: _limit}


def _recurring(text: str, begin: int) -> bool:
    """每年11月底前 is a rhythm."""
    near = max(0, begin - 24)
    return bool(words.EACH.search(text, max(0, begin - 4), begin) or words.GOES_ON_EACH.search(text, near, begin))


def _named(text: str, begin: int) -> bool:
    """In the name of a paper (《2022年…要点》) a date is part of the name; behind 活动时间： it is none."""
    near = max(0, begin - 60)
    if words.EVENT_LABEL.search(text, max(near, text.rfind("\n", near, begin)), begin):
        return True
    before = text.rfind("《", near, begin)
    return before >= 0 and text.find("》", before, begin) < 0


def _bare(text: str, start: int, end: int, year: int | None) -> Iterator[Deadline]:
    for found in words.POINT.finditer(text, start, end):
        if not (found["y"] or found["q"] or (found["m"] and not found["d"])) or _named(text, found.start()):
            continue
        if words.HELD_EVENT.match(text, found.end()):
            continue
        before, after = text[max(start, found.start() - 4) : found.start()], text[found.end() : found.end() + 24]
        if (
            words.AFTER_BARE.match(after)
            or (words.BEFORE_BARE.search(before) and not words.MEANT.search(before))
            or not words.RESULT.match(after.split("，")[0] or after)
        ):
            continue
        yield _by(found, found.group().strip(), Span(*found.span()), year)


def moment_of(found: re.Match[str], year: int | None) -> Moment:
    """The moment of a ``words.POINT``, its year taken from the context where the text leaves it out."""
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


_EVERY = {
    "天": Every.DAY, "日": Every.DAY, "周": Every.WEEK, "星期": Every.WEEK, "旬": Every.TEN_DAYS, "月": Every.MONTH,
    "季": Every.QUARTER, "季度": Every.QUARTER, "年": Every.YEAR, "年度": Every.YEAR, "学期": Every.HALF_YEAR,
}  # fmt: skip


def rhythms(text: str, start: int, end: int, *, loose: bool = False) -> Iterator[Rhythm]:
    """Recurrences; 长期坚持 and the like only where the place is one for a time (``loose``)."""
    for found in words.RHYTHM.finditer(text, start, end):
        every = _EVERY[found["every"]]
        interval = 1 if found["n"] in (None, "半") else number(found["n"]) or 1
        if found["n"] == "半" and every is Every.YEAR:
            every = Every.HALF_YEAR
        month, day = (int(found[k]) if found[k] else None for k in "md")
        yield Rhythm(found.group(), every, Span(*found.span()), interval, month, day)
    steady = words.STEADY.search(text, start, end) if loose else None
    if steady:
        yield Rhythm(steady.group(), Every.CONTINUOUS, Span(*steady.span()))
