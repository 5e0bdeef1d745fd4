"""A reading as JSON: findings with code, row, place, words and advice, and the rules that were read with doubt."""

from __future__ import annotations

from typing import Any

from luoshi.assessment.reading.tables import Reading
from luoshi.assessment.rules.framework import leaves
from luoshi.assessment.rules.lint import DOUBTS, Finding, Place
from luoshi.kernel.wording import DEFAULT_LANGUAGE, translate

REPORT_FORMAT = "luoshi-framework-check/1"


def report(reading: Reading, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
    """``findings`` are in the order of the file; ``rules`` counts rows with a rule, and those read without doubt."""
    rows = list(leaves(reading.framework.rows))
    ruled = [row for row in rows if row.rule is not None]
    return {
        "format": REPORT_FORMAT,
        "title": reading.framework.title,
        "sheet": reading.sheet,
        "rows": len(rows),
        "rules": {"read": len(ruled), "without_doubt": sum(1 for row in ruled if not row.doubts)},
        "findings": [_finding(found, language) for found in reading.findings],
        "doubts": [
            {
                "row": row.code,
                **_place(reading.places.get(row.code)),
                "code": doubt.code,
                "text": doubt.text,
                "message": translate(DOUBTS.get(doubt.code, ""), language),
                "sentence": row.sentence,
            }
            for row in rows
            for doubt in row.doubts
        ],
    }


def _finding(found: Finding, language: str) -> dict[str, Any]:
    message, advice = found.words(language)
    return {
        "code": found.code,
        "severity": found.severity.value,
        "row": found.row,
        **_place(found.place),
        "sentence": found.sentence,
        "message": message,
        "advice": advice,
    }


def _place(place: Place | None) -> dict[str, Any]:
    return {"sheet": place.sheet if place else "", "line": place.line if place else None}
