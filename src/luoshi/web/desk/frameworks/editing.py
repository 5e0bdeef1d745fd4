"""A framework edited a little by hand: every change is kept as its next version."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from luoshi.assessment.actions.frameworks import edit_framework
from luoshi.assessment.policy import require_keeping
from luoshi.assessment.queries.frameworks import FrameworkSheet, RowLine, framework_sheet
from luoshi.assessment.rules.editing import RowChange, WholeChange, with_row, with_whole
from luoshi.assessment.rules.framework import Framework
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.web.desk.frameworks.forms import RowForm, WholeForm
from luoshi.web.seats import my_seat


@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, framework_id: int) -> HttpResponse:
    """One row of the latest version (its code stands in ``code``)."""
    sheet = _sheet(request, framework_id)
    posted = request.method == "POST"
    line = _line(sheet, request.POST.get("row_code", "") if posted else request.GET.get("code", ""))
    form = RowForm(line, sheet.version_id, request.POST if posted else None)
    if posted and form.is_valid() and _done(request, sheet, form):
        return redirect(f"{reverse('framework', args=[framework_id])}#row-{line.row.code}")
    status = 422 if form.errors else 200
    return render(request, "web/desk/frameworks/row.html", {"sheet": sheet, "form": form, "line": line}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def whole(request: HttpRequest, framework_id: int) -> HttpResponse:
    """What holds for the whole framework."""
    sheet = _sheet(request, framework_id)
    form = WholeForm(sheet, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _done(request, sheet, form):
        return redirect("framework", framework_id)
    status = 422 if form.errors else 200
    return render(request, "web/desk/frameworks/whole.html", {"sheet": sheet, "form": form}, status=status)


def _sheet(request: HttpRequest, framework_id: int) -> FrameworkSheet:
    actor = my_seat(request).actor
    sheet = framework_sheet(actor, framework_id)
    require_keeping(actor)
    return sheet


def _done(request: HttpRequest, sheet: FrameworkSheet, form: RowForm | WholeForm) -> bool:
    """Whether the change is kept; where not, the form says why."""
    seat = my_seat(request)
    try:
        kept = edit_framework(
            actor=seat.actor,
            framework_id=sheet.id,
            version_id=form.cleaned_data["version"],
            change=_change(form),
            today=seat.today,
        )
    except Invalid as error:
        form.say(error)
        return False
    except Conflict as error:
        form.add_error(None, error.in_words(get_language() or ""))
        return False
    said = gettext("Kept as the next version; rounds and programmes keep theirs until you go over.")
    messages.success(request, said if kept != sheet.version_id else gettext("Nothing was changed."))
    return True


def _change(form: RowForm | WholeForm) -> partial[Framework]:
    change: RowChange | WholeChange = form.change
    if isinstance(change, RowChange):
        return partial(with_row, code=form.cleaned_data["row_code"], change=change)
    return partial(with_whole, change=change)


def _line(sheet: FrameworkSheet, code: str) -> RowLine:
    line = next((one for one in sheet.rows if one.row.code == code), None)
    if line is None:
        raise NotFound("row-not-found", _("There is no such row."))
    return line
