"""What kept marks come to: outcomes of rows, the sums above them, and the cohort of a row that looks at peers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from luoshi.assessment.models import Mark, Subject
from luoshi.assessment.queries.compiling import Table
from luoshi.assessment.rules.judging.joined import cohort_figures
from luoshi.assessment.rules.judging.model import Cohort, cohort_of
from luoshi.assessment.rules.kept_marks import from_kept
from luoshi.assessment.rules.marks import NOTHING, Observation
from luoshi.assessment.rules.parts import head_of, parts_of, rows_of_others, with_elsewhere
from luoshi.assessment.rules.rolling import Sums, rechosen, rolled
from luoshi.assessment.rules.rows import CompiledRow, RowOutcome, row_outcome
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

AMONG_PEERS = Phrase(_("judged among all who are compared"))
KEPT_POINTS = Phrase(_("by its rule"))


class Kept(NamedTuple):
    """What a mark holds, without the rest of its record."""

    subject_id: int
    row_id: int
    observation: Mapping[str, Any] | None
    plain: int | None
    points: int | None
    reason: str


BATCH = 10_000  # marks that are fetched at a time
CLOSED = 64  # subjects of closed rounds whose points are held ready in a process

Points = Mapping[int, int | None]
"""The points of the rows that have a mark, by the row's key; None where the points do not say what it came to."""


def standing(*subject_ids: int) -> QuerySet[Mark]:
    """The current marks of subjects without those that were taken back."""
    whose = {"subject_id": subject_ids[0]} if len(subject_ids) == 1 else {"subject_id__in": subject_ids}
    rows = Mark.objects.filter(**whose, current=True).order_by()
    return rows.exclude(observation__isnull=True, plain__isnull=True)


def kept_points(subject_ids: Iterable[int]) -> dict[int, dict[int, int | None]]:
    """The points of marks: by subject, then by row."""
    found: dict[int, dict[int, int | None]] = {pk: {} for pk in subject_ids}
    rows = standing(*found).values_list("subject_id", "row_id", "points")
    for subject_id, row_id, points in rows.iterator(chunk_size=BATCH):
        found[subject_id][row_id] = points
    return found


def points_beside(rows: Iterable[Subject]) -> dict[int, Points]:
    """The same for subjects whose rounds are loaded; those of closed rounds are held ready, as they never change."""
    every = list(rows)
    found: dict[int, Points] = {**kept_points(row.pk for row in every if not row.round.digest)}
    found.update((row.pk, _closed_points(row.pk, row.round.digest)) for row in every if row.round.digest)
    return found


@lru_cache(maxsize=CLOSED)
def _closed_points(subject_id: int, digest: str) -> Points:  # noqa: ARG001 - a key means these marks only
    return kept_points([subject_id])[subject_id]


def telling(points: Mapping[int, Points]) -> dict[int, dict[int, Kept]]:
    """The marks whose points do not say what they came to, as ``kept_marks``; not asked for where there are none."""
    if any(None in one.values() for one in points.values()):
        return kept_marks(points)
    return {pk: {} for pk in points}


def kept_marks(subject_ids: Iterable[int], row_ids: Collection[int] | None = None) -> dict[int, dict[int, Kept]]:
    """The marks of these rows; of None all whose points do not say what they came to: by subject, then by row."""
    found: dict[int, dict[int, Kept]] = {pk: {} for pk in subject_ids}
    rows = standing(*found).filter(Q(points=None) if row_ids is None else Q(row_id__in=row_ids))
    for line in rows.values_list(*Kept._fields):
        found[line[0]][line[1]] = Kept._make(line)
    return found


def seen_of(row: CompiledRow, kept: Kept | Mark | None) -> Observation | None:
    """What was observed; None where nothing is kept or the mark was taken back."""
    return None if kept is None else from_kept(row, kept.observation, kept.plain)


def judged(row: CompiledRow, kept: Kept | Mark | None, cohorts: Mapping[str, Cohort] | None = None) -> RowOutcome:
    """The outcome of a row with its reason. The points that it was counted with stand: among peers they were judged
    with the cohort of their time, and a closed round gives the same points for ever. ``cohorts`` is that of today, for
    the reason of points that still come of it.
    """
    found = row_outcome(row, seen_of(row, kept), cohorts)
    if kept is None or kept.points is None or found.scaled == kept.points:
        return found
    reason = AMONG_PEERS if row.peers else found.reason
    return RowOutcome(row.row.code, kept.points, kept.points, kept.points, reason, found.parts, met=found.met)


