"""The words of the charts, as a page of the office would give them, and readers of what was drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from luoshi.render.charts.distribution import Distribution, DistributionWords
from luoshi.render.charts.figures import Number
from luoshi.render.charts.gauge import Gauge, GaugeWords
from luoshi.render.charts.heatmap import HeatCell, HeatMap, HeatRow, HeatWords
from luoshi.render.charts.waterfall import Change, Level, Waterfall, WaterfallWords

SVG = "{http://www.w3.org/2000/svg}"
PLACE = re.compile(r"-?\d+(?:\.\d+)?")

GAUGE = GaugeWords(
    title="6月30日前可证得分",
    provable="可证",
    threshold="达标线",
    total="满分",
    unknown="未知",
    what="项目",
    points="分",
    band="5–95% 区间",
    median="中位",
    short="差",
    over="超出",
)
SPREAD = DistributionWords(
    title="总分的分布",
    threshold="达标线",
    at_least="达到的可能",
    total="总分",
    chance="可能",
    or_more="这么多或更多",
    bin="每根柱子合并 {width} 分",
    none="还没有可算的缺口",
    band="5–95% 区间",
)
FALL = WaterfallWords(
    title="从满分到可证",
    what="指标",
    change="增减",
    level="累计",
    unknown="未知",
    rest="其余 {n} 行",
    rest_unknown="其余 {n} 行未知",
    difference="未说明的差额",
)
HEAT = HeatWords(title="各轮得分", row="指标", unknown="未知")


def gauge(provable: Number | None = Decimal("87.4"), threshold: Number | None = Decimal(90)) -> Gauge:
    return Gauge(Decimal(100), provable, threshold, GAUGE, (Decimal(80), Decimal(92)), Decimal("88.1"))


def distribution(*outcomes: tuple[Number, float]) -> Distribution:
    return Distribution(outcomes, SPREAD, Decimal(90), (Decimal(82), Decimal("92.6")))


def thousand() -> Distribution:
    """A thousand outcomes of one tenth of a point each, likeliest at 88."""
    weights = [1.0 / (1.0 + (index / 10 - 88) ** 4) for index in range(1000)]
    return distribution(*((Decimal(index) / 10, weight / sum(weights)) for index, weight in enumerate(weights)))


def waterfall(*points: Number | None, last: Number | None = None) -> Waterfall:
    changes = [Change(f"{index}. 农村厕所改造", value, f"/rows/{index}/") for index, value in enumerate(points)]
    return Waterfall(Level("满分", Decimal(100)), changes, FALL, Level("可证", last), Level("达标线", Decimal(90)))


def heatmap(*shares: Number | None, rows: int = 1) -> HeatMap:
    cells = tuple(HeatCell(share, "" if share is None else f"{share}", "现场看过") for share in shares)
    rounds = tuple(f"第{index}轮" for index in range(len(shares)))
    return HeatMap(rounds, [HeatRow(f"{row}.1", "政务公开", cells) for row in range(rows)], HEAT)


def read(svg: str) -> etree._Element:
    """The drawing as a tree without namespaces."""
    return etree.fromstring(svg.replace(' xmlns="http://www.w3.org/2000/svg"', "").encode())


def texts(svg: str) -> list[str]:
    """What is written in a drawing; a label that was cut is told whole."""
    return [label.findtext("title") or "".join(label.itertext()) for label in read(svg).iter("text")]


def kinds(svg: str) -> list[str]:
    """The classes of shapes, in the order of drawing."""
    return [str(shape.get("class")) for shape in read(svg).iter("rect", "path", "line")]


def places(svg: str) -> Iterator[tuple[float, float]]:
    """Every corner of every shape and the start of every label."""
    for shape in read(svg).iter("rect", "line", "path", "text"):
        if shape.tag == "rect":
            x, y, wide, high = (float(shape.get(name, "")) for name in ("x", "y", "width", "height"))
            yield from ((x, y), (x + wide, y + high))
        elif shape.tag == "line":
            x, y, to_x, to_y = (float(shape.get(name, "")) for name in ("x1", "y1", "x2", "y2"))
            yield from ((x, y), (to_x, to_y))
        elif shape.tag == "path":
            numbers = [float(found) for found in PLACE.findall(shape.get("d", ""))]
            yield from zip(numbers[::2], numbers[1::2], strict=True)
        else:
            yield float(shape.get("x", "")), float(shape.get("y", ""))


def box(svg: str) -> tuple[float, float]:
    """Width and height of the view box."""
    _, _, width, height = read(svg).get("viewBox", "").split()
    return float(width), float(height)
