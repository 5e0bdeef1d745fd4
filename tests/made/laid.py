"""Rows that were made once by the verbs of the site, and are laid again where the next test begins with the same ones.

Laying them takes a small part of the time of making them; their keys are the same, as they are where a test makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.utils import CursorWrapper

Made = TypeVar("Made")
Rows = dict[str, list[tuple[Any, ...]]]  # by table
# of Django's own, numbered anew whenever the tables were emptied; no row of a site refers to them
NUMBERED_ANEW = {"auth_permission", "django_content_type"}


def every_row() -> Rows:
    """All that the database holds of a site, by the names of the tables."""
    found = {}
    with connection.cursor() as cursor:
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        for table in sorted(tables - NUMBERED_ANEW):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            if rows := cursor.fetchall():
                found[table] = rows
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """What was made: rows that were not there before, and those that were there and say something else now."""

    new: Rows
    altered: Rows

    @classmethod
    def between(cls, before: Rows, after: Rows) -> Change:
        """Raises ``ValueError`` where something is not there any more."""
        new: Rows = {}
        altered: Rows = {}
        for table in {**before, **after}:
            old = set(before.get(table, ()))
            keys, now = {row[0] for row in old}, after.get(table, [])
            if keys - {row[0] for row in now}:
                raise ValueError(f"rows of {table} are gone: what was made cannot be laid again")
            for row in now:
                if row not in old:
                    (altered if row[0] in keys else new).setdefault(table, []).append(row)
        return cls(new, altered)

    def lay(self) -> None:
        """Write the rows as they are; they were checked when they were made."""
        with connection.cursor() as cursor, _unchecked(cursor):
            for table, rows in self.altered.items():
                key = connection.introspection.get_primary_key_column(cursor, table)
                at = f"{connection.ops.quote_name(table)} WHERE {connection.ops.quote_name(str(key))} = %s"
                cursor.executemany(f"DELETE FROM {at}", [row[:1] for row in rows])  # noqa: S608
            for tables in (self.new, self.altered):
                for table, rows in tables.items():
                    places = ", ".join(["%s"] * len(rows[0]))
                    into = f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({places})"  # noqa: S608
                    cursor.executemany(into, rows)


@contextmanager
def _unchecked(cursor: CursorWrapper) -> Iterator[None]:
    """On SQLite the checks of the tables take longer than the writing."""
    if connection.vendor != "sqlite":
        yield
        return
    cursor.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        connection.connection.execute("PRAGMA ignore_check_constraints = OFF")


@dataclass(frozen=True, slots=True)
class _Kept:
    before: Rows
    change: Change
    made: Any


_KEPT: dict[object, _Kept] = {}


def laid_again(name: object, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, with the rows that it makes: by its verbs the first time, and whenever the database holds
    anything else before than it did then. ``name`` tells one such making from another.

    It is always made by the verbs outside the transaction of a test.
    """
    if not connection.in_atomic_block:
        return make()
    before, kept = every_row(), _KEPT.get(name)
    if kept is not None and kept.before == before:
        kept.change.lay()
    else:
        made = make()
        kept = _KEPT[name] = _Kept(before, Change.between(before, every_row()), made)
    return deepcopy(kept.made)  # type: ignore[no-any-return]
