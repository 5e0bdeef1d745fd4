"""Findings as a version of a framework keeps them: codes and what fills their sentences, worded when they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luoshi.assessment.rules.lint.findings import CATALOGUE, Finding
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import DEFAULT_LANGUAGE


def to_kept(found: Finding) -> dict[str, Any]:
    """A finding in JSON types."""
    place = found.place
    return {
        "code": found.code,
        "severity": found.severity.value,
        "row": found.row,
        "sheet": place.sheet if place else "",
        "line": place.line if place else None,
        "sentence": found.sentence,
        "params": _packed(found.params),
    }


def said(kept: Mapping[str, Any], language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
    """A kept finding with its ``message`` and ``advice`` in a language. One that was kept in words, as findings were at
    first, or whose code is known no more, says what was kept.
    """
    code = str(kept.get("code", ""))
    if "params" not in kept or code not in CATALOGUE:
        return {"message": code, "advice": "", **kept}
    message, advice = Finding(code, params=_unpacked(kept["params"])).words(language)
    return {**kept, "message": message, "advice": advice}


def _packed(params: Mapping[str, object]) -> dict[str, object]:
    return {name: _value(value) for name, value in params.items()}


def _value(value: object) -> object:
    if isinstance(value, Phrase):
        return {"message": value.message, "params": _packed(value.params)}
    return value if isinstance(value, int) else str(value)


def _unpacked(params: Mapping[str, Any]) -> dict[str, object]:
    return {
        name: Phrase(value["message"], _unpacked(value["params"])) if isinstance(value, dict) else value
        for name, value in params.items()
    }
