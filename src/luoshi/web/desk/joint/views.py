"""The joint table: one screen, one export; rows are edited in place, proposals taken or declined."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.assessment.actions import serving
from luoshi.assessment.queries.joint import joint_table, servers
from luoshi.assessment.queries.joint_lines import JointRow, JointTable, Narrowing, scorer_choices
from luoshi.documents.joint_table import joint_paper
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor
from luoshi.web.desk.joint.filters import PAGE, choices, in_words, narrowing, query_of
from luoshi.web.desk.programmes.filters import number
from luoshi.web.errors import status_of
from luoshi.web.papers import paper_file
from luoshi.web.seats import my_seat


@require_safe
def table(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """The whole table, a page at a time, and what stands alone."""
    seat = my_seat(request)
    found, by = joint_table(seat.actor, adoption_id), narrowing(request.GET.dict())
    return render(request, "web/desk/joint/table.html", _context(request, found, by))


def _context(request: HttpRequest, found: JointTable, by: Narrowing) -> dict[str, object]:
    rows, query = found.narrowed(by), query_of(by)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, number(request.GET.get("page", "")) or 1), pages)
    return {
        "table": found,
        "head": found.head,
        "rows": rows[(page - 1) * PAGE : page * PAGE],
        "by": by,
        "choices": choices(found, by),
        "units": servers(my_seat(request).actor, found.head.adoption_id).units,
        "page": page,
        "pages": pages,
        "query": f"{query}&" if query else "",
        "back": query + (f"&page={page}" if page > 1 else ""),
    }


@require_safe
def paper(request: HttpRequest, adoption_id: int, form: str) -> HttpResponse:
    """The table as a paper, narrowed as on the page."""
    seat = my_seat(request)
    found, by = joint_table(seat.actor, adoption_id), narrowing(request.GET.dict())
    units = dict(servers(seat.actor, adoption_id).units)
    made = joint_paper(found, found.narrowed(by), seat.today, in_words(found, by, units))
    return paper_file(made, form).response()


@require_POST
def propose(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """Propose commitments for rows by the words that both have."""
    new = serving.propose_services(actor=my_seat(request).actor, adoption_id=adoption_id)
    words = ngettext("%(n)d proposal to look at.", "%(n)d proposals to look at.", new) % {"n": new}
    messages.info(request, words if new else gettext("No new proposal: no other words are like enough."))
    return redirect(f"{reverse('joint-table', args=[adoption_id])}?only=proposed" if new else _table(adoption_id))


@require_safe
def row(request: HttpRequest, adoption_id: int, row_id: int) -> HttpResponse:
    """One row to be edited: within the table for htmx, else on a page of its own. ``shown`` gives it as it stands."""
    found = joint_table(my_seat(request).actor, adoption_id)
    return _row(request, found, _of(found, row_id), editing="shown" not in request.GET)


@dataclass(frozen=True, slots=True)
class Done:
    """A verb about a row as the page asks for it."""

    verb: str
    place: int | None
    data: QueryDict


@require_POST
def act(request: HttpRequest, adoption_id: int, row_id: int) -> HttpResponse:
    """One verb about one row; then the row as it stands."""
    actor = my_seat(request).actor
    verb, _dot, place = request.POST.get("do", "").partition(".")
    try:
        _do(actor, adoption_id, row_id, Done(verb, number(place), request.POST))
    except (Conflict, Invalid) as error:
        found = joint_table(actor, adoption_id)
        wrong = error.in_words(get_language() or "")
        return _row(request, found, _of(found, row_id), editing=True, wrong=wrong, status=status_of(error) or 400)
    if request.headers.get("HX-Request") == "true":
        found = joint_table(actor, adoption_id)
        return _row(request, found, _of(found, row_id), editing="stay" in request.POST)
    return redirect(f"{_table(adoption_id)}?{narrowed_back(request)}#row-{row_id}")


def _do(actor: Actor, adoption_id: int, row_id: int, done: Done) -> None:
    if done.verb == "serve":
        serving.serve(actor=actor, adoption_id=adoption_id, row_id=row_id, server=_server(done.data.get("server", "")))
    elif done.verb == "confirm":
        serving.confirm_services(actor=actor, adoption_id=adoption_id, service_ids=[done.place or 0])
    elif done.verb == "unserve":
        serving.unserve(actor=actor, adoption_id=adoption_id, service_id=done.place or 0)
    elif done.verb == "scorers":
        wanted = [pk for pk in map(number, done.data.getlist("scorer")) if pk]
        serving.set_scorers(actor=actor, adoption_id=adoption_id, row_id=row_id, unit_ids=wanted)
    else:
        raise Invalid("verb-unknown", _("There is no such button. Reload the page."))


def _server(said: str) -> serving.Server:
    kind, _dash, pk = said.partition("-")
    return serving.Server(**{f"{kind}_id": number(pk)} if kind in ("commitment", "unit", "site") else {})


def narrowed_back(request: HttpRequest) -> str:
    """What the table was narrowed to when the form was sent."""
    asked = QueryDict(request.POST.get("back", "")[:500])
    page = number(asked.get("page", ""))
    query = query_of(narrowing(asked.dict()))
    return f"{query}&page={page}" if page else query


def _of(found: JointTable, row_id: int) -> JointRow:
    row = next((one for one in found.rows if one.id == row_id), None)
    if row is None:
        raise NotFound("row-not-found", _("There is no such row."))
    return row


def _table(adoption_id: int) -> str:
    return reverse("joint-table", args=[adoption_id])


def _row(
    request: HttpRequest, found: JointTable, one: JointRow, *, editing: bool, wrong: str = "", status: int = 200
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    context: dict[str, object] = {"head": found.head, "row": one, "wrong": wrong, "back": asked.get("back", "")[:500]}
    if editing and found.head.may_edit:
        known = servers(my_seat(request).actor, found.head.adoption_id)
        context |= {"servers": known, "scorer_choices": scorer_choices(one, known)}
        context["scoring"] = {pk for pk, _name in one.scorers}
        part = "edit"
    else:
        part = "row"
    if request.headers.get("HX-Request") != "true":
        return render(request, "web/desk/joint/row_page.html", {**context, "editing": part == "edit"}, status=status)
    return render(request, f"web/desk/joint/{part}.html", context, status=status)
