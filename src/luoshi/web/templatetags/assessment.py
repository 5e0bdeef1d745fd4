"""Template tags of assessment: points and the words of rounds. A tag decides nothing; it only says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.translation import get_language

from luoshi.assessment.rules.comparing import points_text, said
from luoshi.assessment.rules.framework import METHOD_WORDS, Method
from luoshi.assessment.rules.judging.model import shown
from luoshi.assessment.rules.numbers import plain
from luoshi.assessment.rules.rounds import (
    MARKER_WORDS,
    ROUND_STATE_WORDS,
    ROUND_WORDS,
    SUBJECT_WORDS,
    Marker,
    RoundKind,
    RoundState,
    SubjectKind,
)
from luoshi.assessment.rules.rows import RowOutcome
from luoshi.assessment.rules.verdict import PASSING_WORDS, Passing
from luoshi.kernel.wording import translate

register = template.Library()


@register.filter
def points(scaled: int | None) -> str:
    """Whole millionths as points; a dash where they are not known."""
    return "–" if scaled is None else points_text(scaled)


@register.filter
def decimal_points(value: Decimal | None) -> str:
    """A decimal as points; a dash where it is not known."""
    return "–" if value is None else plain(value)


@register.filter
def outcome(value: RowOutcome | None) -> str:
    """What a marked row says in a word; a dash where it has no mark."""
    return "–" if value is None else said(value).words(get_language() or "")


@register.filter
def round_kind(kind: RoundKind) -> str:
    """The word for what a round is held for."""
    return translate(ROUND_WORDS[kind], get_language() or "")


@register.filter
def round_state(state: RoundState) -> str:
    """The word for where a round stands."""
    return translate(ROUND_STATE_WORDS[state], get_language() or "")


@register.filter
def marker_words(markers: tuple[Marker, ...]) -> str:
    """Who may mark."""
    return "、".join(translate(MARKER_WORDS[marker], get_language() or "") for marker in markers)


@register.filter
def subject_kind(kind: SubjectKind) -> str:
    """The word for who is assessed."""
    return translate(SUBJECT_WORDS[kind], get_language() or "")


@register.filter
def passing(value: Passing) -> str:
    """Whether it passes, in words."""
    return translate(PASSING_WORDS[value], get_language() or "")


@register.filter
def methods(values: tuple[Method, ...]) -> str:
    """How a row is measured, in the words of the tables."""
    return "、".join(METHOD_WORDS[value] for value in values)


@register.filter
def fraction(value: Fraction | None) -> str:
    """An exact fraction as points; a dash where it is not known."""
    return "–" if value is None else shown(value)


@register.filter
def at(values: Sequence[object], index: int) -> object:
    """One of several, by its place."""
    return values[index]
