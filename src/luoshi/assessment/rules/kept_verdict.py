"""A verdict as it is kept when a round is closed: in the words of that day, in both languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from luoshi.assessment.rules.numbers import plain
from luoshi.assessment.rules.verdict import Ground, Passing, Verdict
from luoshi.kernel.phrases import Phrase

LANGUAGES = ("zh-hans", "en")


def to_kept(found: Verdict) -> dict[str, Any]:
    """The verdict in JSON types."""
    return {
        "passing": found.passing.value,
        "grade": found.grade,
        "converted": None if found.converted is None else plain(found.converted),
        "conversion": _words(found.conversion),
        "grounds": [
            {"met": ground.met, "reason": _words(ground.reason), "rows": list(ground.codes)} for ground in found.grounds
        ],
    }


def _words(phrase: Phrase | None) -> dict[str, str] | None:
    return None if phrase is None else {language: phrase.words(language) for language in LANGUAGES}


def from_kept(data: Mapping[str, Any], language: str) -> Verdict | None:
    """The verdict as it was told, worded in a language; None where none was kept."""
    if not data:
        return None
    key = "zh-hans" if language.startswith("zh") or not language else "en"
    grounds = tuple(
        Ground(ground["met"], Phrase("{words}", {"words": ground["reason"][key]}), tuple(ground["rows"]))
        for ground in data["grounds"]
    )
    told = data.get("conversion")
    return Verdict(
        Passing(data["passing"]),
        grounds,
        data["grade"],
        None if data["converted"] is None else Decimal(data["converted"]),
        None if told is None else Phrase("{words}", {"words": told[key]}),
    )
