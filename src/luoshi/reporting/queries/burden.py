"""The burden ledger: what a programme asks of each unit in each month, and how much of it needed no typing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.policy import visible as visible_programmes
from luoshi.reporting.models import Request
from luoshi.reporting.policy import require_overseeing
from luoshi.reporting.queries.costing import Line, MonthCost, by_month, lines_of, sum_of
from luoshi.reporting.rules.burden import Cost
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class UnitBurden:
    """What one unit was asked: over all, in the month that was chosen (over all where none was), and in each month, in
    the order of ``Burden.months``.
    """

    unit_id: int
    unit_name: str
    total: Cost
    chosen: Cost
    by_month: tuple[Cost, ...]


@dataclass(frozen=True, slots=True)
class Burden:
    """What a programme costs the units that it asks, in all months, the latest first; units in their usual order.
    ``month`` is the one that was chosen, empty: none; ``chosen`` its sum, or the sum of all.
    """

    programme_id: int
    programme_title: str
    month: str
    months: tuple[MonthCost, ...]
    total: Cost
    chosen: Cost
    units: tuple[UnitBurden, ...]


def burden(actor: Actor, programme_id: int, today: date, month: str = "") -> Burden:
    """The ledger of a programme on a day; ``month`` (2026-11) chooses one. Raises ``NotFound`` for strangers and for a
    month in which nothing was asked, ``NotAllowed`` for units.
    """
    programme = visible_programmes(actor).filter(pk=programme_id).first()
    if programme is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    require_overseeing(actor, programme)
    lines = lines_of(Request.objects.filter(occurrence__obligation__commitment__programme=programme), today)
    months = by_month(lines)
    if month and month not in {one.month for one in months}:
        raise NotFound("burden-month", _("Nothing was asked in this month."))
    units: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for line in lines:
        units[line.unit_id, line.unit_name].append(line)
    return Burden(
        programme_id=programme.pk,
        programme_title=programme.title,
        month=month,
        months=months,
        total=sum_of(lines),
        chosen=sum_of(_of(lines, month)),
        units=tuple(
            UnitBurden(
                pk,
                name,
                sum_of(found),
                sum_of(_of(found, month)),
                tuple(sum_of(_of(found, one.month)) for one in months),
            )
            for (pk, name), found in units.items()
        ),
    )


def _of(lines: list[Line], month: str) -> list[Line]:
    return [line for line in lines if line.month == month] if month else lines
