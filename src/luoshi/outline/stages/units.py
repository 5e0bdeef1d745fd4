"""Clauses of responsibility: who is to do what a sentence says.

Reads a stretch of text. Writes ``Clause`` values (place, bodies with roles, names of persons that were dropped), from
brackets (〔责任单位：…〕, （A牵头，B配合）), from labelled lines (牵头单位：…；配合单位：…) and from prose (由…牵头).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from luoshi.outline.model import Role, Span, UnitRef
from luoshi.outline.stages import names

_LEAD = "总牵头|牵头|主责|主管|归口"
_SUPPORT = "配合|协办|协同|协助|参与|参加|参建|支持|会办|协作"
_PLAIN = "责任|主办|承办|落实|实施|负责|执行|组织|承担|共同|直接|成员|指导|监督|督导|完成|推进|建设|具体|提供材料"
_BODY = "单位|部门|处室|科室|股室|主体|机构|地区|乡镇|镇街|学校|方"
# 牵头单位、配合/责任单位、牵头（责任）单位、责任单位及部门
_WORD = rf"(?:(?:{_LEAD}|{_SUPPORT}|{_PLAIN})(?:[（(][^（）()]{{1,6}}[）)])?[及和与/、／]?){{1,3}}(?:{_BODY})(?:[及和、](?:{_BODY}))?"
_LABEL = re.compile(
    rf"({_WORD}|责任(?=[：:])|牵头(?=[：:])|配合(?=[：:]))[ \t\u3000]*(?:[（(][^（）()]{{1,8}}[）)])?[ \t\u3000]*[：:]"
)
_BARE_LABEL = re.compile(rf"({_WORD})(?:为|是|有)?[ \t\u3000]*")
# Labels that end a list of bodies: time, persons, scope and the like.
_OTHER = re.compile(
    r"(?:完成|办理|工作|办结)?(?:时限|时间|期限)(?:要求|进度)?[ \u3000]*[：:]|完成时[间限]|"
    r"(?:第一|直接|具体|分管|牵头|责任|包保|主要|配合|联系)?(?:责任人|领导|负责人|联系人|联络员|人员|经办人)[ \u3000]*[：:]|"
    r"(?:联系)?电话[ \u3000]*[：:]|[\u4e00-\u9fff]{2,4}范围[ \u3000]*[：:]|(?:工作)?(?:目标|要求|任务|措施|备注|说明|进度)(?:要求)?[ \u3000]*[：:]"
)
_PERSONS = re.compile(
    r"(?:责任|牵头|分管|包保|配合|联系|具体|主要|直接|第一)?(?:责任人|领导|负责人|联系人|联络员|人员|经办人)[ \u3000]*[：:]([^；;。）)〕】\n]*)"
)
_DUTY = r"(?:按照?(?:各自|其)?(?:职责|职能|任务)?(?:和)?(?:分工|职责|职能)?(?:要求)?(?:分别|共同|抓好)?)?"
_VERBS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        Role.LEAD,
        re.compile(
            r"(?:共同|联合|分别|总)?(?:牵头|负总责|主责|主抓)(?:负责|组织|落实|抓总|实施|推进|办理|制定|单位|部门|协调|抓好)*$"
        ),
    ),
    (
        Role.SUPPORT,
        re.compile(
            rf"(?:{_DUTY})(?:共同|积极|予以|给予|做好)?(?:配合|协助|协办|参与|支持|协同|参加)(?:实施|落实|推进|完成|做好|工作|单位)*$"
        ),
    ),
    (
        Role.RESPONSIBLE,
        re.compile(
            rf"(?:{_DUTY})(?:共同|具体|分别|组织|抓好|各自|统筹|分级|协同|联合)*"
            r"(?:负责|落实|实施|主办|承办|承担|指导|执行|推进|办理|推动|监督)(?:落实|实施|推进|执行|组织|办理|抓好|指导|监督)*$"
        ),
    ),
)
_PAIRS = {"（": "）", "(": ")", "〔": "〕", "【": "】", "[": "]", "［": "］"}
_CLOSING = re.compile(r"[）)〕】\]］]")
FIRST_LEADS = re.compile(
    r"(?:排|列|排序|排列|排名|位列|名列)(?:在)?(?:第一|首|最前|前面?)(?:位|名|个)?(?:的|者)?[^。；;，,）)]{0,10}?(?:牵头|主办|主责|负总责|第一责任)"
    r"|第一(?:个|家|位)?(?:责任)?(?:单位|部门|者)(?:的)?(?:即)?(?:为|是)(?:牵头|主办|主责)"
)
_LONGEST = 900


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of who is responsible. ``span`` covers brackets and label; ``formal`` is False for prose."""

    span: Span
    units: tuple[UnitRef, ...]
    persons: tuple[Span, ...] = ()
    formal: bool = True


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """Every clause of responsibility between two places, in order, without overlaps."""
    found: list[Clause] = []
    at = start
    named = [*_bracketed(text, start, end), *_labelled(text, start, end)]
    for clause in sorted([*named, *_closing_sentence(text, start, end)], key=lambda c: c.span):
        if clause.span.start >= at and (clause.units or clause.persons):
            found.append(clause)
            at = clause.span.end
    return found


