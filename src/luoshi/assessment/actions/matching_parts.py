"""Parts for one body each, matched by their names in the table; what is only guessed waits for the office."""

from __future__ import annotations

from collections.abc import Iterable

from luoshi.assessment.models import Adoption, Part, Row
from luoshi.assessment.queries.compiling import Table, table_of
from luoshi.assessment.queries.parts import has_parts
from luoshi.assessment.reading.bodies import bodies_of
from luoshi.assessment.rules.framework import Row as RuleRow
from luoshi.assessment.rules.framework import walk
from luoshi.tenancy.rules import Actor
from luoshi.units.queries.known import unit_directory
from luoshi.units.rules import Directory, Match

GROUND_LIMIT = 120


def match_parts(actor: Actor, adoption: Adoption) -> None:
    """Say whose each part is that nobody has been said to have, by the names in the table. A name that is surely a
    unit's counts; one that is only like a unit's is proposed; where a unit has a part already, nothing is said.
    """
    table = table_of(adoption.version_id)
    if not has_parts(adoption, table):
        return
    directory = unit_directory(actor)
    told = set(adoption.parts.values_list("row_id", flat=True))
    for node in walk(table.framework.rows):
        if node.one_of:
            taken = set(adoption.parts.filter(among_id=table.ids[node.code]).values_list("unit_id", flat=True))
            heads = [head for head in node.children if table.ids[head.code] not in told]
            Part.objects.bulk_create(_matched(adoption, table, node, heads, directory, taken))


def _matched(
    adoption: Adoption,
    table: Table,
    node: RuleRow,
    heads: Iterable[RuleRow],
    directory: Directory,
    taken: set[int],
) -> list[Part]:
    """Sure matches before guesses, so that no guess takes a unit from the part that bears its name."""
    found = [(head, match) for head in heads for match in _matches(directory, head)]
    parts = []
    for sure in (True, False):
        for head, match in found:
            unit_id = match.id if sure else match.suggested_id
            if unit_id is not None and unit_id not in taken:
                taken.add(unit_id)
                parts.append(
                    Part(
                        jurisdiction_id=adoption.jurisdiction_id,
                        adoption=adoption,
                        among_id=table.ids[node.code],
                        row_id=table.ids[head.code],
                        unit_id=unit_id,
                        proposed=not sure,
                        ground=match.written[:GROUND_LIMIT],
                    )
                )
    return parts


def _matches(directory: Directory, head: RuleRow) -> list[Match]:
    """What the names of a part mean: the whole name if it is surely a unit's, else each of those that stand in it."""
    names = bodies_of(head)
    if not names:
        return []
    whole = directory.match(names[0])
    if whole.id is not None or len(names) == 1:
        return [whole]
    return [directory.match(name) for name in names[1:]]


def carry_parts(adoption: Adoption) -> set[str]:
    """Let whose the parts are go over to the present version of an adoption; gives the codes of what was lost: what
    it does not have as parts, and a second part of a unit where two come under one node.
    """
    table = table_of(adoption.version_id)
    among = {head: node for node, heads in table.compiled.blocks.items() for head in heads}
    lost = set()
    taken: set[tuple[str, int]] = set()
    older = adoption.parts.exclude(row__version_id=adoption.version_id).select_related("row")
    for one in older.order_by("proposed", "row__order", "pk"):
        code = one.row.code
        if code in among and (among[code], one.unit_id) not in taken:
            taken.add((among[code], one.unit_id))
            Part.objects.filter(pk=one.pk).update(row_id=table.ids[code], among_id=table.ids[among[code]])
        else:
            lost.add(code)
            one.delete()
    return lost


def heads_of(adoption: Adoption) -> dict[int, Row]:
    """The rows that head parts of the present version, by key, each with the row above it."""
    table = table_of(adoption.version_id)
    ids = [table.ids[head] for heads in table.compiled.blocks.values() for head in heads]
    return {row.pk: row for row in Row.objects.filter(pk__in=ids).select_related("parent")}
