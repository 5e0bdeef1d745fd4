"""Template tags: days and limits in words, lights, charts. A tag decides nothing; it only says."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.errors import LuoshiError
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import translate
from luoshi.outline.model import Comparator, Deadline, DeadlineKind, Every, Rhythm, Target
from luoshi.plans.rules import STATE_WORDS, VersionState
from luoshi.programme.rules import (
    CHANGE_WORDS,
    KIND_WORDS,
    ChangeKind,
    CommitmentKind,
    Light,
    LightCode,
    Noun,
    ObligationState,
)
from luoshi.programme.rules import STATE_WORDS as PROGRAMME_WORDS
from luoshi.tenancy.rules import ROLE_WORDS as HELD_ROLE_WORDS
from luoshi.tenancy.rules import Role
from luoshi.units.rules import UnitKind, kind_word
from luoshi.units.rules.unit_rows import FATE_WORDS, Fate
from luoshi.web.desk.programmes.filters import Filter
from luoshi.web.desk.tabs import tabs as tabs_of
from luoshi.web.lights import Lights

register = template.Library()

ROLES = {
    "lead": _("lead"),
    "responsible": _("responsible"),
    "support": _("support"),
}

EVERY = {
    Every.DAY: (_("every day"), _("every %(n)s days")),
    Every.WEEK: (_("every week"), _("every %(n)s weeks")),
    Every.TEN_DAYS: (_("every ten days"), _("every %(n)s times ten days")),
    Every.MONTH: (_("every month"), _("every %(n)s months")),
    Every.QUARTER: (_("every quarter"), _("every %(n)s quarters")),
    Every.HALF_YEAR: (_("every half year"), _("every %(n)s half years")),
    Every.YEAR: (_("every year"), _("every %(n)s years")),
    Every.CONTINUOUS: (_("continuously"), _("continuously")),
}

COMPARATORS = {
    Comparator.AT_LEAST: "≥ ",
    Comparator.AT_MOST: "≤ ",
    Comparator.MORE: "> ",
    Comparator.LESS: "< ",
    Comparator.ABOUT: "≈ ",
}


@register.inclusion_tag("web/desk/programmes/tabs.html", takes_context=True)
def tabs(context: dict[str, Any], programme_id: int, current: str) -> dict[str, object]:
    """The pages of a programme that whoever looks is offered; ``current`` is the name of this one's address."""
    return {"tabs": tabs_of(context["seat"].actor, programme_id, current)}


@register.filter
def day(value: date | str | None) -> str:
    """A day or a month as the language writes it: 2022年11月30日, 30 November 2022."""
    if not value:
        return ""
    if isinstance(value, str):
        parts = value.split("-")
        if len(parts) < 3:
            whole = date(int(parts[0]), int(parts[1]) if len(parts) > 1 else 1, 1)
            return date_format(whole, pgettext("date format", "F Y"))
        value = date.fromisoformat(value)
    return date_format(value, pgettext("date format", "j F Y"))


@register.simple_tag
def due(value: date | None, today: date) -> str:
    """A day, or that of a moment, with the distance from today: 11月30日（还有 7 天）."""
    if isinstance(value, datetime):
        value = localdate(value)
    if value is None:
        return gettext("no day set")
    near = pgettext("date format", "j F") if value.year == today.year else pgettext("date format", "j F Y")
    days = (value - today).days
    if days == 0:
        distance = gettext("today")
    elif days > 0:
        distance = ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    else:
        distance = ngettext("%(n)d day ago", "%(n)d days ago", -days) % {"n": -days}
    return gettext("%(day)s (%(distance)s)") % {"day": date_format(value, near), "distance": distance}


@register.filter
def limit(deadline: Deadline) -> str:
    """What a deadline of the text means as days; empty where it means none."""
    if deadline.kind is DeadlineKind.WITHIN:
        return gettext("%(start)s to %(end)s") % {"start": day(deadline.start), "end": day(deadline.end)}
    if deadline.kind is DeadlineKind.BY and (deadline.date or deadline.end):
        return gettext("by %(day)s") % {"day": day(deadline.date or deadline.end)}
    return gettext("no day can be told")


