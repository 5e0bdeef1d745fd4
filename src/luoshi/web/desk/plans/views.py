"""Pages of plans: the list with its upload, the reading, and the verbs that change it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.documents.plan_task_table import plan_task_table
from luoshi.kernel.errors import Invalid, UnreadableFile
from luoshi.kernel.wording import _
from luoshi.plans import actions, policy, queries
from luoshi.plans.rules import LookState, Operation
from luoshi.web.desk.plans.answers import answered, answered_by_adding
from luoshi.web.desk.plans.forms import Correction, Marked, bound_form, forms_of
from luoshi.web.desk.plans.pages import reading_page
from luoshi.web.desk.plans.places import Place, item_of, place_of
from luoshi.web.desk.plans.sheets import Desk, sheet
from luoshi.web.numbers import whole
from luoshi.web.papers import written
from luoshi.web.portal.forms import PlanFile
from luoshi.web.seats import my_seat
from luoshi.web.uploads import too_large


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan, and a place to drop the next one."""
    return _list(request, PlanFile())


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take a plan in and go to its reading."""
    form = PlanFile(request.POST, request.FILES)
    if too_large(request):
        form.say_too_large()
        return _list(request, form, status=413)
    if form.is_valid():
        try:
            version = _take_in(request, form.cleaned_data["file"])
        except (UnreadableFile, Invalid) as error:
            form.add_error("file", error.in_words(get_language() or ""))
        else:
            return redirect("reading", version)
    return _list(request, form, status=422)


def _take_in(request: HttpRequest, file: UploadedFile[Any]) -> int:
    """Read a file; say so where the very same one is here already, in case that was not meant."""
    actor, content = my_seat(request).actor, file.read()
    earlier = queries.same_file(actor, hashlib.sha256(content).hexdigest())
    version = actions.upload_plan(actor=actor, content=content, file_name=file.name or "")
    if earlier is not None:
        day = date_format(earlier.uploaded_at, "Y-m-d")
        said = gettext("The same file has been here since %(day)s, as version %(number)s of “%(title)s”.")
        messages.warning(request, said % {"day": day, "number": earlier.number, "title": earlier.title})
    return version


def _list(request: HttpRequest, form: PlanFile, status: int = 200) -> HttpResponse:
    actor = my_seat(request).actor
    may_upload = policy.allowed(actor, policy.Verb.UPLOAD)
    context = {"form": form, "plans": queries.plans(actor), "may_upload": may_upload}
    return render(request, "web/desk/plans/list.html", context, status=status)


@require_safe
def reading(request: HttpRequest, version_id: int) -> HttpResponse:
    """The source beside what was found."""
    return reading_page(request, version_id)


@require_safe
def table(request: HttpRequest, version_id: int, form: str) -> HttpResponse:
    """The 任务分解表 of the reading as it stands."""
    stored = queries.reading(my_seat(request).actor, version_id)
    return written(plan_task_table(stored.plan, file_name=stored.file_name), form, stored.plan).response()


@require_safe
def edit(request: HttpRequest, version_id: int) -> HttpResponse:
    """The forms of one item."""
    shown = sheet(my_seat(request), version_id)
    return _forms(request, shown.desk, forms_of(item_of(shown.reading, request.GET.get("item", ""))))


@require_POST
def correct(request: HttpRequest, version_id: int) -> HttpResponse:
    """One correction of one item, or its form again with the error at the field."""
    shown = sheet(my_seat(request), version_id)
    item = item_of(shown.reading, request.POST.get("item", ""))
    form = bound_form(item, request.POST)
    if form.is_valid():
        try:
            payload = form.payload()
            settles = answered(shown.desk.stored.doubts, item, form.operation, payload)
            _correct(request, version_id, form.operation, place_of(item.key), payload, settles)
        except Invalid as error:
            form.add_error(None, error.in_words(get_language() or ""))
        else:
            return _again(request, version_id, item.thing.span.start)
    return _forms(request, shown.desk, forms_of(item, form), status=422)


@require_POST
def mark(request: HttpRequest, version_id: int) -> HttpResponse:
    """Add what was selected in the source, or give an item these bounds."""
    form = Marked(request.POST)
    if not form.is_valid():
        raise Invalid("nothing-selected", _("Nothing is selected."), _("Select the words in the source first."))
    operation, place, payload = form.correction()
    doubts = queries.reading(my_seat(request).actor, version_id).doubts
    settles = answered_by_adding(doubts, *place) if operation is Operation.ADD else ()
    _correct(request, version_id, operation, place, payload, settles)
    return _again(request, version_id, form.cleaned_data["start"])


@require_POST
def undo(request: HttpRequest, version_id: int) -> HttpResponse:
    """Take the last correction back."""
    actions.undo(actor=my_seat(request).actor, version_id=version_id, revision=_revision(request))
    return _again(request, version_id)


@require_POST
def redo(request: HttpRequest, version_id: int) -> HttpResponse:
    """Do again what was taken back."""
    actions.redo(actor=my_seat(request).actor, version_id=version_id, revision=_revision(request))
    return _again(request, version_id)


@require_POST
def look(request: HttpRequest, version_id: int) -> HttpResponse:
    """Say that doubts were looked at, or are settled."""
    state = LookState.SETTLED if request.POST.get("state") == LookState.SETTLED else LookState.SEEN
    actor, doubts = my_seat(request).actor, request.POST.getlist("doubt")
    actions.look(actor=actor, version_id=version_id, doubts=doubts, state=state)
    return _again(request, version_id)


def _correct(
    request: HttpRequest,
    version_id: int,
    operation: Operation,
    place: Place,
    payload: dict[str, object],
    settles: Sequence[str],
) -> None:
    actions.correct(
        actor=my_seat(request).actor,
        version_id=version_id,
        operation=operation,
        kind=place.kind,
        span=place.span,
        payload=payload,
        revision=_revision(request),
        settles=(*settles, *request.POST.getlist("settles")),
    )


def _revision(request: HttpRequest) -> int | None:
    """The state of the reading that the person saw, where the form says it."""
    return whole(request.POST.get("revision", ""))


def _again(request: HttpRequest, version_id: int, place: int | None = None) -> HttpResponse:
    """The reading as it stands now: its part of the page for htmx, else the whole page."""
    if request.headers.get("HX-Request") != "true":
        return redirect("reading", version_id)
    shown = sheet(my_seat(request), version_id, place)
    return render(request, "web/desk/plans/workbench.html", {"reading": shown.reading, "desk": shown.desk})


def _forms(request: HttpRequest, desk: Desk, forms: list[Correction], status: int = 200) -> HttpResponse:
    context = {"desk": desk, "forms": forms, "item": forms[0].item}
    if request.headers.get("HX-Request") != "true":
        return render(request, "web/desk/plans/edit_page.html", context, status=status)
    response = render(request, "web/desk/plans/edit.html", context, status=status)
    if status != 200:  # the forms go back to where they stand, not to where the reading would have gone
        response["HX-Retarget"], response["HX-Reswap"] = f"#edit-{forms[0].item.key}", "innerHTML"
    return response
