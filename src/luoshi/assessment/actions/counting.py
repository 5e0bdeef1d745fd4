"""Counting what marks come to: one row and its path, its cohort where it looks at peers, a whole round from nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet

from luoshi.assessment.models import Mark, Round, Subject
from luoshi.assessment.policy import reads_row, sees_subject
from luoshi.assessment.queries.compiling import Table, table_for, table_of
from luoshi.assessment.queries.heads import DECIDING, RELATED
from luoshi.assessment.queries.outcomes import away_from, cohort_of_row, seen_of, sums_of
from luoshi.assessment.queries.parts import parts_now
from luoshi.assessment.rules.bulk import Bulk
from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.kept_marks import from_kept
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rolling import ROOT, Parts, Sums, Total, rerolled, total_of
from luoshi.assessment.rules.rows import CompiledRow, RowOutcome, row_outcome
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.prepared import Prepared
from luoshi.tenancy.rules import Actor

COUNTED = ("points", "least", "maximum", "bonus", "penalty", "lacking", "struck", "sums")
BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Held:
    """A subject and one of its marked rows, held for a verb."""

    subject: Subject
    row_id: int
    row: CompiledRow
    table: Table


@dataclass(frozen=True, slots=True)
class Counted:
    """What a row came to, the totals of the rows above it (by code, "" for the whole), and how many other subjects its
    cohort has changed.
    """

    outcome: RowOutcome
    totals: Mapping[str, Total]
    others: int = 0


def held_subject(actor: Actor, subject_id: int, row_id: int) -> Held:
    """A subject, locked, and one of its rows. Raises ``NotFound`` for strangers and rows that are not theirs to read,
    ``Invalid`` (``row-not-marked``) for a row with rows under it.
    """
    # the round first, as closing and counting anew do: no mark slips into a round that is being closed, and marks that
    # look at each other come one after the other
    _ROUND.first(subject_id)
    found = _SUBJECT.first(subject_id)
    if found is None or not sees_subject(actor, found):
        raise NotFound("row-not-found", _("There is no such row in this round."))
    table = table_for(found.round.version)
    if row_id not in table.codes or not reads_row(actor, found, row_id):
        raise NotFound("row-not-found", _("There is no such row in this round."))
    row = table.compiled.rows.get(table.codes[row_id])
    if row is None:
        raise Invalid("row-not-marked", _("Rows with rows under them are not marked: they add up."))
    return Held(found, row_id, row, table)


def _round_of(subject_id: int) -> QuerySet[Round]:
    return Round.objects.filter(subjects=subject_id).order_by().only("pk").select_for_update(of=("self",))


def _counted(subject_id: int) -> QuerySet[Subject]:
    rows = Subject.objects.filter(pk=subject_id).select_related(*RELATED).order_by()
    return rows.only(*DECIDING, *COUNTED, "edit").select_for_update(of=("self",))


_ROUND, _SUBJECT = Prepared(_round_of), Prepared(_counted)


def count_mark(held: Held, before: Mark | None, seen: Observation | None) -> Counted:
    """Count one changed mark into its subject, and into the others where the rule of its row looks at peers."""
    row = held.row
    parts = parts_now(held.subject, held.table, {row.row.code: seen is not None})
    if not row.peers:
        old = row_outcome(row, seen_of(row, before))
        return _settled(held, old, row_outcome(row, seen), parts)
    kept = {one.subject_id: one for one in _marks_of_row(held)}
    were = {pk: seen_of(row, one) for pk, one in kept.items()}
    now = {**were, held.subject.pk: seen}
    size = held.subject.round.subjects.count()
    away = away_from(held.subject.round_id, held.table, row.row.code)
    old_cohort, new_cohort = (cohort_of_row(row, marks, size, away) for marks in (were, now))
    others = 0
    for subject in _others(held, kept):
        old, new = (row_outcome(row, were[subject.pk], cohort) for cohort in (old_cohort, new_cohort))
        if old.scaled != new.scaled:
            _settled(Held(subject, held.row_id, row, held.table), old, new, parts_now(subject, held.table))
            Mark.objects.filter(pk=kept[subject.pk].pk).update(points=new.scaled)
            others += 1
    own = row_outcome(row, were.get(held.subject.pk), old_cohort)
    counted = _settled(held, own, row_outcome(row, seen, new_cohort), parts)
    return Counted(counted.outcome, counted.totals, others)


def _marks_of_row(held: Held) -> QuerySet[Mark]:
    return Mark.objects.filter(subject__round_id=held.subject.round_id, row_id=held.row_id, current=True)


def _others(held: Held, kept: Mapping[int, Mark]) -> Iterator[Subject]:
    rows = Subject.objects.select_for_update().filter(pk__in=[pk for pk in kept if pk != held.subject.pk])
    return iter(rows.order_by("pk"))


# --- one subject -------------------------------------------------------------------------------------------------


def _settled(held: Held, old: RowOutcome, new: RowOutcome, parts: Parts) -> Counted:
    """A row changed from one outcome to another: the sums on its path, and what the subject comes to."""
    subject, table = held.subject, held.table.compiled
    raw = sums_of(subject, held.table)
    raw = rerolled(table, raw, old, new, parts)
    subject.struck += int(new.struck is True) - int(old.struck is True)
    _write(subject, held.table, raw)
    return Counted(new, {code: total_of(table, raw[code], code) for code in held.row.above})


def _write(subject: Subject, table: Table, raw: Mapping[str, Sums]) -> None:
    total = total_of(table.compiled, raw[ROOT])
    subject.points, subject.least, subject.maximum = total.known, total.least, total.most
    subject.bonus, subject.penalty, subject.lacking = total.bonus, total.penalty, total.missing
    subject.sums = {code: list(sums) for code, sums in raw.items()}
    subject.edit += 1
    subject.save(update_fields=[*COUNTED, "edit"])


# --- a whole round -----------------------------------------------------------------------------------------------


def recount(round_id: int, version_id: int) -> int:
    """Count all subjects of a round from their marks alone, and write their totals; gives how many there are.

    Sums of the rows above are left to be counted when they are next needed.
    """
    with transaction.atomic():
        table = table_of(version_id)
        own = dict(Subject.objects.filter(round_id=round_id).order_by("pk").values_list("pk", "parts"))
        ids = list(own)
        places = {pk: place for place, pk in enumerate(ids)}
        bulk = Bulk(table.compiled, len(ids), [tuple(codes) for codes in own.values()])
        bulk.add(_given(round_id, table, places))
        struck = _struck(round_id, table)
        rows = [
            (t.known, t.least, t.most, t.bonus, t.penalty, t.missing, struck.get(pk, 0), "{}", pk)
            for pk, t in zip(ids, bulk.totals(), strict=True)
        ]
        _write_all(rows)
        return len(ids)


def _given(round_id: int, table: Table, places: Mapping[int, int]) -> Iterator[tuple[int, int, int | Observation]]:
    """The marks of a round for the bulk: plain numbers as they are."""
    rows = {table.ids[code]: row for code, row in table.compiled.rows.items()}
    index = {pk: row.index for pk, row in rows.items()}
    marks = Mark.objects.filter(subject__round_id=round_id, current=True).order_by()
    plain = marks.filter(plain__isnull=False).values_list("subject_id", "row_id", "plain")
    for subject_id, row_id, number in plain.iterator(chunk_size=BATCH):
        yield places[subject_id], index[row_id], number or 0
    told = marks.filter(plain__isnull=True, observation__isnull=False)
    for subject_id, row_id, data in told.values_list("subject_id", "row_id", "observation").iterator(chunk_size=BATCH):
        seen = from_kept(rows[row_id], data, None)
        if seen is not None:
            yield places[subject_id], index[row_id], seen


def _struck(round_id: int, table: Table) -> dict[int, int]:
    """How many vetoes strike, by subject."""
    vetoes = {table.ids[code]: row for code, row in table.compiled.rows.items() if row.row.kind is RowKind.VETO}
    found: dict[int, int] = {}
    for kept in Mark.objects.filter(subject__round_id=round_id, current=True, row_id__in=list(vetoes)):
        row = vetoes[kept.row_id]
        if row_outcome(row, seen_of(row, kept)).struck:
            found[kept.subject_id] = found.get(kept.subject_id, 0) + 1
    return found


def _write_all(rows: Sequence[tuple[int | str | None, ...]]) -> None:
    """All totals by one prepared statement: the ORM would spend more on each row than the counting did."""
    table = connection.ops.quote_name(Subject._meta.db_table)
    columns = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in COUNTED)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {columns}, edit = edit + 1 WHERE id = %s", rows)  # noqa: S608
