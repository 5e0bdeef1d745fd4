"""The grammar of scoring rules: every way in which a table of indicators gives points, as values.

A rule is data in this small closed model and never code from a file. Points are decimals; ``points`` of None means the
points of the row itself, and only the rule of a row (not one inside a sum) may leave them to it. Ends of intervals are
stated; None says that the table leaves them open, and a figure exactly on such an end is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

ZERO = Decimal(0)
ONE = Decimal(1)


class Operator(StrEnum):
    """How a figure is compared."""

    AT_LEAST = "≥"
    MORE = ">"
    AT_MOST = "≤"
    LESS = "<"
    EQUAL = "="


class Rounding(StrEnum):
    """What counts of a step that is not complete: nothing, the whole step (不足一个按一个计), or its share."""

    WHOLE = "whole"
    STARTED = "started"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure against a target: “≥4.2人”."""

    operator: Operator
    target: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure between two ends; an end that is None has no limit, a ``closed`` of None is not said by the table."""

    low: Decimal | None
    low_closed: bool | None
    high: Decimal | None
    high_closed: bool | None
    unit: str = ""


Test: TypeAlias = Comparison | Interval


@dataclass(frozen=True, slots=True)
class Band:
    """A step: figures from low to high earn these points (or this share of the row, see ``Steps``)."""

    low: Decimal | None
    low_closed: bool | None
    high: Decimal | None
    high_closed: bool | None
    points: Decimal
    note: str = ""


# --- one judgement -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AllOrNothing:
    """达到年度目标值得6分，小于不得分. Without a test the scorer says whether it is met."""

    points: Decimal | None = None
    test: Test | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A level that a scorer may choose; with ``least`` the scorer gives points from there up to ``points``."""

    key: str
    label: str
    points: Decimal
    least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """优良2、一般1、较差0. ``shares``: points of the options are shares (0–1) of the row's points (80%—100%)."""

    options: tuple[Option, ...]
    shares: bool = False


@dataclass(frozen=True, slots=True)
class Discretion:
    """视情况酌情给分，最高1分: the scorer gives points within limits, in steps where ``step`` says so."""

    low: Decimal
    high: Decimal
    step: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A rule whose sentence could not be read: the scorer gives points within those of the row."""


# --- counted -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Per:
    """What one occurrence takes off (with ``adds``: adds), at most ``most`` in all; ``exempt_label`` says which
    occurrences are let off.
    """

    key: str
    label: str
    points: Decimal
    exempt_label: str = ""
    most: Decimal | None = None
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Deduct:
    """每少一次扣0.5分，扣完为止: from the full points down to ``floor`` (None: no floor), never above the points."""

    each: tuple[Per, ...]
    points: Decimal | None = None
    floor: Decimal | None = ZERO


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind that is counted: each one above ``quota`` earns ``each``, at most ``cap`` in all."""

    key: str
    label: str
    each: Decimal
    cap: Decimal | None = None
    quota: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class PerKind:
    """省、市、县用稿按2：1：0.5加分: ``base`` where every quota is reached, then so much for each of a kind."""

    kinds: tuple[Kind, ...]
    base: Decimal = ZERO
    cap: Decimal | None = None
    floor: Decimal | None = None


# --- on a figure -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Steps:
    """达到5%得1分、10%得2分: the band in which the figure lies; ``otherwise`` outside all of them (None: undefined).

    ``shares``: the points of bands are shares (0–1) of the row's points.
    """

    bands: tuple[Band, ...]
    otherwise: Decimal | None = None
    shares: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Proportional:
    """事件处理率×15分: none of the points at ``zero``, all of them at ``full`` and beyond; with ``zero`` above
    ``full`` the less the better. Where the figure does not pass ``threshold``, nothing is earned.
    """

    full: Decimal
    points: Decimal | None = None
    zero: Decimal = ZERO
    threshold: Comparison | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Increment:
    """96%起，每高1个百分点得2分，满分8: ``base`` at ``start``, then ``each`` for every ``step`` beyond it.

    ``up``: beyond is above the start, else below it. ``otherwise``: points on the other side of the start (None:
    those of the base). ``each`` may be negative (每低2%扣1分: up=False). ``cap`` None: the points of the row.
    """

    start: Decimal
    step: Decimal
    each: Decimal
    base: Decimal = ZERO
    cap: Decimal | None = None
    floor: Decimal = ZERO
    up: bool = True
    rounding: Rounding = Rounding.WHOLE
    otherwise: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PeerMean:
    """人均用水量÷同类平均: the inner rule judges the figure divided by the mean of its cohort (itself included)."""

    inner: Rule


@dataclass(frozen=True, slots=True)
class Rank:
    """全市前三名得10、5、3分: points by place in the cohort; equal figures share the better place."""

    places: tuple[Decimal, ...]
    otherwise: Decimal | None = ZERO
    highest_first: bool = True


@dataclass(frozen=True, slots=True)
class Formula:
    """(教师数÷学生数)×100: computed from named inputs, judged by the inner rule."""

    expression: str
    inner: Rule


@dataclass(frozen=True, slots=True)
class LevelAndImprovement:
    """现状40%＋提升60%: shares (0–1) of what two rules give, one for the figure, one for its change against the earlier
    figure (``relative``: in percent of the earlier one).
    """

    level_share: Decimal
    level: Rule
    improvement_share: Decimal
    improvement: Rule
    relative: bool = False


# --- of other rules ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """One of several rules under a row, with its key and words; ``weight`` (0–1) is used by ``Weighted`` only."""

    key: str
    label: str
    rule: Rule
    weight: Decimal = ONE


@dataclass(frozen=True, slots=True)
class Sum:
    """1.…得2分 2.…得6分 3.…得3分: parts add up, within ``floor`` and ``cap`` (None: the points of the row)."""

    parts: tuple[Part, ...]
    cap: Decimal | None = None
    floor: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Best:
    """Alternatives, of which the highest counts (不重复计分)."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """市级70%＋区县平均30%: each part times its weight."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ZeroIf:
    """水质恶化整个项得0分: nothing where it got worse, else what the inner rule gives."""

    inner: Rule
    label: str = ""


Rule: TypeAlias = (
    AllOrNothing
    | Choice
    | Discretion
    | Unread
    | Deduct
    | PerKind
    | Steps
    | Proportional
    | Increment
    | PeerMean
    | Rank
    | Formula
    | LevelAndImprovement
    | Sum
    | Best
    | Weighted
    | ZeroIf
)

# the word by which a rule or test is known in JSON
TAGS: dict[str, type] = {
    "all-or-nothing": AllOrNothing,
    "choice": Choice,
    "discretion": Discretion,
    "unread": Unread,
    "deduct": Deduct,
    "per-kind": PerKind,
    "steps": Steps,
    "proportional": Proportional,
    "increment": Increment,
    "peer-mean": PeerMean,
    "rank": Rank,
    "formula": Formula,
    "level-and-improvement": LevelAndImprovement,
    "sum": Sum,
    "best": Best,
    "weighted": Weighted,
    "zero-if": ZeroIf,
    "comparison": Comparison,
    "interval": Interval,
}
