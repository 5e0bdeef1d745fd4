"""The tree: numbered and styled items of the plan's body, with the lines that stand under each.

Reads the lines of the body. Writes ``Item`` nodes, with the title of each told apart from its text, and the headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from luoshi.outline.model import Heading, Span
from luoshi.outline.stages import times, units
from luoshi.outline.stages.lines import Line, strip
from luoshi.outline.stages.marks import Kind, Mark
from luoshi.outline.stages.units import Clauses

RUN_IN = 36  # a longer first sentence is text, not a title
STANDING = 64
_STOP = re.compile(r"[。！？]")
_QUOTED = re.compile(r"[“\"‘「《〈][^”\"’」》〉]{0,30}[”\"’」》〉]")
_COUNTED = re.compile(r"\d|[一二三四五六七八九十百千两]{1,4}(?:个|项|家|处|座|次|万|亿|倍|成|套|户|条(?!例))")


@dataclass(slots=True, eq=False)
class Item:
    """A numbered (or styled) item. ``title`` is None where the item is plain text from its first word."""

    line: Line
    mark: Mark | None
    rank: float
    level: int
    parent: Item | None
    own: list[Line] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    title: Span | None = None
    text_start: int = 0
    heading: bool = False

    @property
    def number(self) -> Span:
        return self.mark.span if self.mark else Span(self.line.span.start, self.line.span.start)

    @property
    def end(self) -> int:
        """Where the item's own lines end (its children not counted)."""
        return self.own[-1].span.end if self.own else self.line.span.end

    @property
    def last(self) -> int:
        """Where the item ends with all that stands under it."""
        return max([self.end, *(child.last for child in self.children[-1:])])

    def walk(self) -> Iterator[Item]:
        """The item and all beneath it, in the order of the text."""
        stack = [self]
        while stack:
            item = stack.pop()
            yield item
            stack.extend(reversed(item.children))

    def ancestors(self) -> Iterator[Item]:
        """The items above it, nearest first (the root left out)."""
        above = self.parent
        while above is not None and above.parent is not None:
            yield above
            above = above.parent

    def path(self, text: str) -> str:
        """The printed numbers from the top: 五、（一）1."""
        chain = [self, *self.ancestors()]
        return "".join(text[i.number.start : i.number.end].strip() for i in reversed(chain))


def tree_of(said: Clauses, lines: Sequence[Line]) -> Item:
    """The root above all items; lines before the first item are the root's own."""
    start = lines[0].span.start if lines else 0
    root = Item(Line(Span(start, start), None), None, -1, 0, None)
    top = root
    for line in lines:
        rank = _rank(said, line)
        if rank is None:
            top.own.append(line)
            continue
        while top.rank >= rank and top.parent is not None:
            top = top.parent
        level = line.mark.kind.level if line.mark else (line.level or 1)
        item = Item(line, line.mark, rank, level, top)
        top.children.append(item)
        top = item
    for item in root.walk():
        if item is not root:
            _set_title(said, item)
    return root


# A heading that only its style shows stands where a numbered one of its level would.
_STYLED = {1: 4.0, 2: 6.0, 3: 7.0, 4: 9.0}


def _rank(said: Clauses, line: Line) -> float | None:
    text = said.text
    if line.table is not None:
        return None
    if line.mark is not None:
        return float(line.mark.kind.rank)
    plain = text[line.span.start : line.span.end]
    if len(plain) > 40 or _STOP.search(plain) or plain.endswith(("：", ":", "；", "，")) or said.within(*line.span):
        return None
    if line.level is not None:
        return _STYLED.get(line.level, 10.0) + 0.5
    return 11.5 if line.bold and len(plain) <= 24 else None


def _set_title(said: Clauses, item: Item) -> None:
    """Tell the title from the text of an item, and whether the title is a heading."""
    text = said.text
    start, end = item.line.body, item.line.span.end
    item.text_start = start
    if item.mark is None:
        item.title, item.text_start, item.heading = Span(start, end), end, True
        return
    if colon := _COLON_TITLE.match(text, start, end):
        _with_colon(text, item, Span(start, end), colon.end() - 1)
        return
    if item.line.cut and (usual := _USUAL_TITLE.match(text, start, end)):
        item.title, item.text_start, item.heading = Span(*usual.span()), usual.end(), True
        return
    found = said.within(start, end)
    clause_at = found[0].span.start if found else end
    stop = _STOP.search(text, start, end)
    if stop and stop.start() < clause_at:
        _run_in(said, item, Span(start, stop.start()), stop.end())
    else:
        _standing(said, item, strip(text, Span(start, clause_at)), bool(found) and clause_at < end)


