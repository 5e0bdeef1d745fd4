"""The task table of a programme as it is written out, and what one that came back would do."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Assignment, Commitment, Measure, Phase, Programme, Revision
from luoshi.programme.policy import Verb, parties, require, require_move
from luoshi.programme.queries.amending import may_amend
from luoshi.programme.queries.facts import ProgrammeLine, line_of
from luoshi.programme.queries.facts import programme as programme_for
from luoshi.programme.rules import CommitmentKind, Noun, ProgrammeState
from luoshi.programme.rules.tables import NOT_TRACKED, Fate, Judged, Meant, Standing, judge
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries
from luoshi.units.rules.heads import TableRow

SEPARATOR = "、"


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A programme with the lines of its task table."""

    programme: ProgrammeLine
    lines: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class TableDesk:
    """A programme, how many lines its task table has, and whether the actor may bring one back."""

    programme: ProgrammeLine
    lines: int
    may_bring: bool
    runs: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The fate of each row; ``missing`` are the commitments (id, title) that no row names. ``mark`` is another one as
    soon as the same rows would do something else.
    """

    programme: ProgrammeLine
    rows: tuple[Judged, ...]
    missing: tuple[tuple[int, str], ...]
    mark: str
    runs: bool

    def count(self, fate: Fate) -> int:
        """How many rows have a fate."""
        return sum(row.fate is fate for row in self.rows)

    @property
    def refused(self) -> int:
        """How many rows keep the table from being taken over."""
        return self.count(Fate.REFUSED)

    @property
    def same(self) -> int:
        """How many rows say what is there already."""
        return self.count(Fate.SAME)

    @property
    def changed(self) -> int:
        """How many commitments would say something else."""
        return self.count(Fate.CHANGE)

    @property
    def added(self) -> int:
        """How many commitments would be new."""
        return self.count(Fate.ADD)

    @property
    def work(self) -> int:
        """How many rows would be written."""
        return self.changed + self.added


def table_desk(actor: Actor, programme_id: int) -> TableDesk:
    """What the page of the task table shows before one is taken out. Raises ``NotFound`` for strangers."""
    require(actor, Verb.SEE)
    found = programme_for(actor, programme_id)
    lines = _written(found).count()
    return TableDesk(line_of(found), lines, may_amend(actor, found), found.state == ProgrammeState.ISSUED.value)


def table(actor: Actor, programme_id: int) -> TableSheet:
    """The task table as it stands. Raises ``NotFound`` for strangers."""
    require(actor, Verb.SEE)
    found = programme_for(actor, programme_id)
    return TableSheet(line_of(found), standing(found))


def may_bring(actor: Actor, programme_id: int) -> bool:
    """Whether the actor may take a table over."""
    return may_amend(actor, programme_for(actor, programme_id))


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One commitment as a row of the table, for the office to amend."""

    programme: ProgrammeLine
    line: Standing


def own(actor: Actor, commitment_id: int) -> OwnSheet:
    """A commitment of an issued programme as its row. Raises ``NotFound`` for strangers and for what was withdrawn,
    ``NotAllowed`` for anybody but the office, ``Conflict`` where the programme is not issued.
    """
    found = _programme_of(actor, commitment_id)
    require_move(Noun.PROGRAMME, "amend", found.state, parties(actor, found))
    line = next((line for line in standing(found) if line.id == commitment_id), None)
    if line is None:
        raise _no_commitment()
    return OwnSheet(line_of(found), line)


def _programme_of(actor: Actor, commitment_id: int) -> Programme:
    require(actor, Verb.SEE)
    row = Commitment.objects.filter(pk=commitment_id, jurisdiction_id=actor.jurisdiction_id).first()
    if row is None:
        raise _no_commitment()
    return programme_for(actor, row.programme_id)


def _no_commitment() -> NotFound:
    return NotFound("commitment-not-found", _("There is no such commitment."))


def judged_own(actor: Actor, commitment_id: int, cells: Mapping[str, str], today: date) -> Judged:
    """What other cells would do to a commitment."""
    line = own(actor, commitment_id).line
    row = TableRow(1, {**cells, "id": str(commitment_id)})
    return judge([row], {line.id: line}, _Names(actor).meant, year=today.year)[0][0]


