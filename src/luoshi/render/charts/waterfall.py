"""From one level to another, row by row: what is missing, or what would bring the points up to the threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from luoshi.render.charts.drawing import LINE, Chart, Drawing, Form, Scale
from luoshi.render.charts.figures import Number, fact, joined, known, nice, number

MOST = 24  # changes that are drawn one by one; the table has all of them
BAR = 12.0  # user units that a bar is high


@dataclass(frozen=True, slots=True)
class WaterfallWords:
    """Names of what is drawn. ``rest`` and ``rest_unknown`` have a place ``{n}`` for how many rows were put together.

    ``difference`` names what the rows leave open between the first level and the last.
    """

    title: str
    what: str
    change: str
    level: str
    unknown: str
    rest: str
    rest_unknown: str
    difference: str


@dataclass(frozen=True, slots=True)
class Level:
    """A level in points: all points, what can be proved, the threshold."""

    name: str
    points: Number | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a row adds to a level, negative where it takes away, ``None`` where nobody knows.

    ``link`` is for the table.
    """

    name: str
    points: Number | None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Changes in the order of their telling; ``aim`` is a line through all of them."""

    first: Level
    changes: Sequence[Change]
    words: WaterfallWords
    last: Level | None = None
    aim: Level | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """A line of the picture: from where to where; ``end`` alone for a level."""

    name: str
    end: float | None
    start: float | None = None
    change: str = ""
    link: str = ""


def chart(waterfall: Waterfall, key: str = "waterfall") -> Chart:
    """What a page shows. Of more than 24 rows the picture puts the smallest together; the table has them all."""
    words = waterfall.words
    steps = _steps(waterfall, waterfall.changes)
    return Chart(
        key=key,
        title=words.title,
        description=_description(waterfall),
        svg=_drawn(waterfall, Drawing(key, Form.WIDE)),
        narrow=_drawn(waterfall, Drawing(key, Form.NARROW)),
        head=(words.what, words.change, words.level),
        rows=tuple((step.name, step.change, _level_text(step.end, waterfall)) for step in steps),
        links=tuple(step.link for step in steps),
    )


def paper(waterfall: Waterfall, key: str = "waterfall") -> str:
    """An SVG that stands alone."""
    return _drawn(waterfall, Drawing(key, Form.PAPER))


def _level_text(value: float | None, waterfall: Waterfall) -> str:
    return waterfall.words.unknown if value is None else number(value)


def _description(waterfall: Waterfall) -> str:
    steps = _steps(waterfall, _drawn_changes(waterfall))
    told = [fact(step.name, step.change or _level_text(step.end, waterfall)) for step in steps]
    aim = waterfall.aim
    return joined([*told, fact(aim.name, _level_text(known(aim.points), waterfall)) if aim else ""])


def _steps(waterfall: Waterfall, changes: Sequence[Change]) -> list[_Step]:
    """The levels and changes in order. A change that nobody knows leaves the level where it was."""
    words = waterfall.words
    at = known(waterfall.first.points)
    steps = [_Step(waterfall.first.name, at)]
    for change in changes:
        points = known(change.points)
        to = at if at is None or points is None else at + points
        said = words.unknown if points is None else number(points, signed=True)
        steps.append(_Step(change.name, to, None if points is None else at, said, change.link))
        at = to
    if waterfall.last:
        end = known(waterfall.last.points)
        if end is not None and at is not None and abs(end - at) >= 0.005:
            steps.append(_Step(words.difference, end, at, number(end - at, signed=True)))
        steps.append(_Step(waterfall.last.name, end))
    return steps


def _drawn_changes(waterfall: Waterfall) -> list[Change]:
    """The changes that have a line of their own, and behind them the others together: known and unknown apart."""
    changes = list(waterfall.changes)
    if len(changes) <= MOST:
        return changes
    sizes = {index: known(change.points) for index, change in enumerate(changes)}
    told = sorted((i for i, size in sizes.items() if size is not None), key=lambda i: -abs(sizes[i] or 0.0))
    open_ = [index for index, size in sizes.items() if size is None]
    room = max(MOST - 2 - len(open_), (MOST - 2) // 2)
    shown = {*told[:room], *open_[: MOST - 2 - min(room, len(told))]}
    kept = [change for index, change in enumerate(changes) if index in shown]
    rest = [sizes[index] or 0.0 for index in told if index not in shown]
    unknown = len([index for index in open_ if index not in shown])
    if rest:
        kept.append(Change(waterfall.words.rest.replace("{n}", str(len(rest))), sum(rest)))
    if unknown:
        kept.append(Change(waterfall.words.rest_unknown.replace("{n}", str(unknown)), None))
    return kept


def _drawn(waterfall: Waterfall, pen: Drawing) -> str:
    steps = _steps(waterfall, _drawn_changes(waterfall))
    narrow = pen.form is Form.NARROW
    scale, from_zero = _scale(waterfall, steps, pen)
    aim = known(waterfall.aim.points) if waterfall.aim else None
    top = 2.0 if aim is None else pen.form.em + 10
    height = 2 * LINE + 2 if narrow else LINE + 6
    for index, step in enumerate(steps):
        y = top + index * height
        middle = y + (LINE + BAR / 2 + 2 if narrow else height / 2)
        _names(waterfall, pen, step, scale, middle)
        _bar(pen, step, scale, middle, from_zero=from_zero)
        if aim is not None and narrow:  # never through a name
            pen.line("aim", scale(aim), middle - BAR / 2 - 2, scale(aim), middle + BAR / 2 + 2)
        if not narrow and index + 1 < len(steps) and step.end is not None:
            pen.line("guide", scale(step.end), middle + BAR / 2, scale(step.end), middle + height - BAR / 2)
    bottom = top + len(steps) * height
    if aim is not None and not narrow:
        pen.line("aim", scale(aim), top - 5, scale(aim), bottom)
    _ends(pen, scale, bottom)
    if waterfall.aim and aim is not None:
        pen.label("aim-word", scale(aim), pen.form.em + 1, f"{waterfall.aim.name} {number(aim)}")
    return pen.svg(waterfall.words.title, _description(waterfall))


def _scale(waterfall: Waterfall, steps: Sequence[_Step], pen: Drawing) -> tuple[Scale, bool]:
    """Where levels stand, and whether the line begins at zero.

    Where all levels lie far above zero the line begins near the lowest, so that small changes can be seen; levels are
    then points, not bars, for the length of a bar would say too little. A change's length is true in both.
    """
    values = [value for step in steps for value in (step.end, step.start) if value is not None]
    aim = known(waterfall.aim.points) if waterfall.aim else None
    values += [aim] if aim is not None else []
    low, high = min(values, default=0.0), max(values, default=1.0)
    from_zero = low <= high * 0.4
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    else:
        step = nice((high - low) / 8) if high - low > 0.01 else 1.0
        low, high = max(floor(low / step - 0.2), 0) * step, ceil(high / step + 0.2) * step
    high = high if high > low else low + 1
    left = 8.0 if pen.form is Form.NARROW else pen.form.width * 0.38
    right = pen.form.width - (8.0 if pen.form is Form.NARROW else 5 * pen.form.em)
    return Scale(low, high, left, right), from_zero


def _names(waterfall: Waterfall, pen: Drawing, step: _Step, scale: Scale, middle: float) -> None:
    """The name before the bar and its figure behind it; on a phone both above it."""
    said = step.change or _level_text(step.end, waterfall)
    kind = "" if step.change else "strong"
    figure = "faint" if said == waterfall.words.unknown else kind
    room = pen.wide(said)
    if pen.form is Form.NARROW:
        y = middle - BAR / 2 - 5
        pen.words(kind, 0, y, step.name, room=pen.form.width - room - 8)
        pen.words(figure, pen.form.width, y, said, anchor="end", room=pen.form.width / 2)
        return
    y = middle + pen.form.em * 0.36
    pen.words(kind, 0, y, step.name, room=scale.left - 12)
    pen.words(figure, pen.form.width, y, said, anchor="end", room=5 * pen.form.em - 6)


def _bar(pen: Drawing, step: _Step, scale: Scale, middle: float, *, from_zero: bool) -> None:
    y = middle - BAR / 2
    if step.end is None or (step.change and step.start is None):  # unknown: no length, and not a zero either
        x = scale.left if step.end is None else min(scale(step.end), scale.right - BAR)
        pen.rect("unknown", x, y, BAR, BAR)
    elif step.start is not None:
        start, end = sorted((scale(step.start), scale(step.end)))
        kind = "lack" if step.end < step.start else "more" if step.end > step.start else "bar"
        pen.rect(kind, start, y, max(end - start, 1.0), BAR)
    elif from_zero:
        start, end = sorted((scale(0.0), scale(step.end)))
        pen.rect("bar", start, y, max(end - start, 2.0), BAR)
    else:
        pen.diamond("bar-point", scale(step.end), middle, BAR / 2)


def _ends(pen: Drawing, scale: Scale, bottom: float) -> None:
    """The line beneath, with the numbers where it begins and ends."""
    pen.line("axis", scale.left, bottom, scale.right, bottom)
    y = bottom + pen.form.em + 4
    half = (scale.right - scale.left) / 2
    pen.label("faint", scale.left, y, number(scale.low), ends=(0.0, scale.left + half))
    pen.label("faint", scale.right, y, number(scale.high), ends=(scale.right - half, pen.form.width))
