"""The burden ledger: what a programme asks of each unit in each month, and how much of it needed no typing."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q

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
_TYPED, _REUSED, _UNCHANGED = "typed", "reused", "unchanged"


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


def burden(actor: Actor, programme_id: int, today: date) -> Burden:
    """The ledger of a programme on a day. Raises ``NotFound`` for strangers, ``NotAllowed`` for units."""
    programme = visible_programmes(actor).filter(pk=programme_id).first()
    if programme is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    require_overseeing(actor, programme)
    cells: dict[tuple[int, int, str], dict[str, list[Asked]]] = defaultdict(lambda: defaultdict(list))
    for key, month, asked in _asked(programme_id, today):
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


def _unasked(today: date) -> Q:
    """What a unit opened of its own accord, and has not reported: where a programme has a rhythm, nobody asks about the
    thing itself before it falls due.
    """
    last = today.replace(day=monthrange(today.year, today.month)[1])
    later = [Q(**{f"{day}__isnull": True}) | Q(**{f"{day}__gt": last}) for day in ("due", "occurrence__due")]
    rhythm = Q(occurrence__obligation__commitment__programme__reporting__day__isnull=False)
    return Q(period__isnull=True, question__isnull=True, edit=0) & rhythm & later[0] & later[1]


def _asked(programme_id: int, today: date) -> list[tuple[tuple[int, int, str], str, Asked]]:
    """Every request of a programme: of whom, in which month, and what it cost."""
    written = _written(programme_id)
    counted = Target.objects.filter(commitment=OuterRef("occurrence__obligation__commitment"))
    rows = Request.objects.filter(occurrence__obligation__commitment__programme_id=programme_id)
    rows = rows.exclude(_unasked(today))
    about = ("question_id", "question__metric_id", "question__digest", "question__url", "state", "waits")
    fields = ("pk", "unit__order", "unit_id", "unit__name", "opens_on", "due", "figure")
    found = []
    for row in rows.annotate(figure=Exists(counted), waits=joined()).values_list(*fields, *about):
        pk, order, unit_id, name, opens_on, due, figure, question, metric, digest, url, state, waits = row
        days = max(0, (due - opens_on).days) if due is not None else None
        said = written.get(pk, _Written())
        asked = 2 + bool(figure) if question is None else 1 + bool(metric) + bool(digest or url)
        spared = state == RequestState.GIVEN.value or waits
        reused, unchanged = said.kinds == {_REUSED}, bool(said.kinds) and _TYPED not in said.kinds
        one = Asked(
            fields=asked + said.fields,
            characters=said.characters,
            days=days,
            answered=pk in written,
            reused=reused,
            spared=spared,
            unchanged=unchanged and not reused,
        )
        found.append(((order, unit_id, name), f"{opens_on:%Y-%m}", one))
    return found


@dataclass(slots=True)
class _Written:
    """What was written for one request: in which ways its answers were given, signs, and the fields of its evidence."""

    kinds: set[str] = field(default_factory=set)
    characters: int = 0
    fields: int = 0


def _written(programme_id: int) -> dict[int, _Written]:
    """What was written for the requests of a programme. A file or a link and its caption are two fields, once, where
    they were brought first."""
    found: dict[int, _Written] = defaultdict(_Written)
    of_programme = {"request__occurrence__obligation__commitment__programme_id": programme_id}
    given = Response.objects.filter(**of_programme).order_by("pk")
    for pk, text, state, reused in given.values_list("request_id", "version__text", "version__state", "reused"):
        kind = _UNCHANGED if state == ReportState.NO_CHANGE.value else _REUSED if reused else _TYPED
        found[pk].kinds.add(kind)
        found[pk].characters += len(text) if kind == _TYPED else 0
    brought: set[int] = set()
    uses = given.filter(reused=False, version__evidence_uses__isnull=False)
    version = "version__evidence_uses__evidence_version__"
    for pk, evidence, title in uses.values_list("request_id", f"{version}evidence_id", f"{version}title"):
        if evidence not in brought:
            brought.add(evidence)
            found[pk].fields += 2
            found[pk].characters += len(title)
    return dict(found)
