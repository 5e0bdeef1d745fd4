"""Pages of assessment: a programme's, a subject's, and what waits to be marked."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.assessment.actions.adopting import adopt as adopt_framework
from luoshi.assessment.actions.adopting import withdraw_adoption
from luoshi.assessment.queries.overview import assessment as assessment_of
from luoshi.assessment.queries.overview import choices, programme_of_adoption
from luoshi.assessment.queries.subjects import Only, Wanted, subject_sheet
from luoshi.assessment.queries.to_mark import to_mark
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed
from luoshi.kernel.wording import _
from luoshi.web.desk.assessment.forms import Adopt, Reasoned
from luoshi.web.desk.assessment.maps import heat
from luoshi.web.desk.assessment.reading import page_number
from luoshi.web.errors import status_of
from luoshi.web.seats import my_seat


@require_safe
def assessment(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What a programme, its units and its sites are assessed by."""
    return _page(request, programme_id)


@dataclass(frozen=True, slots=True)
class Refused:
    """A form beside one adoption that could not be taken."""

    adoption_id: int
    form: Reasoned


def _page(
    request: HttpRequest,
    programme_id: int,
    form: Adopt | None = None,
    status: int = 200,
    refused: Refused | None = None,
) -> HttpResponse:
    seat = my_seat(request)
    sheet = assessment_of(seat.actor, programme_id)
    if form is None and sheet.may_run:
        form = Adopt(choices(seat.actor, programme_id, seat.today))
    wrong = status != 200 and refused is None
    context = {
        "sheet": sheet,
        "form": form,
        "today": seat.today,
        "wrong": wrong,
        "refused": refused,
        "blank": Reasoned(auto_id=False),
    }
    return render(request, "web/desk/assessment/programme.html", context, status=status)


@require_POST
def adopt(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Assess a programme, its units or its sites by a framework."""
    seat = my_seat(request)
    if not assessment_of(seat.actor, programme_id).may_run:
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))
    form = Adopt(choices(seat.actor, programme_id, seat.today), request.POST)
    status = 422
    if form.is_valid():
        try:
            adopt_framework(actor=seat.actor, programme_id=programme_id, **form.said)
        except (Invalid, Conflict) as error:
            form.say(error)
            status = status_of(error) or 422
        else:
            messages.success(request, gettext("Adopted. Plan its first round."))
            return redirect("assessment", programme_id)
    return _page(request, programme_id, form, status)


@require_POST
def withdraw(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """Assess by a framework no more, with a reason."""
    seat, form = my_seat(request), Reasoned(request.POST, auto_id=f"withdraw-{adoption_id}-%s")
    programme = programme_of_adoption(seat.actor, adoption_id)
    if not programme.may_run:
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))
    status = 422
    if form.is_valid():
        try:
            withdraw_adoption(
                actor=seat.actor, adoption_id=adoption_id, reason=form.cleaned_data["reason"], today=seat.today
            )
        except Invalid as error:
            form.say(error)
        else:
            messages.success(request, gettext("It is used no more; rounds that there are go on, and their marks stay."))
            return redirect("assessment", programme.id)
    return _page(request, programme.id, status=status, refused=Refused(adoption_id, form))


@require_safe
def subject(request: HttpRequest, subject_id: int) -> HttpResponse:
    """A subject: its rows with the marks of all rounds."""
    asked = request.GET.get("only", "")
    wanted = Wanted(
        only=Only(asked) if asked in set(Only) else Only.ALL,
        area=request.GET.get("area", "")[:60],
        page=page_number(request),
        language=get_language() or "",
    )
    sheet = subject_sheet(my_seat(request).actor, subject_id, wanted)
    as_map = request.GET.get("view") == "map"
    context = {"sheet": sheet, "wanted": wanted, "map": heat(sheet) if as_map else None}
    return render(request, "web/desk/assessment/subject.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The rows that whoever is signed in marks for a body."""
    seat = my_seat(request)
    return render(request, "web/desk/assessment/mine.html", {"lines": to_mark(seat.actor), "today": seat.today})
