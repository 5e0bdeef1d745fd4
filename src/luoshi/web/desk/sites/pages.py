"""The page of a site, as it is shown and as it is shown again with an error at its field."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.programme import queries
from luoshi.reporting.queries import evidence_of_site
from luoshi.web.desk.sites.bars import bar
from luoshi.web.desk.sites.forms import Picture, Reasoned
from luoshi.web.desk.sites.telling import told
from luoshi.web.seats import my_seat


def site_page(
    request: HttpRequest,
    site_id: int,
    *,
    reasoned: Reasoned | None = None,
    verb: str = "",
    picture: Picture | None = None,
    status: int = 200,
) -> HttpResponse:
    """One site; ``reasoned`` is the form of ``verb`` (or of ``picture-<id>``) that could not be taken."""
    actor = my_seat(request).actor
    sheet = queries.site(actor, site_id)
    context = {
        "sheet": sheet,
        "bar": bar(sheet.filled),
        "plain": [move for move in sheet.moves if not move.reasoned],
        "withheld": [move for move in sheet.moves if move.reasoned],
        "reasoned": reasoned,
        "verb": verb,
        "picture_form": picture or Picture(),
        "proofs": evidence_of_site(actor, site_id),
        "hosts": sheet.host_id in actor.liaison_ids,
        "history": [told(line) for line in sheet.history],
    }
    return render(request, "web/desk/sites/site.html", context, status=status)
