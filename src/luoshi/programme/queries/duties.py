"""Duties of phases and safeguards, in the order of the plan, with how all who owe them stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.models import Revision
from luoshi.programme.queries.choosing import commitment_rows, fits
from luoshi.programme.queries.facts import Facts, last_of, terms_of
from luoshi.programme.queries.scenes import Scene
from luoshi.programme.queries.tallies import in_order
from luoshi.programme.rules import LIGHT_WORDS, CommitmentKind, Light, LightCode, light_of

MOST_DUTIES = 30  # of a board; the list of commitments has all of them


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty of a phase or a safeguard; ``days`` until its day, negative when it has passed."""

    id: int
    number: str
    title: str
    kind: CommitmentKind
    phase_id: int | None
    phase_name: str
    due: date | None
    days: int | None
    light: Light
    bodies: int


def duties_of(found: Scene, today: date) -> tuple[DutyLine, ...]:
    """The first duties and safeguards that fit what was chosen, and one more than ``MOST_DUTIES`` where there are more;
    none where an area is.
    """
    if found.choice.area_id is not None:
        return ()
    return _foreseen(found, today) if found.loaded else _issued(found, today)


def _foreseen(found: Scene, today: date) -> tuple[DutyLine, ...]:
    loaded = found.loaded
    if loaded is None:
        return ()
    items = loaded.of_kind(CommitmentKind.DUTY, CommitmentKind.SAFEGUARD)
    return tuple(
        _line(item, item.light, len(loaded.obligations.get(item.id, ())), today)
        for item in items
        if fits(item, found.choice)
    )[: MOST_DUTIES + 1]


def _line(item: Facts, light: Light, bodies: int, today: date) -> DutyLine:
    return DutyLine(
        id=item.id,
        number=item.number,
        title=item.title,
        kind=item.kind,
        phase_id=item.phase.id if item.phase else None,
        phase_name=item.phase.name if item.phase else "",
        due=item.due,
        days=None if item.due is None else (item.due - today).days,
        light=light,
        bodies=bodies,
    )


def _issued(found: Scene, today: date) -> tuple[DutyLine, ...]:
    kinds = (CommitmentKind.DUTY.value, CommitmentKind.SAFEGUARD.value)
    by_choice = commitment_rows(found.programme.id, found.choice).filter(kind__in=kinds)
    if found.issued is not None and found.choice.of_bodies:
        by_choice = by_choice.filter(pk__in=found.issued.rows.values("commitment_id"))
    phases = {phase.id: phase for phase in found.phases}
    rows = (
        Revision.objects.filter(current=True, commitment__in=by_choice)
        .select_related("commitment")
        .annotate(**counted_lights())
        .order_by("commitment__order")[: MOST_DUTIES + 1]
    )
    lines = []
    for row in rows:
        item = row.commitment
        phase = phases.get(item.phase_id or 0)
        lights = Counter({code: getattr(row, f"of_{code.name}") for code in LightCode})
        by_day = light_of(terms_of(row, phase, last_of(found.phases)), today)
        lines.append(
            DutyLine(
                id=item.pk,
                number=item.number,
                title=item.title,
                kind=CommitmentKind(item.kind),
                phase_id=item.phase_id,
                phase_name=phase.name if phase else "",
                due=row.due,
                days=None if row.due is None else (row.due - today).days,
                light=summed(lights, by_day),
                bodies=sum(lights.values()),
            )
        )
    return tuple(lines)


def counted_lights(way: str = "commitment__obligations") -> dict[str, Count]:
    """For each light, how many obligations have it, as ``of_LATE`` and so on."""
    return {
        f"of_{code.name}": Count(way, filter=Q(**{f"{way}__light": code.value, f"{way}__withdrawn_on__isnull": True}))
        for code in LightCode
    }


def summed(lights: Counter[LightCode], otherwise: Light) -> Light:
    """The worst light of all who owe something, and how many stand there; ``otherwise`` where nobody does, and for the
    reason where all stand alike and their day alone says so.
    """
    found = in_order(lights)
    if not found:
        return otherwise
    code, count = found[0]
    if len(found) == 1 and code is otherwise.code:
        return otherwise
    parts = {"word": Phrase(LIGHT_WORDS[code]), "count": count, "all": sum(lights.values())}
    return Light(code, Phrase(_("{word}: {count} of {all} bodies"), parts))
