"""Files as a person sees them: one module a format, each giving a ``Source``."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from luoshi.outline.model import Block, Source, Span


def read_source(file: str | PathLike[str] | bytes, *, name: str | None = None) -> Source:
    data = file if isinstance(file, bytes) else Path(file).read_bytes()
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block(Span(at, at + len(line))))
        at += len(line) + 1
    return Source(text=text, kind="txt", blocks=tuple(blocks))
