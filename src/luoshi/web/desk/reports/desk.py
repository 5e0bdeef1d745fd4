"""How the reports of a programme stand, for its office."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.documents.publicity_table import publicity_table
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.reporting import actions, queries
from luoshi.reporting.queries import RhythmCost
from luoshi.reporting.rules import Approval, Channel
from luoshi.web.addresses import page_of
from luoshi.web.desk.reports import forms
from luoshi.web.numbers import whole
from luoshi.web.papers import paper_file
from luoshi.web.seats import my_seat


@require_safe
def desk(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What waits for a word, and how every unit stands."""
    seat = my_seat(request)
    actions.open_requests(actor=seat.actor, today=seat.today, programme_id=programme_id)
    return _page(request, programme_id)


def _page(
    request: HttpRequest, programme_id: int, form: forms.Settings | None = None, cost: RhythmCost | None = None
) -> HttpResponse:
    """The desk; ``cost`` where a day waits for a second press."""
    seat = my_seat(request)
    found = queries.desk(seat.actor, programme_id, seat.today, page_of(request))
    form = form or forms.Settings(initial={"approval": found.approval.value, "day": found.day})
    context = {"desk": found, "form": form, "cost": cost, "today": seat.today}
    status = 422 if form.errors else 409 if cost else 200
    return render(request, "web/desk/reports/desk.html", context, status=status)


@require_POST
def accept_all(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Accept the reports of progress that were shown."""
    seat, seen = my_seat(request), forms.seen(request.POST.getlist("seen"))
    done = actions.accept_all(actor=seat.actor, programme_id=programme_id, seen=seen, today=seat.today)
    left = len(seen) - done
    if done:
        messages.success(request, ngettext("Accepted: %(n)d report.", "Accepted: %(n)d reports.", done) % {"n": done})
    if left:
        words = ngettext(
            "%(n)d report was not accepted: it has changed since the page was shown. Look at it again.",
            "%(n)d reports were not accepted: they have changed since the page was shown. Look at them again.",
            left,
        )
        messages.warning(request, words % {"n": left})
    return redirect("reporting-desk", programme_id)


@require_POST
def settings(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Set how the programme is reported on; a day that leaves units too little time by a second press."""
    seat, form = my_seat(request), forms.Settings(request.POST)
    if not form.is_valid():
        return _page(request, programme_id, form)
    values = form.cleaned_data
    try:
        actions.set_reporting(
            actor=seat.actor,
            programme_id=programme_id,
            approval=Approval(values["approval"]),
            day=values["day"],
            today=seat.today,
            confirmed=bool(request.POST.get("confirmed")),
            mark=request.POST.get("mark", ""),
        )
    except Invalid as error:
        form.say(error)
        return _page(request, programme_id, form)
    except Conflict as error:
        if error.code != "reporting-warned":
            raise
        return _page(
            request, programme_id, form, queries.rhythm_cost(seat.actor, programme_id, values["day"], seat.today)
        )
    messages.success(request, gettext("The settings of reporting are kept."))
    return redirect("reporting-desk", programme_id)


@require_safe
def publicity_file(request: HttpRequest, programme_id: int, form: str) -> HttpResponse:
    """宣传台账 as a file: the whole of it."""
    seat = my_seat(request)
    return paper_file(publicity_table(queries.publicity(seat.actor, programme_id), seat.today), form).response()


@require_safe
def publicity(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What was published about the programme, and what was not."""
    unit, channel, month = (request.GET.get(name, "") for name in ("unit", "channel", "month"))
    actor = my_seat(request).actor
    found = queries.publicity(actor, programme_id, channel=channel, unit_id=whole(unit), month=month)
    context = {"publicity": found, "channels": tuple(Channel), "narrowed": bool(unit or channel or month)}
    return render(request, "web/desk/reports/publicity.html", context)
