"""Where a form leads back to: only to this site; and which page of a list an address asks for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def came_from(request: HttpRequest) -> str:
    """The page of ours from which a form was sent; empty where there is none."""
    came = request.headers.get("Referer", "") if request.method == "POST" else ""
    ours = url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure())
    return came if ours else ""


def back(request: HttpRequest, otherwise: str = "start") -> HttpResponseRedirect:
    """To the page that the form names as ``next``, if it is ours; else to a page of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted) if ours else redirect(otherwise)


def page_of(request: HttpRequest) -> int:
    """The page of a list that the address asks for; the first where it says none."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
