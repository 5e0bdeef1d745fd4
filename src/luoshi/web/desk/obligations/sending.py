"""Sending a form: done and led back, or the page again with what was typed and why it was not taken."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.web.addresses import back
from luoshi.web.desk.obligations.forms import Deed

Page = Callable[[HttpRequest, int, Deed, int], HttpResponse]


def send(
    request: HttpRequest, page: Page, where: tuple[str, int], form: Deed, do: Callable[[], object], said: str
) -> HttpResponse:
    """Do what a form asks for and go back to the page that it names as ``next``, else to ``where`` (name of its
    address, id); ``said`` once there.
    """
    if not form.is_valid():
        return page(request, where[1], form, 422)
    try:
        do()
    except Invalid as error:
        form.say(error)
        return page(request, where[1], form, 422)
    except Conflict as error:
        form.say(error)
        return page(request, where[1], form, 409)
    messages.success(request, gettext(said))
    return back(request) if request.POST.get("next") else redirect(*where)
