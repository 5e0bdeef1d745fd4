"""All programmes of a jurisdiction side by side: where each stands, what it serves, how its bodies do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from luoshi.programme.models import Obligation, Phase, Programme
from luoshi.programme.policy import Verb, require, runs, visible
from luoshi.programme.queries.facts import PhaseFacts
from luoshi.programme.rules import WORST_FIRST, LightCode, ProgrammeState
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class Overview:
    """One programme among others. ``phase`` is the one that runs on the day (None between phases); ``lights`` counts
    its obligations, the worst first, under the names ``light_words`` that its settings give them; ``mine`` where the
    actor is of the office that runs it.
    """

    id: int
    title: str
    issuer: str
    issued_on: date | None
    state: ProgrammeState
    serves: str
    serves_paper: str
    office_name: str
    phase: PhaseFacts | None
    lights: tuple[tuple[LightCode, int], ...]
    light_words: Mapping[str, str]
    mine: bool


def overview(actor: Actor, today: date) -> tuple[Overview, ...]:
    """The programmes that the actor may know of, newest first, in three queries however many there are."""
    require(actor, Verb.SEE)
    rows = list(visible(actor).select_related("office"))
    phases = _running(rows, today)
    lights = _lights(rows)
    return tuple(
        Overview(
            id=row.pk,
            title=row.title,
            issuer=row.issuer,
            issued_on=row.issued_on,
            state=ProgrammeState(row.state),
            serves=row.serves,
            serves_paper=row.serves_paper,
            office_name=row.office.name if row.office else "",
            phase=phases.get(row.pk),
            lights=tuple((code, lights[row.pk][code]) for code in WORST_FIRST if lights[row.pk][code]),
            light_words=dict(row.light_words),
            mine=runs(actor, row),
        )
        for row in rows
    )


def _running(rows: Iterable[Programme], today: date) -> dict[int, PhaseFacts]:
    """For each programme its first phase that runs on a day."""
    found: dict[int, PhaseFacts] = {}
    phases = Phase.objects.filter(programme__in=[row.pk for row in rows], start__lte=today, end__gte=today)
    for phase in phases.order_by("programme_id", "order"):
        facts = PhaseFacts(phase.pk, phase.order, phase.name, phase.start, phase.end)
        found.setdefault(phase.programme_id, facts)
    return found


def _lights(rows: Iterable[Programme]) -> dict[int, Counter[LightCode]]:
    found: dict[int, Counter[LightCode]] = defaultdict(Counter)
    owed = Obligation.objects.filter(
        commitment__programme__in=[row.pk for row in rows],
        commitment__withdrawn_on__isnull=True,
        withdrawn_on__isnull=True,
    )
    counted = owed.order_by().values_list("commitment__programme_id", "light").annotate(n=Count("pk"))
    for programme_id, light, count in counted:
        found[programme_id][LightCode(light)] += count
    return found
