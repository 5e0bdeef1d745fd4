"""A framework adopted for a programme, and going over to a newer version with what is lost shown first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.assessment.actions import adopting as actions
from luoshi.assessment.queries.frameworks import adopting, framework_sheet, going
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.web.desk.frameworks.forms import AdoptForm
from luoshi.web.desk.frameworks.views import shown
from luoshi.web.desk.programmes.filters import number
from luoshi.web.errors import status_of
from luoshi.web.seats import my_seat


@require_POST
def adopt(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Assess a programme, its units or its sites by the latest version."""
    seat = my_seat(request)
    version_id = framework_sheet(seat.actor, framework_id).version_id
    form = AdoptForm(adopting(seat.actor, seat.today), request.POST)
    if not form.is_valid():
        return shown(request, framework_id, adopt=form, status=422)
    try:
        adoption_id = actions.adopt(actor=seat.actor, version_id=version_id, **form.said)
    except (Invalid, Conflict) as error:
        form.say(error)
        return shown(request, framework_id, adopt=form, status=status_of(error) or 422)
    messages.success(request, gettext("Adopted. See now who serves and who scores each row."))
    return redirect("joint-table", adoption_id)


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, adoption_id: int, version_id: int) -> HttpResponse:
    """Show what going over loses; then go over."""
    actor = my_seat(request).actor
    sheet = going(actor, adoption_id, version_id)
    wrong, status = "", 200
    if request.method == "POST":
        seen = number(request.POST.get("edit", ""))
        try:
            actions.renew(actor=actor, adoption_id=adoption_id, version_id=version_id, seen=seen)
        except (Invalid, Conflict) as error:
            wrong, status = error.in_words(get_language() or ""), status_of(error) or 422
        else:
            messages.success(request, gettext("Rounds to come go by the newer version; those that stand keep theirs."))
            return redirect("joint-table", adoption_id)
    return render(request, "web/desk/frameworks/renew.html", {"going": sheet, "wrong": wrong}, status=status)
