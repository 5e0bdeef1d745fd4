"""Awards and penalties of a table, taken out of its base: 加分项, 扣分项, 奖扣分."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from luoshi.assessment.rules.framework import Row, RowKind
from luoshi.assessment.rules.grammar import Deduct, Part, Rule, Sum
from luoshi.assessment.rules.lint.findings import Finding, found
from luoshi.assessment.rules.lint.words import outside_kind

HUNDRED = Decimal(100)


@dataclass(slots=True)
class Tree:
    """The rows of a framework, the line of each code, and what was found."""

    rows: tuple[Row, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)  # how often a code was wanted that was there


def outside(rows: list[Row], total: Decimal | None, tree: Tree) -> list[Row]:
    """Awards and penalties are taken out of the base unless the whole is only made up with them; ``total`` is what the
    table or the heading above says that it comes to.
    """
    if len(rows) == 1 and rows[0].children and rows[0].kind is RowKind.BASE:
        (row,) = rows
        return [replace(row, children=tuple(outside(list(row.children), row.points or total, tree)))]
    placed = [_placed(row, rows, total, tree) for row in rows]
    return [_inner(row, tree) if row.kind is RowKind.BASE else row for row in placed]


def _inner(row: Row, tree: Tree) -> Row:
    """A heading whose points are known may have awards of its own under it."""
    if not row.children or row.one_of or row.points is None:
        return row
    return replace(row, children=tuple(outside(list(row.children), row.points, tree)))


def _placed(row: Row, rows: list[Row], total: Decimal | None, tree: Tree) -> Row:
    kind = outside_kind(row.title)
    if kind not in (RowKind.BONUS, RowKind.PENALTY):
        return row
    if row.kind is not RowKind.BASE or not _needed(rows, total):
        return _taken_out(row, kind, tree)
    return row


def _needed(rows: list[Row], total: Decimal | None) -> bool:
    """Whether the whole is only reached with the awards: they stand inside the base, which is a defect."""
    pointed = [row for row in rows if row.kind not in (RowKind.VETO, RowKind.PASS_FAIL)]
    base = [row for row in pointed if outside_kind(row.title) is None]
    without, together = sum_of(base), sum_of(row for row in pointed if outside_kind(row.title) is not RowKind.PENALTY)
    if without is not None and without in (total, HUNDRED):
        return False
    if total is None and (without is None or together is None):
        return not base
    return together == (total if total is not None else HUNDRED)


def sum_of(rows: Iterable[Row]) -> Decimal | None:
    """The points of rows together; None where some are not known."""
    total = Decimal(0)
    for row in rows:
        points = row.points if row.points is not None else sum_of(row.children) if row.children else None
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
    for side, parts in ((RowKind.BONUS, gains), (RowKind.PENALTY, losses)):
        if row.title in {part.label for part in parts} and len(parts) == 1:
            return replace(row, kind=side, rule=_rule(parts))  # a row for each half repeats the words of both
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
