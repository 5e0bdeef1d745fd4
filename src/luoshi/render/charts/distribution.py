"""How likely each total is: pillars from a line at zero, dark from the threshold on. Never for papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import floor, inf

from luoshi.render.charts.drawing import LINE, Chart, Drawing, Form, Scale
from luoshi.render.charts.figures import Number, between, fact, joined, known, nice, number, percent, ticks

MOST_PILLARS = 60  # more outcomes than this are put together
BINS = 48  # at most about so many then
TAIL = 0.0005  # chance at either end that then stands in the table only
PLOT = 120.0  # user units that the tallest pillar is high


@dataclass(frozen=True, slots=True)
class DistributionWords:
    """Names of what is drawn. ``bin`` tells of outcomes put together and has a place ``{width}``.

    ``at_least`` is said of the chance of the threshold or more, ``none`` where there is nothing to draw.
    """

    title: str
    threshold: str
    at_least: str
    total: str
    chance: str
    or_more: str
    bin: str
    none: str
    band: str = ""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Totals in points, each with its chance between 0 and 1; in any order, the same total may come twice."""

    outcomes: Sequence[tuple[Number, float]]
    words: DistributionWords
    threshold: Number | None = None
    band: tuple[Number, Number] | None = None


@dataclass(frozen=True, slots=True)
class _Pillar:
    """Outcomes from ``low`` to under ``high``: a single one where both are the same, a tail where one is endless."""

    low: float
    high: float
    chance: float

    @property
    def text(self) -> str:
        if self.low == -inf:
            return f"<{number(self.high)}"
        if self.high == inf:
            return f"≥{number(self.low)}"
        return number(self.low) if self.low == self.high else between(number(self.low), number(self.high))


def chart(distribution: Distribution, key: str = "distribution") -> Chart:
    """What a page shows. More than 60 outcomes are put together; how wide a pillar then is stands in the note."""
    words = distribution.words
    pillars, width = _pillars(distribution)
    table = _with_tails(distribution, pillars)
    later = _sums_from_behind([pillar.chance for pillar in table])
    return Chart(
        key=key,
        title=words.title,
        description=_description(distribution),
        svg=_drawn(distribution, pillars, Drawing(key, Form.WIDE)),
        narrow=_drawn(distribution, pillars, Drawing(key, Form.NARROW)),
        head=(words.total, words.chance, words.or_more),
        rows=tuple(
            (pillar.text, percent(pillar.chance), percent(rest)) for pillar, rest in zip(table, later, strict=True)
        ),
        note=words.bin.replace("{width}", number(width)) if width else "",
    )


def _outcomes(distribution: Distribution) -> list[tuple[float, float]]:
    """Possible outcomes in rising order, each total once."""
    found: dict[float, float] = {}
    for total, chance in distribution.outcomes:
        value, share = known(total), known(chance)
        if value is not None and share is not None and share > 0:
            value = round(value, 6)
            found[value] = found.get(value, 0.0) + share
    return sorted(found.items())


def _pillars(distribution: Distribution) -> tuple[list[_Pillar], float]:
    """What is drawn, and how many points a pillar holds; 0 where each outcome has its own.

    A pillar holds a whole number of the smallest steps between outcomes, so that none looks taller only because one
    more step falls into it; one begins at the threshold.
    """
    outcomes = _outcomes(distribution)
    if len(outcomes) <= MOST_PILLARS:
        return [_Pillar(total, total, chance) for total, chance in outcomes], 0.0
    step = _step(outcomes)
    likely = _without_tails(outcomes)
    width = step * nice(max((likely[-1][0] - likely[0][0]) / step / BINS, 1.0))
    start = known(distribution.threshold) or 0.0
    first, last = (floor((total - start) / width + 1e-6) for total, _ in (likely[0], likely[-1]))
    sums = dict.fromkeys(range(first, last + 1), 0.0)
    for total, chance in outcomes:
        index = floor((total - start) / width + 1e-6)
        if first <= index <= last:
            sums[index] += chance
    return [
        _Pillar(start + index * width, start + (index + 1) * width, chance) for index, chance in sums.items()
    ], width


