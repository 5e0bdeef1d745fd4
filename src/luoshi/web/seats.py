"""Who looks: asked once a request."""

from __future__ import annotations

from django.http import HttpRequest

from luoshi.kernel.errors import NotAllowed
from luoshi.kernel.wording import _
from luoshi.units.queries import Seat, seat

KEPT = "luoshi_seat"


def seat_of(request: HttpRequest) -> Seat | None:
    """The seat of whoever is signed in; None for a visitor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    if not hasattr(request, KEPT):
        setattr(request, KEPT, seat(user))
    return getattr(request, KEPT)  # type: ignore[no-any-return]


def my_seat(request: HttpRequest) -> Seat:
    """The seat of whoever is signed in, in a view that only they can reach."""
    mine = seat_of(request)
    if mine is None:
        raise NotAllowed("signed-out", _("You are not signed in."), _("Sign in and try again."))
    return mine
