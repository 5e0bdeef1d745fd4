"""Tables that came back: every row's fate is shown before anything is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.files.rules.uploads import UPLOAD_WORDS
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _, translate
from luoshi.reporting import actions, queries
from luoshi.web.addresses import page_of
from luoshi.web.desk.returns.forms import Gathered, month_of
from luoshi.web.numbers import wholes
from luoshi.web.seats import my_seat
from luoshi.web.uploads import too_large

SHOWN = 100  # rows that somebody should look at, on one page


@require_safe
def offline(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What goes out and what came back."""
    seat = my_seat(request)
    actions.open_requests(actor=seat.actor, today=seat.today, programme_id=programme_id)
    return _page(request, programme_id, Gathered())


def _page(request: HttpRequest, programme_id: int, form: Gathered, status: int = 200) -> HttpResponse:
    seat = my_seat(request)
    months = queries.months_of(seat.actor, programme_id, seat.today)
    month = month_of(request.GET.get("month", ""), months)
    context: dict[str, Any] = {
        "programme_id": programme_id,
        "programme_title": queries.desk(seat.actor, programme_id, seat.today).programme_title,
        "months": months,
        "month": month,
        "units": queries.month_counts(seat.actor, programme_id, month),
        "returned": queries.returned(seat.actor, programme_id, page_of(request)),
        "form": form,
    }
    return render(request, "web/desk/returns/offline.html", context, status=status)


@require_POST
def bring(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Keep what came back, and lead to what would become of it."""
    seat, form = my_seat(request), Gathered(request.POST, request.FILES)
    if too_large(request):
        form.errors.pop("tables", None)
        form.add_error("tables", gettext("The files are too large together. Bring them in several steps."))
        return _page(request, programme_id, form, 413)
    if not form.is_valid():
        return _page(request, programme_id, form, 422)
    said = form.cleaned_data
    files = [(file.name or "", file.read()) for file in said["tables"]]
    try:
        key = actions.bring_returns(
            actor=seat.actor,
            programme_id=programme_id,
            key=said["key"],
            files=files,
            now=timezone.now(),
            today=seat.today,
        )
    except Invalid as error:
        form.add_error("tables", error.in_words(get_language() or ""))
        return _page(request, programme_id, form, 422)
    return redirect("offline-return", programme_id, key)


@require_safe
def returned(request: HttpRequest, programme_id: int, key: str) -> HttpResponse:
    """What would become of every row."""
    return _preview(request, programme_id, key)


def _preview(request: HttpRequest, programme_id: int, key: str, status: int = 200) -> HttpResponse:
    seat = my_seat(request)
    shown = queries.return_preview(seat.actor, programme_id, key, seat.today)
    doubtful = [(file, row) for file in shown.files for row in file.doubtful]
    context = {"preview": shown, "doubtful": doubtful[:SHOWN], "more": max(0, len(doubtful) - SHOWN)}
    return render(request, "web/desk/returns/preview.html", context, status=status)


@require_safe
def file(request: HttpRequest, programme_id: int, key: str, file_id: int) -> HttpResponse:
    """Every row of one file."""
    seat = my_seat(request)
    shown = queries.return_preview(seat.actor, programme_id, key, seat.today)
    found = next((one for one in shown.files if one.file.id == file_id), None)
    if found is None:
        raise NotFound("return-not-found", _("There is no such return."))
    return render(request, "web/desk/returns/file.html", {"preview": shown, "found": found})


@require_POST
def settle(request: HttpRequest, programme_id: int, key: str, file_id: int, verb: str) -> HttpResponse:
    """Mask a file that waits, vouch for it, or withdraw it."""
    ticked = [int(number) for number in request.POST.getlist("sure") if number.isdecimal() and len(number) < 5]
    actor, language = my_seat(request).actor, get_language() or ""
    try:
        sheet = actions.settle_returned(
            actor=actor, programme_id=programme_id, key=key, file_id=file_id, verb=verb, answered=ticked
        )
    except (Conflict, Invalid) as error:
        messages.warning(request, error.in_words(language))
    else:
        word = translate(UPLOAD_WORDS[sheet.state], language)
        messages.success(request, gettext("%(name)s: %(word)s") % {"name": sheet.name, "word": word})
    return redirect("offline-return", programme_id, key)


@require_POST
def write(request: HttpRequest, programme_id: int, key: str) -> HttpResponse:
    """Write what was shown; what would be otherwise by now is shown anew."""
    seat, posted = my_seat(request), request.POST
    take = wholes(posted.getlist("take"))
    try:
        done = actions.write_returns(
            actor=seat.actor,
            programme_id=programme_id,
            key=key,
            mark=posted.get("mark", ""),
            today=seat.today,
            take=take,
        )
    except Conflict as error:
        messages.warning(request, error.in_words(get_language() or ""))
        return _preview(request, programme_id, key, 409)
    words = ngettext("%(n)d row was written.", "%(n)d rows were written.", done.rows)
    messages.success(request, words % {"n": done.rows})
    if done.refused:
        late = ngettext("%(n)d row was refused.", "%(n)d rows were refused.", done.refused)
        messages.warning(request, late % {"n": done.refused})
    return redirect("offline-return", programme_id, key)


@require_POST
def leave(request: HttpRequest, programme_id: int, key: str) -> HttpResponse:
    """Let go what was brought."""
    seat = my_seat(request)
    actions.leave_return(actor=seat.actor, programme_id=programme_id, key=key, today=seat.today)
    messages.success(request, gettext("Let go; nothing of these files is written."))
    return redirect("offline", programme_id)
