"""Changing the phases of a draft, one row at a time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import _
from luoshi.programme import actions
from luoshi.web.desk.settings.forms import PhaseForm
from luoshi.web.desk.settings.pages import settings_page
from luoshi.web.errors import status_of
from luoshi.web.numbers import whole
from luoshi.web.seats import my_seat


@require_POST
def change(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Save a phase, add one, raise one or take one out."""
    row = _number(request, "phase") or 0
    form = PhaseForm(request.POST, auto_id=f"phase_{row or 'new'}_%s")
    typed = request.POST.get("verb") in ("set", "add")
    if typed and not form.is_valid():
        return settings_page(request, programme_id, phase=(row, form), status=422)
    try:
        _do(request, programme_id, row, form)
    except (Invalid, Conflict) as error:
        status = status_of(error) or 422
        if not typed:
            return settings_page(request, programme_id, problem=error.in_words(get_language() or ""), status=status)
        form.say(error)
        return settings_page(request, programme_id, phase=(row, form), status=status)
    return redirect("programme-settings", programme_id)


def _do(request: HttpRequest, programme_id: int, row: int, form: PhaseForm) -> None:
    verb, seen = request.POST.get("verb"), _number(request, "seen")
    which: dict[str, Any] = {"actor": my_seat(request).actor, "programme_id": programme_id, "seen": seen}
    if verb == "add":
        actions.add_phase(**which, **form.cleaned_data)
    elif verb == "set":
        actions.set_phase(**which, phase_id=row, **form.cleaned_data)
    elif verb == "raise":
        actions.raise_phase(**which, phase_id=row)
    elif verb == "drop":
        actions.drop_phase(**which, phase_id=row)
    else:
        raise Invalid("verb-unknown", _("Choose what is to be done."))


def _number(request: HttpRequest, name: str) -> int | None:
    return whole(request.POST.get(name))