def outcomes_of(
    table: Table, points: Points, kept: Mapping[int, Kept], own: Collection[str] = ()
) -> Mapping[str, RowOutcome]:
    """The outcome of every marked row of a subject, told by the points that were kept; ``kept`` are the marks whose
    points do not say all, ``own`` the parts that are the subject's (``Subject.parts``). ``judged`` gives the reason of
    one row. Each is made when it is asked for, as a verdict looks at a few of thousands; all where there are parts.
    """
    found = _Outcomes(table, points, kept)
    if not table.compiled.blocks:
        return found
    marked = codes_of(table, points)
    return with_elsewhere(table.compiled, found, parts_of(table.compiled, own, marked), marked)


@dataclass(frozen=True, slots=True)
class _Outcomes(Mapping[str, RowOutcome]):
    table: Table
    points: Points
    kept: Mapping[int, Kept]

    def __getitem__(self, code: str) -> RowOutcome:
        return outcome_of(self.table, code, self.points, self.kept)

    def __iter__(self) -> Iterator[str]:
        return iter(self.table.compiled.rows)

    def __len__(self) -> int:
        return len(self.table.compiled.rows)


def codes_of(table: Table, points: Points) -> frozenset[str]:
    """The codes of the rows that have a mark."""
    return frozenset(table.codes[row_id] for row_id in points if row_id in table.codes)


def outcome_of(table: Table, code: str, points: Points, kept: Mapping[int, Kept]) -> RowOutcome:
    """The outcome of one of them."""
    row_id = table.ids[code]
    if row_id not in points:
        return table.nothing[code]
    scaled = points[row_id]
    if scaled is None:
        return judged(table.compiled.rows[code], kept.get(row_id))
    return RowOutcome(code, scaled, scaled, scaled, KEPT_POINTS)


def sums_of(
    subject: Subject, table: Table, points: Points | None = None, kept: Mapping[int, Kept] | None = None
) -> Mapping[str, Sums]:
    """The sums of a subject by code; counted from its marks (``points`` and ``kept``, looked up where they are not
    given) where they are not kept.
    """
    if subject.sums:
        return {code: Sums._make(given) for code, given in subject.sums.items()}
    points = kept_points([subject.pk])[subject.pk] if points is None else points
    parts = parts_of(table.compiled, subject.parts, codes_of(table, points))
    if not points:
        return rechosen(table.compiled, table.unmarked, parts)
    kept = kept_marks([subject.pk])[subject.pk] if kept is None else kept
    return rolled(table.compiled, outcomes_of(table, points, kept, subject.parts), parts)


def away_from(round_id: int, table: Table, code: str) -> frozenset[int]:
    """The subjects of a round that are not compared on a row because another part is theirs than the one it is in."""
    if not head_of(table.compiled, code):
        return frozenset()
    rows = Subject.objects.filter(round_id=round_id).values_list("pk", "parts")
    return frozenset(pk for pk, own in rows if code in rows_of_others(table.compiled, parts_of(table.compiled, own)))


def cohort_on(round_id: int, row_id: int, table: Table) -> dict[str, Cohort]:
    """The cohort of a row as its round stands, for whoever explains a mark."""
    marks = Mark.objects.filter(subject__round_id=round_id, row_id=row_id, current=True)
    size = Subject.objects.filter(round_id=round_id).count()
    row = table.compiled.rows[table.codes[row_id]]
    away = away_from(round_id, table, row.row.code)
    return cohort_of_row(row, {one.subject_id: seen_of(row, one) for one in marks}, size, away)


def cohort_of_row(
    row: CompiledRow, marks: Mapping[int, Observation | None], size: int, away: Collection[int] = ()
) -> dict[str, Cohort]:
    """The figures of a row over all ``size`` subjects of a round; one to whom it does not apply is not compared, nor
    those ``away`` (see ``away_from``) that have no mark of it.
    """
    size -= sum(1 for pk in away if marks.get(pk) is None)
    marks = {pk: seen for pk, seen in marks.items() if seen is not None or pk not in away}
    figures: dict[str, list[Fraction | None]] = {}
    silent = [NOTHING] * (size - len(marks))
    for seen in [*(one or NOTHING for one in marks.values()), *silent]:
        if seen.applies:
            value = None if seen.value is None else Fraction(seen.value)
            for path, figure in cohort_figures(row.rule, seen, value):
                figures.setdefault(path, []).append(figure)
    return {path: cohort_of(listed) for path, listed in figures.items()}
