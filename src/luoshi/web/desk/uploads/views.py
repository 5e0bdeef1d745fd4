"""One address an upload: PUT takes its bytes as they are, POST the form of a page without script, GET tells of it.

The key in the address is made by the page, so that what is sent twice is one upload.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import unquote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.files import actions, queries
from luoshi.files.rules.uploads import UPLOAD_WORDS
from luoshi.kernel.errors import Invalid, LuoshiError, NotFound
from luoshi.kernel.wording import _, translate
from luoshi.web.desk.uploads import serving
from luoshi.web.desk.uploads.telling import refused, told
from luoshi.web.seats import my_seat, seat_of
from luoshi.web.trouble import known
from luoshi.web.uploads import too_large

PIECE = 256 * 1024  # bytes that are read at once
VERBS: dict[str, Callable[..., queries.UploadSheet]] = {
    "mask": actions.mask_upload,
    "vouch": actions.vouch_for_upload,
    "withdraw": actions.withdraw_upload,
}


@login_not_required  # a script must be told that the session ran out, not led to a page
@require_http_methods(["GET", "HEAD", "PUT", "POST"])
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Take a file in, or tell what became of it."""
    if seat_of(request) is None:
        answer = refused(LuoshiError("signed-out", _("You are not signed in."), _("Sign in and send it again.")))
        answer.status_code = 401
        return answer
    try:
        if request.method == "PUT":
            return told(_streamed(request, key), 201)
        if request.method == "POST":
            return _by_form(request, key)
        return told(queries.upload(my_seat(request).actor, key))
    except (LuoshiError, OperationalError) as error:
        return _refused(request, known(error))


def _streamed(request: HttpRequest, key: str) -> queries.UploadSheet:
    """The body of the request is the file. Raises ``Invalid`` (``upload-length``) where its length is not announced."""
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal():
        raise Invalid("upload-length", _("The length of the file was not announced."), _("Send it with its length."))
    name = unquote(request.headers.get("X-File-Name", "")) or request.GET.get("name", "")
    sent = actions.Sent(key, name, int(length), request.headers.get("X-Content-SHA256", ""))
    return _received(request, sent, _body(request))


def _body(request: HttpRequest) -> Iterator[bytes]:
    try:
        while piece := request.read(PIECE):
            yield piece
    except UnreadablePostError:
        return  # the connection broke off: what came is shorter than announced, and is told so


def _by_form(request: HttpRequest, key: str) -> HttpResponse:
    file = request.FILES.get("file")
    if too_large(request):
        limit = settings.UPLOAD_LIMIT // 1024 // 1024
        raise Invalid("upload-too-large", _("The file is larger than {limit} MB; nothing was kept."), limit=limit)
    if file is None:
        raise Invalid("upload-none", _("No file was chosen."))
    sheet = _received(request, actions.Sent(key, file.name or "", file.size), file.chunks(PIECE))
    return _back(request, sheet)


def _received(request: HttpRequest, sent: actions.Sent, pieces: Iterator[bytes]) -> queries.UploadSheet:
    now = timezone.now()
    actions.sweep(now=now)
    return actions.receive(actor=my_seat(request).actor, sent=sent, pieces=pieces, now=now)


def _next(request: HttpRequest) -> str:
    """The page from which a form came; empty where it names none of this site."""
    back = request.POST.get("next", "")
    fits = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if fits else ""


def _back(request: HttpRequest, sheet: queries.UploadSheet) -> HttpResponse:
    """The page from which a form came, with a word; the upload itself where it names none."""
    back = _next(request)
    if not back:
        return told(sheet)
    word = translate(UPLOAD_WORDS[sheet.state], get_language() or "")
    messages.info(request, gettext("%(name)s: %(word)s") % {"name": sheet.name, "word": word})
    return redirect(back)


def _refused(request: HttpRequest, error: LuoshiError) -> HttpResponse:
    """The page from which a form came, with what was wrong; the error itself where it names none."""
    back = _next(request)
    if not back:
        return refused(error)
    messages.warning(request, error.in_words(get_language() or ""))
    return redirect(back)


@require_POST
def do(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Mask a file that waits, vouch for it, or withdraw it."""
    if verb not in VERBS:
        raise NotFound("verb-unknown", _("There is no such verb."))
    more = {"sure": bool(request.POST.get("sure"))} if verb == "mask" else {}
    try:
        return _back(request, VERBS[verb](actor=my_seat(request).actor, key=key, **more))
    except (LuoshiError, OperationalError) as error:
        return _refused(request, known(error))


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """What is kept of an upload, to be saved."""
    name, opened = queries.open_upload(my_seat(request).actor, key)
    return serving.saved(opened, name)


@require_safe
def preview(request: HttpRequest, key: str) -> HttpResponseBase:
    """A look at it: the picture itself, or the text of the file."""
    actor = my_seat(request).actor
    sheet = queries.upload(actor, key)
    found = queries.preview(actor, sheet.blob_id or 0, sheet.name)
    return serving.shown(queries.open_upload(actor, key)[1]) if found.picture else serving.text(found)
