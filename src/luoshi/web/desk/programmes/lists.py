"""The lists of a programme: commitments, obligations, assignments, units, and what stands along the line of time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.programme import queries
from luoshi.web.desk.programmes.boards import stages
from luoshi.web.desk.programmes.courses import due_chart
from luoshi.web.desk.programmes.showing import looked_at, showing
from luoshi.web.svg import timeline_of

FOLDER = "web/desk/programmes"


@require_safe
def commitments(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The commitments of a programme, a page at a time."""
    seat, chosen = looked_at(request, programme_id)
    found = queries.commitments(seat.actor, programme_id, seat.today, chosen.choice, page=chosen.page)
    here = showing(seat, queries.programme_line(seat.actor, programme_id), chosen, "programme")
    return render(request, f"{FOLDER}/programme.html", here.context(list=found))


@require_safe
def owed(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Every single obligation, a page at a time."""
    seat, chosen = looked_at(request, programme_id)
    line, found = queries.owed_lines(seat.actor, programme_id, seat.today, chosen.choice, page=chosen.page)
    here = showing(seat, line, chosen, "owed")
    return render(request, f"{FOLDER}/owed.html", here.context(list=found))


@require_safe
def assignments(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Whom the plan names for its tasks, as it writes them."""
    seat, chosen = looked_at(request, programme_id)
    found = queries.assignments(seat.actor, programme_id, seat.today, chosen.choice, page=chosen.page)
    here = showing(seat, queries.programme_line(seat.actor, programme_id), chosen, "assignments")
    return render(request, f"{FOLDER}/assignments.html", here.context(list=found))


@require_safe
def bodies(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Every body of a programme with what it owes."""
    seat, chosen = looked_at(request, programme_id)
    found = queries.bodies(seat.actor, programme_id, seat.today, chosen.choice)
    here = showing(seat, queries.programme_line(seat.actor, programme_id), chosen, "bodies")
    return render(request, f"{FOLDER}/bodies.html", here.context(bodies=found))


@require_safe
def timeline(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Phases, the days on which anything is due, and today."""
    seat, chosen = looked_at(request, programme_id)
    course = queries.course(seat.actor, programme_id, seat.today, chosen.choice)
    here = showing(seat, course.programme, chosen, "timeline")
    charts = {
        "timeline": timeline_of(stages(course.phases), seat.today),
        "chart": due_chart(course.months, seat.today),
    }
    return render(request, f"{FOLDER}/timeline.html", here.context(course=course, **charts))


@require_safe
def phases(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What is owed in each phase, and how it stands."""
    seat, chosen = looked_at(request, programme_id)
    course = queries.course(seat.actor, programme_id, seat.today, chosen.choice)
    here = showing(seat, course.programme, chosen, "phases")
    return render(request, f"{FOLDER}/phases.html", here.context(course=course))


@require_safe
def deadlines(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Every day on which anything is due: how much, and how much of it is there."""
    seat, chosen = looked_at(request, programme_id)
    course = queries.course(seat.actor, programme_id, seat.today, chosen.choice)
    here = showing(seat, course.programme, chosen, "deadlines")
    return render(request, f"{FOLDER}/deadlines.html", here.context(course=course))
