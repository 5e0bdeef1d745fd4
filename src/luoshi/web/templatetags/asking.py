"""Words for questions: what becomes of one for a unit, and of which period a figure is. A tag decides nothing."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from luoshi.kernel.wording import translate
from luoshi.programme.rules.periods import period_words
from luoshi.reporting.queries.questions import OUTCOME_WORDS, Outcome
from luoshi.reporting.rules import FATE_WORDS, Fate

register = template.Library()


@register.filter
def outcome_word(outcome: Outcome) -> str:
    """The word for what became of a question."""
    return translate(OUTCOME_WORDS[outcome], get_language() or "")


@register.filter
def fate_word(fate: Fate) -> str:
    """The word for what will become of a question."""
    return translate(FATE_WORDS[fate], get_language() or "")


@register.filter
def period_word(name: str) -> str:
    """A period in words: 2026年第3季度."""
    return period_words(name).words(get_language() or "") if name else ""
