"""The pages of accounts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.kernel.errors import Invalid, LuoshiError
from luoshi.kernel.wording import _
from luoshi.tenancy import policy
from luoshi.tenancy.rules import Role
from luoshi.units import actions, queries
from luoshi.units.queries import AccountLine
from luoshi.web.desk.accounts.forms import AccountForm, HandOver, NewAccount, RoleForm, say_at_field
from luoshi.web.numbers import whole
from luoshi.web.seats import my_seat


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account, the closed ones last."""
    actor = my_seat(request).actor
    lines = queries.accounts(actor)
    words = request.GET.get("q", "").strip()
    shown = [line for line in lines if not words or any(words in text for text in _texts(line))]
    may = policy.allowed(actor, policy.Verb.OPEN)
    context = {"lines": shown, "all": len(lines), "words": words, "may_open": may}
    return render(request, "web/desk/accounts/list.html", context)


def _texts(line: AccountLine) -> tuple[str, ...]:
    return (line.name, line.sign_in_name, line.post, *(held.unit_name for held in line.held))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new account; its start password is shown once, in the answer itself, and kept nowhere."""
    seat = my_seat(request)
    policy.require(seat.actor, policy.Verb.OPEN)
    form = NewAccount(
        queries.units(seat.actor), policy.grantable(seat.actor), request.POST if request.method == "POST" else None
    )
    if form.is_valid():
        said = form.cleaned_data
        held = [(Role(said.pop("role")), int(said.pop("unit")))]
        try:
            account_id, password = actions.open_account(actor=seat.actor, held=held, **said)
        except LuoshiError as error:
            form.cleaned_data = said
            if not say_at_field(form, error):
                raise
        else:
            return _password_page(request, account_id, password)
    return render(request, "web/desk/accounts/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """What is kept of an account, and its roles."""
    seat = my_seat(request)
    line = queries.account_line(seat.actor, account_id)
    form = AccountForm(line, request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = {**form.cleaned_data, "edit": form.cleaned_data["edit"] or 0}
        try:
            actions.edit_account(actor=seat.actor, account_id=account_id, **said)
        except LuoshiError as error:
            if not say_at_field(form, error):
                raise
        else:
            messages.success(request, gettext("%(name)s is kept.") % {"name": said["name"]})
            return redirect("keep-account", account_id)
    return _page(request, line, {"form": form}, 422 if form.errors else 200)


def _page(request: HttpRequest, line: AccountLine, bound: dict[str, Any], status: int) -> HttpResponse:
    actor = my_seat(request).actor
    own = actor.account_id == line.id
    over = not own and line.roles <= policy.grantable(actor)
    context = {
        "line": line,
        "own": own,
        "may_edit": policy.allowed(actor, policy.Verb.EDIT) and (own or over),
        "may": {verb.value: over and policy.allowed(actor, verb, line.state) for verb in policy.Verb},
        "grantable": policy.grantable(actor),
        "form": AccountForm(line),
        "role_form": RoleForm(queries.units(actor), policy.grantable(actor)),
        "over_form": HandOver(line, queries.accounts(actor)),
        **bound,
    }
    return render(request, "web/desk/accounts/account.html", context, status=status)


@require_POST
def grant(request: HttpRequest, account_id: int) -> HttpResponse:
    """One more role."""
    actor = my_seat(request).actor
    line = queries.account_line(actor, account_id)
    form = RoleForm(queries.units(actor), policy.grantable(actor), request.POST)
    if not form.is_valid():
        return _page(request, line, {"role_form": form}, 422)
    role, unit_id = form.held()
    actions.join(actor=actor, account_id=account_id, unit_id=unit_id, role=role)
    return redirect("keep-account", account_id)


@require_POST
def take(request: HttpRequest, account_id: int) -> HttpResponse:
    """One role less; ``held`` is role and body."""
    role, _sign, unit = request.POST.get("held", "").partition("-")
    unit_id = whole(unit)
    if role not in set(Role) or unit_id is None:
        raise Invalid("role-unknown", _("There is no such role."))
    actions.leave(actor=my_seat(request).actor, account_id=account_id, unit_id=unit_id, role=Role(role))
    return redirect("keep-account", account_id)


@never_cache
@require_POST
def renew(request: HttpRequest, account_id: int) -> HttpResponse:
    """A new start password, shown once."""
    password = actions.renew_password(actor=my_seat(request).actor, account_id=account_id)
    return _password_page(request, account_id, password)


def _password_page(request: HttpRequest, account_id: int, password: str) -> HttpResponse:
    line = queries.account_line(my_seat(request).actor, account_id)
    response = render(request, "web/desk/accounts/password.html", {"line": line, "password": password})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def switch(request: HttpRequest, account_id: int) -> HttpResponse:
    """Close an account, or let it sign in again."""
    actor = my_seat(request).actor
    if request.POST.get("do") == "restore":
        actions.restore_account(actor=actor, account_id=account_id)
    else:
        actions.close_account(actor=actor, account_id=account_id, reason=request.POST.get("reason", "")[:500])
    return redirect("keep-account", account_id)


@require_POST
def hand_over(request: HttpRequest, account_id: int) -> HttpResponse:
    """Everything that an account is for its bodies goes over to another one."""
    actor = my_seat(request).actor
    line = queries.account_line(actor, account_id)
    form = HandOver(line, queries.accounts(actor), request.POST)
    if form.is_valid():
        taker = int(form.cleaned_data["to"])
        try:
            went = actions.hand_over(actor=actor, from_id=account_id, to_id=taker)
        except LuoshiError as error:
            if not say_at_field(form, error):
                raise
        else:
            words = ngettext("%(n)d role went over.", "%(n)d roles went over.", went) % {"n": went}
            messages.success(request, words)
            return redirect("keep-account", taker)
    return _page(request, line, {"over_form": form}, 422)
