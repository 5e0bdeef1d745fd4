"""Bytes that came from outside, served so that nothing in them runs: pictures may be shown, all else is saved."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language

from luoshi.files.queries import Opened
from luoshi.files.rules.previews import Preview

SHOWN = ("image/jpeg", "image/png", "image/webp")


def saved(opened: Opened, name: str) -> HttpResponseBase:
    """A kept file, for the browser to save under a name."""
    response = FileResponse(
        opened.content, content_type="application/octet-stream", as_attachment=True, filename=name or "file"
    )
    response["Content-Length"] = str(opened.size)
    return harmless(response)


def shown(opened: Opened) -> HttpResponseBase:
    """A kept picture, for the browser to show; nothing else is."""
    if opened.media_type not in SHOWN:
        return saved(opened, "")
    return harmless(FileResponse(opened.content, content_type=opened.media_type))


def text(preview: Preview) -> HttpResponseBase:
    """What a file says, as plain text; what is not shown is said above it."""
    language = get_language() or ""
    notes = [f"【{note.words(language)}】" for note in preview.notes]
    files = [f"{name}　{filesizeformat(size)}" for name, size in preview.files]
    end = ["……"] if preview.more else []
    said = [*notes, *([""] if notes else []), *preview.lines, *files, *end]
    return harmless(HttpResponse("\n".join(said), content_type="text/plain; charset=utf-8"))


def harmless(response: HttpResponseBase) -> HttpResponseBase:
    """The answer with the headers that forbid a browser to guess, to run or to frame what it holds."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response
