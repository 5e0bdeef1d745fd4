"""What every view of a programme shares: fresh lights, the choice in its address, and the way to the other views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.programme import actions, queries
from luoshi.tenancy.rules import Role
from luoshi.units.queries import Seat
from luoshi.web.desk.programmes.filters import Chip, Filter
from luoshi.web.lights import Lights
from luoshi.web.seats import my_seat

# the name of an address, its words, and whether it can be taken along as a table
VIEWS = (
    ("board", _("Board"), True),
    ("programme", _("List"), True),
    ("timeline", _("Timeline"), False),
    ("bodies", _("By unit"), True),
    ("phases", _("By phase"), True),
    ("deadlines", _("By deadline"), True),
    ("owed", _("List of obligations"), True),
    ("assignments", _("As the plan names them"), True),
)


@dataclass(frozen=True, slots=True)
class View:
    """Another view of the same choice."""

    url: str
    words: str
    current: bool


@dataclass(frozen=True, slots=True)
class Showing:
    """One view: who looks, what is chosen, and where its other views, its filter and its table are."""

    seat: Seat
    programme: queries.ProgrammeLine
    filter: Filter
    chips: tuple[Chip, ...]
    views: tuple[View, ...]
    name: str
    table_url: str
    filter_url: str

    @property
    def lights(self) -> Lights:
        """The lights with this programme's words."""
        return Lights(self.programme.light_words)

    @property
    def decomposes(self) -> bool:
        """Whether who looks works on the grid of a draft."""
        return self.seat.actor.has(Role.OFFICE)

    def context(self, **more: object) -> dict[str, Any]:
        """What its template needs."""
        own = {"showing": self, "programme": self.programme, "filter": self.filter, "today": self.seat.today}
        return {**own, "light_words": self.programme.light_words, **more}


def looked_at(request: HttpRequest, programme_id: int) -> tuple[Seat, Filter]:
    """Who looks at what; lights that have ended by themselves are made anew before anything is counted."""
    seat = my_seat(request)
    if queries.fading(seat.actor, programme_id, seat.today):
        actions.refresh(programme_id=programme_id, today=seat.today)
    return seat, Filter.of(request.GET)


def showing(seat: Seat, programme: queries.ProgrammeLine, chosen: Filter, name: str) -> Showing:
    """One view of a programme."""
    names = {} if chosen.empty else queries.names_of(seat.actor, programme.id, chosen.choice)
    query = chosen.query
    views = tuple(
        View(reverse(other, args=[programme.id]) + query, gettext(str(words)), other == name)
        for other, words, _table in VIEWS
    )
    has_table = {other: table for other, _words, table in VIEWS}[name]
    table = reverse("board-table", args=[programme.id, name]) + (chosen.address(open=chosen.opened))
    return Showing(
        seat=seat,
        programme=programme,
        filter=chosen,
        chips=tuple(chosen.chips(names)),
        views=views,
        name=name,
        table_url=table if has_table else "",
        filter_url=reverse("board-filter", args=[programme.id]) + chosen.address(view=name),
    )
