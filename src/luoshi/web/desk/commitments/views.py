"""The page of a commitment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.plans import policy
from luoshi.programme import queries
from luoshi.reporting import queries as reporting
from luoshi.web.seats import my_seat


@require_safe
def commitment(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """What it says, who owes it, by when; with the way to its place in the plan for those who may read plans."""
    seat = my_seat(request)
    sheet = queries.commitment(seat.actor, commitment_id, seat.today)
    asks = sheet.may_amend and sheet.owed > 0  # the office of a programme that runs, which needs no second look
    context = {
        "sheet": sheet,
        "restriction": queries.restriction(seat.actor, commitment_id),
        "may_ask": asks or reporting.may_ask(seat.actor, commitment_id),
        "may_see_plan": policy.allowed(seat.actor, policy.Verb.SEE),
        "today": seat.today,
    }
    return render(request, "web/desk/commitments/commitment.html", context)
