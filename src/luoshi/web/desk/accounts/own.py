"""The own account: who one is here, and the own password; and the gate before everything else while that password is
still the one that somebody handed over.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from luoshi.kernel.errors import LuoshiError
from luoshi.tenancy import queries as tenancy
from luoshi.units import actions
from luoshi.web.desk.accounts.forms import OwnPassword, say_at_field
from luoshi.web.seats import my_seat

OPEN = frozenset({"own-account", "sign-out", "language", "appearance", "switch-role", "healthz"})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """The own account and its password."""
    seat, must = my_seat(request), getattr(request.user, "must_change", False)
    form = OwnPassword(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.change_own_password(actor=seat.actor, old=form.cleaned_data["old"], new=form.cleaned_data["new"])
        except LuoshiError as error:
            if not say_at_field(form, error):
                raise
        else:
            update_session_auth_hash(request, tenancy.account(seat.actor.account_id or 0))
            messages.success(request, gettext("Your password is changed."))
            return redirect("home" if must else "own-account")
    return render(
        request, "web/desk/accounts/own.html", {"form": form, "must": must}, status=422 if form.errors else 200
    )


class FirstPassword:
    """Leads whoever still has the start password to its change, whatever was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is in ``process_view``, which knows the name of the address."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """A redirect, or None to go on. The account is asked for only where somebody has a session."""
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated or not user.must_change:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        return None if name in OPEN else redirect("own-account")
