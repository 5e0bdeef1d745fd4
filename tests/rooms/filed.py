"""The database of the tests as a site has it: in a file of its own, opened as the settings of a site say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from luoshi.config.database import database
from luoshi.config.sqlite.base import DatabaseWrapper


@contextmanager
def in_a_file(folder: Path, **options: Any) -> Iterator[None]:
    """What is asked and written meanwhile is so in ``folder``, beginning with a copy of what the tests have; no
    transaction may be open.
    """
    memory = connections[DEFAULT_DB_ALIAS]
    if memory.vendor != "sqlite":
        pytest.skip("a file is a database of SQLite")
    memory.ensure_connection()
    with closing(sqlite3.connect(folder / "luoshi.sqlite3")) as file:
        memory.connection.backup(file)
    with filed_beside(folder, **options):
        yield


@contextmanager
def filed_beside(folder: Path, **options: Any) -> Iterator[None]:
    """One more connection to that file: in this thread, what is asked and written meanwhile goes over it."""
    before = connections[DEFAULT_DB_ALIAS]
    settings = {**before.settings_dict, **database("", folder)}
    settings["OPTIONS"] = {**settings["OPTIONS"], **options}
    filed = DatabaseWrapper(settings)
    connections[DEFAULT_DB_ALIAS] = filed
    try:
        yield
    finally:
        filed.close()
        connections[DEFAULT_DB_ALIAS] = before
