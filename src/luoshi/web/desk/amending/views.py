"""Pages of amendments and the verbs on them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.kernel.errors import Conflict, Invalid, UnreadableFile
from luoshi.plans import actions as plan_actions
from luoshi.plans import policy
from luoshi.programme.actions import amending as actions
from luoshi.programme.drafting.preview import preview
from luoshi.programme.queries import amending
from luoshi.programme.queries.revisions import history as history_of
from luoshi.programme.rules import ChangeDecision, ChangeKind
from luoshi.tenancy.rules import Actor
from luoshi.web.desk.amending.forms import Comparing, Decision, DecisionForAll
from luoshi.web.portal.forms import PlanFile
from luoshi.web.seats import my_seat
from luoshi.web.uploads import too_large


@require_safe
def amendments(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Every amendment of a programme, and the place where the next begins."""
    return _list(request, programme_id, PlanFile())


def _list(
    request: HttpRequest, programme_id: int, upload: PlanFile, comparing: Comparing | None = None, status: int = 200
) -> HttpResponse:
    seat = my_seat(request)
    sheet = amending.amendments(seat.actor, programme_id)
    candidates = [(one, len(preview(seat.actor, one.version_id, seat.today).new_bodies)) for one in sheet.candidates]
    context = {
        "sheet": sheet,
        "candidates": candidates,
        "upload": upload,
        "comparing": comparing or Comparing(),
        "may_see_plan": _may_see_plan(seat.actor),
    }
    return render(request, "web/desk/amending/list.html", context, status=status)


@require_POST
def take_in(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Take in a newer version of the plan and go to its reading."""
    seat, form = my_seat(request), PlanFile(request.POST, request.FILES)
    sheet = amending.amendments(seat.actor, programme_id)
    if too_large(request):
        form.say_too_large()
        return _list(request, programme_id, form, status=413)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = plan_actions.upload_plan(
                actor=seat.actor, content=file.read(), file_name=file.name or "", plan_id=sheet.plan_id
            )
        except (UnreadableFile, Invalid) as error:
            form.add_error("file", error.in_words(get_language() or ""))
        else:
            messages.success(request, gettext("Look at the reading, then compare it with the programme."))
            return redirect("reading", made)
    return _list(request, programme_id, form, status=422)


@require_POST
def open_amendment(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Accept a newer version and compare it with the programme."""
    seat, form = my_seat(request), Comparing(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"].strip()
        try:
            made = actions.open_amendment(
                actor=seat.actor,
                programme_id=programme_id,
                version_id=form.cleaned_data["version"],
                today=seat.today,
                despite_errors=bool(reason),
                reason=reason,
            )
        except Conflict as error:
            form.add_error(None, error.in_words(get_language() or ""))
        else:
            return redirect("programme-amendment", programme_id, made)
    return _list(request, programme_id, PlanFile(), form, status=409)


@require_safe
def amendment(request: HttpRequest, programme_id: int, amendment_id: int) -> HttpResponse:
    """One amendment, change by change."""
    return _sheet(request, programme_id, amendment_id)


def _kind(said: str) -> ChangeKind | None:
    return ChangeKind(said) if said in set(ChangeKind) else None


def _sheet(
    request: HttpRequest, programme_id: int, amendment_id: int, wrong: Decision | None = None, status: int = 200
) -> HttpResponse:
    kind, page = _kind(request.GET.get("kind", "")), request.GET.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    sheet = amending.amendment(my_seat(request).actor, amendment_id, kind, number)
    if sheet.programme.id != programme_id:
        return redirect("programme-amendment", sheet.programme.id, amendment_id)
    context = {"sheet": sheet, "wrong": wrong, "said": request.POST if wrong else None}
    return render(request, "web/desk/amending/amendment.html", context, status=status)


@require_POST
def decide(request: HttpRequest, programme_id: int, amendment_id: int, change_id: int) -> HttpResponse:
    """Accept one change, or keep the programme as it is in this."""
    seat, form = my_seat(request), Decision(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        actions.decide(
            actor=seat.actor,
            change_id=change_id,
            decision=ChangeDecision(said["decision"]),
            today=seat.today,
            reason=said["reason"].strip(),
            seen=said["edit"],
        )
        if request.headers.get("HX-Request") != "true":
            return _back(request, programme_id, amendment_id, f"#change-{change_id}")
    return _change(request, programme_id, amendment_id, change_id, form)


def _change(request: HttpRequest, programme_id: int, amendment_id: int, change_id: int, form: Decision) -> HttpResponse:
    """The one change as it stands now, with the figures above; the whole page where no script asks."""
    status = 200 if form.is_valid() else 422
    if request.headers.get("HX-Request") != "true":
        return _sheet(request, programme_id, amendment_id, form, status)
    sheet = amending.amendment(my_seat(request).actor, amendment_id, change_id=change_id)
    context = {"sheet": sheet, "change": sheet.changes[0], "wrong": form if status != 200 else None, "renewed": True}
    return render(request, "web/desk/amending/change.html", context, status=status)


@require_POST
def decide_all(request: HttpRequest, programme_id: int, amendment_id: int) -> HttpResponse:
    """The same decision on all changes of a kind that are open."""
    seat, form = my_seat(request), DecisionForAll(request.POST)
    if not form.is_valid():
        return _sheet(request, programme_id, amendment_id, form, status=422)
    said = form.cleaned_data
    many = actions.decide_all(
        actor=seat.actor,
        amendment_id=amendment_id,
        kind=ChangeKind(said["kind"]),
        decision=ChangeDecision(said["decision"]),
        today=seat.today,
        reason=said["reason"].strip(),
    )
    words = ngettext("%(many)d change was decided.", "%(many)d changes were decided.", many)
    messages.success(request, words % {"many": many})
    return _back(request, programme_id, amendment_id)


def _back(request: HttpRequest, programme_id: int, amendment_id: int, place: str = "") -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse("programme-amendment", args=[programme_id, amendment_id]) + query + place)


@require_POST
def close(request: HttpRequest, programme_id: int, amendment_id: int) -> HttpResponse:
    """Let the programme stand on the new version."""
    seat = my_seat(request)
    actions.close_amendment(actor=seat.actor, amendment_id=amendment_id, today=seat.today)
    messages.success(request, gettext("The programme stands on the new version; the old one stays readable."))
    return redirect("programme-amendments", programme_id)


@require_safe
def history(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """What a commitment has said, and who changed it."""
    actor = my_seat(request).actor
    context = {"history": history_of(actor, commitment_id), "may_see_plan": _may_see_plan(actor)}
    return render(request, "web/desk/amending/history.html", context)


def _may_see_plan(actor: Actor) -> bool:
    return policy.allowed(actor, policy.Verb.SEE)
