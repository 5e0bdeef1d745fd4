"""The page of the grid and its verbs."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.programme.actions import decomposing
from luoshi.programme.queries import grid as queries
from luoshi.tenancy.rules import Actor
from luoshi.web.desk.grid.asked import VERBS, Asked, unknown
from luoshi.web.desk.grid.sheets import choices
from luoshi.web.desk.programmes.filters import number
from luoshi.web.errors import status_of
from luoshi.web.seats import my_seat


@require_safe
def grid(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The grid of one commitment beside the list of all."""
    return _page(request, programme_id, number(request.GET.get("c", "")))


@require_POST
def act(request: HttpRequest, programme_id: int, commitment_id: int) -> HttpResponse:
    """One verb about one commitment; then the grid as it stands."""
    seat = my_seat(request)
    verb, *places = request.POST.get("do", "").split(".")
    asked = Asked(verb, tuple(places), request.POST, seat.today)
    try:
        at = _do(seat.actor, commitment_id, asked)
    except (Conflict, Invalid) as error:
        return _refused(request, programme_id, commitment_id, error)
    return _again(request, programme_id, at)


def _do(actor: Actor, commitment_id: int, asked: Asked) -> int:
    """Call the verb; gives the commitment to be shown after it."""
    if asked.verb not in VERBS:
        raise unknown()
    call, arguments = VERBS[asked.verb]
    call(actor=actor, commitment_id=commitment_id, seen=asked.number("seen"), **arguments(asked))
    gone = asked.verb in ("fold-back", "merge-into")
    return (asked.number("into") or 0) if gone else commitment_id


@require_POST
def turn(request: HttpRequest, programme_id: int, way: str) -> HttpResponse:
    """Take the last step back, or do it again."""
    call = {"undo": decomposing.undo, "redo": decomposing.redo}.get(way)
    here = number(request.POST.get("c", ""))
    try:
        if call is None:
            raise unknown()
        at = call(actor=my_seat(request).actor, programme_id=programme_id, seen=number(request.POST.get("step", "")))
    except (Conflict, Invalid) as error:
        return _refused(request, programme_id, here, error)
    return _again(request, programme_id, at or None)


def _again(request: HttpRequest, programme_id: int, at: int | None) -> HttpResponse:
    """The grid as it stands now: its part of the page for htmx, else the whole page."""
    if request.headers.get("HX-Request") == "true":
        return _page(request, programme_id, at)
    query = f"?{urlencode({'c': at})}" if at else ""
    return redirect(reverse("grid", args=[programme_id]) + query)


def _refused(request: HttpRequest, programme_id: int, at: int | None, error: Conflict | Invalid) -> HttpResponse:
    """What is wrong, beside the grid; what was typed stays."""
    words, status = error.in_words(get_language() or ""), status_of(error) or 400
    if request.headers.get("HX-Request") == "true":
        response = render(request, "web/parts/error.html", {"words": words}, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#said", "innerHTML"
        return response
    return _page(request, programme_id, at, said=words, status=status)


def _page(request: HttpRequest, programme_id: int, at: int | None, said: str = "", status: int = 200) -> HttpResponse:
    seat = my_seat(request)
    sheet = queries.grid(seat.actor, programme_id, seat.today, at)
    typed = {key: value for key, value in request.POST.items() if key.startswith("text-")} if said else {}
    context = {"sheet": sheet, "choices": choices(sheet), "said": said, "typed": typed, "today": seat.today}
    part = request.headers.get("HX-Request") == "true"
    return render(request, f"web/desk/grid/{'work' if part else 'grid'}.html", context, status=status)
