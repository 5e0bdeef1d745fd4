"""The task table out and in: what each row would do is shown before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.documents.programme_table import programme_table
from luoshi.kernel.errors import Conflict, Invalid, UnreadableFile
from luoshi.programme.actions.tables import apply_table
from luoshi.programme.queries import tables
from luoshi.programme.rules.tables import HEADINGS, NEEDED
from luoshi.units.rules.heads import TableRow
from luoshi.web.desk.tables.forms import Taking
from luoshi.web.desk.units.sealed import TableFile, read_rows, seal, unseal
from luoshi.web.papers import paper_file
from luoshi.web.seats import my_seat
from luoshi.web.uploads import too_large

KIND = "programme.{}"


@require_safe
def table(request: HttpRequest, programme_id: int, form: str) -> HttpResponse:
    """The task table in a format in which it can come back."""
    seat = my_seat(request)
    found = tables.table(seat.actor, programme_id)
    return paper_file(programme_table(found.programme.title, found.lines, seat.today), form).response()


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Take a table, and show what each of its rows would do."""
    if request.method != "POST":
        return _form(request, programme_id, TableFile(), 200)
    form = TableFile(request.POST, request.FILES)
    if too_large(request):
        form.errors.pop("file", None)
        form.add_error("file", gettext("The file is too large for a list."))
        return _form(request, programme_id, form, 413)
    if not form.is_valid():
        return _form(request, programme_id, form, 422)
    file = form.cleaned_data["file"]
    try:
        rows = read_rows(file.read(), file.name, HEADINGS, NEEDED)
    except (UnreadableFile, Invalid) as error:
        form.add_error("file", error.in_words(get_language() or ""))
        return _form(request, programme_id, form, 422)
    return _preview(request, programme_id, rows, Taking(), 200)


def _form(request: HttpRequest, programme_id: int, form: TableFile, status: int) -> HttpResponse:
    desk = tables.table_desk(my_seat(request).actor, programme_id)
    return render(request, "web/desk/tables/bring.html", {"form": form, "desk": desk}, status=status)


def _preview(
    request: HttpRequest, programme_id: int, rows: Sequence[TableRow], form: Taking, status: int
) -> HttpResponse:
    seat = my_seat(request)
    shown = tables.preview(seat.actor, programme_id, rows, seat.today)
    sealed = seal(seat.actor, KIND.format(programme_id), rows, shown.mark)
    context = {"preview": shown, "sealed": sealed, "form": form, "may": tables.may_bring(seat.actor, programme_id)}
    return render(request, "web/desk/tables/preview.html", context, status=status)


@require_POST
def confirm(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Write what was shown; what would be otherwise by now is shown anew."""
    seat, form = my_seat(request), Taking(request.POST)
    rows, mark = unseal(seat.actor, KIND.format(programme_id), request.POST.get("sealed", ""))
    if not form.is_valid():
        return _preview(request, programme_id, rows, form, 422)
    said = form.cleaned_data
    try:
        written = apply_table(
            actor=seat.actor,
            programme_id=programme_id,
            rows=rows,
            mark=mark,
            today=seat.today,
            reason=said["reason"].strip(),
            drop_missing=said["drop_missing"],
        )
    except (Conflict, Invalid) as error:
        return _refused(request, programme_id, rows, form, error)
    words = ngettext("%(n)d commitment was changed.", "%(n)d commitments were changed.", written)
    messages.success(request, words % {"n": written})
    return redirect("programme", programme_id)


def _refused(
    request: HttpRequest, programme_id: int, rows: Sequence[TableRow], form: Taking, error: Conflict | Invalid
) -> HttpResponse:
    """The preview again, with what stands in the way."""
    if error.code in {"reason-missing", "personal-words", "identity-number"}:
        form.add_error("reason", error.in_words(get_language() or ""))
        return _preview(request, programme_id, rows, form, 422)
    if error.code not in {"stale", "rows-refused"}:
        raise error
    messages.warning(request, error.in_words(get_language() or ""))
    return _preview(request, programme_id, rows, form, 409)
