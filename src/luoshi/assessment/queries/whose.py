"""Rows of one subject: a unit, a site, or (neither) the programme itself, whatever table they stand in."""

from __future__ import annotations

from typing import Protocol

from django.db.models import Q


class Assessed(Protocol):
    """What names a subject: a target of a forecast, a subject of a round, a gap."""

    @property
    def unit_id(self) -> int | None:
        """The unit."""

    @property
    def site_id(self) -> int | None:
        """The site."""


def whose(one: Assessed, prefix: str = "") -> Q:
    """The condition that a row belongs to the same subject; ``prefix`` leads to the columns (``subject__``)."""
    return Q(**{f"{prefix}unit_id": one.unit_id, f"{prefix}site_id": one.site_id})
