"""The real tables import whole, and what is wrong with each is reported and nothing else.

The findings were written down by looking at the tables: sums by hand, numbers, words. ``rule-without-number`` stands
for rows whose table gives points and no rule.
"""

from __future__ import annotations

import pytest

from assessment.given import DOMAIN, needs_tables
from assessment.office_tables import row, told
from luoshi.assessment.reading.tables import Reading, read_framework
from luoshi.assessment.rules.framework import RowKind, leaves
from luoshi.kernel.errors import Invalid

pytestmark = needs_tables


def given(name: str) -> Reading:
    file = DOMAIN / f"indicators-{name}.csv"
    return read_framework(file.read_bytes(), file.name)


UNRULED = "rule-without-number"
KNOWN: dict[str, set[tuple[str, str]]] = {
    # rows name only ways of measuring; row 3 numbers 1) 2) 4); row 5 is cut off and has no points
    "civilization-index-gansu": {
        *((UNRULED, str(at)) for at in (1, 2, 3, 4)),
        ("number-skipped", "3"),
        ("text-missing", "5"),
        ("points-missing", "5"),
    },
    "civilization-index-national-structure": {(UNRULED, f"Ⅰ-{at}") for at in range(1, 6)},
    "compulsory-education-balance": set(),
    # rows 26, 34 and 35 say themselves that the source lacks words
    "eco-civilization-county-2016": {("text-missing", at) for at in ("26", "34", "35")},
    # row 1 lacks its sign of comparison; row 5 alone names no proof
    "green-town-2011": {("text-missing", "（1）"), ("proof-missing", "（5）")},
    # the award 奖励分 is inside the 100
    "hezhang-patrol-shicheng": {("bonus-in-base", "V6")},
    "hezhang-township-shicheng-2018": {
        *((UNRULED, at) for at in ("T01", "T02", "T03", "T04", "T07", "T08", "T14")),
        ("rewards-traces", "T05"),  # app use and diaries
        ("word-twice", "T13"),  # 协助协助
        ("sum-and-deduction", "T17"),
        ("sum-differs", "T18"),  # 1+1, row says 3
        ("perverse", "T20"),  # 年内无案例不得分
        ("rewards-traces", "T5"),  # counts of news items
        ("number-twice", "T5"),  # T05 is there
        ("number-twice", "T6"),
        ("points-beside-whole", "T6"),  # 奖扣分项目（7分）, although the rest makes 100
    },
    "hygienic-county-2021": set(),
    "neac-county-skeleton": {("no-points", "")},
    "soil-water-conservation": {("text-missing", str(at)) for at in range(1, 7)},
    "town-assessment-is0817": set(),
    # 6+5+2.5+2.5 is 16, the heading says 15; three rows name only states of mind
    "unity-unit-legacy": {
        ("sum-differs", "§4"),
        ("nothing-proves", "B.3"),
        ("nothing-proves", "B.4"),
        ("nothing-proves", "D.2"),
    },
    "water-resource-targets-2017": {("text-missing", "3")},
    "water-saving-city-ningbo-2007": {("text-missing", "12")},
    "water-saving-county-goals-ningxia": set(),
}
ROWS = {
    "civilization-index-gansu": 5, "civilization-index-national-structure": 5, "compulsory-education-balance": 32,
    "eco-civilization-county-2016": 16, "green-town-2011": 5, "hezhang-patrol-shicheng": 7,
    "hezhang-township-shicheng-2018": 25, "hygienic-county-2021": 6, "neac-county-skeleton": 7,
    "soil-water-conservation": 6, "town-assessment-is0817": 5, "unity-unit-legacy": 16,
    "water-resource-targets-2017": 4, "water-saving-city-ningbo-2007": 4, "water-saving-county-goals-ningxia": 25,
}  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_its_known_defects_are_reported_and_nothing_else(name: str) -> None:
    assert set(told(given(name))) == KNOWN[name]


@pytest.mark.parametrize("name", ROWS)
def test_every_row_is_there(name: str) -> None:
    reading = given(name)
    assert len({place.line for place in reading.places.values()}) == ROWS[name]


def test_every_given_table_was_looked_at() -> None:
    there = {file.stem.removeprefix("indicators-") for file in DOMAIN.glob("indicators-*.csv")} - {"manifest"}
    assert there - set(KNOWN) == set()


def test_a_list_of_tables_is_no_table_of_indicators() -> None:
    with pytest.raises(Invalid):
        given("manifest")


def test_the_township_table_comes_to_its_hundred_without_awards() -> None:
    framework = given("hezhang-township-shicheng-2018").framework
    assert sum(group.points or 0 for group in framework.rows if group.kind is RowKind.BASE) == 100
    assert [group.points for group in framework.rows][:5] == [31, 2, 15, 45, 7]


def test_the_skeleton_has_its_total_and_pass_mark_and_no_points() -> None:
    framework = given("neac-county-skeleton").framework
    assert (framework.total, framework.pass_mark and framework.pass_mark.points) == (100, 90)
    assert all(leaf.points is None for leaf in leaves(framework.rows))


def test_the_joined_names_of_scoring_offices_are_told_apart() -> None:
    assert row(given("hezhang-township-shicheng-2018"), "T06").scored_by == ("县委宣传部", "县教育局", "县河长办")
