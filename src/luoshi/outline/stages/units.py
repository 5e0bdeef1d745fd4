"""Clauses of responsibility: who is to do what a sentence says.

Reads a stretch of text. Writes ``Clause`` values (place, bodies with roles, names of persons that were dropped), from
brackets (〔责任单位：…〕, （A牵头，B配合）), from labelled lines (牵头单位：…；配合单位：…) and from prose (由…牵头).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from luoshi.outline.model import Role, Span, UnitRef
from luoshi.outline.stages import names
from luoshi.outline.stages import unit_words as words

_LONGEST = 900


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of who is responsible. ``span`` covers brackets and label.

    ``formal`` is False where it is part of a sentence that says more: then it stays in the text.
    """

    span: Span
    units: tuple[UnitRef, ...]
    persons: tuple[Span, ...] = ()
    formal: bool = True


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """Every clause of responsibility between two places, in order, without overlaps."""
    found: list[Clause] = []
    at = start
    named = [*_bracketed(text, start, end), *_labelled(text, start, end), *_of_persons(text, start, end)]
    for clause in sorted([*named, *_stated(text, start, end)], key=lambda c: (c.span.start, -c.span.end)):
        if clause.span.start >= at and (clause.units or clause.persons):
            found.append(clause)
            at = clause.span.end
    return found


class Clauses:
    """The clauses of a text, looked for once in each line however often they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[int, tuple[int, list[Clause]]] = {}

    def within(self, start: int, end: int) -> list[Clause]:
        """The clauses between two places, in order."""
        known = self._known.get(end)
        if known is None or known[0] > start:
            known = self._known[end] = (start, clauses(self.text, start, end))
        return known[1] if known[0] == start else [c for c in known[1] if c.span.start >= start]


def between(span: Span, found: Iterable[Clause]) -> list[Span]:
    """What is left of a stretch without the clauses found in it."""
    left, at = [], span.start
    for clause in found:
        if not clause.formal:
            continue
        left.append(Span(at, clause.span.start))
        at = clause.span.end
    return [s for s in [*left, Span(at, span.end)] if s.end > s.start]


def first_leads(text: str) -> bool:
    """Whether the plan says that the first body of a list is the lead (排在第一位的为牵头部门，下同)."""
    return bool(words.FIRST_LEADS.search(text))


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
    for opening, close in _pairs(text, start, end):
        if opening < at:
            continue
        clause = _in_bracket(text, Span(opening + 1, close))
        if clause is not None:
            yield replace(clause, span=Span(opening, close + 1))
            at = close + 1


_BRACKET = re.compile(f"[{re.escape(words.OPENING + words.CLOSING)}\n]")
_DEEPEST = 3


def _pairs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Brackets that close, the outer before the inner. Full and half width may be mixed, so depth counts, not shape.

    Only 〔 and 【 may stand open over a line end; brackets nested deeper than any list of bodies are passed over.
    """
    pairs: list[tuple[int, int]] = []
    open_at: list[int] = []
    for found in _BRACKET.finditer(text, start, end):
        if found.group() in words.OPENING:
            open_at.append(found.start())
        elif found.group() == "\n":
            open_at = [at for at in open_at if text[at] in "〔【"]
        elif open_at:
            opening = open_at.pop()
            if len(open_at) < _DEEPEST and found.start() - opening <= _LONGEST:
                pairs.append((opening, found.start()))
    return sorted(pairs)


def _in_bracket(text: str, inner: Span) -> Clause | None:
    content = text[inner.start : inner.end]
    bare = content.lstrip()
    if words.LABEL.match(bare):
        return _parsed(text, inner)
    if words.BARE_LABEL.match(bare):
        return _if_bodies(text, inner)
    if words.FIRST_LEADS.search(content):
        inner = Span(
            inner.start, inner.start + min(i for i in (content.find("。"), content.find("；"), len(content)) if i >= 0)
        )
        content = text[inner.start : inner.end]
    core = words.WHEN.sub("", _TAIL.sub("", content))
    said = Span(inner.start, inner.start + len(core))
    if any(verb.search(core) for _, verb in words.VERBS):
        return _if_bodies(text, said)
    return _parsed(text, said) if _stands_alone(text, inner) and _names_only(text, said) else None


