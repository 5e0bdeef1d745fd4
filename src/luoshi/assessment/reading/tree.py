"""Entries → the tree of a framework: groups with their points, rows with codes that are there once, what is outside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from luoshi.assessment.reading.bodies import body_in, with_bodies
from luoshi.assessment.reading.cells import headed, points_of, said_in
from luoshi.assessment.reading.columns import Column
from luoshi.assessment.reading.entries import Entries, Entry
from luoshi.assessment.reading.folding import folded
from luoshi.assessment.reading.rows import Read, row_of
from luoshi.assessment.reading.sentences.passing import PASSING
from luoshi.assessment.rules.framework import Row, RowKind, walk
from luoshi.assessment.rules.grammar import Deduct, Part, Rule, Sum
from luoshi.assessment.rules.lint.findings import Finding, found
from luoshi.assessment.rules.lint.words import outside_kind
from luoshi.outline.stages.marks import mark_at

HUNDRED = Decimal(100)
FIRST = ("1", "一", "1.1")


@dataclass(slots=True)
class Node:
    """A group while it is being filled: its heading as written, and groups and rows in order."""

    heading: str
    line: int
    head: str = ""  # points that a column beside the level gives
    members: list[Node | Read] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """The rows of a framework, the line of each code, and what was found."""

    rows: tuple[Row, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)  # how often a code was wanted that was there


def tree_of(entries: Entries, total: Decimal | None) -> Tree:
    """Build the tree; ``total`` is what the table says in all."""
    tree = Tree()
    headed_points = _headed_points(entries)
    pointless = not any(points_of(entry.said(Column.POINTS)).value is not None for entry in entries.rows)
    passing = pointless and any(_passes(entry) for entry in entries.rows)
    root = Node("", 0)
    before: Row | None = None
    for entry, code in _coded(entries.rows, tree):
        read = row_of(entry, code, before, pointless=pointless and not headed_points, passing=passing)
        before = read.row
        tree.findings += read.findings
        tree.lines[code] = entry.line
        _group_for(root, entry).members.append(read)
    used = set(tree.lines)
    rows = [_built(member, tree, used) for member in root.members]
    parted = with_bodies(rows, total, lambda title: _group_code(title, tree, used))
    for row in walk(parted):
        if row.one_of:
            _placed_parts(row, tree)
    tree.rows = tuple(_outside(list(parted), total, tree))
    return tree


def _placed_parts(row: Row, tree: Tree) -> None:
    """The parts for one body each stand where their first row does."""
    for part in (*reversed(row.children), row):
        first = next((tree.lines[inner.code] for inner in walk((part,)) if inner.code in tree.lines), 0)
        tree.lines.setdefault(part.code, first)


def _passes(entry: Entry) -> bool:
    nature = points_of(entry.said(Column.POINTS)).nature or entry.said(Column.NATURE)
    return bool(nature) or PASSING.match(folded(entry.said(Column.RULE))) is not None


def _headed_points(entries: Entries) -> bool:
    return any(headed(text).points is not None for entry in entries.rows for text in (*entry.path, entry.item))


# --- numbers ------------------------------------------------------------------------------------------------------


def _coded(entries: list[Entry], tree: Tree) -> Iterable[tuple[Entry, str]]:
    """Each entry with a code that is there once: its own number, told apart where rows share it or it is used twice."""
    shared = _shared(entries)
    used: set[str] = set()
    seen: dict[str, tuple[str, ...]] = {}
    top: str | None = None
    for at, entry in enumerate(entries):
        number, plain = _bare(entry.number), _plain(entry.number)
        outer = entry.path[0] if entry.path else ""
        if plain in FIRST and (outer != top or _begins_again(entries, at, seen)):
            seen = {}  # numbers begin again under a new heading
        top = outer
        code = _free(number or f"r{entry.line}", used, tree.counts, shared=shared[at] is not None, part=shared[at] or 0)
        if plain and plain in seen and shared[at] in (None, 1):
            tree.findings.append(found("number-twice", code, entry.item, number=entry.number))
        if plain:
            seen[plain] = entry.path
        yield entry, code


def _begins_again(entries: list[Entry], at: int, seen: dict[str, tuple[str, ...]]) -> bool:
    """Whether a first number opens a new row of numbers: under another heading, and the next one was there too."""
    if not at or entries[at].path == entries[at - 1].path:
        return False
    after = _plain(entries[at + 1].number) if at + 1 < len(entries) else ""
    return not after or after in seen or after in FIRST


def _plain(number: str) -> str:
    return re.sub(r"(?<![\d.])0+(?=\d)", "", _bare(number)).strip("（）").lower()


def _bare(number: str) -> str:
    return re.sub(r"\s+", "", folded(number)).strip("、。.★☆▲")


def _shared(entries: list[Entry]) -> list[int | None]:
    """For rows next to each other under one heading with one number: which of them it is, counted from 1; the number
    is then that of a merged cell or of the group.
    """
    found: list[int | None] = [None] * len(entries)
    for at in range(1, len(entries)):
        one, other = entries[at - 1], entries[at]
        if not other.number or one.number != other.number or one.path != other.path:
            continue
        if (one.path or one.item == other.item) and len({_body(one), _body(other)} - {""}) < 2:
            found[at - 1] = found[at - 1] or 1
            found[at] = (found[at - 1] or 1) + 1
    return found


def _body(entry: Entry) -> str:
    """The body whose row it is, where one is named: two of them do not share a number."""
    told = said_in(entry.said(Column.EVIDENCE)).done_by
    return entry.said(Column.DOER) or body_in(entry.item) or "、".join(told)


def _free(number: str, used: set[str], counts: Counter[str], *, shared: bool = False, part: int = 0) -> str:
    code = f"{number}.{part}" if shared else number
    while code in used:
        counts[number] += 1
        code = f"{number}-{counts[number] + 1}"
    used.add(code)
    return code


# --- groups -------------------------------------------------------------------------------------------------------


def _group_for(root: Node, entry: Entry) -> Node:
    """The group of an entry: the open one as far as headings agree, new ones from there on."""
    node = root
    for heading in entry.path:
        last = node.members[-1] if node.members else None
        if isinstance(last, Node) and last.heading == heading:
            node = last
        else:
            opened = Node(heading, entry.line, entry.heads.get(heading, ""))
            node.members.append(opened)
            node = opened
    return node


def _built(member: Node | Read, tree: Tree, used: set[str]) -> Row:
    if isinstance(member, Read):
        return member.row
    told = headed(member.heading)
    code = _group_code(member.heading, tree, used)
    points = told.points if told.points is not None else points_of(member.head).value
    if told.unit_missing:
        tree.findings.append(found("unit-missing", code, member.heading, title=told.title, number=told.points))
    tree.lines[code] = member.line
    children = tuple(_built(inner, tree, used) for inner in member.members)
    kinds = {child.kind for child in children}
    kind = kinds.pop() if len(kinds) == 1 and RowKind.BASE not in kinds else RowKind.BASE
    return Row(code, told.title, points, kind, children=children)


def _group_code(heading: str, tree: Tree, used: set[str]) -> str:
    """The number of a heading (一、 → 一), else one of its own."""
    mark = mark_at(heading, 0, len(heading))
    wanted = heading[mark.span.start : mark.span.end].strip(" 、.．（）()") if mark else ""
    if not wanted or wanted in used:
        tree.counts["§"] += 1
        while f"§{tree.counts['§']}" in used:
            tree.counts["§"] += 1
        wanted = f"§{tree.counts['§']}"
    used.add(wanted)
    return wanted


# --- outside the base ---------------------------------------------------------------------------------------------


def _outside(rows: list[Row], total: Decimal | None, tree: Tree) -> list[Row]:
    """Awards and penalties are taken out of the base where the rest makes up the whole without them."""
    if len(rows) == 1 and rows[0].children and rows[0].kind is RowKind.BASE:
        (row,) = rows
        return [replace(row, children=tuple(_outside(list(row.children), row.points or total, tree)))]
    return [_placed(row, rows, total, tree) for row in rows]


def _placed(row: Row, rows: list[Row], total: Decimal | None, tree: Tree) -> Row:
    kind = outside_kind(row.title)
    if kind not in (RowKind.BONUS, RowKind.PENALTY):
        return row
    pointed = (other for other in rows if other.kind not in (RowKind.VETO, RowKind.PASS_FAIL))
    without = _sum(other for other in pointed if outside_kind(other.title) is None)
    whole = total if total is not None else HUNDRED
    if without == whole or row.kind is not RowKind.BASE:
        return _taken_out(row, kind, tree)
    return row


def _sum(rows: Iterable[Row]) -> Decimal | None:
    """The points of rows together; None where some are not known."""
    total = Decimal(0)
    for row in rows:
        points = row.points if row.points is not None else _sum(row.children) if row.children else None
        if points is None:
            return None
        total += points
    return total


def _taken_out(row: Row, kind: RowKind, tree: Tree) -> Row:
    """A row and those under it outside the base; awards and penalties in one rule become two rows."""
    if row.children:
        children = tuple(_taken_out(child, kind, tree) for child in row.children)
        printed = row.points
        if any(child.points is None for child in children):
            printed = None
        return replace(row, kind=kind, points=printed, children=children)
    gains, losses = _apart(row.rule)
    if losses and not gains:
        return replace(row, kind=RowKind.PENALTY)
    if not losses:
        return replace(row, kind=kind)
    if row.points is not None:
        tree.findings.append(found("points-beside-whole", row.code, row.sentence, title=row.title, points=row.points))
    halves = ((RowKind.BONUS, gains), (RowKind.PENALTY, losses))
    children = tuple(
        replace(
            row, code=f"{row.code}.{at}", kind=side, points=None, rule=_rule(parts), title=_titled(parts, row),
            doubts=tuple(doubt for doubt in row.doubts if any(doubt.text[:12] in part.label for part in parts)),
        )
        for at, (side, parts) in enumerate(halves, start=1)
    )  # fmt: skip
    for child in children:
        tree.lines[child.code] = tree.lines[row.code]
    return replace(row, kind=RowKind.BONUS, points=None, rule=None, doubts=(), children=children)


def _apart(rule: Rule | None) -> tuple[list[Part], list[Part]]:
    parts = list(rule.parts) if isinstance(rule, Sum) else [Part("1", "", rule)] if rule is not None else []
    losses = [part for part in parts if isinstance(part.rule, Deduct) and not part.rule.points]
    return [part for part in parts if part not in losses], losses


def _rule(parts: list[Part]) -> Rule:
    return parts[0].rule if len(parts) == 1 else Sum(tuple(parts))


def _titled(parts: list[Part], row: Row) -> str:
    return parts[0].label if len(parts) == 1 and parts[0].label else row.title
