"""The values of a judgement: points as exact fractions, the reason, the parts it was made from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from luoshi.assessment.rules.grammar import Band, Comparison, Interval, Operator, Test
from luoshi.assessment.rules.numbers import plain
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _


class Judged(NamedTuple):
    """What came out: points (None: unknown), why, and what it was made from; ``met`` where the rule says so."""

    points: Fraction | None
    reason: Phrase
    parts: tuple[tuple[str, Judged], ...] = ()
    met: bool | None = None


class Cohort(NamedTuple):
    """The figures of one row over all who are compared: sorted, their sum, and how many are not known."""

    figures: tuple[Fraction, ...]
    total: Fraction
    unknown: int

    @property
    def size(self) -> int:
        return len(self.figures) + self.unknown

    def better(self, value: Fraction, *, highest_first: bool) -> int:
        """How many known figures are better than one."""
        if highest_first:
            return len(self.figures) - bisect_right(self.figures, value)
        return bisect_left(self.figures, value)


def cohort_of(figures: Iterable[Fraction | None]) -> Cohort:
    """The cohort of these figures."""
    given = list(figures)
    known = sorted(figure for figure in given if figure is not None)
    return Cohort(tuple(known), sum(known, Fraction(0)), len(given) - len(known))


class At(NamedTuple):
    """Where a rule is judged: the points of its row, the figure, the path inside the row, and the cohorts by path."""

    own: Decimal | None
    value: Fraction | None
    path: str = ""
    cohorts: Mapping[str, Cohort] = {}


NOT_MARKED = Phrase(_("not marked yet"))
NO_FIGURE = Phrase(_("no figure given"))
NO_POINTS = Phrase(_("the points of the row are not known"))


def unknown(reason: Phrase, parts: tuple[tuple[str, Judged], ...] = ()) -> Judged:
    """A judgement that cannot be made."""
    return Judged(None, reason, parts)


def shown(number: Fraction | Decimal) -> str:
    """A figure for people: up to six decimals, half up."""
    if isinstance(number, Decimal):
        return plain(number)
    millionths = (2 * abs(number.numerator) * 10**6 + number.denominator) // (2 * number.denominator)
    text = plain(Decimal(millionths).scaleb(-6))
    return f"-{text}" if number < 0 and millionths else text


# --- figures against ends ----------------------------------------------------------------------------------------


def holds(test: Test, value: Fraction) -> bool | None:
    """Whether a figure passes a test; None exactly on an end of which the table says nothing."""
    if isinstance(test, Interval):
        return between(test, value)
    target = Fraction(test.target)
    if test.operator is Operator.AT_LEAST:
        return value >= target
    if test.operator is Operator.MORE:
        return value > target
    if test.operator is Operator.AT_MOST:
        return value <= target
    return value < target if test.operator is Operator.LESS else value == target


def between(ends: Interval | Band, value: Fraction) -> bool | None:
    """Whether a figure lies between two ends; None exactly on an end of which nothing is said."""
    found: bool | None = True
    for end, closed, outside in (
        (ends.low, ends.low_closed, ends.low is not None and value < ends.low),
        (ends.high, ends.high_closed, ends.high is not None and value > ends.high),
    ):
        if outside:
            return False
        if end is not None and value == end and not closed:
            found = None if closed is None and found is not False else False
    return found


def ends_text(ends: Test | Band, unit: str = "") -> str:
    """A test or a band in signs: “≥4.2人”, “≥80% <90%”; an end that is not stated has “?”."""
    if isinstance(ends, Comparison):
        return f"{ends.operator}{plain(ends.target)}{ends.unit or unit}"
    unit = unit if isinstance(ends, Band) else ends.unit or unit
    words = []
    if ends.low is not None:
        words.append(f"{_SIGNS['low', ends.low_closed]}{plain(ends.low)}{unit}")
    if ends.high is not None:
        words.append(f"{_SIGNS['high', ends.high_closed]}{plain(ends.high)}{unit}")
    return " ".join(words) or "–"


_SIGNS = {
    ("low", True): "≥",
    ("low", False): ">",
    ("low", None): ">?",
    ("high", True): "≤",
    ("high", False): "<",
    ("high", None): "<?",
}
