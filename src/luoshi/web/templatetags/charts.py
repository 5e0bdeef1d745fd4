"""Template tags of charts: a drawing with the table behind it, and a map that is a table."""

from __future__ import annotations

from django import template

from luoshi.render.charts.drawing import Chart
from luoshi.render.charts.heatmap import HeatTable

register = template.Library()


@register.inclusion_tag("web/parts/chart.html")
def chart(value: Chart) -> dict[str, object]:
    """A chart as a figure; the page takes charts.css into its styles."""
    return {"chart": value}


@register.inclusion_tag("web/parts/heatmap.html")
def heatmap(value: HeatTable) -> dict[str, object]:
    """Rows by rounds as a table with shades."""
    return {"table": value}
