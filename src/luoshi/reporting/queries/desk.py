"""How the reporting of a programme stands: for the office, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.policy import runs
from luoshi.programme.policy import visible as visible_programmes
from luoshi.programme.queries.paging import Paged, paged
from luoshi.programme.rules import HandlingVerb
from luoshi.reporting.models import Reporting, Request, Response
from luoshi.reporting.policy import require_overseeing, visible
from luoshi.reporting.queries.answerable import counted
from luoshi.reporting.queries.inbox import RequestLine, lines
from luoshi.reporting.rules import Approval, RequestState
from luoshi.tenancy.rules import Actor

PAGE = 100


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How many of a unit's requests are still to be reported, reported, accepted and returned; ``given`` were answered
    with what it had reported before. What waits for the answer to another request, or can be answered no more, is not
    counted.
    """

    unit_id: int
    unit_name: str
    open: int
    reported: int
    accepted: int
    returned: int
    given: int


@dataclass(frozen=True, slots=True)
class ReportingDesk:
    """The reports of a programme: what waits for a word, a page of it, and every unit's state. ``progress`` is what of
    that page can be accepted in one step.
    """

    programme_id: int
    programme_title: str
    approval: Approval
    day: int | None
    waiting: Paged[RequestLine]
    progress: tuple[RequestLine, ...]
    units: tuple[UnitCount, ...]
    runs: bool


def desk(actor: Actor, programme_id: int, today: date, page: int = 1) -> ReportingDesk:
    """The reports of a programme. Raises ``NotFound`` for strangers, ``NotAllowed`` for units: it shows what all of
    them said.
    """
    programme = visible_programmes(actor).filter(pk=programme_id).first()
    if programme is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    require_overseeing(actor, programme)
    rows = visible(actor).filter(occurrence__obligation__commitment__programme=programme)
    reported = rows.filter(state=RequestState.REPORTED.value)
    settings = Reporting.objects.filter(programme=programme).first()
    waiting = paged(reported.count(), page, lambda first, end: _lines(reported, first, end, today), PAGE)
    going = set(progress(reported.filter(pk__in=[line.id for line in waiting.lines])).values_list("pk", flat=True))
    return ReportingDesk(
        programme_id=programme.pk,
        programme_title=programme.title,
        approval=Approval(settings.approval) if settings else Approval.NONE,
        day=settings.day if settings else None,
        waiting=waiting,
        progress=tuple(line for line in waiting.lines if line.id in going),
        units=_units(counted(rows).values_list("unit_id", "unit__name", "unit__order", "state")),
        runs=runs(actor, programme),
    )


def _lines(reported: QuerySet[Request], first: int, end: int, today: date) -> tuple[RequestLine, ...]:
    shown = list(reported.order_by("final", "pk").values_list("pk", flat=True)[first:end])
    return lines(Request.objects.filter(pk__in=shown), today)


def progress(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Those of some requests that were reported and say that nothing changed or work goes on. What meets an obligation,
    also with the report of a month, and what answers a question is looked at one by one.
    """
    met = Response.objects.filter(
        request=OuterRef("pk"), returned_on__isnull=True, handling__verb=HandlingVerb.ANSWER.value
    )
    rows = rows.filter(state=RequestState.REPORTED.value, final=False, question__isnull=True)
    return rows.filter(~Exists(met))


def _units(rows: Iterable[tuple[int, str, int, str]]) -> tuple[UnitCount, ...]:
    counts: dict[tuple[int, int, str], dict[str, int]] = {}
    for pk, name, key, state in rows:
        of_unit = counts.setdefault((key, pk, name), {})
        of_unit[state] = of_unit.get(state, 0) + 1
    return tuple(
        UnitCount(
            pk,
            name,
            found.get("open", 0) + found.get("waiting", 0),
            found.get("reported", 0),
            found.get("accepted", 0),
            found.get("returned", 0),
            found.get("given", 0),
        )
        for (_key, pk, name), found in sorted(counts.items())
    )
