"""Whole numbers that a form or an address carries: keys of rows, edits, places."""

from __future__ import annotations

from collections.abc import Iterable

DIGITS = 18  # that every column of a database can hold


def whole(text: object) -> int | None:
    """A whole number as it was sent; None where it is none, or larger than any that we give out."""
    typed = str(text)
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= DIGITS else None


def wholes(texts: Iterable[object]) -> list[int]:
    """Those of some texts that are whole numbers."""
    return [one for one in map(whole, texts) if one is not None]
