"""The history of a site in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from luoshi.audit.queries import Told
from luoshi.kernel.wording import translate
from luoshi.programme.rules import STATE_WORDS, Noun, SiteState

WORDS = {
    "programme.propose_site": _("proposed as a candidate"),
    "programme.edit_site": _("description changed"),
    "programme.add_site_picture": _("picture shown: %(caption)s"),
    "programme.withdraw_site_picture": _("picture withdrawn: %(caption)s"),
    "programme.restore_site_picture": _("picture shown again: %(caption)s"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what, by whom, when, and why."""

    at: datetime
    who: str
    words: str
    reason: str


def told(line: Told) -> Line:
    """A line of the journal in the language of the page."""
    if line.verb in WORDS:
        words = str(WORDS[line.verb]) % {"caption": line.new.get("caption", "")}
    else:
        before, after = (_state(values.get("state")) for values in (line.old, line.new))
        words = gettext("%(before)s → %(after)s") % {"before": before, "after": after}
    return Line(line.at, line.who, words, str(line.new.get("reason") or ""))


def _state(value: object) -> str:
    if value not in set(SiteState):
        return str(value or "")
    return translate(STATE_WORDS[Noun.SITE][SiteState(str(value))], get_language() or "")
