"""What each of some requests cost its unit, in which month: what the burden ledgers sum."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from luoshi.programme.models import Target
from luoshi.reporting.models import Request, Response
from luoshi.reporting.queries.answerable import joined
from luoshi.reporting.rules import ReportState, RequestState
from luoshi.reporting.rules.burden import Asked, Cost, cost_of

EVIDENCE = "version__evidence_uses__evidence_version__"
_TYPED, _REUSED, _UNCHANGED = "typed", "reused", "unchanged"


@dataclass(frozen=True, slots=True)
class Line:
    """A request in the ledger: of which unit, by which programme, in which month (2026-11)."""

    unit_id: int
    unit_name: str
    programme_id: int
    programme_title: str
    month: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class MonthCost:
    """What a month cost, and how many programmes asked in it."""

    month: str
    cost: Cost
    programmes: int


def sum_of(lines: Iterable[Line]) -> Cost:
    """What some requests cost together."""
    return cost_of(line.asked for line in lines)


def programmes_of(lines: Iterable[Line]) -> int:
    """How many programmes put something to a unit."""
    return len({line.programme_id for line in lines if not line.asked.spared})


def by_month(lines: Iterable[Line]) -> tuple[MonthCost, ...]:
    """The months in which something was asked, the latest first."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.month].append(line)
    return tuple(MonthCost(name, sum_of(rows), programmes_of(rows)) for name, rows in sorted(found.items())[::-1])


def lines_of(rows: QuerySet[Request], today: date) -> list[Line]:
    """What each of some requests cost, without those of which nobody asked on a day; units in their usual order. Asks
    the database four times, however many.
    """
    rows = rows.exclude(_unasked(today))
    written = _written(rows)
    counted = Target.objects.filter(commitment=OuterRef("occurrence__obligation__commitment"))
    programme = "occurrence__obligation__commitment__programme"
    about = ("question_id", "question__metric_id", "question__digest", "question__url", "state", "waits", "figure")
    fields = ("pk", "unit_id", "unit__name", f"{programme}_id", f"{programme}__title", "asked_on", "due")
    asked = rows.annotate(figure=Exists(counted), waits=joined()).order_by("unit__order", "unit_id", "pk")
    found = []
    for row in asked.values_list(*fields, *about):
        pk, unit_id, name, programme_id, title, asked_on, due, *rest = row
        question, metric, digest, url, state, waits, figure = rest
        said = written.get(pk, _Written())
        wanted = 2 + bool(figure) if question is None else 1 + bool(metric) + bool(digest or url)
        reused, unchanged = said.kinds == {_REUSED}, bool(said.kinds) and _TYPED not in said.kinds
        one = Asked(
            fields=wanted + said.fields,
            characters=said.characters,
            days=max(0, (due - asked_on).days) if due is not None else None,
            answered=pk in written,
            reused=reused,
            spared=state == RequestState.GIVEN.value or waits,
            unchanged=unchanged and not reused,
        )
        found.append(Line(unit_id, name, programme_id, title, f"{asked_on:%Y-%m}", one))
    return found


def _unasked(today: date) -> Q:
    """What a unit opened of its own accord, and has not reported: where a programme has a rhythm, nobody asks about the
    thing itself before it falls due.
    """
    last = today.replace(day=monthrange(today.year, today.month)[1])
    later = [Q(**{f"{day}__isnull": True}) | Q(**{f"{day}__gt": last}) for day in ("due", "occurrence__due")]
    rhythm = Q(occurrence__obligation__commitment__programme__reporting__day__isnull=False)
    return Q(own=True, edit=0) & rhythm & later[0] & later[1]


@dataclass(slots=True)
class _Written:
    """What was written for one request: in which ways its answers were given, signs, and the fields of its evidence."""

    kinds: set[str] = field(default_factory=set)
    characters: int = 0
    fields: int = 0


def _written(rows: QuerySet[Request]) -> dict[int, _Written]:
    """What was written for some requests. A file or a link and its caption are two fields, once, where the unit brought
    them first, whichever programme asked.
    """
    found: dict[int, _Written] = defaultdict(_Written)
    given = Response.objects.filter(request__in=rows.order_by().values("pk")).order_by("pk")
    for pk, text, state, reused in given.values_list("request_id", "version__text", "version__state", "reused"):
        kind = _UNCHANGED if state == ReportState.NO_CHANGE.value else _REUSED if reused else _TYPED
        found[pk].kinds.add(kind)
        found[pk].characters += len(text) if kind == _TYPED else 0
    typed = given.filter(reused=False, version__evidence_uses__isnull=False)
    brought = Response.objects.filter(
        reused=False, **{f"{EVIDENCE}evidence__in": typed.order_by().values(f"{EVIDENCE}evidence")}
    )
    first = dict(brought.values_list(f"{EVIDENCE}evidence").annotate(Min("pk")).order_by())
    for one, pk, evidence, title in typed.values_list("pk", "request_id", f"{EVIDENCE}evidence", f"{EVIDENCE}title"):
        if first[evidence] == one:
            found[pk].fields += 2
            found[pk].characters += len(title)
    return dict(found)
