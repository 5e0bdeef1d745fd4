"""Stored lights: what ``rules.standing`` says of obligations, kept so that pages can count them in SQL.

A light is no decision of anybody's and can be made again from what is kept, so it has no actor and no journal line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from luoshi.programme.models import Obligation
from luoshi.programme.queries.standings import lights_by_id, owed_in
from luoshi.programme.rules import Light
from luoshi.tenancy.prepared_writes import PreparedUpdate

BATCH = 2000


def relight(*, today: date, obligation_ids: Iterable[int] | None = None, programme_id: int | None = None) -> int:
    """Compute and store the lights of some obligations, or of all of a programme; gives how many.

    To be called within the transaction of every verb that changes occurrences or days of many.
    """
    if obligation_ids is None:
        obligation_ids = owed_in(programme_id or 0)
    return _keep(lights_by_id(obligation_ids, today))


def outdate(obligation_id: int) -> None:
    """Say of the stored light of an obligation that it holds no more: whoever counts lights next makes all of them
    anew in a few questions (``periods.refresh``), so that two hundred who report at once do not wait for it.

    To be called within the transaction of every verb that changes an occurrence, a day or a figure of a few.
    """
    _OUTDATED.run(obligation_id, light_until=date.min)


_OUTDATED = PreparedUpdate(lambda pk: Obligation.objects.filter(pk=pk), "light_until")


def _keep(lights: Mapping[int, Light]) -> int:
    alike: dict[tuple[str, date | None], list[int]] = defaultdict(list)
    for pk, light in lights.items():
        alike[light.code.value, light.until].append(pk)
    if not alike:
        return 0
    with transaction.atomic(savepoint=False):
        for (code, until), ids in alike.items():
            for start in range(0, len(ids), BATCH):
                some = Obligation.objects.filter(pk__in=ids[start : start + BATCH])
                some.update(light=code, light_until=until)
    return sum(map(len, alike.values()))
