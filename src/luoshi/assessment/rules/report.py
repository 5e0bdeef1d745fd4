"""A score as JSON types: what ``luoshi score --json`` prints; totals open into rows, rules, evidence, roles."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from luoshi.assessment.rules.exchange import digest
from luoshi.assessment.rules.framework import Framework, Row
from luoshi.assessment.rules.judging.model import Cohort, Judged, shown
from luoshi.assessment.rules.marks import NOTHING
from luoshi.assessment.rules.numbers import from_millionths, plain
from luoshi.assessment.rules.raising import raises
from luoshi.assessment.rules.rolling import Compiled, Total
from luoshi.assessment.rules.scoring import Cohorts, Score
from luoshi.assessment.rules.verdict import Verdict, verdict
from luoshi.kernel.wording import DEFAULT_LANGUAGE

SCORE_FORMAT = "luoshi-score/1"


def report(
    framework: Framework, scores: Mapping[str, Score], cohorts: Cohorts | None = None, language: str = DEFAULT_LANGUAGE
) -> dict[str, Any]:
    """The scores of all subjects, in their order; figures are text, None where they are not known."""
    return {
        "format": SCORE_FORMAT,
        "framework": {
            "title": framework.title,
            "version": framework.version,
            "label": framework.label,
            "digest": digest(framework),
        },
        "subjects": [score_to_dict(name, score, cohorts or {}, language) for name, score in scores.items()],
    }


def score_to_dict(name: str, score: Score, cohorts: Cohorts, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
    """One score."""
    return {
        "name": name,
        "total": total_to_dict(score.total),
        "verdict": _verdict(verdict(score), language),
        "missing": [code for code, outcome in score.outcomes.items() if outcome.unknown],
        "rows": [_row(row, score, cohorts, language) for row in score.table.framework.rows],
    }


def total_to_dict(total: Total) -> dict[str, Any]:
    """A total; ``points`` only where nothing about it is open."""
    return {
        "points": _text(total.points),
        **{
            name: None if (value := getattr(total, name)) is None else plain(from_millionths(value))
            for name in ("known", "least", "most", "full", "base", "bonus", "penalty")
        },
        "missing": total.missing,
        "unclear": total.unclear,
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _verdict(found: Verdict, language: str) -> dict[str, Any]:
    return {
        "passing": found.passing.value,
        "grounds": [
            {"met": ground.met, "reason": ground.reason.words(language), "rows": list(ground.codes)}
            for ground in found.grounds
        ],
        "grade": found.grade or None,
        "converted": _text(found.converted),
        "conversion": found.conversion.words(language) if found.conversion else None,
    }


def _row(row: Row, score: Score, cohorts: Cohorts, language: str) -> dict[str, Any]:
    data: dict[str, Any] = {"code": row.code, "title": row.title, "kind": row.kind.value}
    if row.children:
        return {
            **data,
            "total": total_to_dict(score.node(row.code)),
            "children": [_row(child, score, cohorts, language) for child in row.children],
        }
    outcome, seen = score.outcomes[row.code], score.marks.get(row.code, NOTHING)
    data |= {
        "points": _text(outcome.points),
        "full": None if (most := score.table.rows[row.code].most) is None else plain(from_millionths(most)),
        "reason": outcome.reason.words(language),
        "sentence": row.sentence,
        "parts": [_part(label, part, language) for label, part in outcome.parts],
        "applies": outcome.applies,
        "met": outcome.met,
        "struck": outcome.struck,
        "scored_by": list(row.scored_by),
        "done_by": list(row.done_by),
        "marked_by": seen.by,
        "because": seen.reason,
        "evidence": list(seen.evidence),
        "raises": _raises(score.table, score, row.code, cohorts.get(row.code), language),
    }
    return data


def _part(label: str, part: Judged, language: str) -> dict[str, Any]:
    return {
        "label": label,
        "points": None if part.points is None else shown(part.points),
        "reason": part.reason.words(language),
        "parts": [_part(inner, found, language) for inner, found in part.parts],
    }


def _raises(
    table: Compiled, score: Score, code: str, cohorts: Mapping[str, Cohort] | None, language: str
) -> list[dict[str, Any]]:
    found = raises(table.rows[code], score.marks.get(code), score.outcomes[code], cohorts)
    return [{"how": way.how.words(language), "gain": _text(way.gain)} for way in found]
