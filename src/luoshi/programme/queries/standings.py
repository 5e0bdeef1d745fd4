"""What the lights of obligations are made from, loaded in a number of queries that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from luoshi.programme.models import Handling, Obligation, Occurrence, Phase, Revision, Target
from luoshi.programme.rules import Figure, Light, OccurrenceState, Standing, Terms, Thresholds, Time, standing_light

BATCH = 2000  # ids of one query


def lights_of(obligation_ids: Iterable[int], today: date) -> dict[int, Light]:
    """The lights of some obligations, of one or several programmes, as they stand on a day."""
    ids = list(obligation_ids)
    found: dict[int, Light] = {}
    for start in range(0, len(ids), BATCH):
        found |= _lights(ids[start : start + BATCH], today)
    return found


def _lights(ids: Sequence[int], today: date) -> dict[int, Light]:
    fields = ("pk", "commitment_id", "issued_on", "commitment__programme_id")
    limits = ("commitment__programme__soon_days", "commitment__programme__margin_percent")
    rows = list(Obligation.objects.filter(pk__in=ids).values_list(*fields, *limits))
    if not rows:
        return {}
    terms = _terms({row[1] for row in rows}, {row[3] for row in rows})
    times = _times(ids)
    figures, reachable = _reported(ids)
    return {
        pk: standing_light(
            Standing(terms[commitment_id], tuple(times[pk]), issued_on, tuple(figures[pk]), reachable.get(pk)),
            today,
            Thresholds(soon, margin),
        )
        for pk, commitment_id, issued_on, _programme, soon, margin in rows
    }


def _terms(commitment_ids: set[int], programme_ids: set[int]) -> dict[int, Terms]:
    phases = {row.pk: row for row in Phase.objects.filter(programme_id__in=programme_ids)}
    ends: dict[int, date] = {}
    for phase in phases.values():
        if phase.end:
            ends[phase.programme_id] = max(phase.end, ends.get(phase.programme_id, phase.end))
    rows = Revision.objects.filter(current=True, commitment_id__in=commitment_ids).values_list(
        "commitment_id", "due", "every", "interval", "month", "day", "commitment__phase_id", "commitment__programme_id"
    )
    found = {}
    for commitment_id, due, every, interval, month, day, phase_id, programme_id in rows:
        own = phases.get(phase_id or 0)
        found[commitment_id] = Terms(
            due=due,
            every=every,
            interval=interval,
            month=month,
            day=day,
            phase_name=own.name if own else "",
            phase_start=own.start if own else None,
            phase_end=own.end if own else None,
            programme_end=ends.get(programme_id),
        )
    return found


def _times(ids: Sequence[int]) -> dict[int, list[Time]]:
    found: dict[int, list[Time]] = defaultdict(list)
    fields = ("obligation_id", "period", "opens_on", "due", "state", "answered_on", "confirmed_on")
    for pk, period, opens_on, due, state, answered_on, confirmed_on in Occurrence.objects.filter(
        obligation_id__in=ids
    ).values_list(*fields):
        time = Time(period, opens_on, due, OccurrenceState(state), answered_on, confirmed_on)
        found[pk].append(time)
    return found


def _reported(ids: Sequence[int]) -> tuple[dict[int, list[Figure]], dict[int, bool]]:
    """What was said last: the figure of every target, and whether the day can be met."""
    rows = Handling.objects.filter(occurrence__obligation_id__in=ids)
    said = rows.exclude(target=None, reachable=None).order_by("pk")
    last: dict[tuple[int, int], int] = {}
    reachable: dict[int, bool] = {}
    for pk, target_id, scaled, can in said.values_list("occurrence__obligation_id", "target_id", "scaled", "reachable"):
        if target_id is not None and scaled is not None:
            last[pk, target_id] = scaled
        if can is not None:
            reachable[pk] = can
    return _figures(last), reachable


def _figures(last: dict[tuple[int, int], int]) -> dict[int, list[Figure]]:
    found: dict[int, list[Figure]] = defaultdict(list)
    if not last:
        return found
    wanted = {target_id for _pk, target_id in last}
    targets = {row.pk: row for row in Target.objects.filter(pk__in=wanted).select_related("metric")}
    for (pk, target_id), reached in sorted(last.items()):
        target = targets[target_id]
        figure = Figure(target.comparator, target.scaled, reached, target.metric.unit_of_measure)
        found[pk].append(figure)
    return found


def owed_in(programme_id: int) -> QuerySet[Obligation, int]:
    """The ids of what is owed in a programme."""
    rows = Obligation.objects.filter(commitment__programme_id=programme_id, withdrawn_on__isnull=True)
    return rows.values_list("pk", flat=True)


def stale(programme_id: int, today: date) -> QuerySet[Obligation, int]:
    """The ids of those obligations whose stored light has ended before a day."""
    return owed_in(programme_id).filter(light_until__lt=today)
