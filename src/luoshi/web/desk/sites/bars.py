"""A quota as a bar: how far it is filled, with the least and the most marked. Words stand beside it."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.programme.rules.sites import Filled

WIDTH = 120  # user units


@dataclass(frozen=True, slots=True)
class Bar:
    """Where the parts of a bar end; a mark is None where the quota has no such end. ``code`` is the fill."""

    filled: float
    room: float
    least: float | None
    code: str
    width: int = WIDTH


def bar(filled: Filled) -> Bar:
    """The bar of a number of sites."""
    quota = filled.quota
    whole = max(filled.count, quota.least or 0, quota.most or 0, 1)
    between = quota.least is not None and quota.least != quota.most

    def at(number: int) -> float:
        return round(WIDTH * number / whole, 1)

    return Bar(
        filled=at(filled.count),
        room=at(quota.most if quota.most is not None else whole),
        least=at(quota.least or 0) if between and quota.least else None,
        code=filled.fill.value,
    )
