"""SQLite whose writers wait in a line instead of asking again and again, and whose cursors are the driver's own.

SQLite lets one write at a time. Whoever finds another at it sleeps and tries again, longer each time, up to a tenth of
a second: two hundred who write at once lose whole seconds so, and who came first may be the last. Here a transaction
that writes first takes its place in a line: of the threads of this process, then, by a lock on a file beside the
database, of the processes of the site. Threads are woken by the system at the moment at which the place is free; of
processes there are few, and the first thread of each looks twice a millisecond. The place is free too when a
process was killed. Both together wait no longer than the timeout of the settings. SQLite's own lock stays what keeps
the data right: where no file can be locked, and after the timeout, writers wait as they always did, and are told in
words that the database is busy.

A small question is answered in less time than Django's cursor takes to hand it over. Where nobody listens to what is
asked (no wrapper, no log of queries), the cursor here is the driver's, which does at once what four layers did.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, wraps
from pathlib import Path
from sqlite3 import Cursor as DriverCursor
from sqlite3 import Error
from threading import get_ident
from time import monotonic, sleep
from typing import Any, Self

from django.db.backends.sqlite3 import base

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows: SQLite's own waiting is all there is
    fcntl = None  # type: ignore[assignment]

_LINES: dict[str, threading.Lock] = {}
_MAKING = threading.Lock()
SUFFIX = "-line"
LOOK = 0.0005  # seconds between two looks at the file, while another process writes


class Line:
    """One connection's place among those who want to write to a database; ``held`` while it is its turn."""

    def __init__(self, path: str) -> None:
        with _MAKING:
            self._threads = _LINES.setdefault(path, threading.Lock())
        self._path = path + SUFFIX
        self._file = -1
        self.held = False

    def enter(self, seconds: float) -> None:
        """Wait for the place; after ``seconds`` go on without it and leave it to SQLite to say that it is busy."""
        until = monotonic() + seconds
        if self.held or not self._threads.acquire(timeout=seconds):
            return
        self.held = True
        if fcntl is not None:
            with suppress(OSError):
                self._lock(until)

    def _lock(self, until: float) -> None:
        """Lock the file, or give up at a moment: a process that was stopped in a transaction must not stop the rest."""
        if self._file < 0:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while True:
            try:
                return fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if monotonic() >= until:
                    raise
            sleep(LOOK)

    def leave(self) -> None:
        """Give the place to the next."""
        if not self.held:
            return
        self.held = False
        if fcntl is not None and self._file >= 0:
            with suppress(OSError):
                fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def close(self) -> None:
        """Leave, and close the file."""
        self.leave()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


@lru_cache(maxsize=512)
def _qmarks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


def _told(ask: Callable[..., Any]) -> Callable[..., Any]:
    """A method of the driver's cursor that raises Django's errors."""

    @wraps(ask)
    def asked(self: Cursor, *given: Any, **named: Any) -> Any:
        try:
            return ask(self, *given, **named)
        except Error:
            with self.site.wrap_database_errors:
                raise

    return asked


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that Django can use without a wrapper around it. ``site`` is the connection that it is of. In a
    transaction that was given up it asks nothing more, and tells so.
    """

    site: DatabaseWrapper

    @_told
    def execute(self, query: str, params: Any = None) -> Any:
        """Ask; how SQLite marks parameters is found out once for every query."""
        if self.site.needs_rollback:
            self.site.validate_no_broken_transaction()
        if params is None:
            return DriverCursor.execute(self, query)
        if isinstance(params, dict):
            return super().execute(query, params)
        return DriverCursor.execute(self, _qmarks(query), params)

    @_told
    def executemany(self, query: str, param_list: Any) -> Any:
        """Ask the same with each of these."""
        self.site.validate_no_broken_transaction()
        return super().executemany(query, param_list)

    fetchone = _told(DriverCursor.fetchone)
    fetchmany = _told(DriverCursor.fetchmany)
    fetchall = _told(DriverCursor.fetchall)
    __next__ = _told(DriverCursor.__next__)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ended: object) -> None:
        with suppress(Error):  # of what went wrong before, that is told
            self.close()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that enters the line before a transaction begins and leaves it when that has ended."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        name = str(settings_dict["NAME"])
        kept = not self.is_in_memory_db() and Path(name).name != ""
        self._line = Line(str(Path(name).absolute())) if kept else None
        self._patience = float(settings_dict.get("OPTIONS", {}).get("timeout", 5))

    def cursor(self) -> Any:
        """A cursor of this connection: the bare one where Django's has nothing to do."""
        self.ensure_connection()
        if self.execute_wrappers or self.queries_logged or self._thread_ident != get_ident():  # type: ignore[attr-defined]
            return super().cursor()
        made = self.connection.cursor(factory=Cursor)
        made.site = self
        return made

    def _start_transaction_under_autocommit(self) -> None:
        if self._line is not None:
            self._line.enter(self._patience)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc] # the stubs leave it out
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc] # the stubs leave it out
        finally:
            if self.connection is not None and not self.connection.in_transaction:
                self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc] # the stubs leave it out
        finally:
            if self.connection is not None and not self.connection.in_transaction:
                self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc] # the stubs leave it out
        finally:
            if self._line is not None:
                self._line.close()

    def _leave(self) -> None:
        if self._line is not None:
            self._line.leave()
