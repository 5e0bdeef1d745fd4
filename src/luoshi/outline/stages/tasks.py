"""Tasks: the innermost items (or paragraphs) that have their own bodies.

Reads the tree and the clauses of responsibility. Writes ``Task`` values. Where a plan marks no bodies at all, the
innermost items of its task part are the tasks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from luoshi.outline.model import Deadline, Span, Target, Task, UnitRef
from luoshi.outline.stages import names, times, units
from luoshi.outline.stages.lines import strip
from luoshi.outline.stages.marks import Kind, Mark, counting, inside
from luoshi.outline.stages.measures import measures
from luoshi.outline.stages.subjects import in_prose
from luoshi.outline.stages.tree import Item
from luoshi.outline.stages.units import Clause, Clauses

_TASK_PART = re.compile(r"任务|措施|重点|工作内容|主要内容|内容|举措|行动|工程|整治|分工|职责|项目|要点")
_OTHER_PART = re.compile(
    r"指导思想|总体(?:要求|目标|思路)|(?:工作|创建|主要|发展|整治|行动|活动|试点|年度)?目标|原则|意义|背景|依据|范围|对象|步骤|阶段|进度|时间|保障|组织|要求|"
    r"监督|督查|考核|附则|安排|机构|领导|机制|说明|主题|经费|纪律|概况|现状|形势|认识"
)


@dataclass(slots=True)
class _Piece:
    """A stretch of text with the bodies that are named for it."""

    number: Span
    title: Span | None
    texts: list[Span] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    end: int = 0


@dataclass(slots=True)
class Found:
    """What the search for tasks gives: tasks in order, and what is to be said about them."""

    tasks: list[Task] = field(default_factory=list)
    both_levels: list[Item] = field(default_factory=list)
    below: list[Item] = field(default_factory=list)
    without: list[Item] = field(default_factory=list)
    persons: list[Span] = field(default_factory=list)
    in_prose: list[Item] = field(default_factory=list)
    marked: bool = False


@dataclass(slots=True)
class _Search:
    said: Clauses
    year: int | None
    first_leads: bool
    counted: Sequence[Target]
    found: Found = field(default_factory=Found)
    clauses: dict[int, list[tuple[Span, list[Clause]]]] = field(default_factory=dict)
    owning: dict[int, bool] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.said.text


def tasks_of(
    said: Clauses,
    root: Item,
    year: int | None,
    *,
    counted: Sequence[Target],
    first_leads: bool,
    skip: Sequence[Span] = (),
) -> Found:
    """The tasks of the body; ``counted`` are its quantities in order, ``skip`` places that belong to phases."""
    search = _Search(said, year, first_leads, counted)
    for item in root.walk():
        search.clauses[id(item)] = [(s, search.said.within(*s)) for s in _paragraphs(item)]
    if not any(c.formal and c.units for held in search.clauses.values() for _, found in held for c in found):
        search.clauses = {at: [(span, []) for span, _ in held] for at, held in search.clauses.items()}
    for item in reversed(list(root.walk())):
        search.owning[id(item)] = _owns(search, item) or any(search.owning[id(c)] for c in item.children)
    _descend(search, root)
    search.found.marked = bool(search.found.tasks)
    if not search.found.tasks:
        _unmarked(search, root, skip)
    search.found.tasks.sort(key=lambda t: t.span)
    return search.found


def _paragraphs(item: Item) -> list[Span]:
    """The item's own paragraphs; the first begins behind number and title."""
    head = item.text_start if item.text_start < item.line.span.end else item.line.span.end
    first = [Span(head, item.line.span.end)] if item.mark or item.title else []
    return first + [line.span for line in item.own if line.table is None]


def _owns(search: _Search, item: Item) -> bool:
    return any(c.units for _, found in search.clauses[id(item)] for c in found)


def _descend(search: _Search, item: Item) -> None:
    below = [c for c in item.children if search.owning[id(c)]]
    if _closing_clause(search, item, below):
        search.found.below.append(item)
        _take(search, item, whole=True)
        return
    if below:
        if _owns(search, item):
            search.found.both_levels.append(item)
        for child in item.children:
            _descend(search, child)
        return
    if _owns(search, item):
        _take(search, item, whole=True)
        return
    named = _bodies_as_headings(search, item)
    for child in item.children:
        if child in named:
            _take_named(search, child)
        else:
            _descend(search, child)


def _closing_clause(search: _Search, item: Item, below: list[Item]) -> bool:
    """A list of bodies on a line of its own behind the last of several items that have none belongs to them all."""
    if len(item.children) < 2 or len(below) != 1 or below[0] is not item.children[-1] or _owns(search, item):
        return False
    last = below[0]
    if item.parent is None or item.title is None or any(search.owning[id(c)] for c in last.children):
        return False
    held = [(span, found) for span, found in search.clauses[id(last)] if found]
    return len(held) == 1 and held[0][0] is not search.clauses[id(last)][0][0] and _alone(search.text, *held[0])


