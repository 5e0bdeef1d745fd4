"""What the lights of obligations are made from, loaded in a number of queries that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from luoshi.outline.model import Every
from luoshi.programme.models import Handling, Obligation, Occurrence, Phase, Revision
from luoshi.programme.rules import (
    Figure,
    Light,
    OccurrenceState,
    ProgrammeState,
    Standing,
    Terms,
    Thresholds,
    Time,
    standing_light,
)

BATCH = 2000  # ids of one query


@dataclass(frozen=True, slots=True)
class Asked:
    """What a commitment asks for, what its programme calls near and behind, and whether that runs."""

    terms: Terms
    limits: Thresholds
    runs: bool


def lights_of(
    rows: Iterable[Obligation], today: date, times: Mapping[int, Iterable[Occurrence]] | None = None
) -> dict[int, Light]:
    """The lights of some obligations, of one or several programmes, as they stand on a day; ``times`` by obligation
    where they are at hand.
    """
    owed = list(rows)
    found: dict[int, Light] = {}
    for start in range(0, len(owed), BATCH):
        found |= _lights(owed[start : start + BATCH], today, times)
    return found


def lights_by_id(obligation_ids: Iterable[int], today: date) -> dict[int, Light]:
    """The same, of ids."""
    ids = list(obligation_ids)
    found: dict[int, Light] = {}
    for start in range(0, len(ids), BATCH):
        rows = Obligation.objects.filter(pk__in=ids[start : start + BATCH])
        found |= lights_of(rows.only("pk", "commitment_id", "issued_on"), today)
    return found


def _lights(
    rows: Sequence[Obligation], today: date, given: Mapping[int, Iterable[Occurrence]] | None
) -> dict[int, Light]:
    ids = [row.pk for row in rows]
    asked = _asked({row.commitment_id for row in rows})
    times = _times(ids) if given is None else {pk: [_time(one) for one in given[pk]] for pk in ids}
    figures, reachable = _reported(ids)
    return {
        row.pk: standing_light(
            Standing(
                asked[row.commitment_id].terms,
                tuple(times.get(row.pk, ())),
                row.issued_on,
                tuple(figures[row.pk]),
                reachable.get(row.pk),
                asked[row.commitment_id].runs,
            ),
            today,
            asked[row.commitment_id].limits,
        )
        for row in rows
    }


def _asked(commitment_ids: set[int]) -> dict[int, Asked]:
    end = Phase.objects.filter(programme=OuterRef("commitment__programme"), end__isnull=False).order_by("-end")
    rows = Revision.objects.filter(current=True, commitment_id__in=commitment_ids).order_by()
    own = ("due", "every", "interval", "month", "day")
    phase = ("commitment__phase__name", "commitment__phase__start", "commitment__phase__end")
    programme = ("soon_days", "margin_percent", "state")
    found = {}
    # values and no rows: this is asked with every verb about an obligation
    for pk, *row in rows.values_list(
        "commitment_id",
        *own,
        *phase,
        Subquery(end.values("end")[:1]),
        "start",
        *(f"commitment__programme__{name}" for name in programme),
    ):
        *dates, soon, margin, state = row
        dates[5] = dates[5] or ""  # no phase
        found[pk] = Asked(Terms(*dates), Thresholds(soon, margin), state == ProgrammeState.ISSUED.value)
    return found


def _times(ids: Sequence[int]) -> dict[int, list[Time]]:
    found: dict[int, list[Time]] = defaultdict(list)
    fields = ("obligation_id", "period", "opens_on", "due", "state", "answered_on", "confirmed_on", "first_due")
    for row in Occurrence.objects.filter(obligation_id__in=ids).values_list(*fields, named=True):
        found[row.obligation_id].append(_time(row))
    return found


def _time(row: Any) -> Time:
    """A time of a row, or of its fields alone."""
    state = OccurrenceState(row.state)
    return Time(row.period, row.opens_on, row.due, state, row.answered_on, row.confirmed_on, row.first_due)


def _reported(ids: Sequence[int]) -> tuple[dict[int, list[Figure]], dict[int, bool]]:
    """What was said last: the figure of every target, and whether the day can be met. What was said of a day that has
    been moved since, or of a time that is confirmed, says nothing of the days ahead. What takes organisation-level
    papers only has no figures, though some were reported before.
    """
    rows = Handling.objects.filter(occurrence__obligation_id__in=ids).exclude(scaled=None, reachable=None)
    last: dict[tuple[int, int], Figure] = {}
    reachable: dict[int, bool] = {}
    fields = ("occurrence__obligation_id", "occurrence__state", "overtaken", "scaled", "reachable", "target_id")
    more = ("target__comparator", "target__scaled", "target__metric__unit_of_measure")
    restricted = "occurrence__obligation__commitment__restricted"
    for row in rows.order_by("pk").values_list(*fields, *more, restricted):
        pk, state, moved, scaled, can, target_id, sign, wanted, unit, hidden = row
        if target_id is not None and scaled is not None and not hidden:
            last[pk, target_id] = Figure(sign or "", wanted or 0, scaled, unit or "")
        if can is not None and not moved and state != OccurrenceState.CONFIRMED.value:
            reachable[pk] = can
    figures: dict[int, list[Figure]] = defaultdict(list)
    for (pk, _target), figure in sorted(last.items(), key=lambda pair: pair[0]):
        figures[pk].append(figure)
    return figures, reachable


def owed_in(programme_id: int) -> QuerySet[Obligation, int]:
    """The ids of what is owed in a programme."""
    rows = Obligation.objects.filter(commitment__programme_id=programme_id, withdrawn_on__isnull=True)
    return rows.values_list("pk", flat=True)


def stale(programme_id: int, today: date) -> QuerySet[Obligation]:
    """Those obligations of a programme whose stored light has ended before a day."""
    rows = Obligation.objects.filter(commitment__programme_id=programme_id, withdrawn_on__isnull=True)
    return rows.filter(light_until__lt=today)


def stale_anywhere(jurisdiction_id: int, today: date) -> QuerySet[Obligation]:
    """Those obligations over all programmes of a jurisdiction."""
    rows = Obligation.objects.filter(jurisdiction_id=jurisdiction_id, withdrawn_on__isnull=True)
    return rows.filter(light_until__lt=today)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """An obligation that is met again and again: its dates, the names of its periods, and the day of the last one
    before any extension; none opens before ``issued_on``.
    """

    obligation_id: int
    terms: Terms
    periods: frozenset[str]
    last: date


def rhythms(programme_id: int, obligation_ids: Iterable[int] | None = None) -> list[Rhythm]:
    """What is owed again and again in a programme, or of some obligations of it; what was withdrawn is not."""
    owed = Obligation.objects.filter(commitment__programme_id=programme_id, withdrawn_on__isnull=True)
    again = Revision.objects.filter(current=True, commitment=OuterRef("commitment"))
    owed = owed.filter(Exists(again.exclude(every__in=("", Every.CONTINUOUS.value))))
    if obligation_ids is None:
        rows = list(owed)
    else:
        ids = list(obligation_ids)
        rows = [row for at in range(0, len(ids), BATCH) for row in owed.filter(pk__in=ids[at : at + BATCH])]
    asked, times = _asked({row.commitment_id for row in rows}), _times([row.pk for row in rows])
    found = []
    for row in rows:
        standing = Standing(asked[row.commitment_id].terms, tuple(times[row.pk]), row.issued_on)
        if standing.last is not None:
            names = frozenset(time.period for time in standing.times)
            # one that was owed again after a while is not asked for the time between
            last = max(standing.last, row.issued_on - timedelta(days=1))
            found.append(Rhythm(row.pk, standing.terms, names, last))
    return found
