"""A scoring framework as data: a tree of rows of any depth, its rules, and what makes a total pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luoshi.assessment.rules.grammar import Rule


class RowKind(StrEnum):
    """What a row does to the total."""

    BASE = "base"  # counts into the total
    BONUS = "bonus"  # outside the total, adds
    PENALTY = "penalty"  # outside the total, takes off: what its rule gives is 0 or negative
    VETO = "veto"  # where it strikes, nothing passes
    PASS_FAIL = "pass-fail"  # met or not met, without points  # noqa: S105 - no password


class Method(StrEnum):
    """How a row is measured."""

    BRIEFING = "briefing"
    DOCUMENTS = "documents"
    SITE = "site"
    SURVEY = "survey"
    AUTHORITY = "authority"
    OTHER = "other"


# words of the official tables, Chinese in any language
METHOD_WORDS = {
    Method.BRIEFING: "听取汇报",
    Method.DOCUMENTS: "材料审核",
    Method.SITE: "实地检查",
    Method.SURVEY: "问卷",
    Method.AUTHORITY: "主管部门意见",
    Method.OTHER: "其他",
}


class Rebase(StrEnum):
    """What becomes of the points of a row that does not apply (不评分)."""

    WHOLE = "whole"  # the rest is stretched to the whole total
    PARENT = "parent"  # the rest of its parent is stretched to the parent's points
    FULL = "full"  # it counts as full


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a reader of the table was not sure of: a stable code and the words concerned."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: an area or indicator with children, or a point with a rule.

    ``code`` is unique in its framework. ``points`` of None are not known (not public), not zero. ``sentence`` keeps the
    words of the table that ``rule`` was read from. ``scored_by`` (负责考核部门) is not ``done_by`` (责任单位). Those
    of a penalty are the most that it takes off. The rule of a veto row (an ``AllOrNothing`` without points) tells
    when it strikes. ``one_of``: the rows under it are parts for one body each (部门个性指标60分), of which a subject is
    scored on its own one: that in which it has marks.
    """

    code: str
    title: str
    points: Decimal | None = None
    kind: RowKind = RowKind.BASE
    rule: Rule | None = None
    sentence: str = ""
    text: str = ""
    doubts: tuple[Doubt, ...] = ()
    children: tuple[Row, ...] = ()
    may_not_apply: bool = False
    never_zero: bool = False
    methods: tuple[Method, ...] = ()
    proofs: tuple[str, ...] = ()
    scored_by: tuple[str, ...] = ()
    done_by: tuple[str, ...] = ()
    note: str = ""
    one_of: bool = False


@dataclass(frozen=True, slots=True)
class PassMark:
    """From which total it passes; ``closed``: the mark itself passes (以上含本数), None: the paper does not say."""

    points: Decimal
    closed: bool | None = True


@dataclass(frozen=True, slots=True)
class GroupMinimum:
    """关键项得分率≥60%: the rows together (``each``: every one of them) reach this share (0–1) of their points."""

    codes: tuple[str, ...]
    share: Decimal
    label: str = ""
    each: bool = False
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of the total, with stated ends."""

    name: str
    low: Decimal | None
    low_closed: bool | None
    high: Decimal | None
    high_closed: bool | None


@dataclass(frozen=True, slots=True)
class CountGrade:
    """A grade by count (33＋3 of 36): at least so many pass-or-fail rows met, at most so many not. Best grade first."""

    name: str
    met: int
    not_met: int | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """The total turned into points of another review: the rule judges the total as its figure."""

    label: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Scorer:
    """One of several who mark (自评、复评、评审) and the weight (0–1) of its points."""

    key: str
    label: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Framework:
    """A version of a table of indicators.

    ``total`` is what the table says it comes to (None: says nothing); ``places`` to which the points of a row are
    rounded, once, half up. ``rebase`` of None: the table does not say, so a total with a row that does not apply is
    unknown. ``veto_grade`` is the grade that a struck veto leaves. ``label`` tells what the figures are (演示分值,
    据公开文本整理).
    """

    title: str
    version: str
    rows: tuple[Row, ...]
    total: Decimal | None = None
    places: int = 2
    pass_mark: PassMark | None = None
    groups: tuple[GroupMinimum, ...] = ()
    grades: tuple[Grade, ...] = ()
    grades_by_count: tuple[CountGrade, ...] = ()
    veto_grade: str = ""
    conversion: Conversion | None = None
    scorers: tuple[Scorer, ...] = ()
    rebase: Rebase | None = None
    bonus_cap: Decimal | None = None
    penalty_cap: Decimal | None = None
    label: str = ""
    source: str = ""
    note: str = ""


def walk(rows: tuple[Row, ...]) -> Iterator[Row]:
    """Every row, each before its children, in the order of the table."""
    for row in rows:
        yield row
        yield from walk(row.children)


def leaves(rows: tuple[Row, ...]) -> Iterator[Row]:
    """The rows that are marked: those without children."""
    return (row for row in walk(rows) if not row.children)
