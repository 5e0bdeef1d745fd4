"""Writers to an SQLite database wait in a line: whoever came first is first, and nobody's report is lost."""

from __future__ import annotations

import fcntl
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from luoshi.config.database import database
from luoshi.config.sqlite.base import SUFFIX, DatabaseWrapper, Line

pytestmark = pytest.mark.django_db  # the connections are made by hand, beside that of the test
WRITERS, TIMES = 8, 10


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A database with one table."""
    with closing(sqlite3.connect(tmp_path / "luoshi.sqlite3")) as made:
        made.execute("CREATE TABLE line (writer INTEGER, number INTEGER)")
    return tmp_path


def opened(folder: Path, **options: Any) -> DatabaseWrapper:
    """A connection as the settings of a site make it."""
    settings = {**connections[DEFAULT_DB_ALIAS].settings_dict, **database("", folder)}
    settings["OPTIONS"] = {**settings["OPTIONS"], **options}
    return DatabaseWrapper(settings)


@pytest.fixture
def connection(site: Path) -> Iterator[DatabaseWrapper]:
    made = opened(site)
    yield made
    made.close()


def begin(connection: DatabaseWrapper) -> None:
    connection.ensure_connection()
    connection._start_transaction_under_autocommit()


def rows(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "luoshi.sqlite3")) as looked:
        return int(looked.execute("SELECT COUNT(*) FROM line").fetchone()[0])


def test_a_connection_brings_every_commit_to_the_disk(connection: DatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_all_who_write_at_once_have_written(site: Path) -> None:
    failed: list[BaseException] = []

    def write(writer: int) -> None:
        made = opened(site)
        try:
            for number in range(TIMES):
                begin(made)
                made.cursor().execute("INSERT INTO line VALUES (%s, %s)", [writer, number])
                made.commit()
        except BaseException as error:
            failed.append(error)
        finally:
            made.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    assert rows(site) == WRITERS * TIMES


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_the_place_is_free_when_the_transaction_has_ended(site: Path, end: str) -> None:
    first, second = opened(site), opened(site, timeout=0.2)
    begin(first)
    getattr(first, end)()
    begin(second)
    second.cursor().execute("INSERT INTO line VALUES (1, 1)")
    second.commit()
    first.close()
    second.close()
    assert rows(site) == 1


def test_whoever_waits_too_long_is_told_that_the_database_is_busy(site: Path) -> None:
    first, second = opened(site), opened(site, timeout=0.05)
    begin(first)
    with pytest.raises(Exception, match="locked"):
        begin(second)
    first.commit()
    begin(second)  # and nothing is left of its waiting
    second.commit()
    first.close()
    second.close()


def test_a_line_is_left_by_whoever_holds_it_only(tmp_path: Path) -> None:
    path = str(tmp_path / "a.sqlite3")
    first, second = Line(path), Line(path)
    first.enter(1)
    second.enter(0)
    second.leave()
    third = Line(path)
    third.enter(0)
    assert not third.held
    first.leave()
    third.enter(0)
    assert third.held
    third.close()


def test_a_process_that_stopped_in_the_line_holds_nobody_for_ever(tmp_path: Path) -> None:
    path = str(tmp_path / "a.sqlite3")
    with Path(path + SUFFIX).open("wb") as stopped:  # another open file is to the system as another process
        fcntl.flock(stopped, fcntl.LOCK_EX)
        waiting = Line(path)
        waiting.enter(0.05)  # comes back, and SQLite says whether the database is busy
        assert waiting.held
        waiting.leave()
    next_one = Line(path)
    next_one.enter(0)
    assert next_one.held
    next_one.close()
    waiting.close()


def test_the_line_stands_beside_the_database(site: Path, connection: DatabaseWrapper) -> None:
    begin(connection)
    connection.commit()
    assert (site / f"luoshi.sqlite3{SUFFIX}").read_bytes() == b""
