"""Pages of programmes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from luoshi.plans import policy
from luoshi.programme import actions, queries
from luoshi.reporting.policy import compares_burden
from luoshi.tenancy.rules import Role
from luoshi.web.desk.programmes import boards
from luoshi.web.desk.programmes.drawers import drawer
from luoshi.web.desk.programmes.filters import Filter
from luoshi.web.desk.programmes.panels import panel
from luoshi.web.desk.programmes.showing import VIEWS, looked_at, showing
from luoshi.web.seats import my_seat
from luoshi.web.state_line import said


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody's work begins: the office's plans, a leader's board, a body's inbox."""
    seat = my_seat(request)
    running = queries.programmes(seat.actor)
    if running and seat.actor.has(Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.INSPECTOR):
        return redirect("board", running[0].id)
    if seat.actor.liaison_ids:
        return redirect("inbox")
    if seat.unit_id is not None and not seat.actor.has(Role.OFFICE):
        return redirect("unit", seat.unit_id)
    return redirect("plans")


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme that one may know of: where it stands, what it serves, how its bodies do."""
    seat = my_seat(request)
    actions.refresh_all(actor=seat.actor, today=seat.today)
    context = {
        "programmes": queries.overview(seat.actor, seat.today),
        "may_see_plans": policy.allowed(seat.actor, policy.Verb.SEE),
        "may_see_burden": compares_burden(seat.actor),
        "today": seat.today,
    }
    return render(request, "web/desk/programmes/list.html", context)


@require_safe
def board(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Areas by bodies; a group is one column until it is opened."""
    seat, chosen = looked_at(request, programme_id)
    found = queries.board(seat.actor, programme_id, seat.today, chosen.choice)
    here = showing(seat, found.programme, chosen, "board")
    context = here.context(
        sheet=boards.sheet(found, chosen, here.lights),
        state=said(found.state.parts, programme_id),
    )
    return render(request, "web/desk/programmes/board.html", context)


@require_safe
def cell(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What stands behind a cell: beside the board, or as a page of its own where no script opens it there."""
    seat, chosen = looked_at(request, programme_id)
    found = drawer(request, seat, programme_id, chosen)
    context = {"drawer": found, "light_words": found.programme.light_words, "today": seat.today}
    template = "drawer" if request.headers.get("HX-Request") == "true" else "cell"
    return render(request, f"web/desk/programmes/{template}.html", context)


@require_safe
def narrow(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What the views can be narrowed to, as a form that leads to one of them."""
    seat, chosen = my_seat(request), Filter.of(request.GET)
    found = queries.options(seat.actor, programme_id)
    view = request.GET.get("view", "")
    name = view if view in {other for other, _words, _table in VIEWS} else "board"
    here = showing(seat, found.programme, chosen, name)
    context = here.context(form=panel(found, chosen), target=reverse(name, args=[programme_id]))
    return render(request, "web/desk/programmes/narrow.html", context)
