"""Parts of a table for one body each (``one_of``): which are a subject's own, and which rows stand in those of others.

A subject's parts are those that it is said to have (``own``: codes of the rows that head them), and those in which it
has marks. Of a node with one part everything else is elsewhere; with none, whose part it is has not been said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from luoshi.assessment.rules.rolling import Compiled, Parts
from luoshi.assessment.rules.rows import RowOutcome, elsewhere


def parts_of(table: Compiled, own: Collection[str], marked: Iterable[str] = ()) -> Parts:
    """The parts of a subject under each node that has parts: one, none yet, or several by mistake.

    ``own`` may hold codes of another version, which are passed over; ``marked`` are the codes of rows with a mark.
    """
    if not table.blocks:
        return {}
    heads = {block for blocks in table.blocks.values() for block in blocks}
    told = heads.intersection(own)
    for code in marked:
        if code in table.rows:
            told.update(heads.intersection(table.rows[code].above))
    return {node: tuple(block for block in blocks if block in told) for node, blocks in table.blocks.items()}


def rows_of_others(table: Compiled, parts: Parts) -> frozenset[str]:
    """The marked rows in the parts of other bodies; of a node whose part is not said, or not one, there are none."""
    others = {
        block
        for node, blocks in table.blocks.items()
        if len(parts.get(node, ())) == 1
        for block in blocks
        if block not in parts[node]
    }
    return _under(table, others)


def rows_unsaid(table: Compiled, parts: Parts) -> frozenset[str]:
    """The marked rows in parts of which nobody has said whose they are, or in several that are marked by mistake."""
    unsaid = {block for node, blocks in table.blocks.items() if len(parts.get(node, ())) != 1 for block in blocks}
    return _under(table, unsaid)


def rows_asked(table: Compiled, parts: Parts) -> int:
    """How many rows are asked of a subject; while its part is not said, as many as the largest part has at most."""
    count = len(table.rows) - len(rows_of_others(table, parts))
    for node, blocks in table.blocks.items():
        if len(parts.get(node, ())) != 1:
            sizes = [len(_under(table, {block})) for block in blocks]
            count -= sum(sizes) - max(sizes)
    return count


def with_elsewhere(
    table: Compiled, outcomes: Mapping[str, RowOutcome], parts: Parts, marked: Collection[str]
) -> Mapping[str, RowOutcome]:
    """The outcomes of a subject, with the rows that stand in the parts of others told so. Marked ones are never left
    out: what was marked by mistake is seen.
    """
    others = rows_of_others(table, parts)
    if not others:
        return outcomes
    return {
        code: elsewhere(table.rows[code]) if code in others and code not in marked else outcome
        for code, outcome in outcomes.items()
    }


def head_of(table: Compiled, code: str) -> str:
    """The code of the row that heads the part in which a row stands, the innermost; empty where it stands in none."""
    heads = {block for blocks in table.blocks.values() for block in blocks}
    return next((above for above in table.rows[code].above if above in heads), "")


def _under(table: Compiled, heads: Collection[str]) -> frozenset[str]:
    if not heads:
        return frozenset()
    return frozenset(code for code, row in table.rows.items() if not set(heads).isdisjoint(row.above))
