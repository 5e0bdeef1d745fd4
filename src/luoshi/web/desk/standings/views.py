"""The page of standings, its switch, and its papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.assessment.actions.standings import set_standings
from luoshi.assessment.queries.standings import Standings, standings
from luoshi.assessment.rules.standings import DRAFT_WORDS, Draft, Thresholds
from luoshi.documents.standings_table import draft_paper, standings_paper
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.kernel.wording import _ as marked
from luoshi.web.desk.frameworks.forms import Points, exact
from luoshi.web.desk.programmes.filters import number
from luoshi.web.desk.reports.forms import Spoken
from luoshi.web.errors import status_of
from luoshi.web.papers import paper_file
from luoshi.web.seats import my_seat


class Switch(Spoken):
    """Whether standings are on, from which points a body comes on a draft list, and why."""

    places: ClassVar[Mapping[str, str]] = {"reason-missing": "reason", "thresholds-cross": "commend_from"}
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = forms.BooleanField(label=_("Place units beside others of their kind"), required=False)
    commend_from = Points(_("Draft list for commendation: from"), _("Empty: no such list."))
    answer_below = Points(_("Draft list for accountability: below"), _("Empty: only who was struck by a veto."))
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, found: Standings, data: Any = None) -> None:
        initial = {
            "seen": found.edit,
            "on": found.on,
            "commend_from": found.thresholds.commend_from,
            "answer_below": found.thresholds.answer_below,
        }
        super().__init__(data, initial=initial, use_required_attribute=False)

    @property
    def thresholds(self) -> Thresholds:
        """What was said of the lists."""
        said = self.cleaned_data
        return Thresholds(exact(said["commend_from"]), exact(said["answer_below"]))


@require_safe
def standings_page(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """Units kind by kind, of the latest closed round or a chosen one."""
    return _page(request, standings(my_seat(request).actor, adoption_id, number(request.GET.get("round", ""))))


def _page(request: HttpRequest, found: Standings, form: Switch | None = None, status: int = 200) -> HttpResponse:
    drafts = [] if found.own else [(draft, DRAFT_WORDS[draft], found.drafts(draft)) for draft in Draft]
    context = {
        "found": found,
        "drafts": drafts,
        "form": (form or Switch(found)) if found.may_run else None,
    }
    return render(request, "web/desk/standings/standings.html", context, status=status)


@require_POST
def settings(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """Switch them on or off, and say from which points a body comes on a draft list."""
    actor = my_seat(request).actor
    found = standings(actor, adoption_id)
    form = Switch(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    said = form.cleaned_data
    try:
        set_standings(
            actor=actor,
            adoption_id=adoption_id,
            on=said["on"],
            by=form.thresholds,
            reason=said["reason"],
            seen=said["seen"],
        )
    except (Invalid, Conflict) as error:
        form.say(error)
        return _page(request, found, form, status_of(error) or 422)
    messages.success(request, gettext("Kept, with its reason, in the journal."))
    return redirect("standings", adoption_id)


@require_safe
def paper(request: HttpRequest, adoption_id: int, round_id: int, what: str, form: str) -> HttpResponse:
    """The standings of a round, or one of its draft lists, as a paper of the office and those who oversee it."""
    seat = my_seat(request)
    found = standings(seat.actor, adoption_id, round_id)
    if found.own:
        raise NotAllowed(
            "assessment-not-yours", marked("This is for the office of the programme and those who oversee it.")
        )
    if what not in {"all", *Draft} or not found.on:
        raise NotFound("paper-not-found", marked("There is no such paper."))
    made = standings_paper(found, seat.today) if what == "all" else draft_paper(found, Draft(what), seat.today)
    return paper_file(made, form).response()
