"""The rows of a round that somebody marks, as tables go out (评分表) and as they stand when one comes back.

However many subjects and rows there are, the number of questions to the database is the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from luoshi.assessment.models import Mark, MarkEvidence, Round, RowScorer, Subject
from luoshi.assessment.policy import readable_rows, reads_whole, visible_adoptions, visible_subjects
from luoshi.assessment.queries.compiling import Table, table_for
from luoshi.assessment.queries.facts import name_of
from luoshi.assessment.queries.outcomes import codes_of, kept_points, seen_of
from luoshi.assessment.queries.overview import BODIES
from luoshi.assessment.queries.to_mark import ids_to_mark
from luoshi.assessment.rules.asking import Ask, asked_in, given_by
from luoshi.assessment.rules.mark_tables.judging import Kept, Standing
from luoshi.assessment.rules.mark_tables.reading import MOST
from luoshi.assessment.rules.parts import parts_of, rows_of_others
from luoshi.assessment.rules.rounds import RoundKind, RoundState, require_marking
from luoshi.assessment.rules.rows import CompiledRow
from luoshi.kernel.errors import Invalid, NotAllowed, NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row to mark: the fields that a table has lines for, who scores it, the mark that stands and its points in
    millionths, and the titles of the evidence that was looked at.
    """

    subject_id: int
    subject_name: str
    row_id: int
    compiled: CompiledRow
    asked: tuple[Ask, ...]
    scorers: tuple[str, ...]
    now: Kept
    points: int | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkTable:
    """The rows of a round that somebody marks, subject by subject in the order of the framework."""

    round_id: int
    round_name: str
    programme_title: str
    framework_title: str
    due: date | None
    opened_on: date | None
    subjects: int
    rows: tuple[TableRow, ...]

    @property
    def lines(self) -> int:
        """How many lines the table has."""
        return sum(len(row.asked) for row in self.rows)


