"""What can be proved on a line from zero to all points, with the threshold and the band of what is likely."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.render.charts.drawing import LINE, Chart, Drawing, Form, Scale
from luoshi.render.charts.figures import Number, between, fact, joined, known, number

TRACK = 16.0  # user units that the bar is high


@dataclass(frozen=True, slots=True)
class GaugeWords:
    """Names of what is drawn, in the reader's language; ``unknown`` stands where a number is not known.

    What has an empty name was not asked for and is left out: ``band`` and ``median`` of a score without a forecast,
    ``short`` and ``over`` (“lacking”, “beyond”: how far it is to the threshold).
    """

    title: str
    provable: str
    threshold: str
    total: str
    unknown: str
    what: str
    points: str
    band: str = ""
    median: str = ""
    short: str = ""
    over: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    """Points; ``None`` is unknown and drawn as such. ``band`` is the 5th and the 95th of a hundred outcomes."""

    total: Number | None
    provable: Number | None
    threshold: Number | None
    words: GaugeWords
    band: tuple[Number, Number] | None = None
    median: Number | None = None


def chart(gauge: Gauge, key: str = "gauge") -> Chart:
    """What a page shows; ``key`` is the chart's own on its page."""
    rows = tuple(_rows(gauge))
    return Chart(
        key=key,
        title=gauge.words.title,
        description=_description(gauge),
        svg=_drawn(gauge, Drawing(key, Form.WIDE)),
        narrow=_drawn(gauge, Drawing(key, Form.NARROW)),
        head=(gauge.words.what, gauge.words.points),
        rows=rows,
    )


def paper(gauge: Gauge, key: str = "gauge") -> str:
    """An SVG that stands alone."""
    return _drawn(gauge, Drawing(key, Form.PAPER))


def _rows(gauge: Gauge) -> list[tuple[str, str]]:
    words = gauge.words
    rows = [(words.provable, _said(gauge.provable, gauge)), (words.threshold, _said(gauge.threshold, gauge))]
    distance = _distance(gauge)
    if distance:
        rows.append(distance)
    if words.median:
        rows.append((words.median, _said(gauge.median, gauge)))
    if words.band:
        rows.append((words.band, _band_text(gauge)))
    return [*rows, (words.total, _said(gauge.total, gauge))]


def _description(gauge: Gauge) -> str:
    return joined(fact(name, value) for name, value in _rows(gauge))


def _distance(gauge: Gauge) -> tuple[str, str] | None:
    provable, threshold = known(gauge.provable), known(gauge.threshold)
    if provable is None or threshold is None:
        return None
    word = gauge.words.short if provable < threshold else gauge.words.over
    return (word, number(abs(provable - threshold))) if word else None


def _said(value: Number | None, gauge: Gauge) -> str:
    return gauge.words.unknown if value is None or known(value) is None else number(value)


def _band(gauge: Gauge) -> tuple[float, float] | None:
    ends = [known(end) for end in gauge.band or ()]
    found = sorted(end for end in ends if end is not None)
    return (found[0], found[1]) if len(found) == 2 else None


def _band_text(gauge: Gauge) -> str:
    band = _band(gauge)
    return between(number(band[0]), number(band[1])) if band else gauge.words.unknown


def _drawn(gauge: Gauge, pen: Drawing) -> str:
    scale = _scale(gauge, pen)
    em = pen.form.em
    top = em + 11
    _track(gauge, pen, scale, top)
    below = top + TRACK + 4
    if _band(gauge) or known(gauge.median) is not None:
        _likely(gauge, pen, scale, below + 7)
        below += 16
    threshold = known(gauge.threshold)
    line = below + em + 2
    if threshold is None:
        pen.words("faint", 0, line, fact(gauge.words.threshold, gauge.words.unknown))
    else:
        pen.line("aim", scale(threshold), top - 4, scale(threshold), below)
        pen.label("aim-word", scale(threshold), line, f"{gauge.words.threshold} {number(threshold)}")
    if gauge.words.band or gauge.words.median:
        line += LINE
        band = _band(gauge)
        middle = (scale(band[0]) + scale(band[1])) / 2 if band else 0.0
        pen.label("faint", middle, line, _likely_text(gauge))
    _beyond(gauge, pen, scale, top, line + LINE)
    return pen.svg(gauge.words.title, _description(gauge))


def _scale(gauge: Gauge, pen: Drawing) -> Scale:
    """From zero to all points; further only where a penalty or a bonus leads there."""
    drawn = [gauge.total, gauge.provable, gauge.threshold, gauge.median, *(_band(gauge) or ())]
    values = [value for value in map(known, drawn) if value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    high = high if high > low else low + 1
    first = number(low)
    last = gauge.words.unknown if known(gauge.total) is None else number(high)
    left, right = (min(pen.wide(text) + 6, pen.form.width / 4) for text in (first, last))
    middle = pen.form.em + 11 + TRACK / 2 + pen.form.em * 0.36
    pen.words("faint", left - 6, middle, first, anchor="end", room=left)
    pen.words("faint", pen.form.width - right + 6, middle, last, room=right)
    return Scale(low, high, left, pen.form.width - right)


def _track(gauge: Gauge, pen: Drawing, scale: Scale, top: float) -> None:
    provable = known(gauge.provable)
    said = fact(gauge.words.provable, gauge.words.unknown)
    if provable is None:
        pen.rect("unknown", scale.left, top, scale.right - scale.left, TRACK)
        pen.words("strong", 0, pen.form.em + 1, said, room=pen.form.width)
        return
    pen.rect("unknown" if known(gauge.total) is None else "track", scale.left, top, scale.right - scale.left, TRACK)
    start, end = sorted((scale(0.0), scale(provable)))
    pen.rect("bar", start, top, max(end - start, 2.0), TRACK)
    distance = _distance(gauge)
    said = joined([f"{gauge.words.provable} {number(provable)}", " ".join(distance) if distance else ""])
    pen.label("strong", scale(provable), pen.form.em + 1, said)


def _likely(gauge: Gauge, pen: Drawing, scale: Scale, y: float) -> None:
    band, median = _band(gauge), known(gauge.median)
    if band and gauge.words.band:
        start, end = scale(band[0]), scale(band[1])
        pen.line("band", start, y, end, y)
        pen.line("band", start, y - 5, start, y + 5)
        pen.line("band", end, y - 5, end, y + 5)
    if median is not None and gauge.words.median:
        pen.diamond("point", scale(median), y)


def _likely_text(gauge: Gauge) -> str:
    words = gauge.words
    return joined(
        [
            fact(words.median, _said(gauge.median, gauge)) if words.median else "",
            fact(words.band, _band_text(gauge)) if words.band else "",
        ]
    )


def _beyond(gauge: Gauge, pen: Drawing, scale: Scale, top: float, line: float) -> None:
    """Where the line begins under zero or ends above all points: where these two are."""
    total = known(gauge.total)
    if scale.low < 0:
        pen.line("axis", scale(0.0), top - 3, scale(0.0), top + TRACK + 3)
        pen.label("faint", scale(0.0), line, "0")
    if total is not None and total < scale.high and (scale.low == 0 or scale(total) - scale(0.0) > pen.form.width / 2):
        pen.line("axis", scale(total), top - 3, scale(total), top + TRACK + 3)
        pen.label("faint", scale(total), line, f"{gauge.words.total} {number(total)}")
