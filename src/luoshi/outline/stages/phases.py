"""Phases and safeguards: the dated stages of a plan, and the duties that stand under them.

Reads the tree. Writes ``Phase`` and ``Duty`` values. A year that a date leaves out is taken from its phase, then from
the phase before it, then from the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from luoshi.outline.model import Duty, Phase, Span, UnitRef
from luoshi.outline.stages import time_words, times, units
from luoshi.outline.stages.lines import Line, strip
from luoshi.outline.stages.marks import Kind
from luoshi.outline.stages.measures import sentences
from luoshi.outline.stages.subjects import in_prose, subjects
from luoshi.outline.stages.tree import Item

_SECTION = re.compile(
    r"步骤|阶段|进度|(?:时间|工作|活动|实施|日程|进程|推进)(?:安排|计划|进程)|时间(?:节点|要求|表)|方法步骤|推进时序|组织实施$|实施过程"
)
_SAFEGUARDS = re.compile(
    r"保障|组织领导|工作要求|有关要求|相关要求|工作机制|督(?:查|导)|考核|组织实施|组织保证|责任落实|纪律"
)
_STAGE = re.compile(r"(?:第[一二三四五六七八九十1-9]阶段|阶段)")
_ORDINAL = re.compile(r"^第[一二三四五六七八九十1-9](?:个)?阶段\s?[：:、，.．\-—]?\s?")
_BRACKET = re.compile(r"[（(〔【]([^（）()〔〕【】]{2,40})[）)〕】]")
_LABELLED_TIME = re.compile(
    r"^(?:时间|起止时间|时限|实施时间|活动时间|时间安排|完成时间|工作时间)\s?[：:]\s?([^。；\n]{2,40})"
)
_FROM_NOW = re.compile("即日起|印发之日起|发文之日起")
_LABEL = re.compile(r"^(?:任务|工作任务|主要任务|内容|工作内容|重点工作|要求|工作要求|主要工作)\s?[：:]\s?")


@dataclass(frozen=True, slots=True)
class _When:
    start: str | None
    end: str | None
    span: Span


def phases_of(text: str, root: Item, year: int | None, issued: str | None = None) -> tuple[Phase, ...]:
    """The phases of the plan, in order, with the duties under each; 即日起 is the day on which it was ``issued``."""
    found: list[Phase] = []
    for stage in _stages(text, root):
        before = _last_year(found) or year
        phase = _phase(text, stage, before)
        from_now = issued and phase.start is None and _FROM_NOW.search(text, *stage.title)
        found.append(replace(phase, start=issued) if from_now else phase)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Stage:
    """A phase before it is read: where its title, its text and its items stand."""

    title: Span
    lines: tuple[Span, ...]
    items: tuple[Item, ...]
    span: Span


def _stages(text: str, root: Item) -> Iterator[_Stage]:
    claimed: set[int] = set()
    for item in root.walk():
        if id(item) in claimed or (item.title is None and not item.children):
            continue
        if item.title is not None and _SECTION.search(_words(text, item)) and item is not root:
            stages = list(_under(text, item)) or ([_stage_of(item)] if _dated_stage(text, item) else [])
            claimed.update(id(i) for stage in stages for i in item.walk())
            yield from stages
        elif (
            item.title is not None and item.parent is not None and (_dated_stage(text, item) or _dated_run(text, item))
        ):
            claimed.update(id(i) for i in item.walk())
            yield _stage_of(item)


def _words(text: str, item: Item) -> str:
    return text[item.title.start : item.title.end] if item.title else ""


def _dated_stage(text: str, item: Item) -> bool:
    """An item outside a section of phases counts where it calls itself a phase and bears dates."""
    words = _words(text, item)
    bracket = _BRACKET.search(words)
    return bool(
        _STAGE.search(words)
        and bracket
        and (time_words.RANGE.search(bracket.group(1)) or time_words.POINT.search(bracket.group(1)))
    )


def _dated_run(text: str, item: Item) -> bool:
    """Items beneath a task that all bear a period in their titles are its phases, whatever they are called."""
    siblings = item.parent.children if item.parent else []
    return len(siblings) >= 2 and all(
        s.title is not None and (b := _period_in_brackets(_words(text, s))) and time_words.RANGE.search(b.group(1))
        for s in siblings
    )


def _under(text: str, section: Item) -> Iterator[_Stage]:
    """The phases of a section: its items, or its lines that begin 第一阶段."""
    children = [
        c for c in section.children if (c.mark is not None and c.mark.kind is not Kind.SPOKEN) or c.title is not None
    ]
    looks = [c for c in children if _looks_like_stage(text, c)]
    if children and len(looks) * 2 >= len(children):
        for child in children:
            if _looks_like_stage(text, child):
                yield _stage_of(child)
        return
    yield from _lines_as_stages(text, [*section.own, *(line for c in section.children for line in (c.line, *c.own))])


def _looks_like_stage(text: str, item: Item) -> bool:
    head = text[item.line.body : min(item.line.span.end, item.line.body + 60)]
    first = item.own[0] if item.own else None
    dated = bool(_period_in_brackets(head) or (first and _LABELLED_TIME.match(text[first.span.start : first.span.end])))
    return (
        dated
        or bool(_STAGE.search(head[:24]))
        or bool(item.title and (time_words.RANGE.match(head) or time_words.POINT.match(head)))
    )


def _period_in_brackets(head: str) -> re.Match[str] | None:
    for bracket in _BRACKET.finditer(head):
        if (
            time_words.RANGE.search(bracket.group(1))
            or time_words.POINT.search(bracket.group(1))
            or re.search("全年|长期|常态|即日起", bracket.group(1))
        ):
            return bracket
    return None


def _stage_of(item: Item) -> _Stage:
    title = item.title or Span(item.line.body, item.line.span.end)
    lines = [Span(item.text_start, item.line.span.end)] if item.text_start < item.line.span.end else []
    lines += [line.span for line in item.own if line.table is None]
    return _Stage(title, tuple(lines), tuple(item.children), Span(item.number.start, item.last))


def _lines_as_stages(text: str, lines: Sequence[Line]) -> Iterator[_Stage]:
    heads = [i for i, line in enumerate(lines) if _ORDINAL.match(text[line.body : line.span.end])]
    for i, following in zip(heads, [*heads[1:], len(lines)], strict=False):
        line = lines[i]
        begin = line.body
        head = _HEAD_OF_STAGE.match(text, begin, line.span.end)
        stop = _END_OF_NAME.search(text, head.end() if head else begin, line.span.end)
        end = stop.start() if stop else line.span.end
        rest = [
            strip(text, Span(min(end + 1, line.span.end), line.span.end)),
            *(x.span for x in lines[i + 1 : following]),
        ]
        spans = tuple(s for s in rest if s.end > s.start)
        yield _Stage(Span(begin, end), spans, (), Span(line.span.start, lines[following - 1].span.end))


_HEAD_OF_STAGE = re.compile(r"第[一二三四五六七八九十1-9](?:个)?阶段\s?(?:[（(][^（）()]*[）)])?\s?[：:、，.．\-—]?\s?")
_END_OF_NAME = re.compile(r"[。；：:]")


def _last_year(found: Sequence[Phase]) -> int | None:
    for phase in reversed(found):
        if phase.end or phase.start:
            return int((phase.end or phase.start or "0")[:4])
    return None


def _phase(text: str, stage: _Stage, year: int | None) -> Phase:
    when = _when(text, stage, year)
    name = _name(text, stage)
    own_year = int(when.end[:4]) if when and when.end else (int(when.start[:4]) if when and when.start else year)
    items = tuple(_duties(text, stage, own_year, when.span if when else None))
    confidence = 1.0 if when else 0.6
    return Phase(name, when.start if when else None, when.end if when else None, stage.span, items, confidence)


def _name(text: str, stage: _Stage) -> str:
    """The name without number and dates: 第一阶段（3月—4月）：动员部署 is called 动员部署."""
    words = re.sub(r"\s+", "", text[stage.title.start : stage.title.end])
    bracket = _period_in_brackets(words)
    words = words[: bracket.start()] + words[bracket.end() :] if bracket else words
    bare = _ORDINAL.sub("", words).strip(" 。：:，,（）()")
    return re.split(r"[。：:]", bare)[0] or words.strip(" 。：:，,")


def _when(text: str, stage: _Stage, year: int | None) -> _When | None:
    """The dates of a phase: in brackets of its title, on a line 时间：…, or where its text begins."""
    places = [stage.title]
    for span in stage.lines[:2]:
        if label := _LABELLED_TIME.match(text[span.start : span.end]):
            places.insert(0, Span(span.start + label.start(1), span.start + label.end(1)))
        else:
            places.append(Span(span.start, min(span.end, span.start + 30)))
    for place in places:
        if found := _dates(text, place, year):
            return found
    return None


def _dates(text: str, place: Span, year: int | None) -> _When | None:
    if found := time_words.RANGE.search(text, *place):
        start, end = times.period(found, year)
        if start.text() and end.text():
            return _When(start.text(), end.text(), Span(*found.span()))
    limits = times.deadlines(text, place.start, place.end, year)
    if limits and limits[0].date:
        return _When(None, limits[0].date[: 7 if "日" not in limits[0].text else 10], limits[0].span)
    point = time_words.POINT.search(text, *place)
    if point and (point["y"] or point["m"]):
        moment = times.moment_of(point, year)
        if moment.text() and point["m"]:
            return _When(moment.text(), moment.text(), Span(*point.span()))
    return None


def _duties(text: str, stage: _Stage, year: int | None, dates: Span | None) -> Iterator[Duty]:
    if stage.items:
        for item in stage.items:
            number = text[item.number.start : item.number.end].strip()
            yield duty(text, number, Span(item.number.start, item.last), Span(item.line.body, item.last), year)
        return
    for span in stage.lines:
        words = text[span.start : span.end]
        if _LABELLED_TIME.match(words) or (dates and dates.start >= span.start and dates.end >= span.end - 1):
            continue
        label = _LABEL.match(words)
        body = strip(text, Span(span.start + (label.end() if label else 0), span.end))
        if body.end > body.start:
            yield duty(text, "", body, body, year)


def duty(text: str, number: str, span: Span, body: Span, year: int | None) -> Duty:
    """One duty: its bodies from a marked list, else from the heads of its sentences."""
    marked = units.without_repeats([u for c in units.clauses(text, *body) for u in c.units])
    spoken = units.without_repeats([u for c in in_prose(text, *body) for u in c.units])
    found: tuple[UnitRef, ...] = marked or spoken or subjects(text, *body)
    limits = times.deadlines(text, *body, year)
    rhythm = next(times.rhythms(text, *body), None)
    words = text[body.start : body.end].strip()
    return Duty(number, words, span, found, limits[0] if limits else None, rhythm, 1.0 if marked or not found else 0.8)


def safeguards_of(text: str, root: Item, year: int | None) -> tuple[Duty, ...]:
    """Duties of the safeguards: sentences that name who acts, or by when."""
    found = []
    for section in root.children:
        if not _SAFEGUARDS.search(_words(text, section)):
            continue
        for item in section.walk():
            if any(child.children or child.title for child in item.children):
                continue
            for span in _own_spans(item):
                if units.clauses(text, *span):  # with bodies of its own it is a task
                    continue
                for sentence in sentences(text, span):
                    candidate = duty(text, text[item.number.start : item.number.end].strip(), sentence, sentence, year)
                    if candidate.units or candidate.deadline:
                        found.append(candidate)
    return tuple(found)


def _own_spans(item: Item) -> Iterator[Span]:
    if item.text_start < item.line.span.end:
        yield Span(item.text_start, item.line.span.end)
    for line in item.own:
        if line.table is None:
            yield line.span
