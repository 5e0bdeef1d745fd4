"""What waits to be marked: open rounds in which somebody speaks for who is assessed, scores rows, or inspects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from luoshi.assessment.models import Mark, Round, RowScorer, RowService, Subject
from luoshi.assessment.policy import rows_to_mark, serving, visible_subjects
from luoshi.assessment.queries.compiling import Table, table_of
from luoshi.assessment.queries.facts import name_of
from luoshi.assessment.rules.parts import parts_of, rows_of_others
from luoshi.assessment.rules.rounds import Marker, RoundKind, RoundState
from luoshi.programme.policy import visible as visible_programmes
from luoshi.tenancy.rules import Actor, Role


@dataclass(frozen=True, slots=True)
class ToMark:
    """An open round with what of it the reader marks: ``rows`` in all its ``subjects``, ``unmarked`` of them.
    ``subject_id`` where there is one subject only.
    """

    round_id: int
    round_name: str
    kind: RoundKind
    programme_id: int
    programme_title: str
    due: date | None
    subject_id: int | None
    subject_name: str
    subjects: int
    rows: int
    unmarked: int


def waits_to_be_marked(actor: Actor) -> bool:
    """Whether there is an open round in which the actor marks for a body or inspects."""
    return _open_rounds(actor).exists()


def to_mark(actor: Actor) -> tuple[ToMark, ...]:
    """The open rounds in which the actor marks, the next due first."""
    rounds = _open_rounds(actor).select_related("adoption__programme").order_by("due", "pk")
    found = (_line(actor, row) for row in rounds.defer("version__body"))
    return tuple(line for line in found if line is not None)


def _open_rounds(actor: Actor) -> QuerySet[Round]:
    rows = Round.objects.filter(
        jurisdiction_id=actor.jurisdiction_id,
        state=RoundState.OPEN.value,
        adoption__programme__in=visible_programmes(actor),
    )
    mine = actor.liaison_ids
    own = Subject.objects.filter(Q(unit_id__in=mine) | Q(site__host_id__in=mine))
    served = RowService.objects.filter(serving(mine))
    scored = RowScorer.objects.filter(unit_id__in=mine)
    found = Q(pk__in=())
    if mine:
        found |= Q(pk__in=own.values("round"))
        found |= Q(adoption__in=served.values("adoption"), subjects__programme__isnull=False)
        found |= Q(adoption__in=scored.values("adoption"))
    if actor.has(Role.INSPECTOR):
        found |= Q(markers__icontains=f'"{Marker.INSPECTOR.value}"')
    return rows.filter(pk__in=rows.filter(found).values("pk"))


def _line(actor: Actor, row: Round) -> ToMark | None:
    """A round as one line; None where none of its rows is the actor's to mark."""
    subjects = visible_subjects(actor).filter(round=row).defer("sums", "outcome", "round__version__body").order_by("pk")
    if not set(row.markers).isdisjoint({Marker.SCORER.value, Marker.INSPECTOR.value}):
        mine = list(subjects)
    else:
        own = Q(unit_id__in=actor.liaison_ids) | Q(site__host_id__in=actor.liaison_ids)
        mine = list(subjects.filter(own | Q(programme__isnull=False)))
    if not mine:
        return None
    codes = ids_to_mark(actor, mine)
    if not any(codes.values()):
        return None
    marked = Mark.objects.filter(subject__in=[pk for pk, found in codes.items() if found], current=True)
    pairs = marked.exclude(observation__isnull=True, plain__isnull=True).values_list("subject_id", "row_id")
    done: dict[int, set[int]] = {one.pk: set() for one in mine}
    for subject_id, row_id in pairs:
        done[subject_id].add(row_id)
    table = table_of(row.version_id)
    asked = {one.pk: _own(one, table, codes[one.pk], done[one.pk]) for one in mine}
    rows = sum(len(found) for found in asked.values())
    if not rows:
        return None
    only = mine[0] if len(mine) == 1 else None
    return ToMark(
        round_id=row.pk,
        round_name=row.name,
        kind=RoundKind(row.kind),
        programme_id=row.adoption.programme_id,
        programme_title=row.adoption.programme.title,
        due=row.due,
        subject_id=only.pk if only else None,
        subject_name=name_of(only) if only else "",
        subjects=len(mine),
        rows=rows,
        unmarked=rows - sum(len(found & done[pk]) for pk, found in asked.items()),
    )


def _own(subject: Subject, table: Table, rows: frozenset[int], marked: set[int]) -> frozenset[int]:
    """Those rows that are not in the parts of others."""
    if not table.compiled.blocks:
        return rows
    codes = {table.codes[pk] for pk in marked}
    others = rows_of_others(table.compiled, parts_of(table.compiled, subject.parts, codes)) - codes
    return frozenset(pk for pk in rows if table.codes[pk] not in others)


def ids_to_mark(actor: Actor, subjects: list[Subject]) -> dict[int, frozenset[int]]:
    """The rows to mark by subject. Subjects of a round differ only in whether they are the actor's own."""
    found: dict[int, frozenset[int]] = {}
    kinds: dict[bool, frozenset[int]] = {}
    for subject in subjects:
        body = subject.unit_id if subject.site is None else subject.site.host_id
        own = body in actor.liaison_ids
        if own not in kinds:
            kinds[own] = frozenset(rows_to_mark(actor, subject).values_list("pk", flat=True))
        found[subject.pk] = kinds[own]
    return found
