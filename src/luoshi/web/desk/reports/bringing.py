"""The evidence that comes with a report: what is new is given, what was there is used again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Given
from luoshi.reporting.queries import Writing
from luoshi.web.desk.reports.evidence_forms import Evidence, caption_of
from luoshi.web.desk.reports.taking import take
from luoshi.web.numbers import wholes
from luoshi.web.seats import my_seat
from luoshi.web.uploads import too_large

LARGE = _("The file is larger than {limit} MB; nothing was kept.")
SMALLER = _("Make it smaller, or send it in parts.")


def bring(request: HttpRequest, asked: Writing, form: Evidence) -> bool:
    """Give what the form holds and bring it, with what is ticked, to the draft. False where the form says why not.

    Raises ``Conflict`` (``state-forbids``) where the request takes nothing any more.
    """
    seat = my_seat(request)
    used = wholes(request.POST.getlist("use"))
    if not form.is_valid():
        return False
    try:
        passages = _give(request, asked, form)
        used.extend(passages)
        if used:
            actions.bring(actor=seat.actor, request_id=asked.id, evidence_ids=used, passages=passages)
    except (Invalid, Conflict) as error:
        if error.code == "state-forbids":
            raise
        form.say(error)
        return False
    for pk in used:
        _tell(request, queries.outside_time(seat.actor, asked.id, pk, seat.today))
    return True


def read(request: HttpRequest, form: Evidence, standing: Mapping[str, Any] | None = None) -> Given:
    """What a form holds, its file taken in. Raises ``Invalid`` (``upload-too-large``, and as ``take``)."""
    seat = my_seat(request)
    if too_large(request):  # it was dropped while it came, and is not simply left out
        raise Invalid("upload-too-large", LARGE, SMALLER, limit=settings.UPLOAD_LIMIT // 1024 // 1024)
    return form.given(seat.today, take(seat.actor, form), standing)


def _give(request: HttpRequest, asked: Writing, form: Evidence) -> dict[int, str]:
    """Give what the form holds, and tell where it was there; its id, with the words that prove the point here."""
    if not (form.holds or too_large(request)):
        return {}
    seat = my_seat(request)
    if asked.restricted:
        form.require_taken()
    given = read(request, form, caption_of(asked, seat.today))
    _tell(request, queries.given_before(seat.actor, asked.unit_id, given.blob_id, given.url))
    found = actions.give(actor=seat.actor, unit_id=asked.unit_id, given=given, today=seat.today)
    return {found: given.passage}


def _tell(request: HttpRequest, phrase: Phrase | None) -> None:
    if phrase is not None:
        messages.warning(request, phrase.words(get_language() or ""))
