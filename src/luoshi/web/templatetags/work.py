"""Words for what bodies do: verbs of a history, states of obligations and petitions. A tag decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.wording import translate
from luoshi.programme.queries import ThreadLine
from luoshi.programme.rules import STATE_WORDS, Light, Noun, ObligationState, OccurrenceState, PetitionState
from luoshi.reporting.queries import Told
from luoshi.reporting.rules import (
    CHANNEL_WORDS,
    GIVEN_WORDS,
    PROOF_WORDS,
    REPORT_WORDS,
    Channel,
    GivenState,
    ProofKind,
    ReportState,
    RequestState,
)
from luoshi.reporting.rules import STATE_WORDS as REQUEST_WORDS
from luoshi.reporting.rules import move as report_move
from luoshi.web.lights import Lights
from luoshi.web.templatetags.luoshi import figure

register = template.Library()

KINDS = {
    "objection": _("Objection"),
    "extension": _("More time"),
    "difficulty": _("Difficulty"),
    "answers": _("Answers to confirm"),
}
DEEDS = {
    "sent": _("issued it"),
    "received": _("received it"),
    "withdrawn": _("withdrew the obligation"),
    "reinstated": _("reinstated the obligation"),
    "answer": _("answered"),
    "return": _("returned it"),
    "confirm": _("confirmed it as done"),
    "reopen": _("opened it again"),
    "urge": _("urged"),
    "progress": _("reported progress"),
    "objection-open": _("objects to the task"),
    "objection-grant": _("upholds the objection"),
    "objection-refuse": _("refuses the objection"),
    "objection-withdraw": _("takes the objection back"),
    "extension-open": _("asks for more time until"),
    "extension-grant": _("grants more time until"),
    "extension-refuse": _("refuses more time"),
    "extension-withdraw": _("takes back that it asked for more time"),
    "difficulty-open": _("raises a difficulty, to be solved by"),
    "difficulty-assign": _("is asked by the office to answer"),
    "difficulty-meet": _("calls a joint meeting"),
    "difficulty-pass-up": _("passes it up"),
    "difficulty-answer": _("answers the difficulty"),
    "difficulty-withdraw": _("takes the difficulty back"),
}


def _state(noun: Noun, state: StrEnum) -> str:
    return translate(STATE_WORDS[noun][state], get_language() or "")


@register.filter
def obligation_state(state: ObligationState) -> str:
    """The word for where an obligation stands."""
    return _state(Noun.OBLIGATION, state)


@register.filter
def occurrence_state(state: OccurrenceState) -> str:
    """The word for where one time of it stands."""
    return _state(Noun.OCCURRENCE, state)


@register.filter
def petition_state(state: str, kind: str) -> str:
    """The word for where a petition of a kind stands."""
    return _state(Noun(kind), PetitionState(state))


@register.filter
def petition_kind(kind: str) -> str:
    """The word for what was asked."""
    return str(KINDS[kind])


def _said(words: str) -> str:
    return translate(words, get_language() or "")


@register.filter
def request_state(state: RequestState) -> str:
    """The word for where a request stands."""
    return _said(REQUEST_WORDS[state])


@register.filter
def report_state(state: str) -> str:
    """The word for what a report says of the work; nothing where it says nothing yet."""
    return _said(REPORT_WORDS[ReportState(state)]) if state else ""


@register.filter
def given_state(state: GivenState) -> str:
    """The word for where a report that was given stands."""
    return _said(GIVEN_WORDS[state])


@register.filter
def report_verb(verb: str) -> str:
    """The label of the button of a verb about a request."""
    return _said(report_move(verb).words)


@register.filter
def proof_kind(kind: ProofKind) -> str:
    """The word for a kind of proof."""
    return _said(PROOF_WORDS[kind])


@register.filter
def channel_name(channel: Channel) -> str:
    """The word for where something was published."""
    return _said(CHANNEL_WORDS[channel])


@register.filter
def deed_name(key: str) -> str:
    """The word for what was done, in a line of a history."""
    return str(DEEDS[key])


@register.filter
def of_line(reports: Mapping[int, Told] | str, line: ThreadLine) -> Told | None:
    """The report from which a line of history came; none on a page that shows no reports."""
    return reports.get(line.handling_id or 0) if isinstance(reports, Mapping) else None


@register.filter
def of_time(reports: Mapping[int, int], time_id: int | None) -> int | None:
    """The request on whose page the answer to a time is judged."""
    return reports.get(time_id or 0)


@register.filter
def plain_figure(value: Decimal) -> str:
    """A decimal without needless zeros."""
    return figure(value)


@register.inclusion_tag("web/parts/light.html")
def bare_light(value: Light) -> dict[str, object]:
    """A light within a link: shape and word alone, for nothing can be opened there; what follows tells the day."""
    shape, word = Lights().of(value.code)
    return {"code": value.code.value, "shape": shape, "word": word, "reason": ""}
