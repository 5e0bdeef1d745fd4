"""One row of a subject: its sentence and rule, what every round says of it, what would raise it, what can prove it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, QuerySet, Subquery, When

from luoshi.assessment.models import Mark, Row, Subject
from luoshi.assessment.policy import markers_of, marks_whole, may_prove, readable_rows, reads_row, rows_to_mark
from luoshi.assessment.queries.compiling import Table, table_for
from luoshi.assessment.queries.facts import name_of
from luoshi.assessment.queries.heads import assessed, sent_to
from luoshi.assessment.queries.offers import Offer, offers
from luoshi.assessment.queries.outcomes import cohort_on, judged, seen_of, standing
from luoshi.assessment.queries.parts import others_now
from luoshi.assessment.queries.side_by_side import UNREAD
from luoshi.assessment.queries.whose import whose
from luoshi.assessment.rules.comparing import disagreement, said
from luoshi.assessment.rules.judging.model import Cohort, Judged
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.raising import Raise, raises
from luoshi.assessment.rules.rounds import Marker, RoundKind, RoundState, may_mark
from luoshi.assessment.rules.rows import CompiledRow, RowOutcome, elsewhere, row_outcome
from luoshi.assessment.rules.telling import Told, row_told
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.reporting.models import EvidenceVersion
from luoshi.reporting.policy import readable_evidence
from luoshi.reporting.queries.evidence import EvidenceLine, line_of
from luoshi.tenancy.prepared import Prepared
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class MarkVersion:
    """A mark as it was given: by whom (a body and a post), what, why, and what was looked at: ``evidence`` that the
    reader may read, ``hidden`` counts the rest.
    """

    number: int
    current: bool
    on: date
    unit_name: str
    post: str
    said: Phrase | None
    why: Phrase | None
    reason: str
    evidence: tuple[EvidenceLine, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class RoundMarks:
    """What one round says of the row; ``versions`` newest first."""

    subject_id: int
    row_id: int
    name: str
    state: RoundState
    here: bool
    outcome: RowOutcome | None
    versions: tuple[MarkVersion, ...]


@dataclass(frozen=True, slots=True)
class RowSheet:
    """A row of a subject in a round. ``seen`` is the observation that stands, ``number`` the version of its mark (0:
    none), ``kept`` what it looked at that is not among the offers: version and title, empty where the reader may not
    read it; ``previous_id`` and ``next_id`` are the rows beside it that the reader may read.
    """

    subject_id: int
    subject_name: str
    programme_id: int
    programme_title: str
    framework_title: str
    round_id: int
    round_name: str
    round_kind: RoundKind
    round_state: RoundState
    row_id: int
    compiled: CompiledRow
    above: tuple[tuple[str, str], ...]
    told: Told
    outcome: RowOutcome
    raises: tuple[Raise, ...]
    rounds: tuple[RoundMarks, ...]
    disagreement: Phrase | None
    offers: tuple[Offer, ...]
    seen: Observation | None
    number: int
    reason: str
    looked_at: frozenset[int]
    kept: tuple[tuple[int, str], ...]
    may_mark: bool
    may_prove: bool
    previous_id: int | None
    next_id: int | None

    @property
    def parts(self) -> tuple[tuple[str, Judged], ...]:
        """What the points of the row are made of."""
        return self.outcome.parts


def row_sheet(actor: Actor, subject_id: int, row_id: int) -> RowSheet:
    """A marked row. Raises ``NotFound``, ``Invalid`` (``row-not-marked``) for a row with rows under it."""
    subject, table, compiled = subject_row(actor, subject_id, row_id)
    code = compiled.row.code
    cohorts = cohort_on(subject.round_id, row_id, table) if compiled.peers else None
    offered = offers(actor, subject, code)
    known = Known(actor, frozenset(one.line.id for one in offered))
    rounds = _rounds(subject, code, cohorts, known)
    mark = Mark.objects.filter(subject=subject, row_id=row_id, current=True).prefetch_related("evidence").first()
    seen = seen_of(compiled, mark)
    others = others_now(subject, table)
    outcome = elsewhere(compiled) if code in others and seen is None else row_outcome(compiled, seen, cohorts)
    looked_at = frozenset(one.evidence_version_id for one in mark.evidence.all()) if mark else frozenset()
    beside = _beside(actor, subject, row_id, [table.ids[one] for one in others])
    mine = markers_of(actor, subject, code)
    return RowSheet(
        subject_id=subject.pk,
        subject_name=name_of(subject),
        programme_id=subject.round.adoption.programme_id,
        programme_title=subject.round.adoption.programme.title,
        framework_title=subject.round.adoption.version.framework.title,
        round_id=subject.round_id,
        round_name=subject.round.name,
        round_kind=RoundKind(subject.round.kind),
        round_state=RoundState(subject.round.state),
        row_id=row_id,
        compiled=compiled,
        above=_titles(table, compiled),
        told=row_told(compiled.row),
        outcome=outcome,
        raises=raises(compiled, seen, outcome, cohorts),
        rounds=rounds,
        disagreement=disagreement([(one.name, one.outcome) for one in rounds]),
        offers=offered,
        seen=seen,
        number=mark.number if mark else 0,
        reason=mark.reason if mark and seen is not None else "",
        looked_at=looked_at,
        kept=known.titles(looked_at - {one.version_id for one in offered}),
        may_mark=_may_mark(subject, mine) and not outcome.elsewhere,
        may_prove=may_prove(actor, subject, code) and not outcome.elsewhere,
        previous_id=beside[0],
        next_id=beside[1],
    )


def _may_mark(subject: Subject, mine: Iterable[Marker]) -> bool:
    return subject.round.state == RoundState.OPEN.value and may_mark(subject.round.markers, mine)


def subject_row(actor: Actor, subject_id: int, row_id: int) -> tuple[Subject, Table, CompiledRow]:
    """A subject and a marked row of it that the actor may read. Raises ``NotFound``, ``Invalid``."""
    subject = assessed(actor, subject_id)
    table = table_for(subject.round.version)
    if row_id not in table.codes or not reads_row(actor, subject, row_id):
        raise NotFound("row-not-found", _("There is no such row in this round."))
    compiled = table.compiled.rows.get(table.codes[row_id])
    if compiled is None:
        raise Invalid("row-not-marked", _("Rows with rows under them are not marked: they add up."))
    return subject, table, compiled


@dataclass(frozen=True, slots=True)
class RowForm:
    """What is needed to take in a mark of a row, and no more: see ``RowSheet`` for what the fields say."""

    subject: Subject
    row_id: int
    compiled: CompiledRow
    round_kind: RoundKind
    seen: Observation | None = None
    number: int = 0
    reason: str = ""
    looked_at: frozenset[int] = frozenset()
    offers: tuple[Offer, ...] = ()
    kept: tuple[tuple[int, str], ...] = ()


def row_form(actor: Actor, subject_id: int, row_id: int) -> RowForm:
    """A marked row for whoever sends a mark; who may is for the verb to judge, so nothing of it may be shown.

    Raises ``NotFound`` where there is no such row, ``Invalid`` (``row-not-marked``).
    """
    subject = sent_to(actor, subject_id)
    table = table_for(subject.round.version)
    if row_id not in table.codes:
        raise NotFound("row-not-found", _("There is no such row in this round."))
    compiled = table.compiled.rows.get(table.codes[row_id])
    if compiled is None:
        raise Invalid("row-not-marked", _("Rows with rows under them are not marked: they add up."))
    return RowForm(subject, row_id, compiled, RoundKind(subject.round.kind))


def next_to_mark(actor: Actor, subject: Subject, after_row_id: int) -> int | None:
    """The next row of the table that the actor may mark and that has no mark, from the beginning again after the last;
    None where all have one.
    """
    table = table_for(subject.round.version)
    others = others_now(subject, table)
    if marks_whole(actor, subject) and not others:
        found = _NEXT.first(subject.round.version_id, subject.pk, after_row_id)
    else:
        rows = rows_to_mark(actor, subject).exclude(pk__in=[table.ids[code] for code in others])
        found = _following(rows, subject.pk, after_row_id).first()
    return None if found is None else found[0]


def _following(rows: QuerySet[Row], subject_id: int, after_row_id: int) -> QuerySet[Row, tuple[int]]:
    """Those of the rows that have no mark, the next first."""
    here = Row.objects.filter(pk=after_row_id).order_by().values("order")
    before = Case(When(order__lte=Subquery(here), then=1), default=0)
    unmarked = rows.exclude(pk__in=standing(subject_id).values("row_id"))
    return unmarked.annotate(before=before).order_by("before", "order").values_list("pk")


def _next(version_id: int, subject_id: int, after_row_id: int) -> QuerySet[Row, tuple[int]]:
    return _following(Row.objects.filter(version_id=version_id, leaf=True), subject_id, after_row_id)[:1]


_NEXT = Prepared(_next)


def _beside(actor: Actor, subject: Subject, row_id: int, others: list[int]) -> tuple[int | None, int | None]:
    rows = readable_rows(actor, subject).filter(leaf=True).exclude(pk__in=[pk for pk in others if pk != row_id])
    ids = list(rows.order_by("order").values_list("pk", flat=True))
    at = ids.index(row_id)
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None


def _titles(table: Table, compiled: CompiledRow) -> tuple[tuple[str, str], ...]:
    """Code and title of the rows above, from the top."""
    found: list[tuple[str, str]] = []
    rows = table.framework.rows
    for code in reversed([one for one in compiled.above if one]):
        row = next(one for one in rows if one.code == code)
        found.append((row.code, row.title))
        rows = row.children
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Known:
    """The evidence whose words the actor may see at a row: what is offered to it there, and what they may read anyway.

    That something was looked at is no secret; what it is called may be.
    """

    actor: Actor
    offered: frozenset[int]

    def among(self, evidence_ids: Iterable[int]) -> frozenset[int]:
        """Those of these pieces of evidence."""
        asked = set(evidence_ids) - self.offered
        read = readable_evidence(self.actor).filter(pk__in=asked).values_list("pk", flat=True) if asked else ()
        return self.offered | frozenset(read)

    def titles(self, version_ids: Iterable[int]) -> tuple[tuple[int, str], ...]:
        """These versions with their titles, empty for what the actor may not read."""
        wanted = list(version_ids)
        if not wanted:
            return ()
        rows = EvidenceVersion.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "evidence_id", "title")
        lines = list(rows)
        known = self.among(evidence_id for _pk, evidence_id, _title in lines)
        return tuple((pk, title if evidence_id in known else "") for pk, evidence_id, title in lines)


def _rounds(subject: Subject, code: str, cohorts: dict[str, Cohort] | None, known: Known) -> tuple[RoundMarks, ...]:
    """All rounds of the same subject that were opened, with the versions of their marks of the row."""
    same = Subject.objects.filter(
        whose(subject),
        round__adoption_id=subject.round.adoption_id,
    ).exclude(round__state=RoundState.PLANNED.value)
    subjects = list(same.select_related("round__version").defer(*UNREAD).order_by("round__order"))
    marks = Mark.objects.filter(subject__in=subjects, row__code=code).select_related("unit", "account")
    marks = marks.prefetch_related(
        "evidence__evidence_version__blob", "evidence__evidence_version__evidence__unit"
    ).order_by("-number")
    of: dict[int, list[Mark]] = {}
    for mark in marks:
        of.setdefault(mark.subject_id, []).append(mark)
    may = known.among(one.evidence_version.evidence_id for mark in marks for one in mark.evidence.all())
    return tuple(
        _round(one, code, of.get(one.pk, ()), may, cohorts if one.pk == subject.pk else None, here=one.pk == subject.pk)
        for one in subjects
    )


def _round(
    subject: Subject,
    code: str,
    marks: Sequence[Mark],
    may: frozenset[int],
    cohorts: dict[str, Cohort] | None,
    *,
    here: bool,
) -> RoundMarks:
    table = table_for(subject.round.version)
    row = table.compiled.rows.get(code)
    versions, current = [], None
    for mark in marks if row is not None else ():
        standing = row is not None and seen_of(row, mark) is not None
        outcome = judged(row, mark, cohorts) if row is not None and standing else None
        if mark.current:
            current = outcome
        versions.append(_version(mark, outcome, may))
    return RoundMarks(
        subject_id=subject.pk,
        row_id=table.ids.get(code, 0),
        name=subject.round.name,
        state=RoundState(subject.round.state),
        here=here,
        outcome=current,
        versions=tuple(versions),
    )


def _version(mark: Mark, outcome: RowOutcome | None, may: frozenset[int]) -> MarkVersion:
    looked = [one.evidence_version for one in mark.evidence.all()]
    readable = tuple(line_of(one) for one in looked if one.evidence_id in may)
    return MarkVersion(
        number=mark.number,
        current=mark.current,
        on=mark.on,
        unit_name=mark.unit.name if mark.unit else "",
        post=mark.account.post if mark.account else "",
        said=None if outcome is None else said(outcome),
        why=None if outcome is None else outcome.reason,
        reason=mark.reason,
        evidence=readable,
        hidden=len(looked) - len(readable),
    )