def _run_in(said: Clauses, item: Item, sentence: Span, behind: int) -> None:
    """（一）标题。正文…: a short first sentence with text behind it."""
    text = said.text
    clause = said.within(behind, item.line.span.end)
    if clause and clause[0].span.start <= behind + 1:  # a sentence with its own bodies is an item, not a title
        return
    if not _short_title(text, sentence, RUN_IN) or not _body_behind(said, item, behind):
        if item.level == 1 and _title_like(text, sentence):
            item.title, item.text_start, item.heading = sentence, behind, item.mark is not None
        return
    item.title, item.text_start = sentence, behind
    item.heading = item.mark is not None and item.mark.kind is not Kind.SPOKEN


def _title_like(text: str, span: Span) -> bool:
    return span.end - span.start <= 16 and not re.search("[，；]", text[span.start : span.end])


def _body_behind(said: Clauses, item: Item, behind: int) -> bool:
    text = said.text
    line = Span(behind, item.line.span.end)
    rest = units.between(line, said.within(*line))
    return (
        any(text[s.start : s.end].strip(" 。；;，\u3000") for s in rest)
        or any(not _only_clause(said, line) for line in item.own)
        or bool(item.children)
    )


def _only_clause(said: Clauses, line: Line) -> bool:
    """Whether a line holds nothing but a statement of who is responsible."""
    found = said.within(*line.span)
    return bool(found) and found[0].span.start - line.span.start <= 2


_SENTENCE_LIKE = re.compile(r"^(?:本(?:方案|办法|计划|意见|规定|制度)|凡|为了)|(?:是|如下|包括|为)$")


def _short_title(text: str, span: Span, longest: int) -> bool:
    plain = _QUOTED.sub("", text[span.start : span.end])
    if _SENTENCE_LIKE.search(plain):
        return False
    dated = re.sub(r"[（(][^（）()]*[）)]", "", plain)
    return (
        span.end - span.start <= longest
        and plain.count("，") + plain.count(",") <= 2
        and "；" not in plain
        and not _COUNTED.search(dated)
        and not times.marked(dated)
    )


def _standing(said: Clauses, item: Item, title: Span, clause_behind: bool) -> None:
    """A line without a full stop: a heading where something stands under it."""
    text = said.text
    plain = text[title.start : title.end]
    if plain.endswith(("；", ";", "，", ",", "、")):
        return
    kind = item.mark.kind if item.mark else None
    colon = plain.endswith(("：", ":"))
    title = strip(text, Span(title.start, title.end - 1)) if colon else title
    under = bool(item.children) or any(not _only_clause(said, line) for line in item.own)
    if title.end - title.start > STANDING or title.end <= title.start:
        return
    if under or (kind is not None and kind.level == 1):
        item.title, item.text_start = title, max(title.end, item.line.span.end if not clause_behind else title.end)
        item.heading = kind is not Kind.SPOKEN


def _with_colon(text: str, item: Item, whole: Span, colon: int) -> None:
    """1.道路垃圾：即…: the words before the colon name the item."""
    item.title, item.text_start = Span(whole.start, colon), colon + 1
    label = _LABEL_WORDS.fullmatch(text[whole.start : colon])
    item.heading = item.mark is not None and item.mark.kind is not Kind.SPOKEN and not label


_COLON_TITLE = re.compile(r"(?!第[一二三四五六七八九十]阶段)[^，。；：:！？\n\d]{2,14}[：:](?=\s*[^\s])")
# Where a running line has lost its line ends, the usual headings of a plan are known by their words.
_USUAL_TITLE = re.compile(
    r"(?:强化|加强|健全|完善)?(?:活动|工作|整治|宣传|主要|总体|重点|实施|组织|保障|基本|指导|创建|目标|督导|考核){1,2}"
    r"(?:时间|主题|重点|目标|任务|原则|思想|要求|措施|步骤|内容|范围|对象|领导|安排|机构|形式|保障|机制|考核)(?:[和与及](?:内容|要求|安排|步骤|措施))?"
    r"(?![，。：、的和与及])"
)


_LABEL_WORDS = re.compile(
    r".{0,4}(?:时间|地点|时限|期限|对象|单位|部门|处室|主体|范围|电话|地址|邮箱|联系人|责任人|领导|参加人员|人员|责任|牵头|配合)"
)


def headings_of(text: str, root: Item) -> tuple[Heading, ...]:
    """The headings of the body, in order."""
    found = []
    for item in root.walk():
        if item.heading and item.title is not None:
            number = text[item.number.start : item.number.end].strip()
            words = re.sub(r"\s*\n\s*", "", text[item.title.start : item.title.end]).strip("。：: ")
            found.append(Heading(item.level, number, words, Span(item.number.start, item.title.end)))
    return tuple(found)
