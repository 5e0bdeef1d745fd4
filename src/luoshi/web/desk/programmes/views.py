"""Pages of programmes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from luoshi.plans import policy
from luoshi.programme import queries
from luoshi.tenancy.rules import Role
from luoshi.web.desk.programmes import boards
from luoshi.web.desk.programmes.filters import Filter
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
    """Every programme that runs."""
    actor = my_seat(request).actor
    context = {"programmes": queries.programmes(actor), "may_see_plans": policy.allowed(actor, policy.Verb.SEE)}
    return render(request, "web/desk/programmes/list.html", context)


@require_safe
def programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What is owed in a programme, narrowed by kind, phase and light."""
    seat = my_seat(request)
    chosen = Filter.of(request.GET)
    board = queries.board(seat.actor, programme_id, seat.today)
    context = {
        "board": board,
        "filter": chosen,
        "choices": chosen.choices(),
        "commitments": queries.commitments(seat.actor, programme_id, seat.today, **chosen.arguments()),
        "today": seat.today,
    }
    return render(request, "web/desk/programmes/programme.html", context)


@require_safe
def board(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Areas by bodies; a group is one column until it is opened; the drawer of a cell stands beside it."""
    seat = my_seat(request)
    found = queries.board(seat.actor, programme_id, seat.today)
    context = {
        "sheet": boards.sheet(found, opened=request.GET.get("open", "")),
        "state": said(found.state.parts, programme_id),
        "drawer": boards.drawer(seat, programme_id, request.GET) if "row" in request.GET else None,
        "today": seat.today,
    }
    return render(request, "web/desk/programmes/board.html", context)


@require_safe
def cell(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The drawer of a cell alone."""
    seat = my_seat(request)
    context = {"drawer": boards.drawer(seat, programme_id, request.GET), "today": seat.today}
    return render(request, "web/desk/programmes/drawer.html", context)


@require_safe
def bodies(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Every body of a programme with what it owes."""
    seat = my_seat(request)
    found = queries.board(seat.actor, programme_id, seat.today)
    context = {"programme": found.programme, "bodies": queries.bodies(seat.actor, programme_id, seat.today)}
    return render(request, "web/desk/programmes/bodies.html", context)
