"""Places in a text that are found again after the text has been read anew, or has changed elsewhere.

An anchor is the words at a place, which of their occurrences it is, and how many there were. Where the words are
gone, or occur more or less often than before so that nobody can tell which was meant, there is no place: the caller
says so instead of guessing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import TypedDict

QUOTE = 32  # characters: long enough to be unique in most plans, short enough to survive an edit further on


class Anchor(TypedDict):
    """The words, which occurrence of them (from 0), and of how many."""

    quote: str
    occurrence: int
    of: int


def _starts(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of ``[start, end)``; the words must not be empty."""
    quote = text[start:end]
    if not quote:
        raise ValueError("an anchor needs words")
    starts = list(_starts(text, quote))
    return Anchor(quote=quote, occurrence=starts.index(start), of=len(starts))


def opening(text: str, start: int, end: int) -> Anchor:
    """The anchor of the first words of a place."""
    return anchor(text, start, min(end, start + QUOTE))


def closing(text: str, start: int, end: int) -> Anchor:
    """The anchor of the last words of a place."""
    return anchor(text, max(start, end - QUOTE), end)


def place(text: str, where: Mapping[str, object]) -> tuple[int, int] | None:
    """Where the anchor stands in a text, or None where that cannot be told."""
    quote = str(where["quote"])
    starts = list(_starts(text, quote)) if quote else []
    if not starts or len(starts) != where["of"]:
        return None
    start = starts[int(str(where["occurrence"]))]
    return start, start + len(quote)


def doubt_key(text: str, code: str, span: tuple[int, int] | None, params: Mapping[str, object]) -> str:
    """A key for a diagnostic that stays the same while its code and the words that it is about do."""
    if span and span[1] > span[0]:
        about: object = opening(text, *span)
    else:
        about = {name: str(value) for name, value in params.items()}
    digest = hashlib.sha256(json.dumps([code, about], ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"))
    return f"{code[:50]}:{digest.hexdigest()[:24]}"