def _alone(text: str, span: Span, found: list[Clause]) -> bool:
    """Whether a paragraph holds nothing but its clauses."""
    rest = "".join(text[a:b] for a, b in units.between(span, found))
    return bool(found) and not rest.strip(" \t\u3000。；;，,、.")


_DIVISION = re.compile(r"分工|职责|责任|任务|主体|部门")


def _bodies_as_headings(search: _Search, item: Item) -> list[Item]:
    """Children whose headings are bodies, with their duties beneath: （一）县教育局 / 1.牵头制定…"""
    if item.title is None or not _DIVISION.search(search.text[item.title.start : item.title.end]):
        return []
    named = [c for c in item.children if c.title is not None and _is_list_of_bodies(search.text, c.title)]
    return named if len(named) >= 2 else []


def _is_list_of_bodies(text: str, title: Span) -> bool:
    listed = [text[n.start : n.end] for n in names.split(text, *title)]
    return bool(listed) and all(names.is_unit(n) or names.is_collective(n) for n in listed)


def _take_named(search: _Search, item: Item) -> None:
    """The duties beneath a body's name are its tasks, each by itself."""
    bodies = units.in_list(search.text, item.title) if item.title else ()
    for leaf in [leaf for leaf in item.walk() if not leaf.children and leaf is not item] or [item]:
        piece = _Piece(leaf.number, leaf.title, end=leaf.last)
        piece.texts = [s for s in _paragraphs(leaf) if s.end > s.start]
        _add(search, leaf, piece, bodies)


# --- from an item to its pieces ---------------------------------------------------------------------------------------


def _take(search: _Search, item: Item, *, whole: bool) -> None:
    """The tasks of one item: itself, or its paragraphs where several have bodies of their own."""
    paragraphs = list(search.clauses[id(item)])
    if whole:
        for child in item.children:
            for inner in child.walk():
                paragraphs += [(Span(inner.line.span.start, s.end) if i == 0 else s, c)
                               for i, (s, c) in enumerate(search.clauses[id(inner)])]  # fmt: skip
    pieces = list(_pieces(search.text, item, paragraphs))
    for piece in pieces:
        bodies = units.without_repeats([u for c in piece.clauses for u in c.units])
        _add(search, item, piece, bodies)
        search.found.persons += [p for c in piece.clauses for p in c.persons]


def _pieces(text: str, item: Item, paragraphs: list[tuple[Span, list[Clause]]]) -> Iterator[_Piece]:
    """Cut an item where bodies have been named and further text with bodies of its own follows."""
    last = max((i for i, (_, found) in enumerate(paragraphs) if found), default=-1)
    current = _Piece(item.number, item.title)
    for i, (span, found) in enumerate(paragraphs):
        inside_it = list(_split_inside(text, span, found))
        if inside_it:
            yield from (_inner(text, *part) for part in inside_it if part[2])
            current = _Piece(Span(span.end, span.end), None)
            continue
        if current.clauses and i <= last and not _alone(text, span, found):
            yield current
            current = _Piece(Span(span.start, span.start), None)
        current.texts += units.between(span, found)
        current.clauses += found
        current.end = max(current.end, span.end)
    if current.clauses:
        yield current


def _inner(text: str, mark: Mark, span: Span, clauses: list[Clause]) -> _Piece:
    title = _inner_title(text, mark, span)
    body = Span(title.end + 1 if title else mark.end, span.end)
    return _Piece(mark.span, title, units.between(body, clauses), clauses, span.end)


def _split_inside(text: str, span: Span, found: list[Clause]) -> Iterator[tuple[Mark, Span, list[Clause]]]:
    """One paragraph with several 一是…（A负责）二是…（B负责）, each with its own bodies."""
    if len(found) < 2:
        return
    for kind in (Kind.SPOKEN, Kind.BRACKETED_DECIMAL, Kind.CIRCLED, Kind.DECIMAL):
        marks = [
            m
            for m in counting(inside(text, span.start, span.end, kind))
            if not any(c.span.start <= m.span.start < c.span.end for c in found)
        ]
        if len(marks) < 2:
            continue
        starts = [m.span.start for m in marks]
        bounds = [Span(a, b) for a, b in zip(starts, [*starts[1:], span.end], strict=True)]
        held = [[c for c in found if b.start <= c.span.start < b.end] for b in bounds]
        if sum(bool(h) for h in held) >= 2:
            yield from zip(marks, bounds, held, strict=True)
            return


def _inner_title(text: str, mark: Mark, span: Span) -> Span | None:
    stop = re.compile(r"。").search(text, mark.end, min(span.end, mark.end + 30))
    if stop and stop.end() < span.end - 4 and not units.clauses(text, mark.end, stop.start()):
        after = text[stop.end() : span.end].lstrip()
        return Span(mark.end, stop.start()) if after and after[0] not in "（(〔【" else None
    return None


