"""Pages of sites."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.kernel.errors import Conflict, Invalid, NotAllowed
from luoshi.kernel.wording import _
from luoshi.programme import actions, queries
from luoshi.units.queries import units
from luoshi.web.desk.sites.bars import bar
from luoshi.web.desk.sites.forms import Arrangement, Description, Proposal, Reasoned
from luoshi.web.desk.sites.pages import site_page
from luoshi.web.errors import status_of
from luoshi.web.numbers import whole
from luoshi.web.seats import my_seat


@require_safe
def sites(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Every structure with its quotas and sites."""
    sheet = queries.sites(my_seat(request).actor, programme_id)
    bars = {category.id: bar(category.filled) for scheme in sheet.schemes for category in scheme.categories}
    totals = {scheme.id: bar(scheme.filled) for scheme in sheet.schemes}
    return render(request, "web/desk/sites/list.html", {"sheet": sheet, "bars": bars, "totals": totals})


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The form of a new site, and taking it in."""
    seat = my_seat(request)
    sheet = queries.sites(seat.actor, programme_id)
    if not sheet.may_keep:
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))
    named = {"initial": {"category": request.GET.get("category")}}
    form = Proposal(sheet, units(seat.actor, seat.today), request.POST if request.method == "POST" else None, **named)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            made = actions.propose_site(
                actor=seat.actor, programme_id=programme_id, today=seat.today, **_given(form.cleaned_data)
            )
        except (Invalid, Conflict) as error:
            form.say(error)
            status = status_of(error) or 422
        else:
            return redirect("site", made)
    return render(request, "web/desk/sites/new.html", {"sheet": sheet, "form": form}, status=status)


def _given(data: dict[str, Any]) -> dict[str, Any]:
    """What a form of the office says, as the verb takes it."""
    return {
        "category_id": data["category"],
        "host_id": data["host"],
        "name": data["name"],
        "profile": data["profile"],
        "reason": data["reason"],
    }


@require_safe
def site(request: HttpRequest, site_id: int) -> HttpResponse:
    """One site."""
    return site_page(request, site_id)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, site_id: int) -> HttpResponse:
    """What the site is: all of it for the office, the profile for its host."""
    seat = my_seat(request)
    sheet = queries.site_text(seat.actor, site_id)
    data = request.POST if request.method == "POST" else None
    form = _office_form(request, sheet, data) if sheet.may_keep else _host_form(sheet, data)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        said = form.cleaned_data
        given = _given(said) if sheet.may_keep else {"profile": said["profile"]}
        try:
            actions.edit_site(actor=seat.actor, site_id=site_id, seen=said["seen"], **given)
        except (Invalid, Conflict) as error:
            form.say(error)
            status = status_of(error) or 422
        else:
            messages.success(request, gettext("Saved."))
            return redirect("site", site_id)
    return render(request, "web/desk/sites/edit.html", {"sheet": sheet, "form": form}, status=status)


def _office_form(request: HttpRequest, sheet: queries.SiteText, data: object) -> Arrangement:
    seat = my_seat(request)
    initial = {
        "category": sheet.category_id,
        "host": sheet.host_id,
        "name": sheet.name,
        "profile": sheet.profile,
        "seen": sheet.edit,
    }
    every = queries.sites(seat.actor, sheet.programme.id)
    return Arrangement(every, units(seat.actor, seat.today), data, initial=initial)


def _host_form(sheet: queries.SiteText, data: object) -> Description:
    if not sheet.may_describe:
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))
    return Description(data, initial={"profile": sheet.profile, "seen": sheet.edit})


@require_POST
def move(request: HttpRequest, site_id: int) -> HttpResponse:
    """Lead a site to another state."""
    seat, form = my_seat(request), Reasoned(request.POST, auto_id="move_%s")
    sheet = queries.site(seat.actor, site_id)
    verb = next((row for row in sheet.moves if row.verb == request.POST.get("verb")), None)
    if verb is None:
        raise Conflict("state-forbids", _("This cannot be done now."), _("Reload the page, then decide again."))
    if form.is_valid():
        try:
            actions.move_site(
                actor=seat.actor,
                site_id=site_id,
                verb=verb.verb,
                today=seat.today,
                reason=form.cleaned_data["reason"],
                seen=whole(request.POST.get("seen")),
            )
        except Invalid as error:
            form.say(error)
        else:
            return redirect("site", site_id)
    return site_page(request, site_id, reasoned=form, verb=verb.verb, status=422)
