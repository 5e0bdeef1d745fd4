"""Points of rows rolled up the tree: sums that can be corrected by what one row changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from operator import add, sub
from typing import NamedTuple, TypeAlias

from luoshi.assessment.rules.framework import Framework, Rebase, Row, RowKind
from luoshi.assessment.rules.numbers import from_millionths, half_up
from luoshi.assessment.rules.rows import POINTLESS, CompiledRow, RowOutcome, compiled_row, row_outcome
from luoshi.kernel.quantities import SCALE

ROOT = ""
Parts: TypeAlias = Mapping[str, tuple[str, ...]]
"""The parts of a subject by the node that has parts for one body each: one, none yet, several by mistake."""


class Sums(NamedTuple):
    """Of the rows under a node, in millionths: ``known`` points of the base and the ``most`` that it may still reach
    (``boundless`` unmarked rows have no known end); ``full`` is all of it, ``applicable`` what applies (``sizeless``
    rows have no known points); ``missing`` rows without a mark; bonus and penalty apart; ``unclear``: how often a row
    does not apply and the table does not say what becomes of its points.
    """

    known: int = 0
    most: int = 0
    boundless: int = 0
    full: int = 0
    applicable: int = 0
    sizeless: int = 0
    missing: int = 0
    bonus: int = 0
    bonus_most: int = 0
    bonus_boundless: int = 0
    penalty: int = 0
    penalty_least: int = 0
    penalty_boundless: int = 0
    unclear: int = 0


EMPTY = Sums()


def plus(left: Sums, right: Sums) -> Sums:
    """Both together."""
    return Sums(*map(add, left, right))


def minus(left: Sums, right: Sums) -> Sums:
    """The one without the other."""
    return Sums(*map(sub, left, right))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A framework made ready once: its marked rows by code, and the nodes above them, each before its children.

    ``blocks`` are the nodes of which each is for one body, by the node above them.
    """

    framework: Framework
    rows: Mapping[str, CompiledRow]
    nodes: tuple[str, ...]
    parents: Mapping[str, str]
    blocks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def quantum(self) -> int:
        """To what points are rounded, in millionths."""
        return int(10 ** (6 - self.framework.places))


def compiled(framework: Framework) -> Compiled:
    """The framework made ready; it must be sound (``checking.problems`` finds nothing)."""
    rows: dict[str, CompiledRow] = {}
    nodes: dict[str, str] = {}
    blocks: dict[str, tuple[str, ...]] = {}

    def visit(row: Row, above: tuple[str, ...]) -> None:
        if row.children:
            nodes[row.code] = above[0]
            if row.one_of:
                blocks[row.code] = tuple(child.code for child in row.children)
            for child in row.children:
                visit(child, (row.code, *above))
        else:
            rows[row.code] = compiled_row(row, len(rows), above, framework.places)

    for row in framework.rows:
        visit(row, (ROOT,))
    return Compiled(framework, rows, (ROOT, *nodes), nodes, blocks)


# --- rolling up --------------------------------------------------------------------------------------------------


def leaf(row: CompiledRow, outcome: RowOutcome, rebase: Rebase | None) -> Sums:
    """What one row brings to the node above it."""
    if outcome.elsewhere:
        outcome = row_outcome(row, None)  # what others are scored on is as if it were not marked
    missing = 1 if outcome.unknown else 0
    kind = row.row.kind
    if kind in POINTLESS or (not outcome.applies and kind is not RowKind.BASE):
        return Sums(missing=missing)
    if kind is not RowKind.BASE:
        return (_bonus if kind is RowKind.BONUS else _penalty)(outcome, missing)
    return _base(row, outcome, rebase)


def _base(row: CompiledRow, outcome: RowOutcome, rebase: Rebase | None) -> Sums:
    full = row.most or 0
    sizeless = 1 if row.most is None else 0
    if not outcome.applies:
        if rebase is Rebase.FULL:
            return Sums(known=full, most=full, full=full, applicable=full, sizeless=sizeless, unclear=sizeless)
        return Sums(full=full, sizeless=sizeless, unclear=1 if rebase is None or sizeless else 0)
    if outcome.scaled is not None:
        points = outcome.scaled
        return Sums(known=points, most=points, full=full, applicable=full, sizeless=sizeless)
    return Sums(most=full, boundless=sizeless, full=full, applicable=full, sizeless=sizeless, missing=1)


def _bonus(outcome: RowOutcome, missing: int) -> Sums:
    if outcome.scaled is not None:
        return Sums(bonus=outcome.scaled, bonus_most=outcome.scaled)
    return Sums(bonus_most=outcome.most or 0, bonus_boundless=1 if outcome.most is None else 0, missing=missing)


def _penalty(outcome: RowOutcome, missing: int) -> Sums:
    if outcome.scaled is not None:
        return Sums(penalty=outcome.scaled, penalty_least=outcome.scaled)
    return Sums(penalty_least=outcome.least or 0, penalty_boundless=1 if outcome.least is None else 0, missing=missing)


def stretched(sums: Sums, node: str, rebase: Rebase | None, quantum: int) -> Sums:
    """A node whose rows do not all apply, re-based where the framework re-bases there: rounded half up, once."""
    here = rebase is Rebase.PARENT or (rebase is Rebase.WHOLE and node == ROOT)
    if not here or sums.applicable in (sums.full, 0):
        return sums
    if sums.sizeless:
        return sums._replace(unclear=sums.unclear + 1)
    by = Fraction(sums.full, sums.applicable)
    return sums._replace(
        known=half_up(sums.known * by, quantum), most=half_up(sums.most * by, quantum), applicable=sums.full
    )


