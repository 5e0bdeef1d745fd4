"""Quantities as they are kept: whole millionths in 64 bits, for decimals on SQLite are binary floats."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _

SCALE = 1_000_000
LARGEST = (2**63 - 1) // SCALE


def scaled(value: Decimal, written: str) -> int:
    """A quantity in whole millionths; raises ``Invalid`` (``quantity-too-large``), with the words of the plan, where it
    cannot be kept.
    """
    if not value.is_finite() or abs(value) > LARGEST:
        raise Invalid(
            "quantity-too-large",
            _("The figure of “{text}” is too large to be kept: at most {most}."),
            _("Correct the figure, or write it in a larger unit."),
            text=written[:40],
            most=LARGEST,
        )
    return int((value * SCALE).to_integral_value(ROUND_HALF_EVEN))
