"""A sentence that is made below the face and worded by it: the message, and the values that fill its places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from luoshi.kernel.wording import DEFAULT_LANGUAGE, translate

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day within a sentence, as pages write it: 2026年11月28日, 28 November 2026."""

    day: date

    def words(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The day in a language."""
        one = self.day
        if language.lower().startswith("zh"):
            return f"{one.year}年{one.month}月{one.day}日"
        return f"{one.day} {MONTHS[one.month - 1]} {one.year}"

    def __str__(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A marked message with ``{name}`` places and what fills them."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def words(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The sentence in a language."""
        return translate(self.message, language, self.params)

    def __str__(self) -> str:
        return self.message
