"""Rounds and subjects as lines of lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luoshi.assessment.models import Round, Subject
from luoshi.assessment.policy import reads_whole
from luoshi.assessment.queries.compiling import Table, table_for
from luoshi.assessment.queries.outcomes import Points, codes_of, kept_points
from luoshi.assessment.rules.parts import parts_of, rows_asked
from luoshi.assessment.rules.rolling import ROOT, rechosen, total_of
from luoshi.assessment.rules.rounds import Marker, RoundKind, RoundMove, RoundState, SubjectKind, moves
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """Who is assessed in a round and what it comes to, in millionths; a total that the reader may not see as a whole
    is None with ``whole`` false. ``rows`` are those that are asked of it, without the parts of others.
    """

    id: int
    name: str
    kind: SubjectKind
    whole: bool
    points: int | None
    full: int | None
    least: int | None
    most: int | None
    lacking: int
    struck: int
    rows: int

    @property
    def marked(self) -> int:
        """How many rows have a mark."""
        return self.rows - self.lacking


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round; ``moves`` are what whoever looks may do with it, ``edit`` guards them."""

    id: int
    name: str
    kind: RoundKind
    state: RoundState
    markers: tuple[Marker, ...]
    due: date | None
    opened_on: date | None
    closed_on: date | None
    version: int
    scorer: str
    after_name: str
    waits: bool
    digest: str
    paper: str
    edit: int
    moves: tuple[RoundMove, ...]


def round_line(row: Round, *, may_run: bool) -> RoundLine:
    """A round whose version and the round before it are loaded."""
    return RoundLine(
        id=row.pk,
        name=row.name,
        kind=RoundKind(row.kind),
        state=RoundState(row.state),
        markers=tuple(Marker(marker) for marker in row.markers),
        due=row.due,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        version=row.version.number,
        scorer=row.scorer,
        after_name=row.after.name if row.after else "",
        waits=row.after is not None and row.after.state != RoundState.CLOSED.value,
        digest=row.digest,
        paper=row.paper,
        edit=row.edit,
        moves=moves(row.state) if may_run else (),
    )


def subject_lines(actor: Actor, rows: Iterable[Subject]) -> tuple[SubjectLine, ...]:
    """Subjects whose round with its version, adoption, programme, unit and site are loaded."""
    every = list(rows)
    tables: dict[int, Table] = {}
    for row in every:
        if row.round.version_id not in tables:
            tables[row.round.version_id] = table_for(row.round.version)
    unsaid = [row.pk for row in every if not _all_said(row, tables[row.round.version_id])]
    marked = kept_points(unsaid) if unsaid else {}
    return tuple(_subject_line(actor, row, tables[row.round.version_id], marked.get(row.pk, {})) for row in every)


def _all_said(row: Subject, table: Table) -> bool:
    """Whether a part is said under each node that has parts; else its marks have to tell."""
    return all(parts_of(table.compiled, row.parts).values())


def _subject_line(actor: Actor, row: Subject, table: Table, marked: Points) -> SubjectLine:
    parts = parts_of(table.compiled, row.parts, codes_of(table, marked))
    empty = total_of(table.compiled, rechosen(table.compiled, table.unmarked, parts)[ROOT])
    whole = reads_whole(actor, row)
    counted = row.points is not None
    return SubjectLine(
        id=row.pk,
        name=name_of(row),
        kind=kind_of(row),
        whole=whole,
        points=row.points if whole and counted else None,
        full=empty.full,
        least=(row.least if counted else empty.least) if whole else None,
        most=(row.maximum if counted else empty.most) if whole else None,
        lacking=row.lacking if counted else empty.missing,
        struck=row.struck if whole else 0,
        rows=rows_asked(table.compiled, parts),
    )


def kind_of(row: Subject) -> SubjectKind:
    """What kind of subject it is."""
    if row.programme_id is not None:
        return SubjectKind.PROGRAMME
    return SubjectKind.UNIT if row.unit_id is not None else SubjectKind.SITE


def name_of(row: Subject) -> str:
    """The name of who is assessed."""
    found = row.programme or row.unit or row.site
    return getattr(found, "title", "") or getattr(found, "name", "")
