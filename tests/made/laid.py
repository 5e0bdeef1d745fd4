"""Rows that were made once by the verbs of the site, and are laid again where the next test begins with the same ones.

Laying them takes a small part of the time of making them; their keys are the same, as they are where a test makes them.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection

Made = TypeVar("Made")
Rows = dict[str, list[tuple[Any, ...]]]  # by table


def every_row() -> Rows:
    """All that the database holds, by the names of the tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            if rows := cursor.fetchall():
                found[table] = rows
    return found


def lay(rows: Rows) -> None:
    """Write rows as they are, in the place of those with the same keys."""
    with connection.cursor() as cursor:
        for table, new in rows.items():
            places = ", ".join(["%s"] * len(new[0]))
            cursor.executemany(f"REPLACE INTO {connection.ops.quote_name(table)} VALUES ({places})", new)  # noqa: S608


def changed(before: Rows, after: Rows) -> Rows:
    """What is there now and was not. Raises ``ValueError`` where something is not there any more."""
    found = {}
    for table in before.keys() | after.keys():
        old, now = set(before.get(table, ())), set(after.get(table, ()))
        if {row[0] for row in old} - {row[0] for row in now}:
            raise ValueError(f"rows of {table} are gone: what was made cannot be laid again")
        if new := [row for row in after.get(table, ()) if row not in old]:
            found[table] = new
    return found


@dataclass(frozen=True, slots=True)
class _Kept:
    before: Rows
    rows: Rows
    made: Any


_KEPT: dict[object, _Kept] = {}


def laid_again(name: object, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, with the rows that it makes: by its verbs the first time, and whenever the database holds
    anything else before than it did then. ``name`` tells one such making from another.

    It is always made by the verbs on PostgreSQL, whose keys are numbered apart from the rows, and outside the
    transaction of a test.
    """
    if connection.vendor != "sqlite" or not connection.in_atomic_block:
        return make()
    before, kept = every_row(), _KEPT.get(name)
    if kept is not None and kept.before == before:
        lay(kept.rows)
    else:
        made = make()
        kept = _KEPT[name] = _Kept(before, changed(before, every_row()), made)
    return deepcopy(kept.made)  # type: ignore[no-any-return]
