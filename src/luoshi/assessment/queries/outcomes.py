"""What kept marks come to: outcomes of rows, the sums above them, and the cohort of a row that looks at peers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from luoshi.assessment.models import Mark, Subject
from luoshi.assessment.queries.compiling import Table
from luoshi.assessment.rules.judging.joined import cohort_figures
from luoshi.assessment.rules.judging.model import Cohort, cohort_of
from luoshi.assessment.rules.kept_marks import from_kept
from luoshi.assessment.rules.marks import NOTHING, Observation
from luoshi.assessment.rules.rolling import Sums, rolled
from luoshi.assessment.rules.rows import POINTLESS, CompiledRow, RowOutcome, row_outcome
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

AMONG_PEERS = Phrase(_("judged among all who are compared"))
KEPT_POINTS = Phrase(_("by its rule"))


class Kept(NamedTuple):
    """What a mark holds, without the rest of its record."""

    subject_id: int
    row_id: int
    number: int
    observation: Mapping[str, Any] | None
    plain: int | None
    points: int | None
    reason: str


def kept_marks(subject_ids: Iterable[int]) -> dict[int, dict[int, Kept]]:
    """The current marks of subjects: by subject, then by row. Marks that were taken back are not among them."""
    found: dict[int, dict[int, Kept]] = {pk: {} for pk in subject_ids}
    rows = Mark.objects.filter(subject_id__in=list(found), current=True).order_by().values_list(*Kept._fields)
    for line in rows.iterator(chunk_size=5000):
        if line[3] is not None or line[4] is not None:
            found[line[0]][line[1]] = Kept(*line)
    return found


def seen_of(row: CompiledRow, kept: Kept | Mark | None) -> Observation | None:
    """What was observed; None where nothing is kept or the mark was taken back."""
    return None if kept is None else from_kept(row, kept.observation, kept.plain)


def judged(row: CompiledRow, kept: Kept | Mark | None) -> RowOutcome:
    """The outcome of a row with its reason; a row that looks at peers keeps the points that it was counted with."""
    found = row_outcome(row, seen_of(row, kept))
    if not row.peers or kept is None or kept.points is None:
        return found
    return RowOutcome(row.row.code, kept.points, kept.points, kept.points, AMONG_PEERS, found.parts)


def outcomes_of(table: Table, kept: Mapping[int, Kept]) -> dict[str, RowOutcome]:
    """The outcome of every marked row of a subject, told by the points that were kept: reasons stand only where the
    points do not say all. ``judged`` gives the reason of one row.
    """
    found: dict[str, RowOutcome] = {}
    for code, row in table.compiled.rows.items():
        mark = kept.get(table.ids[code])
        if mark is None:
            found[code] = table.nothing[code]
        elif mark.points is None or row.row.kind in POINTLESS:
            found[code] = judged(row, mark)
        else:
            found[code] = RowOutcome(code, mark.points, mark.points, mark.points, KEPT_POINTS)
    return found


def sums_of(subject: Subject, table: Table, outcomes: Mapping[str, RowOutcome] | None = None) -> Mapping[str, Sums]:
    """The sums of a subject by code; counted from its marks where they are not kept."""
    if subject.sums:
        return {code: Sums(*given) for code, given in subject.sums.items()}
    if outcomes is None:
        kept = kept_marks([subject.pk])[subject.pk]
        if not kept:
            return table.unmarked
        outcomes = outcomes_of(table, kept)
    return rolled(table.compiled, outcomes)


def cohort_on(round_id: int, row_id: int, row: CompiledRow) -> dict[str, Cohort]:
    """The cohort of a row as its round stands, for whoever explains a mark."""
    marks = Mark.objects.filter(subject__round_id=round_id, row_id=row_id, current=True)
    size = Subject.objects.filter(round_id=round_id).count()
    return cohort_of_row(row, {one.subject_id: seen_of(row, one) for one in marks}, size)


def cohort_of_row(row: CompiledRow, marks: Mapping[int, Observation | None], size: int) -> dict[str, Cohort]:
    """The figures of a row over all ``size`` subjects of a round; one to whom it does not apply is not compared."""
    figures: dict[str, list[Fraction | None]] = {}
    silent = [NOTHING] * (size - len(marks))
    for seen in [*(one or NOTHING for one in marks.values()), *silent]:
        if seen.applies:
            value = None if seen.value is None else Fraction(seen.value)
            for path, figure in cohort_figures(row.rule, seen, value):
                figures.setdefault(path, []).append(figure)
    return {path: cohort_of(listed) for path, listed in figures.items()}
