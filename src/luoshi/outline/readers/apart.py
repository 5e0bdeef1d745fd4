"""Reading in a child process: parsers written in other languages may crash, hang or eat memory, and must not take
the server with them (pdfium is not safe between threads either)."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import Any

from luoshi.outline.readers.notes import SECONDS, refuse

_CHILD = "luoshi.outline.readers.child"
_HEAVY = {-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL, -signal.SIGKILL}
_LATE = -getattr(signal, "SIGXCPU", 0)


def ask(task: str, data: bytes, kind: str) -> Any:
    """The answer of a task of ``child`` for the bytes of a file, as plain data.

    Raises the ``UnreadableFile`` that the child met, ``file-too-slow``, ``file-too-heavy``, or ``file-damaged`` where
    it crashed. ``kind`` is the file's, for the sentence.
    """
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module
            [sys.executable, "-P", "-m", _CHILD, task], input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise refuse("file-too-slow", format=kind, seconds=SECONDS) from None
    if done.returncode == _LATE:
        raise refuse("file-too-slow", format=kind, seconds=SECONDS)
    if done.returncode in _HEAVY:
        raise refuse("file-too-heavy", format=kind)
    if done.returncode:
        raise refuse("file-damaged", format=kind)
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise refuse(answer["error"], **answer["params"])
    return answer["answer"]
