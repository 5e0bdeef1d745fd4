"""Where a forecast stands: its subject out of an address, and addresses of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from luoshi.assessment.queries.standing import Target

LONGEST = 18  # digits of an id


def target_of(request: HttpRequest, adoption_id: int) -> Target:
    """The programme of the adoption, or the unit or site that the address names."""
    return Target(adoption_id, _id(request, "unit"), _id(request, "site"))


def ending(target: Target) -> str:
    """What follows an address to name the subject; empty for the programme itself."""
    if target.unit_id is not None:
        return f"?unit={target.unit_id}"
    return f"?site={target.site_id}" if target.site_id is not None else ""


def address(target: Target, name: str = "forecast") -> str:
    """The address of a page of a subject."""
    return reverse(name, args=[target.adoption_id]) + ending(target)


def back(target: Target, place: str = "") -> HttpResponse:
    """To the forecast of a subject, at a place of the page."""
    return redirect(address(target) + (f"#{place}" if place else ""))


def _id(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST):
        raise Http404
    return int(text)
