"""One click that sets or lifts the mark of a commitment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from luoshi.programme import actions, queries
from luoshi.web.numbers import whole
from luoshi.web.seats import my_seat


@require_POST
def restrict(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Set the mark where it is asked for, lift it otherwise; gives the chip for htmx, else the commitment's page."""
    actor = my_seat(request).actor
    actions.restrict(
        actor=actor,
        commitment_id=commitment_id,
        restricted=request.POST.get("restricted") == "yes",
        seen=whole(request.POST.get("seen")),
    )
    if request.headers.get("HX-Request") != "true":
        return redirect("commitment", commitment_id)
    context = {"restriction": queries.restriction(actor, commitment_id)}
    return render(request, "web/desk/settings/restricted.html", context)
