"""The pages of groups: the list, and one group with who belongs to it."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.kernel.errors import LuoshiError
from luoshi.units import actions, policy, queries
from luoshi.units.queries import Candidate, GroupSheet
from luoshi.units.rules import UnitKind, kind_word
from luoshi.web.desk.units.forms import GroupForm, names_of, say_at_field
from luoshi.web.numbers import wholes
from luoshi.web.seats import my_seat

CONFIRM = "confirm"


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Every group, the unconfirmed ones marked, and a place for a new one."""
    return _list(request, GroupForm())


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """A new group without members; its page proposes them."""
    seat = my_seat(request)
    form = GroupForm(request.POST)
    if form.is_valid():
        try:
            made = actions.create_group(
                actor=seat.actor, name=form.cleaned_data["name"], aliases=names_of(form.cleaned_data["aliases"])
            )
        except LuoshiError as error:
            if not say_at_field(form, error):
                raise
        else:
            return redirect("keep-group", made)
    return _list(request, form, status=422)


def _list(request: HttpRequest, form: GroupForm, status: int = 200) -> HttpResponse:
    seat = my_seat(request)
    policy.require(seat.actor, policy.Verb.EDIT)
    context = {"lines": queries.group_lines(seat.actor), "form": form}
    return render(request, "web/desk/units/groups.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Who belongs to a group: ticks to be changed and confirmed."""
    seat = my_seat(request)
    policy.require(seat.actor, policy.Verb.EDIT)
    sheet = queries.group_sheet(seat.actor, group_id, seat.today)
    form = GroupForm(request.POST if request.method == "POST" else None, sheet)
    if form.is_valid():
        try:
            _save(request, sheet, form)
        except LuoshiError as error:
            if not say_at_field(form, error):
                raise
        else:
            messages.success(request, gettext("%(name)s is kept.") % {"name": form.cleaned_data["name"]})
            return redirect("keep-groups")
    ticked = _ticked(request) if form.is_bound else _first_ticks(sheet)
    context = {"group": sheet, "form": form, "kinds": _by_kind(sheet.candidates), "ticked": ticked}
    return render(request, "web/desk/units/group.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, sheet: GroupSheet, form: GroupForm) -> None:
    seat = my_seat(request)
    actions.edit_group(
        actor=seat.actor,
        group_id=sheet.id,
        edit=form.cleaned_data["edit"] or 0,
        name=form.cleaned_data["name"],
        aliases=names_of(form.cleaned_data["aliases"]),
        unit_ids=_ticked(request),
        day=seat.today,
        confirmed=request.POST.get("do") == CONFIRM,
    )


def _ticked(request: HttpRequest) -> set[int]:
    return set(wholes(request.POST.getlist("unit")))


def _first_ticks(sheet: GroupSheet) -> set[int]:
    return {one.id for one in sheet.candidates if one.member or (sheet.fresh and one.proposed)}


def _by_kind(candidates: tuple[Candidate, ...]) -> list[tuple[str, list[Candidate]]]:
    order = list(UnitKind)
    ordered = sorted(candidates, key=lambda one: order.index(one.kind))
    language = get_language() or ""
    return [(kind_word(kind, language), list(ones)) for kind, ones in groupby(ordered, key=lambda one: one.kind)]
