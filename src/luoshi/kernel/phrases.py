"""A sentence that is made below the face and worded by it: the message, and the values that fill its places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from luoshi.kernel.wording import DEFAULT_LANGUAGE, translate


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
