"""Template tags of sites and of programmes side by side."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from luoshi.kernel.wording import translate
from luoshi.programme.rules import STATE_WORDS, Noun, ProgrammeState, SiteState

register = template.Library()


@register.filter
def site_state(state: SiteState) -> str:
    """The word for where a site stands."""
    return translate(STATE_WORDS[Noun.SITE][state], get_language() or "")


@register.filter
def programme_state(state: ProgrammeState) -> str:
    """The word for where a programme stands."""
    return translate(STATE_WORDS[Noun.PROGRAMME][state], get_language() or "")


@register.filter
def of(values: Mapping[int, object], key: int) -> object:
    """What stands for a thing in a table by id."""
    return values.get(key)


@register.simple_tag
def picture_key(picture_id: int) -> str:
    """How the form of a picture is named on its page."""
    return f"picture-{picture_id}"
