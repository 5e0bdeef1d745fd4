"""Words for what was sent and how it went. A tag decides nothing."""

from __future__ import annotations

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from luoshi.kernel.wording import translate
from luoshi.notices.queries import DeliveryLine, Failing
from luoshi.notices.rules import CHANNEL_WORDS, OUTCOME_WORDS, STATE_WORDS, DeliveryState

register = template.Library()


def _said(words: str) -> str:
    return translate(words, get_language() or "")


@register.filter
def delivery(line: DeliveryLine) -> str:
    """One way by which a message went, and how: By mail: waiting (the mail server cannot be reached)."""
    return gettext("%(channel)s: %(how)s") % {"channel": _said(CHANNEL_WORDS[line.channel]), "how": how(line)}


@register.filter
def how(line: DeliveryLine | Failing) -> str:
    """Where a delivery stands, with why it has not gone out and when it is tried again."""
    state = _said(STATE_WORDS[line.state])
    if line.outcome is None or line.state in (DeliveryState.DELIVERED, DeliveryState.WITHDRAWN):
        return state
    why = _said(OUTCOME_WORDS[line.outcome])
    if line.next_at is None:
        return gettext("%(state)s (%(why)s)") % {"state": state, "why": why}
    again = date_format(timezone.localtime(line.next_at), "H:i")
    return gettext("%(state)s (%(why)s; next try %(time)s)") % {"state": state, "why": why, "time": again}
