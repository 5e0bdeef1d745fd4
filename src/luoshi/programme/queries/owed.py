"""What single bodies owe, a line each: behind a cell of the board, and as a list of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from luoshi.programme.models import Obligation, Occurrence, Revision
from luoshi.programme.queries.choosing import Choice, difficulties
from luoshi.programme.queries.facts import Facts, ProgrammeLine, Tie
from luoshi.programme.queries.paging import PAGE, Paged, paged
from luoshi.programme.queries.scenes import scene
from luoshi.programme.queries.standings import lights_of
from luoshi.programme.queries.tallies import Named
from luoshi.programme.rules import CommitmentKind, Light, ObligationState, UnitRole
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """One body's obligation; without an ``id`` and a ``state`` where a draft only foresees it. ``due`` is the next day
    on which it is to be met, ``text`` what the commitment says.
    """

    id: int | None
    commitment_id: int
    number: str
    title: str
    text: str
    kind: CommitmentKind
    unit_id: int
    unit_name: str
    group_name: str
    role: UnitRole
    state: ObligationState | None
    phase_name: str
    due: date | None
    due_text: str
    rhythm_text: str
    light: Light
    difficulty: bool


def owed_lines(
    actor: Actor,
    programme_id: int,
    today: date,
    choice: Choice | None = None,
    *,
    page: int = 1,
    size: int = PAGE,
) -> tuple[ProgrammeLine, Paged[ObligationLine]]:
    """A programme, and its obligations in the order of the plan and of the county's bodies."""
    found = scene(actor, programme_id, today, choice or Choice())
    if found.foreseen is not None:
        ties, names, groups = found.foreseen.ties, found.foreseen.bodies, found.foreseen.groups
        lines = paged(
            len(ties),
            page,
            lambda start, end: [_of_draft(item, tie, names, groups) for item, tie in ties[start:end]],
            size,
        )
        return found.programme, lines
    rows = found.issued.rows if found.issued else Obligation.objects.none()
    ordered = rows.order_by("commitment__order", "commitment_id", "unit__order", "unit_id")
    return found.programme, paged(rows.count(), page, lambda start, end: lines_of(ordered[start:end], today), size)


def lines_of(rows: QuerySet[Obligation], today: date) -> list[ObligationLine]:
    """Some obligations as lines, in three questions and those of their lights."""
    waits = Occurrence.objects.filter(obligation=OuterRef("pk"), state__in=("open", "returned"), due__isnull=False)
    some = list(
        rows.select_related("commitment__phase", "unit", "group").annotate(
            hard=difficulties(), next_due=Subquery(waits.order_by("due").values("due")[:1])
        )
    )
    lights = lights_of(some, today)
    words = Revision.objects.filter(current=True, commitment_id__in={row.commitment_id for row in some})
    said = {row.commitment_id: row for row in words}
    return [_of_row(row, said[row.commitment_id], lights[row.pk], row.next_due, row.hard) for row in some]


def _of_row(row: Obligation, said: Revision, light: Light, due: date | None, hard: object) -> ObligationLine:
    item = row.commitment
    return ObligationLine(
        id=row.pk,
        commitment_id=item.pk,
        number=item.number,
        title=item.title,
        text=said.text,
        kind=CommitmentKind(item.kind),
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        group_name=row.group.name if row.group else "",
        role=UnitRole(row.role),
        state=ObligationState(row.state),
        phase_name=item.phase.name if item.phase else "",
        due=due or said.due,
        due_text=said.due_text,
        rhythm_text=said.rhythm_text,
        light=light,
        difficulty=bool(hard),
    )


def _of_draft(item: Facts, tie: Tie, names: dict[int, Named], groups: dict[int, Named]) -> ObligationLine:
    unit = names.get(tie.unit_id or 0)
    group = groups.get(tie.group_id or 0)
    return ObligationLine(
        id=None,
        commitment_id=item.id,
        number=item.number,
        title=item.title,
        text=item.text,
        kind=item.kind,
        unit_id=tie.unit_id or 0,
        unit_name=unit.name if unit else "",
        group_name=group.name if group else "",
        role=tie.role,
        state=None,
        phase_name=item.phase.name if item.phase else "",
        due=item.due,
        due_text=item.due_text,
        rhythm_text=item.rhythm_text,
        light=item.light,
        difficulty=False,
    )
