"""What a comment may be, how a body stands in a round, and the lines of a table of comments that came back. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoshi.files.rules.clean import require_public
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.rules.kinds import CommentSource
from luoshi.programme.rules.states import CommentVerdict

LONGEST_COMMENT = 1500
LONGEST_REASON = 500
VERDICT_VERBS = {
    CommentVerdict.ADOPTED: "adopt",
    CommentVerdict.PARTLY: "adopt-partly",
    CommentVerdict.DECLINED: "decline",
}
SOURCE_WORDS = {
    CommentSource.PAGE: _("on the page"),
    CommentSource.TABLE: _("by table"),
    CommentSource.OFFICE: _("entered by the office"),
}


class Standing(StrEnum):
    """How a body stands in a round."""

    WAITING = "waiting"  # asked, and the round is open
    COMMENTED = "commented"
    NO_COMMENT = "no-comment"
    SILENT = "silent"  # did not answer before the round was closed


STANDING_WORDS = {
    Standing.WAITING: _("not answered yet"),
    Standing.COMMENTED: _("has comments"),
    Standing.NO_COMMENT: _("no comment"),
    Standing.SILENT: _("did not answer"),
}


def standing(*, comments: int, no_comment: bool, closed: bool) -> Standing:
    """How a body stands that gave so many comments, or said that it has none."""
    if comments:
        return Standing.COMMENTED
    if no_comment:
        return Standing.NO_COMMENT
    return Standing.SILENT if closed else Standing.WAITING


def require_comment(text: str) -> str:
    """A comment as it is kept. Raises ``Invalid``: ``comment-empty``, ``comment-long``, ``identity-number``,
    ``personal-words``.
    """
    kept = text.strip()
    if not kept:
        raise Invalid("comment-empty", _("There are no words in the comment."), _("Write what should be changed."))
    if len(kept) > LONGEST_COMMENT:
        raise Invalid(
            "comment-long",
            _("The comment has {length} characters; at most {most} are kept."),
            _("Part it by commitment, or shorten it."),
            length=len(kept),
            most=LONGEST_COMMENT,
        )
    return require_public(kept)


def require_reason(text: str, *, needed: bool) -> str:
    """Why a comment was (not) adopted. Raises ``Invalid``: ``reason-missing``, ``reason-long``, ``identity-number``,
    ``personal-words``.
    """
    kept = text.strip()
    if needed and not kept:
        raise Invalid("reason-missing", _("Say why: the unit reads the reason beside its comment."))
    if len(kept) > LONGEST_REASON:
        raise Invalid("reason-long", _("The reason has more than {most} characters."), most=LONGEST_REASON)
    return require_public(kept)


def require_answer_day(day: date, today: date) -> date:
    """The last day for answers. Raises ``Invalid``: ``day-past``, ``day-far`` where it lies more than a year ahead."""
    if day < today:
        raise Invalid("day-past", _("This day is past. Give the units a day that is still to come."))
    if (day - today).days > 366:
        raise Invalid("day-far", _("This day is more than a year ahead. Check the year."))
    return day


# --- a table that came back ---------------------------------------------------------------------------------------

HEADINGS = {
    "unit": ("单位", "单位名称", "征求单位"),
    "code": ("事项编号", "编号"),
    "title": ("事项", "涉及事项", "事项内容"),
    "text": ("意见", "意见内容", "修改意见", "意见建议"),
}
HEADING_ROWS = 20
WHOLE = "整体意见"
NOTHING = re.compile(
    r"(?:对.{0,12})?(?:无|没有|暂无|无修改|没有修改|无不同|无其他)(?:意见|建议|意见建议|意见和建议|异议)?[。.]?"
)
_DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


class Fate(StrEnum):
    """What becomes of a line of the table."""

    NEW = "new"
    KNOWN = "known"  # the very same comment is here already
    NO_COMMENT = "no-comment"
    EMPTY = "empty"
    WRONG = "wrong"


FATE_WORDS = {
    Fate.NEW: _("is added"),
    Fate.KNOWN: _("is here already"),
    Fate.NO_COMMENT: _("no comment"),
    Fate.EMPTY: _("nothing written"),
    Fate.WRONG: _("cannot be read"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table as it was written; ``row`` counts as a spreadsheet does, ``letters`` name the columns."""

    row: int
    unit: str
    code: str
    title: str
    text: str
    letters: tuple[str, ...] = ("B", "C", "D", "E")

    def letter(self, field: str) -> str:
        """The column of a field."""
        return self.letters[tuple(HEADINGS).index(field)]


