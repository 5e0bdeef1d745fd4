"""Figures of an assessment: exact decimals of bounded size, never binary floats."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from luoshi.kernel.quantities import LARGEST, SCALE

DECIMALS = 6  # as many as kernel.quantities keeps
MAX_PLACES = 4  # to which points may be rounded
_LONGEST = 40  # characters of a written figure


def exact(value: object) -> Decimal | None:
    """The decimal of a JSON number or text such as "0.5"; None where it is none, has more than six decimals or is too
    large. A binary float is none: what 0.1 was meant to be cannot be told from it.
    """
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    if isinstance(value, str) and (len(value) > _LONGEST or value != value.strip() or "_" in value):
        return None
    try:
        number = Decimal(value)
    except (InvalidOperation, ValueError):
        return None
    return number if kept(number) else None


def kept(number: Decimal) -> bool:
    """Whether a decimal can be kept: finite, at most six decimals, at most ``kernel.quantities.LARGEST``."""
    if not number.is_finite() or abs(number) > LARGEST:
        return False
    return number == 0 or number.normalize().as_tuple().exponent >= -DECIMALS  # type: ignore[operator]


def plain(number: Decimal) -> str:
    """A decimal without exponent and idle zeros: “0.5”, “100”."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def millionths(number: Decimal) -> int:
    """A kept decimal as whole millionths, exactly."""
    return int(number * SCALE)


def from_millionths(number: int) -> Decimal:
    """Whole millionths as a decimal, exactly."""
    return Decimal(number).scaleb(-DECIMALS)


def half_up(number: Fraction, quantum: int) -> int:
    """A fraction (of any unit) rounded to a multiple of ``quantum``; halves away from zero, as offices round."""
    up = (2 * abs(number.numerator) + number.denominator * quantum) // (2 * number.denominator * quantum) * quantum
    return up if number >= 0 else -up
