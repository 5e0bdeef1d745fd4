"""Entries → the tree of a framework: groups with their points, rows with codes that are there once, what is outside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from luoshi.assessment.reading.bodies import body_in, with_bodies
from luoshi.assessment.reading.cells import headed, points_of, said_in
from luoshi.assessment.reading.columns import Column
from luoshi.assessment.reading.entries import Entries
from luoshi.assessment.reading.entry import Entry
from luoshi.assessment.reading.folding import folded
from luoshi.assessment.reading.numbers import bare, numbered, unnumbered
from luoshi.assessment.reading.outside import Tree, outside
from luoshi.assessment.reading.rows import Read, row_of
from luoshi.assessment.reading.sentences.items import items_of
from luoshi.assessment.reading.sentences.passing import PASSING
from luoshi.assessment.rules.framework import Row, RowKind, walk
from luoshi.assessment.rules.lint.findings import found

FIRST = ("1", "一", "1.1")
OWN = re.compile(r"[A-ZⅠ-Ⅻ\d]")


@dataclass(slots=True)
class Node:
    """A group while it is being filled: its heading as written, and groups and rows in order."""

    heading: str
    line: int
    head: str = ""  # points that a column beside the level gives
    members: list[Node | Read] = field(default_factory=list)


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
    tree.rows = tuple(outside(list(parted), total, tree))
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
        number, plain = bare(entry.number), _plain(entry.number)
        outer = entry.path[0] if entry.path else ""
        if plain in FIRST and (outer != top or _begins_again(entries, at, seen)):
            seen = {}  # numbers begin again under a new heading
        top = outer
        code = _free(
            number or _own(entry) or f"r{entry.line}",
            used,
            tree.counts,
            shared=shared[at] is not None,
            part=shared[at] or 0,
        )
        if plain and plain in seen and shared[at] in (None, 1):
            tree.findings.append(found("number-twice", code, entry.item, number=entry.number))
        if plain:
            seen[plain] = entry.path
        yield entry, code


def _own(entry: Entry) -> str:
    """The number with which the item of a row begins, where it does not number parts of the item."""
    number = numbered(entry.item)[0]
    return number if OWN.match(number) and not items_of(folded(entry.item)).items else ""


def _begins_again(entries: list[Entry], at: int, seen: dict[str, tuple[str, ...]]) -> bool:
    """Whether a first number opens a new row of numbers: under another heading, and the next one was there too."""
    if not at or entries[at].path == entries[at - 1].path:
        return False
    after = _plain(entries[at + 1].number) if at + 1 < len(entries) else ""
    return not after or after in seen or after in FIRST


def _plain(number: str) -> str:
    return re.sub(r"(?<![\d.])0+(?=\d)", "", bare(number)).strip("（）").lower()


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
    title = unnumbered(told.title, code)
    points = told.points if told.points is not None else points_of(member.head).value
    if told.unit_missing:
        tree.findings.append(found("unit-missing", code, member.heading, title=title, number=told.points))
    tree.lines[code] = member.line
    children = tuple(_built(inner, tree, used) for inner in member.members)
    kinds = {child.kind for child in children}
    kind = kinds.pop() if len(kinds) == 1 and RowKind.BASE not in kinds else RowKind.BASE
    return Row(code, title, points, kind, children=children)


def _group_code(heading: str, tree: Tree, used: set[str]) -> str:
    """The number of a heading (一、 → 一), else one of its own."""
    wanted, _title = numbered(heading)
    if not wanted or wanted in used:
        tree.counts["§"] += 1
        while f"§{tree.counts['§']}" in used:
            tree.counts["§"] += 1
        wanted = f"§{tree.counts['§']}"
    used.add(wanted)
    return wanted
