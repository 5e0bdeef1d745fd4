"""The pages that keep bodies: the tree, one body's form, merging and withdrawing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.kernel.errors import LuoshiError, NotFound
from luoshi.kernel.wording import _
from luoshi.units import actions, policy, queries
from luoshi.units.queries import UnitLine
from luoshi.units.rules import State, UnitKind
from luoshi.web.desk.units.forms import Merger, UnitForm, Withdrawal, kind_choices, names_of, say_at_field
from luoshi.web.seats import my_seat


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Every body as a tree, narrowed by words, kind and whether it stands."""
    seat = my_seat(request)
    policy.require(seat.actor, policy.Verb.EDIT)
    lines = queries.unit_lines(seat.actor, seat.today)
    words, kind, ended = request.GET.get("q", "").strip(), request.GET.get("kind", ""), "ended" in request.GET
    shown = [line for line in lines if _fits(line, words, kind) and (ended or line.state is not State.ENDED)]
    context = {
        "lines": shown,
        "all": sum(line.state is not State.ENDED for line in lines),
        "ended": sum(line.state is State.ENDED for line in lines),
        "words": words,
        "kind": kind,
        "with_ended": ended,
        "kinds": kind_choices(),
        "narrowed": bool(words or kind),
    }
    return render(request, "web/desk/units/tree.html", context)


def _fits(line: UnitLine, words: str, kind: str) -> bool:
    named = not words or any(words in name for name in (line.name, *line.aliases, *line.groups))
    return named and (kind not in set(UnitKind) or line.kind == kind)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new body."""
    seat = my_seat(request)
    policy.require(seat.actor, policy.Verb.EDIT)
    lines = queries.unit_lines(seat.actor, seat.today)
    form = UnitForm(_standing(lines), request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.create_unit(
                actor=seat.actor,
                name=said["name"],
                kind=UnitKind(said["kind"]) if said["kind"] else None,
                aliases=names_of(said["aliases"]),
                parent_id=form.parent_id(),
                valid_from=said["valid_from"],
                valid_to=said["valid_to"],
            )
        except LuoshiError as error:
            if not say_at_field(form, error):
                raise
        else:
            messages.success(request, gettext("%(name)s is kept.") % {"name": said["name"]})
            return redirect("keep-units")
    return render(request, "web/desk/units/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """All that is kept of a body, to be changed."""
    seat = my_seat(request)
    policy.require(seat.actor, policy.Verb.EDIT)
    lines = queries.unit_lines(seat.actor, seat.today)
    line = _line(lines, unit_id)
    form = UnitForm(_standing(lines), request.POST if request.method == "POST" else None, line)
    if form.is_valid():
        try:
            actions.edit_unit(
                actor=seat.actor, unit_id=unit_id, edit=form.cleaned_data["edit"] or 0, change=form.change()
            )
        except LuoshiError as error:
            if not say_at_field(form, error):
                raise
        else:
            return _done(request, gettext("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
    return _page(request, lines, line, {"form": form})


@require_POST
def withdraw(request: HttpRequest, unit_id: int) -> HttpResponse:
    """End a body."""
    seat = my_seat(request)
    policy.require(seat.actor, policy.Verb.WITHDRAW)
    lines = queries.unit_lines(seat.actor, seat.today)
    line = _line(lines, unit_id)
    form = Withdrawal(line, seat.today, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.withdraw_unit(actor=seat.actor, unit_id=unit_id, today=seat.today, **said)
        except LuoshiError as error:
            if not say_at_field(form, error):
                raise
        else:
            return _done(request, gettext("%(name)s ends; its page stays.") % {"name": line.name})
    return _page(request, lines, line, {"withdrawal": form})


@require_POST
def merge(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Make a body part of another one."""
    seat = my_seat(request)
    policy.require(seat.actor, policy.Verb.MERGE)
    lines = queries.unit_lines(seat.actor, seat.today)
    line = _line(lines, unit_id)
    form = Merger(line, lines, seat.today, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.merge_units(
                actor=seat.actor,
                unit_ids=[unit_id],
                into_id=int(said["into"]),
                since=said["since"],
                today=seat.today,
                reason=said["reason"],
            )
        except LuoshiError as error:
            if not say_at_field(form, error):
                raise
        else:
            return _done(request, gettext("%(name)s is part of the other unit now.") % {"name": line.name})
    return _page(request, lines, line, {"merger": form})


def _page(request: HttpRequest, lines: tuple[UnitLine, ...], line: UnitLine, bound: dict[str, Any]) -> HttpResponse:
    seat = my_seat(request)
    context: dict[str, Any] = {
        "line": line,
        "form": UnitForm(_standing(lines), None, line),
        "withdrawal": Withdrawal(line, seat.today),
        "merger": Merger(line, lines, seat.today),
        "may_end": policy.allowed(seat.actor, policy.Verb.WITHDRAW, line.state),
        **bound,
    }
    wrong = any(isinstance(form, forms.Form) and form.errors for form in bound.values())
    return render(request, "web/desk/units/edit.html", context, status=422 if wrong else 200)


def _done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("keep-units")


def _line(lines: tuple[UnitLine, ...], unit_id: int) -> UnitLine:
    for line in lines:
        if line.id == unit_id:
            return line
    raise NotFound("unit-not-found", _("There is no such unit."))


def _standing(lines: tuple[UnitLine, ...]) -> list[UnitLine]:
    return [line for line in lines if line.state is not State.ENDED]
