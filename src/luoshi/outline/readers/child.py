"""The other side of ``apart``: ``python -m luoshi.outline.readers.child TASK`` reads files from its input and
writes what they say as JSON."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable

from luoshi.kernel.errors import UnreadableFile
from luoshi.outline.readers.notes import SECONDS, refuse

MEMORY = 400 * 1024 * 1024
TASKS = {"pdf": "luoshi.outline.readers.pdfium", "sheets": "luoshi.outline.readers.calamine"}


def main() -> int:
    """Answer one file after another until no more come: its length (8 bytes), its bytes; a line of JSON each."""
    limit = _limits()
    while length := sys.stdin.buffer.read(8):
        limit()
        told = _told(sys.argv[1], sys.stdin.buffer.read(int.from_bytes(length)))
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
    return 0


def _told(task: str, data: bytes) -> object:
    """What the reader refuses is an answer too; whatever else it raises is a damaged file."""
    try:
        return {"answer": importlib.import_module(TASKS[task]).answer(data)}
    except UnreadableFile as refused:
        return {"error": refused.code, "params": dict(refused.params)}
    except MemoryError:
        return {"error": "file-too-heavy", "params": {"format": task}}
    except Exception:
        return {"error": "file-damaged", "params": dict(refuse("file-damaged", format=task).params)}


def _limits() -> Callable[[], None]:
    """Bound memory, and give what bounds the processor time of the next file; where the system can."""
    try:
        resource = importlib.import_module("resource")
    except ImportError:
        return lambda: None
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]

    def of_next() -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS, most))

    return of_next


if __name__ == "__main__":
    sys.exit(main())
