"""What stands behind a cell of the board."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from luoshi.programme import queries
from luoshi.units.queries import Seat
from luoshi.web.desk.programmes.boards import column
from luoshi.web.desk.programmes.filters import Filter, number


@dataclass(frozen=True, slots=True)
class Drawer:
    """The obligations of a body (or of a group's bodies) in a row; ``more`` leads to all of them, ``closed`` back."""

    programme: queries.ProgrammeLine
    place: queries.Place
    unit_id: int | None
    owed: queries.Paged[queries.ObligationLine]
    more: str
    closed: str


def drawer(request: HttpRequest, seat: Seat, programme_id: int, chosen: Filter) -> Drawer:
    """What stands behind a cell. Raises ``NotFound`` where there is no such row or column."""
    at = column(request.GET.get("at", ""))
    place = queries.place(seat.actor, programme_id, number(request.GET.get("row", "")), at, chosen.choice)
    line, owed = queries.owed_lines(seat.actor, programme_id, seat.today, place.choice)
    unit_id = at[1] if at[0] == "unit" else None
    closed = reverse("board", args=[programme_id]) + chosen.query
    return Drawer(line, place, unit_id, owed, Filter(place.choice).query, closed)
