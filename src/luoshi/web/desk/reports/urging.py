"""The list of a month's end for the office (催报), and when units are reminded without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.documents.urging_table import text_for, text_for_all, urging_table
from luoshi.kernel.errors import Invalid
from luoshi.programme.queries.paging import paged
from luoshi.reporting import actions, queries
from luoshi.reporting.rules.reminders import FURTHEST, Reminders, days_of
from luoshi.web.addresses import page_of
from luoshi.web.papers import paper_file
from luoshi.web.seats import my_seat

PAGE = 40  # units of one page: each brings a text of its own
LISTS = ("before", "after")


class ReminderForm(forms.Form):
    """When the units of a programme are reminded, in working days."""

    on = forms.BooleanField(label=_("Remind the units"), required=False)
    before = forms.CharField(
        label=_("Working days before the day"), required=False, max_length=40, help_text=_("Such as: 3, 1.")
    )
    on_day = forms.BooleanField(label=_("On the day itself"), required=False)
    after = forms.CharField(
        label=_("Working days after the day, when it is overdue"),
        required=False,
        max_length=40,
        help_text=_("Such as: 1, 3, 5."),
    )
    every = forms.IntegerField(
        label=_("And then every so many working days"),
        min_value=0,
        max_value=FURTHEST,
        help_text=_("0: not any more. After 60 working days nobody is reminded."),
    )

    def __init__(self, found: Reminders, data: Mapping[str, Any] | None = None) -> None:
        shown = {name: ", ".join(str(day) for day in getattr(found, name)) for name in LISTS}
        said = {"on": found.on, "on_day": found.on_day, "every": found.every, **shown}
        super().__init__(data, initial=said, auto_id="remind-%s", use_required_attribute=False)

    def said(self) -> Reminders | None:
        """What was chosen; None where a list cannot be read, which is said at its field."""
        days: dict[str, tuple[int, ...]] = {}
        for name in LISTS:
            try:
                days[name] = days_of(self.cleaned_data[name])
            except Invalid as error:
                self.add_error(name, error.in_words(get_language() or ""))
        values = self.cleaned_data
        if self.errors:
            return None
        return Reminders(values["on"], days["before"], values["on_day"], days["after"], values["every"])


@require_safe
def urging(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Who still owes a report, whom to call, and the words to send."""
    seat = my_seat(request)
    actions.open_requests(actor=seat.actor, today=seat.today, programme_id=programme_id)
    return _page(request, programme_id)


def _page(request: HttpRequest, programme_id: int, form: ReminderForm | None = None) -> HttpResponse:
    seat = my_seat(request)
    found = queries.urging(seat.actor, programme_id, seat.today)
    shown = paged(len(found.units), page_of(request), lambda first, end: found.units[first:end], PAGE)
    context = {
        "urging": found,
        "shown": shown,
        "lines": [(unit, text_for(found, unit)) for unit in shown.lines],
        "all": text_for_all(found),
        "form": form or ReminderForm(found.reminders),
    }
    return render(request, "web/desk/reports/urging.html", context, status=422 if form and form.errors else 200)


@require_safe
def table(request: HttpRequest, programme_id: int, form: str) -> HttpResponse:
    """催报清单."""
    seat = my_seat(request)
    return paper_file(urging_table(queries.urging(seat.actor, programme_id, seat.today)), form).response()


@require_POST
def reminders(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Set when the units are reminded."""
    form = ReminderForm(Reminders(), request.POST)
    said = form.said() if form.is_valid() else None
    if said is None:
        return _page(request, programme_id, form)
    actions.set_reminders(actor=my_seat(request).actor, programme_id=programme_id, reminders=said)
    messages.success(request, gettext("The reminders are set."))
    return redirect("reporting-urging", programme_id)
