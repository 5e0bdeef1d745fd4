"""The quotas of a programme, as the office corrects them: one small form a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from luoshi.kernel.errors import Conflict, Invalid, NotAllowed
from luoshi.kernel.wording import _
from luoshi.programme import actions, queries
from luoshi.programme.queries import SitesSheet
from luoshi.programme.rules.sites import Quota
from luoshi.tenancy.rules import Actor
from luoshi.web.desk.sites.forms import CategoryForm, SchemeForm, Worded
from luoshi.web.errors import status_of
from luoshi.web.numbers import whole
from luoshi.web.seats import my_seat

Said = dict[str, Any]
Verb = Callable[[Actor, int, int, Said, int | None], object]


def _category(said: Said) -> Said:
    return {"name": said["name"], "quota": Quota(said["least"], said["most"])}


# what a row does -> its form, and the verb that it calls with actor, programme, the row's id, what was said, the edit
VERBS: dict[str, tuple[type[Worded] | None, Verb]] = {
    "add-scheme": (
        SchemeForm,
        lambda actor, programme, _row, said, seen: actions.add_scheme(
            actor=actor, programme_id=programme, name=said["name"], total=said["total"], seen=seen
        ),
    ),
    "set-scheme": (
        SchemeForm,
        lambda actor, programme, row, said, seen: actions.set_scheme(
            actor=actor, programme_id=programme, scheme_id=row, name=said["name"], total=said["total"], seen=seen
        ),
    ),
    "add-category": (
        CategoryForm,
        lambda actor, programme, row, said, seen: actions.add_category(
            actor=actor, programme_id=programme, scheme_id=row, seen=seen, **_category(said)
        ),
    ),
    "set-category": (
        CategoryForm,
        lambda actor, programme, row, said, seen: actions.set_category(
            actor=actor, programme_id=programme, category_id=row, seen=seen, **_category(said)
        ),
    ),
    "drop-category": (
        None,
        lambda actor, programme, row, _said, seen: actions.drop_category(
            actor=actor, programme_id=programme, category_id=row, seen=seen
        ),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def quotas(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The rows; sent, one of them is changed, added or taken out."""
    seat = my_seat(request)
    sheet = queries.sites(seat.actor, programme_id)
    if not sheet.may_keep:
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))
    bound, status, problem = None, 200, ""
    if request.method == "POST":
        bound, problem, status = _done(request, sheet)
        if status == 302:
            messages.success(request, gettext("Saved."))
            return redirect("site-quotas", programme_id)
    context = {"sheet": sheet, "rows": rows(sheet, bound), "problem": problem}
    context["new_scheme"] = _form(SchemeForm, "add-scheme", 0, bound)
    return render(request, "web/desk/sites/quotas.html", context, status=status)


Bound = tuple[str, int, Worded | None]


def _done(request: HttpRequest, sheet: SitesSheet) -> tuple[Bound | None, str, int]:
    """What was tried, why it could not be done, and the status; 302 where it was done."""
    verb, row = request.POST.get("verb", ""), _number(request.POST, "row") or 0
    if verb not in VERBS:
        return None, "", 422
    kind, act = VERBS[verb]
    form = kind(request.POST, auto_id=f"{verb}_{row}_%s") if kind else None
    if form is not None and not form.is_valid():
        return (verb, row, form), "", 422
    said = form.cleaned_data if form is not None else {}
    try:
        act(my_seat(request).actor, sheet.programme.id, row, said, _number(request.POST, "seen"))
    except (Invalid, Conflict) as error:
        if form is not None:
            form.say(error)
        words = "" if form is not None else error.in_words(request.LANGUAGE_CODE)
        return (verb, row, form), words, status_of(error) or 422
    return None, "", 302


def rows(sheet: SitesSheet, bound: Bound | None) -> list[dict[str, object]]:
    """Each structure with the forms of its categories; the one that was sent shows what was typed."""
    return [
        {
            "scheme": scheme,
            "form": _form(SchemeForm, "set-scheme", scheme.id, bound, {"name": scheme.name, "total": scheme.total}),
            "categories": [
                (
                    category,
                    _form(
                        CategoryForm,
                        "set-category",
                        category.id,
                        bound,
                        {
                            "name": category.name,
                            "least": category.filled.quota.least,
                            "most": category.filled.quota.most,
                        },
                    ),
                )
                for category in scheme.categories
            ],
            "new": _form(CategoryForm, "add-category", scheme.id, bound),
        }
        for scheme in sheet.schemes
    ]


def _form(
    kind: type[Worded], verb: str, row: int, bound: Bound | None, initial: dict[str, object] | None = None
) -> Worded:
    if bound is not None and bound[:2] == (verb, row) and bound[2] is not None:
        return bound[2]
    return kind(initial=initial, auto_id=f"{verb}_{row}_%s")


def _number(data: QueryDict, name: str) -> int | None:
    return whole(data.get(name, ""))
