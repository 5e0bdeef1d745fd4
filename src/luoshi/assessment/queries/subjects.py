"""One subject: the tree of its rows, marks of all rounds beside each other, sums, what lacks, the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoshi.assessment.models import Subject
from luoshi.assessment.policy import marks_whole, may_run, readable_rows, reads_whole, rows_to_mark
from luoshi.assessment.queries.compiling import Table
from luoshi.assessment.queries.facts import kind_of, name_of
from luoshi.assessment.queries.heads import assessed
from luoshi.assessment.queries.outcomes import judged
from luoshi.assessment.queries.side_by_side import Column, ask_for, columns
from luoshi.assessment.rules import kept_verdict
from luoshi.assessment.rules.comparing import disagreement, points_text, said
from luoshi.assessment.rules.framework import Row, RowKind, walk
from luoshi.assessment.rules.rolling import ROOT, Parts, Total, rechosen, total_of
from luoshi.assessment.rules.rounds import RoundKind, RoundState, SubjectKind
from luoshi.assessment.rules.scoring import Score
from luoshi.assessment.rules.verdict import Verdict, verdict
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import DEFAULT_LANGUAGE
from luoshi.tenancy.rules import Actor

PAGE = 100  # marked rows on one page of a subject
UNSAID = -(1 << 80)  # stands for the points of a row that has no mark; no points are so many


class Only(StrEnum):
    """Which rows are shown."""

    ALL = ""
    DISAGREEMENT = "disagreement"
    UNMARKED = "unmarked"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class RoundHead:
    """A round as the head of a column, with what the subject comes to in it."""

    round_id: int
    subject_id: int
    name: str
    kind: RoundKind
    state: RoundState
    version: int
    closed_on: date | None
    digest: str
    here: bool
    total: Total
    struck: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What one round says of a row: in a word, why, the scorer's reason; ``share`` of the row's points, 0 to 1."""

    said: Phrase | None
    why: Phrase | None = None
    reason: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row; ``cells`` stand in the order of the rounds. A row with rows under it has sums in them."""

    row_id: int
    code: str
    title: str
    depth: int
    leaf: bool
    kind: RowKind
    full: int | None
    cells: tuple[Cell, ...]
    disagreement: Phrase | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A row of the first level, to choose it by; counts are those of this round."""

    code: str
    title: str
    rows: int
    unmarked: int
    apart: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class SubjectSheet:
    """A subject in a round, with its other rounds beside it. ``verdict`` of a closed round is the one kept then.
    ``own`` are the titles of its parts where the table has parts for one body each, ``elsewhere`` how many rows stand
    in those of others and are left out.
    """

    id: int
    name: str
    kind: SubjectKind
    programme_id: int
    programme_title: str
    framework_title: str
    framework_label: str
    may_run: bool
    whole: bool
    heads: tuple[RoundHead, ...]
    here: RoundHead
    verdict: Verdict | None
    lines: tuple[Line, ...]
    areas: tuple[Area, ...]
    only: Only
    counts: Mapping[str, int]
    shown: int
    page: int
    pages: int
    own: tuple[str, ...] = ()
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asked for."""

    only: Only = Only.ALL
    area: str = ""
    page: int = 1
    language: str = DEFAULT_LANGUAGE


def subject_sheet(actor: Actor, subject_id: int, wanted: Wanted | None = None) -> SubjectSheet:
    """A subject. Raises ``NotFound``. Where its table has more rows than a page takes, one area is shown at a time."""
    wanted = wanted or Wanted()
    subject = assessed(actor, subject_id)
    beside = columns(subject)
    here = next(one for one in beside if one.subject.pk == subject.pk)
    reader = _Reader(actor, subject, here, beside)
    chosen = reader.chosen(wanted)
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(max(wanted.page, 1), pages)
    codes = chosen[(page - 1) * PAGE : page * PAGE]
    ask_for(beside, codes)
    return SubjectSheet(
        id=subject.pk,
        name=name_of(subject),
        kind=kind_of(subject),
        programme_id=subject.round.adoption.programme_id,
        programme_title=subject.round.adoption.programme.title,
        framework_title=subject.round.adoption.version.framework.title,
        framework_label=here.table.framework.label,
        may_run=may_run(actor, subject.round.adoption.programme),
        whole=reader.whole,
        heads=tuple(head(one, here=one is here) for one in beside),
        here=head(here, here=True),
        verdict=verdict_of(here, wanted.language) if reader.whole else None,
        lines=reader.lines(codes),
        areas=reader.areas(wanted),
        only=wanted.only,
        counts=reader.counts(),
        shown=len(chosen),
        page=page,
        pages=pages,
        own=reader.own(),
        elsewhere=len(reader.elsewhere),
    )


def head(column: Column, *, here: bool = False) -> RoundHead:
    """A round as the head of a column."""
    row = column.subject.round
    return RoundHead(
        round_id=row.pk,
        subject_id=column.subject.pk,
        name=row.name,
        kind=RoundKind(row.kind),
        state=RoundState(row.state),
        version=row.version.number,
        closed_on=row.closed_on,
        digest=row.digest,
        here=here,
        total=total_of(column.table.compiled, column.sums[ROOT]),
        struck=column.subject.struck,
    )


def verdict_of(column: Column, language: str) -> Verdict:
    """The verdict of a round: as it was kept when the round was closed, else as it stands."""
    kept = kept_verdict.from_kept(column.subject.outcome, language)
    return kept or verdict(Score(column.table.compiled, {}, column.outcomes(), column.sums))


class _Reader:
    """Chooses rows of a subject and words them; only rows that are shown are judged anew for their reasons."""

    def __init__(self, actor: Actor, subject: Subject, here: Column, beside: Sequence[Column]) -> None:
        self.here, self.beside = here, beside
        table: Table = here.table
        self.table = table
        self.whole = reads_whole(actor, subject)
        self.elsewhere = here.elsewhere()
        every = tuple(code for code in table.compiled.rows if code not in self.elsewhere)
        if self.whole:
            self.readable: Sequence[str] = every
        else:
            mine = set(readable_rows(actor, subject).filter(leaf=True).values_list("code", flat=True))
            self.readable = [code for code in every if code in mine]
        if marks_whole(actor, subject):
            self.mine: Collection[str] = table.compiled.rows.keys()
        else:
            self.mine = frozenset(rows_to_mark(actor, subject).values_list("code", flat=True))
        self.open = subject.round.state == RoundState.OPEN.value
        ids, marked = table.ids, here.points
        self.unmarked = {code for code in self.readable if ids[code] not in marked}
        self.apart = self._apart()

    def _apart(self) -> set[str]:
        """The rows on which rounds do not agree; rows whose points say all are told by them alone."""
        if len(self.beside) < 2:
            return set()
        given = [[one.points.get(one.table.ids.get(code, 0), UNSAID) for code in self.readable] for one in self.beside]
        found = set()
        for code, said_of_it in zip(self.readable, zip(*given, strict=True), strict=True):
            points = set(said_of_it) - {UNSAID}
            if (None not in points and len(points) > 1) or (None in points and self._words(code) is not None):
                found.add(code)
        return found

    def _words(self, code: str) -> Phrase | None:
        """Where rounds do not agree on a row, in words."""
        return disagreement([(one.subject.round.name, one.outcome(code)) for one in self.beside])

    def own(self) -> tuple[str, ...]:
        """The titles of the parts that are the subject's own."""
        titles = {row.code: row.title for row in walk(self.table.framework.rows)}
        return tuple(titles[code] for codes in self.here.parts.values() for code in codes)

    def counts(self) -> dict[str, int]:
        """How many rows each choice shows."""
        return {
            "all": len(self.readable),
            "disagreement": len(self.apart),
            "unmarked": len(self.unmarked),
            "mine": sum(1 for code in self.readable if code in self.mine),
        }

    def chosen(self, wanted: Wanted) -> list[str]:
        """The codes of the marked rows that are shown, on all pages."""
        codes: Iterable[str] = self.readable
        if wanted.only is Only.DISAGREEMENT:
            codes = [code for code in codes if code in self.apart]
        elif wanted.only is Only.UNMARKED:
            codes = [code for code in codes if code in self.unmarked]
        elif wanted.only is Only.MINE:
            codes = [code for code in codes if code in self.mine]
        area, of = self._area(wanted), self.table.areas
        return [code for code in codes if not area or of[code] == area]

    def _area(self, wanted: Wanted) -> str:
        """The area that is shown: the one asked for, else the first where all would be too much for a page."""
        first = [row.code for row in self.table.framework.rows]
        if wanted.area in first:
            return wanted.area
        return first[0] if len(self.readable) > PAGE and wanted.only is Only.ALL else ""

    def areas(self, wanted: Wanted) -> tuple[Area, ...]:
        """The rows of the first level that hold something that the reader may read."""
        of = self.table.areas
        rows, unmarked, apart = (
            Counter(map(of.__getitem__, codes)) for codes in (self.readable, self.unmarked, self.apart)
        )
        chosen = self._area(wanted)
        return tuple(
            Area(row.code, row.title, rows[row.code], unmarked[row.code], apart[row.code], row.code == chosen)
            for row in self.table.framework.rows
            if row.code in rows
        )

    def lines(self, codes: Sequence[str]) -> tuple[Line, ...]:
        """These rows with the rows above them, in the order of the table."""
        wanted = set(codes)
        for code in codes:
            wanted.update(self.table.compiled.rows[code].above)
        return tuple(self._line(row) for code, row in self.table.every.items() if code in wanted)

    def _line(self, row: Row) -> Line:
        compiled = self.table.compiled.rows.get(row.code)
        depth = len(compiled.above) if compiled is not None else _depth(self.table, row.code)
        return Line(
            row_id=self.table.ids[row.code],
            code=row.code,
            title=row.title,
            depth=depth,
            leaf=compiled is not None,
            kind=row.kind,
            full=_full(self.table, row.code, self.here.parts),
            cells=tuple(self._cell(one, row.code) for one in self.beside),
            disagreement=self._words(row.code) if row.code in self.apart else None,
            mine=self.open and row.code in self.mine,
        )

    def _cell(self, column: Column, code: str) -> Cell:
        if code in column.table.compiled.rows:
            return cell(column, code)
        if code not in column.sums or not self.whole:
            return Cell(None)
        total = total_of(column.table.compiled, column.sums[code], code)
        text = Phrase("{points}", {"points": points_text(total.known)})
        share = total.known / total.full if total.full else None
        return Cell(text, share=share)


def cell(column: Column, code: str) -> Cell:
    """What a round says of a marked row, with its reason."""
    kept = column.mark(code)
    if kept is None:
        return Cell(None)
    row = column.table.compiled.rows[code]
    outcome = judged(row, kept)
    share = None
    if outcome.scaled is not None and row.most:
        share = outcome.scaled / row.most
    elif outcome.scaled is not None and outcome.scaled < 0:
        share = -1.0
    elif outcome.met is not None or outcome.struck is not None:
        share = float(bool(outcome.met)) if outcome.met is not None else float(not outcome.struck)
    return Cell(said(outcome), outcome.reason, kept.reason, share)


def _full(table: Table, code: str, parts: Parts) -> int | None:
    compiled = table.compiled.rows.get(code)
    if compiled is not None:
        return compiled.most if compiled.row.kind in (RowKind.BASE, RowKind.BONUS) else None
    return total_of(table.compiled, rechosen(table.compiled, table.unmarked, parts)[code], code).full


def _depth(table: Table, code: str) -> int:
    depth, parent = 1, table.compiled.parents.get(code, ROOT)
    while parent != ROOT:
        depth, parent = depth + 1, table.compiled.parents.get(parent, ROOT)
    return depth
