"""The pages of one programme, as the row of tabs above each of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.tenancy.rules import Actor, Role

OFFICE = (Role.OFFICE,)
DRAFT = (Role.OFFICE, Role.LEADER, Role.AUDITOR)
EVERYBODY = tuple(Role)


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: the name of its address (which takes the programme's id), its words and who is offered it."""

    name: str
    words: object
    roles: tuple[Role, ...] = EVERYBODY


@dataclass(frozen=True, slots=True)
class Shown:
    """A tab as a page shows it."""

    url: str
    words: str
    current: bool


TABS = (
    Tab("board", _("Board")),
    Tab("grid", _("Decompose"), OFFICE),
    Tab("consulting", _("Comments")),
    Tab("issue", _("Issue"), DRAFT),
    Tab("desk", _("Requests"), OFFICE),
    Tab("reporting-desk", _("Reports"), DRAFT),
    Tab("burden", _("Burden"), DRAFT),
    Tab("publicity", _("Publicity"), DRAFT),
    Tab("sites", _("Sites")),
    Tab("assessment", _("Assessment")),
    Tab("programme-amendments", _("Amendments")),
    Tab("programme-table", _("Task table")),
    Tab("programme-settings", _("Settings"), OFFICE),
)


def tabs(actor: Actor, programme_id: int, current: str) -> tuple[Shown, ...]:
    """The tabs that the actor is offered."""
    return tuple(
        Shown(reverse(tab.name, args=[programme_id]), gettext(str(tab.words)), tab.name == current)
        for tab in TABS
        if actor.has(*tab.roles)
    )
