"""“No change” for a whole list at one press: what was taken, and what was not, with its reason."""

from __future__ import annotations

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST

from luoshi.kernel.errors import LuoshiError
from luoshi.reporting import actions, queries
from luoshi.web.numbers import wholes
from luoshi.web.seats import my_seat
from luoshi.web.trouble import known

MOST = 200  # of one press
NAMED = 5  # of what was not taken, by title


@require_POST
def unchanged(request: HttpRequest) -> HttpResponse:
    """Report "no change" to every request of a list that takes it."""
    seat = my_seat(request)
    done, language = [], get_language() or ""
    refused: dict[str, list[int]] = {}
    asked = _ids(request)
    for pk in asked[:MOST]:
        try:
            done.append(actions.no_change(actor=seat.actor, request_id=pk, today=seat.today))
        except LuoshiError as error:
            refused.setdefault(error.in_words(language), []).append(pk)
        except OperationalError as error:
            messages.warning(request, known(error).in_words(language))
            break
    _tell_taken(request, sum(response > 0 for response in done), sum(response == 0 for response in done))
    _tell_refused(request, refused)
    if len(asked) > MOST:
        words = gettext("%(n)d items are left: at most %(most)d are taken at one press. Press once more for them.")
        messages.warning(request, words % {"n": len(asked) - MOST, "most": MOST})
    return redirect("inbox")


def _ids(request: HttpRequest) -> list[int]:
    return wholes(request.POST.getlist("request"))


def _tell_taken(request: HttpRequest, reported: int, waiting: int) -> None:
    if reported:
        words = ngettext("Reported: no change in %(n)d item.", "Reported: no change in %(n)d items.", reported)
        messages.success(request, words % {"n": reported})
    if waiting:
        words = ngettext(
            "No change: %(n)d item is with your unit's approver.",
            "No change: %(n)d items are with your unit's approver.",
            waiting,
        )
        messages.success(request, words % {"n": waiting})


def _tell_refused(request: HttpRequest, refused: dict[str, list[int]]) -> None:
    """Say of what nothing was reported, and why: one sentence a reason."""
    if not refused:
        return
    named = queries.titles(my_seat(request).actor, (pk for ids in refused.values() for pk in ids))
    for why, ids in refused.items():
        words = ngettext(
            "%(n)d item was not taken (%(which)s): %(why)s", "%(n)d items were not taken (%(which)s): %(why)s", len(ids)
        )
        which = "；".join(named.get(pk, "—") for pk in ids[:NAMED]) + ("；…" if len(ids) > NAMED else "")
        messages.warning(request, words % {"n": len(ids), "which": which, "why": why})
