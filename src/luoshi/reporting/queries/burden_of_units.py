"""The burden ledger over programmes: what each unit of the county was asked in a month, and what one's own unit was."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from luoshi.reporting.models import Request
from luoshi.reporting.policy import require_comparing_burden, require_unit, visible
from luoshi.reporting.queries.costing import Line, MonthCost, by_month, lines_of, programmes_of, sum_of
from luoshi.reporting.rules.burden import Cost
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class UnitShare:
    """What a unit was asked in a month by all programmes, and by how many."""

    unit_id: int
    unit_name: str
    cost: Cost
    programmes: int


@dataclass(frozen=True, slots=True)
class CountyBurden:
    """What the programmes of a county ask its units in a month; units in their usual order. ``months`` are those in
    which anything was asked, the latest first, and the one that is shown.
    """

    month: str
    months: tuple[str, ...]
    total: Cost
    programmes: int
    units: tuple[UnitShare, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeShare:
    """What one programme asked of a unit in a month."""

    programme_id: int
    title: str
    cost: Cost


@dataclass(frozen=True, slots=True)
class OwnBurden:
    """What one's own unit was asked in a month, in all and by programme, and in every month, the latest first."""

    unit_id: int
    unit_name: str
    cost: Cost
    programmes: tuple[ProgrammeShare, ...]
    months: tuple[MonthCost, ...]


def county_burden(actor: Actor, month: date, today: date) -> CountyBurden:
    """What all programmes that the actor may know of asked each unit in the month of a day. Figures alone: nothing of
    what was asked or answered. Raises ``NotAllowed`` for units.
    """
    require_comparing_burden(actor)
    rows = visible(actor)
    first = month.replace(day=1)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    lines = lines_of(rows.filter(asked_on__gte=first, asked_on__lte=last), today)
    units: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for line in lines:
        units[line.unit_id, line.unit_name].append(line)
    months = {f"{day:%Y-%m}" for day in rows.dates("asked_on", "month")} | {f"{first:%Y-%m}"}
    return CountyBurden(
        month=f"{first:%Y-%m}",
        months=tuple(sorted(months, reverse=True)),
        total=sum_of(lines),
        programmes=programmes_of(lines),
        units=tuple(UnitShare(pk, name, sum_of(found), programmes_of(found)) for (pk, name), found in units.items()),
    )


def own_burden(actor: Actor, month: date, today: date) -> tuple[OwnBurden, ...]:
    """What each unit for which the actor answers was asked in the month of a day, and in every month. Raises
    ``NotAllowed`` for those who answer for none.
    """
    require_unit(actor)
    name = f"{month:%Y-%m}"
    units: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for line in lines_of(Request.objects.filter(unit_id__in=actor.liaison_ids), today):
        units[line.unit_id, line.unit_name].append(line)
    return tuple(_own(*unit, found, name) for unit, found in units.items())


def _own(unit_id: int, unit_name: str, lines: list[Line], month: str) -> OwnBurden:
    chosen = [line for line in lines if line.month == month]
    programmes: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for line in chosen:
        programmes[line.programme_id, line.programme_title].append(line)
    shares = tuple(ProgrammeShare(*key, sum_of(found)) for key, found in sorted(programmes.items()))
    return OwnBurden(unit_id, unit_name, sum_of(chosen), shares, by_month(lines))
