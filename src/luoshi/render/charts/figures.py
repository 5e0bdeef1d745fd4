"""Numbers and sentences of charts: unknown apart from zero, and the same text in the picture and in its table."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from math import ceil, floor, isfinite, log10
from unicodedata import east_asian_width

Number = Decimal | float


def known(value: Number | None) -> float | None:
    """The number to draw with; ``None`` where it is unknown, as is what is no finite number."""
    if value is None or not isfinite(value):
        return None
    return float(value)


def number(value: Number, *, signed: bool = False) -> str:
    """Points with at most two decimals and no needless zeros: 87.4, −2.6, with ``signed`` also +3."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    if text in ("-0", "0"):
        return "0"
    if text.startswith("-"):
        return f"−{text[1:]}"
    return f"+{text}" if signed else text


def percent(chance: float) -> str:
    """A chance between 0 and 1 as per cent; what is possible is never written as 0 and what is open never as 100."""
    share = min(max(chance, 0.0), 1.0) * 100
    if 0 < share < 0.1:
        return "<0.1 %"
    if 99.9 < share < 100:
        return ">99.9 %" if share < 99.999_999 else "100 %"  # a sum of parts may miss the whole by a breath
    return f"{number(round(share, 1))} %"


def between(first: str, last: str) -> str:
    """A stretch from one number to another; a minus is kept apart from the dash."""
    return f"{first} – {last}" if "−" in first + last else f"{first}–{last}"


def fact(name: str, value: str) -> str:
    """A name with its value, with the colon of its script."""
    return f"{name}{'：' if _chinese(name) else ': '}{value}"


def joined(facts: Iterable[str]) -> str:
    """Facts as one sentence, with the marks of their script."""
    parts = [part for part in facts if part]
    return ("；" if any(map(_chinese, parts)) else "; ").join(parts)


def _chinese(text: str) -> bool:
    return any(east_asian_width(character) in "WF" for character in text)


def nice(least: float) -> float:
    """The smallest of 1, 2, 4, 5, 10, 20 … and of their tenths that is not below a positive number."""
    power = 10.0 ** floor(log10(least))
    if power == 0.0:  # smaller than any number that a float can count with
        return least
    return next(power * step for step in (1, 2, 4, 5, 10, 20) if power * step >= least * (1 - 1e-9))


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers between two ends, at most so many and one more."""
    step = nice((high - low) / most)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]
