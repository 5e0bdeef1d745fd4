"""What a file says, as plain text, for a look at it without opening it: nothing that is in the file runs."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.files.rules.kinds import KINDS, PICTURES
from luoshi.files.rules.screening import LINES, screen

PREVIEW_LIMIT = 32 * 1024 * 1024  # bytes; above it a file is only offered to be saved


@dataclass(frozen=True, slots=True)
class Preview:
    """``picture`` where a browser may show the file itself; else the first ``lines`` of its text, numbers of persons
    masked, and whether there are ``more`` than are given. No lines: the file can only be saved."""

    media_type: str
    picture: bool = False
    lines: tuple[str, ...] = ()
    more: bool = False


def preview_of(content: bytes, media_type: str, name: str = "") -> Preview:
    """The preview of a file; never raises, whatever the bytes are."""
    if media_type in {KINDS[kind][0] for kind in PICTURES}:
        return Preview(media_type, picture=True)
    lines = screen(content, name).lines if content else ()
    return Preview(media_type, lines=lines, more=len(lines) >= LINES)