@dataclass(frozen=True, slots=True)
class Item:
    """A commitment as the table names it."""

    commitment_id: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with what becomes of it; ``place`` and ``reason`` say what is wrong where."""

    line: Line
    fate: Fate
    unit_id: int | None = None
    commitment_id: int | None = None
    place: str = ""
    reason: Phrase | None = None

    @property
    def word(self) -> str:
        """The marked word for its fate."""
        return FATE_WORDS[self.fate]


@dataclass(frozen=True, slots=True)
class Round:
    """What the lines are held against: the bodies that were asked, the commitments, the comments that are here."""

    unit_of: Callable[[str], int | None]
    asked: frozenset[int]
    items: Mapping[str, Item]
    known: frozenset[tuple[int, int | None, str]]


def letter(index: int) -> str:
    """The name of a column, counted from 0: A, B … Z, AA."""
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name, index = chr(65 + rest) + name, index - 1
    return name


def lines_of(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Line]:
    """The lines below the heading, out of rows with their numbers. Raises ``Invalid`` (``table-columns``) where no
    heading names 单位 and 意见.
    """
    found = next(((at, where) for at, (_n, row) in enumerate(rows[:HEADING_ROWS]) if (where := _columns(row))), None)
    if found is None:
        raise Invalid(
            "table-columns",
            _("No row of the sheet has the headings 单位, 事项编号, 事项 and 意见."),
            _("Use the form that was sent out, and leave its headings as they are."),
        )
    at, where = found
    letters = tuple(letter(where[field]) if field in where else "" for field in HEADINGS)
    for number, row in rows[at + 1 :]:
        cells = [row[where[field]].strip() if where.get(field, len(row)) < len(row) else "" for field in HEADINGS]
        if any(cells[1:]) and len(set(cells)) > 1:  # a remark over the whole width is no line
            unit, code, title, text = cells
            yield Line(number, unit, code, title, text, letters)


def _columns(row: Sequence[str]) -> dict[str, int]:
    named = {"".join(text.split()): at for at, text in reversed(list(enumerate(row)))}
    where = {field: named[word] for field, words in HEADINGS.items() for word in reversed(words) if word in named}
    return where if {"unit", "text"} <= set(where) else {}


def judge(lines: Iterable[Line], told: Round) -> tuple[Judged, ...]:
    """What becomes of each line; nothing is decided by a line after it."""
    seen = set(told.known)
    found = []
    for line in lines:
        one = _judged(line, told)
        key = (one.unit_id or 0, one.commitment_id, line.text)
        if one.fate is Fate.NEW and key in seen:
            one = Judged(line, Fate.KNOWN, one.unit_id, one.commitment_id)
        seen.add(key)
        found.append(one)
    return tuple(found)


def _judged(line: Line, told: Round) -> Judged:
    for field in HEADINGS:
        if getattr(line, field).startswith(_DANGEROUS):
            return _wrong(line, field, _("A cell must not begin with = + - or @: a spreadsheet would reckon with it."))
    if not line.text:
        return Judged(line, Fate.EMPTY)
    unit_id = told.unit_of(line.unit) if line.unit else None
    if unit_id is None or unit_id not in told.asked:
        words = _("There is no unit “{name}”.") if unit_id is None else _("{name} was not asked in this round.")
        return _wrong(line, "unit", words, name=line.unit)
    return Judged(line, Fate.NO_COMMENT, unit_id) if NOTHING.fullmatch(line.text) else _said(line, told, unit_id)


def _said(line: Line, told: Round, unit_id: int) -> Judged:
    item, fault = _item(line, told.items)
    if fault is not None:
        return fault
    try:
        require_comment(line.text)
    except Invalid as error:
        return _wrong(line, "text", error.message, **error.params)
    return Judged(line, Fate.NEW, unit_id, item.commitment_id if item else None)


def _item(line: Line, items: Mapping[str, Item]) -> tuple[Item | None, Judged | None]:
    """The commitment that a line means; None for the draft as a whole."""
    if line.code:
        item = items.get(line.code)
        if item is None:
            return None, _wrong(line, "code", _("There is no commitment with the number {code}."), code=line.code)
        if line.title and _plain(line.title) != _plain(item.title):
            return None, _wrong(
                line,
                "title",
                _("Number {code} is another commitment now: “{title}”."),
                code=line.code,
                title=item.title,
            )
        return item, None
    if not line.title or line.title == WHOLE:
        return None, None
    same = [item for item in items.values() if _plain(item.title) == _plain(line.title)]
    if len(same) == 1:
        return same[0], None
    words = _("Several commitments are called so: give the number.") if same else _("There is no such commitment.")
    return None, _wrong(line, "code" if same else "title", words)


def _plain(title: str) -> str:
    return "".join(title.split())


def _wrong(line: Line, field: str, words: str, /, **params: object) -> Judged:
    return Judged(line, Fate.WRONG, place=f"{line.letter(field)}{line.row}", reason=Phrase(words, params))
