"""What the lights of obligations are made from, loaded in a number of queries that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from luoshi.programme.models import Handling, Obligation, Occurrence, Phase, Revision
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
    fields = ("pk", "commitment_id", "issued_on")
    limits = ("commitment__programme__soon_days", "commitment__programme__margin_percent")
    rows = list(Obligation.objects.filter(pk__in=ids).values_list(*fields, *limits))
    if not rows:
        return {}
    terms = _terms({row[1] for row in rows})
    times = _times(ids)
    figures, reachable = _reported(ids)
    return {
        pk: standing_light(
            Standing(terms[commitment_id], tuple(times[pk]), issued_on, tuple(figures[pk]), reachable.get(pk)),
            today,
            Thresholds(soon, margin),
        )
        for pk, commitment_id, issued_on, soon, margin in rows
    }


def _terms(commitment_ids: set[int]) -> dict[int, Terms]:
    end = Phase.objects.filter(programme=OuterRef("commitment__programme"), end__isnull=False).order_by("-end")
    rows = (
        Revision.objects.filter(current=True, commitment_id__in=commitment_ids)
        .select_related("commitment__phase")
        .annotate(programme_end=Subquery(end.values("end")[:1]))
    )
    return {row.commitment_id: _terms_of(row, row.programme_end) for row in rows}


def _terms_of(row: Revision, end: date | None) -> Terms:
    phase = row.commitment.phase
    return Terms(
        due=row.due,
        every=row.every,
        interval=row.interval,
        month=row.month,
        day=row.day,
        phase_name=phase.name if phase else "",
        phase_start=phase.start if phase else None,
        phase_end=phase.end if phase else None,
        programme_end=end,
    )


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
    rows = Handling.objects.filter(occurrence__obligation_id__in=ids).exclude(scaled=None, reachable=None)
    last: dict[tuple[int, int], Figure] = {}
    reachable: dict[int, bool] = {}
    fields = ("occurrence__obligation_id", "scaled", "reachable", "target_id")
    more = ("target__comparator", "target__scaled", "target__metric__unit_of_measure")
    for pk, scaled, can, target_id, sign, wanted, unit in rows.order_by("pk").values_list(*fields, *more):
        if target_id is not None and scaled is not None:
            last[pk, target_id] = Figure(sign or "", wanted or 0, scaled, unit or "")
        if can is not None:
            reachable[pk] = can
    figures: dict[int, list[Figure]] = defaultdict(list)
    for (pk, _target), figure in sorted(last.items(), key=lambda pair: pair[0]):
        figures[pk].append(figure)
    return figures, reachable


def owed_in(programme_id: int) -> QuerySet[Obligation, int]:
    """The ids of what is owed in a programme."""
    rows = Obligation.objects.filter(commitment__programme_id=programme_id, withdrawn_on__isnull=True)
    return rows.values_list("pk", flat=True)


def stale(programme_id: int, today: date) -> QuerySet[Obligation, int]:
    """The ids of those obligations whose stored light has ended before a day."""
    return owed_in(programme_id).filter(light_until__lt=today)