def standing(found: Programme) -> tuple[Standing, ...]:
    """Every commitment that is owed, in order, as the cells of its row."""
    rows = _written(found).select_related("commitment__parent", "commitment__phase").order_by("commitment__order")
    lines: dict[int, list[str]] = defaultdict(list)
    for row in Measure.objects.filter(commitment__programme=found).order_by("commitment_id", "order"):
        lines[row.commitment_id].append((NOT_TRACKED if row.principle else "") + row.text.strip().replace("\n", ""))
    named: dict[tuple[int, str], list[str]] = defaultdict(list)
    ties = Assignment.objects.filter(revision__current=True, revision__commitment__programme=found)
    ties = ties.select_related("unit", "group").order_by("revision_id", "order")
    for tie in ties:
        body = tie.unit or tie.group
        named[tie.revision_id, tie.role].append(body.name if body else tie.written)
    return tuple(
        Standing(row.commitment_id, row.commitment.edit, _cells(row, lines[row.commitment_id], named)) for row in rows
    )


def _written(found: Programme) -> QuerySet[Revision]:
    rows = Revision.objects.filter(current=True, commitment__programme=found, commitment__withdrawn_on__isnull=True)
    return rows.exclude(commitment__kind=CommitmentKind.AREA.value)


def _cells(row: Revision, lines: Sequence[str], named: dict[tuple[int, str], list[str]]) -> dict[str, str]:
    commitment: Commitment = row.commitment
    due = row.due.isoformat() if row.due else row.due_text
    return {
        "area": commitment.parent.title if commitment.parent else "",
        "title": commitment.title,
        "text": "\n".join(lines) or row.text,
        "lead": SEPARATOR.join(named[row.pk, "lead"]),
        "responsible": SEPARATOR.join(named[row.pk, "responsible"]),
        "support": SEPARATOR.join(named[row.pk, "support"]),
        "due": f"{row.start.isoformat()}至{due}" if row.start and row.due else due,
        "rhythm": row.rhythm_text,
        "phase": commitment.phase.name if commitment.phase else "",
    }


def preview(actor: Actor, programme_id: int, rows: Sequence[TableRow], today: date) -> Preview:
    """What a table would do now. Raises ``NotFound`` for strangers."""
    require(actor, Verb.SEE)
    found = programme_for(actor, programme_id)
    lines = {line.id: line for line in standing(found)}
    judged, missing = judge(
        rows,
        lines,
        _Names(actor).meant,
        phases=tuple(Phase.objects.filter(programme=found).values_list("name", flat=True)),
        areas=tuple(_areas(found)),
        year=today.year,
    )
    told = tuple((pk, lines[pk].cells["title"]) for pk in missing)
    digest = hashlib.sha256(repr((judged, told, found.state)).encode("utf-8", "replace")).hexdigest()
    return Preview(line_of(found), judged, told, digest, found.state == ProgrammeState.ISSUED.value)


def _areas(found: Programme) -> Sequence[str]:
    rows = found.commitments.filter(kind=CommitmentKind.AREA.value, withdrawn_on__isnull=True)
    return list(rows.values_list("title", flat=True))


class _Names:
    """Whom a name in a table means: the body or group of that name, else a suggestion."""

    def __init__(self, actor: Actor) -> None:
        self.bodies, self.groups = unit_queries.unit_directory(actor), unit_queries.group_directory(actor)
        self.told: dict[str, Meant] = {}

    def meant(self, name: str) -> Meant:
        """Looked up once for each name of a table."""
        if name not in self.told:
            self.told[name] = self._look_up(name)
        return self.told[name]

    def _look_up(self, name: str) -> Meant:
        like = 0
        for directory in (self.bodies, self.groups):
            match = directory.match(name)
            if match.id is not None:
                return Meant(match.id) if directory is self.bodies else Meant(None, match.id)
            like = like or (match.suggested_id or 0 if directory is self.bodies else 0)
        return Meant(like=next((known.name for known in self.bodies.known if known.id == like), ""))
