"""Who is not signed in is led to sign in, and from there back to the page from which something was to be sent."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from luoshi.web.addresses import came_from

UNSENT = "unsent"  # the mark of an address that tells that a form was not taken, for the session had ended


class SignInFirst(LoginRequiredMiddleware):
    """Django's own leads back to the address of the form, which no browser can open."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """To the page for signing in; after a form with its page to come back to, and a word that it was not taken."""
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        page = urlsplit(came_from(request))
        back = page.path + (f"?{page.query}" if page.query else "")
        asked = urlencode({"next": back, UNSENT: "1"}, safe="/")
        return HttpResponseRedirect(f"{resolve_url(self.get_login_url(view_func))}?{asked}")
