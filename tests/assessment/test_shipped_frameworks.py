"""The frameworks that ship: labelled, scored without error, and clean but for what is said of them."""

from __future__ import annotations

import pytest

from luoshi.assessment.rules.checking import problems
from luoshi.assessment.rules.framework import RowKind, leaves, walk
from luoshi.assessment.rules.lint import findings_of
from luoshi.assessment.templates import NAMES, demonstration_copy, templates

# the published river-chief table has these; its note says so
KNOWN = {
    "unity-county": {("no-points", "")},
    "river-chief-township": {
        *(("rule-without-number", str(at)) for at in (1, 2, 3, 4, 7, 8, 14)),
        ("rewards-traces", "5"),
        ("sum-and-deduction", "17"),
        ("sum-differs", "18"),
        ("perverse", "20"),
        ("rewards-traces", "24"),
    },
    "compulsory-education": set(),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_says_that_it_was_put_together_from_public_texts(name: str) -> None:
    framework = templates()[name]
    assert framework.label == "据公开文本整理"
    assert framework.source
    assert framework.note
    assert list(problems(framework)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_clean_but_for_what_its_source_has(name: str) -> None:
    assert {(found.code, found.row) for found in findings_of(templates()[name])} == KNOWN[name]


def test_the_plans_own_programme_has_seven_items_and_no_invented_points() -> None:
    rows = templates()["unity-county"].rows
    assert len(rows) == 7
    assert all(row.points is None for row in walk(rows))


def test_the_demonstration_has_points_that_are_labelled_as_its_own() -> None:
    framework = demonstration_copy()
    assert framework.label.startswith("演示分值")
    assert sum(row.points or 0 for row in framework.rows) == framework.total == 100
    assert list(findings_of(framework)) != []  # rows still have no rules


def test_the_river_chief_table_has_both_sides_and_comes_to_a_hundred() -> None:
    rows = templates()["river-chief-township"].rows
    assert {row.kind for row in rows} == {RowKind.BASE, RowKind.BONUS, RowKind.PENALTY}
    assert sum(row.points or 0 for row in rows if row.kind is RowKind.BASE) == 100


def test_the_education_table_is_met_or_not_met_throughout() -> None:
    rows = templates()["compulsory-education"].rows
    assert {leaf.kind for leaf in leaves(rows)} == {RowKind.PASS_FAIL}
    assert sum(len(group.children) for group in rows) == 32
