"""Frameworks that ship with Luoshi: structures and tables that were published, retyped and shortened.

``unity-county`` has no points: the official ones are not public, and none are invented.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from luoshi.assessment.rules.exchange import framework_from_json
from luoshi.assessment.rules.framework import Framework

# of the demonstration only, and labelled so: the official points are not public
DEMONSTRATION_POINTS = tuple(map(Decimal, ("20", "15", "15", "15", "15", "10", "10")))
NAMES = ("unity-county", "river-chief-township", "compulsory-education")


@lru_cache(maxsize=1)
def templates() -> dict[str, Framework]:
    """Every template by its name, in the order in which they are offered."""
    folder = files(__package__)
    return {name: framework_from_json((folder / f"{name}.json").read_bytes()) for name in NAMES}


def demonstration_copy() -> Framework:
    """The plan's own programme with invented points (演示分值), for the fictional county."""
    framework = templates()["unity-county"]
    rows = tuple(replace(row, points=points) for row, points in zip(framework.rows, DEMONSTRATION_POINTS, strict=True))
    return replace(framework, rows=rows, label="演示分值，非官方", note="分值为演示而设，官方分值未公开。")
