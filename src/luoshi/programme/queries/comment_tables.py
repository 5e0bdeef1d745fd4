"""A table of comments that came back: read, and held against the round, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from luoshi.kernel.errors import Conflict
from luoshi.kernel.wording import _
from luoshi.outline.readers.grid import read_grid
from luoshi.programme.models import Comment, Commitment, Consultation, Programme
from luoshi.programme.queries.facts import programme
from luoshi.programme.rules import CommitmentKind
from luoshi.programme.rules.consulting import Fate, Item, Judged, Line, Round, judge, lines_of
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries


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
    def told(self) -> tuple[Judged, ...]:
        """The lines in which something is written."""
        return tuple(one for one in self.lines if one.fate is not Fate.EMPTY)


def read_comment_table(content: bytes, name: str = "") -> tuple[Line, ...]:
    """The lines of a workbook or CSV. Raises ``UnreadableFile`` for what is none, ``Invalid`` (``table-columns``)."""
    return tuple(lines_of([(row.number, row.cells) for row in read_grid(content, name)]))


def preview_comments(actor: Actor, programme_id: int, lines: Iterable[Line]) -> Preview:
    """What becomes of each line in the round that is open. Raises ``Conflict`` (``no-round``) where none is."""
    found = programme(actor, programme_id)
    asked = found.consultations.filter(closed_on__isnull=True).first()
    if asked is None:
        raise Conflict("no-round", _("No asking is open: nothing can be taken over now."))
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