def rolled(table: Compiled, outcomes: Mapping[str, RowOutcome], parts: Parts) -> dict[str, Sums]:
    """The sums under every node before it is re-based, from all rows; ``parts`` are the subject's own."""
    rebase = table.framework.rebase
    raw = dict.fromkeys(table.nodes, EMPTY)
    for code, row in table.rows.items():
        raw[row.above[0]] = plus(raw[row.above[0]], leaf(row, outcomes[code], rebase))
    for node in reversed(table.nodes[1:]):
        if node in table.blocks:
            raw[node] = chosen(table, raw, node, parts)
        parent = table.parents[node]
        if parent not in table.blocks:
            raw[parent] = plus(raw[parent], stretched(raw[node], node, rebase, table.quantum))
    return raw


def chosen(table: Compiled, raw: Mapping[str, Sums], node: str, parts: Parts) -> Sums:
    """The sums of a node of which only the subject's own part counts. While it is not said which that is, all that is
    known is what each would bring; with marks in several, which one counts cannot be said.
    """
    own = parts.get(node, ())
    rebase = table.framework.rebase
    each = [stretched(raw[block], block, rebase, table.quantum) for block in own or table.blocks[node]]
    if len(own) == 1:
        return each[0]
    worst = Sums(*map(max, zip(*each, strict=True)))
    unequal = len({sums.full for sums in each}) > 1
    return worst._replace(
        penalty_least=min(sums.penalty_least for sums in each),
        penalty=min(sums.penalty for sums in each),
        sizeless=max(worst.sizeless, int(unequal)),
        unclear=worst.unclear + int(bool(own)),
    )


def rerolled(
    table: Compiled, raw: Mapping[str, Sums], before: RowOutcome, after: RowOutcome, parts: Parts
) -> dict[str, Sums]:
    """The same after one row has changed: only the nodes on its path to the root are touched. ``parts`` are those after
    the change: a first mark may say whose part it is.
    """
    rebase = table.framework.rebase
    row = table.rows[after.code]
    renewed = dict(raw)
    old, new = leaf(row, before, rebase), leaf(row, after, rebase)
    for node in row.above:
        if old == new and not table.blocks:
            break
        sums = chosen(table, renewed, node, parts) if node in table.blocks else plus(minus(raw[node], old), new)
        old, new = (stretched(each, node, rebase, table.quantum) for each in (raw[node], sums))
        renewed[node] = sums
    return renewed


def rechosen(table: Compiled, raw: Mapping[str, Sums], parts: Parts) -> Mapping[str, Sums]:
    """The same marks with other parts: only the nodes that have parts, and those above them, are touched."""
    if not table.blocks:
        return raw
    rebase, renewed = table.framework.rebase, dict(raw)
    for node in reversed(table.nodes[1:]):
        if node not in table.blocks:
            continue
        below, before = node, renewed[node]
        renewed[node] = chosen(table, renewed, node, parts)
        while (parent := table.parents.get(below)) is not None and parent not in table.blocks:
            old, new = (stretched(each, below, rebase, table.quantum) for each in (before, renewed[below]))
            before = renewed[parent]
            renewed[parent] = plus(minus(before, old), new)
            below = parent
    return renewed


# --- the total ---------------------------------------------------------------------------------------------------


class Total(NamedTuple):
    """A total in millionths: what is ``known`` (marked so far, with bonus and penalty), the ``least`` and ``most`` that
    the whole may come to (None: without end or not to be said), ``full`` marks of the base (None: some points are not
    known), how many rows are ``missing``, and whether it is ``unclear`` because rows do not apply.
    """

    known: int
    least: int | None
    most: int | None
    full: int | None
    base: int
    bonus: int
    penalty: int
    missing: int
    unclear: bool

    @property
    def points(self) -> Decimal | None:
        """The total where nothing about it is open."""
        return from_millionths(self.known) if self.least == self.most == self.known else None


def total_of(table: Compiled, raw: Sums, node: str = ROOT) -> Total:
    """The total of the framework, or of the rows under a node (there without the caps of the whole)."""
    framework = table.framework
    sums = stretched(raw, node, framework.rebase, table.quantum)
    bonus_cap = None if framework.bonus_cap is None or node != ROOT else int(framework.bonus_cap * SCALE)
    penalty_cap = None if framework.penalty_cap is None or node != ROOT else int(framework.penalty_cap * SCALE)
    bonus = sums.bonus if bonus_cap is None else min(sums.bonus, bonus_cap)
    bonus_most = _capped(None if sums.bonus_boundless else sums.bonus_most, bonus_cap)
    penalty = sums.penalty if penalty_cap is None else max(sums.penalty, -penalty_cap)
    taken_most = _capped(None if sums.penalty_boundless else -sums.penalty_least, penalty_cap)
    known = sums.known + bonus + penalty
    least = None if taken_most is None else sums.known + bonus - taken_most
    most = None if sums.boundless or bonus_most is None else sums.most + bonus_most + penalty
    if sums.unclear:
        least = most = None
    full = None if sums.sizeless else sums.full
    return Total(known, least, most, full, sums.known, bonus, penalty, sums.missing, bool(sums.unclear))


def _capped(points: int | None, cap: int | None) -> int | None:
    if points is None or cap is None:
        return cap if points is None else points
    return min(points, cap)
