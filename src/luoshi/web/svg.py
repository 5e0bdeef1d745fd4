"""Charts as values: where bars, labels and today's line stand. The template draws them with SVG attributes only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

WIDTH = 1200  # user units, near to the pixels of a wide page
HEIGHT = 76
EM = 13  # size of the labels in user units; a Chinese character is as wide as high


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of time with a name; both days belong to it."""

    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Bar:
    """A stage as drawn. ``state`` is past, now or ahead; ``label`` is the name as far as it fits."""

    name: str
    label: str
    x: float
    width: float
    begins: str
    dates: str
    state: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars on one line with today's place; ``today_x`` is 0 where today lies outside."""

    bars: tuple[Bar, ...]
    ends: str
    words: str
    today_x: float
    today_words: str
    today_anchor: str
    width: int = WIDTH
    height: int = HEIGHT


def timeline_of(stages: Sequence[Stage], today: date) -> Timeline | None:
    """The timeline of stages; None where there is none to draw."""
    if not stages:
        return None
    first = min(stage.start for stage in stages)
    last = max(stage.end for stage in stages) + timedelta(days=1)
    scale = WIDTH / max((last - first).days, 1)
    bars = tuple(_bar(stage, first, scale, today) for stage in sorted(stages, key=lambda stage: stage.start))
    inside = first <= today < last
    x = round((today - first).days * scale, 1) if inside else 0
    return Timeline(
        bars=bars,
        ends=month(last - timedelta(days=1)),
        words="; ".join(f"{bar.name}: {bar.dates}" for bar in bars),
        today_x=max(x, 1) if inside else 0,
        today_words=gettext("today %(day)s") % {"day": date_format(today, pgettext("date format", "j M"))},
        today_anchor="start" if x < WIDTH * 0.06 else "end" if x > WIDTH * 0.94 else "middle",
    )


def _bar(stage: Stage, first: date, scale: float, today: date) -> Bar:
    x = (stage.start - first).days * scale
    width = ((stage.end - stage.start).days + 1) * scale - 3  # a gap of paper between two stages
    state = "past" if stage.end < today else "ahead" if stage.start > today else "now"
    return Bar(
        name=stage.name,
        label=fit(stage.name, width),
        x=round(x, 1),
        width=round(max(width, 2), 1),
        begins=month(stage.start),
        dates=f"{month(stage.start)} – {month(stage.end)}",
        state=state,
    )


def fit(words: str, width: float) -> str:
    """The words cut to a width in user units, with an ellipsis where something is left out."""
    used = 0.0
    for index, character in enumerate(words):
        used += EM if ord(character) > 0x2E7F else EM * 0.56
        if used > width:
            return words[: max(index - 1, 1)] + "…"
    return words


def month(day: date) -> str:
    """A month in short figures, the same in both languages."""
    return f"{day.year}-{day.month:02d}"
