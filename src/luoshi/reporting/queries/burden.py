"""The burden ledger: what a programme asks of each unit in each month, and how much of it needed no typing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Target
from luoshi.programme.policy import visible as visible_programmes
from luoshi.reporting.models import Request, Response
from luoshi.reporting.policy import require_overseeing
from luoshi.reporting.queries.answerable import joined
from luoshi.reporting.rules import ReportState, RequestState
from luoshi.reporting.rules.burden import Asked, Cost, cost_of
from luoshi.tenancy.rules import Actor

MONTHS = 12


@dataclass(frozen=True, slots=True)
class UnitBurden:
    """What one unit was asked: over all, and by month (2026-11), in the order of ``Burden.months``."""

    unit_id: int
    unit_name: str
    total: Cost
    by_month: tuple[Cost, ...]


@dataclass(frozen=True, slots=True)
class Burden:
    """What a programme costs the units that it asks: the latest months, oldest first; units in their usual order."""

    programme_id: int
    programme_title: str
    months: tuple[str, ...]
    total: Cost
    by_month: tuple[Cost, ...]
    units: tuple[UnitBurden, ...]


def burden(actor: Actor, programme_id: int) -> Burden:
    """The ledger of a programme. Raises ``NotFound`` for strangers, ``NotAllowed`` for units."""
    programme = visible_programmes(actor).filter(pk=programme_id).first()
    if programme is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    require_overseeing(actor, programme)
    cells: dict[tuple[int, int, str], dict[str, list[Asked]]] = defaultdict(lambda: defaultdict(list))
    for key, month, asked in _asked(programme_id):
        cells[key][month].append(asked)
    months = tuple(sorted({month for found in cells.values() for month in found})[-MONTHS:])
    every = [found[month] for found in cells.values() for month in months if month in found]
    return Burden(
        programme_id=programme.pk,
        programme_title=programme.title,
        months=months,
        total=cost_of(row for rows in every for row in rows),
        by_month=tuple(cost_of(row for found in cells.values() for row in found.get(month, ())) for month in months),
        units=tuple(
            UnitBurden(
                pk,
                name,
                cost_of(row for month in months for row in found.get(month, ())),
                tuple(cost_of(found.get(month, ())) for month in months),
            )
            for (_order, pk, name), found in sorted(cells.items())
        ),
    )


def _asked(programme_id: int) -> list[tuple[tuple[int, int, str], str, Asked]]:
    """Every request of a programme: of whom, in which month, and what it cost."""
    written: dict[int, tuple[int, bool]] = {}
    of_programme = "request__occurrence__obligation__commitment__programme_id"
    given = Response.objects.filter(**{of_programme: programme_id}).order_by("pk")
    for request_id, text, state, reused in given.values_list("request_id", "version__text", "version__state", "reused"):
        free = reused or state == ReportState.NO_CHANGE.value
        before = written.get(request_id, (0, True))
        written[request_id] = (before[0] + (0 if free else len(text)), before[1] and free)
    counted = Target.objects.filter(commitment=OuterRef("occurrence__obligation__commitment"))
    rows = Request.objects.filter(occurrence__obligation__commitment__programme_id=programme_id)
    about = ("question_id", "question__metric_id", "question__digest", "question__url", "state", "waits")
    fields = ("pk", "unit__order", "unit_id", "unit__name", "opens_on", "due", "figure")
    found = []
    for row in rows.annotate(figure=Exists(counted), waits=joined()).values_list(*fields, *about):
        pk, order, unit_id, name, opens_on, due, figure, question, metric, digest, url, state, waits = row
        days = max(0, (due - opens_on).days) if due is not None else None
        characters, free = written.get(pk, (0, False))
        asked = 2 + bool(figure) if question is None else 1 + bool(metric) + bool(digest or url)
        spared = state == RequestState.GIVEN.value or waits
        one = Asked(asked, characters, days, pk in written, pk in written and free, spared)
        found.append(((order, unit_id, name), f"{opens_on:%Y-%m}", one))
    return found