@register.filter
def recurs(rhythm: Rhythm) -> str:
    """A recurrence in words."""
    once, many = EVERY[rhythm.every]
    return str(once) if rhythm.interval == 1 else str(many) % {"n": rhythm.interval}


@register.filter
def amount(target: Target) -> str:
    """A quantity in figures: ≥ 18 平方公里, 2–4 个."""
    value = figure(target.value)
    if target.value_max is not None:
        value = f"{value}–{figure(target.value_max)}"
    return f"{COMPARATORS.get(target.comparator, '')}{value} {target.unit}".strip()


def figure(value: Decimal) -> str:
    """A decimal without needless zeros and without an exponent."""
    return f"{value.normalize():f}"


@register.filter
def role_name(role: str) -> str:
    """The word for what a body does for a task."""
    return str(ROLES.get(role, role))


@register.filter
def in_words(thing: Any) -> str:
    """A phrase, an error, or a word marked outside Django, in the language of the page."""
    if isinstance(thing, Phrase):
        return thing.words(get_language() or "")
    if isinstance(thing, LuoshiError):
        return thing.in_words(get_language() or "")
    return translate(str(thing), get_language() or "")


@register.inclusion_tag("web/parts/trail.html")
def trail(*steps: str) -> dict[str, object]:
    """Where the page stands: name, address, name, address …; the last address is empty."""
    return {"trail": list(zip(steps[::2], steps[1::2], strict=True))}


@register.filter
def state_name(state: VersionState) -> str:
    """The word for the state of a plan's version."""
    return translate(STATE_WORDS[state], get_language() or "")


@register.filter
def kind_name(kind: CommitmentKind) -> str:
    """The word for what a commitment is."""
    return translate(KIND_WORDS[kind], get_language() or "")


@register.filter
def unit_kind(kind: UnitKind) -> str:
    """The word for what a body is."""
    return kind_word(kind, get_language() or "")


@register.filter
def fate_name(fate: Fate) -> str:
    """The word for what becomes of a row of a table."""
    return translate(FATE_WORDS[fate], get_language() or "")


@register.filter
def held_role(role: Role) -> str:
    """The word for what an account is for a body."""
    return translate(HELD_ROLE_WORDS[role], get_language() or "")


@register.filter
def change_name(kind: ChangeKind) -> str:
    """The word for how a newer version differs."""
    return translate(CHANGE_WORDS[kind], get_language() or "")


@register.inclusion_tag("web/parts/light.html", takes_context=True)
def light(context: dict[str, Any], value: Light | LightCode) -> dict[str, object]:
    """A light: shape, colour and word (the programme's own where ``light_words`` has it), with its reason."""
    code = value.code.value if isinstance(value, Light) else value.value
    reason = value.reason.words(get_language() or "") if isinstance(value, Light) else ""
    shape, word = Lights(context.get("light_words") or {}).of(code)
    return {"code": code, "shape": shape, "word": word, "reason": reason}


@register.simple_tag
def shape(code: str) -> str:
    """Only the shape of a light; whoever uses it says the word elsewhere."""
    return Lights().of(code)[0]


@register.simple_tag(takes_context=True)
def word(context: dict[str, Any], code: str) -> str:
    """Only the word of a light."""
    return Lights(context.get("light_words") or {}).of(code)[1]


@register.inclusion_tag("web/parts/field.html")
def field(bound: Any) -> dict[str, object]:
    """A form field with its label, its help and its error beside it."""
    return {"field": bound}


@register.simple_tag
def narrowed(chosen: Filter, *pairs: object) -> str:
    """An address narrowed further: keys and values in turn."""
    return chosen.address(**{f"{key}_": value for key, value in zip(pairs[::2], pairs[1::2], strict=True)})


@register.simple_tag
def page_address(chosen: Filter, page: int) -> str:
    """The address of another page of a list."""
    return chosen.address(page=page)


@register.filter
def obligation_state(state: ObligationState) -> str:
    """The word for where an obligation stands."""
    return translate(PROGRAMME_WORDS[Noun.OBLIGATION][state], get_language() or "")
