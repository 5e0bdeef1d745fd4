"""What a reading is made of. Every item carries its place in the source text.

Two layers: a ``Source`` is what a file says (text, paragraphs, tables; made by ``readers``), a ``Plan`` is what the
text means (made by ``stages``). Both are values: nothing here reads, decides or changes anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from luoshi.kernel.wording import DEFAULT_LANGUAGE, translate


class Span(NamedTuple):
    """A place in ``Source.text``: characters ``start`` up to but not including ``end``."""

    start: int
    end: int


class Severity(StrEnum):
    """How much a diagnostic asks of the reader of the reading."""

    ERROR = "error"  # something is missing that a programme cannot do without
    DOUBT = "doubt"  # read, but a person should look
    NOTE = "note"  # read with confidence; said so that nothing is silent


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is doubtful, where, and what to do about it. ``code`` is stable; see ``outline/diagnostics.py``."""

    code: str
    severity: Severity
    span: Span | None
    message: str
    advice: str
    params: Mapping[str, object] = field(default_factory=dict)

    def words(self, language: str = DEFAULT_LANGUAGE) -> tuple[str, str]:
        """Message and advice in a language."""
        return translate(self.message, language, self.params), translate(self.advice, language, self.params)


# --- what a file says -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph as a person sees it (automatic number included in the text).

    ``level`` is the outline level that the file itself gives (heading style, ``<h2>``), 1 the highest; ``bold`` and
    ``centred`` hold for the whole paragraph. Blocks do not overlap and are in order; they hold no table text.
    """

    span: Span
    level: int | None = None
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a rectangular grid of places in the text.

    A merged cell stands in every place that it covers (the same span again). Headers that a page break repeats are
    left out by the reader of the file. ``span`` covers the table's text; a row's cells are parted by tabs there, rows
    by line ends.
    """

    span: Span
    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says. ``kind`` is one of txt, docx, pdf, ofd, html, xlsx, doc; ``text`` has ``\\n`` line ends."""

    text: str
    kind: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def cut(self, span: Span) -> str:
        """The text at a place."""
        return self.text[span.start : span.end]


# --- what the text means ----------------------------------------------------------------------------------------


class Role(StrEnum):
    """What a body does for a task."""

    LEAD = "lead"  # 牵头单位、主办单位
    RESPONSIBLE = "responsible"  # 责任单位, nobody said to lead
    SUPPORT = "support"  # 配合单位、协办单位


class DeadlineKind(StrEnum):
    """How a deadline binds."""

    BY = "by"  # 11月30日前: ``date`` is the last day
    WITHIN = "within"  # 2021年12月—2022年6月: ``start`` and ``end``
    OPEN = "open"  # words that give no day (年内 without a year that can be told)


class Every(StrEnum):
    """The unit of a recurrence; ``CONTINUOUS`` is 长期坚持, 常态化."""

    DAY = "day"
    WEEK = "week"
    TEN_DAYS = "ten-days"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    CONTINUOUS = "continuous"


@dataclass(frozen=True, slots=True)
class Basis:
    """A paper that the plan rests on: 《title》（number）."""

    title: str
    number: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the plan's body: ``number`` as printed (（一）), ``text`` without number and closing mark."""

    level: int
    number: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A body as a task names it. ``group`` marks a collective (各乡镇（街道）); ``alias`` is a name in brackets."""

    name: str
    role: Role
    span: Span
    group: bool = False
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limit in time: ``text`` verbatim; days as ``YYYY-MM-DD``, or ``YYYY-MM`` where the text names only a month."""

    text: str
    kind: DeadlineKind
    span: Span
    date: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A recurrence: 每季度, 每两个月, 每月28日 (``day``), 每年11月底前 (``month``), 长期坚持."""

    text: str
    every: Every
    span: Span
    interval: int = 1
    month: int | None = None
    day: int | None = None


class Comparator(StrEnum):
    """How a number binds."""

    EQUAL = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"
    ABOUT = "~"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity to be reached: ``value`` as written (1.4 with unit 万户), ``value_max`` for a range."""

    text: str
    value: Decimal
    unit: str
    comparator: Comparator
    span: Span
    value_max: Decimal | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One sentence of a task; ``principle`` where it only states a purpose and commits nobody."""

    text: str
    span: Span
    principle: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """The innermost item that has its own units. ``span`` covers number, title, text and units."""

    number: str
    path: str
    title: str
    text: str
    span: Span
    units: tuple[UnitRef, ...] = ()
    deadline: Deadline | None = None
    deadlines: tuple[Deadline, ...] = ()
    rhythm: Rhythm | None = None
    measures: tuple[Measure, ...] = ()
    targets: tuple[Target, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Duty:
    """A step of a phase or a safeguard that somebody must carry out."""

    number: str
    text: str
    span: Span
    units: tuple[UnitRef, ...] = ()
    deadline: Deadline | None = None
    rhythm: Rhythm | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Phase:
    """A dated stage of the plan: ``start`` and ``end`` as ``YYYY-MM`` or ``YYYY-MM-DD``."""

    name: str
    start: str | None
    end: str | None
    span: Span
    items: tuple[Duty, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Structure:
    """Categories with a quota each and a total: 八类示范单位, 各选2—4个, 25个创建点."""

    name: str
    total: int | None
    unit: str
    categories: tuple[str, ...]
    min_each: int | None
    max_each: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole reading. ``issue_date`` is ``YYYY-MM-DD``; lists are in the order of the source."""

    source: Source
    title: str | None = None
    issuers: tuple[str, ...] = ()
    document_number: str | None = None
    issue_date: str | None = None
    addressees: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    fillers: tuple[Span, ...] = ()
    headings: tuple[Heading, ...] = ()
    tasks: tuple[Task, ...] = ()
    phases: tuple[Phase, ...] = ()
    safeguards: tuple[Duty, ...] = ()
    targets: tuple[Target, ...] = ()
    structures: tuple[Structure, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
