"""How a page includes a chart."""

from __future__ import annotations

from decimal import Decimal

from django.template import engines
from lxml import html

from charts import cast
from luoshi.render.charts import gauge, heatmap, waterfall
from luoshi.render.charts.drawing import Chart
from luoshi.render.charts.heatmap import HeatTable


def shown(tag: str, value: Chart | HeatTable) -> html.HtmlElement:
    template = engines["django"].from_string(f"{{% load charts %}}{{% {tag} value %}}")
    return html.fromstring(template.render({"value": value}))


def test_a_chart_stands_in_a_figure_with_its_table_behind_it() -> None:
    figure = shown("chart", gauge.chart(cast.gauge()))
    assert figure.findtext("figcaption") == "6月30日前可证得分"
    assert len(figure.findall(".//svg")) == 2
    assert [cell.text for cell in figure.findall("details//td")] == ["87.4", "90", "2.6", "88.1", "80–92", "100"]


def test_a_row_behind_a_chart_leads_to_what_it_is_about() -> None:
    figure = shown("chart", waterfall.chart(cast.waterfall(Decimal(-3), last=97)))
    assert [link.get("href") for link in figure.findall(".//a")] == ["/rows/0/"]


def test_a_heat_map_is_a_table_with_headings_for_rows_and_rounds() -> None:
    part = shown("heatmap", heatmap.chart(cast.heatmap(1, None)))
    assert [head.get("scope") for head in part.findall(".//th")] == ["col", "col", "col", "row"]
    assert [(cell.get("class"), cell.text) for cell in part.findall(".//td")] == [
        ("heat-5", "1"),
        ("heat-unknown", "未知"),
    ]
    assert part.find(".//td").get("title") == "现场看过"


def test_a_part_holds_no_style() -> None:
    for part in (shown("chart", gauge.chart(cast.gauge())), shown("heatmap", heatmap.chart(cast.heatmap(1)))):
        assert not part.findall(".//*[@style]")
