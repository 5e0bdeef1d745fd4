"""The tables of a month as downloads: one archive of all units, or the table of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from luoshi.documents.return_sheet import return_sheet, sheets_named
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.render.bundle import bundle
from luoshi.reporting import actions
from luoshi.reporting.queries.return_sheets import UnitSheet, return_sheets
from luoshi.web.desk.returns.forms import MONTH
from luoshi.web.papers import Download, paper_file
from luoshi.web.seats import my_seat

FORMS = ("xlsx", "docx")


@require_safe
def every(request: HttpRequest, programme_id: int, month: str, form: str) -> HttpResponse:
    """The tables of all units that have something to answer, in one archive."""
    found = _sheets(request, programme_id, month, form)
    content = bundle((name, _written(sheet, form).content) for name, sheet in sheets_named(found, form))
    return Download(content, "application/zip", f"{found[0].programme_title[:40]}-{month}月填报表.zip").response()


@require_safe
def one(request: HttpRequest, programme_id: int, month: str, unit_id: int, form: str) -> HttpResponse:
    """The table of one unit."""
    found = _sheets(request, programme_id, month, form, unit_id)
    name, sheet = next(iter(sheets_named(found, form)))
    written = _written(sheet, form)
    return Download(written.content, written.media_type, name).response()


def _sheets(
    request: HttpRequest, programme_id: int, month: str, form: str, unit_id: int | None = None
) -> tuple[UnitSheet, ...]:
    if form not in FORMS or not MONTH.fullmatch(month):
        raise NotFound("format-unknown", _("There is no such format."), _("Choose xlsx or docx."))
    seat = my_seat(request)
    actions.open_requests(actor=seat.actor, today=seat.today, programme_id=programme_id)
    return return_sheets(seat.actor, programme_id, month, seat.today, unit_id)


def _written(sheet: UnitSheet, form: str) -> Download:
    return paper_file(return_sheet(sheet, boxes=form == "docx"), form)