@dataclass(frozen=True, slots=True)
class TableCounts:
    """What of a round somebody marks: subjects, with the number of rows in each."""

    round_id: int
    round_name: str
    programme_id: int
    programme_title: str
    open: bool
    subjects: tuple[tuple[int, str, int], ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(count for _pk, _name, count in self.subjects)


def table_counts(actor: Actor, round_id: int) -> TableCounts:
    """What of a round the actor marks. Raises ``NotFound`` for strangers, ``NotAllowed`` (``mark-not-yours``) for
    whoever marks nothing in it.
    """
    row = readable_round(actor, round_id)
    subjects = list(_subjects(actor, row))
    mine = _mine(actor, table_for(row.version), subjects)
    found = tuple((one.pk, name_of(one), len(mine[one.pk])) for one in subjects if mine[one.pk])
    if not found:
        raise _nothing_to_mark()
    programme = row.adoption.programme
    return TableCounts(row.pk, row.name, programme.pk, programme.title, row.state == RoundState.OPEN.value, found)


def mark_table(actor: Actor, round_id: int, subject_id: int | None = None) -> MarkTable:
    """The rows that the actor marks, of one subject or of all.

    Raises ``NotFound``, ``NotAllowed`` (``mark-not-yours``), ``Conflict`` (``round-not-open``), and ``Invalid``
    (``table-too-long``) where one table does not hold them.
    """
    row = readable_round(actor, round_id)
    require_marking(row.state)
    subjects = list(_subjects(actor, row, subject_id))
    return _held(_table(actor, row, subjects))


def _held(made: MarkTable) -> MarkTable:
    """A table that one sheet holds. Raises ``Invalid`` (``table-too-long``)."""
    if made.lines > MOST:
        raise Invalid(
            "table-too-long",
            _("This round has {n} lines to mark; one table holds {most}."),
            _("Take a table for each of those who are assessed."),
            n=made.lines,
            most=MOST,
        )
    return made


def subject_tables(actor: Actor, round_id: int) -> Iterator[tuple[str, MarkTable]]:
    """A table for each of those who are assessed, with the name. Raises what ``mark_table`` raises."""
    row = readable_round(actor, round_id)
    require_marking(row.state)
    made = _table(actor, row, list(_subjects(actor, row)))
    rows: dict[int, list[TableRow]] = {}
    for one in made.rows:
        rows.setdefault(one.subject_id, []).append(one)
    for own in rows.values():
        yield own[0].subject_name, _held(_of(row, 1, own))


def round_of(actor: Actor, subject_id: int) -> int:
    """The round of a subject that the actor may read. Raises ``NotFound``."""
    found = visible_subjects(actor).filter(pk=subject_id).order_by().values_list("round_id", flat=True).first()
    if found is None:
        raise NotFound("subject-not-found", _("There is no such assessment."))
    return found


def readable_round(actor: Actor, round_id: int) -> Round:
    """A round that was opened, and of whose subjects the actor may read some. Raises ``NotFound``."""
    rows = Round.objects.select_related("adoption__programme", "adoption__version__framework", "version")
    rows = rows.defer("version__body", "version__findings", "adoption__version__body", "adoption__version__findings")
    found = rows.filter(pk=round_id, adoption__in=visible_adoptions(actor)).first()
    if found is None or not visible_subjects(actor).filter(round=found).exists():
        raise NotFound("round-not-found", _("There is no such round."))
    return found


def _subjects(actor: Actor, row: Round, subject_id: int | None = None) -> QuerySet[Subject]:
    rows = visible_subjects(actor).filter(round=row).defer("sums", "outcome", *BODIES).order_by("pk")
    return rows if subject_id is None else rows.filter(pk=subject_id)


def _mine(actor: Actor, table: Table, subjects: list[Subject]) -> dict[int, frozenset[int]]:
    """The rows that the actor marks by subject, without those in the parts of others."""
    others = _of_others(table, subjects)
    found = ids_to_mark(actor, subjects)
    return {pk: rows - {table.ids[code] for code in others.get(pk, ())} for pk, rows in found.items()}


def _of_others(table: Table, subjects: list[Subject]) -> dict[int, frozenset[str]]:
    """The codes of the rows in the parts of others, by subject; nothing where a table has no parts."""
    if not table.compiled.blocks:
        return {}
    points = kept_points(one.pk for one in subjects)
    parts = {one.pk: parts_of(table.compiled, one.parts, codes_of(table, points[one.pk])) for one in subjects}
    return {pk: rows_of_others(table.compiled, own) for pk, own in parts.items()}


def _nothing_to_mark() -> NotAllowed:
    return NotAllowed("mark-not-yours", _("Nothing in this round is yours to mark."))


# --- out ---------------------------------------------------------------------------------------------------------


def _table(actor: Actor, row: Round, subjects: list[Subject]) -> MarkTable:
    table = table_for(row.version)
    mine = _mine(actor, table, subjects)
    wanted = [one for one in subjects if mine[one.pk]]
    if not wanted:
        raise _nothing_to_mark()
    marks = _current(row, wanted)
    evidence = _evidence(row, wanted)
    scorers = _scorers(row)
    rows = []
    for subject in wanted:
        name = name_of(subject)
        for code, compiled in table.compiled.rows.items():
            row_id = table.ids[code]
            if row_id not in mine[subject.pk]:
                continue
            mark = marks.get((subject.pk, row_id))
            now = _kept(compiled, mark)
            rows.append(
                TableRow(
                    subject_id=subject.pk,
                    subject_name=name,
                    row_id=row_id,
                    compiled=compiled,
                    asked=_lines(asked_in(RoundKind(row.kind), compiled), now),
                    scorers=scorers.get(code, compiled.row.scored_by),
                    now=now,
                    points=mark.points if mark and now.seen is not None else None,
                    evidence=evidence.get(mark.pk, ()) if mark else (),
                )
            )
    return _of(row, len(wanted), rows)


def _of(row: Round, subjects: int, rows: Iterable[TableRow]) -> MarkTable:
    return MarkTable(
        round_id=row.pk,
        round_name=row.name,
        programme_title=row.adoption.programme.title,
        framework_title=row.adoption.version.framework.title,
        due=row.due,
        opened_on=row.opened_on,
        subjects=subjects,
        rows=tuple(rows),
    )


def _lines(asked: tuple[Ask, ...], now: Kept) -> tuple[Ask, ...]:
    """The fields that a table has lines for: the usual ones, and what else the mark says."""
    said = given_by(asked, now.seen) if now.seen is not None else {}
    return tuple(ask for ask in asked if not ask.aside or ask.full_name in said) or asked


def _kept(compiled: CompiledRow, mark: Mark | None) -> Kept:
    if mark is None:
        return Kept()
    seen = seen_of(compiled, mark)
    return Kept(mark.number, seen, mark.reason if seen is not None else "")


def _current(row: Round, subjects: list[Subject]) -> dict[tuple[int, int], Mark]:
    marks = Mark.objects.filter(subject__round=row, current=True).order_by()
    if len(subjects) == 1:
        marks = marks.filter(subject=subjects[0])
    return {(mark.subject_id, mark.row_id): mark for mark in marks}


def _evidence(row: Round, subjects: list[Subject]) -> dict[int, tuple[str, ...]]:
    """The titles of what was looked at, by mark."""
    rows = MarkEvidence.objects.filter(mark__subject__round=row, mark__current=True)
    if len(subjects) == 1:
        rows = rows.filter(mark__subject=subjects[0])
    found: dict[int, tuple[str, ...]] = {}
    for mark_id, title in rows.order_by("pk").values_list("mark_id", "evidence_version__title"):
        found[mark_id] = (*found.get(mark_id, ()), title)
    return found


def _scorers(row: Round) -> dict[str, tuple[str, ...]]:
    """The bodies that score a row, by its code."""
    found: dict[str, tuple[str, ...]] = {}
    rows = RowScorer.objects.filter(adoption_id=row.adoption_id).order_by("pk")
    for code, name in rows.values_list("row__code", "unit__name"):
        if name not in found.get(code, ()):
            found[code] = (*found.get(code, ()), name)
    return found


# --- in ----------------------------------------------------------------------------------------------------------


def standing_rows(
    actor: Actor, row: Round, wanted: Mapping[tuple[int, int], Collection[int]]
) -> dict[tuple[int, int], Standing]:
    """Rows of subjects (ids) as they stand, of those that the actor may read; ``wanted`` names the versions of the
    marks that tables were made of.
    """
    places = {subject_id for subject_id, _row_id in wanted}
    subjects = [one for one in _subjects(actor, row) if one.pk in places]
    table, marks = table_for(row.version), _current(row, subjects)
    mine, readable = _mine(actor, table, subjects), _readable(actor, subjects)
    theirs = _of_others(table, subjects)
    names = {one.pk: name_of(one) for one in subjects}
    older = _older(row, wanted, marks, table)
    found = {}
    for subject_id, row_id in wanted:
        compiled = table.compiled.rows.get(table.codes.get(row_id, ""))
        if compiled is not None and row_id in readable.get(subject_id, ()):
            place = (subject_id, row_id)
            found[place] = Standing(
                subject_id=subject_id,
                subject_name=names[subject_id],
                row_id=row_id,
                compiled=compiled,
                asked=asked_in(RoundKind(row.kind), compiled),
                open=row.state == RoundState.OPEN.value,
                mine=row_id in mine[subject_id],
                elsewhere=table.codes[row_id] in theirs.get(subject_id, ()),
                now=_kept(compiled, marks.get(place)),
                before=older.get(place, {}),
            )
    return found


def _readable(actor: Actor, subjects: Iterable[Subject]) -> dict[int, frozenset[int]]:
    """The rows that the actor may read, by subject; subjects of a round differ only in whether they are read whole."""
    kinds: dict[bool, frozenset[int]] = {}
    found = {}
    for subject in subjects:
        whole = reads_whole(actor, subject)
        if whole not in kinds:
            kinds[whole] = frozenset(readable_rows(actor, subject).order_by().values_list("pk", flat=True))
        found[subject.pk] = kinds[whole]
    return found


def _older(
    row: Round,
    wanted: Mapping[tuple[int, int], Collection[int]],
    marks: Mapping[tuple[int, int], Mark],
    table: Table,
) -> dict[tuple[int, int], dict[int, Kept]]:
    """Marks of which a table was made and that were changed since."""
    lacking = {
        place
        for place, numbers in wanted.items()
        for number in numbers
        if number and place in marks and number != marks[place].number
    }
    found: dict[tuple[int, int], dict[int, Kept]] = {}
    if not lacking:
        return found
    rows = Mark.objects.filter(subject__round=row, current=False).order_by()
    for mark in rows.iterator():
        place = (mark.subject_id, mark.row_id)
        compiled = table.compiled.rows.get(table.codes.get(mark.row_id, ""))
        if place in lacking and mark.number in wanted[place] and compiled is not None:
            found.setdefault(place, {})[mark.number] = _kept(compiled, mark)
    return found
