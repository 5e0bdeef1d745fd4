"""What is due month by month, as values for a chart: how much, and how much of it is dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.programme.queries import MonthLine
from luoshi.web.svg import WIDTH, month

HEIGHT, BASE, TOP = 140, 112, 18


@dataclass(frozen=True, slots=True)
class Pillar:
    """A month: its whole height is what is due, the darker part of it what is answered or confirmed."""

    name: str
    x: float
    middle: float
    width: float
    y: float
    height: float
    done_y: float
    done_height: float
    due: int
    dealt: int
    past: bool


@dataclass(frozen=True, slots=True)
class DueChart:
    """The months that have anything due, from zero upwards."""

    pillars: tuple[Pillar, ...]
    words: str
    today_x: float
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BASE


def due_chart(months: Sequence[MonthLine], today: date) -> DueChart | None:
    """The chart; None where nothing has a day."""
    if not months:
        return None
    most = max(line.due for line in months)
    step = WIDTH / len(months)
    pillars = tuple(_pillar(place, line, step, (BASE - TOP) / most, today) for place, line in enumerate(months))
    before = sum(line.first <= today.replace(day=1) for line in months)
    inside = before > 0 and today.replace(day=1) == months[before - 1].first
    part = (today.day - 1) / 31 if inside else 1
    return DueChart(
        pillars=pillars,
        words="; ".join(f"{pillar.name}: {pillar.dealt} / {pillar.due}" for pillar in pillars),
        today_x=round(max(0, (before - 1 + part) * step), 1) if before else 0,
    )


def _pillar(place: int, line: MonthLine, step: float, scale: float, today: date) -> Pillar:
    whole, done = line.due * scale, line.dealt * scale
    width = min(step * 0.6, 60)
    return Pillar(
        name=month(line.first),
        x=round(place * step + (step - width) / 2, 1),
        middle=round(place * step + step / 2, 1),
        width=round(width, 1),
        y=round(BASE - whole, 1),
        height=round(whole, 1),
        done_y=round(BASE - done, 1),
        done_height=round(done, 1),
        due=line.due,
        dealt=line.dealt,
        past=line.first < today.replace(day=1),
    )
