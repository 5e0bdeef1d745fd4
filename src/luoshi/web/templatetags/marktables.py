"""What the pages of tables of marks say."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from luoshi.assessment.rules.mark_tables.judging import FATE_WORDS, Fate
from luoshi.kernel.wording import _
from luoshi.reporting.actions.gathered import DONE, LATE

register = template.Library()
OUTCOMES = {**{fate.value: words for fate, words in FATE_WORDS.items()}, DONE: _("Written"), LATE: _("Refused")}


@register.filter
def mark_fate(fate: Fate) -> str:
    """The word for the fate of a row."""
    return gettext(FATE_WORDS[fate])


@register.filter
def mark_outcome(code: str) -> str:
    """The word for what became of a row."""
    return gettext(OUTCOMES.get(code, code))