def _add(search: _Search, item: Item, piece: _Piece, bodies: tuple[UnitRef, ...]) -> None:
    text = search.text
    bodies = units.with_first_as_lead(bodies) if search.first_leads else bodies
    texts = [s for s in (strip(text, s) for s in piece.texts) if text[s.start : s.end].strip("。；;，, ")]
    limits = _limits(search, piece, texts)
    number = text[piece.number.start : piece.number.end].strip()
    title = text[piece.title.start : piece.title.end] if piece.title else ""
    path = item.path(text)
    certain = bodies and all(names.is_unit(u.name) or u.group for u in bodies)
    search.found.tasks.append(
        Task(
            number=number,
            path=path if number in path else path + number,
            title=re.sub(r"\s*\n\s*", "", title).strip("。：: "),
            text="\n".join(text[s.start : s.end] for s in texts).strip(),
            span=_whole(piece, texts),
            units=bodies,
            deadline=limits[0] if limits else None,
            deadlines=limits,
            rhythm=next((r for s in texts for r in times.rhythms(text, *s)), None),
            measures=measures(text, texts),
            targets=tuple(t for s in texts for t in _inside(search.counted, s)),
            confidence=1.0 if certain else 0.7,
        )
    )


def _inside(counted: Sequence[Target], span: Span) -> Sequence[Target]:
    """The quantities that begin within a place."""
    low = bisect_left(counted, span.start, key=lambda t: t.span.start)
    return counted[low : bisect_left(counted, span.end, key=lambda t: t.span.start)]


def _whole(piece: _Piece, texts: list[Span]) -> Span:
    """From the number (else the title, else the text) to the end of the last clause."""
    places = [*([piece.number] if piece.number.end > piece.number.start else []), *filter(None, [piece.title]), *texts]
    begin = min((s.start for s in places), default=piece.number.start)
    return Span(begin, max([begin, piece.end, *(c.span.end for c in piece.clauses), *(s.end for s in texts)]))


def _limits(search: _Search, piece: _Piece, texts: list[Span]) -> tuple[Deadline, ...]:
    """Limits marked in the clause itself (完成时限：…) come first; bare dates count only where nothing is marked."""
    clause_spans = [Span(c.span.start, min(c.span.end + 40, _line_end(search.text, c.span.end))) for c in piece.clauses]
    labelled = tuple(d for s in clause_spans for d in times.labelled(search.text, *s, search.year))
    within = tuple(d for c in piece.clauses for d in times.deadlines(search.text, *c.span, search.year))
    if labelled or within:
        return labelled or within
    found = [d for s in texts for d in times.deadlines(search.text, *s, search.year)]
    dated = [d for d in found if not times.is_length(d)] or found
    marked = [d for d in dated if times.is_marked(d)]
    return tuple(marked or dated)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


# --- plans that mark no bodies ---------------------------------------------------------------------


def _unmarked(search: _Search, root: Item, skip: Sequence[Span]) -> None:
    for item in _task_leaves(search.text, root):
        spoken = [c for s in _paragraphs(item) for c in in_prose(search.text, *s)]
        if not spoken and any(s.start <= item.line.span.start < s.end for s in skip):
            continue
        piece = _Piece(item.number, item.title, end=item.end)
        piece.texts = [s for s in _paragraphs(item) if s.end > s.start]
        if piece.texts or piece.title:
            _add(search, item, piece, units.without_repeats([u for c in spoken for u in c.units]))
            search.found.in_prose += [item] if spoken else []


def _task_leaves(text: str, root: Item) -> Iterator[Item]:
    sections = [s for s in root.children if s.title is not None]
    chosen = [s for s in sections if _is_task_part(text, s) or not _OTHER_PART.search(_title(text, s))]
    for section in chosen:
        yield from (item for item in section.walk() if not item.children and (item.mark is not None))


def _title(text: str, item: Item) -> str:
    return text[item.title.start : item.title.end] if item.title else ""


def _is_task_part(text: str, item: Item) -> bool:
    words = _title(text, item)
    return bool(_TASK_PART.search(words)) and not re.search(
        r"目标|步骤|阶段|进度|时间|保障|组织|要求|指导|原则|监督|考核", words
    )


def items_without_units(root: Item, tasks: Sequence[Task]) -> list[Item]:
    """Leaves that no task covers, beside tasks of the same part of the plan."""
    covered = sorted(t.span for t in tasks)
    starts = [s.start for s in covered]

    def holds(item: Item) -> bool:
        at = bisect_left(starts, item.number.start)
        return at < len(starts) and starts[at] < item.last

    def within(item: Item) -> bool:
        at = bisect_right(starts, item.line.span.start)
        return at > 0 and item.line.span.start < covered[at - 1].end

    leaves = (
        item
        for section in root.children
        if holds(section)
        for item in section.walk()
        if not item.children and item.mark is not None and item.level <= 3
    )
    return [item for item in leaves if not within(item) and not holds(item)]
