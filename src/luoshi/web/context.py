"""What every page needs: who looks, in which language, on what kind of paper, and where they may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from luoshi.assessment import policy as assessment
from luoshi.demonstration import queries as demonstration
from luoshi.kernel.wording import translate
from luoshi.plans import policy
from luoshi.tenancy.rules import Role
from luoshi.units import policy as units
from luoshi.web.seats import seat_of

THEMES = (("", _("as the device")), ("paper", _("paper")), ("night", _("night")), ("contrast", _("high contrast")))
DENSITIES = (("comfortable", _("comfortable")), ("compact", _("compact")))
PROGRAMME = (
    "programme", "board", "owed", "assignments", "timeline", "phases", "deadlines", "bodies", "commitment", "unit",
    "grid", "consulting", "issue", "receipts", "desk", "site", "assessment", "forecast", "gap", "joint", "standings",
)  # fmt: skip
# section -> the first words of the names of its addresses
SECTIONS = (
    ("inbox", _("Inbox"), ("inbox", "obligation", "request")),
    ("plans", _("Plans"), ("plan", "reading", "edit", "correct", "accept")),
    ("programmes", _("Programmes"), PROGRAMME),
    ("frameworks", _("Frameworks"), ("framework",)),
    ("keep-units", _("Units and accounts"), ("keep",)),
)


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the navigation."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role of the demonstration and whether it is the one that looks now."""

    key: str
    name: str
    unit: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page. Nothing here asks the database before a template does."""
    return {
        "language": get_language(),
        "languages": (("zh-hans", "简体中文"), ("en", "English")),
        "theme": _cookie(request, "theme", THEMES, ""),
        "density": _cookie(request, "density", DENSITIES, "comfortable"),
        "themes": THEMES,
        "densities": DENSITIES,
        "demonstration": settings.DEMONSTRATION,
        "here": request.get_full_path() if request.method == "GET" else request.path,
        "seat": SimpleLazyObject(lambda: seat_of(request)),
        "sections": SimpleLazyObject(lambda: _sections(request)),
        "roles": SimpleLazyObject(lambda: _roles(request)),
    }


def _cookie(request: HttpRequest, name: str, choices: tuple[tuple[str, object], ...], default: str) -> str:
    value = request.COOKIES.get(name, default)
    return value if value in dict(choices) else default


def _sections(request: HttpRequest) -> tuple[Section, ...]:
    seat = seat_of(request)
    if seat is None:
        return ()
    open_to = {
        "inbox": bool(seat.actor.liaison_ids) or seat.actor.has(Role.OFFICE),
        "plans": policy.allowed(seat.actor, policy.Verb.SEE),
        "frameworks": assessment.browses(seat.actor),
        "keep-units": units.allowed(seat.actor, units.Verb.EDIT),
    }
    here = request.resolver_match.url_name or "" if request.resolver_match else ""
    return tuple(
        Section(gettext(str(words)), reverse(name), here.startswith(beginnings))
        for name, words, beginnings in SECTIONS
        if open_to.get(name, True)
    )


def _roles(request: HttpRequest) -> tuple[RoleChoice, ...]:
    """The demonstration's casts, named by what they are."""
    seat = seat_of(request)
    mine = seat.actor.account_id if seat else None
    return tuple(
        RoleChoice(
            choice.key,
            translate(choice.words, get_language() or ""),
            choice.unit_name,
            choice.account_id == mine,
        )
        for choice in demonstration.accounts()
    )
