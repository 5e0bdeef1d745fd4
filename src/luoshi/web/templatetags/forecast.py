"""Words for the forecast: states of gaps. A tag decides nothing."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from luoshi.assessment.rules.gaps import GAP_WORDS, GapState
from luoshi.kernel.wording import translate

register = template.Library()


@register.filter
def gap_state(state: GapState) -> str:
    """The word for where a gap stands."""
    return translate(GAP_WORDS[state], get_language() or "")