def gaps(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What is left of a stretch without its clauses of responsibility."""
    left, at = [], start
    for clause in clauses(text, start, end):
        left.append((at, clause.span.start))
        at = clause.span.end
    return [(a, b) for a, b in [*left, (at, end)] if b > a]


def first_leads(text: str) -> bool:
    """Whether the plan says that the first body of a list is the lead (排在第一位的为牵头部门，下同)."""
    return bool(FIRST_LEADS.search(text))


def with_first_as_lead(units: tuple[UnitRef, ...]) -> tuple[UnitRef, ...]:
    """The same bodies, the first of them lead where none is marked as lead."""
    if not units or any(u.role is Role.LEAD for u in units):
        return units
    return (replace(units[0], role=Role.LEAD), *units[1:])


def without_repeats(units: Iterator[UnitRef] | tuple[UnitRef, ...] | list[UnitRef]) -> tuple[UnitRef, ...]:
    """Each body once, in order; a body that leads anywhere leads."""
    kept: dict[str, UnitRef] = {}
    for unit in units:
        if unit.name not in kept:
            kept[unit.name] = unit
        elif unit.role is Role.LEAD:
            kept[unit.name] = replace(kept[unit.name], role=Role.LEAD)
    return tuple(kept.values())


# --- brackets -----------------------------------------------------------------------------------------------------


def _bracketed(text: str, start: int, end: int) -> Iterator[Clause]:
    at = start
    while (opening := _next_open(text, at, end)) is not None:
        close = _matching(text, opening, min(end, opening + _LONGEST))
        if close is None:
            at = opening + 1
            continue
        clause = _in_bracket(text, Span(opening + 1, close))
        if clause is None:
            at = opening + 1
            continue
        yield replace(clause, span=Span(opening, close + 1))
        at = close + 1


_OPENING = re.compile(r"[（(〔【\[［]")


def _next_open(text: str, at: int, end: int) -> int | None:
    found = _OPENING.search(text, at, end)
    return found.start() if found else None


def _matching(text: str, opening: int, end: int) -> int | None:
    """Where the bracket closes; full and half width may be mixed, so the depth counts, not the shape."""
    depth = 0
    for i in range(opening, end):
        if text[i] in _PAIRS:
            depth += 1
        elif text[i] in "）)〕】]］":
            depth -= 1
            if depth == 0:
                return i
        elif text[i] == "\n" and text[opening] not in "〔【":
            return None
    return None


def _in_bracket(text: str, inner: Span) -> Clause | None:
    content = text[inner.start : inner.end]
    if _LABEL.match(content.lstrip()) or _BARE_LABEL.match(content.lstrip()) and _mostly_units(text, inner):
        return _parsed(text, inner)
    if FIRST_LEADS.search(content):
        inner = Span(
            inner.start, inner.start + min(i for i in (content.find("。"), content.find("；"), len(content)) if i >= 0)
        )
        content = text[inner.start : inner.end]
    tail = re.sub(r"[。；;，,\s]+$", "", content)
    if any(verb.search(tail) for _, verb in _VERBS) and _mostly_units(text, inner):
        return _parsed(text, inner)
    return None


def _mostly_units(text: str, inner: Span) -> bool:
    """Whether what stands before the verbs reads as bodies (else the bracket holds a remark)."""
    found = [text[u.span.start : u.span.end] for u in _parsed(text, inner).units]
    good = sum(names.is_unit(n) or names.is_collective(n) for n in found)
    return bool(found) and good * 10 >= len(found) * 6


# --- labelled lines -------------------------------------------------------------------------------------------------


def _labelled(text: str, start: int, end: int) -> Iterator[Clause]:
    at = start
    while label := _LABEL.search(text, at, end):
        if label.start() > start and text[label.start() - 1] in "（(〔【[［“《":
            at = label.end()
            continue
        stop = _end_of_list(text, label.end(), end)
        yield _parsed(text, Span(label.start(), stop))
        at = max(stop, label.end())


def _end_of_list(text: str, at: int, end: int) -> int:
    """Where a labelled list ends: full stop, line end, a label of another kind; another label of bodies goes on."""
    line = text.find("\n", at, end)
    end = line if line >= 0 else end
    if other := _OTHER.search(text, at, end):
        if not _LABEL.match(text, other.start(), end):
            end = other.start()
    depth = 0
    for i in range(at, end):
        if text[i] in _PAIRS:
            depth += 1
        elif _CLOSING.match(text[i]):
            depth -= 1
            if depth < 0:
                return i
        elif text[i] in "。！？" and depth == 0:
            following = _LABEL.match(text, i + 1, end)
            if not following:
                return i + 1
    return end


# --- a sentence that is nothing but a statement of who is responsible ----------------------------------------------------

_SENTENCE_END = re.compile(r"[。！？；;\n]")


def _closing_sentence(text: str, start: int, end: int) -> Iterator[Clause]:
    """The last sentence of a paragraph: A、B牵头，区直相关部门按职责分工负责."""
    stop = end
    while stop > start and text[stop - 1] in "。；; \t\u3000\n":
        stop -= 1
    begin = max((m.end() for m in _SENTENCE_END.finditer(text, max(start, stop - 300), stop)), default=start)
    if begin <= start or stop - begin > 300 or stop - begin < 4:
        return
    pieces = [p for p in _by_verb(text, Span(begin, stop)) if text[p.start : p.end].strip()]
    if pieces and _verb_of(text, *pieces[-1])[0] is not None and all(_names_only(text, p) for p in pieces):
        yield replace(_parsed(text, Span(begin, stop)), span=Span(begin, end))


def _names_only(text: str, piece: Span) -> bool:
    """Whether a piece is names of bodies with at most a verb behind them."""
    _, stop = _verb_of(text, *piece)
    found = [text[n.start : n.end] for n in names.split(text, piece.start, stop)]
    return bool(found) and all(len(n) <= 24 and (names.is_unit(n) or names.is_collective(n)) for n in found)


# --- the list itself ------------------------------------------------------------------------------------------------


def _parsed(text: str, span: Span) -> Clause:
    units: list[UnitRef] = []
    persons: list[Span] = []
    for role, segment in _segments(text, span):
        for unit in _members(text, segment, role):
            if names.is_person(unit.name):
                persons.append(unit.span)
            else:
                units.append(unit)
    return Clause(span, without_repeats(units), tuple(persons))


def _segments(text: str, span: Span) -> Iterator[tuple[Role | None, Span]]:
    """The stretches between labels, each with the role that its label gives."""
    stop = _OTHER.search(text, span.start, span.end)
    end = stop.start() if stop and not _LABEL.match(text, stop.start(), span.end) else span.end
    labels = list(_LABEL.finditer(text, span.start, end))
    if not labels and (bare := _BARE_LABEL.match(text, span.start, end)):
        labels = [bare]
    if not labels:
        yield None, Span(span.start, end)
    elif labels[0].start() > span.start:
        yield None, Span(span.start, labels[0].start())
    ends = [*(label.start() for label in labels[1:]), end]
    for label, stop_at in zip(labels, ends, strict=False):
        yield _role_of(label.group(1)), Span(label.end(), stop_at)


def _role_of(label: str) -> Role:
    if re.search(_LEAD, label):
        return Role.LEAD
    if re.search(_PLAIN, label):  # 配合/责任单位 binds as the stronger word
        return Role.RESPONSIBLE
    return Role.SUPPORT


_CALLED = re.compile(r"\s*(?:由|组织|会同|联合(?!党|会|社|国|体)|协调|督促)?")
_CLAUSE_END = re.compile(r"[，,；;。\n]")
_JOINS = re.compile(r"会同|联合(?!党|会|社|国|体)|协同(?=[^、，,；;]{2,})")


def in_list(text: str, span: Span) -> tuple[UnitRef, ...]:
    """The bodies of a stretch that is nothing but names of bodies."""
    return without_repeats(list(_members(text, span, Role.RESPONSIBLE)))


def members_in_cell(text: str, cell: Span, role: Role) -> tuple[UnitRef, ...]:
    """The bodies of a table's cell, where blanks part names too."""
    return without_repeats(list(_members(text, cell, role, blanks=True)))


def _members(text: str, segment: Span, role: Role | None, *, blanks: bool = False) -> Iterator[UnitRef]:
    """Bodies of a stretch; a verb behind some of them (…牵头，…配合) decides their role."""
    pending: list[Span] = []
    for piece in _by_verb(text, segment):
        start = _CALLED.match(text, piece.start, piece.end).end()  # type: ignore[union-attr]
        verb_role, stop = _verb_of(text, start, piece.end)
        pending += names.split(text, start, stop, blanks=blanks)
        if verb_role is not None:
            yield from (_unit(text, name, verb_role) for name in pending)
            pending = []
    yield from (_unit(text, name, role or Role.RESPONSIBLE) for name in pending)


def _by_verb(text: str, segment: Span) -> Iterator[Span]:
    depth, at = 0, segment.start
    for i in range(segment.start, segment.end):
        if text[i] in _PAIRS:
            depth += 1
        elif _CLOSING.match(text[i]):
            depth = max(0, depth - 1)
        elif depth == 0 and _CLAUSE_END.match(text[i]):
            yield from _by_join(text, Span(at, i))
            at = i + 1
    yield from _by_join(text, Span(at, segment.end))


def _by_join(text: str, piece: Span) -> Iterator[Span]:
    """A牵头会同B、C: the word between is where one role ends."""
    if (join := _JOINS.search(text, piece.start, piece.end)) and join.start() > piece.start:
        yield Span(piece.start, join.start())
        yield Span(join.end(), piece.end)
    elif piece.start < piece.end:
        yield piece


def _verb_of(text: str, start: int, end: int) -> tuple[Role | None, int]:
    raw = text[start:end]
    bare = raw.rstrip(" \u3000\t等")
    for role, verb in _VERBS:
        if (found := verb.search(bare)) and not names.is_unit(bare[found.start() :]):
            return role, start + found.start()
    return None, end


def _unit(text: str, span: Span, role: Role) -> UnitRef:
    name = re.sub(r"[ \t\u3000]+", "", text[span.start : span.end])
    return UnitRef(name, role, span, names.is_collective(name), names.alias_of(name))


def persons_in(text: str, start: int, end: int) -> list[Span]:
    """Places where a label (责任人：…) is followed by what reads as a person's name."""
    found = []
    for label in _PERSONS.finditer(text, start, end):
        for name in names.split(text, label.start(1), label.end(1), blanks=True):
            if names.is_person(text[name.start : name.end]):
                found.append(name)
    return found
