"""Pages of rounds: planned, opened, closed for good."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.assessment.actions.marking import recount_round
from luoshi.assessment.actions.rounds import close_round, name_paper, open_round, plan_round
from luoshi.assessment.queries.overview import adoption_of, programme_of_adoption, scorers_of
from luoshi.assessment.queries.rounds import round_sheet
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.kernel.wording import _
from luoshi.web.desk.assessment.forms import Paper, PlanRound
from luoshi.web.desk.assessment.reading import page_number, whole
from luoshi.web.errors import status_of
from luoshi.web.seats import my_seat


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """The form of a new round, and planning it."""
    seat = my_seat(request)
    programme = programme_of_adoption(seat.actor, adoption_id)
    if not programme.may_run:
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))
    adoption = adoption_of(seat.actor, adoption_id)
    data = request.POST if request.method == "POST" else None
    form = PlanRound(adoption, scorers_of(seat.actor, adoption_id), data)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            made = plan_round(actor=seat.actor, adoption_id=adoption_id, **form.said)
        except (Invalid, Conflict, NotFound) as error:
            form.say(error)
            status = status_of(error) or 422
        else:
            return redirect("assessment-round", made)
    context = {"programme": programme, "adoption": adoption, "form": form}
    return render(request, "web/desk/assessment/plan.html", context, status=status)


@require_safe
def one(request: HttpRequest, round_id: int) -> HttpResponse:
    """A round and who is assessed in it."""
    return _page(request, round_id)


def _page(request: HttpRequest, round_id: int, paper: Paper | None = None, status: int = 200) -> HttpResponse:
    seat, lacking = my_seat(request), request.GET.get("only") == "lacking"
    sheet = round_sheet(seat.actor, round_id, page=page_number(request), lacking=lacking)
    form = paper or Paper(initial={"paper": sheet.line.paper})
    context = {"sheet": sheet, "lacking": lacking, "today": seat.today, "paper": form}
    return render(request, "web/desk/assessment/round.html", context, status=status)


@require_POST
def open_it(request: HttpRequest, round_id: int) -> HttpResponse:
    """Open a round over the subjects of the day."""
    seat = my_seat(request)
    count = open_round(actor=seat.actor, round_id=round_id, today=seat.today, seen=whole(request.POST.get("seen")))
    words = ngettext("Opened: %(n)d is assessed.", "Opened: %(n)d are assessed.", count)
    messages.success(request, words % {"n": count})
    return redirect("assessment-round", round_id)


@require_POST
def recount(request: HttpRequest, round_id: int) -> HttpResponse:
    """Count an open round anew from its marks alone."""
    count = recount_round(actor=my_seat(request).actor, round_id=round_id)
    words = ngettext(
        "Counted anew from the marks: %(n)d is assessed.", "Counted anew from the marks: %(n)d are assessed.", count
    )
    messages.success(request, words % {"n": count})
    return redirect("assessment-round", round_id)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, round_id: int) -> HttpResponse:
    """Ask whether it is meant, then close a round for good."""
    seat = my_seat(request)
    sheet = round_sheet(seat.actor, round_id)
    if not sheet.may_run:
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))
    error = None
    if request.method == "POST":
        try:
            close_round(actor=seat.actor, round_id=round_id, today=seat.today, seen=whole(request.POST.get("seen")))
        except Invalid as caught:
            error = caught
        else:
            messages.success(request, gettext("Closed: its marks and totals stay as they are."))
            return redirect("assessment-round", round_id)
    context = {"sheet": sheet, "error": error}
    return render(request, "web/desk/assessment/close.html", context, status=422 if error else 200)


@require_POST
def paper(request: HttpRequest, round_id: int) -> HttpResponse:
    """Name the paper of an official verdict."""
    seat, form = my_seat(request), Paper(request.POST)
    if form.is_valid():
        try:
            name_paper(actor=seat.actor, round_id=round_id, paper=form.cleaned_data["paper"])
        except Invalid as error:
            form.say(error)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("assessment-round", round_id)
    return _page(request, round_id, form, 422)
