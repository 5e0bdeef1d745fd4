"""What an address or a form says, read with care."""

from __future__ import annotations

from django.http import HttpRequest

from luoshi.web import numbers


def page_number(request: HttpRequest) -> int:
    """The page that an address asks for; 1 where it says nothing sensible."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def whole(text: str | None) -> int | None:
    """A whole number of a form; None where it is none."""
    return numbers.whole(text)
