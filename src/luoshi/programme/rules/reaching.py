"""Whether a quantity is on its way: the share that is done against the share of the time that is used. Pure.

Whole numbers all through, so that the day on which a light changes is the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.quantities import SCALE
from luoshi.kernel.wording import _
from luoshi.programme.rules.kinds import LightCode
from luoshi.programme.rules.lights import Light

CEILINGS = ("<=", "<")


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity to be reached and the last figure reported for it, both in millionths of ``unit``.

    ``comparator`` is one of ``outline.model.Comparator``; of a range the lower end counts.
    """

    comparator: str
    wanted: int
    reached: int
    unit: str = ""

    @property
    def met(self) -> bool:
        """Whether the figure is where it should end."""
        if self.comparator in CEILINGS:
            return self.reached <= self.wanted
        return self.reached >= self.wanted


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time in which a quantity is to be reached; both days belong to it."""

    begins: date | None
    ends: date | None

    @property
    def days(self) -> int:
        """How many days it has, at least one; 0 where an end is missing."""
        return 0 if self.begins is None or self.ends is None else max(1, (self.ends - self.begins).days)

    def used(self, today: date) -> int:
        """How many of its days are used."""
        return 0 if self.begins is None else min(self.days, max(0, (today - self.begins).days))


def figure_light(figure: Figure, stretch: Stretch, today: date, margin: int) -> Light:
    """The light of one quantity that somebody has reported; ``margin`` is how many per cent it may lag."""
    params = _params(figure, stretch, today)
    passed = stretch.ends is not None and today > stretch.ends
    if figure.met:
        return Light(LightCode.ON_TIME, Phrase(_("{done} of {all} {unit}: reached"), params))
    if passed:
        return Light(LightCode.LATE, Phrase(_("{done} of {all} {unit}, and its day, {day}, has passed"), params))
    if figure.comparator in CEILINGS:
        return Light(LightCode.BEHIND, Phrase(_("{done} {unit}, above the limit of {all}"), params))
    if not stretch.days:
        return Light(LightCode.UNKNOWN, Phrase(_("{done} of {all} {unit}; no day is named for it"), params))
    code = LightCode.BEHIND if _lags(figure, stretch, today, margin) else LightCode.ON_TIME
    return Light(code, Phrase(_("{done} of {all} {unit}, {used} % of the time used"), params))


def turns(figure: Figure, stretch: Stretch, margin: int) -> tuple[date, ...]:
    """The days on which the light of a quantity may change if nothing is reported."""
    if figure.met or stretch.ends is None:
        return ()
    after = stretch.ends + timedelta(days=1)
    if stretch.begins is None or figure.comparator in CEILINGS or figure.wanted <= 0:
        return (after,)
    allowed = (100 * figure.reached + margin * figure.wanted) * stretch.days // (100 * figure.wanted)
    if allowed >= stretch.days:
        return (after,)
    return (stretch.begins + timedelta(days=max(0, allowed + 1)), after)


def _lags(figure: Figure, stretch: Stretch, today: date, margin: int) -> bool:
    used = stretch.used(today)
    return 100 * used * figure.wanted > (100 * figure.reached + margin * figure.wanted) * stretch.days


def _params(figure: Figure, stretch: Stretch, today: date) -> dict[str, object]:
    return {
        "done": plain(figure.reached),
        "all": plain(figure.wanted),
        "unit": figure.unit,
        "used": 100 * stretch.used(today) // stretch.days if stretch.days else 0,
        "day": stretch.ends.isoformat() if stretch.ends else "",
    }


def plain(scaled: int) -> str:
    """A quantity in millionths as it is written: 18, 12.5."""
    text = f"{Decimal(scaled) / SCALE:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
