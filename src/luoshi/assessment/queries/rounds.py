"""One round: who is assessed in it and how far each is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from luoshi.assessment.models import Round
from luoshi.assessment.policy import may_run, visible_adoptions, visible_subjects
from luoshi.assessment.queries.facts import RoundLine, SubjectLine, round_line, subject_lines
from luoshi.assessment.queries.overview import BODIES
from luoshi.assessment.queries.to_mark import ids_to_mark
from luoshi.assessment.rules.rounds import RoundState
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor

PAGE = 50


@dataclass(frozen=True, slots=True)
class RoundSheet:
    """A round with a page of its subjects; ``open`` counts those that have unmarked rows, ``may_mark`` says whether
    rows of those on the page are the reader's to mark now.
    """

    programme_id: int
    programme_title: str
    adoption_id: int
    framework_title: str
    may_run: bool
    may_mark: bool
    line: RoundLine
    count: int
    open: int
    subjects: tuple[SubjectLine, ...]
    page: int
    pages: int


def round_sheet(actor: Actor, round_id: int, *, page: int = 1, lacking: bool = False) -> RoundSheet:
    """A round. Raises ``NotFound`` for strangers, and for whoever it does not concern while it is planned."""
    rows = Round.objects.select_related("adoption__programme", "adoption__version__framework", "version", "after")
    rows = rows.defer("version__body", "adoption__version__body")
    row = rows.filter(pk=round_id, adoption__in=visible_adoptions(actor)).first()
    runs = row is not None and may_run(actor, row.adoption.programme)
    if row is None or (row.state == RoundState.PLANNED.value and not runs):
        raise NotFound("round-not-found", _("There is no such round."))
    every = visible_subjects(actor).filter(round=row).defer("sums", "outcome", *BODIES)
    unmarked = every.filter(Q(lacking__gt=0) | Q(points=None))
    chosen = unmarked if lacking else every
    count, opened = every.count(), unmarked.count()
    pages = max(1, -(-(opened if lacking else count) // PAGE))
    page = min(max(page, 1), pages)
    listed = list(chosen.order_by("pk")[(page - 1) * PAGE : page * PAGE])
    return RoundSheet(
        programme_id=row.adoption.programme_id,
        programme_title=row.adoption.programme.title,
        adoption_id=row.adoption_id,
        framework_title=row.adoption.version.framework.title,
        may_run=runs,
        may_mark=row.state == RoundState.OPEN.value and any(ids_to_mark(actor, listed).values()),
        line=round_line(row, may_run=runs),
        count=count,
        open=opened,
        subjects=subject_lines(actor, listed),
        page=page,
        pages=pages,
    )
