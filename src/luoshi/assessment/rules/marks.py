"""Marks: what was observed of a row for one subject, before any rule has judged it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

Input: TypeAlias = Decimal | tuple[Decimal, ...]
REASON_LIMIT = 500  # characters


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of one row. Nothing given is unknown, never zero.

    ``points`` are given by the scorer within the limits of the row and stand where the rule has nothing to judge by.
    ``counts`` and ``exempted`` are kept by the keys of ``Per`` and ``Kind``, ``parts`` by those of ``Part``,
    ``choice`` names an ``Option``, ``inputs`` feed a ``Formula``. ``struck`` is for vetoes, ``worsened`` for
    ``ZeroIf``. ``peers_mean`` and ``place`` may be told from outside where the cohort is not in the same computation.
    ``reason``, ``evidence`` (names of what was looked at) and ``by`` (the post or office that marked) are shown with
    the points.
    """

    met: bool | None = None
    value: Decimal | None = None
    points: Decimal | None = None
    choice: str = ""
    counts: Mapping[str, Decimal] = field(default_factory=dict)
    exempted: Mapping[str, Decimal] = field(default_factory=dict)
    parts: Mapping[str, Observation] = field(default_factory=dict)
    inputs: Mapping[str, Input] = field(default_factory=dict)
    earlier: Decimal | None = None
    worsened: bool | None = None
    struck: bool | None = None
    applies: bool = True
    peers_mean: Decimal | None = None
    place: int | None = None
    reason: str = ""
    evidence: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """One body, site or programme and its marks by row code; ``scorer`` is the key of who gave them, if several do.
    ``own`` are the codes of the parts that are its own where a table has parts for one body each.
    """

    name: str
    marks: Mapping[str, Observation]
    scorer: str = ""
    own: tuple[str, ...] = ()


NOTHING = Observation()
