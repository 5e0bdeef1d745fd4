"""Reading again: the kept text with the reader of today, another file under a draft, a newer file as the next version.

What survived and what became a doubt is said on the page that follows.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST

from luoshi.kernel.errors import Invalid, UnreadableFile
from luoshi.plans import actions, queries
from luoshi.web.desk.plans.pages import reading_page
from luoshi.web.notices import in_a_row
from luoshi.web.portal.forms import PlanFile
from luoshi.web.seats import my_seat
from luoshi.web.uploads import too_large

NEXT = "next"  # the button that makes the file the next version; any other puts it under the draft


@require_POST
def reread(request: HttpRequest, version_id: int) -> HttpResponse:
    """Read the kept text again with the reader of today."""
    actor = my_seat(request).actor
    before = queries.reading(actor, version_id)
    lost = actions.reread(actor=actor, version_id=version_id)
    _say(request, before, queries.reading(actor, version_id), lost)
    return redirect("reading", version_id)


@require_POST
def renew(request: HttpRequest, version_id: int) -> HttpResponse:
    """Take a newer file of the same plan, under this draft or as the next version."""
    form = PlanFile(request.POST, request.FILES)
    if too_large(request):
        form.say_too_large()
        return reading_page(request, version_id, form, status=413)
    if form.is_valid():
        try:
            return _take(request, version_id, form.cleaned_data["file"].read(), form.cleaned_data["file"].name)
        except (UnreadableFile, Invalid) as error:
            form.add_error("file", error.in_words(get_language() or ""))
    return reading_page(request, version_id, form, status=422)


def _take(request: HttpRequest, version_id: int, content: bytes, name: str) -> HttpResponse:
    actor = my_seat(request).actor
    before = queries.reading(actor, version_id)
    if request.POST.get("as") == NEXT:
        made = actions.upload_plan(actor=actor, content=content, file_name=name, plan_id=before.plan_id)
        words = gettext("This is the next version, read afresh. Version %(number)d stands as it was.")
        messages.success(request, words % {"number": before.number})
        return redirect("reading", made)
    lost = actions.replace_file(actor=actor, version_id=version_id, content=content, file_name=name)
    _say(request, before, queries.reading(actor, version_id), lost)
    return redirect("reading", version_id)


def _say(request: HttpRequest, before: queries.Reading, after: queries.Reading, lost: int) -> None:
    """The tasks, the corrections and the doubts before and after, in one line."""
    held = len([line for line in after.corrections if line.state == "applied"]) - lost
    old, new = ({doubt.key for doubt in reading.doubts} for reading in (before, after))
    values = {"before": before.totals.tasks, "after": after.totals.tasks}
    parts = [gettext("Read again: tasks %(before)d → %(after)d.") % values]
    if held:
        words = ngettext("%(held)d correction still holds.", "%(held)d corrections still hold.", held)
        parts.append(words % {"held": held})
    if lost:
        words = ngettext(
            "%(lost)d correction has lost its place and stands among the doubts.",
            "%(lost)d corrections have lost their place and stand among the doubts.",
            lost,
        )
        parts.append(words % {"lost": lost})
    fresh, gone = len(new - old), len(old - new)
    parts.append(gettext("Doubts: %(fresh)d new, %(gone)d gone.") % {"fresh": fresh, "gone": gone})
    (messages.warning if lost or fresh else messages.success)(request, in_a_row(parts))
