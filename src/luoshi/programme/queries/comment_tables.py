"""A table of comments that came back: read, and held against the round, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from luoshi.files.rules.papers import of_rows, require_unmarked
from luoshi.kernel.errors import Conflict, NotFound
from luoshi.kernel.wording import _
from luoshi.outline.readers.grid import read_grid
from luoshi.programme.models import Comment, Commitment, Consultation, Programme
from luoshi.programme.policy import Verb, require
from luoshi.programme.queries.facts import Facts, load, programme
from luoshi.programme.rules import CommitmentKind, UnitRole
from luoshi.programme.rules.consulting import FATE_WORDS, Fate, Item, Judged, Line, Round, judge, lines_of
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries


@dataclass(frozen=True, slots=True)
class FateCount:
    """How many lines have a fate."""

    fate: Fate
    lines: int

    @property
    def word(self) -> str:
        """The marked word for it."""
        return FATE_WORDS[self.fate]


@dataclass(frozen=True, slots=True)
class Preview:
    """Every line with what becomes of it. ``unit_names`` by id."""

    lines: tuple[Judged, ...]
    unit_names: dict[int, str]

    def count(self, fate: Fate) -> int:
        """How many lines have a fate."""
        return sum(one.fate is fate for one in self.lines)

    @property
    def wrong(self) -> tuple[Judged, ...]:
        """The lines that nothing can be made of: while there is one, nothing is taken over."""
        return tuple(one for one in self.lines if one.fate is Fate.WRONG)

    @property
    def counts(self) -> tuple[FateCount, ...]:
        """How many lines have which fate; fates that none has are left out."""
        return tuple(FateCount(fate, lines) for fate in Fate if (lines := self.count(fate)))

    @property
    def new_words(self) -> bool:
        """Whether taking it over would write anything."""
        return bool(self.count(Fate.NEW) or self.count(Fate.NO_COMMENT))

    @property
    def sorted(self) -> tuple[Judged, ...]:
        """The lines in which something is written, what is wrong first."""
        return tuple(sorted(self.told, key=lambda one: one.fate is not Fate.WRONG))

    @property
    def told(self) -> tuple[Judged, ...]:
        """The lines in which something is written."""
        return tuple(one for one in self.lines if one.fate is not Fate.EMPTY)


def read_comment_table(content: bytes, name: str = "") -> tuple[Line, ...]:
    """The lines of a workbook or CSV. Raises ``UnreadableFile`` for what is none, ``Invalid`` (``table-columns``,
    ``classified``). What a comment may not hold is told at its line.
    """
    rows = [(row.number, row.cells) for row in read_grid(content, name)]
    require_unmarked(content, name, *of_rows(rows))
    return tuple(lines_of(rows))


def preview_comments(actor: Actor, programme_id: int, lines: Iterable[Line]) -> Preview:
    """What becomes of each line in the round that is open. Raises ``Conflict`` (``no-round``) where none is."""
    found = programme(actor, programme_id)
    asked = _open_round(found)
    names = dict(asked.units.order_by("unit__order", "unit_id").values_list("unit_id", "unit__name"))
    return Preview(judge(lines, _round(actor, found, asked, frozenset(names))), names)


def _round(actor: Actor, found: Programme, asked: Consultation, unit_ids: frozenset[int]) -> Round:
    directory = unit_queries.unit_directory(actor)
    known = Comment.objects.filter(asked__consultation=asked).values_list("asked__unit_id", "commitment_id", "text")

    @cache
    def unit_of(name: str) -> int | None:
        return directory.match(name).id

    return Round(unit_of, unit_ids, {item.code: item for item in items_of(found)}, frozenset(known))


def items_of(found: Programme) -> Sequence[Item]:
    """The commitments that a table names, numbered through in the order of the draft; areas are owed by nobody."""
    rows = Commitment.objects.filter(programme=found, withdrawn_on__isnull=True)
    rows = rows.exclude(kind=CommitmentKind.AREA.value).order_by("order", "pk")
    return [
        Item(pk, str(place), f"{number}{title}")
        for place, (pk, number, title) in enumerate(rows.values_list("pk", "number", "title"), start=1)
    ]


# --- the form that is sent out --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FormRow:
    """A commitment that a body would owe, as the form names it."""

    unit_name: str
    item: Item
    commitment: Facts
    role: UnitRole


@dataclass(frozen=True, slots=True)
class CommentForm:
    """The form of one body, or of all that were asked; ``unit_name`` is empty for all."""

    title: str
    unit_name: str
    units: tuple[str, ...]
    opened_on: date
    answers_by: date
    rows: tuple[FormRow, ...]


def comment_form(actor: Actor, programme_id: int, today: date, unit_id: int | None = None) -> CommentForm:
    """What the form of the open round holds. Raises ``Conflict`` (``no-round``), ``NotFound``, ``NotAllowed``."""
    loaded = load(actor, programme_id, today)
    if unit_id is None or unit_id not in actor.liaison_ids:
        require(actor, Verb.SEE_DRAFT)
    asked = _open_round(programme(actor, programme_id))
    names = dict(asked.units.order_by("unit__order", "unit_id").values_list("unit_id", "unit__name"))
    wanted = names if unit_id is None else {unit_id: names[unit_id]} if unit_id in names else {}
    if not wanted:
        raise NotFound("unit-not-asked", _("This unit was not asked in this round."))
    tracked = (item for item in loaded.commitments if item.kind is not CommitmentKind.AREA)
    items = {item.id: (_item(place, item), item) for place, item in enumerate(tracked, start=1)}
    rows = [
        (tuple(wanted).index(tie.unit_id), FormRow(wanted[tie.unit_id], *items[tie.commitment_id], tie.role))
        for ties in loaded.obligations.values()
        for tie in ties
        if tie.unit_id in wanted and tie.commitment_id in items
    ]
    rows.sort(key=lambda pair: (pair[0], int(pair[1].item.code)))
    return CommentForm(
        title=loaded.programme.title,
        unit_name="" if unit_id is None else wanted[unit_id],
        units=tuple(wanted.values()),
        opened_on=asked.opened_on,
        answers_by=asked.answers_by,
        rows=tuple(row for _place, row in rows),
    )


def _item(place: int, item: Facts) -> Item:
    return Item(item.id, str(place), f"{item.number}{item.title}")


def _open_round(found: Programme) -> Consultation:
    asked = found.consultations.filter(closed_on__isnull=True).first()
    if asked is None:
        raise Conflict("no-round", _("No asking is open now."))
    return asked
