"""How the subject of an adoption stands over all its rounds: the mark of every row that counts now, and its grounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from luoshi.assessment.models import Adoption, Mark, MarkEvidence, RowProof, Subject
from luoshi.assessment.queries.compiling import Table, table_of
from luoshi.assessment.queries.parts import own_parts
from luoshi.assessment.queries.whose import whose
from luoshi.assessment.rules.kept_marks import from_kept
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.parts import parts_of, rows_of_others, rows_unsaid
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.assessment.rules.rows import RowOutcome, elsewhere, row_outcome
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _

GUESSED = RoundKind.EXPECTED.value
"""Marks of an expected verdict prove nothing: they are what somebody thinks that others will give."""


@dataclass(frozen=True, slots=True)
class Target:
    """Who is forecast: the programme of an adoption itself, or one of its units or sites."""

    adoption_id: int
    unit_id: int | None = None
    site_id: int | None = None


@dataclass(frozen=True, slots=True)
class RowStanding:
    """One marked row: its code and key, the latest mark of a round that counts (None: none), and whether it has
    grounds.

    ``points`` and ``most`` are millionths (None: unknown); ``outcome`` is judged anew from what was observed. It is
    elsewhere in the parts of others, and where (``unsaid``) nobody has said whose part it stands in.
    """

    code: str
    row_id: int
    points: int | None
    outcome: RowOutcome
    seen: Observation | None
    round_name: str
    on: date | None
    grounds: bool
    unsaid: bool = False


def standing(adoption: Adoption, target: Target) -> dict[str, RowStanding]:
    """Every row of the adoption's present version as it stands for a target, by code in the order of the table.

    A row takes its mark from the latest round in which it is marked. A mark by an older version of the framework counts
    where the row has kept its code and its observation is still judged. Rows in the parts of others, and in parts of
    which nobody has said whose they are, do not apply.
    """
    table = table_of(adoption.version_id)
    latest = _latest(target)
    grounds = _grounds(target, [mark.pk for mark in latest.values()])
    left = _left_out(adoption, target, table, latest)
    return {code: _row(table, code, latest.get(code), grounds, left) for code in table.compiled.rows}


class Left(NamedTuple):
    """The codes of rows that are not reckoned with: in the parts of others, or nobody has said whose part it is."""

    others: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()


def _left_out(adoption: Adoption, target: Target, table: Table, marked: Iterable[str]) -> Left:
    if not table.compiled.blocks:
        return Left()
    own = own_parts(adoption).get(target.unit_id, ()) if target.unit_id is not None else ()
    parts = parts_of(table.compiled, own, marked)
    return Left(rows_of_others(table.compiled, parts), rows_unsaid(table.compiled, parts))


def _latest(target: Target) -> dict[str, Mark]:
    """The mark of each row code in the latest round that has one."""
    rows = Mark.objects.filter(
        whose(target, "subject__"),
        subject__round__adoption_id=target.adoption_id,
        current=True,
    ).exclude(subject__round__kind=GUESSED)
    rows = rows.exclude(observation__isnull=True, plain__isnull=True)
    ordered = rows.select_related("row", "subject__round").defer("subject__sums", "subject__outcome")
    return {mark.row.code: mark for mark in ordered.order_by("subject__round__order")}


def _grounds(target: Target, mark_ids: list[int]) -> tuple[frozenset[int], frozenset[str]]:
    """The marks for which evidence was looked at, and the codes of rows that evidence proves."""
    looked = MarkEvidence.objects.filter(mark_id__in=mark_ids, evidence_version__evidence__withdrawn_on=None)
    proofs = RowProof.objects.filter(
        whose(target),
        adoption_id=target.adoption_id,
        evidence_version__evidence__withdrawn_on=None,
    )
    return frozenset(looked.values_list("mark_id", flat=True)), frozenset(proofs.values_list("row__code", flat=True))


def _row(
    table: Table,
    code: str,
    mark: Mark | None,
    grounds: tuple[frozenset[int], frozenset[str]],
    left: Left,
) -> RowStanding:
    row, (marks, codes) = table.compiled.rows[code], grounds
    seen = None if mark is None else from_kept(row, mark.observation, mark.plain)
    away = code in left.others or code in left.unsaid
    outcome = elsewhere(row) if away else row_outcome(row, seen)
    points = outcome.scaled
    if row.peers and mark is not None and not outcome.elsewhere:
        points = mark.points  # judged among the cohort of its round
    return RowStanding(
        code=code,
        row_id=table.ids[code],
        points=points,
        outcome=outcome,
        seen=seen,
        round_name="" if mark is None else mark.subject.round.name,
        on=None if mark is None else mark.on,
        grounds=code in codes or (mark is not None and mark.pk in marks),
        unsaid=code in left.unsaid,
    )


def require_target(adoption: Adoption, target: Target) -> None:
    """Raise ``NotFound`` unless the target is the programme of an adoption that assesses it, or one of its subjects."""
    if adoption.subject_kind == SubjectKind.PROGRAMME and target.unit_id is None and target.site_id is None:
        return
    known = Subject.objects.filter(whose(target), round__adoption=adoption, programme=None)
    if adoption.subject_kind == SubjectKind.PROGRAMME or not known.exists():
        raise NotFound("subject-not-found", _("There is no such subject in this assessment."))
