"""What the charts draw, say and leave out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import cast
from luoshi.render.charts import distribution, gauge, heatmap, waterfall
from luoshi.render.charts.distribution import Distribution
from luoshi.render.charts.drawing import Chart, Form, fit, width
from luoshi.render.charts.figures import number, percent
from luoshi.render.charts.gauge import Gauge
from luoshi.render.charts.waterfall import Change, Level, Waterfall

LARGEST = 20_000  # bytes of a drawing
numbers = st.one_of(
    st.none(),
    st.decimals(-1000, 10_000, places=2),
    st.floats(-1e6, 1e6),
    st.sampled_from([0, 100, float("nan"), float("inf"), Decimal("NaN")]),
)
names = st.text(max_size=40)


def drawings(chart: Chart) -> list[str]:
    return [chart.svg, chart.narrow]


def every_chart() -> list[Chart]:
    return [
        gauge.chart(cast.gauge(), "a"),
        distribution.chart(cast.thousand(), "b"),
        waterfall.chart(cast.waterfall(Decimal(-3), None, last=97), "c"),
    ]


def every_paper() -> list[str]:
    fall = cast.waterfall(Decimal(-3), None, last=97)
    return [gauge.paper(cast.gauge()), waterfall.paper(fall), *heatmap.papers(cast.heatmap(1, 0, None, -0.5, rows=3))]


def assert_in_order(svg: str) -> None:
    """Well formed, small, and nothing outside its view box."""
    wide, high = cast.box(svg)
    assert all(-0.1 <= x <= wide + 0.1 and -0.1 <= y <= high + 0.1 for x, y in cast.places(svg))
    assert len(svg.encode()) < LARGEST


# --- What holds for all of them ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("svg", [svg for chart in every_chart() for svg in drawings(chart)] + every_paper())
def test_a_drawing_is_a_picture_with_a_title_and_a_description(svg: str) -> None:
    root = cast.read(svg)
    told = {child.get("id"): child.text for child in root if child.tag in ("title", "desc")}
    assert root.get("role") == "img"
    assert (root.get("aria-labelledby") or "").split() == list(told)
    assert all(told.values())


def test_no_two_drawings_of_a_page_share_a_name() -> None:
    ids = [element.get("id") for chart in every_chart() for svg in drawings(chart) for element in cast.read(svg)]
    named = [name for name in ids if name]
    assert len(set(named)) == len(named) == 12


@pytest.mark.parametrize("svg", [svg for chart in every_chart() for svg in drawings(chart)] + every_paper())
def test_a_drawing_holds_neither_styles_nor_scripts(svg: str) -> None:
    for element in cast.read(svg).iter():
        assert element.tag not in ("style", "script", "foreignObject")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("svg", every_paper())
def test_a_paper_s_drawing_needs_no_style_sheet(svg: str) -> None:
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" width=')
    assert not [element for element in cast.read(svg).iter() if element.get("class")]


def test_names_from_a_file_stay_text() -> None:
    fall = Waterfall(Level('</text><script x="1">', 100), [Change("<b>&\x00", -1)], cast.FALL)
    for svg in drawings(waterfall.chart(fall, 'k"><i')):
        assert '</text><script x="1">' in cast.texts(svg)
        assert "<b>&" in cast.texts(svg)


def test_a_long_name_is_cut_and_told_whole() -> None:
    name = "农村厕所改造进度和长效管护机制落实情况（含已改户后续维护）"
    svg = waterfall.chart(Waterfall(Level("满分", 100), [Change(name, -1)], cast.FALL)).svg
    assert name in cast.texts(svg)
    assert f"{name}</text>" not in svg


@given(st.text(max_size=60), st.floats(12, 400))
def test_a_cut_text_fits(text: str, room: float) -> None:
    assert width(fit(text, room, 12), 12) <= max(room, 12)


@pytest.mark.parametrize(
    ("value", "text"), [(Decimal("87.40"), "87.4"), (-2.6, "−2.6"), (100, "100"), (-0.001, "0"), (0.125, "0.12")]
)
def test_points_have_no_needless_zeros(value: Decimal | float, text: str) -> None:
    assert number(value) == text


def test_what_is_possible_is_never_said_to_be_impossible_or_certain() -> None:
    assert [percent(chance) for chance in (0.0, 0.0001, 0.31, 0.9999, 1.0)] == [
        "0 %",
        "<0.1 %",
        "31 %",
        ">99.9 %",
        "100 %",
    ]


# --- Gauge ------------------------------------------------------------------------------------------------------------


def test_the_gauge_says_what_can_be_proved_and_what_is_lacking() -> None:
    for svg in drawings(gauge.chart(cast.gauge())):
        assert {"可证 87.4；差 2.6", "达标线 90", "中位：88.1；5–95% 区间：80–92"} <= set(cast.texts(svg))


def test_the_gauge_begins_at_zero() -> None:
    svg = gauge.chart(cast.gauge(provable=50)).svg
    track, bar = cast.read(svg).findall("rect")
    assert (bar.get("x"), float(bar.get("width", ""))) == (track.get("x"), float(track.get("width", "")) / 2)


def test_the_table_behind_the_gauge_tells_its_numbers() -> None:
    chart = gauge.chart(cast.gauge())
    assert chart.rows == (
        ("可证", "87.4"),
        ("达标线", "90"),
        ("差", "2.6"),
        ("中位", "88.1"),
        ("5–95% 区间", "80–92"),
        ("满分", "100"),
    )
    assert all(value in chart.description and name in chart.description for name, value in chart.rows)


def test_an_unknown_score_is_not_drawn_as_zero() -> None:
    unknown, zero = (gauge.chart(cast.gauge(provable=value)) for value in (None, 0))
    assert "chart-bar" not in cast.kinds(unknown.svg)
    assert "chart-bar" in cast.kinds(zero.svg)
    assert (unknown.rows[0], zero.rows[0]) == (("可证", "未知"), ("可证", "0"))


def test_an_unknown_threshold_has_a_word_and_no_line() -> None:
    svg = gauge.chart(cast.gauge(threshold=None)).svg
    assert "达标线：未知" in cast.texts(svg)
    assert "chart-aim" not in cast.kinds(svg)


def test_a_penalty_is_drawn_from_zero_to_the_left() -> None:
    bar = cast.read(gauge.chart(cast.gauge(provable=-20)).svg).findall("rect")[1]
    track = cast.read(gauge.chart(cast.gauge(provable=-20)).svg).findall("rect")[0]
    assert bar.get("x") == track.get("x")
    assert "0" in cast.texts(gauge.chart(cast.gauge(provable=-20)).svg)


@given(numbers, numbers, numbers, numbers, st.one_of(st.none(), st.tuples(st.floats(-50, 200), st.floats(-50, 200))))
def test_any_gauge_can_be_drawn(total: float, provable: float, threshold: float, median: float, band: None) -> None:
    value = Gauge(total, provable, threshold, cast.GAUGE, band, median)
    for svg in [*drawings(gauge.chart(value)), gauge.paper(value)]:
        assert_in_order(svg)


# --- Distribution -----------------------------------------------------------------------------------------------------


def test_the_pillars_from_the_threshold_on_are_dark() -> None:
    chart = distribution.chart(cast.distribution((85, 0.5), (90, 0.3), (95, 0.2)))
    assert [kind for kind in cast.kinds(chart.svg) if kind in ("chart-below", "chart-gain")] == [
        "chart-below",
        "chart-gain",
        "chart-gain",
    ]
    assert "达标线 90；达到的可能 50 %" in cast.texts(chart.svg)


def test_pillars_are_as_high_as_their_chance() -> None:
    chart = distribution.chart(cast.distribution((85, 0.5), (90, 0.25)))
    heights = [float(pillar.get("height", "")) for pillar in cast.read(chart.svg).findall("rect")]
    assert heights == [120.0, 60.0]


def test_the_table_behind_a_distribution_tells_each_chance_and_what_is_reached_at_least() -> None:
    chart = distribution.chart(cast.distribution((90, 0.3), (85, 0.4), (95, 0.2), (85, 0.1)))
    assert chart.rows == (("85", "50 %", "100 %"), ("90", "30 %", "50 %"), ("95", "20 %", "20 %"))
    assert chart.note == ""


def test_a_thousand_outcomes_are_put_together_and_the_note_says_how() -> None:
    chart = distribution.chart(cast.thousand())
    assert len(chart.rows) < 60
    assert chart.note == "每根柱子合并 0.4 分"
    assert any(row[0].startswith("90–") for row in chart.rows)  # a pillar begins at the threshold
    assert all(len(svg.encode()) < LARGEST / 2 for svg in drawings(chart))


def test_tails_that_are_hardly_possible_stand_in_the_table_only() -> None:
    chart = distribution.chart(cast.thousand())
    assert chart.rows[0][0].startswith("<")
    assert chart.rows[0][1:] == ("<0.1 %", "100 %")
    assert chart.rows[0][0] not in chart.svg


def test_nothing_to_draw_is_said_rather_than_drawn_empty() -> None:
    chart = distribution.chart(cast.distribution())
    assert (chart.rows, chart.description) == ((), "还没有可算的缺口")
    assert "还没有可算的缺口" in cast.texts(chart.svg)


def test_chances_have_no_drawing_for_papers() -> None:
    assert not hasattr(distribution, "paper")


@settings(max_examples=60)
@given(st.lists(st.tuples(numbers.filter(lambda n: n is not None), st.floats(0, 1)), max_size=200), numbers)
def test_any_distribution_can_be_drawn(outcomes: list[tuple[float, float]], threshold: float) -> None:
    chart = distribution.chart(Distribution(outcomes, cast.SPREAD, threshold, (10, 20)))
    for svg in drawings(chart):
        assert_in_order(svg)
    assert len(chart.rows) <= 62


@pytest.mark.parametrize("step", [1, 3, 7])
def test_however_outcomes_are_put_together_no_chance_is_lost(step: int) -> None:
    totals = [Decimal(tenth) / 10 for tenth in range(0, 1000, step)]
    chart = distribution.chart(cast.distribution(*((total, 1 / len(totals)) for total in totals)))
    reached = percent(sum(1 / len(totals) for total in totals if total >= 90))
    assert chart.rows[0][2] == "100 %"
    assert [row[2] for row in chart.rows if row[0].startswith("90–")] == [reached]


# --- Waterfall --------------------------------------------------------------------------------------------------------


def test_the_table_behind_a_waterfall_leads_from_the_first_level_to_the_last() -> None:
    chart = waterfall.chart(cast.waterfall(Decimal("-3.2"), None, Decimal("0.5"), last=Decimal("97.3")))
    assert [row[1:] for row in chart.rows] == [
        ("", "100"),
        ("−3.2", "96.8"),
        ("未知", "96.8"),
        ("+0.5", "97.3"),
        ("", "97.3"),
    ]
    assert chart.links == ("", "/rows/0/", "/rows/1/", "/rows/2/", "")


def test_what_the_rows_leave_open_is_a_line_of_its_own() -> None:
    chart = waterfall.chart(cast.waterfall(Decimal(-3), last=Decimal(90)))
    assert ("未说明的差额", "−7", "90") in chart.rows
    assert "未说明的差额" in cast.texts(chart.svg)


def test_an_unknown_change_is_drawn_apart_from_no_change() -> None:
    unknown, none = (waterfall.chart(cast.waterfall(value, last=100)).svg for value in (None, 0))
    assert "chart-unknown" in cast.kinds(unknown)
    assert "chart-unknown" not in cast.kinds(none)


def test_levels_far_above_zero_are_points_and_near_it_bars() -> None:
    high, low = (waterfall.chart(cast.waterfall(last=value)).svg for value in (90, 10))
    assert ("chart-bar-point" in cast.kinds(high), "chart-bar" in cast.kinds(high)) == (True, False)
    assert ("chart-bar-point" in cast.kinds(low), "0" in cast.texts(low)) == (False, True)


def test_of_a_hundred_rows_the_smallest_are_drawn_together_and_all_stand_in_the_table() -> None:
    points = [Decimal(-index) / 100 if index % 10 else None for index in range(100)]
    chart = waterfall.chart(cast.waterfall(*points, last=None))
    assert len(chart.rows) == 102
    assert {"其余 78 行", "99. 农村厕所改造", "30. 农村厕所改造"} <= set(cast.texts(chart.svg))
    assert len(cast.texts(chart.svg)) < 2 * 30


def test_a_waterfall_of_nothing_but_its_level_is_drawn() -> None:
    assert_in_order(waterfall.chart(cast.waterfall()).svg)


@settings(max_examples=60)
@given(numbers, st.lists(st.builds(Change, names, numbers), max_size=60), numbers, numbers)
def test_any_waterfall_can_be_drawn(first: float, changes: list[Change], last: float, aim: float) -> None:
    value = Waterfall(Level("满分", first), changes, cast.FALL, Level("可证", last), Level("达标线", aim))
    chart = waterfall.chart(value)
    for svg in [*drawings(chart), waterfall.paper(value)]:
        assert_in_order(svg)
    assert {row[0] for row in chart.rows} >= {change.name for change in changes}


# --- Heat map ---------------------------------------------------------------------------------------------------------


def test_a_cell_says_its_value_and_the_shade_only_repeats_it() -> None:
    table = heatmap.chart(cast.heatmap(0, 0.2, 0.21, 1, 1.5, -0.1, None))
    cells = table.rows[0].cells
    assert [cell.level for cell in cells] == ["0", "1", "2", "5", "5", "minus", "unknown"]
    assert [cell.text for cell in cells] == ["0", "0.2", "0.21", "1", "1.5", "-0.1", "未知"]


def test_a_round_without_a_mark_is_unknown() -> None:
    table = heatmap.chart(heatmap.HeatMap(("自查", "复核"), [heatmap.HeatRow("1", "政务公开")], cast.HEAT))
    assert [(cell.level, cell.text) for cell in table.rows[0].cells] == [("unknown", "未知")] * 2


def test_a_hundred_rows_are_drawn_on_three_papers() -> None:
    papers = heatmap.papers(cast.heatmap(1, 0.5, rows=100))
    assert [len([text for text in cast.texts(svg) if "政务公开" in text]) for svg in papers] == [40, 40, 20]
    assert all("第0轮" in cast.texts(svg) for svg in papers)


def test_names_give_way_before_values_are_cut() -> None:
    cells = tuple(heatmap.HeatCell(0.8, "12.25 / 15") for _ in range(5))
    value = heatmap.HeatMap(("自查",) * 5, [heatmap.HeatRow("1", "农村厕所改造" * 6, cells)], cast.HEAT)
    assert heatmap.papers(value)[0].count(">12.25 / 15</text>") == 5


@given(st.lists(numbers, max_size=6), st.integers(0, 3))
def test_any_heat_map_can_be_drawn(shares: list[float], rows: int) -> None:
    for svg in heatmap.papers(cast.heatmap(*shares, rows=rows)):
        assert_in_order(svg)


def test_text_on_a_phone_is_never_under_eleven_pixels() -> None:
    assert Form.NARROW.em * (360 - 2 * 32) / Form.NARROW.width >= 11  # within a sheet's and a page's margins
