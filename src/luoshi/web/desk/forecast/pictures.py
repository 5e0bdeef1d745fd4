"""The pictures of a forecast: gauge, distribution, what the gaps would bring, and how it went from time to time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from luoshi.assessment.queries.forecasting import ForecastSheet
from luoshi.assessment.rules.forecast.outlook import Forecast
from luoshi.render.charts import distribution, gauge, waterfall
from luoshi.render.charts.distribution import Distribution, DistributionWords
from luoshi.render.charts.drawing import Chart
from luoshi.render.charts.gauge import Gauge, GaugeWords
from luoshi.render.charts.waterfall import Change, Level, Waterfall, WaterfallWords

MOST_NAMED = 24  # characters of a row's name


def provable(sheet: ForecastSheet) -> Chart:
    """What can be proved against the threshold; the band and the median for the office alone."""
    made, points = sheet.made, sheet.points
    words = GaugeWords(
        title=gettext("What can be proved"),
        provable=gettext("Can be proved"),
        threshold=gettext("Threshold"),
        total=gettext("All points"),
        unknown=gettext("unknown"),
        what=gettext("What"),
        points=gettext("Points"),
        band=gettext("nine times in ten") if made else "",
        median=gettext("median") if made else "",
        short=gettext("short by"),
        over=gettext("above by"),
    )
    return gauge.chart(
        Gauge(
            total=points.total,
            provable=points.proved if points.marked else None,
            threshold=points.threshold,
            words=words,
            band=made.band if made else None,
            median=made.median if made else None,
        )
    )


def likely(made: Forecast) -> Chart:
    """How likely each total is; for the office alone."""
    words = DistributionWords(
        title=gettext("How likely each total is"),
        threshold=gettext("Threshold"),
        at_least=gettext("this or more"),
        total=gettext("Points"),
        chance=gettext("Chance"),
        or_more=gettext("this or more"),
        bin=gettext("Each pillar holds {width} points."),
        none=gettext("Nothing can be told yet"),
        band=gettext("nine times in ten"),
    )
    return distribution.chart(Distribution(made.spread, words, made.state.threshold, made.band))


def missing(sheet: ForecastSheet) -> Chart | None:
    """What each gap adds to what can be proved, by row; None where there is no gap."""
    gains: dict[str, Decimal] = {}
    for line in sheet.gaps:
        name = f"{line.row_code} {line.row_title}"
        gains[name] = gains.get(name, Decimal(0)) + line.gain
    if not gains:
        return None
    order = sorted(gains.items(), key=lambda pair: -pair[1])
    return waterfall.chart(
        Waterfall(
            first=Level(gettext("Can be proved"), sheet.points.proved),
            changes=[Change(_short(name), gain) for name, gain in order],
            words=_words(gettext("What the gaps would bring"), gettext("Row")),
            last=Level(gettext("With every gap secured"), sheet.points.most),
            aim=_aim(sheet),
        )
    )


def course(sheet: ForecastSheet) -> Chart | None:
    """What could be proved each time a forecast was kept; None until there are two."""
    if len(sheet.kept) < 2:
        return None
    days = [(on, Decimal(proved)) for on, proved in sheet.kept]
    (first, start), (last, end) = days[0], days[-1]
    changes = [Change(_day(on), proved - before) for (on, proved), (_on, before) in zip(days[1:], days, strict=False)]
    return waterfall.chart(
        Waterfall(
            first=Level(_day(first), start),
            changes=changes,
            words=_words(gettext("From forecast to forecast"), gettext("Day")),
            last=Level(gettext("Kept last, %(day)s") % {"day": _day(last)}, end),
            aim=_aim(sheet),
        ),
        key="course",
    )


def _aim(sheet: ForecastSheet) -> Level | None:
    threshold = sheet.points.threshold
    return None if threshold is None else Level(gettext("Threshold"), threshold)


def _words(title: str, what: str) -> WaterfallWords:
    return WaterfallWords(
        title=title,
        what=what,
        change=gettext("Change"),
        level=gettext("Points until then"),
        unknown=gettext("unknown"),
        rest=gettext("{n} more"),
        rest_unknown=gettext("{n} more, unknown"),
        difference=gettext("Beyond what rows allow"),
    )


def _short(name: str) -> str:
    return name if len(name) <= MOST_NAMED else f"{name[: MOST_NAMED - 1]}…"


def _day(on: date) -> str:
    return date_format(on, pgettext("date format", "j F Y"))
