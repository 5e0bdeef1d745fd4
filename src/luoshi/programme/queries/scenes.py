"""A programme as a page begins with it: what may be seen, narrowed to a choice, counted in SQL or over a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luoshi.programme.models import Obligation
from luoshi.programme.queries.choosing import Choice
from luoshi.programme.queries.facts import Loaded, PhaseFacts, ProgrammeLine, line_of, load, phases_of, programme
from luoshi.programme.queries.tallies import Foreseen, Issued, Named
from luoshi.programme.rules import ProgrammeState
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries
from luoshi.units.models import Group


@dataclass(frozen=True, slots=True)
class Scene:
    """``loaded`` and ``foreseen`` are there for a draft, ``issued`` for whatever was issued: one of the two."""

    programme: ProgrammeLine
    phases: tuple[PhaseFacts, ...]
    choice: Choice
    loaded: Loaded | None
    issued: Issued | None
    foreseen: Foreseen | None

    @property
    def source(self) -> Issued | Foreseen:
        """What counts."""
        found = self.issued or self.foreseen
        if found is None:  # pragma: no cover - made below with one of them
            raise RuntimeError("a scene counts one way or the other")
        return found


def scene(actor: Actor, programme_id: int, today: date, choice: Choice) -> Scene:
    """A programme with what counts it. Raises ``NotFound`` for strangers."""
    found = programme(actor, programme_id)
    if found.state in (ProgrammeState.ISSUED.value, ProgrammeState.CLOSED.value):
        return Scene(line_of(found), phases_of(found), choice, None, Issued(found.pk, choice), None)
    loaded = load(actor, programme_id, today)
    rows = unit_queries.visible(actor).values_list("order", "pk", "name")
    groups = Group.objects.filter(jurisdiction_id=actor.jurisdiction_id).values_list("order", "pk", "name")
    foreseen = Foreseen(loaded, choice, (Named(*row) for row in rows), (Named(*row) for row in groups))
    return Scene(loaded.programme, loaded.phases, choice, loaded, None, foreseen)


def fading(actor: Actor, programme_id: int, today: date) -> bool:
    """Whether any stored light of a programme has ended before a day: what a page asks before it counts lights."""
    rows = Obligation.objects.filter(jurisdiction_id=actor.jurisdiction_id, commitment__programme_id=programme_id)
    return rows.filter(light_until__lt=today, withdrawn_on__isnull=True).exists()
