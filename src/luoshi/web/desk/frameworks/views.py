"""The list of frameworks, and one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.assessment.actions.frameworks import withdraw_framework
from luoshi.assessment.queries.frameworks import FrameworkSheet, RowLine, adopting, framework_sheet, frameworks
from luoshi.assessment.queries.importing import shipped
from luoshi.kernel.errors import Invalid
from luoshi.web.desk.frameworks.forms import AdoptForm, WholeForm
from luoshi.web.desk.programmes.filters import number
from luoshi.web.desk.reports.forms import Reason
from luoshi.web.seats import my_seat

PAGE = 60


@require_safe
def frameworks_page(request: HttpRequest) -> HttpResponse:
    """All frameworks, and the templates that ship."""
    seat = my_seat(request)
    found = frameworks(seat.actor)
    offered = shipped(seat.actor, demonstration=seat.demonstration) if found.may_keep else {}
    return render(request, "web/desk/frameworks/list.html", {"list": found, "templates": offered})


@require_safe
def framework(request: HttpRequest, framework_id: int) -> HttpResponse:
    """A framework with its tree, versions and findings."""
    return shown(request, framework_id)


def shown(
    request: HttpRequest,
    framework_id: int,
    *,
    adopt: AdoptForm | None = None,
    reason: Reason | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a framework, with a form that was refused."""
    seat = my_seat(request)
    sheet = framework_sheet(seat.actor, framework_id, number(request.GET.get("version", "")))
    page, pages, rows = _paged(sheet, number(request.GET.get("page", "")) or 1)
    context = {
        "sheet": sheet,
        "rows": rows,
        "page": page,
        "pages": pages,
        "query": "" if sheet.latest else f"version={sheet.number}&",
        "whole": WholeForm(sheet) if sheet.may_keep and sheet.latest else None,
        "adopt": (adopt or AdoptForm(adopting(seat.actor, seat.today))) if sheet.may_keep else None,
        "reason": reason or Reason(),
        "today": seat.today,
    }
    return render(request, "web/desk/frameworks/framework.html", context, status=status)


def _paged(sheet: FrameworkSheet, page: int) -> tuple[int, int, tuple[RowLine, ...]]:
    pages = max(1, -(-len(sheet.rows) // PAGE))
    here = min(max(1, page), pages)
    return here, pages, sheet.rows[(here - 1) * PAGE : here * PAGE]


@require_POST
def withdraw(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Offer it no more, with a reason."""
    seat, form = my_seat(request), Reason(request.POST)
    if not form.is_valid():
        return shown(request, framework_id, reason=form, status=422)
    try:
        withdraw_framework(
            actor=seat.actor, framework_id=framework_id, reason=form.cleaned_data["reason"], today=seat.today
        )
    except Invalid as error:
        form.say(error)
        return shown(request, framework_id, reason=form, status=422)
    messages.success(request, gettext("It is offered no more; whoever adopted it goes on with it."))
    return redirect("framework", framework_id)
