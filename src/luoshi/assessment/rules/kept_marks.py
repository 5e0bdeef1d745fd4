"""Marks as they are kept: JSON types, and one whole number where a mark is no more than that. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from luoshi.assessment.rules.codec import from_data, to_data
from luoshi.assessment.rules.marks import NOTHING, Observation
from luoshi.assessment.rules.numbers import millionths
from luoshi.assessment.rules.plain import Means, means, observation
from luoshi.assessment.rules.rows import CompiledRow

SAID_ELSEWHERE: dict[str, Any] = {"reason": "", "evidence": (), "by": ""}
"""What a kept mark has columns and rows of its own for."""


def bare(seen: Observation) -> Observation:
    """What was observed, without what is kept beside it."""
    return replace(seen, **SAID_ELSEWHERE)


def to_kept(row: CompiledRow, seen: Observation) -> tuple[dict[str, Any] | None, int | None]:
    """The JSON types and the plain number of a mark: one of them, the number where it says all."""
    only, number = bare(seen), _number(row, seen)
    if number is not None and observation(row, number) == only:
        return None, number
    return to_data(only), None


def from_kept(row: CompiledRow, data: Mapping[str, Any] | None, number: int | None) -> Observation | None:
    """The observation of a kept mark; None where the mark was taken back. Raises ``Invalid`` for data that is none."""
    if number is not None:
        return observation(row, number)
    return None if data is None else from_data(Observation, data)


def _number(row: CompiledRow, seen: Observation) -> int | None:
    meaning = means(row)
    if meaning is Means.MET:
        return None if seen.met is None else int(seen.met)
    found: Decimal | None = seen.value if meaning is Means.VALUE else seen.points
    if meaning is Means.COUNT:
        found = next(iter(seen.counts.values()), None)
    return None if found is None or found != found.quantize(Decimal("0.000001")) else millionths(found)


def is_nothing(seen: Observation) -> bool:
    """Whether nothing at all was observed."""
    return bare(seen) == NOTHING
