"""Whose each part of a table is: the list with what is in doubt, and one part on a page of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.assessment.actions.parts import set_part
from luoshi.assessment.queries.parts import PartLine, PartsSheet, parts_sheet
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.kernel.wording import _
from luoshi.web.desk.programmes.filters import number
from luoshi.web.errors import status_of
from luoshi.web.seats import my_seat


@require_safe
def parts(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """All parts, and the units that have none."""
    seat = my_seat(request)
    return render(request, "web/desk/parts/parts.html", {"sheet": parts_sheet(seat.actor, adoption_id, seat.today)})


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, adoption_id: int, row_id: int) -> HttpResponse:
    """Say whose one part is."""
    seat = my_seat(request)
    sheet = parts_sheet(seat.actor, adoption_id, seat.today)
    line = _of(sheet, row_id)
    if not sheet.may_edit:
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))
    chosen = {owner.unit_id for owner in line.owners}
    if request.method != "POST":
        return _part(request, sheet, line, chosen)
    chosen = {pk for pk in map(number, request.POST.getlist("unit")) if pk}
    seen = number(request.POST.get("seen", ""))
    try:
        set_part(actor=seat.actor, adoption_id=adoption_id, row_id=row_id, unit_ids=sorted(chosen), seen=seen)
    except (Conflict, Invalid) as error:
        return _part(request, sheet, line, chosen, error)
    messages.success(request, gettext("Kept; open rounds are counted by it."))
    return redirect("parts", adoption_id)


def _part(
    request: HttpRequest, sheet: PartsSheet, line: PartLine, chosen: set[int], error: Conflict | Invalid | None = None
) -> HttpResponse:
    wrong = "" if error is None else error.in_words(get_language() or "")
    owners = {owner.unit_id: owner.name for owner in line.owners}  # also one that has ended, until it is taken out
    units = sorted((owners | dict(sheet.units)).items(), key=lambda unit: unit[0] not in chosen)
    context = {"sheet": sheet, "line": line, "units": units, "chosen": chosen, "wrong": wrong}
    status = 200 if error is None else status_of(error) or 400
    return render(request, "web/desk/parts/part.html", context, status=status)


def _of(sheet: PartsSheet, row_id: int) -> PartLine:
    line = next((one for one in sheet.lines if one.row_id == row_id), None)
    if line is None:
        raise NotFound("row-not-found", _("There is no such row."))
    return line
