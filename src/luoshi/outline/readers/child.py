"""The other side of ``apart``: ``python -m luoshi.outline.readers.child TASK`` reads a file from its input and writes
what it says as JSON."""

from __future__ import annotations

import importlib
import json
import sys

from luoshi.kernel.errors import UnreadableFile
from luoshi.outline.readers.notes import SECONDS, refuse

MEMORY = 400 * 1024 * 1024
TASKS = {"pdf": "luoshi.outline.readers.pdfium", "sheets": "luoshi.outline.readers.calamine"}


def main() -> int:
    """Answer one task. What the reader refuses is an answer too; whatever else it raises is a damaged file."""
    _limit()
    task = sys.argv[1]
    try:
        told: object = {"answer": importlib.import_module(TASKS[task]).answer(sys.stdin.buffer.read())}
    except UnreadableFile as refused:
        told = {"error": refused.code, "params": dict(refused.params)}
    except MemoryError:
        told = {"error": "file-too-heavy", "params": {"format": task}}
    except Exception:
        told = {"error": "file-damaged", "params": dict(refuse("file-damaged", format=task).params)}
    sys.stdout.write(json.dumps(told))
    return 0


def _limit() -> None:
    """Bound memory and processor time, where the system can."""
    try:
        resource = importlib.import_module("resource")
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
