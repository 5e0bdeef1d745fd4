"""One table: which error gets which status, and the page that says it. No view answers an error by itself.

An error at a field is the form's; what is here is what has no field to stand at.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.errors import Conflict, Invalid, LuoshiError, NotAllowed, NotFound, UnreadableFile
from luoshi.web import numbers
from luoshi.web.addresses import came_from
from luoshi.web.trouble import named

STATUS: dict[type[Exception], int] = {
    NotAllowed: 403,
    PermissionDenied: 403,
    NotFound: 404,
    Conflict: 409,
    RequestDataTooBig: 413,
    Invalid: 422,
    UnreadableFile: 422,
    LuoshiError: 400,
}
CODES = {"disk-full": 507, "disk-refuses": 507, "site-busy": 503}  # what no kind of error tells
SOON = 5  # seconds after which whoever was told that the site is busy may try again
AGAIN = 64 * 1024  # signs of a form that the page of an error carries, to be sent again

# status -> what happened, what to do
WORDS = {
    400: (_("The request could not be understood"), _("Go back, reload the page and try again.")),
    403: (_("This is not yours to do"), _("Ask the office of the programme, or sign in with another account.")),
    404: (_("There is no such page"), _("It may have been withdrawn, or the address is incomplete.")),
    409: (_("Somebody was faster"), _("Reload the page, look at what has changed, and decide again.")),
    413: (_("What was sent is too large"), _("Send a smaller file, or the plan without its annexes.")),
    422: (_("This cannot be accepted"), _("Go back, correct what is named above and send it again.")),
    503: (_("The site is busy"), _("Wait a moment and reload the page.")),
    507: (_("There is no room"), _("Tell the office that runs the site, and send it again later.")),
    500: (
        _("Something went wrong here"),
        _("Look whether what you did is there, then try again; if it happens again, tell the office."),
    ),
}

OF_DJANGO = (_("Null characters are not allowed."),)
"""What Django says at a field and our catalogue words anew: its own Chinese speaks of empty text."""


def status_of(error: Exception) -> int | None:
    """The status of an error, by the nearest kind in the table; None where the table does not know it."""
    if isinstance(error, LuoshiError) and error.code in CODES:
        return CODES[error.code]
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), None)


SECRET = frozenset({"password", "old", "new", "again"})  # fields that no page carries


class ErrorPages:
    """Answers every error that the table knows with its status and its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is in ``process_exception``."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, named_parts: Mapping[str, object]
    ) -> HttpResponse | None:
        """No such page, where the address names a row by a number that no column of a database can hold."""
        del view, args
        beyond = any(type(part) is int and numbers.whole(part) is None for part in named_parts.values())
        return page(request, 404) if beyond else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error of ours; None leaves it to Django."""
        error = named(error)
        status = status_of(error)
        if status is None:
            return None
        return page(request, status, _words(request, error))


def _words(request: HttpRequest, error: Exception) -> str:
    """The words of an error of ours; what was only looked at was not sent, so the advice of the status is enough."""
    if not isinstance(error, LuoshiError) or (error.code == "site-busy" and request.method in ("GET", "HEAD")):
        return ""
    return error.in_words(get_language() or "")


def page(request: HttpRequest, status: int, words: str = "") -> HttpResponse:
    """The error page; a bare sentence where htmx will set it into a page that stands."""
    title, advice = WORDS[status]
    context = {
        "status": status,
        "title": title,
        "advice": "" if words else advice,
        "words": words,
        "before": came_from(request),
        "again": _again(request) if status in CODES.values() else (),
    }
    fragment = request.headers.get("HX-Request") == "true"
    response = render(request, "web/parts/error.html" if fragment else "web/error.html", context, status=status)
    if status == CODES["site-busy"]:
        response["Retry-After"] = str(SOON)
    if fragment:  # beside the page's first line, whatever part of it was to be renewed
        response["HX-Retarget"], response["HX-Reswap"] = "#notice", "innerHTML"
    return response


def _again(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The fields of a form that found no room or no turn, for a button that sends it again: what was typed is not lost.

    Nothing where it held a password or a file, which no page can carry, or where it is too long for one.
    """
    if request.method != "POST" or hasattr(request, "sensitive_post_parameters") or request.FILES:
        return ()
    if SECRET.intersection(request.POST):  # where it failed before the view that would have said so
        return ()
    fields = tuple((name, value) for name in request.POST for value in request.POST.getlist(name))
    return fields if sum(len(name) + len(value) for name, value in fields) <= AGAIN else ()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400, or 413 where the body was too large."""
    return page(request, status_of(exception) or 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Django's 403."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Django's 404."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500, or what is known of an error outside every view: a session that found no room or no turn."""
    error = sys.exc_info()[1]
    known = named(error) if isinstance(error, Exception) else None
    status = status_of(known) if isinstance(known, LuoshiError) else None
    return page(request, status or 500, _words(request, known) if status and known else "")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A form that was open too long, or came from elsewhere."""
    return page(request, 403, gettext("The form had been open too long. Reload the page and send it again."))