_TAIL = re.compile(r"[。；;，,\s]+$")


def _stands_alone(text: str, inner: Span) -> bool:
    """Whether a bracket stands behind a whole sentence and ends its paragraph."""
    if words.REMARK.match(text, inner.start):
        return False
    before, after = text[inner.start - 2 : inner.start - 1], text[inner.end + 1 : inner.end + 2]
    return (not before or before in "。；！？\n \u3000") and (not after or after in "。\n")


def _if_bodies(text: str, inner: Span) -> Clause | None:
    """What a bracket says, where what stands in it reads as bodies; else it holds a remark."""
    clause = _parsed(text, inner)
    good = sum(u.group or names.is_unit(u.name) for u in clause.units)
    return clause if clause.units and good * 10 >= len(clause.units) * 6 else None


# --- labelled lines -------------------------------------------------------------------------------------------------


def _labelled(text: str, start: int, end: int) -> Iterator[Clause]:
    at = start
    for colon in _COLON.finditer(text, start, end):
        if colon.start() < at:
            continue
        label = words.LABEL.search(text, max(at, colon.start() - words.LONGEST_LABEL), colon.end())
        if not label or (label.start() > start and text[label.start() - 1] in "（(〔【[［“《"):
            continue
        stop = _end_of_list(text, label.end(), end)
        yield _parsed(text, Span(label.start(), stop))
        at = max(stop, label.end())


_COLON = re.compile("[：:]")


def _end_of_list(text: str, at: int, end: int) -> int:
    """Where a labelled list ends: full stop, line end, a label of another kind; another label of bodies goes on."""
    line = text.find("\n", at, end)
    end = line if line >= 0 else end
    other = words.OTHER.search(text, at, end)
    if other and not words.LABEL.match(text, other.start(), end):
        end = other.start()
    depth = 0
    for mark in _LIST_MARK.finditer(text, at, end):
        if mark.group() in words.OPENING:
            depth += 1
        elif mark.group() in words.CLOSING:
            depth -= 1
            if depth < 0:
                return mark.start()
        elif depth == 0 and not words.LABEL.match(text, mark.end(), end):
            return mark.end()
    return end


_LIST_MARK = re.compile(rf"[。！？{re.escape(words.OPENING + words.CLOSING)}]")


# --- a sentence that is nothing but a statement of who is responsible -------------------------------

_SENTENCE_END = re.compile(r"[。！？\n]")
_LONGEST_SENTENCE = 300


def _stated(text: str, start: int, end: int) -> Iterator[Clause]:
    """Sentences that begin with who does what: A、B牵头，C、各乡镇配合，6月底前完成.

    Where further words follow (A牵头，组织…), it takes two roles to make a statement of it; else it is prose.
    """
    at = start
    for verb in words.ACTS.finditer(text, start, end):
        if verb.start() < at:
            continue
        near = max(at, verb.start() - _LONGEST_SENTENCE)
        begin = max(near, *(text.rfind(mark, near, verb.start()) + 1 for mark in "。！？\n"))
        stop = _SENTENCE_END.search(text, verb.end(), min(end, begin + _LONGEST_SENTENCE))
        at = stop.end() if stop else min(end, begin + _LONGEST_SENTENCE)
        sentence = Span(begin, stop.start() if stop else at)
        if (said := _who(text, sentence)) and (begin > start or len({u.role for u in said.units}) > 1):
            rest = text[said.span.end : sentence.end].strip(" ，,；;\u3000")
            yield replace(said, formal=False) if rest else replace(said, span=Span(begin, at))


def _who(text: str, sentence: Span) -> Clause | None:
    """The pieces at the head of a sentence that are nothing but names and what they do."""
    reach = None
    rest = False
    for piece in _by_verb(text, sentence):
        if not text[piece.start : piece.end].strip():
            continue
        if not _names_only(text, piece):
            rest = bool(reach) and not _tells_when(text, piece)
            break
        if _verb_of(text, *piece)[0] is not None:
            reach = piece.end
    if reach is None:
        return None
    clause = _parsed(text, Span(sentence.start, reach))
    return clause if not rest or len({u.role for u in clause.units}) > 1 else None


def _tells_when(text: str, piece: Span) -> bool:
    return bool(words.WHEN.fullmatch("，" + text[piece.start : piece.end]))


