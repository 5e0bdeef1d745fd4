"""Reading in a child process: parsers written in other languages may crash, hang or eat memory, and must not take
the server with them (pdfium is not safe between threads either)."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any

from luoshi.kernel.errors import UnreadableFile
from luoshi.outline.readers.notes import SECONDS, refuse

_CHILD = "luoshi.outline.readers.child"
_HEAVY = {-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL, -signal.SIGKILL}
_LATE = -getattr(signal, "SIGXCPU", 0)


class Child:
    """A process that answers one file after another: most of what a small file costs is starting it. It is started when
    it is first asked, and anew after a file that broke it. For one thread at a time.
    """

    def __init__(self, task: str) -> None:
        self._task = task
        self._running: subprocess.Popen[bytes] | None = None

    def ask(self, data: bytes, kind: str) -> Any:
        """What ``ask`` gives and raises."""
        running = self._running = self._running or self._started()
        clock = _Clock(running)
        said = _talk(running, data)
        late = clock.stopped()
        if not said.endswith(b"\n"):
            self._running = None
            raise _broken(running, kind, late=late)
        answer = json.loads(said)
        if late or "error" in answer:
            self.close()  # whatever the file has left behind in it
        if "error" in answer:
            raise refuse(answer["error"], **answer["params"])
        return answer["answer"]

    def close(self) -> None:
        """End the process."""
        running, self._running = self._running, None
        if running is not None:
            running.kill()
            running.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  our own interpreter and module
            [sys.executable, "-P", "-m", _CHILD, self._task],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )


class _Clock:
    """Ends a process that takes too long."""

    def __init__(self, running: subprocess.Popen[bytes]) -> None:
        self._running, self._late = running, False
        self._timer = Timer(SECONDS, self._end)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        self._late = True
        self._running.kill()

    def stopped(self) -> bool:
        """Stop it, and whether it was too late."""
        self._timer.cancel()
        return self._late


def _talk(running: subprocess.Popen[bytes], data: bytes) -> bytes:
    """Send a file, its length first, and read the line that answers it; no whole line where the process broke."""
    sent, heard = running.stdin, running.stdout
    if sent is None or heard is None:
        return b""
    try:
        sent.write(len(data).to_bytes(8))
        sent.write(data)
        sent.flush()
        return heard.readline()
    except BrokenPipeError:
        return b""


def _broken(running: subprocess.Popen[bytes], kind: str, *, late: bool) -> UnreadableFile:
    """Why a process has ended instead of answering."""
    running.communicate()  # closes its pipes and waits for its end
    if late or running.returncode == _LATE:
        return refuse("file-too-slow", format=kind, seconds=SECONDS)
    return refuse("file-too-heavy" if running.returncode in _HEAVY else "file-damaged", format=kind)


@contextmanager
def child(task: str) -> Iterator[Child]:
    """A child for several files."""
    found = Child(task)
    try:
        yield found
    finally:
        found.close()


def ask(task: str, data: bytes, kind: str) -> Any:
    """The answer of a task of ``child`` for the bytes of a file, as plain data.

    Raises the ``UnreadableFile`` that the child met, ``file-too-slow``, ``file-too-heavy``, or ``file-damaged`` where
    it crashed. ``kind`` is the file's, for the sentence.
    """
    with child(task) as one:
        return one.ask(data, kind)
