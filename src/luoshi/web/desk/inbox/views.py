"""What waits: for a body over all programmes, for an office at its desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.assessment.queries.to_mark import waits_to_be_marked
from luoshi.kernel.errors import Conflict
from luoshi.programme import actions, queries
from luoshi.reporting import actions as reporting
from luoshi.reporting import queries as reports
from luoshi.tenancy.rules import Role
from luoshi.web.addresses import back, page_of
from luoshi.web.seats import my_seat

SHOWN = 20  # reports of supporters that the inbox itself shows


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """All that waits for whoever is signed in: as a body's voice, else as an office."""
    actor = my_seat(request).actor
    if actor.has(Role.OFFICE) and not actor.liaison_ids:
        return _desk(request, None)
    later, today = request.GET.get("part") == "later", my_seat(request).today
    reporting.open_requests(actor=actor, today=today, unit_ids=actor.liaison_ids)
    month = reports.month(actor, today)
    judging = None if later else reports.to_judge(actor, today, size=SHOWN)
    reported = judging.answered if judging is not None else frozenset()
    found = queries.inbox(actor, today, page=page_of(request), later=later, besides=month.answered, elsewhere=reported)
    apart = month.periodic  # asked about with the month: shown there alone
    context = {
        "inbox": found,
        "pressing": [line for line in found.due if line.rank == queries.NOW and line.occurrence_id not in apart],
        "running": [line for line in found.due if line.rank == queries.PERIOD and line.occurrence_id not in apart],
        "beginning": [line for line in found.due if line.rank == queries.LATER],
        "many": len({line.programme_id for line in (*found.due, *found.answers)}) > 1,
        "month": month,
        "judging": judging.list if judging is not None else None,
        "overdue": found.overdue + sum(line.due is not None and line.due < today for line in month.asked),
        "ends_today": found.ends_today + sum(line.due == today for line in month.asked),
        "part": "later" if later else "",
        "office": actor.has(Role.OFFICE),
        "marks": waits_to_be_marked(actor),
        "today": today,
    }
    return render(request, "web/desk/inbox/inbox.html", context)


@require_safe
def judge(request: HttpRequest) -> HttpResponse:
    """All reports of supporters that wait for the word of a body that leads."""
    seat = my_seat(request)
    found = reports.to_judge(seat.actor, seat.today, page=page_of(request))
    return render(request, "web/desk/inbox/judge.html", {"judging": found.list, "today": seat.today})


@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Receive all that a body was sent in a programme; a second tap finds it done."""
    seat = my_seat(request)
    which = {"programme_id": _number(request, "programme"), "unit_id": _number(request, "unit")}
    try:
        count = actions.receive(actor=seat.actor, **which, today=seat.today)
    except Conflict as error:
        if error.code != "received-already":
            raise
        messages.info(request, error.in_words(get_language() or ""))
        return back(request, "inbox")
    words = ngettext("Received: %(n)d obligation.", "Received: %(n)d obligations.", count)
    messages.success(request, words % {"n": count})
    return back(request, "inbox")


@require_safe
def desk(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What waits for the office of one programme."""
    return _desk(request, programme_id)


def _desk(request: HttpRequest, programme_id: int | None) -> HttpResponse:
    seat = my_seat(request)
    found = queries.desk(seat.actor, programme_id=programme_id, kind=request.GET.get("kind", ""), page=page_of(request))
    answered = [line.time_id for line in found.lines if line.time_id is not None]
    context = {"desk": found, "reports": reports.answering(answered) if answered else {}, "today": seat.today}
    return render(request, "web/desk/inbox/desk.html", context)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
