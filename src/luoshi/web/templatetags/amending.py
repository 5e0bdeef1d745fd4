"""Template tags of the task table that came back."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from luoshi.kernel.wording import translate
from luoshi.programme.rules.marking import Mark, marks
from luoshi.programme.rules.tables import FATE_WORDS, HEADINGS, CellChange, Fate

register = template.Library()


@register.filter
def row_fate(fate: Fate) -> str:
    """What a row would do."""
    return translate(FATE_WORDS[fate], get_language() or "")


@register.filter
def column_name(code: str) -> str:
    """The heading of a column, as it stands in the table."""
    return HEADINGS[code][0]


@register.filter
def cell_marks(change: CellChange) -> tuple[Mark, ...]:
    """A cell with what went and what came."""
    return marks(change.old, change.new)
