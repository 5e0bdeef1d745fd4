"""A table brought in: what was read is shown before anything is kept. Between the two the page carries it, sealed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.policy import require_keeping
from luoshi.assessment.queries.frameworks import framework_of, frameworks, tree
from luoshi.assessment.queries.importing import Told, read_upload, told_framework
from luoshi.assessment.queries.importing import template as shipped_template
from luoshi.assessment.rules.exchange import framework_from_dict, framework_to_dict
from luoshi.kernel.errors import Invalid, UnreadableFile
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor
from luoshi.web.desk.frameworks.forms import TableFile
from luoshi.web.desk.programmes.filters import number
from luoshi.web.seats import my_seat
from luoshi.web.uploads import too_large

SALT = "luoshi.framework"
HOURS = 12
SHOWN = 200  # rows of a preview


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Take a file, and show what was read."""
    actor = my_seat(request).actor
    require_keeping(actor)
    if request.method != "POST":
        return _form(request, TableFile(), 200)
    form = TableFile(request.POST, request.FILES)
    if too_large(request):
        form.errors.pop("file", None)
        form.add_error("file", gettext("The file is too large for a table of indicators."))
        return _form(request, form, 413)
    if not form.is_valid():
        return _form(request, form, 422)
    file = form.cleaned_data["file"]
    try:
        told = read_upload(actor, file.read(), file.name, sure=form.cleaned_data["sure"])
    except (UnreadableFile, Invalid) as error:
        form.add_error("file", error.in_words(get_language() or ""))
        return _form(request, form, 422)
    return _preview(request, told, {"file": file.name[:200]})


@require_safe
def template(request: HttpRequest, key: str) -> HttpResponse:
    """A template that ships, before it is kept."""
    seat = my_seat(request)
    found = shipped_template(seat.actor, key, demonstration=seat.demonstration)
    return _preview(request, told_framework(found), {"template": key})


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what was shown, as a new framework or the next version of one."""
    seat = my_seat(request)
    sealed = unsealed(seat.actor, request.POST.get("sealed", ""))
    into = number(request.POST.get("into", ""))
    version_id = keep_framework(
        actor=seat.actor,
        framework=framework_from_dict(sealed["framework"]),
        today=seat.today,
        findings=sealed["findings"],
        framework_id=into,
        template="" if into else sealed.get("template", ""),
        file_name=sealed.get("file", ""),
    )
    messages.success(request, gettext("The framework is kept."))
    return redirect("framework", framework_of(version_id))


def _form(request: HttpRequest, form: TableFile, status: int) -> HttpResponse:
    return render(request, "web/desk/frameworks/bring.html", {"form": form}, status=status)


def _preview(request: HttpRequest, told: Told, said: dict[str, str]) -> HttpResponse:
    actor = my_seat(request).actor
    context = {
        "told": told,
        "rows": list(tree(told.framework))[:SHOWN],
        "count": sum(1 for _row in tree(told.framework)),
        "sealed": "" if told.problems else sealed(actor, told, said),
        "into": [line for line in frameworks(actor).lines if line.withdrawn_on is None],
        "template": said.get("template", ""),
    }
    return render(request, "web/desk/frameworks/preview.html", context)


def sealed(actor: Actor, told: Told, said: dict[str, str]) -> str:
    """What was read, for the actor alone."""
    held = {
        **said,
        "who": actor.account_id,
        "framework": framework_to_dict(told.framework),
        "findings": told.findings,
    }
    return signing.dumps(held, salt=SALT, compress=True)


def unsealed(actor: Actor, text: str) -> dict[str, Any]:
    """What was sealed. Raises ``Invalid`` (``table-seal``) for what was not sealed for the actor here, or long ago."""
    try:
        held: dict[str, Any] = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        held = {}
    if not held or held["who"] != actor.account_id:
        raise Invalid("table-seal", _("The preview is too old. Bring the table in again."))
    return held
