"""Accepting a reading: what it would make is shown first, above all whose names become bodies."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from luoshi.plans import policy, queries
from luoshi.programme import actions as programme
from luoshi.programme.drafting.preview import Preview, preview
from luoshi.programme.queries import programme_of
from luoshi.web.desk.plans.naming import naming
from luoshi.web.desk.plans.sheets import Desk, sheet
from luoshi.web.notices import in_a_row
from luoshi.web.seats import my_seat


class Acceptance(forms.Form):
    """The reason why a plan is accepted although errors of its reading stand; nothing is asked where none does."""

    reason = forms.CharField(
        label=_("Why it is accepted although errors stand"),
        max_length=500,
        help_text=_("The reason is kept in the journal with your name."),
        error_messages={"required": _("Errors stand: correct or settle them, or say why the plan is accepted.")},
    )

    def __init__(self, errors: int, data: object = None) -> None:
        super().__init__(data, use_required_attribute=False)  # type: ignore[arg-type]
        if not errors:
            del self.fields["reason"]

    def said(self) -> str:
        """What was written; empty where nothing was asked."""
        return str(self.cleaned_data.get("reason", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, version_id: int) -> HttpResponse:
    """What acceptance makes; sent, the reading stands as a programme."""
    seat = my_seat(request)
    policy.require(seat.actor, policy.Verb.ACCEPT)
    desk = sheet(seat, version_id).desk
    form = Acceptance(desk.stored.errors, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = programme.accept_plan(
            actor=seat.actor,
            version_id=version_id,
            today=seat.today,
            despite_errors=bool(form.said()),
            reason=form.said(),
        )
        _say(request, made)
        return redirect("board", made.programme_id)
    if desk.programme_id is not None:
        return redirect("board", desk.programme_id)
    return _page(request, desk, form, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, desk: Desk, form: Acceptance, status: int) -> HttpResponse:
    seat = my_seat(request)
    shown = preview(seat.actor, desk.id, seat.today)
    context = {
        "desk": desk,
        "form": form,
        "preview": shown,
        "naming": naming(seat.actor, shown),
        "doubted": _doubted(desk, shown),
        "running": _running(request, desk),
    }
    return render(request, "web/desk/plans/accept.html", context, status=status)


def _doubted(desk: Desk, shown: Preview) -> frozenset[str]:
    """New names that the reader itself doubts."""
    places = [doubt.span for doubt in desk.stored.doubts if doubt.code == "name-doubtful" and doubt.span]
    return frozenset(name.written for name in shown.new_bodies if any(at.start <= name.at < at.end for at in places))


def _running(request: HttpRequest, desk: Desk) -> tuple[tuple[int, int], ...]:
    """Programmes that already stand on other versions of the plan: number of the version, programme."""
    actor = my_seat(request).actor
    others = queries.versions(actor, desk.stored.plan_id)
    found = ((line.number, programme_of(actor, line.version_id)) for line in others if line.version_id != desk.id)
    return tuple((number, made) for number, made in found if made is not None)


def _say(request: HttpRequest, made: programme.Accepted) -> None:
    parts = [gettext("Accepted; the plan now runs as a programme.")]
    new = made.created_units
    if new:
        words = ngettext("%(n)d new body was made: %(names)s.", "%(n)d new bodies were made: %(names)s.", len(new))
        parts.append(words % {"n": len(new), "names": "、".join(new[:6]) + ("…" if len(new) > 6 else "")})
    if made.empty_groups:
        words = gettext("Nobody is a member of %(names)s yet: what they owe reaches nobody.")
        parts.append(words % {"names": "、".join(made.empty_groups)})
    (messages.warning if made.empty_groups else messages.success)(request, in_a_row(parts))
