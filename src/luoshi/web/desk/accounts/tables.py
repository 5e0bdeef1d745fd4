"""The table of accounts out and in, in the same steps as that of bodies."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.documents.unit_table import account_table
from luoshi.kernel.errors import Conflict, Invalid, UnreadableFile
from luoshi.tenancy import policy
from luoshi.units import actions, queries
from luoshi.units.rules.account_rows import HEADINGS, NEEDED
from luoshi.units.rules.heads import TableRow
from luoshi.web.desk.units.sealed import TableFile, read_rows, seal, unseal
from luoshi.web.papers import paper_file
from luoshi.web.seats import my_seat
from luoshi.web.uploads import too_large

KIND = "accounts"


@require_safe
def table(request: HttpRequest, form: str) -> HttpResponse:
    """The accounts as a table that can come back."""
    seat = my_seat(request)
    policy.require(seat.actor, policy.Verb.OPEN)
    lines = [line for line in queries.accounts(seat.actor) if line.state is policy.AccountState.ACTIVE]
    return paper_file(account_table(lines, seat.today), form).response()


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Take a file, and show what each of its rows would do."""
    policy.require(my_seat(request).actor, policy.Verb.OPEN)
    if request.method != "POST":
        return _form(request, TableFile(), 200)
    form = TableFile(request.POST, request.FILES)
    if too_large(request):
        form.errors.pop("file", None)
        form.add_error("file", gettext("The file is too large for a list."))
        return _form(request, form, 413)
    if not form.is_valid():
        return _form(request, form, 422)
    file = form.cleaned_data["file"]
    try:
        rows = read_rows(file.read(), file.name, HEADINGS, NEEDED)
    except (UnreadableFile, Invalid) as error:
        form.add_error("file", error.in_words(get_language() or ""))
        return _form(request, form, 422)
    return _preview(request, rows, 200)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Write what was shown, with the new start passwords once; what would be otherwise by now is shown anew."""
    seat = my_seat(request)
    rows, mark = unseal(seat.actor, KIND, request.POST.get("sealed", ""))
    try:
        opened = actions.import_accounts(actor=seat.actor, rows=rows, mark=mark)
    except Conflict as error:
        if error.code != "stale":
            raise
        messages.warning(request, error.in_words(get_language() or ""))
        return _preview(request, rows, 409)
    if not opened:
        messages.success(request, gettext("The table is written."))
        return redirect("keep-accounts")
    response = render(request, "web/desk/accounts/opened.html", {"opened": opened})
    response["Cache-Control"] = "no-store"
    return response


def _form(request: HttpRequest, form: TableFile, status: int) -> HttpResponse:
    return render(request, "web/desk/accounts/bring.html", {"form": form}, status=status)


def _preview(request: HttpRequest, rows: Sequence[TableRow], status: int) -> HttpResponse:
    seat = my_seat(request)
    shown = queries.account_preview(seat.actor, rows)
    context = {"preview": shown, "sealed": seal(seat.actor, KIND, rows, shown.mark)}
    return render(request, "web/desk/accounts/preview.html", context, status=status)
