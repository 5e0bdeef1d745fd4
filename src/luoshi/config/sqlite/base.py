"""SQLite whose writers wait in a line instead of asking again and again.

SQLite lets one write at a time. Whoever finds another at it sleeps and tries again, longer each time, up to a tenth of
a second: two hundred who write at once lose whole seconds so, and who came first may be the last. Here a transaction
that writes first takes its place in a line: of the threads of this process, then, by a lock on a file beside the
database, of the processes of the site. Threads are woken by the system at the moment at which the place is free; of
processes there are few, and the first thread of each looks twice a millisecond. The place is free too when a
process was killed. Both together wait no longer than the timeout of the settings. SQLite's own lock stays what keeps
the data right: where no file can be locked, and after the timeout, writers wait as they always did, and are told in
words that the database is busy.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from time import monotonic, sleep
from typing import Any

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


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that writes anew, for SQLite's way of marking parameters, what it has not written anew before."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """The query as SQLite reads it."""
        return _qmarks(query) if param_names is None else super().convert_query(query, param_names=param_names)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that enters the line before a transaction begins and leaves it when that has ended."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        name = str(settings_dict["NAME"])
        kept = not self.is_in_memory_db() and Path(name).name != ""
        self._line = Line(str(Path(name).absolute())) if kept else None
        self._patience = float(settings_dict.get("OPTIONS", {}).get("timeout", 5))

    def create_cursor(self, name: str | None = None) -> Cursor:  # noqa: ARG002 - Django's signature
        """A cursor of this connection."""
        made: Cursor = self.connection.cursor(factory=Cursor)
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
