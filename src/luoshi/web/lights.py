"""Lights as pages say them: a shape and a word, the word as the programme's settings have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from luoshi.programme.rules import LightCode

SHAPES = {
    "done": ("✓", _("done")),
    "on-time": ("●", _("on time")),
    "due-soon": ("◔", _("due soon")),
    "behind": ("◑", _("behind")),
    "late": ("▲", _("late")),
    "not-due": ("○", _("not due")),
    "unknown": ("?", _("unknown")),
}


@dataclass(frozen=True, slots=True)
class Lights:
    """The lights with the words of one programme, by code."""

    words: Mapping[str, str] = field(default_factory=dict)

    def of(self, code: LightCode | str) -> tuple[str, str]:
        """Shape and word."""
        key = code.value if isinstance(code, LightCode) else code
        shape, word = SHAPES.get(key, SHAPES["unknown"])
        return shape, self.words.get(key) or str(word)