def _names_only(text: str, piece: Span) -> bool:
    """Whether a piece is names of bodies with at most a verb behind them."""
    called = words.CALLED.match(text, *piece)
    begin = called.end() if called else piece.start
    _, stop = _verb_of(text, begin, piece.end)
    found = [text[n.start : n.end] for n in names.split(text, begin, stop)]
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
    stop = words.OTHER.search(text, span.start, span.end)
    end = stop.start() if stop and not words.LABEL.match(text, stop.start(), span.end) else span.end
    labels = list(words.LABEL.finditer(text, span.start, end))
    if not labels and (bare := words.BARE_LABEL.match(text, span.start, end)):
        labels = [bare]
    if not labels:
        yield None, Span(span.start, end)
    elif labels[0].start() > span.start:
        yield None, Span(span.start, labels[0].start())
    ends = [*(label.start() for label in labels[1:]), end]
    for label, stop_at in zip(labels, ends, strict=False):
        yield _role_of(label.group(1)), Span(label.end(), stop_at)


def _role_of(label: str) -> Role:
    if re.search(words.LEAD, label):
        return Role.LEAD
    if re.search(words.PLAIN, label):  # 配合/责任单位 binds as the stronger word
        return Role.RESPONSIBLE
    return Role.SUPPORT


_CLAUSE_MARK = re.compile(rf"[，,；;。\n{re.escape(words.OPENING + words.CLOSING)}]")


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
        called = words.CALLED.match(text, piece.start, piece.end)
        start = called.end() if called else piece.start
        verb_role, stop = _verb_of(text, start, piece.end)
        pending += names.split(text, start, stop, blanks=blanks)
        if verb_role is not None:
            yield from (_unit(text, name, verb_role) for name in pending)
            pending = []
    yield from (_unit(text, name, role or Role.RESPONSIBLE) for name in pending)


def _by_verb(text: str, segment: Span) -> Iterator[Span]:
    depth, at = 0, segment.start
    for mark in _CLAUSE_MARK.finditer(text, *segment):
        if mark.group() in words.OPENING:
            depth += 1
        elif mark.group() in words.CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            yield from _by_join(text, Span(at, mark.start()))
            at = mark.end()
    yield from _by_join(text, Span(at, segment.end))


def _by_join(text: str, piece: Span) -> Iterator[Span]:
    """A牵头会同B、C: the word between is where one role ends."""
    if (join := words.JOINS.search(text, piece.start, piece.end)) and join.start() > piece.start:
        yield Span(piece.start, join.start())
        yield Span(join.end(), piece.end)
    elif piece.start < piece.end:
        yield piece


def _verb_of(text: str, start: int, end: int) -> tuple[Role | None, int]:
    raw = text[start:end]
    bare = raw.rstrip(" \u3000\t等")
    for role, verb in words.VERBS:
        if (found := verb.search(bare)) and not names.is_unit(bare[found.start() :]):
            return role, start + found.start()
    return None, end


_BLANKS = re.compile(r"[ \t\u3000]+")


def _unit(text: str, span: Span, role: Role) -> UnitRef:
    role = Role.LEAD if words.LEADS_HERE.match(text, span.end) else role
    name = _BLANKS.sub("", text[span.start : span.end])
    return UnitRef(name, role, span, names.is_collective(name), names.alias_of(name))


# --- persons ------------------------------------------------------------------------------------------------------


def _of_persons(text: str, start: int, end: int) -> Iterator[Clause]:
    """责任人：张某某 names a person, who is dropped; a post (责任人：分管副县长) stays in the text."""
    for colon in _COLON.finditer(text, start, end):
        near, far = max(start, colon.start() - words.LONGEST_LABEL), min(end, colon.end() + words.LONGEST_NAMES)
        label = words.PERSONS.search(text, near, far)
        if not label or label.start(1) != colon.end():
            continue
        said = names.split(text, label.start(1), label.end(1), blanks=True)
        persons = tuple(name for name in said if names.is_person(text[name.start : name.end]))
        if persons and len(persons) == len(said):
            yield Clause(Span(*label.span()), (), persons)
        else:
            yield from (Clause(person, (), (person,)) for person in persons)
