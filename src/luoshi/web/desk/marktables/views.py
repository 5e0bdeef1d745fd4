"""Tables of marks: what goes out, and every row's fate before anything is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.assessment.actions import mark_returns as actions
from luoshi.assessment.queries.mark_returns import MarksPreview, marks_preview, marks_returned
from luoshi.assessment.queries.mark_tables import table_counts
from luoshi.assessment.rules.mark_tables.judging import Fate
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.web.desk.assessment.reading import page_number
from luoshi.web.desk.marktables.forms import Gathered
from luoshi.web.seats import my_seat
from luoshi.web.uploads import too_large

SHOWN = 50  # rows of one kind on the page of a return
PAGE = 100  # rows of a file on one page
MOST = 400  # marks that one request keeps
TAKE = re.compile(r"(\d{1,18})-(\d{1,18})")


@require_safe
def table(request: HttpRequest, round_id: int) -> HttpResponse:
    """What goes out and what came back."""
    return _page(request, round_id, Gathered())


def _page(request: HttpRequest, round_id: int, form: Gathered, status: int = 200) -> HttpResponse:
    actor = my_seat(request).actor
    context = {
        "counts": table_counts(actor, round_id),
        "returned": marks_returned(actor, round_id),
        "form": form,
    }
    return render(request, "web/desk/marktables/table.html", context, status=status)


@require_POST
def bring(request: HttpRequest, round_id: int) -> HttpResponse:
    """Keep what came back, and lead to what would become of it."""
    seat, form = my_seat(request), Gathered(request.POST, request.FILES)
    if too_large(request):
        form.errors.pop("tables", None)
        form.add_error("tables", gettext("The files are too large together. Bring them in several steps."))
        return _page(request, round_id, form, 413)
    if not form.is_valid():
        return _page(request, round_id, form, 422)
    files = [(file.name or "", file.read()) for file in form.cleaned_data["tables"]]
    try:
        key = actions.bring_marks(
            actor=seat.actor,
            round_id=round_id,
            key=form.cleaned_data["key"],
            files=files,
            now=timezone.now(),
            today=seat.today,
        )
    except Invalid as error:
        form.add_error("tables", error.in_words(get_language() or ""))
        return _page(request, round_id, form, 422)
    return redirect("marks-return", round_id, key)


@require_safe
def returned(request: HttpRequest, round_id: int, key: str) -> HttpResponse:
    """What would become of every row."""
    return _preview(request, round_id, key)


def _preview(request: HttpRequest, round_id: int, key: str, status: int = 200) -> HttpResponse:
    shown = marks_preview(my_seat(request).actor, round_id, key)
    context = {
        "preview": shown,
        **_few("doubtful", shown.doubtful, whole=shown.choices),
        **_few("to_write", shown.to_write),
        "unread": [one for one in shown.files if one.file.fault is not None],
    }
    return render(request, "web/desk/marktables/preview.html", context, status=status)


def _few(name: str, rows: Sequence[Any], whole: int = 0) -> dict[str, Any]:
    """The first rows, and never less than ``whole``: what can be ticked is ticked on this page or nowhere."""
    most = max(SHOWN, whole)
    return {name: rows[:most], f"{name}_more": max(0, len(rows) - most)}


@require_safe
def file(request: HttpRequest, round_id: int, key: str, file_id: int) -> HttpResponse:
    """Every row of one file, or those of one fate."""
    shown: MarksPreview = marks_preview(my_seat(request).actor, round_id, key)
    found = next((one for one in shown.files if one.file.id == file_id), None)
    if found is None:
        raise NotFound("return-not-found", _("There is no such return."))
    asked = request.GET.get("fate", "")
    fate = Fate(asked) if asked in set(Fate) else None
    rows: Sequence[Any] = (
        found.file.outcome if found.file.written_on else [row for row in found.rows if fate in (None, row.fate)]
    )
    pages = max(1, -(-len(rows) // PAGE))
    page = min(page_number(request), pages)
    context = {
        "preview": shown,
        "found": found,
        "fate": fate,
        "rows": rows[(page - 1) * PAGE : page * PAGE],
        "page": page,
        "pages": pages,
        "before": f"fate={fate.value}&" if fate else "",
    }
    return render(request, "web/desk/marktables/file.html", context)


@require_POST
def write(request: HttpRequest, round_id: int, key: str) -> HttpResponse:
    """Write what was shown; what would be otherwise by now is shown anew."""
    seat = my_seat(request)
    take = [found for one in request.POST.getlist("take") if (found := TAKE.fullmatch(one))]
    try:
        done = actions.write_marks(
            actor=seat.actor,
            round_id=round_id,
            key=key,
            seen=request.POST.get("mark", ""),
            today=seat.today,
            take=[(int(one[1]), int(one[2])) for one in take],
            most=MOST,
        )
    except Conflict as error:
        messages.warning(request, error.in_words(get_language() or ""))
        return _preview(request, round_id, key, 409)
    _say(request, done)
    return redirect("marks-return", round_id, key)


def _say(request: HttpRequest, done: actions.Written) -> None:
    messages.success(request, ngettext("%(n)d mark was kept.", "%(n)d marks were kept.", done.rows) % {"n": done.rows})
    if done.refused:
        late = ngettext("%(n)d row was refused.", "%(n)d rows were refused.", done.refused)
        messages.warning(request, late % {"n": done.refused})
    if done.left:
        words = gettext("%(n)d are left: keep them in the next step.")
        messages.warning(request, words % {"n": done.left})


@require_POST
def leave(request: HttpRequest, round_id: int, key: str) -> HttpResponse:
    """Let go what was brought."""
    seat = my_seat(request)
    actions.leave_marks(actor=seat.actor, round_id=round_id, key=key, today=seat.today)
    messages.success(request, gettext("Let go; nothing of these files is written."))
    return redirect("marks-table", round_id)
