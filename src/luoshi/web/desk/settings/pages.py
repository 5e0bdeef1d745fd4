"""The page of the settings, as it is shown and as it is shown again with an error at its field."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.programme import queries
from luoshi.web.desk.settings.forms import Ending, PhaseForm, SettingsForm, phase_form
from luoshi.web.seats import my_seat


def settings_page(
    request: HttpRequest,
    programme_id: int,
    *,
    form: SettingsForm | None = None,
    ending: Ending | None = None,
    phase: tuple[int, PhaseForm] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The settings; a form that could not be taken stands in its place with what was typed. ``phase`` is the id of the
    phase (0: the new one) with its form; ``problem`` is said above the phases.
    """
    sheet = queries.settings(my_seat(request).actor, programme_id)
    tried, given = phase or (-1, None)
    rows = [(row, given if given and tried == row.phase.id else phase_form(row)) for row in sheet.phases]
    context = {
        "sheet": sheet,
        "form": form or SettingsForm(sheet),
        "ending": ending or Ending(initial={"seen": sheet.edit}, auto_id="end_%s"),
        "rows": rows,
        "new_phase": given if given and tried == 0 else PhaseForm(auto_id="phase_new_%s"),
        "problem": problem,
    }
    return render(request, "web/desk/settings/settings.html", context, status=status)
