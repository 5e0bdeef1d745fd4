"""Where a command's result goes: standard output, or a file that is complete or not there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

STANDARD = "-"


def deliver(content: bytes, out: str) -> None:
    """Write to ``out`` (``-`` is standard output). Raises ``OSError``; then a file that was there is as it was."""
    if out == STANDARD:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    if path.exists() and not path.is_file():  # a device or a pipe is written to, not replaced; a folder refuses
        path.write_bytes(content)
        return
    _replace(path.resolve(), content)


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
