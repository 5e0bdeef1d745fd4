"""The driver's own cursor does what Django's does: its errors, its transactions, whoever listens."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connections, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from luoshi.config.sqlite.base import Cursor, DatabaseWrapper
from rooms.filed import in_a_file

pytestmark = pytest.mark.django_db(transaction=True)
ADD = "INSERT INTO place (name) VALUES (%s)"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    """The connection of a database in a file, with one table of names that are there once."""
    with in_a_file(tmp_path):
        made: Any = connections["default"]
        with made.cursor() as cursor:
            cursor.execute("CREATE TABLE place (name TEXT UNIQUE)")
        yield made


def names(here: DatabaseWrapper) -> list[str]:
    with here.cursor() as cursor:
        cursor.execute("SELECT name FROM place ORDER BY name")
        return [name for (name,) in cursor.fetchall()]


def test_parameters_are_marked_as_django_marks_them(here: DatabaseWrapper) -> None:
    with here.cursor() as cursor:
        assert isinstance(cursor, Cursor)
        cursor.execute(ADD, ["东岸镇"])
        cursor.execute("INSERT INTO place (name) VALUES (%(name)s)", {"name": "枫溪镇"})
        cursor.executemany(ADD, [("北港镇",), ("西山乡",)])
        assert cursor.execute("SELECT name FROM place WHERE name LIKE '西%%' AND name <> %s", ["东"]).fetchone()
        assert cursor.execute("SELECT name FROM place WHERE name LIKE '西%'").fetchmany(5) == [("西山乡",)]
    assert names(here) == sorted(["东岸镇", "枫溪镇", "北港镇", "西山乡"])


def test_what_the_database_refuses_is_told_as_django_tells_it(here: DatabaseWrapper) -> None:
    with here.cursor() as cursor:
        cursor.execute(ADD, ["东岸镇"])
        with pytest.raises(IntegrityError) as told:
            cursor.execute(ADD, ["东岸镇"])
        assert isinstance(told.value.__cause__, sqlite3.IntegrityError)
        with pytest.raises(IntegrityError):
            cursor.executemany(ADD, [("枫溪镇",), ("枫溪镇",)])
        with pytest.raises(OperationalError):
            cursor.execute("SELECT nothing FROM place")


def test_a_transaction_that_was_given_up_takes_no_more_questions(here: DatabaseWrapper) -> None:
    with transaction.atomic(), here.cursor() as cursor:
        cursor.execute(ADD, ["东岸镇"])
        here.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            cursor.execute(ADD, ["枫溪镇"])
        with pytest.raises(TransactionManagementError):
            cursor.executemany(ADD, [("枫溪镇",)])
    assert names(here) == []


def test_a_cursor_of_a_connection_that_was_lost_tells_what_was_wrong_first(here: DatabaseWrapper) -> None:
    def lost() -> None:
        with here.cursor():
            here.close()
            raise RuntimeError("first")

    with pytest.raises(RuntimeError, match="first"):
        lost()


def test_rows_are_read_one_after_the_other(here: DatabaseWrapper) -> None:
    with here.cursor() as cursor:
        cursor.executemany(ADD, [("东岸镇",), ("枫溪镇",)])
        assert sorted(name for (name,) in cursor.execute("SELECT name FROM place")) == sorted(["东岸镇", "枫溪镇"])
        assert len(cursor.execute("SELECT name FROM place", params=None).fetchmany(size=5)) == 2


def test_whoever_listens_hears_every_question(here: DatabaseWrapper) -> None:
    heard: list[str] = []

    def listening(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append(sql)
        return execute(sql, params, many, context)

    with here.execute_wrapper(listening):
        names(here)
    with CaptureQueriesContext(here) as logged:
        names(here)
    assert len(heard) == len(logged) == 1


def test_a_cursor_is_closed_when_its_questions_have_ended(here: DatabaseWrapper) -> None:
    with here.cursor() as cursor:
        pass
    with pytest.raises(Exception, match="closed"):
        cursor.execute("SELECT 1")
