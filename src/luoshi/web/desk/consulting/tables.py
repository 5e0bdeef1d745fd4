"""Papers of a round: the form that is sent out, the table that comes back with its preview, 意见采纳情况表."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.documents.opinion_table import opinion_form, opinion_table
from luoshi.kernel.errors import Invalid, NotFound, UnreadableFile
from luoshi.kernel.wording import _
from luoshi.programme import actions
from luoshi.programme.queries import facts
from luoshi.programme.queries.comment_tables import comment_form, preview_comments, read_comment_table
from luoshi.programme.queries.consulting import consulting_desk
from luoshi.web.desk.consulting.forms import Table, sealed, unsealed
from luoshi.web.desk.consulting.pages import office_page, words
from luoshi.web.desk.programmes.filters import number
from luoshi.web.papers import paper_file
from luoshi.web.seats import my_seat
from luoshi.web.uploads import too_large


@require_safe
def opinions(request: HttpRequest, programme_id: int, form: str) -> HttpResponse:
    """意见采纳情况表 of a round."""
    desk = consulting_desk(my_seat(request).actor, programme_id, number(request.GET.get("round", "")))
    if desk.round is None:
        raise NotFound("round-not-found", _("There is no such round of asking."))
    return paper_file(opinion_table(desk.programme.title, desk.round), form).response()


@require_safe
def sheet(request: HttpRequest, programme_id: int) -> HttpResponse:
    """征求意见表 of one body, or of all."""
    seat = my_seat(request)
    found = comment_form(seat.actor, programme_id, seat.today, number(request.GET.get("unit", "")))
    return paper_file(opinion_form(found), "xlsx").response()


@require_POST
def upload(request: HttpRequest, programme_id: int) -> HttpResponse:
    """A table that came back: what becomes of each of its rows, before anything is written."""
    form = Table(request.POST, request.FILES)
    if too_large(request):
        form.errors.pop("file", None)
        form.add_error("file", gettext("The file is too large. Send the table alone."))
        return office_page(request, programme_id, status=413, table=form)
    if form.is_valid():
        try:
            return _preview(request, programme_id, form.cleaned_data["file"])
        except (Invalid, UnreadableFile) as error:
            form.add_error("file", words(error))
    return office_page(request, programme_id, status=422, table=form)


def _preview(request: HttpRequest, programme_id: int, file: UploadedFile[Any]) -> HttpResponse:
    actor = my_seat(request).actor
    lines = read_comment_table(file.read(), file.name or "")
    shown = preview_comments(actor, programme_id, lines)
    context = {
        "programme": facts.line_of(facts.programme(actor, programme_id)),
        "preview": shown,
        "file_name": file.name,
        "sealed": "" if shown.wrong else sealed([one.line for one in shown.told]),
    }
    return render(request, "web/desk/consulting/preview.html", context)


@require_POST
def take_over(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Keep what the preview showed."""
    seat = my_seat(request)
    lines = unsealed(request.POST.get("lines", ""))
    made = actions.import_comments(actor=seat.actor, programme_id=programme_id, lines=lines, today=seat.today)
    said = ngettext("%(n)d comment was taken over.", "%(n)d comments were taken over.", made) % {"n": made}
    messages.success(request, said)
    return redirect("consulting", programme_id)
