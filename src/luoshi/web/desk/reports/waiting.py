"""A file that waits in quarantine, on the page of what it was sent for: told again, settled or withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from luoshi.files.actions import withdraw_upload
from luoshi.files.queries import stands_against
from luoshi.kernel.errors import Conflict, NotFound
from luoshi.web.desk.reports.evidence_forms import Evidence
from luoshi.web.desk.reports.forms import typed
from luoshi.web.seats import my_seat

WITHDRAW = "withdraw-file"  # the button of the form


def form_of(request: HttpRequest, initial: Mapping[str, Any]) -> Evidence | None:
    """The form of evidence for the file that an address names (``?file=``), saying what is to be done about it; None
    where it names none, or one that waits no more, which is told."""
    key = request.GET.get("file", "")
    if not key:
        return None
    try:
        error = stands_against(my_seat(request).actor, key)
    except NotFound:
        error = None
    if error is None:
        messages.info(request, gettext("This file waits no more."))
        return None
    return Evidence.for_waiting(key, error, initial)


def withdraw_file(request: HttpRequest) -> None:
    """Withdraw the file of a form that came back, and say what became of it."""
    try:
        withdraw_upload(actor=my_seat(request).actor, key=typed(request.POST, "upload"))
    except (NotFound, Conflict) as error:
        messages.warning(request, error.in_words(get_language() or ""))
    else:
        messages.success(request, gettext("The file is withdrawn; nothing of it is left here."))
