"""Words of frameworks and joint tables: points that may be unknown, kinds of rows, findings. A tag decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from luoshi.assessment.queries.frameworks import RowLine
from luoshi.assessment.queries.joint_lines import JointRow
from luoshi.assessment.queries.standings import StandingLine
from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.lint import Severity, said
from luoshi.assessment.rules.numbers import plain
from luoshi.assessment.rules.rounds import SUBJECT_WORDS, SubjectKind
from luoshi.assessment.rules.verdict import PASSING_WORDS, Passing
from luoshi.documents.framework_check import SEVERITIES
from luoshi.kernel.wording import _, translate

register = template.Library()

KINDS = {
    RowKind.BASE: _("base"),
    RowKind.BONUS: _("bonus"),
    RowKind.PENALTY: _("penalty"),
    RowKind.VETO: _("veto"),
    RowKind.PASS_FAIL: _("pass or fail"),
}


@register.simple_tag
def row_points(row: JointRow) -> str:
    """Points of a row with the word for its kind; what is not public is said to be so."""
    return points_of(row.kind, row.points)


def points_of(kind: RowKind, points: str | None) -> str:
    """Points in words: “4”, “bonus 1”, “veto”, “not public”."""
    word = translate(KINDS[kind], get_language() or "")
    if points is None:
        return word if kind in (RowKind.VETO, RowKind.PASS_FAIL) else gettext("not public")
    return points if kind is RowKind.BASE else f"{word} {points}"


@register.simple_tag
def line_points(line: RowLine) -> str:
    """Points of a row of a framework's tree; an area without points of its own says nothing."""
    if line.row.children and line.points is None:
        return ""
    return points_of(line.kind, line.points)


@register.simple_tag
def severity(value: str) -> str:
    """The word for how much a finding weighs."""
    return translate(SEVERITIES[Severity(value)], get_language() or "")


@register.filter
def noticed(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Kept findings with their words in the language of the page."""
    return [said(one, get_language() or "") for one in findings]


@register.filter
def subject_word(kind: SubjectKind) -> str:
    """The word for who is assessed."""
    return translate(SUBJECT_WORDS[kind], get_language() or "")


@register.simple_tag
def standing_points(line: StandingLine) -> str:
    """Points of a unit; unknown is said, not shown as nought."""
    points = line.counted.result.points
    return gettext("unknown") if points is None else plain(points)


@register.filter
def passing_word(passing: Passing) -> str:
    """The word for whether it passes."""
    return translate(PASSING_WORDS[passing], get_language() or "")
