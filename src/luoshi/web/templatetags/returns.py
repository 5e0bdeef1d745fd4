"""What the pages of returned tables say."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language, gettext

from luoshi.kernel.wording import _, translate
from luoshi.reporting.actions.gathered import DONE, LATE
from luoshi.reporting.rules import REPORT_WORDS
from luoshi.reporting.rules.returns.judging import FATE_WORDS, Fate, Meaning

register = template.Library()
REACHED = {True: _("in time"), False: _("not in time")}
OUTCOMES = {**{fate.value: words for fate, words in FATE_WORDS.items()}, DONE: _("Written"), LATE: _("Refused")}


@register.filter
def return_fate(fate: Fate) -> str:
    """The word for the fate of a row."""
    return gettext(FATE_WORDS[fate])


@register.filter
def outcome_word(code: str) -> str:
    """The word for what became of a row."""
    return gettext(OUTCOMES.get(code, code))


@register.filter
def said_word(words: str) -> str:
    """A marked word in the language of the page."""
    return translate(words, get_language() or "")


@register.simple_tag
def said(meaning: Meaning) -> str:
    """What a row says, in one line."""
    parts = [gettext(REPORT_WORDS[meaning.state]), meaning.text[:240], meaning.figure]
    parts += [gettext(REACHED[meaning.reachable])] if meaning.reachable is not None else []
    return " · ".join(part for part in (*parts, meaning.signed) if part)