def _without_tails(outcomes: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    """Outcomes without those at either end that together are hardly possible; they would make the rest too small."""
    sums = list(accumulate(chance for _, chance in outcomes))
    kept = [
        outcome
        for outcome, until in zip(outcomes, sums, strict=True)
        if until > TAIL * sums[-1] and sums[-1] - until + outcome[1] > TAIL * sums[-1]
    ]
    return kept or outcomes


def _with_tails(distribution: Distribution, pillars: Sequence[_Pillar]) -> list[_Pillar]:
    """The pillars, and what lies before and behind them as one each."""
    if not pillars or pillars[0].low == pillars[0].high:
        return list(pillars)
    low, high = pillars[0].low, pillars[-1].high
    outcomes = _outcomes(distribution)
    edge = (pillars[0].high - low) * 1e-6
    before = sum(chance for total, chance in outcomes if total < low - edge)
    behind = sum(chance for total, chance in outcomes if total >= high - edge)
    first = [_Pillar(-inf, low, before)] if before else []
    return [*first, *pillars, *([_Pillar(high, inf, behind)] if behind else [])]


def _step(outcomes: Sequence[tuple[float, float]]) -> float:
    return min(later - earlier for (earlier, _), (later, _) in pairwise(outcomes))


def _sums_from_behind(chances: Sequence[float]) -> list[float]:
    sums: list[float] = []
    rest = 0.0
    for chance in reversed(chances):
        rest += chance
        sums.append(rest)
    return sums[::-1]


def _at_least(distribution: Distribution) -> float | None:
    threshold = known(distribution.threshold)
    if threshold is None:
        return None
    return sum(chance for total, chance in _outcomes(distribution) if total >= threshold - 1e-6)


def _description(distribution: Distribution) -> str:
    words = distribution.words
    outcomes = _outcomes(distribution)
    if not outcomes:
        return words.none
    facts = [fact(words.total, between(number(outcomes[0][0]), number(outcomes[-1][0])))]
    return joined([*facts, _threshold_text(distribution), _band_text(distribution)])


def _threshold_text(distribution: Distribution) -> str:
    chance, threshold = _at_least(distribution), distribution.threshold
    if chance is None or threshold is None:
        return ""
    words = distribution.words
    return joined([f"{words.threshold} {number(threshold)}", f"{words.at_least} {percent(chance)}"])


def _band(distribution: Distribution) -> tuple[float, float] | None:
    found = sorted(end for end in map(known, distribution.band or ()) if end is not None)
    return (found[0], found[1]) if len(found) == 2 and distribution.words.band else None


def _band_text(distribution: Distribution) -> str:
    band = _band(distribution)
    return fact(distribution.words.band, between(number(band[0]), number(band[1]))) if band else ""


def _drawn(distribution: Distribution, pillars: Sequence[_Pillar], pen: Drawing) -> str:
    top = pen.form.em + 10
    base = top + PLOT
    if pillars:
        scale = _scale(distribution, pillars, pen)
        tallest = max(pillar.chance for pillar in pillars)
        _rule(pen, scale, base, tallest)
        _pillars_drawn(distribution, pillars, pen, scale, base)
        _ends(pen, scale, base)
        line = base + pen.form.em + 6
        band = _band(distribution)
        if band:
            _band_drawn(pen, scale, band, line + 10)
            line += 10 + LINE
            pen.label("faint", (scale(band[0]) + scale(band[1])) / 2, line, _band_text(distribution))
    else:
        scale = Scale(0, 1, 0, pen.form.width)
        pen.rect("unknown", 1, top, pen.form.width - 2, PLOT)
        pen.label("faint", pen.form.width / 2, top + PLOT / 2, distribution.words.none)
    threshold = known(distribution.threshold)
    if threshold is not None and pillars:
        pen.line("aim", scale(threshold), top - 6, scale(threshold), base + 4)
        pen.label("aim-word", scale(threshold), pen.form.em + 1, _threshold_text(distribution))
    return pen.svg(distribution.words.title, _description(distribution))


def _scale(distribution: Distribution, pillars: Sequence[_Pillar], pen: Drawing) -> Scale:
    """Places of totals; a place is no length, so the line need not begin at zero."""
    half = _half(pillars)
    threshold = known(distribution.threshold)
    marks = [*(_band(distribution) or ()), *([threshold] if threshold is not None else [])]
    low = min([pillars[0].low - half, *marks])
    high = max([pillars[-1].high + half, *marks])
    return Scale(low, high, 4 * pen.form.em, pen.form.width - pen.form.em)


def _half(pillars: Sequence[_Pillar]) -> float:
    """Half a step, where pillars stand on their outcomes; nothing where they fill the room between two numbers."""
    if pillars[0].low != pillars[0].high:
        return 0.0
    return min((later.low - earlier.low for earlier, later in pairwise(pillars)), default=1.0) / 2


def _rule(pen: Drawing, scale: Scale, base: float, tallest: float) -> None:
    """The line at zero, and one round height to read the pillars by."""
    pen.line("axis", scale.left, base, scale.right, base)
    height = nice(tallest / 2.6)
    if height <= tallest:
        y = base - height / tallest * PLOT
        pen.line("guide", scale.left, y, scale.right, y)
        pen.words("faint", scale.left - 6, y + 4, percent(height), anchor="end", room=scale.left - 6)
    pen.words("faint", scale.left - 6, base + 4, "0", anchor="end")


def _pillars_drawn(
    distribution: Distribution, pillars: Sequence[_Pillar], pen: Drawing, scale: Scale, base: float
) -> None:
    tallest = max(pillar.chance for pillar in pillars)
    threshold = known(distribution.threshold)
    half = _half(pillars)
    for pillar in pillars:
        if pillar.chance <= 0:
            continue
        left, right = scale(pillar.low - half), scale(pillar.high + half)
        broad = min(max((right - left) * 0.84, 1.5), 24.0)
        height = max(pillar.chance / tallest * PLOT, 0.5)
        reached = threshold is not None and pillar.low >= threshold - 1e-6
        x = min(max((left + right - broad) / 2, 0), pen.form.width - broad)
        told = f"{pillar.text} · {percent(pillar.chance)}"
        pen.rect("gain" if reached else "below", x, base - height, broad, height, told)


def _ends(pen: Drawing, scale: Scale, base: float) -> None:
    """Round totals beneath the line, as many as have room."""
    if scale.high <= scale.low:
        return
    for value in ticks(scale.low, scale.high, 7 if pen.form.width > 400 else 4):
        x = scale(value)
        pen.line("axis", x, base, x, base + 4)
        pen.label("faint", x, base + pen.form.em + 6, number(value))


def _band_drawn(pen: Drawing, scale: Scale, band: tuple[float, float], y: float) -> None:
    start, end = scale(band[0]), scale(band[1])
    pen.line("band", start, y, end, y)
    pen.line("band", start, y - 5, start, y + 5)
    pen.line("band", end, y - 5, end, y + 5)
