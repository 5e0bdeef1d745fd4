"""A new site's tables are made from the models: they are the ones to which the migrations lead an older site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from luoshi.cli.tables import make_anew

pytestmark = pytest.mark.django_db
# the key of a table of Django's own, which nothing here uses, is as wide as Django's models or the house's settings say
POSTGRESQL = """
    SELECT 'column', table_name, concat_ws(' ', column_name, data_type, character_maximum_length, numeric_precision,
      is_nullable, column_default, is_identity) FROM information_schema.columns WHERE table_schema = current_schema()
      AND NOT (table_name = 'auth_group_permissions' AND column_name = 'id')
    UNION SELECT 'constraint', conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
    UNION SELECT 'index', tablename, replace(indexdef, schemaname || '.', '') FROM pg_indexes
      WHERE schemaname = current_schema()
"""


@contextmanager
def empty(name: str, folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """A database of this test alone: a file, or a schema of the server's test database."""
    given = {**connection.settings_dict}
    if connection.vendor == "sqlite":
        given["NAME"] = folder / f"{name}.sqlite3"
    else:
        given["OPTIONS"] = {**given["OPTIONS"], "options": f"-c search_path={name}"}
    made = connections[name] = ConnectionHandler({"default": given, name: given})[name]
    try:
        if connection.vendor == "postgresql":
            made.cursor().execute(f"CREATE SCHEMA {name}")
        yield made
        if connection.vendor == "postgresql":
            made.cursor().execute(f"DROP SCHEMA {name} CASCADE")
    finally:
        made.close()
        del connections[name]


def clauses(statement: str) -> frozenset[str]:
    """What is between the outer brackets, apart at its commas: the order of columns says nothing."""
    depth, parts = 0, [""]
    for sign in statement[statement.index("(") + 1 : statement.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return frozenset(part.strip() for part in parts)


def told(database: BaseDatabaseWrapper) -> set[object]:
    """Every column, constraint and index, as the database tells of it."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return set(cursor.fetchall())
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        return {(kind, name, clauses(sql) if kind == "table" else sql) for kind, name, sql in cursor.fetchall()}


def test_the_models_make_the_tables_to_which_the_migrations_lead(tmp_path: Path) -> None:
    with empty("anew", tmp_path) as made, empty("migrated", tmp_path) as migrated:
        make_anew(made)
        executor = MigrationExecutor(migrated)
        executor.migrate(executor.loader.graph.leaf_nodes())
        assert told(made) - told(migrated) == set()
        assert told(migrated) - told(made) == set()
        assert (
            MigrationRecorder(made).applied_migrations().keys()
            == MigrationRecorder(migrated).applied_migrations().keys()
        )


def test_tables_that_are_there_are_left_to_the_migrations(tmp_path: Path) -> None:
    with empty("older", tmp_path) as older:
        older.cursor().execute("CREATE TABLE older (word varchar(9))")
        make_anew(older)
        assert older.introspection.table_names() == ["older"]
